import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { checkCallbackPath } from '../../src/contracts/checkPlatform.ts';
import { messageCallbackPath } from '../../src/contracts/messages.ts';
import { registerCallbackPath } from '../../src/contracts/registers.ts';
import { addPolicyValue } from '../../src/db/policy.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { HandedIn } from '../../src/domain/application.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import type { PolicyKey, PolicyKeys } from '../../src/domain/policy.ts';
import { type BankSimulator, startBank } from '../../src/simulators/bank.ts';
import { type CheckPlatformSimulator, startCheckPlatform } from '../../src/simulators/checkPlatform.ts';
import { type InstantBankSimulator, startInstantBank } from '../../src/simulators/instantBank.ts';
import { type MessageGatewaySimulator, startMessageGateway } from '../../src/simulators/messages.ts';
import { type RegistersSimulator, startRegisters } from '../../src/simulators/registers.ts';
import { rebuild } from '../../src/upkeep/rebuild.ts';
import { verifyAll } from '../../src/upkeep/verify.ts';
import { aValue } from '../domain/policyBuilder.ts';
import { openPayOffice, type PayOffice } from '../payments/support/payOffice.ts';
import { type Account, callbackSecret, messageCallbackSecret, openWindow, registerSecret, type Window } from './api.ts';
import { type CaseFile, caseFile } from './caseFile.ts';
import { type County, startCounty } from './county.ts';
import { fireAtNight } from './emergencies.ts';
import { eventually } from './eventually.ts';
import { expectSound } from './invariants.ts';
import { type Officials, officialsOf, type Place } from './officials.ts';
import { seedHousehold } from './people.ts';
import { requestSecret, startTestRelay, type TestRelayOptions } from './relay.ts';

/**
 * The day on which every story begins, a Monday: the acceptance of policy-facts §2.6. All of its periods end in 2026,
 * whose list of rest days is published. The real date plays no part.
 */
export const firstDay = '2026-09-21';

/**
 * The whole stack for one test file: API, worker and relay, and the check platform, the message gateway, the registers and
 * the bank over their own protocols.
 */
export interface Town {
  readonly county: County;
  readonly window: Window;
  readonly people: Officials;
  /** Whoever confirms here: the county's officer, or the township under its delegation. */
  readonly confirmer: Account;
  readonly platform: CheckPlatformSimulator;
  readonly messages: MessageGatewaySimulator;
  readonly registers: RegistersSimulator;
  readonly bank: BankSimulator;
  readonly payOffice: PayOffice;
  readonly instantBank: InstantBankSimulator;
  /** Hands in an application at the township's window. */
  apply(household?: HandedIn, clerk?: Account): Promise<CaseFile>;
  /** Reports an emergency, as whoever hears of it does. */
  reports(report?: object, by?: Account): Promise<CaseFile>;
  /** The county opens the township's standby fund of this year. */
  opensFund(amountFen?: number): Promise<void>;
  /** Lives on for so many minutes, clock by clock. */
  livesFor(minutes: number): Promise<void>;
  /** The file of that number, once it is there. */
  findsFile(caseNumber: string): Promise<CaseFile>;
  /** Lives on until nine in the morning of a day: every clock that falls due on the way rings. */
  lives(until: string): Promise<void>;
  today(): Promise<string>;
  /** Every case of this town keeps the invariants. */
  isSound(): Promise<void>;
  /** Sets a dated value of policy, in force and known from today, for the township or another division. */
  sets<K extends PolicyKey>(key: K, value: PolicyKeys[K], division?: string): Promise<void>;
  /** The relay alone, for tests in which another one takes over. */
  stopRelay(): Promise<void>;
  startRelay(change?: Pick<TestRelayOptions, 'logTo' | 'documents'>): void;
  /** Every table must be what the journals say, but where the test altered one by hand. */
  close(how?: { readonly altered: true }): Promise<void>;
}

