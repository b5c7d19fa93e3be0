import { lineOf } from "./line.ts";
import { look } from "./look.ts";
import { askNetwork } from "./network-view.ts";
import { CHECK_HELP, readCheckOptions } from "./options.ts";
import { pageOf } from "./page.ts";
import { createLookup } from "./resolve.ts";

/** `downwhere check URL`: what this machine sees of one URL, stage by stage, and beside it what a network sees. */

const USER_AGENT = "Downwhere/0.1 (+https://downwhere.example/probe; check)";

const EXIT_CODES = { pass: 0, fail: 1, inconclusive: 3 } as const;

export async function check(args: readonly string[]): Promise<void> {
  const options = await readCheckOptions(args);
  if (options === null) {
    process.stdout.write(CHECK_HELP);
    return;
  }
  const { check: asked, allowPrivate, ca, network } = options;
  const at = Date.now();
  const looking = look(asked, {
    userAgent: USER_AGENT,
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
