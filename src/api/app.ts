import { randomUUID } from 'node:crypto';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from '@fastify/type-provider-zod';
import { fastify, LogController } from 'fastify';
import type { ApiDeps, ApiOptions } from './deps.ts';
import { authenticationPlugin } from './plugins/authentication.ts';
import { closingPlugin } from './plugins/closing.ts';
import { destroyedPlugin } from './plugins/destroyed.ts';
import { hardeningPlugin } from './plugins/hardening.ts';
import { observationPlugin } from './plugins/observation.ts';
import { problemsPlugin } from './plugins/problems.ts';
import { readingPlugin } from './plugins/reading.ts';
import { referencePlugin } from './plugins/reference.ts';
import { strayPlugin } from './plugins/stray.ts';
import { tracingPlugin } from './plugins/tracing.ts';
import { refuseWith } from './problem.ts';
import { aidStatisticsRoutes } from './routes/aidStatistics.ts';
import { applicationRoutes } from './routes/applications.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { caseRoutes } from './routes/cases.ts';
import { codecRoutes } from './routes/codec.ts';
import { commandRoutes } from './routes/commands.ts';
import { destructionListRoutes } from './routes/destructionLists.ts';
import { disbursementRoutes } from './routes/disbursements.ts';
import { documentRoutes } from './routes/documents.ts';
import { dutyRoutes } from './routes/duty.ts';
import { emergencyRoutes } from './routes/emergencies.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { exportRoutes } from './routes/exports.ts';
import { handoverRoutes } from './routes/handovers.ts';
import { householdRoutes } from './routes/household.ts';
import { keepingRoutes } from './routes/keeping.ts';
import { lawRoutes } from './routes/law.ts';
import { meetingRoutes } from './routes/meetings.ts';
import { messageRoutes } from './routes/messages.ts';
import { outsideRoutes } from './routes/outside.ts';
import { readingRoutes } from './routes/readings.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { serviceRoutes } from './routes/service.ts';
import { staffRoutes } from './routes/staff.ts';
import { standbyFundRoutes } from './routes/standbyFunds.ts';
import { taskRoutes } from './routes/tasks.ts';
import { testClockRoutes } from './routes/testClock.ts';

const routes = [
  serviceRoutes,
  outsideRoutes,
  applicationRoutes,
  emergencyRoutes,
  aidStatisticsRoutes,
  meetingRoutes,
  dutyRoutes,
  taskRoutes,
  commandRoutes,
  caseRoutes,
  handoverRoutes,
  householdRoutes,
  evidenceRoutes,
  exportRoutes,
  documentRoutes,
  disbursementRoutes,
  standbyFundRoutes,
  keepingRoutes,
  destructionListRoutes,
  messageRoutes,
  staffRoutes,
  reviewRoutes,
  readingRoutes,
  codecRoutes,
  lawRoutes,
  callbackRoutes,
  testClockRoutes,
];

/** The API, ready for requests. It never listens by itself: server.ts does, and tests inject. */
export async function buildApp(deps: ApiDeps, options: ApiOptions) {
  const app = fastify({
    // Fastify's own request lines carry the address, and with it ids and queries: ours come from plugins/observation.ts.
    logController: new LogController({ disableRequestLogging: true }),
    logger: {
      level: options.logLevel ?? 'info',
      ...(options.logTo ? { stream: options.logTo } : {}),
      redact: ['req', 'headers', 'body', '*.authorization', '*.idNumber', '*.name', '*.phone', '*.number'],
    },
    genReqId: ({ headers }) => acceptable(headers['x-request-id']) ?? randomUUID(),
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    bodyLimit: 512 * 1024,
    // Who sends slowly holds a connection, and not for long: time for a scanned letter over a village’s line.
    requestTimeout: options.slowest?.requestMs ?? 120_000,
    http: {
      headersTimeout: options.slowest?.headersMs ?? 15_000,
      connectionsCheckingInterval: Math.min(options.slowest?.headersMs ?? 5_000, 5_000),
    },
    routerOptions: { maxParamLength: 200 },
    exposeHeadRoutes: false,
    // An address that cannot even be read is one that does not exist.
    frameworkErrors: (_error, request, reply) => refuseWith(request, reply as never, 'notFound'),
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  await app.register(tracingPlugin);
  await app.register(closingPlugin);
  await app.register(observationPlugin);
  await app.register(problemsPlugin);
  await app.register(hardeningPlugin, options);
  await app.register(strayPlugin);
  await app.register(authenticationPlugin, { ...deps, ...options }); // after it: a refusal carries the same headers as an answer
  await app.register(readingPlugin, deps);
  await app.register(destroyedPlugin, deps);
  await app.register(referencePlugin);

  for (const plugin of routes) await app.register(plugin, deps);
  await app.ready();
  return app;
}

/** A request id given by the gateway in front of us, where it is one that may stand in a log. */
function acceptable(id: string | string[] | undefined): string | undefined {
  return typeof id === 'string' && /^[\w-]{8,64}$/.test(id) ? id : undefined;
}
