/** Answers that come late: what a person did meanwhile stays as it is. */
import type { Page, Request } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  composer,
  conversation,
  goesTo,
  message,
  newFile,
  requestsSignatures,
  sends,
  theCard,
  theResult,
} from './acts.ts';
import { inBrowser } from './stage.ts';

/**
 * Holds the page's calls to this control server whose body contains these words. Returns the function that releases
 * them; it resolves when the page has dealt with the answer.
 */
async function holds(page: Page, path: string, words: string): Promise<() => Promise<void>> {
  const url = `**/control-servers/${path}`;
  const isHeld = (request: Request): boolean => request.postData()?.includes(words) ?? false;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route(url, async (route) => {
    if (isHeld(route.request())) await opened;
    await route.continue();
  });
  return async () => {
    const answered = page.waitForResponse((response) => isHeld(response.request()));
    open();
    await (await answered).finished();
    // What the page asks after that answer is answered after it.
    await page.evaluate(async () => (await fetch('/')).text());
  };
}

inBrowser('late answers', (stage) => {
  it('what is typed while a message is under way stays in the composer', async () => {
    const ana = await stage().window('/slack/ana/contracts');
    const release = await holds(ana, 'slack/person', 'The first one');
    await sends(ana, 'The first one');
    await conversation(ana, 'Bo Lee').click();
    await expect.poll(() => ana.url()).toMatch(/dm-bo$/);
    await conversation(ana, 'contracts').click();
    await expect.poll(() => composer(ana).inputValue()).toBe('The first one');
    await composer(ana).fill('The second one');
    await release();
    await message(ana, 'The first one').waitFor();
    expect(await composer(ana).inputValue()).toBe('The second one');
  });

  it('who has gone elsewhere stays there when the page of a link in Box is found', async () => {
    const ana = await stage().window('/slack/ana/contracts');
    const { url } = newFile(stage().sandbox.box, 'Late.pdf');
    const release = await holds(ana, 'box/page-of', url);
    await ana.goto(`/open?url=${encodeURIComponent(url)}`);
    await ana.getByText('Opening…').waitFor();
    await goesTo(ana, 'Mail');
    await ana.getByRole('heading', { name: 'Mail' }).waitFor();
    await release();
    expect(new URL(ana.url()).pathname).toBe('/mail');
  });

  it('a warning does not outlast the button that it is about', async () => {
    const { box } = stage().sandbox;
    const ana = await stage().window('/slack/ana/contracts');
    await requestsSignatures(ana, newFile(box, 'Overtaken.pdf').url, 'bo@client.com');
    const link = await theResult(ana).getByRole('link', { name: 'Place the fields' }).getAttribute('href');
    await ana.goto('/slack/ana/app');
    const card = theCard(ana, 'Overtaken.pdf');
    const release = await holds(ana, 'slack/person', 'pressOn');
    await card.getByRole('button', { name: 'More actions' }).click();
    await ana.getByRole('menuitem', { name: 'Refresh' }).click();
    const url = new URL(link ?? '', 'http://page').searchParams.get('url') ?? '';
    await box.person('ana@acme.com').placesFieldsAndSends(url);
    await box.person('bo@client.com').signs();
    await card.getByText(/Completed .* 1 of 1 signed/).waitFor({ timeout: 60_000 });
    await release();
    await card.getByRole('button', { name: 'More actions' }).waitFor();
    expect(await card.getByRole('alert').count()).toBe(0);
  });
});
