/**
 * Traces for OpenTelemetry: a span for each payload from Slack, run of a job, call to Box or Slack, and notification of
 * a webhook, made of what is measured (`telemetry.ts`). No span holds personal data. The exporter reads the other
 * standard variables, such as `OTEL_EXPORTER_OTLP_HEADERS`, itself. Loaded only where an address is set.
 */
import { randomBytes } from 'node:crypto';
import {
  type Attributes,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { describeError } from '../failure.ts';
import { type Cause, currentCause, newReference, onMeasured, traceOf, withoutCause } from '../telemetry.ts';

/** How long (ms) spans are collected before they are sent: what a killed process has not sent is lost. */
const collectForMs = 1_000;

interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Sends this process's traces until it is stopped. */
export interface TraceSender {
  /** Sends the spans that are left. Takes as long as the collector takes to answer. */
  stop(): Promise<void>;
}

/** Where a span stands in its trace: its own id and, unless it is the first of the trace, its parent's id. */
interface SpanPlace {
  readonly reference: string;
  readonly spanId: string;
  readonly parentId: string | null;
}

/** What is known of a span when it has ended. */
interface EndedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly ms: number;
  readonly isOk: boolean;
  readonly attributes: Attributes;
}

/** Sends a span for each event that is measured from now on. @param endpoint without `/v1/traces` */
export function sendTraces(endpoint: string, log: Log): TraceSender {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const processor = new BatchSpanProcessor({
    exporter: withFailureLog(exporter, log),
    scheduledDelayMillis: collectForMs,
  });
  // The ids of a span are known before it is made, and are handed to the provider here.
  let next = { traceId: '', spanId: '' };
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'box-sign-for-slack' }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('box-sign-for-slack');
  const add = ({ reference, spanId, parentId }: SpanPlace, ended: EndedSpan): void => {
    const { traceId } = traceOf(reference);
    next = { traceId, spanId };
    const parent: SpanContext | null =
      parentId === null ? null : { traceId, spanId: parentId, traceFlags: TraceFlags.SAMPLED };
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    const endedAt = Date.now();
    const attributes = { ...ended.attributes, 'box_sign.reference': reference };
    const { name, kind } = ended;
    // Spans are sent later, and those of many presses together, so sending them has no cause of its own.
    withoutCause(() => {
      const span = tracer.startSpan(name, { kind, attributes, startTime: endedAt - ended.ms }, context);
      if (!ended.isOk) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endedAt);
    });
  };
  addMeasuredSpans(add);
  return { stop: () => provider.shutdown() };
}

/** Adds a span for each measured event. */
function addMeasuredSpans(add: (place: SpanPlace, ended: EndedSpan) => void): void {
  onMeasured('handled', ({ kind, ms, result }) =>
    add(ownPlace(), {
      name: `slack ${kind}`,
      kind: SpanKind.SERVER,
      ms,
      isOk: result === 'ok',
      attributes: { 'box_sign.kind': kind, 'box_sign.result': result },
    }),
  );
  onMeasured('notified', ({ ms, result }) =>
    add(ownPlace(), {
      name: 'box notification',
      kind: SpanKind.SERVER,
      ms,
      isOk: result === 'accepted',
      attributes: { 'box_sign.result': result },
    }),
  );
  onMeasured('ran', ({ step, attempt, ms, result }) =>
    add(ownPlace(), {
      name: `job ${step}`,
      kind: SpanKind.CONSUMER,
      ms,
      isOk: result === 'done' || result === 'later',
      attributes: { 'box_sign.step': step, 'box_sign.attempt': attempt, 'box_sign.result': result },
    }),
  );
  onMeasured('called', ({ service, operation, ms, result }) =>
    add(placeOfCall(), {
      name: `${service} ${operation}`,
      kind: SpanKind.CLIENT,
      ms,
      isOk: result === 'ok',
      attributes: {
        'box_sign.service': service,
        'box_sign.operation': operation,
        'box_sign.result': result,
      },
    }),
  );
}

const newSpanId = (): string => randomBytes(8).toString('hex');

/** The span ids of causes other than the first cause of a reference. */
const spanIds = new WeakMap<Cause, string>();

function spanIdOf(cause: Cause): string {
  if (cause.isFirst) return traceOf(cause.reference).spanId;
  const known = spanIds.get(cause) ?? newSpanId();
  spanIds.set(cause, known);
  return known;
}

/** The place of the span that stands for the current cause itself. */
function ownPlace(): SpanPlace {
  const cause = currentCause() ?? { reference: newReference(), purpose: '', isFirst: true };
  const { reference, isFirst } = cause;
  return { reference, spanId: spanIdOf(cause), parentId: isFirst ? null : traceOf(reference).spanId };
}

/** The place of a span within its cause; without a cause, as at startup, the span is a trace of its own. */
function placeOfCall(): SpanPlace {
  const cause = currentCause();
  return cause ? { reference: cause.reference, spanId: newSpanId(), parentId: spanIdOf(cause) } : ownPlace();
}

/** Wraps the exporter: logs one line when the collector fails, and one when it works again. */
function withFailureLog(exporter: SpanExporter, log: Log): SpanExporter {
  let isFailing = false;
  return {
    export: (spans: ReadableSpan[], done) =>
      exporter.export(spans, (result) => {
        const isFailed = result.code !== 0;
        if (isFailed && !isFailing)
          log.warn({ error: describeError(result.error) }, 'traces cannot be delivered');
        if (!isFailed && isFailing) log.info({}, 'traces can be delivered again');
        isFailing = isFailed;
        done(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}
