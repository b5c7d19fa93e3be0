import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { FIRST_ENV, PLACED_ENVS, PROBE_CONFIG, seedSql } from "../../workers/cli/deploy-plan.ts";
import { catalogueServices } from "../../workers/cli/sources.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const cli = (...args: string[]) =>
  run("node", ["workers/cli/main.ts", ...args], { cwd: ROOT }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: "" }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );

describe("a deployment", () => {
  test.each([
    ["the aggregator", ["--config", "wrangler.toml"]],
    ["the probe", ["--config", PROBE_CONFIG, "--env", ""]],
    ["the probe that comes first", ["--config", PROBE_CONFIG, "--env", FIRST_ENV]],
    ...PLACED_ENVS.map((env): [string, string[]] => [
      `the copy placed in ${env}`,
      ["--config", PROBE_CONFIG, "--env", env],
    ]),
  ])("builds %s", async (_, args) => {
    const out = await mkdtemp(join(tmpdir(), "downwhere-"));
    const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "1" };
    const { stdout } = await run("node_modules/.bin/wrangler", ["deploy", "--dry-run", "--outdir", out, ...args], {
      cwd: ROOT,
      env,
    });
    await rm(out, { recursive: true, force: true });
    expect(stdout).toContain("--dry-run: exiting now.");
  });

  test("--plan says every step in order, the database first and the probe last, without an account", async () => {
    const { code, stdout } = await cli("deploy", "--plan");
    expect(code).toBe(0);
    const titles = [...stdout.matchAll(/^\d+\. (.*)$/gm)].map(([, title]) => title);
    expect(titles).toHaveLength(10);
    expect(titles[0]).toBe("create the D1 database");
    expect(titles.at(-1)).toMatch(/^deploy the probe/);
  });

  test("does not begin without a contact", async () => {
    expect(await cli("deploy")).toMatchObject({
      code: 2,
      stderr: "--contact must be a URL that says who probes; received null\n",
    });
  });

  test("writes every service of the catalogue, quotes included", async () => {
    const services = await catalogueServices();
    const sql = seedSql(services, "v1");
    expect(sql.match(/^INSERT INTO services/gm)).toHaveLength(services.length);
    expect(seedSql([{ ...services[0]!, name: "Rock 'n' Roll" }], "v1")).toContain("Rock ''n'' Roll");
  });
});

describe("the command line", () => {
  test.each([
    [["start", "--port", "none"], '--port must be a whole number between 1 and 65535; received "none"\n'],
    [["start", "--speed", "0"], '--speed must be a whole number between 1 and 60; received "0"\n'],
    [
      ["start", "--services", "test/fixture/services/interval.json"],
      "test/fixture/services/interval.json: services[0].endpoints[0].check.intervalSeconds: intervalSeconds must be between 10 and 3600; received 5\n",
    ],
    [
      ["start", "--services", "nowhere.json"],
      "nowhere.json: cannot be read: ENOENT: no such file or directory, open 'nowhere.json'\n",
    ],
  ])("%j is refused with exit code 2 and says what must hold", async (args, stderr) => {
    expect(await cli(...args)).toMatchObject({ code: 2, stderr });
  });

  test("an unknown command names the known ones, and help is no error", async () => {
    expect(await cli("stop")).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no command "stop"') });
    expect(await cli("start", "--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("--services FILE") });
  });
});
