import pino from 'pino';
import { expect } from 'vitest';
import type { CaseDetails } from '../../src/contracts/http/cases.ts';
import type { DeclarationView } from '../../src/contracts/http/household.ts';
import type { RecoveryView } from '../../src/contracts/http/recovery.ts';
import type { Task } from '../../src/contracts/http/tasks.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { addMonths, businessDateOf } from '../../src/domain/calendar.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import { startRelay } from '../../src/relay/relay.ts';
import { readBankBook, startBank } from '../../src/simulators/bank.ts';
import { examine } from '../../src/upkeep/doctor.ts';
import { runWorker } from '../kernel/support/workers.ts';
import { openPayOffice } from '../payments/support/payOffice.ts';
import { type Account, openWindow } from '../support/api.ts';
import type { ScriptProcess } from '../support/childProcess.ts';
import { startCounty } from '../support/county.ts';
import { diceFrom } from '../support/dice.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { startIsolatedTemporal } from '../support/temporal.ts';
import { decisionOn } from './desk.ts';
import { householdOf } from './households.ts';

/** What is simulated. The same seed rolls the same dice; what meets what is up to the machine. */
export interface Plan {
  readonly seed: number;
  readonly cases: number;
  readonly months: number;
  /** How likely a worker is killed in a week. */
  readonly killsAWeek: number;
}

