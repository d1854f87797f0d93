import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, makeTelemetryFilterString, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { failureConverterPath } from '../../src/commands/dataConverter.ts';
import { testConverter } from '../support/worker.ts';
import { keptHistories, textOf } from './files.ts';

const kept = keptHistories();
beforeAll(() => {
  const logging = { filter: makeTelemetryFilterString({ core: 'ERROR' }) };
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging }, shutdownSignals: [] });
});

/** The names of the histories that these workflows cannot live through. */
async function broken(workflowBundle: WorkflowBundleOption): Promise<string[]> {
  const histories = kept.map(({ name, history }) => ({ workflowId: name, history }));
  const names: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, dataConverter: testConverter }, histories))
    if (error) names.push(workflowId);
  return names;
}

describe('what cases and payments have lived through in every release', () => {
  it('is kept for each stage, for a parked case, and for a payment under way and closed', () => {
    const shapes = new Set(kept.map(({ name }) => name.slice(name.indexOf('/') + 1)));
    for (const stage of ['intake', 'survey', 'review', 'posting', 'confirmation', 'refusal', 'benefit', 'parked'])
      expect([...shapes]).toContain(`case-${stage}`);
    for (const name of ['emergency-in-one-run', 'emergency-first-aid']) expect([...shapes]).toContain(name);
    for (const state of ['prepared', 'with-the-bank', 'closed']) expect([...shapes]).toContain(`disbursement-${state}`);
  });

  it('is lived through by the workflows of today', async () => {
    expect(await broken({ codePath: inject('workflowBundlePath') })).toEqual([]);
  });

  it('and by none whose commands come in another order: these histories do notice', async () => {
    const workflowsPath = fileURLToPath(new URL('./reordered.ts', import.meta.url));
    const bundle = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger: new DefaultLogger('ERROR') });
    expect(await broken(bundle)).toEqual(kept.map(({ name }) => name));
  });

  it('tells nothing about a person: no name, no number, no word of a letter, no account', () => {
    for (const each of kept) {
      const text = textOf(each);
      expect(text, each.name).not.toMatch(/[\u4e00-\u9fff]/);
      expect(text, each.name).not.toMatch(/(?<![\dA-Fa-f])\d{6}(19|20)\d{9}[\dXx](?![\dA-Fa-f])/);
      expect(text, each.name).not.toMatch(/6200000\d{9}/);
    }
  });
});
