import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, it } from 'vitest';
import { disbursementWorkflowId } from '../../workflows/disbursementMessages.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { addDays } from '../../src/domain/calendar.ts';
import type { Fen } from '../../src/domain/money.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { lookAt } from '../support/lookAt.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';
import { testConverter } from '../support/worker.ts';
import { historiesOfThisRelease, opened, withoutMachine } from './files.ts';

/**
 * Records anew the histories of this release: a run of each stage, begun where the case had parked, and what a case and
 * a county's payment do besides. No test: it is run by hand when a release is made, and what it writes is committed.
 *
 *     npx vitest run --project record
 */
let town: Town;
beforeAll(async () => {
  town = await openTown();
  await rm(historiesOfThisRelease, { recursive: true, force: true });
  await mkdir(historiesOfThisRelease, { recursive: true });
});
afterAll(() => town?.close());

it('a case from its application to its benefit, without a rest', async () => {
  await keepCase('case-in-one-run', await aCase(town).inBenefit());
});

it('a case in each stage, begun where it had parked', async () => {
  const { clerk, reviewer, officer } = town.people;
  const [rich, returned] = [seedHousehold(), seedHousehold()];
  town.platform.setRecords(rich.members[0]!.idNumber, [{ source: 'bank', kind: 'deposit', amountFen: 4_000_000 }]);

  const benefit = await aCase(town, returned).inBenefit();
  const refusal = await aCase(town).awaitingConfirmation();
  await refusal.decides(officer, 'confirm', { outcome: 'refused', reason: 'reason' });
  const confirmation = await aCase(town).awaitingConfirmation();
  const posting = await aCase(town).posted();
  const review = await aCase(town).underReview();
  const survey = await aCase(town, rich).visited();
  const intake = await aCase(town).applied();
  await Promise.all([benefit, refusal, confirmation, posting, review, survey, intake].map((file) => file.parks()));
  await keepCase('case-parked', review);

  await intake.decides(clerk, 'accept', { outcome: 'supplementNeeded', missing: ['paper'] });
  await intake.decides(clerk, 'supplement', { outcome: 'supplemented' });
  await intake.decides(clerk, 'accept', { outcome: 'accepted' });
  await keepCase('case-intake', intake);

  await survey.decides(officer, 'startCheck', { outcome: 'started' });
  await survey.decides(reviewer, 'resolveDiscrepancy', { outcome: 'reportStands', reason: 'reason' });
  await survey.decides(clerk, 'objectToCheck', { outcome: 'notObjected' });
  await keepCase('case-survey', survey);

  await review.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
  await keepCase('case-review', review);

  await posting.decides(clerk, 'objection', { outcome: 'objected', raisedBy: 'somebody', reason: 'reason' });
  await posting.decides(reviewer, 'handleObjection', { outcome: 'appraised', reason: 'reason' });
  await keepCase('case-posting', posting);

  await confirmation.decides(officer, 'confirm', { outcome: 'approved' });
  await keepCase('case-confirmation', confirmation);

  const delivery = { outcome: 'delivered', deliveredOn: await town.today(), method: 'inPerson' };
  await refusal.decides(clerk, 'deliverRefusal', delivery);
  await keepCase('case-refusal', refusal);

  const office = treasury(town);
  town.bank.closeAccount(returned.account!.number);
  const { period } = await office.opens('2026-11');
  await keepPayment('disbursement-prepared', period);
  town.bank.behave('silent');
  await office.signs('2026-11');
  await keepPayment('disbursement-with-the-bank', period);
  await town.bank.release();
  await benefit.decides(clerk, 'correctAccount', {
    outcome: 'corrected',
    account: { ...returned.account!, number: '6200000099000001' },
    reason: 'reason',
  });
  await keepCase('case-benefit', benefit);
  await office.closes('2026-11');
  await keepPayment('disbursement-closed', period);
});

it('a case whose periods pass, that is extended, chased, withdrawn; and one begun from its id alone', async () => {
  const { clerk, reviewer, officer } = town.people;
  town.platform.behave('silent');
  const late = await aCase(town).checked();
  await late.decides(reviewer, 'extendProcedure', { outcome: 'extended', ground: 'hardToSurvey', reason: 'reason' });
  const lost = await aCase(town).accepted();
  const { dueOn } = await late.clock('checkFinish');
  await town.lives(addDays(dueOn, 1));
  await late.decides(officer, 'chaseCheck', { outcome: 'resend' });
  await keepCase('case-late', late);
  await late.decides(clerk, 'withdraw', { outcome: 'withdrawn', reason: 'reason' });
  await keepCase('case-withdrawn', late);

  await town.county.client.workflow.getHandle(caseWorkflowId(lost.caseId)).terminate();
  await town.county.cases.start(lost.caseId);
  await lost.decides(officer, 'startCheck', { outcome: 'started' });
  await keepCase('case-from-its-id', lost);
});

