/** A person's own document: uploaded to Box, sent from Slack, signed in a field on its rotated page. */
// runs: http, embedded
import { degrees, PDFDocument } from '@cantoo/pdf-lib';
import { expect, it } from 'vitest';
import { readPdf } from '../../sandbox/box/drawing.ts';
import { aWorld, stories } from './world.ts';

async function aContract(): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (const text of ['First page of the contract', 'Second page of the contract']) {
    document.addPage([500, 700]).drawText(text, { x: 50, y: 600, size: 16 });
  }
  document.getPages()[1]?.setRotation(degrees(90));
  return Buffer.from(await document.save());
}

stories('an uploaded document', () => {
  const world = aWorld();

  it('the signed copy has all pages and the signature', async () => {
    const { ana, anaAtBox, box } = world();
    const file = await anaAtBox.uploads('Contract.pdf', await aContract());
    await ana.types(`/sign https://app.box.com/file/${file.id} bo@client.com`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const { url } = await ana.presses('Place the fields');

    const place = { page: 1, x: 0.1, y: 0.6, width: 0.4, height: 0.1 };
    await anaAtBox.placesFieldsAndSends(url ?? '', {
      fields: [{ id: 'sign', signer: 'bo@client.com', type: 'signature', place }],
    });
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });

    await expect.poll(() => box.signRequests()[0]?.status).toBe('signed');
    const signedId = box.signRequests()[0]?.signFileIds[0] ?? '';
    const bytes = await anaAtBox.downloads(signedId);
    const { text, pages } = await readPdf(bytes);
    expect(pages).toBe(2);
    for (const words of ['First page', 'Second page', 'Bo Lee\n', 'Signed by Bo Lee (bo@client.com)']) {
      expect(text).toContain(words);
    }
  });
});
