import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { countyOf, type Judged, type RefusalCode, refusalCodes, refusalOf } from '../../src/domain/authority.ts';
import type { CaseId, DivisionCode, Key, OfficerId } from '../../src/domain/case/ids.ts';
import { type Role, roles } from '../../src/domain/case/roles.ts';
import { type AidNow, type CaseState, newCase, type OpenTask } from '../../src/domain/case/state.ts';
import { type TaskKindName, taskKinds } from '../../src/domain/case/taskKinds.ts';
import { dangyang, yuyang } from './policyBuilder.ts';

const key = 'somewhere.1.something' as Key;
const o = (n: number) => `o-${n}` as OfficerId;
const empty = newCase('00000000-0000-4000-8000-000000000001' as CaseId);

/** A case with one task of this kind open, and whatever else is said of it. */
function caseWith(kind: TaskKindName, role: Role, division: DivisionCode, but: Partial<CaseState> = {}): CaseState {
  return {
    ...empty,
    county: dangyang,
    township: yuyang,
    open: { [key]: { kind, role, division, version: 3 } },
    ...but,
  };
}

/** A decision by somebody who may take it, on the screen as it is now. */
function decisionOn({ open }: CaseState, outcome: string, but: Partial<Judged> = {}): Judged {
  const { role, division, version } = open[key]!;
  const law = {
    today: '2026-12-01',
    delegationInForce: true,
    minInvestigators: 2,
    fineMultiple: 2,
    maxInstalments: 24,
  };
  return { task: key, taskVersion: version, officer: o(1), role, division, outcome, particulars: {}, law, ...but };
}

const confirming = (but: Partial<CaseState> = {}) =>
  caseWith('confirm', 'county_officer', dangyang, { proposal: { grant: true, amountFen: 87_200 }, ...but });
const reviewing = (but: Partial<CaseState> = {}) =>
  caseWith('review', 'township_reviewer', yuyang, { assessment: { key, eligible: true, amountFen: 87_200 }, ...but });
const visiting = (but: Partial<CaseState> = {}) => caseWith('homeVisit', 'investigator', yuyang, but);
const grant = (but: Partial<Judged> = {}) =>
  decisionOn(reviewing(), 'proposeGrant', { particulars: { amountFen: 87_200 }, ...but });
const visit = (...investigators: OfficerId[]) => decisionOn(visiting(), 'visited', { particulars: { investigators } });
const extending = (but: Partial<CaseState> = {}) => caseWith('extendProcedure', 'township_reviewer', yuyang, but);
const whole = { kind: 'wholeProcedure', days: 30, from: '2026-12-01', dueOn: '2027-01-12', dueAt: 1 } as const;
const delegated = (but: Partial<CaseState> = {}) =>
  caseWith('confirm', 'township_reviewer', yuyang, { proposal: { grant: true, amountFen: 87_200 }, ...but });
const proposing = (but: Partial<CaseState> = {}) =>
  caseWith('proposeChange', 'township_reviewer', yuyang, {
    assessment: { key, eligible: true, amountFen: 90_000 },
    benefit: { monthFrom: '2026-10', amountFen: 87_200, cause: 'granted' },
    look: { why: 'change' },
    ...but,
  });
const suspended = { benefit: { monthFrom: '2026-11', amountFen: 0, cause: 'suspended' } } as const;
const exit = { kind: 'gradualExit', days: 6, from: '2026-11-01', dueOn: '2027-05-31', dueAt: 1 } as const;
const leaving = { clocks: { [key]: exit } };
const headGone = { look: { why: 'change', headChanged: true } } as const;
const proposal = (outcome: string, particulars: Judged['particulars'] = {}) =>
  decisionOn(proposing(), outcome, { particulars });
const remedied = caseWith('recordRemedy', 'county_officer', dangyang);
const recovering = caseWith('decideRecovery', 'county_officer', dangyang, { overpaidFen: 87_200 });
const noDelegation = {
  today: '2026-12-01',
  delegationInForce: false,
  minInvestigators: 2,
  fineMultiple: 2,
  maxInstalments: 24,
};

