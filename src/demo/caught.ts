import { StackFailure } from '../stack/failure.ts';
import type { Demo } from './caseDesk.ts';
import type { Post } from './cast.ts';
import { type Text, t } from './words.ts';

/** Somebody tries what may not be; the story goes on only if it is refused, and for this reason. */
export async function caught(
  { api, tell }: Pick<Demo, 'api' | 'tell'>,
  by: Post,
  path: string,
  body: object,
  code: string,
  what: Text,
): Promise<void> {
  const sent = await api.trySend(by, path, body);
  if (sent.ok || sent.problem.code !== code)
    throw new StackFailure(
      `What must be refused with ${code} was answered otherwise${sent.ok ? '' : `: ${sent.problem.code}`}. 应被拦截的操作没有被拦截。`,
      'This is a mistake of ours: please report it with this output. 这是程序错误，请附上以上输出反馈。',
    );
  const { title, remedy } = sent.problem; // in the language that was asked for
  const details = [[t('拦截', 'Caught'), t(title)] as const, [t('办法', 'Remedy'), t(remedy)] as const];
  tell.entry({ who: by.label, what, caught: true, details });
}
