import { describe, expect, test } from "vitest";
import { isPublicAddress } from "../../../shared/observe/address.ts";
import { refusalOf } from "../../../shared/observe/target.ts";

const HOSTILE = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "100.127.255.254",
  "127.0.0.1",
  "127.1.2.3",
  "169.254.169.254",
  "169.254.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "168.63.129.16",
  "2620:4f:8000::1",
  "2606:4700::1%eth0",
  "192.168.0.1",
  "192.168.255.255",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.7",
  "203.0.113.9",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::ffff:a9fe:a9fe",
  "::ffff:192.168.1.1",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b::10.0.0.1",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:0:4136:e378:8000:63bf:3fff:fdd2",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:a00:1::1",
  "3fff::1",
  "fc00::1",
  "fd12:3456:789a::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "[::1]",
  "5f00::1",
  "256.1.1.1",
  "1.2.3",
  "01.2.3.4",
  "0x7f.0.0.1",
  "2130706433",
  "1.2.3.4.5",
  "",
  ":::",
  "1::2::3",
  "g::1",
  "12345::1",
];
const PUBLIC = [
  "1.1.1.1",
  "8.8.8.8",
  "9.9.9.9",
  "93.184.7.7",
  "100.63.255.255",
  "100.128.0.1",
  "172.15.255.255",
  "172.32.0.1",
  "192.167.255.255",
  "198.17.255.255",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2001:4860:4860::8888",
  "2a00:1450:4001::1",
  "[2606:4700::1]",
  "::ffff:8.8.8.8",
  "64:ff9b::8.8.8.8",
  "2002:808:808::1",
  "2400:cb00::1",
  "2620:fe::fe",
];

describe("addresses", () => {
  test.each(HOSTILE)("%j is not public", (address) => expect(isPublicAddress(address)).toBe(false));
  test.each(PUBLIC)("%j is public", (address) => expect(isPublicAddress(address)).toBe(true));
});

const judged = (url: string, rules = { ports: [] as string[], allowPrivate: false }) => {
  const { protocol, hostname, port, username, password } = new URL(url);
  return refusalOf(
    {
      scheme: protocol,
      host: hostname.replace(/^\[(.*)\]$/, "$1"),
      port,
      hasCredentials: username !== "" || password !== "",
    },
    rules,
  );
};

describe("targets", () => {
  test.each([
    ["ftp://example.com/", 'the scheme must be http or https; received "ftp:"'],
    ["https://user:word@example.com/", "the URL must not carry credentials"],
    ["https://example.com:22/", "the port must be 80, 443 or the check's own; received 22"],
    ["http://localhost/", 'the host must be a public name; received "localhost"'],
    ["http://LOCALHOST./", 'the host must be a public name; received "localhost"'],
    ["http://a.localhost/", 'the host must be a public name; received "a.localhost"'],
    ["http://printer.local/", 'the host must be a public name; received "printer.local"'],
    ["http://metadata.google.internal/", 'the host must be a public name; received "metadata.google.internal"'],
    ["http://router/", 'the host must be a public name; received "router"'],
    ["http://x.onion/", 'the host must be a public name; received "x.onion"'],
    ["http://2130706433/", "the address must be public; received 127.0.0.1"],
    ["http://0x7f000001/", "the address must be public; received 127.0.0.1"],
    ["http://0177.0.0.1/", "the address must be public; received 127.0.0.1"],
    ["http://127.1/", "the address must be public; received 127.0.0.1"],
    ["http://①②⑦.0.0.1/", "the address must be public; received 127.0.0.1"],
    ["http://[::ffff:127.0.0.1]/", "the address must be public; received ::ffff:7f00:1"],
    ["http://169.254.169.254/latest/meta-data/", "the address must be public; received 169.254.169.254"],
  ])("%s is refused", (url, because) => expect(judged(url)).toBe(because));

  test.each(["https://example.com/", "http://example.com:443/", "https://1.1.1.1/", "https://[2606:4700::1111]/"])(
    "%s may be asked",
    (url) => expect(judged(url)).toBeNull(),
  );

  test("a check's own port may be asked, and with leave a private address", () => {
    expect(judged("https://example.com:8443/", { ports: ["8443"], allowPrivate: false })).toBeNull();
    expect(judged("http://127.0.0.1:9000/", { ports: ["9000"], allowPrivate: true })).toBeNull();
  });
});
