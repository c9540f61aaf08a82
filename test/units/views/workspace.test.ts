/** What admins read about the app in their workspace, and the fields of settings: drawn, and read back. */
import { describe, expect, it } from 'vitest';
import { settings, settingValues } from '../../../src/signing/settings.ts';
import { readSetting } from '../../../src/views/setting-inputs.ts';
import { readSettings, workspaceSettingsView } from '../../../src/views/settings-modal.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { workspaceMessage } from '../../../src/views/workspace.ts';
import { aRequest, tuesday } from './records.ts';
import { shown } from './shown.ts';

const t = texts('en-GB', 'Europe/Berlin');
const seen = (more: Partial<Parameters<typeof workspaceMessage>[0]> = {}) =>
  shown(
    workspaceMessage(
      {
        connected: { count: { active: 0, ended: 0 }, latest: [] },
        left: [],
        unusedSavers: null,
        calls: { used: 1, forecast: null, perMonth: 100 },
        senders: { gone: [], isUnreadable: false },
        values: settingValues({}, {}),
        hasScope: () => true,
        ...more,
      },
      t,
    ).blocks,
  );
const former = (open: ReturnType<typeof aRequest>[], name = 'Bo') => ({ name, foundAt: tuesday, open });

describe('admins read', () => {
  it('that nobody is connected and nobody has left, and the rules', () => {
    expect(seen()).toEqual([
      '0 people are connected to Box here. Only you can see this.',
      'No open requests from former members.',
      'Automatic checks in Box this month: 1 of 100 calls.',
      'Who may send: everyone',
      'Allowed folders for signed copies: any',
      'Signed copies in Slack: allowed',
      'Sign from Slack: off',
      '[Change…] [Export history (CSV)]',
    ]);
  });

  it('who is connected, who must connect again, and how many more there are', () => {
    const latest = [
      { hasEnded: false, userId: 'U1', login: 'ana@acme.com', since: tuesday },
      { hasEnded: false, userId: 'U2', login: '', since: tuesday },
      { hasEnded: true, userId: 'U3', login: 'cy@acme.com', since: tuesday },
      { hasEnded: true, userId: 'U4', login: '', since: tuesday },
    ];
    expect(seen({ connected: { count: { active: 3, ended: 2 }, latest } }).slice(0, 7)).toEqual([
      '3 people are connected to Box here. Only you can see this.',
      '2 people must connect Box again, because the connection has ended.',
      ' as ana@acme.com, since 17 Nov 2026',
      ' connected on 17 Nov 2026',
      ' was cy@acme.com, must connect again',
      ' must connect again',
      'And 1 more.',
    ]);
    const one = { count: { active: 1, ended: 0 }, latest: latest.slice(0, 1) };
    expect(seen({ connected: one }).slice(0, 3)).toEqual([
      '1 person is connected to Box here. Only you can see this.',
      ' as ana@acme.com, since 17 Nov 2026',
      'No open requests from former members.',
    ]);
  });

  it('the open requests of people who have left: ten of each person', () => {
    const many = [
      aRequest({ shortId: null, state: 'created' }),
      ...Array.from({ length: 10 }, (_, index) => aRequest({ shortId: `SR-${index}` })),
    ];
    expect(seen({ left: [former([]), former(many, ''), former(many.slice(1), 'Cy')] }).slice(1, 5)).toEqual([
      '3 people have left. Their connection to Box was ended; their requests stay open in Box, where an admin can cancel them or hand them over.',
      'Bo, left on or before 17 Nov 2026: no open requests',
      '⚠️ Someone, left on or before 17 Nov 2026: 11 open requests: one without a number yet (to prepare), SR-0 (waiting), SR-1 (waiting), SR-2 (waiting), SR-3 (waiting), SR-4 (waiting), SR-5 (waiting), SR-6 (waiting), SR-7 (waiting), SR-8 (waiting), …',
      expect.stringMatching(/^⚠️ Cy, .*: 10 open requests: SR-0 .*SR-9 \(waiting\)$/),
    ]);
  });

  it('about twenty people who have left, and how many more there are', () => {
    const left = (count: number) => seen({ left: Array.from({ length: count }, () => former([aRequest()])) });
    expect(left(21).slice(21, 23)).toEqual([
      '⚠️ Bo, left on or before 17 Nov 2026: 1 open request: SR-1234 (waiting)',
      'And 1 more.',
    ]);
    expect(left(20).join()).not.toContain('more.');
    expect(left(1)[1]).toContain('One person has left.');
  });

  it('how many calls are left, and what would save some', () => {
    const lines = seen({
      calls: { used: 99, forecast: 150, perMonth: 100 },
      unusedSavers: { webhooks: true, events: true },
    }).slice(2, 4);
    expect(lines[0]).toContain('99 of 100 calls, about 150 by the end of the month.');
    expect(lines[1]).toContain(
      'to set up webhooks or read the event stream (BOX_EVENTS) or raise BOX_CALLS_PER_MONTH.',
    );
    expect(seen({ unusedSavers: { webhooks: false, events: false } })[3]).toContain(
      'Ask the person who runs this app to raise BOX_CALLS_PER_MONTH.',
    );
  });

  it('the rules that are set, those that cannot work, and only what the app may do', () => {
    const values = settingValues(
      {
        senders: [{ id: 'S1', name: 'Legal' }],
        allowedFolders: [{ id: '9', name: '' }],
        longestDays: '30',
        copiesInSlack: false,
        signFromSlack: true,
      },
      {},
    );
    expect(seen({ values, senders: { gone: ['Legal'], isUnreadable: false } }).slice(3)).toEqual([
      'Who may send: Legal',
      'Allowed folders for signed copies: 9',
      'Longest expiry (days): 30',
      'Signed copies in Slack: not allowed',
      'Sign from Slack: on',
      '⚠️ Legal no longer exists in Slack, so nobody can send through it.',
      '[Change…] [Export history (CSV)]',
    ]);
    const senders = { gone: ['A', ''], isUnreadable: true };
    expect(seen({ hasScope: () => false, senders }).slice(3)).toEqual([
      'Allowed folders for signed copies: any',
      'Sign from Slack: off',
      '⚠️ A, Someone no longer exist in Slack, so nobody can send through them.',
      expect.stringContaining('⚠️ The app may no longer read user groups, so nobody can send.'),
      '[Change…]',
    ]);
  });
});

