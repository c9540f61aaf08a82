/** How requests end when nobody signs: a signer declines, the requester cancels. */
import { it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import {
  goesToApp,
  modal,
  newFile,
  opensMail,
  refreshesUntil,
  requestsSignatures,
  theCard,
  theResult,
} from './acts.ts';
import { inBrowser, type Stage } from './stage.ts';

/** Ana sends a file with this name to bo@client.com; her card shows that nobody has opened it. */
async function sendsRequest(stage: Stage, name: string) {
  const { box } = stage.sandbox;
  const page = await stage.window('/slack/ana/contracts');
  await requestsSignatures(page, newFile(box, name).url, 'bo@client.com');
  const url = await theResult(page).getByRole('link', { name: 'Place the fields' }).getAttribute('href');
  const prepareUrl = new URL(url ?? '', 'http://page').searchParams.get('url') ?? '';
  await box.person('ana@acme.com').placesFieldsAndSends(prepareUrl);
  await theResult(page).getByRole('button', { name: 'Done' }).click();
  await goesToApp(page);
  const card = theCard(page, name);
  await refreshesUntil(card, 'Nobody has opened it');
  return { page, card };
}

inBrowser('requests that end without a signature', (stage) => {
  it('the requester reads who declined and why', async () => {
    const { card } = await sendsRequest(stage(), 'Harsh terms.pdf');
    const bo = await stage().window('/mail/bo@client.com');
    await opensMail(bo, 'Harsh terms');
    await bo.getByRole('button', { name: 'Decline' }).click();
    const asked = bo.getByRole('dialog');
    await asked.getByRole('textbox', { name: /Reason/ }).fill('Clause 4 is not acceptable');
    await expectNoFlaws(bo);
    await asked.getByRole('button', { name: 'Decline' }).click();
    await bo
      .getByText(/declined/i)
      .first()
      .waitFor();
    await refreshesUntil(card, /Declined by bo@client\.com.*"Clause 4 is not acceptable"/);
  });

  it('Cancel asks for confirmation, and stops the request with a reason', async () => {
    const { page, card } = await sendsRequest(stage(), 'Wrong file.pdf');
    await card.getByRole('button', { name: 'Cancel request' }).click();
    const asked = modal(page, 'Cancel this request?');
    await asked.getByText('will no longer be able to sign').waitFor();
    await expectNoFlaws(page);
    await asked.getByRole('textbox', { name: /Reason/ }).fill('Wrong file');
    await asked.getByRole('button', { name: 'Cancel request' }).click();
    await card.getByText(/Cancelled by you.*"Wrong file"/).waitFor();
    const bo = await stage().window('/mail/bo@client.com');
    await bo
      .getByText(/Wrong file\.pdf/)
      .first()
      .waitFor();
    await bo
      .getByText(/cancelled/i)
      .first()
      .waitFor();
  });
});
