import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCallbackKeyId, checkCallbackPath, checkSources } from '../../src/contracts/checkPlatform.ts';
import { signatureOf } from '../../src/contracts/signature.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { type Account, accounts, callbackSecret, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';
import { eventually } from '../support/eventually.ts';

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

/** The open task of a kind, as this account's worklist shows it. */
const taskOf = (account: Account, caseId: string, kind: string) =>
  eventually(`${kind} on the worklist`, async () => {
    const { items } = (await window.get(account, `/v1/tasks?standing=true&caseId=${caseId}&kind=${kind}`)).json();
    return items[0];
  });

const decide = async (account: Account, caseId: string, kind: string, content: object, key: string = randomUUID()) => {
  const { taskId, version } = await taskOf(account, caseId, kind);
  return window.post(
    account,
    `/v1/tasks/${taskId}/decision`,
    { taskVersion: version, ...content },
    { 'idempotency-key': key },
  );
};

const applied = async (): Promise<CaseId> => {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  return caseId;
};

describe('deciding', () => {
  it('answers with the receipt, the task closed and the case moved on; the same key again answers the same', async () => {
    const caseId = await applied();
    const { taskId } = await taskOf(accounts.clerk, caseId, 'accept');
    const key = randomUUID();
    const answer = await decide(accounts.clerk, caseId, 'accept', { outcome: 'accepted' }, key);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ task: { taskId, status: 'decided' }, case: { caseId, stage: 'survey' } });
    const { receipt } = answer.json();

    const again = await window.post(
      accounts.clerk,
      `/v1/tasks/${taskId}/decision`,
      { taskVersion: 1, outcome: 'accepted' },
      { 'idempotency-key': key },
    );
    expect([again.statusCode, again.json().receipt]).toEqual([200, receipt]);
    const other = await window.post(
      accounts.clerk,
      `/v1/tasks/${taskId}/decision`,
      { taskVersion: 1, outcome: 'accepted', reason: '齐全' },
      { 'idempotency-key': key },
    );
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotencyKeyReused']);
    const later = await window.post(accounts.clerk, `/v1/tasks/${taskId}/decision`, {
      taskVersion: 1,
      outcome: 'accepted',
    });
    expect([later.statusCode, later.json().code]).toEqual([409, 'taskNotOpen']);

    const command = await window.get(accounts.clerk, `/v1/commands/${receipt.commandId}`);
    expect(command.json()).toMatchObject({ status: 'done', receipt });
    expect((await window.get(accounts.reviewer, `/v1/commands/${receipt.commandId}`)).statusCode).toBe(404);
  });

  it.each([
    ['an unknown field', { outcome: 'accepted', colour: 'red' }],
    ['an outcome there is not', { outcome: 'perhaps' }],
    ['without the reason it needs', { outcome: 'notAccepted' }],
  ])('%s is refused before anything is stored', async (_what, content) => {
    const caseId = await applied();
    const answer = await decide(accounts.clerk, caseId, 'accept', content);
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'validation']);
    expect(answer.json().errors.length).toBeGreaterThan(0);
  });

  it('names the outcomes there are to somebody who sends another', async () => {
    const answer = await decide(accounts.clerk, await applied(), 'accept', { outcome: 'perhaps' });
    expect(answer.json().errors).toEqual([
      { at: '/outcome', message: 'must be one of: accepted, supplementNeeded, notAccepted' },
    ]);
  });

  it('says why the wrong person or a stale screen is refused', async () => {
    const caseId = await applied();
    const url = `/v1/tasks/${caseId}.intake.1.accept/decision`;
    const body = { taskVersion: 1, outcome: 'accepted' };
    expect((await window.post(accounts.reviewer, url, body)).json().code).toBe('wrongRole');
    expect((await window.post(accounts.officer, url, body)).json().code).toBe('wrongRole');
    expect((await window.post(accounts.clerk, url, { ...body, taskVersion: 9 })).json().code).toBe('screenOutOfDate');
    expect((await window.post(accounts.clerk, url.replace('accept', 'nothing'), body)).json().code).toBe('notFound');
  });

  it('an account with several roles acts in the one the task asks for', async () => {
    const caseId = await applied();
    const both: Account = {
      officer: '420582-0040',
      roles: ['investigator', 'township_clerk'],
      division: '420582001000',
    };
    const answer = await decide(both, caseId, 'accept', { outcome: 'accepted' });
    expect(answer.statusCode).toBe(200);
    const { items } = (await window.get(accounts.auditor, `/v1/cases/${caseId}/decisions`)).json();
    expect(items).toMatchObject([{ kind: 'accept', role: 'township_clerk', officer: '420582-0040', content: null }]);
  });

  it('says when it does not know yet, and where to ask; the same key finds out', async () => {
    const caseId = await applied();
    const silent = await openWindow(county, { cases: { ...county.cases, decide: async () => ({ kind: 'unknown' }) } });
    const url = `/v1/tasks/${caseId}.intake.1.accept/decision`;
    const body = { taskVersion: 1, outcome: 'accepted' };
    const headers = { 'idempotency-key': randomUUID() };
    const unknown = await silent.post(accounts.clerk, url, body, headers);
    expect([unknown.statusCode, unknown.json().status]).toEqual([202, 'pending']);
    const place = unknown.headers.location as string;
    expect((await window.get(accounts.clerk, place)).json()).toMatchObject({ status: 'pending', receipt: null });
    expect((await window.post(accounts.clerk, url, body, headers)).statusCode).toBe(200);
    expect((await window.get(accounts.clerk, place)).json()).toMatchObject({ status: 'done' });
    await silent.close();
  });

  it('attachments named in a decision must be the case’s own, and the one that is not is pointed at', async () => {
    const caseId = await applied();
    const answer = await decide(accounts.clerk, caseId, 'withdraw', {
      outcome: 'withdrawn',
      reason: '家庭情况好转',
      documents: [randomUUID()],
    });
    expect([answer.statusCode, answer.json().errors?.[0].at]).toEqual([422, '/documents/0']);
  });
});

