/**
 * What happens in a conversation apart from plain posting: unread messages, threads, deleted messages and files. Also
 * what the manifest decides.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../sandbox/slack/client.ts';
import type { ShownMessage } from '../../../sandbox/slack/conversation.ts';
import { readManifest } from '../../../sandbox/slack/manifest.ts';
import { type Bench, refusal, startBench } from './bench.ts';

let bench: Bench;
let channel: string;
beforeEach(async () => {
  bench = await startBench();
  bench.slack.setScopes([...bench.slack.state.app.scopes, 'files:write']);
  const opened = await bench.web.conversations.open({ users: bench.slack.user('ana').id });
  channel = opened.channel?.id ?? '';
});
afterEach(() => bench.close());

const ana = () => bench.slack.person('ana');

async function post(more: object = {}): Promise<string> {
  bench.clock.now += 1_000;
  const { ts } = await bench.web.chat.postMessage({ channel, text: 'The lease', ...more });
  return ts ?? '';
}

/** Lets Ana act through the control server. Returns the result, or throws the error that the server names. */
async function letAna<T>(act: string, args: object): Promise<T> {
  const response = await fetch(`${bench.slack.baseUrl}/control/person`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'ana', act, args }),
  });
  const answer = (await response.json()) as { result: T; error?: string };
  if (!response.ok) throw new Error(answer.error);
  return answer.result;
}

async function unread(): Promise<number> {
  const { conversations } = await letAna<Client>('client', {});
  return conversations.find(({ id }) => id === channel)?.unread ?? -1;
}

describe('unread messages', () => {
  it('a new message or a broadcast reply is unread, an edit or a mere reply is not', async () => {
    const ts = await post();
    expect(await unread()).toBe(1);
    await letAna('reads', { in: 'app' });
    await bench.web.chat.update({ channel, ts, text: 'The lease, signed' });
    expect(await unread()).toBe(0);
    await post({ thread_ts: ts });
    expect(await unread()).toBe(0);
    await post({ thread_ts: ts, reply_broadcast: true });
    expect(await unread()).toBe(1);
  });

  it('a reply is shown in the thread and, when broadcast, in the conversation', async () => {
    const ts = await post();
    const reply = await post({ thread_ts: ts, reply_broadcast: true, text: 'Signed' });
    // A reply to a reply is in the same thread.
    await post({ thread_ts: reply, text: 'Done' });
    const seen = await ana().messages('app');
    expect(seen.map(({ plain, thread, broadcast }) => [plain, thread, broadcast])).toEqual([
      ['The lease', null, false],
      ['Signed', ts, true],
      ['Done', ts, false],
    ]);
    const { messages = [] } = await bench.web.conversations.replies({ channel, ts });
    expect(messages.map(({ text }) => text)).toEqual(['The lease', 'Signed', 'Done']);
    const history = await bench.web.conversations.history({ channel });
    expect(history.messages?.map(({ text }) => text)).toEqual(['Signed', 'The lease']);
  });
});

describe('a message that a person deletes', () => {
  it('the app can no longer find a message that a person deleted', async () => {
    const ts = await post();
    await ana().deletes({ channel, ts });
    expect(await ana().messages('app')).toEqual([]);
    expect((await refusal(bench.web.chat.update({ channel, ts, text: 'x' }))).error).toBe(
      'message_not_found',
    );
    expect((await refusal(post({ thread_ts: ts }))).error).toBe('cannot_reply_to_message');
    await expect(ana().deletes({ channel, ts })).rejects.toThrow('not there');
    await expect(bench.slack.person('bo').deletes({ channel, ts })).rejects.toThrow('not in');
  });
});

