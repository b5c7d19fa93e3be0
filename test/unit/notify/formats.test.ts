import { describe, expect, test } from "vitest";
import type { Format, FormatRequest, Target } from "../../../shared/notify/formats/format.ts";
import { FORMAT_NAMES, type FormatName, formatNamed } from "../../../shared/notify/formats/registry.ts";
import { linksOf } from "../../../shared/notify/links.ts";
import type { Event } from "../../../shared/schema/event.ts";
import { EVENTS, eventNamed, hostileEvent } from "../../support/events.ts";
import { at } from "../../support/incidents.ts";

/** What each receiver gets: as it stands in the golden files, within its limits, and inert whatever others wrote. */

type Receiver = Pick<Target, "url" | "settings">;
const TARGETS: Readonly<Record<Exclude<FormatName, "json" | "cloudevents">, Receiver>> = {
  slack: { url: "https://hooks.slack.com/services/T0/B0/x", settings: {} },
  discord: { url: "https://discord.com/api/webhooks/1/x", settings: {} },
  teams: {
    url: "https://prod-1.westeurope.logic.azure.com/workflows/x/triggers/manual/paths/invoke?sig=s",
    settings: {},
  },
  "google-chat": { url: "https://chat.googleapis.com/v1/spaces/AAA/messages?key=k&token=t", settings: {} },
  telegram: { url: "https://api.telegram.org/bot1:x/sendMessage", settings: { chat: "-1001", thread: "7" } },
  pagerduty: {
    url: "https://events.pagerduty.com/v2/enqueue",
    settings: { routingKey: "0123456789abcdef0123456789abcdef" },
  },
  opsgenie: { url: "https://api.opsgenie.com/v2/alerts", settings: { apiKey: "11111111-2222-3333-4444-555555555555" } },
  ntfy: { url: "https://ntfy.example/outages", settings: { token: "tk_12345678" } },
  matrix: { url: "https://matrix.example", settings: { room: "!abc:matrix.example", token: "syt_12345678" } },
  alertmanager: { url: "https://alerts.example/", settings: { authorization: "Basic eDp5" } },
  email: { url: "mailto:ops@shop.example", settings: {} },
};
const PEOPLE = Object.keys(TARGETS) as (keyof typeof TARGETS)[];
const CHATS = ["slack", "discord", "teams", "google-chat", "telegram", "ntfy", "matrix"] as const;

const mail = { url: "https://mail.example/send", authorization: "Bearer m", from: "Downwhere <status@down.example>" };
const targetOf = (name: keyof typeof TARGETS, test = false): Target => ({ ...TARGETS[name], mail, test });
const linksFor = (event: Event) => ({
  ...linksOf(event, { origin: "https://down.example", subscription: "sub_1" }),
  unsubscribe: "https://down.example/v1/subscriptions/sub_1/leave/k",
});
const written = (name: keyof typeof TARGETS, event: Event, test = false) =>
  formatNamed(name).write(event, targetOf(name, test), linksFor(event));
// biome-ignore lint/suspicious/noExplicitAny: the body of a foreign interface, read where it is checked
const bodyOf = ({ body }: FormatRequest): any => JSON.parse(body);
const bytesOf = ({ body }: FormatRequest) => new TextEncoder().encode(body).length;

