/**
 * Metrics for Prometheus, on a port of their own on this machine (`METRICS_PORT`): what is measured while the process
 * runs (`telemetry.ts`), and how full the store's queue is when they are read. No label holds personal data. Loaded
 * only where the port is set.
 */
import { createServer, type ServerResponse } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { describeError } from '../failure.ts';
import { currentCause, onMeasured } from '../telemetry.ts';

/** The state of the queue, read from the store at each scrape. */
export interface QueueState {
  readonly waiting: number;
  readonly running: number;
  /** The number of stored jobs that were given up. */
  readonly dead: number;
  /** How long (ms) the job that should have run first has been due; 0: none is due. */
  readonly overdueMs: number;
  /** The share of the budget for polls of Box that is left. */
  readonly budgetLeft: number;
}

/** The prefix of all metric names. */
const prefix = 'box_sign_';

/** Bounds of the histograms (s). Slack waits three seconds for an answer. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10];

/** Serves the metrics. @param readQueue null: the app is being started. @throws when the port is taken. @returns the port */
export async function serveMetrics(
  port: number,
  readQueue: () => Promise<QueueState | null>,
  log: { error(fields: object, message: string): void },
): Promise<number> {
  const registry = createRegistry(readQueue);
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return reply(response, 404, 'not found\n');
    registry.metrics().then(
      (text) => reply(response, 200, text, registry.contentType),
      (error: unknown) => {
        log.error({ error: describeError(error) }, 'metrics could not be read');
        reply(response, 503, 'the store does not answer\n');
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

function createRegistry(readQueue: () => Promise<QueueState | null>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix });
  const registers = [registry];
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name: `${prefix}${name}`, help, labelNames, buckets, registers });
  const acknowledged = histogram(
    'acknowledgement_seconds',
    'How long Slack waited for an answer, by kind of payload and whether it got one',
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
  onMeasured('acknowledged', ({ ms, ...labels }) => acknowledged.observe(labels, ms / 1000));
  onMeasured('called', ({ service, operation, result, ms }) => {
    const purpose = currentCause()?.purpose ?? 'start';
    calls.observe({ service, operation, purpose, result }, ms / 1000);
  });
  onMeasured('ran', ({ ms, step, result }) => jobs.observe({ step, result }, ms / 1000));
  onMeasured('notified', (labels) => webhooks.inc(labels));
  addQueue(registers, readQueue);
  return registry;
}

function addQueue(registers: Registry[], readQueue: () => Promise<QueueState | null>): void {
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
  new Gauge({
    name: `${prefix}jobs`,
    help: 'Jobs in the store, by state; dead: given up',
    labelNames: ['state'],
    registers,
    async collect() {
      const queue = await readQueue();
      if (queue === null) return;
      const { waiting, running, dead, overdueMs, budgetLeft } = queue;
      for (const [state, count] of Object.entries({ waiting, running, dead })) this.set({ state }, count);
      overdue.set(overdueMs / 1000);
      budget.set(budgetLeft);
    },
  });
}
