import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { registerCallbackPath } from '../../src/contracts/registers.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { businessDateOf } from '../../src/domain/calendar.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { httpInstantBank } from '../../src/gateways/instantBank.ts';
import { recallTransfer, type TransferDeps, transferNow } from '../../src/relay/instantTransfers.ts';
import { startRelay } from '../../src/relay/relay.ts';
import { startBank } from '../../src/simulators/bank.ts';
import { startInstantBank } from '../../src/simulators/instantBank.ts';
import { startRegisters } from '../../src/simulators/registers.ts';
import { runWorker } from '../kernel/support/workers.ts';
import { openPayOffice } from '../payments/support/payOffice.ts';
import { openWindow, registerSecret } from '../support/api.ts';
import type { ScriptProcess } from '../support/childProcess.ts';
import { startCounty } from '../support/county.ts';
import { allTaken } from '../support/effects.ts';
import { footprintOf } from '../support/footprint.ts';
import { startIsolatedPostgres } from '../support/postgres.ts';
import { requestSecret } from '../support/relay.ts';
import { startIsolatedTemporal } from '../support/temporal.ts';
import { testHashKey, testKeys } from '../support/worker.ts';
import { patiently } from './patiently.ts';

export type World = Awaited<ReturnType<typeof openWorld>>;

/**
 * The whole stack of a simulation: a PostgreSQL and a Temporal of its own, two workers as processes, API, relay, pay
 * office, the bank, its instant channel and the registers over their protocols. What may be killed can be killed while everything runs.
 */
export async function openWorld() {
  const [temporal, postgres] = await Promise.all([startIsolatedTemporal(), startIsolatedPostgres()]);
  const { address } = temporal;
  const county = await startCounty({ worker: false, address, superuserUrl: postgres.superuserUrl });
  const workers: ScriptProcess[] = [];
  const startWorker = async () => {
    const worker = runWorker(county, undefined, address);
    await worker.printed('worker ready');
    workers.push(worker);
  };
  await Promise.all([startWorker(), startWorker()]);
  const office = await openPayOffice(county.db, county.cases, { address });
  const bank = await startBank({ dir: office.root, pollMs: 30 });
  const window = await openWindow(county, { runs: office.runs });
  await window.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = window.app.server.address() as AddressInfo;
  const instantBank = await startInstantBank({ dir: office.root, port: 0, secret: requestSecret, slowMs: 400 });
  const registers = await startRegisters({
    port: 0,
    callbackUrl: `http://127.0.0.1:${port}${registerCallbackPath}`,
    callbackSecret: registerSecret,
    retry: { attempts: 10, firstMs: 50 },
  });
  const deps = { ...county.deps, pool: county.db.worker };
  const transfers: TransferDeps = {
    ...deps,
    cipher: fieldCipher(testKeys, testHashKey),
    instantBank: httpInstantBank({ url: instantBank.url, secret: requestSecret, timeoutMs: 300 }),
  };
  const relay = startRelay({
    ...deps,
    effects: {
      ...allTaken,
      transferNow: (effect) => transferNow(transfers, effect),
      recallTransfer: (effect) => recallTransfer(transfers, effect),
    },
    log: pino({ level: 'silent' }),
    patience: { start: 1, command: 3, fact: 3, clock: 5, policy: 1 },
  });

  const rows = <T>(sql: string, values: unknown[] = []) =>
    patiently(() =>
      inTransaction(county.db.worker, async (tx) => {
        await tx.query(`set local statement_timeout = '60s'`); // questions about everything that ever happened
        return (await tx.query(sql, values)).rows as T[];
      }),
    );

  return {
    county,
    window,
    office,
    registers,
    instantBank,
    today: () => patiently(async () => businessDateOf(await county.clock.now())),
    rows,

    /** The process we are in is API, relay and all the people. */
    footprint: () =>
      footprintOf(
        [
          ...workers.map(({ pid }, nth) => [`worker ${nth + 1}`, pid] as const),
          ['API, relay, people', process.pid],
          ['PostgreSQL', postgres.group()],
          ['Temporal', temporal.group()],
        ],
        temporal.directory,
        rows,
      ),

    async killWorker() {
      await workers.shift()?.kill();
      await startWorker();
    },
    async restartPostgres() {
      await postgres.kill();
      await postgres.start();
    },
    async restartTemporal() {
      await temporal.kill();
      await temporal.start();
    },

    async close() {
      await relay.stop();
      await Promise.all(workers.map((worker) => worker.kill()));
      await Promise.all([bank.stop(), registers.stop(), instantBank.stop()]);
      await window.close();
      await office.stop();
      await county.stop();
      await temporal.dispose();
      await postgres.dispose();
    },
  };
}
