import { paysFrom } from '../../src/db/bankAccounts.ts';
import { addresseeOf } from '../../src/db/case/addressee.ts';
import { readAssessment } from '../../src/db/case/assessments.ts';
import { lastBenefitChange, successorNumber } from '../../src/db/case/benefit.ts';
import { storeNotice } from '../../src/db/case/notices.ts';
import { divisionName } from '../../src/db/divisions.ts';
import { readOverpaid } from '../../src/db/payments/overpaid.ts';
import { readLastRecovery } from '../../src/db/payments/recoveries.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication, readDecisionsOf } from '../../src/db/sealed.ts';
import { stagesLeft, totalOf } from '../../src/domain/aid/plan.ts';
import { reasonInWords } from '../../src/domain/assessment.ts';
import { countyOf } from '../../src/domain/authority.ts';
import { businessDateOf, firstMonthAfter, monthOf } from '../../src/domain/calendar.ts';
import { stopGroundNames, stopGrounds } from '../../src/domain/case/benefitLife.ts';
import type { ClockKindName } from '../../src/domain/case/clockKinds.ts';
import { startedToday } from '../../src/domain/case/deadlines.ts';
import type { CaseEvent, Draft, NoticeKind } from '../../src/domain/case/events.ts';
import { referredTo } from '../../src/domain/case/foldReferral.ts';
import { publicId } from '../../src/domain/case/ids.ts';
import { outcomeNames } from '../../src/domain/case/names.ts';
import { articlesOf, issuerOf, type NoticeData, renderNotice } from '../../src/domain/case/notices.ts';
import { programmes } from '../../src/domain/case/programmes.ts';
import { destinationNames } from '../../src/domain/case/referrals.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/** Which decision's reasons a letter carries. */
const reasonsFrom: Partial<Record<NoticeKind, readonly string[]>> = {
  nonAcceptance: ['accept', 'supplement'],
  supplementList: ['accept'],
  refusal: ['confirm'],
  withdrawal: ['withdraw'],
  termination: ['terminate'],
  intendedDecision: ['proposeChange'],
  benefitLowered: ['proposeChange'],
  gradualExit: ['proposeChange'],
  benefitSuspended: ['proposeChange'],
  benefitEnded: ['proposeChange'],
  survivorsFile: ['proposeChange'],
  recoveryIntended: ['proposeRecovery'],
  recovery: ['decideRecovery'],
  recoveryWaived: ['decideRecovery'],
  aidRefusal: ['countyAid'],
  aidDenial: ['decideAid'],
  aidStopped: ['stopAid'],
};

/** Which period begins with a notice: its last day stands in the text. */
const periodOf: Partial<Record<NoticeKind, ClockKindName>> = {
  supplementList: 'supplement',
  notEligibleByCheck: 'checkObjection',
  posting: 'posting',
  aidPosting: 'posting',
  intendedDecision: 'hearing',
  recoveryIntended: 'recoveryReply',
  referral: 'answerReferral',
};

/** Issues a letter: rendered from what is on file, sealed as issued, quoted by hash in the journal. */
export async function issueNotice(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'noticeIssued' }>,
): Promise<CaseEvent> {
  const text = renderNotice(draft.notice, await dataOf(tx, cipher, law, state, draft));
  const noticeId = publicId(state.caseId, draft.key);
  const contentHash = cipher.contentHash(text, state.caseId);
  await storeNotice(tx, {
    noticeId,
    caseId: state.caseId,
    division: state.township,
    kind: draft.notice,
    issuedAt: new Date(law.now).toISOString(),
    isPublic: draft.notice === 'posting',
    sealed: cipher.seal(text, `notice:${noticeId}`),
    contentHash,
  });
  return { ...draft, articles: articlesOf(draft.notice), contentHash };
}

