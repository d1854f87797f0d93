import type { EffectHandlers } from '../../src/relay/effects.ts';

const taken = async () => ({ ok: true, value: {} }) as const;

/** Outside systems that take everything and never answer: for tests that are about something else. */
export const allTaken: EffectHandlers = {
  requestCheck: taken,
  sendMessage: taken,
  transferNow: taken,
  recallTransfer: taken,
};
