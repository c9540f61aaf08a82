/** Ana sees a preview of a card, shares it in a private channel, to which the app is invited, and withdraws it. */
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import {
  conversation,
  message,
  modal,
  newFile,
  requestsSignatures,
  sends,
  theCard,
  theResult,
} from './acts.ts';
import { inBrowser } from './stage.ts';

const longTimeout = { timeout: 45_000 };

inBrowser('a card in a channel', (stage) => {
  it('the card is previewed, posted, updated, answers a colleague, and is withdrawn', async () => {
    const { box } = stage().sandbox;
    const ana = await stage().window('/slack/ana/contracts');
    await requestsSignatures(ana, newFile(box, 'Shared.pdf').url, 'bo@client.com');
    const link = await theResult(ana).getByRole('link', { name: 'Place the fields' }).getAttribute('href');
    const prepareUrl = new URL(link ?? '', 'http://page').searchParams.get('url') ?? '';
    await theResult(ana).getByRole('button', { name: 'Done' }).click();
    await ana.goto('/slack/ana/app');
    const card = theCard(ana, 'Shared.pdf');
    await card.getByRole('button', { name: 'More actions' }).click();
    await ana.getByRole('menuitem', { name: 'Share…' }).click();
    const sharing = modal(ana, 'Share card');
    await sharing.getByRole('combobox', { name: 'Channel' }).fill('p');
    const offered = ana.getByRole('option');
    await offered.getByText('#private').click();
    await sharing.getByText('Show who has to sign').click();
    await sharing.getByText('1 signer').waitFor();
    await expectNoFlaws(ana);
    await sharing.getByRole('button', { name: 'Share' }).click();
    await sharing.getByText('Type /invite @Sign in the channel').waitFor();
    await expect.poll(() => sharing.getByRole('combobox', { name: 'Channel' }).inputValue()).toBe('#private');
    // Bo invites the app: in Ana's window the modal would close.
    const bo = await stage().window('/slack/bo/private');
    await sends(bo, '/invite @Sign');
    await message(bo, 'added').waitFor();
    await sharing.getByRole('button', { name: 'Share' }).click();
    await sharing.getByText('✅ Shared.').waitFor();
    await expectNoFlaws(ana);
    await sharing.getByRole('button', { name: 'Close' }).last().click();
    await conversation(ana, 'private').click();
    const shared = message(ana, 'Shared.pdf');
    await shared.getByText('Not sent yet.').waitFor();
    await expectNoFlaws(ana);
    await message(bo, 'Shared.pdf').getByRole('button', { name: 'Details' }).click();
    await modal(bo, 'Signature request').getByText('connect your Box account').waitFor();
    await box.person('ana@acme.com').placesFieldsAndSends(prepareUrl);
    await shared.getByText(/Sent .*0 of 1 signed/).waitFor(longTimeout);
    await ana.goto('/slack/ana/app');
    await card.getByRole('button', { name: 'More actions' }).click();
    await ana.getByRole('menuitem', { name: 'Share…' }).click();
    await sharing.getByRole('button', { name: 'Withdraw' }).click();
    await sharing.getByText('✅ Withdrawn.').waitFor();
    await expect.poll(() => message(bo, 'Shared.pdf').count()).toBe(0);
  });
});
