/** Failures of Box and the app, as people see them: nothing is sent twice, and people are told. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { holdCalls } from '../stories/acts.ts';
import { expectNoFlaws } from './accessible.ts';
import {
  goesTo,
  goesToApp,
  message,
  modal,
  newFile,
  requestsSignatures,
  sends,
  theForm,
  theResult,
} from './acts.ts';
import { inBrowser, type Stage } from './stage.ts';

const longTimeout = { timeout: 30_000 };

/** Ana submits the form for a new file with this name. */
async function submitsForm(page: Page, { sandbox: { box } }: Stage, name: string): Promise<void> {
  await goesTo(page, 'Slack');
  await sends(page, `/sign ${newFile(box, name).url} bo@client.com`);
  await theForm(page).getByRole('button', { name: 'Continue' }).click();
}

/** Waits until the fields of the request can be placed, and checks that it has exactly one card. */
async function expectOneCard(page: Page, name: string): Promise<void> {
  await theResult(page).getByText('Nobody has been emailed yet').waitFor(longTimeout);
  await theResult(page).getByRole('button', { name: 'Done' }).click();
  await goesToApp(page);
  await message(page, name).getByText('Not sent yet').waitFor();
  expect(await message(page, name).count()).toBe(1);
}

inBrowser('failures', (stage) => {
  it('while Box is slow, the app says so; the card comes in the end', async () => {
    const page = await stage().window('/slack/ana/contracts');
    await goesTo(page, 'Misbehave');
    const pace = page.getByRole('group', { name: 'Box answers' });
    // The radio button is clicked and not `check`ed: the page shows the old state until Box has the new one.
    await pace.getByRole('radio', { name: '10 s late' }).click();
    const well = page.getByRole('button', { name: 'Stop all failures' });
    await expect.poll(() => well.isEnabled()).toBe(true);
    await submitsForm(page, stage(), 'Slow.pdf');
    await theResult(page).getByText('Asking Box…').waitFor();
    await theResult(page).getByText('Box is slow or busy.').waitFor(longTimeout);
    await goesTo(page, 'Misbehave');
    await well.click();
    await expect.poll(() => pace.getByRole('radio', { name: 'at once' }).isChecked()).toBe(true);
    await goesTo(page, 'Slack');
    await expectOneCard(page, 'Slow.pdf');
  });

  it('one request is created, although Box’s answer to the create call is lost', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/contracts');
    await goesTo(page, 'Misbehave');
    await page
      .getByRole('button', { name: 'A new signature request: Box makes it, the answer is lost' })
      .click();
    await page.getByText('waiting for a call').waitFor();
    await expectNoFlaws(page);
    await submitsForm(page, stage(), 'Lost answer.pdf');
    await expectOneCard(page, 'Lost answer.pdf');
    expect(box.signRequests().filter(({ name }) => name === 'Lost answer.pdf')).toHaveLength(1);
    await goesTo(page, 'Misbehave');
    await page.getByText('happened', { exact: true }).first().waitFor();
  });

  it('a request is created after Box limited the rate of calls, and is still there after a crash', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/contracts');
    const path = /sign_requests$/;
    box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 1, method: 'POST', path });
    await submitsForm(page, stage(), 'Busy.pdf');
    await expectOneCard(page, 'Busy.pdf');
    await goesTo(page, 'Misbehave');
    await page.getByRole('button', { name: 'Crash it' }).click();
    await page.getByText('The app has stopped.').first().waitFor();
    await page.getByRole('button', { name: 'Start it' }).click();
    await page.getByText('The app is running.').waitFor(longTimeout);
    await goesTo(page, 'Slack');
    await sends(page, '/sign list');
    await modal(page, 'My signature requests').getByText('Busy.pdf').waitFor();
  });

  it('an expired token is refreshed unnoticed; a person whose tokens Box revoked is told what to do', async () => {
    const { box } = stage().sandbox;
    const panel = await stage().window('/faults');
    const card = panel.getByRole('region', { name: 'Box accounts' });
    await card.getByText('Ana Ruiz is connected.', { exact: true }).waitFor();
    // Until the panel has been read, the app's polls must not renew the token.
    const held = holdCalls({ box }, /./);
    try {
      await card.getByRole('button', { name: 'The access token expires now' }).click();
      await card.getByText('the app renews it at its next call').waitFor();
    } finally {
      held.release();
    }
    await panel.getByText('The access token of Ana Ruiz expires').waitFor();
    const page = await stage().window('/slack/ana/app');
    await requestsSignatures(page, newFile(box, 'Renewed.pdf').url, 'bo@client.com');
    await theResult(page).getByRole('button', { name: 'Done' }).click();
    await card.getByText('Ana Ruiz is connected.', { exact: true }).waitFor();

    await card.getByRole('button', { name: 'Box revokes all tokens' }).click();
    await card.getByText('is no longer connected').waitFor();
    await sends(page, `/sign ${newFile(box, 'Ended.pdf').url} bo@client.com`);
    await theForm(page).getByRole('button', { name: 'Continue' }).click();
    // The form comes back with a link to connect, or already had one if the app noticed before.
    await page.getByRole('dialog').getByText('Connect Box').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await goesToApp(page);
    await message(page, 'Box has ended your connection').waitFor();
  });
});
