import type { CaseEvent } from '../../domain/case/events.ts';
import { aidToRecoverFen } from '../../domain/case/foldIdentity.ts';
import { type CaseId, type Key, publicId } from '../../domain/case/ids.ts';
import { programmes } from '../../domain/case/programmes.ts';
import { type CaseState, clockOfTask, needsCountyVisit } from '../../domain/case/state.ts';
import { taskKinds } from '../../domain/case/taskKinds.ts';
import { noteAid, settleAid } from '../emergency/aid.ts';
import { settleRecovery, storeRecovery } from '../payments/recoveries.ts';
import type { WriteTx } from '../pool.ts';
import { giveEntitlements, supersedeEntitlements } from './entitlements.ts';
import { moveFile } from './move.ts';

/** One event with the states around it, ready to be projected. */
export interface Step {
  readonly event: CaseEvent;
  readonly at: string;
  readonly before: CaseState;
  readonly after: CaseState;
}

/**
 * Writes what one event means into the tables people read. From the journal alone, so that dropping the tables and
 * projecting again gives the same rows.
 */
export async function project(tx: WriteTx, { event, at, before, after }: Step): Promise<void> {
  const { caseId, township } = after;
  const id = (key: Parameters<typeof publicId>[1]) => publicId(caseId, key);
  raiseVersions(tx, before, after);
  switch (event.type) {
    case 'registered':
      tx.send(
        `insert into case_file (case_id, case_number, programme, county, township, stage, seq, tip_hash, state, opened_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, 0, '', '{}', $7, $7)`,
        [caseId, event.caseNumber, event.programme, event.county, event.township, after.stage, at],
      );
      return;
    case 'taskOpened': {
      const clock = event.clock && clockOfTask(after, event.key, event.clock);
      const standing = taskKinds[event.kind].standing === true && event.urgent !== true;
      tx.send({
        name: 'open a task',
        text: `insert into task (task_id, case_id, case_division, kind, role, division, standing, version, status, opened_at, due_at, clock, about, urgent)
         values ($1, $2, $3, $4, $5, $6, $7, 1, 'open', $8, $9, $10, $11, $12)`,
        values: [
          id(event.key),
          caseId,
          township,
          event.kind,
          event.role,
          event.division,
          standing,
          at,
          clock ? new Date(clock.clock.dueAt) : null,
          clock ? id(clock.key) : null,
          event.about ?? {},
          after.programme !== undefined && programmes[after.programme].urgent === true,
        ],
      });
      return;
    }
    case 'taskDecided':
      closeTask(tx, id(event.key), 'decided', at);
      tx.send({
        name: 'note a decision',
        text: `insert into decision (decision_id, case_id, division, kind, outcome, officer, role, officer_division, at, article, particulars, command_id, content_hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        values: [
          id(event.key),
          caseId,
          township,
          event.kind,
          event.outcome,
          event.officer,
          event.role,
          event.division,
          at,
          event.article,
          event.particulars,
          event.commandId,
          event.contentHash,
        ],
      });
      if (event.kind === 'answerForAid' && event.outcome === 'recover')
        await storeRecovery(tx, {
          recoveryId: id(event.key),
          caseId,
          division: township,
          at,
          ground: 'aidNotConfirmed',
          months: [],
          aidFen: aidToRecoverFen(before),
          fineFen: 0,
          waived: false,
        });
      if (event.kind === 'recordRepayment' || event.kind === 'waiveRemainder') {
        const fen = event.kind === 'recordRepayment' ? Number(event.particulars.amountFen) : (before.owedBackFen ?? 0);
        const of = { caseId, division: township, at, posting: id(event.key) };
        await settleRecovery(tx, of, event.kind === 'recordRepayment' ? 'treasury' : 'waived', fen);
      }
      return;
    case 'taskWithdrawn':
      closeTask(tx, id(event.key), 'withdrawn', at);
      return;
    case 'factExpected':
      tx.send('insert into expected_fact (fact_key, case_id, division, name, since) values ($1, $2, $3, $4, $5)', [
        id(event.key),
        caseId,
        township,
        event.name,
        at,
      ]);
      return;
    case 'factNoLongerExpected':
      tx.send('delete from expected_fact where fact_key = $1', [id(event.key)]);
      return;
    case 'factArrived':
      if (!event.key || !before.expected[event.key]) return;
      tx.send('delete from expected_fact where fact_key = $1', [id(event.key)]);
      if (event.name === 'transferOutcome') await settleAid(tx, caseId, at, event.particulars.result);
      return;
    case 'aidGiven': {
      const { form, cause, amountFen, paidFrom, by } = event;
      await noteAid(tx, { aidId: id(event.key), caseId, division: township, at, by, form, cause, amountFen, paidFrom });
      return;
    }
    case 'clockStarted':
      tx.send({
        name: 'start a clock',
        text: `insert into clock (clock_id, case_id, division, kind, status, started_at, due_on, due_at, warn_at, ground, policy_level, limit_days, limit_unit, calendar, provisional)
         values ($1, $2, $3, $4, 'running', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        values: [
          id(event.key),
          caseId,
          township,
          event.kind,
          at,
          event.dueOn,
          new Date(event.dueAt),
          instant(event.warnAt),
          event.ground,
          event.level,
          event.days,
          event.unit,
          event.calendar,
          event.provisional,
        ],
      });
      return;
    case 'clockPaused':
      tx.send(`update clock set status = 'paused' where clock_id = $1`, [id(event.key)]);
      return;
    case 'clockResumed':
    case 'clockReplanned':
    case 'clockExtended':
      tx.send(
        `update clock set status = $8, due_on = $2, due_at = $3, warn_at = $4, warned_at = null, passed_at = null,
                calendar = $5, provisional = $6, limit_days = coalesce($7, limit_days),
                ground = coalesce($9, ground), policy_level = coalesce($10, policy_level) where clock_id = $1`,
        [
          id(event.key),
          event.dueOn,
          new Date(event.dueAt),
          instant(event.warnAt),
          event.calendar,
          event.provisional,
          event.type === 'clockResumed' ? null : (event.days ?? null),
          after.clocks[event.key]?.pausedOn === undefined ? 'running' : 'paused',
          event.type === 'clockReplanned' ? (event.ground ?? null) : null,
          event.type === 'clockReplanned' ? (event.level ?? null) : null,
        ],
      );
      tx.send(`update task set due_at = $2 where clock = $1 and status = 'open'`, [
        id(event.key),
        new Date(event.dueAt),
      ]);
      return;
    case 'clockStopped':
      tx.send(`update clock set status = 'stopped', stopped_at = $2 where clock_id = $1`, [id(event.key), at]);
      return;
    case 'clockWarned':
      tx.send('update clock set warned_at = $2 where clock_id = $1', [id(event.key), at]);
      return;
    case 'clockPassed':
      tx.send(`update clock set status = 'passed', passed_at = $2 where clock_id = $1`, [id(event.key), at]);
      return;
    case 'benefitGranted': {
      const { certificate, monthFrom, components } = event;
      const given = { caseId, division: township, county: after.county, certificate, by: id(event.key), at };
      await giveEntitlements(tx, given, [{ monthFrom, components }]);
      claim(tx, caseId, 'benefit');
      return;
    }
    case 'benefitChanged': {
      const given = { caseId, division: township, county: after.county, by: id(event.key), at };
      await supersedeEntitlements(tx, given, event.monthFrom, event.periods);
      if (event.cause === 'ended') claim(tx, caseId, 'ended');
      if (before.benefit?.cause === 'ended') reclaim(tx, caseId);
      return;
    }
    case 'moved':
      await moveFile(tx, caseId, event);
      return;
    case 'recoveryDecided': {
      const { ground, months, fineFen, waived } = event;
      const recovery = { recoveryId: id(event.key), caseId, division: township, at, ground, months, fineFen, waived };
      if (months.length > 0) await storeRecovery(tx, recovery);
      return;
    }
    case 'caseEnded':
      claim(tx, caseId, 'ended');
      return;
    case 'dutyCalled':
    case 'papersSent':
    case 'identityRestored':
    case 'lookBegun':
    case 'lookEnded':
    case 'survivorsFileOpened':
    case 'referredFileOpened':
    case 'handedOver':
    case 'stageEntered':
    case 'roundBegun':
    case 'effectRequested':
    case 'messageRequested':
    case 'compared':
    case 'assessed':
    case 'noticeIssued':
    case 'accountChanged':
      return; // the case's own row says the stage; what was sealed is stored by `record` beside the event
    default:
      event satisfies never;
  }
}

/** The case's own row: where it stands, and the tip of its chain. */
export function projectTip(tx: WriteTx, state: CaseState, tipHash: string, at: string): void {
  tx.send({
    name: 'tip of a chain',
    text: 'update case_file set stage = $2, ended_as = $3, seq = $4, tip_hash = $5, state = $6, changed_at = $7 where case_id = $1',
    values: [state.caseId, state.stage, state.endedAs ?? null, state.seq, tipHash, state, at],
  });
}

function closeTask(tx: WriteTx, taskId: string, status: 'decided' | 'withdrawn', at: string): void {
  tx.send({
    name: 'close a task',
    text: 'update task set status = $2, closed_at = $3 where task_id = $1',
    values: [taskId, status, at],
  });
}

/** Something the deciders must see was added: their open screens are out of date, and the county's visit may be due now. */
function raiseVersions(tx: WriteTx, before: CaseState, after: CaseState): void {
  const visitDue = needsCountyVisit(after) && !needsCountyVisit(before);
  for (const [key, task] of Object.entries(after.open)) {
    const known = before.open[key as Key];
    const due = task.kind === 'countyVisit' && visitDue;
    if (!known || (known.version === task.version && !due)) continue;
    tx.send('update task set version = $2, standing = standing and not $3 where task_id = $1', [
      publicId(after.caseId, key as Key),
      task.version,
      due,
    ]);
  }
}

function claim(tx: WriteTx, caseId: string, state: 'benefit' | 'ended'): void {
  tx.send('update person_claim set state = $2 where case_id = $1', [caseId, state]);
}

/** An ending undone: the persons are of this benefit again, but for those who hold a live claim elsewhere meanwhile. */
function reclaim(tx: WriteTx, caseId: CaseId): void {
  tx.send(
    `update person_claim mine set state = 'benefit'
      where case_id = $1 and not exists (select from person_claim other
              where other.id_number_hash = mine.id_number_hash and other.case_id <> mine.case_id and other.state <> 'ended')`,
    [caseId],
  );
}

function instant(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms);
}
