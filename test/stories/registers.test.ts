import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { HandedIn } from '../../src/domain/application.ts';
import { addMonths } from '../../src/domain/calendar.ts';
import type { MatchKind } from '../../src/domain/case/matches.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { runScript } from '../support/childProcess.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/lookAt.ts';
import { idNumber, ruralHousehold, seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';
import { testHashKey, testKeys } from '../support/worker.ts';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(() => town?.close());

let batches = 0;
let rows = 0;
const newBatch = (...all: unknown[]) => ({ batchId: `B-${++batches}`, rows: all });
const row = (kind: MatchKind | string, number: string, on: string) => {
  const rowId = `R-${++rows}`;
  return { rowId, kind, idNumber: number, on, reference: `HZ-${rows}` };
};
const numberOf = (household: HandedIn, memberNo: number) =>
  household.members.find((each) => each.memberNo === memberNo)!.idNumber;
const month = async () => (await town.today()).slice(0, 7);
const firstMonth = async (file: CaseFile) => (await file.now()).entitlements[0]!.monthFrom;
const held = async (period: string) =>
  (await treasury(town).lines(period))
    .filter(({ status }) => status === 'held')
    .map(({ month: of, reason }) => `${of} ${reason}`);
const matchesIn = async (file: CaseFile) =>
  (await file.get('journal')).items.filter(({ data }: { data: { name?: string } }) => data.name === 'registerMatch');
const judges = (file: CaseFile, outcome: 'confirmed' | 'wrong') =>
  file.decides(town.people.reviewer, 'confirmMatch', {
    outcome,
    statement: outcome === 'confirmed' ? '父亲确已去世' : '本人健在，姓名相近的另有其人',
    reason: outcome === 'confirmed' ? '查看火化证明' : '入户见到本人，登记号码有误',
    documents: [],
  });

/** The command line of the county's IT person, over this town's database. */
const doudi = (...args: string[]) => {
  const { db, taskQueue } = town.county;
  const secret = 'not used by what is asked here';
  const url = 'http://127.0.0.1:9';
  return runScript(
    'src/cli.ts',
    {
      DATABASE_URL_API: db.urls.api,
      DATABASE_URL_WORKER: db.urls.worker,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TASK_QUEUE: taskQueue,
      OIDC_ISSUER: url,
      DATA_KEYS: testKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
      HASH_KEY: testHashKey.toString('base64'),
      CHECK_PLATFORM_URL: url,
      CHECK_PLATFORM_SECRET: secret,
      CALLBACK_SECRET: secret,
      MESSAGE_GATEWAY_URL: url,
      MESSAGE_GATEWAY_SECRET: secret,
      MESSAGE_CALLBACK_SECRET: secret,
      INSTANT_BANK_URL: url,
      INSTANT_BANK_SECRET: secret,
      REGISTERS_SECRET: secret,
      BANK_DIR: tmpdir(),
      DOCUMENTS_DIR: tmpdir(),
    },
    args,
  );
};

describe('a member whom the register of deaths names', () => {
  it('is looked into before anything follows; later months are held, and paid as they are right after the look', async () => {
    const household = ruralHousehold();
    const file = await aCase(town, household).inBenefit();
    const office = treasury(town);
    const first = await firstMonth(file);
    await town.lives(`${first}-15`);
    await office.opens(first);
    await office.pays(first);
    await office.closes(first);

    const on = `${first}-10`;
    expect(await town.registers.send(newBatch(row('death', numberOf(household, 2), on)))).toEqual([202]);
    const task = await file.waitsFor('confirmMatch');
    expect(task).toMatchObject({ role: 'township_reviewer', about: { kind: 'death', on, memberNo: 2 } });
    expect(await file.story()).toContain(`数据比对结果：成员2，死亡登记，${on}`);
    expect((await file.now()).benefit).toMatchObject({ cause: 'granted' });

    const second = addMonths(first, 1);
    await office.opens(second);
    expect(await held(second)).toEqual([`${second} deathReported`]);
    await office.closes(second);

    await judges(file, 'confirmed');
    const third = addMonths(first, 2);
    await town.lives(`${second}-15`);
    await office.opens(third); // confirmed, and not looked at yet: held on
    expect(await held(third)).toEqual([`${second} deathReported`, `${third} deathReported`]);
    await office.closes(third);

    const look = lookAt(town, file);
    await look.finds('查看火化证明，父亲已去世', { kind: 'memberDied', on, memberNo: 2 });
    await file.waitsFor('proposeChange');
    const { assessment, benefit } = await file.now();
    const amountFen = assessment!.amountFen;
    await look.cuts({ outcome: amountFen < benefit!.amountFen ? 'lower' : 'raise', amountFen, reason: '成员死亡' });
    await eventually('the look is over', async () => (await file.now()).look === null);
    const entitled = (await file.now()).entitlements;
    expect(entitled.find(({ monthFrom, monthTo }) => monthFrom === second && !monthTo)).toMatchObject({
      fenPerMonth: amountFen,
    });

    const fourth = addMonths(first, 3);
    await town.lives(`${third}-15`);
    await office.opens(fourth);
    await office.pays(fourth);
    const yuan = (fen: number) => `credited ${(fen / 100).toFixed(2)}`;
    expect(await office.bankBook(household.account!.number)).toEqual([
      yuan(benefit!.amountFen),
      ...[second, third, fourth].map(() => yuan(amountFen)),
    ]);
    await office.closes(fourth);
  });
});

describe('a family that is applying', () => {
  it('is not confirmed before what a register says of it has been looked into, and weighed', async () => {
    const household = seedHousehold();
    const file = await aCase(town, household).awaitingConfirmation();
    await town.registers.send(newBatch(row('benefitElsewhere', numberOf(household, 2), await town.today())));
    await file.waitsFor('confirmMatch');
    const approve = (reason?: string) =>
      file.tries(town.confirmer, 'confirm', { outcome: 'approved', ...(reason ? { reason } : {}) });
    expect(await approve()).toMatchObject({ status: 409, code: 'matchUnsettled' });
    await judges(file, 'confirmed');
    expect(await approve()).toMatchObject({ status: 409, code: 'reportUnweighed' });
    await file.decides(town.confirmer, 'confirm', { outcome: 'approved', reason: '外地救助本月已停，不重复' });
    expect(await file.waitsFor('verifyChange')).toBeDefined(); // looked at as a family in benefit is
  });
});

describe('a match that is open when the benefit ends', () => {
  it('goes with the survivors to their own file, where it holds and is judged', async () => {
    const household = seedHousehold();
    const file = await aCase(town, household).inBenefit();
    const on = await town.today();
    const look = lookAt(town, file);
    const dies = [
      { kind: 'memberDied', on, memberNo: 1 },
      { kind: 'headNamed', on, memberNo: 2, relations: [] },
    ] as const;
    await look.reports('户主去世', ...dies);
    await look.finds('已核实，户主去世，女儿另立', ...dies);
    await file.waitsFor('proposeChange');
    await town.registers.send(newBatch(row('prison', numberOf(household, 2), on)));
    await file.waitsFor('confirmMatch');
    const { assessment } = await file.now();
    await look.cuts({ outcome: 'succeed', amountFen: assessment!.amountFen, reason: '户主死亡，停旧建新' });
    const { successor } = await eventually('the survivors’ file', async () =>
      (await file.get('journal')).items
        .map((item: { data: object }) => item.data)
        .find((data: { type?: string }) => data.type === 'survivorsFileOpened'),
    );
    const theirs = await town.findsFile(
      (await town.window.get(town.people.clerk, `/v1/cases/${successor}`)).json().caseNumber,
    );
    expect(await theirs.waitsFor('confirmMatch')).toMatchObject({ about: { kind: 'prison', memberNo: 1 } });
    await eventually('the old file asks no more', async () =>
      (await file.now()).tasks.every(({ kind }) => kind !== 'confirmMatch'),
    );
    await judges(theirs, 'wrong');
    await eventually('none is left', async () =>
      (await theirs.now()).tasks.every(({ kind }) => kind !== 'confirmMatch'),
    );
  });

  it('leads, once confirmed, back to a look, and the file is closed again when that is over', async () => {
    const household = seedHousehold();
    const file = await aCase(town, household).inBenefit();
    const on = `${await month()}-01`;
    const look = lookAt(town, file);
    await look.reports('女儿已找到工作', { kind: 'employed', on, memberNo: 2 });
    await look.finds('已核实，家庭书面要求退出', { kind: 'employed', on, memberNo: 2 });
    await file.waitsFor('proposeChange');
    await town.registers.send(newBatch(row('death', numberOf(household, 2), on)));
    await file.waitsFor('confirmMatch');
    await look.cuts({ outcome: 'stop', ground: 'voluntary', reason: '家庭书面要求退出' });
    await file.reaches('closing');

    await judges(file, 'confirmed');
    await file.reaches('benefit');
    await look.finds('入户见到女儿本人，登记有误');
    const { benefit } = await file.reaches('closing');
    expect(benefit).toMatchObject({ cause: 'ended' });
    expect(await file.clock('review')).toMatchObject({ status: 'stopped' });
  });
});

describe('a match that is wrong', () => {
  it('is undone by a person, and the next run pays the month held to the fen', async () => {
    const household = seedHousehold();
    const file = await aCase(town, household).inBenefit();
    const office = treasury(town);
    const first = await firstMonth(file);
    await town.registers.send(newBatch(row('prison', numberOf(household, 1), `${addMonths(first, -1)}-03`)));
    await file.waitsFor('confirmMatch');
    await town.lives(`${first}-15`);
    await office.opens(first);
    expect(await held(first)).toEqual([`${first} imprisonmentReported`]);
    await office.closes(first);

    await judges(file, 'wrong');
    const next = addMonths(first, 1);
    await town.lives(`${next}-01`);
    await office.opens(next);
    await office.pays(next);
    expect(await office.bankBook(household.account!.number)).toEqual(['credited 872.00', 'credited 872.00']);
    expect((await file.now()).look).toBeNull();
    expect((await file.clock('settleMatch')).status).toBe('stopped');
  });

  it('loses none that comes while another is looked into; a marriage is looked into, and holds nothing', async () => {
    const household = seedHousehold();
    const file = await aCase(town, household).inBenefit();
    const on = `${await month()}-01`;
    const said = [row('death', numberOf(household, 1), on), row('marriage', numberOf(household, 2), on)];
    await town.registers.send(newBatch(...said));
    await eventually('both are in the journal', async () => (await matchesIn(file)).length === 2);
    await file.parks();
    expect(await file.waitsFor('confirmMatch')).toMatchObject({ about: { kind: 'death', memberNo: 1 } });
    await judges(file, 'wrong');
    expect(await file.waitsFor('confirmMatch')).toMatchObject({ about: { kind: 'marriage', memberNo: 2 } });
    const office = treasury(town);
    const first = await firstMonth(file);
    await town.lives(`${first}-15`);
    await office.opens(first);
    expect(await held(first)).toEqual([]);
    await judges(file, 'wrong');
    await eventually('none is left', async () =>
      (await file.now()).tasks!.every(({ kind }) => kind !== 'confirmMatch'),
    );
  });
});

describe('what registers send', () => {
  it('is known when it comes again: the batch, the row in another batch, the event under another number', async () => {
    const household = seedHousehold();
    const file = await aCase(town, household).inBenefit();
    const death = row('death', numberOf(household, 2), await town.today());
    const batch = newBatch(death);
    expect(await town.registers.send(batch, 'twice')).toEqual([202, 200]);
    expect(await town.registers.send({ ...batch, rows: [...batch.rows, death] })).toEqual([409]);
    expect(await town.registers.send(newBatch(death))).toEqual([202]);
    expect(await town.registers.send(newBatch({ ...death, rowId: 'R-other' }))).toEqual([202]);
    await file.waitsFor('confirmMatch');
    expect(await matchesIn(file)).toHaveLength(1);
    const told = await town.county.db.worker.query('select from fact where case_id = $1 and name = $2', [
      file.caseId,
      'registerMatch',
    ]);
    expect(told.rowCount).toBe(1);
    await judges(file, 'wrong');
    expect(await town.registers.send(newBatch({ ...death, rowId: 'R-third' }))).toEqual([202]);
    await file.parks();
    expect(await matchesIn(file)).toHaveLength(1);
  });

  it('comes as a file as well, is known to the callback then, and its faulty rows are named', async () => {
    const household = seedHousehold();
    const file = await aCase(town, household).inBenefit();
    const batch = newBatch(
      row('death', numberOf(household, 2), await town.today()),
      row('divorce', idNumber('1950-01-01'), '2026-09-01'),
    );
    const directory = await mkdtemp(join(tmpdir(), 'doudi-registers-'));
    try {
      const path = join(directory, 'batch.json');
      await writeFile(path, JSON.stringify(batch));
      const first = doudi('registers', 'import', path);
      expect(await first.ended(), first.output()).toBe(1);
      expect(first.output()).toMatch(/row 2: kindUnknown[\s\S]*1 rows matched, 1 of them new/);
      expect(await file.waitsFor('confirmMatch')).toMatchObject({ about: { kind: 'death', memberNo: 2 } });
      const again = doudi('registers', 'import', path);
      expect(await again.ended(), again.output()).toBe(0);
      expect(again.output()).toContain('This batch is known');
      expect(await town.registers.send(batch)).toEqual([200]);
      await writeFile(path, '{"rows": []}');
      const wrong = doudi('registers', 'import', path);
      expect(await wrong.ended()).toBe(2);
      expect(wrong.output()).toContain('This is no batch of a register');
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('is believed only with its own signature, and once', async () => {
    const rowOfNobody = () => row('death', idNumber('1950-01-01'), '2026-09-01');
    expect(await town.registers.send(newBatch(rowOfNobody()), 'wrongSignature')).toEqual([401]);
    expect(await town.registers.send(newBatch(rowOfNobody()), 'replay')).toEqual([202, 409]);
  });

  it('is taken but for the rows that cannot be, each named by its number', async () => {
    const good = idNumber('1951-01-01');
    const wrong = `${good.slice(0, 17)}${good.endsWith('0') ? '1' : '0'}`;
    const control = `${town.registers.url}/_control/batches`;
    const body = newBatch(
      row('death', good, '2026-09-01'),
      row('death', wrong, '2026-09-01'),
      row('death', good, '2030-01-01'),
      row('divorce', good, '2026-09-01'),
      { ...row('death', good, '2026-09-01'), name: '测试甲' },
    );
    const answer = await fetch(control, { method: 'POST', body: JSON.stringify(body) });
    expect(await answer.json()).toEqual([202]);
    const { rows: stored } = await town.county.db.worker.query('select * from register_batch where batch_id = $1', [
      body.batchId,
    ]);
    expect(stored[0]).toMatchObject({
      rows: 5,
      matched: 0,
      refused: [
        { row: 2, why: 'idNumberInvalid' },
        { row: 3, why: 'dateInFuture' },
        { row: 4, why: 'kindUnknown' },
        { row: 5, why: 'rowInvalid' },
      ],
    });
    expect(JSON.stringify(stored)).not.toContain(good);
  });
});
