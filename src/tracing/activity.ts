import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { inLog, inTrace, sayOfStep } from './spans.ts';

/** What a workflow asks of an activity, where it says in whose trace. */
interface Asked {
  readonly traceparent?: string;
  readonly key?: string;
}

/**
 * An activity in the trace of the request that set it off; what nobody asked for, a clock or a run that begins, has a trace
 * of its own. Its log lines name it.
 */
export const traced: ActivityInterceptorsFactory = ({ info }) => {
  let named = {};
  return {
    inbound: {
      execute(input, next) {
        const { traceparent, key } = (input.args[0] ?? {}) as Asked;
        const [cause] = key?.split(':') ?? [];
        const said = {
          'doudi.workflow_id': info.workflowExecution?.workflowId ?? '',
          'doudi.attempt': info.attempt,
          ...(cause === undefined ? {} : { 'doudi.cause': cause }),
        };
        return inTrace(traceparent, info.activityType, { said }, async () => {
          named = inLog();
          const answer = await next(input);
          const { kind } = (answer ?? {}) as { kind?: string };
          if (kind !== undefined) sayOfStep({ 'doudi.answer': kind });
          return answer;
        });
      },
    },
    outbound: { getLogAttributes: (attributes, next) => next({ ...attributes, ...named }) },
  };
};
