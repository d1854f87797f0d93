// By what Temporal knows who speaks with it: a certificate for each connection, a token for what it may ask.
// docs/decisions/0033-temporal-shut.md says why so, docs/operations.md how they are renewed.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endOfCertificate, selfSigned, signedBy } from './certificates.mjs';
import { overwrite, textOf } from './files.mjs';
import { endOfToken, signingKey, tokenOf } from './tokens.mjs';

const authorityDays = 3_650;
const days = 400;
/** Whatever has less left than this is made anew. */
const renewedMs = 60 * 86_400_000;

/** Who answers, and under which names. Temporal is also a client: of its own services, behind their front. */
const servers = {
  temporal: { names: ['temporal', 'localhost'], uses: 'serverAuth,clientAuth' },
  temporal_jwks: { names: ['temporal-jwks', 'localhost'], uses: 'serverAuth' },
};
/** Who asks, and what for. The interface has no token: it passes on that of whoever has signed in to it. */
const clients = {
  temporal_doudi: { permissions: ['doudi:write'] },
  temporal_setup: { permissions: ['temporal-system:admin'] },
  temporal_ui: {},
};

const signedWith = {
  temporal_authority: 'temporal_authority_key',
  temporal_clients_authority: 'temporal_clients_authority_key',
  temporal_jwks: 'temporal_token_key',
};

/** The keys that have signed what is there and are not to be found: a new one in their place would shut out what runs. */
export function keysAway(secrets, authorities) {
  return Object.entries(signedWith).flatMap(([signed, key]) =>
    existsSync(join(secrets, signed)) && !existsSync(join(authorities, key)) ? [key] : [],
  );
}

/**
 * Makes what is missing, and anew what ends within 60 days. Servers and clients have an authority each: a client's certificate
 * opens nothing behind Temporal's front. The keys that sign lie apart from what is handed to containers.
 * @returns the names of what was made
 */
export function keepTemporalCredentials(secrets, authorities) {
  mkdirSync(authorities, { recursive: true, mode: 0o700 });
  chmodSync(authorities, 0o700);
  const made = [];
  const put = (name, value) => {
    overwrite(join(secrets, name), value, 0o444);
    made.push(name);
  };

  function keepAuthority(name, commonName) {
    const [certificate, key] = [join(secrets, name), join(authorities, signedWith[name])];
    if (!existsSync(certificate)) {
      const own = selfSigned(commonName, authorityDays);
      overwrite(key, own.key, 0o400);
      put(name, own.certificate);
    }
    return { certificate, key };
  }
  function keepCertificate(name, authority, { names = [], uses = 'clientAuth' }) {
    if (endOfCertificate(join(secrets, `${name}_certificate`), authority) > Date.now() + renewedMs) return;
    const own = signedBy(authority, { commonName: name.replace('_', '-'), names, uses, days });
    put(`${name}_certificate`, own.certificate);
    put(`${name}_key`, own.key);
  }
  function keepToken(name, signing, permissions) {
    if (endOfToken(join(secrets, `${name}_token`), signing) > Date.now() + renewedMs) return;
    put(`${name}_token`, tokenOf(signing, { sub: name, permissions }, days));
  }

  const ofServers = keepAuthority('temporal_authority', 'Doudi: Temporal and its keys');
  const ofClients = keepAuthority('temporal_clients_authority', 'Doudi: who may speak with Temporal');
  for (const [name, server] of Object.entries(servers)) keepCertificate(name, ofServers, server);
  for (const [name, client] of Object.entries(clients)) keepCertificate(name, ofClients, client);

  const signing = signingKey(join(authorities, signedWith.temporal_jwks));
  const set = `${JSON.stringify({ keys: [signing.jwk] })}\n`;
  if (textOf(join(secrets, 'temporal_jwks')) !== set) put('temporal_jwks', set);
  for (const [name, { permissions }] of Object.entries(clients)) if (permissions) keepToken(name, signing, permissions);
  return made;
}
