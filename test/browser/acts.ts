/** What people often do on the page. Elements are found as people find them: by text and role. */
import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { SandboxBox } from '../../sandbox/box/server.ts';

/** The field of Slack's client in which messages are typed. */
export function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Message / });
}

/** A conversation in the sidebar, by its name. */
export function conversation(page: Page, name: string | RegExp): Locator {
  return page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name });
}

/** Opens the messages of the app, where its cards are. */
export async function goesToApp(page: Page): Promise<void> {
  await conversation(page, /^Sign/).click();
  await page.getByText('Sending messages to this app has been turned off.').waitFor();
}

/** Types a text into the composer and sends it; in #contracts, if the open conversation has no composer. */
export async function sends(page: Page, text: string): Promise<void> {
  const none = page.getByText('Sending messages to this app has been turned off.');
  await composer(page).or(none).waitFor();
  if (await none.isVisible()) await conversation(page, 'contracts').click();
  // Clicks the composer first: while a closing modal still covers it, nothing can be typed.
  await composer(page).click();
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Follows the link to one of the page's sections. */
export async function goesTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click();
}

/** A modal of the app, by its title. */
export function modal(page: Page, title: string | RegExp): Locator {
  return page.getByRole('dialog', { name: title });
}

export const theForm = (page: Page): Locator => modal(page, 'New signature request');
export const theResult = (page: Page): Locator => modal(page, 'Signature request');

/** The messages of the open conversation that contain these words. */
export function message(page: Page, words: string | RegExp): Locator {
  return page.getByRole('article').filter({ hasText: words });
}

/** The card of a document. Replies in its thread name the document too, and come after it. */
export function theCard(page: Page, document: string): Locator {
  return message(page, document).first();
}

/** The first file in Box with this name, in any account. */
export function documentOf(box: SandboxBox, name: string): { readonly id: string; readonly url: string } {
  const file = Object.values(box.state.files).find((one) => one.name === name);
  if (!file) throw new Error(`no file in Box is called ${name}`);
  return { id: file.id, url: `https://app.box.com/file/${file.id}` };
}

/** Ana's user in Box. */
export function anaInBox(box: SandboxBox) {
  const user = Object.values(box.state.users).find(({ login }) => login === 'ana@acme.com');
  if (!user) throw new Error('Ana has no account at Box');
  return user;
}

/** Puts a new file of Ana's into Box, so that no request is the same as one before. */
export function newFile(box: SandboxBox, name: string): { readonly id: string; readonly url: string } {
  return box.addFile(anaInBox(box), { name });
}

/**
 * Types `/sign` with a file's link and signers, which fills in the form, and presses Continue. Resolves when Box has
 * created the request.
 */
export async function requestsSignatures(page: Page, url: string, signers: string): Promise<void> {
  await sends(page, `/sign ${url} ${signers}`);
  await theForm(page).getByRole('button', { name: 'Continue' }).click();
  await theResult(page).getByText('Nobody has been emailed yet').waitFor();
}

/** The error shown at a text field. */
export async function errorAt(field: Locator): Promise<string> {
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  const ids = (await field.getAttribute('aria-describedby')) ?? '';
  const texts = ids.split(' ').map((id) => field.page().locator(`[id="${id}"]`).textContent());
  return (await Promise.all(texts)).join(' ');
}

/** Presses Refresh in the card's menu until the card shows this and has its buttons again. */
export async function refreshesUntil(card: Locator, shown: string | RegExp): Promise<void> {
  const soon = { timeout: 3_000 };
  const page = card.page();
  const refresh = page.getByRole('menuitem', { name: 'Refresh' });
  await vi.waitFor(
    async () => {
      if (await card.getByText(shown).isVisible()) return;
      if (!(await refresh.isVisible())) await card.getByRole('button', { name: 'More actions' }).click(soon);
      await refresh.click(soon);
      await card.getByText(shown).waitFor(soon);
    },
    { timeout: 30_000, interval: 100 },
  );
  // The card may have followed by itself while its menu was open.
  if (await page.getByRole('menu').isVisible()) await page.keyboard.press('Escape');
  // A press removes the card's buttons; they return with the answer.
  await card.getByRole('button', { name: 'More actions' }).waitFor();
}

/** Opens, in a mailbox, the mail that asks to sign this document, and from the mail the document. */
export async function opensMail(page: Page, name: string): Promise<void> {
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click();
  await page.getByRole('link', { name: /review and sign/i }).click();
}

/** Waits until everyone has signed this document in Box. */
export async function waitUntilSigned(box: SandboxBox, name: string): Promise<void> {
  const status = () => box.signRequests().find((request) => request.name.startsWith(name))?.status;
  await expect.poll(status).toBe('signed');
}
