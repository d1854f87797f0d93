import { runScript, type ScriptProcess } from '../../support/childProcess.ts';
import type { TestDatabase } from '../../support/database.ts';
import { settingsOf } from '../../support/settings.ts';
import type { PayOffice } from './payOffice.ts';

/** The worker as it runs in a county, in a process of its own that a test can kill, doing the office's work. */
export async function startWorkerProcess(db: TestDatabase, office: PayOffice): Promise<ScriptProcess> {
  const worker = runScript('src/worker.ts', settingsOf(db, { ...office, directory: office.root }));
  await worker.printed('worker ready');
  return worker;
}
