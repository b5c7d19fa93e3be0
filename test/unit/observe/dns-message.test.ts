import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeAnswer,
  decodeQuestion,
  encodeAnswer,
  encodeQuestion,
  TYPES,
  type TypeName,
} from "../../../shared/observe/dns-message.ts";
import { normalRecord } from "../../../shared/observe/dns-record.ts";

/** DNS messages on the wire: what is written is read again, and whatever bytes come, reading ends without a throw. */

const bytes = (...parts: (number[] | string)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)));
const header = (answers: number, rcode = 0) => [0, 0, 0x81, 0x80 | rcode, 0, 1, 0, answers, 0, 0, 0, 0];
/** `www.example.com`, the name of the question: it begins at byte 12, `example.com` at 16. */
const NAME = bytes([3], "www", [7], "example", [3], "com", [0]);
const question = (type: TypeName) => [...NAME, 0, TYPES[type], 0, 1];
const record = (type: number, data: number[], owner = [0xc0, 12], ttl = [0, 0, 1, 44]) => [
  ...owner,
  ...[0, type, 0, 1, ...ttl, data.length >> 8, data.length & 0xff],
  ...data,
];
const answer = (type: TypeName, ...records: number[][]) =>
  decodeAnswer(bytes(header(records.length), question(type), ...records));
const texts = (type: TypeName, ...records: number[][]) => answer(type, ...records)?.records.map(({ text }) => text);
const text = (value: string) => [...bytes(value)];

describe("a question", () => {
  test("is the bytes of RFC 8484's own example", () => {
    // RFC 8484 4.1.1: www.example.com, A, as base64url.
    expect(Buffer.from(encodeQuestion("www.example.com", "A") ?? []).toString("base64url")).toBe(
      "AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB",
    );
  });

  test.each(["a..b", "", `${"x".repeat(64)}.example`, `${"abcdefghi.".repeat(26)}example`, "ü.example", "a b.example"])(
    "is not made of %j",
    (name) => expect(encodeQuestion(name, "A")).toBeNull(),
  );

  test("is read again as it was asked", () => {
    const name = fc.array(fc.stringMatching(/^[a-z0-9_-]{1,20}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(name, fc.constantFrom(...(Object.keys(TYPES) as TypeName[])), (labels, type) => {
        const asked = encodeQuestion(labels.join("."), type);
        expect(asked && decodeQuestion(asked)).toEqual({ name: labels.join("."), type: TYPES[type] });
      }),
    );
  });
});

describe("an answer", () => {
  test.each<[string, TypeName, number[][], string[]]>([
    ["an address", "A", [record(1, [93, 184, 7, 7])], ["93.184.7.7"]],
    [
      "an IPv6 address in its one form",
      "AAAA",
      [record(28, [0x26, 6, 0x47, 0, ...new Array(10).fill(0), 0x11, 0x11])],
      ["2606:4700::1111"],
    ],
    ["a canonical name by pointer", "CNAME", [record(5, [3, ...text("CDN"), 0xc0, 16])], ["cdn.example.com"]],
    ["a mail exchanger", "MX", [record(15, [0, 10, 4, ...text("mail"), 0xc0, 16])], ["10 mail.example.com"]],
    ["a text in two strings", "TXT", [record(16, [3, ...text("v=s"), 2, ...text("pf")])], ["v=spf"]],
    ["a text in UTF-8", "TXT", [record(16, [2, 0xc3, 0xa9])], ["é"]],
    ["a text that is none", "TXT", [record(16, [1, 0xff])], ["\u00ff"]],
    ["a name server", "NS", [record(2, [2, ...text("ns"), 0xc0, 16])], ["ns.example.com"]],
    ["a type that is not known here", "A", [record(99, [1, 2, 3])], [""]],
    ["an address of the wrong length", "A", [record(1, [93, 184, 7])], [""]],
  ])("tells %s", (_, type, records, expected) => expect(texts(type, ...records)).toEqual(expected));

  test("keeps each record's name and lifetime, and takes a negative lifetime for none", () => {
    expect(answer("A", record(1, [1, 2, 3, 4]), record(1, [1, 2, 3, 5], [0xc0, 12], [0x80, 0, 0, 1]))?.records).toEqual(
      [
        { name: "www.example.com", type: 1, ttlSeconds: 300, text: "1.2.3.4" },
        { name: "www.example.com", type: 1, ttlSeconds: 0, text: "1.2.3.5" },
      ],
    );
  });

  test("tells that a name does not exist", () => {
    expect(decodeAnswer(bytes(header(0, 3), question("A")))).toEqual({ rcode: 3, records: [] });
  });

  test.each<[string, Uint8Array]>([
    ["a question", encodeQuestion("www.example.com", "A") ?? bytes()],
    ["nothing", bytes()],
    ["a pointer to itself", bytes(header(1), question("A"), record(1, [1, 2, 3, 4], [0xc0, 33]))],
    ["two pointers to each other", bytes(header(1), [0xc0, 14, 0xc0, 12], question("A"))],
    ["a pointer forward", bytes(header(1), [0xc0, 40, 0, 1, 0, 1], new Array(40).fill(0))],
    ["a label of a form that is not known", bytes(header(1), [0x80, 1, 0], question("A"))],
    ["more records than there are", bytes(header(2), question("A"), record(1, [1, 2, 3, 4]))],
    ["more than 65,535 bytes", bytes(header(0), question("A"), new Array(65_536).fill(0))],
  ])("is not read out of %s", (_, message) => expect(decodeAnswer(message)).toBeNull());

  test("cut anywhere is either told as none or has fewer records, and never throws", () => {
    const whole = bytes(header(2), question("MX"), record(15, [0, 1, 0xc0, 16]), record(15, [0, 2, 0xc0, 12]));
    for (let length = 0; length < whole.length; length++) expect(decodeAnswer(whole.subarray(0, length))).toBeNull();
    expect(decodeAnswer(whole)?.records).toHaveLength(2);
  });

  test("of any bytes ends", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (message) => {
        decodeQuestion(message);
        const read = decodeAnswer(message);
        expect(read === null || read.records.length <= 500).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("with any bytes changed ends", () => {
    const whole = bytes(
      header(3),
      question("CNAME"),
      record(5, [3, ...text("cdn"), 0xc0, 16]),
      record(16, [3, 1, 2, 3]),
      record(15, [0, 1, 0xc0, 12]),
    );
    const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(change, (changes) => {
        const changed = Uint8Array.from(whole);
        for (const [at, value] of changes) changed[at] = value;
        const read = decodeAnswer(changed);
        for (const { name, text: said } of read?.records ?? []) {
          expect(name.length).toBeLessThanOrEqual(1_020);
          expect(said.length).toBeLessThanOrEqual(1_020);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("as it is written for a simulated resolver is read again", () => {
    const written = encodeAnswer(
      { name: "a.example", type: 1 },
      { rcode: 0, addresses: ["9.8.7.6"], ttlSeconds: 70_000 },
    );
    expect(decodeAnswer(written)).toEqual({
      rcode: 0,
      records: [{ name: "a.example", type: 1, ttlSeconds: 70_000, text: "9.8.7.6" }],
    });
  });
});

test.each([
  ["AAAA", "2606:4700:0:0:0:0:0:1111", "2606:4700::1111"],
  ["AAAA", "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["AAAA", "::", "::"],
  ["AAAA", "1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"],
  ["CNAME", "WWW.Example.com.", "www.example.com"],
  ["TXT", "Keep. Me.", "Keep. Me."],
])("an expected %s record %s is compared as %s", (type, written, normal) =>
  expect(normalRecord(type, written)).toBe(normal),
);
