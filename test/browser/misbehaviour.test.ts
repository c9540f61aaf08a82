/** Bad days, brought about on the page and seen on the page: nothing is sent twice, and people are told. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { message, modal, newFile, sends, theForm, theResult } from './acts.ts';
import { inBrowser } from './stage.ts';

async function stateOfApp(page: Page): Promise<string> {
  const answer = await page.request.post('/doors/sandbox/app', { data: {} });
  const { phase, starts } = (await answer.json()) as { phase: string; starts: number };
  return `${phase} ${starts}`;
}

inBrowser('a bad day', (stage) => {
  it('says that Box is slow while it is, and has the card in the end', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/app');
    box.latencyMs = 9_500;
    await sends(page, `/sign ${newFile(box, 'Slow.pdf').url} bo@client.com`);
    await theForm(page).getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Asking Box…').waitFor();
    await theResult(page).getByText('Box is slow.').waitFor();
    box.latencyMs = 0;
    await theResult(page).getByText('Nobody has been mailed yet').waitFor({ timeout: 25_000 });
    await theResult(page).getByRole('button', { name: 'Done' }).click();
    await message(page, 'Slow.pdf').getByText('Not sent yet').waitFor();
  });

  it('makes one request where the answer to making it was lost', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/app');
    box.faults.next({ kind: 'drop-after', method: 'POST', path: /^\/2\.0\/sign_requests$/ });
    await sends(page, `/sign ${newFile(box, 'Lost answer.pdf').url} bo@client.com`);
    await theForm(page).getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been mailed yet').waitFor({ timeout: 20_000 });
    await theResult(page).getByRole('button', { name: 'Done' }).click();
    expect(await message(page, 'Lost answer.pdf').count()).toBe(1);
    expect(box.signRequests().filter(({ name }) => name === 'Lost answer.pdf')).toHaveLength(1);
  });

  it('waits as Box asks where it has had too many calls, and when the app starts again goes on', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/app');
    box.faults.next({
      kind: 'status',
      status: 429,
      retryAfterSeconds: 1,
      method: 'POST',
      path: /sign_requests$/,
    });
    await sends(page, `/sign ${newFile(box, 'Busy.pdf').url} bo@client.com`);
    await theForm(page).getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been mailed yet').waitFor({ timeout: 20_000 });
    await theResult(page).getByRole('button', { name: 'Done' }).click();
    await page.request.post('/doors/sandbox/app/restart', { data: {} });
    await expect.poll(() => stateOfApp(page)).toBe('ready 2');
    await sends(page, '/sign list');
    await modal(page, 'My sign requests').getByText('Busy.pdf').waitFor();
  });
});
