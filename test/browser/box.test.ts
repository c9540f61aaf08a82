/**
 * Box's pages and the mailboxes: files can be uploaded, fields stay where they were placed, markup of others is plain
 * text.
 */
import { expect, it } from 'vitest';
import type { SandboxBox } from '../../sandbox/box/server.ts';
import { expectNoFlaws } from './accessible.ts';
import { anaInBox } from './acts.ts';
import { inBrowser } from './stage.ts';

const files = '/box/ana@acme.com/folder/0';

/** The sandbox's clock is this far ahead of the browser's. */
const aheadMs = 2 * 24 * 60 * 60_000;

/** Creates a request of Ana's whose fields are to be placed; returns its prepare URL and the page that opens it. */
function addRequestToPrepare(
  box: SandboxBox,
  name: string,
  to: string[] = ['bo@client.com'],
): { readonly id: string; readonly url: string; readonly address: string } {
  const ana = anaInBox(box);
  const file = box.addFile(ana, { name });
  const { id } = box.addSignRequest(ana, { file, to, toPrepare: true });
  const { prepareToken = '' } = box.state.signRequests[id] ?? {};
  const url = `https://app.box.com/sign/document/${id}/${prepareToken}/prepare_doc/`;
  return { id, url, address: `/open?url=${encodeURIComponent(url)}` };
}

