import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../../sandbox/slack/manifest.ts';
import type { Acts } from '../../../sandbox/slack/people.ts';
import type { Bench } from './bench.ts';
import { modal, plain, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

async function carryOut<K extends keyof Acts>(
  person: string,
  act: K,
  args: Parameters<Acts[K]>[0],
): Promise<Awaited<ReturnType<Acts[K]>>> {
  const response = await fetch(`${bench.slack.baseUrl}/control/person`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person, act, args }),
  });
  const answer = (await response.json()) as { result: Awaited<ReturnType<Acts[K]>>; error?: string };
  if (!response.ok) throw new Error(answer.error);
  return answer.result;
}

const button = (extra: object = {}) => ({
  type: 'button' as const,
  action_id: 'go',
  text: plain('Go'),
  ...extra,
});
const actions = (...elements: ReturnType<typeof button>[]) => [
  { type: 'actions' as const, block_id: 'row', elements },
];

async function openForm(extra: Record<string, unknown> = {}): Promise<string> {
  bench.answer(async ({ body }) => {
    if (!body.trigger_id || body.type) return {};
    await bench.web.views.open({ trigger_id: body.trigger_id, view: modal(extra) });
    return {};
  });
  await carryOut('ana', 'types', { text: '/sign' });
  const [view] = await carryOut('ana', 'viewStack', {});
  if (!view) throw new Error('no modal opened');
  return view.id;
}

const text = (value: string | null) => ({ type: 'plain_text_input', value });

describe('what a client shows', () => {
  it('the client shows kinds of people, and does not offer deactivated people and bots', async () => {
    const { people, me } = await carryOut('ana', 'client', {});
    expect(people.map(({ handle, kind }) => [handle, kind])).toEqual([
      ['ana', 'member'],
      ['bo', 'member'],
      ['cy', 'member'],
      ['gil', 'guest'],
      ['eve', 'outsider'],
    ]);
    expect(me.handle).toBe('ana');
  });

  it('the client shows the app, its commands and shortcuts as in the manifest, but not to other workspaces', async () => {
    bench.slack.connectApp(readManifest(await readFile('manifest.yml', 'utf8')));
    const { app } = await carryOut('ana', 'client', {});
    expect(app).toMatchObject({ name: 'Sign', homeTab: true, messagesTab: true });
    expect(app.commands).toMatchObject([{ command: '/sign', description: 'Get a Box document signed' }]);
    const shortcut = { name: 'Request signature', description: expect.stringContaining('signed') };
    expect(app.shortcuts).toMatchObject([
      { ...shortcut, type: 'global' },
      { ...shortcut, type: 'message' },
    ]);
    expect((await carryOut('eve', 'client', {})).app).toMatchObject({ commands: [], shortcuts: [] });
  });

  it('where the manifest says so, the app’s conversation takes commands but no messages and files', async () => {
    bench.slack.connectApp(readManifest(await readFile('manifest.yml', 'utf8')));
    const off = 'Sending messages to this app has been turned off';
    await expect(carryOut('ana', 'types', { text: 'Hello' })).rejects.toThrow(off);
    await expect(carryOut('ana', 'sharesFiles', { in: 'app', ids: [] })).rejects.toThrow(off);
    expect(await carryOut('ana', 'conversation', { in: 'app' })).toEqual([]);
    expect(await carryOut('ana', 'types', { text: '/sign' })).toEqual({ shown: null });
  });

  it('the client lists a person’s conversations, without other people’s private channels', async () => {
    const places = async (person: string) =>
      (await carryOut(person, 'client', {})).conversations.map(({ place }) => place);
    expect(await places('ana')).toEqual(['app', 'contracts', 'private', 'dm:bo']);
    expect(await places('cy')).toEqual(['app', 'contracts']);
    expect(Object.values((await carryOut('cy', 'client', {})).directory.channels)).toEqual([
      { name: 'contracts', kind: 'public', isMember: true, isShared: true },
    ]);
  });

  it('messages by others since the last visit count as unread', async () => {
    const unread = async () =>
      (await carryOut('bo', 'client', {})).conversations.find(({ place }) => place === 'dm:ana')?.unread;
    await carryOut('bo', 'types', { text: 'mine', in: 'dm:ana' });
    expect(await unread()).toBe(0);
    await carryOut('ana', 'types', { text: 'one', in: 'dm:bo' });
    await carryOut('ana', 'types', { text: 'two', in: 'dm:bo' });
    expect(await unread()).toBe(2);
    await carryOut('bo', 'reads', { in: 'dm:ana' });
    expect(await unread()).toBe(0);
  });

  it('a message has its author, the message it replies to, and no data for programs', async () => {
    const channel = bench.slack.state.channels;
    const contracts = Object.values(channel).find(({ name }) => name === 'contracts')?.id ?? '';
    Object.values(channel)
      .find(({ id }) => id === contracts)
      ?.members.push(bench.slack.botUserId);
    const metadata = { event_type: 'card', event_payload: { key: 'k1' } };
    const { ts = '' } = await bench.web.chat.postMessage({ channel: contracts, text: 'one', metadata });
    await bench.web.chat.postMessage({ channel: contracts, text: 'reply', thread_ts: ts });
    await bench.web.chat.postEphemeral({
      channel: contracts,
      user: bench.slack.user('ana').id,
      text: 'whisper',
    });
    const seen = await carryOut('ana', 'conversation', { in: 'contracts' });
    expect(seen).toMatchObject([
      { text: 'one', author: { name: 'Sign', isApp: true }, replies: 1, threadTs: null },
      { text: 'reply', threadTs: ts, isBroadcast: false },
      { text: 'whisper', isEphemeral: true },
    ]);
    expect(JSON.stringify(seen)).not.toContain('k1');
    expect(await carryOut('bo', 'conversation', { in: 'contracts' })).toHaveLength(2);
    await expect(carryOut('cy', 'conversation', { in: 'private' })).rejects.toThrow('not in private');
  });

  it('typed text is plain, except people, channels and links', async () => {
    await carryOut('ana', 'types', {
      text: '<script>a & b</script> @bo #contracts https://x.io/?a=1',
      in: 'dm:bo',
    });
    const [message] = await carryOut('bo', 'conversation', { in: 'dm:ana' });
    const contracts = Object.values(bench.slack.state.channels).find(({ name }) => name === 'contracts')?.id;
    expect(message?.text).toBe(
      `&lt;script&gt;a &amp; b&lt;/script&gt; <@${bench.slack.user('bo').id}> <#${contracts}|contracts> <https://x.io/?a=1>`,
    );
  });
});

