import { expect, it } from 'vitest';
import { standingOf } from '../../src/domain/outside.ts';

const failing = { answeredAt: 1_000, failingSince: 2_000 };
const one = { calls: 1, oldestCallAt: 1_500, answers: 0 };
const nothing = { calls: 0, answers: 0 };

it('a system is down since the first call that failed after the last that was answered, while something waits', () => {
  expect(standingOf('checkPlatform', failing, one)).toEqual({ state: 'down', downSince: 2_000 });
  expect(standingOf('checkPlatform', { answeredAt: 3_000 }, one)).toEqual({ state: 'answers' });
});

it('where nothing waits nobody tries, and nothing can be said', () => {
  expect(standingOf('instantBank', failing, nothing)).toEqual({ state: 'quiet' });
  expect(standingOf('messageGateway', {}, nothing)).toEqual({ state: 'quiet' });
});

it('the bank’s directory is looked into all the time, and registers are never asked', () => {
  expect(standingOf('bankDirectory', failing, nothing)).toEqual({ state: 'down', downSince: 2_000 });
  expect(standingOf('registers', failing, one)).toEqual({ state: 'quiet' });
});
