import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Killable, openKillable } from "../../support/killable.ts";
import { openReceiver } from "../../support/receiver.ts";
import { type Made, subscriberClient, until } from "../../support/subscriber-client.ts";
import { LEFT_BEHIND_MS } from "../../support/telling.ts";
import { toldOf } from "../../support/told.ts";
import { printTable } from "../print-table.ts";
import { delayOf } from "./delay.ts";
import { openFleet } from "./fleet.ts";
import { tellForbidden } from "./forbidden.ts";
import { judge } from "./judge.ts";

/**
 * `npm run bench:deliveries`: many committed events for many subscriptions whose receivers fail in every way, while the network
 * is killed again and again. Every event that is owed must arrive, none anywhere else, and the log must explain each.
 */

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000" },
    subscriptions: { type: "string", default: "20" },
    kills: { type: "string", default: "3" },
  },
});
const [count, subscriptions, kills] = [values.events, values.subscriptions, values.kills].map(Number) as [
  number,
  number,
  number,
];
const SERVICES = ["aria", "shop", "bank", "maps", "mail", "news"];
/** Events committed at once, and handed over by one sweep. */
const CHUNK = 500;
/** Messages of a chunk after which the network is killed. */
const AT_WORK = CHUNK;
/** Milliseconds without any message after which everything has been tried, and until waiting is given up. */
const PATIENCE_MS = 20 * 60_000;

const folder = await mkdtemp(join(tmpdir(), "downwhere-"));
const fleet = await openFleet(subscriptions, SERVICES);
let network: Killable = await openKillable(folder);
const made: Made[] = [];
const client = () => subscriberClient(network.url);
for (const { receiver, services } of fleet) {
  const one = await client().subscribe({ url: receiver.url, filter: services === null ? {} : { services } });
  receiver.trust(one.secret);
  await client().active(one);
  made.push(one);
}

const events = Array.from({ length: count }, (_, index) =>
  toldOf({ incident: `bench${index}`, service: SERVICES[index % SERVICES.length] ?? "aria" }),
);
const arrivals = () => fleet.reduce((sum, { receiver }) => sum + receiver.received.length, 0);
const began = Date.now();
const killAfter = new Set(
  Array.from({ length: kills }, (_, index) => Math.floor(((index + 1) * count) / (kills + 1) / CHUNK)),
);
for (let from = 0, chunk = 0; from < count; from += CHUNK, chunk++) {
  await network.commit(events.slice(from, from + CHUNK), Date.now() - LEFT_BEHIND_MS);
  if (killAfter.has(chunk)) {
    // In the middle of sending: some of the chunk has arrived, some is under way, and some was not looked at.
    const before = arrivals();
    await network.tick(Date.now());
    await until("it is at work", async () => arrivals() >= before + AT_WORK, PATIENCE_MS);
    network.kill();
    await network.dead;
    network = await openKillable(folder);
  }
  await network.tick(Date.now());
}
const committedAfter = (Date.now() - began) / 1_000;
await until(
  "every receiver that works has all that it is owed",
  async () => {
    await network.tick(Date.now());
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const views = await Promise.all(made.map((one) => client().view(one)));
    return views.every(({ counts }, index) => {
      const { kind } = fleet[index] ?? {};
      const total = counts.waiting + counts.delivered + counts.dead + counts.skipped;
      return total >= count && (kind === "dead" || counts.waiting === 0);
    });
  },
  PATIENCE_MS,
);
const seconds = (Date.now() - began) / 1_000;

const judged = await Promise.all(
  fleet.map(async (member, index) => judge(member, { events, log: await client().log(made[index] as Made) })),
);
printTable(
  ["receiver", "owed", "arrived", "missing", "duplicates", "wrong", "unsigned", "unexplained"],
  judged.map((row) =>
    [row.name, row.owed, row.arrived, row.missing, row.duplicates, row.wrong, row.unsigned, row.unexplained].map(
      String,
    ),
  ),
);
const arrived = judged.reduce((sum, row) => sum + row.arrived, 0);
process.stdout.write(
  `${count} events, ${subscriptions} subscriptions, ${kills} kills: ${arrived} arrived in ${seconds.toFixed(0)} s, ${Math.round(arrived / seconds)} a second; all was committed after ${committedAfter.toFixed(0)} s\n`,
);

const delay = await delayOf(network, { healthy: await openReceiver() });
process.stdout.write(
  `A healthy receiver beside a dead one is told ${delay.with.toFixed(0)} ms after the event is handed over; without it after ${delay.without.toFixed(0)} ms\n`,
);

network.kill();
await network.dead;
network = await openKillable(folder, "declared");
const forbidden = await tellForbidden(network, { fleet, made });
process.stdout.write(
  `Started without leave for this machine: of ${forbidden.owed} messages ${forbidden.arrived} arrived, and the log says of ${forbidden.explained} why not\n`,
);

network.kill();
await network.dead;
await Promise.all(fleet.map(({ receiver }) => receiver.close()));
await rm(folder, { recursive: true, force: true });
const isBad = judged.some(({ missing, wrong, unsigned, unexplained }) => missing + wrong + unsigned + unexplained > 0);
const isSent = forbidden.arrived > 0 || forbidden.explained < forbidden.owed;
if (isBad || isSent || delay.with - delay.without >= 1_000) {
  process.stderr.write(
    "Something was lost, went astray, was not signed or is not explained, or the dead receiver held others up.\n",
  );
  process.exitCode = 1;
}
process.exit();
