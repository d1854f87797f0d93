import { randomBytes } from 'node:crypto';
import { isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api';

/** Version 00 ends with its flags; a later one may say more behind them. `ff` is no version. */
const form =
  /^(?:00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})|(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?)$/;

/**
 * Where a caller's trace stands; undefined for what is none. Its `tracestate` is not read: it may say anything, and would
 * be passed on.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(text: unknown): SpanContext | undefined {
  const [, ...parts] = (typeof text === 'string' && form.exec(text)) || [];
  const [traceId, spanId, flags] = parts.filter((part) => part !== undefined);
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const parsed = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(parsed) ? parsed : undefined;
}

export function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;
}

/** A trace that nobody records: its id stands in log lines. */
export function unrecordedTrace(): SpanContext {
  const id = (bytes: number) => randomBytes(bytes).toString('hex');
  return { traceId: id(16), spanId: id(8), traceFlags: TraceFlags.NONE };
}
