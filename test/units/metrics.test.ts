/** The metrics that alerts are made of: what is counted, and what is shown while the store is gone. */
import { beforeAll, expect, it } from 'vitest';
import { type QueueState, serveMetrics } from '../../src/operate/metrics.ts';
import { emitMeasured, traceOf, withCause } from '../../src/telemetry.ts';

const full: QueueState = { waiting: 3, running: 2, dead: 1, overdueMs: 1_500, budgetLeft: -0.25 };
const logged: object[] = [];
let port = 0;
let readQueue: () => Promise<QueueState | null> = async () => full;

beforeAll(async () => {
  port = await serveMetrics(0, () => readQueue(), { error: (fields) => logged.push(fields) });
});

async function metrics(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.status).toBe(200);
  return answer.text();
}

it('refused notifications, and jobs that were given up, are counted', async () => {
  for (const result of ['refused', 'accepted', 'refused'] as const) {
    emitMeasured('notified', { ms: 1, result });
  }
  for (const result of ['given up', 'failed'] as const) {
    emitMeasured('ran', { step: 'create', attempt: 8, ms: 2_500, result });
  }
  const text = await metrics();
  expect(text).toMatch(/^box_sign_webhooks_total\{result="refused"\} 2$/m);
  expect(text).toMatch(/^box_sign_webhooks_total\{result="accepted"\} 1$/m);
  expect(text).toMatch(/^box_sign_jobs_given_up_total 1$/m);
  expect(text).toMatch(/^box_sign_job_seconds_sum\{[^}]*result="given up"[^}]*\} 2\.5$/m);
});

it('the queue is shown in jobs and seconds, and not at all while the store cannot be read', async () => {
  const ofQueue = async (): Promise<string[]> =>
    (await metrics())
      .split('\n')
      .filter((line) => /^box_sign_(jobs\{|queue_overdue_seconds |polling_budget_left_ratio )/.test(line))
      .sort();
  const shown = [
    'box_sign_jobs{state="dead"} 1',
    'box_sign_jobs{state="running"} 2',
    'box_sign_jobs{state="waiting"} 3',
    'box_sign_polling_budget_left_ratio -0.25',
    'box_sign_queue_overdue_seconds 1.5',
  ];
  expect(await ofQueue()).toEqual(shown);
  readQueue = async () => {
    throw new TypeError('of the store');
  };
  expect(await ofQueue()).toEqual([]);
  expect(logged).toEqual([{ error: 'TypeError' }]);
  readQueue = async () => full;
  expect(await ofQueue()).toEqual(shown);
});

it('what cannot be shown is said with 503, and logged', async () => {
  logged.length = 0;
  readQueue = async () => ({ ...full, waiting: undefined as unknown as number });
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  readQueue = async () => full;
  expect([answer.status, await answer.text()]).toEqual([503, 'metrics could not be read\n']);
  expect(logged).toEqual([{ error: 'TypeError' }]);
});

it('Prometheus gets OpenMetrics with exemplars when it asks for it, others plain text; nothing is cached', async () => {
  const cause = { reference: '0a1b2c3d', purpose: 'create', isFirst: false };
  const call = { service: 'box', operation: 'createSignRequest', ms: 250, result: 'ok' } as const;
  withCause(cause, () => emitMeasured('called', call));
  emitMeasured('called', { ...call, operation: 'getMe' });
  const [open, plain] = await Promise.all(
    ['application/openmetrics-text; version=1.0.0', 'text/plain'].map(async (accept) => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { accept } });
      const { headers } = answer;
      return {
        type: headers.get('content-type'),
        cache: headers.get('cache-control'),
        text: await answer.text(),
      };
    }),
  );
  expect([open?.type, plain?.type]).toEqual([
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  expect([open?.cache, plain?.cache]).toEqual(['no-store', 'no-store']);
  const labels = 'service="box",operation="createSignRequest",purpose="create",result="ok"';
  const { traceId } = traceOf(cause.reference);
  expect(open?.text).toContain(
    `{le="0.25",${labels}} 1 # {reference="0a1b2c3d",trace_id="${traceId}"} 0.25 `,
  );
  expect(plain?.text).toContain(`box_sign_call_seconds_bucket{le="0.1",${labels}} 0\n`);
  expect(plain?.text).toContain(`box_sign_call_seconds_bucket{le="0.25",${labels}} 1\n`);
  expect(plain?.text).not.toContain('0a1b2c3d');
  // What has no cause was called while the app was starting.
  expect(plain?.text).toContain('operation="getMe",purpose="start",result="ok"} 0.25\n');
});

it.each([
  ['GET', '/'],
  ['GET', '/metrics?all'],
  ['POST', '/metrics'],
])('nothing is shown for %s %s', async (method, path) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  expect([answer.status, await answer.text()]).toEqual([404, 'not found\n']);
});