describe('the worklist', () => {
  it('comes in pages, what is due first, each task once', async () => {
    const cases = await Promise.all([applied(), applied(), applied()]);
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page: { items: { taskId: string }[]; next: string | null } = (
        await window.get(accounts.clerk, `/v1/tasks?limit=2${next ? `&cursor=${next}` : ''}`)
      ).json();
      seen.push(...page.items.map((task) => task.taskId));
      next = page.next;
    } while (next);
    expect(new Set(seen).size).toBe(seen.length);
    for (const caseId of cases) expect(seen).toContain(`${caseId}.intake.1.accept`);
    expect((await window.get(accounts.reviewer, '/v1/tasks?kind=accept')).json().items).toEqual([]);
  });

  it('shows a version as ETag, and who has claimed a task', async () => {
    const caseId = await applied();
    const url = `/v1/tasks/${caseId}.intake.1.accept`;
    expect((await window.get(accounts.clerk, url)).headers.etag).toBe('"1"');
    expect((await window.post(accounts.clerk, `${url}/claim`)).json()).toMatchObject({
      claimedBy: accounts.clerk.officer,
    });
    const other = { ...accounts.clerk, officer: '420582-0041' };
    expect((await window.post(other, `${url}/claim`)).json().code).toBe('claimedByOther');
    expect((await window.post(accounts.reviewer, `${url}/claim`)).json().code).toBe('wrongRole');
  });
});

