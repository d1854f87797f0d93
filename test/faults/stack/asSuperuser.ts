import pg from 'pg';
import type { Stack } from './stack.ts';

/** Done as the superuser, on a connection of its own; gives what the last of them found. */
export async function asSuperuser(stack: Stack, ...statements: string[]): Promise<readonly object[]> {
  const url = new URL(stack.postgres.superuserUrl);
  url.pathname = `/${stack.db.name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    let found: readonly object[] = [];
    for (const statement of statements) found = (await client.query(statement)).rows;
    return found;
  } finally {
    await client.end();
  }
}
