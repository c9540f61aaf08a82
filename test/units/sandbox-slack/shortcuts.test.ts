import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from './bench.ts';
import { modal, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
  const shortcut = { name: 'Make', description: '' } as const;
  bench.slack.connectApp({
    shortcuts: [
      { ...shortcut, type: 'global', callbackId: 'make' },
      { ...shortcut, type: 'message', callbackId: 'make_of_message' },
    ],
  });
});
afterEach(() => bench.close());

const place = '#contracts';
const person = (name: string) => bench.slack.person(name);
const lastBody = () => bench.received.at(-1)?.body;

async function messageOf(name: string, text: string, thread?: string) {
  await person(name).types(text, { in: place, ...(thread === undefined ? {} : { thread }) });
  const message = (await person(name).messages(place)).at(-1);
  if (!message) throw new Error('the message is not there');
  return message;
}

describe('shortcuts', () => {
  it('a global shortcut has a payload without a channel, and a trigger that opens a modal', async () => {
    expect(await person('ana').usesShortcut('Make')).toEqual({ shown: null });
    const { slack } = bench;
    expect(lastBody()).toEqual({
      type: 'shortcut',
      token: expect.any(String),
      action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
      team: { id: slack.teamId, domain: 'acme' },
      user: { id: slack.user('ana').id, username: 'ana', team_id: slack.teamId },
      enterprise: null,
      is_enterprise_install: false,
      callback_id: 'make',
      trigger_id: expect.any(String),
    });
    await bench.web.views.open({ trigger_id: lastBody().trigger_id, view: modal() as never });
    expect(await person('ana').modal()).toMatchObject({ title: 'Form' });
  });

  it('a message shortcut carries its message, and answers privately in the conversation, not in the thread', async () => {
    const first = await messageOf('bo', 'look at this');
    const reply = await messageOf('bo', 'see https://x.io', first.ts);
    expect(await person('ana').usesShortcut('Make', { on: reply })).toEqual({ shown: null });
    expect(lastBody()).toMatchObject({
      type: 'message_action',
      callback_id: 'make_of_message',
      channel: { id: reply.channel, name: 'contracts' },
      message_ts: reply.ts,
      message: {
        type: 'message',
        user: bench.slack.user('bo').id,
        ts: reply.ts,
        thread_ts: first.ts,
        text: 'see <https://x.io>',
      },
    });
    const response = await fetch(lastBody().response_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'noted', response_type: 'ephemeral' }),
    });
    expect(await response.text()).toBe('ok');
    expect(await person('ana').ephemerals(place)).toMatchObject([{ text: 'noted', thread: null }]);
    expect(await person('bo').ephemerals(place)).toEqual([]);
    const secret = String(lastBody().response_url).split('/').at(-1);
    expect(JSON.stringify(bench.slack.log)).toContain('/hooks/');
    expect(JSON.stringify(bench.slack.log)).not.toContain(secret);
  });

  it('ephemeral messages, and messages out of view, have no shortcuts', async () => {
    const message = await messageOf('ana', 'hello');
    const { channel } = message;
    bench.slack.state.channels[channel]?.members.push(bench.slack.botUserId);
    const user = bench.slack.user('ana').id;
    await bench.web.chat.postEphemeral({ channel, user, text: 'whisper' });
    const [whisper] = await person('ana').ephemerals(place);
    if (!whisper) throw new Error('there is no whisper');
    await expect(person('ana').usesShortcut('Make', { on: whisper })).rejects.toThrow('only one person sees');
    await expect(person('ana').usesShortcut('Make', { on: { channel, ts: '1.1' } })).rejects.toThrow();
    await person('bo').types('between us', { in: '#private' });
    const [secret] = await person('bo').messages('#private');
    await expect(person('cy').usesShortcut('Make', secret ? { on: secret } : {})).rejects.toThrow(
      'is not in',
    );
    expect(bench.received).toEqual([]);
  });

  it('shortcuts are offered by name and kind, and not to people of other workspaces', async () => {
    const message = await messageOf('ana', 'hello');
    await expect(person('ana').usesShortcut('Other')).rejects.toThrow('There is no global shortcut "Other"');
    await expect(person('eve').usesShortcut('Make')).rejects.toThrow();
    await expect(person('eve').usesShortcut('Make', { on: message })).rejects.toThrow();
    bench.slack.connectApp({ shortcuts: [] });
    await expect(person('ana').usesShortcut('Make', { on: message })).rejects.toThrow();
    expect(bench.received).toEqual([]);
  });

  it('the client says when the app does not answer a shortcut', async () => {
    bench.hangs();
    expect(await person('ana').usesShortcut('Make')).toEqual({
      shown: expect.stringContaining('did not respond'),
    });
  });
});
