import { cuts, lookDue } from '../../src/domain/case/looks.ts';
import { type CaseState, clockOf, type LookCause } from '../../src/domain/case/state.ts';
import type { OutcomeOf } from '../../src/domain/case/taskKinds.ts';
import type { Case } from '../kernel/story.ts';
import { hearing } from './hearing.ts';

/** 'again': what was found is to be looked into once more. 'ended': the benefit is over. */
type LookOutcome = 'again' | 'over' | 'ended';

/**
 * One look at the family after another, never two at a time: at its review (MCA-57 art. 31), when something changes, when
 * a register or a court says so, at the end of a schedule. Why it is looked at is recorded first: what happens meanwhile
 * waits for the next look.
 */
export async function looks(c: Case): Promise<void> {
  while (!isOver(c.state)) {
    const why = await begun(c);
    if (why === undefined) break; // ended by whoever upheld an ending
    const outcome = await look(c, why);
    if (outcome !== 'again') c.endLook();
    c.again();
    if (outcome === 'ended') break;
    await c.settled(); // before it is asked whether there is a look to be had
  }
  c.stopClock('review');
}

/** Ended, and what was still to be looked at has been: the file is closed again. */
function isOver(state: CaseState): boolean {
  return state.benefit?.cause === 'ended' && !state.look && lookDue(state) === undefined;
}

/** The next review is counted from the last one; a look at something else leaves its time as it is. */
async function begun(c: Case): Promise<LookCause | undefined> {
  while (!c.state.look) {
    c.startClock('review');
    await c.until((state) => lookDue(state) !== undefined || isOver(state));
    if (isOver(c.state)) return undefined;
    c.beginLook();
    await c.settled();
  }
  return c.state.look.why;
}

/** Established, calculated, proposed, heard where something is taken, decided by another person, and told in writing. */
async function look(c: Case, why: LookCause): Promise<LookOutcome> {
  if (why === 'exitOver') return exitOver(c);
  if (!(await (why === 'review' ? reviewed(c) : verified(c)))) return 'over';
  c.assess();
  c.startClock('proposeChange');
  const proposed = await c.humanTask('proposeChange', { clock: 'proposeChange' });
  c.stopClock('proposeChange');
  if (proposed === 'keep') return 'over';
  if (cuts(proposed) && (await hearing(c)) === 'newFacts') return 'again';
  c.startClock('confirmChange');
  const decided = await c.humanTask('confirmChange', { clock: 'confirmChange' });
  c.stopClock('confirmChange');
  if (decided === 'returned') return 'again';
  if (decided === 'refused' || proposed === 'keepDespite') return 'over';
  return changed(c, proposed);
}

/**
 * 定期核查: a fresh data check and a visit. Without change the amount stays, by law. Late, the township is called, and
 * then the county; the benefit goes on meanwhile.
 */
async function reviewed(c: Case): Promise<boolean> {
  c.message('reviewAhead');
  c.effect('requestCheck');
  const found = await c.during([freshReport, lateReview, reportedMeanwhile], (c) =>
    c.humanTask('periodicReview', { clock: 'review' }),
  );
  c.stopClock('review');
  c.stopClock('reviewOverdue');
  c.stopClock('verifyChange');
  return found === 'changed';
}

async function freshReport(c: Case): Promise<void> {
  await c.fact('checkReport');
  c.compare();
}

async function lateReview(c: Case): Promise<void> {
  await c.until((state) => clockOf(state, 'review')?.clock.passed === true);
  c.message('reviewOverdue');
  c.startClock('reviewOverdue');
}

/** A change that is reported meanwhile is looked at with the review, and within its own time. */
async function reportedMeanwhile(c: Case): Promise<void> {
  await c.until((state) => state.look?.reported === true);
  c.startClock('verifyChange');
}

/** What was reported, or a register says, is looked into at the family's home. */
async function verified(c: Case): Promise<boolean> {
  c.startClock('verifyChange');
  const found = await c.humanTask('verifyChange', { clock: 'verifyChange' });
  c.stopClock('verifyChange');
  return found === 'confirmed';
}

type Change = Exclude<OutcomeOf<'proposeChange'>, 'keep' | 'keepDespite'>;

const letters = {
  raise: 'benefitRaised',
  lower: 'benefitLowered',
  gradualExit: 'gradualExit',
  restore: 'benefitResumed',
  suspend: 'benefitSuspended',
  resume: 'benefitResumed',
  stop: 'benefitEnded',
  succeed: 'survivorsFile',
} as const;

/** The decision takes effect from the month the law gives it, and is told in writing with its remedies; the letter waits for nobody's look. */
function changed(c: Case, proposed: Change): LookOutcome {
  c.changeBenefit();
  if (proposed === 'gradualExit') c.restartClock('gradualExit');
  else c.stopClock('gradualExit');
  if (proposed === 'suspend') c.restartClock('suspension');
  else c.stopClock('suspension');
  if (proposed === 'succeed') c.openSurvivorsFile();
  if (c.state.look?.proposed?.movesOut) c.handOver();
  c.issue(letters[proposed]);
  c.message(proposed === 'gradualExit' ? 'exitBegins' : 'decision');
  return proposed === 'stop' || proposed === 'succeed' ? 'ended' : 'over';
}

/** 渐退期满: what was decided and heard at its beginning comes about. */
function exitOver(c: Case): LookOutcome {
  c.stopClock('gradualExit');
  c.changeBenefit();
  c.issue('gradualExitOver');
  c.message('decision');
  return 'ended';
}
