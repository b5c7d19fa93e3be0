import { parseArgs } from "node:util";
import { OUTAGE_KINDS } from "./outage-kinds.ts";
import { PEER_RULES } from "./peers/index.ts";
import { printCalibration, printKinds, printRules } from "./print.ts";
import { printRecorded } from "./print-recorded.ts";
import { QUIET_KINDS } from "./quiet-kinds.ts";
import { ROUGH_KINDS } from "./rough-kinds.ts";
import { runTrial, type Trial } from "./trial.ts";

/** `npm run bench:detection`: the same seeded events for the project and for its peers' rules; prints tables. */

const HELP = `npm run bench:detection -- [options]

  --seeds N     seeds per kind (default 10)
  --first N     the first seed (default 1)
  --only TEXT   kinds whose name contains the text
  --ours        leave the peers' rules and the recorded data out
  --recorded    the recorded data only
  --help        this text
`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    first: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    ours: { type: "boolean", default: false },
    recorded: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else {
  if (!values.recorded) run();
  if (!values.ours && values.only === "") printRecorded();
}

function run(): void {
  const kinds = [...OUTAGE_KINDS, ...QUIET_KINDS, ...ROUGH_KINDS].filter(({ name }) => name.includes(values.only));
  const rules = values.ours ? [] : PEER_RULES;
  const trials: Trial[] = [];
  for (const [index, kind] of kinds.entries()) {
    if (process.stderr.isTTY) process.stderr.write(`\r${index + 1} of ${kinds.length} kinds: ${kind.name}\u001b[K`);
    for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed++)
      trials.push(runTrial(kind, seed * 7_919 + index, rules));
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  printRules(trials);
  printKinds(kinds, trials);
  printCalibration(trials);
}
