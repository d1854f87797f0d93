import { join } from 'node:path';
import { complete, givenUp } from '../../activities/record/complete.ts';
import { seatOf } from '../../activities/record/seat.ts';
import { calendarOf } from '../../src/domain/calendar.ts';
import { nextRing } from '../../src/domain/case/clockInstants.ts';
import type { AidForm, CaseEvent, Doer, Draft, Particulars } from '../../src/domain/case/events.ts';
import { fold } from '../../src/domain/case/fold.ts';
import { withReferralNo } from '../../src/domain/case/foldReferral.ts';
import type { CaseId, DivisionCode, Key, OfficerId } from '../../src/domain/case/ids.ts';
import { type CaseState, newCase } from '../../src/domain/case/state.ts';
import { policyBook } from '../../src/domain/policy.ts';
import { lawIn, type PolicySource } from '../../src/policy/law.ts';
import { loadPolicy } from '../../src/policy/load.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { story } from '../../workflows/assistance.ts';
import { emergencyStory } from '../../workflows/emergency.ts';
import { countBranches } from '../../workflows/kernel/branches.ts';
import { caseFor, type Desk, wakeWatchers } from '../../workflows/kernel/caseFor.ts';
import { inStep } from '../../workflows/kernel/inStep.ts';
import { dangyang, yuyang } from './policyBuilder.ts';

const { values, calendars } = await loadPolicy(join(projectRoot, 'counties'));
const calendar = calendarOf(calendars);

/** The policy of the real counties, with the days of a posting counted in the whole procedure or not. */
function policyWith(value: boolean): PolicySource {
  const key = 'limit.totalExcludesPublicity';
  const book = policyBook(values.map((each) => (each.key === key ? { ...each, key, value } : each)));
  const read = async () => ({ book, calendar });
  return { read, at: read };
}
const policies = { counted: policyWith(false), excluded: policyWith(true) };

const places = {
  plain: { county: dangyang, township: yuyang },
  delegated: { county: '451322000000' as DivisionCode, township: '451322100000' as DivisionCode },
};

/** What the outside contributes to a life: what sealed papers, officers' opinions and outside systems would say. */
export interface Circumstances {
  readonly relatives: readonly OfficerId[];
  readonly excludesPosting: boolean;
  /** Lived where the confirmation is delegated to the townships. */
  readonly delegated: boolean;
  readonly eligible: boolean;
  readonly differences: number;
  readonly postAgain: boolean;
  /** The life begins in benefit, with this amount a month. */
  readonly inBenefit?: number;
  readonly mayExit?: boolean;
  /** A life of aid, and not of a benefit. */
  readonly programme?: 'emergency' | 'temporary';
  /** A life of temporary aid begins where these stages are proposed. */
  readonly proposed?: readonly string[];
}

const assessedAid = (posted: boolean) =>
  ({ cause: 'illness', persons: 2, earlierFen: 0, sameCause: !posted, posted }) as const;

/** As the last decision says, or as much as the stage under way is to give. */
function aidGivenBy({ aid }: CaseState) {
  const form = aid?.way as AidForm;
  const amountFen = form === 'referral' ? 0 : (aid?.dueFen ?? 87_200);
  return { form, amountFen, cause: 'fire', paidFrom: 'county', by: 'o-1' as OfficerId } as const;
}

const contentHash = 'h';
const caseId = '00000000-0000-4000-8000-000000000001' as CaseId;

type Change = Pick<Extract<CaseEvent, { type: 'benefitChanged' }>, 'cause' | 'monthFrom' | 'periods'>;
const cutCauses = ['lowered', 'gradualExit', 'suspended', 'ended'];
const base = (fenPerMonth: number) => ({ component: 'base', fenPerMonth }) as const;

/**
 * A case lived without Temporal and PostgreSQL: the real story, branches, completion and fold; committed in memory,
 * without anybody to interrupt it.
 */
