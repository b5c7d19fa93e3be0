/**
 * How long something lasts, from what has lasted (E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete
 * Observations", 1958). A duration that is not over yet, or whose end was not seen, is censored: it lasted at least so long.
 */
export type Duration = { readonly minutes: number; readonly censored: boolean };

/** The steps of S(t) = P(lasts longer than t), by time. */
export function survival(durations: readonly Duration[]): { readonly minutes: number; readonly share: number }[] {
  const ends = [...new Set(durations.filter(({ censored }) => !censored).map(({ minutes }) => minutes))];
  let share = 1;
  return ends
    .sort((a, b) => a - b)
    .map((minutes) => {
      const atRisk = durations.filter((duration) => duration.minutes >= minutes).length;
      const ended = durations.filter((duration) => !duration.censored && duration.minutes === minutes).length;
      share *= 1 - ended / atRisk;
      return { minutes, share };
    });
}

/** Minutes more after which what has lasted `elapsed` is over with a chance; `null` where the durations do not reach so far. */
export function overWithin(chance: number, elapsed: number, durations: readonly Duration[]): number | null {
  const steps = survival(durations);
  const here = steps.filter(({ minutes }) => minutes <= elapsed).at(-1)?.share ?? 1;
  const end = steps.find(({ minutes, share }) => minutes > elapsed && share <= here * (1 - chance) + 1e-12);
  return here > 0 && end !== undefined ? end.minutes - elapsed : null;
}
