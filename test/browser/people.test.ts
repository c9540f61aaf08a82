/** Several people in windows of their own: each sees what is theirs, and nothing of anyone else's. */
import { expect, it } from 'vitest';
import { message, modal, newFile, requestsSignatures, sends, theResult } from './acts.ts';
import { inBrowser } from './stage.ts';

inBrowser('several people', (stage) => {
  it('only the requester sees her request and the answers to her commands, while a colleague looks too', async () => {
    const { box } = stage().sandbox;
    const file = newFile(box, 'Raise Cy.pdf');
    const ana = await stage().window('/slack/ana/contracts');
    const bo = await stage().window('/slack/bo/contracts');
    await requestsSignatures(ana, file.url, 'dee@client.com');
    await modal(ana, 'Signature request').getByRole('button', { name: 'Done' }).click();
    await sends(ana, '/sign help');
    await message(ana, 'Only visible to you').getByText('Get a Box document signed').waitFor();
    await sends(ana, 'Hello Bo');
    await message(bo, 'Hello Bo').waitFor();
    expect(await bo.getByRole('main').textContent()).not.toMatch(/Raise Cy|Get a Box document signed/);
    await bo.goto('/slack/bo/app');
    await bo.getByRole('log').waitFor();
    expect(await bo.getByRole('main').textContent()).not.toContain('Raise Cy');
    await ana.goto('/slack/ana/app');
    await message(ana, 'Raise Cy.pdf').waitFor();
  });

  it('a guest is refused in one sentence that only the guest sees', async () => {
    const gil = await stage().window('/slack/gil/contracts');
    const ana = await stage().window('/slack/ana/contracts');
    await sends(gil, '/sign');
    await message(gil, 'Sign is only for full members of this workspace. Nothing was done.').waitFor();
    expect(await gil.getByRole('dialog').count()).toBe(0);
    await sends(ana, 'Hello Gil');
    await message(ana, 'Hello Gil').waitFor();
    expect(await ana.getByRole('main').textContent()).not.toContain('full members');
  });

  it('mail shows times in the zone that its reader has in Slack', async () => {
    const { box } = stage().sandbox;
    const ana = await stage().window('/slack/ana/contracts');
    await requestsSignatures(ana, newFile(box, 'From afar.pdf').url, 'cy@acme.com');
    const url = await theResult(ana).getByRole('link', { name: 'Place the fields' }).getAttribute('href');
    const prepareUrl = new URL(url ?? '', 'http://page').searchParams.get('url') ?? '';
    await box.person('ana@acme.com').placesFieldsAndSends(prepareUrl);
    await expect.poll(() => box.mails('cy@acme.com')).toHaveLength(1);
    const at = box.mails('cy@acme.com')[0]?.at ?? 0;
    // The windows are in Berlin, Cy is in Tokyo.
    const hour = new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Tokyo', timeStyle: 'short' }).format(at);
    const cy = await stage().window('/mail/cy@acme.com');
    await cy.getByRole('link', { name: hour.replace(/\s/u, ' ') }).waitFor();
  });

  it('on a phone, the conversation’s name stays readable while the menu of people is open', async () => {
    const page = await stage().window('/slack/ana/contracts', { width: 390, height: 844 });
    await page.getByRole('button', { name: /Be someone else/ }).click();
    const menu = await page.getByRole('navigation', { name: 'Be someone else' }).boundingBox();
    const title = await page.getByRole('heading', { name: 'contracts' }).boundingBox();
    if (!menu || !title) throw new Error('they are not both shown');
    expect(menu.y).toBeGreaterThan(title.y + title.height);
  });
});
