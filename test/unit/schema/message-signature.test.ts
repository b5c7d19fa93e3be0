import { describe, expect, test } from "vitest";
import {
  readSignature,
  signatureBase,
  signatureField,
  signatureInput,
} from "../../../shared/schema/message-signature.ts";

const REQUEST = {
  method: "POST",
  authority: "net.example:8787",
  path: "/v1/rounds",
  query: "",
  contentDigest: "sha-256=:AAAA:",
};
const PARAMS = { keyId: "agt_0123456789abcdefghijkl", created: 1_767_225_600 };
const SIGNATURE = "c2lnbmF0dXJl";
const FIELDS = { input: signatureInput(REQUEST, PARAMS), signature: signatureField(SIGNATURE) };

describe("a message signature", () => {
  test("is made over the text that RFC 9421 prescribes, line by line", () => {
    expect(signatureBase(REQUEST, PARAMS)).toBe(
      [
        '"@method": POST',
        '"@authority": net.example:8787',
        '"@path": /v1/rounds',
        '"@query": ?',
        '"content-digest": sha-256=:AAAA:',
        '"@signature-params": ("@method" "@authority" "@path" "@query" "content-digest");created=1767225600;keyid="agt_0123456789abcdefghijkl";alg="ed25519";tag="downwhere-agent"',
      ].join("\n"),
    );
  });

  test("of a request without a body covers no digest, and a query as it stands", () => {
    const base = signatureBase({ ...REQUEST, method: "GET", query: "?full=1", contentDigest: null }, PARAMS);
    expect(base).toContain('"@query": ?full=1\n"@signature-params": ("@method" "@authority" "@path" "@query");');
    expect(base).not.toContain("content-digest");
  });

  test("is read back as it was written", () => {
    expect(readSignature(REQUEST, FIELDS)).toEqual({ ...PARAMS, signature: SIGNATURE });
  });

  test.each([
    ["covers less", { input: FIELDS.input.replace(' "@path"', "") }],
    ["covers no digest although there is a body", { input: FIELDS.input.replace(' "content-digest"', "") }],
    ["is in another order", { input: FIELDS.input.replace('"@method" "@authority"', '"@authority" "@method"') }],
    ["is for another protocol", { input: FIELDS.input.replace("downwhere-agent", "payments") }],
    ["names another algorithm", { input: FIELDS.input.replace("ed25519", "hmac-sha256") }],
    ["says no time", { input: FIELDS.input.replace(/;created=\d+/, "") }],
    ["comes with a second one", { input: `${FIELDS.input}, sig2=()` }],
    ["is no base64", { signature: "sig1=:@:" }],
    ["has another label", { signature: `sig2=:${SIGNATURE}:` }],
  ])("that %s is none", (_, changed) => {
    expect(readSignature(REQUEST, { ...FIELDS, ...changed })).toBeNull();
  });
});
