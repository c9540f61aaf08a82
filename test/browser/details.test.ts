/** Home and Details on the screen: from a request to its details and back, also on a phone. */
import { it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import { anaInBox, modal, newFile, sends, theResult } from './acts.ts';
import { inBrowser } from './stage.ts';

inBrowser('Details from Home', (stage) => {
  it.each([
    ['a wide window', { width: 1280, height: 800 }],
    ['a phone', { width: 390, height: 844 }],
  ])('Details open from Home, follow a cancellation, and close again, in %s', async (where, size) => {
    const { box } = stage().sandbox;
    const [waits, toPlace] = [`Order for ${where}.pdf`, `Lease for ${where}.pdf`];
    box.addSignRequest(anaInBox(box), {
      file: newFile(box, waits),
      to: ['kim@landlord.example'],
      name: waits,
    });
    const page = await stage().window('/slack/ana/contracts', size);
    await sends(page, '/sign list');
    const list = modal(page, 'My signature requests');
    await list.getByRole('button', { name: /^Waiting/ }).click();
    await list.getByText(waits).waitFor();
    await list.getByRole('button', { name: 'Close' }).last().click();
    await sends(page, `/sign ${newFile(box, toPlace).url} bo@client.com`);
    await modal(page, 'New signature request').getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    await theResult(page).getByRole('button', { name: 'Done' }).click();

    await page.goto('/slack/ana/app');
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('heading', { name: /^Needs you/ }).waitFor();
    await page.getByRole('link', { name: `Place the fields ${toPlace}` }).click();
    await page.getByRole('heading', { name: `Prepare ${toPlace}` }).waitFor();
    await page.goBack();

    const row = page.locator('[data-block=section]', { hasText: waits });
    await row.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Details' }).click();
    const details = modal(page, 'Signature request');
    await details.getByText('kim@landlord.example').first().waitFor();
    await expectNoFlaws(page);
    await details.getByRole('button', { name: 'Close' }).last().click();
    await details.waitFor({ state: 'detached' });

    await row.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Cancel request' }).click();
    await modal(page, 'Cancel this request?').getByRole('button', { name: 'Cancel request' }).click();
    await page.getByRole('button', { name: `Details ${waits}` }).click();
    await details
      .getByText(/Cancelled by you/)
      .first()
      .waitFor();
    await details.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('heading', { name: /^Ended this week/ }).waitFor();
    await details.waitFor({ state: 'detached' });
    await expectNoFlaws(page);
  });
});
