/** A request that has ended: a new request can start from its values. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { formValues, messagesAbout, onlyCard } from './acts.ts';
import { type SentRequest, sendsRequests } from './sent.ts';
import { aWorld, stories } from './world.ts';

const others = 'Other signers (email)';

stories('a request that has ended', () => {
  const world = aWorld();

  async function sendsOne(name: string): Promise<SentRequest> {
    const [sent] = await sendsRequests(world(), [name], 'dee@client.com');
    if (!sent) throw new Error('nothing was sent');
    return sent;
  }

  it('a cancelled request can be sent again as a new one', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Again');
    const old = await sent.card();
    expect(old.buttons).not.toContain('Send again like this…');
    await ana.presses('Cancel request', { on: old });
    await ana.sees('will no longer be able to sign', { in: 'modal' });
    await ana.submits();
    const card = await onlyCard(world(), 'Again.pdf', 'Cancelled by you');
    const before = box.signRequests().length;
    await ana.presses('Send again like this…', { on: card });
    await ana.sees('New signature request', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ [others]: 'dee@client.com' });
    await ana.fills({ [others]: 'fay@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to fay@client.com', { in: 'modal' });
    await ana.submits();
    await expect.poll(() => box.signRequests().length).toBe(before + 1);
    await ana.closes();
    expect((await ana.messages('app')).find(({ ts }) => ts === card.ts)?.plain).toContain('Cancelled by you');
  });

  it('the card of a declined request opens a form to change it and send it again', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Clause');
    await box.person('dee@client.com').declines(undefined, 'Clause 4');
    await ana.presses('Refresh', { on: await sent.card() });
    const card = await onlyCard(world(), 'Clause.pdf', 'Declined by');
    await ana.presses('Change and send again…', { on: card });
    await ana.sees('New signature request', { in: 'modal' });
    await ana.closes();
    expect((await onlyCard(world(), 'Clause.pdf', 'Declined by')).ts).toBe(card.ts);
  });

  it('a cancelled change that never went out still replaces the old request when sent again', async () => {
    const { ana, box } = world();
    const old = await sendsOne('Replaced');
    await ana.presses('Change…', { on: await old.card() });
    await ana.sees('The old request is cancelled when the new one has gone out.', { in: 'modal' });
    await ana.fills({ [others]: 'fay@client.com', 'Place fields in Box, then send': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    const cardThatSays = async (wanted: string): Promise<SeenMessage> => {
      const find = async () =>
        (await messagesAbout(world(), 'Replaced')).find(({ plain }) => plain.includes(wanted));
      await expect.poll(find).toBeDefined();
      const card = await find();
      if (!card) throw new Error('the card is gone');
      return card;
    };
    await ana.presses('Cancel request', { on: await cardThatSays('Not sent yet') });
    await ana.sees('Cancel this request?', { in: 'modal' });
    await ana.submits();
    await ana.presses('Send again like this…', { on: await cardThatSays('Cancelled by you') });
    await ana.sees('The old request is cancelled when the new one has gone out.', { in: 'modal' });
    await ana.fills({ [others]: 'gus@client.com', 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to gus@client.com', { in: 'modal' });
    await ana.submits();
    await expect.poll(() => box.signRequests().find(({ id }) => id === old.boxId)?.status).toBe('cancelled');
    await ana.closes();
  });

  it.each([
    ['signed', /Completed/],
    ['expired', /Expired/],
  ])('a request that is %s can be sent again', async (status, says) => {
    const { ana, box } = world();
    const name = `Over as ${status}`;
    const sent = await sendsOne(name);
    if (status === 'signed') await box.person('dee@client.com').signs();
    else box.setStatus({ id: sent.boxId }, status);
    await ana.presses('Refresh', { on: await sent.card() });
    await expect.poll(async () => (await sent.card(says)).buttons).toContain('Send again like this…');
    const card = await sent.card(says);
    // More than two minutes pass, so that the new request is no repetition. The card stays as it is, because its
    // request has ended.
    await world().passes(3 * 60_000);
    const before = box.signRequests().length;
    await ana.presses('Send again like this…', { on: card });
    await ana.sees('New signature request', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      [others]: 'dee@client.com',
      'How to send': 'Send now, without fields',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to dee@client.com', { in: 'modal' });
    await ana.submits();
    await expect.poll(() => box.signRequests().length).toBe(before + 1);
    await ana.closes();
    expect((await ana.messages('app')).find(({ ts }) => ts === card.ts)?.plain).toMatch(says);
  });
});
