import { testsBegin } from '../../support/database.ts';

/** That many calendar days after the day the tests begin, at the same hour. */
export const daysOn = (days: number) => new Date(testsBegin.getTime() + days * 86_400_000);
