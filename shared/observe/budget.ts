/**
 * What may be looked at besides the schedule: every regular look earns a share of an extra one, up to a sum that an outage
 * needs. Counted in looks and not in time, so that it holds whatever the interval and however fast time runs.
 */

/** What is saved up, by name; a name that is absent has saved up all it may. */
export type Budget = Map<string, number>;

export const regionName = (region: string) => `region ${region}`;
export const serviceName = (service: string) => `service ${service}`;

export type Bounds = {
  /** Extra looks that one regular look earns. */
  readonly share: number;
  /** Extra looks that may be saved up. */
  readonly saved: number;
};

/** Credits `looks` regular ones. Changed in place; what is full again is forgotten. */
export function earn(budget: Budget, name: string, looks: number, { share, saved }: Bounds): void {
  const has = budget.get(name);
  if (has === undefined) return;
  const grown = has + looks * share;
  if (grown >= saved) budget.delete(name);
  else budget.set(name, grown);
}

/** Whether `looks` extra ones may be made. */
export function affords(budget: Budget, name: string, looks: number, { saved }: Pick<Bounds, "saved">): boolean {
  return (budget.get(name) ?? saved) >= looks;
}

/** Takes them; nothing is ever owed. */
export function spend(budget: Budget, name: string, looks: number, { saved }: Pick<Bounds, "saved">): void {
  budget.set(name, Math.max(0, (budget.get(name) ?? saved) - looks));
}
