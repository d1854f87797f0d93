/** Where a page ends, as an opaque text: the sort values of its last row. */
export function cursorOf(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor; undefined where none was given. One that is not ours is refused as data that fits nowhere (22023). */
export function readCursor(cursor: string | undefined, length: number): string[] | undefined {
  if (cursor === undefined) return undefined;
  const values = parsed(cursor);
  if (Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string'))
    return values;
  throw Object.assign(new Error('A cursor that no page has given'), { code: '22023' });
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
