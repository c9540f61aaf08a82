/** Correct the address…: a mail bounced, so a new request goes out to the right address and replaces the old one. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { asksFor, cardOnceSent, formValues, messagesAbout, onlyCard } from './acts.ts';
import { aWorld, stories } from './world.ts';

stories('Correct the address…', () => {
  const world = aWorld({ webhooks: true });
  beforeEach(async () => {
    await world().passes(120_000);
    await world().ana.reloads();
  });

  const atBox = (name: string) =>
    world()
      .box.signRequests()
      .filter((one) => one.name.startsWith(name));

  /** A request that was sent without fields, and whose mail to the first signer bounced. */
  async function bounced(name: string, who: readonly string[]) {
    const { ana, box } = world();
    await asksFor(world(), world().newFile(`${name}.pdf`).url, {
      'Other signers (email)': who.join(', '),
      'Send now, without fields': true,
    });
    await ana.sees('Goes to', { in: 'modal' });
    await ana.submits();
    await ana.closes();
    await cardOnceSent(world(), `${name}.pdf`);
    await box.person(who[0] ?? '').bounces();
    return onlyCard(world(), `${name}.pdf`, 'did not arrive');
  }

  it('one field corrects the address: the new request goes out, then the old one is cancelled', async () => {
    const { ana } = world();
    const card = await bounced('Typo', ['bob@client.com']);
    expect(card.buttons).toContain('Correct the address…');
    await ana.presses('Correct the address…', { on: card });
    await ana.sees('New address in place of bob@client.com', { in: 'modal' });
    const field = 'New address in place of bob@client.com';
    await ana.fills({ [field]: 'not an address' });
    expect(await ana.submits()).toMatchObject({
      errors: { [field]: '"not an address" is not an email address.' },
    });
    await ana.fills({ [field]: 'Bo Lee <bo.lee@client.com>' });
    expect(await ana.submits({ times: 2 })).toEqual({});
    const check = await ana.sees('Goes to bo.lee@client.com', { in: 'modal' });
    expect(check).toContain('The old request is cancelled when the new one has gone out.');
    await ana.submits();
    await expect.poll(() => atBox('Typo').map(({ status }) => status)).toEqual(['sent', 'sent']);
    // Time passes, so that the app polls and learns that the new request was sent.
    await world().passes(120_000);
    await expect
      .poll(() =>
        atBox('Typo')
          .map(({ status }) => status)
          .sort()
          .join(),
      )
      .toMatch(/^cancelled,(sent|viewed)$/);
    await expect
      .poll(async () => (await messagesAbout(world(), 'Typo.pdf')).map(({ plain }) => plain).join())
      .toMatch(/bo\.lee@client\.com — not opened/);
    await ana.closes();
  });

  it('every address whose mail may have bounced has a field, and a blank field changes nothing', async () => {
    const { ana } = world();
    const card = await bounced('Several', ['cy@client.com', 'dora@client.com']);
    await ana.presses('Correct the address…', { on: card });
    const fields = await ana.sees('New address in place of cy@client.com', { in: 'modal' });
    expect(fields).toContain('New address in place of dora@client.com');
    const field = 'New address in place of cy@client.com';
    expect(await ana.submits()).toEqual({ errors: { [field]: 'Enter at least one new address.' } });
    await ana.fills({ [field]: 'dora@client.com' });
    expect(await ana.submits()).toMatchObject({ errors: { [field]: 'dora@client.com is here twice.' } });
    const second = 'New address in place of dora@client.com';
    await ana.fills({ [field]: '', [second]: 'cy@client.com' });
    expect(await ana.submits()).toEqual({ errors: { [second]: 'cy@client.com is here twice.' } });
    await ana.fills({ [field]: 'cy.ng@client.com, cy@home.net', [second]: '' });
    expect(await ana.submits()).toEqual({
      errors: { [field]: '"cy.ng@client.com, cy@home.net" is not an email address.' },
    });
    await ana.fills({ [field]: 'cy.ng@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to cy.ng@client.com and dora@client.com', { in: 'modal' });
    await ana.closes();
  });

  it('an address cannot be corrected once its signer has opened the request; another can', async () => {
    const { ana, box } = world();
    const card = await bounced('Meanwhile', ['xa@client.com', 'ya@client.com']);
    await ana.presses('Correct the address…', { on: card });
    await ana.sees('New address in place of ya@client.com', { in: 'modal' });
    await box.person('xa@client.com').views();
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), 'Meanwhile.pdf', 'Opened by xa@client.com');
    const first = 'New address in place of xa@client.com';
    await ana.fills({ [first]: 'other@client.com' });
    expect(await ana.submits()).toMatchObject({
      errors: { [first]: expect.stringContaining('Someone has since opened the request at this address') },
    });
    await ana.fills({ [first]: '', 'New address in place of ya@client.com': 'yan@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to xa@client.com and yan@client.com', { in: 'modal' });
    await ana.closes();
  });

  it('the whole form opens when the mail to a colleague did not arrive', async () => {
    const { ana, box } = world();
    await asksFor(world(), `${world().newFile('Picked.pdf').url} @bo`, { 'Send now, without fields': true });
    await ana.sees('Goes to', { in: 'modal' });
    await ana.submits();
    await ana.closes();
    await cardOnceSent(world(), 'Picked.pdf');
    await box.person('bo@acme.com').bounces();
    const card = await onlyCard(world(), 'Picked.pdf', 'did not arrive');
    await ana.presses('Correct the address…', { on: card });
    await ana.sees('The old request is cancelled when the new one has gone out.', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ 'Signers from your workspace': '@bo' });
    await ana.closes();
  });
});
