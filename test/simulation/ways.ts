import type { Desk } from './desk.ts';

/** One of them, by weight. */
export function oneOf<T>({ roll }: Desk, ...ways: readonly (readonly [weight: number, way: T])[]): T {
  const urn = ways.flatMap(([weight, way]) => Array<T>(weight).fill(way));
  return urn[Math.floor(roll() * urn.length)]!;
}

/** Up to so many yuan, in fen. */
export const yuan = (roll: () => number, upTo: number) => (1 + Math.floor(roll() * upTo)) * 100;

/** An account nobody else has. */
export const account = ({ roll, task }: Desk) => ({
  holder: '测试甲',
  bankName: '示范农商银行',
  number: `65${task.taskId.replaceAll(/\D/g, '').slice(0, 12)}${Math.floor(roll() * 9_000) + 1_000}`,
});

/** What a transfer that the bank refused was to give: a stage, or first aid, of which another amount may be given. */
export function dueFen({ file }: Desk): number | undefined {
  return file.stage === 'firstAid' ? undefined : file.aid?.given.at(-1)?.amountFen;
}
