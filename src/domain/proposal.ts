import type { RefusalCode } from './authority.ts';
import type { Particulars } from './case/events.ts';
import { type CaseState, clockOf, type Exits } from './case/state.ts';
import type { ExitCause } from './policyTables.ts';

/** How the benefit stands when a change is proposed: paid in full, on its way out by degrees, or not paid. */
type Standing = 'paid' | 'leaving' | 'stopped';

const openTo: Record<Standing, readonly string[]> = {
  paid: ['keep', 'keepDespite', 'raise', 'lower', 'gradualExit', 'suspend', 'stop'],
  leaving: ['keep', 'keepDespite', 'restore', 'gradualExit', 'suspend', 'stop'],
  stopped: ['keepDespite', 'resume', 'stop'],
};
const notOpen = { leaving: 'exitRunning', stopped: 'isSuspended' } as const;

/** A change of the benefit stands on the calculation made for it; where it differs, with a reason. Undefined: allowed. */
export function proposalRefused(state: CaseState, outcome: string, particulars: Particulars): RefusalCode | undefined {
  if (state.look?.headChanged) return ofSurvivors(state, outcome, particulars);
  if (outcome === 'succeed') return 'headNotChanged';
  const standing = standingOf(state);
  if (!openTo[standing].includes(outcome)) {
    if (standing !== 'paid') return notOpen[standing];
    return outcome === 'restore' ? 'noExitRunning' : 'notSuspended';
  }
  const { assessment, benefit } = state;
  const now = benefit?.amountFen ?? 0;
  const amount = Number(particulars.amountFen ?? 0);
  switch (outcome) {
    case 'keep': {
      const agrees =
        standing === 'leaving' ? !assessment?.eligible : assessment?.eligible && assessment.amountFen === now;
      return agrees ? undefined : 'differsFromCalculation';
    }
    case 'raise':
      return amount > now ? amountRefused(state, amount, particulars) : 'notARaise';
    case 'lower':
      return amount > 0 && amount < now ? amountRefused(state, amount, particulars) : 'notALowering';
    case 'restore':
    case 'resume':
      return amountRefused(state, amount, particulars);
    case 'gradualExit':
      return exitOffered(assessment?.exits, particulars) ? undefined : 'gradualExitNotOpen';
    case 'stop':
      return stopRefused(state, particulars);
    default:
      return undefined;
  }
}

/** The head has died or left: the survivors go on in a file of their own, or nothing goes on. */
function ofSurvivors(state: CaseState, outcome: string, particulars: Particulars): RefusalCode | undefined {
  if (outcome === 'stop') return stopRefused(state, particulars);
  if (outcome !== 'succeed') return 'survivorsFileNeeded';
  return amountRefused(state, Number(particulars.amountFen ?? 0), particulars);
}

function standingOf(state: CaseState): Standing {
  const { cause } = state.benefit ?? {};
  if (cause === 'suspended' || cause === 'ended') return 'stopped'; // ended, and to be decided anew
  return clockOf(state, 'gradualExit') ? 'leaving' : 'paid';
}

function amountRefused(
  { assessment }: CaseState,
  amount: number,
  { withReason }: Particulars,
): RefusalCode | undefined {
  if (amount <= 0) return 'grantWithoutAmount';
  const differs = !assessment?.eligible || amount !== assessment.amountFen;
  return differs && withReason !== true ? 'amountChangedWithoutReason' : undefined;
}

function stopRefused({ assessment }: CaseState, { ground }: Particulars): RefusalCode | undefined {
  return assessment?.eligible && (ground === 'incomeOver' || ground === 'propertyOver') ? 'stillEligible' : undefined;
}

/** After this cause, and in so many months where the proposal names a number. */
function exitOffered(exits: Exits | undefined, { cause, months }: Particulars): boolean {
  const offered = exits?.[cause as ExitCause] ?? [];
  return months === undefined ? offered.length > 0 : offered.includes(Number(months));
}
