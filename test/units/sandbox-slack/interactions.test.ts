import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from './bench.ts';
import { modal, plain, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const CONNECTION_TROUBLE = 'We had some trouble connecting. Try again?';
const ana = () => bench.slack.person('ana');
const lastBody = () => bench.received.at(-1)?.body;
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });

async function openForm(extra: Record<string, unknown> = {}) {
  await ana().types('/sign', { in: '#contracts' });
  const opened = await bench.web.views.open({
    trigger_id: lastBody().trigger_id,
    view: modal(extra) as never,
  });
  return opened.view?.id ?? '';
}

async function postCard(elements: object[], text = 'card') {
  const { channel } = await bench.web.conversations.open({ users: bench.slack.user('ana').id });
  const blocks = [
    { type: 'section', text: { type: 'mrkdwn', text: `*${text}* &amp; more` } },
    { type: 'actions', block_id: 'acts', elements },
  ];
  const { ts = '' } = await bench.web.chat.postMessage({
    channel: channel?.id ?? '',
    text,
    blocks: blocks as never,
  });
  return { channel: channel?.id ?? '', ts };
}
const button = (text: string, more: object = {}) => ({
  type: 'button',
  action_id: text,
  text: plain(text),
  value: 'v1',
  ...more,
});

describe('presses on messages', () => {
  it('a press on a message has Slack’s full payload', async () => {
    const { channel, ts } = await postCard([button('Refresh', { style: 'primary' })]);
    expect(await ana().presses('Refresh')).toEqual({ shown: null, url: null, confirm: null });
    const { id: user } = bench.slack.user('ana');
    expect(lastBody()).toMatchObject({
      type: 'block_actions',
      team: { id: bench.slack.teamId, domain: 'acme' },
      user: { id: user, username: 'ana', team_id: bench.slack.teamId },
      api_app_id: bench.slack.appId,
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
      channel: { id: channel, name: 'directmessage' },
      message: { ts, text: 'card', bot_id: bench.slack.state.app.botId },
      is_enterprise_install: false,
      actions: [
        {
          type: 'button',
          action_id: 'Refresh',
          block_id: 'acts',
          value: 'v1',
          style: 'primary',
          text: { ...plain('Refresh'), emoji: true },
        },
      ],
    });
    expect(lastBody().response_url).toMatch(/^http/);
    expect(lastBody().trigger_id).toMatch(/^\d+\.\d+\.[0-9a-f]+$/);
    // Slack adds flags to what was sent, and so does the sandbox: code that compares blocks must allow for that.
    expect(lastBody().message.blocks[0].text).toEqual({
      type: 'mrkdwn',
      text: '*card* &amp; more',
      verbatim: false,
    });
  });

  it('people choose overflow options, follow links, and are asked for confirmation', async () => {
    await postCard([
      button('Place', { url: 'https://app.box.com/prepare' }),
      button('Cancel', { confirm: { title: plain('Sure?'), text: plain('It ends.') } }),
      { type: 'overflow', action_id: 'menu', options: [option('Details'), option('Mute')] },
    ]);
    expect(await ana().presses('Place')).toMatchObject({ url: 'https://app.box.com/prepare' });
    expect(bench.received).toHaveLength(1);
    expect(await ana().presses('Cancel', { confirm: false })).toMatchObject({ confirm: 'Sure?\nIt ends.' });
    expect(bench.received).toHaveLength(1);
    await ana().presses('Cancel');
    expect(lastBody().actions[0].action_id).toBe('Cancel');
    await ana().presses('Mute');
    expect(lastBody().actions[0]).toMatchObject({ type: 'overflow', selected_option: { value: 'mute' } });
    await expect(ana().presses('Fly', { within: 50 })).rejects.toThrow(
      '"Place", "Cancel", "Details", "Mute"',
    );
  });

  it('a press that is not acknowledged shows a warning', async () => {
    await postCard([button('Refresh')]);
    bench.answer(() => ({ status: 500 }));
    expect((await ana().presses('Refresh')).shown).toMatch(/did not respond/);
    bench.hangs();
    expect((await ana().presses('Refresh')).shown).toMatch(/did not respond/);
  });

  it('people press the newest message, an old rendering, and many times together', async () => {
    const first = await postCard([button('Refresh', { value: 'first' })]);
    const old = (await ana().messages('app'))[0];
    if (!old) throw new Error('no message');
    await postCard([button('Refresh', { value: 'second' })]);
    await ana().presses('Refresh');
    expect(lastBody().actions[0].value).toBe('second');
    await bench.web.chat.update({ ...first, text: 'done', blocks: [] });
    expect((await ana().presses('Refresh', { on: old })).shown).toBeNull();
    expect(lastBody().actions[0].value).toBe('first');
    const before = bench.received.length;
    await ana().presses('Refresh', { times: 5 });
    expect(bench.received.length - before).toBe(5);
    expect(new Set(bench.received.slice(before).map(({ body }) => body.trigger_id)).size).toBe(5);
    await bench.web.chat.delete(first);
    const count = bench.received.length;
    expect((await ana().presses('Refresh', { on: old })).shown).toMatch(/did not respond/);
    expect(bench.received).toHaveLength(count);
  });

  it('a press by a member of another workspace arrives with their team', async () => {
    await ana().types('/sign', { in: '#contracts' });
    await fetch(lastBody().response_url, {
      method: 'POST',
      body: JSON.stringify({
        response_type: 'in_channel',
        text: 'x',
        blocks: [{ type: 'actions', elements: [button('Join')] }],
      }),
    });
    await bench.slack.person('eve').presses('Join');
    expect(lastBody().user.team_id).toBe(bench.slack.user('eve').teamId);
    expect(lastBody().team.id).toBe(bench.slack.teamId);
  });
});

