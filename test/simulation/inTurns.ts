/** Six at a time. */
export async function inTurns<T>(items: readonly T[], each: (item: T) => Promise<unknown>): Promise<void> {
  const rest = [...items];
  const next = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await each(item);
  };
  await Promise.all(Array.from({ length: 6 }, next));
}
