/** Deeper than any message of ours or of those who speak to us; what goes by the depth of a value stays within its stack. */
const deepest = 32;

/** Whether a JSON text is nested deeper than anything that may be sent; read once, before it is parsed. */
export function nestedTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') {
      if (++depth > deepest) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}
