import pino from 'pino';
import type { DecideDeps } from '../../src/commands/decideTask.ts';
import { httpCheckPlatform } from '../../src/gateways/checkPlatform.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { httpInstantBank, type InstantBank } from '../../src/gateways/instantBank.ts';
import { httpMessageGateway, type MessageGateway } from '../../src/gateways/messages.ts';
import { startDigests } from '../../src/relay/digests.ts';
import { effectHandlers } from '../../src/relay/effects.ts';
import { patience, startRelay } from '../../src/relay/relay.ts';
import { inLog } from '../../src/tracing/spans.ts';
import { testHashKey, testKeys } from './worker.ts';

/** What our requests to outside systems are signed with. */
export const requestSecret = 'request-secret-of-the-tests';

export interface TestRelayOptions extends DecideDeps {
  /** `pool` connects as doudi_worker. */
  readonly urls: { readonly checkPlatform: string; readonly messages: string; readonly instantBank?: string };
  /** What happens around a call to the message gateway: a test has the relay die there. */
  readonly around?: (gateway: MessageGateway) => MessageGateway;
  readonly aroundBank?: (bank: InstantBank) => InstantBank;
  /** Where log lines go. */
  readonly logTo?: { write(line: string): void };
}

/** The relay as src/relay/process.ts puts it together. Resolves with how to stop it. */
export function startTestRelay(options: TestRelayOptions): () => Promise<void> {
  const { urls, around = (gateway) => gateway, aroundBank = (bank) => bank, logTo } = options;
  const log = logTo ? pino({ level: 'debug', mixin: inLog }, logTo) : pino({ level: 'silent' });
  const outside = (url: string) => ({ url, secret: requestSecret, onFailure: (failure: object) => log.warn(failure) });
  const deps = { ...options, cipher: fieldCipher(testKeys, testHashKey), log };
  const relay = startRelay({
    ...deps,
    patience: { ...patience, policy: 1 },
    effects: effectHandlers({
      ...deps,
      checkPlatform: httpCheckPlatform(outside(urls.checkPlatform)),
      messages: around(httpMessageGateway(outside(urls.messages))),
      // Where a test names none, nobody listens.
      instantBank: aroundBank(
        httpInstantBank({ ...outside(urls.instantBank ?? 'http://127.0.0.1:9'), timeoutMs: 300 }),
      ),
    }),
  });
  const digests = startDigests({ ...deps, everyMs: 100 });
  return async () => void (await Promise.all([relay.stop(), digests.stop()]));
}
