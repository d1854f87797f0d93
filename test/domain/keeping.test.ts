import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approvalRefusal,
  type ListEvent,
  type ListNow,
  supervisionRefusal,
  withdrawalRefusal,
} from '../../src/domain/keeping/list.ts';
import { type ListStep, outOfOrder } from '../../src/domain/keeping/order.ts';
import { type FileKept, keptUntil, whatKeeps } from '../../src/domain/keeping/whatKeeps.ts';
import { keptBy } from '../../src/domain/keeping/words.ts';

const free: FileKept = {
  endedOn: '2026-03-31',
  keepUntil: '2029-03-31',
  heldUntil: undefined,
  toComeBackFen: 0,
  remedyPending: false,
  paymentsUnderWay: 0,
  owedFen: 0,
  matchesUnsettled: 0,
  unanswered: 0,
  livingSuccessors: 0,
};

describe('who may be on a destruction list', () => {
  it('is an ended file whose time is over, from the day after its last one', () => {
    expect(whatKeeps(free, '2029-03-31', 3)).toEqual(['timeNotOver']);
    expect(whatKeeps(free, '2029-04-01', 3)).toEqual([]);
    expect(whatKeeps({ ...free, endedOn: undefined }, '2029-04-01', 3)).toEqual(['notEnded']);
  });

  it('goes by the longer of what was promised and what policy asks today', () => {
    expect(keptUntil(free, 5)).toBe('2031-03-31');
    expect(keptUntil(free, 1)).toBe('2029-03-31');
    expect(keptUntil({ endedOn: '2024-02-29', keepUntil: undefined }, 3)).toBe('2027-02-28');
  });

  it.each([
    [{ heldUntil: '2029-04-01' }, 'onHold'],
    [{ toComeBackFen: 1 }, 'recoveryOpen'],
    [{ remedyPending: true }, 'remedyOpen'],
    [{ paymentsUnderWay: 1 }, 'moneyUnderWay'],
    [{ owedFen: 1 }, 'moneyOwed'],
    [{ matchesUnsettled: 1 }, 'matchUnsettled'],
    [{ unanswered: 1 }, 'unanswered'],
    [{ livingSuccessors: 1 }, 'successorDepends'],
  ] as const)('%o keeps a file, whatever its time: %s', (change, why) => {
    expect(whatKeeps({ ...free, ...change }, '2029-04-01', 3)).toEqual([why]);
  });

  it('is told all that keeps a file at once, and a hold only as long as it lasts', () => {
    const all = {
      heldUntil: '2099-01-01',
      toComeBackFen: 1,
      remedyPending: true,
      paymentsUnderWay: 1,
      owedFen: 1,
      matchesUnsettled: 1,
      unanswered: 1,
      livingSuccessors: 1,
    };
    expect(['notEnded', ...whatKeeps({ ...free, ...all }, '2029-03-31', 3)]).toEqual([...keptBy]);
    expect(whatKeeps({ ...free, heldUntil: '2029-04-01' }, '2029-04-02', 3)).toEqual([]);
  });
});

describe('four eyes, and two more', () => {
  const proposed: ListNow = { state: 'proposed', proposedBy: 'a', approvedBy: undefined, supervisedBy: [], files: 2 };
  const approved: ListNow = { ...proposed, state: 'approved', approvedBy: 'b', supervisedBy: ['c'] };

  it('who proposed does not approve, and whoever approves has seen the files', () => {
    expect(approvalRefusal(proposed, 'a', 2)).toBe('listApprovedByProposer');
    expect(approvalRefusal(proposed, 'b', 3)).toBe('listFilesDiffer');
    expect(approvalRefusal({ ...proposed, files: 0 }, 'b', 0)).toBe('listFilesDiffer');
    expect(approvalRefusal(approved, 'b', 2)).toBe('listMovedOn');
    expect(approvalRefusal(proposed, 'b', 2)).toBeUndefined();
  });

  it('who has had to do with a list does not supervise it', () => {
    for (const known of ['a', 'b', 'c']) expect(supervisionRefusal(approved, known, 2)).toBe('listSupervisedByOthers');
    expect(supervisionRefusal(proposed, 'd', 2)).toBe('listMovedOn');
    expect(supervisionRefusal(approved, 'd', 1)).toBe('listFilesDiffer');
    expect(supervisionRefusal(approved, 'd', 2)).toBeUndefined();
  });

  it('what is released is not given up any more', () => {
    expect(withdrawalRefusal(approved)).toBeUndefined();
    expect(withdrawalRefusal({ ...approved, state: 'released' })).toBe('listMovedOn');
  });
});

describe('the journal of a list', () => {
  const file = (caseId: string) => ({ caseId, caseNumber: caseId, endedOn: '2026-03-31', keepUntil: '2029-03-31' });
  const much = { persons: 1, contents: 1, documents: 0 };
  const step = (actor: string, event: ListEvent): ListStep => ({ actor, event });
  const whole: readonly ListStep[] = [
    step('a', { type: 'proposed', ground: 'law', files: ['1', '2', '3'].map(file) }),
    step('b', { type: 'takenOff', caseId: '3', why: 'onHold' }),
    step('b', { type: 'approved', role: 'county_leader', files: 2, supervisors: 2 }),
    step('c', { type: 'supervised', role: 'auditor', nth: 1, files: 2 }),
    step('d', { type: 'supervised', role: 'county_officer', nth: 2, files: 2 }),
    step('system', { type: 'destroyed', caseId: '1', caseNumber: '1', ...much }),
    step('system', { type: 'destroyed', caseId: '2', caseNumber: '2', ...much }),
    step('system', { type: 'done', files: 2, ...much }),
  ];

  it('is in order as it was made, and at every moment of its making', () => {
    for (let n = 0; n <= whole.length; n++) expect(outOfOrder(whole.slice(0, n))).toBeUndefined();
  });

  it('is out of order as soon as a step is missing, said twice, or by somebody who may not', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 2), (at) => {
        const without = whole.filter((_step, i) => i !== at);
        expect(outOfOrder(without)).toBeLessThanOrEqual(whole.length - 1);
        const twice = [...whole.slice(0, at + 1), whole[at]!, ...whole.slice(at + 1)];
        expect(outOfOrder(twice)).toBe(at + 2);
      }),
    );
    const by = (at: number, actor: string) =>
      outOfOrder(whole.map((each, i) => (i === at ? { ...each, actor } : each)));
    expect(by(2, 'a')).toBe(3);
    expect(by(4, 'b')).toBe(5);
  });

  it('destroys nothing that was not on it, was taken off, or before the last has supervised it', () => {
    const next = (n: number, caseId: string) =>
      outOfOrder([...whole.slice(0, n), step('system', { type: 'destroyed', caseId, caseNumber: caseId, ...much })]);
    expect([next(5, '1'), next(5, '3'), next(5, '9'), next(4, '1'), next(2, '1')]).toEqual([undefined, 6, 6, 5, 3]);
  });
});
