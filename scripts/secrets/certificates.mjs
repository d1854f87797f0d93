// Certificates of our own: Node reads them and cannot write them; the program `openssl` can, from 1.1.1 on.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-sha256'];

/** Whether `openssl` is there. */
export function canCertify() {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** An authority: its key, and its certificate signed by itself. */
export function selfSigned(commonName, days) {
  return openssl((at, run) => {
    // All said here and nothing taken from the machine's openssl.cnf, which differs from one to the next.
    writeFileSync(
      at('settings'),
      `[req]\nprompt=no\ndistinguished_name=subject\nx509_extensions=authority\n[subject]\nCN=${commonName}\n[authority]\nbasicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n`,
    );
    const files = ['-config', at('settings'), '-keyout', at('key'), '-out', at('certificate')];
    run('req', '-x509', ...newKey, '-days', String(days), ...files);
    return read(at);
  });
}

/**
 * A certificate of an authority's.
 * @param names under which it is reached, besides 127.0.0.1; a client is reached under none
 * @param uses serverAuth, clientAuth or both: for anything else it is not taken
 */
export function signedBy(authority, { commonName, names, uses, days }) {
  return openssl((at, run) => {
    const alternatives =
      names.length > 0 ? [...names.map((name) => `DNS:${name}`), 'IP:127.0.0.1'] : [`DNS:${commonName}`];
    writeFileSync(
      at('extensions'),
      `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${uses}\nsubjectAltName=${alternatives}\n`,
    );
    writeFileSync(at('settings'), `[req]\nprompt=no\ndistinguished_name=subject\n[subject]\nCN=${commonName}\n`);
    run('req', '-new', ...newKey, '-config', at('settings'), '-keyout', at('key'), '-out', at('request'));
    const by = ['-CA', authority.certificate, '-CAkey', authority.key, '-CAserial', at('serial'), '-CAcreateserial'];
    const content = ['-days', String(days), '-sha256', '-extfile', at('extensions')];
    run('x509', '-req', '-in', at('request'), ...by, ...content, '-out', at('certificate'));
    return read(at);
  });
}

/** When the certificate in a file ends, in milliseconds since 1970; 0 where it is missing or not of this authority. */
export function endOfCertificate(file, authority) {
  if (!existsSync(file)) return 0;
  const certificate = new X509Certificate(readFileSync(file));
  const isOurs = certificate.verify(new X509Certificate(readFileSync(authority.certificate)).publicKey);
  return isOurs ? Date.parse(certificate.validTo) : 0;
}

const read = (at) => ({ key: readFileSync(at('key')), certificate: readFileSync(at('certificate')) });

function openssl(work) {
  const directory = mkdtempSync(join(tmpdir(), 'doudi-certificates-'));
  const at = (name) => join(directory, name);
  try {
    return work(at, (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] }));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
