/** What a secret looks like, wherever it was left. */
const forms: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  'a private key as JWK': /"d"\s*:\s*"[\w-]{40,}"/,
  'a token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
  'a key of a cloud': /\b(?:AKIA|LTAI|AKID)[0-9A-Za-z]{12,}\b/,
  'a token of a forge or a registry': /\b(?:gh[pousr]_[0-9A-Za-z]{30,}|npm_[0-9A-Za-z]{30,}|glpat-[\w-]{18,})/,
  'an address with a password': /\b[a-z][a-z0-9+]*:\/\/[^\s:/@'"`<>${}]+:(?!secret@|password@|…@)[^\s:/@'"`<>${}]{3,}@/,
};

/** 32 bytes or more that look like dice were thrown: a key in base64 or hexadecimal, under a name that says so. */
const keyed = /\b(?:\w*(?:secret|password|passwd|key|token))["']?\s*[:=]\s*["'`]?([A-Za-z0-9+/_=-]{32,})/gi;

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const each of text) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}

/** What of a text looks like a secret, by what it is; never the secret itself. */
export function secretsIn(text: string): string[] {
  const found = Object.entries(forms).flatMap(([what, form]) => (form.test(text) ? [what] : []));
  const random = [...text.matchAll(keyed)].some(([, value = '']) => entropy(value) > 4 && /\d/.test(value));
  return random ? [...found, 'a value like dice'] : found;
}
