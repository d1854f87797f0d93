import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { access } from '../../src/api/access.ts';
import { storeHandover } from '../../src/db/case/handovers.ts';
import { openList } from '../../src/db/keeping/lists.ts';
import { openRun } from '../../src/db/payments/runs.ts';
import { inDivision, inTransaction } from '../../src/db/pool.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import { levelOf } from '../../src/domain/case/roles.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { aCase } from '../support/aCase.ts';
import { type Account, openWindow } from '../support/api.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { countingPool } from '../support/countingPool.ts';
import { openTown, type Town } from '../support/town.ts';
import { testHashKey, testKeys } from '../support/worker.ts';

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
    handoverId: await aHandover(),
    disbursementId: await inDivision(town.county.db.api, '420582000000', (tx) =>
      openRun(tx, '420582000000', '2026-10', '420582-0007'),
    ),
    township: clerk.division,
    year: '2026',
    listId: await aList(),
  };
  await town.opensFund();
  const elsewhere = randomUUID();
  missing = Object.fromEntries(
    Object.entries(real).map(([name, id]) => [
      name,
      id.includes(file.caseId) ? id.replace(file.caseId, elsewhere) : randomUUID(),
    ]),
  );
  Object.assign(missing, {
    caseId: elsewhere,
    disbursementId: '420582000000:2031-10',
    listId: '420582-2031-001',
    township: clerk.division,
    year: '2031',
  });
});
afterAll(() => town?.close());

/** A family’s benefit handed over to a county that is neither of those that ask here. */
async function aHandover(): Promise<string> {
  const handoverId = `${file.caseId}.closing.1.handOver`;
  const { caseId, caseNumber } = file;
  const content = {
    movedOn: '2026-09-21',
    area: 'urban',
    members: [],
    benefit: [],
    endsFrom: '2026-10',
    journal: { seq: 1, hash: '0' },
  };
  const at = new Date(await town.county.clock.now()).toISOString();
  await inTransaction(town.county.db.worker, (tx) =>
    storeHandover(tx, {
      handoverId,
      caseId,
      caseNumber,
      division: town.people.clerk.division,
      to: '420583000000',
      at,
      sealed: fieldCipher(testKeys, testHashKey).seal(JSON.stringify(content), `handover:${handoverId}`),
      contentHash: '0',
    }),
  );
  return handoverId;
}

/** A destruction list of the county, with nothing on it: no file is over yet. */
function aList(): Promise<string> {
  const list = { county: '420582000000', ground: '测试', by: '420582-0007', today: '2026-09-21' };
  return inDivision(town.county.db.api, list.county, (tx) => openList(tx, list, []));
}

/** A fund that was never opened is not missing: it is not open. */
const answerToMissing: Record<string, number> = { 'POST /v1/standby-funds/:township/:year/postings': 409 };

/** What a route wants to be told in its address. */
const queries: Record<string, string> = {
  'POST /v1/cases/:caseId/documents': '?code=101',
  'GET /v1/cases/:caseId/export': `?reason=${encodeURIComponent('人民法院调取')}`,
};

/** Routes with a parameter that names nothing of a case, a run or a fund. */
const namesNobody = ['PUT /v1/officers/:officer/contact', 'PUT /v1/officers/:officer'];

/** Somebody of each role in a county that has nothing to do with the case, and in another township of its own county. */
const strangers = (role: Role): Account[] => {
  const places = levelOf[role] === 'township' ? ['451322100000', '420582101000'] : ['451322000000'];
  const department = role === 'department_officer' ? { department: 'police' } : {};
  return places.map((division) => ({ officer: '990000-0001', roles: [role], division, ...department }));
};

const bodies: Record<string, object> = {
  'POST /v1/cases/:caseId/keeping': { reason: 'lawsuit', until: '2031-01-01' },
  'POST /v1/destruction-lists/:listId/approval': { files: 0 },
  'POST /v1/destruction-lists/:listId/supervision': { files: 0 },
  'POST /v1/tasks/:taskId/decision': { taskVersion: 1, outcome: 'objected', raisedBy: '匿名', reason: '情况不实' },
  'POST /v1/disbursements/:disbursementId/signature': { totalFen: 0 },
  'POST /v1/standby-funds/:township/:year/postings': { kind: 'topUp', amountFen: 100, reason: '补充' },
  'POST /v1/standby-funds/:township/:year/postings as county_leader': {
    kind: 'overdraft',
    ceilingFen: 100,
    reason: '汛期',
  },
};

/** The routes on which a case, something of a case, a run or a fund is named. */
const routes = () =>
  town.window.app.routeKeys.filter(
    (key) => Array.isArray(access[key]) && key.includes(':') && !namesNobody.includes(key),
  );

