/** Box's pages and the mailboxes: files of one's own, fields put where they belong, text of others as text. */
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import { anaInBox } from './acts.ts';
import { inBrowser } from './stage.ts';

const files = '/box/ana@acme.com/folder/0';

inBrowser('the pages of Box', (stage) => {
  it('take what Box Sign takes, say why they refuse the rest, and copy a link', async () => {
    const page = await stage().window(files);
    await page.getByLabel('Files to upload').setInputFiles([
      { name: 'Terms.txt', mimeType: 'text/plain', buffer: Buffer.from('Terms and conditions') },
      { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    ]);
    await page.getByText('Uploaded Terms.txt.').waitFor();
    await page.getByText(/setup\.exe was not uploaded: Box Sign does not take \.exe files/).waitFor();
    await page.getByRole('button', { name: 'Copy link of Terms.txt' }).click();
    await page.getByText('Copied.').waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    const link = await page.getByRole('textbox', { name: 'Link of Terms.txt' }).inputValue();
    expect(copied).toBe(link);
    expect(link).toMatch(/^https:\/\/app\.box\.com\/file\/\d+$/);
    await expectNoFlaws(page);
  });

  it('keep placed fields when the sender leaves, and show markup as text', async () => {
    const { box } = stage().sandbox;
    const ana = anaInBox(box);
    const name = 'Rent <img src=x onerror=alert(1)>.pdf';
    const request = box.addSignRequest(ana, {
      file: box.addFile(ana, { name }),
      to: ['bo@client.com'],
      toPrepare: true,
    });
    const { prepareToken = '' } = box.state.signRequests[request.id] ?? {};
    const url = `https://app.box.com/sign/prepare/${request.id}?token=${prepareToken}`;
    const page = await stage().window(`/open?url=${encodeURIComponent(url)}`);
    const sheet = page.getByRole('region', { name: /page 1 of 1/ });
    await page.getByRole('heading', { name: 'Prepare Rent <img' }).waitFor();
    await sheet.waitFor();
    await page.getByRole('button', { name: 'Signature', exact: true }).click();
    await sheet.click({ position: { x: 300, y: 200 } });
    const signature = page.getByRole('button', { name: 'Signature of bo@client.com, page 1' });
    const before = await signature.boundingBox();
    await signature.press('ArrowRight');
    await expect
      .poll(async () => ((await signature.boundingBox())?.x ?? 0) - (before?.x ?? 0))
      .toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Checkbox', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Checkbox of bo@client.com, page 1' }).press('Delete');
    const kept = () => box.state.signRequests[request.id]?.fields.map(({ type }) => type);
    await expect.poll(kept).toEqual(['signature']);
    await page.reload();
    await signature.waitFor();
    await expectNoFlaws(page);
    await page.getByRole('button', { name: 'Send…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('link', { name: 'Mail of bo@client.com' }).click();
    await page.getByRole('link', { name: /Please sign.*Rent <img/s }).click();
    await expectNoFlaws(page);
  });
});