const firstAid = { delegated: true, limitFen: 300_000, capPerPersonFen: 804_000 };
const aiding = (kind: 'firstAid' | 'countyAid' | 'payOtherwise', but: Partial<AidNow> = {}) =>
  caseWith(kind, kind === 'countyAid' ? 'county_officer' : 'duty_officer', kind === 'countyAid' ? dangyang : yuyang, {
    aid: { persons: 1, givenFen: 0, ...but },
  });
const gives = (state: CaseState, amountFen: number, but: Partial<typeof firstAid> = {}) => {
  const given = decisionOn(state, 'cash', { particulars: { amountFen } });
  return { ...given, law: { ...given.law, firstAid: { ...firstAid, ...but } } };
};

const called = {
  round: 1,
  isCalled: true,
  departments: ['police'],
  opinions: [],
  absent: [],
  leaveFen: 0,
  followUps: [],
  followUpsGiven: 0,
} as const;
const asksPolice = (): CaseState => {
  const state = caseWith('giveOpinion', 'department_officer', dangyang, { meeting: called });
  return { ...state, open: { [key]: { ...state.open[key]!, department: 'police' } } };
};
const convening = caseWith('conveneMeeting', 'county_officer', dangyang);
const convenes = (departments: string[], meetingOn = '2026-12-10') => ({
  ...decisionOn(convening, 'convened', { particulars: { departments, meetingOn } }),
  law: { ...decisionOn(convening, 'convened').law, departments: ['police', 'shelter'] },
});
const meeting = (but: Partial<CaseState> = {}) =>
  caseWith('holdMeeting', 'county_leader', dangyang, { meeting: called, ...but });
const holds = (particulars: Judged['particulars'] = {}) => ({
  ...decisionOn(meeting(), 'agreed', { particulars: { followUps: [], ...particulars } }),
  law: convenes([]).law,
});
const correcting = caseWith('correctIdentity', 'county_officer', dangyang, { person: 'h-1' });
const reassigning = caseWith('reassign', 'county_officer', dangyang);
const papers = (but: Partial<CaseState> = {}) => caseWith('completePapers', 'township_clerk', yuyang, but);
const duplicates = caseWith('lookAtDuplicates', 'county_officer', dangyang, {
  aid: { persons: 1, givenFen: 80_000 },
});
const returning = (but: Partial<CaseState> = {}) => caseWith('returnHome', 'county_officer', dangyang, but);
const waiting = { 'meeting.1.giveOpinion.1': asksPolice().open[key]! };
const aidLaw = (but: Partial<typeof firstAid> = {}): Judged['law'] => ({
  ...noDelegation,
  firstAid: { ...firstAid, ...but },
  temporary: {
    ...{
      delegated: true,
      limitFen: 300_000,
      reads: 'upTo',
      capPerPersonFen: 804_000,
      stagesUntil: '2027-06-01',
      togetherSince: '2025-12-02',
      bridgingMonths: 1,
    },
    ...but,
  },
});
const temporary = {
  programme: 'temporary',
  proposal: { grant: true, amountFen: 200_000 },
  aid: { persons: 1, givenFen: 0, plan: { stages: [{ fen: 200_000, opens: 'now' }], first: 1 } },
} as const;
const followingUp = (but: Partial<AidNow> = {}) =>
  caseWith('proposeFollowUp', 'township_reviewer', yuyang, {
    programme: 'emergency',
    aid: { persons: 1, givenFen: 0, ...but },
  });
const proposes = (state: CaseState, ...stages: string[]) =>
  decisionOn(state, 'proposed', { particulars: { stages, withReason: true }, law: aidLaw() });
const deciding = (but: Partial<AidNow> = {}) =>
  caseWith('decideAid', 'county_officer', dangyang, {
    ...temporary,
    programme: 'emergency',
    aid: { ...temporary.aid, ...but },
  });
const bridging = (but: Partial<CaseState> = {}) =>
  caseWith('bridge', 'township_reviewer', yuyang, {
    stage: 'benefit',
    benefit: { monthFrom: '2026-12', amountFen: 87_200, cause: 'granted' },
    ...but,
  });
const bridges = (amountFen: number, but: Partial<Judged> = {}) =>
  decisionOn(bridging(), 'cash', { particulars: { amountFen }, law: aidLaw(), ...but });

