import { reasonsToBe } from '../../contracts/returnReasons.ts';
import type { RunId } from '../../domain/payments/run.ts';
import type { Tx } from '../pool.ts';
import { sayHeld } from './blocked.ts';
import { controlOf } from './control.ts';
import { appendRunEvent, lockRun } from './journal.ts';
import { runOf } from './runs.ts';

/**
 * Plans a run once, with its control totals; a run that is past this is left as it is.
 * @param unusable accounts that no bank would take as they are written (readAccounts)
 */
export async function prepareRun(tx: Tx, runId: RunId, unusable: readonly string[] = []): Promise<void> {
  await lockRun(tx, runId);
  const before = await runOf(tx, runId);
  if (before.state !== 'open') return;
  await tx.query(`set local statement_timeout = '100s'`); // 40,000 households take seconds, and no one waits for them
  // Whole tables meet here. Where nobody has counted their rows since many came in, the planner would take them for few, and
  // go through one table for each row of the other: minutes in the place of seconds.
  await tx.query('set local enable_nestloop = off');
  const opened = await tx.query<{ opened_by: string }>(
    'select opened_by from disbursement where disbursement_id = $1',
    [runId],
  );
  await appendRunEvent(tx, { runId, type: 'opened', actor: opened.rows[0]!.opened_by, data: {}, key: 'opened' });
  await planWhatIsOwed(tx, runId, unusable);
  await sayHeld(tx, runId);
  const { planned, held, toPay } = await runOf(tx, runId);
  const control = await controlOf(tx, runId);
  await tx.query(
    `update disbursement set state = 'prepared', prepared_at = business_now(), planned_lines = $2, planned_fen = $3,
            held_lines = $4, held_fen = $5, to_pay_lines = $6, to_pay_fen = $7, control = $8
      where disbursement_id = $1`,
    [runId, planned.lines, planned.fen, held.lines, held.fen, toPay.lines, toPay.fen, control],
  );
  await appendRunEvent(tx, {
    runId,
    type: 'prepared',
    actor: 'system',
    data: { planned, held, toPay },
    key: 'prepared',
  });
}

/**
 * The one rule of every run: what is owed less what is on its way or paid, for every month up to the run's. First
 * payments, arrears after a raise (补发), held and returned lines all fall out of it. A negative difference is not
 * clawed back here. One statement for the whole county.
 *
 * A line may be held back (暂缓发放), with a reason; the next run plans it again, and pays it once the reason is gone:
 *
 * - Without an account, or with one no bank would take as it is written, nothing can be ordered.
 * - A month after that in which a member died, went to prison or got another benefit, as a register says, is held until a
 *   person has found it wrong or the family has been looked at again; the month itself is paid. A marriage holds nothing.
 * - An account the bank has returned is not tried again: only a newer version of it is. What the bank returned for
 *   reasons of its own says nothing about the account.
 * - An account changed at the family's asking is not paid into for a cycle; then all of it is.
 * - Of households in benefit that share an account, in whatever county, none is paid into it until that is cleared up (一户一卡).
 */
async function planWhatIsOwed(tx: Tx, runId: RunId, unusable: readonly string[]): Promise<void> {
  await tx.query(
    `with run as materialized (
       select disbursement_id, county, period from disbursement where disbursement_id = $1
     ), owed as materialized (
       select e.case_id, e.division, e.component, m.month::date as month, e.fen_per_month, run.period
         from run join entitlement e on e.county = run.county and e.month_from <= run.period and e.superseded_at is null
         cross join lateral generate_series(e.month_from::timestamp, least(e.month_to, run.period)::timestamp, interval '1 month') m(month)
     ), live as materialized (
       select l.case_id, l.component, l.month, sum(l.amount_fen) as fen, max(l.part) as part
         from payment_line l join run on l.county = run.county
        where l.status in ('planned', 'ordered', 'paid')
        group by l.case_id, l.component, l.month
     ), due as materialized (
       select o.case_id, o.division, o.component, o.month, o.fen_per_month - coalesce(live.fen, 0) as amount_fen, coalesce(live.part, 0) + 1 as part
         from owed o left join live on live.case_id = o.case_id and live.component = o.component and live.month = o.month
        where o.fen_per_month > coalesce(live.fen, 0)
     ), paid_to as materialized (
       select distinct on (a.case_id) a.case_id, a.account_id, a.account_hash, a.valid_from, a.pays_from
         from bank_account a
        where a.case_id in (select case_id from owed where month = period union select case_id from due)
        order by a.case_id, a.valid_from desc, a.account_id desc
     ), shared as materialized (
       select distinct a.account_hash
         from paid_to a join bank_account b on b.account_hash = a.account_hash and b.case_id <> a.case_id
        where not exists (select from bank_account newer
                           where newer.case_id = b.case_id and (newer.valid_from, newer.account_id) > (b.valid_from, b.account_id))
          and (b.case_id in (select case_id from paid_to)
               or exists (select from entitlement e join run on daterange(e.month_from, e.month_to, '[]') @> run.period where e.case_id = b.case_id and e.superseded_at is null))
     ), bounced as materialized (
       select distinct l.case_id, l.account_id from payment_line l join run on l.county = run.county
        where l.status = 'returned' and l.reason <> all($3::text[])
     ), reported as materialized (
       select distinct on (case_id) case_id, flag, since
         from person_flag where settled_at is null and flag <> 'marriage'
        order by case_id, since, flag_id
     )
     insert into payment_line (disbursement_id, county, division, case_id, component, month, part, period, amount_fen, subject,
                               status, reason, account_id, planned_at)
     select run.disbursement_id, run.county, due.division, due.case_id, due.component, due.month, due.part, run.period, due.amount_fen,
            case app.area when 'urban' then '2081901' else '2081902' end,
            case when hold.reason is null then 'planned' else 'held' end, hold.reason, paid_to.account_id, business_now()
       from run
       cross join due
       join application app on app.case_id = due.case_id
       left join paid_to on paid_to.case_id = due.case_id
       left join shared on shared.account_hash = paid_to.account_hash
       left join bounced on bounced.case_id = due.case_id and bounced.account_id = paid_to.account_id
       left join reported on reported.case_id = due.case_id
       cross join lateral (select case
              when paid_to.account_id is null then 'noAccount'
              when paid_to.account_id = any($2::uuid[]) then 'accountUnusable'
              when due.month > reported.since and reported.flag = 'death' then 'deathReported'
              when due.month > reported.since and reported.flag = 'prison' then 'imprisonmentReported'
              when due.month > reported.since and reported.flag = 'benefitElsewhere' then 'otherBenefitReported'
              when bounced.account_id is not null then 'returnedUncorrected'
              when paid_to.pays_from > run.period then 'accountNewlyChanged'
              when shared.account_hash is not null then 'sameAccountInOtherHousehold'
            end as reason) hold
      order by due.division, due.case_id, due.month, due.component`,
    [runId, unusable, reasonsToBe('payAgain')],
  );
}
