import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeNote } from "../../../shared/reports/note.ts";

/** Contact data in the many ways in which people write it, and what must not be mistaken for it. */

describe("a note with contact data is dropped whole:", () => {
  test.each([
    "mail me: jane@example.com",
    "jane.roe＠example．com",
    "jane (at) example (dot) com",
    "jane at example dot com",
    "jane[at]example.com",
    "j a n e @ x",
    "<a href='mailto:jane@example.com'>me</a>",
    "jane&#64;example.com",
    "jane​@example.com",
    "my email is jane",
    "ask @jane_roe",
    "see https://example.com/u/jane",
    "www.jane.de",
    "jane.example.org",
    "+49 30 1234567",
    "(030) 123-45-67",
    "0171/123 45 67",
    "555.123.4567",
    "5 5 5 1 2 3 4 5 6 7",
    "call me 555-1234567",
    "call me",
    "five five five one two three four",
    "null drei null vier fünf sechs sieben",
    "five 5 five 1 two 3 four",
    "٠١٢٣٤٥٦٧٨٩",
    "０３−１２３４−５６７８",
    "電話 0312345678",
    "whatsapp me",
    "my router is 192.168.1.20",
    "from 203.0.113.9 it fails",
    "203[.]0[.]113[.]9",
    "2001:db8::1",
    "fe80:0:0:0:1:2:3:4",
    "00:1a:2b:3c:4d:5e",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "52.5200, 13.4050",
    "I am at 12 Baker Street",
    "221b Baker St",
    "Hauptstraße 5",
    "wir wohnen Am Weg 12, Lindenweg 3",
    "calle Mayor 7",
    "10 rue de la Paix",
    "10115 Berlin",
    "SW1A 1AA",
    "東京都千代田区1丁目",
    "apt 4",
    "token abcdefghijklmnopqrstuvwxyz123456",
  ])("%s", (note) => expect(judgeNote(note)).toEqual({ fate: "dropped", text: null }));
});

describe("a note about the service is kept as plain text:", () => {
  test.each([
    ["the spinner never ends", "the spinner never ends"],
    ["  songs   stop\nafter 10 seconds ", "songs stop after 10 seconds"],
    ["error 503 since 14:30", "error 503 since 14:30"],
    ["iOS 18.1, app 8.9", "iOS 18.1, app 8.9"],
    ["login loops, 2FA code is refused", "login loops, 2FA code is refused"],
    ["<script>alert(1)</script>stuck <b>here</b>", "stuck here"],
    ["Anmeldung geht nicht, seit einer Stunde", "Anmeldung geht nicht, seit einer Stunde"],
    ["no puedo entrar desde ayer", "no puedo entrar desde ayer"],
    ["ログインできない", "ログインできない"],
    ["one of two songs plays", "one of two songs plays"],
    ["‮gnihtyreve", "gnihtyreve"],
  ])("%s", (note, text) => expect(judgeNote(note)).toEqual({ fate: "kept", text }));
});

test("nothing is said of no note", () => {
  for (const note of [null, undefined, "", "   ", "<br>"])
    expect(judgeNote(note)).toEqual({ fate: "none", text: null });
});

test("whatever stands around an address or a number, it is not kept", () => {
  const around = fc.string({ maxLength: 40, unit: "grapheme" });
  const octet = fc.integer({ min: 0, max: 255 });
  const contact = fc.oneof(
    fc.tuple(octet, octet, octet, octet).map((parts) => parts.join(".")),
    fc.emailAddress({ size: "xsmall" }),
    fc.integer({ min: 1_000_000, max: 999_999_999 }).map((number) => `+${number}`),
  );
  fc.assert(
    fc.property(around, contact, around, (before, it, after) => {
      const { text } = judgeNote(`${before} ${it} ${after}`);
      // Markup may swallow it; then it is not kept either.
      expect(text ?? "").not.toContain(it);
    }),
    { numRuns: 300 },
  );
});