/** Each refusal there is, with a case and a decision that meet it and nothing else. */
const refusals: Record<RefusalCode, readonly (readonly [why: string, CaseState, Judged])[]> = {
  taskNotOpen: [['the task is done', { ...confirming(), open: {} }, decisionOn(confirming(), 'refused')]],
  screenOutOfDate: [
    ['an older screen', confirming(), decisionOn(confirming(), 'refused', { taskVersion: 2 })],
    ['a screen of the future', confirming(), decisionOn(confirming(), 'refused', { taskVersion: 4 })],
  ],
  unknownOutcome: [['another task’s outcome', confirming(), decisionOn(confirming(), 'accepted')]],
  wrongRole: [
    ['a leader decides for an officer', confirming(), decisionOn(confirming(), 'refused', { role: 'county_leader' })],
  ],
  wrongDivision: [
    ['another township', reviewing(), grant({ division: '420582101000' as DivisionCode })],
    ['its own county', reviewing(), grant({ division: dangyang })],
  ],
  delegationNotInForce: [
    ['the township confirms without its power', delegated(), decisionOn(delegated(), 'refused', { law: noDelegation })],
    [
      'an officer of another county',
      delegated(),
      decisionOn(delegated(), 'refused', {
        law: noDelegation,
        role: 'county_officer',
        division: '451322000000' as DivisionCode,
      }),
    ],
  ],
  officerIsRelative: [['even the clerk', reviewing({ relatives: [o(1)] }), grant()]],
  samePersonTwice: [
    ['who investigated', confirming({ investigated: [o(1)] }), decisionOn(confirming(), 'refused')],
    ['who reviewed', confirming({ reviewed: [o(1)] }), decisionOn(confirming(), 'returned')],
    [
      'who proposed the aid',
      { ...deciding(), reviewed: [o(1)] },
      decisionOn(deciding(), 'approved', { law: aidLaw() }),
    ],
    ['also in the township', delegated({ reviewed: [o(1)] }), decisionOn(delegated(), 'refused')],
    ['who proposed the recovery', { ...recovering, recoveryProposedBy: o(1) }, decisionOn(recovering, 'waive')],
    [
      'who took the request for another account',
      caseWith('approveAccountChange', 'township_reviewer', yuyang, { accountRequestedBy: o(1) }),
      decisionOn(caseWith('approveAccountChange', 'township_reviewer', yuyang), 'approved'),
    ],
  ],
  supplementAlreadyAsked: [
    [
      'asked once before',
      caseWith('accept', 'township_clerk', yuyang, { supplementAsked: true }),
      decisionOn(caseWith('accept', 'township_clerk', yuyang), 'supplementNeeded'),
    ],
  ],
  tooFewInvestigators: [
    ['alone', visiting(), visit(o(1))],
    ['twice the same', visiting(), visit(o(1), o(1))],
    ['nobody named', visiting(), decisionOn(visiting(), 'visited')],
  ],
  investigatorIsRelative: [['one of the group', visiting({ relatives: [o(2)] }), visit(o(1), o(2))]],
  countyVisitMissing: [
    ['a relative is registered', confirming({ relatives: [o(9)] }), decisionOn(confirming(), 'approved')],
    ['somebody complained', confirming({ complaint: true }), decisionOn(confirming(), 'approved')],
  ],
  checkReportExpired: [
    ['by a day', confirming({ reportValidUntil: '2026-11-30' }), decisionOn(confirming(), 'approved')],
  ],
  reportUnweighed: [
    ['at the review', reviewing({ reportUnweighed: true }), grant()],
    ['at the confirmation', confirming({ reportUnweighed: true }), decisionOn(confirming(), 'approved')],
  ],
  matchUnsettled: [['a register’s word', confirming({ matchesToSettle: 1 }), decisionOn(confirming(), 'approved')]],
  firstAidNotDelegated: [
    ['no instrument is in force', aiding('firstAid'), gives(aiding('firstAid'), 100, { delegated: false })],
    ['policy says nothing of it', aiding('firstAid'), decisionOn(aiding('firstAid'), 'cash')],
  ],
  aboveFirstAidLimit: [
    ['a fen more', aiding('firstAid'), gives(aiding('firstAid'), 300_001)],
    ['with what was given before', aiding('payOtherwise', { givenFen: 1 }), gives(aiding('payOtherwise'), 300_000)],
  ],
  aboveAidCap: [
    ['for one person', aiding('countyAid'), gives(aiding('countyAid'), 804_001)],
    ['for two', aiding('countyAid', { persons: 2 }), gives(aiding('countyAid'), 1_608_001)],
    [
      'more than a meeting left',
      { ...aiding('countyAid'), meeting: { ...called, leaveFen: 100_000 } },
      gives(aiding('countyAid'), 904_001),
    ],
    ['with what was given before', followingUp({ givenFen: 4_001 }), proposes(followingUp(), '800000 now')],
    ['in all its stages', followingUp(), proposes(followingUp(), '800000 now', '4001 2026-12-24')],
    [
      'decided under another law',
      deciding(),
      decisionOn(deciding(), 'approved', { law: aidLaw({ capPerPersonFen: 1 }) }),
    ],
  ],
  wrongDepartment: [
    ['another department', asksPolice(), { ...decisionOn(asksPolice(), 'agrees'), department: 'health' }],
    ['no department', asksPolice(), decisionOn(asksPolice(), 'agrees')],
  ],
  departmentNotListed: [
    ['called', convening, convenes(['police', 'education'])],
    ['given something to do', meeting(), holds({ followUps: ['education'] })],
    [
      'given what another could not do',
      reassigning,
      { ...decisionOn(reassigning, 'reassigned', { particulars: { followUps: ['education'] } }), law: holds().law },
    ],
    ['policy names none', convening, { ...convenes(['police']), law: noDelegation }],
  ],
  opinionsOutstanding: [
    ['the police still have time', { ...meeting(), open: { ...meeting().open, ...waiting } }, holds()],
  ],
  meetingNotCalled: [['none is called', reassigning, decisionOn(reassigning, 'backToMeeting')]],
  otherPerson: [
    [
      'the papers name somebody else',
      papers({ person: 'h-1' }),
      decisionOn(papers(), 'completed', { particulars: { person: 'h-2' } }),
    ],
  ],
  personUnchanged: [
    ['the same number', correcting, decisionOn(correcting, 'correctionProposed', { particulars: { person: 'h-1' } })],
  ],
  moreThanGiven: [
    ['a fen more', duplicates, decisionOn(duplicates, 'toRecovery', { particulars: { amountFen: 80_001 } })],
  ],
  personStillUnknown: [
    ['nobody has said', returning(), decisionOn(returning(), 'handedOver', { particulars: { home: '420922000000' } })],
  ],
  homeIsHere: [
    [
      'this county',
      returning({ person: 'h-1' }),
      decisionOn(returning(), 'handedOver', { particulars: { home: dangyang } }),
    ],
  ],
  notTheAmountDecided: [
    [
      'another way, another amount',
      aiding('payOtherwise', { dueFen: 200_000 }),
      gives(aiding('payOtherwise'), 200_001),
    ],
  ],
  stageDatesUnfit: [
    ['today', followingUp(), proposes(followingUp(), '1 2026-12-01')],
    ['not one after another', followingUp(), proposes(followingUp(), '1 2026-12-24', '1 2026-12-24')],
    ['too late', followingUp(), proposes(followingUp(), '1 2027-06-02')],
    [
      'the day came before the decision',
      deciding({ plan: { stages: [{ fen: 1, opens: '2026-12-01' }], first: 1 } }),
      decisionOn(deciding(), 'approved', { law: aidLaw() }),
    ],
  ],
  sameCauseWithoutReason: [
    [
      'the county gives none',
      caseWith('decideAid', 'county_officer', dangyang, {
        ...temporary,
        aid: { ...temporary.aid, sameCause: true },
      }),
      decisionOn(caseWith('decideAid', 'county_officer', dangyang), 'approved', { law: aidLaw() }),
    ],
  ],
  bridgingNotInForce: [
    ['the county has not switched it on', bridging(), bridges(87_200, { law: noDelegation })],
    ['the benefit has ended', bridging({ stage: 'closing' }), bridges(87_200)],
  ],
  bridgedAlready: [['given before', bridging({ aid: { persons: 1, givenFen: 50_000 } }), bridges(1)]],
  aboveBridging: [
    ['more than a month of it', bridging(), bridges(87_201)],
    ['nothing is paid now', bridging(suspended), bridges(1)],
  ],
  lateReportUnanswered: [['told late', proposing({ reportedLate: true }), proposal('raise', { amountFen: 90_000 })]],
  refusalWasProposed: [
    ['a refusal', confirming({ proposal: { grant: false, amountFen: 0 } }), decisionOn(confirming(), 'approved')],
  ],
  amountChangedWithoutReason: [
    ['another amount', reviewing(), grant({ particulars: { amountFen: 87_201 } })],
    ['the system found no claim', reviewing({ assessment: { key, eligible: false, amountFen: 0 } }), grant()],
  ],
  grantWithoutAmount: [
    ['nothing', reviewing(), grant({ particulars: { amountFen: 0 } })],
    ['no amount', reviewing(), grant({ particulars: {} })],
  ],
  alreadyExtended: [
    ['once', extending({ extended: true, clocks: { [key]: whole } }), decisionOn(extending(), 'extended')],
  ],
  changeUnweighed: [
    [
      'reported during the review',
      caseWith('periodicReview', 'investigator', yuyang, { look: { why: 'review', reported: true } }),
      decisionOn(caseWith('periodicReview', 'investigator', yuyang), 'unchanged'),
    ],
  ],
  survivorsFileNeeded: [
    ['a raise after the head has died', proposing(headGone), proposal('raise', { amountFen: 90_000 })],
    [
      'nothing to change',
      proposing({ ...headGone, assessment: { key, eligible: true, amountFen: 87_200 } }),
      proposal('keep'),
    ],
  ],
  headNotChanged: [['the head lives', proposing(), proposal('succeed', { amountFen: 90_000 })]],
  differsFromCalculation: [
    ['another amount is due', proposing(), proposal('keep')],
    ['nothing is due', proposing({ assessment: { key, eligible: false, amountFen: 0 } }), proposal('keep')],
    ['it leaves, and is below the standard again', proposing(leaving), proposal('keep')],
  ],
  notARaise: [['the same amount', proposing(), proposal('raise', { amountFen: 87_200, withReason: true })]],
  notALowering: [
    ['more than now', proposing(), proposal('lower', { amountFen: 90_000 })],
    ['to nothing', proposing(), proposal('lower', { amountFen: 0, withReason: true })],
  ],
  isSuspended: [
    ['raised while suspended', proposing(suspended), proposal('raise', { amountFen: 90_000 })],
    ['suspended twice', proposing(suspended), proposal('suspend')],
    ['kept while suspended', proposing(suspended), proposal('keep')],
  ],
  notSuspended: [['it is paid', proposing(), proposal('resume', { amountFen: 90_000 })]],
  exitRunning: [
    ['raised while leaving', proposing(leaving), proposal('raise', { amountFen: 90_000 })],
    ['lowered for good while leaving', proposing(leaving), proposal('lower', { amountFen: 1, withReason: true })],
  ],
  noExitRunning: [['it is paid in full', proposing(), proposal('restore', { amountFen: 90_000 })]],
  gradualExitNotOpen: [['income below the standard', proposing(), proposal('gradualExit')]],
  stillEligible: [['income over, by nobody’s calculation', proposing(), proposal('stop', { ground: 'incomeOver' })]],
  moreThanOwedBack: [
    [
      'a fen too much',
      caseWith('recordRepayment', 'finance_officer', dangyang, { owedBackFen: 87_200 }),
      decisionOn(caseWith('recordRepayment', 'finance_officer', dangyang), 'repaid', {
        particulars: { amountFen: 87_201 },
      }),
    ],
  ],
  tooManyInstalments: [
    ['more than two years', recovering, decisionOn(recovering, 'recover', { particulars: { instalments: 25 } })],
  ],
  fineTooHigh: [
    [
      'three times what was got',
      recovering,
      decisionOn(recovering, 'recover', { particulars: { ground: 'fraud', fineFen: 174_401 } }),
    ],
    [
      'without fraud',
      recovering,
      decisionOn(recovering, 'recover', { particulars: { ground: 'ourError', fineFen: 1 } }),
    ],
  ],
  nothingToRevoke: [['only granted so far', remedied, decisionOn(remedied, 'revoked')]],
  nothingToExtend: [['not accepted yet', extending(), decisionOn(extending(), 'extended')]],
  dateTooEarly: [
    [
      'a visit on the day before acceptance',
      visiting({ clocks: { [key]: whole } }),
      { ...visit(o(1), o(2)), particulars: { investigators: [o(1), o(2)], on: '2026-01-01' } },
    ],
    [
      'a letter delivered before it was written',
      caseWith('deliverRefusal', 'township_clerk', yuyang, { clocks: { [key]: { ...whole, kind: 'refusalLetter' } } }),
      decisionOn(caseWith('deliverRefusal', 'township_clerk', yuyang), 'delivered', {
        particulars: { on: '2026-01-01' },
      }),
    ],
  ],
  dateInFuture: [
    [
      'a visit tomorrow',
      visiting(),
      { ...visit(o(1), o(2)), particulars: { investigators: [o(1), o(2)], on: '2026-12-02' } },
    ],
  ],
};

