import { addMonths } from '../../src/domain/calendar.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { diceFrom } from '../support/dice.ts';
import { eventually } from '../support/eventually.ts';
import type { Footprint } from '../support/footprint.ts';
import { emergenciesOf } from './emergencies.ts';
import { fateOf } from './fate.ts';
import { expectBounded, sayFootprint } from './growth.ts';
import { householdOf } from './households.ts';
import { inTurns } from './inTurns.ts';
import { type OpenTask, officersOf } from './officers.ts';
import { patiently } from './patiently.ts';
import { expectNothingLost, expectSettled } from './soundness.ts';
import { openWorld } from './world.ts';

/** What is simulated. The same seed rolls the same dice; what meets what is up to the machine. */
export interface Plan {
  readonly seed: number;
  readonly cases: number;
  readonly months: number;
  /** Every so many weeks each is killed: a worker, PostgreSQL, Temporal. */
  readonly kills: { readonly worker: number; readonly postgres: number; readonly temporal: number };
  /** Hears what month it is, and the figures before they are checked. */
  tell?(line: string): void;
}

/** What happened, for the reader of the figures. */
export interface Lived {
  readonly cases: number;
  readonly weeks: number;
  readonly killed: { readonly worker: number; readonly postgres: number; readonly temporal: number };
  readonly decisions: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly events: number;
  readonly paidFen: number;
  readonly payments: number;
  /** Given in emergencies, in whatever form. */
  readonly aidFen: number;
  readonly aid: Readonly<Record<string, number>>;
  /** What only happens where aid is more than first aid: stages, meetings, what came of identities, returns. */
  readonly furtherAid: Readonly<Record<string, number>>;
  readonly stages: Readonly<Record<string, number>>;
  readonly looks: Readonly<Record<string, number>>;
  readonly matches: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const week = 7 * 86_400_000;

/**
 * Lives of many families side by side, week by week, on the real stack: applications, reviews, changes, moves, exits,
 * endings, what registers say, payments, temporary aid, emergencies with meetings and more aid after them among them; workers, the database and
 * Temporal killed, facts twice and late. At the end every case must be sound, nothing stuck, no clock missed, no month paid twice or forgotten, and no
 * transfer credited twice. Emergencies are no more reported in the last two months, temporary aid
 * not asked for in the last three: by the end all of them must be over.
 */
export async function simulate(plan: Plan): Promise<Lived> {
  const started = Date.now();
  const roll = diceFrom(plan.seed);
  const world = await openWorld();
  const { county, office, rows, today } = world;
  const counted = { decisions: 0, refused: {} as Record<string, number> };
  const killed = { worker: 0, postgres: 0, temporal: 0 };
  const officers = officersOf(world, roll, counted);
  const fate = fateOf(world, officers, roll);
  const emergencies = emergenciesOf(world, officers, roll);

  /** Officers empty their desks, but for what they leave for later; reports come in. */
  async function work(): Promise<void> {
    for (let round = 0; round < 6; round++) {
      const open = await rows<OpenTask>(
        `select task_id, role, division, about ->> 'department' as department
           from task where status = 'open' and not standing order by task_id`,
      );
      const expected = await rows<{ fact_key: string; case_id: CaseId }>(
        `select fact_key, case_id from expected_fact where name = 'checkReport' order by fact_key`,
      );
      const chosen = open.filter(() => roll() < 0.85);
      const told = expected.filter(() => roll() < 0.9);
      if (chosen.length + told.length === 0) return;
      await inTurns(chosen, (task) => officers.work(task));
      await inTurns(told, (each) => fate.report(each.case_id, each.fact_key));
    }
  }

  /** While the officers work, what they work with dies now and then, and comes back. */
  async function kill(week: number): Promise<void> {
    if (week % plan.kills.worker === 0) {
      await world.killWorker();
      killed.worker++;
    }
    if (week % plan.kills.postgres === 0) {
      await world.restartPostgres();
      killed.postgres++;
    }
    if (week % plan.kills.temporal === 0) {
      await world.restartTemporal();
      killed.temporal++;
    }
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
    let weeks = 0;
    const footprints: Footprint[] = [];
    let paidUpTo = (await today()).slice(0, 7);
    const end = `${addMonths(paidUpTo, plan.months)}-01`;
    const lastReports = `${addMonths(paidUpTo, plan.months - 2)}-01`;
    const lastNeeds = `${addMonths(paidUpTo, plan.months - 3)}-01`;
    await emergencies.openFunds();
    for (let nth = 0; (await today()) < end; weeks++) {
      for (; nth < Math.min(plan.cases, (weeks + 1) * Math.ceil(plan.cases / 8)); nth++)
        await officers.apply(householdOf(nth, Math.floor(roll() * 120_000)));
      const isLate = (await today()) >= lastReports;
      if (!isLate) await emergencies.reports(plan.cases);
      if ((await today()) < lastNeeds) await fate.needs(plan.cases);
      await emergencies.bank(isLate ? 'normal' : undefined);
      await Promise.all([kill(weeks + 1), work()]);
      await fate.families();
      await fate.officers(isLate);
      await fate.lateReports();
      await work();
      const month = (await today()).slice(0, 7);
      if (month > paidUpTo) {
        await emergencies.openFunds();
        await emergencies.settle();
        await fate.registers(nth);
        await pay(month);
        paidUpTo = month;
        footprints.push(await world.footprint());
        plan.tell?.(
          `${month} is paid: ${counted.decisions} decisions, ${Math.round((Date.now() - started) / 1000)} s; ${sayFootprint(footprints)}`,
        );
      }
      await patiently(async () => county.clock.advance(new Date((await county.clock.now()) + week)));
    }
    await expectSettled(world);
    paidUpTo = addMonths(paidUpTo, 1);
    await pay(paidUpTo);
    const counts = async (sql: string) =>
      Object.fromEntries((await rows<{ name: string; n: string }>(sql)).map(({ name, n }) => [name, Number(n)]));
    const totals = await counts(
      `select 'cases' as name, count(*) as n from case_file union all select 'events', count(*) from case_event
       union all select 'payments', count(*) from payment_line where status = 'paid'
       union all select 'paidFen', coalesce(sum(amount_fen), 0) from payment_line where status = 'paid'
       union all select 'aidFen', coalesce(sum(amount_fen), 0) from emergency_aid where stands = 'given'`,
    );
    const lived = {
      ...(totals as Pick<Lived, 'cases' | 'events' | 'payments' | 'paidFen' | 'aidFen'>),
      weeks,
      killed,
      ...counted,
      stages: await counts('select stage as name, count(*) as n from case_file group by stage'),
      aid: await counts(`select form || ' ' || stands as name, count(*) as n from emergency_aid group by 1`),
      furtherAid: await counts(
        `select kind || ' ' || outcome as name, count(*) as n from decision where kind = any(array['conveneMeeting',
           'holdMeeting', 'departmentTask', 'reassign', 'proposeFollowUp', 'decideAid', 'registerAidFact', 'giveAid', 'bridge', 'stopAid',
           'registerIdentity', 'confirmCorrection', 'lookAtDuplicates', 'returnHome']) group by 1`,
      ),
      looks: await counts(
        `select data->>'why' as name, count(*) as n from case_event where type = 'lookBegun' group by 1`,
      ),
      matches: await counts(
        `select outcome as name, count(*) as n from decision where kind = 'confirmMatch' group by 1`,
      ),
      seconds: Math.round((Date.now() - started) / 1000),
    };
    plan.tell?.(JSON.stringify(lived, undefined, 2));
    await expectNothingLost(world, paidUpTo);
    expectBounded(footprints);
    return lived;
  } finally {
    await world.close();
  }
}
