import { isAway } from '../../src/db/pool.ts';

/** What an answer of the API says while the database or Temporal is away. */
export class NotReady extends Error {}

/** Does it again, as people and machines do, while what it needs is away; every other failure is one. */
export async function patiently<T>(work: () => Promise<T>, withinMs = 60_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const passing = error instanceof NotReady || isAway(error);
      if (!passing || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
