import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type Decided, decideTask } from '../commands/decideTask.ts';
import { type DecisionContent, decisionSchemas, particularsOf } from '../contracts/decisions.ts';
import type { Task } from '../contracts/http/tasks.ts';
import { canonical } from '../db/case/journal.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { type Actor, roleFor } from './auth/actor.ts';
import type { ApiDeps } from './deps.ts';
import { bodyHashOf } from './idempotency.ts';

/** What a decision on this kind of task must look like: the issues where it does not. An unknown field is one of them. */
export function readDecision(
  task: Pick<Task, 'kind'>,
  body: Record<string, unknown>,
): Outcome<DecisionContent, z.core.$ZodIssue[]> {
  const { taskVersion: _seen, ...content } = body;
  const parsed = decisionSchemas[task.kind].safeParse(content);
  return parsed.success ? ok(parsed.data as DecisionContent) : refuse(parsed.error.issues);
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
