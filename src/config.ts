import { z } from 'zod';
import {
  credentialsFrom,
  faultsOfCredentials,
  isCertificate,
  type TemporalCredentials,
} from './gateways/temporalCredentials.ts';
import { type Environment, SecretFileError, withFiles } from './secretFiles.ts';

const secret = z.string().min(16);
const keyBytes = (text: string) => Buffer.from(text, 'base64').length;

/** `id:base64,id2:base64`: 256-bit keys; the first is the one new values are sealed with, the others still open old ones. */
const keyRing = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.split(':')))
  .refine(
    (entries) => entries.every(([id, key]) => id && key && keyBytes(key) === 32),
    'expected id:base64 of 32 bytes',
  )
  .transform((entries) =>
    entries.map(([id, key]) => ({ id: id as string, key: Buffer.from(key as string, 'base64') })),
  );

const certificate = z.string().refine(isCertificate, 'expected a certificate in PEM');

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL_OWNER: z.url().optional(),
  DATABASE_URL_API: z.url().optional(),
  DATABASE_URL_WORKER: z.url().optional(),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_AUTHORITY: certificate.optional(),
  TEMPORAL_CERTIFICATE: certificate.optional(),
  TEMPORAL_KEY: z.string().includes('PRIVATE KEY', { error: 'expected a key in PEM' }).optional(),
  TEMPORAL_TOKEN: z.jwt().optional(),
  TEMPORAL_UI_ORIGIN: z.url().optional(),
  TASK_QUEUE: z.string().min(1).default('doudi'),
  WORKFLOW_BUNDLE: z.string().optional(),
  WORKS_ON: z.enum(['all', 'cases', 'emergencies']).default('all'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(7300),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().min(1).default('doudi'),
  DATA_KEYS: keyRing,
  HASH_KEY: z
    .string()
    .refine((text) => keyBytes(text) >= 32, 'expected base64 of 32 bytes or more')
    .transform((text) => Buffer.from(text, 'base64')),
  CHECK_PLATFORM_URL: z.url(),
  CHECK_PLATFORM_SECRET: secret,
  CALLBACK_SECRET: secret,
  MESSAGE_GATEWAY_URL: z.url(),
  MESSAGE_GATEWAY_SECRET: secret,
  MESSAGE_CALLBACK_SECRET: secret,
  REGISTERS_SECRET: secret,
  INSTANT_BANK_URL: z.url(),
  INSTANT_BANK_SECRET: secret,
  CALLBACK_BASE_URL: z.url().optional(),
  BANK_DIR: z.string().min(1),
  DOCUMENTS_DIR: z.string().min(1),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(1_200),
  REFUSED_TOKENS_PER_MINUTE: z.coerce.number().int().min(1).default(60),
  BUSY_AFTER_MS: z.coerce.number().int().min(0).default(2_000),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^[0-9a-fA-F.:/a-z]+(,[0-9a-fA-F.:/a-z]+)*$/, 'expected addresses or networks, separated by commas')
    .transform((text) => text.split(','))
    .default([]),
  TEST_CLOCK: z.enum(['on', 'off']).default('off'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  // Compose passes on what is not set as an empty text.
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .union([z.literal('').transform(() => undefined), z.url({ protocol: /^https?$/ })])
    .optional(),
});

/** The environment variables that are read here. */
export const settings: readonly string[] = Object.keys(schema.shape);

/** A system that we ask over HTTP and that answers to a callback of ours. */
interface OutsideSystem {
  readonly url: string;
  /** Signs our requests. */
  readonly secret: string;
  /** Signs its callbacks. */
  readonly callbackSecret: string;
}

/** Everything a process of Doudi is told from outside, checked once, at its start. */
export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  /**
   * A process is given the role it works as, and no other: the owner's URL is for migrations only, the API never has the
   * worker's.
   * @throws ConfigError where a URL is asked for that was not given
   */
  readonly database: { readonly owner: string | undefined; readonly api: string; readonly worker: string };
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly taskQueue: string;
    /** Demanded in production; without them it is spoken to in clear and believes everybody. */
    readonly credentials: TemporalCredentials | undefined;
    /** Whose pages may ask for payloads to be opened. */
    readonly uiOrigin: string | undefined;
    /** A bundle made at build; without it the worker bundles the workflows itself. */
    readonly workflowBundle: string | undefined;
    /** What a worker's process takes on; emergencies have one of their own. */
    readonly worksOn: 'all' | 'cases' | 'emergencies';
  };
  readonly api: {
    readonly host: string;
    readonly port: number;
    /** Of one account; of one address where nobody is known. */
    readonly requestsPerMinute: number;
    /** Of one address, before tokens it has not sent before wait. */
    readonly refusedTokensPerMinute: number;
    /** By how much the process may lag before it says no early (503); 0: it never does. */
    readonly busyAfterMs: number;
    /** Whose word is taken for the address a request comes from. */
    readonly trustedProxies: readonly string[];
  };
  readonly oidc: { readonly issuer: string; readonly audience: string };
  /** Field encryption: the first key seals, all of them open. */
  readonly dataKeys: readonly { readonly id: string; readonly key: Buffer }[];
  /** Keyed hash for looking up persons and accounts by equality. */
  readonly hashKey: Buffer;
  readonly checkPlatform: OutsideSystem;
  readonly messages: OutsideSystem;
  /** The bank's instant channel; it is asked, and calls nothing back. */
  readonly instantBank: { readonly url: string; readonly secret: string };
  /** Other authorities' registers: they speak, and are not asked. */
  readonly registers: { readonly secret: string };
  /** Where outside systems can reach us. */
  readonly callbackBaseUrl: string;
  readonly bankDir: string;
  readonly documentsDir: string;
  readonly testClock: boolean;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Where worker and relay are asked what they measure; the API answers at `/metrics`. */
  readonly metricsPort: number | undefined;
  /** The OTLP/HTTP collector that is sent traces; without one, none are made. */
  readonly tracesTo: string | undefined;
}

