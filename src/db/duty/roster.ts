import type { OfficerId } from '../../domain/case/ids.ts';
import type { Seat } from '../../domain/digest.ts';
import type { Duty, Span } from '../../domain/duty.ts';
import type { Tx } from '../pool.ts';

/** A turn as it stands, and who set it. */
export interface SetDuty extends Duty {
  readonly setBy: string;
  readonly setAt: Date;
}

/** Who is called at a seat for what happens at an instant, in order. */
export async function onCall(tx: Tx, { role, division }: Seat, at: Date): Promise<OfficerId[]> {
  const { rows } = await tx.query<{ officer: OfficerId }>(
    'select officer from duty_roster where division = $1 and role = $2 and during @> $3::timestamptz order by call_order',
    [division, role, at],
  );
  return rows.map(({ officer }) => officer);
}

/** The turns at a seat that touch a span, whole. */
export async function readTurns(tx: Tx, { role, division }: Seat, span: Span): Promise<SetDuty[]> {
  const { rows } = await tx.query(
    `select officer, call_order, lower(during) as from, upper(during) as until, set_by, set_at from duty_roster
      where division = $1 and role = $2 and during && tstzrange($3, $4) order by lower(during), call_order`,
    [division, role, ...instants(span)],
  );
  return rows.map((row) => ({
    officer: row.officer,
    order: row.call_order,
    from: row.from.getTime(),
    until: row.until.getTime(),
    setBy: row.set_by,
    setAt: row.set_at,
  }));
}

/** When nobody is on call at a seat, within a span. */
export async function readGaps(tx: Tx, { role, division }: Seat, span: Span): Promise<Span[]> {
  const { rows } = await tx.query<{ from: Date; until: Date }>(
    `select lower(gap) as from, upper(gap) as until from unnest(duty_gaps($1, $2, tstzrange($3, $4))) gap order by gap`,
    [division, role, ...instants(span)],
  );
  return rows.map(({ from, until }) => ({ from: from.getTime(), until: until.getTime() }));
}

/** One roster of a seat is set after the other. */
export async function lockRoster(tx: Tx, { role, division }: Seat): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('doudi.duty:' || $1 || ':' || $2))`, [role, division]);
}

/** Puts these turns in the place of whatever stands in a span; what reaches beyond it stays, as whoever set it set it. */
export async function replaceTurns(
  tx: Tx,
  { role, division }: Seat,
  span: Span,
  { duties, setBy }: { readonly duties: readonly Duty[]; readonly setBy: string },
): Promise<void> {
  await tx.query(
    `with taken as (delete from duty_roster where division = $1 and role = $2 and during && tstzrange($3, $4) returning *)
     insert into duty_roster (division, role, officer, call_order, during, set_by, set_at)
     select division, role, officer, call_order, unnest(tstzmultirange(during) - tstzmultirange(tstzrange($3, $4))), set_by, set_at
       from taken`,
    [division, role, ...instants(span)],
  );
  await tx.query(
    `insert into duty_roster (division, role, officer, call_order, during, set_by, set_at)
     select $1, $2, t.officer, t.call_order, tstzrange(t.from_at, t.until_at), $3, business_now()
       from unnest($4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[]) t(officer, call_order, from_at, until_at)`,
    [
      division,
      role,
      setBy,
      duties.map(({ officer }) => officer),
      duties.map(({ order }) => order),
      duties.map(({ from }) => new Date(from)),
      duties.map(({ until }) => new Date(until)),
    ],
  );
}

function instants({ from, until }: Span): [Date, Date] {
  return [new Date(from), new Date(until)];
}
