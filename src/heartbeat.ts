import type { ActivityInterceptorsFactory } from '@temporalio/worker';

const beat = 3_000;

/**
 * Says every few seconds that an activity is still under way: a worker that was killed over long work on a county is
 * found out by its silence (`heartbeatTimeout`), not only when the work's own time is over. A record is local, and quick.
 */
export const underWay: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      if (context.info.isLocal) return next(input);
      const beating = setInterval(() => context.heartbeat(), beat);
      try {
        return await next(input);
      } finally {
        clearInterval(beating);
      }
    },
  },
});
