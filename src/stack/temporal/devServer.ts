import { Connection } from '@temporalio/client';
import { StackFailure } from '../failure.ts';
import { type Supervised, supervise, untilReady } from '../process/supervised.ts';

/** Search attributes, registered at start; never personal data. */
const searchAttributes = ['Programme=Keyword', 'CountyCode=Keyword'] as const;

/** A Temporal development server. Without `dbFile` it keeps everything in memory. */
export interface DevServerOptions {
  readonly program: string;
  readonly port: number;
  readonly logFile: string;
  readonly dbFile?: string;
  readonly uiPort?: number;
  /** Dynamic configuration beside our own, such as `limit.historyCount.suggestContinueAsNew=100`. */
  readonly settings?: readonly string[];
}

export interface DevServer {
  readonly address: string;
  readonly process: Supervised;
  stop(): Promise<void>;
}

/** Starts the development server and waits until its namespace answers. */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const address = `127.0.0.1:${options.port}`;
  const process = supervise({ command: options.program, args: serverArguments(options), logFile: options.logFile });
  const outcome = await untilReady(process, () => answers(address), 60_000);
  if (outcome !== 'ready') {
    const said = process.tail();
    await process.kill();
    throw new StackFailure(
      `Temporal did not start: ${said.split('\n').at(-1) ?? ''} Temporal 启动失败。`,
      `See ${options.logFile}. If its data is damaged, remove ${options.dbFile ?? 'it'} and start again: PostgreSQL is the record, and the cases go on from it. 请查看日志；其数据损坏时可删除该文件后重新启动，案件以数据库为准。`,
    );
  }
  return { address, process, stop: () => process.stop() };
}

function serverArguments({ port, uiPort, dbFile, settings = [] }: DevServerOptions): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(dbFile === undefined ? [] : ['--db-filename', dbFile]),
    // The write-ahead log makes the file-backed server 2½ times as fast (254 instead of 95 starts a second).
    ...(dbFile === undefined ? [] : ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal']),
    // Without the new matcher the priority of a task queue has no effect: urgent work came 13 s late.
    ...['matching.useNewMatcher=true', ...settings].flatMap((setting) => ['--dynamic-config-value', setting]),
    ...searchAttributes.flatMap((attribute) => ['--search-attribute', attribute]),
  ];
}

/** True once the namespace exists and knows our search attributes. */
async function answers(address: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: '1s' });
    const known = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    return searchAttributes.every((attribute) => (attribute.split('=')[0] ?? '') in (known.customAttributes ?? {}));
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
