/** What people read while they connect their Box account, and before they disconnect it. */
import { describe, expect, it } from 'vitest';
import {
  codeMessage,
  codeView,
  connectedMessage,
  connectedView,
  connectMessage,
  connectView,
  disconnectView,
  readCode,
  readWaitingDraft,
} from '../../../src/views/connect-views.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { welcomeMessage } from '../../../src/views/welcome.ts';
import { hours, tuesday } from './records.ts';
import { buttons, shown } from './shown.ts';

const t = texts('en-GB', 'Europe/Berlin', () => tuesday + hours(24 * 30));
const login = 'ana@acme.com';

describe('before connecting', () => {
  const none = { url: 'https://app.example/box/connect', draftId: null, login: null, why: null };
  const draw = (more: Partial<Parameters<typeof connectView>[0]> = {}) =>
    connectView({ ...none, ...more }, t);

  it('the modal has the link, and the way back to a form that waits', () => {
    expect(shown(draw().blocks)).toEqual([
      'Connect your own Box account. Requests are sent in your name, and you see only what Box lets you see.',
      '[Connect Box]',
      'This link is just for you and expires in 10 minutes.',
    ]);
    expect(shown(draw({ draftId: 'd1' }).blocks).slice(0, 2)).toEqual([
      expect.stringContaining('Then your form comes back here as you filled it in.'),
      '[Connect Box] [Back to the form]',
    ]);
    expect([draw(), draw({ draftId: 'd1' })].map((view) => view.notify_on_close)).toEqual([false, true]);
    expect(readWaitingDraft(draw({ draftId: 'd1' }).private_metadata ?? '')).toBe('d1');
    expect(readWaitingDraft(draw().private_metadata ?? '')).toBeNull();
  });

  it('the modal says why the last link failed, and which account would be replaced', () => {
    expect(shown(draw({ why: 'Too late.', login }).blocks).slice(0, 2)).toEqual([
      'Too late.',
      'You are connected to Box as ana@acme.com. You can connect a different account instead; this one will then be disconnected.',
    ]);
  });

  it('the code is asked for with the time at which it expires, and read as typed', () => {
    const ask =
      "Enter the 6-digit code from your browser. Didn't start this? Ignore it; it expires 17 Nov 2026 at 10:10.";
    const views = [codeView(null, tuesday, t), codeView('d1', tuesday, t)];
    expect(views.map(({ blocks }) => shown(blocks)[0])).toEqual([ask, ask]);
    expect(views.map((view) => view.notify_on_close)).toEqual([false, true]);
    expect(views.map((view) => readWaitingDraft(view.private_metadata ?? ''))).toEqual([null, 'd1']);
    expect(codeMessage(tuesday, t).text).toBe(ask);
    expect([readCode({ code: { code: { value: '123' } } }), readCode({})]).toEqual(['123', '']);
  });

  it('the button Connect Box leads back to the form that waits', () => {
    const values = [connectMessage('Connect.', t), connectMessage('Connect.', t, 'd1')].map(
      ({ blocks }) => /"value":"([^"]*)"/.exec(JSON.stringify(blocks))?.[1],
    );
    expect(values).toEqual([undefined, 'd1']);
  });
});

describe('after connecting', () => {
  it('the account is named, and open requests of another one, and a form that waits', () => {
    const account = { login, since: tuesday };
    expect(shown(connectedMessage(account, null, 0, t).blocks)).toEqual([
      'Connected to Box as ana@acme.com, 17 Nov 2026 at 10:10.',
    ]);
    const { blocks } = connectedMessage(account, { id: 'd1', keptUntil: tuesday }, 2, t);
    expect(shown(blocks)).toEqual([
      'Connected to Box as ana@acme.com, 17 Nov 2026 at 10:10. 2 open requests were sent from another Box account. If this account cannot see a request, its card will stop updating. Your form is just as you left it. It is kept until 17 Nov 2026 at 10:10.',
      '[Open the form again]',
    ]);
    expect(JSON.stringify(blocks)).toContain('"value":"d1"');
    expect(shown(connectedView(login, 0, t).blocks)).toEqual(['Connected to Box as ana@acme.com.']);
    expect(shown(connectedView(login, 1, t).blocks)[0]).toContain('1 open request was sent from another');
  });

  it('a disconnect says what stays open, and who cannot sign', () => {
    expect(shown(disconnectView(login, 0, 0, t).blocks)).toEqual([
      expect.stringContaining('You have no open requests in Box.'),
    ]);
    expect(shown(disconnectView(login, 2, 1, t).blocks)).toEqual([
      expect.stringContaining('Your 2 open requests stay open in Box.'),
      expect.stringMatching(/^⚠️ 1 person has still to sign .* Their link is opened/),
    ]);
    expect(shown(disconnectView(login, 1, 2, t).blocks)).toEqual([
      expect.stringContaining('Your open request stays open in Box.'),
      expect.stringMatching(/^⚠️ 2 people have still to sign .* Their links are opened/),
    ]);
  });
});

describe('the welcome', () => {
  it('says how to connect only where that is needed and possible, also to a screen reader', () => {
    const seen = (connection: Parameters<typeof welcomeMessage>[0]) => {
      const { blocks, text } = welcomeMessage(connection, t);
      return [buttons(blocks), text.split('\n').slice(1, -1)];
    };
    const start = 'New signature request';
    expect(seen({ state: 'connected', login })).toEqual([[start], []]);
    expect(seen({ state: 'none', canConnect: true })).toEqual([
      ['Connect Box', start],
      [expect.stringContaining('To send, connect your Box account')],
    ]);
    expect(seen({ state: 'none', canConnect: false })).toEqual([
      [start],
      [expect.stringContaining('Not connected to Box, so nothing can be sent from here.')],
    ]);
  });
});
