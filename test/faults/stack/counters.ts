import { randomUUID } from 'node:crypto';
import type { CaseId } from '../../../src/domain/case/ids.ts';
import type { Counter, CounterAnswer } from '../../simulation/officers.ts';
import { type Account, tokenOf } from '../../support/api.ts';

/** A command that was sent, under its key; each sending again is noted with it. */
export interface Sent {
  readonly account: Account;
  readonly url: string;
  readonly key: string;
  readonly payload: object;
  readonly answers: Noted[];
}

interface Noted {
  readonly status: number;
  readonly code?: string;
  /** Of a decision that was accepted. */
  readonly commandId?: string;
  /** Of an application that was taken in. */
  readonly caseId?: CaseId;
}

/** Counters of several offices: each request goes to the next process of the API, over the network. */
export interface Counters extends Counter {
  readonly sent: ReadonlyMap<string, Sent>;
  /** Resolves when so many commands have been sent from now on. */
  after(commands: number): Promise<void>;
  /** Sets what has one value, such as a roster. */
  put(account: Account, url: string, payload: object): Promise<CounterAnswer>;
  /** Sends again, under the same key, what was sent before. */
  again(sent: Sent): Promise<CounterAnswer>;
  /** Sends another body under a key that was used. */
  otherwise(sent: Sent, payload: object): Promise<CounterAnswer>;
  /** From now on every command goes out so many times at once, under its one key. */
  sendEach(times: number): void;
}

/** What the network says instead of an answer, in the API's own word for it: not now. */
const away: CounterAnswer = { statusCode: 503, body: '', json: () => ({ code: 'unreachable' }) };

export function openCounters(ports: readonly number[], issuer: string): Counters {
  const sent = new Map<string, Sent>();
  const tokens = new Map<string, Promise<string>>();
  const waiting: { left: number; arrived: () => void }[] = [];
  let turn = 0;
  let times = 1;

  const tokenFor = (account: Account) => {
    const who = JSON.stringify(account);
    const token = tokens.get(who) ?? tokenOf(account, { iss: issuer }, '8h');
    tokens.set(who, token);
    return token;
  };

  async function ask(account: Account, url: string, init: RequestInit = {}): Promise<CounterAnswer> {
    const port = ports[turn++ % ports.length];
    try {
      const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
        ...init,
        headers: { authorization: `Bearer ${await tokenFor(account)}`, 'accept-language': 'en', ...init.headers },
        signal: AbortSignal.timeout(20_000),
      });
      const body = await answer.text();
      if (answer.status === 429) return away;
      return { statusCode: answer.status, body, json: () => JSON.parse(body) };
    } catch {
      return away;
    }
  }

  const command = ({ account, url, key }: Pick<Sent, 'account' | 'url' | 'key'>, payload: object, method = 'POST') =>
    ask(account, url, {
      method,
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(payload),
    });

  async function send(sent: Sent): Promise<CounterAnswer> {
    for (const each of waiting) if (--each.left <= 0) each.arrived();
    const [answer] = (await Promise.all(Array.from({ length: times }, () => note(sent)))) as [CounterAnswer];
    return answer;
  }

  async function note(sent: Sent): Promise<CounterAnswer> {
    const answer = await command(sent, sent.payload);
    const { code, receipt, caseId } = answer.body.startsWith('{') ? answer.json() : {};
    sent.answers.push({
      status: answer.statusCode,
      ...(code ? { code } : {}),
      ...(receipt ? { commandId: receipt.commandId } : {}),
      ...(answer.statusCode === 201 && caseId ? { caseId } : {}),
    });
    return answer;
  }

  return {
    sent,
    get: (account, url) => ask(account, url),
    post(account, url, payload = {}, headers = {}) {
      const key = headers['idempotency-key'] ?? randomUUID();
      const known = sent.get(key) ?? { account, url, key, payload, answers: [] };
      sent.set(key, known);
      return send(known);
    },
    upload(account, url, bytes, name) {
      const body = new FormData();
      body.append('file', new Blob([new Uint8Array(bytes)]), name);
      return ask(account, url, { method: 'POST', headers: { 'idempotency-key': randomUUID() }, body });
    },
    put: (account, url, payload) => command({ account, url, key: randomUUID() }, payload, 'PUT'),
    again: note,
    otherwise: command,
    sendEach(next) {
      times = next;
    },
    after: (commands) => new Promise((arrived) => void waiting.push({ left: commands, arrived })),
  };
}
