import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Service } from "../../shared/schema/index.ts";
import { type LocalNetwork, openLocalNetwork } from "../../workers/cli/local-network.ts";
import { answerDnsOverTcp, greeting, type Loopback, webSocketServer } from "../support/loopback.ts";
import { makeIdentity } from "../support/servers/certificates.ts";
import { openServers } from "../support/servers/servers.ts";

/** A real agent beside a real network: keys, plan, rounds, and what happens while the network is away. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ADMIN_KEY = "the-admin-key-of-this-test";
const REGION = "attic-berlin";
const servers = openServers();
const agents = new Set<ChildProcess>();
let folder: string;
let port: number;
let shop: number;
let mail: number;
let live: number;
let zone: number;
let network: LocalNetwork | null = null;
let webSocket: Loopback | null = null;

const open = async () => {
  const often = { intervalSeconds: 10, timeoutMs: 1_000 };
  const check = (url: string) => ({ url, ...often });
  const endpoints = [
    { id: "web", name: "Web", check: check(`https://localhost:${shop}/`) },
    { id: "api", name: "API", check: check(`http://127.0.0.1:${await servers.closedPort()}/`) },
    {
      id: "mail",
      name: "Mail",
      check: { prober: "tcp", host: "127.0.0.1", port: mail, expect: { contains: "220" }, ...often },
    },
    { id: "tls", name: "TLS", check: { prober: "tls", host: "localhost", port: shop, ...often } },
    {
      id: "live",
      name: "Live",
      check: { prober: "websocket", url: `ws://127.0.0.1:${live}/`, expect: { contains: "welcome" }, ...often },
    },
    {
      id: "zone",
      name: "Zone",
      check: { prober: "dns", name: "shop.test", expect: { equals: ["93.184.7.7"] }, ...often },
    },
  ];
  network = await openLocalNetwork({
    port,
    stateFolder: join(folder, "network"),
    seed: {
      real: [Service.parse({ id: "shop", name: "Shop", allowPrivate: true, endpoints })],
      simulated: [],
      source: "test",
    },
    simulationSpeed: null,
    localProbe: false,
    allowPrivate: "declared",
    adminKey: ADMIN_KEY,
    log: () => undefined,
  });
};
const away = async () => {
  await network?.close();
  network = null;
};
const get = async (path: string) =>
  (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()) as Record<string, unknown>;
const env = () => ({ ...process.env, DOWNWHERE_ADMIN_KEY: ADMIN_KEY, NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") });
const cli = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile("node", ["workers/cli/main.ts", ...args], { cwd: ROOT, env: env() }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
const flags = (name: string) => [
  "--network",
  `http://127.0.0.1:${port}`,
  "--region",
  name,
  "--place",
  "-33.9,18.4",
  "--key",
  join(folder, `${name}.json`),
  "--data",
  join(folder, `${name}-data`),
  "--controls",
  join(folder, "controls.json"),
  "--allow-private",
  "--resolver",
  `127.0.0.1:${zone}`,
];
/** Makes a key and has it issued. */
const enlist = async (name: string) => {
  expect(await cli("agents", "keygen", "--out", join(folder, `${name}.json`))).toMatchObject({ code: 0 });
  const added = await cli(
    "agents",
    "add",
    "--key",
    join(folder, `${name}.json`),
    "--region",
    name,
    "--place",
    "-33.9,18.4",
    "--name",
    "An attic",
    "--network",
    `http://127.0.0.1:${port}`,
  );
  expect(added, added.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^agt_.{22}  ${name}  -33.9,18.4  An attic\\n$`)),
  });
  return added.stdout.split(" ")[0] ?? "";
};
/** An agent that goes on, and a way to wait for a line of its. */
const enter = (name: string) => {
  const child = spawn("node", ["workers/cli/main.ts", "agent", ...flags(name)], {
    cwd: ROOT,
    env: env(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  agents.add(child);
  let text = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      text += String(chunk);
      for (const look of waiting) look();
    });
  const line = (pattern: RegExp, times = 1) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const found = [...text.matchAll(new RegExp(pattern, "gm"))];
        if (found.length < times) return;
        waiting.delete(look);
        resolve(found.at(-1)?.[0] ?? "");
      };
      waiting.add(look);
      look();
    });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { line, ended, said: () => text, stop: () => child.kill("SIGTERM") };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "downwhere-"));
  const authority = makeIdentity({ name: "Test Authority", isAuthority: true });
  await writeFile(join(folder, "ca.pem"), authority.certPem);
  shop = await servers.https(
    makeIdentity({ name: "localhost", hosts: ["localhost"], signedBy: authority, validToDays: 6 }),
    (_, response) => response.end("well"),
  );
  mail = await servers.raw(greeting);
  zone = await servers.raw(answerDnsOverTcp);
  webSocket = await webSocketServer();
  live = webSocket.port;
  const control = await servers.http((_, response) => response.end("well"));
  const targets = ["one", "two"].map((name) => ({
    control: name,
    provider: name,
    reach: "private",
    check: { url: `http://127.0.0.1:${control}/${name}` },
  }));
  await writeFile(join(folder, "controls.json"), JSON.stringify(targets));
  port = await servers.closedPort();
  await open();
});
afterAll(async () => {
  for (const child of agents) child.kill("SIGKILL");
  await away();
  await webSocket?.close();
  await servers.close();
  await rm(folder, { recursive: true, force: true });
});

