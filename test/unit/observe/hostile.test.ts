import { describe, expect, test } from "vitest";
import { guardTarget } from "../../../workers/probe/probers/guard.ts";
import type { ProbeContext } from "../../../workers/probe/probers/prober.ts";
import type { Resolution } from "../../../workers/probe/resolve.ts";

/**
 * Addresses with which somebody might turn the network into a weapon, put to the very function that stands before every
 * exchange, with the platform's own URL parser. Nothing is ever fetched here: the `fetch` of these tests throws.
 */

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "www.example.com": ["93.184.7.7", "2606:2800:220:1::1"],
  "xn--bcher-kva.example.com": ["93.184.7.7"],
  "127.0.0.1.nip.io": ["127.0.0.1"],
  "localtest.me": ["127.0.0.1", "::1"],
  "rebind.example.com": ["93.184.7.7", "10.0.0.8"],
  "six.example.com": ["93.184.7.7", "fd00:ec2::254"],
  "mapped.example.com": ["::ffff:169.254.169.254"],
  "nat64.example.com": ["64:ff9b::a9fe:a9fe"],
  "metadata.example.com": ["169.254.169.254"],
  "azure.example.com": ["168.63.129.16"],
  "odd.example.com": ["not an address"],
};

const context = (over: Partial<ProbeContext> = {}): ProbeContext => ({
  userAgent: "test",
  timeoutMs: 1_000,
  allowPrivate: false,
  resolve: async (host): Promise<Resolution> => {
    const addresses = NAMES[host];
    if (addresses === undefined) return { kind: "failed", cause: "resolve_nxdomain", detail: `no ${host}` };
    return { kind: "resolved", addresses };
  },
  fetch: () => Promise.reject(new Error("must not be asked")),
  clock: () => 0,
  ...over,
});
const refusal = (url: string, over: { ports?: string[]; hop?: number } = {}) =>
  guardTarget(url, { ports: over.ports ?? [], hop: over.hop ?? 0, context: context() });

const HOSTILE: Readonly<Record<string, readonly string[]>> = {
  "another scheme": [
    "file:///etc/passwd",
    "ftp://www.example.com/",
    "gopher://www.example.com:6379/_FLUSHALL",
    "javascript:alert(1)",
    "data:text/html,hello",
    "ws://www.example.com/",
    "blob:https://www.example.com/1",
    "dict://127.0.0.1:11211/stat",
    "ldap://127.0.0.1/",
    "view-source:http://127.0.0.1/",
  ],
  "no URL at all": ["", "//www.example.com/", "http://", "http://[::1", "http://1.2.3.4.5/", "http://exa mple.com/"],
  "credentials in it": [
    "https://user:word@www.example.com/",
    "https://user@www.example.com/",
    "https://:word@www.example.com/",
    "http://www.example.com@127.0.0.1/",
    "http://127.0.0.1:80@www.example.com/",
    "http://www.example.com%40@127.0.0.1/",
  ],
  "a port of another service": [
    "http://www.example.com:22/",
    "http://www.example.com:25/",
    "http://www.example.com:6379/",
    "http://www.example.com:11211/",
    "https://www.example.com:8443/",
    "http://www.example.com:0/",
    "http://www.example.com:65535/",
    "http://www.example.com:00025/",
  ],
  "an address of this machine": [
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://0/",
    "http://0.0.0.0/",
    "http://0x0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0.0.01/",
    "http://127.0.0.1%2e/",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://127．0．0．1/",
    "http://%31%32%37.0.0.1/",
    "http:127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:///127.0.0.1/",
    "http://\t127.0.0.1/",
    "http://127.0.0.1\n/",
  ],
  "a private or reserved address": [
    "http://10.0.0.1/",
    "http://10.1/",
    "http://167772161/",
    "http://0xa000001/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://192.168.257/",
    "http://0xc0.0xa8.0.1/",
    "http://3232235521/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://192.88.99.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://4294967295/",
  ],
  "a cloud's metadata": [
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254./",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://0251.0376.0251.0376/",
    "http://169.16689662/",
    "http://[::ffff:169.254.169.254]/",
    "http://[fd00:ec2::254]/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://168.63.129.16/",
    "http://metadata.google.internal/",
    "http://METADATA.google.internal./",
    "http://metadata/",
    "http://metadata.example.com/",
    "http://azure.example.com/",
  ],
  "an IPv6 address that is not public": [
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:10.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[64:ff9b:1::8.8.8.8]/",
    "http://[64:ff9b:1:ffff::1]/",
    "http://[2002:7f00:1::1]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[2002:c0a8:1::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[2001:10::1]/",
    "http://[2001:20::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    "http://[5f00::1]/",
    "http://[fc00::1]/",
    "http://[fdff:ffff::1]/",
    "http://[fe80::1]/",
    "http://[febf::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[fe80::1%25eth0]/",
  ],
  "a name of one's own": [
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://localhost../",
    "http://a.localhost/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://loc\u00adalhost/",
    "http://localhost.localdomain/",
    "http://printer.local/",
    "http://kubernetes.default.svc/",
    "http://kubernetes.default.svc.cluster.local/",
    "http://vault.service.consul/",
    "http://host.docker.internal/",
    "http://router/",
    "http://nas.lan/",
    "http://wiki.corp/",
    "http://intranet/",
    "http://gate.home.arpa/",
    "http://box.home/",
    "http://x.onion/",
    "http://app.test/",
    "http://nobody.invalid/",
    "http://db.private/",
    "http://./",
    `http://${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(63)}.example.com/`,
    "http://www..example.com/",
  ],
  "a name that resolves to an address that is not public": [
    "http://127.0.0.1.nip.io/",
    "http://localtest.me/",
    "http://localtest.me./",
    "http://rebind.example.com/",
    "http://six.example.com/",
    "http://mapped.example.com/",
    "http://nat64.example.com/",
    "http://odd.example.com/",
  ],
};
const TABLE = Object.entries(HOSTILE).flatMap(([why, urls]) => urls.map((url) => [why, url] as const));