export class CaseLife {
  readonly journal: CaseEvent[] = [];
  state: CaseState = newCase(caseId);
  now = Date.parse('2026-12-01T01:00:00Z');
  private desk!: Desk;
  private branches!: ReturnType<typeof countBranches>;
  private bug: unknown;
  private said: Particulars = {};
  private readonly policy: PolicySource;
  private readonly circumstances: Circumstances;
  private readonly place: { readonly county: DivisionCode; readonly township: DivisionCode };

  constructor(circumstances: Circumstances) {
    this.circumstances = circumstances;
    this.place = circumstances.delegated ? places.delegated : places.plain;
    this.policy = policies[circumstances.excludesPosting ? 'excluded' : 'counted'];
    if (circumstances.inBenefit !== undefined) this.tellGrant(circumstances.inBenefit);
    if (circumstances.proposed) this.tellProposal(circumstances.proposed);
  }

  private tellGrant(fenPerMonth: number): void {
    const { relatives } = this.circumstances;
    const components = [{ component: 'base', fenPerMonth }] as const;
    this.keep([
      {
        type: 'registered',
        caseId,
        caseNumber: 'DD',
        programme: 'dibao',
        ...this.place,
        members: 2,
        relatives,
        contentHash,
      },
      { type: 'stageEntered', stage: 'benefit', round: 1 },
      {
        type: 'benefitGranted',
        key: 'confirmation.1.benefit' as Key,
        certificate: 'Z',
        monthFrom: '2026-10',
        components,
      },
    ]);
  }

  private tellProposal(stages: readonly string[]): void {
    const { relatives } = this.circumstances;
    const by = { officer: 'o-12' as OfficerId, role: 'township_reviewer', division: this.place.township } as const;
    const content = { commandId: '0', contentHash, article: '', particulars: { stages } };
    const about = { caseId, caseNumber: 'LS', programme: 'temporary', ...this.place, members: 2 } as const;
    this.keep([
      { type: 'registered', ...about, relatives, contentHash },
      { type: 'stageEntered', stage: 'review', round: 1 },
      {
        type: 'taskDecided',
        key: 'review.1.proposeAid' as Key,
        kind: 'proposeAid',
        outcome: 'proposed',
        ...by,
        ...content,
      },
      { type: 'stageEntered', stage: 'confirmation', round: 1 },
    ]);
  }

  private keep(events: readonly CaseEvent[]): void {
    for (const event of events) {
      this.journal.push(event);
      this.state = fold(this.state, event);
    }
  }

  /** Begins the story from the state alone, as each run of a workflow does. Returns how many events that added. */
  async begin(): Promise<number> {
    const before = this.journal.length;
    const state = JSON.parse(JSON.stringify(this.state)) as CaseState;
    this.state = state;
    this.desk = { state, pending: [], waits: new Map(), watchers: [], rounds: { ...state.rounds }, stage: state.stage };
    this.branches = countBranches((error) => {
      this.bug ??= error;
    });
    const { branches, desk } = this;
    const tell = this.circumstances.programme === 'emergency' ? emergencyStory : story;
    void tell(caseFor(desk, branches, { abandoned: false })).then(
      () => branches.finish(),
      (error) => {
        this.bug ??= error;
      },
    );
    await this.settle();
    return this.journal.length - before;
  }

  /** A decision that was found to be allowed. */
  async decide(task: Key, doer: Doer, outcome: string, particulars: Particulars): Promise<void> {
    const { kind } = this.state.open[task]!;
    const commandId = String(this.journal.length);
    await this.happens(
      { type: 'taskDecided', key: task, kind, ...doer, outcome, commandId, contentHash: 'h', particulars },
      outcome,
    );
  }

  /** An outside system says something; waited for, if `key` says so. */
  async tell(name: string, said: Particulars, key?: Key): Promise<void> {
    const factId = String(this.journal.length);
    this.said = said;
    await this.commit([{ type: 'factArrived', name, factId, ...(key ? { key } : {}) }]);
    if (key) this.wake(key, undefined);
    await this.settle();
  }

  /** Time passes until the next clock has something to say, if any has, and it says so. */
  async ring(): Promise<void> {
    const ring = nextRing(this.state);
    if (!ring) return;
    this.now = Math.max(this.now, ring.at);
    const draft = { type: ring.says, key: ring.key } as const;
    if (ring.says === 'clockPassed') await this.happens(draft, undefined);
    else {
      await this.commit([draft]);
      await this.settle();
    }
  }

