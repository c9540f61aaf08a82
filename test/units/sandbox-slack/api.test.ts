import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coverage, NOT_COVERED } from '../../../sandbox/slack/coverage.ts';
import { methods } from '../../../sandbox/slack/methods/table.ts';
import { DEFAULT_SCOPES } from '../../../sandbox/slack/seed.ts';
import type { Bench } from './bench.ts';
import { clientFor, plain, refusal, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const appDm = async () => {
  const { channel } = await bench.web.conversations.open({ users: bench.slack.user('ana').id });
  return channel?.id ?? '';
};

it('the coverage table names exactly the registered methods', () => {
  expect(Object.keys(coverage).sort()).toEqual([...methods.keys()].sort());
});

it('every method of the table answers as the table says', async () => {
  const errorOf = async (method: string): Promise<unknown> => {
    const response = await fetch(`${bench.slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bench.slack.botToken}` },
    });
    return ((await response.json()) as { error?: unknown }).error;
  };
  for (const method of NOT_COVERED)
    expect([method, await errorOf(method)]).toEqual([method, 'unknown_method']);
  // The token is revoked last, or the other methods would be refused.
  const there = Object.keys(coverage).filter((one) => one !== 'auth.revoke');
  for (const method of [...there, 'auth.revoke']) {
    const error = await errorOf(method);
    expect([method, ['unknown_method', 'internal_error', 'token_revoked'].includes(String(error))]).toEqual([
      method,
      false,
    ]);
  }
});

describe('tokens and scopes', () => {
  it('auth.test says whose token it is', async () => {
    const who = await bench.web.auth.test();
    expect(who).toMatchObject({ team_id: bench.slack.teamId, user_id: bench.slack.botUserId });
  });

  it('a missing and a foreign token are refused', async () => {
    expect((await refusal(clientFor(bench.slack, undefined).auth.test())).error).toBe('not_authed');
    expect((await refusal(clientFor(bench.slack, 'xoxb-1-2-other').auth.test())).error).toBe('invalid_auth');
  });

  it.each([
    ['revoked', 'token_revoked'],
    ['expired', 'token_expired'],
    ['inactive', 'account_inactive'],
  ] as const)('a token that is %s is refused', async (state, error) => {
    bench.slack.setToken(state);
    expect((await refusal(bench.web.auth.test())).error).toBe(error);
  });

  it('a call without its scope is refused, with needed and provided scopes', async () => {
    bench.slack.setScopes(['commands', 'users:read']);
    const refused = await refusal(bench.web.chat.postMessage({ channel: 'C1', text: 'x' }));
    expect(refused.data).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'commands,users:read',
    });
  });

  it('unknown methods are refused', async () => {
    expect((await refusal(bench.web.conversations.list())).error).toBe('unknown_method');
  });
});

