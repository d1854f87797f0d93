import type { CaseMeetings } from '../../contracts/http/meetings.ts';
import { nthOf } from '../../domain/case/foldMeeting.ts';
import { type Key, parsePublicId } from '../../domain/case/ids.ts';
import type { DepartmentCode } from '../../domain/meeting/departments.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';
import { readDecisions } from './caseFile.ts';

type Meeting = CaseMeetings['meetings'][number];
type FollowUp = CaseMeetings['followUps'][number];
type Decision = Awaited<ReturnType<typeof readDecisions>>[number];
type Papers = NonNullable<Meeting['departments'][number]['papers']>;
type NameOf = (department: DepartmentCode) => string;

/** The joint meetings of a case, the first first; their words for those who may read them. */
export async function readMeetings(
  tx: Tx,
  cipher: Cipher | undefined,
  caseId: string,
  nameOf: NameOf,
): Promise<Pick<CaseMeetings, 'meetings' | 'followUps'>> {
  const decisions = await readDecisions(tx, cipher, caseId);
  const tasks = await readDepartmentTasks(tx, caseId);
  const papers = await readPapers(tx, caseId);
  const of = (kind: string) => decisions.filter((decision) => decision.kind === kind);
  const decidedAt = (key: string) => decisions.find(({ decisionId }) => decisionId.endsWith(`.${key}`));

  const meetings = of('conveneMeeting').map((called): Meeting => {
    const { round } = placeOf(called.decisionId);
    const departments = called.particulars.departments as readonly DepartmentCode[];
    const held = decidedAt(`meeting.${round}.holdMeeting`);
    return {
      round,
      why: String(called.particulars.why),
      calledBy: called.officer,
      calledAt: called.at,
      meetingOn: String(called.particulars.meetingOn),
      agenda: (called.content?.agenda as string[] | undefined) ?? null,
      departments: departments.map((department, i) => {
        const given = decidedAt(`meeting.${round}.giveOpinion.${i + 1}`);
        const task = tasks.find(({ key }) => key === `meeting.${round}.giveOpinion.${i + 1}`);
        return {
          department,
          name: nameOf(department),
          stands: given ? 'given' : task?.status === 'withdrawn' ? 'absent' : 'asked',
          papers: papers.get(`meeting.${round}.papers.${i + 1}`) ?? null,
          opinion: given ? { outcome: given.outcome, opinion: said(given, 'opinion'), ...byWhom(given) } : null,
        };
      }),
      held: held ? heldOf(held) : null,
    };
  });
  const given = decisions.filter(({ kind }) => kind === 'holdMeeting' || kind === 'reassign').flatMap(tasksGiven);
  const followUps = tasks.flatMap((task) =>
    followUpOf(task, decidedAt(task.key), decidedAt(task.key.replace('departmentTask', 'reassign')), given, nameOf),
  );
  return { meetings, followUps };
}

/** What departments were given to do by this decision, in its words for those who may read them. */
function tasksGiven({ kind, content, particulars }: Decision): (string | null)[] {
  const codes = (particulars.followUps ?? []) as readonly string[];
  const written = (kind === 'reassign' ? [content] : content?.followUps) as readonly { task?: string }[] | undefined;
  return codes.map((_code, i) => written?.[i]?.task ?? null);
}

/** Whether a department is or was called to a meeting about this case. */
export async function takesPart(tx: Tx, caseId: string, department: string | undefined): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from task where case_id = $1 and role = 'department_officer' and about->>'department' = $2 limit 1`,
    [caseId, department ?? null],
  );
  return rowCount === 1;
}

/** The attachments a department may open: what it was sent, and what it brought itself. */
export async function isForDepartment(
  tx: Tx,
  caseId: string,
  documentId: string,
  { department, officer }: { readonly department?: string; readonly officer: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from case_event where case_id = $1 and type = 'papersSent' and data->>'department' = $3 and data->'documents' ? $2::text
     union all select from document where case_id = $1 and document_id = $2::uuid and added_by = $4 limit 1`,
    [caseId, documentId, department ?? null, officer],
  );
  return rowCount === 1;
}

interface DepartmentTask {
  readonly taskId: string;
  readonly key: string;
  readonly kind: string;
  readonly department: DepartmentCode;
  readonly status: string;
  readonly dueAt: string | null;
}

async function readDepartmentTasks(tx: Tx, caseId: string): Promise<DepartmentTask[]> {
  const { rows } = await tx.query(
    `select task_id, kind, about, status, due_at from task
      where case_id = $1 and kind in ('giveOpinion', 'departmentTask') order by opened_at, task_id`,
    [caseId],
  );
  return rows.map((row) => ({
    taskId: row.task_id,
    key: row.task_id.slice(caseId.length + 1),
    kind: row.kind,
    department: row.about.department,
    status: row.status,
    dueAt: row.due_at?.toISOString() ?? null,
  }));
}

async function readPapers(tx: Tx, caseId: string): Promise<Map<string, Papers>> {
  const { rows } = await tx.query<{ data: Papers & { key: string } }>(
    `select data from case_event where case_id = $1 and type = 'papersSent' order by seq`,
    [caseId],
  );
  return new Map(
    rows.map(({ data: { key, documents, sha256, contentHash } }) => [key, { documents, sha256, contentHash }]),
  );
}

function heldOf(held: Decision): NonNullable<Meeting['held']> {
  const { on, leaveFen, decidedBy, present, for: inFavour, against, abstained } = held.particulars;
  return {
    outcome: held.outcome as 'agreed' | 'refused',
    heldOn: String(on),
    leaveFen: leaveFen === undefined ? null : Number(leaveFen),
    decidedBy: decidedBy as 'consensus' | 'votes',
    votes:
      decidedBy === 'votes' ? { for: Number(inFavour), against: Number(against), abstained: Number(abstained) } : null,
    present: present as string[],
    minutes: said(held, 'minutes'),
    reason: said(held, 'reason'),
    ...byWhom(held),
  };
}

function followUpOf(
  { kind, key, taskId, department, dueAt }: DepartmentTask,
  decided: Decision | undefined,
  reassigned: Decision | undefined,
  given: readonly (string | null)[],
  nameOf: NameOf,
): FollowUp[] {
  if (kind !== 'departmentTask') return [];
  const no = nthOf(key as Key);
  return [
    {
      no,
      department,
      name: nameOf(department),
      stands: (decided?.outcome as 'done' | 'cannot' | undefined) ?? 'open',
      taskId,
      task: given[no - 1] ?? null,
      dueAt,
      by: decided?.officer ?? null,
      at: decided?.at ?? null,
      report: decided ? (said(decided, 'report') ?? said(decided, 'reason')) : null,
      reassigned: reassigned
        ? { outcome: reassigned.outcome, reason: said(reassigned, 'reason'), ...byWhom(reassigned) }
        : null,
    },
  ];
}

function said({ content }: Decision, what: string): string | null {
  return (content?.[what] as string | undefined) ?? null;
}

function byWhom({ officer, at }: Decision) {
  return { by: officer, at };
}

function placeOf(decisionId: string): { round: number } {
  const [, round] = parsePublicId(decisionId)!.key.split('.');
  return { round: Number(round) };
}
