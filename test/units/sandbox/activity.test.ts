import { expect, test } from 'vitest';
import type { Exchange } from '../../../sandbox/box/traffic.ts';
import { createActivity } from '../../../sandbox/own/activity.ts';
import type { LogEntry } from '../../../sandbox/slack/log.ts';

const planted = 'c0ffee5ec12e7';

const slackCall: LogEntry = {
  at: 1,
  direction: 'to-slack',
  method: 'chat.postMessage',
  path: '/api/chat.postMessage',
  status: 200,
  ms: 3,
  body: 'channel=C1&text=Hello',
  answer: '{"ok":true}',
};

const boxCall: Exchange = {
  method: 'POST',
  path: '/2.0/sign_requests',
  query: {},
  requestHeaders: {},
  requestBody: { signers: [{ email: 'bo@client.com' }] },
  status: 201,
  responseHeaders: {},
  responseBody: { id: '12' },
  at: 2,
  ms: 5,
};

function shown(note: (activity: ReturnType<typeof createActivity>) => void): string {
  const activity = createActivity(() => undefined);
  note(activity);
  const [call] = activity.after(0);
  if (!call) throw new Error('nothing was noted');
  return JSON.stringify([call, activity.detail(call.id)]);
}

const payload = encodeURIComponent(
  JSON.stringify({
    token: planted,
    response_url: `http://127.0.0.1:4601/hooks/action/R1/${planted}`,
    message: { text: 'Sign me', url: `https://app.box.com/sign/document/12/${planted}` },
  }),
);

test.each([
  ['a token in a form', { ...slackCall, body: `token=xoxb-1-${planted}&text=Hello` }, 'Hello'],
  ['an OAuth code', { ...slackCall, body: `code=${planted}7&client_id=Kept` }, 'Kept'],
  ['a client secret', { ...slackCall, body: `client_secret=${planted}&client_id=Kept` }, 'Kept'],
  ['a payload', { ...slackCall, body: `payload=${payload}` }, 'Sign me'],
  ['an answer', { ...slackCall, answer: `{"ok":true,"access_token":"xoxe.xoxb-${planted}"}` }, 'ok'],
  ['a socket', { ...slackCall, answer: `{"ok":true,"url":"wss://x/link?ticket=${planted}&app=1"}` }, 'wss'],
  ['a response URL', { ...slackCall, path: `/hooks/app/R1/${planted}`, answer: '{"kept":1}' }, 'kept'],
  ['text that is no JSON', { ...slackCall, answer: `Bearer ${planted} was refused` }, 'refused'],
])('nobody reads the secret of Slack in %s', (_what, entry, kept) => {
  const text = shown((activity) => activity.noteSlack(entry));
  expect(text).toContain(kept);
  expect(text).not.toContain(planted);
});

const typedInModal = encodeURIComponent(
  JSON.stringify({
    type: 'view_submission',
    view: {
      blocks: [{ type: 'input', block_id: 'code', label: { type: 'plain_text', text: 'Kept' } }],
      state: { values: { code: { code: { type: 'plain_text_input', value: '481 537' } } } },
    },
  }),
);

test.each([
  ['behind the command', 'command=%2Fsign&text=connect+481537&channel_name=Kept'],
  ['behind the command, set apart', 'command=%2Fsign&text=%20Connect%20%20481+537&channel_name=Kept'],
  ['in the modal', `payload=${typedInModal}`],
])('nobody reads the code that was typed %s', (_where, body) => {
  const text = shown((activity) => activity.noteSlack({ ...slackCall, direction: 'to-app', body }));
  expect(text).toContain('Kept');
  expect(text).not.toMatch(/481|537/);
});

test.each([
  ['a password', { ...boxCall, requestBody: { signers: [{ email: 'bo', password: planted }] } }],
  [
    'a prepare URL',
    { ...boxCall, responseBody: { id: 'bo', prepare_url: `https://app.box.com/x?${planted}` } },
  ],
  ['a signing link', { ...boxCall, responseBody: { bo: `https://app.box.com/sign/document/1/${planted}` } }],
  ['an embed link', { ...boxCall, responseBody: { bo: 1, iframeable_embed_url: planted } }],
  ['a grant', { ...boxCall, requestBody: `grant_type=bo&refresh_token=${planted}&code=${planted}` }],
  [
    'tokens',
    { ...boxCall, responseBody: { access_token: planted, refresh_token: planted, token_type: 'bo' } },
  ],
  ['a download', { ...boxCall, requestBody: 'bo', path: `/download/${planted}` }],
  ['a query', { ...boxCall, requestBody: 'bo', query: { access_token: planted } }],
])('nobody reads the secret of Box in %s', (_what, exchange) => {
  const text = shown((activity) => activity.noteBox(exchange));
  expect(text).toContain('bo');
  expect(text).not.toContain(planted);
});

test('a call shows the error in its answer', () => {
  const activity = createActivity(() => undefined);
  activity.noteSlack({ ...slackCall, answer: '{"ok":false,"error":"channel_not_found"}' });
  activity.noteSlack({ ...slackCall, direction: 'to-app', method: '/sign', status: null, answer: 'timeout' });
  activity.noteBox({ ...boxCall, status: 404, responseBody: { code: 'not_found' } });
  activity.noteBox({ ...boxCall, status: null, responseBody: null });
  expect(activity.after(0)).toMatchObject([
    { from: 'app', to: 'Slack', what: 'chat.postMessage', problem: 'channel_not_found' },
    { from: 'Slack', to: 'app', what: '/sign', problem: 'timeout' },
    { from: 'app', to: 'Box', what: '/2.0/sign_requests', status: 404, problem: 'not_found' },
    { status: null, problem: 'no answer' },
  ]);
});

test('the two thousand newest calls are kept, and only new ones are returned', () => {
  const activity = createActivity(() => undefined);
  for (let count = 0; count < 5_000; count += 1) activity.noteBox(boxCall);
  expect(activity.after(0)).toHaveLength(2_000);
  expect(activity.after(4_998).map(({ id }) => id)).toEqual([4_999, 5_000]);
  expect(activity.detail(1)).toBeNull();
  activity.clear();
  expect(activity.after(0)).toEqual([]);
  activity.noteBox(boxCall);
  expect(activity.after(0).map(({ id }) => id)).toEqual([5_001]);
});
