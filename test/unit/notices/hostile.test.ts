import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { decodeDocument } from "../../../shared/notices/encoding.ts";
import { DOCUMENT_MAX_BYTES, NOTICES_MAX, WORDS_MAX } from "../../../shared/notices/limits.ts";
import { publishedNotice } from "../../../shared/notices/map-notice.ts";
import { readNotices } from "../../../shared/notices/read.ts";
import { READABLE_KINDS } from "../../../shared/notices/registry.ts";
import { ServiceId } from "../../../shared/schema/ids.ts";
import { PublishedNotice, type SourceKind } from "../../../shared/schema/index.ts";
import { decode, noticeFixture, noticeFixtures } from "../../support/notices.ts";

/** Whatever comes in, an error in words or notices come out: never an exception, never much work. */

const NOW = 1_772_625_600_000;
const read = (text: string, kind: SourceKind | null = null) => readNotices(text, { kind, now: NOW, url: null });
const said = (text: string, kind: SourceKind | null = null) => {
  const outcome = read(text, kind);
  return outcome.ok ? "read" : outcome.because;
};
const decoded = (bytes: Uint8Array, contentType: string | null = null) => {
  const text = decodeDocument(bytes, { contentType, decode });
  return text.ok ? text.text : text.because;
};
const utf16 = (text: string, order: "le" | "be", mark: boolean) => {
  const bytes = Buffer.from(`${mark ? "\uFEFF" : ""}${text}`, "utf16le");
  return new Uint8Array(order === "be" ? bytes.swap16() : bytes);
};

