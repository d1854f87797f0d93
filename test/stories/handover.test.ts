import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCase } from '../support/aCase.ts';
import { accounts } from '../support/api.ts';
import { lookAt } from '../support/lookAt.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const list = async (account: (typeof accounts)[keyof typeof accounts]) =>
  (await town.window.get(account, '/v1/handovers')).json().items;

it('a family that moves to another county is handed over: the new county reads what it got and until when, nobody else does', async () => {
  const file = await aCase(town).inBenefit();
  const on = await town.today();
  const look = lookAt(town, file);
  const moves = { kind: 'movedOut', on, to: '451322000000' } as never;
  await look.reports('全家迁往象州县', moves);
  await look.finds('已核实，全家迁往象州县，户口已迁', moves);
  await file.waitsFor('proposeChange');
  await look.cuts({ outcome: 'stop', ground: 'movedOut', on, reason: '已迁出本县' });
  await file.reaches('closing');

  expect(await file.story()).toContain('已向接收地移交救助情况');
  const [line, ...others] = await list(accounts.strangeOfficer);
  expect(others).toEqual([]);
  expect(line).toMatchObject({ caseNumber: file.caseNumber, from: '420582001000', to: '451322000000' });
  const url = `/v1/handovers/${line.handoverId}`;
  const handed = (await town.window.get(accounts.strangeOfficer, url)).json();
  expect(handed).toMatchObject({
    movedOn: on,
    members: [
      { name: '测试甲', idNumber: expect.stringMatching(/^420582\*+\w{4}$/) },
      { memberNo: 2, disability: { grade: 1 } },
    ],
    benefit: [{ components: [{ fenPerMonth: 87_200 }] }],
  });
  const journal = await file.get('journal');
  expect(journal.items[handed.journal.seq - 1].hash).toBe(handed.journal.hash);
  expect((await town.window.get(accounts.clerk, url)).statusCode).toBe(200); // the township it leaves
  expect(await list(accounts.neighbour)).toEqual([]);
  expect((await town.window.get(accounts.neighbour, url)).statusCode).toBe(404);
});
