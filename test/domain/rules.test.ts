import { describe, expect, test } from 'vitest';
import { ok, refuse } from '../../src/domain/outcome.ts';
import { choose, type Facts, fact, forEach, rule } from '../../src/domain/rules.ts';

type Figures = Facts & { readonly figures: readonly number[] };
const info = (id: string) => ({
  id,
  title: { zh: id, en: id },
  article: 'art. 1',
  from: '2021-07-01',
  unit: 'fenPerMonth' as const,
});
const leaf = (id: string) => ({
  rule: id,
  title: { zh: id, en: id },
  article: 'art. 1',
  unit: 'fenPerMonth',
  inputs: [],
});

const sum = forEach(
  info('sum'),
  ({ figures }: Figures) => figures,
  fact(info('figure'), ({ item }: Figures & { readonly item: number }) => ok({ value: item, source: 'declared' })),
  (values: readonly number[]) => values.reduce((a, b) => a + b, 0),
);
const doubled = rule({ ...info('doubled'), to: '2030-01-01' }, { sum }, ({ sum }) => sum * 2);
const unknown = fact(info('unknown'), (_: Figures) =>
  refuse({
    code: 'policyMissing' as const,
    key: 'publicity.days' as const,
    division: '' as never,
    on: '',
    knownAt: '',
  }),
);

describe('a rule', () => {
  test('gives its value and the tree it came from, down to each figure and its source, as plain data', () => {
    const evaluated = doubled({ on: '2026-01-01', figures: [1, 2] });
    const figures = [1, 2].map((value) => ({ ...leaf('figure'), value, source: 'declared' }));
    expect(evaluated).toEqual({
      ok: true,
      value: { ...leaf('doubled'), value: 6, inputs: [{ ...leaf('sum'), value: 3, inputs: figures }] },
    });
    expect(JSON.parse(JSON.stringify(evaluated))).toEqual(evaluated);
  });

  test.each(['2021-06-30', '2030-01-01'])('asked outside its validity (%s) answers so', (on) => {
    expect(doubled({ on, figures: [] })).toEqual({
      ok: false,
      refusal: { code: 'ruleNotInForce', rule: 'doubled', on },
    });
  });

  test('that lacks a dated value passes the refusal on; a branch not chosen may lack it', () => {
    const facts = { on: '2026-01-01', figures: [1] };
    expect(rule(info('needs'), { unknown }, () => 0)(facts)).toMatchObject({
      ok: false,
      refusal: { code: 'policyMissing' },
    });
    const mode = fact(info('mode'), (_: Figures) => ok({ value: 'known' as 'known' | 'unknown', source: 'policy' }));
    expect(choose(mode, { known: doubled, unknown })(facts)).toMatchObject({
      ok: true,
      value: { value: 2, inputs: [{ rule: 'mode' }, { rule: 'sum' }] },
    });
  });
});
