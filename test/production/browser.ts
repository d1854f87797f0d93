import { createHash, createHmac, randomBytes } from 'node:crypto';

/** What a page showed: its text, and where it was. */
export interface Page {
  readonly url: string;
  readonly text: string;
}

/**
 * As much of a browser as signing in takes: keeps cookies, follows redirects, sends forms. Speaks with a server behind a
 * proxy as that proxy does: in clear, saying which address was asked for.
 */
export function openBrowser({ shown, behind }: { readonly shown: string; readonly behind: string }) {
  const cookies = new Map<string, string>();
  const { host, port } = new URL(shown);
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': host, 'x-forwarded-port': port };

  async function visit(url: string, init: RequestInit = {}): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url.replace(shown, behind), {
      ...init,
      redirect: 'manual',
      headers: { ...forwarded, cookie, ...init.headers },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) return { url, text: await answer.text() };
    const next = new URL(location, url).href;
    // Where it leads back to the application there is nothing: only the address matters.
    return next.startsWith(shown) ? visit(next) : { url: next, text: '' };
  }

  return {
    visit,
    /** Sends the form that a page shows, with its hidden fields. */
    send({ url, text }: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
      const unescaped = (value = '') => value.replaceAll('&amp;', '&');
      const action = unescaped(/<form[^>]*action="([^"]+)"/.exec(text)?.[1]);
      const hidden = [...text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
        /name="([^"]*)"/.exec(input)?.[1] ?? '',
        unescaped(/value="([^"]*)"/.exec(input)?.[1]),
      ]);
      const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
      return visit(new URL(action, url).href, { method: 'POST', body });
    },
  };
}

/** RFC 7636. */
export function codeChallenge(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** What the second factor shows for a secret now (RFC 6238: six digits, half a minute, HMAC-SHA-1). */
export function oneTimeCode(secret: string): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
