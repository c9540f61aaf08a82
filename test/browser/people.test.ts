/** Several people in separate windows: each sees what is theirs, and nothing of anyone else's. */
import { expect, it } from 'vitest';
import { asksToSign, message, modal, newFile, sends } from './acts.ts';
import { inBrowser } from './stage.ts';

inBrowser('several people', (stage) => {
  it('shows the requester alone what is hers, at the same time in two windows', async () => {
    const { box } = stage().sandbox;
    const file = newFile(box, 'Raise Cy.pdf');
    const ana = await stage().window('/slack/ana/contracts');
    const bo = await stage().window('/slack/bo/contracts');
    await asksToSign(ana, file.url, 'dee@client.com');
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

  it('refuses a guest in one sentence that only the guest sees', async () => {
    const gil = await stage().window('/slack/gil/contracts');
    const ana = await stage().window('/slack/ana/contracts');
    await sends(gil, '/sign');
    await message(gil, 'Sign is only for full members of this workspace. Nothing was done.').waitFor();
    expect(await gil.getByRole('dialog').count()).toBe(0);
    await sends(ana, 'Hello Gil');
    await message(ana, 'Hello Gil').waitFor();
    expect(await ana.getByRole('main').textContent()).not.toContain('full members');
  });
});
