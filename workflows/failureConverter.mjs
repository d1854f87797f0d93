import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Messages and stack traces of failures travel as a payload, and so through the codec: an error of a database may quote a
 * row. Plain JavaScript, because the SDK loads it by its path, into the worker and into the workflows' bundle alike.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
