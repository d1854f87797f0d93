import Fastify from 'fastify';
import type { Steps } from '../src/stack/steps.ts';
import { measured, paired } from './blocks.ts';
import { openOffice } from './office.ts';
import type { Measured } from './stackToMeasure.ts';

/** A case read over the API (token, row-level security, schema) beside a bare Fastify that sends the same payload. */
export async function read(stack: Measured, steps: Steps): Promise<void> {
  const office = await openOffice(stack);
  const caseId = await office.apply();
  await office.opened('township_clerk', caseId, 'accept');
  const path = `/v1/cases/${caseId}`;
  const payload = await office.read<object>('township_clerk', path);
  const app = Fastify();
  app.get('/', async () => payload);
  const bareUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const authorization = `Bearer ${await office.tokenOf('township_clerk')}`;
  const ask = async (url: string) => {
    const answer = await fetch(url, { headers: { authorization } });
    if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`);
    await answer.text();
  };
  const { ours, bare } = await paired({
    works: 200,
    atOnce: 8,
    ours: () => ask(office.url + path),
    bare: () => ask(bareUrl),
  });
  const details = `${ours.perSecond.toFixed(0)}/s beside ${bare.perSecond.toFixed(0)}/s, ${JSON.stringify(payload).length} bytes`;
  steps.say(measured('a case read, of a bare Fastify', ours.perSecond / bare.perSecond, '', '≥ 0.4', details));
  await app.close();
  await office.stop();
}
