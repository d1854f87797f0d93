import { Client, Connection } from '@temporalio/client';
import type { Config } from '../config.ts';

/** A client of the namespace in the configuration, and how to close it. */
export async function connectTemporal({
  temporal,
}: Pick<Config, 'temporal'>): Promise<{ client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect({ address: temporal.address });
  return { client: new Client({ connection, namespace: temporal.namespace }), close: () => connection.close() };
}