describe("an agent", () => {
  test("looks once, and is a region with its own place, its own times and what it saw", async () => {
    await enlist(REGION);
    const { code, stdout } = await cli("agent", ...flags(REGION), "--once");
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/^\S+ attic-berlin\/10\/0 of \S+: 5 pass, 1 fail, 0 inconclusive; 2 of 2 control targets$/m);
    expect(stdout).toMatch(/^\S+ notice: the certificate of shop\/web expires in 5 days, at 20\S+Z$/m);
    await network?.tick(Date.now());
    expect(await get(`/v1/regions/${REGION}`)).toMatchObject({
      realised: "agent",
      name: "An attic",
      wanted: { latitude: -33.9, longitude: 18.4 },
      rounds: { run: 1 },
    });
    const { features } = (await get("/v1/map")) as { features: { properties: { kind: string } }[] };
    expect(features.filter(({ properties }) => properties.kind === "probe")).toMatchObject([
      { id: REGION, geometry: { coordinates: [18.4, -33.9] }, properties: { located: "agent" } },
    ]);
    const { votes } = (await get("/v1/services/shop/evidence")) as { votes: object[] };
    expect(votes).toHaveLength(6);
    expect(votes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ endpoint: "api", region: REGION, outcome: "fail", cause: "connect_refused" }),
        expect.objectContaining({ endpoint: "web", region: REGION, outcome: "pass", status: 200 }),
        ...["mail", "tls", "live", "zone"].map((endpoint) => expect.objectContaining({ endpoint, outcome: "pass" })),
      ]),
    );
    const { endpoints } = (await get("/v1/services/shop")) as {
      endpoints: { id: string; certificate: object | null }[];
    };
    const shown = {
      region: REGION,
      subject: "CN=localhost",
      issuer: "CN=Test Authority",
      trusted: true,
      expiresAt: expect.stringMatching(/^20\S+Z$/),
      chain: [{ subject: "CN=localhost" }, { subject: "CN=Test Authority" }],
    };
    expect(endpoints.map(({ id, certificate }) => [id, certificate])).toEqual([
      ["web", expect.objectContaining({ ...shown, chain: expect.any(Array) })],
      ["api", null],
      ["mail", null],
      ["tls", expect.objectContaining({ ...shown, chain: expect.any(Array) })],
      ["live", null],
      ["zone", null],
    ]);
    expect(endpoints[0]).toMatchObject({ certificate: shown });
    expect((await stat(join(folder, `${REGION}.json`))).mode & 0o777).toBe(0o600);
  });

  test("goes on looking while the network is away, and hands everything over when it is back", async () => {
    await enlist("shed");
    const agent = enter("shed");
    await agent.line(/^\S+ shed\/10\/0 of .*$/);
    await expect
      .poll(async () => (await get("/v1/regions/shed")).rounds, { timeout: 20_000 })
      .toMatchObject({ run: 1 });
    await away();
    await agent.line(/^\S+ shed\/10\/0 of .*$/, 2);
    expect(await agent.line(/^.*the network is away.*$/)).toMatch(
      /rounds are kept: fetch failed: connect ECONNREFUSED/,
    );
    await agent.line(/^\S+ shed\/10\/0 of .*$/, 3);
    // Killed in the middle of it: what was seen is on the disk.
    agent.stop();
    await agent.ended;
    expect((await readFile(join(folder, "shed-data", "outbox.ndjson"), "utf8")).trim().split("\n")).toHaveLength(2);
    const again = enter("shed");
    await again.line(/^.*the network gives no plan.*$/);
    await open();
    await again.line(/^.*the network is back: [2-9] rounds handed over$/);
    const { rounds } = (await get("/v1/regions/shed")) as { rounds: { run: number } };
    expect(rounds.run).toBeGreaterThanOrEqual(3);
    expect(await readFile(join(folder, "shed-data", "outbox.ndjson"), "utf8")).toBe("");
    again.stop();
    expect(await again.ended).toBe(0);
  });

  test("ends when its key is revoked, and says so", async () => {
    const id = await enlist("barn");
    expect(await cli("agents", "revoke", id, "--network", `http://127.0.0.1:${port}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("revoked at"),
    });
    expect((await cli("agents", "list", "--network", `http://127.0.0.1:${port}`)).stdout).toMatch(
      new RegExp(`^${id}  barn .* revoked at `, "m"),
    );
    expect(await cli("agent", ...flags("barn"), "--once")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/the network takes nothing from this key: 403: The key "agt_.*" was revoked at/),
    });
  });

  test.each([
    [["agent"], '--network must be an http or https URL; received ""'],
    [
      ["agent", "--network", "http://127.0.0.1:1", "--region", "weur"],
      `--region must be a lower-case name of its own, none of the network's; received "weur"`,
    ],
    [
      ["agent", "--network", "http://127.0.0.1:1", "--region", "attic", "--place", "91,0"],
      '--place must be LAT,LON in degrees, such as 52.5,13.4; received "91,0"',
    ],
    [["agents", "add", "--network", "http://127.0.0.1:1"], "--public-key KEY or --key FILE must be given"],
    [["agents", "destroy"], 'agents can keygen, add, list and revoke; received "destroy"'],
  ])("%j is refused with exit code 2 and says what must hold", async (args, words) => {
    expect(await cli(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(words) });
  });

  test("without a key says how to make one, and a region that is not its key's is refused", async () => {
    const without = flags("nobody");
    expect(await cli("agent", ...without, "--once")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("agents keygen --out"),
    });
    const other = flags(REGION).map((word) => (word === REGION ? "elsewhere" : word));
    expect(await cli("agent", ...other, "--once")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`--region must be "${REGION}", for which the key was issued`),
    });
  });
});
