import type { z } from 'zod';
import type { CaseDetails, Clock, noticeSchema } from '../contracts/http/cases.ts';
import type { Task } from '../contracts/http/tasks.ts';
import { taskKinds } from '../domain/case/taskKinds.ts';
import { type Api, unexpected, until } from './api.ts';
import { cast, type Post } from './cast.ts';
import { caught } from './caught.ts';
import { clockInWords } from './clockWords.ts';
import type { Days } from './days.ts';
import type { Detail, Timeline } from './timeline.ts';
import { law, nameInEnglish, type Text, t } from './words.ts';

type Notice = z.output<typeof noticeSchema>;
type Decision = { readonly outcome: string } & Record<string, unknown>;

/** What the demo works with. */
export interface Demo {
  readonly api: Api;
  readonly days: Days;
  readonly tell: Timeline;
}

/** One case on the desks of its officers: what is decided on it is told with its article, its clock and what it set off. */
export interface CaseDesk {
  readonly url: string;
  details(): Promise<CaseDetails>;
  clocks(): Promise<Clock[]>;
  /** Resolves once a task of this kind is open: of several, the one that is this post's. */
  opened(kind: Task['kind'], by?: Post): Promise<Task>;
  decide(by: Post, kind: Task['kind'], decision: Decision, what: Text, more?: readonly Detail[]): Promise<void>;
  /** Somebody tries what the law forbids; the story goes on only if it is refused, and for this reason. */
  isCaught(by: Post, kind: Task['kind'], decision: Decision, code: string, what: Text): Promise<void>;
  /** What happened without an officer, with the periods it began and the letters it sent. */
  happened(who: Text, what: Text, more?: readonly Detail[]): Promise<void>;
  /** Attaches a photo of a paper; its id. */
  attach(by: Post, code: string): Promise<string>;
  /** The text of the newest letter of this kind. */
  letter(kind: string): Promise<readonly Text[]>;
}

/** The first bytes of a photo: what the store looks at. */
const photo = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00]);

export function caseDesk({ api, tell }: Demo, caseId: string): CaseDesk {
  const url = `/v1/cases/${caseId}`;
  const known = new Set<string>();
  const itemsOf = async <T>(path: string) => (await api.get<{ items: T[] }>(cast.reviewer, `${url}${path}`)).items;
  const details = () => api.get<CaseDetails>(cast.reviewer, url);
  const clocks = () => itemsOf<Clock>('/clocks');

  /** Periods begun and letters sent since the last look. A period that somebody has to keep is told with their decision. */
  async function news(): Promise<Detail[]> {
    const { tasks } = await details();
    const kept = new Set(tasks.map(({ clock }) => clock));
    const begun = (await clocks()).filter(({ clockId }) => isNew(clockId) && !kept.has(clockId));
    const sent = (await itemsOf<Notice>('/notices')).filter(({ noticeId }) => isNew(noticeId));
    return [
      ...sent.map(({ kind, title }): Detail => [t('文书', 'Letter'), t(`《${title}》`, nameInEnglish(kind))]),
      ...begun.map((clock): Detail => [t('起算', 'Begins'), clockInWords(clock)]),
    ];
  }

  function isNew(id: string): boolean {
    const before = known.size;
    return known.add(id).size > before;
  }

  const opened = (kind: Task['kind'], by?: Post) =>
    until(t(`事项“${taskKinds[kind].zh}”`, `The task ${kind}`), async () => {
      const tasks = (await details()).tasks.filter((task) => task.kind === kind);
      return tasks.find((task) => by && isOf(by, task)) ?? tasks[0];
    });

  /** With the clock as it stood. Where something came in just then, such as a report, the screen is opened again. */
  const decided = (by: Post, kind: Task['kind'], decision: Decision) =>
    until(t(`办理“${taskKinds[kind].zh}”`, `The decision of ${kind}`), async () => {
      const task = await opened(kind, by);
      const clock = (await clocks()).find(({ clockId }) => clockId === task.clock);
      const path = `/v1/tasks/${task.taskId}/decision`;
      const sent = await api.trySend(by, path, { taskVersion: task.version, ...decision });
      if (sent.ok) return { task, clock };
      if (sent.problem.code === 'screenOutOfDate') return undefined;
      throw unexpected(`POST ${path}`, sent.problem);
    });

  return {
    url,
    details,
    clocks,
    opened,

    async decide(by, kind, decision, what, more = []) {
      const { task, clock } = await decided(by, kind, decision);
      tell.entry({
        who: by.label,
        what,
        details: [
          [t('依据', 'Law'), law(task.article)],
          ...(clock ? [[t('时限', 'Clock'), clockInWords(clock)] as Detail] : []),
          ...more,
          ...(await news()),
        ],
      });
    },

    async isCaught(by, kind, decision, code, what) {
      const task = await opened(kind, by);
      const body = { taskVersion: task.version, ...decision };
      await caught({ api, tell }, by, `/v1/tasks/${task.taskId}/decision`, body, code, what);
    },

    async happened(who, what, more = []) {
      tell.entry({ who, what, details: [...more, ...(await news())] });
    },

    attach: (by, code) => api.upload(by, `${url}/documents?code=${code}`, photo, '照片.jpg'),

    async letter(kind) {
      const notice = (await itemsOf<Notice>('/notices')).findLast((each) => each.kind === kind);
      const text = await api.get<string>(cast.reviewer, `${url}/notices/${notice?.noticeId}`);
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => t(line));
    },
  };
}

function isOf({ roles, department }: Post, { role, about }: Task): boolean {
  return roles.includes(role) && (about.department ?? department) === department;
}