describe('a township that has the power and decides nothing within the period', () => {
  const late = { ...whole, kind: 'countyConfirm' } as const;
  const clocks = (passed?: true) => ({ [key]: passed ? { ...late, passed } : late });
  const byTheCounty = { role: 'county_officer', division: dangyang } as const;
  it('leaves it to the county, whose power it is, and may still decide itself', () => {
    const state = delegated({ clocks: clocks(true) });
    expect(refusalOf(state, decisionOn(state, 'refused', byTheCounty))).toBeUndefined();
    expect(refusalOf(state, decisionOn(state, 'refused'))).toBeUndefined();
  });
  it('and not before', () => {
    const state = delegated({ clocks: clocks() });
    expect(refusalOf(state, decisionOn(state, 'refused', byTheCounty))).toBe('wrongRole');
  });
});

describe.each(refusalCodes)('%s', (code) => {
  test.each(refusals[code])('%s', (_why, state, decision) => {
    expect(refusalOf(state, decision)).toBe(code);
  });
});

describe('allowed', () => {
  test.each([
    ['a grant of what was computed', reviewing(), grant()],
    ['another amount, with a reason', reviewing(), grant({ particulars: { amountFen: 1, withReason: true } })],
    ['a visit by two', visiting(), visit(o(1), o(2))],
    [
      'confirmed on the last day of the report',
      confirming({ reportValidUntil: '2026-12-01' }),
      decisionOn(confirming(), 'approved'),
    ],
    [
      'confirmed after the county’s visit',
      confirming({ complaint: true, countyVisited: true }),
      decisionOn(confirming(), 'approved'),
    ],
    ['the township under its delegation', delegated(), decisionOn(delegated(), 'approved')],
    [
      'the county where the delegation has lapsed',
      delegated(),
      decisionOn(delegated(), 'approved', { law: noDelegation, role: 'county_officer', division: dangyang }),
    ],
    [
      'more time for a procedure that runs',
      extending({ clocks: { [key]: whole } }),
      decisionOn(extending(), 'extended'),
    ],
  ])('%s', (_what, state, decision) => {
    expect(refusalOf(state, decision)).toBeUndefined();
  });
});

