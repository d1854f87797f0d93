import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { asDestroyed, type Decision, storeDecision, type Taken } from '../commands/decideTask.ts';
import { standingFrom, standingQuestions } from '../commands/standing.ts';
import { attachmentsNamed, type DecisionContent, decisionSchemas, membersNamed } from '../contracts/decisions.ts';
import type { CaseLine } from '../contracts/http/cases.ts';
import type { ProblemDetails } from '../contracts/http/problem.ts';
import type { Task } from '../contracts/http/tasks.ts';
import { particularsOf } from '../contracts/particulars.ts';
import { keepBusinessClock } from '../db/businessClock.ts';
import { canonical } from '../db/case/journal.ts';
import { isCounty } from '../db/divisions.ts';
import { findEmergency } from '../db/emergency/reports.ts';
import { lookThenWriteIn, type Tx, together } from '../db/pool.ts';
import { documentsOf } from '../db/queries/caseFile.ts';
import { caseLine } from '../db/queries/cases.ts';
import { task } from '../db/queries/worklist.ts';
import { about, ask } from '../db/questions.ts';
import type { Cipher } from '../db/sealed.ts';
import type { HouseholdChange } from '../domain/case/changes.ts';
import { parseCaseId, parsePublicId } from '../domain/case/ids.ts';
import type { Destination } from '../domain/case/referrals.ts';
import { bareWords } from '../domain/finding.ts';
import { parseIdNumber } from '../domain/idNumber.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import type { ReferredApplication } from '../domain/referredApplication.ts';
import { type Actor, doerFor } from './auth/actor.ts';
import type { ApiDeps } from './deps.ts';
import { bodyHashOf } from './idempotency.ts';
import type { Language } from './language.ts';
import { type Misfit, misfitOf } from './misfit.ts';
import { referredMisfit } from './referredMisfit.ts';
import { staffMisfit } from './staffMisfit.ts';
import { describeIssues } from './validation.ts';

/** What a decision on this kind of task must look like: the issues where it does not. An unknown field is one of them. */
function readDecision(
  task: Pick<Task, 'kind'>,
  body: Record<string, unknown>,
): Outcome<DecisionContent, z.core.$ZodIssue[]> {
  const { taskVersion: _seen, ...content } = body;
  const parsed = decisionSchemas[task.kind].safeParse(content);
  return parsed.success ? ok(parsed.data as DecisionContent) : refuse(parsed.error.issues);
}

const unknownCounty = {
  zh: '区划表中没有这个县；核对代码，缺少的请管理员补充区划表',
  en: 'is no county on file: check its code, or have it added to the list of divisions',
};

/** The first thing a decision names that is not of its case, an attachment or a member; undefined where all are. */
async function strayReference(
  tx: Tx,
  cipher: Cipher,
  { about }: Pick<Task, 'about'>,
  { caseId, members }: CaseLine,
  content: DecisionContent,
): Promise<Misfit | undefined> {
  const documents = attachmentsNamed(content);
  if (documents.length > 0) {
    const ids = documents.map(({ documentId }) => documentId.toLowerCase());
    const known = await documentsOf(tx, caseId, ids);
    const stray = documents.find((_, i) => !known.has(ids[i]!));
    if (stray) return { at: stray.at, zh: '附件不属于本案件', en: 'is no attachment of this case' };
  }
  if (typeof content.of === 'string') {
    const other = await findEmergency(tx, content.of);
    if (!other || other.caseId === caseId)
      return { at: '/of', zh: '没有该编号的另一急难事项', en: 'names no other emergency of this division' };
  }
  if (content.outcome === 'opened')
    return referredMisfit(tx, cipher, parseCaseId(caseId)!, {
      to: about.to as Destination,
      added: content.application as ReferredApplication,
    });
  if (content.outcome === 'handedOver' && !(await isCounty(tx, String(content.to))))
    return { at: '/to', ...unknownCounty };
  if (content.person !== undefined && personNamed(content) === undefined)
    return { at: '/person/idNumber', zh: '公民身份号码有误', en: 'is no valid ID number' };
  const stray = membersNamed(content).find(({ memberNo }) => memberNo > members);
  if (stray) return { at: stray.at, zh: `本户只有${members}名成员`, en: `the household has ${members} members` };
  const changes = content.changes as readonly HouseholdChange[] | undefined;
  return changes && misfitOf(tx, cipher, parseCaseId(caseId)!, changes);
}

