export interface Exporting {
  /** Base address of an OTLP/HTTP collector. */
  readonly endpoint: string;
  /** As whom this process's spans are shown. */
  readonly service: 'doudi-api' | 'doudi-worker' | 'doudi-relay' | 'doudi-stack';
  /** Told when traces cannot be delivered, once a minute at most. */
  readonly warn: (text: string) => void;
}

export interface Tracing {
  /** Delivers what is left, for two seconds at most. */
  stop(): Promise<void>;
}

/** Once a process, before anything is asked of it. Without an endpoint nothing of OpenTelemetry's SDK is even loaded. */
export async function startTracing(endpoint: string | undefined, rest: Omit<Exporting, 'endpoint'>): Promise<Tracing> {
  if (endpoint === undefined) return { stop: async () => {} };
  const { exportTraces } = await import('./exporter.ts');
  return exportTraces({ endpoint, ...rest });
}
