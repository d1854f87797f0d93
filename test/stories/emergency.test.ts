import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
  // To the evening of the first day: nobody is at a desk, and whoever is on call answers.
  await town.livesFor(12 * 60 + 10);
});
afterAll(() => town?.close());

const given = { reason: '无处过夜，先行救助', unrelated: true, documents: [] };
const cash = (yuan: number) => ({
  outcome: 'cash',
  amountFen: yuan * 100,
  receipt: 'SJ-0001',
  receivedBy: '本人按印',
  ...given,
});
const emergency = async (caseId: string) =>
  (await town.window.get(town.people.duty1, `/v1/emergencies/${caseId}`)).json();

describe('a fire at nine in the evening', () => {
  it('is answered, helped with cash the same night on one signature, and the papers follow in their days', async () => {
    const { people } = town;
    const file = await town.reports();
    expect(await emergency(file.caseId)).toMatchObject({
      stage: 'report',
      minutesLeft: expect.closeTo(24 * 60, -1),
      report: { kind: 'fire', person: { description: '男，四十岁上下，外省口音' } },
    });
    const worklist = (await town.window.get(people.duty1, '/v1/tasks')).json().items;
    expect(worklist[0]).toMatchObject({ kind: 'answerReport', urgent: true, caseId: file.caseId });

    await file.decides(people.duty1, 'answerReport', { outcome: 'responded' });
    await town.livesFor(90);
    await file.decides(people.duty1, 'firstAid', cash(2_000));
    expect(await emergency(file.caseId)).toMatchObject({
      stage: 'papers',
      aidDueAt: null,
      givenFen: 200_000,
      aid: [{ form: 'cash', amountFen: 200_000, cause: 'fire', stands: 'given', paidFrom: 'standbyFund' }],
    });
    expect(await file.certificate('firstAid')).toMatchObject({ verdict: 'onTime' });

    const over = addDays(await town.today(), 2);
    await town.lives(over);
    await file.decides(people.clerk, 'endEmergency', { outcome: 'ended', endedOn: over, reason: '已安置' });
    expect(await file.clock('emergencyPapers')).toMatchObject({ limit: { length: 10, unit: 'workingDays' } });
    const proof = [await file.uploads(people.clerk, '207')];
    await file.decides(people.clerk, 'completePapers', {
      outcome: 'completed',
      person: { name: '示例丙', idNumber: '420582197805120029' },
      cause: '火灾，住所烧毁',
      signatures: [
        { by: '示例丙', as: 'recipient' },
        { by: people.duty1.officer, as: 'officer' },
      ],
      proof,
      documents: [],
    });
    await file.decides(people.officer, 'confirmAid', { outcome: 'confirmed' });
    expect((await file.now()).endedAs).toBe('aided');
    const letter = await file.letter('aidConfirmation');
    expect(letter).toContain('示例丙：你因突发急难得到的临时救助共2000.00元');
    expect(letter).toContain('\n当阳市民政局\n'); // who confirms signs, and not who helped
    expect(await file.certificate('emergencyPapers')).toMatchObject({ verdict: 'onTime' });
  });

  it('beyond the limit of the township is refused before it is written, and the county decides within the same hours', async () => {
    const { people } = town;
    const file = await town.reports(fireAtNight({ persons: 2 }));
    await file.decides(people.duty2, 'answerReport', { outcome: 'responded' });
    expect(await file.tries(people.duty2, 'firstAid', cash(3_000.01))).toMatchObject({
      status: 409,
      code: 'aboveFirstAidLimit',
    });
    await file.decides(people.duty2, 'firstAid', {
      outcome: 'toCounty',
      amountFen: 600_000,
      reason: '两人',
      documents: [],
    });
    const task = await file.waitsFor('countyAid');
    expect(task).toMatchObject({
      role: 'county_officer',
      urgent: true,
      clock: expect.stringContaining('firstAidClock'),
    });
    expect(await file.tries(people.officer, 'countyAid', cash(2 * 8_040 + 1))).toMatchObject({
      code: 'aboveAidCap',
    });
    await file.decides(people.officer, 'countyAid', cash(6_000));
    expect((await emergency(file.caseId)).aid).toMatchObject([{ amountFen: 600_000, paidFrom: 'county' }]);
  });

  it('that nobody helps with in time calls the county, and is helped with all the same', async () => {
    const { people } = town;
    const file = await town.reports();
    await file.decides(people.duty1, 'answerReport', { outcome: 'responded' });
    await town.livesFor(24 * 60 + 1);
    expect(await file.waitsFor('escalation')).toMatchObject({ role: 'county_officer' });
    await file.decides(people.duty1, 'firstAid', cash(500));
    expect(await file.certificate('firstAid')).toMatchObject({ verdict: 'late' });
    const asked = (await file.now()).tasks.filter(({ standing }) => !standing);
    expect(asked.map(({ kind }) => kind)).toEqual(['endEmergency']);
  });

  it('for which nobody is on call is answered by the county at once', async () => {
    const file = await town.reports();
    await file.decides(town.people.officer, 'answerForTownship', { outcome: 'responded' });
    expect((await file.now()).stage).toBe('firstAid');
  });

  it('reported twice is one emergency, and the second report is not lost', async () => {
    const first = await town.reports();
    const second = await town.reports(fireAtNight({ reportedBy: { by: 'passerBy' } }), town.people.officer);
    expect((await emergency(second.caseId)).similar).toContainEqual(
      expect.objectContaining({ caseNumber: first.caseNumber }),
    );
    const wrong = await second.tries(town.people.duty1, 'answerReport', {
      outcome: 'duplicate',
      of: 'JN-420582-2026-999999',
      reason: '同一火情',
    });
    expect(wrong).toMatchObject({ status: 422, errors: [{ at: '/of' }] });
    await second.decides(town.people.duty1, 'answerReport', {
      outcome: 'duplicate',
      of: first.caseNumber,
      reason: '同一火情',
    });
    expect((await second.now()).endedAs).toBe('joined');
    await expect.poll(() => first.story(), { timeout: 30_000 }).toContain('收到同一急难事项的另一次报告');
  });
});

