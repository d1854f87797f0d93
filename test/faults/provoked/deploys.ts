import type { Fault } from '../provoke.ts';

export const deploys: readonly Fault[] = [
  {
    id: 'F19',
    title: {
      zh: '滚动升级：新旧工作进程并行，再回退',
      en: 'a deploy: a worker of a fresh build beside the old one, and back again',
    },
    lastsMs: 5_000,
    async inject({ workers: [, second] }) {
      await second.process.terminate();
      await second.start({ WORKFLOW_BUNDLE: '' }); // bundles its workflows itself: a build of its own
    },
    async recover({ workers: [, second] }) {
      await second.process.terminate();
      await second.start();
    },
  },
  {
    id: 'F19-orderly',
    title: { zh: '全部进程有序停止后重启', en: 'every process asked to end, and started again' },
    async inject({ workers, apis, relay }) {
      for (const each of [...workers, ...apis, relay]) {
        await each.process.terminate();
        await each.start();
      }
    },
  },
  {
    id: 'F28',
    title: { zh: '工作进程内存不足', en: 'a worker that runs out of memory' },
    lastsMs: 5_000,
    async inject({ workers: [first] }) {
      await first.kill();
      const starved = first.start({ NODE_OPTIONS: '--max-old-space-size=40' });
      await starved.catch(() => {}); // it may not even come up
    },
    async recover({ workers: [first] }) {
      await first.kill();
      await first.start();
    },
  },
];
