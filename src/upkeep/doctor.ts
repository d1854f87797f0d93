import type { Client } from '@temporalio/client';
import { strandedHolds } from '../db/fund/funds.ts';
import { notHandedOver } from '../db/payments/files.ts';
import type { Tx } from '../db/pool.ts';
import { type Backlog, casesWithoutOwner, readBacklog } from '../db/queries/backlog.ts';
import { townshipsWithoutDuty } from '../db/queries/dutyGaps.ts';
import { type OutsideView, readOutside } from '../db/queries/outside.ts';
import { casesWithoutReview } from '../db/queries/reviews.ts';
import { outsideSystems } from '../domain/outside.ts';
import type { BankDirectory } from '../gateways/bank/directory.ts';
import { compareWithTemporal } from './openWorkflows.ts';
import { blockedAmong } from './standing.ts';

/** Something a person must look at, with what to do about it. */
export interface Finding {
  readonly what: string;
  readonly count: number;
  readonly examples: readonly string[];
  readonly remedyZh: string;
  readonly remedyEn: string;
}

/**
 * Looks for whatever could stand still without anybody noticing: cases that wait for nobody or that no review would call
 * up, clocks missed, commands and facts without outcome, cases and workflows that do not know of each other; and for what
 * others know and this record does not, as after an older backup was restored.
 */
export async function examine(tx: Tx, client: Client, bank?: Pick<BankDirectory, 'given'>): Promise<Finding[]> {
  const backlog = await readBacklog(tx);
  const { standings, onlyInRecord, onlyInTemporal } = await compareWithTemporal(tx, client);
  const down = (await readOutside(tx)).flatMap(sayDown);
  const finding = (what: string, ids: readonly string[], remedyZh: string, remedyEn: string): Finding => ({
    what,
    count: ids.length,
    examples: ids.slice(0, 5),
    remedyZh,
    remedyEn,
  });
  return [
    ...countedFindings(backlog),
    finding(
      'cases that wait for nobody',
      await casesWithoutOwner(tx),
      '运行 doudi recover；仍存在的，运行 doudi rebuild 和 doudi audit verify，并报告为程序错误。',
      'Run `doudi recover`; where one remains, `doudi rebuild` and `doudi audit verify`, and report it as a mistake of ours.',
    ),
    finding(
      'files the bank was given of which the record knows nothing',
      bank ? await notHandedOver(tx, await bank.given()) : [],
      '数据库可能是旧备份恢复的：暂停全部发放，按 docs/operations.md“备份与恢复”逐笔核对银行账后再继续。',
      'The database comes from an older backup: sign and release no payment, and compare with the bank’s book first, as docs/operations.md says (backup and restore).',
    ),
    finding(
      'cases in benefit that no review would ever call up',
      await casesWithoutReview(tx),
      '立即由经办人登记变化（registerChange），对该户启动一次核查；运行 doudi audit verify 并报告为程序错误，下次核查尚未排定。',
      'Have a clerk register a change (registerChange) now, so that the family is looked at. Run `doudi audit verify` and report a mistake of ours: the next review is not planned.',
    ),
    finding(
      'townships with nobody on call for some part of the next 24 hours',
      await townshipsWithoutDuty(tx),
      '由乡镇审核人员或县级民政部门安排值班（PUT /v1/duty-roster）；在此期间的急难报告由县级接报。',
      'Have the township’s reviewer or the county set the duty (PUT /v1/duty-roster); until then the county answers its emergencies.',
    ),
    finding(
      'money of a standby fund set aside for a decision that was refused',
      await strandedHolds(tx),
      '程序错误：运行 doudi audit verify 并报告；在此期间由县级补充该备用金（topUp）。',
      'A mistake of ours: run `doudi audit verify` and report it; meanwhile the county tops that fund up.',
    ),
    finding(
      'outside systems that do not answer',
      down,
      '检查其地址、密钥和网络，并询问其运行单位；恢复后自动送达，每件只送一次。其他办理不受影响。',
      'Check address, secret and network, and ask whoever runs it. Once it is back all is delivered by itself, once each; nothing else waits.',
    ),
    finding(
      'open in the record, not running in Temporal',
      onlyInRecord,
      '运行 doudi recover 按编号重新启动。',
      'Run `doudi recover`: each starts again from its id.',
    ),
    finding(
      'running in Temporal, not open in the record',
      onlyInTemporal,
      '数据库可能是旧备份恢复的：先不要发放，核对后在 Temporal 中终止这些流程。',
      'The database may come from an older backup: release no payment, compare, then terminate these workflows.',
    ),
    finding(
      'running, and failing at the same step again and again',
      blockedAmong(standings),
      '只有这些案件停住。如刚换版本，先退回旧版本；如是一条无法读取的消息，运行 doudi restart <案件编号>，按审计链重新开始；请保留工作流历史并报告。',
      'These alone stand still. After a new version: take it back. After a message that nobody can read: `doudi restart <case id>` begins the case again from its journal. Keep the workflow history and report it.',
    ),
    finding(
      'failed in Temporal',
      onlyInRecord.filter((id) => standings.get(id)?.status === 'FAILED'),
      '程序错误：保留工作流历史并报告，然后运行 doudi recover。',
      'A mistake of ours: keep the workflow history and report it, then run `doudi recover`.',
    ),
  ].filter(({ count }) => count > 0);
}

