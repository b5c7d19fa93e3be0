import { type Family, gauge, type Sample } from "./exposition.ts";

/** Who is told, and what became of it. Gauges, for a subscription that ends takes its numbers with it. */

export type Told = {
  readonly status: string;
  readonly format: string;
  readonly deliveries: Readonly<Record<"waiting" | "delivered" | "dead" | "skipped", number>>;
};

export function deliveryFamilies(told: readonly Told[]): Family[] {
  const byStatus = counted(told.map(({ status, format }) => ({ labels: { status, format }, value: 1 })));
  const byState = counted(
    told.flatMap(({ format, deliveries }) =>
      Object.entries(deliveries).map(([state, value]) => ({ labels: { format, state }, value })),
    ),
  );
  return [
    gauge("downwhere_subscriptions", "Subscriptions there are, by status and format.", byStatus),
    gauge("downwhere_deliveries", "Deliveries of the subscriptions there are, by what became of them.", byState),
  ];
}

/** One sample per set of labels, with the sum of its values. */
function counted(samples: readonly Sample[]): Sample[] {
  const sums = new Map<string, Sample>();
  for (const { labels, value } of samples) {
    const key = JSON.stringify(labels);
    sums.set(key, { labels, value: (sums.get(key)?.value ?? 0) + value });
  }
  return [...sums.values()];
}