describe('the check platform’s callback', () => {
  const send = (report: object, { secret = callbackSecret, headers = {} as Record<string, string> } = {}) => {
    const body = JSON.stringify(report);
    const signed = signatureOf(
      { method: 'POST', path: checkCallbackPath, body },
      { keyId: checkCallbackKeyId, secret },
    );
    return window.app.inject({
      method: 'POST',
      url: checkCallbackPath,
      payload: body,
      headers: { 'content-type': 'application/json', ...signed, ...headers },
    });
  };
  const asked = async () => {
    const caseId = await applied();
    await decide(accounts.clerk, caseId, 'accept', { outcome: 'accepted' });
    await decide(accounts.reviewer, caseId, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
    await decide(accounts.investigator, caseId, 'homeVisit', visit());
    await decide(accounts.officer, caseId, 'startCheck', { outcome: 'started' });
    return caseId;
  };
  const reportOf = (caseId: string, items: object[] = []) => ({
    requestId: `${caseId}.survey.1.requestCheck`,
    platformRequestId: 'P-1',
    reportId: `R-${randomUUID()}`,
    issuedAt: '2026-12-01T10:00:00+08:00',
    results: checkSources.map((source) => ({ source, status: 'ok', items: source === 'tax' ? items : [] })),
  });

  it('brings the case to its differences; the same report again is known; a replay is refused', async () => {
    const caseId = await asked();
    const report = reportOf(caseId, [
      { memberRef: '1', kind: 'wage', amountFen: 100_000, per: 'month', description: '' },
    ]);
    const first = await send(report);
    expect([first.statusCode, first.json()]).toEqual([202, { status: 'taken' }]);
    const task = await taskOf(accounts.reviewer, caseId, 'resolveDiscrepancy');
    expect(task.about).toEqual({ difference: 1 });
    expect((await send(report)).json()).toEqual({ status: 'alreadyKnown' });
    const headers = signatureOf(
      { method: 'POST', path: checkCallbackPath, body: JSON.stringify(report) },
      { keyId: checkCallbackKeyId, secret: callbackSecret },
    );
    await send(report, { headers });
    expect((await send(report, { headers })).json().code).toBe('callbackReplayed');
  });

  it('is relied on until the day it says itself, and else as long as policy says', async () => {
    for (const [said, until] of [[{ validUntil: '2027-01-15' }, '2027-01-15'] as const, [{}, '2027-05-30'] as const]) {
      const caseId = await asked();
      await send({ ...reportOf(caseId), ...said });
      await taskOf(accounts.reviewer, caseId, 'review');
      expect((await county.state(caseId)).reportValidUntil).toBe(until);
    }
  });

  it('believes no wrong signature, no unknown request, nobody else’s members', async () => {
    const caseId = await asked();
    expect((await send(reportOf(caseId), { secret: 'another secret of some length' })).json().code).toBe(
      'signatureInvalid',
    );
    expect((await send({ ...reportOf(caseId), requestId: `${randomUUID()}.survey.1.requestCheck` })).statusCode).toBe(
      404,
    );
    const strangers = reportOf(caseId, [{ memberRef: '9', kind: 'wage', amountFen: 1, per: 'month', description: '' }]);
    expect((await send(strangers)).json().code).toBe('membersInconsistent');
    expect((await send({ ...reportOf(caseId), extra: 1 })).json().code).toBe('validation');
    expect((await county.state(caseId)).expected).not.toEqual({});
  });
});

describe('what proves a case', () => {
  it('timeline, journal, certificate, explanation, decisions, letters, attachments', async () => {
    const caseId = await applied();
    await decide(accounts.clerk, caseId, 'accept', { outcome: 'accepted' });
    await decide(accounts.reviewer, caseId, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
    await decide(accounts.investigator, caseId, 'homeVisit', visit());
    await decide(accounts.officer, caseId, 'startCheck', { outcome: 'started' });
    await county.fact(caseId, 'checkReport', { findings: [] });
    await taskOf(accounts.reviewer, caseId, 'review');
    const get = async (part: string, account: Account = accounts.clerk) =>
      window.get(account, `/v1/cases/${caseId}${part}`);

    const timeline = (await get('/timeline')).json().items.map(({ sentence }: { sentence: string }) => sentence);
    expect(timeline).toContain('受理审查：受理（《最低生活保障审核确认办法》第十条）');
    expect(timeline).toContain('测算：符合条件，每月872.00元');

    const journal = (await get('/journal', accounts.auditor)).json();
    expect(journal).toMatchObject({ verified: true, firstBreak: null });
    expect(JSON.stringify(journal)).not.toContain('测试');

    const { items: clocks } = (await get('/clocks')).json();
    const ended = clocks.find(({ kind }: { kind: string }) => kind === 'acceptance');
    const live = clocks.find(({ kind }: { kind: string }) => kind === 'wholeProcedure');
    expect([ended.left, live.left]).toEqual([null, { length: 30, unit: 'workingDays' }]);
    const certificate = (await get(`/clocks/${ended.clockId}/certificate`)).json();
    expect(certificate).toMatchObject({
      kind: 'acceptance',
      verdict: 'onTime',
      countedFrom: '2026-12-01',
      pauses: [],
      limit: { unit: 'workingDays' },
    });

    const explanation = (await get('/explanation', accounts.auditor)).json();
    expect(explanation).toMatchObject({ eligible: true, amountFen: 87_200 });
    expect(explanation.explanation.inputs.length).toBeGreaterThan(0);

    const { items: decisions } = (await get('/decisions')).json();
    expect(decisions.map(({ kind }: { kind: string }) => kind)).toEqual([
      'accept',
      'startSurvey',
      'homeVisit',
      'startCheck',
    ]);
    expect(decisions[2].content.place).toBe('家庭住址');

    const { items: notices } = (await get('/notices')).json();
    const letter = await get(`/notices/${notices[0].noticeId}`);
    expect(letter.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(letter.body).toContain('社会救助申请受理通知书');
    expect((await get(`/notices/${notices[0].noticeId}`, accounts.auditor)).statusCode).toBe(403);
  });

  it('takes a photo by its content, and gives it back as a download', async () => {
    const caseId = await applied();
    const url = `/v1/cases/${caseId}/documents?code=101`;
    const upload = (bytes: Buffer, name: string) => window.upload(accounts.clerk, url, bytes, name);
    const photo = Buffer.from('ffd8ffe000104a46494600', 'hex');
    const added = await upload(photo, '户口簿.html');
    expect(added.statusCode).toBe(201);
    expect(added.json()).toMatchObject({
      code: '101',
      contentType: 'image/jpeg',
      sizeBytes: photo.length,
      name: '户口簿.html',
    });
    const file = await window.get(accounts.officer, `/v1/cases/${caseId}/documents/${added.json().documentId}`);
    expect(file.rawPayload).toEqual(photo);
    expect(file.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': expect.stringContaining('attachment'),
      'x-content-type-options': 'nosniff',
    });
    expect((await upload(Buffer.from('<html>'), 'a.jpg')).json().code).toBe('fileTypeNotAllowed');
    expect((await upload(Buffer.alloc(0), 'a.jpg')).json().code).toBe('validation');
    expect((await upload(Buffer.alloc(21 * 1024 * 1024, 0xff), 'a.jpg')).json().code).toBe('payloadTooLarge');
    expect((await window.get(accounts.auditor, `/v1/cases/${caseId}/documents`)).json().items).toMatchObject([
      { name: null },
    ]);
  });
});
