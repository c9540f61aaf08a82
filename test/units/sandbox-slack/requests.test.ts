import { createHmac } from 'node:crypto';
import { App, HTTPReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeServer } from '../../../sandbox/http.ts';
import type { Bench } from './bench.ts';
import { modal, plain, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const ana = () => bench.slack.person('ana');
const last = () => {
  const received = bench.received.at(-1);
  if (!received) throw new Error('nothing was received');
  return received;
};

describe('commands', () => {
  it('commands are signed and have all fields in Slack’s exact content type', async () => {
    bench.clock.now += 86_400_000;
    expect(await ana().types('/sign help me', { in: '#contracts' })).toEqual({ shown: null });
    const { headers, raw, body } = last();
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    const timestamp = String(headers['x-slack-request-timestamp']);
    expect(timestamp).toBe(String(Math.floor(bench.clock.now / 1000)));
    const signed = createHmac('sha256', bench.slack.signingSecret)
      .update(`v0:${timestamp}:${raw}`)
      .digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${signed}`);
    expect(body).toMatchObject({
      command: '/sign',
      text: 'help me',
      team_id: bench.slack.teamId,
      team_domain: 'acme',
      channel_name: 'contracts',
      user_id: bench.slack.user('ana').id,
      user_name: 'ana',
      api_app_id: bench.slack.appId,
      is_enterprise_install: 'false',
    });
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining(['token', 'channel_id', 'response_url', 'trigger_id']),
    );
  });

  it('people, channels, links and addresses are escaped when the app asks for it', async () => {
    const typed = '/sign https://app.box.com/file/1?a=1&b=2 bo@x.com, @cy #contracts a<b';
    await ana().types(typed);
    const [cy, contracts] = [
      bench.slack.user('cy').id,
      Object.values(bench.slack.state.channels).find((one) => one.name === 'contracts')?.id,
    ];
    expect(last().body.text).toBe(
      `<https://app.box.com/file/1?a=1&amp;b=2> <mailto:bo@x.com|bo@x.com>, <@${cy}> <#${contracts}|contracts> a&lt;b`,
    );
    bench.slack.connectApp({ requestUrl: bench.slack.state.app.requestUrl ?? '', shouldEscape: false });
    await ana().types(typed);
    expect(last().body.text).toBe(typed.slice('/sign '.length));
  });

  it('names of private conversations are hidden', async () => {
    await ana().types('/sign', { in: 'dm:bo' });
    expect(last().body.channel_name).toBe('directmessage');
    await ana().types('/sign', { in: '#private' });
    expect(last().body.channel_name).toBe('privategroup');
  });

  it('commands do not run in threads, for other workspaces, unregistered, or in other people’s conversations', async () => {
    await ana().types('hello', { in: '#contracts' });
    const thread = (await ana().messages('#contracts')).at(-1)?.ts ?? '';
    expect((await ana().types('/sign', { in: '#contracts', thread })).shown).toMatch(
      /not supported in threads/,
    );
    const eve = bench.slack.person('eve');
    expect((await eve.types('/sign', { in: '#contracts' })).shown).toMatch(/not a valid command/);
    bench.slack.connectApp({ requestUrl: bench.slack.state.app.requestUrl ?? '', commands: ['/sign'] });
    expect((await ana().types('/other')).shown).toMatch(/not a valid command/);
    expect(bench.received).toEqual([]);
    await expect(bench.slack.person('cy').types('/sign', { in: '#private' })).rejects.toThrow(
      '@cy is not in #private',
    );
    await expect(bench.slack.person('dan').types('/sign')).rejects.toThrow('deactivated');
    await expect(bench.slack.person('otherbot').types('/sign')).rejects.toThrow('bot');
  });

  it('a command that is not acknowledged shows an error to the person', async () => {
    bench.hangs();
    expect((await ana().types('/sign')).shown).toBe('/sign failed with the error "operation_timeout"');
    bench.answer(() => ({ status: 500 }));
    expect((await ana().types('/sign')).shown).toBe('/sign failed with the error "dispatch_failed"');
    await bench.stopApp();
    expect((await ana().types('/sign')).shown).toBe('/sign failed with the error "dispatch_failed"');
  });

  it('the text in an acknowledgement is shown, privately unless it says otherwise', async () => {
    bench.answer(() => ({ body: 'only you' }));
    await ana().types('/sign', { in: '#contracts' });
    expect(await ana().ephemerals('#contracts')).toMatchObject([{ text: 'only you' }]);
    expect(await bench.slack.person('bo').messages('#contracts')).toEqual([]);
    bench.answer(() => ({ body: { response_type: 'in_channel', text: 'all' } }));
    await ana().types('/sign out loud', { in: '#contracts' });
    const seen = await bench.slack.person('bo').messages('#contracts');
    expect(seen.map((message) => [message.from, message.text])).toEqual([
      ['ana', '/sign out loud'],
      ['app', 'all'],
    ]);
  });
});

