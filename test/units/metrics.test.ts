/** The metrics that alerts are made of: what is counted, and what is shown while the store is gone. */
import { beforeAll, expect, it } from 'vitest';
import { type QueueState, serveMetrics } from '../../src/operate/metrics.ts';
import { emitMeasured } from '../../src/telemetry.ts';

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

it.each([
  ['GET', '/'],
  ['GET', '/metrics?all'],
  ['POST', '/metrics'],
])('nothing is shown for %s %s', async (method, path) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  expect([answer.status, await answer.text()]).toEqual([404, 'not found\n']);
});