  inStep(): boolean {
    return inStep(this.desk);
  }

  /** Every other contested cut is paid as before, until it is known what comes of it. */
  private change(key: Key): Change[] {
    if (key.startsWith('remedies.')) return this.remedied(key);
    return [this.looked()];
  }

  private paidAsBefore(key: Key): CaseEvent[] {
    const { cause = 'granted', amountFen = 0 } = this.state.benefit ?? {};
    if (!cutCauses.includes(cause) || amountFen % 200 !== 0) return [];
    const periods = [{ monthFrom: '2027-02', components: [base(87_200)] }];
    const stopped = Object.entries(this.state.clocks).filter(
      ([, { kind }]) => kind === 'gradualExit' || kind === 'suspension',
    );
    return [
      { type: 'benefitChanged', key: `${key}.1` as Key, cause: 'asBefore', monthFrom: '2027-02', periods },
      ...stopped.map(([clock]): CaseEvent => ({ type: 'clockStopped', key: clock as Key })),
    ];
  }

  /** In every other life the person was helped before. */
  private identityRestored(key: Key): CaseEvent[] {
    const corrected = key.includes('confirmCorrection') ? ({ corrected: true } as const) : {};
    if (this.state.person !== undefined && !corrected.corrected) return [];
    const before = { caseId, caseNumber: 'JN', what: 'aid', amountFen: 50_000 } as const;
    const found = this.circumstances.postAgain ? [before] : [];
    const person = `h${this.journal.length}`;
    const counted = { source: 'police', found, inAllFen: 0, capFen: 804_000 } as const;
    return [{ type: 'identityRestored', key, person, ...counted, ...corrected }];
  }

  private remedied(key: Key): Change[] {
    const { cause = 'granted' } = this.state.benefit ?? {};
    const paid = { monthFrom: '2027-02', periods: [{ monthFrom: '2027-02', components: [base(87_200)] }] };
    const said = this.state.done[key.replace('.benefit', '.recordRemedy') as Key];
    if (said === 'revoked') return [{ ...paid, cause: 'restored' }];
    if (said === 'changed') return [{ ...paid, cause: 'corrected' }];
    return cause === 'asBefore' ? [{ cause: 'ended', monthFrom: '2027-03', periods: [] }] : [];
  }

  private looked(): Change {
    const { outcome = '', amountFen = 0 } = this.state.look?.proposed ?? {};
    const monthFrom = '2027-02';
    const components = [{ component: 'base', fenPerMonth: amountFen }] as const;
    if (outcome === 'gradualExit')
      return { cause: 'gradualExit', monthFrom, periods: [{ monthFrom, monthTo: '2027-07', components }] };
    const cause = ({ raise: 'raised', lower: 'lowered', resume: 'resumed', suspend: 'suspended' } as const)[outcome];
    return {
      cause: cause ?? 'ended',
      monthFrom,
      periods: cause && cause !== 'suspended' ? [{ monthFrom, components }] : [],
    };
  }

  private async happens(draft: Draft & { readonly key: Key }, outcome: string | undefined): Promise<void> {
    this.desk.pending.push({ draft, scope: { abandoned: false } });
    this.wake(draft.key, outcome);
    await this.settle();
  }

  private wake(key: Key, outcome: string | undefined): void {
    const wait = this.desk.waits.get(key);
    this.desk.waits.delete(key);
    wait?.wake(outcome);
  }

  private async settle(): Promise<void> {
    for (;;) {
      while (!this.branches.standStill() && !this.bug) await new Promise(setImmediate);
      if (this.bug) throw this.bug;
      if (this.desk.pending.length === 0 && !this.desk.watchers.some(({ holds }) => holds(this.state))) return;
      await this.commit(this.desk.pending.splice(0).map(({ draft }) => draft));
    }
  }

  private async commit(drafts: readonly Draft[]): Promise<void> {
    for (const draft of drafts) this.keep(await this.completed(draft));
    this.desk.state = this.state;
    wakeWatchers(this.desk);
  }