describe('raw requests', () => {
  it('raw requests can be forged, stale, unsigned, odd and repeated', async () => {
    const payload = { type: 'block_actions' };
    await bench.slack.send({ payload, sign: false });
    expect(last().headers['x-slack-signature']).toBeUndefined();
    await bench.slack.send({ payload, sign: 'wrong', timestamp: 5 });
    expect(last().headers).toMatchObject({ 'x-slack-request-timestamp': '5' });
    expect(last().body).toEqual(payload);
    const signed = createHmac('sha256', bench.slack.signingSecret).update(`v0:5:${last().raw}`).digest('hex');
    expect(last().headers['x-slack-signature']).not.toBe(`v0=${signed}`);
    await bench.slack.send({ payload: { a: 1 }, contentType: 'application/json; charset=utf-8' });
    expect([last().raw, last().headers['content-type']]).toEqual([
      '{"a":1}',
      'application/json; charset=utf-8',
    ]);
    await ana().types('/sign');
    const first = last();
    bench.answer(() => ({ status: 401, body: 'no' }));
    expect(await bench.slack.replay('/sign')).toEqual({ status: 401, body: 'no' });
    expect(last().raw).toBe(first.raw);
    expect(last().headers['x-slack-signature']).toBe(first.headers['x-slack-signature']);
  });
});

describe('events', () => {
  const failTimes = (count: number, status = 500) => {
    let left = count;
    bench.answer(() => (left-- > 0 ? { status } : {}));
  };
  const until = (count: number) => expect.poll(() => bench.received).toHaveLength(count);

  it('events arrive as JSON in an envelope', async () => {
    await bench.slack.sendEvent({ type: 'app_uninstalled' });
    expect(last().headers['content-type']).toBe('application/json');
    expect(last().body).toMatchObject({
      type: 'event_callback',
      team_id: bench.slack.teamId,
      event: { type: 'app_uninstalled' },
    });
    expect(last().headers['x-slack-retry-num']).toBeUndefined();
  });

  it('an event is sent again immediately, after a minute and after five, with the same id', async () => {
    failTimes(9);
    await bench.slack.sendEvent({ type: 'tokens_revoked', tokens: { bot: ['U1'] } });
    await until(2);
    await expect
      .poll(() => bench.slack.state.pendingEvents)
      .toMatchObject([{ attempts: 2, nextAt: bench.clock.now + 60_000 }]);
    bench.clock.now += 60_000;
    await until(3);
    await expect
      .poll(() => bench.slack.state.pendingEvents)
      .toMatchObject([{ attempts: 3, nextAt: bench.clock.now + 300_000 }]);
    bench.clock.now += 300_000;
    await until(4);
    bench.clock.now += 3_600_000;
    expect(bench.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([
      undefined,
      '1',
      '2',
      '3',
    ]);
    expect(last().headers['x-slack-retry-reason']).toBe('http_error');
    expect(new Set(bench.received.map(({ body }) => body.event_id)).size).toBe(1);
    expect(bench.slack.state.pendingEvents).toEqual([]);
  });

  it('an event is not sent again when accepted, or when the app asks for no retry', async () => {
    await bench.slack.sendEvent({ type: 'x' });
    bench.answer(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
    await bench.slack.sendEvent({ type: 'y' });
    expect(bench.slack.state.pendingEvents).toEqual([]);
    bench.hangs();
    await bench.slack.sendEvent({ type: 'z' });
    await expect.poll(() => bench.slack.state.pendingEvents).toMatchObject([{ reason: 'http_timeout' }]);
  });

  it('an event can arrive twice', async () => {
    await bench.slack.sendEvent({ type: 'x' }, 2);
    expect(bench.received.map(({ body }) => body.event_id)).toEqual([
      last().body.event_id,
      last().body.event_id,
    ]);
  });

  it('events begin with a challenge', async () => {
    bench.answer(({ body }) => ({ body: { challenge: body.challenge } }));
    expect(await bench.slack.verifyRequestUrl()).toBe(true);
    bench.answer(() => ({ body: 'no' }));
    expect(await bench.slack.verifyRequestUrl()).toBe(false);
  });
});

describe('a real Bolt app', () => {
  it('Bolt opens a form on a command, reads the submission, and refuses a forged request', async () => {
    const { slack } = bench;
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret });
    const app = new App({
      receiver,
      token: slack.botToken,
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    });
    app.command('/sign', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal() as never });
    });
    app.view('form', async ({ ack, view, client, body }) => {
      await ack();
      const text = view.state.values['name']?.['text']?.value ?? '';
      await client.chat.postMessage({
        channel: body.user.id,
        text: `Hello ${text}`,
        blocks: [{ type: 'section', text: plain(`Hello ${text}`) }],
      });
    });
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    try {
      const { port } = server.address() as { port: number };
      slack.connectApp({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
      expect(await slack.verifyRequestUrl()).toBe(true);
      expect(await ana().types('/sign')).toEqual({ shown: null });
      await ana().sees('Form', { in: 'modal' });
      await ana().fills({ Name: 'Bo' });
      expect(await ana().submits()).toEqual({});
      await ana().sees('Hello Bo');
      expect(await slack.send({ payload: { type: 'block_actions' }, sign: 'wrong' })).toMatchObject({
        status: 401,
      });
    } finally {
      await closeServer(server as never);
    }
  });
});
