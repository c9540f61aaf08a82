import { request as httpRequest } from 'node:http';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HookedCall } from '../../../sandbox/slack/faults.ts';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { Bench } from './bench.ts';
import { modal, refusal, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const ana = () => bench.slack.person('ana');
const post = async (text: string) =>
  bench.web.chat.postMessage({ channel: bench.slack.user('ana').id, text });
const texts = async () => (await ana().messages('app')).map((message) => message.text);

describe('planned faults', () => {
  it('planned rate limits affect as many calls as planned, by method and channel', async () => {
    bench.slack.faults.next({
      method: 'chat.postMessage',
      kind: 'ratelimit',
      retryAfterSeconds: 7,
      times: 2,
    });
    for (let call = 1; call <= 2; call += 1) {
      const refused = await post('x').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(WebAPIRateLimitedError);
      expect((refused as WebAPIRateLimitedError).retryAfter).toBe(7);
    }
    await post('third');
    bench.slack.faults.next({ channel: 'C1', kind: 'status', status: 500 });
    await post('elsewhere');
    expect(await texts()).toEqual(['third', 'elsewhere']);
    expect(bench.slack.log.filter((entry) => entry.status === 429)).toHaveLength(2);
  });

  it('calls are dropped before or after their effect', async () => {
    bench.slack.faults.next({ kind: 'drop-before' });
    await expect(post('never')).rejects.toThrow();
    expect(await texts()).toEqual([]);
    bench.slack.faults.next({ kind: 'drop-after' });
    await expect(post('lost answer')).rejects.toThrow();
    expect(await texts()).toEqual(['lost answer']);
  });

  it('calls get 5xx with or without effect, a delay, or an error', async () => {
    bench.slack.faults.next({ kind: 'status', status: 503 });
    await expect(post('no')).rejects.toThrow(/503/);
    bench.slack.faults.next({ kind: 'status', status: 503, applied: true });
    await expect(post('yes')).rejects.toThrow(/503/);
    expect(await texts()).toEqual(['yes']);
    bench.slack.faults.next({ kind: 'error', error: 'fatal_error' });
    expect((await refusal(post('x'))).error).toBe('fatal_error');
    bench.slack.faults.next({ kind: 'delay', ms: 120 });
    await post('late');
    expect(bench.slack.log.at(-1)?.ms).toBeGreaterThanOrEqual(110);
    bench.slack.faults.next({ kind: 'status', status: 500 });
    bench.slack.faults.clear();
    await post('cleared');
  });

  it('faults affect response URLs too', async () => {
    await ana().types('/sign');
    bench.slack.faults.next({ method: 'response_url', kind: 'status', status: 500 });
    const url: string = bench.received.at(-1)?.body.response_url;
    const respond = () => fetch(url, { method: 'POST', body: '{"text":"note"}' });
    expect((await respond()).status).toBe(500);
    expect((await respond()).status).toBe(200);
    expect(await texts()).toEqual(['note']);
  });

  it('the latency delays everything', async () => {
    bench.slack.setLatency(80);
    await post('x');
    expect(bench.slack.log.find((entry) => entry.method === 'chat.postMessage')?.ms).toBeGreaterThanOrEqual(
      75,
    );
  });
});

describe('the hook', () => {
  it('the hook is called before and after each call, and can hold, cut or fail it', async () => {
    const calls: HookedCall[] = [];
    bench.slack.onCall(async (call) => {
      calls.push(call);
      return 'go';
    });
    await post('one');
    expect(calls.map((call) => [call.method, call.phase])).toEqual([
      ['chat.postMessage', 'before'],
      ['chat.postMessage', 'applied'],
    ]);
    expect(calls[0]?.args).toMatchObject({ text: 'one' });
    bench.slack.onCall(async ({ phase }) => (phase === 'before' ? 'drop' : 'go'));
    await expect(post('two')).rejects.toThrow();
    bench.slack.onCall(async ({ phase }) => (phase === 'applied' ? 'drop' : 'go'));
    await expect(post('three')).rejects.toThrow();
    bench.slack.onCall(async ({ phase }) => (phase === 'applied' ? { status: 502 } : { delayMs: 5 }));
    await expect(post('four')).rejects.toThrow(/502/);
    bench.slack.onCall(null);
    await post('five');
    expect(await texts()).toEqual(['one', 'three', 'four', 'five']);
  });
});

describe('the log', () => {
  it('the log has both directions, and no secret', async () => {
    await ana().types('/sign');
    const { body } = bench.received.at(-1) ?? { body: {} };
    await bench.web.views.open({ trigger_id: body.trigger_id, view: modal() as never });
    await ana().submits();
    await fetch(body.response_url, { method: 'POST', body: '{"text":"x"}' });
    await fetch(`${bench.slack.apiUrl}auth.test`, {
      method: 'POST',
      body: new URLSearchParams({ token: bench.slack.botToken }),
    });
    await post(`a token in a text: ${bench.slack.botToken}`);
    expect(bench.slack.log.map((entry) => [entry.direction, entry.method, entry.status])).toEqual([
      ['to-app', '/sign', 200],
      ['to-slack', 'views.open', 200],
      ['to-app', 'view_submission', 200],
      ['to-slack', 'response_url', 200],
      ['to-slack', 'auth.test', 200],
      ['to-slack', 'chat.postMessage', 200],
    ]);
    const all = JSON.stringify(bench.slack.log);
    const { botToken, verificationToken, signingSecret } = bench.slack.state.app;
    const urlSecret = new URL(body.response_url).pathname.split('/').at(-1) ?? '';
    for (const secret of [botToken, verificationToken, signingSecret, urlSecret]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(all).not.toContain(secret);
    }
  });
});

describe('the control server', () => {
  const statusOf = (headers: Record<string, string>, path = '/control/person') =>
    new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        `${bench.slack.baseUrl}${path}`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (response) => resolve(response.resume().statusCode ?? 0),
      );
      request.on('error', reject);
      request.end(JSON.stringify({ person: 'ana', act: 'views', args: {} }));
    });

  it('only this machine and the page of the server are allowed', async () => {
    const host = new URL(bench.slack.baseUrl).host;
    expect(await statusOf({})).toBe(200);
    expect(await statusOf({ origin: bench.slack.baseUrl })).toBe(200);
    expect(await statusOf({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf({ origin: 'null' })).toBe(403);
    expect(await statusOf({ host: 'evil.example' })).toBe(403);
    expect(await statusOf({ host: host.replace(/:\d+/, ':1') })).toBe(403);
    expect(await statusOf({ 'content-type': 'text/plain' })).toBe(415);
    expect(await statusOf({}, '/control/other')).toBe(404);
  });

  it('the server explains why a person cannot do something', async () => {
    expect(() => bench.slack.person('zoe')).toThrow('nobody called zoe');
    await expect(ana().messages('#nowhere')).rejects.toThrow('no conversation #nowhere');
    await expect(ana().closes()).rejects.toThrow('no modal open');
  });
});

describe('the state', () => {
  it('the state is plain JSON, and another Slack continues from it', async () => {
    await ana().types('/sign');
    const opened = await bench.web.views.open({
      trigger_id: bench.received.at(-1)?.body.trigger_id,
      view: modal() as never,
    });
    await ana().fills({ Name: 'kept' });
    await post('before');
    const saved = JSON.parse(JSON.stringify(bench.slack.state));
    expect(saved).toEqual(bench.slack.state);
    const next = await startSlack({ state: saved });
    try {
      const again = next.person('ana');
      expect((await again.modal())?.values).toEqual({ Name: 'kept' });
      expect((await again.messages('app')).map((message) => message.text)).toEqual(['before']);
      expect((await again.modal())?.id).toBe(opened.view?.id);
      expect(bench.slack.state.users[next.addUser({ handle: 'new' }).id]).toBeUndefined();
    } finally {
      await next.close();
    }
  });
});
