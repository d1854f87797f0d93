import type { PlainDate } from './calendar.ts';
import type { DivisionCode } from './case/ids.ts';
import { type PolicyBook, policyOn } from './policy.ts';
import { type PolicyKey, policyKeys } from './policyKeys.ts';

/** Values that only a place needs which has chosen to work by them. */
const onlyWhere: { readonly [K in PolicyKey]?: { readonly key: PolicyKey; readonly is: string } } = {
  'dibao.tiers': { key: 'dibao.amountMode', is: 'tier' },
  'grace.steps': { key: 'grace.amountRule', is: 'stepped' },
};

/**
 * What nobody has set, of all that a case of this place may ask for. A place where something is missing cannot take an
 * application: the case would come to a stand in the middle of its procedure.
 */
export function missingPolicy(book: PolicyBook, division: DivisionCode, on: PlainDate): readonly PolicyKey[] {
  const found = (key: PolicyKey) => policyOn(book, key, division, on, on);
  return (Object.keys(policyKeys) as PolicyKey[]).filter((key) => {
    const condition = onlyWhere[key];
    const chosen = condition && found(condition.key);
    const needed = chosen === undefined || (chosen.ok && chosen.value.value === condition?.is);
    return needed && !found(key).ok;
  });
}
