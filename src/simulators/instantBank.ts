import { mkdir } from 'node:fs/promises';
import Fastify from 'fastify';
import { z } from 'zod';
import { instantRequestKeyId, instantTransferSchema, instantTransfersPath } from '../contracts/instantTransfer.ts';
import { verifySignature } from '../contracts/signature.ts';
import { bytesAsBody, jsonOf } from './bytes.ts';
import { pause } from './callbacks.ts';
import { type InstantBankMode, instantBankModes } from './instantBank/modes.ts';
import { instantTeller } from './instantBank/teller.ts';

export interface InstantBankOptions {
  /** Where the bank's book is kept: the one its payment files are booked in, too. */
  readonly dir: string;
  /** 0 for any free one. Listens on the loopback only. */
  readonly port: number;
  readonly secret: string;
  /** From the request to its answer in mode `slow`. */
  readonly slowMs?: number;
}

/** A bank's instant channel played on a real port. What it paid stands in the bank's book (readBankBook). */
export interface InstantBankSimulator {
  readonly url: string;
  behave(mode: InstantBankMode): void;
  /** Lets happen what `acceptsThen…`, `recallPending` and `underway` hold back. */
  release(): Promise<void>;
  /** How often a transfer came in. */
  submissions(transferId: string): number;
  stop(): Promise<void>;
}

const behaviour = z.object({ mode: z.enum(instantBankModes) });

export async function startInstantBank({
  dir,
  port,
  secret,
  slowMs = 30_000,
}: InstantBankOptions): Promise<InstantBankSimulator> {
  await mkdir(dir, { recursive: true });
  const teller = await instantTeller(dir);
  const stopping = new AbortController();
  const submitted: string[] = [];
  const seen = new Set<string>();
  let mode: InstantBankMode = 'normal';

  const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
  bytesAsBody(app);
  app.addHook('preHandler', async (request, reply) => {
    if (!request.url.startsWith(instantTransfersPath)) return;
    if (mode === 'http500') return reply.code(500).send({ code: 'internal' });
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const secretOf = (keyId: string) => (keyId === instantRequestKeyId ? secret : undefined);
    const signed = verifySignature({ method: request.method, path: request.url, body }, request.headers, secretOf);
    if (!signed.ok || seen.has(signed.value.replayKey)) return reply.code(401).send({ code: 'signatureRefused' });
    seen.add(signed.value.replayKey);
  });
  app.post(instantTransfersPath, async (request, reply) => {
    const parsed = instantTransferSchema.safeParse(jsonOf(request.body));
    if (!parsed.success) return reply.code(422).send({ code: 'transferRefused' });
    submitted.push(parsed.data.transferId);
    const how = mode;
    if (how === 'lost') return reply.code(504).send({ code: 'timeout' });
    if (how === 'underway') {
      teller.arriveLater(parsed.data);
      return reply.code(504).send({ code: 'timeout' });
    }
    const said = await teller.take(parsed.data, how);
    if (said === 'otherContent') return reply.code(409).send({ code: 'transferIdUsed' });
    if (how === 'slow') await pause(slowMs, stopping.signal);
    if (how === 'answerLost') return reply.code(502).send({ code: 'internal' });
    if (how === 'garbage') return reply.code(200).send('<html>');
    return said;
  });
  app.get<{ Params: { transferId: string } }>(`${instantTransfersPath}/:transferId`, ({ params }) =>
    teller.stateOf(params.transferId, mode === 'contradictory'),
  );
  app.post<{ Params: { transferId: string } }>(`${instantTransfersPath}/:transferId/recall`, ({ params }) =>
    teller.recall(params.transferId),
  );
  app.put('/_control/behaviour', async (request, reply) => {
    const wanted = behaviour.safeParse(jsonOf(request.body));
    if (!wanted.success) return reply.code(422).send({ code: 'invalid' });
    mode = wanted.data.mode;
    return reply.code(204).send();
  });
  app.post('/_control/release', async (_request, reply) => {
    await teller.release();
    return reply.code(204).send();
  });
  const url = await app.listen({ host: '127.0.0.1', port });
  return {
    url,
    behave(next) {
      mode = next;
    },
    release: () => teller.release(),
    submissions: (transferId) => submitted.filter((each) => each === transferId).length,
    async stop() {
      stopping.abort();
      await app.close();
    },
  };
}
