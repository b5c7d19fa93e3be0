import { describe, expect, test } from "vitest";
import { candidatesFor, documentAddress } from "../../../shared/notices/address.ts";
import { kindOfUrl } from "../../../shared/notices/detect.ts";
import { webLink } from "../../../shared/notices/items.ts";
import { endpointsIn } from "../../../shared/notices/map-notice.ts";
import { placesIn } from "../../../shared/notices/places.ts";
import { readTime } from "../../../shared/notices/time.ts";
import { toneOf } from "../../../shared/notices/tone.ts";
import { oneLine, plainText } from "../../../shared/notices/words.ts";
import { EndpointId, ServiceId } from "../../../shared/schema/index.ts";
import { formatInstant } from "../../../shared/schema/instant.ts";

/** What vendors write, as we understand it: times, words, tone, places, addresses. */

describe("a time", () => {
  test.each<[unknown, string]>([
    ["2026-03-04T08:30:00Z", "2026-03-04T08:30:00.000Z"],
    ["2026-03-04T09:30:00.123+01:00", "2026-03-04T08:30:00.123Z"],
    ["2026-03-04T00:30:00-0800", "2026-03-04T08:30:00.000Z"],
    ["2026-03-04 08:30:00", "2026-03-04T08:30:00.000Z"],
    ["2026-03-04 08:30:00 UTC", "2026-03-04T08:30:00.000Z"],
    ["2026-03-04", "2026-03-04T00:00:00.000Z"],
    [1_772_613_000, "2026-03-04T08:30:00.000Z"],
    [1_772_613_000_000, "2026-03-04T08:30:00.000Z"],
    ["1772613000", "2026-03-04T08:30:00.000Z"],
    ["Wed, 04 Mar 2026 08:30:00 GMT", "2026-03-04T08:30:00.000Z"],
    ["Wed, 04 Mar 2026 08:30:00 Z", "2026-03-04T08:30:00.000Z"],
    ["Wed, 4 Mar 2026 00:30:00 PST", "2026-03-04T08:30:00.000Z"],
    ["Wed, 04 Mar 26 01:30 PDT", "2026-03-04T08:30:00.000Z"],
    ["04 Mar 2026 09:30 +0100", "2026-03-04T08:30:00.000Z"],
    ["Mar 4, 2026, 12:30 AM PST", "2026-03-04T08:30:00.000Z"],
    ["March 4, 2026 8:30 AM UTC", "2026-03-04T08:30:00.000Z"],
    ["mer., 04 mars 2026 09:30:00 +0100", "2026-03-04T08:30:00.000Z"],
    ["Mi., 04 März 2026 09:30:00 +0100", "2026-03-04T08:30:00.000Z"],
    ["qua, 04 fev 2026 09:30:00 +0100", "2026-02-04T08:30:00.000Z"],
    ["mié, 04 ene 2026 09:30:00 +0100", "2026-01-04T08:30:00.000Z"],
    ["4 de marzo de 2026 08:30 UTC", "2026-03-04T08:30:00.000Z"],
    ["2026年3月4日 17:30 JST", "2026-03-04T08:30:00.000Z"],
  ])("%j is %s", (written, instant) => {
    const read = readTime(written);
    expect(read === null ? null : formatInstant(read)).toBe(instant);
  });

  test.each<unknown>([
    "2026-02-30T08:30:00Z",
    "04 Mar 2026 08:30 XYZ",
    "soon, we hope so",
    "0001-01-01T00:00:00Z",
    Number.NaN,
    1e300,
    -5,
    "1772613",
    null,
    {},
    "9".repeat(50),
  ])("%j is none", (written) => expect(readTime(written)).toBeNull());
});

