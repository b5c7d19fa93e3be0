import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Service } from "../../shared/schema/index.ts";
import { type LocalNetwork, openLocalNetwork } from "../../workers/cli/local-network.ts";

/** Everything that a running network writes, on disk and to its log, after people have reported: looked through for them. */

const ADDRESSES = ["203.0.113.77", "198.51.100.200", "2001:db8:aaaa:bbbb:cccc::1"];
const AGENT = "PrivateBrowser/7.7 (somebody in particular)";
const NOTES = [
  "reach me at private.person@example.org",
  "private (at) example (dot) org",
  "ring +44 20 7946 0018",
  "my address is 203.0.113.77",
  "I live in 221b Baker Street",
  "2001:db8:aaaa:bbbb:cccc::1 cannot connect",
  "４４ ２０ ７９４６ ００１８",
];
/** Whatever of it would be a trace, in the plain and in what storage may make of it. */
const TRACES = [
  ...ADDRESSES,
  ...ADDRESSES.map((address) => Buffer.from(address).toString("base64").replaceAll("=", "").slice(0, -1)),
  "2001:db8:aaaa:bbbb",
  "PrivateBrowser",
  "private.person",
  "private (at)",
  "7946",
  "７９４６",
  "Baker",
  "Brandenburg",
  "52.4009",
  "14467",
];

let network: LocalNetwork;
let folder: string;
const log: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "downwhere-"));
  const endpoints = [{ id: "web", name: "Website", check: { url: "https://www.aria.example/" } }];
  network = await openLocalNetwork({
    port: 0,
    stateFolder: folder,
    seed: {
      real: [Service.parse({ id: "aria", name: "Aria", tags: ["music"], endpoints })],
      simulated: [],
      source: "test",
    },
    simulationSpeed: null,
    localProbe: false,
    allowPrivate: "declared",
    log: (line) => void log.push(line),
  });
  await network.tick(Date.now());
});
afterAll(async () => {
  await network.close();
  await rm(folder, { recursive: true, force: true });
});

const cf = {
  colo: "TXL",
  country: "DE",
  asn: 3320,
  region: "Brandenburg",
  city: "Potsdam",
  postalCode: "14467",
  latitude: "52.4009",
  longitude: "13.0591",
};
const report = (address: string, body: unknown) =>
  network.fromPlace("/v1/services/aria/reports", {
    method: "POST",
    headers: { "content-type": "application/json", "cf-connecting-ip": address, "user-agent": AGENT },
    body: typeof body === "string" ? body : JSON.stringify(body),
    cf,
  });

describe("of whoever reports", () => {
  test("no trace is in the files of D1, of the objects and of KV, nor in the log", { timeout: 60_000 }, async () => {
    for (const [index, note] of NOTES.entries())
      await report(ADDRESSES[index % 2] ?? "", { symptom: index % 2 === 0 ? "login" : "playback", note });
    for (const [index, address] of ADDRESSES.entries()) {
      const body = { symptom: "search", platform: "web", note: `a plain word ${index}` };
      expect([200, 201]).toContain((await report(address, body)).status);
    }
    // A note that is kept, from somebody new; and what is refused and logged.
    expect((await report("192.0.2.250", { symptom: "login", note: "nothing but plain words" })).status).toBe(201);
    expect((await report(ADDRESSES[0] ?? "", { symptom: "login", reporter: ADDRESSES[0] })).status).toBe(400);
    expect((await report(ADDRESSES[0] ?? "", `{"symptom":"${ADDRESSES[0]}`)).status).toBe(400);
    await Promise.all(Array.from({ length: 150 }, () => report(ADDRESSES[0] ?? "", { symptom: "login" })));
    await network.fromPlace("/v1/services/aria/diagnosis?symptom=login", {
      headers: { "cf-connecting-ip": ADDRESSES[1] ?? "", "user-agent": AGENT },
      cf,
    });
    // Whoever asks for a check or for being told is counted by the same name.
    for (const [path, body] of [
      ["/v1/checks", { serviceId: "aria" }],
      ["/v1/subscriptions", { url: "https://receiver.example.com/hook" }],
    ] as const)
      await network.fromPlace(path, {
        method: "POST",
        headers: { "content-type": "application/json", "cf-connecting-ip": ADDRESSES[0] ?? "", "user-agent": AGENT },
        body: JSON.stringify(body),
        cf,
      });
    // Until what was reported is in D1: the intakes hand over within seconds.
    for (let people = 0; people < 3; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await network.tick(Date.now() + 120_000);
      const { results } = await network.database.prepare("SELECT sum(people) AS people FROM report_minutes").all();
      people = Number(results[0]?.people ?? 0);
    }
    const files = await filesIn(folder);
    const written = new Map(await Promise.all(files.map(async (file) => [file, await readFile(file)] as const)));
    const holders = (text: string) => [...written].filter(([, bytes]) => bytes.includes(text)).map(([file]) => file);
    // What may be kept is found, so what may not be would be.
    expect(holders("DE|3320|web|search").length).toBeGreaterThan(0);
    expect(holders("nothing but plain words").length).toBeGreaterThan(0);
    expect(files.some((file) => file.includes("ReportIntake"))).toBe(true);
    expect(files.some((file) => /[\\/]kv[\\/]/.test(file))).toBe(true);
    for (const trace of TRACES) expect([trace, holders(trace)]).toEqual([trace, []]);
    for (const trace of TRACES) expect(log.filter((line) => line.includes(trace))).toEqual([]);
  });
});

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