describe('submissions', () => {
  it('a submission has the view with its state', async () => {
    const view = await openForm({ private_metadata: '{"a":1}', callback_id: 'create' });
    await ana().fills({ Name: 'Bo' });
    await ana().submits();
    expect(lastBody()).toMatchObject({
      type: 'view_submission',
      user: { team_id: bench.slack.teamId },
      response_urls: [],
      view: {
        id: view,
        root_view_id: view,
        previous_view_id: null,
        callback_id: 'create',
        private_metadata: '{"a":1}',
        app_installed_team_id: bench.slack.teamId,
        state: { values: { name: { text: { type: 'plain_text_input', value: 'Bo' } } } },
      },
    });
    expect(lastBody().view.hash).toMatch(/^\d+\./);
    expect(lastBody().trigger_id).toBeDefined();
    expect(lastBody().response_url).toBeUndefined();
  });

  it('a submission’s answer closes, updates, pushes or clears views', async () => {
    await openForm();
    bench.answer(() => ({
      body: {
        response_action: 'update',
        view: modal({ title: plain('Working'), submit: undefined, blocks: [] }),
      },
    }));
    expect(await ana().submits()).toEqual({});
    expect((await ana().modal())?.title).toBe('Working');
    await expect(ana().submits()).rejects.toThrow('no submit');
    bench.answer(() => ({}));
    await openForm();
    bench.answer(() => ({ body: { response_action: 'push', view: modal({ title: plain('Second') }) } }));
    await ana().submits();
    expect((await ana().views()).map((view) => view.title)).toEqual(['Form', 'Second']);
    bench.answer(() => ({}));
    await ana().submits();
    expect((await ana().modal())?.title).toBe('Form');
    bench.answer(() => ({ body: { response_action: 'push', view: modal() } }));
    await ana().submits();
    bench.answer(() => ({ body: { response_action: 'clear' } }));
    await ana().submits();
    expect(await ana().views()).toEqual([]);
  });

  it.each<[string, object]>([
    ['errors at no block', { response_action: 'errors', errors: { nobody: 'x' } }],
    ['no errors', { response_action: 'errors', errors: {} }],
    ['errors at a block that is no input', { response_action: 'errors', errors: { words: 'x' } }],
    ['an unknown action', { response_action: 'reload' }],
    ['an empty object', {}],
    ['a broken view', { response_action: 'update', view: modal({ title: plain('x'.repeat(25)) }) }],
    ['no view', { response_action: 'update' }],
  ])('a form answered by %s says that Slack has trouble connecting, and stays open', async (_name, body) => {
    await openForm({ blocks: [...modal().blocks, { type: 'section', block_id: 'words', text: plain('w') }] });
    bench.answer(() => ({ body }));
    expect(await ana().submits()).toEqual({ shown: CONNECTION_TROUBLE });
    expect(await ana().modal()).not.toBeNull();
  });

  it.each([{ status: 204 }, { status: 500 }, { body: 'fine' }, { hang: true }])(
    'a form answered by %o says that Slack has trouble connecting',
    async (answer) => {
      await openForm();
      if ('hang' in answer) bench.hangs();
      else bench.answer(() => answer);
      expect(await ana().submits()).toEqual({ shown: CONNECTION_TROUBLE });
      expect(await ana().modal()).not.toBeNull();
    },
  );

  it('errors appear below their inputs until the next try', async () => {
    await openForm();
    bench.answer(() => ({ body: { response_action: 'errors', errors: { name: 'Not a name.' } } }));
    expect(await ana().submits()).toEqual({ errors: { Name: 'Not a name.' } });
    expect((await ana().modal())?.errors).toEqual({ Name: 'Not a name.' });
    expect((await ana().modal())?.plain).toContain('! Not a name.');
    bench.answer(() => ({}));
    expect(await ana().submits()).toEqual({});
  });

  it('a form can be submitted twice together', async () => {
    await openForm();
    const before = bench.received.length;
    await ana().submits({ times: 2 });
    const [one, two] = bench.received.slice(before).map(({ body }) => body);
    expect([one.view.hash, one.view.id]).toEqual([two.view.hash, two.view.id]);
  });

  it('a form is not submitted while a required field is empty', async () => {
    await openForm({
      blocks: [
        {
          type: 'input',
          label: plain('Link'),
          element: { type: 'plain_text_input', action_id: 'a', min_length: 3 },
        },
      ],
    });
    const before = bench.received.length;
    expect(await ana().submits()).toEqual({ errors: { Link: 'Please complete this required field.' } });
    await ana().fills({ Link: 'ab' });
    expect((await ana().submits()).errors?.['Link']).toMatch(/at least 3/);
    expect(bench.received).toHaveLength(before);
    await ana().fills({ Link: 'abc' });
    expect(await ana().submits()).toEqual({});
  });
});