describe('files of the app', () => {
  it('files are posted into a thread in the three calls that the library makes', async () => {
    const ts = await post();
    await bench.web.filesUploadV2({
      ...{ channel_id: channel, thread_ts: ts, file: Buffer.from([0, 255, 1]), filename: 'Lease.pdf' },
      ...{ title: 'Lease, signed', initial_comment: 'Signed by all' },
    });
    const seen = (await ana().messages('app')).at(-1);
    expect([seen?.plain, seen?.thread]).toEqual(['Signed by all\nLease, signed', ts]);
    const [, message] = await letAna<{ files: { id: string; size: number }[] }[]>('conversation', {
      in: 'app',
    });
    const id = message?.files[0]?.id ?? '';
    const { base64 } = await letAna<{ base64: string }>('file', { id });
    expect([...Buffer.from(base64, 'base64')]).toEqual([0, 255, 1]);
    expect((await refusal(bench.web.files.completeUploadExternal({ files: [{ id }] }))).error).toBe(
      'file_not_found',
    );
  });

  it('files are refused without the scope, before their bytes have come, and where the bot is no member', async () => {
    const asked = await bench.web.files.getUploadURLExternal({ filename: 'a.pdf', length: 3 });
    const id = asked.file_id ?? '';
    const complete = (more: object = {}) =>
      refusal(bench.web.files.completeUploadExternal({ files: [{ id }], ...more } as never));
    expect((await complete()).error).toBe('file_not_found');
    const send = async (body: string) =>
      (await fetch(asked.upload_url ?? '', { method: 'POST', body })).status;
    expect([await send('four'), await send('abc')]).toEqual([400, 200]);
    const contracts = Object.values(bench.slack.state.channels).find(({ name }) => name === 'contracts');
    expect((await complete({ channel_id: contracts?.id })).error).toBe('not_in_channel');
    await bench.web.files.completeUploadExternal({ files: [{ id }], channel_id: channel } as never);
    expect((await ana().messages('app')).at(-1)?.plain).toBe('a.pdf');
    bench.slack.setScopes(['chat:write']);
    const lacking = bench.web.files.getUploadURLExternal({ filename: 'a.pdf', length: 3 });
    expect((await refusal(lacking)).data).toMatchObject({ error: 'missing_scope', needed: 'files:write' });
  });
});

describe('files of people', () => {
  it('nobody can read or open a file that its owner has deleted', async () => {
    const id = await ana().addsFile('Lease.pdf', Buffer.from('lease'));
    await ana().sharesFiles('dm:bo', [id], 'Please look');
    const bo = bench.slack.person('bo');
    const read = async () => (await bo.messages('dm:ana')).map(({ plain }) => plain);
    expect(await read()).toEqual(['Please look\nLease.pdf']);
    await ana().deletesFile(id);
    expect(await read()).toEqual(['Please look\nThis file was deleted.']);
    const [message] = await letAna<ShownMessage[]>('conversation', { in: 'dm:bo' });
    expect(message?.files).toEqual([{ id, name: 'This file was deleted.', size: null }]);
    await expect(letAna('file', { id })).rejects.toThrow('no such file');
  });
});

const manifest = (events: readonly string[]) => `
display_information: { name: Sign }
oauth_config: { scopes: { bot: [chat:write, im:write, im:history], bot_optional: [im:history] } }
settings: { event_subscriptions: { bot_events: ${JSON.stringify(events)} } }
features: { app_home: { home_tab_enabled: true, messages_tab_enabled: true } }
`;

describe('the manifest', () => {
  it('optional scopes are granted unless the workspace leaves them out', async () => {
    const part = readManifest(manifest([]));
    bench.slack.connectApp(part);
    expect(bench.slack.state.app.scopes).toEqual(['chat:write', 'im:write', 'im:history']);
    bench.slack.connectApp({ ...part, refusedScopes: ['im:history', 'chat:write'] });
    expect(bench.slack.state.app.scopes).toEqual(['chat:write', 'im:write']);
    const refused = await refusal(bench.web.conversations.history({ channel }));
    expect(refused.data).toMatchObject({ error: 'missing_scope', needed: 'im:history' });
  });

  it('the manifest decides whether the app hears that a person opens its conversation or Home', async () => {
    bench.slack.connectApp(readManifest(manifest(['app_uninstalled'])));
    await ana().opensMessages();
    expect(bench.received).toEqual([]);
    bench.slack.connectApp(readManifest(manifest(['app_home_opened'])));
    await ana().opensMessages();
    await ana().opensHome();
    const events = bench.received.map(({ body }) => [body.event.type, body.event.tab, body.event.channel]);
    expect(events).toEqual([
      ['app_home_opened', 'messages', channel],
      ['app_home_opened', 'home', channel],
    ]);
  });
});
