import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { Config } from '../config.ts';
import { dataConverter } from './dataConverter.ts';

/** Nobody answered where Temporal should be. */
export class TemporalAway extends Error {
  constructor(address: string, options: ErrorOptions) {
    super(`Temporal does not answer at ${address}.`, options);
    this.name = 'TemporalAway';
  }
}

/**
 * A client of the namespace in the configuration, and how to close it.
 * @throws TemporalAway
 */
export async function connectTemporal({
  temporal,
  dataKeys,
}: Pick<Config, 'temporal' | 'dataKeys'>): Promise<{ client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect(connectionOptions(temporal)).catch((cause) => {
    throw new TemporalAway(temporal.address, { cause });
  });
  const client = new Client({
    connection,
    namespace: temporal.namespace,
    dataConverter: dataConverter(dataKeys),
  });
  return { client, close: () => connection.close() };
}

/**
 * Where Temporal is and how it is spoken to, for clients and workers alike. Read once: a certificate cannot be exchanged in a
 * connection that stands, and certificate and token are renewed together, so a renewal is a restart.
 */
export function connectionOptions({ address, credentials }: Pick<Config['temporal'], 'address' | 'credentials'>): Pick<
  ConnectionOptions,
  'address'
> & {
  readonly tls?: { readonly serverRootCACertificate: Buffer; readonly clientCertPair: { crt: Buffer; key: Buffer } };
  readonly apiKey?: string;
} {
  if (!credentials) return { address };
  const { authority, certificate, key, token } = credentials;
  return {
    address,
    tls: {
      serverRootCACertificate: Buffer.from(authority),
      clientCertPair: { crt: Buffer.from(certificate), key: Buffer.from(key) },
    },
    apiKey: token,
  };
}
