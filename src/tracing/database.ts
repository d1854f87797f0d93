import type { Span } from '@opentelemetry/api';
import type pg from 'pg';
import { inLastStep } from './spans.ts';

type Queries = Pick<pg.PoolClient, 'query'>;

const onPostgres = { 'db.system.name': 'postgresql' } as const;

/**
 * One way to the database and back, with the name of each question and when it was answered: where a lock was waited for,
 * the gap stands before its name. Never a statement, never a value.
 */
export function onTheWay<T>(way: string, client: Queries, work: (client: Queries) => Promise<T>): Promise<T> {
  return inLastStep(`postgres: ${way}`, onPostgres, (span) => work(span ? heard(client, span) : client));
}

/** A connection. Where none lies idle, how long it was waited for. */
export function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  return pool.idleCount > 0 ? pool.connect() : inLastStep('postgres: connection', onPostgres, () => pool.connect());
}

function heard(client: Queries, span: Span): Queries {
  const query = (...given: unknown[]) => {
    const answer: Promise<unknown> = Reflect.apply(client.query, client, given);
    const { name } = given[0] as { name?: string };
    if (name !== undefined)
      answer.then(
        () => span.addEvent(name),
        () => {}, // whoever asked is told
      );
    return answer;
  };
  return { query: query as Queries['query'] };
}
