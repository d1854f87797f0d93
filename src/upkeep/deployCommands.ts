import type { Command } from 'commander';
import { dataConverter } from '../commands/dataConverter.ts';
import { connectTemporal } from '../commands/temporalConnection.ts';
import { ConfigError, loadConfig } from '../config.ts';
import { bringUp } from './bringUp.ts';

/** What is asked before a version's processes start: the database brought up to it, and whether open cases go on with it. */
export function addDeployCommands(cli: Command): void {
  cli
    .command('migrate')
    .description('roles, schema and policy as this version wants them, before its processes start 建立或升级数据库')
    .action(async () => {
      const { migrations, values, added } = await bringUp(process.env);
      console.log(
        `✓ ${migrations} migrations, ${values} values of policy, ${added} new. 执行 ${migrations} 个迁移；政策 ${values} 项，新增 ${added} 项。`,
      );
    });

  cli
    .command('replay')
    .description('lives through open cases with this version, before it is let in beside another 新版本回放在办案件')
    .option('--limit <number>', 'how many 最多回放数', '1000')
    .action(async ({ limit }: { limit: string }) => {
      const { replayOpen } = await import('./replay.ts'); // loads Temporal's core, which no other command needs
      const config = loadConfig(process.env);
      const bundle = config.temporal.workflowBundle;
      if (!bundle) throw new ConfigError('Set WORKFLOW_BUNDLE: the workflows to replay with. 请设置 WORKFLOW_BUNDLE。');
      const temporal = await connectTemporal(config);
      const converter = dataConverter(config.dataKeys);
      const { replayed, unfit } = await replayOpen(temporal.client, bundle, Number(limit), converter).finally(
        temporal.close,
      );
      for (const { workflowId, why } of unfit) console.log(`✗ ${workflowId}: ${why}`);
      if (unfit.length > 0) process.exitCode = 1;
      else console.log(`✓ ${replayed} open cases and runs go on with this version. 回放 ${replayed} 个，均可继续。`);
    });
}
