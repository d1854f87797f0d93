import { X509Certificate } from 'node:crypto';
import { decodeJwt } from 'jose';

/** By what Temporal knows who speaks with it, and we that it is Temporal: PEM texts, and a token (scripts/secrets/temporal.mjs). */
export interface TemporalCredentials {
  /** Who has signed Temporal's own certificate. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  /** What this process may ask of it. */
  readonly token: string;
}

const variables = {
  authority: 'TEMPORAL_AUTHORITY',
  certificate: 'TEMPORAL_CERTIFICATE',
  key: 'TEMPORAL_KEY',
  token: 'TEMPORAL_TOKEN',
} as const satisfies Record<keyof TemporalCredentials, string>;

type Mortal = 'authority' | 'certificate' | 'token';

/** When each of them ends, in milliseconds since 1970. */
export function endsOf({ authority, certificate, token }: TemporalCredentials): Readonly<Record<Mortal, number>> {
  return {
    authority: endOfCertificate(authority),
    certificate: endOfCertificate(certificate),
    token: (decodeJwt(token).exp ?? Number.POSITIVE_INFINITY) * 1_000,
  };
}

export function isCertificate(text: string): boolean {
  try {
    return endOfCertificate(text) > 0;
  } catch {
    return false;
  }
}

const endOfCertificate = (text: string) => Date.parse(new X509Certificate(text).validTo);

interface Given {
  readonly TEMPORAL_AUTHORITY?: string | undefined;
  readonly TEMPORAL_CERTIFICATE?: string | undefined;
  readonly TEMPORAL_KEY?: string | undefined;
  readonly TEMPORAL_TOKEN?: string | undefined;
}

/** Undefined where one is missing: they are of use together only. */
export function credentialsFrom(given: Given): TemporalCredentials | undefined {
  const { TEMPORAL_AUTHORITY: authority, TEMPORAL_CERTIFICATE: certificate, TEMPORAL_KEY: key } = given;
  const { TEMPORAL_TOKEN: token } = given;
  return authority && certificate && key && token ? { authority, certificate, key, token } : undefined;
}

/** What is wrong with what was given, a line each: some are missing, or have ended and would be answered nothing. */
export function faultsOfCredentials(
  given: Given,
  { required, now }: { readonly required: boolean; readonly now: number },
): string[] {
  const missing = Object.values(variables).filter((name) => given[name] === undefined);
  const credentials = credentialsFrom(given);
  if (!credentials) {
    const none = missing.length === Object.keys(variables).length;
    const why = 'Temporal is spoken to over TLS and with a token 连接 Temporal 须用证书和令牌';
    return none && !required ? [] : missing.map((name) => `${name}: ${why}`);
  }
  const ended = Object.entries(endsOf(credentials)).filter(([, end]) => end <= now) as [Mortal, number][];
  return ended.map(
    ([of, end]) =>
      `${variables[of]}: ended on ${new Date(end).toISOString()}; run \`node scripts/make-secrets.mjs\` and restart everything 已过期，请重新签发后全部重启`,
  );
}
