#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addProofCommands } from './cli/proof.ts';
import { say, sayBreach, well, withPool } from './cli/tools.ts';
import { whyNot } from './cli/whyNot.ts';
import { caseClient } from './commands/caseClient.ts';
import { filesDue } from './commands/filesDue.ts';
import { previewReplanning } from './commands/replanning.ts';
import { runClient } from './commands/runClient.ts';
import { takeRegisterBatch } from './commands/takeRegisterBatch.ts';
import { connectTemporal } from './commands/temporalConnection.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { type RegisterBatch, registerBatchSchema } from './contracts/registers.ts';
import { applyToRunningClocks, valuesToApply } from './db/policy.ts';
import { createPool, inTransaction, type Pool } from './db/pool.ts';
import { parseCaseId } from './domain/case/ids.ts';
import { type KeptBy, keptByWords } from './domain/keeping/words.ts';
import { bankDirectory } from './gateways/bank/directory.ts';
import { fieldCipher } from './gateways/crypto/fieldCipher.ts';
import { policySource } from './policy/source.ts';
import { loadPolicyIntoDatabase } from './policy/store.ts';
import { projectRoot } from './stack/paths.ts';
import { endingCredentials } from './upkeep/credentials.ts';
import { addDeployCommands } from './upkeep/deployCommands.ts';
import { examine } from './upkeep/doctor.ts';
import { explain } from './upkeep/explain.ts';
import { rebuild } from './upkeep/rebuild.ts';
import { recover } from './upkeep/recover.ts';
import { rotateConfigured } from './upkeep/rotate.ts';

/**
 * What the county's IT person asks of a running Doudi. Reads the same environment as the worker; exit code 0: all is
 * well, 1: something was found, 2: the question could not be put.
 */
const cli = new Command('doudi').description('Looks after a Doudi 系统维护').exitOverride();

cli
  .command('doctor')
  .description('finds what stands still without anybody noticing 查找停滞')
  .action(() =>
    withPool(async (pool, config) => {
      const temporal = await connectTemporal(config);
      const bank = await bankDirectory(config.bankDir);
      const findings = [
        ...endingCredentials(config.temporal.credentials, Date.now()),
        ...(await inTransaction(pool, (tx) => examine(tx, temporal.client, bank)).finally(temporal.close)),
      ];
      for (const { what, count, examples, remedyZh, remedyEn } of findings) {
        say(`✗ ${count} × ${what}${examples.length > 0 ? `: ${examples.join(', ')}` : ''}`);
        say(`  → ${remedyEn} ${remedyZh}`);
      }
      return findings.length === 0 ? well('Nothing stands still. 没有停滞的案件。') : 1;
    }),
  );

cli
  .command('recover')
  .description('starts every open case and run from its id, after Temporal has lost its data 按编号恢复全部案件')
  .action(() =>
    withPool(async (pool, config) => {
      const temporal = await connectTemporal(config);
      const { taskQueue } = config.temporal;
      const clients = {
        cases: caseClient(temporal.client, taskQueue, pool),
        runs: runClient(temporal.client, taskQueue),
      };
      const done = await recover(pool, clients).finally(temporal.close);
      return well(`${done.cases} cases and ${done.runs} payment runs are running. 案件和发放流程均已运行。`);
    }),
  );

cli
  .command('restart <caseId>')
  .description('ends what runs of a case and begins it again from its journal 按审计链重新开始一个案件')
  .action((id: string) =>
    withPool(async (pool, config) => {
      const caseId = parseCaseId(id);
      if (!caseId) throw new Error(`${id} is no case id. 案件编号有误。`);
      const temporal = await connectTemporal(config);
      await caseClient(temporal.client, config.temporal.taskQueue, pool).restart(caseId).finally(temporal.close);
      return well(`${caseId} runs, from its journal. 案件已按审计链重新开始。`);
    }),
  );

addDeployCommands(cli);