  private async law() {
    return lawIn(await this.policy.read(undefined as never), this.place.township, this.now);
  }

  /** Completed as the record does it; what it reads from sealed papers, the circumstances say. */
  private async completed(draft: Draft): Promise<readonly CaseEvent[]> {
    const { relatives, eligible, differences, postAgain, mayExit, programme = 'dibao' } = this.circumstances;
    switch (draft.type) {
      case 'registered': {
        const { caseId } = this.state;
        const unknown = programme === 'emergency' ? ({ personUnknown: true } as const) : {};
        const about = {
          caseId,
          caseNumber: 'DD',
          programme,
          ...this.place,
          members: 2,
          relatives,
          ...unknown,
        } as const;
        return [{ ...draft, ...about, contentHash }];
      }
      case 'taskDecided': {
        const toCounty = draft.kind === 'departmentTask' && draft.outcome === 'cannot';
        const said = withReferralNo(this.state, draft.particulars);
        const particulars = { ...said, postAgain, ...(toCounty ? { toCounty } : {}) };
        const decided: CaseEvent = { ...draft, article: '', particulars };
        if (draft.kind === 'registerRemedy') return [decided, ...this.paidAsBefore(draft.key)];
        if (draft.kind === 'confirmCorrection' && draft.outcome === 'approved')
          return [decided, ...givenUp(this.state, 'lookAtDuplicates'), ...this.identityRestored(draft.key)];
        const namesPerson = draft.kind === 'registerIdentity' || draft.kind === 'completePapers';
        return namesPerson ? [decided, ...this.identityRestored(draft.key)] : [decided];
      }
      case 'taskOpened':
        return [{ ...draft, ...seatOf(draft.kind, this.state, await this.law(), undefined, draft.about) }];
      case 'factArrived':
        return [{ ...draft, contentHash, source: 'test', particulars: this.said }];
      case 'compared':
        return [{ ...draft, differences, contentHash }];
      case 'assessed':
        return [
          {
            ...draft,
            eligible,
            amountFen: eligible ? 87_200 : 0,
            reasons: [],
            contentHash,
            ...(mayExit ? { mayExit } : {}),
            ...(programme === 'temporary' ? { aid: assessedAid(postAgain) } : {}),
          },
        ];
      case 'noticeIssued':
        return [{ ...draft, articles: [], contentHash }];
      case 'benefitGranted':
        return [{ ...draft, certificate: 'Z', monthFrom: '2027-01', components: [] }];
      case 'dutyCalled':
        return [{ ...draft, officers: ['o-20' as OfficerId], reached: !postAgain, exhausted: true }];
      case 'aidGiven':
        return [{ ...draft, ...aidGivenBy(this.state) }];
      case 'messageRequested':
        return [{ ...draft, notSent: 'noPhone' }];
      case 'effectRequested':
        return [draft];
      case 'benefitChanged':
        return this.change(draft.key).map((change) => ({ ...draft, ...change }));
      case 'recoveryDecided':
        return [
          {
            ...draft,
            ground: 'ourError',
            months: [{ component: 'base', month: '2027-01', fen: 87_200 }],
            fineFen: 0,
            instalments: 2,
            waived: this.state.done[draft.key.replace('recoveryDecision', 'decideRecovery') as Key] !== 'recover',
          },
        ];
      case 'papersSent':
        return [{ ...draft, documents: [], sha256: [], contentHash }];
      case 'handedOver':
        return [{ ...draft, to: '420922000000' as DivisionCode, contentHash }];
      case 'survivorsFileOpened':
        return [{ ...draft, successor: caseId, caseNumber: 'DD-2' }];
      case 'referredFileOpened': // every other one turns out to have applied meanwhile
        return [this.journal.length % 2 ? { ...draft, successor: caseId, caseNumber: 'DD-3' } : draft];
      case 'lookEnded':
        return [{ ...draft, reviewClass: 'B' }];
      default:
        return complete(undefined as never, undefined as never, await this.law(), this.state, draft);
    }
  }
}
