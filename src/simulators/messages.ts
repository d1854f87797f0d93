import Fastify from 'fastify';
import {
  type MessageRequest,
  messageCallbackKeyId,
  messageRequestKeyId,
  messageRequestSchema,
  messagesPath,
} from '../contracts/messages.ts';
import { verifySignature } from '../contracts/signature.ts';
import { bytesAsBody, jsonOf } from './bytes.ts';
import { pause, type Retry } from './callbacks.ts';
import { controlRoutes } from './messages/control.ts';
import type { MessageGatewayMode } from './messages/modes.ts';
import { type Delivery, sendReceipt } from './messages/receipts.ts';

export interface MessageGatewayOptions {
  /** 0 for any free one. Listens on the loopback only. */
  readonly port: number;
  /** Of the requests to it. */
  readonly secret: string;
  /** Where receipts go, e.g. `http://127.0.0.1:7300/v1/callbacks/messages`. */
  readonly callbackUrl: string;
  readonly callbackSecret: string;
  /** From the request to its answer in mode `slow`. */
  readonly slowMs?: number;
  /** How long a receipt is offered to a callback that does not take it; the pauses double up to 5 s. */
  readonly retry?: Retry;
}

/** A message the gateway has taken. */
export interface TakenMessage {
  readonly request: MessageRequest;
  readonly gatewayMessageId: string;
  readonly mode: MessageGatewayMode;
}

/** One text that really went to a phone. */
export interface SentText {
  readonly messageId: string;
  readonly to: string;
  readonly text: string;
}

/** A text-message gateway played on a real port, over the real protocol. Everything here can be had over `/_control` too. */
export interface MessageGatewaySimulator {
  readonly url: string;
  behave(mode: MessageGatewayMode): void;
  /** Its own book: every text that went to a phone, in order; twice where it was sent twice. */
  book(): readonly SentText[];
  /** How often each of our ids was looked up. */
  lookUps(messageId: string): number;
  /** Every receipt to the callback that has ended, in the order of their ends. */
  deliveries(): readonly Delivery[];
  /** Sends the receipts that mode `late` holds back. */
  release(): void;
  stop(): Promise<void>;
}

export async function startMessageGateway(options: MessageGatewayOptions): Promise<MessageGatewaySimulator> {
  const taken = new Map<string, TakenMessage>();
  const book: SentText[] = [];
  const lookedUp: string[] = [];
  const held = new Set<string>();
  const deliveries: Delivery[] = [];
  const underway = new Set<Promise<void>>();
  const stopping = new AbortController();
  const target = { url: options.callbackUrl, keyId: messageCallbackKeyId, secret: options.callbackSecret };
  const retry = options.retry ?? { attempts: 10, firstMs: 200 };
  let mode: MessageGatewayMode = 'normal';

  const report = (of: TakenMessage) => {
    const sending = sendReceipt(of, target, retry, stopping.signal)
      .then((ended) => void deliveries.push(...ended))
      .finally(() => underway.delete(sending));
    underway.add(sending);
  };

  /** The same id is the same message, and goes to the phone once; but where the gateway forgets, it goes again. */
  const take = (request: MessageRequest): TakenMessage | 'otherContent' => {
    const before = taken.get(request.messageId);
    if (before && (before.request.text !== request.text || before.request.to !== request.to)) return 'otherContent';
    if (before && mode !== 'forgetful') return before;
    const now = { request, gatewayMessageId: `MG-${taken.size + 1}`, mode };
    taken.set(request.messageId, now);
    const { messageId, to, text } = request;
    if (mode !== 'unknownNumber' && mode !== 'switchedOff') book.push({ messageId, to, text });
    if (mode === 'late') held.add(messageId);
    else if (mode !== 'silent') report(now);
    return now;
  };

  const simulator: Omit<MessageGatewaySimulator, 'url'> = {
    behave(next) {
      mode = next;
    },
    book: () => book,
    lookUps: (messageId) => lookedUp.filter((each) => each === messageId).length,
    deliveries: () => deliveries,
    release() {
      for (const messageId of held) report(taken.get(messageId)!);
      held.clear();
    },
    async stop() {
      stopping.abort();
      await app.close();
      await Promise.all(underway);
    },
  };

  const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
  bytesAsBody(app);
  const seen = new Set<string>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(messagesPath) && mode === 'http500') return reply.code(500).send({ code: 'internal' });
  });
  app.addHook('preHandler', async (request, reply) => {
    if (!request.url.startsWith(messagesPath)) return;
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const secretOf = (keyId: string) => (keyId === messageRequestKeyId ? options.secret : undefined);
    const message = { method: request.method, path: request.url, body };
    const signed = verifySignature(message, request.headers, secretOf);
    if (!signed.ok || seen.has(signed.value.replayKey)) return reply.code(401).send({ code: 'signatureRefused' });
    seen.add(signed.value.replayKey);
  });
  app.post(messagesPath, async (request, reply) => {
    const parsed = messageRequestSchema.safeParse(jsonOf(request.body));
    if (!parsed.success || mode === 'refused') return reply.code(422).send({ code: 'messageRefused' });
    const answer = take(parsed.data);
    if (answer === 'otherContent') return reply.code(409).send({ code: 'messageIdUsed' });
    if (mode === 'slow') await pause(options.slowMs ?? 30_000, stopping.signal);
    if (mode === 'answerLost') return reply.code(502).send({ code: 'internal' });
    return reply.code(202).send({ gatewayMessageId: answer.gatewayMessageId });
  });
  app.get<{ Params: { messageId: string } }>(`${messagesPath}/:messageId`, async ({ params }, reply) => {
    lookedUp.push(params.messageId);
    const found = taken.get(params.messageId);
    if (!found) return reply.code(404).send({ code: 'unknown' });
    return reply.code(200).send({ gatewayMessageId: found.gatewayMessageId });
  });
  controlRoutes(app, simulator);
  const url = await app.listen({ host: '127.0.0.1', port: options.port });
  return { url, ...simulator };
}
