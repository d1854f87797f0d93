import { fc } from '@fast-check/vitest';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { outcomeNames, stageNames } from '../../src/domain/case/names.ts';
import type { Stage } from '../../src/domain/case/stages.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';
import { CaseLife, type Circumstances } from '../../test/domain/caseLife.ts';
import { applied, happening, happens, inBenefit, inNeed } from '../../test/domain/happenings.ts';

/**
 * docs/life.md: the stages of a case and what leads from one to another, found by living many lives of the real story.
 * Always the same lives, so that the page changes when the story does.
 */
export async function lifePage(): Promise<string> {
  const lives = fc.sample(
    fc.tuple(
      fc.oneof<fc.Arbitrary<Circumstances>[]>(applied, inBenefit, inNeed),
      fc.array(happening, { minLength: 60, maxLength: 120 }),
    ),
    { numRuns: 450, seed: 2026 },
  );
  const steps = new Set<string>();
  for (const [circumstances, happenings] of lives) {
    const life = new CaseLife(circumstances);
    await life.begin();
    for (const each of happenings) await happens(life, each);
    for (const step of stepsOf(life.journal)) steps.add(step);
  }
  return [
    '# The life of a case 案件的一生',
    '',
    'Found by living the stories of workflows/assistance.ts and workflows/emergency.ts 450 times (`npx tsx scripts/generate-docs.ts`), not drawn by hand.',
    'Inside 在享 one look at the family follows another; they do not leave the stage unless the benefit ends.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...Object.entries(stageNames).map(([stage, zh]) => `  ${stage}: ${zh} ${stage}`),
    '  [*] --> intake',
    ...[...steps].sort(),
    '  ended --> [*]',
    '```',
    '',
  ].join('\n');
}

/** Each change of stage with what brought it: the decision before it, or time. */
function stepsOf(journal: readonly CaseEvent[]): string[] {
  let stage: Stage = 'intake';
  let brought = '';
  const steps: string[] = [];
  for (const event of journal) {
    if (event.type === 'taskDecided') brought = `${taskKinds[event.kind].zh}：${outcomeNames[event.outcome]}`;
    if (event.type === 'clockPassed') brought = '期限已过';
    if (event.type !== 'stageEntered') continue;
    if (brought) steps.push(`  ${stage} --> ${event.stage}: ${brought}`);
    stage = event.stage;
  }
  return steps;
}