const anOfficer = fc.nat({ max: 5 }).map(o);
const aDivision = fc.constantFrom(dangyang, yuyang, '420582101000' as DivisionCode, '451322000000' as DivisionCode);
const aTask: fc.Arbitrary<OpenTask> = fc.record({
  kind: fc.constantFrom(...(Object.keys(taskKinds) as TaskKindName[])),
  role: fc.constantFrom(...roles),
  division: aDivision,
  version: fc.nat({ max: 2 }),
});
const aState: fc.Arbitrary<CaseState> = fc
  .record({
    open: fc.record({ [key]: aTask }) as fc.Arbitrary<CaseState['open']>,
    relatives: fc.array(anOfficer, { maxLength: 2 }),
    investigated: fc.array(anOfficer, { maxLength: 2 }),
    reviewed: fc.array(anOfficer, { maxLength: 2 }),
    supplementAsked: fc.boolean(),
    complaint: fc.boolean(),
    countyVisited: fc.boolean(),
    extended: fc.boolean(),
    proposal: fc.record({ grant: fc.boolean(), amountFen: fc.constant(87_200) }),
    reportValidUntil: fc.constantFrom('2026-11-30', '2026-12-01'),
  })
  .map((parts) => ({ ...empty, ...parts }));

/** Anybody's decision on it: mostly by a role and from a screen that fit, so that some are allowed. */
const aCaseAndDecision = aState.chain((state) => {
  const task = state.open[key]!;
  return fc.record({
    state: fc.constant(state),
    judged: fc.record({
      task: fc.constant(key),
      taskVersion: fc.constantFrom(task.version, task.version, task.version + 1),
      officer: anOfficer,
      role: fc.oneof(fc.constant(task.role), fc.constantFrom(...roles)),
      division: fc.oneof(fc.constant(task.division), aDivision),
      outcome: fc.constantFrom(...taskKinds[task.kind].outcomes),
      particulars: fc.record({
        investigators: fc.array(anOfficer, { maxLength: 3 }),
        amountFen: fc.nat({ max: 2 }),
        withReason: fc.boolean(),
      }),
      law: fc.record({
        today: fc.constant('2026-12-01'),
        delegationInForce: fc.boolean(),
        minInvestigators: fc.constantFrom(2, 3),
        fineMultiple: fc.constant(2),
        maxInstalments: fc.constant(24),
      }),
    }) as fc.Arbitrary<Judged>,
  });
});

