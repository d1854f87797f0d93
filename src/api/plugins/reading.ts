import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type Purpose, readingHeaders } from '../../contracts/http/readings.ts';
import type { Pool } from '../../db/pool.ts';
import { readingNotes } from '../../db/queries/readings.ts';
import { parseCaseId } from '../../domain/case/ids.ts';
import type { Role } from '../../domain/case/roles.ts';
import { accessOf, opensPersonalData } from '../access.ts';

/** What a role reads for, where the reader says nothing else. */
const implied: Partial<Record<Role, Purpose>> = {
  finance_officer: 'payment',
  county_leader: 'inspection',
  auditor: 'audit',
  administrator: 'operation',
};

/**
 * Whoever is answered with personal data is noted before the answer leaves: no note, no answer. Which routes these are
 * is a list beside the matrix, so that no route can forget it; each of them takes a purpose.
 */
export const readingPlugin = fp<{ pool: Pool }>(async (app, { pool }) => {
  const noteReading = readingNotes(pool);

  app.addHook('onRoute', (route) => {
    if (!opensPersonalData.has(`${route.method} ${route.url}`)) return;
    route.schema = { ...route.schema, headers: readingHeaders };
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const route = `${request.method} ${request.routeOptions.url}`;
    if (reply.statusCode !== 200 || !opensPersonalData.has(route)) return payload;
    const { officer, division, roles } = request.actor;
    const stated = request.headers['x-purpose'] as Purpose | undefined;
    await noteReading({
      officer,
      division,
      roles: [...roles],
      route,
      ...whatOf(request),
      purpose: stated ?? impliedBy(roles, request),
      stated: stated !== undefined,
    });
    return payload;
  });
});

function whatOf({ params }: FastifyRequest): { caseId: string | null; subject: string | null } {
  const { caseId, handoverId, disbursementId } = params as Record<string, string | undefined>;
  return {
    caseId: caseId ?? (handoverId && parseCaseId(handoverId.slice(0, 36))) ?? null,
    subject: disbursementId ?? null,
  };
}

/** Of several roles, the first that this route is for. */
function impliedBy(roles: readonly Role[], { method, routeOptions }: FastifyRequest): Purpose {
  const allowed = accessOf(method, routeOptions.url ?? '');
  const role = roles.find((each) => Array.isArray(allowed) && allowed.includes(each));
  return (role && implied[role]) ?? 'casework';
}
