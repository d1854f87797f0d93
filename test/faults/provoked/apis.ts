import type { Fault } from '../provoke.ts';
import type { FailPoint } from '../stack/failPoint.ts';
import type { Stack } from '../stack/stack.ts';

const dies = (point: FailPoint) => async (stack: Stack, roll: () => number) => {
  const api = stack.apis[roll() < 0.5 ? 0 : 1];
  await api.diesAt(point);
  await api.start();
};

export const hurtApis: readonly Fault[] = [
  {
    id: 'F2-inside',
    title: { zh: '接口进程在存入决定时被杀', en: 'an API process killed while it stores a decision' },
    inject: dies({ at: 'inside', statement: 'insert into command' }),
  },
  {
    id: 'F2-after',
    title: {
      zh: '接口进程存入决定后、答复前被杀',
      en: 'an API process killed with the decision stored and no answer given',
    },
    inject: dies({ at: 'after', statement: 'insert into command' }),
  },
  {
    id: 'F2-all',
    title: { zh: '两个接口进程在办理中同时被杀', en: 'both API processes killed with decisions in flight' },
    async inject({ apis }) {
      await Promise.all(apis.map((api) => api.kill()));
      await Promise.all(apis.map((api) => api.start()));
    },
  },
  {
    id: 'F2-payday',
    title: { zh: '签字时接口进程被杀', en: 'an API process killed over a signature' },
    during: 'payday',
    moments: 3,
    inject: dies({ at: 'after', statement: 'insert into command' }),
  },
  {
    id: 'F2-relay',
    title: { zh: '转发进程领取任务后被杀', en: 'the relay killed with calls claimed and not made' },
    moments: 8,
    async inject({ relay }) {
      await relay.diesAt({ at: 'after', statement: 'update outbox set attempts' });
      await relay.start();
    },
  },
];
