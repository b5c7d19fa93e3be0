/**
 * Puts events that are a little out of order back into it. It holds no more than what arrived within the allowed
 * disorder, and two events of one instant stay in the order in which they came.
 */
export type Reorder<E> = {
  /** Takes one event; gives those that nothing can precede any more. */
  add(event: E): E[];
  /** The remaining ones, at the end. */
  rest(): E[];
};

/** Held events after which they are sorted and those that are ready let go: sorting each time would cost more. */
const SORT_EVERY = 1_024;

export function createReorder<E extends { readonly at: number }>(disorderMs: number): Reorder<E> {
  let held: E[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  let untilSort = SORT_EVERY;
  const release = (before: number): E[] => {
    held.sort((a, b) => a.at - b.at);
    const index = held.findIndex(({ at }) => at > before);
    const ready = index < 0 ? held : held.slice(0, index);
    held = index < 0 ? [] : held.slice(index);
    return ready;
  };
  return {
    add(event) {
      held.push(event);
      newest = Math.max(newest, event.at);
      if (--untilSort > 0) return [];
      untilSort = SORT_EVERY;
      return release(newest - disorderMs);
    },
    rest: () => release(Number.POSITIVE_INFINITY),
  };
}
