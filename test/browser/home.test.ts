/** The app's Home tab on the screen: what waits, the next step of each request, and a press that shows its effect. */
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import { anaInBox, conversation, documentOf, modal, newFile, sends, theForm, theResult } from './acts.ts';
import { inBrowser } from './stage.ts';

inBrowser('App Home', (stage) => {
  it('on Home, Ana starts a request, sees what needs her and what waits for others, and cancels one', async () => {
    const { box } = stage().sandbox;
    for (const name of ['Lease Berlin.pdf', 'Order 2231.pdf'])
      box.addSignRequest(anaInBox(box), { file: newFile(box, name), to: ['kim@landlord.example'], name });
    const page = await stage().window('/slack/ana/contracts');
    await sends(page, '/sign list');
    await modal(page, 'My signature requests').getByText('Lease Berlin.pdf').waitFor();
    await modal(page, 'My signature requests').getByRole('button', { name: 'Close' }).last().click();
    await conversation(page, /^Sign/).click();
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('heading', { name: 'Waiting for others (2)' }).waitFor();
    await expectNoFlaws(page);

    await page.getByRole('button', { name: 'New signature request' }).click();
    const form = theForm(page);
    await form
      .getByRole('textbox', { name: 'Box link or file ID' })
      .fill(documentOf(box, 'NDA Acme.pdf').url);
    await form.getByRole('textbox', { name: /Other signers \(email\)/ }).fill('bo@client.com');
    await form.getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    await theResult(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Needs you (1)' }).waitFor();
    const place = page.getByRole('link', { name: 'Place the fields NDA Acme.pdf' });
    expect(await place.getAttribute('href')).toContain('url=');

    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Cancel request' }).click();
    await modal(page, 'Cancel this request?').getByRole('button', { name: 'Cancel request' }).click();
    await page.getByRole('heading', { name: 'Ended this week (1)' }).waitFor();
    await page.getByRole('heading', { name: 'Waiting for others (1)' }).waitFor();
    await expectNoFlaws(page);
  });
});
