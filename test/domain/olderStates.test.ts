import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { broughtUp } from '../../src/domain/case/earlierShapes.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { type CaseState, newCase } from '../../src/domain/case/state.ts';
import { CaseLife } from './caseLife.ts';

const directory = new URL('../kernel/carried/', import.meta.url);

/** States that cases really carried from run to run under earlier versions, one of each shape there was. */
const carried = readdirSync(directory).map((name) => {
  const { state } = JSON.parse(readFileSync(new URL(name, directory), 'utf8')) as { state: CaseState };
  return { name: name.replace('.json', ''), state };
});

describe('the story of today, begun from a state of an earlier shape', () => {
  it.each(carried)('stands where the case stood: $name', async ({ state }) => {
    expect(state.v).toBe(1);
    const life = new CaseLife({
      ...{ relatives: [], excludesPosting: false, delegated: false },
      ...{ eligible: true, differences: 0, postAgain: false },
    });
    life.state = broughtUp(state);
    await life.begin();
    expect(life.inStep()).toBe(true);
    for (const [key, { kind }] of Object.entries(state.open))
      expect(life.state.open).toHaveProperty([key, 'kind'], kind);
  });
});

it('what an emergency carried of its aid stands apart from the emergency', () => {
  const together = { persons: 2, givenFen: 80_000, way: 'cash', dutyReached: true, overOn: '2026-12-03' };
  const older = { ...newCase('c-1' as CaseId), v: 2, emergency: together } as CaseState;
  expect(broughtUp(older)).toMatchObject({
    programme: 'emergency',
    aid: { persons: 2, givenFen: 80_000, way: 'cash' },
    emergency: { dutyReached: true, overOn: '2026-12-03' },
  });
});