function sayDown({ system, standing, waiting }: OutsideView): string[] {
  if (standing.state !== 'down') return [];
  return [`${outsideSystems[system].en} since ${new Date(standing.downSince).toISOString()}, ${waiting.calls} waiting`];
}

const counted: { readonly [K in keyof Backlog]?: readonly [what: string, zh: string, en: string] } = {
  clocksMissed: ['clocks due and not recorded', '确认工作进程正在运行。', 'See that a worker is running.'],
  commandsWithoutOutcome: [
    'decisions without an outcome',
    '确认工作进程和转发进程正在运行。',
    'See that worker and relay are running.',
  ],
  factsUnconsumed: [
    'facts that no case has taken up',
    '确认工作进程和转发进程正在运行。',
    'See that worker and relay are running.',
  ],
  matchesWithoutOwner: [
    'matches of registers that nobody has before them',
    '确认转发进程正在运行；已办结案件的，由县级核实该人员现况。',
    'See that a relay is running; of a case that has ended, the county looks into how things stand with that person.',
  ],
  messagesUndelivered: [
    'messages without a receipt for a day',
    '检查短信网关及其回执地址；在此期间请电话通知住户。',
    'Check the message gateway and the address of its receipts; meanwhile tell the households by phone.',
  ],
  transfersUnknown: [
    'instant transfers whose fate is not known',
    '系统只查询、不重发；请检查银行实时代付通道，并电话询问银行。银行拒付或撤回之前，不得改发现金。',
    'They are asked after, never sent again: check the instant channel and call the bank. No cash in their place before the bank has refused or recalled them.',
  ],
  transfersContradicted: [
    'instant transfers of which the bank has said two final things',
    '以先到的结果为准，账目未变；请向银行索取书面凭证后核对。',
    'The first word holds and no money was changed: ask the bank for a written proof, and compare.',
  ],
  daysWithoutRoot: [
    'days without a daily root',
    '确认转发进程正在运行；或运行 doudi audit root，并把输出存到数据库之外。',
    'See that a relay is running; or run `doudi audit root`, and keep what it prints outside the database.',
  ],
};

function countedFindings(backlog: Backlog): Finding[] {
  return Object.entries(counted).map(([of, [what, remedyZh, remedyEn]]) => ({
    what,
    count: backlog[of as keyof Backlog],
    examples: [],
    remedyZh,
    remedyEn,
  }));
}
