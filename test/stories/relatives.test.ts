import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCase } from '../support/aCase.ts';
import { visit } from '../support/decisions.ts';
import { colleagueOf } from '../support/officials.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

describe('a family with a relative among the staff (MCA-57 arts. 11, 20)', () => {
  it('is visited by the county before it is confirmed, and the relative touches nothing', async () => {
    const { clerk, reviewer, investigator1, officer } = town.people;
    const relative = colleagueOf(reviewer);
    const everywhere = { ...relative, roles: ['township_clerk', 'investigator', 'township_reviewer'] as const };
    const household = seedHousehold({
      relativesOfStaff: [{ officer: relative.officer, memberNo: 1, relation: '表妹' }],
    } as never);
    expect((await town.window.post(everywhere, '/v1/applications', household)).json()).toMatchObject({
      status: 403,
      code: 'officerIsRelative',
    });

    const file = await town.apply(household);
    const refused = { status: 403, code: 'officerIsRelative' };
    const { taskId } = await file.waitsFor('accept');
    expect(await file.tries(everywhere, 'accept', { outcome: 'accepted' })).toMatchObject(refused);
    expect((await town.window.post(everywhere, `/v1/tasks/${taskId}/claim`)).json()).toMatchObject(refused);
    const photo = Buffer.from('ffd8ffe000104a46494600', 'hex');
    const upload = await town.window.upload(everywhere, `/v1/cases/${file.caseId}/documents?code=101`, photo, 'a.jpg');
    expect(upload.json()).toMatchObject(refused);

    await file.decides(clerk, 'accept', { outcome: 'accepted' });
    const withRelative = [investigator1.officer, relative.officer];
    const mixed = { status: 422, code: 'investigatorIsRelative' };
    expect(
      await file.tries(reviewer, 'startSurvey', { outcome: 'started', investigators: withRelative }),
    ).toMatchObject(mixed);
    await file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
    expect(await file.tries(investigator1, 'homeVisit', visit(withRelative, await town.today()))).toMatchObject(mixed);
    await file.decides(investigator1, 'homeVisit', visit(undefined, await town.today()));
    await file.decides(officer, 'startCheck', { outcome: 'started' });
    await file.reaches('review');
    expect(await file.tries(everywhere, 'review', { outcome: 'proposeGrant', amountFen: 87_200 })).toMatchObject(
      refused,
    );
    await file.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
    await town.lives('2026-09-28');

    expect(await file.tries(officer, 'confirm', { outcome: 'approved' })).toMatchObject({
      status: 409,
      code: 'countyVisitMissing',
    });
    expect(await file.waitsFor('countyVisit')).toMatchObject({
      standing: false,
      role: 'county_officer',
      colour: 'green',
    });
    expect(await file.tries(officer, 'countyVisit', visit(withRelative, await town.today()))).toMatchObject(mixed);
    await file.decides(officer, 'countyVisit', visit(['c-1', 'c-2'], '2026-09-28'));
    await file.decides(officer, 'confirm', { outcome: 'approved' });
    expect(await file.now()).toMatchObject({ stage: 'benefit' });
  });
});

describe('a complaint (MCA-57 arts. 20, 37)', () => {
  const complaint = { outcome: 'registered', raisedBy: '匿名电话', reason: '反映该户常年在外务工' };

  it('makes the county visit the home before it confirms, and the officer’s open screen out of date', async () => {
    const { clerk, officer } = town.people;
    const file = await aCase(town).awaitingConfirmation();
    const screen = await file.waitsFor('confirm');
    expect(await file.waitsFor('countyVisit')).toMatchObject({ standing: true });
    await file.decides(clerk, 'registerComplaint', complaint);
    expect(await file.waitsFor('countyVisit')).toMatchObject({ standing: false });
    expect(await file.tries(officer, 'confirm', { outcome: 'approved' }, { task: screen })).toMatchObject({
      status: 409,
      code: 'screenOutOfDate',
    });
    expect(await file.tries(officer, 'confirm', { outcome: 'approved' })).toMatchObject({ code: 'countyVisitMissing' });
    await file.decides(officer, 'countyVisit', visit(['c-1', 'c-2'], await town.today()));
    await file.decides(officer, 'confirm', { outcome: 'approved' });
  });

  it('may come more than once, each one in the record', async () => {
    const { clerk } = town.people;
    const file = await aCase(town).accepted();
    await file.decides(clerk, 'registerComplaint', complaint);
    await file.decides(clerk, 'registerComplaint', { ...complaint, raisedBy: '邻居' });
    const { items } = await file.get('decisions');
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'accept',
      'registerComplaint',
      'registerComplaint',
    ]);
  });
});
