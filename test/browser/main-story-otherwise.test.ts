/** From `/sign` to the signed document on a phone, and with the keyboard alone. */
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import {
  composer,
  conversation,
  newFile,
  refreshesUntil,
  theCard,
  theForm,
  theResult,
  waitUntilSigned,
} from './acts.ts';
import { chooses, tabsTo, waitForFocus } from './keyboard.ts';
import { placesFieldsAndSends, signs, taps } from './main-acts.ts';
import { inBrowser } from './stage.ts';

inBrowser('the main story without a mouse', (stage) => {
  it('Ana sends and Bo signs on a phone', async () => {
    const { box } = stage().sandbox;
    const phone = { width: 390, height: 844 };
    const page = await stage().window('/slack/ana/contracts', phone);
    await composer(page).fill(`/sign ${newFile(box, 'Lease.pdf').url} bo@client.com`);
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    await expectNoFlaws(page);
    await theForm(page).getByRole('button', { name: 'Continue' }).tap();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    await expectNoFlaws(page);
    await theResult(page).getByRole('link', { name: 'Place the fields' }).tap();
    await placesFieldsAndSends(page, ['bo@client.com'], taps);
    await page.goto('/mail/bo@client.com');
    await expectNoFlaws(page);
    await signs(page, 'Lease', 'Bo Lee', taps);
    await waitUntilSigned(stage().sandbox.box, 'Lease');
    await page.goto('/slack/ana/app');
    const card = theCard(page, 'Lease.pdf');
    await refreshesUntil(card, /Completed .* 1 of 1 signed/);
    await expectNoFlaws(page);
  });

  it('Ana sends and Bo signs with the keyboard alone', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/contracts');
    const { keyboard } = page;
    await composer(page).waitFor();
    await tabsTo(page, /^Message #contracts/);
    await keyboard.type(`/sign ${newFile(box, 'Offer.pdf').url} bo@client.com`);
    await keyboard.press('Enter');
    await theForm(page).waitFor();
    await chooses(page, /^Continue$/);
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    await chooses(page, /^Place the fields$/);

    await page.getByRole('region', { name: /, page 1 of/ }).waitFor();
    await chooses(page, /^Signature$/);
    const field = page.getByRole('button', { name: 'Signature of bo@client.com, page 1' });
    await waitForFocus(page, /^Signature of bo@client\.com, page 1$/);
    const before = await field.boundingBox();
    await keyboard.press('ArrowUp');
    await expect.poll(async () => (await field.boundingBox())?.y).toBeLessThan(before?.y ?? 0);
    await chooses(page, /^Send…$/);
    await chooses(page, /^Send$/);
    await page.getByRole('heading', { name: 'Sent' }).waitFor();
    await chooses(page, /^Back to Slack$/);
    await theResult(page).waitFor();
    await keyboard.press('Escape');
    await theResult(page).waitFor({ state: 'detached' });

    await chooses(page, /^Mail$/);
    await page.getByRole('heading', { name: 'Mail' }).waitFor();
    await chooses(page, /^bo@client\.com/);
    await page.getByRole('link', { name: /Please sign.*asks you to sign Offer/ }).waitFor();
    await chooses(page, /Please sign.*asks you to sign Offer/);
    await chooses(page, /^Review and sign$/);
    await page.getByRole('region', { name: /, page 1 of/ }).waitFor();
    await tabsTo(page, /full name/);
    await keyboard.type('Bo Lee');
    await chooses(page, /^Sign$/);
    await page.getByRole('heading', { name: 'You have signed' }).waitFor();

    await waitUntilSigned(stage().sandbox.box, 'Offer');
    await chooses(page, /^Slack$/);
    await conversation(page, /^Sign/).waitFor();
    await chooses(page, /Sign\s*App/);
    const card = theCard(page, 'Offer.pdf');
    await card.waitFor();
    // The newest card is the last thing on the page.
    await tabsTo(page, /^More actions$/, 'Shift+Tab');
    await keyboard.press('Enter');
    const refresh = page.getByRole('menuitem', { name: 'Refresh' });
    const completed = card.getByText(/Completed .* 1 of 1 signed/);
    await refresh.or(completed).first().waitFor();
    // The card may have updated by itself; then it offers no Refresh.
    if (await refresh.isVisible()) {
      await tabsTo(page, /^Refresh$/, 'ArrowDown')
        .then(() => keyboard.press('Enter'))
        .catch(async (error: unknown) => {
          if (!(await completed.isVisible())) throw error;
        });
    }
    await completed.waitFor();
  });
});