describe('people', () => {
  const info = async (name: string) => (await bench.web.users.info({ user: bench.slack.user(name).id })).user;

  it('an address is shown only with its scope', async () => {
    expect((await info('ana'))?.profile?.email).toBe('ana@acme.com');
    bench.slack.setScopes(DEFAULT_SCOPES.filter((scope) => scope !== 'users:read.email'));
    expect((await info('ana'))?.profile?.email).toBeUndefined();
  });

  it('the language is shown only when requested', async () => {
    expect((await info('ana'))?.locale).toBeUndefined();
    const asked = await bench.web.users.info({ user: bench.slack.user('ana').id, include_locale: true });
    expect(asked.user?.locale).toBe('en-US');
  });

  it('guests, deactivated people, bots and members of other workspaces can be told apart', async () => {
    expect(await info('gil')).toMatchObject({ is_restricted: true });
    expect(await info('dan')).toMatchObject({ deleted: true });
    expect(await info('otherbot')).toMatchObject({ is_bot: true });
    const eve = await info('eve');
    expect(eve).toMatchObject({ is_stranger: false });
    expect(eve?.team_id).not.toBe(bench.slack.teamId);
    expect(eve?.profile?.email).toBeUndefined();
    expect((await bench.web.users.info({ user: 'USLACKBOT' })).user?.is_bot).toBe(false);
  });

  it('other ids are unknown users', async () => {
    expect((await refusal(bench.web.users.info({ user: 'U0' }))).error).toBe('user_not_found');
    const far = bench.slack.addUser({ handle: 'far', teamId: 'TFAR' });
    expect((await refusal(bench.web.users.info({ user: far.id }))).error).toBe('user_not_visible');
  });

  it('methods that only read ignore a JSON body', async () => {
    const call = (body: string, type: string) =>
      fetch(`${bench.slack.apiUrl}users.info`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bench.slack.botToken}`, 'content-type': type },
        body,
      }).then((response) => response.json());
    const id = bench.slack.user('ana').id;
    expect(await call(JSON.stringify({ user: id }), 'application/json')).toMatchObject({
      error: 'user_not_found',
    });
    expect(await call(`user=${id}`, 'application/x-www-form-urlencoded')).toMatchObject({ ok: true });
  });
});

describe('direct messages', () => {
  it('one conversation is opened for each person, once', async () => {
    const first = await appDm();
    expect(first).toMatch(/^D/);
    expect(await appDm()).toBe(first);
  });

  it('no conversation opens with deactivated people, bots and nobody', async () => {
    const open = (users: string) => refusal(bench.web.conversations.open({ users }));
    expect((await open(bench.slack.user('dan').id)).error).toBe('user_disabled');
    expect((await open(bench.slack.user('otherbot').id)).error).toBe('cannot_dm_bot');
    expect((await open('U0')).error).toBe('user_not_found');
    expect((await open('')).error).toBe('users_list_not_supplied');
  });

  it('messages are listed newest first, metadata only when requested, without ephemerals and replies', async () => {
    const channel = await appDm();
    const metadata = { event_type: 'card', event_payload: { key: 'k1' } };
    const { ts } = await bench.web.chat.postMessage({ channel, text: 'one', metadata });
    await bench.web.chat.postMessage({ channel, text: 'two' });
    await bench.web.chat.postMessage({ channel, text: 'hidden reply', thread_ts: ts ?? '' });
    await bench.web.chat.postMessage({
      channel,
      text: 'loud reply',
      thread_ts: ts ?? '',
      reply_broadcast: true,
    });
    await bench.web.chat.postEphemeral({ channel, user: bench.slack.user('ana').id, text: 'whisper' });
    const plainly = await bench.web.conversations.history({ channel });
    expect(plainly.messages?.map((message) => message.text)).toEqual(['loud reply', 'two', 'one']);
    expect(plainly.messages?.at(-1)?.metadata).toBeUndefined();
    const full = await bench.web.conversations.history({ channel, include_all_metadata: true });
    expect(full.messages?.at(-1)?.metadata).toEqual(metadata);
    const replies = await bench.web.conversations.replies({ channel, ts: ts ?? '' });
    expect(replies.messages?.map((message) => message.text)).toEqual(['one', 'hidden reply', 'loud reply']);
  });

  it('messages are listed page by page', async () => {
    const channel = await appDm();
    for (const text of ['1', '2', '3']) await bench.web.chat.postMessage({ channel, text });
    const first = await bench.web.conversations.history({ channel, limit: 2 });
    expect(first.has_more).toBe(true);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await bench.web.conversations.history({ channel, limit: 2, cursor });
    expect(second.messages?.map((message) => message.text)).toEqual(['1']);
    expect(second.has_more).toBe(false);
  });

  it('conversations of other people are out of reach, and reading needs the scope', async () => {
    const human = Object.values(bench.slack.state.channels).find((one) => one.kind === 'im');
    const read = (channel: string) => refusal(bench.web.conversations.history({ channel }));
    expect((await read(human?.id ?? '')).error).toBe('channel_not_found');
    const dm = await appDm();
    bench.slack.setScopes(DEFAULT_SCOPES.filter((scope) => scope !== 'im:history'));
    expect((await read(dm)).data).toMatchObject({ error: 'missing_scope', needed: 'im:history' });
  });
});

describe('posting', () => {
  const channelNamed = (name: string) =>
    Object.values(bench.slack.state.channels).find((one) => one.name === name)?.id ?? '';
  const post = (channel: string, more: Record<string, unknown> = {}) => {
    // A conversation accepts one message a second.
    bench.clock.now += 1_000;
    return refusal(bench.web.chat.postMessage({ channel, text: 'x', ...more } as never));
  };

  it('posting is refused where the bot is no member', async () => {
    const human = Object.values(bench.slack.state.channels).find((one) => one.kind === 'im')?.id ?? '';
    expect((await post(channelNamed('contracts'))).error).toBe('not_in_channel');
    expect((await post(channelNamed('private'))).error).toBe('channel_not_found');
    expect((await post(human)).error).toBe('channel_not_found');
    expect((await post('C0')).error).toBe('channel_not_found');
    expect((await post(bench.slack.user('dan').id)).error).toBe('user_disabled');
  });

  it('posting is refused when the Messages tab is off', async () => {
    const dm = await appDm();
    bench.slack.connectApp({ requestUrl: 'http://127.0.0.1:9/', messagesTabEnabled: false });
    expect((await post(dm)).error).toBe('messages_tab_disabled');
  });

  it('empty messages, broken blocks and broken metadata are refused', async () => {
    const dm = await appDm();
    expect((await post(dm, { text: '' })).error).toBe('no_text');
    expect((await post(dm, { blocks: '{' })).error).toBe('invalid_blocks_format');
    expect((await post(dm, { metadata: { event_type: 'x' } })).error).toBe('invalid_metadata_format');
    expect((await post(dm, { metadata: { event_type: 'x', event_payload: { a: { b: 1 } } } })).error).toBe(
      'invalid_metadata_format',
    );
    const large = { event_type: 'x', event_payload: { a: 'y'.repeat(9000) } };
    expect((await post(dm, { metadata: large })).error).toBe('metadata_too_large');
    expect((await post(dm, { thread_ts: '1.000001' })).error).toBe('cannot_reply_to_message');
  });

  it('messages whose blocks hold too much text together are refused', async () => {
    const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3000) } };
    const dm = await appDm();
    expect((await post(dm, { blocks: Array(5).fill(section) })).error).toBe('msg_blocks_too_long');
    await bench.web.chat.postMessage({ channel: dm, text: 'x', blocks: Array(4).fill(section) });
  });

  it('links are unfurled unless the app says otherwise', async () => {
    const channel = await appDm();
    const text = 'see https://app.box.com/sign/secret';
    await bench.web.chat.postMessage({ channel, text, unfurl_links: false, unfurl_media: false });
    expect(bench.slack.state.crawled).toEqual([]);
    await bench.web.chat.postMessage({ channel, text });
    expect(bench.slack.state.crawled).toEqual(['https://app.box.com/sign/secret']);
  });

  it('unescaped text notifies the people it mentions; escaped or plain text notifies nobody', async () => {
    const channel = await appDm();
    const section = (type: string) => ({ type: 'section' as const, text: { type, text: '<!channel>' } });
    await bench.web.chat.postMessage({
      channel,
      text: '&lt;!channel&gt;',
      blocks: [section('plain_text') as never],
    });
    expect(bench.slack.state.notifications).toEqual([]);
    await bench.web.chat.postMessage({
      channel,
      text: `<@${bench.slack.user('bo').id}>`,
      blocks: [section('mrkdwn') as never],
    });
    expect(bench.slack.state.notifications.map((one) => one.to)).toEqual([
      bench.slack.user('bo').id,
      '@channel',
    ]);
  });
});

describe('attachments', () => {
  it('attachments are stored with their message, and shown below it', async () => {
    const channel = await appDm();
    const ana = bench.slack.person('ana');
    const attachments = [{ title: 'Lease', text: 'for <@U1>', fields: [{ title: 'State', value: 'sent' }] }];
    const { ts = '', message } = await bench.web.chat.postMessage({ channel, text: 'Look', attachments });
    expect(message?.attachments).toMatchObject([{ id: 1, title: 'Lease' }]);
    expect((await ana.messages('app')).at(-1)?.plain).toMatch(/^Look\nLease\nfor .*\nState: sent$/);
    await bench.web.chat.update({ channel, ts, text: 'Signed' });
    expect((await ana.messages('app')).at(-1)?.plain).toContain('State: sent');
    await bench.web.chat.update({ channel, ts, text: 'Signed', attachments: [] });
    expect((await ana.messages('app')).at(-1)?.plain).toBe('Signed');
    const alone = { channel, attachments: [{ fallback: 'Only this' }] };
    await bench.web.chat.postMessage(alone as never);
    expect((await ana.messages('app')).at(-1)?.plain).toBe('Only this');
    const many = Array.from({ length: 101 }, () => ({ text: 'x' }));
    const post = (given: unknown) =>
      refusal(bench.web.chat.postMessage({ channel, attachments: given } as never));
    expect((await post(many)).error).toBe('too_many_attachments');
    expect((await post('{')).error).toBe('invalid_attachments');
    expect((await post([])).error).toBe('no_text');
  });
});

describe('looking people up by their address', () => {
  it('members of the workspace are found, people who left or belong to another are not', async () => {
    const find = (email: string) => bench.web.users.lookupByEmail({ email });
    const { email } = bench.slack.user('ana');
    expect((await find(String(email).toUpperCase())).user?.id).toBe(bench.slack.user('ana').id);
    expect((await refusal(find('nobody@acme.com'))).error).toBe('users_not_found');
    bench.slack.addUser({ handle: 'gone', name: 'Gone', email: 'gone@acme.com', deleted: true });
    bench.slack.addUser({ handle: 'far', name: 'Far', email: 'far@other.com', teamId: 'T0OTHER' });
    expect((await refusal(find('gone@acme.com'))).error).toBe('users_not_found');
    expect((await refusal(find('far@other.com'))).error).toBe('users_not_found');
    bench.slack.setScopes(DEFAULT_SCOPES.filter((one) => one !== 'users:read.email'));
    expect(await refusal(find('ana@acme.com'))).toMatchObject({ error: 'missing_scope' });
  });
});

describe('changing messages', () => {
  it('text alone removes the blocks, and other people’s messages cannot be changed', async () => {
    const channel = await appDm();
    const ana = bench.slack.person('ana');
    const { ts = '' } = await bench.web.chat.postMessage({
      channel,
      text: 'before',
      blocks: [{ type: 'section', text: plain('block') }],
      metadata: { event_type: 'card', event_payload: { id: '1' } },
    });
    await bench.web.chat.update({ channel, ts, text: 'after' });
    expect(await ana.messages('app')).toMatchObject([{ text: 'after', plain: 'after', edited: true }]);
    expect(bench.slack.state.messages.at(-1)?.metadata).toMatchObject({ event_type: 'card' });
    await bench.web.chat.update({
      channel,
      ts,
      text: 'x',
      blocks: [{ type: 'section', text: plain('new') }],
    });
    expect(await ana.messages('app')).toMatchObject([{ plain: 'new' }]);
    await ana.types('mine');
    const mine = (await ana.messages('app')).at(-1)?.ts ?? '';
    const update = (at: string, text = 'x') => refusal(bench.web.chat.update({ channel, ts: at, text }));
    expect((await update(mine)).error).toBe('cant_update_message');
    expect((await update('1.000001')).error).toBe('message_not_found');
    expect((await update(ts, 'x'.repeat(4001))).error).toBe('msg_too_long');
    expect((await refusal(bench.web.chat.delete({ channel, ts: mine }))).error).toBe('cant_delete_message');
    await bench.web.chat.delete({ channel, ts });
    expect((await refusal(bench.web.chat.delete({ channel, ts }))).error).toBe('message_not_found');
  });

  it('ephemerals are shown to members until they reload, and cannot be changed by ts', async () => {
    const { id } = bench.slack.addChannel({ name: 'ours', members: ['ana', 'cy', 'sign'] });
    const whisper = (user: string) => bench.web.chat.postEphemeral({ channel: id, user, text: 'psst' });
    expect((await refusal(whisper(bench.slack.user('bo').id))).error).toBe('user_not_in_channel');
    const { message_ts = '' } = await whisper(bench.slack.user('ana').id);
    const ana = bench.slack.person('ana');
    expect(await ana.ephemerals('#ours')).toMatchObject([{ text: 'psst', ephemeral: true }]);
    expect(await bench.slack.person('cy').messages('#ours')).toEqual([]);
    const update = bench.web.chat.update({ channel: id, ts: message_ts, text: 'x' });
    expect((await refusal(update)).error).toBe('message_not_found');
    await ana.reloads();
    expect(await ana.messages('#ours')).toEqual([]);
  });
});
