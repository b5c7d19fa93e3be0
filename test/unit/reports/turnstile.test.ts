import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proofOf } from "../../../workers/aggregator/reports/turnstile.ts";

/** Turnstile's verification, against a server of this machine that answers as the documented one does. */

const asked: unknown[] = [];
const server = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const body = JSON.parse(text) as { secret: string; response: string };
  asked.push(body);
  if (body.response === "broken") response.writeHead(500).end("oops");
  else if (body.response === "garbled") response.end("<html>");
  else
    response.end(JSON.stringify({ success: body.secret === "s3cret" && body.response === "good", "error-codes": [] }));
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`;
});
afterAll(() => void server.close());

const proof = (token: string | null, secret = "s3cret", to = url) => proofOf(token, { secret, siteKey: null, url: to });

describe("a proof", () => {
  test.each([
    ["a good token", "good", "proven"],
    ["a bad token", "bad", "unproven"],
    ["no token", null, "unproven"],
    ["an empty token", "", "unproven"],
    ["a verifier that is broken", "broken", "unchecked"],
    ["a verifier that answers no JSON", "garbled", "unchecked"],
  ])("with %s is %s", async (_, token, said) => expect(await proof(token)).toBe(said));

  test("with another secret is none", async () => expect(await proof("good", "other")).toBe("unproven"));

  test("where nobody listens is unchecked", async () =>
    expect(await proof("good", "s3cret", "http://127.0.0.1:9/")).toBe("unchecked"));

  test("tells the verifier nothing of who reports", () =>
    expect([...new Set(asked.flatMap((body) => Object.keys(body as object)))].sort()).toEqual(["response", "secret"]));
});
