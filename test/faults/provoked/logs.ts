import type { CaseId } from '../../../src/domain/case/ids.ts';
import type { Account } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { filesBelow } from '../../support/footprint.ts';
import type { Fault } from '../provoke.ts';
import { empty, fill, noDisks, smallDisk } from '../stack/disk.ts';
import { openStack, type Stack } from '../stack/stack.ts';

const all = ({ workers, apis, relay }: Stack) => [...workers, ...apis, relay];

function allAlive(stack: Stack): void {
  const dead = all(stack).filter(({ process }) => !process.alive());
  if (dead.length > 0) throw new Error(`died of it: ${dead.map(({ name }) => name)}`);
}

const clerk: Account = { officer: 'clerk-1', division: '420582001000', roles: ['township_clerk'] };
const photo = Buffer.from('ffd8ffe000104a46494600', 'hex');

/** A photo for the first family's file: what the API answers, and what the file shows then. */
async function attach({ counters, db }: Stack) {
  const first = await eventually('a file is opened', async () => {
    const { rows } = await db.worker.query<{ case_id: CaseId }>(
      'select case_id from case_file order by case_number limit 1',
    );
    return rows[0];
  });
  const url = `/v1/cases/${first.case_id}/documents`;
  const answer = await counters.upload(clerk, `${url}?code=207`, photo, '照片.jpg');
  return { answer, shown: (await counters.get(clerk, url)).json().items.length as number };
}

export const hurtLogs: readonly Fault[] = [
  {
    id: 'F7-logs',
    title: { zh: '日志磁盘写满', en: 'the disk is full that all processes log to' },
    lastsMs: 6_000,
    ownStack: () => openStack({ logsDisk: smallDisk('8m'), logLevel: 'debug' }),
    impossible: noDisks,
    inject: ({ logsDir }) => fill(logsDir),
    async recover(stack) {
      allAlive(stack);
      await empty(stack.logsDir);
    },
    async afterwards(stack) {
      const printed = stack.printed().length;
      await eventually('they log again', () => stack.printed().length > printed);
      allAlive(stack);
    },
  },
  {
    id: 'F7-pipe',
    title: { zh: '日志无人读取', en: 'whoever reads their logs has gone' },
    lastsMs: 6_000,
    ownStack: () => openStack({ logLevel: 'debug' }),
    async inject(stack) {
      for (const { process } of all(stack)) process.deafen();
    },
    recover: async (stack) => allAlive(stack),
  },
  {
    id: 'F7-documents',
    title: { zh: '附件磁盘写满', en: 'the disk for attachments is full' },
    ownStack: () => openStack({ documentsDisk: smallDisk('8m') }),
    impossible: noDisks,
    async inject(stack) {
      await fill(stack.documentsDir);
      const { answer, shown } = await attach(stack);
      if (answer.json().code !== 'storageFull' || shown > 0) throw new Error(`an upload was answered ${answer.body}`);
      const left = filesBelow(stack.documentsDir).filter((file) => !file.endsWith('ballast'));
      if (left.length > 0) throw new Error(`half of it was kept: ${left}`);
    },
    async recover(stack) {
      await empty(stack.documentsDir);
      const { answer, shown } = await attach(stack);
      if (answer.statusCode !== 201 || shown !== 1) throw new Error(`with room again: ${answer.body}`);
    },
  },
];
