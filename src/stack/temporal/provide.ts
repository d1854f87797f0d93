import { Connection } from '@temporalio/client';
import { StackFailure } from '../failure.ts';
import { provideTemporal } from './binary.ts';
import { type DevServer, startDevServer } from './devServer.ts';

/** A Temporal server, ours or somebody's. */
export interface TemporalServer {
  readonly address: string;
  readonly ours: DevServer | undefined;
  readonly describe: string;
}

/** TEMPORAL_ADDRESS where it is set; otherwise the development server, kept in a file. */
export async function provideTemporalServer(
  options: { port: number; uiPort: number; logFile: string; dbFile: string },
  say: (line: string) => void,
): Promise<TemporalServer> {
  const given = process.env.TEMPORAL_ADDRESS;
  if (given) {
    await reach(given);
    return { address: given, ours: undefined, describe: `${given} (TEMPORAL_ADDRESS)` };
  }
  const ours = await startDevServer({ ...options, program: await provideTemporal(say) });
  return { address: ours.address, ours, describe: `development server, port ${options.port}` };
}

async function reach(address: string): Promise<void> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: '5s' });
    await connection.close();
  } catch {
    throw new StackFailure(
      `Temporal at ${address} does not answer. 无法连接 Temporal。`,
      'Start it or correct TEMPORAL_ADDRESS; without TEMPORAL_ADDRESS, Doudi brings its own. 请启动它或更正 TEMPORAL_ADDRESS；不设则自带。',
    );
  }
}

/** True once a worker asks this task queue for work. */
export async function workerPolls(address: string, namespace: string, taskQueue: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '5s' });
  try {
    const answer = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: 1,
    });
    return (answer.pollers ?? []).length > 0;
  } finally {
    await connection.close();
  }
}