/** The environment lacks something or has it wrong; the message names each variable, never its value. */
export class ConfigError extends Error {}

/**
 * Reads the configuration from environment variables; `NAME_FILE` names a file that holds the value of `NAME`.
 * @throws ConfigError naming every variable that is missing or wrong
 */
export function loadConfig(env: Environment): Config {
  const parsed = schema.safeParse(readFiles(env));
  if (!parsed.success) {
    throw incomplete(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const given = parsed.data;
  if (given.NODE_ENV === 'production' && given.TEST_CLOCK === 'on')
    throw new ConfigError('TEST_CLOCK: production time cannot be moved 生产环境不得启用测试时钟');
  const inProduction = given.NODE_ENV === 'production';
  const ofTemporal = faultsOfCredentials(given, { required: inProduction, now: Date.now() });
  if (ofTemporal.length > 0) throw incomplete(ofTemporal);
  return {
    environment: given.NODE_ENV,
    database: {
      owner: given.DATABASE_URL_OWNER,
      get api() {
        return demanded(given, 'DATABASE_URL_API');
      },
      get worker() {
        return demanded(given, 'DATABASE_URL_WORKER');
      },
    },
    temporal: {
      address: given.TEMPORAL_ADDRESS,
      namespace: given.TEMPORAL_NAMESPACE,
      taskQueue: given.TASK_QUEUE,
      credentials: credentialsFrom(given),
      uiOrigin: given.TEMPORAL_UI_ORIGIN && new URL(given.TEMPORAL_UI_ORIGIN).origin,
      workflowBundle: given.WORKFLOW_BUNDLE,
      worksOn: given.WORKS_ON,
    },
    api: {
      host: given.HOST,
      port: given.PORT,
      requestsPerMinute: given.REQUESTS_PER_MINUTE,
      refusedTokensPerMinute: given.REFUSED_TOKENS_PER_MINUTE,
      busyAfterMs: given.BUSY_AFTER_MS,
      trustedProxies: given.TRUSTED_PROXIES,
    },
    oidc: { issuer: given.OIDC_ISSUER, audience: given.OIDC_AUDIENCE },
    dataKeys: given.DATA_KEYS,
    hashKey: given.HASH_KEY,
    checkPlatform: {
      url: given.CHECK_PLATFORM_URL,
      secret: given.CHECK_PLATFORM_SECRET,
      callbackSecret: given.CALLBACK_SECRET,
    },
    messages: {
      url: given.MESSAGE_GATEWAY_URL,
      secret: given.MESSAGE_GATEWAY_SECRET,
      callbackSecret: given.MESSAGE_CALLBACK_SECRET,
    },
    instantBank: { url: given.INSTANT_BANK_URL, secret: given.INSTANT_BANK_SECRET },
    registers: { secret: given.REGISTERS_SECRET },
    callbackBaseUrl: given.CALLBACK_BASE_URL ?? `http://127.0.0.1:${given.PORT}`,
    bankDir: given.BANK_DIR,
    documentsDir: given.DOCUMENTS_DIR,
    testClock: given.TEST_CLOCK === 'on',
    logLevel: given.LOG_LEVEL,
    metricsPort: given.METRICS_PORT,
    tracesTo: given.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

function incomplete(faults: readonly string[]): ConfigError {
  return new ConfigError(`The configuration is not complete 配置不完整:\n  ${faults.join('\n  ')}`);
}

function readFiles(env: Environment): Environment {
  try {
    return withFiles(env, settings);
  } catch (error) {
    throw error instanceof SecretFileError ? new ConfigError(error.message) : error;
  }
}

function demanded<Name extends 'DATABASE_URL_API' | 'DATABASE_URL_WORKER'>(
  given: { readonly [name in Name]?: string | undefined },
  name: Name,
): string {
  const url = given[name];
  if (url === undefined) throw new ConfigError(`${name}: this process works as that role 此进程须以该角色连接数据库`);
  return url;
}