/** `logTo`: where API and relay write their logs, all of them. */
export async function openTown(
  place: Place = 'dangyang',
  { logTo }: Pick<TestRelayOptions, 'logTo'> = {},
): Promise<Town> {
  const people = officialsOf(place);
  const county = await startCounty({ begins: new Date(`${firstDay}T09:00:00+08:00`) });
  const payOffice = await openPayOffice(county.db, county.cases);
  const window = await openWindow(county, { runs: payOffice.runs }, logTo ? { logTo, logLevel: 'debug' } : {});
  await window.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = window.app.server.address() as AddressInfo;
  const platform = await startCheckPlatform({
    port: 0,
    secret: requestSecret,
    callbackUrl: `http://127.0.0.1:${port}${checkCallbackPath}`,
    callbackSecret,
    retry: { attempts: 3, firstMs: 20 },
  });
  const bank = await startBank({ dir: payOffice.root, pollMs: 30 });
  const instantBank = await startInstantBank({ dir: payOffice.root, port: 0, secret: requestSecret, slowMs: 500 });
  const messages = await startMessageGateway({
    port: 0,
    secret: requestSecret,
    callbackUrl: `http://127.0.0.1:${port}${messageCallbackPath}`,
    callbackSecret: messageCallbackSecret,
    slowMs: 500,
    retry: { attempts: 3, firstMs: 20 },
  });
  const registers = await startRegisters({
    port: 0,
    callbackUrl: `http://127.0.0.1:${port}${registerCallbackPath}`,
    callbackSecret: registerSecret,
    retry: { attempts: 3, firstMs: 20 },
  });
  let stopRelay = async () => {};
  function startTownRelay(change: Pick<TestRelayOptions, 'logTo' | 'documents'> = {}): void {
    const urls = { checkPlatform: platform.url, messages: messages.url, instantBank: instantBank.url };
    const log = logTo ? { logTo } : {};
    stopRelay = startTestRelay({
      ...county.deps,
      pool: county.db.worker,
      documents: window.documents,
      urls,
      ...log,
      ...change,
    });
  }
  startTownRelay();
  const files: CaseFile[] = [];

  const town: Town = {
    county,
    window,
    people,
    confirmer: place === 'xiangzhou' ? people.confirmer : people.officer,
    platform,
    messages,
    registers,
    bank,
    payOffice,
    instantBank,
    stopRelay: () => stopRelay(),
    startRelay: startTownRelay,

    async apply(household = seedHousehold(), clerk = people.clerk) {
      const answer = await window.post(clerk, '/v1/applications', { ...household, township: clerk.division });
      expect(answer.statusCode, answer.body).toBe(201);
      const file = caseFile(town, answer.json());
      files.push(file);
      await file.waitsFor('accept');
      return file;
    },

    async reports(report = fireAtNight(), by = people.clerk) {
      const answer = await window.post(by, '/v1/emergencies', report);
      expect(answer.statusCode, answer.body).toBe(201);
      const file = caseFile(town, answer.json());
      files.push(file);
      await file.waitsFor('answerReport');
      return file;
    },

    async opensFund(amountFen) {
      const year = Number((await town.today()).slice(0, 4));
      const other = amountFen === undefined ? {} : { amountFen, reason: '测试' };
      const opening = { township: people.clerk.division, year, ...other };
      const answer = await window.post(people.finance1, '/v1/standby-funds', opening);
      expect(answer.statusCode, answer.body).toBe(201);
    },

    async livesFor(minutes) {
      await county.clock.advance(new Date((await county.clock.now()) + minutes * 60_000));
      await town.isSound();
    },

    async findsFile(caseNumber) {
      const found = await eventually(
        `the file ${caseNumber}`,
        async () => (await window.get(people.clerk, `/v1/cases?caseNumber=${caseNumber}`)).json().items?.[0],
      );
      const file = caseFile(town, found);
      files.push(file);
      return file;
    },

    async lives(until) {
      const answer = await window.post(people.clerk, '/v1/test-clock/advance', { to: until });
      expect(answer.statusCode, answer.body).toBe(200);
      await town.isSound();
    },

    async isSound() {
      for (const { caseId } of files) await expectSound(county, caseId);
    },

    today: async () => (await window.get(people.clerk, '/v1/test-clock')).json().today,

    async sets(key, value, division = people.clerk.division) {
      const today = await town.today();
      const dated = { division: division as DivisionCode, effectiveFrom: today, knownFrom: today };
      await inTransaction(county.db.worker, (tx) => addPolicyValue(tx, aValue(key, value, dated)));
    },

    async close(how) {
      await stopRelay();
      if (!how?.altered) {
        const { differing, broken } = await rebuild(county.db.owner, { check: true });
        expect({ differing, broken }, 'what rebuilding would change').toEqual({ differing: [], broken: [] });
        const { breaches } = await inTransaction(county.db.worker, (tx) => verifyAll(tx));
        expect(breaches, 'what verification finds').toEqual([]);
      }
      await Promise.all([platform.stop(), messages.stop(), registers.stop(), bank.stop(), instantBank.stop()]);
      await window.close();
      await payOffice.stop();
      await county.stop();
    },
  };
  return town;
}
