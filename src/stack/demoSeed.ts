import { readBusinessClock } from '../db/businessClock.ts';
import { openFund } from '../db/fund/funds.ts';
import { post } from '../db/fund/postings.ts';
import { createPool, inTransaction } from '../db/pool.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import { policyOn } from '../domain/policy.ts';
import { policySource } from '../policy/source.ts';
import { demoOfficials } from './demoOfficials.ts';

/** Registers the demo people's posts, so that screens and letters can name them. Returns how many there are. */
export async function seedDemoOfficials(workerUrl: string): Promise<number> {
  const pool = createPool(workerUrl, 1);
  try {
    await inTransaction(pool, async (tx) => {
      for (const { officer, division, label } of demoOfficials)
        await tx.query(
          `insert into officer (officer, division, label) values ($1, $2, $3)
           on conflict (officer) do update set division = excluded.division, label = excluded.label`,
          [officer, division, label],
        );
    });
    return demoOfficials.length;
  } finally {
    await pool.end();
  }
}

/** Opens this year's standby funds of the demo townships, with the amount of policy. Returns how many were new. */
export async function seedStandbyFunds(workerUrl: string): Promise<number> {
  const pool = createPool(workerUrl, 1);
  const by = 'demo';
  try {
    return await inTransaction(pool, async (tx) => {
      const today = businessDateOf((await readBusinessClock(tx)).now);
      const { book } = await policySource().read(tx);
      const townships = demoOfficials
        .filter(({ roles }) => roles.includes('duty_officer'))
        .map(({ division }) => division);
      let opened = 0;
      for (const township of new Set(townships)) {
        const fund = { township, year: Number(today.slice(0, 4)) };
        const set = policyOn(book, 'emergency.standbyFund', township as DivisionCode, today, today);
        if (!set.ok || !(await openFund(tx, fund, by))) continue;
        await post(tx, fund, {
          kind: 'opening',
          of: `demo:${township}:${fund.year}`,
          amountFen: set.value.value.amountFen,
          by,
        });
        opened++;
      }
      return opened;
    });
  } finally {
    await pool.end();
  }
}
