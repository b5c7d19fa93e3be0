import "./trust.ts";
import { createInterface } from "node:readline";
import { Event } from "../../shared/schema/index.ts";
import { openLocalNetwork } from "../../workers/cli/local-network.ts";
import { commit } from "./commit.ts";

/**
 * A network in a process of its own, so that it can be killed: says its address on one line, then does what each line of its
 * input says, a minute's work or a commit of events, and answers with a line: "done", or what went wrong.
 */

type Order = { readonly tick: number } | { readonly commit: readonly unknown[]; readonly at: number };

const [stateFolder = "", allowPrivate = "all"] = process.argv.slice(2);
const network = await openLocalNetwork({
  port: 0,
  stateFolder,
  seed: { real: [], simulated: [], source: "test" },
  simulationSpeed: null,
  localProbe: false,
  allowPrivate: allowPrivate === "all" ? "all" : "declared",
  adminKey: "the-key-of-the-tests",
  log: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${network.url.origin}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  try {
    // Written by `killable.ts`.
    await follow(JSON.parse(line) as Order);
    process.stdout.write("done\n");
  } catch (error) {
    const { message = String(error), cause } = error as Partial<Error>;
    process.stdout.write(`${JSON.stringify(cause === undefined ? message : `${message}: ${String(cause)}`)}\n`);
  }
}
await network.close();

async function follow(order: Order): Promise<void> {
  if ("tick" in order) return network.tick(order.tick);
  const events = order.commit.map((event) => Event.parse(event));
  return commit(network, events, order.at);
}
