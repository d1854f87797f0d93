import { addDays, addMonths } from '../../../src/domain/calendar.ts';
import { countyCode } from '../../simulation/officers.ts';
import type { Account } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import type { Fault } from '../provoke.ts';
import type { Stack } from '../stack/stack.ts';

const leader: Account = { officer: 'leader-1', division: countyCode, roles: ['county_leader'] };

/** Business time goes on to a day, whatever is under way. */
export async function timeGoesOn({ counters }: Stack, to: (today: string) => string): Promise<void> {
  const clock = () => counters.get(leader, '/v1/test-clock');
  const day = to((await clock()).json().today);
  await eventually(`it is ${day}`, async () => {
    await counters.post(leader, '/v1/test-clock/advance', { to: day });
    return (await clock()).json().today >= day;
  });
}

/** Business time goes over the end of a month or a year, or through a feast, while people work. */
const timeGoes = (id: string, zh: string, en: string, to: (today: string) => string): Fault => ({
  id,
  title: { zh, en },
  inject: (stack) => timeGoesOn(stack, to),
});

export const people: readonly Fault[] = [
  timeGoes(
    'F10-month',
    '办理中跨月',
    'the month ends while people work',
    (today) => `${addMonths(today.slice(0, 7), 1)}-01`,
  ),
  timeGoes(
    'F10-year',
    '办理中跨年',
    'the year ends while people work',
    (today) => `${Number(today.slice(0, 4)) + 1}-01-01`,
  ),
  timeGoes('F10-night', '办理中过夜', 'it is the next day while people work', (today) => addDays(today, 1)),
  {
    id: 'F8',
    title: {
      zh: '同一请求并发十次，另有同键异文',
      en: 'each command sent ten times at once, and its key with another body',
    },
    lastsMs: 4_000,
    async inject({ counters }) {
      counters.sendEach(10);
    },
    async recover({ counters }) {
      counters.sendEach(1);
      const known = [...counters.sent.values()].findLast(({ answers }) => answers.some(({ status }) => status === 200));
      if (!known) return;
      const answer = await counters.otherwise(known, { ...known.payload, taskVersion: 99 });
      if (answer.statusCode < 400) throw new Error(`another body under a used key was taken: ${answer.body}`);
    },
  },
  {
    id: 'F9',
    title: { zh: '两名经办人同时作出不同决定', en: 'two officers decide the same task at once, and differently' },
    moments: 4,
    async inject({ counters, db }) {
      const task = await eventually('a task to accept', async () => {
        const { rows } = await db.worker.query<{ task_id: string; version: number }>(
          `select task_id, version from task where kind = 'accept' and status = 'open' limit 1`,
        );
        return rows[0];
      });
      const by = (nth: number, content: object) =>
        counters.post(
          { officer: `rival-${nth}`, division: '420582001000', roles: ['township_clerk'] },
          `/v1/tasks/${task.task_id}/decision`,
          { taskVersion: task.version, ...content },
        );
      const answers = await Promise.all([
        by(1, { outcome: 'accepted' }),
        by(2, { outcome: 'supplementNeeded', missing: ['收入证明'] }),
      ]);
      if (answers.filter(({ statusCode }) => statusCode === 200).length > 1) throw new Error('both were accepted');
    },
  },
];