describe('the workspace’s settings', () => {
  const drawn = (isOrganisation: boolean, scopes: readonly string[] = []) =>
    shown(
      workspaceSettingsView(
        settingValues({}, {}),
        { system: 'Acme', hasScope: (scope) => scopes.includes(scope), isOrganisation },
        t,
      ).blocks,
    );

  it('say which of them need a permission, or a single workspace', () => {
    expect(drawn(true).slice(-2)).toEqual([
      'Who may send can be limited only where the app is installed in a single workspace.',
      expect.stringMatching(/^Signed copies in Slack needs the optional permission files:write\./),
    ]);
    expect(drawn(false).at(-2)).toMatch(/^Who may send needs the optional permission usergroups:read\./);
    expect(drawn(false, ['usergroups:read', 'files:write']).at(-1)).toContain('will name "Acme"');
  });

  it('a setting that the modal still shows as it was drawn is not changed', () => {
    const values = settingValues({ longestDays: '30' }, {});
    const state = { longestDays: { longestDays: { value: '20' } } };
    const read = (metadata: string, given = state) =>
      readSettings('workspace', { state: given, privateMetadata: metadata }, values, () => true);
    expect(read('{"longestDays":"30"}')).toMatchObject({ longestDays: '20' });
    expect(read('{"longestDays":"20"}')).not.toHaveProperty('longestDays');
    expect(read('not ours')).toMatchObject({ longestDays: '20' });
  });
});

describe('a setting is read back', () => {
  it('a time: only one that Slack writes so, and none when it was emptied', () => {
    const read = (selected_time: string | null) =>
      readSetting(settings.quietFrom, { selected_time }, '18:00');
    expect([read('22:00'), read(null), read('22:00:00')]).toEqual(['22:00', '', '']);
    expect(readSetting(settings.quietFrom, undefined, '18:00')).toBe('18:00');
  });

  it('ticks: only known ones, in the order of the table', () => {
    const selected_options = ['unsent', 'toString', 'signed'].map((value) => ({ value }));
    expect(readSetting(settings.notices, { selected_options }, [])).toEqual(['signed', 'unsent']);
    expect(readSetting(settings.notices, {}, ['signed'])).toEqual([]);
  });

  it('folders: each once by its id, at most as many as allowed; an entry that is no folder is kept for the refusal', () => {
    const folder = (id: string) => ({ value: `https://app.box.com/folder/${id}`, text: { text: `N${id}` } });
    const read = (row: typeof settings.allowedFolders, chosen: readonly { value: string }[]) =>
      readSetting(row, { selected_options: chosen }, []);
    expect(read(settings.allowedFolders, [folder('9'), folder('9'), folder('0'), { value: 'zzz' }])).toEqual([
      { id: '9', name: 'N9' },
      { id: '0', name: 'N0' },
      { id: 'zzz', name: '' },
    ]);
    expect(read(settings.ownFolder, [folder('9'), folder('8')])).toEqual([{ id: '9', name: 'N9' }]);
    expect(readSetting(settings.allowedFolders, {}, [{ id: '9', name: 'N9' }])).toEqual([]);
  });
});
