import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { orderKeeping } from '../commands/keeping.ts';
import type { KeepingOrder, KeepingRefusal } from '../commands/keepingOrders.ts';
import { keptByWords } from '../domain/keeping/words.ts';
import { accessOf } from './access.ts';
import type { ApiDeps } from './deps.ts';
import { bodyHashOf, idempotencyKeyOf } from './idempotency.ts';
import { languageOf } from './language.ts';
import { refuseWith } from './problem.ts';

/** What the routes about keeping and destroying files have in common. */
export function keepingDesk({ pool, policy, cipher }: Pick<ApiDeps, 'pool' | 'policy' | 'cipher'>) {
  return {
    /** Carries out an order about something, `of`, under the request's key. */
    order(request: FastifyRequest, of: string, order: KeepingOrder) {
      const { officer, division } = request.actor;
      const command = {
        commandId: randomUUID(),
        key: idempotencyKeyOf(request),
        bodyHash: bodyHashOf(cipher, `keeping ${order.kind} ${of}`, request.body ?? {}),
        role: roleIn(request),
        officer,
        division,
      };
      return orderKeeping({ pool, policy }, command, order);
    },

    refused(request: FastifyRequest, reply: FastifyReply, { code, files }: KeepingRefusal) {
      const language = languageOf(request);
      const errors = files?.map(({ caseNumber, keptBy }) => ({
        at: caseNumber,
        message: keptBy.map((why) => keptByWords[why][language]).join('; '),
      }));
      return refuseWith(request, reply, code, errors ? { errors } : {});
    },
  };
}

/** Of several roles that this route is for, the highest: a leader who is an officer, too, decides as the leader. */
function roleIn({ actor, method, routeOptions }: FastifyRequest) {
  const allowed = accessOf(method, routeOptions.url ?? '');
  return actor.roles.findLast((role) => Array.isArray(allowed) && allowed.includes(role))!;
}
