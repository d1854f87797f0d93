import type { Doer } from '../case/events.ts';
import type { OfficerId } from '../case/ids.ts';

/** A county's run of one period: `<county>:<YYYY-MM>`, e.g. `420582000000:2026-11`. */
export type RunId = string & { readonly __brand: 'RunId' };

export const runStates = ['open', 'prepared', 'signed', 'filed', 'handedOver', 'closed'] as const;
export type RunState = (typeof runStates)[number];

/** How many lines, and their sum in fen. */
export interface Total {
  readonly lines: number;
  readonly fen: number;
}

/** Where a run stands: totals and states only, nothing about a household. `seq` is the tip of its own journal. */
export interface Run {
  readonly runId: RunId;
  readonly seq: number;
  readonly state: RunState;
  readonly planned: Total;
  readonly held: Total;
  readonly toPay: Total;
  readonly paid: Total;
  readonly returned: Total;
  readonly signers: readonly OfficerId[];
}

export const runRefusalCodes = [
  'runNotPrepared',
  'runAlreadySigned',
  'runClosed',
  'runNotBalanced',
  'nothingToPay',
  'totalDiffers',
  'signedAlready',
  'notFinanceOfficer',
  'otherCounty',
  'periodTooFarAhead',
] as const;
export type RunRefusal = (typeof runRefusalCodes)[number];

export function runIdOf(county: string, period: string): RunId {
  return `${county}:${period}` as RunId;
}

/** County and period of a run, or undefined where the text is no run's id. */
export function parseRunId(
  text: string,
): { readonly runId: RunId; readonly county: string; readonly period: string } | undefined {
  const [, county, period] = /^(\d{6}0{6}):(\d{4}-(?:0[1-9]|1[0-2]))$/.exec(text) ?? [];
  return county && period ? { runId: text as RunId, county, period } : undefined;
}

/** 财务复核: two different persons of the county sign, each naming the total they saw. Undefined: allowed. */
export function signatureRefusal(
  run: Run,
  { officer, role, division }: Doer,
  totalFen: number,
): RunRefusal | undefined {
  const incompetent = notCompetent(run, role, division);
  if (incompetent) return incompetent;
  if (run.state === 'open') return 'runNotPrepared';
  if (run.state === 'closed') return 'runClosed';
  if (run.toPay.lines === 0) return 'nothingToPay';
  if (run.signers.includes(officer)) return 'signedAlready';
  if (run.state !== 'prepared' || run.signers.length >= 2) return 'runAlreadySigned';
  return totalFen === run.toPay.fen ? undefined : 'totalDiffers';
}

/** A run is closed once every planned line is paid, held or returned; never before. Undefined: allowed. */
export function closingRefusal(run: Run, { role, division }: Omit<Doer, 'officer'>): RunRefusal | undefined {
  const incompetent = notCompetent(run, role, division);
  if (incompetent) return incompetent;
  if (run.state === 'open') return 'runNotPrepared';
  if (run.state === 'closed') return 'runClosed';
  return balances(run) ? undefined : 'runNotBalanced';
}

/** Paid + held + returned = planned, in lines and in fen. */
export function balances({ planned, held, paid, returned }: Run): boolean {
  return (
    paid.lines + held.lines + returned.lines === planned.lines && paid.fen + held.fen + returned.fen === planned.fen
  );
}

function notCompetent(run: Run, role: string, division: string): RunRefusal | undefined {
  if (role !== 'finance_officer') return 'notFinanceOfficer';
  return run.runId.startsWith(`${division}:`) ? undefined : 'otherCounty';
}

/** What the bank knows a run by (Max35Text): `DD420582-202611`. */
export function messageIdOf(runId: RunId): string {
  return `DD${runId.slice(0, 6)}-${runId.slice(-7).replace('-', '')}`;
}

/** The run a message of the bank is about, or undefined where it is none of ours. */
export function runOfMessage(messageId: string): RunId | undefined {
  const [, county, year, month] = /^DD(\d{6})-(\d{4})(\d{2})$/.exec(messageId) ?? [];
  return parseRunId(`${county}000000:${year}-${month}`)?.runId;
}
