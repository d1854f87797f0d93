/**
 * The most that persons may be given: so many months of the standard for each, and what a joint meeting left beyond that.
 */
export function aidCapFen(standardFen: number, months: number, persons: number, leaveFen = 0): number {
  return standardFen * months * persons + leaveFen;
}
