import { noteContact } from '../db/outsideContacts.ts';
import { inTransaction, type Pool } from '../db/pool.ts';
import type { OutsideSystem } from '../domain/outside.ts';
import { inStep } from '../tracing/spans.ts';

/** Refusals that say that nobody answered, or somebody who does not take our word. */
const noAnswer: readonly unknown[] = ['unavailable', 'rejected'];

type Call = (...given: unknown[]) => Promise<unknown>;

/** An outside system's port, of each of whose calls is noted whether it was answered: since when one is down must be seen. */
export function noted<Port extends object>(pool: Pool, system: OutsideSystem, port: Port): Port {
  const note = (answered: boolean) => inTransaction(pool, (tx) => noteContact(tx, system, answered)).catch(() => {}); // the call counts, not the note of it
  const notedCall =
    (name: string, call: Call): Call =>
    async (...given) => {
      try {
        const asked = inStep(`${system}: ${name}`, {}, () => call(...given));
        const answer = (await asked) as { refusal?: unknown } | undefined;
        await note(!noAnswer.includes(answer?.refusal));
        return answer;
      } catch (error) {
        await note(false);
        throw error;
      }
    };
  return Object.fromEntries(Object.entries(port).map(([name, call]) => [name, notedCall(name, call as Call)])) as Port;
}
