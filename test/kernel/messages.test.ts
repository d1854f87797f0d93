import { afterEach, expect, it } from 'vitest';
import { recordActivities } from '../../activities/record.ts';
import { messageCallbackPath } from '../../src/contracts/messages.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { Draft, MessageKind } from '../../src/domain/case/events.ts';
import { type CaseId, type Key, publicId } from '../../src/domain/case/ids.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { policySource } from '../../src/policy/source.ts';
import { type MessageGatewaySimulator, startMessageGateway } from '../../src/simulators/messages.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { seedHousehold } from '../support/people.ts';
import { requestSecret, startTestRelay } from '../support/relay.ts';
import { testHashKey, testKeys } from '../support/worker.ts';

let county: County;
let gateway: MessageGatewaySimulator;
let stopRelay = async () => {};
afterEach(async () => {
  await stopRelay();
  await gateway?.stop();
  await county?.stop();
});

const key = (kind: MessageKind) => `intake.1.${kind}Message` as Key;

/** A case without a workflow behind it, whose record is asked for these messages in one commit. */
async function asking(...messages: readonly Omit<Extract<Draft, { type: 'messageRequested' }>, 'type' | 'key'>[]) {
  const household = seedHousehold();
  const members = household.members.map((each) => ({ ...each, phone: '13900000018' }));
  const caseId = await county.apply({ ...household, members });
  const cipher = fieldCipher(testKeys, testHashKey);
  const { record } = recordActivities({ pool: county.db.worker, cipher, policy: policySource() });
  const drafts: Draft[] = [
    { type: 'registered' },
    { type: 'taskOpened', key: 'intake.1.accept' as Key, kind: 'accept' },
    ...messages.map((each): Draft => ({ type: 'messageRequested', key: key(each.message), ...each })),
  ];
  const request = { caseId, expectedSeq: 0, key: 'enter:1:0', drafts };
  expect(await record(request)).toMatchObject({ kind: 'stored' });
  expect(await record(request)).toMatchObject({ kind: 'repeat' });
  await expectSound(county, caseId);
  return caseId;
}

const rowOf = (caseId: CaseId, kind: MessageKind) =>
  inTransaction(county.db.worker, async (tx) => {
    const { rows } = await tx.query(
      'select m.status, m.send_from, o.attempts from message m join outbox o on o.outbox_id = m.message_id where message_id = $1',
      [publicId(caseId, key(kind))],
    );
    return rows[0];
  });

it('on a Saturday night what is urgent goes at once; what is not waits for Monday morning', async () => {
  county = await startCounty({ worker: false, begins: new Date('2026-11-07T23:00:00+08:00') });
  gateway = await startMessageGateway({
    port: 0,
    secret: requestSecret,
    callbackUrl: `http://127.0.0.1:9${messageCallbackPath}`,
    callbackSecret: 'nobody listens there',
    retry: { attempts: 1, firstMs: 1 },
  });
  const caseId = await asking({ message: 'reviewAhead' }, { message: 'hearing', urgent: true });
  const urls = { checkPlatform: gateway.url, messages: gateway.url };
  stopRelay = startTestRelay({ ...county.deps, pool: county.db.worker, urls });

  await eventually('the urgent one is sent', async () => (await rowOf(caseId, 'hearing')).status === 'sent');
  const monday = new Date('2026-11-09T08:00:00+08:00');
  expect(await rowOf(caseId, 'reviewAhead')).toEqual({ status: 'requested', send_from: monday, attempts: 0 });
  expect(gateway.book().map(({ messageId }) => messageId)).toEqual([publicId(caseId, key('hearing'))]);

  await county.clock.advance(monday);
  await eventually('the other one is sent', async () => (await rowOf(caseId, 'reviewAhead')).status === 'sent');
  expect(gateway.book()).toHaveLength(2);
});
