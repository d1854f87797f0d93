import { describe, expect, it } from 'vitest';
import {
  type CheckReport,
  type CheckSourceResult,
  checkReportSchema,
  checkSources,
} from '../../src/contracts/checkPlatform.ts';
import { checkResultOf } from '../../src/gateways/checkReport.ts';

function aReport(...results: CheckSourceResult[]): CheckReport {
  return {
    requestId: 'r-1',
    platformRequestId: 'CP-1',
    reportId: 'CR-1',
    issuedAt: '2026-05-06T09:00:00+08:00',
    results,
  };
}
const memberNoOf = (ref: string) => ({ '1': 1, '2': 2 })[ref];
const description = '';

describe('a check report', () => {
  it('is put into the words of the case: incomes, property, statuses, silent sources', () => {
    const report = aReport(
      {
        source: 'tax',
        status: 'ok',
        items: [{ memberRef: '1', kind: 'wage', amountFen: 120_000, per: 'month', description }],
      },
      { source: 'vehicle', status: 'ok', items: [{ memberRef: '2', kind: 'vehicle', count: 1, description }] },
      { source: 'death', status: 'ok', items: [{ memberRef: '2', kind: 'death', on: '2026-04-30', description }] },
      { source: 'bank', status: 'unavailable', items: [] },
    );
    expect(checkReportSchema.parse(report)).toEqual(report);
    expect(checkResultOf(report, memberNoOf)).toEqual({
      ok: true,
      value: {
        findings: [
          { memberNo: 1, source: 'tax', what: { income: 'wage', amountFen: 120_000, per: 'month' } },
          { memberNo: 2, source: 'vehicle', what: { property: 'vehicle', count: 1 } },
        ],
        statuses: [{ memberNo: 2, source: 'death', status: 'death', on: '2026-04-30' }],
        unavailable: checkSources.filter((source) => !['tax', 'vehicle', 'death'].includes(source)),
      },
    });
  });

  it('adds up what a member owns across sources, but takes a wage two sources know for one wage', () => {
    const deposit = { memberRef: '1', kind: 'deposit', amountFen: 1_000_000, description } as const;
    const wage = { memberRef: '1', kind: 'wage', amountFen: 120_000, per: 'month', description } as const;
    const report = aReport(
      { source: 'bank', status: 'ok', items: [deposit, deposit] },
      { source: 'insurance', status: 'ok', items: [{ ...deposit, kind: 'insurance', amountFen: 500_000 }] },
      { source: 'tax', status: 'ok', items: [wage] },
      { source: 'socialInsurance', status: 'ok', items: [wage] },
    );
    expect(checkResultOf(report, memberNoOf)).toMatchObject({
      value: {
        findings: [
          { memberNo: 1, source: 'bank, insurance', what: { property: 'financial', amountFen: 2_500_000 } },
          { memberNo: 1, source: 'tax', what: { income: 'wage', amountFen: 120_000, per: 'month' } },
          { memberNo: 1, source: 'socialInsurance', what: { income: 'wage', amountFen: 120_000, per: 'month' } },
        ],
      },
    });
  });

  it('is not used at all when it speaks of a person nobody asked about', () => {
    const item = { memberRef: '9', kind: 'house', count: 1, description } as const;
    const report = aReport({ source: 'realEstate', status: 'ok', items: [item] });
    expect(checkResultOf(report, memberNoOf)).toEqual({ ok: false, refusal: 'memberUnknown' });
  });

  it.each([
    ['negative money', { memberRef: '1', kind: 'deposit', amountFen: -1, description }],
    ['fractions of a fen', { memberRef: '1', kind: 'deposit', amountFen: 0.5, description }],
    ['an income without its period', { memberRef: '1', kind: 'wage', amountFen: 100, description }],
    ['a kind nobody knows', { memberRef: '1', kind: 'yacht', count: 1, description }],
    ['a novel in the description', { memberRef: '1', kind: 'house', count: 1, description: 'x'.repeat(301) }],
    ['a field nobody knows', { memberRef: '1', kind: 'house', count: 1, description, note: '' }],
  ])('with %s is refused at the door', (_, item) => {
    expect(checkReportSchema.safeParse(aReport({ source: 'bank', status: 'ok', items: [item as never] })).success).toBe(
      false,
    );
  });

  it('with more items than a source can have, or a source answering twice, is refused at the door', () => {
    const item = { memberRef: '1', kind: 'house', count: 1, description } as const;
    const bank = (items: CheckSourceResult['items']): CheckSourceResult => ({ source: 'bank', status: 'ok', items });
    expect(checkReportSchema.safeParse(aReport(bank(Array(201).fill(item)))).success).toBe(false);
    expect(checkReportSchema.safeParse(aReport(bank([]), bank([]))).success).toBe(false);
    expect(checkReportSchema.safeParse(aReport(bank(Array(200).fill(item)))).success).toBe(true);
  });
});
