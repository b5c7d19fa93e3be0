import { closeSync, openSync, writeSync } from "node:fs";
import { RegionId } from "../../../shared/schema/index.ts";
import { formatInstant } from "../../../shared/schema/instant.ts";
import { mulberry32 } from "../../support/random.ts";

/** Writes what a large network sees: every endpoint from every region once a minute, as lines for `downwhere replay`. */

export type Size = { readonly services: number; readonly endpoints: number; readonly minutes: number };

const START = 1_767_225_600_000;
const MINUTE = 60_000;
const COLOS = ["SJC", "IAD", "GRU", "AMS", "WAW", "BOM", "NRT", "SIN", "SYD", "JNB", "DXB"];
/** Chance of a transient failure per look, and the share of services with an outage in the middle third. */
const TRANSIENT = 0.003;
const FAILING_SHARE = 0.01;

/** Spread of one round: its looks are made within so many milliseconds, and are written down as they end. */
const ROUND_MS = 10_000;

/** Lines written. Each region hands over its round in turn; within a round the lines come in no order. */
export function writeInput(path: string, { services, endpoints, minutes }: Size): number {
  const random = mulberry32(7);
  const file = openSync(path, "w");
  let count = 0;
  for (let minute = 0; minute < minutes; minute++) {
    for (const [index, region] of RegionId.options.entries()) {
      const slot = START + minute * MINUTE + Math.floor((index / RegionId.options.length) * MINUTE);
      const isOut = minute >= minutes / 3 && minute < (2 * minutes) / 3 && index < 4;
      const lines = Array.from({ length: services * endpoints }, (_, pair) => {
        const service = Math.floor(pair / endpoints);
        const failed = (isOut && service < services * FAILING_SHARE) || random() < TRANSIENT;
        const seen = failed
          ? '"outcome":"fail","stage":"response","cause":"gateway_error","status":503'
          : '"outcome":"pass","stage":"response","cause":null,"status":200';
        const at = formatInstant(slot + Math.floor(random() * ROUND_MS));
        return `{"type":"observation","service":"service-${service}","endpoint":"endpoint-${pair % endpoints}","region":"${region}","colo":"${COLOS[index]}","at":"${at}",${seen},"latencyMs":${40 + Math.floor(random() * 80)}}\n`;
      });
      writeSync(file, lines.join(""));
      count += lines.length;
    }
  }
  closeSync(file);
  return count;
}
