import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { z } from 'zod';
import type { Language } from './language.ts';

type Fault = FastifySchemaValidationError & { readonly params: Record<string, unknown> };
type Sentence = (params: Record<string, unknown>) => readonly [zh: string, en: string];

const list = (value: unknown) => (Array.isArray(value) ? value.map(String).join(', ') : String(value));

/** zod's issue codes in words. Never quotes what was sent: it may be a person's. */
const sentences: Record<string, Sentence> = {
  invalid_type: ({ expected }) => [`类型应为 ${expected}`, `must be of type ${expected}`],
  invalid_value: ({ values }) => [`只能是：${list(values)}`, `must be one of: ${list(values)}`],
  invalid_format: ({ format }) =>
    format === 'regex'
      ? ['含有不允许的字符，或格式不正确', 'has characters that are not allowed, or is not in the right form']
      : [`格式不正确（${format}）`, `is not in the right form (${format})`],
  too_small: ({ minimum }) => [`过短或过小，最少 ${minimum}`, `is too short or too small, at least ${minimum}`],
  too_big: ({ maximum }) => [`过长或过大，最多 ${maximum}`, `is too long or too large, at most ${maximum}`],
  unrecognized_keys: ({ keys }) => [`不认识的字段：${list(named(keys))}`, `has unknown fields: ${list(named(keys))}`],
  invalid_union: ({ options }) =>
    options
      ? [`只能是：${list(options)}`, `must be one of: ${list(options)}`]
      : ['与任何一种允许的形式都不符', 'fits none of the forms allowed'],
};

/** A field’s name is repeated where it is one; a person’s, or a number, has come there by mistake and goes no further. */
function named(keys: unknown): string[] {
  return [keys].flat().map((key) => (/^[A-Za-z][A-Za-z_-]{0,39}$/.test(String(key)) ? String(key) : '…'));
}

/** A rule that a contract adds of its own says its fault itself, the English first: `is more than was spent 不得大于已支出`. */
function inOwnWords(fault: string | undefined): readonly [zh: string, en: string] {
  const [, en, zh] = /^([^\p{Script=Han}]+) (\p{Script=Han}.*)$/u.exec(fault ?? '') ?? [];
  return [zh ?? '填写内容不符合要求', en ?? 'is not valid'];
}

/** The faults of a request in the caller's language, each with a JSON pointer. */
export function describeFaults(faults: readonly FastifySchemaValidationError[], language: Language) {
  return (faults as readonly Fault[]).map(({ instancePath, keyword, params, message }) => {
    const [zh, en] =
      keyword === 'custom' ? inOwnWords(message) : (sentences[keyword]?.(params) ?? inOwnWords(undefined));
    return { at: instancePath || '/', message: language === 'zh' ? zh : en };
  });
}

/** The same for a schema that was asked by hand. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], language: Language) {
  return describeFaults(
    issues.map(({ code, path, message, ...params }) => ({
      keyword: code,
      instancePath: `/${path.join('/')}`,
      schemaPath: '',
      message,
      params,
    })),
    language,
  );
}
