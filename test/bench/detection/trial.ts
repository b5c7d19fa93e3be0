import { mulberry32 } from "../../support/random.ts";
import { eventsOf, MINUTE, START } from "../../support/timeline.ts";
import { type Draw, type Kind, MAIN, PLACES, REPORTS_PER_MINUTE, SERVICES } from "./kind.ts";
import { openOurs } from "./ours.ts";
import type { Alarm, Rule, Watch } from "./rule.ts";
import { failingAt, type Outage, outagesOf } from "./truth.ts";

/** One kind and one seed, seen by the project and by every rule at once. */

export type Trial = {
  readonly kind: Kind;
  readonly outages: readonly Outage[];
  readonly serviceMinutes: number;
  /** In the order of the rules, the project's own first. */
  readonly courses: readonly Course[];
  /** What the project said of every region in every minute, against the truth. */
  readonly said: readonly Said[];
  /** The layer that the project named for an outage five minutes after it opened; absent where it was over by then. */
  readonly layers: ReadonlyMap<Outage, string | null>;
};

export type Course = {
  readonly rule: string;
  readonly alarms: readonly Alarm[];
  /** Regions said and true, five minutes after the first alarm of an outage. */
  readonly regions: ReadonlyMap<Outage, { readonly said: readonly string[]; readonly true: readonly string[] }>;
};

export type Said = { readonly probability: number; readonly failing: boolean };

/** Minutes after the alarm at which regions and layer are compared. */
const SETTLED_MINUTES = 5;

export function runTrial(kind: Kind, seed: number, rules: readonly Rule[]): Trial {
  const draw = kind.draw(mulberry32(seed));
  const outages = outagesOf(draw);
  const world = { regions: PLACES, services: SERVICES, intervalMs: MINUTE };
  const ours = openOurs();
  const watches = [
    { rule: "Downwhere", watch: ours as Watch },
    { rule: "Downwhere, if `recovering` is the end", watch: ours.impatient },
    ...rules.map((rule) => ({ rule: `${rule.peer}: ${rule.name}`, watch: rule.open(world) })),
  ].map(({ rule, watch }) => ({ rule, watch, alarms: [] as Alarm[], regions: new Map() }));
  const said: Said[] = [];
  const layers = new Map<Outage, string | null>();
  let nextMinute = START + MINUTE;
  const compare = (at: number) => {
    for (const outage of outages.filter(({ visible }) => visible)) {
      for (const { watch, alarms, regions } of watches) {
        if (regions.has(outage) || at >= outage.to) continue;
        const risen = alarms.find(({ service, at: rose }) => service === outage.service && rose >= outage.from);
        if (risen === undefined || at < risen.at + SETTLED_MINUTES * MINUTE) continue;
        regions.set(outage, { said: watch.failing(outage.service), true: failingAt(outages, outage.service, at) });
        if (watch === ours) layers.set(outage, ours.verdictOf(outage.service)?.layer ?? null);
      }
    }
    if (outages.every(({ visible }) => visible)) said.push(...saidAt(ours, outages, at));
  };
  for (const event of eventsFor(draw, seed)) {
    for (; event.at >= nextMinute; nextMinute += MINUTE) compare(nextMinute - 1);
    for (const { watch, alarms } of watches) alarms.push(...watch.see(event));
  }
  return { kind, outages, serviceMinutes: draw.minutes * Object.keys(SERVICES).length, courses: watches, said, layers };
}

function saidAt(ours: ReturnType<typeof openOurs>, outages: readonly Outage[], at: number): Said[] {
  return Object.keys(SERVICES).flatMap((service) => {
    const failing = failingAt(outages, service, at);
    return Object.entries(ours.verdictOf(service)?.regions ?? {}).map(([region, { probability }]) => ({
      probability,
      failing: failing.includes(region),
    }));
  });
}

function eventsFor(draw: Draw, seed: number) {
  const events = eventsOf({
    regions: PLACES,
    services: SERVICES,
    crowds: [{ service: MAIN, perMinute: REPORTS_PER_MINUTE }],
    controls: false,
    seed,
    ...draw,
  });
  // Replay puts late events back into order: what is left of disorder is the second copy.
  return draw.disorder ? events.flatMap((event) => [event, event]) : events;
}