describe('acting by ids', () => {
  it('a press on a message reports it, gives the link, and warns when the app does not answer', async () => {
    const { channel = '', ts = '' } = await bench.web.chat.postMessage({
      channel: bench.slack.user('ana').id,
      text: 'card',
      blocks: actions(button({ url: 'https://app.box.com/file/1' })),
    });
    const press = (person: string, blockId = 'row') =>
      carryOut(person, 'pressOn', { message: { channel, ts }, blockId, actionId: 'go' });
    expect(await press('ana')).toEqual({ shown: null, url: 'https://app.box.com/file/1' });
    expect(bench.received.at(-1)?.body.actions).toMatchObject([{ action_id: 'go', block_id: 'row' }]);
    const heard = bench.received.length;
    expect((await press('ana', 'other')).shown).toContain('did not respond');
    await expect(press('bo')).rejects.toThrow('not in');
    expect(bench.received).toHaveLength(heard);
    bench.answer(() => ({ status: 500 }));
    expect((await press('ana')).shown).toContain('did not respond');
  });

  it('entered values are stored and submitted once', async () => {
    const view = await openForm();
    await carryOut('ana', 'enter', { view, blockId: 'name', actionId: 'text', value: text('Lease') });
    expect((await carryOut('ana', 'viewStack', {}))[0]?.values).toMatchObject({
      name: { text: { value: 'Lease' } },
    });
    const submissions: unknown[] = [];
    bench.answer(async ({ body }) => {
      submissions.push(body.view.state.values.name.text.value);
      expect((await carryOut('ana', 'viewStack', {}))[0]?.isSubmitting).toBe(true);
      return {};
    });
    await Promise.all([carryOut('ana', 'submit', { view }), carryOut('ana', 'submit', { view })]);
    expect(submissions).toEqual(['Lease']);
    expect(await carryOut('ana', 'viewStack', {})).toEqual([]);
  });

  it('a submission shows the app’s errors by block; the client’s own errors come without asking the app', async () => {
    const [block] = modal().blocks;
    const view = await openForm({ blocks: [{ ...block, optional: false }] });
    const heard = bench.received.length;
    expect(await carryOut('ana', 'submit', { view })).toMatchObject({
      errors: { name: 'Please complete this required field.' },
    });
    expect(bench.received).toHaveLength(heard);
    bench.answer(() => ({ body: { response_action: 'errors', errors: { name: 'Taken' } } }));
    await carryOut('ana', 'enter', { view, blockId: 'name', actionId: 'text', value: text('x') });
    expect(await carryOut('ana', 'submit', { view })).toEqual({ shown: null, errors: { name: 'Taken' } });
    bench.answer(() => ({ status: 500 }));
    expect((await carryOut('ana', 'submit', { view })).shown).toContain('trouble connecting');
  });

  it('values that are not offered or too long, and other people’s forms, are refused', async () => {
    const option = (value: string) => ({ text: plain(value), value });
    const view = await openForm({
      blocks: [
        {
          type: 'input',
          block_id: 'pick',
          label: plain('Pick'),
          element: { type: 'static_select', action_id: 'one', options: [option('a'), option('b')] },
        },
        {
          type: 'input',
          block_id: 'short',
          label: plain('Short'),
          element: { type: 'plain_text_input', action_id: 'text', max_length: 3 },
        },
      ],
    });
    const enter = (person: string, blockId: string, actionId: string, value: Record<string, unknown>) =>
      carryOut(person, 'enter', { view, blockId, actionId, value });
    await expect(enter('ana', 'pick', 'one', { selected_option: option('c') })).rejects.toThrow('not offer');
    await expect(enter('ana', 'short', 'text', text('long'))).rejects.toThrow('at most 3');
    expect(await enter('bo', 'short', 'text', text('x'))).toMatchObject({ shown: expect.any(String) });
    await enter('ana', 'pick', 'one', { selected_option: option('b') });
    expect((await carryOut('ana', 'viewStack', {}))[0]?.values).toMatchObject({
      pick: { one: { selected_option: { value: 'b' } } },
      short: { text: { value: null } },
    });
  });

  it('people pickers offer whom Slack offers: bots and known outsiders too, nobody who left or is unknown here', async () => {
    bench.slack.addUser({ handle: 'gone', deleted: true });
    bench.slack.addUser({ handle: 'far', teamId: 'T0OTHER' });
    bench.slack.addUser({ handle: 'met', teamId: 'T0OTHER' });
    bench.slack.addChannel({ name: 'shared', members: ['ana', 'met'] });
    const element = { type: 'multi_users_select', action_id: 'who' };
    const view = await openForm({
      blocks: [{ type: 'input', block_id: 'people', label: plain('People'), element }],
    });
    const pick = (name: string) => {
      const value = { selected_users: [bench.slack.user(name).id] };
      return carryOut('ana', 'enter', { view, blockId: 'people', actionId: 'who', value });
    };
    for (const name of ['bo', 'sign', 'met']) expect(await pick(name)).toEqual({ shown: null });
    for (const name of ['gone', 'far']) await expect(pick(name)).rejects.toThrow('is not offered');
    const { directory } = await carryOut('ana', 'client', {});
    expect(directory.users).toHaveProperty(bench.slack.user('met').id);
    expect(directory.users).not.toHaveProperty(bench.slack.user('far').id);
  });

  it('typed text is reported at Enter where the app asked for it, not with every letter', async () => {
    const [block] = modal().blocks;
    const element = {
      ...block?.element,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
    };
    const view = await openForm({ blocks: [{ ...block, dispatch_action: true, element }] });
    const enter = (entered: boolean) =>
      carryOut('ana', 'enter', { view, blockId: 'name', actionId: 'text', value: text('x'), entered });
    const heard = bench.received.length;
    await enter(false);
    expect(bench.received).toHaveLength(heard);
    await enter(true);
    expect(bench.received.at(-1)?.body.actions).toMatchObject([{ action_id: 'text', value: 'x' }]);
  });

  it('people cancel the form on top, or close all of them', async () => {
    const view = await openForm({ notify_on_close: true });
    await carryOut('ana', 'close', { view });
    expect(bench.received.at(-1)?.body).toMatchObject({ type: 'view_closed', is_cleared: false });
    await expect(carryOut('ana', 'close', { view })).rejects.toThrow('closed');
    const next = await openForm({ notify_on_close: true });
    await carryOut('ana', 'close', { view: next, all: true });
    expect(bench.received.at(-1)?.body).toMatchObject({ type: 'view_closed', is_cleared: true });
  });
});