describe('aid that is judged afterwards', () => {
  async function aided() {
    const { people } = town;
    const file = await town.reports();
    await file.decides(people.duty1, 'answerReport', { outcome: 'responded' });
    await file.decides(people.duty1, 'firstAid', cash(800));
    await file.decides(people.clerk, 'endEmergency', {
      outcome: 'ended',
      endedOn: await town.today(),
      reason: '已安置',
    });
    await file.decides(people.clerk, 'completePapers', {
      outcome: 'completed',
      cause: '火灾',
      signatures: [
        { by: '按印', as: 'recipient' },
        { by: people.duty1.officer, as: 'officer' },
      ],
      proof: [await file.uploads(people.clerk, '207')],
      documents: [],
    });
    return file;
  }

  it('and not confirmed, is found given in good faith by the county’s leader', async () => {
    const file = await aided();
    await file.decides(town.people.officer, 'confirmAid', {
      outcome: 'notConfirmed',
      reason: '查无此事',
      documents: [],
    });
    await file.decides(town.people.leader, 'answerForAid', {
      outcome: 'goodFaith',
      reason: '当时情形紧急',
      documents: [],
    });
    expect((await file.now()).endedAs).toBe('aided');
  });

  it('or is asked back, and the case ends when it has come back', async () => {
    const file = await aided();
    await file.decides(town.people.officer, 'confirmAid', { outcome: 'notConfirmed', reason: '冒领', documents: [] });
    await file.decides(town.people.leader, 'answerForAid', { outcome: 'recover', reason: '冒领', documents: [] });
    const repay = async (amountFen: number) =>
      file.decides(town.people.finance1, 'recordRepayment', {
        outcome: 'repaid',
        amountFen,
        paidOn: await town.today(),
        reference: 'TK-1',
      });
    await repay(50_000);
    expect((await file.now()).endedAs).toBeNull();
    await repay(30_000);
    expect((await file.now()).endedAs).toBe('aided');
    expect(await file.get('recovery')).toMatchObject({ recoveries: [{ overpaidFen: 80_000, balanceFen: 0 }] });
  });

  it('and sent back, is completed once more within the same days', async () => {
    const file = await aided();
    const { dueAt } = await file.clock('emergencyPapers');
    await file.decides(town.people.officer, 'confirmAid', {
      outcome: 'returned',
      reason: '缺证明',
      missing: ['住处照片'],
    });
    expect(await file.waitsFor('completePapers')).toMatchObject({ dueAt });
  });
});

describe('a report', () => {
  it('is taken for any township of the county, from outside systems too, and says what is wrong with it', async () => {
    const post = (report: object, by = town.people.clerk) => town.window.post(by, '/v1/emergencies', report);
    const answer = await post(fireAtNight({ township: '420582101000' }));
    expect(answer.statusCode).toBe(201);
    expect((await town.window.get(town.people.clerk, answer.headers.location as string)).statusCode).toBe(404);
    expect((await post(fireAtNight({ township: '451322100000' }))).json()).toMatchObject({ code: 'wrongDivision' });
    expect((await post(fireAtNight({ person: {} }))).json()).toMatchObject({ code: 'validation' });
    expect((await post(fireAtNight({ happenedAt: '2027-01-01T00:00:00Z' }))).json()).toMatchObject({
      code: 'dateInFuture',
    });
    expect((await post(fireAtNight({ person: { idNumber: '420582197805120023' } }))).json()).toMatchObject({
      code: 'idNumberInvalid',
    });
  });
});
