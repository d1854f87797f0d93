import type { PayloadCodec } from '@temporalio/common';
import type { DecideDeps } from '../commands/decideTask.ts';
import type { RunClient } from '../commands/runClient.ts';
import type { TestClock } from '../commands/testClock.ts';
import type { CheckReport } from '../contracts/checkPlatform.ts';
import type { Cipher } from '../db/sealed.ts';
import type { Evidence } from '../domain/case/evidence.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { DocumentStore } from '../gateways/documents.ts';
import type { VerifyToken } from './auth/token.ts';

/** Everything the API uses and does not make itself; put together by hand in server.ts, and by tests. */
export interface ApiDeps extends DecideDeps {
  /** `pool` connects as doudi_api: what a request sees is what row-level security lets it see. */
  readonly cipher: Cipher;
  readonly runs: RunClient;
  readonly verifyToken: VerifyToken;
  readonly documents: DocumentStore;
  /** Opens what Temporal keeps, for its UI. */
  readonly payloads: Pick<PayloadCodec, 'decode'>;
  /** The UI's origin; without one, no page of another origin may ask. */
  readonly temporalUiOrigin?: string | undefined;
  /** The secret the check platform signs its callbacks with. */
  readonly callbackSecret: string;
  /** The secret the message gateway signs its receipts with. */
  readonly messageCallbackSecret: string;
  /** The secret other authorities' registers sign their batches with. */
  readonly registerSecret: string;
  /** Brings a report into the case's own words. */
  readonly readReport: (
    report: CheckReport,
    memberNoOf: (ref: string) => number | undefined,
  ) => Outcome<Evidence, 'memberUnknown'>;
  /** Absent in production: business time cannot be moved there. */
  readonly testClock?: TestClock;
}

/** How an API process runs; src/config.ts says what of it is set from outside, and its defaults. */
export interface ApiOptions {
  readonly logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Where log lines go, for tests; the standard output otherwise. */
  readonly logTo?: { write(line: string): void };
  /** Within which a request's headers, and the whole of it, must have come. */
  readonly slowest?: { readonly headersMs: number; readonly requestMs: number };
  /** Requests per account and minute. */
  readonly requestsPerMinute: number;
  /** Tokens of one address that are not good, in a minute, before its next strangers wait. */
  readonly refusedTokensPerMinute: number;
  /** Whose `X-Forwarded-For` is believed: addresses or networks of the gateways in front. */
  readonly trustedProxies?: readonly string[];
  /** By how much the process may lag before it says no early; never with 0. */
  readonly busyAfterMs: number;
}
