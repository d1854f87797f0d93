import { Client, Connection } from '@temporalio/client';
import type { Config } from '../config.ts';
import { dataConverter } from './dataConverter.ts';

/** A client of the namespace in the configuration, and how to close it. */
export async function connectTemporal({
  temporal,
  dataKeys,
}: Pick<Config, 'temporal' | 'dataKeys'>): Promise<{ client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({
    connection,
    namespace: temporal.namespace,
    dataConverter: dataConverter(dataKeys),
  });
  return { client, close: () => connection.close() };
}
