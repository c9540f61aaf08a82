/** Who learns what from a card in a channel, whatever they press or send, and where Share… is not offered. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { Person } from '../../sandbox/slack/person.ts';
import { actions, callbacks } from '../../src/views/actions.ts';
import { onlyCard } from './acts.ts';
import { connects } from './connecting.ts';
import { press, submission } from './forging.ts';
import { pollsRarely, quiet } from './quiet.ts';
import { sharing } from './sharing.ts';
import { sendsDirectly } from './signing-here.ts';
import { storedCounts } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('Details on a card in a channel', () => {
  const world = aWorld({ box: 'oauth' });
  const { aChannel, channelNamed, shares, cardsIn } = sharing(world);
  beforeEach(() => world().ana.reloads());

  const idOf = async (name: string): Promise<string> => {
    const card = await onlyCard(world(), `${name}.pdf`, '');
    return /"value":"share:([^"]+)"/.exec(JSON.stringify(card.blocks))?.[1] ?? '';
  };

  async function sendsAndShares(name: string): Promise<{ place: string; channel: string; id: string }> {
    const place = await aChannel();
    await sendsDirectly(world(), name, '@cy dee@client.com', { Message: 'Zebrafinch' });
    await shares(name, place);
    await world().ana.sees('✅ Shared.', { in: 'modal' });
    await world().ana.closes();
    return { place, channel: channelNamed(place).id, id: await idOf(name) };
  }

  async function cardIn(place: string) {
    const [card] = await cardsIn(place);
    if (!card) throw new Error(`no card in ${place}`);
    return card;
  }

  it('Details show the requester everything, and colleagues what Box shows them', async () => {
    const { slack, box, ana } = world();
    const { place } = await sendsAndShares('Mine');
    const card = await cardIn(place);
    await ana.presses('Details', { on: card });
    await ana.sees(/Mine\.pdf.*Cy Ng.*dee@client\.com/s, { in: 'modal' });
    await ana.closes();
    const bo = slack.person('bo');
    await bo.presses('Details', { on: card });
    await bo.sees(/connect your Box account.*\[Connect Box\]/s, { in: 'modal' });
    await bo.presses('Connect Box');
    await bo.sees('This link is just for you', { in: 'modal' });
    await bo.closes({ all: true });
    const boInBox = box.addUser({ login: 'bo@acme.com', name: 'Bo Lee' });
    await connects(world(), bo, box.person('bo@acme.com'));
    await bo.presses('Details', { on: card });
    const refusal = await bo.sees("Box doesn't show you more than this card does", { in: 'modal' });
    expect(refusal).not.toMatch(/Mine|Cy|dee/);
    await bo.closes();
    const sent = box.signRequests().find(({ name }) => name.startsWith('Mine'));
    for (const id of sent?.signFileIds ?? []) box.shareFile({ id }, { with: boInBox });
    await bo.presses('Details', { on: card });
    const shown = await bo.sees(/Mine.*dee@client\.com.*Created: in Slack/s, { in: 'modal' });
    expect(shown).not.toMatch(/Cancel request|Refresh|Send|Change…|Place/);
    await bo.closes();
    box.faults.next({ kind: 'status', status: 503, method: 'GET', path: /sign_requests/ });
    await bo.presses('Details', { on: card });
    await bo.sees('Box did not answer just now', { in: 'modal' });
    await bo.closes();
    slack.faults.next({ kind: 'error', error: 'invalid_blocks', method: 'views.update' });
    await bo.presses('Details', { on: card });
    await bo.sees('Box did not answer just now', { in: 'modal' });
    await bo.closes();
    box.removeAppsFrom(boInBox);
    await bo.presses('Details', { on: card });
    await bo.sees(/connect your Box account.*\[Connect Box\]/s, { in: 'modal' });
  });

  it('guests, outsiders and strangers get one sentence each, and nothing changes', async () => {
    const { slack, box } = world();
    const { place, channel, id } = await sendsAndShares('Closed shop');
    // The channel is shared with another company later.
    channelNamed(place).members.push(slack.user('eve').id);
    await pollsRarely(world());
    const card = await cardIn(place);
    const before = { rows: await storedCounts(world().store), calls: box.traffic.length };
    for (const name of ['gil', 'eve']) {
      const person = slack.person(name);
      for (const button of card.buttons) {
        await person.reloads();
        await person.presses(button, { on: card });
        await expect
          .poll(async () => (await person.ephemerals(place)).map(({ plain }) => plain))
          .toEqual(['Sign is only for full members of this workspace. Nothing was done.']);
        expect(await person.views()).toEqual([]);
      }
    }
    const leaver = slack.addUser({ handle: 'leaver', name: 'Lea Ver' });
    leaver.deleted = true;
    const pressed = { actionId: actions.sharedDetails, value: id };
    for (const by of ['leaver', 'otherbot']) {
      const body = { ...press(world(), { by }, pressed), channel: { id: channel, name: 'x' } };
      expect((await sendsForged(body)).status).toBe(200);
    }
    const elsewhere = press(world(), { by: 'bo', team: 'T0OTHER' }, pressed);
    await sendsForged({ ...elsewhere, channel: { id: channel, name: 'x' } });
    await quiet(world());
    expect(box.traffic.length).toBe(before.calls);
    expect(await storedCounts(world().store)).toEqual(before.rows);
    expect((await cardIn(place)).plain).toBe(card.plain);
  });

  const sendsForged = (payload: Record<string, unknown>) => world().slack.send({ payload });

  it('the id of another request, or a press in another channel, reveals nothing', async () => {
    const { slack, box, ana } = world();
    const one = await sendsAndShares('One');
    const other = await sendsAndShares('Other');
    const elsewhere = await aChannel();
    await ana.types('Nothing shared here', { in: elsewhere });
    const [message] = (await ana.messages(elsewhere)).slice(-1);
    const cy = slack.person('cy');
    // A poll would be a call, too.
    await pollsRarely(world());
    const card = await cardIn(one.place);
    const calls = box.traffic.length;
    const withId = (from: typeof card, id: string) => ({
      ...from,
      blocks: JSON.parse(JSON.stringify(card.blocks).replaceAll(one.id, id)) as typeof card.blocks,
    });
    const tries = [
      [one.place, withId(card, other.id)],
      [one.place, withId(card, 'no-such-request')],
      [elsewhere, withId({ ...card, ...message }, other.id)],
    ] as const;
    for (const [place, on] of tries) {
      await cy.reloads();
      await cy.presses('Details', { on });
      await expect
        .poll(async () => (await cy.ephemerals(place)).map(({ plain }) => plain))
        .toEqual(['This card is no longer shared here.']);
    }
    expect(box.traffic.length).toBe(calls);
    expect(await cy.views()).toEqual([]);
  });

  it('only the requester can share and withdraw, and only in channels where she is a member', async () => {
    const { slack, ana } = world();
    const { place, channel, id } = await sendsAndShares('Hers');
    const hidden = await aChannel({ kind: 'private' });
    const theirs = channelNamed(hidden);
    theirs.members = theirs.members.filter((member) => member !== slack.user('ana').id);
    const values = (chosen: string) => ({
      channel: { channel: { type: 'conversations_select', selected_conversation: chosen } },
    });
    const submits = (by: string, chosen: string) =>
      sendsForged(
        submission(
          world(),
          { by },
          {
            callbackId: callbacks.share,
            metadata: { requestId: id },
            values: values(chosen),
          },
        ),
      );
    const posted = () => slack.log.filter(({ method }) => method === 'chat.postMessage').length;
    const before = posted();
    expect((await submits('bo', theirs.id)).body).toContain('We no longer have this request');
    for (const chosen of [theirs.id, 'C0NOWHERE']) {
      expect((await submits('ana', chosen)).status).toBe(200);
      // A private channel of others looks the same to her as one that does not exist.
      await expect
        .poll(async () => (await ana.ephemerals('app')).map(({ plain }) => plain))
        .toEqual([expect.stringContaining("Not shared yet: Sign can't post in this channel")]);
      await ana.reloads();
    }
    for (const chosen of ['D123', slack.user('bo').id])
      expect((await submits('ana', chosen)).body).toContain('Choose a channel.');
    for (const noId of ['', '<!channel>']) expect((await submits('ana', noId)).status).toBe(400);
    const { view } = submission(
      world(),
      { by: 'bo' },
      { callbackId: callbacks.share, metadata: { requestId: id } },
    );
    const withdraws = { actionId: actions.withdrawCard, value: `${id}:${channel}` };
    await sendsForged({ ...press(world(), { by: 'bo' }, withdraws), view });
    await quiet(world());
    expect(posted()).toBe(before);
    expect(await cardsIn(place)).toHaveLength(1);
  });
});

stories('the scopes for sharing were not granted', () => {
  const world = aWorld({ withoutApp: true });
  const { aChannel, shares } = sharing(world);

  async function grants(...granted: string[]): Promise<Person> {
    const { slack } = world();
    const others = slack.state.app.scopes.filter((scope) => !/^(channels|groups):read$/.test(scope));
    slack.setScopes([...others, ...granted]);
    if (world().app.pid !== 0) await world().app.stop();
    await world().restart();
    return world().ana;
  }

  it('Share… is not offered, the settings say how to grant the scopes, and a shared card can be withdrawn', async () => {
    const ana = await grants('channels:read');
    await sendsDirectly(world(), 'Public', 'dee@client.com');
    const place = await aChannel();
    await expect(shares('Public', '#private')).rejects.toThrow('#private is not offered here');
    await ana.reloads();
    await shares('Public', place);
    await ana.sees('✅ Shared.', { in: 'modal' });
    await ana.closes();
    await sendsDirectly(world(), 'Earlier', 'dee@client.com');
    const earlier = await onlyCard(world(), 'Earlier.pdf', '');
    await grants();
    await ana.presses('Share…', { on: earlier });
    await ana.sees('That is no longer possible, and nothing was changed.');
    expect(await ana.modal()).toBeNull();
    await sendsDirectly(world(), 'Alone', 'dee@client.com');
    expect((await onlyCard(world(), 'Alone.pdf', '')).buttons).not.toContain('Share…');
    await ana.presses('Share…', { on: await onlyCard(world(), 'Public.pdf', '') });
    await ana.sees('Shared now in', { in: 'modal' });
    expect((await ana.modal())?.submit).toBeNull();
    await ana.presses('Withdraw');
    await ana.sees('✅ Withdrawn.', { in: 'modal' });
    await ana.closes();
    await ana.types('/sign settings');
    await ana.sees(/Sharing cards in channels is off.*channels:read, groups:read/s, { in: 'modal' });
  });
});
