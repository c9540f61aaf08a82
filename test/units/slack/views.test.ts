/** Redrawing a view that its person may have changed or closed meanwhile. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ModalView } from '@slack/types';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { fixedToken } from '../../../src/slack/client.ts';
import { createSlackGateway } from '../../../src/slack/gateway.ts';

const view: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'Sign' }, blocks: [] };

/** What Slack says to `views.update`, and the parameters of each call. */
const slack = { says: '{"ok":true}', asked: [] as URLSearchParams[] };
const server = createServer(async (request, response) => {
  slack.asked.push(new URLSearchParams(await text(request)));
  response.end(slack.says);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
const gateway = createSlackGateway({ token: fixedToken('xoxb-1'), apiUrl });

beforeEach(() => {
  slack.asked.length = 0;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

it('Slack is told which version of a view is replaced, where the app has read one', async () => {
  slack.says = '{"ok":true}';
  expect(await gateway.updateView('V1', view, 'hash-1')).toBe(true);
  expect(await gateway.updateView('V1', view)).toBe(true);
  expect(slack.asked.map((asked) => [asked.get('view_id'), asked.get('hash')])).toEqual([
    ['V1', 'hash-1'],
    ['V1', null],
  ]);
  expect(JSON.parse(slack.asked[0]?.get('view') ?? '')).toEqual(view);
});

it.each(['hash_conflict', 'not_found'])(
  'a view that was changed or closed (%s) stays as it is',
  async (error) => {
    slack.says = JSON.stringify({ ok: false, error });
    expect(await gateway.updateView('V1', view, 'hash-1')).toBe(false);
  },
);

it('another refusal is a failure', async () => {
  slack.says = '{"ok":false,"error":"invalid_arguments"}';
  await expect(gateway.updateView('V1', view, 'hash-1')).rejects.toThrow('invalid_arguments');
});
