import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { collectDefaultMetrics } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { measureBacklog } from '../../src/api/backlogMetrics.ts';
import { measureCredentials } from '../../src/api/credentialMetrics.ts';
import { observationPlugin } from '../../src/api/plugins/observation.ts';
import { measureTemporal } from '../../src/api/temporalMetrics.ts';
import { createPool } from '../../src/db/pool.ts';
import { measurePool } from '../../src/db/poolMetrics.ts';
import { measureRounds } from '../../src/relay/metrics.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { metricsIn } from './expressions.ts';
import { alerts, expressions } from './files.ts';

/** Prometheus' own, and Temporal's; `npm run production` finds the latter at a worker that runs. */
const ofOthers = ['up', 'temporal_workflow_task_execution_failed', 'certificates_expiring', 'certificates_expired'];

async function measuredByUs(): Promise<string[]> {
  const app = fastify();
  await app.register(observationPlugin);
  const { metrics } = app;
  const nowhere = createPool('postgres://nobody@127.0.0.1:1/nothing', 1);
  collectDefaultMetrics({ register: metrics });
  measureBacklog(metrics, nowhere);
  measurePool(metrics, nowhere);
  measureCredentials(metrics, undefined);
  measureTemporal(metrics, async () => []);
  measureRounds(metrics);
  await app.close();
  return metrics.getMetricsAsArray().map(({ name }) => name);
}

describe('alerts and dashboard', () => {
  test('ask only for what is measured', async () => {
    const known = new Set([...(await measuredByUs()), ...ofOthers]);
    const exists = (name: string) => known.has(name) || known.has(name.replace(/_(bucket|count|sum)$/, ''));
    const unknown = expressions.flatMap(([where, expression]) =>
      metricsIn(expression).flatMap((name) => (exists(name) ? [] : [`${where}: ${name}`])),
    );
    expect(unknown).toEqual([]);
  });

  test('show everything of ours that is measured', async () => {
    const asked = new Set(expressions.flatMap(([, expression]) => metricsIn(expression)));
    const isAsked = (name: string) => [name, `${name}_bucket`, `${name}_count`].some((form) => asked.has(form));
    const ours = (await measuredByUs()).filter((name) => name.startsWith('doudi_'));
    expect(ours.filter((name) => !isAsked(name))).toEqual([]);
  });
});

describe('an alert', () => {
  test('says in both languages what is the matter, how urgent it is, and which page to open', () => {
    for (const { alert, labels, annotations, for: patience } of alerts) {
      expect(annotations.summary, alert).toMatch(/[a-z].*\p{Script=Han}/u);
      expect(['page', 'notice'], alert).toContain(labels.severity);
      expect(annotations.runbook).toBe(`docs/runbooks/${alert}.md`);
      expect(patience, alert).toMatch(/^\d+[mh]$/);
    }
  });

  test('has its page, and every page its alert', () => {
    const pages = readdirSync(join(projectRoot, 'docs/runbooks')).filter((file) => file !== 'README.md');
    expect(pages.sort()).toEqual(alerts.map(({ alert }) => `${alert}.md`).sort());
  });
});
