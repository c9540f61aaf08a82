/** Spans of what was measured: which of them are errors, and how each leads to the press that caused it. */
import { expect, it } from 'vitest';
import { sendTraces } from '../../src/operate/traces.ts';
import { type Cause, emitMeasured, traceOf, withCause } from '../../src/telemetry.ts';
import { aCollector, attribute } from '../stories/collector.ts';

const reference = '0a1b2c3d';
const pressed: Cause = { reference, purpose: 'command', isFirst: true };
const created: Cause = { reference, purpose: 'create', isFirst: false };
const silent = { info: () => undefined, warn: () => undefined };

it('each span has its place and its end, also those of notifications and of jobs that wait', async () => {
  const collector = await aCollector();
  const sender = sendTraces(collector.url, silent);
  withCause(pressed, () => {
    for (const result of ['ok', 'failed'] as const) {
      emitMeasured('handled', { kind: 'command', ms: 1, result });
    }
    for (const result of ['accepted', 'refused'] as const) emitMeasured('notified', { ms: 70, result });
  });
  withCause(created, () => {
    const call = { service: 'box', operation: 'getFile', ms: 1 } as const;
    for (const result of ['ok', 'final']) emitMeasured('called', { ...call, result });
    for (const result of ['done', 'later', 'failed', 'given up'] as const) {
      emitMeasured('ran', { step: 'create', attempt: 1, ms: 1, result });
    }
  });
  await sender.stop();
  const spans = collector.spansOf(reference);
  await collector.close();
  const ends = spans.map((span) => {
    const end = span.status.code === 2 ? 'an error' : 'none';
    return `${span.name}, ${attribute(span, 'result')}: ${end}`;
  });
  expect(ends.sort()).toEqual([
    'box getFile, final: an error',
    'box getFile, ok: none',
    'box notification, accepted: none',
    'box notification, refused: an error',
    'job create, done: none',
    'job create, failed: an error',
    'job create, given up: an error',
    'job create, later: none',
    'slack command, failed: an error',
    'slack command, ok: none',
  ]);
  // The kinds that OTLP names SERVER, CLIENT and CONSUMER.
  const kinds = { slack: 2, box: 3, job: 5 };
  const kindOf = (name: string) =>
    name.startsWith('box notification') ? 2 : kinds[name.split(' ')[0] as keyof typeof kinds];
  for (const span of spans) {
    expect(span.kind, span.name).toBe(kindOf(span.name));
    const lasted = BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano);
    expect(lasted, span.name).toBe(span.name.startsWith('box notification') ? 70_000_000n : 1_000_000n);
  }
  const attributesOf = (name: string, result: string) => {
    const span = spans.find((one) => one.name === name && attribute(one, 'result') === result);
    return ['kind', 'step', 'attempt', 'service', 'operation', 'reference'].map(
      (part) => span && attribute(span, part),
    );
  };
  const none = undefined;
  expect(attributesOf('slack command', 'ok')).toEqual(['command', none, none, none, none, reference]);
  expect(attributesOf('job create', 'done')).toEqual([none, 'create', 1, none, none, reference]);
  expect(attributesOf('box getFile', 'ok')).toEqual([none, none, none, 'box', 'getFile', reference]);
  const placesOf = (name: RegExp, part: 'spanId' | 'parentSpanId'): string[] => [
    ...new Set(spans.filter((span) => name.test(span.name)).map((span) => span[part] ?? '')),
  ];
  const { traceId, spanId } = traceOf(reference);
  expect([...new Set(spans.map((span) => span.traceId))]).toEqual([traceId]);
  expect(placesOf(/^slack command/, 'spanId')).toEqual([spanId]);
  expect(placesOf(/^slack command|^box notification/, 'parentSpanId')).toEqual(['']);
  expect(placesOf(/^job create/, 'parentSpanId')).toEqual([spanId]);
  expect(placesOf(/^box getFile/, 'parentSpanId')).toEqual(placesOf(/^job create/, 'spanId'));
});
