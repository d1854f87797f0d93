import { type County, startCounty } from '../../support/county.ts';

/** Business time at which the kernel's tests begin: Tuesday 1 December 2026, nine o'clock in Beijing. */
export const opening = new Date('2026-12-01T01:00:00Z');

/** That many calendar days later, at the same hour. */
export const daysOn = (days: number) => new Date(opening.getTime() + days * 86_400_000);

/** A county on the day the tests begin. */
export async function openCounty(options: Parameters<typeof startCounty>[0] = {}): Promise<County> {
  const county = await startCounty(options);
  await county.clock.advance(opening);
  return county;
}
