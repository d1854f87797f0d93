import { randomUUID } from 'node:crypto';
import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '../../src/contracts/http/tasks.ts';
import { stages } from '../../src/domain/case/stages.ts';
import { type TaskKindName, taskKinds } from '../../src/domain/case/taskKinds.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { visit } from '../support/decisions.ts';
import { expectSound } from '../support/invariants.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

/** Every task the case ever had, open or not. */
async function tasksOf({
  caseId,
}: CaseFile): Promise<
  { task_id: string; kind: TaskKindName; status: Task['status']; version: number; role: string }[]
> {
  const { rows } = await town.county.db.worker.query(
    'select task_id, kind, status, version, role from task where case_id = $1',
    [caseId],
  );
  return rows;
}
/** How many decisions its journal has; what outside systems say comes beside them, at any moment. */
const decisionsOf = async ({ caseId }: CaseFile): Promise<number> =>
  (await town.county.db.worker.query('select from decision where case_id = $1', [caseId])).rowCount ?? 0;

const sends = (by: object, taskId: string, body: object) =>
  town.window.post(by as never, `/v1/tasks/${taskId}/decision`, body);

/** How a step goes that somebody means well with. */
const tame = { ahead: 0, invented: false, plain: false };

/** What a kind of decision has to say, where it is more than an outcome. */
const contents = (): Partial<Record<TaskKindName, object>> => {
  const group = [town.people.investigator1.officer, town.people.investigator2.officer];
  return {
    accept: { outcome: 'accepted' },
    startSurvey: { outcome: 'started', investigators: group },
    homeVisit: visit(group, '2026-09-21'),
    review: { outcome: 'proposeGrant', amountFen: 87_200 },
  };
};

describe('the order of the steps', () => {
  it('none is taken twice and none before its time, by anybody: nothing of it stands in the record', async () => {
    const file = await aCase(town).posted();
    const before = await decisionsOf(file);
    const over = (await tasksOf(file)).filter(({ status }) => status !== 'open');
    expect(over.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['accept', 'startSurvey', 'homeVisit', 'startCheck', 'review']),
    );
    for (const { task_id, kind, version } of over)
      for (const official of Object.values(town.people)) {
        const content = contents()[kind] ?? { outcome: taskKinds[kind].outcomes[0] };
        const answer = await sends(official, task_id, { taskVersion: version, ...content });
        expect(answer.statusCode, `${kind} by ${official.id}: ${answer.body}`).toBeGreaterThanOrEqual(400);
        expect(['taskNotOpen', 'forbidden', 'notFound', 'wrongRole'], kind).toContain(answer.json().code);
      }
    // The id of a step that has not come can be guessed; there is nothing there yet.
    for (const stage of ['confirmation', 'benefit', 'ended'])
      for (const kind of ['confirm', 'recheck', 'correctAccount']) {
        const answer = await sends(town.people.officer, `${file.caseId}.${stage}.1.${kind}`, {
          taskVersion: 1,
          outcome: 'approved',
        });
        expect([answer.statusCode, answer.json().code]).toEqual([404, 'notFound']);
      }
    expect(await decisionsOf(file)).toEqual(before);
  });

  const step = fc.record({
    of: fc.nat(1_000),
    by: fc.nat(1_000),
    how: fc.nat(1_000),
    ahead: fc.integer({ min: -1, max: 1 }),
    invented: fc.boolean(),
    plain: fc.boolean(),
    fitting: fc.boolean(),
  });
  property.prop([fc.array(step, { minLength: 60, maxLength: 60 })], { numRuns: 1, endOnFailure: true })(
    'whoever decides whatever in whatever order: what is accepted was open, theirs, and what their screen showed',
    async (steps) => {
      const file = await aCase(town).applied();
      let accepted = 0;
      for (const wild of steps) {
        const known = await tasksOf(file);
        const { of, by, how, ahead, invented, plain } = wild.fitting ? { ...wild, ...tame } : wild;
        const open = known.filter(({ status, kind }) => status === 'open' && !('standing' in taskKinds[kind]));
        const pool = wild.fitting && open.length > 0 ? open : known;
        const kinds = Object.keys(taskKinds) as TaskKindName[];
        const guess = kinds[of % kinds.length]!;
        const chosen = invented
          ? { task_id: `${file.caseId}.${stages[how % stages.length]}.1.${guess}`, kind: guess, version: 1, role: '' }
          : pool[of % pool.length]!;
        const { outcomes } = taskKinds[chosen.kind];
        const everybody = Object.values(town.people);
        const holders = everybody.filter(({ roles }) => wild.fitting && roles.some((role) => role === chosen.role));
        const official = (holders.length > 0 ? holders : everybody)[by % (holders.length || everybody.length)]!;
        const content = (!plain && contents()[chosen.kind]) || { outcome: outcomes[how % outcomes.length] };
        const before = await decisionsOf(file);
        const answer = await sends(official, chosen.task_id, { taskVersion: chosen.version + ahead, ...content });
        const what = `${chosen.kind} by ${official.id}: ${answer.body}`;
        expect(answer.statusCode, what).toBeLessThan(500);
        if (answer.statusCode === 200) {
          accepted++;
          const was = known.find(({ task_id }) => task_id === chosen.task_id);
          expect(was, what).toMatchObject({ status: 'open', version: chosen.version + ahead });
          expect(official.roles, what).toContain(answer.json().task.role);
        }
        if (answer.statusCode >= 400) expect(await decisionsOf(file), what).toBe(before);
        await expectSound(town.county, file.caseId);
      }
      expect(accepted).toBeGreaterThan(0);
    },
  );
});

describe('a right that is taken away between the list and the decision', () => {
  it('is not there any more when the decision comes: role, township, or the power that was delegated', async () => {
    const { clerk } = town.people;
    const file = await aCase(town).applied();
    const { taskId, version } = await file.waitsFor('accept');
    const decides = (by: object) => sends(by, taskId, { taskVersion: version, outcome: 'accepted' });
    const listed = await town.window.get(clerk, `/v1/tasks?caseId=${file.caseId}`);
    expect(listed.json().items).toMatchObject([{ taskId }]);

    expect((await decides({ ...clerk, roles: [] })).json().code).toBe('forbidden');
    expect((await decides({ ...clerk, roles: ['duty_officer'] })).json().code).toBe('wrongRole');
    expect((await decides({ ...clerk, division: '420582101000' })).json().code).toBe('notFound');
    expect((await decides({ ...clerk, division: '451322100000' })).json().code).toBe('notFound');
    expect((await file.now()).stage).toBe('intake');
    await file.decides(clerk, 'accept', { outcome: 'accepted' });
  });

  it('also where the decision was sent already: under its key only its own sender is told what became of it', async () => {
    const { clerk } = town.people;
    const file = await aCase(town).applied();
    const { taskId, version } = await file.waitsFor('accept');
    const headers = { 'idempotency-key': randomUUID() };
    const body = { taskVersion: version, outcome: 'accepted' };
    const decides = (by: object) => town.window.post(by as never, `/v1/tasks/${taskId}/decision`, body, headers);
    expect((await decides(clerk)).statusCode).toBe(200);
    expect((await decides(clerk)).statusCode).toBe(200);
    expect((await decides({ ...clerk, roles: [] })).json().code).toBe('forbidden');
    expect((await decides({ ...clerk, officer: '420582-0099' })).json().code).toBe('taskNotOpen');
    expect((await decides({ ...clerk, division: '451322100000' })).json().code).toBe('notFound');
  });
});
