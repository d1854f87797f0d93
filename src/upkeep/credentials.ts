import { endsOf, type TemporalCredentials } from '../gateways/temporalCredentials.ts';
import type { Finding } from './doctor.ts';

const warnedMs = 30 * 86_400_000;

/** What we speak to Temporal with and ends within 30 days: from then on everything would stand still at once. */
export function endingCredentials(credentials: TemporalCredentials | undefined, now: number): Finding[] {
  const ending = Object.entries(credentials ? endsOf(credentials) : {}).filter(([, end]) => end < now + warnedMs);
  if (ending.length === 0) return [];
  return [
    {
      what: 'certificates and tokens for Temporal that end within 30 days',
      count: ending.length,
      examples: ending.map(([of, end]) => `${of} on ${new Date(end).toISOString().slice(0, 10)}`),
      remedyZh:
        '运行 node scripts/make-secrets.mjs 重新签发，然后按 docs/runbooks/TemporalCredentialsEnd.md 逐一重启。',
      remedyEn:
        'Run `node scripts/make-secrets.mjs`, then start the processes again one after the other (docs/runbooks/TemporalCredentialsEnd.md).',
    },
  ];
}
