import pg from 'pg';
import type { Stack } from './stack.ts';

/** Done as the superuser, on a connection of its own. */
export async function asSuperuser(stack: Stack, ...statements: string[]): Promise<void> {
  const url = new URL(stack.postgres.superuserUrl);
  url.pathname = `/${stack.db.name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
