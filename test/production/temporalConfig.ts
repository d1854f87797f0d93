import { stringify } from 'yaml';

type Fault = 'ResourceExhausted' | 'Timeout' | 'ExecuteAndTimeout' | 'Unavailable';

/** Which calls of its store fail, how often of a hundred times; ExecuteAndTimeout: it is done, and said not to be. */
export interface PersistenceFaults {
  readonly seed: number;
  readonly methods: Readonly<Record<string, Readonly<Partial<Record<Fault, number>>>>>;
}

/**
 * What the server makes of its environment (its config_template_embedded.yaml), and a block that its environment cannot
 * give it: `faultInjection` (its common/config/config.go), with a seed for each method.
 */
export function serverConfig({
  ports,
  postgres,
  password,
  dynamicConfig,
  faults,
}: {
  readonly ports: Readonly<Record<string, string>>;
  readonly postgres: string;
  readonly password: string;
  readonly dynamicConfig: string;
  readonly faults: PersistenceFaults;
}): string {
  const sql = (databaseName: string) => ({
    pluginName: 'postgres12_pgx',
    databaseName,
    connectAddr: postgres,
    connectProtocol: 'tcp',
    user: 'temporal',
    password,
    maxConns: 20,
    maxIdleConns: 20,
    maxConnLifetime: '1h',
  });
  const rpc = (service: string) => ({
    rpc: {
      grpcPort: Number(ports[`${service}_GRPC_PORT`]),
      membershipPort: Number(ports[`${service}_MEMBERSHIP_PORT`]),
      bindOnIP: '127.0.0.1',
      ...(service === 'FRONTEND' ? { httpPort: Number(ports.FRONTEND_HTTP_PORT) } : {}),
    },
  });
  const methods = Object.fromEntries(
    Object.entries(faults.methods).map(([method, percent]) => [
      method,
      {
        seed: faults.seed,
        errors: Object.fromEntries(Object.entries(percent).map(([error, rate]) => [error, rate / 100])),
      },
    ]),
  );
  const frontend = `127.0.0.1:${ports.FRONTEND_GRPC_PORT}`;
  return stringify({
    log: { stdout: true, level: 'warn' },
    persistence: {
      numHistoryShards: 4,
      defaultStore: 'default',
      visibilityStore: 'visibility',
      datastores: {
        default: { faultInjection: { targets: { dataStores: { ExecutionStore: { methods } } } }, sql: sql('temporal') },
        visibility: { sql: sql('temporal_visibility') },
      },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: rpc('FRONTEND'),
      history: rpc('HISTORY'),
      matching: rpc('MATCHING'),
      worker: rpc('WORKER'),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: frontend,
          httpAddress: `127.0.0.1:${ports.FRONTEND_HTTP_PORT}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: frontend },
    dynamicConfigClient: { filepath: dynamicConfig, pollInterval: '60s' },
  });
}
