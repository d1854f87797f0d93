import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { z } from 'zod';
import type { Language } from './language.ts';

type Fault = FastifySchemaValidationError & { readonly params: Record<string, unknown> };
type Sentence = (params: Record<string, unknown>) => readonly [zh: string, en: string];

const list = (value: unknown) => (Array.isArray(value) ? value.map(String).join(', ') : String(value));

/** The JSON types that are asked for, in a clerk's words. */
const typesInChinese: Record<string, string> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
};
const inChinese = (type: unknown) => typesInChinese[String(type)] ?? String(type);

/** What a form looks like, for those who do not know it by its name. */
const forms: Record<string, string> = { date: '2026-12-01', datetime: '2026-12-01T21:10:00+08:00' };

/** zod's issue codes in words. Never quotes what was sent: it may be a person's. */
const sentences: Record<string, Sentence> = {
  invalid_type: ({ expected }) => [`应为${inChinese(expected)}`, `must be of type ${expected}`],
  invalid_value: ({ values }) => [`只能是：${list(values)}`, `must be one of: ${list(values)}`],
  invalid_format: ({ format }) => {
    if (format === 'regex')
      return ['含有不允许的字符，或格式不正确', 'has characters that are not allowed, or is not in the right form'];
    const form = forms[String(format)];
    return form
      ? [`格式不正确，应如 ${form}`, `is not in the right form: write it like ${form}`]
      : [`格式不正确（${format}）`, `is not in the right form (${format})`];
  },
  too_small: ({ minimum }) => [`过短或过小，最少 ${minimum}`, `is too short or too small, at least ${minimum}`],
  too_big: ({ maximum }) => [`过长或过大，最多 ${maximum}`, `is too long or too large, at most ${maximum}`],
  unrecognized_keys: ({ keys }) => [`不认识的字段：${list(named(keys))}`, `has unknown fields: ${list(named(keys))}`],
  invalid_union: ({ options }) =>
    options
      ? [`只能是：${list(options)}`, `must be one of: ${list(options)}`]
      : ['与任何一种允许的形式都不符', 'fits none of the forms allowed'],
};

/** What is not there at all is said to be missing, with what is wanted in its place. */
const missing: Sentence = ({ expected, values, options }) => {
  const allowed = values ?? options;
  if (allowed) return [`缺少，请填写其一：${list(allowed)}`, `is missing: give one of ${list(allowed)}`];
  return expected
    ? [`缺少，请填写（${inChinese(expected)}）`, `is missing: give it, of type ${expected}`]
    : ['缺少，请填写', 'is missing: give it'];
};

function isMissing(sent: unknown, path: readonly PropertyKey[], keyword: string): boolean {
  if (!['invalid_type', 'invalid_value', 'invalid_union'].includes(keyword)) return false;
  const found = path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? node[key as keyof typeof node]
        : undefined,
    sent,
  );
  return found === undefined;
}

/** A field’s name is repeated where it is one; a person’s, or a number, has come there by mistake and goes no further. */
function named(keys: unknown): string[] {
  return [keys].flat().map((key) => (/^[A-Za-z][A-Za-z_-]{0,39}$/.test(String(key)) ? String(key) : '…'));
}

/** A rule that a contract adds of its own says its fault itself, the English first: `is more than was spent 不得大于已支出`. */
function inOwnWords(fault: string): readonly [zh: string, en: string] {
  const [, en, zh] = /^([^\p{Script=Han}]+) (\p{Script=Han}.*)$/u.exec(fault) ?? [];
  return [zh ?? '填写内容不符合要求', en ?? 'is not valid'];
}

/** The faults of what was sent in the caller's language, each with a JSON pointer. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], sent: unknown, language: Language) {
  return issues.map(({ code, path, message, ...params }) => {
    const sentence = isMissing(sent, path, code) ? missing : sentences[code];
    const [zh, en] = sentence?.(params) ?? inOwnWords(code === 'custom' ? message : '');
    return { at: `/${path.join('/')}`, message: language === 'zh' ? zh : en };
  });
}

/** The same for what Fastify had the schemas judge. */
export function describeFaults(faults: readonly FastifySchemaValidationError[], sent: unknown, language: Language) {
  const issues = (faults as readonly Fault[]).map(({ instancePath, keyword, params, message }) => ({
    ...params,
    code: keyword,
    path: instancePath.split('/').filter((part) => part !== ''),
    message: message ?? '',
  }));
  return describeIssues(issues as unknown as z.core.$ZodIssue[], sent, language);
}
