/** What is read of the payloads that Slack sends, and what stands for fields that Slack leaves out. */
import type { BlockAction, BlockSuggestion, SlackShortcut } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import {
  readAction,
  readActor,
  readCommand,
  readInstallationEnd,
  readOpener,
  readShortcut,
  readShownHome,
  readSuggestion,
  readView,
} from '../../../src/slack/read-payloads.ts';

/** A payload as Slack sends it: Bolt's types demand more than a test is about. */
const asSlack = <T>(body: object): T => body as T;
const user = { id: 'U1', team_id: 'T_HOME' };
const byNobodyElse = {
  userId: 'U1',
  teamId: null,
  enterpriseId: null,
  isEnterpriseInstall: false,
  userTeamId: null,
};

describe('who acted, and where', () => {
  it.each([
    [{ user: { id: 'U1' }, team: null }, {}],
    [{ user: { id: 'U1', team_id: '' }, team: { id: '' }, enterprise: { id: '' } }, {}],
    [
      { user, team: { id: 'T1' } },
      { teamId: 'T1', userTeamId: 'T_HOME' },
    ],
    [
      { user: { id: 'U1' }, team: { id: 'T1', enterprise_id: 'E1' } },
      { teamId: 'T1', enterpriseId: 'E1' },
    ],
    [
      { user: { id: 'U1' }, team: { id: 'T1', enterprise_id: 'E1' }, enterprise: { id: 'E2' } },
      { teamId: 'T1', enterpriseId: 'E2' },
    ],
    [
      { user: { id: 'U1' }, enterprise: { id: 'E2' }, is_enterprise_install: true },
      { enterpriseId: 'E2', isEnterpriseInstall: true },
    ],
    [{ user: { id: 'U1' }, is_enterprise_install: null }, {}],
  ])('is read from %j', (body, actor) => {
    expect(readActor(asSlack<BlockAction>(body))).toEqual({ ...byNobodyElse, ...actor });
  });

  it.each([
    [{}, {}],
    [{ team_id: '', enterprise_id: '', authorizations: [] }, {}],
    [
      { team_id: 'T1', enterprise_id: 'E1' },
      { teamId: 'T1', enterpriseId: 'E1' },
    ],
    [{ authorizations: [{ is_enterprise_install: true }] }, { isEnterpriseInstall: true }],
    [{ authorizations: [{}, { is_enterprise_install: true }] }, {}],
  ])('in an event is read from %j', (body, actor) => {
    expect(readOpener('U1', body)).toEqual({ ...byNobodyElse, ...actor });
  });

  it('in an event about the end of an installation is a workspace, an organisation, or both', () => {
    expect(readInstallationEnd({ team_id: 'T1', enterprise_id: 'E1' }, true)).toEqual({
      ...{ teamId: 'T1', enterpriseId: 'E1', wasUninstalled: true },
    });
    expect(readInstallationEnd({ team_id: '' }, false)).toEqual({
      ...{ teamId: null, enterpriseId: null, wasUninstalled: false },
    });
  });
});

describe('a command', () => {
  const typed = {
    ...{ command: '/sign', text: 'status', channel_id: 'C1', trigger_id: '1.2' },
    ...{ response_url: 'https://hooks.slack.com/1', user_id: 'U1', team_id: 'T1' },
  };
  const read = {
    ...{ kind: 'command', command: '/sign', text: 'status', channelId: 'C1', triggerId: '1.2' },
    responseUrl: 'https://hooks.slack.com/1',
  };

  it.each([
    [{}, { teamId: 'T1' }],
    [
      { enterprise_id: 'E1', is_enterprise_install: 'false' },
      { teamId: 'T1', enterpriseId: 'E1' },
    ],
    [{ team_id: '', enterprise_id: '', is_enterprise_install: 'true' }, { isEnterpriseInstall: true }],
    [{ is_enterprise_install: true }, { teamId: 'T1', isEnterpriseInstall: true }],
  ])('is read with who typed it: %j', (more, actor) => {
    expect(readCommand({ ...typed, ...more })).toEqual({ ...read, actor: { ...byNobodyElse, ...actor } });
  });

  it('without a text has an empty one', () => {
    const { text: _text, ...without } = typed;
    expect(readCommand(asSlack(without)).text).toBe('');
  });
});

describe('a shortcut', () => {
  const used = { user, team: { id: 'T1' }, callback_id: 'sign', trigger_id: '1.2' };
  const read = (body: object) => readShortcut(asSlack<SlackShortcut>({ ...used, ...body }));

  it('that is global has no message and no place', () => {
    expect(read({ type: 'shortcut' })).toEqual({
      ...{ kind: 'shortcut', callbackId: 'sign', triggerId: '1.2' },
      actor: { ...byNobodyElse, teamId: 'T1', userTeamId: 'T_HOME' },
      ...{ message: null, channelId: null, responseUrl: null },
    });
  });

  const onMessage = (message: object) =>
    read({
      type: 'message_action',
      channel: { id: 'C1' },
      response_url: 'https://hooks.slack.com/1',
      message,
    });

  it('of a message has its text, its blocks and attachments, and where it is', () => {
    const block = { type: 'rich_text' };
    const attachment = { title: 'NDA' };
    const file = { id: 'F1', name: 'NDA.pdf' };
    const message = { text: 'Please sign', blocks: [block], attachments: [attachment], files: [file] };
    expect(onMessage(message)).toMatchObject({
      ...{ channelId: 'C1', responseUrl: 'https://hooks.slack.com/1' },
      message: { text: 'Please sign', rich: [block, attachment], files: [file] },
    });
    expect(onMessage({ blocks: null, attachments: 'none' }).message).toEqual({
      text: '',
      rich: [],
      files: [],
    });
  });

  it('takes only files that have an id of a file', () => {
    const longest = `F${'x'.repeat(63)}`;
    const files = [
      ...[
        null,
        undefined,
        'F1',
        {},
        { id: null },
        { id: '' },
        { id: 'F' },
        { id: 'xF1' },
        { id: 'F1/../F2' },
      ],
      ...[{ id: `${longest}x` }, { id: longest }, { id: 'F1' }],
    ];
    expect(onMessage({ files }).message?.files).toEqual([{ id: longest }, { id: 'F1' }]);
  });
});

