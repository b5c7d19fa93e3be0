import { parseArgs } from "node:util";
import { z } from "zod";
import { Agent, Problem } from "../../../shared/schema/index.ts";
import { networkUrl } from "../check/options.ts";
import { Usage } from "../usage.ts";
import { readKeyFile, writeKeyFile } from "./key-file.ts";
import { NETWORK_TIMEOUT_MS } from "./limits.ts";
import { placeOf, regionOf, withPlace } from "./options.ts";

/** `downwhere agents`: the keys of a network's agents, for whoever runs the agent and for whoever runs the network. */

const AGENTS_HELP = `downwhere agents: the keys of a network's agents

  npm run --silent downwhere -- agents keygen [--out FILE]
  npm run --silent downwhere -- agents add --network URL --public-key KEY --region NAME --place LAT,LON [--name TEXT]
  npm run --silent downwhere -- agents list --network URL
  npm run --silent downwhere -- agents revoke ID --network URL

  keygen           make a key for an agent and say its public half (default agent-key.json)
  add              let a public key speak for a region of its own; --key FILE takes it from a key file
  list, revoke     see the keys that were issued; refuse one from now on, for good

  --admin-key KEY  the network's ADMIN_KEY; better in the environment, as DOWNWHERE_ADMIN_KEY
  --help           this text
`;

const ACTIONS: Readonly<Record<string, (options: Options) => Promise<string>>> = { keygen, add, list, revoke };

export async function agents([action, ...args]: readonly string[]): Promise<void> {
  const options = parse(args);
  if (action === undefined || action === "--help" || options.values.help) {
    process.stdout.write(AGENTS_HELP);
    return;
  }
  const run = ACTIONS[action];
  if (run === undefined)
    throw new Usage(`agents can keygen, add, list and revoke; received "${action}"\n\n${AGENTS_HELP}`);
  process.stdout.write(`${await run(options)}\n`);
}

async function keygen({ values }: Options): Promise<string> {
  const file = values.out ?? "agent-key.json";
  const { id, publicKey } = await writeKeyFile(file);
  return `${file} holds the private key of ${id}; nobody else may have it.\nIts public key is ${publicKey}`;
}

async function add({ values }: Options): Promise<string> {
  const publicKey =
    values["public-key"] ?? (values.key === undefined ? undefined : (await readKeyFile(values.key)).publicKey);
  if (publicKey === undefined) throw new Usage("--public-key KEY or --key FILE must be given");
  const region = regionOf(values.region);
  const wish = {
    publicKey,
    region,
    ...placeOf(values.place),
    ...(values.name === undefined ? {} : { name: values.name }),
  };
  return lineOf(await ask(values, { method: "POST", path: "/v1/agents", body: wish, schema: Agent }));
}

async function list({ values }: Options): Promise<string> {
  const { items } = await ask(values, {
    method: "GET",
    path: "/v1/agents",
    schema: z.object({ items: z.array(Agent) }),
  });
  return items.length === 0 ? "no key was issued" : items.map(lineOf).join("\n");
}

async function revoke({ values, positionals }: Options): Promise<string> {
  const [id] = positionals;
  if (id === undefined) throw new Usage("the id of the agent must be given, such as agt_…");
  return lineOf(await ask(values, { method: "DELETE", path: `/v1/agents/${encodeURIComponent(id)}`, schema: Agent }));
}

function lineOf({ id, region, name, latitude, longitude, revokedAt }: Agent): string {
  return `${id}  ${region}  ${latitude},${longitude}  ${name}${revokedAt === null ? "" : `  revoked at ${revokedAt}`}`;
}

async function ask<T>(
  values: Options["values"],
  { method, path, body, schema }: { method: string; path: string; body?: unknown; schema: z.ZodType<T> },
): Promise<T> {
  const origin = networkUrl(values.network ?? "");
  const adminKey = values["admin-key"] ?? process.env.DOWNWHERE_ADMIN_KEY;
  if (adminKey === undefined)
    throw new Usage("the admin key must be given, in DOWNWHERE_ADMIN_KEY or as --admin-key KEY");
  const response = await fetch(new URL(path, origin), {
    method,
    headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
    signal: AbortSignal.timeout(NETWORK_TIMEOUT_MS),
    redirect: "error",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return schema.parse(answer);
  const problem = Problem.safeParse(answer);
  throw new Error(`${origin.host} answered ${response.status}${problem.success ? `: ${problem.data.detail}` : ""}`);
}

type Options = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: withPlace(args),
      allowPositionals: true,
      options: {
        out: { type: "string" },
        network: { type: "string" },
        "admin-key": { type: "string" },
        "public-key": { type: "string" },
        key: { type: "string" },
        region: { type: "string" },
        place: { type: "string" },
        name: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${AGENTS_HELP}`);
  }
}