const BOMB = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>`;

describe("a hostile document is a clear error", () => {
  test.each<[string, string, string | RegExp]>([
    ["an entity bomb", BOMB, "the document must declare no document type and no entities; received a <!DOCTYPE"],
    [
      "an external entity",
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel/></rss>',
      /no document type/,
    ],
    [
      "XML that is cut off",
      noticeFixture("azure.rss").slice(0, 600),
      /^the document must be well-formed XML: line \d+: /,
    ],
    ["XML nested too deep", `${"<a>".repeat(500)}${"</a>".repeat(500)}`, /nest at most 64 levels deep; received 65/],
    ["XML of another kind", "<svg><g/></svg>", /must be of a known kind; received an object with "svg"/],
    ["JSON nested too deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, /nest at most 64 levels deep/],
    [
      "JSON that is cut off",
      noticeFixture("statuspage-summary.json").slice(0, 900),
      /^the document must be whole JSON: /,
    ],
    [
      "JSON of another kind",
      '{"hello":{"world":1}}',
      'the document must be of a known kind; received an object with "hello"',
    ],
    [
      "a list of another kind",
      '[{"a":1}]',
      'the document must be of a known kind; received a list of objects with "a"',
    ],
    [
      "a page of HTML",
      "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>",
      'the document must be JSON, RSS or Atom; received an HTML page titled "Just a moment..."',
    ],
    ["HTML without a doctype", "<html lang='en'><body>404</body></html>", /received an HTML page$/],
    [
      "words",
      "Service Unavailable",
      'the document must be JSON, RSS or Atom; received text that begins "Service Unavailable"',
    ],
    ["nothing", " \n", "the document must not be empty"],
    [
      "an incident without a name",
      '{"page":{"name":"x"},"incidents":[{"id":"1"}]}',
      "incidents[0].name must be given: text",
    ],
    [
      "a feed whose items are empty",
      '<rss version="2.0"><channel><item><guid>1</guid></item></channel></rss>',
      "item 1 must have a title or a description; received neither",
    ],
  ])("%s", (_, text, because) => {
    if (typeof because === "string") expect(said(text)).toBe(because);
    else expect(said(text)).toMatch(because);
  });

  test("a kind that does not fit is named, and so is the one that does", () => {
    expect(said(noticeFixture("slack-current.json"), "heroku")).toBe(
      'the document must be of kind "heroku"; received an object with "status", "date_created", "date_updated", "active_incidents"; it looks like slack',
    );
    expect(said("{}", "page")).toMatch(/for people/);
  });

  test("50 MB are refused before they are decoded", () => {
    const bytes = new Uint8Array(50 * 1_048_576).fill(0x20);
    const neverCalled = () => {
      throw new Error("decoded");
    };
    expect(decodeDocument(bytes, { contentType: null, decode: neverCalled })).toEqual({
      ok: false,
      because: `the document must have at most ${DOCUMENT_MAX_BYTES} bytes; received ${bytes.byteLength}`,
    });
  });

  test("a million items are cut to a bounded number", () => {
    const item = '{"id":"1","name":"x","status":"investigating","created_at":"2026-03-04T08:00:00Z"}';
    const outcome = read(`{"page":{"name":"x"},"incidents":[${Array(20_000).fill(item).join(",")}]}`);
    expect(outcome.ok && outcome.reading.notices.length).toBe(NOTICES_MAX);
  });

  test("keys that name an object's own workings are keys", () => {
    expect(said('{"__proto__":{"page":{}},"constructor":{"prototype":{}}}')).toMatch(/must be of a known kind/);
    expect(({} as { page?: unknown }).page).toBeUndefined();
  });
});

describe("the encoding", () => {
  const text = '[{"a":"é 障害"}]';
  test.each<[string, Uint8Array, string | null]>([
    ["UTF-8", new TextEncoder().encode(text), null],
    ["UTF-8 with a mark", new TextEncoder().encode(`\uFEFF${text}`), null],
    ["UTF-16 LE with a mark", utf16(text, "le", true), "application/json"],
    ["UTF-16 BE with a mark, called UTF-8 by its server", utf16(text, "be", true), "application/json; charset=utf-8"],
    ["UTF-16 LE without a mark", utf16(text, "le", false), null],
    ["UTF-16 BE without a mark", utf16(text, "be", false), null],
  ])("%s is read", (_, bytes, contentType) => expect(decoded(bytes, contentType)).toBe(text));

  test("Latin-1 is read where the server or the document says so", () => {
    const latin = (value: string) => new Uint8Array(Buffer.from(value, "latin1"));
    expect(decoded(latin('["é"]'), "application/json; charset=ISO-8859-1")).toBe('["é"]');
    const xml = '<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>';
    expect(decoded(latin(xml))).toBe(xml);
    expect(decoded(latin('["é"]'))).toBe("the document must be text in UTF-8; received bytes that are not");
  });

  test("what is no text is refused", () => {
    expect(decoded(new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]))).toMatch(/received UTF-32 or no text at all/);
    expect(decoded(new Uint8Array([0xff, 0xfe, 0, 0, 0x5b, 0, 0, 0]))).toMatch(/UTF-32/);
  });

  test("AWS in UTF-16 is AWS", () => {
    const bytes = utf16(noticeFixture("aws-currentevents.json"), "be", true);
    expect(said(decoded(bytes, "application/json"))).toBe("read");
  });
});

const service = { id: ServiceId.parse("aria"), endpoints: [] };
/** Notices that the schema takes, or a sentence. */
function holds(text: string, kind: SourceKind | null): boolean {
  const outcome = read(text, kind);
  if (!outcome.ok) return outcome.because.length > 0 && outcome.because.length < 1_000;
  return outcome.reading.notices.every((found) => {
    const notice = publishedNotice(found, { service, source: outcome.reading.kind, now: NOW });
    const isPlain = !/[\p{Cc}\p{Cf}]/u.test(`${notice.title}${notice.words.replaceAll("\n", "")}`);
    const isLink = notice.link === null || /^https?:\/\//i.test(notice.link);
    PublishedNotice.parse(z.encode(PublishedNotice, notice));
    return isPlain && isLink && notice.words.length <= WORDS_MAX;
  });
}

const documents = noticeFixtures().map(noticeFixture);
const kinds = fc.option(fc.constantFrom<SourceKind>(...READABLE_KINDS));

describe("properties", () => {
  test("a document with bytes changed, lost or repeated never throws", () => {
    const spots = fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 30 }),
        fc.constantFrom(
          "",
          "<",
          ">",
          "&",
          '"',
          "}",
          "\u0000",
          "\u202E",
          "null",
          "<![CDATA[",
          "é",
          "]]>",
          "9".repeat(30),
        ),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...documents), spots, kinds, (document, changes, kind) => {
        const mutated = changes.reduce((text, [at, length, put]) => {
          const from = at % text.length;
          return text.slice(0, from) + put + text.slice(from + length);
        }, document);
        return holds(mutated, kind);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a document with any value in the place of another never throws", () => {
    const json = documents.filter((text) => /^\s*[[{]/.test(text)).map((text) => JSON.parse(text) as unknown);
    fc.assert(
      fc.property(
        fc.constantFrom(...json),
        fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { minLength: 1, maxLength: 4 }),
        kinds,
        (document, changes, kind) => {
          const copy = structuredClone(document);
          for (const [at, value] of changes) replaceAt(copy, at, value);
          return holds(JSON.stringify(copy), kind);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("any JSON and any text are a sentence or notices", () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string({ unit: "binary", maxLength: 300 })), kinds, holds), {
      numRuns: 300,
    });
  });
});

/** Puts a value in the place of the n-th value of a tree. */
function replaceAt(root: unknown, at: number, value: unknown): void {
  const places: (() => void)[] = [];
  const walk = (node: unknown) => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push(() => Reflect.set(node, key, value));
      walk(Reflect.get(node, key));
    }
  };
  walk(root);
  places[at % Math.max(1, places.length)]?.();
}
