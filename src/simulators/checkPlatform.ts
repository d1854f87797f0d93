import Fastify from 'fastify';
import {
  type CheckRequest,
  type CheckSource,
  checkCallbackKeyId,
  checkPath,
  checkRequestKeyId,
  checkRequestSchema,
} from '../contracts/checkPlatform.ts';
import { verifySignature } from '../contracts/signature.ts';
import { bytesAsBody, jsonOf } from './bytes.ts';
import { pause } from './callbacks.ts';
import { controlRoutes } from './checkPlatform/control.ts';
import type { CheckPlatformMode } from './checkPlatform/modes.ts';
import { type RegisteredItem, registry, shortHash } from './checkPlatform/registry.ts';
import { type Delivery, send } from './checkPlatform/reporting.ts';

export interface CheckPlatformOptions {
  /** 0 for any free one. Listens on the loopback only. */
  readonly port: number;
  /** Of the requests to it. */
  readonly secret: string;
  /** Where reports go, e.g. `http://127.0.0.1:7300/v1/callbacks/check-platform`. */
  readonly callbackUrl: string;
  readonly callbackSecret: string;
  /** From the 202 to the report. */
  readonly delayMs?: number;
  /** From the request to the 202 in mode `slow`. */
  readonly slowMs?: number;
  /** How long a report is offered to a callback that does not take it; the pauses double up to 5 s. */
  readonly retry?: { readonly attempts: number; readonly firstMs: number };
}

/** A request the platform has taken. */
export interface TakenRequest {
  readonly request: CheckRequest;
  readonly platformRequestId: string;
  readonly mode: CheckPlatformMode;
}

/** The check platform played on a real port, over the real protocol. Everything here can be had over `/_control` too. */
export interface CheckPlatformSimulator {
  readonly url: string;
  behave(mode: CheckPlatformMode): void;
  /** What the registers know of a person, in place of what they knew. */
  setRecords(idNumber: string, items: readonly RegisteredItem[]): void;
  setSource(source: CheckSource, status: 'ok' | 'unavailable'): void;
  requests(): readonly TakenRequest[];
  /** Every message to the callback that has ended, in the order of their ends. */
  deliveries(): readonly Delivery[];
  /** Sends the report of a request again, in the way of the mode now set. False for a request never taken. */
  resend(requestId: string): boolean;
  /** Sends what mode `late` holds back. */
  release(): void;
  stop(): Promise<void>;
}

export async function startCheckPlatform(options: CheckPlatformOptions): Promise<CheckPlatformSimulator> {
  const registers = registry();
  const taken = new Map<string, TakenRequest>();
  const held = new Set<string>();
  const deliveries: Delivery[] = [];
  const underway = new Set<Promise<void>>();
  const stopping = new AbortController();
  const target = { url: options.callbackUrl, keyId: checkCallbackKeyId, secret: options.callbackSecret };
  const retry = options.retry ?? { attempts: 10, firstMs: 200 };
  let mode: CheckPlatformMode = 'normal';

  const report = (of: TakenRequest) => {
    const sending = pause(options.delayMs ?? 0, stopping.signal)
      .then(() => {
        if (stopping.signal.aborted) return [];
        return send(registers.report(of.request, of.platformRequestId), of, target, retry, stopping.signal);
      })
      .then((ended) => void deliveries.push(...ended))
      .finally(() => underway.delete(sending));
    underway.add(sending);
  };

  /** 202 for a request and for its repetition; a repetition is reported again only where the report was kept back. */
  const take = (request: CheckRequest): TakenRequest | 'otherContent' => {
    const before = taken.get(request.requestId);
    if (before && JSON.stringify(before.request.members) !== JSON.stringify(request.members)) return 'otherContent';
    if (before && before.mode !== 'silent') return before;
    const now = { request, platformRequestId: `CP-${shortHash(request.requestId)}`, mode };
    taken.set(request.requestId, now);
    if (mode === 'late') held.add(request.requestId);
    else if (mode !== 'silent') report(now);
    return now;
  };

  const simulator: Omit<CheckPlatformSimulator, 'url'> = {
    behave(next) {
      mode = next;
    },
    setRecords: (idNumber, items) => registers.declare(idNumber, items),
    setSource: (source, status) => registers.setSource(source, status),
    requests: () => [...taken.values()],
    deliveries: () => deliveries,
    resend(requestId) {
      const found = taken.get(requestId);
      if (found) report({ ...found, mode });
      return found !== undefined;
    },
    release() {
      for (const requestId of held) report(taken.get(requestId) as TakenRequest);
      held.clear();
    },
    async stop() {
      stopping.abort();
      await app.close();
      await Promise.all(underway);
    },
  };

  const app = Fastify({ forceCloseConnections: true });
  bytesAsBody(app);
  const seen = new Set<string>();
  app.post(checkPath, async (request, reply) => {
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const secretOf = (keyId: string) => (keyId === checkRequestKeyId ? options.secret : undefined);
    const signed = verifySignature({ method: 'POST', path: request.url, body }, request.headers, secretOf);
    if (!signed.ok || seen.has(signed.value.replayKey)) return reply.code(401).send({ code: 'signatureRefused' });
    seen.add(signed.value.replayKey);
    if (mode === 'http500') return reply.code(500).send({ code: 'internal' });
    const parsed = checkRequestSchema.safeParse(jsonOf(body));
    if (!parsed.success || mode === 'rejected') return reply.code(422).send({ code: 'requestRefused' });
    if (mode === 'slow') await pause(options.slowMs ?? 30_000, stopping.signal);
    const answer = take(parsed.data);
    if (answer === 'otherContent') return reply.code(409).send({ code: 'requestIdUsed' });
    return reply.code(202).send({ platformRequestId: answer.platformRequestId });
  });
  controlRoutes(app, simulator, registers);
  const url = await app.listen({ host: '127.0.0.1', port: options.port });
  return { url, ...simulator };
}