describe('closing', () => {
  it('the view is reported as closed, or the root when all are closed, and only if the app asked for it', async () => {
    await openForm();
    await ana().closes();
    expect(lastBody().type).not.toBe('view_closed');
    const root = await openForm({ notify_on_close: true });
    await ana().closes();
    expect(lastBody()).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: root } });
    expect(lastBody().trigger_id).toBeUndefined();
    const second = await openForm({ notify_on_close: true });
    bench.answer(() => ({ body: { response_action: 'push', view: modal({ notify_on_close: true }) } }));
    await ana().submits();
    bench.answer(() => ({}));
    await ana().closes({ all: true });
    expect(lastBody()).toMatchObject({ type: 'view_closed', is_cleared: true, view: { id: second } });
    expect(await ana().views()).toEqual([]);
  });

  it('a reload closes modals without a report', async () => {
    await openForm({ notify_on_close: true });
    const before = bench.received.length;
    await ana().reloads();
    expect(await ana().modal()).toBeNull();
    expect(bench.received).toHaveLength(before);
  });
});

describe('filling', () => {
  const inputs = [
    {
      type: 'input',
      block_id: 'who',
      optional: true,
      label: plain('Who'),
      element: { type: 'multi_users_select', action_id: 'a', max_selected_items: 2 },
    },
    {
      type: 'input',
      block_id: 'me',
      optional: true,
      label: plain('Me'),
      element: { type: 'checkboxes', action_id: 'a', options: [option('I sign too')] },
    },
    {
      type: 'input',
      block_id: 'how',
      label: plain('How'),
      element: { type: 'radio_buttons', action_id: 'a', options: [option('Prepare'), option('Direct')] },
    },
    {
      type: 'input',
      block_id: 'text',
      optional: true,
      label: plain('Text'),
      element: { type: 'plain_text_input', action_id: 'a', max_length: 5 },
    },
    {
      type: 'input',
      block_id: 'mail',
      optional: true,
      label: plain('Mail'),
      element: { type: 'email_text_input', action_id: 'a' },
    },
  ];

  it('controls are found by labels and option texts', async () => {
    await openForm({ blocks: inputs });
    await ana().fills({ Who: ['@bo', 'cy'], 'I sign too': true, How: 'Direct', Text: 'hello' });
    expect((await ana().modal())?.values).toMatchObject({
      Who: '@bo, @cy',
      Me: 'I sign too',
      How: 'Direct',
      Text: 'hello',
    });
    await ana().submits();
    expect(lastBody().view.state.values).toMatchObject({
      who: {
        a: {
          type: 'multi_users_select',
          selected_users: [bench.slack.user('bo').id, bench.slack.user('cy').id],
        },
      },
      me: { a: { selected_options: [{ value: 'i sign too', text: { text: 'I sign too', emoji: true } }] } },
      how: { a: { selected_option: { value: 'direct' } } },
      mail: { a: { type: 'email_text_input', value: null } },
    });
  });

  it.each<[string, Record<string, never>, string]>([
    [
      'unknown label',
      { Where: 'x' } as never,
      'There is no "Where" in this form. It has: "Who", "Me", "I sign too", "How"',
    ],
    ['too long', { Text: '123456' } as never, 'at most 5 characters'],
    ['several lines', { Text: 'a\nb' } as never, 'one line'],
    ['too many people', { Who: ['ana', 'bo', 'cy'] } as never, 'at most 2'],
    ['nobody', { Who: ['zoe'] } as never, 'nobody called zoe'],
    ['deactivated', { Who: ['dan'] } as never, 'deactivated'],
    ['not offered', { How: 'Maybe' } as never, 'It offers: "Prepare", "Direct"'],
  ])('%s is refused', async (_name, values, problem) => {
    await openForm({ blocks: inputs });
    await expect(ana().fills(values)).rejects.toThrow(problem);
  });

  it('addresses are checked before submitting', async () => {
    await openForm({ blocks: inputs });
    await ana().fills({ How: 'Direct', Mail: 'bo' });
    expect((await ana().submits()).errors?.['Mail']).toMatch(/valid email/);
  });

  it('changes are reported for controls outside inputs, and for inputs that ask for it', async () => {
    const kinds = {
      type: 'section',
      block_id: 'kind',
      text: plain('Document'),
      accessory: { type: 'static_select', action_id: 'k', options: [option('Link'), option('Upload')] },
    };
    const dispatching = { ...inputs[2], dispatch_action: true };
    await openForm({ blocks: [kinds, dispatching] });
    const before = bench.received.length;
    await ana().fills({ Document: 'Upload', Prepare: true } as never);
    expect(bench.received.length - before).toBe(2);
    expect(bench.received.at(-2)?.body).toMatchObject({
      container: { type: 'view' },
      actions: [
        { type: 'static_select', action_id: 'k', block_id: 'kind', selected_option: { value: 'upload' } },
      ],
      view: { state: { values: { kind: { k: { selected_option: { value: 'upload' } } } } } },
    });
    expect(lastBody().response_url).toBeUndefined();
  });

  it('options come from the app', async () => {
    const select = {
      type: 'input',
      block_id: 'file',
      label: plain('File'),
      element: { type: 'external_select', action_id: 'a', min_query_length: 2 },
    };
    await openForm({ blocks: [select] });
    bench.answer(({ body }) => ({
      body: { options: body.value === 'nda' ? [option('nda.pdf'), option('old.pdf')] : [] },
    }));
    await ana().fills({ File: 'nda' });
    expect(lastBody()).toMatchObject({
      type: 'block_suggestion',
      action_id: 'a',
      block_id: 'file',
      value: 'nda',
    });
    expect((await ana().modal())?.values).toEqual({ File: 'nda.pdf' });
    await expect(ana().fills({ File: 'x' })).rejects.toThrow('from 2 characters');
    await expect(ana().fills({ File: 'lease' })).rejects.toThrow('does not offer');
  });
});

