import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { idNumber, seedHousehold } from '../support/people.ts';

let county: County;
let window: Window;
beforeAll(async () => {
  county = await startCounty();
  window = await openWindow(county);
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

const apply = (body: object, key: string = randomUUID(), account: Parameters<Window['post']>[0] = accounts.clerk) =>
  window.post(account, '/v1/applications', body, { 'idempotency-key': key });

describe('handing in', () => {
  it('gives a case number, and the case opens with its first task', async () => {
    const answer = await apply(seedHousehold());
    expect(answer.statusCode).toBe(201);
    const { caseId, caseNumber } = answer.json();
    expect(caseNumber).toMatch(/^DD-420582-\d{4}-\d{6}$/);
    expect(answer.headers.location).toBe(`/v1/cases/${caseId}`);
    expect((await window.get(accounts.clerk, `/v1/cases/${caseId}`)).json()).toMatchObject({
      caseNumber,
      stage: 'intake',
      members: 2,
    });
    const task = await eventually('the first task', async () => {
      const { items } = (await window.get(accounts.clerk, `/v1/tasks?caseId=${caseId}`)).json();
      return items[0];
    });
    expect(task).toMatchObject({
      kind: 'accept',
      title: '受理审查',
      role: 'township_clerk',
      colour: 'green',
      version: 1,
    });
  });

  it('the same key again gives the same answer, with other content it is refused', async () => {
    const household = seedHousehold();
    const key = randomUUID();
    const [first, second] = await Promise.all([apply(household, key), apply(household, key)]);
    expect(first.statusCode).toBe(201);
    expect(second.json()).toEqual(first.json());
    const other = await apply({ ...household, area: 'rural' }, key);
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotencyKeyReused']);
  });

  it('says in the caller’s language what does not fit together, not only that something does not', async () => {
    const need = { cause: 'illness', at: 'residence', since: '2026-08-03', spentFen: 600_000, coveredFen: 700_000 };
    const household = seedHousehold({ programme: 'temporary' });
    const errors = async (body: object, language: string) => {
      const headers = { 'idempotency-key': randomUUID(), 'accept-language': language };
      return (await window.post(accounts.clerk, '/v1/applications', body, headers)).json().errors;
    };
    expect(await errors(household, 'zh')).toEqual([{ at: '/need', message: '仅临时救助填写，且必填' }]);
    const spent = { ...household, need };
    expect(await errors(spent, 'zh')).toEqual([{ at: '/need/coveredFen', message: '不得大于已支出' }]);
    expect(await errors(spent, 'en')).toEqual([{ at: '/need/coveredFen', message: 'is more than was spent' }]);
  });

  it('without a key it is refused', async () => {
    const answer = await window.as(accounts.clerk, {
      method: 'POST',
      url: '/v1/applications',
      payload: seedHousehold(),
      headers: { 'idempotency-key': '' },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'idempotencyKeyMissing']);
  });

  it('takes the old ID number of 15 digits and a small x as what they are', async () => {
    const household = seedHousehold();
    const [applicant, child] = household.members;
    const legacy = `${applicant!.idNumber.slice(0, 6)}${applicant!.idNumber.slice(8, 17)}`;
    const answer = await apply({
      ...household,
      members: [
        { ...applicant, idNumber: legacy },
        { ...child, idNumber: child!.idNumber.toLowerCase() },
      ],
    });
    expect(answer.statusCode).toBe(201);
    const again = await apply({ ...seedHousehold(), members: [applicant] });
    expect(again.json()).toMatchObject({ code: 'personHasOpenCase', members: [{ memberNo: 1 }] });
  });
});

describe('what cannot be taken', () => {
  const household = () => seedHousehold();
  const [first, second] = seedHousehold().members;
  it.each([
    [
      'the applicant not in front',
      {
        members: [
          { ...second, memberNo: 1 },
          { ...first, memberNo: 2 },
        ],
      },
      'notOneApplicant',
      [2],
    ],
    ['two applicants', { members: [first, { ...second, relation: 'applicant' }] }, 'notOneApplicant', [1, 2]],
    [
      'a wrong check digit',
      { members: [{ ...first, idNumber: '420582197903120001' }, second] },
      'idNumberInvalid',
      [1],
    ],
    [
      'the same person twice',
      { members: [first, { ...second, idNumber: first!.idNumber }] },
      'personTwiceInHousehold',
      [2],
    ],
    [
      'somebody not born yet',
      { members: [first, { ...second, idNumber: idNumber('2030-05-20') }] },
      'idNumberInvalid',
      [2],
    ],
    ['money without its amount', { property: [{ memberNo: 2, kind: 'financial' }] }, 'amountMissing', [2]],
    ['a gap in the numbers', { members: [first, { ...second, memberNo: 3 }] }, 'membersInconsistent', [3]],
    [
      'income of a stranger',
      { incomes: [{ memberNo: 7, kind: 'wage', origin: '零工', amountFen: 1, period: 'month' }] },
      'membersInconsistent',
      [7],
    ],
    ['no consent', { members: [first, { ...second, consent: undefined }] }, 'consentMissing', [2]],
    [
      'a consent of tomorrow',
      { members: [{ ...first, consent: { signedOn: '2099-01-01', signedBy: 'self' } }, second] },
      'consentMissing',
      [1],
    ],
  ])('%s: refused, saying about whom', async (_what, change, code, members) => {
    const answer = await apply({ ...household(), ...change });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code, members: members.map((memberNo) => ({ memberNo })) });
    expect(answer.body).not.toMatch(/\d{15}/);
  });

  it('another township’s application is taken and passed on to it; one of no township is not', async () => {
    const answer = await apply({ ...household(), township: '420582101000' });
    expect(answer.statusCode, answer.body).toBe(201);
    const { caseId } = answer.json();
    expect((await window.get(accounts.clerk, `/v1/cases/${caseId}`)).statusCode).toBe(404);
    expect((await window.get(accounts.neighbour, `/v1/cases/${caseId}`)).json()).toMatchObject({ stage: 'intake' });
    expect((await apply({ ...household(), township: '420582999000' })).json().code).toBe('unknownDivision');
  });

  it('a township whose policy nobody has entered takes none, and says what is missing', async () => {
    await county.db.owner.query(
      `insert into division (code, name, level, parent) values ('420583000000', '枝江市', 'county', '420500000000'),
         ('420583001000', '示例街道', 'township', '420583000000')`,
    );
    const clerk = { ...accounts.clerk, division: '420583001000' };
    const answer = await apply({ ...household(), township: clerk.division }, randomUUID(), clerk);
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'townshipWithoutPolicy']);
    expect(answer.json().errors).toContainEqual({ at: 'dibao.standard.urban', message: '城市低保标准' });
    expect(answer.json().errors).not.toContainEqual(expect.objectContaining({ at: 'limit.startSurvey' })); // national
  });

  it.each([['\u0000'], ['\u202e'], ['\n']])('a name with the character %j is no name', async (character) => {
    const answer = await apply({ ...household(), members: [{ ...first, name: `测${character}试` }] });
    expect([answer.statusCode, answer.json().errors?.[0].at]).toEqual([422, '/members/0/name']);
  });

  it('says each fault of the form, in the language of the reader', async () => {
    const body = { ...household(), area: 'suburb', colour: 'red', members: [{ ...first, idNumber: undefined }] };
    const english = (await apply(body)).json();
    expect(english).toMatchObject({ code: 'validation', title: 'The content is not valid' });
    expect(english.errors).toContainEqual({ at: '/area', message: 'must be one of: urban, rural' });
    expect(english.errors).toContainEqual({ at: '/', message: 'has unknown fields: colour' });
    const chinese = await window.post(accounts.clerk, '/v1/applications', body, {
      'accept-language': 'zh-CN,en;q=0.5',
    });
    expect(chinese.headers['content-language']).toBe('zh');
    expect(chinese.json().errors).toContainEqual({ at: '/members/0/idNumber', message: '缺少，请填写（文本）' });
  });

  it('what is missing is said to be missing, and what to give; what is there and wrong is not', async () => {
    const { programme: _p, ...rest } = { ...household(), account: { ...household().account, number: 6_217 } };
    const said = async (body: object, language: string) => {
      const answer = await window.post(accounts.clerk, '/v1/applications', body, { 'accept-language': language });
      return Object.fromEntries(
        answer.json().errors.map(({ at, message }: Record<string, string>) => [at, message]),
      ) as Record<string, string>;
    };
    const { relation: _r, memberNo: _m, ...member } = first!;
    const body = { ...rest, area: undefined, members: [member] };
    expect(await said(body, 'en')).toMatchObject({
      '/area': 'is missing: give one of urban, rural',
      '/members/0/memberNo': 'is missing: give it, of type number',
      '/account/number': 'must be of type string',
    });
    expect(await said(body, 'zh')).toMatchObject({
      '/area': '缺少，请填写其一：urban, rural',
      '/members/0/memberNo': '缺少，请填写（数字）',
      '/account/number': '应为文本',
    });
    const signed = { signedOn: '1.12.2026', signedBy: 'self' };
    const misdated = { ...household(), members: [{ ...first!, consent: signed }] };
    const like = await said(misdated, 'zh');
    expect(like).toEqual({ '/members/0/consent/signedOn': '格式不正确，应如 2026-12-01' });
    const list = await window.get(accounts.clerk, '/v1/policy?key=dibao.standard.urban');
    expect(list.json().errors).toContainEqual({ at: '/division', message: 'is missing: give it, of type string' });
  });

  it('broken JSON is the sender’s fault, and is not repeated', async () => {
    const answer = await window.as(accounts.clerk, {
      method: 'POST',
      url: '/v1/applications',
      payload: '{"name": "测试甲',
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'validation']);
    expect(answer.json().errors).toEqual([{ at: '/', message: 'is empty or not valid JSON' }]);
    expect(answer.body).not.toContain('测试');
  });
});

describe('one person, one application, anywhere', () => {
  it('of two offices at the same moment one gets it; the other is told who and where', async () => {
    const shared = { ...seedHousehold().members[0]!, idNumber: idNumber('1981-02-03') };
    const here = { ...seedHousehold(), members: [shared] };
    const there = { ...seedHousehold(), members: [shared], township: '451322100000' };
    const answers = await Promise.all([apply(here), apply(there, randomUUID(), accounts.stranger)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    const refused = answers.find(({ statusCode }) => statusCode === 409)!;
    const { code, members } = refused.json();
    expect(code).toBe('personHasOpenCase');
    expect(members).toEqual([
      { memberNo: 1, county: refused === answers[0] ? '451322000000' : '420582000000', state: 'open' },
    ]);
    expect(refused.body).not.toContain('测试');
  });
});
