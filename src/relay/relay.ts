import type { Logger } from 'pino';
import { type DecideDeps, sendCommand } from '../commands/decideTask.ts';
import { casesToReplan } from '../db/case/clocks.ts';
import { claimSilentCommands } from '../db/inbox/commands.ts';
import { claimSilentFacts, markConsumed } from '../db/inbox/facts.ts';
import { claimDueEffects, effectDone, effectFailed } from '../db/outbox.ts';
import { inTransaction } from '../db/pool.ts';
import { casesWithOverdueClock, markStarted, unstartedApplications } from '../db/sweep.ts';
import type { CaseId, Key } from '../domain/case/ids.ts';
import type { EffectHandlers } from './effects.ts';

/** How long something may be without outcome before it is sent again, in seconds of real time. */
export interface Patience {
  readonly start: number;
  readonly command: number;
  readonly fact: number;
  readonly clock: number;
}

export const patience: Patience = { start: 5, command: 15, fact: 10, clock: 60 };

/**
 * What PostgreSQL holds and somebody has still to be told: applications without workflow, decisions and facts without
 * outcome, clocks overdue and unconsumed, calls to outside systems. Everything is sent again under its own key, so any
 * number of relays may run; each row is taken by one at a time.
 */
export function startRelay(deps: DecideDeps & { effects: EffectHandlers; log: Logger; patience?: Patience }) {
  const { pool, cases, log, effects } = deps;
  const wait = deps.patience ?? patience;

  const rounds = [
    every(500, 'effects', async () => {
      for (const effect of await inTransaction(pool, (tx) => claimDueEffects(tx, 20))) {
        const answer = await effects[effect.effect](effect);
        await inTransaction(pool, (tx) =>
          answer.ok ? effectDone(tx, effect, answer.value) : effectFailed(tx, effect, answer.refusal),
        );
      }
    }),
    every(1_000, 'applications', async () => {
      for (const caseId of await inTransaction(pool, (tx) => unstartedApplications(tx, wait.start, 100))) {
        await cases.start(caseId);
        await inTransaction(pool, (tx) => markStarted(tx, caseId));
      }
    }),
    every(1_000, 'commands', async () => {
      for (const command of await inTransaction(pool, (tx) => claimSilentCommands(tx, wait.command, 100)))
        await sendCommand(deps, command);
    }),
    every(1_000, 'facts', async () => {
      for (const { factId, caseId, name, key } of await inTransaction(pool, (tx) =>
        claimSilentFacts(tx, wait.fact, 100),
      )) {
        const told = await cases.tell(caseId as CaseId, { factId, name, ...(key ? { key: key as Key } : {}) });
        if (told === 'ended') await inTransaction(pool, (tx) => markConsumed(tx, factId, 'caseEnded'));
      }
    }),
    every(60_000, 'calendars', async () => {
      const { version, caseIds } = await inTransaction(pool, async (tx) => {
        const { calendar } = await deps.policy.read(tx);
        return { version: calendar.version, caseIds: await casesToReplan(tx, calendar.version, 500) };
      });
      for (const caseId of caseIds) await cases.calendarChanged(caseId as CaseId, version);
    }),
    every(5_000, 'clocks', async () => {
      for (const { caseId, offsetMs } of await inTransaction(pool, (tx) =>
        casesWithOverdueClock(tx, wait.clock, 500),
      )) {
        await cases.clockMoved(caseId, offsetMs);
      }
    }),
  ];

  /** Runs a round again and again; a round that fails is logged by name and tried at the next turn. */
  function every(ms: number, name: string, round: () => Promise<void>) {
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    let running = Promise.resolve();
    const turn = () => {
      running = round()
        .catch((error: Error) =>
          log.warn(
            { round: name, error: error.name, code: (error as { code?: string }).code },
            'a round of the relay failed; it is tried again',
          ),
        )
        .then(() => {
          if (!stopped) timer = setTimeout(turn, ms);
        });
    };
    turn();
    return async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    };
  }

  return { stop: async () => void (await Promise.all(rounds.map((stop) => stop()))) };
}
