import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FoldEvent, HttpCheck } from "../../shared/schema/index.ts";
import { lineOf } from "../../workers/cli/check/line.ts";
import { look } from "../../workers/cli/check/look.ts";
import { createLookup } from "../../workers/cli/check/resolve.ts";
import { ANSWERS } from "../support/servers/answers.ts";
import { BODIES } from "../support/servers/bodies.ts";
import { NAMES_AND_CONNECTIONS } from "../support/servers/connections.ts";
import { openFilteredPort } from "../support/servers/filtered.ts";
import { HANDSHAKES } from "../support/servers/handshakes.ts";
import { openNameServer } from "../support/servers/name-server.ts";
import { openServers } from "../support/servers/servers.ts";
import { makeIdentities, type Situation } from "../support/servers/situations.ts";

/** `downwhere check` against servers that misbehave: outcome, stage, cause and layer of each named situation. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const servers = openServers();
const ids = makeIdentities();
let filtered: Awaited<ReturnType<typeof openFilteredPort>>;
let folder: string;
beforeAll(async () => {
  filtered = await openFilteredPort();
  folder = await mkdtemp(join(tmpdir(), "downwhere-"));
  await writeFile(join(folder, "ca.pem"), ids.authority.certPem);
});
afterAll(async () => {
  filtered.close();
  await servers.close();
  await rm(folder, { recursive: true, force: true });
});

async function see(url: string, flags: readonly string[] = []) {
  const check = HttpCheck.parse({
    url,
    timeoutMs: flags.includes("patient") ? 10_000 : 700,
    ...(flags.includes("expects well") ? { expect: { body: { contains: ["well"] } } } : {}),
  });
  const sight = await look(check, {
    userAgent: "Downwhere/test",
    allowPrivate: !flags.includes("guarded"),
    lookup: createLookup(null),
    ca: ids.authority.certPem,
    wholeBody: true,
    clock: () => performance.now(),
    now: () => Date.now(),
  });
  return lineOf(check, sight, Date.now());
}

const cli = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile("node", ["workers/cli/main.ts", "check", ...args], { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });

const named = (situations: readonly Situation[]) => situations.map((situation) => [situation.name, situation] as const);

describe.each([
  ["names and connections", NAMES_AND_CONNECTIONS],
  ["handshakes", HANDSHAKES],
  ["answers", ANSWERS],
  ["bodies", BODIES],
])("%s", (_, situations) => {
  test.concurrent.each(named(situations))("%s", async (_name, { open, seen, flags }) => {
    const line = await see(await open(servers, ids), flags);
    const { outcome, stage, cause, layer } = line;
    expect([outcome, stage, cause, layer], line.detail ?? "").toEqual(seen);
  });
});

test("a port that never answers is a connection that timed out", async () => {
  const line = await see(`http://127.0.0.1:${filtered.port}/`);
  expect(line).toMatchObject({ outcome: "fail", stage: "connect", cause: "connect_timeout", layer: "network" });
});

describe("the command", () => {
  test("prints one line of JSON that the fold reads, with times, addresses and the certificate", async () => {
    const port = await servers.http2(ids.good, (stream) => {
      stream.respond({ ":status": 200 });
      stream.end("well");
    });
    const { code, stdout } = await cli(
      `https://localhost:${port}/`,
      "--json",
      "--allow-private",
      "--ca",
      join(folder, "ca.pem"),
    );
    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    const line = JSON.parse(stdout) as Record<string, unknown>;
    expect(FoldEvent.parse(line)).toMatchObject({ type: "observation", service: "adhoc", endpoint: "localhost" });
    expect(line).toMatchObject({
      region: "local",
      outcome: "pass",
      stage: "body",
      cause: null,
      layer: null,
      status: 200,
      remoteAddress: "127.0.0.1",
      protocol: "h2",
      certificate: {
        subject: "CN=localhost",
        issuer: "CN=Test Authority",
        altNames: ["localhost", "127.0.0.1"],
        trusted: true,
        tls: "TLSv1.3",
      },
    });
    expect(Object.values(line.timings as object)).toEqual(Array.from({ length: 6 }, () => expect.any(Number)));
  });

  test("says in words what it saw of an expired certificate, and exits with 1", async () => {
    const port = await servers.https(ids.expired, (_, response) => response.end());
    const { code, stdout } = await cli(`https://localhost:${port}/`, "--allow-private", "--ca", join(folder, "ca.pem"));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^x tls .*CN=localhost, signed by CN=Test Authority, expired \d days ago$/m);
    expect(stdout).toContain(
      "FAIL (tls_expired, tls layer): The certificate is out of date; browsers refuse the site.",
    );
    expect(stdout).not.toContain("\u001b");
  });

  test("asks nothing private unless it is told to, and exits with 3", async () => {
    let asked = 0;
    const port = await servers.http((_, response) => response.end(String(++asked)));
    const { code, stdout } = await cli(`http://127.0.0.1:${port}/`, "--json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "inconclusive",
      stage: null,
      detail: "the address must be public; received 127.0.0.1",
    });
    expect(asked).toBe(0);
  });

  test("tells another origin nothing of what was meant for the first", async () => {
    const told: (string | undefined)[][] = [];
    const other = await servers.http(({ method, headers }, response) => {
      told.push([method, headers.authorization, headers.accept]);
      response.end("well");
    });
    const first = await servers.http((request, response) => {
      told.push([request.method, request.headers.authorization, request.headers.accept]);
      response.writeHead(303, { location: `http://127.0.0.1:${other}/` }).end();
    });
    const secrets = [
      "--method",
      "POST",
      "--body",
      "secret",
      "--header",
      "Authorization: Bearer secret",
      "--header",
      "Accept: text/html",
    ];
    expect(await cli(`http://127.0.0.1:${first}/`, "--allow-private", ...secrets)).toMatchObject({ code: 0 });
    expect(told).toEqual([
      ["POST", "Bearer secret", "text/html"],
      ["GET", undefined, "text/html"],
    ]);
  });

  test("asks the name server that it is given, and tells no address from no name", async () => {
    const server = await openNameServer({
      "empty.example": "empty",
      "broken.example": "servfail",
      "shop.example": "127.0.0.1",
    });
    const port = await servers.http((_, response) => response.end("well"));
    const seen = async (host: string) => {
      const { stdout } = await cli(
        `http://${host}:${port}/`,
        "--json",
        "--allow-private",
        "--timeout",
        "3000",
        "--resolver",
        `127.0.0.1:${server.port}`,
      );
      const { outcome, stage, cause } = JSON.parse(stdout) as Record<string, unknown>;
      return [outcome, stage, cause];
    };
    const hosts = ["shop.example", "nobody.example", "empty.example", "broken.example", "silent.example"];
    expect(await Promise.all(hosts.map(seen))).toEqual([
      ["pass", "body", null],
      ["fail", "resolve", "resolve_nxdomain"],
      ["fail", "resolve", "resolve_empty"],
      ["fail", "resolve", "resolve_servfail"],
      ["fail", "resolve", "resolve_timeout"],
    ]);
    server.close();
  });

  test.each([
    [[], "one URL must be given; received 0"],
    [
      ["http://me:word@example.com/"],
      "url: must be an http or https URL without credentials, such as https://example.com/health",
    ],
    [["ftp://example.com/"], "url: must be an http or https URL without credentials"],
    [["https://example.com/", "--timeout", "5"], "timeoutMs: timeoutMs must be between 500 and 30000; received 5"],
    [["https://example.com/", "--method", "BREW"], 'method: must be "GET" or "HEAD" or "POST"'],
    [["https://example.com/", "--network", "here"], '--network must be an http or https URL; received "here"'],
    [["https://example.com/", "--ca", "nowhere.pem"], "nowhere.pem: cannot be read"],
    [["https://example.com/", "--loud"], "Unknown option '--loud'"],
  ])("%j is refused with exit code 2 and says what must hold", async (args, words) => {
    expect(await cli(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(words) });
  });
});

describe("beside a network", () => {
  const region = (state: string) => ({ state, probability: 0.5 });
  const networkOf = (services: unknown, checks?: { status: number; body: unknown }) =>
    servers.http((request, response) => {
      const answer = request.url?.startsWith("/v1/services")
        ? { status: 200, body: services }
        : (checks ?? { status: 404, body: {} });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
  const nobody = { items: [], next: null };
  const from = (outcomes: readonly string[]) => outcomes.map((outcome, index) => ({ region: `r${index}`, outcome }));
  const ask = async (url: string, network: number) =>
    (await cli(url, "--allow-private", "--network", `http://127.0.0.1:${network}`)).stdout.trimEnd().split("\n").at(-1);

  test("a service that is watched speaks for its host", async () => {
    const url = `http://127.0.0.1:${await servers.closedPort()}/`;
    const regions = { weur: region("up"), enam: region("up"), oc: region("unknown") };
    const network = await networkOf({
      items: [{ id: "shop", endpoints: [{ url }], verdict: { regions } }],
      next: null,
    });
    expect(await ask(url, network)).toBe("fails from here, fine from 2 of 2 regions: it is your side");
  });

  test.each([
    [["fail", "fail", "pass"], "fails from here and from 2 of 3 regions (r0, r1): it is not just you"],
    [
      ["fail", "pass", "pass", "inconclusive"],
      "fails from here and from 1 of 3 regions (r0), fine from 2 of 3 regions: it is your region or your network",
    ],
    [["pass", "pass"], "fails from here, fine from 2 of 2 regions: it is your side"],
    [["inconclusive"], "The network has no say: no region of it can tell."],
  ])("one that is not is looked at now: %j", async (outcomes, words) => {
    const url = `http://127.0.0.1:${await servers.closedPort()}/`;
    const network = await networkOf(nobody, { status: 200, body: { observations: from(outcomes), verdict: {} } });
    expect(await ask(url, network)).toBe(words);
  });

  test("a network that refuses is quoted, and the check stands by itself", async () => {
    const url = `http://127.0.0.1:${await servers.http((_, response) => response.end("well"))}/`;
    const problem = { type: "about:blank", title: "Too many", status: 429, detail: "one check a second" };
    const network = await networkOf(nobody, { status: 429, body: problem });
    expect(await ask(url, network)).toMatch(
      /^The network has no say: it does not watch .* asked to look now it answered 429: one check a second$/,
    );
    expect(await ask(url, await servers.closedPort())).toMatch(
      /^The network has no say: http:.* could not be asked: fetch failed: connect ECONNREFUSED/,
    );
  });
});
