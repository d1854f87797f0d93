import { randomUUID } from 'node:crypto';
import { terminalSteps } from '../../src/stack/steps.ts';
import { onOwnStack, played, tokenOf } from './stack.ts';

/**
 * Measures whether somebody of another county can tell a case that there is from one that there is not by how long the
 * answer takes: pairs of requests, one of each, in an order of the dice. Read docs/proof.md for what it said.
 *
 *     npx tsx test/fuzz/foreignOrMissing.ts
 */
const pairs = 3_000;
const parts = ['', '/timeline', '/declaration', '/documents'];

const steps = terminalSteps();
await onOwnStack(steps, async (where) => {
  await played(where, 'family');
  const ask = (token: string, path: string) =>
    fetch(where.api + path, { headers: { authorization: `Bearer ${token}` } });
  const own = await tokenOf(where, 'dangyang.clerk');
  const { items } = (await (await ask(own, '/v1/cases')).json()) as { items: { caseId: string }[] };
  const stranger = await tokenOf(where, 'xiangzhou.clerk');

  const timed = async (path: string) => {
    const began = performance.now();
    const answer = await ask(stranger, path);
    await answer.arrayBuffer();
    if (answer.status !== 404) throw new Error(`${path} was answered ${answer.status}`);
    return performance.now() - began;
  };
  for (const part of parts) {
    const foreign: number[] = [];
    const missing: number[] = [];
    for (let nth = -100; nth < pairs; nth++) {
      const both = [
        { of: foreign, id: items[0]!.caseId },
        { of: missing, id: randomUUID() },
      ];
      if (Math.random() < 0.5) both.reverse();
      for (const { of, id } of both) {
        const took = await timed(`/v1/cases/${id}${part}`);
        if (nth >= 0) of.push(took);
      }
    }
    const slower = foreign.filter((took, nth) => took > missing[nth]!).length / pairs;
    const [f, m] = [foreign, missing].map((times) => times.toSorted((a, b) => a - b)[pairs / 2]!.toFixed(3));
    steps.say(
      `  GET /v1/cases/:caseId${part}: foreign ${f} ms, missing ${m} ms; the foreign slower in ${(100 * slower).toFixed(1)} %`,
    );
  }
});
