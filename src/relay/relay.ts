import type { Logger } from 'pino';
import { type DecideDeps, sendCommand } from '../commands/decideTask.ts';
import { casesToReplanByPolicy } from '../commands/replanning.ts';
import { casesToReplan } from '../db/case/clocks.ts';
import { takeDailyRoot } from '../db/dailyRoots.ts';
import { claimSilentCommands, type StoredCommand } from '../db/inbox/commands.ts';
import { claimSilentFacts, markConsumed } from '../db/inbox/facts.ts';
import { claimDueEffects, type Effect, effectDone, effectFailed, effectPostponed } from '../db/outbox.ts';
import { noteApplied, unfinishedApplications } from '../db/policy.ts';
import { inTransaction, type Tx } from '../db/pool.ts';
import { claimCasesWithOverdueClock, unstartedApplications } from '../db/sweep.ts';
import { inTrace, sayOfStep } from '../tracing/spans.ts';
import type { EffectHandlers } from './effects.ts';
import type { RoundMetrics } from './metrics.ts';
import { startRound } from './round.ts';

/** How long something may be without outcome before it is sent again, in seconds of real time. */
export interface Patience {
  readonly start: number;
  readonly command: number;
  readonly fact: number;
  readonly clock: number;
  readonly policy: number;
}

export const patience: Patience = { start: 5, command: 15, fact: 10, clock: 60, policy: 10 };

/**
 * What PostgreSQL holds and somebody has still to be told: applications without workflow, decisions and facts without
 * outcome, clocks overdue and unconsumed, calls to outside systems. Everything is sent again under its own key, so any
 * number of relays may run; each row is taken by one at a time.
 */
export function startRelay(
  deps: DecideDeps & { effects: EffectHandlers; log: Logger; patience?: Patience; metrics?: RoundMetrics | undefined },
) {
  const { pool, cases, log, effects, metrics } = deps;
  const wait = deps.patience ?? patience;

  const rounds = [
    every(
      200, // money somebody waits for tonight never waits behind a platform that is down
      'urgent effects',
      take((tx) => claimDueEffects(tx, { urgent: true, limit: 20 })),
      make,
    ),
    every(
      500,
      'effects',
      take((tx) => claimDueEffects(tx, { urgent: false, limit: 20 })),
      make,
    ),
    every(
      1_000,
      'applications',
      take((tx) => unstartedApplications(tx, wait.start, 100)),
      (caseId) => cases.start(caseId),
    ),
    every(
      1_000,
      'commands',
      take((tx) => claimSilentCommands(tx, wait.command, 100)),
      sendAgain,
    ),
    every(
      1_000,
      'facts',
      take((tx) => claimSilentFacts(tx, wait.fact, 100)),
      async ({ caseId, ...fact }) => {
        if ((await cases.tell(caseId, fact)) === 'ended')
          await inTransaction(pool, (tx) => markConsumed(tx, fact.factId, 'caseEnded'));
      },
    ),
    every(60_000, 'calendars', take(outdatedCases), ({ caseId, version }) => cases.calendarChanged(caseId, version)),
    every(wait.policy * 1_000, 'policy', take(casesUnderNewLengths), ({ caseId, version }) =>
      cases.calendarChanged(caseId, version),
    ),
    every(10_000, 'daily root', take(noteWhereChainsEnd), async () => {}),
    every(
      5_000,
      'clocks',
      take((tx) =>
        claimCasesWithOverdueClock(tx, { overdueSeconds: wait.clock, againSeconds: wait.clock, limit: 500 }),
      ),
      ({ caseId, offsetMs }) => cases.clockMoved(caseId, offsetMs),
    ),
  ];

  function take<T>(what: (tx: Tx) => Promise<T[]>): () => Promise<T[]> {
    return () => inTransaction(pool, what);
  }

  async function noteWhereChainsEnd(tx: Tx): Promise<never[]> {
    await takeDailyRoot(tx);
    return [];
  }

  /** In the trace of the request it came in with. */
  function sendAgain(command: StoredCommand): Promise<void> {
    const said = { 'doudi.command_id': command.commandId };
    return inTrace(command.payload.traceparent, 'relay: send again', { said }, async () => {
      sayOfStep({ 'doudi.answer': (await sendCommand(deps, command)).kind });
    });
  }

  function make(effect: Effect): Promise<void> {
    const said = { 'doudi.attempt': effect.attempts };
    return inTrace(effect.traceparent, `relay: ${effect.effect}`, { said }, async () => {
      const answer = await effects[effect.effect](effect);
      const known = 'notBefore' in answer ? 'postponed' : answer.ok ? 'done' : answer.refusal;
      sayOfStep({ 'doudi.answer': known });
      await inTransaction(pool, (tx) => {
        if ('notBefore' in answer) return effectPostponed(tx, effect, answer.notBefore);
        return answer.ok ? effectDone(tx, effect, answer.value) : effectFailed(tx, effect, answer.refusal);
      });
    });
  }

  async function outdatedCases(tx: Tx) {
    const { version } = (await deps.policy.read(tx)).calendar;
    return (await casesToReplan(tx, version, 500)).map((caseId) => ({ caseId, version }));
  }

  /** Until no running clock is left that an applied length would move. */
  async function casesUnderNewLengths(tx: Tx) {
    const applied = await unfinishedApplications(tx);
    if (applied.length === 0) return [];
    const found = await casesToReplanByPolicy(tx, deps.policy);
    if (found.length === 0) await noteApplied(tx, applied);
    return found.map((caseId) => ({ caseId, version: `policy-${applied.join('-')}` }));
  }

  function every<T>(ms: number, name: string, find: () => Promise<T[]>, tell: (one: T) => Promise<unknown>) {
    return startRound({ name, everyMs: ms, find, tell, log, metrics });
  }

  return { stop: async () => void (await Promise.all(rounds.map((stop) => stop()))) };
}
