/** Where a page ends, as an opaque text: the sort values of its last row. */
export function cursorOf(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor, or undefined where it is not one of ours. */
export function readCursor(cursor: string | undefined, length: number): string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits =
      Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string');
    return fits ? values : undefined;
  } catch {
    return undefined;
  }
}
