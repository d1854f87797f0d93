import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { access } from '../../src/api/access.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import { levelOf } from '../../src/domain/case/roles.ts';
import { aCase } from '../support/aCase.ts';
import type { Account } from '../support/api.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
let file: CaseFile;
/** The ids of things there really are, and of things there are not, by the name of the route's parameter. */
let real: Record<string, string>;
let missing: Record<string, string>;
beforeAll(async () => {
  town = await openTown();
  file = await aCase(town).posted();
  const { clerk } = town.people;
  const [notice] = (await file.get('notices')).items;
  const decision = await file.decides(clerk, 'registerComplaint', {
    outcome: 'registered',
    raisedBy: '匿名',
    reason: '来电反映情况',
  });
  real = {
    caseId: file.caseId,
    taskId: (await file.waitsFor('objection')).taskId,
    clockId: (await file.clock('posting')).clockId,
    noticeId: notice.noticeId,
    documentId: await file.uploads(clerk, '101'),
    commandId: decision.receipt.commandId,
  };
  const elsewhere = randomUUID();
  missing = Object.fromEntries(
    Object.entries(real).map(([name, id]) => [
      name,
      id.includes(file.caseId) ? id.replace(file.caseId, elsewhere) : randomUUID(),
    ]),
  );
  missing.caseId = elsewhere;
});
afterAll(() => town?.close());

/** Somebody of each role in a county that has nothing to do with the case, and in another township of its own county. */
const strangers = (role: Role): Account[] => {
  const places = levelOf[role] === 'township' ? ['451322100000', '420582101000'] : ['451322000000'];
  return places.map((division) => ({ officer: '990000-0001', roles: [role], division }));
};

const bodies: Record<string, object> = {
  'POST /v1/tasks/:taskId/decision': { taskVersion: 1, outcome: 'objected', raisedBy: '匿名', reason: '情况不实' },
};

/** The routes on which a case, or something of a case, is named. */
const routes = () =>
  town.window.app.routeKeys.filter(
    (key) => Array.isArray(access[key]) && Object.keys(real).some((name) => key.includes(`:${name}`)),
  );

function request(key: string, ids: Record<string, string>): InjectOptions {
  const [method, path] = key.split(' ') as ['GET' | 'POST', string];
  const url = path.replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? name);
  const query = key === 'POST /v1/cases/:caseId/documents' ? '?code=101' : '';
  return { method, url: url + query, ...(method === 'POST' ? { payload: bodies[key] ?? {} } : {}) };
}

it('a foreign case answers exactly like a missing one, on every route, to every role', async () => {
  expect(routes().length).toBeGreaterThanOrEqual(18);
  for (const key of routes()) {
    for (const role of access[key] as readonly Role[]) {
      for (const stranger of strangers(role)) {
        const foreign = await town.window.as(stranger, request(key, real));
        const absent = await town.window.as(stranger, request(key, missing));
        const who = `${key} as ${role} of ${stranger.division}`;
        expect(foreign.statusCode, who).toBe(404);
        expect(shape(foreign), who).toEqual(shape(absent));
      }
    }
  }
});

it('and stands on nobody else’s lists', async () => {
  for (const list of ['/v1/cases', '/v1/tasks?standing=true', '/v1/disbursements']) {
    for (const role of access[`GET ${list.split('?')[0]}`] as readonly Role[]) {
      for (const stranger of strangers(role))
        expect((await town.window.get(stranger, list)).json().items, list).toEqual([]);
    }
  }
});

it('while its own people get an answer on each of these routes', async () => {
  const seen = { ...town.people.clerk, roles: ['township_clerk'] } as const;
  const ofThisCase = (route: string) => route.startsWith('GET') && !route.includes('/v1/emergencies/');
  for (const key of routes().filter(ofThisCase))
    expect((await town.window.as(seen, request(key, real))).statusCode, key).toBe(200);
});

/** All of an answer but what differs between any two. */
function shape({ statusCode, headers, body }: { statusCode: number; headers: object; body: string }) {
  const volatile = ['date', 'x-request-id', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
  const rest = Object.entries(headers).filter(([name]) => !volatile.includes(name));
  return { statusCode, headers: Object.fromEntries(rest), body: body.replace(/"requestId":"[^"]+"/, '') };
}
