import { decodeQuestion, encodeAnswer, NOERROR, NXDOMAIN, SERVFAIL, TYPES } from "../../shared/observe/dns-message.ts";
import type { Reaction } from "./reaction.ts";

/** The parts of the internet that are not the story: resolvers, the trace page, and the control targets of the probes. */

export const DNS_HOSTS: readonly string[] = ["cloudflare-dns.com", "dns.google"];

/** An address that is public in form and invented for the simulation; nothing is ever sent to it. */
const INVENTED_ADDRESS = "93.184.7.7";

/** One data centre per region: where the simulated probes stand. */
const COLO_OF_REGION: Readonly<Record<string, readonly [colo: string, country: string]>> = {
  wnam: ["SJC", "US"],
  enam: ["IAD", "US"],
  sam: ["GRU", "BR"],
  weur: ["AMS", "NL"],
  eeur: ["WAW", "PL"],
  apac: ["BOM", "IN"],
  "apac-ne": ["NRT", "JP"],
  "apac-se": ["SIN", "SG"],
  oc: ["SYD", "AU"],
  afr: ["JNB", "ZA"],
  me: ["DXB", "AE"],
};

const CONTROLS: Readonly<Record<string, string>> = {
  "one.one.one.one": "<title>1.1.1.1</title>",
  "detectportal.firefox.com": "success\n",
  "captive.apple.com": "<HTML><BODY>Success</BODY></HTML>",
  "www.msftconnecttest.com": "Microsoft Connect Test",
  "checkip.amazonaws.com": "93.184.7.8\n",
};

export function answerControl({ host }: URL): Reaction | null {
  const body = CONTROLS[host];
  return body === undefined ? null : page(body, "text/html");
}

export function answerTrace(region: string): Reaction {
  const [colo, country] = COLO_OF_REGION[region] ?? ["ZZZ", "ZZ"];
  return page(`h=www.cloudflare.com\ncolo=${colo}\nloc=${country}\n`, "text/plain");
}

/** DNS over HTTPS (RFC 8484, GET): addresses of sites and controls, or what the script asks for. */
export function answerDns(url: URL, ask: (host: string) => "resolves" | "nxdomain" | "servfail" | "empty"): Reaction {
  const encoded = url.searchParams.get("dns");
  // dns.google is a control target as well: without a question it answers its own page.
  if (encoded === null) return page("<title>Google Public DNS</title>", "text/html");
  const question = decodeQuestion(bytesOf(encoded));
  if (question === null) return { ...page("bad question\n", "text/plain"), status: 400 };
  const { name } = question;
  const isOwn = CONTROLS[name] !== undefined || DNS_HOSTS.includes(name) || name === "www.cloudflare.com";
  const said = isOwn ? "resolves" : ask(name);
  const addresses = said === "resolves" && question.type === TYPES.A ? [INVENTED_ADDRESS] : [];
  const rcode = { resolves: NOERROR, empty: NOERROR, servfail: SERVFAIL, nxdomain: NXDOMAIN }[said];
  return page(encodeAnswer(question, { rcode, addresses, ttlSeconds: 60 }), "application/dns-message");
}

/** From base64url; text that is none gives bytes that are no question. */
function bytesOf(encoded: string): Uint8Array {
  try {
    return Uint8Array.from(atob(encoded.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  } catch {
    // Not base64: whoever asks is told that it is no question.
    return new Uint8Array();
  }
}

function page(body: string | Uint8Array, contentType: string): Extract<Reaction, { kind: "answer" }> {
  return { kind: "answer", status: 200, headers: { "content-type": contentType }, body, delayMs: 2 };
}
