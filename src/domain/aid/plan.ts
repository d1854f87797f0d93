import type { PlainDate } from '../calendar.ts';
import type { CaseState } from '../case/state.ts';

/** When a stage of aid opens: at once, on a day, or once somebody has registered what it waits for. */
export type Opening = 'now' | 'fact' | PlainDate;

/** 分阶段救助: one stage of what was decided once; amounts in fen. */
export interface AidStage {
  readonly fen: number;
  readonly opens: Opening;
}

/** What is proposed, and once decided is given: its stages in their order. */
export interface AidPlan {
  readonly stages: readonly AidStage[];
  /** The round of the giving (thread `stages`) in which the first of them is given. */
  readonly first: number;
}

/** Stages as a decision's particulars carry them: '300000 2026-11-01', '200000 fact'. */
export function asCodes(stages: readonly AidStage[]): readonly string[] {
  return stages.map(({ fen, opens }) => `${fen} ${opens}`);
}

export function stagesFrom(codes: unknown): readonly AidStage[] {
  if (!Array.isArray(codes)) return [];
  return codes.map((code) => {
    const [fen, opens] = String(code).split(' ') as [string, string];
    return { fen: Number(fen), opens };
  });
}

export function totalOf(stages: readonly AidStage[]): number {
  return stages.reduce((sum, { fen }) => sum + fen, 0);
}

/** The stages not given yet, the one under way first. */
export function stagesLeft({ aid, rounds }: Pick<CaseState, 'aid' | 'rounds'>): readonly AidStage[] {
  const { stages = [], first = 1 } = aid?.plan ?? {};
  return stages.slice(Math.max((rounds.stages ?? 1) - first, 0));
}
