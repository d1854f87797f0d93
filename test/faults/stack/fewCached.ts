import { Worker } from '@temporalio/worker';

/** A worker that holds so few workflows in memory has to live through nearly each one anew at each of its steps. */
const held = Number(process.env.CACHED_WORKFLOWS);
const create = Worker.create.bind(Worker);
Worker.create = (options) =>
  create({ ...options, maxCachedWorkflows: held, maxConcurrentWorkflowTaskExecutions: held });
