/** Channels: what the app and people can read, who can invite the app, and where nobody can post. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_SCOPES } from '../../../sandbox/slack/seed.ts';
import { type Bench, refusal, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const idOf = (name: string): string =>
  Object.values(bench.slack.state.channels).find((one) => one.name === name)?.id ?? '';
const info = (channel: string) => bench.web.conversations.info({ channel });

it('public channels are visible to everyone, private ones only to members', async () => {
  const { channel } = await info(idOf('contracts'));
  expect(channel).toMatchObject({ is_member: false, is_private: false, is_ext_shared: true });
  const hidden = () => refusal(info(idOf('private')));
  expect((await hidden()).error).toBe('channel_not_found');
  await bench.slack.person('ana').types('/invite @Sign', { in: '#private' });
  expect((await info(idOf('private'))).channel).toMatchObject({ is_member: true, is_ext_shared: false });
  bench.slack.setScopes(DEFAULT_SCOPES.filter((scope) => scope !== 'groups:read'));
  expect((await hidden()).data).toMatchObject({ error: 'missing_scope', needed: 'groups:read' });
});

it('members are listed page by page', async () => {
  const channel = idOf('contracts');
  const first = await bench.web.conversations.members({ channel, limit: 3 });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const rest = await bench.web.conversations.members({ channel, limit: 3, cursor });
  expect([...(first.members ?? []), ...(rest.members ?? [])]).toEqual(
    ['ana', 'bo', 'cy', 'gil', 'eve'].map((name) => bench.slack.user(name).id),
  );
  expect(rest.response_metadata?.next_cursor).toBe('');
  expect((await refusal(bench.web.conversations.members({ channel, limit: 1001 }))).error).toBe(
    'invalid_limit',
  );
});

it('people invite by name, ignoring case, and only once; outsiders cannot invite', async () => {
  const { slack } = bench;
  const types = (who: string, text: string) => slack.person(who).types(text, { in: '#contracts' });
  expect((await types('eve', '/invite @Sign')).shown).toContain("can't invite");
  expect((await types('ana', '/invite @nobody')).shown).toContain('No user found');
  expect(await types('ana', '/invite @SIGN')).toEqual({ shown: null });
  expect((await types('bo', '/invite @sign')).shown).toContain('already in this channel');
  await slack.person('bo').sees('added @sign to #contracts', { in: '#contracts' });
});

it('nothing can be posted in archived channels, or those that only some may post in', async () => {
  await bench.slack.person('ana').types('/invite @Sign', { in: '#contracts' });
  const channel = bench.slack.state.channels[idOf('contracts')];
  if (!channel) throw new Error('no channel');
  const { ts = '' } = await bench.web.chat.postMessage({ channel: channel.id, text: 'one' });
  const post = () => refusal(bench.web.chat.postMessage({ channel: channel.id, text: 'two' }));
  channel.isPostingRestricted = true;
  expect((await post()).error).toBe('restricted_action');
  channel.isArchived = true;
  expect((await post()).error).toBe('is_archived');
  const update = refusal(bench.web.chat.update({ channel: channel.id, ts, text: 'three' }));
  expect((await update).error).toBe('is_inactive');
});

it('people cannot post, share files, invite or use commands in an archived channel, but read it', async () => {
  const ana = bench.slack.person('ana');
  await ana.types('The lease', { in: '#contracts' });
  const id = await ana.addsFile('Lease.pdf', Buffer.from('lease'));
  Object.assign(bench.slack.state.channels[idOf('contracts')] ?? {}, { isArchived: true });
  for (const text of ['one', '/sign', '/invite @Sign'])
    await expect(ana.types(text, { in: '#contracts' }), text).rejects.toThrow('#contracts is archived');
  await expect(ana.sharesFiles('#contracts', [id])).rejects.toThrow('#contracts is archived');
  expect((await ana.messages('#contracts')).map(({ plain }) => plain)).toEqual(['The lease']);
});

it('a message to oneself is seen by nobody else', async () => {
  const { slack } = bench;
  await slack.person('ana').types('Call the landlord', { in: 'dm:ana' });
  const read = async (who: string, place: string) =>
    (await slack.person(who).messages(place)).map(({ plain }) => plain);
  expect(await read('ana', 'dm:ana')).toEqual(['Call the landlord']);
  expect(await read('bo', 'dm:ana')).toEqual([]);
  const own = Object.values(slack.state.channels).filter(
    ({ members }) => String(members) === slack.user('ana').id,
  );
  expect(own).toHaveLength(1);
});
