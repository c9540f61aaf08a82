/**
 * One reference joins the press, the log, the trace, the metrics and what the person reads: after a success, a refusal,
 * an error of ours and a kill. A collector that fails disturbs nothing.
 */
// runs: http, embedded, ci
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asksFor, holdCalls, onlyCard } from './acts.ts';
import { aCollector, attribute, type Collector, type SeenSpan } from './collector.ts';
import { aWorld, stories } from './world.ts';

stories('one reference', () => {
  let collector: Collector;
  const env: Record<string, string> = {
    METRICS_PORT: '0',
    OTEL_SERVICE_NAME: 'sign-of-acme',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=of-the-collector',
  };
  beforeAll(async () => {
    collector = await aCollector();
    env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
  });
  afterAll(() => collector.close());
  const world = aWorld({ env });

  const linesOf = (printed: string, reference: string): Record<string, unknown>[] =>
    printed
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
      .filter((line) => line.reference === reference);
  const openMetrics = async (): Promise<string> => {
    const port = /"port":(\d+),"msg":"metrics"/.exec(world().app.output())?.[1];
    const accept = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5';
    return (await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { accept } })).text();
  };

  /** The reference in Details of this request. */
  async function shownIn(name: string, wanted: string | RegExp): Promise<string> {
    const { ana } = world();
    await ana.presses('Details', { on: await onlyCard(world(), name, wanted) });
    const details = await ana.sees(/Reference: [0-9a-f]{8}/, { in: 'modal' });
    await ana.closes();
    return /Reference: ([0-9a-f]{8})/.exec(details)?.[1] ?? '';
  }

  /**
   * Waits for a run of this job with this result; returns the spans of the reference, which are one trace.
   */
  async function traceOf(reference: string, step: string, result: string): Promise<SeenSpan[]> {
    const runs = () =>
      collector
        .spansOf(reference)
        .filter((span) => span.name === `job ${step}` && attribute(span, 'result') === result);
    await expect.poll(() => runs().length).toBe(1);
    await expect.poll(() => rootsOf(collector.spansOf(reference)).length).toBe(1);
    const spans = collector.spansOf(reference);
    const [traceId, ...others] = new Set(spans.map((span) => span.traceId));
    expect(traceId).toMatch(new RegExp(`^${reference}[0-9a-f]{24}$`));
    expect(others).toEqual([]);
    return spans;
  }

  const rootsOf = (spans: readonly SeenSpan[]) =>
    spans.filter(({ parentSpanId = '' }) => parentSpanId === '');

  /** The names of the spans from this one up to the first of its trace. */
  function path(span: SeenSpan | undefined, spans: readonly SeenSpan[]): string[] {
    if (span === undefined) return [];
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
    return [span.name, ...path(parent, spans)];
  }

  const exemplarOf = (metric: string, labels: string, reference: string) =>
    new RegExp(
      `^${metric}_bucket\\{.*${labels}.*\\} \\d+ # \\{reference="${reference}",trace_id="${reference}`,
      'm',
    );

  it('a success: Details shows the reference of the press, which is in the log, the trace and the metrics', async () => {
    const { ana } = world();
    const file = world().newFile('Zebra.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    const reference = await shownIn('Zebra.pdf', 'Place the fields');

    expect(linesOf(world().app.output(), reference)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'submission', msg: 'acknowledged' }),
        expect.objectContaining({ step: 'create', why: 'done' }),
      ]),
    );
    const spans = await traceOf(reference, 'create', 'done');
    const call = spans.find(({ name }) => name === 'box createSignRequest');
    expect(path(call, spans)).toEqual(['box createSignRequest', 'job create', 'slack submission']);
    expect(rootsOf(spans).map((span) => attribute(span, 'result'))).toEqual(['ok']);
    expect(call?.status.code ?? 0).toBe(0);
    expect(BigInt(call?.endTimeUnixNano ?? 0) > BigInt(call?.startTimeUnixNano ?? 0)).toBe(true);
    const metrics = await openMetrics();
    expect(metrics).toMatch(exemplarOf('box_sign_job_seconds', 'step="create",result="done"', reference));
    expect(metrics).toMatch(exemplarOf('box_sign_call_seconds', 'operation="createSignRequest"', reference));
    expect(metrics.endsWith('# EOF\n')).toBe(true);
    expect(collector.headers()).toMatchObject({ 'x-key': 'of-the-collector' });
    expect(collector.text()).toContain('sign-of-acme');
  });

  it('a refusal of Box: the form that comes back shows the reference', async () => {
    const { ana, box } = world();
    const file = world().newFile('Refused.pdf');
    box.faults.next({ kind: 'status', status: 403, method: 'POST', path: /\/sign_requests$/ });
    await asksFor(world(), `${file.url} dee@client.com`);
    const said = await ana.sees(/Nothing was sent[\s\S]*Reference: [0-9a-f]{8}/, { in: 'modal' });
    await ana.closes();
    const reference = /Reference: ([0-9a-f]{8})/.exec(said)?.[1] ?? '';
    expect(linesOf(world().app.output(), reference).map(({ step }) => step)).toContain('create');

    const spans = await traceOf(reference, 'create', 'done');
    const call = spans.find(({ name }) => name === 'box createSignRequest');
    expect(attribute(call as SeenSpan, 'result')).toBe('final');
    expect(call?.status.code).toBe(2);
    expect(path(call, spans)).toEqual(['box createSignRequest', 'job create', 'slack submission']);
    expect(await openMetrics()).toMatch(
      exemplarOf('box_sign_call_seconds', 'operation="createSignRequest",.*result="final"', reference),
    );
  });

  it('an error of ours: the sentence in Slack has the reference', async () => {
    const { ana, slack } = world();
    slack.faults.next({ kind: 'error', error: 'invalid_blocks', method: 'views.open' });
    await ana.types('/sign', { in: '#contracts' });
    const said = await ana.sees(/tell the person who runs this app: [0-9a-f]{8}/, { in: '#contracts' });
    const reference = /: ([0-9a-f]{8})/.exec(said)?.[1] ?? '';
    expect(linesOf(world().app.output(), reference).map(({ msg }) => msg)).toContain('interaction failed');
    await expect.poll(() => rootsOf(collector.spansOf(reference)).length).toBe(1);
    const spans = collector.spansOf(reference);
    expect(rootsOf(spans)).toMatchObject([{ name: 'slack command', status: { code: 2 } }]);
    const call = spans.find(({ name }) => name === 'slack views.open');
    expect(path(call, spans)).toEqual(['slack views.open', 'slack command']);
    expect(await openMetrics()).toMatch(
      exemplarOf('box_sign_call_seconds', 'operation="views.open",.*result="final"', reference),
    );
  });

  it('a kill in the middle of a job: the next process finishes it under the same reference', async () => {
    const { ana } = world();
    const file = world().newFile('Killed.pdf');
    const presses = () => collector.text().split('"slack submission"').length - 1;
    const earlier = presses();
    const held = holdCalls(world(), /^\/2\.0\/sign_requests$/);
    await asksFor(world(), `${file.url} dee@client.com`);
    await expect.poll(() => held.waiting()).toBe(1);
    // The span of the press is sent a second later.
    await expect.poll(presses).toBe(earlier + 1);
    const before = world().app;
    await before.stop('SIGKILL');
    held.release();
    await world().restart();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    const reference = await shownIn('Killed.pdf', 'Place the fields');

    expect(linesOf(before.output(), reference)).toMatchObject([{ kind: 'submission', msg: 'acknowledged' }]);
    expect(linesOf(world().app.output(), reference)).toEqual(
      expect.arrayContaining([expect.objectContaining({ step: 'create', why: 'done' })]),
    );
    const spans = await traceOf(reference, 'create', 'done');
    const run = spans.find(({ name }) => name === 'job create');
    expect(attribute(run as SeenSpan, 'attempt')).toBeGreaterThan(1);
    expect(path(run, spans)).toEqual(['job create', 'slack submission']);
    expect(await openMetrics()).toMatch(
      exemplarOf('box_sign_job_seconds', 'step="create",result="done"', reference),
    );
  });

  it('a stop sends the last spans, and a collector that fails disturbs nobody', async () => {
    const { ana } = world();
    const works = async (): Promise<void> => {
      await ana.types('/sign list', { in: '#contracts' });
      await ana.sees('Zebra', { in: 'modal' });
      await ana.closes();
    };
    const commands = () => collector.text().match(/"slack command"/g)?.length ?? 0;
    const seen = commands();
    await works();
    expect(await world().app.stop()).toBe(0);
    expect(commands()).toBe(seen + 1);

    await world().restart();
    const whileIt = async (behaviour: Collector['behaviour']): Promise<void> => {
      collector.behaviour = behaviour;
      const delivered = collector.deliveries();
      await works();
      await expect.poll(() => collector.deliveries()).toBeGreaterThan(delivered);
      await works();
    };
    await whileIt('fails');
    await expect.poll(() => world().app.output()).toContain('"msg":"traces cannot be delivered"');
    await whileIt('talks nonsense');
    await expect.poll(() => world().app.output()).toContain('"msg":"traces can be delivered again"');
    await whileIt('hangs');
    // With status 1 the process would have ended itself after five seconds.
    expect(await world().app.stop()).toBe(0);
  });

  it('no span names anybody', () => {
    const { slack, env: given } = world();
    for (const secret of ['Zebra', 'dee@', slack.user('ana').id, slack.teamId, 'http://127', 'app.box.com'])
      expect(collector.text()).not.toContain(secret);
    for (const token of [given['SLACK_BOT_TOKEN'], given['BOX_DEVELOPER_TOKEN']])
      expect(collector.text()).not.toContain(token);
  });
});
