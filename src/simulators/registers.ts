import Fastify from 'fastify';
import { maxRegisterBatchBytes, type RegisterBatch, registerKeyId } from '../contracts/registers.ts';
import { bytesAsBody } from './bytes.ts';
import { type CallbackOutcome, callbackHeaders, deliver, post, type Retry } from './callbacks.ts';
import { controlRoutes } from './registers/control.ts';
import type { RegistersMode } from './registers/modes.ts';

export interface RegistersOptions {
  /** 0 for any free one; for the control only. Listens on the loopback only. */
  readonly port: number;
  /** Where batches go, e.g. `http://127.0.0.1:7300/v1/callbacks/registers`. */
  readonly callbackUrl: string;
  readonly callbackSecret: string;
  /** How long a batch is offered to a callback that does not take it; the pauses double up to 5 s. */
  readonly retry?: Retry;
}

/** Other authorities' registers, played over the real protocol. Everything here can be had over `/_control` too. */
export interface RegistersSimulator {
  readonly url: string;
  /** Sends a batch the way the mode has it; how each sending ended. */
  send(batch: RegisterBatch, mode?: RegistersMode): Promise<readonly CallbackOutcome[]>;
  stop(): Promise<void>;
}

export async function startRegisters(options: RegistersOptions): Promise<RegistersSimulator> {
  const target = { url: options.callbackUrl, keyId: registerKeyId, secret: options.callbackSecret };
  const retry = options.retry ?? { attempts: 10, firstMs: 200 };
  const stopping = new AbortController();

  /** Faulty ones are sent once, good ones until they are taken. */
  async function send(batch: RegisterBatch, mode: RegistersMode = 'normal'): Promise<CallbackOutcome[]> {
    const body = JSON.stringify(batch);
    const once = (headers: Record<string, string>) => post(target.url, headers, body, stopping.signal);
    const good = () => deliver(target, body, retry, stopping.signal);
    switch (mode) {
      case 'normal':
        return [await good()];
      case 'twice':
        return [await good(), await good()];
      case 'replay': {
        const headers = callbackHeaders(target, body);
        return [await once(headers), await once(headers)];
      }
      case 'wrongSignature':
        return [await once(callbackHeaders({ ...target, secret: `not ${target.secret}` }, body))];
      default:
        return mode satisfies never;
    }
  }

  const app = Fastify({ forceCloseConnections: true, bodyLimit: maxRegisterBatchBytes });
  bytesAsBody(app);
  controlRoutes(app, send);
  const url = await app.listen({ host: '127.0.0.1', port: options.port });
  return {
    url,
    send,
    async stop() {
      stopping.abort();
      await app.close();
    },
  };
}
