import fp from 'fastify-plugin';
import { destroyedBy } from '../../db/keeping/destruction.ts';
import { type Pool, readInDivision } from '../../db/pool.ts';
import { refuseWith } from '../problem.ts';

/**
 * Routes that are about what lies on file of a case: what was destroyed from a list is answered as that, with list and day,
 * neither as missing nor as an error. Lists, timeline, journal and export go on answering with what remains.
 */
const aboutContents: ReadonlySet<string> = new Set([
  'GET /v1/cases/:caseId/declaration',
  'GET /v1/cases/:caseId/family',
  'GET /v1/cases/:caseId/checks',
  'GET /v1/cases/:caseId/explanation',
  'GET /v1/cases/:caseId/notices/:noticeId',
  'GET /v1/cases/:caseId/documents/:documentId',
  'POST /v1/cases/:caseId/documents',
]);

export const destroyedPlugin = fp<{ pool: Pool }>(async (app, { pool }) => {
  app.addHook('preHandler', async (request, reply) => {
    if (!aboutContents.has(`${request.method} ${request.routeOptions.url}`)) return;
    const { caseId } = request.params as { readonly caseId: string };
    const destroyed = await readInDivision(pool, request.actor.division, (tx) => destroyedBy(tx, caseId));
    if (destroyed)
      return refuseWith(request, reply, 'caseDestroyed', {
        detail: `${destroyed.listId} ${destroyed.at.slice(0, 10)}`,
      });
  });
});
