/** From `/sign` to the signed document on the screen, with the mouse. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import {
  composer,
  goesTo,
  goesToApp,
  refreshesUntil,
  theCard,
  theForm,
  theResult,
  waitUntilSigned,
} from './acts.ts';
import { clicks, type Press, placesFieldsAndSends, signs } from './main-acts.ts';
import { inBrowser } from './stage.ts';

inBrowser('the main story', (stage) => {
  it('from the command to the signed document with the mouse', async () => {
    const ana = await stage().window('/');
    await sendsByLink(ana, clicks);
    const card = theCard(ana, 'NDA Acme.pdf');
    for (const [address, name] of [
      ['bo@client.com', 'Bo Lee'],
      ['cy@acme.com', 'Cy Ng'],
    ] as const) {
      const signer = await stage().window('/mail');
      await signer.getByRole('link', { name: address }).click();
      await signs(signer, 'NDA Acme', name, clicks);
    }
    await waitUntilSigned(stage().sandbox.box, 'NDA Acme');
    await refreshesUntil(card, /Completed .* 2 of 2 signed/);
    await card.getByRole('link', { name: 'Open signed document' }).click();
    const signed = ana.getByRole('region', { name: /NDA Acme.*, page 1 of/ });
    await expect.poll(() => signed.textContent()).toMatch(/Bo Lee.*Cy Ng|Cy Ng.*Bo Lee/s);
    await expectNoFlaws(ana);
  });
});

/** Ana copies the document's link in Box, asks two people with `/sign`, places a field for each, and sends. */
async function sendsByLink(page: Page, press: Press): Promise<void> {
  await goesTo(page, 'Box');
  await press(page.getByRole('link', { name: 'Contracts' }));
  await press(page.getByRole('button', { name: 'Copy link of NDA Acme.pdf' }));
  await page.getByText('Copied.').waitFor();
  await expectNoFlaws(page);
  await goesTo(page, 'Slack');
  await press(composer(page));
  await page.keyboard.type('/si');
  await press(page.getByRole('option', { name: /\/sign/ }));
  await press(page.getByRole('button', { name: 'Send', exact: true }));

  const form = theForm(page);
  await press(form.getByRole('textbox', { name: 'Box link or file ID' }));
  await page.keyboard.press('Control+v');
  await press(form.getByRole('textbox', { name: /Other signers \(email\)/ }));
  await page.keyboard.type('bo@client.com');
  await press(form.getByRole('combobox', { name: /Signers from your workspace/ }));
  await press(page.getByRole('option', { name: /Cy Ng/ }));
  await expectNoFlaws(page);
  await press(form.getByRole('button', { name: 'Continue' }));
  await theResult(page).getByText('Nobody has been emailed yet').waitFor();
  await expectNoFlaws(page);
  await press(theResult(page).getByRole('link', { name: 'Place the fields' }));
  await placesFieldsAndSends(page, ['bo@client.com', 'cy@acme.com'], press);
  await press(page.getByRole('link', { name: 'Back to Slack' }));
  await press(theResult(page).getByRole('button', { name: 'Done' }));
  await goesToApp(page);
  const card = theCard(page, 'NDA Acme.pdf');
  await refreshesUntil(card, 'Nobody has opened it');
  await expectNoFlaws(page);
}
