import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { DemoOfficial } from '../../src/stack/demoOfficials.ts';
import { eventually } from '../support/eventually.ts';
import type { Production } from './stack.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON as it came over the wire
export type Answer = { readonly status: number; readonly body: any };

/** People at their desks: HTTP through the door, with tokens of the organisation's provider, and nothing else. */
export function deskOf({ door, identity }: Pick<Production, 'door' | 'identity'>) {
  async function once(account: DemoOfficial, path: string, init: RequestInit = {}): Promise<Answer> {
    const json = typeof init.body === 'string' ? { 'content-type': 'application/json' } : {};
    const headers = { authorization: `Bearer ${await identity.tokenOf(account)}`, ...json, ...init.headers };
    const answer = await fetch(door.url + path, { ...init, headers });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  /** What was not answered, or only with "under way", is asked again under the same key, as any client does. */
  async function patiently(account: DemoOfficial, path: string, init: RequestInit): Promise<Answer> {
    return eventually(`an answer to ${path}`, async () => {
      const answer = await once(account, path, init).catch(() => undefined);
      return answer && ![202, 429, 502, 503].includes(answer.status) && answer;
    });
  }

  const desk = {
    get: (account: DemoOfficial, path: string) => patiently(account, path, {}),
    raw: (path: string, init: RequestInit = {}) => fetch(door.url + path, init),

    tries: (account: DemoOfficial, path: string, body: object = {}, method: 'POST' | 'PUT' = 'POST') =>
      patiently(account, path, {
        method,
        body: JSON.stringify(body),
        headers: { 'idempotency-key': randomUUID() },
      }),

    async sends(account: DemoOfficial, path: string, body: object = {}, method: 'POST' | 'PUT' = 'POST') {
      const answer = await desk.tries(account, path, body, method);
      expect([200, 201], `${path}: ${JSON.stringify(answer.body)}`).toContain(answer.status);
      return answer.body;
    },

    async uploads(account: DemoOfficial, caseId: string, code: string): Promise<string> {
      const form = new FormData();
      form.append('file', new Blob([Buffer.from('ffd8ffe000104a46494600', 'hex')]), '照片.jpg');
      const headers = { 'idempotency-key': randomUUID() };
      const path = `/v1/cases/${caseId}/documents?code=${code}`;
      const answer = await once(account, path, { method: 'POST', body: form, headers });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body.documentId;
    },

    /** A case as these people see it. */
    file(caseId: string, reader: DemoOfficial) {
      const now = async () => (await desk.get(reader, `/v1/cases/${caseId}`)).body;
      const taskFor = (account: DemoOfficial, kind: string) =>
        eventually(`${kind} on the worklist of ${account.officer}`, async () => {
          const path = `/v1/tasks?standing=true&caseId=${caseId}&kind=${kind}`;
          return (await desk.get(account, path)).body.items?.[0];
        });
      return {
        caseId,
        now,
        reaches: (stage: string) =>
          eventually(`the case is in ${stage}`, async () => {
            const seen = await now();
            return seen.stage === stage && seen;
          }),
        async decides(account: DemoOfficial, kind: string, content: object) {
          const { taskId, version } = await taskFor(account, kind);
          return desk.sends(account, `/v1/tasks/${taskId}/decision`, { taskVersion: version, ...content });
        },
        clocks: async () => (await desk.get(reader, `/v1/cases/${caseId}/clocks`)).body.items,
      };
    },
  };
  return desk;
}
