import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMonths } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { lookAt } from '../support/lookAt.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

/** A family whose benefit is lowered, and who brings it before the reconsidering body. */
async function loweredAndContested(): Promise<CaseFile> {
  const file = await aCase(town).inBenefit();
  const on = await town.today();
  const look = lookAt(town, file);
  const wage = { kind: 'income', on, memberNo: 2, income: 'wage', origin: '零工', amountFen: 30_000, period: 'month' };
  await look.reports('女儿有零工收入', wage as never);
  await look.finds(`${file.caseNumber}：女儿每月零工收入三百元`, wage as never);
  await file.waitsFor('proposeChange');
  const { assessment } = await file.now();
  await look.cuts({ outcome: 'lower', amountFen: assessment!.amountFen, reason: '收入增加' });
  expect((await file.now()).benefit).toMatchObject({ cause: 'lowered', amountFen: 57_200 });
  await contests(file);
  return file;
}

const contests = async (file: CaseFile) =>
  file.decides(town.people.officer, 'registerRemedy', {
    outcome: 'registered',
    kind: 'reconsideration',
    filedOn: await town.today(),
    body: '当阳市人民政府',
    reason: '不服调减',
    documents: [],
  });
const isDecided = async (file: CaseFile, outcome: string, more: object = {}) =>
  file.decides(town.people.officer, 'recordRemedy', {
    outcome,
    decidedOn: await town.today(),
    reason: '复议决定书',
    documents: [],
    ...more,
  });
const owed = async (file: CaseFile) =>
  (await file.now()).entitlements.map(({ monthFrom, monthTo, fenPerMonth }) => [monthFrom, monthTo, fenPerMonth]);

describe('while a decision is contested', () => {
  it('it is carried out, as the law has it; revoked, it is as if it had not been', async () => {
    const file = await loweredAndContested();
    expect((await file.now()).benefit).toMatchObject({ cause: 'lowered', amountFen: 57_200 });
    await isDecided(file, 'revoked');
    expect((await file.now()).benefit).toMatchObject({ cause: 'restored', amountFen: 87_200 });
  });

  it('upheld, nothing changes', async () => {
    const file = await loweredAndContested();
    const before = await owed(file);
    await isDecided(file, 'upheld');
    expect(await owed(file)).toEqual(before);
    expect((await file.story()).filter((sentence) => sentence.includes('恢复执行'))).toEqual([]);
  });
});

describe('where the county pays as before until the outcome is known', () => {
  beforeAll(() => town.sets('payment.duringReconsideration', 'asBefore'));

  it('upheld, the decision holds from the month after, and what was paid meanwhile is nobody’s debt', async () => {
    const file = await loweredAndContested();
    const { benefit } = await file.now();
    expect(benefit).toMatchObject({ cause: 'asBefore', amountFen: 87_200 });
    await isDecided(file, 'upheld');
    const next = addMonths((await town.today()).slice(0, 7), 1);
    expect((await file.now()).benefit).toMatchObject({ cause: 'upheld', amountFen: 57_200, monthFrom: next });
    expect(await file.get('recovery')).toMatchObject({ overpaid: [], recoveries: [] });
  });

  it('revoked, it is as if it had not been; changed, the amount is the body’s, from the month the decision was for', async () => {
    const file = await loweredAndContested();
    const contestedFrom = (await file.now()).benefit!.monthFrom;
    await isDecided(file, 'revoked');
    expect((await file.now()).benefit).toMatchObject({ cause: 'restored', amountFen: 87_200 });
    const other = await loweredAndContested();
    await isDecided(other, 'changed', { amountFen: 70_000 });
    expect((await other.now()).benefit).toMatchObject({ amountFen: 70_000, monthFrom: contestedFrom });
  });

  it('a benefit that was ended goes on, is reviewed, and ends once the ending is upheld', async () => {
    const file = await aCase(town).inBenefit();
    const on = await town.today();
    const look = lookAt(town, file);
    await look.reports('家庭要求退出', { kind: 'employed', on, memberNo: 2 });
    await look.finds('已核实，家庭书面要求退出低保', { kind: 'employed', on, memberNo: 2 });
    await file.waitsFor('proposeChange');
    await look.cuts({ outcome: 'stop', ground: 'voluntary', reason: '家庭书面要求退出' });
    await file.reaches('closing');
    await contests(file);
    await file.reaches('benefit');
    expect((await file.now()).benefit).toMatchObject({ cause: 'asBefore', amountFen: 87_200 });
    expect(await file.clock('review')).toMatchObject({ status: 'running' });
    await isDecided(file, 'upheld');
    await file.reaches('closing');
    expect((await file.now()).benefit).toMatchObject({ cause: 'ended' });
    expect(await file.clock('review')).toMatchObject({ status: 'stopped' });
  });
});
