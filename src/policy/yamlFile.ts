import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { FileProblem } from './problems.ts';

type Path = readonly PropertyKey[];

/** A YAML (or JSON, which is YAML) file read and checked, with the line of everything in it. */
export interface CheckedFile<T> {
  readonly content: T | undefined;
  readonly problems: readonly FileProblem[];
  lineOf(path: Path): number;
}

/** What to do about a field that is missing or not as it must be. */
const remedies: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  divisions: ['写明适用的12位区划代码列表', 'list the 12-digit division codes it holds for'],
  set_by: ['写明发文机关', 'name the authority that set it'],
  level: ['写 national、local 或 assumed', 'write national, local or assumed'],
  values: ['写出至少一条值', 'give at least one value'],
  key: ['写明政策键，见 docs/glossary.md', 'name the policy key, see docs/glossary.md'],
  unit: ['写明单位', 'name the unit'],
  effective_from: ['写成 YYYY-MM-DD 的施行日期', 'write the first day it holds as YYYY-MM-DD'],
  effective_to: ['写成 YYYY-MM-DD，为失效首日', 'write the first day it no longer holds as YYYY-MM-DD'],
  known_from: ['写成 YYYY-MM-DD 的知悉日期', 'write the day it became known as YYYY-MM-DD'],
  ground: ['写明依据的文件、文号和条款', 'name the document, its number and article'],
};

/** Reads one file by a schema. Syntax errors and every mistake the schema finds come back as problems with their lines. */
export function checkFile<T>(file: string, text: string, schema: z.ZodType<T>): CheckedFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line);
  const lineOf = (path: Path): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => {
      const reason = message.split('\n')[0] ?? '';
      return {
        file,
        line: lineAt(pos[0]),
        key: 'YAML',
        zh: `文件格式有误，请改正：${reason}`,
        en: `not valid YAML, correct it: ${reason}`,
      };
    });
    return { content: undefined, problems, lineOf };
  }
  const raw: unknown = document.toJS();
  const checked = schema.safeParse(raw);
  if (checked.success) return { content: checked.data, problems: [], lineOf };
  const problems = checked.error.issues.map((issue) => ({
    file,
    line: lineOf(issue.path),
    key: keyAt(raw, issue.path),
    ...said(issue),
  }));
  return { content: undefined, problems, lineOf };
}

function said(issue: z.core.$ZodIssue): { readonly zh: string; readonly en: string } {
  if (issue.code === 'unrecognized_keys') {
    const fields = issue.keys.join(', ');
    return { zh: `多出的字段 ${fields}，请删去或改正`, en: `unknown field ${fields}, remove or correct it` };
  }
  const field = String(issue.path.findLast((step) => typeof step === 'string') ?? '');
  const [zh, en] = remedies[field] ?? ['请按格式填写', issue.message];
  return { zh: `${field} 缺失或有误，请${zh}`, en: `${field} is missing or wrong: ${en}` };
}

/** The policy key of the value an issue lies in, for whoever must find it. */
function keyAt(raw: unknown, path: Path): string {
  const [list, index] = path;
  const entry =
    list === 'values' ? (raw as { values?: { [n: number]: { key?: unknown } } }).values?.[Number(index)] : undefined;
  return typeof entry?.key === 'string' ? entry.key : path.join('.') || '(file)';
}
