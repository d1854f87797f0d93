import type { OfficerId } from './case/ids.ts';
import type { Role } from './case/roles.ts';
import { type EmergencyKind, emergencyKindNames } from './emergency/report.ts';

/** Roles that are on call: at a township, and at the county that answers where no township does. */
export const dutyRoles = ['duty_officer', 'county_officer'] as const satisfies readonly Role[];
export type DutyRole = (typeof dutyRoles)[number];

/** An officer's turn on call: from one instant until another (ms), at a place in the line. The first is called first. */
export interface Duty {
  readonly officer: OfficerId;
  readonly order: number;
  readonly from: number;
  readonly until: number;
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * Which of these turns cannot be, by index: it takes a place that somebody has at that time, or its officer has another
 * place then, who would be called twice and nobody after them.
 */
export function collidingTurn(duties: readonly Duty[]): number | undefined {
  const found = duties.findIndex((duty, i) =>
    duties
      .slice(0, i)
      .some((other) => overlap(duty, other) && (duty.order === other.order || duty.officer === other.officer)),
  );
  return found < 0 ? undefined : found;
}

/** What lies within a span of these turns, each written as one: the same for two rosters that call the same people. */
export function turnsWithin(duties: readonly Duty[], span: Span): Duty[] {
  const cut = duties
    .filter((duty) => overlap(duty, span))
    .map((duty) => ({ ...duty, from: Math.max(duty.from, span.from), until: Math.min(duty.until, span.until) }))
    .sort((a, b) => a.order - b.order || a.from - b.from);
  const turns: Duty[] = [];
  for (const duty of cut) {
    const last = turns.at(-1);
    const goesOn = last?.officer === duty.officer && last.order === duty.order && last.until === duty.from;
    if (goesOn) turns[turns.length - 1] = { ...last, until: duty.until };
    else turns.push(duty);
  }
  return turns;
}

/** Whether two rosters call the same people at the same times within a span. */
export function callsTheSame(one: readonly Duty[], other: readonly Duty[], span: Span): boolean {
  const [mine, theirs] = [one, other].map((duties) => turnsWithin(duties, span));
  return (
    mine!.length === theirs!.length &&
    mine!.every(({ officer, order, from, until }, i) => {
      const their = theirs![i]!;
      return officer === their.officer && order === their.order && from === their.from && until === their.until;
    })
  );
}

function overlap(one: Span, other: Span): boolean {
  return one.from < other.until && other.from < one.until;
}

/** What a call says: the place, what happened, the number and the minutes left. A lock screen shows it; nobody is named. */
export interface DutyCall {
  readonly township: string;
  readonly kind: EmergencyKind;
  readonly caseNumber: string;
  readonly answerMinutes: number;
  /** Until help must have arrived. */
  readonly aidMinutes: number;
}

export function dutyText(role: DutyRole, { township, kind, caseNumber, answerMinutes, aidMinutes }: DutyCall): string {
  const ask = {
    duty_officer: `请在${answerMinutes}分钟内登录系统接报`,
    county_officer: `乡镇（街道）${answerMinutes}分钟内无人接报的，由县级接报，请准备`,
  };
  return `【${township}】急难报告：${emergencyKindNames[kind]}，编号${caseNumber}。${ask[role]}；先行救助时限剩余${aidMinutes}分钟。`;
}
