import { z } from 'zod';
import { parsePlainDate } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import type { PolicyValue } from '../domain/policy.ts';
import type { Form, PolicyUnit } from '../domain/policyForms.ts';
import { isPolicyKey, type PolicyKey, policyKeys } from '../domain/policyKeys.ts';
import type { FileProblem } from './problems.ts';
import { checkFile } from './yamlFile.ts';

const plainDate = z.string().refine((text) => parsePlainDate(text) !== undefined);
const words = z.string().refine((text) => text.trim() !== '');
const level = z.enum(['national', 'local', 'assumed']);

/** One entry of `values:`. `set_by` and `level` are those of the file where the entry names none. */
const entrySchema = z.strictObject({
  key: words,
  value: z.unknown(),
  unit: words,
  effective_from: plainDate,
  /** The first day it no longer holds. */
  effective_to: plainDate.optional(),
  known_from: plainDate,
  ground: words,
  set_by: words.optional(),
  level: level.optional(),
  /** It holds for clocks that run already, because the document says so; by itself it holds for new ones only. */
  running_clocks: z.literal('replan').optional(),
  /** What a reader must know besides, such as an assumed year; carried on with the ground. */
  note: words.optional(),
});

const countySchema = z.strictObject({
  divisions: z.array(z.string().regex(/^\d{12}$/)).min(1),
  set_by: words,
  level,
  values: z.array(entrySchema).min(1),
});

type County = z.infer<typeof countySchema>;
type Entry = County['values'][number];

/** A value with the place it was read from. */
export interface LocatedValue {
  readonly value: PolicyValue;
  readonly file: string;
  readonly line: number;
}

/** Reads one county's file: every entry for each of its divisions, or what is wrong with it. */
export function readCountyFile(
  file: string,
  text: string,
): { readonly values: readonly LocatedValue[]; readonly problems: readonly FileProblem[] } {
  const { content, problems, lineOf } = checkFile(file, text, countySchema);
  if (content === undefined) return { values: [], problems };
  const found: FileProblem[] = [];
  const values: LocatedValue[] = [];
  content.values.forEach((entry, index) => {
    const at = (field: string) => ({ file, line: lineOf(['values', index, field]), key: entry.key });
    const read = readEntry(entry);
    if ('zh' in read) found.push({ ...at(read.field), zh: read.zh, en: read.en });
    else
      for (const division of content.divisions)
        values.push({ value: policyValue(content, entry, division, read), file, line: at('key').line });
  });
  return { values, problems: found };
}

type Wrong = { readonly field: keyof Entry; readonly zh: string; readonly en: string };
type Read = { readonly key: PolicyKey; readonly unit: PolicyUnit; readonly parsed: PolicyValue['value'] };

function readEntry({ key, value, unit, effective_from, effective_to }: Entry): Read | Wrong {
  if (!isPolicyKey(key))
    return {
      field: 'key',
      zh: `没有名为 ${key} 的政策键，请核对拼写`,
      en: `no policy key is called ${key}; check its spelling`,
    };
  const form: Form<PolicyValue['value']> = policyKeys[key].form;
  const known = form.units.find((name) => name === unit);
  if (known === undefined) {
    const units = form.units.join(', ');
    return { field: 'unit', zh: `单位 ${unit} 不适用，应为 ${units}`, en: `unit ${unit} does not fit, use ${units}` };
  }
  const parsed = form.parse(value, known);
  if (parsed === undefined)
    return { field: 'value', zh: `值有误，应为${form.expectedZh}`, en: `wrong value, expected ${form.expectedEn}` };
  if (effective_to !== undefined && effective_to <= effective_from) {
    return {
      field: 'effective_to',
      zh: `失效日期须晚于施行日期 ${effective_from}`,
      en: `effective_to must lie after effective_from ${effective_from}`,
    };
  }
  return { key, unit: known, parsed };
}

function policyValue(county: County, entry: Entry, division: string, { key, unit, parsed }: Read): PolicyValue {
  return {
    division: division as DivisionCode,
    key,
    value: parsed,
    unit,
    effectiveFrom: entry.effective_from,
    effectiveTo: entry.effective_to ?? null,
    knownFrom: entry.known_from,
    ground: entry.note === undefined ? entry.ground : `${entry.ground}（${entry.note}）`,
    setBy: entry.set_by ?? county.set_by,
    level: entry.level ?? county.level,
    ...(entry.running_clocks ? { runningClocks: entry.running_clocks } : {}),
  };
}
