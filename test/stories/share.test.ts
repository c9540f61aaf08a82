/** Share…: a card in a channel that follows the request, says only what its requester chose, and can be withdrawn. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { Person } from '../../sandbox/slack/person.ts';
import { actions, callbacks } from '../../src/views/actions.ts';
import { holdAtSlack, onlyCard } from './acts.ts';
import { press } from './forging.ts';
import { altersWhileQuiet, nothingIsDue, quiet, retriesArePlanned } from './quiet.ts';
import { sharing } from './sharing.ts';
import { cardSays, sendsDirectly } from './signing-here.ts';
import { aWorld, stories } from './world.ts';

stories('a card in a channel', () => {
  const world = aWorld({ box: 'oauth' });
  const { aChannel, channelNamed, opensShare, shares, cardsIn, textsIn } = sharing(world);
  const ana = (): Person => world().ana;
  beforeEach(async () => {
    world().slack.faults.clear();
    await world().ana.reloads();
  });

  /** Lets time pass until the modal shows this sentence. */
  async function waitsUntilModalSays(sentence: RegExp): Promise<void> {
    await expect
      .poll(
        async () => {
          await retriesArePlanned(world());
          await world().passes(60_000);
          return (await ana().modal())?.plain;
        },
        { timeout: 120_000 },
      )
      .toMatch(sentence);
  }

  /** Ana sends a request to these people, and shares its card without names. */
  async function sendsAndShares(name: string, signers: string, place: string): Promise<void> {
    await sendsDirectly(world(), name, signers);
    await shares(name, place);
    await ana().sees('✅ Shared.', { in: 'modal' });
    await ana().closes();
  }

  it('the card is the one in the preview, follows to the end although notices are muted, and is withdrawn', async () => {
    const { slack, box } = world();
    const place = await aChannel();
    await sendsDirectly(world(), 'Followed', '@bo dee@client.com');
    await opensShare('Followed');
    await ana().fills({ Channel: place });
    expect((await ana().modal())?.plain).not.toContain('Bo Lee');
    await ana().fills({ 'Show who has to sign': true });
    const preview = await ana().sees(/Followed\.pdf.*Sent .*0 of 2 signed.*Bo Lee — not signed/s, {
      in: 'modal',
    });
    expect(preview).toContain(place);
    await ana().submits({ times: 2 });
    await ana().sees(/✅ Shared\..*Shared now in.*Withdraw/s, { in: 'modal' });
    await expect.poll(() => textsIn(place)).toEqual([expect.stringContaining('0 of 2 signed')]);
    const [card] = await textsIn(place);
    for (const line of (card ?? '').split('\n')) expect(preview).toContain(line);
    expect(card).toMatch(/1 more signer.*Shared by @ana.*Details/s);
    await ana().closes();
    await ana().presses('Mute notices', { on: await onlyCard(world(), 'Followed.pdf', '') });
    await box.person('bo@acme.com').signs();
    await world().passes(5 * 60_000);
    await expect.poll(() => textsIn(place)).toEqual([expect.stringMatching(/1 of 2 .*Bo Lee — signed/s)]);
    await box.person('dee@client.com').signs();
    await world().passes(5 * 60_000);
    await expect.poll(() => textsIn(place)).toEqual([expect.stringMatching(/Completed .*2 of 2 signed/)]);
    const sent = JSON.stringify(
      slack.log.filter(
        ({ direction, body }) =>
          direction === 'to-slack' && JSON.stringify(body).includes(channelNamed(place).id),
      ),
    );
    expect(sent).not.toMatch(/client\.com|acme\.com|box\.com|prepare/);
    await opensShare('Followed');
    await ana().presses('Withdraw');
    await ana().sees('✅ Withdrawn.', { in: 'modal' });
    expect(await cardsIn(place)).toEqual([]);
    expect((await ana().modal())?.plain).not.toContain('Shared now in');
    await ana().closes();
    await ana().presses('Details', { on: await onlyCard(world(), 'Followed.pdf', '') });
    await ana().sees(/You shared it in a channel.*You withdrew it from a channel/s, { in: 'modal' });
  });

  it('the preview shows what is ticked although it was redrawn since the press', async () => {
    const { slack } = world();
    await sendsDirectly(world(), 'Quick', '@bo dee@client.com');
    await opensShare('Quick');
    const { id = '' } = (await ana().modal()) ?? {};
    const ticked = { type: 'checkboxes', selected_options: [{ value: 'yes' }] };
    const payload = {
      ...press(world(), { by: 'ana' }, { actionId: actions.shareNames }),
      view: {
        id,
        type: 'modal',
        hash: '1.outdated',
        callback_id: callbacks.share,
        private_metadata: slack.state.views[id]?.content['private_metadata'],
        state: { values: { [actions.shareNames]: { [actions.shareNames]: ticked } } },
      },
    };
    expect((await slack.send({ payload })).status).toBe(200);
    await ana().sees('Bo Lee — not signed', { in: 'modal' });
  });

  /** How often the app has tried to post in this channel. */
  const triesIn = (place: string): number =>
    world().slack.log.filter(
      ({ method, body }) =>
        method === 'chat.postMessage' && JSON.stringify(body).includes(channelNamed(place).id),
    ).length;

  it('sharing waits for an invitation of the app and keeps all choices, in a private channel too', async () => {
    await sendsDirectly(world(), 'Invited', 'dee@client.com');
    for (const kind of [undefined, 'private'] as const) {
      const place = await aChannel({ isInvited: false, ...(kind && { kind }) });
      await shares('Invited', place, true);
      const form = await ana().sees('Type /invite @Sign in the channel', { in: 'modal' });
      expect(form).toContain('1 signer');
      expect(triesIn(place)).toBe(0);
      expect((await ana().modal())?.values).toMatchObject({ Channel: place });
      await ana().types('/invite @Sign', { in: place });
      expect(await ana().submits()).toEqual({});
      await ana().sees('✅ Shared.', { in: 'modal' });
      expect(await textsIn(place)).toEqual([expect.stringContaining('1 signer')]);
      await ana().closes();
    }
  });

  it('sharing is refused where nobody can post, where outsiders are, and where Ana is not a member', async () => {
    const { slack } = world();
    await sendsDirectly(world(), 'Refused', 'dee@client.com');
    const refusals: [string, (place: string) => void][] = [
      ['this channel is archived', (place) => Object.assign(channelNamed(place), { isArchived: true })],
      [
        'lets only some people post',
        (place) => Object.assign(channelNamed(place), { isPostingRestricted: true }),
      ],
      ['people from another company', (place) => channelNamed(place).members.push(slack.user('eve').id)],
      ['you are not in this channel', (place) => channelNamed(place).members.splice(0, 1)],
      [
        'Type /invite @Sign',
        (place) => {
          delete slack.state.channels[channelNamed(place).id];
        },
      ],
    ];
    for (const [sentence, spoil] of refusals) {
      const place = await aChannel();
      await opensShare('Refused');
      await ana().fills({ Channel: place });
      spoil(place);
      expect(await ana().submits()).toEqual({});
      await ana().sees(sentence, { in: 'modal' });
      // The app learns before it posts that a channel is archived, but only by posting that few people may post.
      if (sentence.includes('archived')) expect(triesIn(place)).toBe(0);
      expect((await ana().modal())?.plain).not.toContain('Shared now in');
      await ana().closes();
    }
    // If the channel changes after the app has asked Slack about it, Slack refuses the post with the reason.
    for (const [error, sentence] of [
      ['is_archived', 'this channel is archived'],
      ['not_in_channel', 'Type /invite @Sign'],
      ['restricted_action_thread_only_channel', 'lets only some people post'],
      ['msg_blocks_too_long', 'Slack did not accept the card there'],
    ] as const) {
      const place = await aChannel();
      await opensShare('Refused');
      await ana().fills({ Channel: place });
      slack.faults.next({ kind: 'error', error, method: 'chat.postMessage' });
      expect(await ana().submits()).toEqual({});
      await ana().sees(sentence, { in: 'modal' });
      await ana().closes();
    }
  });

  it('sharing again changes the card; a card deleted in Slack stays deleted until it is shared again', async () => {
    const place = await aChannel();
    await sendsAndShares('Again', '@bo', place);
    await shares('Again', place, true);
    await ana().sees('✅ Shared.', { in: 'modal' });
    await ana().closes();
    expect(await textsIn(place)).toEqual([expect.stringContaining('Bo Lee — not signed')]);
    const [card] = await cardsIn(place);
    if (card) await ana().deletes(card);
    await world().box.person('bo@acme.com').signs();
    await world().passes(5 * 60_000);
    await cardSays(world(), 'Again', /Completed /);
    await expect
      .poll(async () => {
        await ana().reloads();
        await opensShare('Again');
        return (await ana().modal())?.plain;
      })
      .not.toContain('Shared now in');
    expect(await cardsIn(place)).toEqual([]);
    await ana().fills({ Channel: place });
    await ana().submits();
    await ana().sees('✅ Shared.', { in: 'modal' });
    expect(await textsIn(place)).toEqual([expect.stringContaining('Completed ')]);
  });

  it('a card that Slack did not confirm is posted again only if Ana shares it again', async () => {
    const { slack } = world();
    const place = await aChannel();
    await sendsDirectly(world(), 'Unsure', 'dee@client.com');
    slack.faults.next({ kind: 'drop-after', method: 'chat.postMessage' });
    await shares('Unsure', place);
    await ana().sees('Slack did not confirm the card', { in: 'modal' });
    expect(await cardsIn(place)).toHaveLength(1);
    const [older] = await cardsIn(place);
    expect(await ana().submits()).toEqual({});
    await ana().sees('✅ Shared.', { in: 'modal' });
    await ana().closes();
    expect(await cardsIn(place)).toHaveLength(2);
    if (older) await ana().presses('Details', { on: older });
    await expect
      .poll(() => textsIn(place))
      .toEqual([expect.stringContaining('replaced by a newer card'), expect.stringContaining('Unsure.pdf')]);
  });

  it('after an unconfirmed post Withdraw claims no success, and a press on the card withdraws it', async () => {
    const { slack } = world();
    const place = await aChannel();
    await sendsDirectly(world(), 'Unseen', '@bo');
    slack.faults.next({
      kind: 'drop-after',
      method: 'chat.postMessage',
      channel: channelNamed(place).id,
    });
    await shares('Unseen', place, true);
    await ana().sees('Slack did not confirm the card', { in: 'modal' });
    await ana().presses('Withdraw');
    const modal = await ana().sees('If you see it there, press Details on it', { in: 'modal' });
    expect(modal).not.toContain('Withdrawn');
    await ana().closes();
    const [card] = await cardsIn(place);
    expect(card?.plain).toContain('Bo Lee');
    if (card) await slack.person('cy').presses('Details', { on: card });
    await expect.poll(() => textsIn(place)).toEqual(['No longer shared.']);
  });

  it('the card shows names only once Slack has accepted them, however the request continues', async () => {
    const { slack } = world();
    const place = await aChannel();
    await sendsAndShares('Nameless', '@bo dee@client.com', place);
    const { id: channel } = channelNamed(place);
    slack.faults.next({ kind: 'drop-before', method: 'chat.update', channel, times: 50 });
    await shares('Nameless', place, true);
    await waitsUntilModalSays(/Not shared: Slack did not answer/);
    slack.faults.clear();
    await ana().closes();
    await world().box.person('dee@client.com').signs(undefined, { typing: 'Dee' });
    await world().passes(5 * 60_000);
    await expect.poll(() => textsIn(place)).toEqual([expect.stringContaining('1 of 2 signed')]);
    expect((await textsIn(place)).join()).not.toContain('Bo Lee');
  });

  it('names that Slack has shown without confirming it disappear again', async () => {
    const { slack } = world();
    const place = await aChannel();
    await sendsAndShares('Unconfirmed', '@bo', place);
    // The cards are drawn again when the next reminder becomes possible: nothing else may change this one later.
    await world().passes(11 * 60_000);
    await onlyCard(world(), 'Unconfirmed.pdf', 'Resend reminder');
    await quiet(world());
    const { id: channel } = channelNamed(place);
    slack.faults.next({ kind: 'drop-after', method: 'chat.update', channel, times: 50 });
    await shares('Unconfirmed', place, true);
    await expect.poll(() => textsIn(place)).toEqual([expect.stringContaining('Bo Lee')]);
    await waitsUntilModalSays(/Not shared: Slack did not answer/);
    slack.faults.clear();
    await ana().closes();
    await expect.poll(async () => (await textsIn(place)).join()).not.toContain('Bo Lee');
  });

  it('the card in the channel stays as it was, and still follows the request, when Slack refuses a change to it', async () => {
    const place = await aChannel();
    await sendsAndShares('Unchanged', '@bo dee@client.com', place);
    const { id: channel } = channelNamed(place);
    world().slack.faults.next({ kind: 'error', error: 'edit_window_closed', method: 'chat.update', channel });
    await shares('Unchanged', place, true);
    const refused = await ana().sees('Slack did not accept the card there', { in: 'modal' });
    expect(refused).toContain('Shared now in');
    await ana().closes();
    await world().box.person('dee@client.com').signs(undefined, { typing: 'Dee' });
    await world().passes(5 * 60_000);
    await expect.poll(() => textsIn(place)).toEqual([expect.stringContaining('1 of 2 signed')]);
    expect((await textsIn(place)).join()).not.toContain('Bo Lee');
  });

  it('a card that Slack has not taken for 15 minutes does not count as shared, and can be shared later', async () => {
    const { slack } = world();
    const place = await aChannel();
    await sendsDirectly(world(), 'Untaken', 'dee@client.com');
    const { id: channel } = channelNamed(place);
    const limited = { kind: 'ratelimit', retryAfterSeconds: 30 } as const;
    slack.faults.next({ ...limited, method: 'chat.postMessage', channel, times: 1_000 });
    await shares('Untaken', place);
    await waitsUntilModalSays(/Not shared: Slack did not answer/);
    expect((await ana().modal())?.plain).not.toContain('Shared now in');
    slack.faults.clear();
    await world().passes(31_000);
    expect(await ana().submits()).toEqual({});
    await ana().sees('✅ Shared.', { in: 'modal' });
    expect(await cardsIn(place)).toHaveLength(1);
  });

  it('Withdraw says that a card is withdrawn although somebody has deleted it in the channel', async () => {
    const place = await aChannel();
    await sendsDirectly(world(), 'Deleted', 'dee@client.com');
    await shares('Deleted', place);
    await ana().sees('✅ Shared.', { in: 'modal' });
    const [card] = await cardsIn(place);
    if (card) await ana().deletes(card);
    await ana().presses('Withdraw');
    const modal = await ana().sees('✅ Withdrawn.', { in: 'modal' });
    expect(modal).not.toContain('Shared now in');
  });

  it('a card that Slack does not delete becomes one line, and stays shared if that is refused too', async () => {
    const { slack } = world();
    const place = await aChannel();
    await sendsDirectly(world(), 'Kept', 'dee@client.com');
    await shares('Kept', place);
    await ana().sees('✅ Shared.', { in: 'modal' });
    const refuses = (method: string, error: string) => slack.faults.next({ kind: 'error', error, method });
    refuses('chat.delete', 'compliance_exports_prevent_deletion');
    refuses('chat.update', 'edit_window_closed');
    await ana().presses('Withdraw');
    await ana().sees(/did not let Sign delete the card.*Shared now in/s, { in: 'modal' });
    refuses('chat.delete', 'compliance_exports_prevent_deletion');
    await ana().presses('Withdraw');
    await ana().sees('✅ Withdrawn.', { in: 'modal' });
    expect(await textsIn(place)).toEqual(['No longer shared.']);
  });

  it('a press withdraws a card whose request is no longer stored', async () => {
    const place = await aChannel();
    await sendsDirectly(world(), 'Old', '@bo');
    await shares('Old', place, true);
    await ana().sees('✅ Shared.', { in: 'modal' });
    await altersWhileQuiet(world(), [
      `delete from sign_requests where id in (select request_id from cards where channel = '${channelNamed(place).id}')`,
    ]);
    const [card] = await cardsIn(place);
    if (card) await world().slack.person('cy').presses('Details', { on: card });
    await expect.poll(() => textsIn(place)).toEqual(['No longer shared.']);
  });

  it('a card does not count as shared once its channel is gone', async () => {
    const { slack } = world();
    const places = [await aChannel(), await aChannel()] as const;
    await sendsDirectly(world(), 'Lost', 'dee@client.com');
    for (const place of places) {
      await shares('Lost', place);
      await ana().sees('✅ Shared.', { in: 'modal' });
      await ana().closes();
    }
    await opensShare('Lost');
    for (const place of places) delete slack.state.channels[channelNamed(place).id];
    await ana().presses('Withdraw');
    await ana().sees(/Sign can no longer see that channel/, { in: 'modal' });
    await ana().closes();
    await world().box.person('dee@client.com').signs();
    await world().passes(5 * 60_000);
    await cardSays(world(), 'Lost', /Completed /);
    await nothingIsDue(world());
    await opensShare('Lost');
    expect((await ana().modal())?.plain).not.toContain('Shared now in');
  });

  it('a card can be in twenty channels, and then is shared only where it is already', async () => {
    await sendsDirectly(world(), 'Everywhere', 'dee@client.com');
    const [first, next] = [await aChannel(), await aChannel()];
    await shares('Everywhere', first);
    await ana().sees('✅ Shared.', { in: 'modal' });
    await ana().closes();
    // Cards that Slack has not confirmed count as well.
    const copy = (index: number) =>
      `insert into cards (tenant, id, request_id, kind, channel, created_at)
       select tenant, id || '${index}', request_id, kind, 'C0COPY${index}', created_at
       from cards where channel = '${channelNamed(first).id}'`;
    await altersWhileQuiet(
      world(),
      Array.from({ length: 19 }, (_, index) => copy(index)),
    );
    await shares('Everywhere', next);
    await ana().sees('Not shared: this card is in as many channels as it can be.', { in: 'modal' });
    expect(await cardsIn(next)).toEqual([]);
    await ana().closes();
    await shares('Everywhere', first, true);
    await ana().sees('✅ Shared.', { in: 'modal' });
    await ana().closes();
  });

  it('the result comes as a message when Ana has closed the modal', async () => {
    const place = await aChannel({ isInvited: false });
    await sendsDirectly(world(), 'Closed', 'dee@client.com');
    const held = holdAtSlack(world(), 'conversations.info');
    await shares('Closed', place);
    await expect.poll(held.waiting).toBe(1);
    await ana().closes();
    held.release();
    await ana().sees(/Closed\.pdf: ⚠️ Not shared yet.*\/invite @Sign/);
  });

  it('the card says what was last known when the requester’s connection to Box has ended', async () => {
    const place = await aChannel();
    await sendsAndShares('Cut', 'dee@client.com', place);
    await ana().types('/sign disconnect');
    await ana().sees('Disconnect', { in: 'modal' });
    await ana().submits();
    await expect
      .poll(() => textsIn(place))
      .toEqual([expect.stringMatching(/Sent .*0 of 1 signed\. Not updating right now\..*as of/s)]);
  });
});
