import type { Fault } from "../../support/timeline.ts";
import { between, type Draw, type Kind, MAIN, PLACES, pick, REPORTS_PER_MINUTE, SERVICES, some } from "./kind.ts";

/** Situations in which every service is up, whatever it looks like: every alarm is false. */

const MINUTES = 480;
const NAMES = Object.keys(SERVICES);

function kind(name: string, draw: Kind["draw"]): Kind {
  return { name, expects: "quiet", as: "quiet", draw };
}

/** Some probes in trouble from the first hour on, for one to five hours. */
function ill(count: number, trouble: Omit<Fault, "from" | "to" | "in">) {
  return (random: () => number): Draw => {
    const from = between(30, 90, random);
    return {
      minutes: MINUTES,
      noise: 0.002,
      faults: [{ in: some(PLACES, count, random), from, to: from + between(60, 300, random), ...trouble }],
    };
  };
}

function walled(count: number) {
  return (random: () => number): Draw => ({
    minutes: MINUTES,
    noise: 0.002,
    faults: [
      {
        service: pick(NAMES, random),
        in: some(PLACES, count, random),
        from: 60,
        to: 400,
        outcome: "inconclusive",
        cause: "blocked",
      },
    ],
  });
}

function flood(surge: { readonly networks?: number; readonly people?: number }) {
  return (): Draw => ({
    minutes: MINUTES,
    crowds: [
      {
        service: MAIN,
        perMinute: REPORTS_PER_MINUTE,
        surges: [{ from: 200, to: 240, factor: 150, in: ["DE"], ...surge }],
      },
    ],
  });
}

function rhythm(swing: number, periodMinutes = 1_440) {
  return (): Draw => ({
    minutes: 3 * periodMinutes,
    controls: false,
    crowds: [{ service: MAIN, perMinute: REPORTS_PER_MINUTE, rhythm: { swing, periodMinutes } }],
  });
}

export const QUIET_KINDS: readonly Kind[] = [
  kind("quiet", () => ({ minutes: MINUTES })),
  kind("noise of 0.5 %", () => ({ minutes: MINUTES, noise: 0.005 })),
  kind("noise of 2 %", () => ({ minutes: MINUTES, noise: 0.02 })),
  kind("bot wall, three regions", walled(3)),
  kind("bot wall, everywhere", walled(9)),
  kind("probe loses 10 %", ill(1, { probe: true, cause: "connect_timeout", rate: 0.1 })),
  kind("probe loses 30 %", ill(1, { probe: true, cause: "connect_timeout", rate: 0.3 })),
  kind("two probes lose 20 %", ill(2, { probe: true, cause: "response_timeout", rate: 0.2 })),
  kind("probe dead", ill(1, { probe: true, cause: "connect_timeout" })),
  kind("two probes dead", ill(2, { probe: true, cause: "resolve_timeout" })),
  kind("probe slow", ill(1, { probe: true, slowBy: 4 })),
  kind("probe silent", ill(1, { outcome: "silent" })),
  kind("two probes dark", ill(2, { outcome: "silent" })),
  kind("probe's clock stands", ill(1, { outcome: "stalled" })),
  kind("flood from one network", flood({ networks: 1 })),
  kind("flood from five people", flood({ people: 5 })),
  kind("flood from two networks", flood({ networks: 2 })),
  kind("daily peak of reports, 4×", rhythm(4)),
  kind("quick peaks of reports, 3× in two hours", rhythm(3, 240)),
  kind("vendor says outage, wrongly", () => ({
    minutes: MINUTES,
    noise: 0.002,
    notices: [{ service: MAIN, minute: 120, status: "major_outage", phase: "investigating", title: "Elevated errors" }],
  })),
  kind("maintenance announced", () => ({
    minutes: MINUTES,
    noise: 0.002,
    notices: [{ service: MAIN, minute: 120, status: "maintenance", phase: "scheduled", title: "Planned work" }],
  })),
];
