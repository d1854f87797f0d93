import { createPool, inTransaction } from '../db/pool.ts';
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
