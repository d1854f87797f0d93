import { DefaultLogger, Runtime } from '@temporalio/worker';

/** One a process; a test that wants another installs it first. */
export function quietRuntime(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  } catch {
    // it is installed
  }
}
