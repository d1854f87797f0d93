import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { CaseDetails } from '../../src/contracts/http/cases.ts';
import type { DeclarationView } from '../../src/contracts/http/household.ts';
import type { RecoveryView } from '../../src/contracts/http/recovery.ts';
import type { Task } from '../../src/contracts/http/tasks.ts';
import { levelOf, type Role } from '../../src/domain/case/roles.ts';
import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import type { Account } from '../support/api.ts';
import { decisionOn, townships } from './desk.ts';
import { NotReady, patiently } from './patiently.ts';

export const countyCode = '420582000000';
/** Who decides in the county's name and sees all of it. */
export const overseer: Account = { officer: 'c-1', division: countyCode, roles: ['county_officer'] };

/** Three persons in each post, so that nobody has to judge their own work; those of a department are that department's. */
function staffOf(role: Role, division: string, department?: string): readonly Account[] {
  const place = levelOf[role] === 'county' ? countyCode : division;
  return [1, 2, 3].map((nth) => ({
    officer: `${role[0]}${role.at(-1)}${place.slice(6, 9)}-${nth}`,
    division: place,
    roles: [role],
    ...(role === 'department_officer' && department ? { department } : {}),
  }));
}

/** What a task waits for, as the simulation finds it open. */
export interface OpenTask {
  readonly task_id: string;
  readonly role: Role;
  readonly division: string;
  readonly department?: string;
}

const delegated: ReadonlySet<string> = new Set(['confirm', 'confirmChange', 'decideRecovery', 'decideAid']);

/** Codes of what is attached to prove a decision of these kinds. */
const proofOf: { readonly [K in TaskKindName]?: string } = {
  completePapers: '207',
  holdMeeting: '302',
  registerIdentity: '303',
  correctIdentity: '303',
};

/** The API as officers ask it: in this process, or over the network. */
export interface Counter {
  get(account: Account, url: string): Promise<CounterAnswer>;
  post(account: Account, url: string, payload?: object, headers?: Record<string, string>): Promise<CounterAnswer>;
  upload(account: Account, url: string, bytes: Buffer, name: string): Promise<CounterAnswer>;
}

export interface CounterAnswer {
  readonly statusCode: number;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON as it came over the wire
  json(): any;
}

export interface Counted {
  decisions: number;
  readonly refused: Record<string, number>;
}

/** Officers at their desks: they see what the API shows them, decide, and send again what had no answer. */
export function officersOf(
  { window, today }: { readonly window: Counter; today(): Promise<string> },
  roll: () => number,
  counted: Counted,
) {
  const pick = <T>(from: readonly T[]) => from[Math.floor(roll() * from.length)]!;

  async function read<T>(account: Account, url: string): Promise<T | undefined> {
    const answer = await window.get(account, url);
    if (answer.statusCode === 503) throw new NotReady(url);
    return answer.statusCode === 200 ? (answer.json() as T) : undefined;
  }

  async function membersOf(caseId: string): Promise<number[]> {
    const family = await read<DeclarationView>(overseer, `/v1/cases/${caseId}/family`);
    return family?.members.map(({ memberNo }) => memberNo) ?? [];
  }

  async function owedBack(caseId: string): Promise<number> {
    const finance: Account = { officer: 'f-1', division: countyCode, roles: ['finance_officer'] };
    const view = await read<RecoveryView>(finance, `/v1/cases/${caseId}/recovery`);
    return view?.recoveries.reduce((sum, { balanceFen }) => sum + balanceFen, 0) ?? 0;
  }

  async function photo(account: Account, caseId: string, code: string): Promise<string> {
    const url = `/v1/cases/${caseId}/documents?code=${code}`;
    const answer = await window.upload(account, url, Buffer.from('ffd8ffe000104a46494600', 'hex'), '照片.jpg');
    if (answer.statusCode === 503) throw new NotReady(url);
    return answer.json().documentId;
  }

  /** Sends under one key until it is answered; whatever is away meanwhile, it is decided once. */
  async function send(account: Account, url: string, payload: object) {
    const key = randomUUID();
    return patiently(async () => {
      const answer = await window.post(account, url, payload, { 'idempotency-key': key });
      if (answer.statusCode === 503) throw new NotReady(url);
      expect(answer.statusCode, answer.body).toBeLessThan(500);
      return answer;
    });
  }

  async function decide(task: Task, account: Account, content: object): Promise<void> {
    const answer = await send(account, `/v1/tasks/${task.taskId}/decision`, { taskVersion: task.version, ...content });
    if (answer.statusCode === 200 || answer.statusCode === 202) {
      counted.decisions++;
      return;
    }
    const { code, errors } = answer.json();
    expect(code, `${task.kind}: ${JSON.stringify(errors)}`).not.toBe('validation');
    counted.refused[code] = (counted.refused[code] ?? 0) + 1;
  }

  /** The task as somebody of its post opens it; undefined where it is done or its file has gone elsewhere. */
  async function opened({ task_id, role, division, department }: OpenTask) {
    const account = pick(staffOf(role, division, department));
    const task = await read<Task>(account, `/v1/tasks/${task_id}`);
    return task?.status === 'open' ? { task, account } : undefined;
  }

  return {
    pick,
    read,
    send,
    staff: (role: Role, division: string) => pick(staffOf(role, division)),
    opened,
    membersOf,
    decide,

    /** `orNot`: it may be that the window refuses it, because the same person asks for the same already. */
    async apply(household: object, orNot: readonly number[] = []): Promise<void> {
      const clerk = pick(staffOf('township_clerk', townships[0]));
      const answer = await send(clerk, '/v1/applications', household);
      expect([201, ...orNot], answer.body).toContain(answer.statusCode);
    },

    /** What is usually decided on such a task. */
    work: (open: OpenTask) =>
      patiently(async () => {
        const seat = await opened(open);
        if (!seat) return;
        const { task } = seat;
        // What a township has let pass the county decides: it may have nobody left who took no part.
        const takesOver = task.colour === 'red' && delegated.has(task.kind) && open.role === 'township_reviewer';
        const account = takesOver ? pick(staffOf('county_officer', open.division)) : seat.account;
        // Departments see no files; what they would answer needs none.
        const reader = open.role === 'department_officer' ? overseer : account;
        const file = await read<CaseDetails>(reader, `/v1/cases/${task.caseId}`);
        if (!file) return;
        const code = proofOf[task.kind];
        const content = decisionOn({
          task,
          file,
          members: await membersOf(task.caseId),
          owedBackFen: await owedBack(task.caseId),
          proof: code === undefined ? [] : [await photo(account, task.caseId, code)],
          today: await today(),
          staff: ['i-1', 'i-2'],
          roll,
        });
        if (content) await decide(task, account, content);
      }),
  };
}
