import {
  type Context,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { parseTraceparent, traceparentOf, unrecordedTrace } from './traceparent.ts';

/** All that may be said of a span: names, kinds and ids of ours. No address, statement, value or person. */
export interface Said {
  readonly 'http.request.method'?: string;
  /** As declared, never as asked. */
  readonly 'http.route'?: string;
  readonly 'http.response.status_code'?: number;
  readonly 'db.system.name'?: 'postgresql';
  /** A code or the name of an error's class, never its message: that may quote a row. */
  readonly 'error.type'?: string;
  readonly 'doudi.request_id'?: string;
  /** The code of the problem that was answered. */
  readonly 'doudi.problem'?: string;
  readonly 'doudi.case_id'?: string;
  readonly 'doudi.command_id'?: string;
  readonly 'doudi.workflow_id'?: string;
  /** What set off a commit: `command`, `fact`, `clock`, `enter` … */
  readonly 'doudi.cause'?: string;
  /** What came of it: `stored`, `repeat`, `refused` … */
  readonly 'doudi.answer'?: string;
  readonly 'doudi.attempt'?: number;
}

export interface Opened {
  /** In which the work runs, so that its steps belong to the span. */
  readonly context: Context;
  readonly span: Span;
  readonly traceId: string;
}

interface Opening {
  readonly kind?: SpanKind;
  readonly said?: Said;
  /** Asked every few seconds by machines: never recorded. */
  readonly unrecorded?: boolean;
}

// Whoever opens a trace carries it through what is awaited, with an exporter or without one: log lines name it.
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

/** Without an exporter the API's own tracer, which records nothing. */
const tracer = trace.getTracer('doudi');

/** Begins the part of a trace that this process has: in the caller's trace where it names one, otherwise in a new one. */
export function openTrace(traceparent: unknown, name: string, opening: Opening = {}): Opened {
  const { kind = SpanKind.INTERNAL, said = {}, unrecorded = false } = opening;
  const given = parseTraceparent(traceparent);
  const from = given ? trace.setSpanContext(ROOT_CONTEXT, given) : ROOT_CONTEXT;
  const begun = unrecorded ? undefined : tracer.startSpan(name, { kind, attributes: { ...said } }, from);
  const span =
    begun && isSpanContextValid(begun.spanContext()) ? begun : trace.wrapSpanContext(given ?? unrecordedTrace());
  return { context: trace.setSpan(ROOT_CONTEXT, span), span, traceId: span.spanContext().traceId };
}

/** The same for work that begins and ends here. */
export function inTrace<T>(traceparent: unknown, name: string, opening: Opening, work: () => Promise<T>): Promise<T> {
  const opened = openTrace(traceparent, name, opening);
  return context.with(opened.context, () => watched(opened.span, work));
}

/** A step of what is under way, with steps of its own; where nothing is recorded, the work alone. */
export function inStep<T>(name: string, said: Said, work: () => Promise<T>): Promise<T> {
  return inLastStep(name, said, (span) => (span ? context.with(trace.setSpan(context.active(), span), work) : work()));
}

/** A step without steps of its own: what is meanwhile said or handed on is of what it is a step of. */
export function inLastStep<T>(name: string, said: Said, work: (span?: Span) => Promise<T>): Promise<T> {
  if (!trace.getActiveSpan()?.isRecording()) return work();
  return watched(tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: { ...said } }), work);
}

/** Says something of the span under way. */
export function sayOfStep(said: Said): void {
  trace.getActiveSpan()?.setAttributes({ ...said });
}

/** For whoever goes on with the work elsewhere. */
export function traceparentNow(): string | undefined {
  const span = trace.getActiveSpan();
  return span && traceparentOf(span.spanContext());
}

/** What a log line says of the trace it belongs to. */
export function inLog(): { readonly trace_id?: string } {
  const span = trace.getActiveSpan();
  return span ? { trace_id: span.spanContext().traceId } : {};
}

async function watched<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttributes({ 'error.type': kindOf(error) } satisfies Said);
    throw error;
  } finally {
    span.end();
  }
}

function kindOf(error: unknown): string {
  const { code, type, name } = error as { code?: unknown; type?: unknown; name?: unknown };
  const word = [code, type, name].find((each) => typeof each === 'string' && /^[\w.]{1,60}$/.test(each));
  return (word as string | undefined) ?? 'unknown';
}