describe('a press', () => {
  const button = { type: 'button', action_id: 'resend', value: 'request-1' };
  const read = (action: object | undefined, more: object = {}) =>
    readAction(asSlack<BlockAction>({ user, actions: action ? [action] : [], ...more }));

  it('without an element is none', () => {
    expect(read(undefined)).toBeNull();
  });

  it('in no place has nothing but its button', () => {
    expect(read(button, { response_url: '' })).toEqual({
      ...{ kind: 'action', actionId: 'resend', value: 'request-1', triggerId: null, responseUrl: null },
      actor: { ...byNobodyElse, userTeamId: 'T_HOME' },
      ...{ channelId: null, messageTs: null, message: null, view: null, isInHome: false },
    });
  });

  const option = { value: 'resend:request:1' };
  it.each([
    ['a button', button, ['resend', 'request-1']],
    ['a button without a value', { type: 'button', action_id: 'help' }, ['help', null]],
    ['a text field', { type: 'plain_text_input', action_id: 'find', value: 'NDA' }, ['find', 'NDA']],
    ['an empty text field', { type: 'plain_text_input', action_id: 'find', value: null }, ['find', null]],
    [
      'a menu',
      { type: 'static_select', action_id: 'group', selected_option: { value: 'g' } },
      ['group', 'g'],
    ],
    ['a menu without a choice', { type: 'static_select', action_id: 'group' }, ['group', null]],
    [
      'a menu of ours',
      { type: 'external_select', action_id: 'who', selected_option: { value: 'w' } },
      ['who', 'w'],
    ],
    [
      'a date',
      { type: 'datepicker', action_id: 'day', value: 'x', selected_option: { value: 'x' } },
      ['day', null],
    ],
    [
      'an overflow menu',
      { type: 'overflow', action_id: 'more', selected_option: option },
      ['resend', 'request:1'],
    ],
    ['an overflow menu without a choice', { type: 'overflow', action_id: 'more' }, ['', '']],
  ])('on %s is read with its value', (_what, action, wanted) => {
    const pressed = read(action);
    expect([pressed?.actionId, pressed?.value]).toEqual(wanted);
  });

  it('on a message is read with the message, where Slack sends it', () => {
    const blocks = [{ type: 'divider' }];
    const place = { trigger_id: '1.2', response_url: 'https://hooks.slack.com/1', channel: { id: 'C1' } };
    expect(read(button, { ...place, message: { ts: '1.1', text: 'Card', blocks } })).toMatchObject({
      ...{ triggerId: '1.2', responseUrl: 'https://hooks.slack.com/1', channelId: 'C1', messageTs: '1.1' },
      ...{ message: { text: 'Card', blocks }, view: null, isInHome: false },
    });
    expect(read(button, { message: { ts: '1.1', blocks } })?.message).toEqual({ text: '', blocks });
    expect(read(button, { message: { ts: '1.1', text: 'Card' } })?.message).toBeNull();
  });

  it('in a modal has the view, and one in Home does not', () => {
    const view = { id: 'V1', type: 'modal', hash: '1.a', callback_id: 'form', private_metadata: '{}' };
    const values = { block: { input: { value: 'x' } } };
    expect(read(button, { view: { ...view, state: { values } } })).toMatchObject({
      view: { id: 'V1', hash: '1.a', callbackId: 'form', privateMetadata: '{}', state: values },
      isInHome: false,
    });
    expect(read(button, { view: { ...view, type: 'home' } })).toMatchObject({ view: null, isInHome: true });
  });
});

it('a view without a name, metadata or inputs has empty ones', () => {
  expect(readView(asSlack({ id: 'V1' }))).toEqual({
    ...{ id: 'V1', hash: null, callbackId: '', privateMetadata: '', state: {} },
  });
});

it('what was typed in a menu is read, and nothing while it was only opened', () => {
  const typedIn = (more: object) =>
    readSuggestion(asSlack<BlockSuggestion>({ user, team: { id: 'T1' }, action_id: 'template', ...more }));
  const actor = { ...byNobodyElse, teamId: 'T1', userTeamId: 'T_HOME' };
  expect(typedIn({ value: 'NDA' })).toEqual({ kind: 'options', actor, actionId: 'template', typed: 'NDA' });
  expect(typedIn({}).typed).toBe('');
});

it.each([
  [
    { hash: '1.a', callback_id: 'home' },
    { hash: '1.a', callbackId: 'home' },
  ],
  [{ hash: '1.a' }, { hash: '1.a', callbackId: '' }],
  [{ callback_id: 'home' }, null],
  [undefined, null],
  [null, null],
])('of Home as it is shown (%j) the version and the name are read', (view, shown) => {
  expect(readShownHome(view)).toEqual(shown);
});
