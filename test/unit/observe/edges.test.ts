import { describe, expect, test } from "vitest";
import { CDNS } from "../../../shared/observe/edges/cdns.ts";
import { errorHop, hopsOf, isPassedOn } from "../../../shared/observe/edges/hops.ts";
import { HOSTS } from "../../../shared/observe/edges/hosts.ts";
import { makerOf } from "../../../shared/observe/edges/maker.ts";
import { MORE_CDNS } from "../../../shared/observe/edges/more-cdns.ts";
import { APPLICATIONS, PROXIES } from "../../../shared/observe/edges/proxies.ts";
import published from "../../../shared/observe/edges/published-ranges.json" with { type: "json" };
import { providerAt } from "../../../shared/observe/edges/ranges.ts";
import { type Mark, printOf } from "../../../shared/observe/edges/row.ts";
import { providerOf } from "../../../shared/observe/fingerprint.ts";
import { ProviderId } from "../../../shared/schema/index.ts";

/** The tables by which edges are known, held against themselves: what stands in them is reached, and by nothing else. */

const NAMED = [...CDNS, ...MORE_CDNS, ...HOSTS];
const TABLES = [...NAMED, ...PROXIES, APPLICATIONS];
const headersOf = (...marks: readonly (Mark | undefined)[]) =>
  Object.fromEntries(
    marks.flatMap((mark) => (mark === undefined ? [] : [[mark[0].replace("*", "name"), mark[1] || "value"]])),
  );

describe("the tables of edges", () => {
  const pages = TABLES.flatMap((row) =>
    row.pages.map((page) => ({ row, page, name: `${row.name}: ${JSON.stringify(page)}` })),
  );

  test.each(pages)("$name is told for what it is", ({ row, page }) => {
    const [status = 503] = page.statuses ?? [];
    const headers = headersOf(row.marks[0], page.header);
    expect(makerOf(printOf({ status, headers, body: (page.body ?? []).join(" ") }))).toEqual({
      maker: page.maker,
      by: row.name,
    });
  });

  test.each(NAMED.flatMap((row) => row.marks.map((mark) => [row.provider, mark.join(": "), mark] as const)))(
    "%s is known by %s",
    (provider, _, mark) =>
      expect(providerOf(printOf({ status: 200, headers: headersOf(mark), body: "" }), [])).toBe(provider),
  );

  test("all that is looked for is in lower case, as the print is", () => {
    const texts = TABLES.flatMap(({ marks, pages: own }) => [
      ...marks.flat(),
      ...own.flatMap(({ header, body }) => [...(header ?? []), ...(body ?? [])]),
    ]);
    expect(texts.filter((text) => text !== text.toLowerCase() || /\s\s|\n/.test(text))).toEqual([]);
    for (const { provider } of TABLES) if (provider !== null) expect(ProviderId.parse(provider)).toBe(provider);
  });
});

describe("published ranges", () => {
  test("each says where and when it was published", () => {
    for (const { source, asOf } of published) {
      expect(source).toMatch(/^https:\/\//);
      expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  test.each([
    ["104.16.0.0", "cloudflare"],
    ["104.27.255.255", "cloudflare"],
    ["104.15.255.255", null],
    ["104.28.0.0", null],
    ["162.159.255.255", "cloudflare"],
    ["162.160.0.0", null],
    ["131.0.75.255", "cloudflare"],
    ["131.0.76.0", null],
    ["2606:4700::6812:c22", "cloudflare"],
    ["2a06:98c7:ffff::1", "cloudflare"],
    ["2a06:98c8::1", null],
    ["::ffff:104.16.0.1", "cloudflare"],
    ["64:ff9b::104.16.0.1", "cloudflare"],
    ["151.101.1.57", "fastly"],
    ["151.102.0.0", null],
    ["2a04:4e42::573", "fastly"],
    ["2a04:4e43::1", null],
    ["127.0.0.1", null],
    ["nonsense", null],
  ])("%s is of %s", (address, provider) => expect(providerAt([address])).toBe(provider));

  test("the first address that is anybody's decides, and an address beats a header", () => {
    expect(providerAt(["10.0.0.1", "nonsense", "151.101.1.57", "104.16.0.1"])).toBe("fastly");
    const print = printOf({ status: 200, headers: { "cf-ray": "1-AMS" }, body: "" });
    expect([providerOf(print, []), providerOf(print, ["151.101.1.57"]), providerOf(print, ["10.0.0.1"])]).toEqual([
      "cloudflare",
      "fastly",
      "cloudflare",
    ]);
  });
});

describe("what the hops say", () => {
  test("quotes, parameters without a value and stray separators are read", () => {
    expect(
      hopsOf('"a, b; c"; error=x;flag ; detail="say \\"hi\\"; ok", next;hit').map(({ name, parameters }) => [
        name,
        [...parameters],
      ]),
    ).toEqual([
      [
        "a, b; c",
        [
          ["error", "x"],
          ["flag", ""],
          ["detail", 'say \\"hi\\"; ok'],
        ],
      ],
      ["next", [["hit", ""]]],
    ]);
  });

  test("the hop nearest to us that names an error has made it", () => {
    expect(errorHop("origin-lb; error=connection_refused, edge; error=proxy_internal_error")).toEqual({
      name: "edge",
      error: "proxy_internal_error",
      own: true,
    });
    expect(errorHop("edge; received-status=503")).toBeNull();
    expect(errorHop("")).toBeNull();
  });

  test("a status that a hop was given is not its own", () => {
    const passed = (proxyStatus: string, cacheStatus: string) => isPassedOn(503, { proxyStatus, cacheStatus });
    expect(passed("edge; received-status=503", "")).toBe(true);
    expect(passed("", "edge; fwd=miss; fwd-status=503")).toBe(true);
    expect(passed("edge; received-status=200", "edge; hit")).toBe(false);
  });

  test("a flood of hops is cut", () => expect(hopsOf("a;b,".repeat(10_000))).toHaveLength(16));
});
