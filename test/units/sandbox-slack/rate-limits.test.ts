/** How many calls Slack accepts: per method, workspace and minute, and per conversation. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rulesFor } from '../../../sandbox/slack/rate-limits.ts';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack/server.ts';

let now: number;
let slack: SandboxSlack;
beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  slack = await startSlack({ clock: () => now });
});
afterEach(() => slack.close());

async function call(method: string, args: Record<string, string>): Promise<[number, string | null, string]> {
  const headers = { authorization: `Bearer ${slack.botToken}` };
  const body = new URLSearchParams(args);
  const response = await fetch(slack.apiUrl + method, { method: 'POST', headers, body });
  const { error = 'none' } = (await response.json()) as { error?: string };
  return [response.status, response.headers.get('retry-after'), error];
}

async function callTimes(count: number, method: string, args: Record<string, string>): Promise<number[]> {
  const found = [];
  for (let one = 0; one < count; one += 1) found.push((await call(method, args))[0]);
  return found;
}

it.each([
  ['users.info', 100],
  ['conversations.open', 50],
])('%s accepts %i calls a minute', async (method, most) => {
  const ana = slack.user('ana').id;
  const args = method === 'users.info' ? { user: ana } : { users: ana };
  expect(await callTimes(most, method, args)).toEqual(Array.from({ length: most }, () => 200));
  now += 15_000;
  expect(await call(method, args)).toEqual([429, '45', 'ratelimited']);
  expect((await call('auth.test', {}))[0]).toBe(200);
  now += 45_000;
  expect((await call(method, args))[0]).toBe(200);
});

it('a conversation accepts a message a second and a short burst; others are not affected', async () => {
  const to = (name: string) => ({ channel: slack.user(name).id, text: 'Hello' });
  expect(await callTimes(6, 'chat.postMessage', to('ana'))).toEqual([200, 200, 200, 200, 200, 429]);
  expect((await call('chat.postMessage', to('bo')))[0]).toBe(200);
  now += 5_000;
  expect((await call('chat.postMessage', to('ana')))[0]).toBe(200);
});

it('history can be read once a minute where that is switched on', async () => {
  const { id } = slack.user('ana');
  await call('conversations.open', { users: id });
  const channel = Object.values(slack.state.channels).find((one) => one.members.includes(slack.botUserId));
  const args = { channel: channel?.id ?? '' };
  expect(await callTimes(3, 'conversations.history', args)).toEqual([200, 200, 200]);
  now += 60_000;
  slack.faults.isHistoryRestricted = true;
  expect(await callTimes(2, 'conversations.history', args)).toEqual([200, 429]);
});

it('another workspace has its own limits', () => {
  const kindsOf = (teamId: string) => [
    ...rulesFor({ teamId, method: 'chat.update', channel: '', isHistoryRestricted: false }).keys(),
  ];
  expect(kindsOf('T1')).not.toEqual(kindsOf('T2'));
});
