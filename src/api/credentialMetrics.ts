import { Gauge, type Registry } from 'prom-client';
import { endsOf, type TemporalCredentials } from '../gateways/temporalCredentials.ts';

/** When what we speak to Temporal with ends. Absent where it is spoken to in clear. */
export function measureCredentials(metrics: Registry, credentials: TemporalCredentials | undefined): void {
  const gauge = new Gauge({
    name: 'doudi_temporal_credential_ends_timestamp_seconds',
    help: 'When the authority, the certificate and the token for Temporal end; afterwards it answers nothing',
    labelNames: ['of'] as const,
    registers: [metrics],
  });
  if (!credentials) return;
  for (const [of, end] of Object.entries(endsOf(credentials))) gauge.set({ of }, end / 1_000);
}
