/** The card in the requester's messages: its text for every outcome, and presses on an outdated copy. */
// runs: embedded
import { beforeEach, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { rows } from '../builders/runs.ts';
import { asksFor, cardOnceSent, messagesAbout, onlyCard } from './acts.ts';
import { pollsRarely, quiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const day = 24 * 60 * 60_000;

stories('the card', () => {
  const world = aWorld();
  beforeEach(async () => {
    await world().ana.reloads();
    // Slack accepts only a few messages in a burst in a conversation, and these stories are faster than people.
    await world().passes(6_000);
  });

  /** Sends a new file to these people; returns the request as Box stores it, once the card says that it was sent. */
  async function sentRequest(name: string, who = 'bo@client.com, dee@client.com') {
    const { ana, anaAtBox, box } = world();
    const file = world().newFile(name);
    await asksFor(world(), file.url, { 'Other signers (email)': who });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    const request = box.signRequests().at(-1);
    if (!request) throw new Error('Box has no request');
    await refreshed(name, /Sent .*Nobody has opened it/);
    return request;
  }

  async function refreshed(name: string, wanted: string | RegExp): Promise<SeenMessage> {
    const card = await onlyCard(world(), name, '');
    // A poll may have read it already: ended requests have no Refresh.
    if (card.buttons.includes('Refresh')) await world().ana.presses('Refresh', { on: card });
    return onlyCard(world(), name, wanted);
  }

  it('while Box is asked, the card says so and has no buttons; then it shows the state and its time', async () => {
    const { ana, box } = world();
    const request = await sentRequest('Asked.pdf');
    await box.person('bo@client.com').views();
    let busy: SeenMessage | undefined;
    const stop = box.onCall(async ({ path, phase }) => {
      if (phase === 'before' && path.endsWith(request.id)) {
        await expect
          .poll(async () => (await messagesAbout(world(), 'Asked.pdf'))[0]?.plain)
          .toContain('⏳ Asking Box…');
        [busy] = await messagesAbout(world(), 'Asked.pdf');
      }
      return 'go' as const;
    });
    const card = await refreshed('Asked.pdf', /Opened by bo@client\.com, not signed yet/);
    stop();
    expect(busy?.buttons).toEqual([]);
    expect(card.plain).toMatch(/👀 bo@client\.com — opened, not signed\n✉️ dee@client\.com — not opened/);
    expect(card.plain).toMatch(/as of /);
    expect(card.text).toContain('Opened by bo@client.com');
    expect((await ana.messages('app')).filter(({ ephemeral }) => ephemeral)).toEqual([]);
  });

  it('the buttons keep their block id when the card is redrawn, because Slack drops presses on unknown ids', async () => {
    await sentRequest('Just then.pdf');
    const ids = ({ blocks }: SeenMessage) => blocks.find(({ type }) => type === 'actions')?.['block_id'];
    const before = await onlyCard(world(), 'Just then.pdf', '');
    const { box } = world();
    await box.person('bo@client.com').views();
    const after = await refreshed('Just then.pdf', /Opened by bo@client\.com/);
    expect(after.plain).not.toBe(before.plain);
    expect(ids(before)).toBeDefined();
    expect(ids(after)).toBe(ids(before));
  });

  it('ten presses of Refresh cause at most two calls, besides polls', async () => {
    const { ana, box } = world();
    const request = await sentRequest('Ten times.pdf');
    await pollsRarely(world());
    const asked = () => box.traffic.filter(({ path }) => path.endsWith(request.id)).length;
    const before = asked();
    const card = await onlyCard(world(), 'Ten times.pdf', '');
    await ana.presses('Refresh', { on: card, times: 10 });
    await cardOnceSent(world(), 'Ten times.pdf', /Sent .*as of/s);
    await expect.poll(asked).toBeGreaterThan(before);
    // There are two calls for the presses, and at most one for an automatic poll.
    expect(asked() - before).toBeLessThanOrEqual(3);
  });

  it('the card says who declined and why, and that the others can no longer sign', async () => {
    await sentRequest('Declined.pdf');
    await world().box.person('bo@client.com').declines(undefined, 'Clause 4 is *not* <acceptable>');
    const card = await refreshed('Declined.pdf', 'Declined by bo@client.com');
    expect(card.plain).toMatch(
      /"Clause 4 is \*not\* <acceptable>"\.? The other signers can no longer sign\./,
    );
    expect(card.plain).toContain('🛑 bo@client.com — declined');
    expect(card.plain).toContain('▫️ dee@client.com — did not sign');
    expect(card.buttons).not.toContain('Refresh');
  });

  it('the card says that the request expired, and who had not signed', async () => {
    await sentRequest('Expired.pdf');
    await world().box.person('bo@client.com').signs();
    await world().passes(31 * day);
    const card = await refreshed('Expired.pdf', /Expired .* at \d+:\d\d.*\. Not signed by dee@client\.com\./);
    expect(card.plain).toContain('✅ bo@client.com — signed');
  });

  it('the card says that the request was cancelled in Box', async () => {
    const request = await sentRequest('Cancelled.pdf');
    await world().anaAtBox.cancelsInBox(request.id, 'Wrong file');
    await refreshed('Cancelled.pdf', /Cancelled.*It can no longer be signed\./);
  });

  it('the card of a completed request links to the signed document and the signing log', async () => {
    const { box } = world();
    await sentRequest('Finished.pdf', 'bo@client.com');
    await box.person('bo@client.com').signs();
    await expect.poll(() => box.signRequests().at(-1)?.status).toBe('signed');
    const card = await refreshed('Finished.pdf', /Completed .*1 of 1 signed\./);
    expect(card.buttons).toEqual(expect.arrayContaining(['Open signed document', 'Signing log']));
    expect(card.buttons).not.toContain('Refresh');
  });

  it('the card says that nobody was mailed when Box cannot convert the document', async () => {
    const { ana, box } = world();
    const owner = Object.values(box.state.users).find(({ login }) => login === 'ana@acme.com') ?? { id: '' };
    const file = box.addFile(owner, { name: 'Broken.pdf', unconvertible: true });
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await expect.poll(() => box.signRequests().at(-1)?.status).toBe('error_converting');
    await refreshed('Broken.pdf', 'Not sent; nobody was emailed. Box could not convert the document.');
    expect(box.mails('dee@client.com').filter(({ subject }) => subject.includes('Broken'))).toEqual([]);
  });

  it.each(
    rows([
      ['error_sending', 'Box could not email the signers, so this request is closed.'],
      ['error_finalizing', 'Everyone has signed, but Box could not finish the PDF.'],
    ] as const),
  )('the card has a sentence for the status %s', async (status, sentence) => {
    const name = `Status ${status}.pdf`;
    const request = await sentRequest(name, 'dee@client.com');
    world().box.setStatus(request, status, 'some_code');
    await refreshed(name, sentence);
  });

  it('the card says when Box no longer shows the request', async () => {
    const { ana, box } = world();
    const request = await sentRequest('Vanished.pdf', 'dee@client.com');
    for (const id of request.signFileIds) box.deleteFile({ id });
    for (const id of request.sourceIds) box.deleteFile({ id });
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Vanished.pdf', '') });
    await ana.sees('Box no longer shows us this request (BX-404).');
    await cardOnceSent(world(), 'Vanished.pdf', /Sent .*Nobody has opened it/);
  });

  it('a press on an old copy of the card changes nothing', async () => {
    const { ana, box } = world();
    const request = await sentRequest('Old copy.pdf', 'dee@client.com');
    const old = await onlyCard(world(), 'Old copy.pdf', '');
    await box.person('dee@client.com').declines(undefined, 'No');
    const card = await refreshed('Old copy.pdf', 'Declined by dee@client.com');
    await quiet(world());
    const before = box.traffic.length;
    const asked = () => box.traffic.slice(before).map(({ method, path }) => `${method} ${path}`);
    await ana.presses('Refresh', { on: old });
    await expect.poll(asked).toContain(`GET /2.0/sign_requests/${request.id}`);
    await quiet(world());
    const after = await onlyCard(world(), 'Old copy.pdf', 'Declined by dee@client.com');
    expect(after.buttons).toEqual(card.buttons);
    expect(asked().filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  it('a file name appears as plain text on the card, never as markup', async () => {
    const { ana } = world();
    const name = 'A *bold* <!channel> _deal_ &amp;.pdf';
    const file = world().newFile(name);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect((await ana.modal())?.plain).toContain(name);
    const card = await onlyCard(world(), name, 'Not sent yet');
    expect(card.text).not.toContain('<!channel>');
    expect(world().slack.state.notifications).toEqual([]);
  });
});
