import type { Control, Observation, Target } from "../../shared/schema/index.ts";
import type { Look } from "./run-round.ts";

/**
 * Tells of failures while a round is under way: a round ends when its slowest check does, and an outage must not wait for
 * it. With a failure goes all that was seen so far, or what passed would always be heard of last. One message at a time;
 * what fails meanwhile goes with the next. What was failing already is no news.
 */
export type Alerts = {
  /** Hears of a look. */
  seen(look: Look): void;
  /** When everything has been told. */
  settled(): Promise<void>;
};

export type AlertPorts = {
  /** Answers with what is to be looked at again. */
  readonly send: (looks: {
    readonly observations: Observation[];
    readonly controls: Control[];
  }) => Promise<readonly Target[]>;
  readonly onWish: (again: readonly Target[]) => void;
  readonly onLost: (error: unknown) => void;
};

/** `failing`: what was failing when it was last looked at from here. Changed as looks come in. */
export function createAlerts(failing: Set<string>, { send, onWish, onLost }: AlertPorts): Alerts {
  let observations: Observation[] = [];
  let controls: Control[] = [];
  let hasNews = false;
  let sending: Promise<void> | null = null;
  const sendAll = async () => {
    while (hasNews) {
      const batch = { observations, controls };
      observations = [];
      controls = [];
      hasNews = false;
      try {
        onWish(await send(batch));
      } catch (error) {
        // The round tells them again; only the haste is lost.
        onLost(error);
      }
    }
    sending = null;
  };
  return {
    seen(look) {
      if (look.type === "control") {
        controls.push(look.control);
        return;
      }
      const { service, endpoint, outcome } = look.observation;
      observations.push(look.observation);
      const key = `${service}/${endpoint}`;
      if (outcome === "pass") failing.delete(key);
      if (outcome !== "fail" || failing.has(key)) return;
      failing.add(key);
      hasNews = true;
      sending ??= sendAll();
    },
    async settled() {
      await sending;
    },
  };
}
