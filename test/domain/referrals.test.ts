import { describe, expect, it } from 'vitest';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { fold } from '../../src/domain/case/fold.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { answeredAtWindow, destinations, referralsOf } from '../../src/domain/case/referrals.ts';
import { newCase } from '../../src/domain/case/state.ts';
import { aidFigures } from '../../src/domain/emergency/aidFigures.ts';

const caseId = '00000000-0000-4000-8000-000000000001' as CaseId;
const decision = (kind: string, outcome: string, particulars: object = {}) =>
  ({
    ...{ type: 'taskDecided', key: `referrals.1.${kind}` as Key, kind, outcome, particulars },
    ...{ officer: 'o', role: 'township_clerk', division: '420582001000', commandId: '', contentHash: '', article: '' },
  }) as unknown as CaseEvent;
const standAfter = (...events: CaseEvent[]) => events.reduce(fold, newCase(caseId)).referrals;

describe('whereto people were sent on', () => {
  it('of before it had numbers is answered one after another, the first first', () => {
    const sent = [
      decision('referOn', 'referred', { to: 'dibao' }),
      decision('firstAid', 'referral', { to: 'shelter' }),
    ];
    expect(standAfter(...sent)).toEqual(['dibao', 'shelter']);
    expect(standAfter(...sent, decision('answerReferral', 'taken'))).toEqual(['shelter']);
    expect(standAfter(...sent, decision('answerReferral', 'declined', { to: 'medicalAid' }))).toEqual([
      'shelter',
      'medicalAid',
    ]);
    expect(standAfter(...sent, decision('answerReferral', 'taken'), decision('recordAnswer', 'taken'))).toBeUndefined();
  });

  it('is answered beside the others where the record has numbered it, each by its own number', () => {
    const sent = [
      decision('referOn', 'referred', { to: 'dibao', referral: 1 }),
      decision('firstAid', 'referral', { to: 'shelter', referral: 2 }),
    ];
    const answer = (kind: string, no: number, outcome: string, particulars: object = {}) =>
      ({ ...decision(kind, outcome, particulars), key: `awaited.1.${kind}.${no}` as Key }) as CaseEvent;
    const referred = (...events: CaseEvent[]) => [...sent, ...events].reduce(fold, newCase(caseId)).referred;
    expect(referred()).toEqual([
      { no: 1, to: 'dibao' },
      { no: 2, to: 'shelter' },
    ]);
    expect(referred(answer('recordAnswer', 2, 'taken'))).toEqual([{ no: 1, to: 'dibao' }]);
    const declined = answer('answerReferral', 1, 'declined', { to: 'medicalAid', referral: 3 });
    expect(referred(declined)).toEqual([
      { no: 2, to: 'shelter' },
      { no: 3, to: 'medicalAid' },
    ]);
    expect(referred(declined, answer('recordAnswer', 3, 'taken'), answer('recordAnswer', 2, 'taken'))).toBeUndefined();
    const failed = { type: 'referredFileOpened', key: 'awaited.1.referredFile.1' as Key, programme: 'dibao' } as const;
    expect(referred(answer('answerReferral', 1, 'opened'), failed)).toEqual([
      { no: 2, to: 'shelter' },
      { no: 3, to: 'dibao' },
    ]);
  });

  it('is asked again where the file could not be opened after all', () => {
    const failed = { type: 'referredFileOpened', key: 'answers.1.referredFile' as Key, programme: 'dibao' } as const;
    const opened = { ...failed, successor: caseId, caseNumber: 'DD-1' };
    const answered = [decision('referOn', 'referred', { to: 'dibao' }), decision('answerReferral', 'opened')];
    expect(standAfter(...answered, opened)).toBeUndefined();
    expect(standAfter(...answered, failed)).toEqual(['dibao']);
  });

  it('is read from the decisions as the fold has it', () => {
    const at = (day: number) => `2026-10-0${day}T01:00:00.000Z`;
    expect(
      referralsOf([
        { kind: 'answerReport', outcome: 'notEmergency', at: at(1), to: 'dibao' },
        { kind: 'answerReferral', outcome: 'declined', at: at(2), to: 'medicalAid' },
        { kind: 'recordAnswer', outcome: 'taken', at: at(3), number: 'A-1' },
      ]),
    ).toEqual([
      { to: 'dibao', referredAt: at(1), stands: 'declined', answeredAt: at(2), number: null },
      { to: 'medicalAid', referredAt: at(2), stands: 'taken', answeredAt: at(3), number: 'A-1' },
    ]);
    expect(
      referralsOf([
        { kind: 'referOn', outcome: 'referred', at: at(1), to: 'dibao', referral: 1 },
        { kind: 'referOn', outcome: 'referred', at: at(2), to: 'shelter', referral: 2 },
        { kind: 'recordAnswer', outcome: 'taken', at: at(3), answers: 2 },
      ]),
    ).toMatchObject([
      { to: 'dibao', stands: 'open' },
      { to: 'shelter', stands: 'taken' },
    ]);
  });

  it('is the township’s window or another department, for which the county asks', () => {
    expect(destinations.filter(answeredAtWindow)).toEqual(['dibao', 'tekun', 'temporaryAid']);
  });
});

describe('figures of aid', () => {
  it('are nothing where nothing was counted, and the average is exact to the fen', () => {
    expect(aidFigures()).toMatchObject({ persons: 0, averageFen: null, papersInTimePercent: null, fundFen: null });
    const given = { persons: 3, times: 4, sumFen: 100_001, largePersons: 0, medianMinutes: 5, ninetyPercentMinutes: 9 };
    expect(aidFigures(given, { inTime: 2, late: 1 }, 5)).toMatchObject({
      ...{ averageFen: 33_334, papersInTimePercent: 66.7, fundFen: 5 },
    });
  });
});
