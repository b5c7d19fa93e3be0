import { describe, expect, test } from "vitest";
import type { FoldEvent, Notice } from "../../../shared/schema/index.ts";
import { downdetector } from "../../bench/detection/peers/downdetector.ts";
import { openStatusReports } from "../../bench/detection/peers/openstatus-reports.ts";
import { type Report, reportersWithin } from "../../bench/detection/peers/reporters.ts";
import { runningMedian } from "../../bench/detection/peers/running-median.ts";
import { statusGator } from "../../bench/detection/peers/statusgator.ts";
import type { Rule } from "../../bench/detection/rule.ts";
import { id, MINUTE, START } from "../../support/timeline.ts";
import { alarmsOf, eventsOf } from "./lines.ts";

/** Peers that hear people or read the vendor's page, and the small machines that count for them. */

const reports = (
  people: number,
  { from, every = 1_000, name = "p" }: { from: number; every?: number; name?: string },
) =>
  Array.from(
    { length: people },
    (_, index): FoldEvent => ({
      type: "report",
      service: id("aria"),
      country: "DE",
      symptom: "unreachable",
      reporter: `${name}${index}`,
      at: START + from * MINUTE + index * every,
    }),
  );
const notice = (minute: number, status: Notice["status"], phase: Notice["phase"] = null): FoldEvent => ({
  type: "notice",
  service: id("aria"),
  source: "statuspage",
  status,
  phase,
  title: "Elevated errors",
  at: START + minute * MINUTE,
});
const ticks = (minutes: number): FoldEvent[] =>
  Array.from({ length: minutes }, (_, minute) => ({ type: "tick", at: START + (minute + 1) * MINUTE - 1 }));
const inOrder = (...events: readonly FoldEvent[][]) => events.flat().sort((one, other) => one.at - other.at);

const DAY = 1_440;

describe("rules that do not look", () => {
  const told = (rule: Rule, ...events: readonly FoldEvent[][]) => alarmsOf(rule, inOrder(...events), ["a"]).told;

  test("OpenStatus: 7 people within 15 min, until the window has passed", () => {
    expect(told(openStatusReports, reports(7, { from: 2 }), ticks(30))).toEqual(["+2", "-17"]);
  });

  test("OpenStatus: the vendor's own word stands without a report, until it is taken back", () => {
    const page = [notice(2, "partial_outage", "identified"), notice(9, "partial_outage", "resolved")];
    expect(told(openStatusReports, page, ticks(20))).toEqual(["+2", "-9"]);
    expect(told(openStatusReports, [notice(2, "partial_outage", "scheduled")], ticks(20))).toEqual([]);
  });

  test("OpenStatus: one person who reports 7 times is one, and maintenance explains reports away", () => {
    const onePerson = reports(7, { from: 2 }).map((event) => ({ ...event, reporter: "p" }) as FoldEvent);
    expect(told(openStatusReports, onePerson, ticks(30))).toEqual([]);
    expect(told(openStatusReports, [notice(1, "maintenance")], reports(9, { from: 2 }), ticks(30))).toEqual([]);
  });

  test("Downdetector-like: 10 people on a day without a baseline, 9 are too few", () => {
    expect(told(downdetector, reports(10, { from: 2 }), ticks(30))).toEqual(["+2", "-17"]);
    expect(told(downdetector, reports(9, { from: 2 }), ticks(30))).toEqual([]);
  });

  test("Downdetector-like: what is usual at that time of day needs three times as many", () => {
    const usual = reports(9, { from: 0, every: 90_000 });
    const today = (people: number, every: number) => reports(people, { from: DAY, every, name: "q" });
    expect(told(downdetector, usual, today(20, 45_000), ticks(DAY + 40))).toEqual([]);
    expect(told(downdetector, [], today(20, 45_000), ticks(DAY + 40))).toHaveLength(2);
    expect(told(downdetector, usual, today(60, 15_000), ticks(DAY + 40))).toEqual([`+${DAY + 2}`, `-${DAY + 27}`]);
  });

  test("Downdetector-like: a day without reports is a day of the mean", () => {
    const usual = reports(9, { from: 0, every: 90_000 });
    const today = reports(20, { from: 2 * DAY, every: 45_000, name: "q" });
    expect(told(downdetector, usual, today, ticks(2 * DAY + 40))).toHaveLength(2);
  });

  test("StatusGator-like: the page is read every 5 min, and held in between", () => {
    const page = [notice(2, "partial_outage", "investigating"), notice(11, "operational", "resolved")];
    expect(told(statusGator, page, ticks(20))).toEqual(["+5", "-15"]);
  });

  test("StatusGator-like: maintenance is no alert, looks and reports are not seen", () => {
    const looks = eventsOf({ a: "XXXXXXXXXXXX" }, {}, MINUTE);
    expect(told(statusGator, [notice(2, "maintenance")], looks, reports(50, { from: 1 }))).toEqual([]);
  });
});

describe("what counts for them", () => {
  test("a person is new in the window once, and again after it", () => {
    const reporters = reportersWithin(15 * MINUTE);
    const one = (minute: number) => reports(1, { from: minute })[0] as Report;
    expect([0, 5, 19, 34].map((minute) => reporters.add(one(minute)))).toEqual([true, false, false, true]);
    expect(reporters.countAt(START + 34 * MINUTE)).toBe(1);
  });

  test("a running median is that of the last values", () => {
    const median = runningMedian(3);
    const medians = [5, 1, 9, 2, 2, 8, 7].map((value) => {
      median.add(value);
      return median.value();
    });
    expect(medians).toEqual([5, 5, 5, 2, 2, 2, 7]);
  });
});
