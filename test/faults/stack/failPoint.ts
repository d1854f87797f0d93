import { existsSync, readFileSync, rmSync } from 'node:fs';
import pg from 'pg';

/**
 * A place in a transaction at which a process dies, without a word. `before` the first statement of that kind is sent;
 * `inside`, when all is written and the commit is about to be; `after`, when the commit is answered and before anybody
 * hears of it.
 */
export interface FailPoint {
  readonly at: 'before' | 'inside' | 'after';
  /** What the statement contains, such as 'insert into case_event'. */
  readonly statement: string;
  /** The how-manieth such transaction it is; the first where it is not said. */
  readonly nth?: number;
}

const file = process.env.FAIL_POINT_FILE ?? '';
const meets = new WeakSet<object>();
let seen = 0;
let last = '';

/** Read at each statement: a point may be set at any moment while the process works. */
function armed(): FailPoint | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  if (text !== last) seen = 0;
  last = text;
  return text === '' ? undefined : (JSON.parse(text) as FailPoint);
}

function die(): never {
  rmSync(file, { force: true });
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
}

const query = pg.Client.prototype.query as (...asked: unknown[]) => unknown;
pg.Client.prototype.query = function (this: object, ...asked: unknown[]) {
  const point = armed();
  if (!point) return query.apply(this, asked);
  const [what] = asked as [string | { readonly text?: string }];
  const text = typeof what === 'string' ? what : (what?.text ?? '');
  if (text === 'begin') meets.delete(this);
  if (text.includes(point.statement) && !meets.has(this)) {
    meets.add(this);
    seen++;
  }
  const here = meets.has(this) && seen >= (point.nth ?? 1);
  if (here && point.at === 'before') die();
  if (here && point.at === 'inside' && text === 'commit') die();
  const answered = query.apply(this, asked);
  if (here && point.at === 'after' && text === 'commit' && answered instanceof Promise) return answered.then(die);
  return answered;
} as typeof pg.Client.prototype.query;
