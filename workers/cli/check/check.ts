import { CHECK_USER_AGENT, EXIT_CODES } from "./exit.ts";
import { lineOf } from "./line.ts";
import { look } from "./look.ts";
import { askNetwork } from "./network-view.ts";
import { CHECK_HELP, namesService, readCheckOptions } from "./options.ts";
import { pageOf } from "./page.ts";
import { createLookup } from "./resolve.ts";
import { checkService } from "./service/check-service.ts";
import { SERVICE_HELP } from "./service/options.ts";

/** `downwhere check URL`, or a service by its name: what this machine sees of one URL, stage by stage, and beside it what a network sees. */

export async function check(args: readonly string[]): Promise<void> {
  if (args.some((word) => word === "--help")) {
    process.stdout.write(`${CHECK_HELP}\n${SERVICE_HELP}`);
    return;
  }
  if (namesService(args)) return checkService(args);
  const options = await readCheckOptions(args);
  const { check: asked, allowPrivate, ca, network } = options;
  const at = Date.now();
  const looking = look(asked, {
    userAgent: CHECK_USER_AGENT,
    allowPrivate,
    ca,
    wholeBody: true,
    lookup: createLookup(options.resolver),
    clock: () => performance.now(),
    now: () => Date.now(),
  });
  const [sight, view] = await Promise.all([looking, network === null ? null : askNetwork(network, new URL(asked.url))]);
  const line = { ...lineOf(asked, sight, at), ...(view === null ? {} : { network: view }) };
  const text = options.json
    ? `${JSON.stringify(line)}\n`
    : pageOf(asked.url, line, { colour: process.stdout.isTTY === true });
  process.stdout.write(text);
  process.exitCode = EXIT_CODES[line.outcome];
}
