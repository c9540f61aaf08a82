/** From `/sign` to the signed document on the screen: with the mouse, with the keyboard alone, and on a phone. */
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import {
  composer,
  conversation,
  goesTo,
  goesToApp,
  isSigned,
  modal,
  newFile,
  opensMail,
  refreshesUntil,
  theCard,
  theForm,
  theResult,
} from './acts.ts';
import { chooses, isAt, tabsTo } from './keyboard.ts';
import { inBrowser } from './stage.ts';

/** How a person activates an element: a click, a tap, or Enter. */
type Press = (what: Locator) => Promise<void>;
const clicks: Press = (what) => what.click();
const taps: Press = (what) => what.tap();

inBrowser('the main story', (stage) => {
  it('from the command to the signed document with the mouse', async () => {
    const ana = await stage().window('/');
    await asks(ana, clicks);
    const card = theCard(ana, 'NDA Acme.pdf');
    for (const [address, name] of [
      ['bo@client.com', 'Bo Lee'],
      ['cy@acme.com', 'Cy Ng'],
    ] as const) {
      const signer = await stage().window('/mail');
      await signer.getByRole('link', { name: address }).click();
      await signs(signer, 'NDA Acme', name, clicks);
    }
    await isSigned(stage().sandbox.box, 'NDA Acme');
    await refreshesUntil(card, /Completed .* 2 of 2 signed/);
    await card.getByRole('link', { name: 'Open signed document' }).click();
    const signed = ana.getByRole('region', { name: /NDA Acme.*, page 1 of/ });
    await expect.poll(() => signed.textContent()).toMatch(/Bo Lee.*Cy Ng|Cy Ng.*Bo Lee/s);
    await expectNoFlaws(ana);
  });

  it('from the command to the signed document on a phone', async () => {
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
    await placesFields(page, ['bo@client.com'], taps);
    await page.goto('/mail/bo@client.com');
    await expectNoFlaws(page);
    await signs(page, 'Lease', 'Bo Lee', taps);
    await isSigned(stage().sandbox.box, 'Lease');
    await page.goto('/slack/ana/app');
    const card = theCard(page, 'Lease.pdf');
    await refreshesUntil(card, /Completed .* 1 of 1 signed/);
    await expectNoFlaws(page);
  });

  it('from the command to the signed document with the keyboard alone', async () => {
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
    await isAt(page, /^Signature of bo@client\.com, page 1$/);
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
    await chooses(page, /Please sign.*asks you to sign Offer/);
    await chooses(page, /^Review and sign$/);
    await page.getByRole('region', { name: /, page 1 of/ }).waitFor();
    await tabsTo(page, /full name/);
    await keyboard.type('Bo Lee');
    await chooses(page, /^Sign$/);
    await page.getByRole('heading', { name: 'You have signed' }).waitFor();

    await isSigned(stage().sandbox.box, 'Offer');
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
    // The card may have updated by itself, and then offers no Refresh.
    if (!(await completed.isVisible())) {
      await tabsTo(page, /^Refresh$/, 'ArrowDown');
      await keyboard.press('Enter');
    }
    await completed.waitFor();
  });
});

/** Ana finds the document in Box, asks two people, places a field for each, and sends. */
async function asks(page: Page, press: Press): Promise<void> {
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
  await placesFields(page, ['bo@client.com', 'cy@acme.com'], press);
  await press(page.getByRole('link', { name: 'Back to Slack' }));
  await press(theResult(page).getByRole('button', { name: 'Done' }));
  await goesToApp(page);
  const card = theCard(page, 'NDA Acme.pdf');
  await refreshesUntil(card, 'Nobody has opened it');
  await expectNoFlaws(page);
}

/** Places a signature field for each signer, each lower on the page than the previous one. */
async function placesFields(page: Page, signers: readonly string[], press: Press): Promise<void> {
  const first = page.getByRole('region', { name: /, page 1 of/ });
  for (const [index, signer] of signers.entries()) {
    await press(page.getByRole('radio', { name: signer }));
    await press(page.getByRole('button', { name: 'Signature', exact: true }));
    const canvas = first.locator('canvas');
    const size = await canvas.boundingBox();
    const position = { x: (size?.width ?? 0) / 3, y: (size?.height ?? 0) * (0.3 + index / 5) };
    await (press === taps ? canvas.tap({ position }) : canvas.click({ position }));
    await page.getByRole('button', { name: `Signature of ${signer}, page 1` }).waitFor();
  }
  await expectNoFlaws(page);
  await press(page.getByRole('button', { name: 'Send…' }));
  await press(modal(page, /^Send to /).getByRole('button', { name: 'Send', exact: true }));
  await page.getByRole('heading', { name: 'Sent' }).waitFor();
}

/** Opens the mail about this document in a mailbox, and signs. */
async function signs(page: Page, name: string, typed: string, press: Press): Promise<void> {
  await opensMail(page, name);
  await page.getByRole('textbox', { name: /full name/ }).fill(typed);
  await expectNoFlaws(page);
  await press(page.getByRole('button', { name: 'Sign', exact: true }));
  await page.getByRole('heading', { name: 'You have signed' }).waitFor();
}
