/**
 * At most `limit` pieces of work at once. The platform queues a seventh exchange silently and its wait would be booked
 * as latency, so the probe queues for itself and starts its clock after it has been let in.
 */
export type Semaphore = <T>(work: () => Promise<T>) => Promise<T>;

export function createSemaphore(limit: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((admit) => waiting.push(admit));
    try {
      return await work();
    } finally {
      const admit = waiting.shift();
      if (admit) admit();
      else free++;
    }
  };
}
