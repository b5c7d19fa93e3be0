import { printTable } from "../print-table.ts";
import { everySeconds, exponential, followsPlan, fullJitter, onTheNews } from "./policies.ts";
import { simulate, type World } from "./simulate.ts";

/** `npm run bench:stampede`: a million clients lose a service and come back to it, with and without the reconnect plan. */

const WORLD: World = {
  clients: 1_000_000,
  capacity: 20_000,
  regions: 9,
  backAt: 1_200,
  everySeconds: 60,
  seenAfter: 60,
  horizon: 3_600,
  seed: 1,
};

const policies = [
  onTheNews(WORLD.backAt + WORLD.seenAfter),
  everySeconds(30),
  exponential(60),
  fullJitter(60),
  followsPlan,
];
const outcomes = policies.map((policy) => ({ name: policy.name, ...simulate(WORLD, policy) }));
const planned = outcomes.at(-1);
const number = (value: number) => value.toLocaleString("en");

process.stdout.write(
  `${number(WORLD.clients)} clients lose a service at once; after ${WORLD.backAt / 60} min its ${WORLD.regions} regions return, one a minute, ` +
    `${number(WORLD.capacity)} connections a second in all; it is seen a minute later. Seed ${WORLD.seed}.\n\n`,
);
printTable(
  [
    "clients",
    "peak, tries a second",
    "× the plan's",
    "peak since the loss",
    "95 % back, min",
    "tries",
    "plans asked for",
  ],
  outcomes.map(({ name, peak, peakEver, seconds95, tries, asks }) => [
    name,
    number(peak),
    (peak / (planned?.peak ?? 1)).toFixed(1),
    number(peakEver),
    seconds95 === null ? `not in ${(WORLD.horizon - WORLD.backAt) / 60}` : (seconds95 / 60).toFixed(1),
    number(tries),
    number(asks),
  ]),
);
