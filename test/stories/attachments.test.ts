/** Files that signers attach while they sign: counted on the card, named and linked in Details. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { sendsRequests } from './sent.ts';
import { aWorld, stories } from './world.ts';

stories('a file that a signer attaches', () => {
  const world = aWorld();

  it('the card counts the attached files, and Details name them and link to them in Box', async () => {
    const { ana, box } = world();
    const [sent] = await sendsRequests(world(), ['Passport'], 'dee@client.com gus@client.com');
    if (!sent) throw new Error('nothing was sent');
    const dee = box.person('dee@client.com');
    await dee.views();
    await dee.attaches('passport <b>*copy*.pdf', Buffer.from('%PDF-1.4'));
    await dee.attaches('visa.pdf', Buffer.from('%PDF-1.4'));
    await dee.signs();
    await ana.presses('Refresh', { on: await sent.card() });
    const card = await sent.card('1 of 2 signed');
    expect(card.plain).toMatch(/dee@client\.com — signed .*, 2 files attached/);
    await ana.presses('Details', { on: card });
    await ana.sees('Attached by signers', { in: 'modal' });
    const view = await ana.modal();
    expect(view?.plain).toContain('passport <b>*copy*.pdf');
    const [attached] = sent.atBox().signers.flatMap(({ attachments = [] }) => attachments);
    expect(JSON.stringify(view)).toContain(`https://app.box.com/file/${attached?.id}`);
  });
});