/** The number of the person a decision names; undefined where it names none, or not by a number that can be. */
function personNamed({ person }: DecisionContent): string | undefined {
  const { idNumber } = (person ?? {}) as { readonly idNumber?: string };
  const number = idNumber === undefined ? undefined : parseIdNumber(idNumber);
  return number?.ok ? number.value : undefined;
}

/** As sent: the version of the task that the screen showed, and the decision's content. */
type SentDecision = { readonly taskVersion: number } & Record<string, unknown>;

interface Sending {
  readonly actor: Actor;
  readonly key: string;
  readonly taskId: string;
  readonly body: SentDecision;
  readonly language: Language;
}

/** A decision that nobody can judge: its task is not there, or it lacks the form. Nothing of it is stored. */
type Unfit = { readonly kind: 'unfit'; readonly code: 'notFound' | 'validation'; readonly details: ProblemDetails };

/** What the decision was taken about, as it was before. */
interface About {
  readonly task: Task;
  readonly case: CaseLine;
}

export type Entered = (Taken & About) | Unfit;

/** Takes a decision in: read, compared with its case, sealed and stored. The case is asked when it is settled. */
export async function enter(deps: ApiDeps, sending: Sending): Promise<Entered> {
  const { actor, taskId, body, language } = sending;
  const unfit = (errors: ProblemDetails['errors']): Unfit => ({
    kind: 'unfit',
    code: 'validation',
    details: { errors },
  });
  const place = parsePublicId(taskId);
  if (!place) return notFound;

  return lookThenWriteIn(
    deps.pool,
    actor.division,
    async (tx) => {
      const asked = ask(tx, 'decision', {
        task: about(taskId, task),
        line: about(place.caseId, caseLine),
        ...standingQuestions(place.caseId),
      });
      const [, stands] = await together([keepBusinessClock(tx), asked]);
      return stands;
    },
    async (tx, { task, line, ...stands }) => {
      if (!task || !line) return notFound;
      const standing = await standingFrom(tx, deps.policy, place.caseId, stands);
      const destroyed = await asDestroyed(tx, standing);
      if (destroyed) return { ...destroyed, task, case: line };
      const content = readDecision(task, body);
      if (!content.ok) return unfit(describeIssues(content.refusal, body, language));
      const stray =
        (await strayReference(tx, deps.cipher, task, line, content.value)) ??
        (await staffMisfit(tx, line.county, standing.law, content.value));
      if (stray) return unfit([{ at: stray.at, message: stray[language] }]);
      const taken = await storeDecision(tx, deps, sealedDecision(deps, sending, task, content.value), standing);
      return { ...taken, task, case: line };
    },
  );
}

const notFound: Unfit = { kind: 'unfit', code: 'notFound', details: {} };

/** The whole text stays in PostgreSQL, sealed; the case is told codes and a hash. */
function sealedDecision(
  { cipher }: ApiDeps,
  { actor, key, body }: Sending,
  task: Task,
  content: DecisionContent,
): Decision {
  const commandId = randomUUID();
  const named = personNamed(content);
  const text = canonical(content);
  const { finding } = content;
  return {
    commandId,
    key,
    bodyHash: bodyHashOf(cipher, `decide ${task.taskId}`, body),
    doer: doerFor(actor, task.role),
    taskId: task.taskId,
    taskVersion: body.taskVersion,
    outcome: content.outcome,
    particulars: {
      ...particularsOf(task.kind, content),
      ...(named ? { person: cipher.keyedHash(named) } : {}),
    },
    sealed: cipher.seal(text, `command:${commandId}`),
    contentHash: cipher.contentHash(text, task.caseId),
    findingHash: typeof finding === 'string' ? cipher.keyedHash(`finding ${bareWords(finding)}`) : undefined,
  };
}
