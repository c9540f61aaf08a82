import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from './bench.ts';
import { plain, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const ana = () => bench.slack.person('ana');
const lastUrl = (): string => bench.received.at(-1)?.body.response_url;

async function respond(url: string, body: unknown): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}
const buttons = [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }];

async function commandUrl(place = '#contracts') {
  await ana().types('/sign', { in: place });
  return lastUrl();
}

describe('a response URL of a command', () => {
  it('ephemerals are shown where the bot is no member, even in a conversation of two people', async () => {
    for (const place of ['#contracts', 'dm:bo', '#private']) {
      expect(await respond(await commandUrl(place), { text: 'note' })).toEqual({ status: 200, text: 'ok' });
      expect((await ana().ephemerals(place)).at(-1)).toMatchObject({ text: 'note', from: 'app' });
      expect((await bench.slack.person('bo').messages(place)).map((one) => one.text)).toEqual([]);
    }
  });

  it('five posts are accepted', async () => {
    const url = await commandUrl();
    for (let use = 1; use <= 5; use += 1) expect((await respond(url, { text: 'x' })).status).toBe(200);
    expect(await respond(url, { text: 'x' })).toEqual({
      status: 404,
      text: '{"ok":false,"error":"used_url"}',
    });
  });

  it('the URL expires after thirty minutes', async () => {
    const url = await commandUrl();
    bench.clock.now += 30 * 60_000;
    expect((await respond(url, { text: 'x' })).status).toBe(200);
    bench.clock.now += 1;
    expect(await respond(url, { text: 'x' })).toEqual({
      status: 404,
      text: '{"ok":false,"error":"expired_url"}',
    });
  });

  it('invalid content is refused with status 200, so only the body tells', async () => {
    const url = await commandUrl();
    const { status, text } = await respond(url, { text: 'x', blocks: [{ type: 'banner' }] });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.parse((await respond(url, {})).text)).toMatchObject({ error: 'no_text' });
    expect((await respond(url, 'text')).status).toBe(400);
    expect((await respond(`${url}0`, { text: 'x' })).status).toBe(404);
    expect(await ana().messages('#contracts')).toEqual([]);
  });

  it('there is no message to delete', async () => {
    const { text } = await respond(await commandUrl(), { delete_original: true });
    expect(JSON.parse(text)).toMatchObject({ error: 'message_not_found' });
  });
});

describe('a response URL of a press', () => {
  async function pressedEphemeral() {
    await respond(await commandUrl(), { text: 'one', blocks: buttons });
    await respond(lastUrl(), { text: 'other' });
    await ana().presses('Go');
    expect(bench.received.at(-1)?.body).toMatchObject({ container: { is_ephemeral: true } });
    expect(bench.received.at(-1)?.body.message).toBeUndefined();
    return lastUrl();
  }

  it('only the pressed message is replaced, and stays as visible as before', async () => {
    const url = await pressedEphemeral();
    await respond(url, { replace_original: true, response_type: 'in_channel', text: 'replaced' });
    expect((await ana().ephemerals('#contracts')).map((one) => one.plain)).toEqual(['replaced', 'other']);
    expect(await bench.slack.person('bo').messages('#contracts')).toEqual([]);
  });

  it('the pressed message is deleted, and nothing happens when it is gone already', async () => {
    const url = await pressedEphemeral();
    await respond(url, { delete_original: true });
    expect((await ana().ephemerals('#contracts')).map((one) => one.text)).toEqual(['other']);
    await ana().reloads();
    expect((await respond(url, { replace_original: true, text: 'ghost' })).text).toBe('ok');
    expect(await ana().messages('#contracts')).toEqual([]);
  });

  it('a message is added unless the post replaces', async () => {
    await respond(await pressedEphemeral(), { text: 'added' });
    expect((await ana().ephemerals('#contracts')).map((one) => one.text)).toEqual(['one', 'other', 'added']);
  });

  it('a post is public and in the thread only when it says both', async () => {
    await ana().types('hello', { in: '#contracts' });
    const thread = (await ana().messages('#contracts')).at(-1)?.ts;
    const url = await pressedEphemeral();
    const body = { response_type: 'in_channel', thread_ts: thread, text: 'public' };
    await respond(url, body);
    await respond(url, { ...body, replace_original: false });
    const seen = await bench.slack.person('bo').messages('#contracts');
    expect(seen.slice(1).map((one) => [one.text, one.thread])).toEqual([
      ['public', null],
      ['public', thread],
    ]);
  });
});
