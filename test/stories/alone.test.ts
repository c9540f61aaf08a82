/** The requester signs too, alone or after everyone else. The card does not report that she opened her own request. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { asksFor, cardOnceSent, onlyCard } from './acts.ts';
import { aWorld, stories, type World } from './world.ts';

/** Ana sends a document without fields, with herself as the last signer. */
async function sendsAlsoToHerself(world: World, typed: string): Promise<void> {
  const { ana } = world;
  await asksFor(world, typed, {
    'I sign too, after everyone else': true,
    'Send now, without fields': true,
  });
  await ana.sees('Goes to', { in: 'modal' });
  expect(await ana.submits()).toEqual({});
  await ana.closes();
  await world.passes(6_000);
}

stories('the requester signs alone', () => {
  const world = aWorld();

  it('the card says that it waits for the requester herself, and then that the request is completed', async () => {
    const { box } = world();
    await sendsAlsoToHerself(world(), world().newFile('Mine.pdf').url);
    const card = await onlyCard(world(), 'Mine.pdf', /It is your turn: open Box's email to sign\./);
    expect(box.signRequests().map(({ status }) => status)).toEqual(['viewed']);
    expect(card.plain).toContain('You — not signed yet');
    expect(card.plain).not.toMatch(/opened/);
    await box.person('ana@acme.com').signs();
    await world().passes(60_000);
    await onlyCard(world(), 'Mine.pdf', /Completed .*1 of 1 signed/);
  });
});

stories('the requester signs last', () => {
  const world = aWorld();

  it('the card says when it is her turn, and “Email me the link again” does so', async () => {
    const { ana, box } = world();
    await sendsAlsoToHerself(world(), `${world().newFile('Ours.pdf').url} bo@client.com`);
    await cardOnceSent(world(), 'Ours.pdf', /Sent .*Nobody has opened it/);
    await box.person('bo@client.com').signs();
    await world().passes(11 * 60_000);
    const card = await onlyCard(
      world(),
      'Ours.pdf',
      "1 of 2 signed. It is your turn: open Box's email to sign.",
    );
    expect(card.buttons.slice(0, 3)).toEqual(['Email me the link again', 'Change…', 'Cancel request']);
    const mails = () => box.mails('ana@acme.com').length;
    const before = mails();
    await ana.presses('Email me the link again', { on: card });
    await expect.poll(mails).toBe(before + 1);
    await box.person('ana@acme.com').signs();
    await world().passes(60_000);
    await onlyCard(world(), 'Ours.pdf', /Completed .*2 of 2 signed/);
  });
});
