import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { failureConverterPath } from '../commands/dataConverter.ts';
import { projectRoot } from './paths.ts';

/**
 * Bundles the workflows' source into one file that workers share.
 * @returns false where there are no workflows yet
 */
export async function bundleWorkflows(target: string): Promise<boolean> {
  const workflowsPath = join(projectRoot, 'workflows/index.ts');
  if (!existsSync(workflowsPath)) return false;
  const logger = new DefaultLogger('ERROR');
  const { code } = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger });
  await writeFile(target, code);
  return true;
}
