/** What people and Box do to requests, mail, webhooks and messages besides signing, on the pages where they do it. */
import { expect, it } from 'vitest';
import type { SandboxBox } from '../../sandbox/box/server.ts';
import { expectNoFlaws } from './accessible.ts';
import { anaInBox, goesTo } from './acts.ts';
import { inBrowser } from './stage.ts';

/** Ana sends a request. Returns its id, a function for its status, and the page of the file that is signed. */
async function sendsRequest(box: SandboxBox, name: string, to: string) {
  const ana = anaInBox(box);
  const { id } = box.addSignRequest(ana, { file: box.addFile(ana, { name }), to: [to] });
  const status = () => box.signRequests().find((one) => one.id === id)?.status;
  await expect.poll(status).toBe('sent');
  const [fileId = ''] = box.state.signRequests[id]?.signFileIds ?? [];
  return { id, status, filePath: `/box/ana@acme.com/file/${fileId}` };
}

const openPath = (url: string): string => `/open?url=${encodeURIComponent(url)}`;

inBrowser('what happens besides signing', (stage) => {
  it('a signer forwards the request on the signing page', async () => {
    const { box } = stage().sandbox;
    const { id } = await sendsRequest(box, 'Passed on.pdf', 'fay@client.com');
    const { link } = await box.person('fay@client.com').opensMail();
    const page = await stage().window(openPath(link));
    await page.getByRole('button', { name: 'Forward…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Let someone else sign?' });
    await dialog.getByRole('textbox', { name: 'Their email address' }).fill('gus@client.com');
    await expectNoFlaws(page);
    await dialog.getByRole('button', { name: 'Forward' }).click();
    await page.getByRole('heading', { name: 'You have passed it on' }).waitFor();
    expect(box.state.signRequests[id]?.signers.map(({ email }) => email)).toContain('gus@client.com');
  });

  it('the page does not call a password wrong before Box has answered', async () => {
    const { box } = stage().sandbox;
    const { id } = await sendsRequest(box, 'Locked.pdf', 'ivy@client.com');
    for (const signer of box.state.signRequests[id]?.signers ?? [])
      Object.assign(signer, { password: 'lily' });
    const { link } = await box.person('ivy@client.com').opensMail();
    const page = await stage().window(openPath(link));
    const enter = async (password: string) => {
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Open the document' }).click();
    };
    await enter('rose');
    await page.getByText('This is not the password.').waitFor();
    let answer = (): void => undefined;
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/sign/look', async (route) => {
      await isAnswered;
      await route.continue();
    });
    await enter('lily');
    await page.getByText('This is not the password.').waitFor({ state: 'detached' });
    answer();
    await page.getByRole('heading', { name: 'Locked.pdf' }).waitFor();
  });

  it('a mailbox can be set to bounce mail, and back', async () => {
    const { box } = stage().sandbox;
    const { id } = await sendsRequest(box, 'Bounced.pdf', 'hal@client.com');
    const page = await stage().window('/mail/hal@client.com');
    const bounces = page.getByRole('button', { name: 'Mail bounces' });
    await bounces.click();
    await expect.poll(() => bounces.getAttribute('aria-pressed')).toBe('true');
    await expectNoFlaws(page);
    expect(box.state.signRequests[id]?.bounced).toEqual(['hal@client.com']);
    await bounces.click();
    await expect.poll(() => box.state.bouncing).toEqual([]);
  });

  it('the sender cancels the request in Box, and deletes its file', async () => {
    const { box } = stage().sandbox;
    const { status, filePath } = await sendsRequest(box, 'Cancelled.pdf', 'ivy@client.com');
    const page = await stage().window(filePath);
    await page.getByRole('button', { name: 'Cancel request' }).click();
    await expectNoFlaws(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel request' }).click();
    await page.getByText('signature request: cancelled').waitFor();
    expect(status()).toBe('cancelled');
    await page.getByRole('button', { name: 'Delete file' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete file' }).click();
    await expect.poll(() => page.url()).toContain('/folder/');
    const again = await stage().window(filePath);
    await again.getByRole('heading', { name: 'This file was deleted' }).waitFor();
    await again.getByText("It is in Box's trash.").waitFor();
    await expectNoFlaws(again);
  });

  it('a webhook can be stopped or deleted, and the event stream disordered', async () => {
    const { box } = stage().sandbox;
    const ana = anaInBox(box);
    const folder = box.addFolder(ana, { name: 'Watched' });
    const token = box.issueToken(ana);
    const body = {
      target: { type: 'folder', id: folder.id },
      address: 'http://127.0.0.1:9/',
      triggers: ['SIGN_REQUEST.COMPLETED'],
    };
    await fetch(`${box.url}/2.0/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const page = await stage().window('/slack/ana/contracts');
    await goesTo(page, 'Misbehave');
    await page.getByRole('button', { name: 'Stop notifying about Watched, unseen' }).click();
    await page.getByText('dead, though Box lists it').waitFor();
    await page.getByRole('checkbox', { name: "Box's event stream is out of order" }).click();
    await expect.poll(() => box.faults.eventsDisordered).toBe(true);
    await expectNoFlaws(page);
    await page.getByRole('button', { name: 'Box deletes the webhook of Watched' }).click();
    await page.getByText('The app has created no webhooks.').waitFor();
    await page.getByRole('button', { name: 'Stop all failures' }).click();
    await expect.poll(() => box.faults.eventsDisordered).toBe(false);
  });

  it('a person deletes a message in Slack', async () => {
    const { slack } = stage().sandbox;
    await slack.person('bo').types('To be forgotten', { in: '#contracts' });
    const page = await stage().window('/slack/ana/contracts');
    const message = page.getByRole('article').filter({ hasText: 'To be forgotten' });
    await message.hover();
    await message.getByRole('button', { name: 'Delete message of Bo Lee' }).click();
    await expectNoFlaws(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await message.waitFor({ state: 'detached' });
  });
});
