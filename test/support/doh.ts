import {
  decodeQuestion,
  encodeAnswer,
  encodeQuestion,
  TYPES,
  type TypeName,
} from "../../shared/observe/dns-message.ts";

/** DNS over HTTPS as a test asks and answers it. */

/** The address of a question, as the probe asks it. */
export function dohUrl(resolver: string, name: string, type: TypeName = "A"): URL {
  const question = encodeQuestion(name, type) ?? new Uint8Array();
  const base64 = btoa(String.fromCharCode(...question));
  return new URL(`${resolver}?dns=${base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`);
}

/** What a resolver answers that knows one address of every name; `null` where the URL asks no resolver. */
export function answerDoh(url: URL, addresses: readonly string[] = ["93.184.7.7"]): Response | null {
  const encoded = url.searchParams.get("dns");
  if (encoded === null) return null;
  const text = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  const question = decodeQuestion(Uint8Array.from(text, (char) => char.charCodeAt(0)));
  if (question === null) return new Response("bad question", { status: 400 });
  const known = question.type === TYPES.A ? addresses : [];
  return new Response(Uint8Array.from(encodeAnswer(question, { rcode: 0, addresses: known, ttlSeconds: 60 })), {
    headers: { "content-type": "application/dns-message" },
  });
}
