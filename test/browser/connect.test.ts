/** Bo connects his Box account from the form, in a window of the app and of Box, and sends. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import { documentOf, goesToApp, message, modal, sends, theForm, theResult } from './acts.ts';
import { inBrowser } from './stage.ts';

/** Follows the link in the modal to Box's consent page, in a new window. */
async function goesToBox(page: Page): Promise<Page> {
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    modal(page, 'Connect Box').getByRole('link', { name: 'Connect Box' }).click(),
  ]);
  await opened.getByText('This connects Box for Bo Lee in the Slack workspace Acme.').waitFor();
  await expectNoFlaws(opened);
  await opened.getByRole('button', { name: 'Continue to Box' }).click();
  await opened.getByRole('heading', { name: 'Grant access to Box' }).waitFor();
  await expectNoFlaws(opened);
  return opened;
}

inBrowser('connecting a Box account', (stage) => {
  it('access is denied, then granted; the form comes back as it was and sends as that person', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/bo/contracts');
    await sends(page, `/sign ${documentOf(box, 'Purchase order.pdf').url} dee@client.com`);
    await theForm(page).getByText('Not connected to Box.').waitFor();
    await theForm(page).getByRole('button', { name: 'Connect Box' }).click();

    const denied = await goesToBox(page);
    await denied.getByRole('button', { name: 'Deny' }).click();
    await denied.getByRole('heading', { name: 'Not connected' }).waitFor();
    await expectNoFlaws(denied);
    await denied.close();

    await modal(page, 'Connect Box').getByText('Here is a new link.').waitFor();
    const granted = await goesToBox(page);
    await granted.getByRole('button', { name: 'Grant access to Box' }).click();
    // The browser requires that an account is chosen, and submits nothing without one.
    expect(await granted.locator('input:focus').getAttribute('name')).toBe('login');
    expect(await granted.getByRole('radio', { checked: true }).count()).toBe(0);
    await granted.getByRole('radio', { name: /bo@acme\.com/ }).check();
    await granted.getByRole('button', { name: 'Grant access to Box' }).click();
    await granted.getByText('Bo Lee in Acme is now connected to the Box account bo@acme.com.').waitFor();
    await expectNoFlaws(granted);
    await granted.close();

    await theForm(page).getByText('Sending as bo@acme.com').waitFor();
    await theForm(page).getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    await theResult(page).getByRole('button', { name: 'Done' }).click();
    await goesToApp(page);
    await message(page, 'Purchase order.pdf').getByText('Not sent yet').waitFor();
    const sender = box.signRequests().find(({ name }) => name === 'Purchase order.pdf')?.senderId ?? '';
    expect(box.state.users[sender]?.login).toBe('bo@acme.com');
  });

  it('another person’s account is connected only after the code is typed in Slack', async () => {
    const page = await stage().window('/slack/bo/contracts');
    await sends(page, '/sign connect');
    const opened = await goesToBox(page);
    await opened.getByRole('radio', { name: /cy@acme\.com/ }).check();
    await opened.getByRole('button', { name: 'Grant access to Box' }).click();
    await opened.getByRole('heading', { name: 'Enter this code in Slack' }).waitFor();
    await expectNoFlaws(opened);
    const code = (await opened.getByText(/^\d{6}$/).textContent()) ?? '';
    await opened.close();
    const asked = modal(page, 'Connect Box');
    await asked.getByRole('textbox', { name: 'Code' }).fill(code);
    await asked.getByRole('button', { name: 'Connect', exact: true }).click();
    await modal(page, 'Box account').getByText('Connected to Box as cy@acme.com.').waitFor();
  });
});
