import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { refusalOf } from "../../../shared/observe/target.ts";
import { Language } from "../../../shared/schema/diagnosis.ts";
import { readCatalogue } from "../../../workers/cli/catalogue.ts";
import { brokenReferences, mistakeText, parseServices } from "../../../workers/cli/services-file.ts";

const FOLDER = fileURLToPath(new URL("../../../workers/aggregator/catalogue", import.meta.url));

describe("the catalogue", async () => {
  const catalogue = await readCatalogue(FOLDER);
  const services = catalogue.ok ? catalogue.services : [];

  test("is valid, one file per service, and has at least forty", () => {
    expect(catalogue.ok ? [] : catalogue.mistakes.map(mistakeText)).toEqual([]);
    expect(services.length).toBe(readdirSync(FOLDER).length);
    expect(services.length).toBeGreaterThanOrEqual(40);
  });

  test("watches Spotify where people meet it", () => {
    const spotify = services.find(({ id }) => id === "spotify");
    expect(spotify?.endpoints.map(({ id }) => id)).toEqual(["web", "api", "login", "audio", "images", "developer"]);
    expect(spotify?.endpoints.find(({ id }) => id === "developer")?.essential).toBe(false);
    expect(spotify?.official).toHaveLength(1);
  });

  test("knows each vendor's own word and its help page", () => {
    expect(
      services.filter(({ official, help }) => official.length === 0 || help === undefined).map(({ id }) => id),
    ).toEqual([]);
  });

  test("asks only public hosts, over TLS", () => {
    for (const { id, endpoints } of services) {
      for (const { check } of endpoints) {
        if (check.prober !== "http")
          throw new Error(`${id} is watched over ${check.prober}, which this test does not know`);
        const { protocol, hostname, port, username } = new URL(check.url);
        expect([id, protocol]).toEqual([id, "https:"]);
        expect([
          id,
          refusalOf(
            { scheme: protocol, host: hostname, port, hasCredentials: username !== "" },
            { ports: [], allowPrivate: false },
          ),
        ]).toEqual([id, null]);
      }
    }
  });
});

const service = (over: object, check: object = {}) => ({
  id: "mine",
  name: "Mine",
  endpoints: [{ id: "web", name: "Web", check: { url: "https://example.com/", ...check } }],
  ...over,
});
const said = (document: unknown) => {
  const parsed = parseServices(typeof document === "string" ? document : JSON.stringify(document), "my.json");
  return parsed.ok ? "accepted" : mistakeText(parsed.mistakes[0] ?? { file: "", path: "", message: "" });
};

describe("a services file", () => {
  test.each([
    ["one service", service({})],
    ["a list", [service({})]],
    ["an object with services", { services: [service({}), service({ id: "other" })] }],
  ])("may hold %s", (_, document) => expect(said(document)).toBe("accepted"));

  test.each<[string, unknown, string | RegExp]>([
    ["text that is no JSON", "{ nonsense", /^my\.json: must be JSON: /],
    ["an unknown field", service({ intervall: 5 }), 'my.json: unknown field "intervall"'],
    [
      "an unknown field of a check",
      { services: [service({}, { intervall: 5 })] },
      'my.json: services[0].endpoints[0].check: unknown field "intervall"',
    ],
    ["no id", [{ ...service({}), id: undefined }], "my.json: [0].id: must be given: text"],
    [
      "an id with capitals",
      service({ id: "Mine" }),
      /^my\.json: id: a service id must be lower-case .*; received "Mine"$/,
    ],
    ["a name that is no text", service({ name: 5 }), "my.json: name: must be text; received 5"],
    ["no endpoint", service({ endpoints: [] }), "my.json: endpoints: must have at least 1 item; received []"],
    [
      "an interval that is too short",
      service({}, { intervalSeconds: 5 }),
      "my.json: endpoints[0].check.intervalSeconds: intervalSeconds must be between 10 and 3600; received 5",
    ],
    [
      "an interval that is no whole number",
      service({}, { intervalSeconds: 10.5 }),
      "my.json: endpoints[0].check.intervalSeconds: must be a whole number; received 10.5",
    ],
    [
      "a timeout that is too long",
      service({}, { timeoutMs: 60_000 }),
      "my.json: endpoints[0].check.timeoutMs: timeoutMs must be between 500 and 30000; received 60000",
    ],
    [
      "a URL with credentials",
      service({}, { url: "https://me:secret@example.com/" }),
      /^my\.json: endpoints\[0\]\.check\.url: must be an http or https URL without credentials/,
    ],
    [
      "a URL of another scheme",
      service({}, { url: "ftp://example.com/" }),
      /^my\.json: endpoints\[0\]\.check\.url: must be an http or https URL/,
    ],
    [
      "a method that is not known",
      service({}, { method: "TRACE" }),
      'my.json: endpoints[0].check.method: must be "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS"; received "TRACE"',
    ],
    [
      "a status that is none",
      service({}, { expect: { status: ["ok"] } }),
      /^my\.json: endpoints\[0\]\.check\.expect\.status\[0\]: must be a status such as 200/,
    ],
    [
      "a JSON path that is none",
      service({}, { expect: { body: { json: [{ path: "a..b", equals: 1 }] } } }),
      /^my\.json: endpoints\[0\]\.check\.expect\.body\.json\[0\]\.path: must be a path such as/,
    ],
    [
      "a prober that does not exist",
      service({}, { prober: "icmp" }),
      'my.json: endpoints[0].check.prober: must be "http" or "dns" or "tcp" or "tls" or "websocket" or "heartbeat"; received "icmp"',
    ],
    [
      "two endpoints of one id",
      service({ endpoints: [service({}).endpoints[0], service({}).endpoints[0]] }),
      'my.json: endpoints[1].id: must be unique within the service; received "web" twice',
    ],
    [
      "two services of one id",
      [service({}), service({})],
      'my.json: every service id must be unique; received "mine" twice',
    ],
    [
      "a tag with a space",
      service({ tags: ["my tag"] }),
      /^my\.json: tags\[0\]: must be lower-case letters, digits and hyphens/,
    ],
    [
      "an official source over http",
      service({ official: [{ kind: "statuspage", url: "http://status.example.com/" }] }),
      /^my\.json: official\[0\]\.url: must be a valid https URL/,
    ],
  ])("with %s is refused, naming file, path and what must hold", (_, document, sentence) => {
    if (typeof sentence === "string") expect(said(document)).toBe(sentence);
    else expect(said(document)).toMatch(sentence);
  });

  test("must not depend on a service that is not watched", () => {
    const parsed = parseServices(JSON.stringify(service({ dependsOn: ["nobody"] })), "my.json");
    expect(parsed.ok && brokenReferences(parsed.services, "my.json").map(mistakeText)).toEqual([
      'my.json: mine.dependsOn: must name services that are watched; received "nobody"',
    ]);
  });
});

describe("the catalogue's own steps", async () => {
  const catalogue = await readCatalogue(FOLDER);
  const own = (catalogue.ok ? catalogue.services : []).flatMap(({ id, steps }) =>
    (steps?.own ?? []).map((step) => ({ name: `${id}: ${step.id}`, words: step.words })),
  );

  test("are said in every language", () => {
    expect(own.length).toBeGreaterThan(0);
    for (const { name, words } of own)
      expect([name, ...Object.keys(words).sort()]).toEqual([name, ...[...Language.options].sort()]);
  });
});
