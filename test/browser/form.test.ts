/** The form on the screen: errors appear at their fields, typed text is kept, and markup stays text. */
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import {
  composer,
  errorAt,
  goesToApp,
  message,
  newFile,
  requestsSignatures,
  sends,
  theForm,
  theResult,
} from './acts.ts';
import { inBrowser } from './stage.ts';

inBrowser('the form', (stage) => {
  it('each field says what is wrong, keeps what was typed, and accepts the correction', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/contracts');
    await sends(page, '/sign');
    const form = theForm(page);
    const link = form.getByRole('textbox', { name: 'Box link or file ID' });
    const others = form.getByRole('textbox', { name: /Other signers \(email\)/ });
    const go = form.getByRole('button', { name: 'Continue' });

    await link.fill('the contract');
    await others.fill('bo@client');
    await go.click();
    await expect.poll(() => errorAt(others)).toContain('"bo@client" is not an email address.');
    expect(await errorAt(link)).not.toBe('');
    expect([await link.inputValue(), await others.inputValue()]).toEqual(['the contract', 'bo@client']);
    await expectNoFlaws(page);

    await link.fill(newFile(box, 'Corrected.pdf').url);
    await others.fill('');
    await go.click();
    await expect.poll(() => form.textContent()).toContain('Name at least one signer.');
    await others.fill('bo@client.com');
    await go.click();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    expect(box.signRequests().map(({ name }) => name)).toEqual(['Corrected.pdf']);
  });

  it('an error disappears while the person types on, and no character is lost', async () => {
    const { box } = stage().sandbox;
    const { url } = newFile(box, 'Mistyped.pdf');
    const page = await stage().window('/slack/ana/contracts');
    await sends(page, `/sign ${url}99 bo@client.com`);
    const form = theForm(page);
    await form.getByRole('button', { name: 'Continue' }).click();
    await form.getByText('Box cannot find that file').waitFor();
    const link = form.getByRole('textbox', { name: 'Box link or file ID' });
    await link.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('?m=1', { delay: 40 });
    await form.getByText('Box cannot find that file').waitFor({ state: 'hidden' });
    expect(await link.inputValue()).toBe(`${url}?m=1`);
    expect(await link.evaluate((field) => field === document.activeElement)).toBe(true);
    await form.getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    await theResult(page).getByRole('button', { name: 'Done' }).click();
  });

  it('what was typed right before the form is closed reaches Slack first', async () => {
    const page = await stage().window('/slack/ana/contracts');
    await sends(page, '/sign');
    const form = theForm(page);
    await form.waitFor();
    const acts: string[] = [];
    page.on('request', (request) => {
      const act = /"act":"(enter|close)"/.exec(request.postData() ?? '')?.[1];
      if (act !== undefined) acts.push(act);
    });
    await form.getByRole('textbox', { name: 'Box link or file ID' }).fill('the contract');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await form.waitFor({ state: 'hidden' });
    await expect.poll(() => acts).toEqual(['enter', 'close']);
  });

  it.each([1280, 390])('the keyboard finds the document in Box, in a window %i wide', async (width) => {
    const { box } = stage().sandbox;
    const name = `Lease of house ${width}.pdf`;
    newFile(box, name);
    const page = await stage().window('/slack/ana/contracts', { width, height: 844 });
    await sends(page, '/sign');
    const form = theForm(page);
    await form.getByRole('combobox', { name: 'Document' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('Search');
    await page.keyboard.press('Enter');
    const search = form.getByRole('combobox', { name: 'Search Box' });
    await search.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name }).waitFor();
    await page.keyboard.type(`house ${width}`);
    await expect.poll(() => page.getByRole('option').allTextContents()).toEqual([`${name}All Files`]);
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: `Remove ${name}` }).waitFor();
    await page.keyboard.press('Escape');
    await expectNoFlaws(page);
    await form.getByRole('textbox', { name: /Other signers \(email\)/ }).fill('bo@client.com');
    await form.getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    expect(box.signRequests().map((request) => request.name)).toContain(name);
  });

  it('the form accepts files from the computer, and the file of a message', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/contracts');
    const file = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
    await sends(page, '/sign');
    const form = theForm(page);
    await form.getByRole('combobox', { name: 'Document' }).click();
    await page.getByRole('option', { name: 'Upload' }).click();
    await form.locator('input[type=file]').setInputFiles([file('Chosen.pdf'), file('Annex.pdf')]);
    await form.getByText('Chosen.pdf, Annex.pdf').waitFor();
    await expectNoFlaws(page);
    await form.getByRole('textbox', { name: /Other signers \(email\)/ }).fill('bo@client.com');
    await form.getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    await theResult(page).getByRole('button', { name: 'Done' }).click();

    await page.getByLabel('Files to share').setInputFiles([file('Shared.pdf')]);
    const shared = message(page, 'Shared.pdf');
    await shared.hover();
    await shared.getByRole('button', { name: /^Actions on/ }).click();
    await page.getByRole('menuitem', { name: 'Request signature' }).click();
    await theForm(page).getByText('Shared.pdf').waitFor();
    await expectNoFlaws(page);
    await form.getByRole('textbox', { name: /Other signers \(email\)/ }).fill('bo@client.com');
    await form.getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByText('Nobody has been emailed yet').waitFor();
    const names = Object.values(box.state.files).map((one) => one.name);
    expect(names).toEqual(expect.arrayContaining(['Chosen.pdf', 'Annex.pdf', 'Shared.pdf']));
  });

  it.each([
    [1280, 800],
    [1280, 740],
    [390, 700],
  ])('Continue is never hidden behind the list of people, in a window of %i by %i', async (width, height) => {
    const page = await stage().window('/slack/ana/contracts', { width, height });
    await sends(page, '/sign');
    await theForm(page)
      .getByRole('combobox', { name: /Signers from your workspace/ })
      .click();
    const list = await page.getByRole('listbox').boundingBox();
    const go = await theForm(page).getByRole('button', { name: 'Continue' }).boundingBox();
    if (!list || !go) throw new Error('nothing is shown');
    expect(list.y + list.height <= go.y || list.y >= go.y + go.height).toBe(true);
    await page.keyboard.press('Escape');
    await theForm(page).getByRole('button', { name: 'Cancel' }).click();
  });

  it('a reload closes the form or the result, and the card is there', async () => {
    const { box } = stage().sandbox;
    const page = await stage().window('/slack/ana/contracts');
    await sends(page, '/sign');
    await theForm(page).waitFor();
    await page.reload();
    await composer(page).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await requestsSignatures(page, newFile(box, 'Reloaded.pdf').url, 'bo@client.com');
    await page.reload();
    await goesToApp(page);
    await message(page, 'Reloaded.pdf').getByText('Not sent yet').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('names and texts with markup and scripts appear as text', async () => {
    const { box, slack } = stage().sandbox;
    const name = '<img src=x onerror=alert(1)><script>alert(2)</script> *b* <!channel> &lt;i&gt;.pdf';
    slack.addUser({ handle: '<b>mallory</b>', name: '"><svg onload=alert(3)>', email: 'mallory@acme.com' });
    const page = await stage().window('/slack/ana/contracts');
    await sends(page, `<script>alert(4)</script> javascript:alert(5)`);
    await message(page, '<script>alert(4)</script>').waitFor();
    await requestsSignatures(page, newFile(box, name).url, 'bo@client.com');
    await theResult(page).getByText(name).first().waitFor();
    await theResult(page).getByRole('button', { name: 'Done' }).click();
    await goesToApp(page);
    await message(page, name).waitFor();
    await page.goto('/activity');
    await page.getByRole('main').waitFor();
    expect(await page.locator('script:not([src]):not([type="importmap"]), [onerror], [onload]').count()).toBe(
      0,
    );
  });
});
