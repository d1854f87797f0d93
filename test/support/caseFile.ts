import { expect } from 'vitest';
import type { CaseDetails, Clock } from '../../src/contracts/http/cases.ts';
import type { Task } from '../../src/contracts/http/tasks.ts';
import type { ClockKindName } from '../../src/domain/case/clockKinds.ts';
import type { NoticeKind } from '../../src/domain/case/events.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { Stage } from '../../src/domain/case/stages.ts';
import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import type { Account } from './api.ts';
import type { DecisionInput } from './county.ts';
import { eventually } from './eventually.ts';
import { expectSound } from './invariants.ts';
import type { Town } from './town.ts';

/** One case as the people at their desks see it: everything over HTTP, and after every step the case must be sound. */
export interface CaseFile {
  readonly caseId: CaseId;
  readonly caseNumber: string;
  /** Decides a task that stands on this account's worklist, and gives the answer. */
  decides(account: Account, kind: TaskKindName, content: DecisionInput): Promise<Decided>;
  /** Tries to, also where the task is not on the account's worklist, and gives whatever comes back. */
  tries(account: Account, kind: TaskKindName, content: DecisionInput, as?: Sending): Promise<Answer>;
  /** Waits until a task of this kind is open. */
  waitsFor(kind: TaskKindName): Promise<Task>;
  /** All open tasks of a kind, once there is one. */
  waitsForAll(kind: TaskKindName): Promise<readonly Task[]>;
  /** Waits until the case stands in this stage. */
  reaches(stage: Stage): Promise<CaseDetails>;
  /** Attaches a photo, and gives its id. */
  uploads(account: Account, code: string): Promise<string>;
  now(): Promise<CaseDetails>;
  /** Leaves the case alone until its workflow has parked: from then on it knows only what the record says. */
  parks(): Promise<void>;
  /** Answers of the case's own routes, such as 'timeline'. */
  get(part: string, account?: Account): Promise<Answer>;
  /** The newest clock of a kind. */
  clock(kind: ClockKindName): Promise<Clock>;
  certificate(kind: ClockKindName): Promise<Answer>;
  /** The text of the newest letter of a kind. */
  letter(kind: NoticeKind): Promise<string>;
  /** The timeline's sentences. */
  story(): Promise<readonly string[]>;
}

/** Events of a run that has only been handed its state. */
const shortHistory = 10;

// biome-ignore lint/suspicious/noExplicitAny: JSON as it came over the wire
export type Answer = { readonly status: number } & Record<string, any>;
// biome-ignore lint/suspicious/noExplicitAny: JSON as it came over the wire
export type Decided = Record<'receipt' | 'task' | 'case', any>;
/** How a decision is sent, where it is not with a fresh key and what the screen shows now. */
export interface Sending {
  readonly key?: string;
  readonly task?: Task;
}

export function caseFile(town: Town, { caseId, caseNumber }: { caseId: CaseId; caseNumber: string }): CaseFile {
  const { window, county } = town;
  const reader = town.people.clerk;
  const url = `/v1/cases/${caseId}`;

  async function get(part: string, account: Account = reader): Promise<Answer> {
    const answer = await window.get(account, `${url}${part && `/${part}`}`);
    return {
      status: answer.statusCode,
      ...(answer.headers['content-type']?.toString().includes('json') ? answer.json() : { text: answer.body }),
    };
  }

  async function send(account: Account, task: Task, content: DecisionInput, key?: string) {
    const body = { taskVersion: task.version, ...content };
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    const answer = await window.post(account, `/v1/tasks/${task.taskId}/decision`, body, headers);
    await expectSound(county, caseId);
    return answer;
  }

  const onDesk = (account: Account, kind: TaskKindName): Promise<Task> =>
    eventually(`${kind} on the worklist of ${account.officer}`, async () => {
      const wish = `standing=true&caseId=${caseId}&kind=${kind}`;
      return (await window.get(account, `/v1/tasks?${wish}`)).json().items[0];
    });

  const file: CaseFile = {
    caseId,
    caseNumber,
    get,
    now: async () => (await get('')) as unknown as CaseDetails,

    async decides(account, kind, content) {
      const answer = await send(account, await onDesk(account, kind), content);
      expect(answer.statusCode, `${kind}: ${answer.body}`).toBe(200);
      return answer.json();
    },

    async tries(account, kind, content, { key, task } = {}) {
      const answer = await send(account, task ?? (await file.waitsFor(kind)), content, key);
      return { status: answer.statusCode, ...answer.json() };
    },

    async parks() {
      const workflow = county.client.workflow.getHandle(caseWorkflowId(caseId));
      await eventually('the case has parked', async () => (await workflow.describe()).historyLength <= shortHistory);
    },

    async uploads(account, code) {
      const photo = Buffer.from('ffd8ffe000104a46494600', 'hex');
      const answer = await window.upload(account, `${url}/documents?code=${code}`, photo, '照片.jpg');
      expect(answer.statusCode, answer.body).toBe(201);
      return answer.json().documentId;
    },

    async waitsFor(kind) {
      const task = await eventually(`${kind} is open`, async () =>
        (await file.now()).tasks?.find((each) => each.kind === kind),
      );
      await expectSound(county, caseId);
      return task;
    },

    async waitsForAll(kind) {
      await file.waitsFor(kind);
      return (await file.now()).tasks.filter((each) => each.kind === kind);
    },

    async reaches(stage) {
      const seen = await eventually(`the case is in ${stage}`, async () => {
        const now = await file.now();
        return now.stage === stage && now;
      });
      await expectSound(county, caseId);
      return seen;
    },

    async clock(kind) {
      const { items } = await get('clocks');
      return items.filter((clock: Clock) => clock.kind === kind).at(-1);
    },

    certificate: async (kind) => get(`clocks/${(await file.clock(kind)).clockId}/certificate`),

    async letter(kind) {
      const { items } = await get('notices');
      const { noticeId } = items.filter((notice: { kind: string }) => notice.kind === kind).at(-1);
      return (await get(`notices/${noticeId}`)).text;
    },

    story: async () => (await get('timeline')).items.map(({ sentence }: { sentence: string }) => sentence),
  };
  return file;
}
