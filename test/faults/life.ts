import { randomUUID } from 'node:crypto';
import type { RunDetail } from '../../src/contracts/http/disbursements.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { addDays, addMonths } from '../../src/domain/calendar.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import { householdOf } from '../simulation/households.ts';
import { inTurns } from '../simulation/inTurns.ts';
import { countyCode, officersOf } from '../simulation/officers.ts';
import { NotReady, patiently } from '../simulation/patiently.ts';
import type { Account } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import type { Stack } from './stack/stack.ts';

const finance = (nth: number): Account => ({ officer: `f-${nth}`, division: countyCode, roles: ['finance_officer'] });
const clerk: Account = { officer: 'clerk-1', division: '420582001000', roles: ['township_clerk'] };
/** Whatever is down comes back within this, however busy the machine. */
const patienceMs = 400_000;

export type Life = ReturnType<typeof lifeOf>;

/**
 * What people do with the product, over its API alone: families apply and are surveyed, reviewed, posted and confirmed by
 * six clients at once, and the county pays its month. Whoever gets no answer sends again under the same key.
 */
export function lifeOf(stack: Stack) {
  const { counters, db } = stack;
  const today = () =>
    patiently(async () => {
      const answer = await counters.get(clerk, '/v1/test-clock');
      if (answer.statusCode !== 200) throw new NotReady('test clock');
      return answer.json().today as string;
    }, patienceMs);
  const usual = () => 0.5; // every family the usual way: what differs is the fault
  const officers = officersOf({ window: counters, today }, usual, { decisions: 0, refused: {} });
  let families = 0;

  const rows = <T>(sql: string, values: unknown[] = []) =>
    patiently(() => inTransaction(db.worker, async (tx) => (await tx.query(sql, values)).rows as T[]), patienceMs);

  /** Everybody works until every case that has not ended is in one of these stages. */
  async function work(until: readonly string[]): Promise<void> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const open = await rows<{ task_id: string; role: Role; division: string }>(
        `select task_id, role, division from task where status = 'open' and not standing order by task_id`,
      );
      await inTurns(open, (task) => officers.work(task));
      const [{ behind = 0 } = {}] = await rows<{ behind: number }>(
        `select count(*) as behind from application left join case_file using (case_id)
          where ended_as is null and coalesce(stage, '') <> all ($1)`,
        [until],
      );
      const waiting = await rows(`select from task where status = 'open' and not standing and kind <> 'objection'`);
      if (behind === 0 && waiting.length === 0) return;
      if (Date.now() > deadline)
        throw new Error(`Not every case came to ${until.join(' or ')}: ${await whereTheyStand()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function whereTheyStand(): Promise<string> {
    const standing = await rows(
      `select case_id, stage, seq,
              (select json_agg(kind) from task t where t.case_id = f.case_id and status = 'open' and not standing) as tasks,
              (select json_agg(name) from expected_fact e where e.case_id = f.case_id) as facts
         from case_file f where stage not in ('benefit', 'ended')`,
    );
    return JSON.stringify(standing);
  }

  /** Sends a command until it is answered with something else than "not now". */
  async function send(account: Account, url: string, payload: object = {}) {
    const key = randomUUID();
    return patiently(async () => {
      const answer = await counters.post(account, url, payload, { 'idempotency-key': key });
      if (answer.statusCode === 503 || answer.statusCode === 202) throw new NotReady(url);
      return answer;
    }, patienceMs);
  }

  /** Time goes on to this day, clock by clock. */
  async function livesUntil(day: string): Promise<void> {
    await eventually(
      `it is ${day}`,
      async () => {
        await counters.post(clerk, '/v1/test-clock/advance', { to: day });
        return (await today()) >= day;
      },
      patienceMs,
    );
  }

  /** The run of a month is opened, signed by two and closed: each does what the run, as it is seen now, asks for. */
  async function payOut(period: string): Promise<void> {
    const runId = `${countyCode}:${period}`;
    await eventually(
      `the run ${runId} is closed`,
      async () => {
        const answer = await counters.get(finance(1), `/v1/disbursements/${runId}`);
        if (answer.statusCode === 404) await send(finance(1), '/v1/disbursements', { county: countyCode, period });
        if (answer.statusCode !== 200) return false;
        const run = answer.json() as RunDetail;
        await workOn(run, runId);
        return run.state === 'closed';
      },
      patienceMs,
    );
  }

  async function workOn({ state, toPay, paid, returned, signatures }: RunDetail, runId: string): Promise<void> {
    if (state === 'prepared' && toPay.lines > 0)
      for (const nth of [1, 2].filter((each) => !signatures.some(({ officer }) => officer === finance(each).officer)))
        await send(finance(nth), `/v1/disbursements/${runId}/signature`, { totalFen: toPay.fen });
    if (state !== 'open' && state !== 'closed' && paid.lines + returned.lines === toPay.lines)
      await send(finance(1), `/v1/disbursements/${runId}/close`);
  }

  return {
    /** Whoever has something to do does it, until no case is before its posting. */
    work: () => work(['posting', 'benefit']),
    payOut,
    rows,
    today,
    livesUntil,
    decisions: () => [...counters.sent.values()].filter(({ url }) => url.endsWith('/decision')),

    /** New families, from the application to the public posting. */
    async apply(count: number): Promise<void> {
      const nth = Array.from({ length: count }, () => families++);
      await inTurns(nth, (each) => officers.apply(householdOf(each, 30_000 + each * 100)));
      await work(['posting', 'benefit']);
    },

    /** The posting is over, and whoever confirms does. */
    async confirm(): Promise<void> {
      await livesUntil(addDays(await today(), 9));
      await work(['benefit']);
    },

    /** The next month begins, and the county pays it. */
    async pay(): Promise<string> {
      const period = addMonths((await today()).slice(0, 7), 1);
      await livesUntil(`${period}-02`);
      await work(['benefit']);
      await payOut(period);
      return period;
    },
  };
}