it('a benefit’s life: reviewed, leaving by degrees, back in full, its head dead, its survivors, its ending', async () => {
  town.platform.behave('normal');
  const file = await aCase(town).inBenefit();
  const look = lookAt(town, file);
  const { dueOn } = await file.clock('review');
  await file.parks();
  await town.lives(addDays(dueOn, -20));
  await file.waitsFor('periodicReview');
  await look.reviews('finding of the review');
  await keepCase('case-reviewed', file);

  await file.parks();
  const income = { kind: 'income', memberNo: 1, income: 'wage', origin: 'work', period: 'month' } as const;
  const raised = { ...income, on: await town.today(), amountFen: 180_000 as Fen };
  await look.reports('found work', raised);
  await look.finds('has work', raised);
  await look.proposes({ outcome: 'gradualExit', cause: 'employment', reason: 'reason' });
  await look.hears();
  await keepCase('case-heard', file);
  await look.confirms();
  await look.delivers();
  await keepCase('case-leaving', file);

  await file.parks();
  const lost = { ...income, on: await town.today(), amountFen: 46_800 as Fen };
  await look.reports('lost the work', lost);
  await look.finds('has no work', lost);
  await look.proposes({ outcome: 'restore', amountFen: 87_200 });
  await look.confirms();
  await keepCase('case-restored', file);

  const on = await town.today();
  const died = [
    { kind: 'memberDied', on, memberNo: 1 },
    { kind: 'headNamed', on, memberNo: 2, relations: [] },
  ] as const;
  await look.reports('has died', ...died);
  await look.finds('has died', ...died);
  await file.waitsFor('proposeChange');
  const { assessment } = await file.now();
  await look.cuts({ outcome: 'succeed', amountFen: assessment!.amountFen, reason: 'reason' });
  await file.reaches('closing');
  await keepCase('case-closing', file);
  const number = /DD-420582-\d{4}-\d{6}/.exec((await file.letter('survivorsFile')).split('案号')[1]!)![0];
  const survivors = await town.findsFile(number);
  await survivors.reaches('benefit');
  await keepCase('case-survivors', survivors);
});

it('an emergency: answered, paid and confirmed in one run; and one whose transfer the bank refused', async () => {
  const { duty1, duty2, clerk, officer } = town.people;
  await town.opensFund();
  const given = { reason: 'reason', unrelated: true, documents: [] };
  const account = { holder: 'holder', bankName: 'bank', number: '6200000000000001' };
  const answered = async () => {
    const file = await town.reports();
    await file.decides(duty1, 'answerReport', { outcome: 'responded' });
    return file;
  };
  const whole = await answered();
  await whole.decides(duty1, 'firstAid', { outcome: 'transfer', amountFen: 100_000, account, ...given });
  await whole.reaches('papers');
  await whole.decides(clerk, 'endEmergency', { outcome: 'ended', endedOn: await town.today(), reason: 'reason' });
  await whole.decides(clerk, 'completePapers', {
    outcome: 'completed',
    cause: 'cause',
    signatures: [
      { by: 'one', as: 'officer' },
      { by: 'other', as: 'witness' },
    ],
    proof: [await whole.uploads(clerk, '207')],
    documents: [],
  });
  await whole.decides(officer, 'confirmAid', { outcome: 'confirmed' });
  await keepCase('emergency-in-one-run', whole);

  town.instantBank.behave('rejects');
  const refused = await answered();
  await refused.decides(duty1, 'firstAid', { outcome: 'transfer', amountFen: 100_000, account, ...given });
  await refused.waitsFor('payOtherwise');
  const cash = { outcome: 'cash', amountFen: 100_000, receipt: 'receipt', receivedBy: 'recipient', ...given };
  await refused.decides(duty2, 'payOtherwise', cash);
  await refused.reaches('papers');
  await keepCase('emergency-first-aid', refused);
});

/** The last run of a workflow. */
async function keep(name: string, client: Client, workflowId: string): Promise<void> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  await writeFile(join(historiesOfThisRelease, `${name}.json`), withoutMachine(await opened(historyToJSON(history))));
}

function keepCase(name: string, { caseId }: CaseFile): Promise<void> {
  return keep(name, town.county.client, caseWorkflowId(caseId));
}

/** The pay office of a test has a namespace of its own, named like its database. */
function keepPayment(name: string, period: string): Promise<void> {
  const { client, db } = town.county;
  const runId = `${town.people.finance1.division}:${period}` as RunId;
  return keep(name, new Client({ connection: client.connection, namespace: db.name, dataConverter: testConverter }), disbursementWorkflowId(runId));
}