async function dataOf(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  { notice: kind, key }: Pick<Extract<Draft, { type: 'noticeIssued' }>, 'notice' | 'key'>,
): Promise<NoticeData> {
  const application = await readApplication(tx, cipher, state.caseId);
  const today = businessDateOf(law.now);
  const decisions = await readDecisionsOf(tx, cipher, state.caseId, reasonsFrom[kind] ?? []);
  const last = decisions.at(-1)?.content ?? {};
  const applicant = await addresseeOf(tx, cipher, state);
  const period = periodOf[kind];
  const proposed = state.look?.proposed;
  const givenFen = state.programme === undefined ? undefined : state.aid?.givenFen; // what came beside a benefit is not it
  const amountFen = proposed?.amountFen || givenFen || (state.proposal?.grant ? state.proposal.amountFen : undefined);
  const changed = await lastBenefitChange(tx, state.caseId);
  return {
    caseNumber: application.caseNumber,
    applicant: applicant?.name ?? '',
    members: application.members,
    date: today,
    issuer: issuerOf(kind, {
      township: await divisionName(tx, state.township),
      county: await divisionName(tx, `${countyOf(state.township)}000000`),
      delegated: isTownships(kind, state, law),
    }),
    certificate: `${application.caseNumber}-Z`,
    monthFrom: law.value('payment.firstMonth') === 'same' ? monthOf(today) : firstMonthAfter(today),
    missing: (last.missing as string[] | undefined) ?? [],
    reasons: [
      ...(await reasonsOf(tx, cipher, state, kind)),
      ...groundOf(last),
      ...(typeof last.reason === 'string' ? [last.reason] : []),
    ],
    remedies: {
      reconsiderationBody: law.value('remedies.reconsiderationBody'),
      reconsiderationDays: law.value('remedies.reconsiderationDays'),
      court: law.value('remedies.court'),
      courtMonths: law.value('remedies.courtMonths'),
    },
    ...(state.programme === 'temporary' ? { programme: programmes.temporary.zh } : {}),
    ...(period ? { until: startedToday(period, law, state).dueOn } : {}),
    ...(amountFen ? { amountFen } : {}),
    ...(kind === 'aidApproval' ? approvedAid(state) : {}),
    ...(kind === 'bridgingAid' ? { amountFen: state.aid?.givenFen ?? 0 } : {}),
    ...(proposed ? { change: outcomeNames[proposed.outcome]?.replace(/^拟/, '') ?? '' } : {}),
    ...(state.benefit ? { nowFen: state.benefit.amountFen } : {}),
    ...(changed ? { schedule: changed.periods, monthFrom: changed.monthFrom } : {}),
    ...(await recoveryData(tx, state, kind, last)),
    ...(kind === 'accountChanged' ? { monthFrom: await paysFrom(tx, state.caseId) } : {}),
    ...(kind === 'referral' ? { referredTo: destinationNames[referredTo(state, key) ?? 'other'] } : {}),
    ...(kind === 'refusal' ? { elsewhere: law.value('referral.afterRefusal').map((to) => destinationNames[to]) } : {}),
    ...(kind === 'survivorsFile' ? { successor: await successorNumber(tx, state.caseId) } : {}),
  };
}

/** Issued by whoever decided the aid. */
/** Whether what the letter tells was decided by the township. What was done in an emergency, the county alone confirms. */
function isTownships(kind: NoticeKind, { aid }: CaseState, { delegated }: CaseLaw): boolean {
  if (kind === 'aidConfirmation') return false;
  return ofAid.has(kind) ? !aid?.byCounty : delegated;
}

const ofAid: ReadonlySet<NoticeKind> = new Set(['aidApproval', 'aidDenial', 'aidStopped']);

function approvedAid(state: CaseState): Pick<NoticeData, 'stages' | 'amountFen'> {
  const stages = stagesLeft(state);
  return { stages, amountFen: totalOf(stages) };
}

function groundOf({ ground }: { readonly ground?: unknown }): string[] {
  return stopGrounds.filter((known) => known === ground).map((known) => stopGroundNames[known]);
}

/** What was overpaid: before the decision as the payment record says it, after it as it was decided. */
async function recoveryData(
  tx: Tx,
  { caseId }: CaseState,
  kind: NoticeKind,
  { fineFen, instalments }: Readonly<Record<string, unknown>>,
): Promise<Partial<NoticeData>> {
  if (kind === 'recoveryIntended') return { overpaid: await readOverpaid(tx, caseId) };
  if (kind !== 'recovery' && kind !== 'recoveryWaived') return {};
  const overpaid = await readLastRecovery(tx, caseId);
  return { overpaid, fineFen: Number(fineFen ?? 0), instalments: Number(instalments ?? 1) };
}

/** What the calculation says against the family, in words. */
async function reasonsOf(tx: Tx, cipher: Cipher, state: CaseState, kind: NoticeKind): Promise<string[]> {
  if (kind !== 'notEligibleByCheck' && kind !== 'refusal' && kind !== 'aidDenial') return [];
  const assessed = state.assessment && (await readAssessment(tx, cipher, state.caseId, state.assessment.key));
  return assessed?.reasons.map(reasonInWords) ?? [];
}