/** Every text of a body, with its path. */
function textsOf(value: unknown, path = ""): { path: string; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}/${key}`));
}

describe("the golden files", () => {
  test.each(PEOPLE)("%s", async (name) => {
    const format: Format = formatNamed(name);
    const code = format.writeCode?.("ABCD2345", targetOf(name), {
      page: "https://down.example/",
      subscription: "https://down.example/v1/subscriptions/sub_1",
    });
    const requests = [
      ...Object.keys(EVENTS).map((event) => [event, written(name, eventNamed(event))] as const),
      ["code", code] as const,
    ];
    const text = requests
      .map(([event, request]) => {
        if (request === undefined) throw new Error("a code is written");
        const { body, ...head } = request;
        return `== ${event}\n${JSON.stringify({ ...head, body: JSON.parse(body) }, null, 2)}\n`;
      })
      .join("\n");
    await expect(text).toMatchFileSnapshot(`../../fixture/formats/${name}.txt`);
  });
});

describe("every format for people", () => {
  test("proves control by a code, which its message shows, and takes the settings of its example", () => {
    for (const name of PEOPLE) {
      const format: Format = formatNamed(name);
      expect(format.proof, name).toBe("code");
      expect(format.settings.safeParse(TARGETS[name].settings).success, name).toBe(true);
      expect(format.settings.safeParse({ ...TARGETS[name].settings, typo: "x" }).success, name).toBe(false);
      const request = format.writeCode?.("ABCD2345", targetOf(name), { page: "https://down.example/" });
      expect(request?.body, name).toContain("ABCD2345");
      const { hosts } = format;
      const host = new URL(TARGETS[name].url).hostname;
      expect(hosts === null || hosts.some((each) => host === each || host.endsWith(`.${each}`)), name).toBe(true);
    }
    expect(FORMAT_NAMES).toEqual(["json", "cloudevents", ...PEOPLE]);
  });

  test("tells what, where, since when, why and what to do, with a link", () => {
    for (const name of PEOPLE) {
      const said = textsOf(bodyOf(written(name, eventNamed("opened"))))
        .map(({ text }) => text.replaceAll("\\", ""))
        .join("\n");
      for (const part of [
        "Our shop is down in Western Europe and Eastern Europe",
        "1 Jan, 00:02 UTC",
        "2 of 4 regions see it failing",
        "look at the load balancer",
        "https://down.example/incidents/inc_shop_1",
      ])
        expect(name === "alertmanager" && part.startsWith("1 Jan") ? part : said, `${name}: ${part}`).toContain(part);
    }
  });

  test("says of a test that it is one", () => {
    for (const name of PEOPLE)
      expect(written(name, eventNamed("opened"), true).body.replaceAll("\\", ""), name).toContain("[TEST] Our shop");
  });
});

describe.each(["opened", "notice", "resolved", "certificate"] as const)("hostile text in %s", (event) => {
  const requests = PEOPLE.map((name) => [name, written(name, hostileEvent(event))] as const);

  test.each(requests)("%s holds no mark that steers, hides or turns, and is whole JSON", (_, request) => {
    for (const { path, text } of textsOf(bodyOf(request))) {
      expect(text.isWellFormed(), path).toBe(true);
      expect(text.replaceAll("\n", "").replaceAll("\u2060", ""), path).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    }
  });

  test.each(requests.filter(([name]) => CHATS.includes(name as (typeof CHATS)[number])))(
    "%s mentions nobody, and links to nothing but our own pages and the vendor's",
    (_, request) => {
      for (const { path, text } of textsOf(bodyOf(request))) {
        expect(text, path).not.toMatch(/@(?:everyone|here|evil)/);
        for (const [, host] of text.matchAll(/:\/\/([^/\s"<>)|]*)/g))
          expect(["down.example", "status.shop.example", "adaptivecards.io"], path).toContain(host);
        expect(text, path).not.toMatch(/\bevil\.example/);
        expect(text, path).not.toMatch(/javascript:/i);
      }
    },
  );

  test("stays within the limits of each receiver", () => {
    const request = Object.fromEntries(requests) as Record<keyof typeof TARGETS, FormatRequest>;
    const slack = bodyOf(request.slack);
    expect(slack.blocks[0].text.text.length).toBeLessThanOrEqual(150);
    expect(slack.blocks[1].text.text.length).toBeLessThanOrEqual(3_000);
    const [embed] = bodyOf(request.discord).embeds;
    expect(embed.title.length).toBeLessThanOrEqual(256);
    expect(embed.description.length).toBeLessThanOrEqual(4_096);
    expect(embed.fields.length).toBeLessThanOrEqual(25);
    for (const { name, value } of embed.fields) {
      expect(name.length).toBeLessThanOrEqual(256);
      expect(value.length).toBeLessThanOrEqual(1_024);
      expect(value.length).toBeGreaterThan(0);
    }
    const all = [
      embed.title,
      embed.description,
      embed.footer.text,
      ...embed.fields.flatMap(({ name, value }: { name: string; value: string }) => [name, value]),
    ];
    expect(all.join("").length).toBeLessThanOrEqual(6_000);
    expect(bytesOf(request.teams)).toBeLessThanOrEqual(28_000);
    expect(bytesOf(request["google-chat"])).toBeLessThanOrEqual(32_000);
    expect(
      bodyOf(request.telegram)
        .text.replace(/<[^>]*>/g, "")
        .replace(/&[a-z#0-9]+;/g, "&").length,
    ).toBeLessThanOrEqual(4_096);
    expect(bodyOf(request.pagerduty).payload.summary.length).toBeLessThanOrEqual(1_024);
    expect(bytesOf(request.pagerduty)).toBeLessThanOrEqual(512_000);
    expect((bodyOf(request.opsgenie).message ?? "").length).toBeLessThanOrEqual(130);
    expect((bodyOf(request.opsgenie).description ?? "").length).toBeLessThanOrEqual(15_000);
    expect(new TextEncoder().encode(bodyOf(request.ntfy).message).length).toBeLessThanOrEqual(4_096);
    expect(bodyOf(request.ntfy).actions.length).toBeLessThanOrEqual(3);
    expect(bytesOf(request.matrix)).toBeLessThanOrEqual(65_536);
    expect(bodyOf(request.email).subject.length).toBeLessThanOrEqual(150);
  });

  test("is markup nowhere: plain text, escaped, or in runs that know none", () => {
    const request = Object.fromEntries(requests) as Record<keyof typeof TARGETS, FormatRequest>;
    const slack = bodyOf(request.slack);
    expect(request.slack.body).not.toContain('"mrkdwn",');
    expect(slack.text).not.toMatch(/[<>]/);
    for (const block of slack.blocks.slice(0, 2)) expect(block.text.type).toBe("plain_text");
    expect(bodyOf(request.discord).allowed_mentions).toEqual({ parse: [] });
    const { title, fields } = bodyOf(request.discord).embeds[0];
    for (const text of [title, ...fields.slice(0, -1).map(({ value }: { value: string }) => value)])
      expect(text.replace(/\\[\s\S]/g, "")).not.toMatch(/[\\`*_~|[\]<>]/);
    expect(request.teams.body).not.toMatch(/"(?:TextBlock|FactSet)"/);
    const tags = (html: string) => [...new Set([...html.matchAll(/<\/?([a-z!0-9]+)/gi)].map(([, tag]) => tag))];
    expect(["b", "a"]).toEqual(expect.arrayContaining(tags(bodyOf(request.telegram).text)));
    expect(["p", "strong", "ul", "li", "em", "a"]).toEqual(
      expect.arrayContaining(tags(bodyOf(request.matrix).formatted_body)),
    );
    const ours = ["!doctype", "html", "body", "h1", "table", "tr", "th", "td", "p", "ul", "li", "strong", "a"];
    expect(ours).toEqual(expect.arrayContaining(tags(bodyOf(request.email).html)));
    for (const { path, text } of textsOf(bodyOf(request["google-chat"])))
      if (!path.endsWith("/url")) expect(text, path).not.toMatch(/[<>]/);
  });
});

