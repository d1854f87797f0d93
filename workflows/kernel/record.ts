import { CancellationScope, proxyLocalActivities } from '@temporalio/workflow';
import type { RecordActivities } from '../../activities/record.ts';

const activities = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: '8s',
  // Longer waits happen outside the workflow task: a retry inside it blocked other cases for 32 s while the database was down.
  localRetryThreshold: '1s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
});

/**
 * The one way to change the record. Not cancellable: a cancelled record had committed. Should it fail for good, that is a
 * plain Error, so that the case waits: the activity's own failure would end it.
 */
export const record: RecordActivities['record'] = (request) =>
  CancellationScope.nonCancellable(() => activities.record(request)).catch((failure: Error) => {
    throw new Error(`The record gave no answer: ${failure.message}`);
  });
