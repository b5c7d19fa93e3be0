import { describe, expect, test } from "vitest";
import { judgeNow, type SeenNow } from "../../../shared/observe/judge-now.ts";
import type { Cause, Outcome } from "../../../shared/schema/index.ts";

const WELL = [{ outcome: "pass" as const }, { outcome: "fail" as const }];
const ILL = [{ outcome: "fail" as const }, { outcome: "inconclusive" as const }];
const from = (
  region: string,
  outcome: Outcome,
  cause: Cause | null = null,
  controls = WELL as SeenNow["controls"],
) => ({
  region,
  observations: [{ outcome, cause }],
  controls,
});

describe("one look per region", () => {
  test.each([
    [
      "all passed: up",
      [from("weur", "pass"), from("oc", "pass")],
      { isItDown: "no", state: "up", scope: "none", layer: null },
      "It is up: weur, oc reached it.",
    ],
    [
      "all failed: down everywhere, with the commonest layer",
      [
        from("weur", "fail", "origin_error"),
        from("oc", "fail", "origin_error"),
        from("afr", "fail", "connect_timeout"),
      ],
      { isItDown: "yes", state: "down", scope: "global", layer: "backend" },
      "It looks down: none of 3 regions could get it; most likely the backend layer.",
    ],
    [
      "failed from the only place that could tell: down as far as that goes",
      [from("local", "fail", "resolve_nxdomain")],
      { isItDown: "yes", state: "down", scope: "isolated", layer: "dns" },
      "It looks down: local, the only place that could tell, could not get it; most likely the dns layer.",
    ],
    [
      "one failed among others: a bad moment, perhaps",
      [from("weur", "pass"), from("oc", "fail", "connect_timeout"), from("afr", "pass")],
      { isItDown: "partly", state: "degraded", scope: "isolated" },
      "It is up from weur, afr, but oc could not get it; most likely the network layer.",
    ],
    [
      "several failed and several passed: down in part",
      [from("weur", "fail", "cdn_error"), from("eeur", "fail", "cdn_error"), from("afr", "pass"), from("oc", "pass")],
      { isItDown: "partly", state: "down", scope: "regional", layer: "cdn" },
      "It looks down from weur, eeur, and up from afr, oc; most likely the cdn layer.",
    ],
    [
      "a failure of a probe that reaches nothing is not believed",
      [from("weur", "pass"), from("oc", "fail", "connect_timeout", ILL)],
      { isItDown: "no", state: "up", failed: [], inconclusive: ["oc"] },
      "It is up: weur reached it. oc could not tell.",
    ],
    [
      "refused everywhere: nobody can tell",
      [from("weur", "inconclusive", "blocked"), from("oc", "inconclusive", "blocked")],
      { isItDown: "unknown", state: "unknown" },
      "It cannot be told: the site refuses machines such as our probes, which says nothing of people.",
    ],
    [
      "nobody looked: nobody can tell",
      [{ region: "weur", observations: [], controls: [] }],
      { isItDown: "unknown", state: "unknown", inconclusive: ["weur"] },
      "It cannot be told: no region could look.",
    ],
  ])("%s", (_, seen, verdict, sentence) => {
    expect(judgeNow(seen)).toMatchObject({ ...verdict, sentence });
  });

  test("a region with one failing endpoint of several has seen a failure, and the caveat is always told", () => {
    const mixed = {
      ...from("weur", "pass"),
      observations: [{ outcome: "pass" as const }, { outcome: "fail" as const }],
    };
    expect(judgeNow([mixed])).toMatchObject({
      failed: ["weur"],
      layer: null,
      caveat: expect.stringContaining("One look"),
    });
  });
});
