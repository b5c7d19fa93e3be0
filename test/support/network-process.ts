import { createInterface } from "node:readline";
import { Event } from "../../shared/schema/index.ts";
import { openLocalNetwork } from "../../workers/cli/local-network.ts";
import { commit } from "./commit.ts";

/**
 * A network in a process of its own, so that it can be killed: says its address on one line, then does what each line of its
 * input says, a minute's work or a commit of events, and says "done".
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
  // Written by `killable.ts`.
  const order = JSON.parse(line) as Order;
  if ("tick" in order) await network.tick(order.tick);
  else
    await commit(
      network,
      order.commit.map((event) => Event.parse(event)),
      order.at,
    );
  process.stdout.write("done\n");
}
await network.close();
