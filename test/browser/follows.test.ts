/** The card updates by itself through polls, without Refresh, and each outcome marks the conversation as unread. */
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { conversation, goesToApp, newFile, requestsSignatures, theCard, theResult } from './acts.ts';
import { inBrowser, type Stage } from './stage.ts';

/**
 * Options for waiting longer than the time between two polls of a request that somebody is waiting for, even on a busy
 * machine.
 */
const longTimeout = { timeout: 45_000 };

const delays: string[] = [];

/** Waits until the window shows this, and records how long that took. */
async function recordsDelay(what: string, shown: Promise<unknown>): Promise<void> {
  const from = performance.now();
  await shown;
  delays.push(`${what} ${((performance.now() - from) / 1000).toFixed(1)} s`);
}

/** Ana places the fields and sends. Her card says so, and her window then shows another conversation. */
async function sendsRequest(
  stage: Stage,
  name: string,
  signers: string,
): Promise<{ page: Page; card: Locator }> {
  const { box } = stage.sandbox;
  const page = await stage.window('/slack/ana/contracts');
  await requestsSignatures(page, newFile(box, name).url, signers);
  const link = theResult(page).getByRole('link', { name: 'Place the fields' });
  const url = new URL((await link.getAttribute('href')) ?? '', 'http://page').searchParams.get('url') ?? '';
  await link.click();
  await box.person('ana@acme.com').placesFieldsAndSends(url);
  await page.goto('/slack/ana/app');
  const card = theCard(page, name);
  await recordsDelay('sent', card.getByText('Nobody has opened it').waitFor(longTimeout));
  await conversation(page, 'contracts').click();
  return { page, card };
}

inBrowser('following a request to its last signature', (stage) => {
  it('the card shows each signature and the end, and each marks the conversation as unread', async () => {
    const { box } = stage().sandbox;
    const { page, card } = await sendsRequest(stage(), 'Followed.pdf', 'bo@client.com, dee@client.com');
    await box.person('bo@client.com').signs();
    const unread = conversation(page, /^Sign.*\d unread/);
    await recordsDelay('first signature', unread.waitFor(longTimeout));
    await goesToApp(page);
    await card.getByText('1 of 2 signed').waitFor(longTimeout);
    await conversation(page, 'contracts').click();
    await box.person('dee@client.com').signs();
    await recordsDelay('completed', unread.waitFor(longTimeout));
    await goesToApp(page);
    await card.getByText(/Completed .* 2 of 2 signed/).waitFor(longTimeout);
    await page.getByText('Followed.pdf is complete').first().waitFor(longTimeout);
  });
});

// This group has its own sandbox: more than two notices within a minute would be merged and come later.
inBrowser('following a request that is declined', (stage) => {
  it('the card shows that a signer declined, with an unread mark', async () => {
    const { box } = stage().sandbox;
    const { page, card } = await sendsRequest(stage(), 'Refused.pdf', 'bo@client.com');
    await box.person('bo@client.com').declines(undefined, 'Clause 4');
    await recordsDelay('declined', conversation(page, /^Sign.*\d unread/).waitFor(longTimeout));
    await goesToApp(page);
    await card.getByText(/Declined by bo@client\.com.*"Clause 4"/).waitFor(longTimeout);
    process.stdout.write(`after Place the fields, by polls alone: ${delays.join(', ')}\n`);
    expect(box.traffic.some(({ path }) => path.includes('webhooks'))).toBe(false);
  });
});
