import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type Decided, decideTask } from '../commands/decideTask.ts';
import { type DecisionContent, decisionSchemas, membersNamed } from '../contracts/decisions.ts';
import type { Task } from '../contracts/http/tasks.ts';
import { particularsOf } from '../contracts/particulars.ts';
import { canonical } from '../db/case/journal.ts';
import type { Tx } from '../db/pool.ts';
import { areDocumentsOf } from '../db/queries/caseFile.ts';
import { readCaseLine } from '../db/queries/cases.ts';
import type { Cipher } from '../db/sealed.ts';
import type { HouseholdChange } from '../domain/case/changes.ts';
import { parseCaseId } from '../domain/case/ids.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { type Actor, roleFor } from './auth/actor.ts';
import type { ApiDeps } from './deps.ts';
import { bodyHashOf } from './idempotency.ts';
import { type Misfit, misfitOf } from './misfit.ts';

/** What a decision on this kind of task must look like: the issues where it does not. An unknown field is one of them. */
export function readDecision(
  task: Pick<Task, 'kind'>,
  body: Record<string, unknown>,
): Outcome<DecisionContent, z.core.$ZodIssue[]> {
  const { taskVersion: _seen, ...content } = body;
  const parsed = decisionSchemas[task.kind].safeParse(content);
  return parsed.success ? ok(parsed.data as DecisionContent) : refuse(parsed.error.issues);
}

/** The first thing a decision names that is not of its case, an attachment or a member; undefined where all are. */
export async function strayReference(
  tx: Tx,
  cipher: Cipher,
  caseId: string,
  content: DecisionContent,
): Promise<Misfit | undefined> {
  const documents = (content.documents ?? []) as readonly string[];
  if (documents.length > 0 && !(await areDocumentsOf(tx, caseId, documents)))
    return { at: '/documents', zh: '附件不属于本案件', en: 'names attachments that are not of this case' };
  const { members = 0 } = (await readCaseLine(tx, caseId)) ?? {};
  const stray = membersNamed(content).find(({ memberNo }) => memberNo > members);
  if (stray) return { at: stray.at, zh: `本户只有${members}名成员`, en: `the household has ${members} members` };
  const changes = content.changes as readonly HouseholdChange[] | undefined;
  return changes && misfitOf(tx, cipher, parseCaseId(caseId)!, changes);
}

/** Seals the content, and has the case decide: the whole text stays in PostgreSQL, the case is told codes and a hash. */
export function decide(
  deps: ApiDeps,
  {
    actor,
    key,
    task,
    body,
    content,
  }: {
    readonly actor: Actor;
    readonly key: string;
    readonly task: Task;
    readonly body: { readonly taskVersion: number };
    readonly content: DecisionContent;
  },
): Promise<Decided> {
  const { cipher } = deps;
  const commandId = randomUUID();
  const text = canonical(content);
  return decideTask(deps, {
    commandId,
    key,
    bodyHash: bodyHashOf(cipher, `decide ${task.taskId}`, body),
    doer: { officer: actor.officer, role: roleFor(actor, task.role), division: actor.division },
    taskId: task.taskId,
    taskVersion: body.taskVersion,
    outcome: content.outcome,
    particulars: particularsOf(task.kind, content),
    sealed: cipher.seal(text, `command:${commandId}`),
    contentHash: cipher.keyedHash(text),
  });
}
