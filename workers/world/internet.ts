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

/** DNS over HTTPS in its JSON form: addresses of sites and controls, or what the script asks for. */
export function answerDns(url: URL, ask: (host: string) => "resolves" | "nxdomain" | "servfail" | "empty"): Reaction {
  const name = url.searchParams.get("name");
  // dns.google is a control target as well: without a question it answers its own page.
  if (name === null) return page("<title>Google Public DNS</title>", "text/html");
  const isOwn = CONTROLS[name] !== undefined || DNS_HOSTS.includes(name) || name === "www.cloudflare.com";
  const said = isOwn ? "resolves" : ask(name);
  const isA = url.searchParams.get("type") === "A";
  const answers = said === "resolves" && isA ? [{ name, type: 1, TTL: 60, data: INVENTED_ADDRESS }] : [];
  const Status = { resolves: 0, empty: 0, servfail: 2, nxdomain: 3 }[said];
  return page(JSON.stringify({ Status, Answer: answers }), "application/dns-json");
}

function page(body: string, contentType: string): Reaction {
  return { kind: "answer", status: 200, headers: { "content-type": contentType }, body, delayMs: 2 };
}