describe("hostile targets", () => {
  test.each(TABLE)("%s is refused: %j", async (_, url) => {
    expect(await refusal(url)).toMatchObject({ kind: "not-begun" });
  });

  test.each(TABLE)("%s is refused as the goal of a redirect: %j", async (_, url) => {
    expect(await refusal(url, { hop: 3 })).toMatchObject({
      kind: "not-begun",
      detail: expect.stringMatching(/^redirected/),
    });
  });

  test("the table has at least 110 of them, each once", () => {
    expect(TABLE.length).toBeGreaterThanOrEqual(110);
    expect(new Set(TABLE.map(([, url]) => url)).size).toBe(TABLE.length);
  });

  test("a port that the check names opens that port and no other, and no private address", async () => {
    expect(await refusal("http://www.example.com:8443/", { ports: ["8443"] })).toBeNull();
    expect(await refusal("http://www.example.com:22/", { ports: ["8443"] })).toMatchObject({ kind: "not-begun" });
    expect(await refusal("http://127.0.0.1:8443/", { ports: ["8443"] })).toMatchObject({ kind: "not-begun" });
  });
});

describe("targets that may be asked", () => {
  test.each([
    "https://www.example.com/",
    "HTTP://WWW.EXAMPLE.COM./path?query#part",
    "https://www.example.com:443/",
    "http://bücher.example.com/",
    "http://1.1.1.1/",
    "http://16843009/",
    "https://[2606:4700:4700::1111]/",
    "https://[::ffff:8.8.8.8]/",
  ])("%s is", async (url) => expect(await refusal(url)).toBeNull());

  test("with leave a private address is asked, and names are left to the machine's own resolver", async () => {
    const allowed = context({ allowPrivate: true, resolve: () => Promise.reject(new Error("must not be asked")) });
    const ask = (url: string) => guardTarget(url, { ports: ["9000"], hop: 0, context: allowed });
    expect(await ask("http://127.0.0.1:9000/")).toBeNull();
    expect(await ask("http://localhost:9000/")).toBeNull();
    expect(await ask("http://user:word@localhost:9000/")).toMatchObject({ kind: "not-begun" });
    expect(await ask("file:///etc/passwd")).toMatchObject({ kind: "not-begun" });
  });

  test("a name that does not resolve is the service's failure, one that nobody could be asked about is ours", async () => {
    expect(await refusal("http://gone.example.com/")).toMatchObject({ kind: "unresolved" });
    const unasked = context({ resolve: async () => ({ kind: "unasked", detail: "no answer" }) });
    const blind = await guardTarget("http://www.example.com/", { ports: [], hop: 0, context: unasked });
    expect(blind).toMatchObject({ kind: "not-begun" });
  });
});
