import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { localAdminKey } from "./admin-key.ts";
import { followVerdicts } from "./follow.ts";
import { type LocalNetwork, openLocalNetwork } from "./local-network.ts";
import { letPeopleReport, readPeople } from "./simulated-people.ts";
import { catalogueServices, ownServices, simulatedServices } from "./sources.ts";
import { readStoryMinute, writeStoryMinute } from "./story-file.ts";
import { Usage } from "./usage.ts";

/** `downwhere start`: the whole network on this machine, until it is told to stop. */

const START_HELP = `downwhere start: run the whole network on this machine

  npm start -- [options]

  --port N          where to listen (default 8787)
  --speed N         the demo story and its intervals run N times faster (default 20; 1 to 60)
  --services FILE   watch your own services instead of the catalogue
  --no-demo         leave the simulated service out
  --allow-private   checks and webhooks may reach loopback and private addresses
  --admin-key KEY   opens the admin routes (default: made at the first start, and said)
  --fresh           forget what earlier runs have stored
  --help            this text
`;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const STATE_FOLDER = `${ROOT}/.wrangler/downwhere`;
const STORY_FILE = `${STATE_FOLDER}/story.json`;
/** Who reports in the demo story, and when. */
const PEOPLE_FILE = `${ROOT}/workers/world/people.json`;
/** What the workers log, from the last start on. */
const LOG_FILE = `${STATE_FOLDER}/network.log`;
/** Milliseconds between two notes of where the story stands: what a kill loses. */
const STORY_EVERY_MS = 500;

type Options = ReturnType<typeof readOptions>;

export async function start(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(START_HELP);
    return;
  }
  const real = options.services === undefined ? await catalogueServices() : await ownServices(options.services);
  const simulated = options.demo ? await simulatedServices() : [];
  if (options.fresh) await rm(STATE_FOLDER, { recursive: true, force: true });
  await mkdir(STATE_FOLDER, { recursive: true });
  const adminKey = options["admin-key"] ?? (await localAdminKey(`${STATE_FOLDER}/admin-key`));
  const network = await openLocalNetwork({
    port: options.port,
    stateFolder: STATE_FOLDER,
    seed: { real, simulated, source: options.services ?? "catalogue" },
    simulationSpeed: options.demo ? options.speed : null,
    localProbe: true,
    allowPrivate: options.allowPrivate ? "all" : "declared",
    adminKey,
    xToken: process.env.X_BEARER_TOKEN,
    log: logTo(LOG_FILE),
  });
  await run(network, options, adminKey);
}

async function run(network: LocalNetwork, { speed, demo }: Options, adminKey: string): Promise<void> {
  const story = demo ? await tellStory(network, speed) : null;
  await network.tick(Date.now());
  const people = story && letPeopleReport(network, { script: await readPeople(PEOPLE_FILE), minute: story.minute });
  process.stdout.write(`Downwhere is listening on ${network.url.origin}\n`);
  process.stdout.write(
    `The network's own log is ${relative(process.cwd(), LOG_FILE)}. Ctrl-C stops; the next start goes on.\n`,
  );
  process.stdout.write(`Its admin key is ${adminKey}\n`);
  const ticking = every(Math.max(1_000, 60_000 / (demo ? speed : 1)), () => network.tick(Date.now()));
  const following = followVerdicts(network.url, (line) => process.stdout.write(`${line}\n`));
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  process.stdout.write("stopping\n");
  people?.stop();
  story?.stop();
  ticking.stop();
  following.stop();
  await network.close();
}

type Story = { minute(): number; stop(): void };

/** Lets the story run from where it stood, noting where it stands. */
async function tellStory(network: LocalNetwork, speed: number): Promise<Story> {
  const began = { minute: readStoryMinute(STORY_FILE), at: Date.now(), speed };
  await network.direct("clock", began);
  const minute = () => began.minute + ((Date.now() - began.at) / 60_000) * speed;
  const note = () => writeStoryMinute(STORY_FILE, minute());
  const noting = setInterval(note, STORY_EVERY_MS);
  return {
    minute,
    stop() {
      clearInterval(noting);
      note();
    },
  };
}

/** Runs work every so often, never twice at once; a failure is said and the next turn comes. */
function every(ms: number, work: () => Promise<void>): { stop(): void } {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    work()
      .catch((error: unknown) =>
        process.stderr.write(`downwhere: ${error instanceof Error ? error.message : String(error)}\n`),
      )
      .finally(() => {
        isBusy = false;
      });
  }, ms);
  return { stop: () => clearInterval(timer) };
}

function logTo(file: string): (line: string) => void {
  const stream = createWriteStream(file, { flags: "w" });
  return (line) => stream.write(`${line}\n`);
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        port: { type: "string", default: "8787" },
        speed: { type: "string", default: "20" },
        services: { type: "string" },
        fresh: { type: "boolean", default: false },
        "admin-key": { type: "string" },
        demo: { type: "boolean", default: true },
        "allow-private": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const port = wholeNumber("--port", values.port, { min: 1, max: 65_535 });
    const speed = wholeNumber("--speed", values.speed, { min: 1, max: 60 });
    if ((values["admin-key"]?.length ?? 16) < 16) throw new Usage("--admin-key must have at least 16 characters");
    return { ...values, port, speed, allowPrivate: values["allow-private"] };
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${START_HELP}`);
  }
}

function wholeNumber(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Usage(`${name} must be a whole number between ${min} and ${max}; received "${text}"`);
}
