import { printTable } from "../print-table.ts";
import type { Kind } from "./kind.ts";
import { brierOf, calibrationOf, mean, quantile, type Score, scoreOf } from "./score.ts";
import type { Trial } from "./trial.ts";

/** Figures as tables in Markdown: what is printed is what the README shows. */

export function printRules(trials: readonly Trial[]): void {
  const rules = trials[0]?.courses.map(({ rule }) => rule) ?? [];
  const of = (as: Kind["as"]) => trials.filter(({ kind }) => kind.as === as);
  const rows = rules.map((rule, index) => {
    const [hard, soft, people] = (["hard", "soft", "people"] as const).map((as) => scoreOf(of(as), index));
    const all = scoreOf(trials, index);
    return [
      rule,
      found(hard),
      found(soft),
      found(people),
      (all.falseAlarms / all.serviceMonths).toFixed(2),
      String(all.doubled),
      spread(hard?.delays ?? []),
      spread(soft?.delays ?? []),
      spread(all.resolves),
      number(mean(all.regionF1), 3),
      index === 0 ? number(all.layersRight / all.layersNamed, 3) : "–",
      index === 0 ? number(brierOf(trials.flatMap(({ said }) => said)), 5) : "–",
    ];
  });
  printTable(
    [
      "rule",
      "hard found",
      "soft found",
      "people found",
      "false / service-month",
      "doubled",
      "delay hard, min",
      "delay soft",
      "resolve",
      "region F1",
      "layer",
      "Brier",
    ],
    rows,
  );
}

export function printKinds(kinds: readonly Kind[], trials: readonly Trial[]): void {
  const rows = kinds.map((kind) => {
    const own = trials.filter((trial) => trial.kind === kind);
    const score = scoreOf(own, 0);
    return [
      kind.name,
      kind.expects === "quiet" ? "–" : found(score),
      String(score.falseAlarms),
      String(score.doubled),
      spread(score.delays),
      spread(score.resolves),
      number(mean(score.regionF1), 3),
      number(score.layersRight / score.layersNamed, 2),
      number(brierOf(own.flatMap(({ said }) => said)), 5),
    ];
  });
  printTable(["kind", "found", "false", "doubled", "delay, min", "resolve", "region F1", "layer", "Brier"], rows);
}

export function printCalibration(trials: readonly Trial[]): void {
  const bins = calibrationOf(trials.flatMap(({ said }) => said));
  printTable(
    ["said", "region-minutes", "mean said", "truly failing"],
    bins.map(({ from, to, count, mean: average, failing }) => [
      `${from}–${to}`,
      String(count),
      number(average, 3),
      number(failing, 3),
    ]),
  );
}

function found(score: Score | undefined): string {
  return score === undefined || score.outages === 0 ? "–" : `${score.found}/${score.outages}`;
}

/** Median and 95th percentile. */
function spread(values: readonly number[]): string {
  return values.length === 0 ? "–" : `${number(quantile(values, 0.5), 1)} / ${number(quantile(values, 0.95), 1)}`;
}

function number(value: number, digits: number): string {
  return Number.isNaN(value) ? "–" : value.toFixed(digits);
}
