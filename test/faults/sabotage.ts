import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { databaseUrl } from '../support/database.ts';
import { invariants, type Looked } from './invariants.ts';
import type { Stack } from './stack/stack.ts';

/** What is done by hand behind the product's back, past every right and trigger, and taken back again. */
export interface Sabotage {
  /** The invariant that must notice. */
  readonly id: string;
  readonly what: string;
  does(stack: Stack): Promise<unknown>;
  undoes(stack: Stack): Promise<unknown>;
}

const bySql = (id: string, what: string, does: string, undoes: string): Sabotage => ({
  id,
  what,
  does: (stack) => byHand(stack, does),
  undoes: (stack) => byHand(stack, undoes),
});

const command = (receipt: string) =>
  `insert into command (command_id, actor, key, body_hash, kind, case_id, division, content_hash, created_at, receipt)
   select gen_random_uuid(), 'sabotage', 'sabotage', 'h', 'decide', case_id, township, 'h', business_now() - interval '1 hour', ${receipt}
     from case_file limit 1`;
const noCommand = `delete from command where actor = 'sabotage'`;
const judged = (kind: string) =>
  `insert into decision (decision_id, case_id, division, kind, outcome, officer, role, officer_division, at, article, particulars, command_id, content_hash)
   select 'sabotage-${kind}', case_id, township, '${kind}', 'x', 'one-person', 'x', township, now(), 'x', '{}', gen_random_uuid(), 'h'
     from (select * from case_file order by case_id limit 1) f`;

const bookOf = ({ bankDir }: Stack) => join(bankDir, 'bank-book.jsonl');
const entries = async (stack: Stack) => (await readFile(bookOf(stack), 'utf8')).trimEnd().split('\n');
const again = 'given_again';

export const sabotages: readonly Sabotage[] = [
  {
    id: 'I1',
    what: 'the bank pays a line twice',
    does: async (stack) => {
      const book = await entries(stack);
      await writeFile(bookOf(stack), `${[...book, book.at(-1)].join('\n')}\n`);
    },
    undoes: async (stack) => writeFile(bookOf(stack), `${(await entries(stack)).slice(0, -1).join('\n')}\n`),
  },
  bySql(
    'I2',
    'a month is owed that no run knows',
    `insert into entitlement (entitlement_id, case_id, division, county, component, month_from, month_to, fen_per_month, certificate, granted_at)
     select 'sabotage', case_id, township, county, 'base', '2021-01-01', '2021-01-01', 100, 'x', now() from case_file limit 1`,
    `delete from entitlement where entitlement_id = 'sabotage'`,
  ),
  bySql(
    'I3',
    'a paid line is a fen more than the bank paid',
    `update payment_line set amount_fen = amount_fen + 1 where line_id = (select min(line_id) from payment_line where status = 'paid')`,
    `update payment_line set amount_fen = amount_fen - 1 where line_id = (select min(line_id) from payment_line where status = 'paid')`,
  ),
  {
    id: 'I4',
    what: 'a file is given to the bank twice',
    async does({ bankDir }) {
      const done = join(bankDir, 'bank/done');
      const [file = ''] = await readdir(done);
      await copyFile(join(done, file), join(done, `${again}-${file.slice(file.indexOf('-') + 1)}`));
    },
    async undoes({ bankDir }) {
      const done = join(bankDir, 'bank/done');
      for (const file of await readdir(done)) if (file.startsWith(again)) await rm(join(done, file));
    },
  },
  bySql(
    'I5',
    'an event is altered',
    `update case_event set data = data || '{"forged": true}' where seq = 2`,
    `update case_event set data = data - 'forged' where seq = 2`,
  ),
  bySql('I6', 'a decision was accepted and is in no journal', command(`'{"seq": 1}'`), noCommand),
  bySql(
    'I7',
    'one person judges their own work',
    `${judged('review')}; ${judged('confirm')}`,
    `delete from decision where decision_id like 'sabotage-%'`,
  ),
  bySql(
    'I8',
    'a clock has rung early',
    `update clock set passed_at = passed_at - interval '30 days' where passed_at is not null`,
    `update clock set passed_at = passed_at + interval '30 days' where passed_at is not null`,
  ),
  bySql(
    'I8',
    'a clock is recorded an hour late',
    `update case_event set at = at + interval '1 hour' where type = 'clockPassed'`,
    `update case_event set at = at - interval '1 hour' where type = 'clockPassed'`,
  ),
  bySql(
    'I8',
    'nobody is called when a deadline has passed',
    `update case_event set data = data || '{"kind": "forged"}' where type = 'taskOpened' and data ->> 'kind' = 'escalation'`,
    `update case_event set data = data || '{"kind": "escalation"}' where type = 'taskOpened' and data ->> 'kind' = 'forged'`,
  ),
  bySql(
    'I9',
    'a table says something else than the journal',
    `update case_file set county = '451322000000'`,
    `update case_file set county = '420582000000'`,
  ),
  {
    id: 'I12',
    what: 'a half-written file is left lying',
    does: ({ bankDir }) => writeFile(join(bankDir, 'handed-over/half.part'), 'half'),
    undoes: ({ bankDir }) => rm(join(bankDir, 'handed-over/half.part')),
  },
  {
    id: 'I12',
    what: 'a lock is left to nobody',
    does: (stack) => stack.db.owner.query('select pg_advisory_lock(1)'),
    undoes: (stack) => stack.db.owner.query('select pg_advisory_unlock_all()'),
  },
  bySql('I10', 'a decision has had no outcome for an hour', command('null'), noCommand),
];

/** What the invariant finds while the harm is there. */
export async function whatIsFound(looked: Looked, { id, does, undoes }: Sabotage): Promise<readonly string[]> {
  const { stack } = looked;
  await does(stack);
  try {
    return await invariants.find((each) => each.id === id)!.broken(looked);
  } finally {
    await undoes(stack);
  }
}

/** As somebody with every right does it: no trigger fires. */
async function byHand({ db, postgres }: Stack, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(db.name, postgres.superuserUrl) });
  await client.connect();
  try {
    await client.query(`set session_replication_role = replica; ${statements}`);
  } finally {
    await client.end();
  }
}
