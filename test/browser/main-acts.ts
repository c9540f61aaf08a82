/** What a requester and a signer do on the way from a form to a signed document, with the mouse or with a finger. */
import type { Locator, Page } from 'playwright-core';
import { expectNoFlaws } from './accessible.ts';
import { modal, opensMail } from './acts.ts';

/** Presses an element, with the mouse or with a finger. */
export type Press = (what: Locator) => Promise<void>;
export const clicks: Press = (what) => what.click();
export const taps: Press = (what) => what.tap();

/** Places a signature for each signer, each lower on the page than the one before, and sends the request. */
export async function placesFieldsAndSends(
  page: Page,
  signers: readonly string[],
  press: Press,
): Promise<void> {
  const first = page.getByRole('region', { name: /, page 1 of/ });
  for (const [index, signer] of signers.entries()) {
    await press(page.getByRole('radio', { name: signer }));
    await press(page.getByRole('button', { name: 'Signature', exact: true }));
    // The page takes a point only once it has been drawn again after the choice.
    const canvas = first.locator('canvas.takes-points');
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

/** Opens, in a mailbox, the mail about this document, types this name, and signs. */
export async function signs(page: Page, name: string, typed: string, press: Press): Promise<void> {
  await opensMail(page, name);
  await page.getByRole('textbox', { name: /full name/ }).fill(typed);
  await expectNoFlaws(page);
  await press(page.getByRole('button', { name: 'Sign', exact: true }));
  await page.getByRole('heading', { name: 'You have signed' }).waitFor();
}