describe("foreign text", () => {
  test.each([
    ["<p>One</p><p>Two<br/>Three</p>", "One\n\nTwo\nThree"],
    ["a &lt;b&gt; &amp;amp; c", "a & c"],
    ["&lt;script&gt;alert(1)&lt;/script&gt;ok", "ok"],
    ["<style>p{}</style>text<!-- no -->", "text"],
    ["latency < 5 and errors > 3", "latency < 5 and errors > 3"],
    ["an unclosed <b", "an unclosed"],
    ["red \u001b[31mtext\u0007 \u202Ereversed\u200B", "red [31mtext reversed"],
    ["&#x41;&#66;&#0;&nbsp;C &unknown;", "AB C &unknown;"],
    ["half \uD800 of a pair", "half \uFFFD of a pair"],
    ["line\r\n\r\n\r\n\r\nline", "line\n\nline"],
  ])("%j becomes %j", (raw, plain) => expect(plainText(raw)).toBe(plain));

  test("is cut to length with an ellipsis, never through a character", () => {
    expect(plainText("x".repeat(5_000), 10)).toBe(`${"x".repeat(9)}…`);
    expect(oneLine(`${"x".repeat(8)}🚀🚀`, 10)).toBe(`${"x".repeat(8)}…`);
  });

  test("of 40 MB of open brackets takes no time that counts", () => {
    const began = performance.now();
    plainText("<a".repeat(2_000_000));
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe("free words", () => {
  test.each<[string, string, string | null]>([
    [
      "Something's not quite right, and we're looking into it. Thanks for your reports!",
      "degraded_performance",
      "investigating",
    ],
    ["Everything's looking much better now!", "degraded_performance", "resolved"],
    ["All clear now!", "degraded_performance", "resolved"],
    ["This incident has been resolved.", "degraded_performance", "resolved"],
    ["We are working to get this resolved as soon as possible.", "degraded_performance", "investigating"],
    ["The issue is not yet fixed; we continue to investigate.", "degraded_performance", "investigating"],
    ["A fix has been implemented and we are monitoring the results.", "degraded_performance", "monitoring"],
    ["We have identified the root cause.", "degraded_performance", "identified"],
    ["Some users cannot log in.", "partial_outage", "investigating"],
    ["We are experiencing a major outage.", "major_outage", "investigating"],
    ["Scheduled maintenance tonight from 02:00 to 04:00 UTC.", "maintenance", null],
    ["Störung der Anmeldung", "degraded_performance", "investigating"],
    ["障害は解消しました", "degraded_performance", "resolved"],
    ["Happy Friday! Here is our new playlist.", "operational", null],
  ])("%j: %s, %s", (words, status, phase) => expect(toneOf(words)).toEqual({ status, phase }));
});

describe("places", () => {
  const of = (sentence: string) => placesIn({ locations: [], sentences: [sentence] });
  test.each<[string, string[], string[]]>([
    ["Increased errors in us-east-1", ["enam"], ["US"]],
    ["US-WEST-2: launches fail", ["wnam"], ["US"]],
    ["S3 in EU (Frankfurt)", ["weur", "eeur"], ["DE"]],
    ["asia-northeast1", ["apac-ne"], ["JP"]],
    ["Spaces in LON1, SGP1 and SYD1", ["weur", "apac-se", "oc"], ["AU", "GB", "SG"]],
    ["Amsterdam, Netherlands - (AMS)", ["weur"], ["NL"]],
    ["Asia Pacific customers", ["apac", "apac-ne", "apac-se", "oc"], []],
    ["West Europe", ["weur"], []],
    ["US East", ["enam"], []],
    ["Slow in South Africa", ["afr"], ["ZA"]],
    ["Users in Germany and Brazil", ["sam", "weur"], ["BR", "DE"]],
    ["N. Virginia", ["enam"], ["US"]],
    ["São Paulo", ["sam"], ["BR"]],
    ["Tel Aviv", ["me"], ["IL"]],
  ])("%s", (sentence, regions, countries) => expect(of(sentence)).toEqual({ regions, countries }));

  test.each([
    "Global",
    "Nice work, reading mobile splits",
    "Please let us know",
    "Search is slow",
    "We see it in all regions",
  ])("%j names none", (sentence) => expect(of(sentence)).toEqual({ regions: [], countries: [] }));

  test("short names count where a location is named, and nowhere else", () => {
    expect(placesIn({ locations: ["NA"], sentences: [] }).regions).toEqual(["wnam", "enam"]);
    expect(of("NA").regions).toEqual([]);
  });
});

test("a component means the endpoints that share its name or its sense", () => {
  const endpoint = (id: string, name: string) => ({ id: EndpointId.parse(id), name });
  const service = {
    id: ServiceId.parse("github"),
    endpoints: [
      endpoint("web", "Website"),
      endpoint("api", "API"),
      endpoint("git", "Git over HTTPS"),
      endpoint("login", "Sign in"),
    ],
  };
  expect(endpointsIn(["API Requests"], service)).toEqual(["api"]);
  expect(endpointsIn(["Git Operations"], service)).toEqual(["git"]);
  expect(endpointsIn(["Authentication and Authorization"], service)).toEqual(["login"]);
  expect(endpointsIn(["Dashboard", "REST"], service)).toEqual(["web", "api"]);
  expect(endpointsIn(["Copilot", "Pages over HTTPS"], service)).toEqual([]);
});

describe("an address", () => {
  test.each([
    ["https://www.githubstatus.com/api/v2/summary.json", "statuspage"],
    ["https://status.example.com/api/v2/incidents/unresolved.json", "statuspage"],
    ["https://status.example.com/api/v1/incidents.json", "rootly"],
    ["https://status.example.com/api/widget", "incidentio"],
    ["https://status.example.com/summary.json", "instatus"],
    ["https://status.example.com/index.json", "betterstack"],
    ["https://api.status.io/1.0/status/5b36dc6502d06804c08349f7", "statusio"],
    ["https://status.cloud.google.com/incidents.json", "gcp"],
    ["https://www.google.com/appsstatus/dashboard/incidents.json", "gcp"],
    ["https://health.aws.amazon.com/public/currentevents", "aws"],
    ["https://status.aws.amazon.com/rss/ec2-us-east-1.rss", "rss"],
    ["https://rssfeed.azure.status.microsoft/en-us/status/feed/", "azure"],
    ["https://slack-status.com/api/v2.0.0/current", "slack"],
    ["https://slack-status.com/feed/rss", "rss"],
    ["https://status.stripe.com/current", "stripe"],
    ["https://status.heroku.com/api/v4/current-status", "heroku"],
    ["https://api.status.salesforce.com/v1/incidents/active", "salesforce"],
    ["https://status.example.com/api/v1/components", "cachet"],
    ["https://social.example/api/v1/accounts/99/statuses", "mastodon"],
    ["https://bsky.app/profile/status.example.com", "bluesky"],
    ["https://x.com/SpotifyStatus", "x"],
    ["https://status.example.com/history.rss", "rss"],
    ["https://status.example.com/", null],
    ["nonsense", null],
  ])("%s serves %s", (url, kind) => expect(kindOfUrl(url)).toBe(kind));

  test("that people know leads to the one that a machine reads", () => {
    expect(documentAddress("https://x.com/SpotifyStatus")).toMatchObject({
      url: expect.stringMatching(/^https:\/\/api\.x\.com\/2\/tweets\/search\/recent\?query=from%3ASpotifyStatus/),
      needsToken: true,
    });
    expect(documentAddress("https://bsky.app/profile/status.example.com").url).toContain(
      "getAuthorFeed?actor=status.example.com",
    );
    expect(documentAddress("https://social.example/@lumen").url).toBe("https://social.example/@lumen.rss");
    expect(documentAddress("https://status.example.com/feed").url).toBe("https://status.example.com/feed");
  });

  test("of a bare page has candidates, of a document none", () => {
    expect(candidatesFor("https://status.example.com")).toContain("https://status.example.com/api/v2/summary.json");
    expect(candidatesFor("https://status.example.com/api/v2/status.json")).toEqual([]);
  });

  test.each<[string, string | null, string | null]>([
    ["https://a.example/x", null, "https://a.example/x"],
    ["/x", "https://a.example/feed/", "https://a.example/x"],
    ["x/y", "https://a.example/feed/index", "https://a.example/feed/x/y"],
    ["//b.example/x", "https://a.example/", "https://b.example/x"],
    ["javascript:alert(1)", "https://a.example/", null],
    ["https://me:secret@a.example/", null, null],
    ["/x", null, null],
    ['https://a.example/"><script>', null, null],
  ])("link %j below %j is %j", (link, base, whole) => expect(webLink(link, base)).toBe(whole));
});
