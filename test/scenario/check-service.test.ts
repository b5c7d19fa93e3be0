import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Service } from "../../shared/schema/index.ts";
import { type LocalNetwork, openLocalNetwork } from "../../workers/cli/local-network.ts";
import { openServers } from "../support/servers/servers.ts";

/** `downwhere check SERVICE` from a terminal: what answers here, beside what a real network has seen of the same service. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const servers = openServers();
let folder: string;
let network: LocalNetwork;
let web: number;
let control: number;
/** The network's own probe is answered; whoever tries from a terminal is not, or the other way round. */
let failsFor: "nobody" | "terminal" | "everyone" = "nobody";

const isTerminal = (userAgent: string | undefined) => userAgent?.includes("check") === true;
const file = (name: string) => join(folder, name);

const cli = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      "node",
      ["workers/cli/main.ts", "check", ...args, "--controls", file("controls.json"), "--allow-private"],
      { cwd: ROOT },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
const beside = (...args: string[]) => cli(...args, "--network", network.url.href);
const json = async (...args: string[]) => JSON.parse((await beside(...args, "--json")).stdout) as Line;
type Line = {
  outcome: string;
  observations: { endpoint: string; outcome: string; cause: string | null; watched: string | null }[];
  controls: { outcome: string }[];
  network: { because?: string; state?: string; answer?: { who: string; steps: object[]; reasons: { id: string }[] } };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "downwhere-"));
  web = await servers.http((request, response) => {
    const fails = failsFor === "everyone" || (failsFor === "terminal" && isTerminal(request.headers["user-agent"]));
    if (fails) request.socket.destroy();
    else response.end("well");
  });
  control = await servers.http((_, response) => response.end("well"));
  const check = (port: number) => ({ url: `http://127.0.0.1:${port}/`, intervalSeconds: 10, timeoutMs: 1_000 });
  const shop = {
    id: "shop",
    name: "Our Shop",
    allowPrivate: true,
    endpoints: [
      { id: "web", name: "Web", check: check(web) },
      { id: "api", name: "API", check: { ...check(web), url: `http://127.0.0.1:${web}/api` } },
    ],
  };
  const targets = ["one", "two"].map((name) => ({ control: name, provider: name, check: check(control) }));
  await writeFile(file("shop.json"), JSON.stringify(shop));
  await writeFile(file("controls.json"), JSON.stringify(targets));
  network = await openLocalNetwork({
    port: 0,
    stateFolder: null,
    seed: { real: [Service.parse(shop)], simulated: [], source: "test" },
    simulationSpeed: null,
    localProbe: true,
    allowPrivate: "declared",
    log: () => undefined,
  });
  await network.tick(Date.now());
});
afterAll(async () => {
  await network.close();
  await servers.close();
  await rm(folder, { recursive: true, force: true });
});

describe("a service, checked from a terminal", () => {
  test("that works here and elsewhere passes, endpoint by endpoint", async () => {
    const seen = async () => (await (await fetch(new URL("/v1/services/shop", network.url))).json()).verdict.state;
    await expect.poll(seen, { timeout: 60_000 }).toBe("up");
    const line = await json("shop", "--services", file("shop.json"));
    expect(line.outcome).toBe("pass");
    expect(line.observations.map(({ endpoint, outcome, watched }) => [endpoint, outcome, watched])).toEqual([
      ["web", "pass", "up"],
      ["api", "pass", "up"],
    ]);
    expect(line.controls.map(({ outcome }) => outcome)).toEqual(["pass", "pass"]);
    expect(line.network.state).toBe("up");
  });

  test("that fails only here is just you, by what was tried, with steps", async () => {
    failsFor = "terminal";
    const { code, stdout } = await beside("our shop", "--services", file("shop.json"));
    expect(code, stdout).toBe(1);
    expect(stdout).toMatch(/^x web {7}fail \(connect_reset, network layer\), Web; the network says up$/m);
    expect(stdout).toMatch(/^ {2}controls {2}2 of 2 answer$/m);
    expect(stdout).toMatch(/^(just_you|your_network) \(0\.\d\d\): /m);
    expect(stdout).toMatch(/^What to do:\n {2}1\. /m);
    const line = await json("shop");
    expect(line.network.answer?.reasons.map(({ id }) => id)).toContain("tried-failing");
    expect(line.network.answer?.steps.length).toBeGreaterThan(0);
  });

  test("without control targets that answer nothing is said of the service", async () => {
    failsFor = "everyone";
    const gone = [
      { control: "gone", provider: "gone", check: { url: `http://127.0.0.1:${await servers.closedPort()}/` } },
    ];
    await writeFile(file("controls.json"), JSON.stringify(gone));
    const { code, stdout } = await cli("shop", "--services", file("shop.json"));
    expect(code).toBe(3);
    expect(stdout).toContain("look at your own connection first");
  });

  test("that nobody knows is named, with those that are known", async () => {
    expect(await beside("nobody", "--services", file("shop.json"))).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /the network has no say: it does not watch "nobody"; received "nobody"\nKnown: shop\n/,
      ),
    });
  });
});
