import type { DecideDeps } from '../commands/decideTask.ts';
import type { Cipher } from '../db/sealed.ts';
import type { PolicySource } from '../policy/source.ts';
import type { VerifyToken } from './auth/token.ts';

/** Everything the API uses and does not make itself; put together by hand in server.ts, and by tests. */
export interface ApiDeps extends DecideDeps {
  /** `pool` connects as doudi_api: what a request sees is what row-level security lets it see. */
  readonly cipher: Cipher;
  readonly policy: PolicySource;
  readonly verifyToken: VerifyToken;
  readonly documents: DocumentStore;
  /** The secret the check platform signs its callbacks with. */
  readonly callbackSecret: string;
  /** Absent in production: business time cannot be moved there. */
  readonly testClock?: TestClock;
}

/** Where the bytes of attachments are kept. */
export interface DocumentStore {
  put(id: string, bytes: Uint8Array): Promise<void>;
  get(id: string): Promise<Uint8Array>;
}

export interface TestClock {
  /** Business time, ms since the epoch. */
  now(): Promise<number>;
  /** Steps business time forward to `to`, due instant by due instant. */
  advance(to: Date): Promise<{ readonly now: Date }>;
}

/** Settings with defaults, for tests and benches to change. */
export interface ApiOptions {
  readonly logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Requests per account and minute. */
  readonly requestsPerMinute?: number;
}
