/**
 * The pictures of README: the form, the result, the card at four stages, the list, App Home. Their dates and people are
 * fixed.
 */
import type { Locator, Page } from 'playwright-core';
import { it } from 'vitest';
import type { SandboxBox } from '../../sandbox/box/server.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { holdCalls } from '../stories/acts.ts';
import {
  anaInBox,
  documentOf,
  modal,
  newFile,
  refreshesUntil,
  sends,
  theCard,
  theForm,
  theResult,
  waitUntilSigned,
} from './acts.ts';
import { checkPicture } from './pictures.ts';
import { inBrowser, type Stage } from './stage.ts';

/** The time at which the pictures begin, in Berlin, where Ana is. */
const startsAt = new Date('2026-06-01T10:00:00+02:00');
const preparedAt = new Date('2026-06-02T09:10:00+02:00');
const firstSignedAt = new Date('2026-06-03T11:02:00+02:00');
const completedAt = new Date('2026-06-04T16:40:00+02:00');

inBrowser(
  'the pictures',
  (stage) => {
    it('the pictures of README show what the program shows', async () => {
      const { sandbox } = stage();
      const { box } = sandbox;
      await createEarlierRequests(stage());
      const page = await stage().window('/slack/ana/contracts');
      await page.getByRole('button', { name: 'Hide the guide' }).click();
      await sends(page, '/sign');
      const form = theForm(page);
      await form
        .getByRole('textbox', { name: 'Box link or file ID' })
        .fill(documentOf(box, 'NDA Acme.pdf').url);
      await form.getByRole('combobox', { name: /Signers from your workspace/ }).fill('Cy');
      await page.getByRole('option', { name: /Cy Ng/ }).click();
      await form.getByRole('textbox', { name: /Other signers \(email\)/ }).fill('bo@client.com');
      await form.getByRole('textbox', { name: /Message/ }).fill('As agreed on Monday. Thank you!');
      await form.getByRole('heading', { name: 'New signature request' }).click();
      await form.getByRole('textbox', { name: 'Box link or file ID' }).scrollIntoViewIfNeeded();
      await checkPicture(page, 'form', { shown: page.locator('body') });

      await form.getByRole('button', { name: 'Continue' }).click();
      const result = theResult(page);
      await result.getByText('Nobody has been emailed yet').waitFor();
      // The next poll would draw the card again, marked as edited.
      const polls = holdCalls(sandbox, /^\/2\.0\/sign_requests\/[^/]+$/);
      await checkPicture(page, 'result', { shown: result });
      const link = await result.getByRole('link', { name: 'Place the fields' }).getAttribute('href');
      await result.getByRole('button', { name: 'Done' }).click();

      await page.setViewportSize({ width: 1000, height: 800 });
      await page.goto('/slack/ana/app');
      const card = theCard(page, 'NDA Acme.pdf');
      await card.getByText('Not sent yet').waitFor();
      await checkCard(page, 'card-preparing', card);
      polls.release();

      const prepareUrl = new URL(link ?? '', 'http://page').searchParams.get('url') ?? '';
      await box.person('ana@acme.com').placesFieldsAndSends(prepareUrl);
      await refreshesUntil(card, 'Nobody has opened it');
      await checkCard(page, 'card-sent', card);

      await setClock(sandbox, firstSignedAt);
      // Cy looks first, because the clock has made a poll due, which may read between the two.
      await box.person('cy@acme.com').views();
      await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
      await actAsEarlierSigners(box);
      await refreshesUntil(card, '1 of 2 signed');
      await checkCard(page, 'card-one-of-two', card);

      await setClock(sandbox, completedAt);
      await box.person('cy@acme.com').signs(undefined, { typing: 'Cy Ng' });
      await waitUntilSigned(box, 'NDA Acme');
      await refreshesUntil(card, /Completed .* 2 of 2 signed/);
      await checkCard(page, 'card-completed', card);

      await page.setViewportSize({ width: 1280, height: 900 });
      await sends(page, '/sign list');
      const list = modal(page, 'My signature requests');
      await list.getByText(/^As of /).waitFor();
      await list.getByRole('button', { name: /^Waiting: 3 requests/ }).click();
      await list.getByText('Lease Berlin.pdf').waitFor();
      await checkPicture(page, 'list', { shown: list });
      await list.getByRole('button', { name: 'Close' }).last().click();

      await page.setViewportSize({ width: 1000, height: 880 });
      await page.goto('/slack/ana/app/home');
      await page.getByRole('heading', { name: 'Waiting for others (3)' }).waitFor();
      await page.getByRole('heading', { name: 'Ended this week (2)' }).waitFor();
      await checkPicture(page, 'home', { shown: page.getByRole('region', { name: 'Home of Sign' }) });
    });
  },
  { at: startsAt },
);

/** Checks the picture of a card, after removing the focus and hover styles that the last press has left on it. */
async function checkCard(page: Page, name: string, card: Locator): Promise<void> {
  await page.getByText('Sending messages to this app has been turned off.').click();
  await checkPicture(page, name, { shown: card });
}

/** Creates requests that Ana sent from Box earlier, an hour apart, so that their order is fixed. */
async function createEarlierRequests({ sandbox }: Stage): Promise<void> {
  const { box } = sandbox;
  const made = [
    { name: 'Price list.pdf', to: ['sam@partner.example'] },
    { name: 'Statement of work.pdf', to: ['pat@partner.example'] },
    { name: 'Offer letter Eve.pdf', to: ['eve@other.example'] },
    { name: 'Order 2231.pdf', to: ['lou@supplier.example', 'may@supplier.example'] },
    { name: 'Lease Berlin.pdf', to: ['kim@landlord.example'] },
  ];
  for (const [index, { name, to }] of made.entries()) {
    await setClock(sandbox, new Date(startsAt.getTime() + (index + 1) * 3_600_000));
    box.addSignRequest(anaInBox(box), { file: newFile(box, name), to, name });
  }
  await setClock(sandbox, preparedAt);
}

/** The signers of the earlier requests act: some sign, one declines, one only opens the document. */
async function actAsEarlierSigners(box: SandboxBox): Promise<void> {
  await box.person('sam@partner.example').signs(undefined, { typing: 'Sam Poe' });
  await box.person('pat@partner.example').declines(undefined, 'The dates do not fit');
  await box.person('lou@supplier.example').signs(undefined, { typing: 'Lou Fox' });
  await box.person('eve@other.example').views();
}

/** Moves the clock of Slack, Box and the app to this time. */
async function setClock({ pageUrl }: Sandbox, at: Date): Promise<void> {
  const ask = async (act: string, data: object): Promise<{ now: number }> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(data);
    const answer = await fetch(`${pageUrl}/control-servers/sandbox/${act}`, {
      method: 'POST',
      headers,
      body,
    });
    return (await answer.json()) as { now: number };
  };
  const { now } = await ask('clock', {});
  await ask('clock/forward', { ms: at.getTime() - now });
}
