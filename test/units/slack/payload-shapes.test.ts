/** Which bodies of Slack are accepted, at the limits of what Slack documents. */
import { expect, it } from 'vitest';
import { isSlackBody } from '../../../src/slack/payload-shapes.ts';

const event = (fields: object) => ({ type: 'event_callback', team_id: 'T1', event: fields });
const command = {
  ...{ command: '/sign', text: '', user_id: 'U1', team_id: 'T1', channel_id: 'C1' },
  ...{ trigger_id: '1.2', response_url: 'https://hooks.slack.com/1' },
};
/** A body that is nested this deep. */
const nested = (depth: number) => {
  let inner: object = {};
  for (let at = 2; at < depth; at += 1) inner = { inner };
  return { type: 'app_rate_limited', inner };
};

it.each<[string, unknown, boolean]>([
  ['a command', command, true],
  ['a command without a text', { ...command, text: undefined }, true],
  ['a command with the longest text', { ...command, text: 'x'.repeat(40_000) }, true],
  ['a command with a longer text', { ...command, text: 'x'.repeat(40_001) }, false],
  ['a command without a trigger', { ...command, trigger_id: '' }, false],
  ['a command in an organisation', { ...command, team_id: '', enterprise_id: 'E1' }, true],
  ['a command of nobody', { ...command, user_id: '' }, false],
  ['a command of two people', { ...command, user_id: 'U1,U2' }, false],
  ['a command that ends a mention', { ...command, user_id: 'U1>' }, false],
  ['a command with NUL in its name', { ...command, command: '/si\0gn' }, false],
  ['an uninstalled app', event({ type: 'app_uninstalled' }), true],
  ['revoked tokens', event({ type: 'tokens_revoked', tokens: { bot: ['U1'] } }), true],
  ['revoked tokens, without them', event({ type: 'tokens_revoked' }), false],
  ['revoked tokens of nobody', event({ type: 'tokens_revoked', tokens: { bot: ['U1,U2'] } }), false],
  ['an opened Home', event({ type: 'app_home_opened', user: 'U1', tab: 'home' }), true],
  ['an opened Home of nobody', event({ type: 'app_home_opened', tab: 'home' }), false],
  ['another event, of anything', event({ type: 'message', user: { any: 'thing' } }), true],
  ['an event without its event', { type: 'event_callback' }, false],
  ['a check of the address', { type: 'url_verification', challenge: 'x' }, true],
  ['a check without words', { type: 'url_verification' }, false],
  ['a body of another type', { type: 'news' }, false],
  ['nothing', null, false],
  ['a text', 'text', false],
  ['a list', [], false],
  ['a body that is nested a hundred deep', nested(100), true],
  ['a body that is nested deeper', nested(102), false],
])('%s', (_what, body, isAccepted) => {
  expect(isSlackBody(body)).toBe(isAccepted);
});