describe('whatever the case and the decision', () => {
  test.prop([aCaseAndDecision], { numRuns: 3_000 })('what is allowed is lawful', ({ state, judged }) => {
    if (refusalOf(state, judged) !== undefined) return;
    const task = state.open[key]!;
    const { officer, role, division, outcome, law } = judged;
    expect(judged.taskVersion).toBe(task.version);
    expect(state.relatives).not.toContain(officer);
    const confirming = taskKinds[task.kind].role === 'confirmer';
    const fellBack = confirming && task.role === 'township_reviewer' && !law.delegationInForce;
    const tookOver = task.role === 'township_reviewer' && role === 'county_officer';
    if (tookOver && !fellBack) expect(Object.values(state.clocks).some(({ passed }) => passed)).toBe(true);
    if (fellBack || tookOver) expect([role, countyOf(division)]).toEqual(['county_officer', countyOf(task.division)]);
    else expect([role, division]).toEqual([task.role, task.division]);
    if (taskKinds[task.kind].apart) expect([...state.investigated, ...state.reviewed]).not.toContain(officer);
    if (task.kind === 'confirm' && outcome === 'approved') {
      expect(state.proposal?.grant).toBe(true);
      expect(law.today <= (state.reportValidUntil ?? law.today)).toBe(true);
      if (state.complaint || state.relatives.length > 0) expect(state.countyVisited).toBe(true);
    }
    if (outcome === 'supplementNeeded') expect(state.supplementAsked).toBe(false);
  });

  test.prop([aCaseAndDecision], { numRuns: 1_000 })('a relative of the family decides nothing', ({ state, judged }) => {
    expect(refusalOf({ ...state, relatives: [...state.relatives, judged.officer] }, judged)).toBeDefined();
  });

  test.prop([aCaseAndDecision], { numRuns: 1_000 })(
    'a screen of another version decides nothing',
    ({ state, judged }) => {
      const other = { ...judged, taskVersion: state.open[key]!.version + 1 };
      expect(refusalOf(state, other)).toBe('screenOutOfDate');
    },
  );

  test.prop([aCaseAndDecision], { numRuns: 1_000 })(
    'more on file against somebody never allows more',
    ({ state, judged }) => {
      const before = refusalOf(state, judged);
      const worse = {
        ...state,
        investigated: [...state.investigated, judged.officer],
        supplementAsked: true,
        extended: true,
      };
      if (before !== undefined) expect(refusalOf(worse, judged)).toBeDefined();
    },
  );
});
