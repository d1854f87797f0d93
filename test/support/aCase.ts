import type { HandedIn } from '../../src/domain/application.ts';
import { addDays } from '../../src/domain/calendar.ts';
import type { CaseFile } from './caseFile.ts';
import { visit } from './decisions.ts';
import { seedHousehold } from './people.ts';
import type { Town } from './town.ts';

/**
 * A case brought into a state by the people of its place, without anything of note on the way.
 * @example const file = await aCase(town).awaitingConfirmation();
 */
export function aCase(town: Town, household: HandedIn = seedHousehold()) {
  const { clerk, reviewer, investigator1, investigator2, officer } = town.people;
  const group = [investigator1.officer, investigator2.officer];

  /** Each state is the one before and what leads out of it. */
  const then =
    (before: () => Promise<CaseFile>, ...steps: ((file: CaseFile) => Promise<unknown>)[]) =>
    async () => {
      const file = await before();
      for (const step of steps) await step(file);
      return file;
    };

  const applied = () => town.apply(household);
  const accepted = then(applied, (file) => file.decides(clerk, 'accept', { outcome: 'accepted' }));
  const visited = then(
    accepted,
    (file) => file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: group }),
    async (file) => file.decides(investigator1, 'homeVisit', visit(group, await town.today())),
  );
  const checked = then(visited, (file) => file.decides(officer, 'startCheck', { outcome: 'started' }));
  const underReview = then(checked, (file) => file.reaches('review'));
  const posted = then(underReview, async (file) => {
    const { assessment } = await file.now();
    await file.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: assessment?.amountFen });
  });
  const awaitingConfirmation = then(posted, async (file) => {
    const { dueOn } = await file.clock('posting');
    await town.lives(addDays(dueOn, 1));
    await file.reaches('confirmation');
  });
  const inBenefit = then(awaitingConfirmation, (file) =>
    file.decides(town.confirmer, 'confirm', { outcome: 'approved' }),
  );

  return { applied, accepted, visited, checked, underReview, posted, awaitingConfirmation, inBenefit };
}
