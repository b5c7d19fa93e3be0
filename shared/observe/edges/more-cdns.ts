import type { Row } from "./row.ts";

/** CDNs of which no error page of their own is known for certain: they are known by their headers alone, as providers. */

const row = (name: string, provider: string, marks: Row["marks"], pages: Row["pages"] = []): Row => ({
  name,
  provider,
  marks,
  pages,
});

export const MORE_CDNS: readonly Row[] = [
  row(
    "bunny.net",
    "bunny",
    [
      ["cdn-pullzone", ""],
      ["cdn-requestid", ""],
      ["server", "bunnycdn"],
    ],
    [{ maker: "origin", statuses: [502, 503, 504], body: ["origin"] }],
  ),
  row("KeyCDN", "keycdn", [["server", "keycdn"]]),
  row("CDN77", "cdn77", [
    ["server", "cdn77"],
    ["x-77-*", ""],
  ]),
  row("Gcore", "gcore", [
    ["x-id", "-edge-gc"],
    ["x-id-fe", "-edge-gc"],
  ]),
  row("StackPath", "stackpath", [
    ["server", "stackpath"],
    ["x-hw", ""],
  ]),
  row("Edgio", "edgio", [
    ["server", "ecacc ("],
    ["server", "ecs ("],
    ["x-ec-*", ""],
  ]),
  row("Alibaba Cloud CDN", "alibaba", [
    ["eagleid", ""],
    ["x-swift-savetime", ""],
    ["x-swift-cachetime", ""],
    ["ali-swift-global-savetime", ""],
  ]),
  row("Tencent Cloud", "tencent", [
    ["x-nws-log-uuid", ""],
    ["eo-log-uuid", ""],
    ["eo-cache-status", ""],
    ["server", "tencentedgeone"],
  ]),
  row("Huawei Cloud CDN", "huawei", [["x-ccdn-*", ""]]),
  row("DDoS-Guard", "ddos-guard", [["server", "ddos-guard"]]),
  row("Qrator", "qrator", [["server", "qrator"]]),
];
