import { Option } from 'commander';
import { portBaseOption, readCommandLine } from '../stack/options.ts';
import { type Lang, langs } from './words.ts';

export interface DemoOptions {
  /** Where a running stack is looked for. */
  readonly portBase: number;
  readonly lang: Lang;
  readonly story: StoryName;
}

const stories = ['family', 'fire', 'dangyang'] as const;
export type StoryName = (typeof stories)[number];

/** @returns undefined where only help was asked for. */
export function readOptions(argv: readonly string[]): DemoOptions | undefined {
  return readCommandLine<DemoOptions>(
    'npm run demo --',
    'Plays one family’s case, from application to money in its account 演示一户低保从申请到发放',
    [
      new Option('--story <which>', 'a family’s case, a fire at night, or a stranger without papers 演示哪个故事')
        .choices([...stories])
        .default('family'),
      portBaseOption('of the stack to play on 在哪个系统上演示'),
      new Option('--lang <language>', 'language of the timeline 语言').choices([...langs]).default('zh'),
    ],
    argv,
  );
}
