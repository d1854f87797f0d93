import { expect } from 'vitest';
import type { Role } from '../../src/domain/case/roles.ts';
import { type InstantBankMode, instantBankModes } from '../../src/simulators/instantBank/modes.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { townships } from './desk.ts';
import type { OpenTask, officersOf } from './officers.ts';
import { patiently } from './patiently.ts';
import type { World } from './world.ts';

/** What the bank's channel may do in a week; it never contradicts itself here: that is for a person to look at. */
const moods = instantBankModes.filter((mode) => mode !== 'contradictory');
const finance = { role: 'finance_officer' as Role, division: '420582000000' };

/** Emergencies among the families: reported at random, paid over a channel with moods, from funds that are settled. */
export function emergenciesOf(
  world: World,
  { staff, pick, read, send, opened, decide }: ReturnType<typeof officersOf>,
  roll: () => number,
) {
  const { instantBank, rows, today } = world;

  return {
    /** The county opens the townships' funds of this year, once. */
    async openFunds(): Promise<void> {
      const year = Number((await today()).slice(0, 4));
      for (const township of townships) {
        const answer = await send(staff(finance.role, finance.division), '/v1/standby-funds', { township, year });
        expect([201, 409], answer.body).toContain(answer.statusCode);
      }
    },

    /** One or two a week for fifty families, anywhere in the county, by whoever sees it. */
    async reports(families: number): Promise<void> {
      for (let nth = 0; nth < Math.ceil(families / 50); nth++) {
        if (roll() < 0.3) continue;
        const happenedAt = `${await today()}T00:01:00+08:00`;
        const report = fireAtNight({ township: pick(townships), happenedAt, persons: 1 + Math.floor(roll() * 3) });
        const answer = await send(staff('township_clerk', townships[0]), '/v1/emergencies', report);
        expect(answer.statusCode, answer.body).toBe(201);
      }
    },

    /** The bank lets happen what it held back, and is in another mood; half of those who still wait ask for it back. */
    async bank(mood?: InstantBankMode): Promise<void> {
      instantBank.behave(mood ?? (roll() < 0.5 ? 'normal' : pick(moods)));
      await instantBank.release();
      const waiting = await rows<OpenTask>(
        `select task_id, role, division from task where status = 'open' and kind = 'recallTransfer' order by task_id`,
      );
      for (const task of waiting.filter(() => mood === 'normal' || roll() < 0.5))
        await patiently(async () => {
          const seat = await opened(task);
          if (seat) await decide(seat.task, seat.account, { outcome: 'recall', reason: '银行无回音' });
        });
    },

    /** The county makes up for what its townships gave. */
    async settle(): Promise<void> {
      const account = staff(finance.role, finance.division);
      const funds = await read<{ items: { township: string; year: number; unsettledFen: number }[] }>(
        account,
        '/v1/standby-funds',
      );
      for (const { township, year, unsettledFen } of funds?.items ?? []) {
        if (unsettledFen <= 0) continue;
        const url = `/v1/standby-funds/${township}/${year}/postings`;
        const answer = await send(account, url, { kind: 'settlement', totalFen: unsettledFen });
        // Somebody may have been helped in between: the county then sees another total next month.
        expect([200, 201, 409], answer.body).toContain(answer.statusCode);
      }
    },
  };
}
