import { randomUUID } from 'node:crypto';
import { addDays } from '../../../src/domain/calendar.ts';
import type { Account } from '../../support/api.ts';
import { fireAtNight } from '../../support/emergencies.ts';
import { eventually } from '../../support/eventually.ts';
import { drainMs } from '../lateness.ts';
import type { Fault } from '../provoke.ts';
import { asSuperuser } from '../stack/asSuperuser.ts';
import { openStack, type Stack } from '../stack/stack.ts';

const families = 60;
const township = '420582001000';
const clerk: Account = { officer: 'clerk-1', division: township, roles: ['township_clerk'] };
const onDuty: Account = { officer: 'duty-1', division: township, roles: ['duty_officer'] };
const reviewer: Account = { officer: 'reviewer-1', division: township, roles: ['township_reviewer'] };
const administrator: Account = { officer: 'sysadmin-1', division: '420582000000', roles: ['administrator'] };
const phone = '13900000051';
/** So many that all short deadlines of a procedure are over, and its long ones warn. */
const daysDown = 20;

const due = `status = 'running' and passed_at is null and (due_at < business_now() or (warned_at is null and warn_at < business_now()))`;

async function count({ db }: Stack, sql: string): Promise<number> {
  const { rows } = await db.worker.query<{ n: number }>(`select count(*) as n ${sql}`);
  return rows[0]!.n;
}

/** Who is called, today and for the months this may last. */
async function onCallFromNow({ counters, db }: Stack): Promise<void> {
  const put = async (account: Account, url: string, payload: object) => {
    const answer = await counters.put(account, url, payload);
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.body}`);
  };
  const seat = { role: 'duty_officer', division: township };
  await put(administrator, `/v1/officers/${onDuty.officer}/contact`, { phone, seats: [seat] });
  const { rows } = await db.worker.query<{ now: Date }>('select business_now() as now');
  const at = (days: number) => new Date(rows[0]!.now.getTime() + days * 86_400_000 + 5_000).toISOString();
  for (const month of [0, 1, 2, 3]) {
    const span = { from: at(30 * month), until: at(30 * (month + 1)) };
    await put(reviewer, '/v1/duty-roster', {
      ...seat,
      ...span,
      duties: [{ officer: onDuty.officer, order: 1, ...span }],
    });
  }
}

/** Nothing runs any more, and days go by. Then all but the workers is back. */
async function daysPassWithoutUs(stack: Stack): Promise<void> {
  const { workers, apis, relay, temporal, postgres } = stack;
  await Promise.all([...workers, ...apis, relay].map((each) => each.kill()));
  await temporal.kill();
  await postgres.kill();
  await postgres.start();
  await asSuperuser(stack, `update business_clock set offset_ms = offset_ms + ${daysDown} * 86400000::bigint`);
  await temporal.start();
  await Promise.all([...apis, relay].map((each) => each.start()));
}

/** An emergency that is reported now stands before whoever is on duty, and is decided. */
async function emergencyIsDecided(stack: Stack, caseId: string): Promise<void> {
  const { counters, messages } = stack;
  const task = await eventually(
    'the emergency stands before the duty officer',
    async () => {
      const answer = await counters.get(onDuty, '/v1/tasks');
      const tasks: { taskId: string; caseId: string; kind: string; version: number }[] =
        answer.statusCode === 200 ? answer.json().items : [];
      return tasks.find((each) => each.caseId === caseId && each.kind === 'answerReport');
    },
    drainMs,
  );
  await eventually('the duty officer is called', () => messages.book().some(({ to }) => to === phone), drainMs);
  const decision = { taskVersion: task.version, outcome: 'notEmergency', to: 'other', reason: '非急难' };
  await sent(stack, onDuty, `/v1/tasks/${task.taskId}/decision`, decision, 200);
}

async function reportEmergency(stack: Stack): Promise<string> {
  const { rows } = await stack.db.worker.query<{ today: string }>('select business_now()::date as today');
  const happenedAt = `${addDays(rows[0]!.today, -1)}T21:00:00+08:00`;
  return (await sent(stack, clerk, '/v1/emergencies', fireAtNight({ happenedAt }), 201)).json().caseId;
}

/** Sent under one key until it is answered so: what is still coming up, or has all hands full, says "not now". */
function sent({ counters }: Stack, account: Account, url: string, payload: object, status: number) {
  const headers = { 'idempotency-key': randomUUID() };
  return eventually(
    `${url} is answered ${status}`,
    async () => {
      const answer = await counters.post(account, url, payload, headers);
      if (![status, 202, 503].includes(answer.statusCode)) throw new Error(`${url}: ${answer.body}`);
      return answer.statusCode === status && answer;
    },
    drainMs,
  );
}

/** It was decided while clocks were still due: the last of them rang after it. */
async function wasFirst(stack: Stack, caseId: string, back: Date): Promise<void> {
  const { rows } = await stack.db.worker.query<{ first: boolean }>(
    `select (select at from case_event where case_id = $1 and type = 'taskDecided' order by seq limit 1)
          < (select max(e.at) from case_event e join clock c on c.case_id = e.case_id and c.clock_id = e.case_id || '.' || (e.data ->> 'key')
              where e.type in ('clockWarned', 'clockPassed') and case e.type when 'clockWarned' then c.warn_at else c.due_at end < $2) as first`,
    [caseId, back],
  );
  if (!rows[0]!.first) throw new Error('the emergency was decided after everything else');
}

/** All is down, and comes back with what fell due meanwhile and an emergency, the workers last. */
function backlogAndEmergency() {
  let back: Date;
  let caseId: string;
  return {
    families,
    moments: families,
    daysPass: true,
    ownStack: openStack,
    async inject(stack) {
      await onCallFromNow(stack);
      const running = () => count(stack, `from clock where status = 'running'`);
      await eventually('many families have clocks', async () => (await running()) > 2 * families);
      await daysPassWithoutUs(stack);
      const overdue = await count(stack, `from clock where ${due}`);
      if (overdue < families) throw new Error(`only ${overdue} clocks are due`);
      const { rows } = await stack.db.worker.query<{ now: Date }>('select business_now() as now');
      back = rows[0]!.now;
      caseId = await reportEmergency(stack);
    },
    recover: (stack) =>
      Promise.all([...stack.workers.map((worker) => worker.start()), emergencyIsDecided(stack, caseId)]),
    async afterwards(stack) {
      const left = () => count(stack, `from clock where ${due}`);
      await eventually('the backlog is done', async () => (await left()) === 0, drainMs);
      await wasFirst(stack, caseId, back);
    },
  } satisfies Partial<Fault>;
}

export const backlog: readonly Fault[] = [
  {
    id: 'F22',
    title: {
      zh: '全部停机多日，到期事项一齐积压，其间有急难',
      en: 'everything down for days: all that fell due is due at once, and an emergency comes before it is done',
    },
    ...backlogAndEmergency(),
  },
];
