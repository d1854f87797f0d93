import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parseTraceparent, traceparentOf, unrecordedTrace } from '../../src/tracing/traceparent.ts';

const trace = '0af7651916cd43dd8448eb211c80319c';
const span = 'b7ad6b7169203331';

describe('a traceparent', () => {
  it('says in which trace a caller is, and whether anybody records it', () => {
    const parsed = { traceId: trace, spanId: span, isRemote: true };
    expect(parseTraceparent(`00-${trace}-${span}-01`)).toEqual({ ...parsed, traceFlags: 1 });
    expect(parseTraceparent(`00-${trace}-${span}-00`)).toEqual({ ...parsed, traceFlags: 0 });
  });

  it('of a later version is read as far as this one knows it', () => {
    expect(parseTraceparent(`01-${trace}-${span}-03-what-comes`)).toMatchObject({ traceId: trace, traceFlags: 1 });
  });

  it.each([
    ['nothing', undefined],
    ['several at once', [`00-${trace}-${span}-01`]],
    ['more than version 00 has', `00-${trace}-${span}-01-more`],
    ['the version that is none', `ff-${trace}-${span}-01`],
    ['capitals', `00-${trace.toUpperCase()}-${span}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${span}-01`],
    ['a span of zeros', `00-${trace}-${'0'.repeat(16)}-01`],
    ['what belongs in a log of somebody else', `00-${trace}-${span}-01\n{"level":60}`],
  ])('is none: %s', (_what, text) => expect(parseTraceparent(text)).toBeUndefined());

  test.prop([fc.string()])('is not made up from whatever is sent', (text) => {
    const parsed = parseTraceparent(text);
    if (parsed) expect(text).toContain(parsed.traceId);
  });

  it('that nobody gave is made: valid, and marked as recorded by nobody', () => {
    expect(parseTraceparent(traceparentOf(unrecordedTrace()))).toMatchObject({ traceFlags: 0 });
  });
});
