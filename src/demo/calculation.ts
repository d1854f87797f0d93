import type { z } from 'zod';
import type { explanationSchema } from '../contracts/http/cases.ts';
import type { Explanation } from '../domain/rules.ts';
import { monthly, type Text, t } from './words.ts';

export type Calculation = z.output<typeof explanationSchema>;

/** The rules of the explanation that the family would ask for, in the order in which one reckons. */
const told = ['standard', 'members', 'assistedNeed', 'income', 'amount', 'topup', 'granted'].map(
  (name) => `dibao.${name}`,
);

export function calculationLines({ explanation, policyUsed }: Calculation): Text[] {
  const all = nodes(explanation as unknown as Explanation);
  const lines = told.flatMap((rule) => {
    const node = all.find((each) => each.rule === rule || each.rule.startsWith(`${rule}.`));
    if (!node) return [];
    const value = valueInWords(node);
    return [t(`${node.title.zh} ${value.zh}`, `${node.title.en}: ${value.en}`)];
  });
  const ground = policyUsed.find(({ key }) => String(key).startsWith('dibao.standard'))?.ground;
  return [...lines, t(`标准依据：${ground}`, `Ground of the standard: ${ground}`)];
}

/** The value first, then what it was made of. */
function nodes(explanation: Explanation): Explanation[] {
  return [explanation, ...explanation.inputs.flatMap(nodes)];
}

function valueInWords({ unit, value }: Explanation): Text {
  if (unit === 'persons') return t(`${value} 人`, `${value} persons`);
  return monthly(unit === 'components' ? Object.values(value as object).reduce((a, b) => a + b, 0) : Number(value));
}
