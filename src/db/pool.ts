import pg from 'pg';
import { connected, onTheWay } from '../tracing/database.ts';
import { GatheringSocket } from './gatheringSocket.ts';

/** A connection inside a transaction; every query function takes one, so that it cannot run outside of it. */
export type Tx = Pick<pg.PoolClient, 'query'>;

/** A transaction that writes. */
export interface WriteTx extends Tx {
  /** A statement whose answer nobody needs: it goes out, and what is wrong with it is said when the transaction is to end. */
  send(statement: string | pg.QueryConfig, values?: unknown[]): void;
}

export type Pool = pg.Pool;

// Money columns are bigint; every amount of ours fits a safe integer, and one that does not is a bug worth stopping for.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error('A bigint of the database is larger than any amount can be');
  return value;
});
// Dates are dates: no time zone may touch them.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * A pool. `statement_timeout` and `lock_timeout` lie below the activities' own time-out, so that the database gives up
 * first. Each statement sees what was committed before it, however the database is set: who waits for a lock relies on that.
 * Statements that do not wait for one another's answers travel together, see `together`. Those with a name are
 * planned once a connection: under row-level security planning costs more than asking. Such a statement names its columns,
 * for PostgreSQL refuses a plan whose columns have changed, and its plan must not depend on what is asked for.
 * @see https://node-postgres.com/features/pipelining
 */
export function createPool(connectionString: string, max = 20): Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    pipeline: true,
    stream: () => new GatheringSocket(),
    options: `-c statement_timeout=5000 -c lock_timeout=4000 -c timezone=UTC -c default_transaction_isolation=read\\ committed`,
  });
  // A connection that breaks, idle or between two statements of a transaction, is known by its next use, where the error
  // counts. Nobody listening, it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** The database is away, shutting down or too busy, or a lock was not had in time: worth trying again. */
export function isAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return awayCodes.test(code) || awayMessages.test(message);
}

const awayCodes = /^(08|53|57|55P03|40001|40P01|ECONN|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EPIPE)/;
/** What the driver says without a code. */
const awayMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
export function inTransaction<T>(pool: Pool, work: (tx: WriteTx) => Promise<T>): Promise<T> {
  return transaction(pool, begin, nothing, work);
}

/** A transaction that sees one division's rows only: the row-level security of doudi_api goes by this setting. */
export function inDivision<T>(pool: Pool, division: string, work: (tx: WriteTx) => Promise<T>): Promise<T> {
  return transaction(pool, beginIn(division), nothing, work);
}

/**
 * The same for what looks first and then writes: on two ways to the database where `write` sends what it writes. What
 * `look` reads goes out with `begin`, and the commit with what is written.
 */
export function lookThenWrite<S, T>(
  pool: Pool,
  look: (tx: Tx) => Promise<S>,
  write: (tx: WriteTx, seen: S) => Promise<T>,
): Promise<T> {
  return transaction(pool, begin, look, write);
}

/** The same in one division. */
export function lookThenWriteIn<S, T>(
  pool: Pool,
  division: string,
  look: (tx: Tx) => Promise<S>,
  write: (tx: WriteTx, seen: S) => Promise<T>,
): Promise<T> {
  return transaction(pool, beginIn(division), look, write);
}

/**
 * The same for what only reads. Its first statements travel with `begin`, and nobody waits for its end: had it not begun,
 * the setting would be gone with its own statement, and row-level security would show nothing.
 */
export async function readInDivision<T>(pool: Pool, division: string, read: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await connected(pool);
  try {
    return await onTheWay('read', client, async (tx) => {
      const begun = [tx.query('begin read only'), seeDivision(tx, division)];
      const [value] = await together([read(tx), ...begun]);
      return value;
    });
  } finally {
    client.query('commit').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
  }
}

function seeDivision(tx: Tx, division: string): Promise<unknown> {
  const text = `select set_config('doudi.division', $1, true)`;
  return tx.query({ name: 'see one division', text, values: [division] });
}

/**
 * Answers to several statements that are sent at once: one way to the database and back instead of one each. Waits for all
 * of them also where one fails, so that none is still under way when its transaction is over; it rejects with what went
 * wrong, not with what is said to the statements behind it.
 */
export async function together<const T extends readonly unknown[]>(
  statements: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const failures = (await Promise.allSettled(statements)).flatMap((each) =>
    each.status === 'rejected' ? [each.reason as { code?: string }] : [],
  );
  if (failures.length > 0) throw failures.find((failure) => !isAftermath(failure)) ?? failures[0];
  return Promise.all(statements);
}

/** What PostgreSQL says to a statement that came into a transaction another has aborted. */
const isAftermath = (error: unknown) => (error as { code?: string }).code === '25P02';

const nothing = async () => {};
const begin = (tx: Tx) => tx.query('begin');
const beginIn = (division: string) => (tx: Tx) => together([begin(tx), seeDivision(tx, division)]);

/** `begin` is answered before anything is written: what went ahead of it would be committed by itself. */
async function transaction<S, T>(
  pool: Pool,
  begins: (tx: Tx) => Promise<unknown>,
  look: (tx: Tx) => Promise<S>,
  write: (tx: WriteTx, seen: S) => Promise<T>,
): Promise<T> {
  const client = await connected(pool);
  let broken: Error | undefined;
  let failure: Error | undefined;
  const send: WriteTx['send'] = (statement, values) => {
    client.query(statement as string, values).catch((error: Error) => {
      failure ??= error;
    });
  };
  try {
    const [, seen] = await onTheWay(Object.is(look, nothing) ? 'begin' : 'look', client, (tx) =>
      together([begins(tx), look(tx)]),
    );
    return await onTheWay('write', client, async (tx) => {
      const value = await write({ query: tx.query.bind(tx), send }, seen);
      const { command } = await tx.query('commit');
      if (command !== 'COMMIT') throw failure ?? new Error('The transaction was rolled back');
      return value;
    });
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost;
    });
    throw (isAftermath(error) && failure) || error;
  } finally {
    client.release(broken);
  }
}
