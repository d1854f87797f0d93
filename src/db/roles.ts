import pg from 'pg';

/** The database roles of one stack. None is superuser or may bypass row-level security; only the owner owns tables. */
export interface RolePasswords {
  readonly owner: string;
  readonly api: string;
  readonly worker: string;
}

/**
 * Creates doudi_owner (migrations), doudi_api and doudi_worker where they are missing, and sets their passwords.
 * @param superuserUrl a superuser's (or a CREATEROLE role's) URL
 */
export async function createRoles(superuserUrl: string, passwords: RolePasswords): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    for (const [name, password] of Object.entries(passwords)) {
      const role = `doudi_${name}`;
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
      const verb = rowCount === 0 ? 'create' : 'alter';
      await client.query(
        `${verb} role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${client.escapeLiteral(password)}`,
      );
    }
  });
}

/** Creates a database of doudi_owner's where it is missing; in one that is there already, doudi_owner may create tables. */
export async function createDatabase(superuserUrl: string, database: string): Promise<void> {
  const name = pg.escapeIdentifier(database);
  await asSuperuser(superuserUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${name} owner doudi_owner`);
    await client.query(`grant all on database ${name} to doudi_owner`);
    await client.query(`revoke temporary on database ${name} from public`);
  });
  const inside = new URL(superuserUrl);
  inside.pathname = `/${encodeURIComponent(database)}`;
  await asSuperuser(inside.href, async (client) => {
    await client.query('grant all on schema public to doudi_owner');
  });
}

/** The same server and database as another role. */
export function urlAs(
  superuserUrl: string,
  role: keyof RolePasswords,
  passwords: RolePasswords,
  database: string,
): string {
  const url = new URL(superuserUrl);
  url.username = `doudi_${role}`;
  url.password = passwords[role];
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

async function asSuperuser(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
