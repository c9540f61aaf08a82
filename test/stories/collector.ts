/**
 * A collector of OpenTelemetry traces on this machine: it receives spans as JSON over HTTP. The story sets how it
 * answers.
 */
import { createServer } from 'node:http';
import { closeServer, listenOnLoopback, readBody, sendJson } from '../../sandbox/http.ts';

/** A span, as it arrived at the collector. */
export interface SeenSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Id of the parent span; absent or empty: this is the first span of its trace. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** Kind of the span, as a number of OTLP. */
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  /** Status of the span; the code 2 means an error. */
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

interface Delivery {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: SeenSpan['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly SeenSpan[] }[];
  }[];
}

/** A collector that stories read the spans from. */
export interface Collector {
  readonly url: string;
  /** How the collector answers; `hangs`: it reads each delivery and never answers. */
  behaviour: 'works' | 'fails' | 'hangs' | 'talks nonsense';
  /** How many deliveries have arrived, however they were answered. */
  deliveries(): number;
  /** The bodies of the deliveries that were answered with 200, as one text. */
  text(): string;
  /** The headers of the last delivery. */
  headers(): Readonly<Record<string, unknown>>;
  /** The spans with this reference, in the order in which they began. */
  spansOf(reference: string): SeenSpan[];
  close(): Promise<void>;
}

/** The value of the attribute `box_sign.NAME` of a span; undefined if it has none. */
export function attribute(span: SeenSpan, name: string): unknown {
  const value = span.attributes.find(({ key }) => key === `box_sign.${name}`)?.value;
  return value && Object.values(value)[0];
}

export async function aCollector(): Promise<Collector> {
  const bodies: string[] = [];
  let headers: Readonly<Record<string, unknown>> = {};
  let arrived = 0;
  const server = createServer(async (request, response) => {
    arrived += 1;
    headers = request.headers;
    const body = await readBody(request);
    if (collector.behaviour === 'hangs') return;
    if (collector.behaviour === 'fails') return sendJson(response, 500, {});
    if (request.url === '/v1/traces') bodies.push(body);
    if (collector.behaviour === 'works') return sendJson(response, 200, {});
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess": <html>');
  });
  const port = await listenOnLoopback(server);
  const spans = (): SeenSpan[] =>
    bodies
      .flatMap((body) => (JSON.parse(body) as Delivery).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const collector: Collector = {
    url: `http://127.0.0.1:${port}`,
    behaviour: 'works',
    deliveries: () => arrived,
    text: () => bodies.join('\n'),
    headers: () => headers,
    spansOf: (reference) =>
      spans()
        .filter((span) => attribute(span, 'reference') === reference)
        .sort((a, b) => a.startTimeUnixNano.localeCompare(b.startTimeUnixNano)),
    close: () => closeServer(server),
  };
  return collector;
}
