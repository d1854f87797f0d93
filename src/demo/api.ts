import { randomUUID } from 'node:crypto';
import type { Problem } from '../contracts/http/problem.ts';
import { problems } from '../contracts/problems.ts';
import { StackFailure } from '../stack/failure.ts';
import type { Post } from './cast.ts';
import type { Lang, Text } from './words.ts';

/** What came back of a command: its answer, or why it was refused. */
export type Sent<T> = { readonly ok: true; readonly body: T } | { readonly ok: false; readonly problem: Problem };

/** Doudi as a county's software sees it: HTTP with the token of a post. */
export interface Api {
  get<T>(as: Post, path: string): Promise<T>;
  /** A command that is done, whatever it takes: what is still pending is sent again under the same key. */
  send<T>(as: Post, path: string, body?: object): Promise<T>;
  /** Puts something in the place of what stood there. */
  put(as: Post, path: string, body: object): Promise<void>;
  /** One file, as a browser sends it; its id. */
  upload(as: Post, path: string, bytes: Uint8Array, name: string): Promise<string>;
  /** A command that may be refused. */
  trySend<T>(as: Post, path: string, body?: object): Promise<Sent<T>>;
}

/** How long anything may take before the demo gives up. */
export const patienceMs = 60_000;

/** @param base of the API; @param issuer of the tokens */
export function connectApi(base: string, issuer: string, secret: string, lang: Lang): Api {
  const tokens = new Map<string, Promise<string>>();

  async function ask(as: Post, path: string, init: RequestInit = {}): Promise<Response> {
    if (!tokens.has(as.id)) tokens.set(as.id, tokenFor(as));
    const headers = {
      authorization: `Bearer ${await tokens.get(as.id)}`,
      'accept-language': lang,
      ...(typeof init.body === 'string' ? { 'content-type': 'application/json' } : {}),
      ...init.headers,
    };
    return reach(`${base}${path}`, { ...init, headers });
  }

  async function tokenFor({ id }: Post): Promise<string> {
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    const answer = await reach(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token: token } = (await answer.json().catch(() => ({}))) as { access_token?: string };
    if (token) return token;
    throw new StackFailure(
      `The identity provider gives no token to ${id} (status ${answer.status}). 身份服务没有发给演示人员令牌。`,
      'The demo needs the demo officials of `npm start`: start without OIDC_ISSUER of your own. 请不设 OIDC_ISSUER 启动系统。',
    );
  }

  const trySend = async <T>(as: Post, path: string, body?: object): Promise<Sent<T>> => {
    const key = randomUUID();
    for (const giveUp = Date.now() + patienceMs; ; await pause(500)) {
      const answer = await ask(as, path, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const isPending = [202, 429, 503].includes(answer.status);
      if (isPending && Date.now() < giveUp) continue;
      if (answer.ok && !isPending) return { ok: true, body: (await answer.json()) as T };
      return { ok: false, problem: await problemOf(answer) };
    }
  };

  return {
    trySend,

    async get<T>(as: Post, path: string) {
      const answer = await ask(as, path);
      if (!answer.ok) throw unexpected(`GET ${path}`, await problemOf(answer));
      const isJson = answer.headers.get('content-type')?.includes('json');
      return (await (isJson ? answer.json() : answer.text())) as T;
    },

    async put(as, path, body) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const answer = await ask(as, path, { method: 'PUT', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw unexpected(`PUT ${path}`, await problemOf(answer));
    },

    async upload(as, path, bytes, name) {
      const form = new FormData();
      form.append('file', new Blob([bytes]), name);
      const headers = { 'idempotency-key': randomUUID() };
      const answer = await ask(as, path, { method: 'POST', headers, body: form });
      if (!answer.ok) throw unexpected(`POST ${path}`, await problemOf(answer));
      return ((await answer.json()) as { documentId: string }).documentId;
    },

    async send(as, path, body) {
      const sent = await trySend<never>(as, path, body);
      if (!sent.ok) throw unexpected(`POST ${path}`, sent.problem);
      return sent.body;
    },
  };
}

/** A request that is not answered at all has a cause its user can look into. */
export async function reach(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(patienceMs + 30_000), ...init }); // the test clock answers late
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    throw new StackFailure(
      `${new URL(url).host} does not answer any more (${cause?.code ?? message}). 系统没有应答。`,
      'See whether `npm start` still runs, then start the demo again. 请确认 npm start 仍在运行，再重新演示。',
    );
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as Partial<Problem>;
  const { code = answer.status === 202 ? 'pending' : 'internal', title = '', remedy = '', requestId = '-' } = body;
  return { type: '', status: answer.status, title, code, remedy, requestId, ...body };
}

/** A refusal the story does not tell of: something in this stack is other than the demo takes it to be. */
export function unexpected(request: string, { code, status, title, remedy, requestId, errors }: Problem): StackFailure {
  const { zh, en } = problems[code as keyof typeof problems] ?? { zh: { title, remedy }, en: { title, remedy } };
  const items = (errors ?? []).map(({ at, message }) => ` ${at}: ${message}.`).join('');
  return new StackFailure(
    `${request} was refused: ${en.title} (${status} ${code}, request ${requestId}).${items} 演示的一步被拒绝：${zh.title}。`,
    `${en.remedy} ${zh.remedy}`,
  );
}

/** Asks again until there is an answer, or says what did not come. */
export async function until<T>(what: Text, look: () => Promise<T | undefined>): Promise<T> {
  for (const giveUp = Date.now() + patienceMs; ; await pause(100)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > giveUp)
      throw new StackFailure(
        `${what.en} did not come within ${patienceMs / 1_000} s. ${patienceMs / 1_000} 秒内没有等到${what.zh}。`,
        'Look into the logs under .doudi/<port base>/logs; a simulator may have been told to be silent. 请查看 .doudi/<端口>/logs 中的日志，模拟平台可能被设为不应答。',
      );
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