cli
  .command('rebuild')
  .description('projects every journal anew and puts right the tables that differ 按审计链重建业务表')
  .option('--check', 'only says what differs 只比对')
  .action(({ check = false }: { check?: boolean }) =>
    withOwner(async (pool) => {
      const { cases, differing, broken } = await rebuild(pool, { check });
      for (const breach of broken) sayBreach(breach);
      for (const { table, rows } of differing)
        say(`✗ ${table}: ${rows} rows ${check ? 'differ 不一致' : 'differed and were put right 不一致，已改正'}`);
      const isSound = broken.length === 0 && (differing.length === 0 || !check);
      return isSound ? well(`${cases} cases are what their journals say. ${cases} 个案件与审计链一致。`) : 1;
    }),
  );

cli
  .command('keys')
  .description('data keys 数据密钥')
  .command('rotate')
  .description('seals everything anew under the first key of DATA_KEYS 用首个密钥重新加密')
  .action(() =>
    withOwner(async (owner, config) => {
      const { keyId, texts, documents, workflows, left } = await rotateConfigured(config, owner);
      say(`✓ ${keyId}: ${texts} texts 字段, ${documents} documents 附件, ${workflows} workflows 流程`);
      if (left === 0) return well('The other keys open nothing any more. 其他密钥已不再使用，可移除。');
      say(
        `✗ ${left} texts came under another key meanwhile: restart every process, then again. 重启全部进程后再次执行。`,
      );
      return 1;
    }),
  );

cli
  .command('archive')
  .description('lists files whose time is over, and what keeps them all the same 列出保存期已满的档案')
  .action(() =>
    withPool(async (pool) => {
      const files = await inTransaction(pool, (tx) => filesDue(tx, policySource()));
      for (const { caseNumber, until, keptBy } of files) say(`${caseNumber} ${until} ${sayKept(keptBy)}`);
      const free = files.filter(({ keptBy }) => keptBy.length === 0).length;
      return well(
        `${free} of ${files.length} files may go on a destruction list. 共 ${files.length} 份保存期已满，${free} 份可列入销毁清册。`,
      );
    }),
  );

addProofCommands(cli);

cli
  .command('explain <caseId>')
  .description('repeats each calculation of a case from what was stored with it 重算并比对')
  .action((id: string) =>
    withPool(async (pool, config) => {
      const caseId = parseCaseId(id);
      if (!caseId) throw new Error(`${id} is no case id. 案件编号有误。`);
      const cipher = fieldCipher(config.dataKeys, config.hashKey);
      const all = await inTransaction(pool, (tx) => explain(tx, cipher, caseId));
      for (const { assessmentId, at, storedFen, replayedFen, same, destroyed } of all)
        say(
          `${same ? '✓' : destroyed ? '–' : '✗'} ${at} ${assessmentId}: stored ${storedFen} fen, ${destroyed ? 'its inputs were destroyed 测算依据已依清册销毁' : `repeated ${replayedFen ?? 'not at all'}`}`,
        );
      if (all.length === 0)
        throw new Error(`${caseId}: no such case, or nothing is calculated yet. 没有该案件或尚未测算。`);
      return all.every(({ same, destroyed }) => same || destroyed) ? 0 : 1;
    }),
  );

const policy = cli.command('policy').description('dated policy 政策');
policy
  .command('load', { isDefault: true })
  .description('loads the files of counties/ 载入政策文件')
  .argument('[directory]', 'where they are', join(projectRoot, 'counties'))
  .action((directory: string) =>
    withPool(async (pool) => {
      const { values, added } = await loadPolicyIntoDatabase(pool, directory);
      return well(`${values} values, ${added} new. 共 ${values} 项，新增 ${added} 项。`);
    }),
  );
policy
  .command('preview')
  .description('what changed lengths would do to clocks that run already 预览期限调整对在办案件的影响')
  .action(() => withPool(async (pool) => well(`${await sayMovements(pool)} clocks would move. 以上为将变动的期限。`)));
