import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noticeFixture } from "../support/notices.ts";

/** `downwhere notices` as a person runs it. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const fixture = (name: string) => `test/fixture/notices/${name}`;

type Ran = { readonly code: number; readonly out: string; readonly err: string };
const run = (args: readonly string[], input = "", env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { cwd: ROOT, env: { ...process.env, X_BEARER_TOKEN: undefined, ...env } };
    const child = execFile(process.execPath, ["workers/cli/main.ts", ...args], options, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end(input);
  });
const lines = ({ out }: Ran) =>
  out
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

let server: Server;
let origin: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "downwhere-notices-"));
  server = createServer(({ url }, response) => {
    if (url === "/api/v2/summary.json") response.end(noticeFixture("statuspage-summary.json"));
    else if (url === "/") response.end("<!doctype html><html><title>Lumen Status</title></html>");
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe("downwhere notices", () => {
  test("prints the notices of a file, one JSON object a line, with link, words and times", async () => {
    const ran = await run(["notices", fixture("statuspage-summary.json")]);
    expect([ran.code, ran.err]).toEqual([0, ""]);
    expect(lines(ran)).toMatchObject([
      {
        type: "notice",
        service: "lumen-music",
        source: "statuspage",
        status: "major_outage",
        phase: "identified",
        title: "Playback fails & search is slow",
        at: "2026-03-04T08:41:10.000Z",
        id: "i7f2",
        link: "https://stspg.example/i7f2",
        words: "A bad release of the edge.\nWe roll it back.",
        startedAt: "2026-03-04T08:05:00.000Z",
        saidAt: "2026-03-04T08:12:00.000Z",
        resolvedAt: null,
        components: ["Playback", "API"],
      },
      { id: "m1", status: "maintenance", phase: "scheduled", regions: ["weur"], countries: ["DE"] },
    ]);
  });

  test("maps components to the endpoints of a service of the catalogue", async () => {
    const ran = await run(["notices", fixture("statuspage-summary.json"), "--service", "spotify"]);
    expect(lines(ran)[0]).toMatchObject({ service: "spotify", endpoints: ["api", "audio"] });
  });

  test("feeds replay", async () => {
    const { out } = await run(["notices", fixture("gcp-incidents.json"), "--service", "google-cloud"]);
    expect(await run(["replay"], out)).toMatchObject({ code: 0, err: "" });
  });

  test("reads standard input and an address, and finds the document of a page", async () => {
    expect(lines(await run(["notices", "-"], noticeFixture("slack-current.json")))).toMatchObject([
      { service: "slack" },
    ]);
    const found = await run(["notices", origin, "--allow-private", "--service", "mine"]);
    expect([found.code, lines(found).length]).toEqual([0, 2]);
  });

  test("reads UTF-16 with a byte-order mark", async () => {
    const path = join(folder, "currentevents");
    await writeFile(path, Buffer.from(`\uFEFF${noticeFixture("aws-currentevents.json")}`, "utf16le").swap16());
    expect(lines(await run(["notices", path]))).toMatchObject([
      { service: "aws", locations: ["eu-central-1"], regions: ["weur"], countries: ["DE"] },
    ]);
  });

  test("says what cannot be read, and ends with 1", async () => {
    const bomb = join(folder, "bomb.xml");
    await writeFile(bomb, '<!DOCTYPE a [<!ENTITY b "c">]><rss><channel/></rss>');
    const huge = join(folder, "huge.json");
    await writeFile(huge, Buffer.alloc(9_000_000, "["));
    for (const [from, because] of [
      [bomb, /must declare no document type/],
      [huge, /must have at most 8388608 bytes; received 9000000/],
      ["README.md", /must be JSON, RSS or Atom/],
      [join(folder, "nothing"), /cannot be read: ENOENT/],
      [`${origin}/`, /the address must be public; received 127\.0\.0\.1|the port must be/],
      ["https://x.com/SpotifyStatus", /X_BEARER_TOKEN/],
    ] as const) {
      const ran = await run(["notices", from]);
      expect([from, ran.code, ran.out]).toEqual([from, 1, ""]);
      expect(ran.err).toMatch(because);
      expect(ran.err).not.toMatch(/\n\s+at /);
    }
  });

  test.each<[string, string[], RegExp]>([
    ["no document", ["notices"], /FILE_OR_URL must be given/],
    ["two documents", ["notices", "a", "b"], /one FILE_OR_URL must be given; received 2/],
    [
      "an unknown kind",
      ["notices", "a", "--source", "rumour"],
      /--source must be one of statusio, .*; received "rumour"/,
    ],
    ["an unknown option", ["notices", "a", "--loud"], /Unknown option '--loud'/],
    ["an id that is none", ["notices", "a", "--service", "My Shop"], /--service: a service id must be lower-case/],
  ])("with %s is a mistake in words, and ends with 2", async (_, args, because) => {
    const ran = await run(args);
    expect([ran.code, ran.out]).toEqual([2, ""]);
    expect(ran.err).toMatch(because);
  });

  test("helps", async () => expect((await run(["notices", "--help"])).out).toContain("FILE_OR_URL"));
});