inBrowser(
  'the pages of Box',
  (stage) => {
    it('uploads accept what Box Sign signs, say why they refuse others, and links can be copied', async () => {
      const page = await stage().window(files);
      await page.getByLabel('Files to upload').setInputFiles([
        { name: 'Terms.txt', mimeType: 'text/plain', buffer: Buffer.from('Terms and conditions') },
        { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
      ]);
      await page.getByText('Uploaded Terms.txt.').waitFor();
      await page.getByText(/setup\.exe was not uploaded: Box Sign does not accept \.exe files/).waitFor();
      await page.getByRole('button', { name: 'Copy link of Terms.txt' }).click();
      await page.getByText('Copied.').waitFor();
      const copied = await page.evaluate('navigator.clipboard.readText()');
      const link = await page.getByRole('textbox', { name: 'Link of Terms.txt' }).inputValue();
      expect(copied).toBe(link);
      expect(link).toMatch(/^https:\/\/app\.box\.com\/file\/\d+$/);
      await expectNoFlaws(page);
    });

    it('placed fields stay when the sender leaves the page, and markup appears as text', async () => {
      const { box } = stage().sandbox;
      const request = addRequestToPrepare(box, 'Rent <img src=x onerror=alert(1)>.pdf');
      const page = await stage().window(request.address);
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
      // The day counts from the sandbox's clock; by the browser's, this mail comes from the future.
      await page
        .getByText(/Box Sign, to bo@client\.com, today at \d/)
        .first()
        .waitFor();
      await expectNoFlaws(page);
    });

    it('the signer sees the date that the document will have', async () => {
      const { box } = stage().sandbox;
      const signer = 'ida@client.com';
      const { url } = addRequestToPrepare(box, 'Dated.pdf', [signer]);
      const place = { page: 0, x: 0.2, y: 0.5, width: 0.4, height: 0.08 };
      const fields = [
        { id: 'name', type: 'signature', signer, place },
        { id: 'day', type: 'date', signer, place: { ...place, y: 0.7 } },
      ];
      await box.person('ana@acme.com').placesFieldsAndSends(url, { fields });
      const { link } = await box.person(signer).opensMail();
      const page = await stage().window(`/open?url=${encodeURIComponent(link)}`);
      // The day may end while the page opens.
      const days = [0, 3_600_000].map((ms) => new Date(Date.now() + aheadMs + ms).toISOString().slice(0, 10));
      await expect.poll(() => page.locator('.to-fill-date').innerText()).toMatch(new RegExp(days.join('|')));
    });

    it('on a phone the panel folds up while the person places a field', async () => {
      const { box } = stage().sandbox;
      const page = await stage().window(addRequestToPrepare(box, 'Terms.pdf').address, {
        width: 390,
        height: 844,
      });
      const panel = page.getByRole('complementary', { name: 'Fields' });
      const canvas = page.getByRole('region', { name: /page 1 of 1/ }).locator('canvas');
      await canvas.waitFor();
      const { x = 0, width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
      expect(width).toBeGreaterThan(300);
      expect(x + width).toBeLessThanOrEqual(390);
      await page.getByRole('button', { name: 'Signature', exact: true }).tap();
      await panel.getByText('Now press on the page where').waitFor();
      await expect.poll(async () => (await panel.boundingBox())?.height).toBeLessThan(844 / 4);
      await expectNoFlaws(page);
      await canvas.tap({ position: { x: width / 3, y: height * 0.9 } });
      const placed = page.getByRole('button', { name: 'Signature of bo@client.com, page 1' });
      await page.getByRole('button', { name: 'Date signed', exact: true }).waitFor();
      const bottom = async () => {
        const field = await placed.boundingBox();
        return (field?.y ?? 0) + (field?.height ?? 0);
      };
      // The placed field has the focus, and the panel does not cover it.
      await expect
        .poll(async () => ((await panel.boundingBox())?.y ?? 0) - (await bottom()))
        .toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Signers and fields' }).tap();
      await page.getByRole('button', { name: 'Date signed', exact: true }).waitFor({ state: 'hidden' });
      await panel.getByRole('button', { name: 'Send…' }).waitFor();
    });

    it('a field dropped at the edge of the window stays visible', async () => {
      const { box } = stage().sandbox;
      const page = await stage().window(addRequestToPrepare(box, 'Edge.pdf').address);
      const canvas = page.getByRole('region', { name: /page 1 of 1/ }).locator('canvas');
      await canvas.waitFor();
      const { x = 0, width = 0 } = (await canvas.boundingBox()) ?? {};
      await page.getByRole('button', { name: 'Signature', exact: true }).click();
      await page.mouse.click(x + width - 2, 797);
      const placed = page.getByRole('button', { name: 'Signature of bo@client.com, page 1' });
      await expect
        .poll(async () => {
          const field = await placed.boundingBox();
          return field !== null && field.y + field.height <= 800 && field.x + field.width <= x + width + 1;
        })
        .toBe(true);
    });

    it('on a phone, fields and Send stay within reach with many signers', async () => {
      const { box } = stage().sandbox;
      const many = Array.from({ length: 12 }, (_, index) => `signer${index}@client.com`);
      const { address } = addRequestToPrepare(box, 'Statutes.pdf', many);
      const page = await stage().window(address, { width: 390, height: 844 });
      const panel = page.getByRole('complementary', { name: 'Fields' });
      await page
        .getByRole('region', { name: /page 1 of 1/ })
        .locator('canvas')
        .waitFor();
      await expect
        .poll(async () => {
          const within = await panel.boundingBox();
          const last = await panel.getByRole('button', { name: 'Send…' }).boundingBox();
          const ends = (one: typeof last) => (one ? one.y + one.height : Number.NaN);
          return ends(last) <= ends(within) && ends(within) <= 844;
        })
        .toBe(true);
      await page.getByRole('radio', { name: 'signer11@client.com' }).check();
      await expectNoFlaws(page);
    });

    it('the page of a file names its folders, and says that its pages are loading', async () => {
      const page = await stage().window(files);
      await page.evaluate(`globalThis.met = new Set();
      new MutationObserver(() => {
        for (const { textContent } of document.querySelectorAll('.waiting')) met.add(textContent);
      }).observe(document, { childList: true, subtree: true });`);
      await page.getByRole('link', { name: 'Contracts', exact: true }).click();
      await page.getByRole('link', { name: 'NDA Acme.pdf', exact: true }).click();
      const above = page.getByRole('navigation', { name: 'Folders above' });
      await above.getByRole('link', { name: 'All Files', exact: true }).waitFor();
      await above.getByRole('link', { name: 'Contracts', exact: true }).waitFor();
      await expect.poll(() => page.evaluate('[...met]')).toContain('Loading the page…');
      await page.getByText('Loading the page…').waitFor({ state: 'detached' });
    });
  },
  { at: new Date(Date.now() + aheadMs) },
);
