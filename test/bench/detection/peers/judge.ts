import type { FoldEvent } from "../../../../shared/schema/index.ts";
import type { Alarm, Watch, Watched } from "../rule.ts";

/**
 * How a rule is put together: a judge per service, which for the rules that look is one judge per endpoint. The service
 * alerts when any of its endpoints does. A judge answers for an instant; the watch turns its answers into alarms.
 */

export type Look = Extract<FoldEvent, { type: "observation" }>;

export type Judge<Seen> = {
  see(event: Seen): void;
  /** Whether it alerts at this instant; asked after every event that concerns it, and at every tick. */
  alerts(at: number): boolean;
  failing(): readonly string[];
};

/** A watch over services, each with a judge of its own. Events of a service outside the world are passed over. */
export function watchServices(world: Watched, open: (service: string) => Judge<FoldEvent>): Watch {
  const seats = new Map(
    Object.keys(world.services).map((service) => [service, { judge: open(service), isAlerting: false }]),
  );
  const turn = (service: string, at: number): Alarm[] => {
    const seat = seats.get(service);
    const isAlerting = seat?.judge.alerts(at) ?? false;
    if (seat === undefined || isAlerting === seat.isAlerting) return [];
    seat.isAlerting = isAlerting;
    return [{ service, at, alerting: isAlerting }];
  };
  return {
    see(event) {
      if (event.type === "tick") return [...seats.keys()].flatMap((service) => turn(service, event.at));
      if (event.type === "control") return [];
      seats.get(event.service)?.judge.see(event);
      return turn(event.service, event.at);
    },
    failing: (service) => seats.get(service)?.judge.failing() ?? [],
  };
}

/** A watch over looks only, each endpoint with a judge of its own. */
export function watchEndpoints(world: Watched, open: () => Judge<Look>): Watch {
  return watchServices(world, (service) => {
    const judges = new Map((world.services[service] ?? []).map((endpoint) => [endpoint as string, open()]));
    return {
      see(event) {
        if (event.type === "observation") judges.get(event.endpoint)?.see(event);
      },
      // Every judge is asked, for some of them keep time by being asked.
      alerts: (at) => [...judges.values()].filter((judge) => judge.alerts(at)).length > 0,
      failing: () => [...new Set([...judges.values()].flatMap((judge) => judge.failing()))].sort(),
    };
  });
}

/**
 * Almost every peer knows two answers only: what was expected, or a failure. A wall against machines (403, 429) is an
 * unexpected status to it, and so is a look that never began.
 */
export const isFailure = (look: Look): boolean => look.outcome !== "pass";
