import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { projectRoot } from './paths.ts';

/**
 * Bundles the workflows' source into one file that workers share.
 * @returns false where there are no workflows yet
 */
export async function bundleWorkflows(target: string): Promise<boolean> {
  const workflowsPath = join(projectRoot, 'workflows/index.ts');
  if (!existsSync(workflowsPath)) return false;
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  await writeFile(target, code);
  return true;
}
