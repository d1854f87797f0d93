import type { EffectName } from './case/events.ts';

/** What others run, and we depend on without being able to do anything about it. */
export const outsideSystems = {
  checkPlatform: { zh: '核对平台', en: 'check platform' },
  bankDirectory: { zh: '银行批量代发', en: 'bank, files' },
  instantBank: { zh: '银行实时代付', en: 'bank, instant channel' },
  messageGateway: { zh: '短信网关', en: 'message gateway' },
  registers: { zh: '数据比对来源', en: 'registers' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;

export type OutsideSystem = keyof typeof outsideSystems;
export const outsideSystemNames = Object.keys(outsideSystems) as [OutsideSystem, ...OutsideSystem[]];

/** Whom each call of the outbox is made to. */
export const calledSystem = {
  requestCheck: 'checkPlatform',
  transferNow: 'instantBank',
  recallTransfer: 'instantBank',
  sendMessage: 'messageGateway',
} as const satisfies Record<EffectName | 'sendMessage', OutsideSystem>;

/** How our calls went, in ms since the epoch. */
export interface Contact {
  readonly answeredAt?: number;
  /** The first call that failed after the last that was answered. */
  readonly failingSince?: number;
}

/** What has not reached it yet, and what it has taken and not answered. */
export interface Waiting {
  readonly calls: number;
  readonly oldestCallAt?: number;
  readonly answers: number;
}

/**
 * `down`: something waits, and since `downSince` no call has succeeded. `quiet`: it was not called, or it calls us by
 * itself: whether it lives cannot be told. A call that failed of which nothing is left waiting says nothing any more:
 * nobody tries again.
 */
export type Standing = { readonly state: 'answers' | 'quiet' } | { readonly state: 'down'; readonly downSince: number };

export function standingOf(system: OutsideSystem, { answeredAt, failingSince }: Contact, waiting: Waiting): Standing {
  if (system === 'registers') return { state: 'quiet' };
  // The bank's directory is looked into every second, whether anything waits or not.
  const isTried = waiting.calls > 0 || system === 'bankDirectory';
  if (failingSince !== undefined && isTried) return { state: 'down', downSince: failingSince };
  return { state: answeredAt === undefined || failingSince !== undefined ? 'quiet' : 'answers' };
}