policy
  .command('apply')
  .description(
    'has changed lengths hold for clocks that run already, after showing what moves 将期限调整适用于在办案件',
  )
  .requiredOption('--by <staff number>', 'who answers for it 责任人工号')
  .option('--yes', 'does it; without, only shows 确认执行')
  .action(({ by, yes = false }: { by: string; yes?: boolean }) =>
    withPool(async (pool) => {
      const clocks = await sayMovements(pool);
      if (!yes) return well(`${clocks} clocks would move; say --yes to do it. 加 --yes 执行。`);
      const values = await inTransaction(pool, async (tx) => {
        const found = await valuesToApply(tx);
        for (const { policyId } of found) await applyToRunningClocks(tx, policyId, by);
        return found.length;
      });
      return well(
        `${values} values applied; the relay has each case count anew. 已适用 ${values} 项，由转发进程逐案重算。`,
      );
    }),
  );

cli
  .command('registers')
  .description('what other authorities’ registers say 数据比对')
  .command('import <file>')
  .description('takes a batch from a file, as the callback does 导入数据比对批次')
  .action((file: string) =>
    withPool(async (pool, config) => {
      const cipher = fieldCipher(config.dataKeys, config.hashKey);
      const taken = await inTransaction(pool, (tx) => takeRegisterBatch(tx, cipher, readBatch(file)));
      if (taken === 'batchIdReused')
        throw new Error('This batch id was used with other content. 同一批次编号已用于不同内容。');
      for (const { row, why } of taken.refused) say(`✗ row ${row}: ${why} 第${row}行未导入`);
      if (!taken.isNew) return well('This batch is known; nothing was done. 该批次已导入，未作处理。');
      const temporal = await connectTemporal(config);
      const cases = caseClient(temporal.client, config.temporal.taskQueue, pool);
      await Promise.allSettled(taken.toTell.map(({ caseId, fact }) => cases.tell(caseId, fact))); // or the relay does
      await temporal.close();
      const { matched, toTell } = taken;
      say(
        `✓ ${matched} rows matched, ${toTell.length} of them new. 命中 ${matched} 条，其中新增 ${toTell.length} 条。`,
      );
      return taken.refused.length === 0 ? 0 : 1;
    }),
  );

async function sayMovements(pool: Pool): Promise<number> {
  const movements = await inTransaction(pool, (tx) => previewReplanning(tx, policySource()));
  for (const { county, key, kind, from, to, unit, clocks, earlier, later, nextWorkingDay, ground } of movements)
    say(
      `${county} ${key} ${kind}: ${from} → ${to} ${unit}, ${clocks} clocks (${earlier} earlier 提前, ${later} later 延后, ${nextWorkingDay} on the next working day 顺延至下一工作日); ${ground}`,
    );
  return movements.reduce((sum, { clocks }) => sum + clocks, 0);
}

/** One connection as the owner: what is laid over the tables is that connection's alone. */
async function withOwner(work: (pool: Pool, config: Config) => Promise<number>): Promise<void> {
  const config = loadConfig(process.env);
  const { owner } = config.database;
  if (!owner) throw new ConfigError('Set DATABASE_URL_OWNER: only the owner may do it. 请设置 DATABASE_URL_OWNER。');
  const pool = createPool(owner, 1);
  try {
    process.exitCode = await work(pool, config);
  } finally {
    await pool.end();
  }
}

/** The file's rows are looked at one by one later; here only that it is a batch at all. */
function sayKept(keptBy: readonly KeptBy[]): string {
  return keptBy.map((why) => `${keptByWords[why].en} ${keptByWords[why].zh}`).join('; ');
}

function readBatch(file: string): RegisterBatch {
  const read = registerBatchSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`This is no batch of a register 不是数据比对批次文件: ${faults.join('; ')}`);
}

await cli.parseAsync().catch((error: Error) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2; // what is wrong with the question it has said itself
    return;
  }
  console.error(whyNot(error));
  process.exitCode = 2;
});
