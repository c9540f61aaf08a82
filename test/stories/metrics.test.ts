/** What the operator can observe: metrics, and one reference from a press to the error that the person reads. */
// runs: http, embedded, ci
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { asksFor, holdAtSlack } from './acts.ts';
import { actor, formType, signedHeaders } from './forging.ts';
import { sendsRequests } from './sent.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('metrics and references', () => {
  const world = aWorld({ env: { METRICS_PORT: '0', LOG_LEVEL: 'debug' } });

  const portOf = (): string => /"port":(\d+),"msg":"metrics"/.exec(world().app.output())?.[1] ?? '';
  const read = async (): Promise<string> => (await fetch(`http://127.0.0.1:${portOf()}/metrics`)).text();
  const lines = (): Record<string, unknown>[] =>
    world()
      .app.output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));

  it('right after a start, the whole budget is left, and nothing was given up or refused', async () => {
    const { restart, app } = world();
    await app.stop();
    await restart();
    const text = await read();
    expect(text).toMatch(/^box_sign_polling_budget_left_ratio (1|0\.9\d*)$/m);
    expect(text).toMatch(/^box_sign_jobs_given_up_total 0$/m);
    expect(text).toMatch(/^box_sign_webhooks_total\{result="refused"\} 0$/m);
    for (const kind of ['command', 'shortcut', 'action', 'submission', 'close', 'options'])
      expect(text).toContain(`box_sign_acknowledgement_seconds_count{kind="${kind}",result="failed"} 0\n`);
  });

  it('an answer that finds the connection closed counts as failed', async () => {
    const { app } = world();
    // Who asks is looked up again before the answer.
    await world().passes(61 * 60_000);
    const held = holdAtSlack(world(), 'users.info');
    const payload = { ...actor(world(), { by: 'ana' }), type: 'block_suggestion', action_id: 'folder' };
    const body = new URLSearchParams({ payload: JSON.stringify({ ...payload, value: 'Con' }) }).toString();
    const headers = signedHeaders(world(), body, formType);
    const call = request({
      host: '127.0.0.1',
      port: app.port,
      path: '/slack/events',
      method: 'POST',
      headers,
    });
    call.on('error', () => undefined).end(body);
    await expect.poll(held.waiting).toBe(1);
    call.destroy();
    await expect
      .poll(read, { timeout: 10_000 })
      .toContain('box_sign_acknowledgement_seconds_count{kind="options",result="failed"} 1\n');
    held.release();
  });

  it('metrics count acknowledgements, calls and jobs, and name nobody', async () => {
    const { ana } = world();
    await sendsRequests(world(), ['Zebra'], 'dee@client.com');
    await ana.types('/sign list', { in: '#contracts' });
    await expect
      .poll(read)
      .toMatch(/^box_sign_acknowledgement_seconds_count\{kind="command",result="ok"\} [1-9]/m);
    const text = await read();
    expect(text).toMatch(
      /^box_sign_call_seconds_count\{service="box",operation="createSignRequest",purpose="create",result="ok"\} 1$/m,
    );
    expect(text).toMatch(
      /^box_sign_call_seconds_count\{service="slack",operation="[^"]+",purpose="command",result="ok"\}/m,
    );
    expect(text).toMatch(/^box_sign_job_seconds_count\{step="redraw",result="done"\} [1-9]/m);
    expect(text).toMatch(/^box_sign_jobs\{state="dead"\} 0$/m);
    expect(text).toMatch(/^box_sign_queue_overdue_seconds \d/m);
    expect(text).toMatch(/^box_sign_polling_budget_left_ratio (1|0\.9)/m);
    for (const secret of ['Zebra', 'dee@', 'ana', world().slack.user('ana').id, world().slack.teamId])
      expect(text).not.toContain(secret);
    expect((await fetch(`http://127.0.0.1:${portOf()}/`)).status).toBe(404);
  });

  it('the app does not start when the port of the metrics is taken', async () => {
    const taken = portOf();
    const refused = await world()
      .second({ env: { METRICS_PORT: taken } })
      .catch((error: Error) => error.message);
    expect(refused).toContain(`Port ${taken} is in use`);
    expect(refused).toContain('METRICS_PORT');
  });

  it('every alert rule uses a metric that exists, and labels that it has', async () => {
    const rules = await readFile(new URL('../../docs/alerts.yml', import.meta.url), 'utf8');
    const named = [...rules.matchAll(/\b(box_sign_\w+?)(?:_bucket|_count|_sum)?\b(?=[{[) ])/g)].map(
      ([, name]) => name,
    );
    expect(named.length).toBeGreaterThan(5);
    const text = await read();
    for (const name of new Set(named)) expect(text).toMatch(new RegExp(`^# TYPE ${name} `, 'm'));
    // A rule with `label="value"` fires only if that series exists, be it at 0.
    for (const [, name = '', selector = ''] of rules.matchAll(/\b(box_sign_\w+)\{([^}]*)\}/g)) {
      for (const [, label, sign, value] of selector.matchAll(/(\w+)(!?=)"([^"]*)"/g)) {
        const wanted = sign === '=' ? value : '[^"]*';
        expect(text).toMatch(new RegExp(`^${name}\\{(?:[^}]*,)?${label}="${wanted}"`, 'm'));
      }
    }
  });

  it('one reference connects a press, its job, and the error that the person reads', async () => {
    const { ana, box } = world();
    const file = world().newFile('Refused.pdf');
    box.faults.next({ kind: 'status', status: 429, method: 'GET', path: /\/files\//, retryAfterSeconds: 1 });
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    const waits = lines().find(
      ({ msg, step }) => msg === 'a job waits for Slack or Box' && step === 'create',
    );
    const pressed = lines().find(
      ({ msg, reference }) => msg === 'acknowledged' && reference === waits?.['reference'],
    );
    expect(pressed).toMatchObject({ kind: 'submission' });
    const jobs = (await storedRows(world().store))['jobs']?.join() ?? '';
    expect(jobs).toContain(String(waits?.['reference']));

    // Slack refuses the view, as it would if the app had a bug.
    world().slack.faults.next({ kind: 'error', error: 'invalid_blocks', method: 'views.open' });
    await ana.types('/sign', { in: '#contracts' });
    const said = await ana.sees(/[0-9a-f]{8}/, { in: '#contracts' });
    const reference = /\b[0-9a-f]{8}\b/.exec(said)?.[0];
    expect(
      lines()
        .filter((line) => line['reference'] === reference)
        .map(({ msg }) => msg),
    ).toEqual(expect.arrayContaining(['acknowledged', 'interaction failed']));
  });
});
