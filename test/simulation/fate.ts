import type { RegisterBatch } from '../../src/contracts/registers.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { matchKinds } from '../../src/domain/case/matches.ts';
import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import { idNumberOf, inNeedOf } from './households.ts';
import { inTurns } from './inTurns.ts';
import type { OpenTask, officersOf } from './officers.ts';
import { patiently } from './patiently.ts';
import type { World } from './world.ts';

type Officers = ReturnType<typeof officersOf>;

const reason = '模拟登记';

/** How likely a family asks for such a thing in a week. */
const likely: { readonly [K in TaskKindName]?: number } = {
  registerChange: 0.03,
  registerRemedy: 0.004,
  registerComplaint: 0.004,
  requestAccountChange: 0.004,
};

/** How likely officers do in a week what no clock asks them to. */
const unasked: { readonly [K in TaskKindName]?: number } = {
  countyVisit: 0.2,
  bridge: 0.05,
  stopAid: 0.05,
  registerIdentity: 0.12,
  correctIdentity: 0.05,
  returnHome: 0.25,
};
/** What takes weeks from there on. */
const beginsMore: typeof unasked = { conveneMeeting: 0.2, proposeFollowUp: 0.2 };

/** What happens to families without anybody of the offices having done it, and what officers do of their own accord. */
export function fateOf(world: World, { apply, opened, decide, membersOf, work }: Officers, roll: () => number) {
  const { county, rows, today, registers } = world;
  let batches = 0;

  async function contentOf(kind: TaskKindName, caseId: string): Promise<object> {
    const on = await today();
    const [memberNo = 1] = await membersOf(caseId);
    const job = { kind: 'income', on, memberNo, income: 'wage', origin: '零工', amountFen: 50_000, period: 'month' };
    switch (kind) {
      case 'registerChange':
        return {
          outcome: 'registered',
          reportedBy: 'household',
          changes: [job],
          reason,
          documents: [],
        };
      case 'registerRemedy':
        return {
          outcome: 'registered',
          kind: 'reconsideration',
          filedOn: on,
          body: '市人民政府',
          reason,
          documents: [],
        };
      case 'requestAccountChange': {
        const number = `64${String(Math.floor(roll() * 1e12)).padStart(14, '0')}`;
        const account = { holder: '测试甲', bankName: '示范农商银行', number };
        return { outcome: 'requested', account, requestedBy: memberNo, reason, documents: [] };
      }
      default:
        return { outcome: 'registered', raisedBy: '匿名', reason };
    }
  }

  return {
    /** Families report changes, contest, ask for another account; neighbours complain. */
    async families(): Promise<void> {
      const standing = await rows<OpenTask & { kind: TaskKindName }>(
        `select task_id, kind, role, division from task where status = 'open' and kind = any($1) order by task_id`,
        [Object.keys(likely)],
      );
      const chosen = standing.filter(({ kind }) => roll() < likely[kind]!);
      await inTurns(chosen, (task) =>
        patiently(async () => {
          const seat = await opened(task);
          if (seat) await decide(seat.task, seat.account, await contentOf(task.kind, seat.task.caseId));
        }),
      );
    },

    /** Officers see to more than their worklists show; near the end they begin nothing that takes weeks. */
    async officers(isLate: boolean): Promise<void> {
      const likely = isLate ? unasked : { ...unasked, ...beginsMore };
      const standing = await rows<OpenTask & { kind: TaskKindName }>(
        `select task_id, kind, role, division from task
          where status = 'open' and standing and kind = any($1) order by task_id`,
        [Object.keys(likely)],
      );
      const chosen = standing.filter(({ kind }) => roll() < likely[kind]!);
      await inTurns(chosen, (task) => work(task));
    },

    /** Now and then somebody asks for temporary aid, one a week for some hundred families: with a benefit or without, some once more. */
    async needs(families: number): Promise<void> {
      for (let nth = 0; nth < Math.ceil(families / 100); nth++)
        if (roll() < 0.5) await apply(inNeedOf(Math.floor(roll() * families * 1.2), await today(), roll), [409]);
    },

    /** Reports nobody waits for any more. */
    async lateReports(): Promise<void> {
      const benefits = await rows<{ case_id: CaseId }>(
        `select case_id from case_file where stage = 'benefit' order by case_id`,
      );
      for (const { case_id } of benefits)
        if (roll() < 0.004) await patiently(() => county.fact(case_id, 'checkReport', { findings: [] }));
    },

    /** What registers know, of families of ours and of people nobody knows; some batches come twice. */
    async registers(families: number): Promise<void> {
      const on = await today();
      const someone = () => idNumberOf(roll() < 0.5 ? 1975 : 2004, Math.floor(roll() * families * 1.3));
      const rowsOf = (n: number) =>
        Array.from({ length: n }, (_, i) => ({
          rowId: `R-${batches}-${i}`,
          kind: matchKinds[Math.floor(roll() * matchKinds.length)],
          idNumber: someone(),
          on,
          reference: `HZ-${batches}-${i}`,
        }));
      const batch: RegisterBatch = { batchId: `B-${++batches}`, rows: rowsOf(1 + Math.floor(families / 40)) };
      await registers.send(batch, roll() < 0.3 ? 'twice' : 'normal');
    },

    /** The check platform answers, now and then with a wage, now and then twice. */
    async report(caseId: CaseId, factKey: string): Promise<void> {
      const key = factKey.slice(factKey.indexOf('.') + 1) as Key;
      const what = { income: 'wage', amountFen: Math.floor(roll() * 150_000), per: 'month' };
      const findings = roll() < 0.15 ? [{ memberNo: 1, source: 'tax', what }] : [];
      const factId = await patiently(() => county.fact(caseId, 'checkReport', { findings }, key));
      if (roll() < 0.2) await patiently(() => county.cases.tell(caseId, { factId, name: 'checkReport', key }));
    },
  };
}
