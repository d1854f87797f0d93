import type { Case } from '../../kernel/story.ts';

/** Any of those at work may hear first who somebody is. */
const whoever = ['duty_officer', 'township_clerk', 'county_officer'] as const;

/**
 * 身份查明: once it is known who was helped, all that they were given elsewhere is looked up. Where there is something,
 * the county judges it: it stands, with a reason, or goes to accountability as far as it was given twice.
 */
export async function identity(c: Case): Promise<never> {
  await c.firstOf(
    ...whoever.map((by, i) => async (c: Case) => {
      await c.until(({ personUnknown }) => personUnknown === true);
      await c.humanTask('registerIdentity', { nth: i + 1, about: { by } });
    }),
    (c) => c.until(({ person }) => person !== undefined), // the papers said it
  );
  for (;;) {
    await c.until(({ duplicatesToLookAt = 0 }) => duplicatesToLookAt > 0);
    const { person: lookedAt } = c.state;
    c.startClock('lookAtDuplicates');
    await c.firstOf<unknown>(
      (c) => c.humanTask('lookAtDuplicates', { clock: 'lookAtDuplicates' }),
      (c) => c.until(({ person }) => person !== lookedAt), // it was somebody else (corrections.ts)
    );
    c.stopClock('lookAtDuplicates');
    c.again();
    await c.settled();
  }
}
