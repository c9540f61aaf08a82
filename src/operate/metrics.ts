/**
 * Metrics for Prometheus, on a port of their own on this machine (`METRICS_PORT`): what is measured while the process
 * runs (`telemetry.ts`), and how full the store's queue is when they are read. No label holds personal data. A client
 * that accepts OpenMetrics, as Prometheus does, also gets exemplars: the reference and trace of the latest event of
 * each kind. Loaded only where the port is set.
 */
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry,
} from 'prom-client';
import { describeError } from '../failure.ts';
import { currentCause, onMeasured, traceOf } from '../telemetry.ts';

/** The state of the queue, read from the store at each scrape. */
export interface QueueState {
  readonly waiting: number;
  readonly running: number;
  /** The number of stored jobs that were given up. */
  readonly dead: number;
  /** How long (ms) the job that should have run first has been due; 0: none is due. */
  readonly overdueMs: number;
  /** The share of the budget for polls of Box that is left; below 0 when it is overdrawn. */
  readonly budgetLeft: number;
}

/** The prefix of all metric names. */
const prefix = 'box_sign_';

/** Bounds of the histograms (s). Slack waits three seconds for an answer. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10];

/** The kinds of payloads for whose answer a person waits. */
const answeredKinds = ['command', 'shortcut', 'action', 'submission', 'close', 'options'];

/** How long a reading waits for the store (ms); Prometheus waits ten seconds for it all. */
const queueWithinMs = 2_000;

/**
 * Serves the metrics. Throws when the port is taken.
 * @param readQueue returns null while the app is starting
 * @returns the port
 */
export async function serveMetrics(
  port: number,
  readQueue: () => Promise<QueueState | null>,
  log: { error(fields: object, message: string): void },
): Promise<number> {
  // Two registries, because one that serves both formats renames its counters when it writes OpenMetrics.
  const plain = new Registry();
  const open = new Registry<OpenMetricsContentType>();
  open.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const showQueue = [plain, open].map(registerMetrics);
  // While the store does not answer, the metrics of the process are what an operator needs.
  const readInTime = async (): Promise<QueueState | null> => {
    try {
      return await Promise.race([readQueue(), setTimeout(queueWithinMs, null, { ref: false })]);
    } catch (error) {
      log.error({ error: describeError(error) }, 'the queue could not be read for the metrics');
      return null;
    }
  };
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return reply(response, 404, 'not found\n');
    const registry = request.headers.accept?.includes('application/openmetrics-text') ? open : plain;
    const read = async (): Promise<string> => {
      const queue = await readInTime();
      for (const show of showQueue) show(queue);
      return registry.metrics();
    };
    read().then(
      (text) => reply(response, 200, text, registry.contentType),
      (error: unknown) => {
        log.error({ error: describeError(error) }, 'metrics could not be read');
        reply(response, 503, 'metrics could not be read\n');
      },
    );
  });
  // The metrics port alone does not keep the process alive.
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function reply(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}

type AnyRegistry = Registry | Registry<OpenMetricsContentType>;

/** Registers all metrics. Returns the function that sets those of the queue. */
function registerMetrics(registry: AnyRegistry): (queue: QueueState | null) => void {
  const enableExemplars = registry.contentType === Registry.OPENMETRICS_CONTENT_TYPE;
  collectDefaultMetrics({ register: registry, prefix });
  const registers = [registry];
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) => {
    const options = { name: `${prefix}${name}`, help, labelNames, buckets, registers, enableExemplars };
    const made = new Histogram<string>(options);
    const observe = (labels: Record<Label, string>, ms: number): void =>
      enableExemplars
        ? made.observe({ labels, value: ms / 1000, exemplarLabels: exemplar() })
        : made.observe(labels, ms / 1000);
    return { observe, begin: (labels: Record<Label, string>): void => made.zero(labels) };
  };
  const acknowledged = histogram(
    'acknowledgement_seconds',
    'How long Slack waited for an answer, by kind of payload and whether it got one in time',
    ['kind', 'result'],
  );
  const calls = histogram(
    'call_seconds',
    'Calls to Box and Slack, by operation, by what they were made for, and by how they ended',
    ['service', 'operation', 'purpose', 'result'],
  );
  const jobs = histogram('job_seconds', 'Runs of jobs, by step and by how they ended', ['step', 'result']);
  const webhooks = new Counter({
    name: `${prefix}webhooks_total`,
    help: 'Notifications of webhooks, by whether they were accepted',
    labelNames: ['result'],
    registers,
  });
  // These series begin at 0: Prometheus would not count an event that begins a series as an increase.
  for (const result of ['accepted', 'refused']) webhooks.inc({ result }, 0);
  for (const kind of answeredKinds) acknowledged.begin({ kind, result: 'failed' });
  const givenUp = new Counter({
    name: `${prefix}jobs_given_up_total`,
    help: 'Jobs that were given up',
    registers,
  });
  onMeasured('acknowledged', ({ ms, ...labels }) => acknowledged.observe(labels, ms));
  onMeasured('called', ({ service, operation, result, ms }) => {
    const purpose = currentCause()?.purpose ?? 'start';
    calls.observe({ service, operation, purpose, result }, ms);
  });
  onMeasured('ran', ({ ms, step, result }) => {
    jobs.observe({ step, result }, ms);
    if (result === 'given up') givenUp.inc();
  });
  onMeasured('notified', ({ result }) => webhooks.inc({ result }));
  return registerQueueMetrics(registers);
}

/**
 * The reference and trace id that lead from a measured event to its log lines and trace; empty without a
 * cause.
 */
function exemplar(): Record<string, string> {
  const cause = currentCause();
  return cause ? { reference: cause.reference, trace_id: traceOf(cause.reference).traceId } : {};
}

function registerQueueMetrics(registers: AnyRegistry[]): (queue: QueueState | null) => void {
  const overdue = new Gauge({
    name: `${prefix}queue_overdue_seconds`,
    help: 'How long the job that should have run first has been due',
    registers,
  });
  const budget = new Gauge({
    name: `${prefix}polling_budget_left_ratio`,
    help: 'The share of BOX_CALLS_PER_MONTH that is left; below 0 when it is overdrawn',
    registers,
  });
  const jobs = new Gauge({
    name: `${prefix}jobs`,
    help: 'Jobs in the store, by state; dead: given up',
    labelNames: ['state'],
    registers,
  });
  return (queue) => {
    if (queue === null) {
      // The gauges are removed while the queue cannot be read: the value 0 would say that nothing is left.
      for (const gauge of [overdue, budget]) gauge.remove();
      jobs.reset();
      return;
    }
    const { waiting, running, dead, overdueMs, budgetLeft } = queue;
    for (const [state, count] of Object.entries({ waiting, running, dead })) jobs.set({ state }, count);
    overdue.set(overdueMs / 1000);
    budget.set(budgetLeft);
  };
}