describe('what people read', () => {
  it('text is plain: markup, tokens and dates as the client shows them', async () => {
    const { channel } = await bench.web.conversations.open({ users: bench.slack.user('ana').id });
    const bo = bench.slack.user('bo').id;
    await bench.web.chat.postMessage({
      channel: channel?.id ?? '',
      text: 'x',
      blocks: [
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: `*Bold* <https://x.org|link> <@${bo}> &lt;3 <!date^1700000000^{date}|14 Nov> 2*3*4`,
          },
        },
        { type: 'section', text: { type: 'plain_text', text: '*not bold* <!channel>' } },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'NDA ' },
                { type: 'date', timestamp: 1, format: '{date}', fallback: '1 Jan' },
              ],
            },
            {
              type: 'rich_text_list',
              style: 'bullet',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: bo }] }],
            },
          ],
        },
        {
          type: 'context',
          elements: [
            { type: 'mrkdwn', text: 'one' },
            { type: 'mrkdwn', text: 'two' },
          ],
        },
        {
          type: 'actions',
          elements: [button('Go'), { type: 'overflow', options: [option('A'), option('B')] }] as never,
        },
      ],
    });
    const [message] = await ana().messages('app');
    expect(message?.plain.split('\n')).toEqual([
      'Bold link @bo <3 14 Nov 2*3*4',
      '*not bold* <!channel>',
      'NDA 1 Jan',
      '• @bo',
      'one two',
      '[Go] [⋯ A / B]',
    ]);
    expect(message?.buttons).toEqual(['Go', 'A', 'B']);
  });

  it('text is waited for, and on a timeout the error says what was there', async () => {
    await postCard([button('Go')], 'first');
    await expect(ana().sees('never', { within: 50 })).rejects.toThrow(/There was:\nfirst & more\n\[Go\]/);
    const seen = ana().sees(/second/);
    await postCard([button('Go')], 'second');
    expect(await seen).toContain('second & more');
  });
});