function request(key: string, ids: Record<string, string>, role?: Role): InjectOptions {
  const [method, path] = key.split(' ') as ['GET' | 'POST', string];
  const url = path.replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? name);
  const query = queries[key] ?? '';
  return {
    method,
    url: url + query,
    ...(method === 'POST' ? { payload: bodies[`${key} as ${role}`] ?? bodies[key] ?? {} } : {}),
  };
}

it('a foreign case answers exactly like a missing one, on every route, to every role', async () => {
  expect(routes().length).toBeGreaterThanOrEqual(28);
  const unknown = routes().filter((key) => [...key.matchAll(/:(\w+)/g)].some(([, name]) => !(name! in real)));
  expect(unknown, 'say above what there is of these').toEqual([]);
  for (const key of routes()) {
    for (const role of access[key] as readonly Role[]) {
      for (const stranger of strangers(role)) {
        const foreign = await town.window.as(stranger, request(key, real, role));
        const absent = await town.window.as(stranger, request(key, missing, role));
        const who = `${key} as ${role} of ${stranger.division}`;
        expect(foreign.statusCode, who).toBe(answerToMissing[key] ?? 404);
        expect(shape(foreign), who).toEqual(shape(absent));
      }
    }
  }
});

it('and asks the database the same: what is there cannot be told by how long the answer takes', async () => {
  const { county, payOffice } = town;
  const counting = countingPool(county.db.api);
  const window = await openWindow(county, { pool: counting.pool, runs: payOffice.runs });
  const differ: string[] = [];
  let compared = 0;
  for (const key of routes()) {
    for (const role of access[key] as readonly Role[]) {
      for (const stranger of strangers(role)) {
        const costOf = (ids: Record<string, string>) =>
          counting.during(async () => window.as(stranger, request(key, ids, role)));
        await costOf(missing); // reads what is kept: policy, a token
        const [foreign, absent] = [await costOf(real), await costOf(missing)];
        compared++;
        if (foreign.statements !== absent.statements)
          differ.push(`${key} as ${role}: ${foreign.statements} and ${absent.statements}`);
      }
    }
  }
  await window.close();
  expect(differ).toEqual([]);
  expect(compared).toBeGreaterThan(200);
});

it('and stands on nobody else’s lists', async () => {
  const { clerk } = town.people;
  await aCase(town).applied();
  const { next } = (await town.window.get(clerk, '/v1/cases?limit=1')).json();
  const lists = [
    '/v1/cases',
    '/v1/cases?limit=1',
    `/v1/cases?cursor=${next}`,
    `/v1/cases?caseNumber=${file.caseNumber}`,
    '/v1/tasks?standing=true',
    `/v1/tasks?standing=true&caseId=${file.caseId}`,
    '/v1/disbursements',
    '/v1/emergencies',
    '/v1/handovers',
    '/v1/standby-funds',
    '/v1/officers',
    `/v1/readings?case=${file.caseId}`,
  ];
  for (const list of lists) {
    for (const role of access[`GET ${list.split('?')[0]}`] as readonly Role[]) {
      for (const stranger of strangers(role)) {
        const { items, next: more } = (await town.window.get(stranger, list)).json();
        expect([items, more ?? null], `${list} as ${role} of ${stranger.division}`).toEqual([[], null]);
      }
    }
  }
});

it('nor is it counted: in numbers, a place where nothing happens looks the same', async () => {
  for (const path of ['/v1/digest', '/v1/reviews', '/v1/reviews?status=late']) {
    for (const role of access[`GET ${path.split('?')[0]}`] as readonly Role[]) {
      for (const stranger of strangers(role)) {
        const { statusCode, body } = await town.window.get(stranger, path);
        const counts = [...body.replace(/"withinWorkingDays":\d+/g, '').matchAll(/":(\d+)/g)].map(([, count]) =>
          Number(count),
        );
        expect([statusCode, counts.filter((count) => count > 0)], `${path} as ${role}`).toEqual([200, []]);
      }
    }
  }
});

it('while its own people get an answer on each of these routes', async () => {
  const seen = { ...town.people.clerk, roles: ['township_clerk'] } as const;
  const ofThisCase = (route: string) =>
    route.startsWith('GET') &&
    !/emergencies|disbursements|readings/.test(route) &&
    (access[route] as string[]).includes('township_clerk');
  for (const key of routes().filter(ofThisCase))
    expect((await town.window.as(seen, request(key, real))).statusCode, key).toBe(200);
});

/** All of an answer but what differs between any two. */
function shape({ statusCode, headers, body }: { statusCode: number; headers: object; body: string }) {
  const volatile = ['date', 'x-request-id', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
  const rest = Object.entries(headers).filter(([name]) => !volatile.includes(name));
  return { statusCode, headers: Object.fromEntries(rest), body: body.replace(/"requestId":"[^"]+"/, '') };
}