/** What happened, for the reader of the figures. */
export interface Lived {
  readonly cases: number;
  readonly weeks: number;
  readonly kills: number;
  readonly decisions: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly events: number;
  readonly paidFen: number;
  readonly payments: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly looks: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const township = '420582001000';
const countyCode = '420582000000';
const week = 7 * 86_400_000;

/** Two persons in each post, so that nobody has to judge their own work. */
const posts: Partial<Record<Role, readonly Account[]>> = {
  township_clerk: staff('k', township, 'township_clerk'),
  investigator: staff('i', township, 'investigator'),
  township_reviewer: staff('r', township, 'township_reviewer'),
  county_officer: staff('c', countyCode, 'county_officer'),
  county_leader: staff('l', countyCode, 'county_leader'),
  finance_officer: staff('f', countyCode, 'finance_officer'),
};

function staff(prefix: string, division: string, role: Role): readonly Account[] {
  return [1, 2, 3].map((nth) => ({ officer: `${prefix}-${nth}`, division, roles: [role] }));
}

/**
 * Lives of many families side by side, week by week, on the real stack: applications, reviews, changes, exits, endings,
 * payments; workers killed, facts twice and late. At the end every case must be sound, nothing stuck, no clock missed, no
 * month paid twice or forgotten, and the bank's own book the same as ours.
 */
export async function simulate(plan: Plan): Promise<Lived> {
  const started = Date.now();
  const roll = diceFrom(plan.seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(roll() * from.length)]!;
  const temporal = await startIsolatedTemporal();
  const county = await startCounty({ worker: false, address: temporal.address });
  const workers = [runWorker(county, undefined, temporal.address), runWorker(county, undefined, temporal.address)];
  await Promise.all(workers.map((worker) => worker.printed('worker ready')));
  const office = await openPayOffice(county.db, county.cases);
  const bank = await startBank({ dir: office.root, pollMs: 30 });
  const window = await openWindow(county, { runs: office.runs });
  const relay = startRelay({
    ...county.deps,
    pool: county.db.worker,
    effects: {
      requestCheck: async () => ({ ok: true, value: {} }),
      sendMessage: async () => ({ ok: true, value: {} }),
      transferNow: async () => ({ ok: true, value: {} }),
      recallTransfer: async () => ({ ok: true, value: {} }),
    },
    log: pino({ level: 'silent' }),
    patience: { start: 1, command: 3, fact: 3, clock: 5 },
  });
  const counted = { kills: 0, decisions: 0, refused: {} as Record<string, number> };
  const rows = async <T>(sql: string, values: unknown[] = []) =>
    (await inTransaction(county.db.worker, (tx) => tx.query(sql, values))).rows as T[];
  const today = async () => businessDateOf(await county.clock.now());

  async function apply(nth: number): Promise<void> {
    const clerk = pick(posts.township_clerk!);
    const answer = await window.post(clerk, '/v1/applications', householdOf(nth, Math.floor(roll() * 120_000)));
    expect(answer.statusCode, answer.body).toBe(201);
  }

  /** Officers empty their desks, but for what they leave for later; reports come in, some of them twice. */
  async function work(): Promise<void> {
    for (let round = 0; round < 6; round++) {
      const open = await rows<{ task_id: string; role: Role }>(
        `select task_id, role from task where status = 'open' and not standing order by task_id`,
      );
      const expected = await rows<{ fact_key: string; case_id: CaseId }>(
        `select fact_key, case_id from expected_fact where name = 'checkReport' order by fact_key`,
      );
      const chosen = open.filter(() => roll() < 0.85);
      const told = expected.filter(() => roll() < 0.9);
      if (chosen.length + told.length === 0) return;
      await inTurns(chosen, (each) => decide(each.task_id, each.role));
      await inTurns(told, (each) => report(each.case_id, each.fact_key));
    }
  }

  async function inTurns<T>(items: readonly T[], each: (item: T) => Promise<unknown>): Promise<void> {
    const rest = [...items];
    const next = async () => {
      for (let item = rest.shift(); item !== undefined; item = rest.shift()) await each(item);
    };
    await Promise.all(Array.from({ length: 6 }, next));
  }

  async function decide(taskId: string, role: Role): Promise<void> {
    const account = pick(posts[role]!);
    const task = (await window.get(account, `/v1/tasks/${taskId}`)).json() as Task;
    if (task.status !== 'open') return;
    const file = (await window.get(account, `/v1/cases/${task.caseId}`)).json() as CaseDetails;
    const members = await membersOf(task.caseId);
    const owedBackFen = await owedBack(task.caseId);
    const content = decisionOn({ task, file, members, owedBackFen, today: await today(), staff: ['i-1', 'i-2'], roll });
    if (!content) return;
    await send(account, task, content);
  }

  async function membersOf(caseId: string): Promise<number[]> {
    const answer = await window.get(posts.investigator![0]!, `/v1/cases/${caseId}/family`);
    return (answer.json() as DeclarationView).members.map(({ memberNo }) => memberNo);
  }

  async function owedBack(caseId: string): Promise<number> {
    const answer = await window.get(posts.finance_officer![0]!, `/v1/cases/${caseId}/recovery`);
    return (answer.json() as RecoveryView).recoveries.reduce((sum, { balanceFen }) => sum + balanceFen, 0);
  }

  async function send(account: Account, task: Task, content: object): Promise<void> {
    const answer = await window.post(account, `/v1/tasks/${task.taskId}/decision`, {
      taskVersion: task.version,
      ...content,
    });
    if (answer.statusCode === 200 || answer.statusCode === 202) counted.decisions++;
    else {
      const { code, errors } = answer.json();
      expect(answer.statusCode, answer.body).toBeLessThan(500);
      expect(code, `${task.kind}: ${JSON.stringify(errors)}`).not.toBe('validation');
      counted.refused[code] = (counted.refused[code] ?? 0) + 1;
    }
  }

  async function report(caseId: CaseId, factKey: string): Promise<void> {
    const key = factKey.slice(factKey.indexOf('.') + 1) as Key;
    const wage = {
      memberNo: 1,
      source: 'tax',
      what: { income: 'wage', amountFen: Math.floor(roll() * 150_000), per: 'month' },
    };
    const factId = await county.fact(caseId, 'checkReport', { findings: roll() < 0.15 ? [wage] : [] }, key);
    if (roll() < 0.2) await county.cases.tell(caseId, { factId, name: 'checkReport', key });
  }

  /** What happens to families by itself. */
  async function happen(): Promise<void> {
    const standing = await rows<{ task_id: string; kind: string; role: Role }>(
      `select task_id, kind, role from task where status = 'open' and kind in ('registerChange', 'registerRemedy', 'registerComplaint', 'requestAccountChange') order by task_id`,
    );
    await inTurns(
      standing.filter(({ kind }) => roll() < (kind === 'registerChange' ? 0.03 : 0.004)),
      async ({ task_id, role }) => {
        const account = pick(posts[role]!);
        const task = (await window.get(account, `/v1/tasks/${task_id}`)).json() as Task;
        if (task.status !== 'open') return;
        const on = await today();
        const [memberNo] = await membersOf(task.caseId);
        const change = {
          kind: 'income',
          on,
          memberNo,
          income: 'wage',
          origin: '零工',
          amountFen: 50_000,
          period: 'month',
        };
        const contents: Partial<Record<Task['kind'], object>> = {
          registerChange: {
            outcome: 'registered',
            reportedBy: 'household',
            changes: [change],
            reason: '收入变化',
            documents: [],
          },
          registerRemedy: {
            outcome: 'registered',
            kind: 'reconsideration',
            filedOn: on,
            body: '市人民政府',
            reason: '不服',
            documents: [],
          },
          requestAccountChange: {
            outcome: 'requested',
            account: {
              holder: '测试甲',
              bankName: '示范农商银行',
              number: `64${String(Math.floor(roll() * 1e12)).padStart(14, '0')}`,
            },
            requestedBy: memberNo,
            reason: '换卡',
            documents: [],
          },
          registerComplaint: { outcome: 'registered', raisedBy: '匿名', reason: '家有轿车' },
        };
        await send(account, task, contents[task.kind]!);
      },
    );
    const benefits = await rows<{ case_id: CaseId }>(
      `select case_id from case_file where stage = 'benefit' order by case_id`,
    );
    for (const { case_id } of benefits) if (roll() < 0.004) await county.fact(case_id, 'checkReport', { findings: [] });
  }

  async function kill(): Promise<void> {
    if (roll() > plan.killsAWeek) return;
    const victim = workers.shift() as ScriptProcess;
    await victim.kill();
    counted.kills++;
    const next = runWorker(county, undefined, temporal.address);
    await next.printed('worker ready');
    workers.push(next);
  }

  async function pay(month: string): Promise<void> {
    const runId = await office.open(month);
    if ((await office.run(runId)).toPay.lines > 0) {
      const { toPay } = await office.toTheBank(runId);
      await eventually(`the bank has reported on ${month}`, async () => {
        const { paid, returned } = await office.run(runId);
        return paid.lines + returned.lines === toPay.lines;
      });
    }
    if ((await office.run(runId)).state !== 'closed') await office.close(runId);
  }

  try {
    const begin = await today();
    let weeks = 0;
    let paidUpTo = begin.slice(0, 7);
    const end = `${addMonths(begin.slice(0, 7), plan.months)}-01`;
    for (let nth = 0; (await today()) < end; weeks++) {
      for (; nth < Math.min(plan.cases, (weeks + 1) * Math.ceil(plan.cases / 8)); nth++) await apply(nth);
      await Promise.all([kill(), work()]);
      await happen();
      await work();
      const month = (await today()).slice(0, 7);
      if (month > paidUpTo) {
        await pay(month);
        paidUpTo = month;
      }
      await county.clock.advance(new Date((await county.clock.now()) + week));
    }
    await nothingLeft('an outcome of every decision', 'select from command where receipt is null and refusal is null');
    await nothingLeft('every fact recorded', 'select from fact where consumed_at is null');
    await nothingLeft('every survivors’ file begun', 'select from application where not started');
    await pay(addMonths(paidUpTo, 1));

    const files = await rows<{ case_id: CaseId; stage: string }>('select case_id, stage from case_file');
    for (const { case_id } of files) await expectSound(county, case_id);
    const found = () => inTransaction(county.db.worker, (tx) => examine(tx, county.client));
    // A case that has just ended is still listed by Temporal, for longer where the worker it had is killed.
    await eventually('nothing for the doctor to find', async () => (await found()).length === 0).catch(() => {});
    expect(await found()).toEqual([]);
    expect(await rows(paidTwice), 'months paid twice').toEqual([]);
    expect(await rows(forgotten, [`${addMonths(paidUpTo, 1)}-01`]), 'months forgotten').toEqual([]);
    const [paid] = await rows<{ fen: string; lines: string }>(
      `select coalesce(sum(amount_fen), 0) as fen, count(*) as lines from payment_line where status = 'paid'`,
    );
    const credited = (await readBankBook(office.root)).filter(({ result }) => result === 'credited');
    expect(credited.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(Number(paid!.fen));

    const count = (list: { name: string; n: string }[]) =>
      Object.fromEntries(list.map(({ name, n }) => [name, Number(n)]));
    const [journal] = await rows<{ n: string }>('select count(*) as n from case_event');
    return {
      cases: files.length,
      weeks,
      ...counted,
      events: Number(journal!.n),
      paidFen: Number(paid!.fen),
      payments: Number(paid!.lines),
      stages: count(await rows('select stage as name, count(*) as n from case_file group by stage')),
      looks: count(
        await rows(`select data->>'why' as name, count(*) as n from case_event where type = 'lookBegun' group by 1`),
      ),
      seconds: Math.round((Date.now() - started) / 1000),
    };
  } finally {
    await relay.stop();
    await Promise.all(workers.map((worker) => worker.kill()));
    await bank.stop();
    await window.close();
    await office.stop();
    await county.stop();
    await temporal.dispose();
  }

  function nothingLeft(what: string, sql: string): Promise<unknown> {
    return eventually(what, async () => (await rows(sql)).length === 0, 60_000);
  }
}

/** Paid and on its way exceed all that was ever owed for a month. */
const paidTwice = `
  select l.case_id, l.component, l.month from payment_line l where l.status in ('planned', 'ordered', 'paid')
   group by l.case_id, l.component, l.month
  having sum(l.amount_fen) > (select max(e.fen_per_month) from entitlement e
                                where e.case_id = l.case_id and e.component = l.component
                                  and daterange(e.month_from, e.month_to, '[]') @> l.month)`;

/** Owed now for a month up to the last run, neither paid, nor on its way, nor held by that run with a reason. */
const forgotten = `
  select e.case_id, e.component, m.month::date from entitlement e
   cross join lateral generate_series(e.month_from::timestamp, least(coalesce(e.month_to, $1::date), $1::date)::timestamp, interval '1 month') m(month)
   where e.superseded_at is null
     and e.fen_per_month > coalesce((select sum(l.amount_fen) from payment_line l
           where l.case_id = e.case_id and l.component = e.component and l.month = m.month
             and (l.status in ('planned', 'ordered', 'paid') or (l.status = 'held' and l.period = $1::date))), 0)`;