describe("receivers that open and close", () => {
  const told = ["opened", "recovering", "resolved"].map(eventNamed);
  const others = ["notice", "maintenance", "probe", "certificate"].map(eventNamed);

  test("PagerDuty: one key for an incident, triggered by its beginning and resolved by its end", () => {
    const sent = told.map((event) => bodyOf(written("pagerduty", event)));
    expect(sent.map(({ event_action }) => event_action)).toEqual(["trigger", "trigger", "resolve"]);
    expect(new Set(sent.map(({ dedup_key }) => dedup_key))).toEqual(new Set(["downwhere/incident/inc_shop_1"]));
    expect(sent[0].payload.severity).toBe("error");
    expect(new Set(others.map((event) => bodyOf(written("pagerduty", event)).dedup_key)).size).toBe(4);
  });

  test("PagerDuty: a subject longer than a key may be has a key of its own all the same", () => {
    const notices = ["a", "b"].map((last) => {
      const event = eventNamed("notice");
      if (event.type !== "notice.published") throw new Error("a notice");
      return bodyOf(written("pagerduty", { ...event, notice: { ...event.notice, id: "x".repeat(250) + last } }))
        .dedup_key;
    });
    expect(notices[0]).not.toBe(notices[1]);
    for (const key of notices) expect(key.length).toBeLessThanOrEqual(255);
  });

  test("Opsgenie: created under an alias, closed by it", () => {
    const [open, , over] = told.map((event) => written("opsgenie", event));
    expect(bodyOf(open!)).toMatchObject({ alias: "downwhere/incident/inc_shop_1", priority: "P2" });
    expect(over?.url).toBe(
      "https://api.opsgenie.com/v2/alerts/downwhere%2Fincident%2Finc_shop_1/close?identifierType=alias",
    );
  });

  test("Alertmanager: the labels of an incident never change, and its end is in the past once it is over", () => {
    const alerts = told.map((event) => bodyOf(written("alertmanager", event))[0]);
    expect(new Set(alerts.map(({ labels }) => JSON.stringify(labels))).size).toBe(1);
    expect(new Set(alerts.map(({ startsAt }) => startsAt))).toEqual(new Set(["2026-01-01T00:02:00.000Z"]));
    expect(alerts.map(({ endsAt }) => Date.parse(endsAt) - at(30))).toEqual([
      7 * 86_400_000 - 28 * 60_000,
      7 * 86_400_000 - 10 * 60_000,
      0,
    ]);
    for (const { labels } of alerts)
      for (const name of Object.keys(labels)) expect(name).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
  });

  test("Matrix: the event is the transaction, so that a second delivery is the same message", () => {
    expect(written("matrix", told[0]!).url).toBe(
      "https://matrix.example/_matrix/client/v3/rooms/!abc%3Amatrix.example/send/m.room.message/evt_shop_1_1",
    );
  });

  test("Google Chat: one incident is one thread", () => {
    expect(new Set(told.map((event) => bodyOf(written("google-chat", event)).thread.threadKey)).size).toBe(1);
  });
});

describe("mail", () => {
  test("ends by one click, as RFC 8058 wants, and says so to people", () => {
    const { headers, text, html, to } = bodyOf(written("email", eventNamed("opened")));
    expect(headers).toEqual({
      "List-Unsubscribe": "<https://down.example/v1/subscriptions/sub_1/leave/k>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    expect(to).toEqual(["ops@shop.example"]);
    expect(text).toContain("To get no more of these: https://down.example/");
    expect(html).toContain('<a href="https://down.example/v1/subscriptions/sub_1/leave/k">');
  });

  test("puts no foreign line into a header", () => {
    for (const event of ["opened", "notice"] as const)
      expect(bodyOf(written("email", hostileEvent(event))).subject).not.toMatch(/[\r\n]/);
  });
});
