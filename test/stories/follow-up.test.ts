/** Resend and cancel by command: with an id, a link, words, or nothing. */
// runs: http, embedded, ci
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, holdCalls } from './acts.ts';
import { nothingIsDue, pollsRarely } from './quiet.ts';
import { findSentRequest, type SentRequest, sendsRemindable } from './sent.ts';
import { aWorld, stories } from './world.ts';

const here = { in: '#contracts' } as const;
const inModal = { in: 'modal' } as const;

stories('following up by command', () => {
  const world = aWorld();
  const sent: Record<string, SentRequest> = {};
  beforeAll(async () => {
    const names = ['Lease Acme', 'Offer Acme', 'Patience', 'R&D <b>Plan</b>', 'Statement', 'Waiver'];
    for (const one of await sendsRemindable(world(), names)) sent[one.name] = one;
  });
  beforeEach(() => world().ana.reloads());

  it.each(['resend', 'remind'])(
    '/sign %s offers the requests that can be reminded now, and reminds the pressed one',
    async (word) => {
      const { ana } = world();
      await ana.types(`/sign ${word}`, here);
      const choice = await seesChoice('Which request should get a reminder?');
      const name = word === 'resend' ? 'Statement' : 'Waiver';
      for (const one of ['Lease Acme', 'Offer Acme', 'R&D <b>Plan</b>', name])
        expect(choice.plain).toContain(one);
      await ana.presses('Resend reminder', { on: rowOf(choice, name) });
      await ana.sees(`✅ A reminder for ${name}.pdf was sent to `, here);
      expect(await ana.ephemerals('#contracts')).toHaveLength(1);
      await requestNamed(name).card('reminder sent');
      expect(requestNamed(name).calls('resend')).toBe(1);
      // This is a press on an old copy of the list.
      await ana.presses('Resend reminder', { on: rowOf(choice, name) });
      await expect
        .poll(async () => (await ana.ephemerals('#contracts')).map(({ plain }) => plain).join())
        .toContain('Box allows one every 10 minutes.');
      expect(requestNamed(name).calls('resend')).toBe(1);
      await ana.reloads();
      await ana.types(`/sign ${word}`, here);
      expect((await seesChoice('Which request should get a reminder?')).plain).not.toContain(name);
    },
  );

  it('a number names one request: it is reminded immediately, and the next time the command says why not', async () => {
    const { ana } = world();
    const offer = requestNamed('Offer Acme');
    await ana.types(`/sign resend ${offer.atBox().shortId.toLowerCase()}`, here);
    await ana.sees('✅ A reminder for Offer Acme.pdf was sent to ', here);
    expect(await ana.ephemerals('#contracts')).toHaveLength(1);
    await offer.card('reminder sent');
    await ana.types(`/sign resend ${offer.atBox().shortId}`, here);
    await ana.sees('You can send the next reminder', here);
    expect(offer.calls('resend')).toBe(1);
  });

  it('the command asks which request when several match, and accepts a link', async () => {
    const { ana } = world();
    await ana.types('/sign cancel acme', here);
    const choice = await seesChoice('Which request do you want to cancel?');
    expect(choice.plain).toContain('Lease Acme');
    expect(choice.plain).toContain('Offer Acme');
    expect(choice.plain).not.toContain('Statement');
    const lease = requestNamed('Lease Acme');
    const [source = ''] = lease.atBox().sourceIds;
    await ana.types(`/sign resend https://app.box.com/file/${source}`, here);
    await ana.sees('✅ A reminder for Lease Acme.pdf was sent to ', here);
    await lease.card('reminder sent');
  });

  it('the command says that a reminder is being sent only while Box is slow', async () => {
    const { ana } = world();
    const held = holdCalls(world(), /\/resend$/);
    await ana.types('/sign resend patience', here);
    await expect.poll(held.waiting).toBe(1);
    expect(await ana.ephemerals('#contracts')).toEqual([]);
    await world().passes(5_000);
    await ana.sees('⏳ Sending a reminder for Patience.pdf to ', here);
    held.release();
    await ana.sees('✅ A reminder for Patience.pdf was sent to ', here);
    await ana.reloads();
    // No later message follows about a finished action.
    await world().passes(5_000);
    await nothingIsDue(world());
    expect(await ana.ephemerals('#contracts')).toEqual([]);
  });

  it('words with markup are found as they were typed, and open the dialog of the only match', async () => {
    const { ana } = world();
    const plan = requestNamed('R&D <b>Plan</b>');
    await ana.types('/sign cancel R&D <b>', here);
    await ana.sees('Cancel this request?', inModal);
    expect((await ana.modal())?.plain).toContain(
      'R&D <b>Plan</b>.pdf: dee@client.com and ed@client.com will no longer be able to sign.',
    );
    expect(await ana.submits()).toEqual({});
    await plan.card('Cancelled by you');
    await ana.types('/sign cancel R&D <b>', here);
    await ana.sees('R&D <b>Plan</b>.pdf: This request is closed, so there is nothing to cancel.', here);
    await ana.types('/sign resend R&D <b>', here);
    await ana.sees('This request is closed, so there is nobody to remind. Nothing was sent.', here);
    expect({ cancels: plan.calls('cancel'), resends: plan.calls('resend') }).toEqual({
      cancels: 1,
      resends: 0,
    });
  });

  it('the command says that nothing matches, and quotes the words as plain text', async () => {
    const { ana } = world();
    await ana.types('/sign resend *zebra* <https://evil.example|here> <b> & co', here);
    await ana.sees('No requests match "*zebra* ', here);
    const [told] = await ana.ephemerals('#contracts');
    expect(told?.text).toContain('&lt;b&gt; &amp; co');
    expect(JSON.stringify(told?.blocks)).not.toContain('mrkdwn');
    await ana.types('/sign cancel https://app.box.com/sign/document/abc/secret', here);
    await ana.sees(/match "[^"]*…"/, here);
    expect(JSON.stringify(await ana.ephemerals('#contracts'))).not.toContain('secret');
  });

  it('a request can be cancelled from the list of matches, which then says so', async () => {
    const { ana } = world();
    await ana.types('/sign cancel', here);
    const choice = await seesChoice('Which request do you want to cancel?');
    await ana.presses('Cancel request', { on: rowOf(choice, 'Statement') });
    await ana.sees('Cancel this request?', inModal);
    await ana.closes();
    expect((await ana.ephemerals('#contracts')).at(-1)?.plain).toContain(
      'Which request do you want to cancel?',
    );
    await ana.presses('Cancel request', { on: rowOf(choice, 'Statement') });
    await ana.sees('Statement', inModal);
    await ana.submits();
    await ana.sees(/🚫 Statement\.pdf was cancelled\. .* can no longer sign it\./, here);
    await requestNamed('Statement').card('Cancelled by you');
  });

  it('the command finds only a person’s own requests', async () => {
    const { slack } = world();
    const cy = slack.person('cy');
    await pollsRarely(world());
    const calls = world().box.traffic.length;
    for (const verb of ['resend', 'cancel'] as const) {
      await cy.types(`/sign ${verb} ${requestNamed('Waiver').atBox().shortId}`, here);
      await cy.sees(`No requests match "${requestNamed('Waiver').atBox().shortId}". Nothing was done.`, here);
      await cy.types(`/sign ${verb}`, here);
      await cy.sees(/None of your requests can (get a reminder right now|be cancelled now)/, here);
      await cy.reloads();
    }
    const gil = slack.person('gil');
    await gil.types('/sign resend', here);
    await gil.sees('Sign is only for full members of this workspace. Nothing was done.', here);
    expect(await cy.modal()).toBeNull();
    expect(world().box.traffic.length).toBe(calls);
  });

  it('the list has ten requests at most and counts the rest; those made in Box get a card with the first press', async () => {
    const { ana, box } = world();
    const token = box.issueToken({ id: requestNamed('Waiver').atBox().senderId });
    for (let made = 1; made <= 11; made += 1) {
      const file = world().newFile(`Web ${made}.pdf`);
      const answer = await fetch(`${box.url}/2.0/sign_requests`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          source_files: [{ type: 'file', id: file.id }],
          signers: [{ email: 'fay@client.com' }],
        }),
      });
      expect(answer.status).toBe(201);
    }
    // Time passes, so that Box has mailed the signers.
    await world().passes(1_000);
    await ana.types('/sign list', here);
    await ana.sees(/Waiting \(15\).*Web 11/s, inModal);
    await ana.closes();
    await world().passes(11 * 60_000);
    await ana.types('/sign resend', here);
    const choice = await seesChoice('Which request should get a reminder?');
    expect(choice.buttons.filter((label) => label === 'Resend reminder')).toHaveLength(10);
    expect(choice.plain).toMatch(/\n5 more\. Type the name of one, or its SR-… number, after the command\./);
    await ana.presses('Resend reminder', { on: rowOf(choice, 'Web 11') });
    await findSentRequest(world(), 'Web 11').card('reminder sent');
    await ana.types('/sign cancel Web 10', here);
    await ana.sees('Cancel this request?', inModal);
    await ana.submits();
    await findSentRequest(world(), 'Web 10').card('Cancelled by you');
  });

  it('the command says that Box does not have a request, or that it is being cancelled already', async () => {
    const { ana } = world();
    await asksFor(world(), `${world().newFile('Draftlike.pdf').url} dee@client.com`, {
      'Send now, without fields': true,
    });
    await ana.sees('Goes to', inModal);
    await ana.closes();
    await ana.types('/sign cancel draftlike', here);
    await ana.sees('Box does not have this request, so there is nothing to cancel.', here);
    const held = holdCalls(world(), /\/cancel$/);
    await ana.types('/sign cancel waiver', here);
    await ana.sees('Cancel this request?', inModal);
    await ana.submits();
    await expect.poll(held.waiting).toBe(1);
    await ana.types('/sign cancel waiver', here);
    await ana.sees('This is already in progress. The card will show the result.', here);
    held.release();
  });

  it('the command says that everyone has signed, so that the request can no longer be cancelled', async () => {
    const { ana, box } = world();
    const patience = requestNamed('Patience');
    box.setStatus({ id: patience.boxId }, 'finalizing');
    await ana.presses('Refresh', { on: await patience.card() });
    await patience.card('Everyone has signed. Box is finishing the PDF.');
    await ana.types('/sign cancel patience', here);
    await ana.sees('Patience.pdf: Everyone has signed, so it can no longer be cancelled.', here);
    expect(await ana.modal()).toBeNull();
  });

  function requestNamed(name: string): SentRequest {
    const found = sent[name];
    if (!found) throw new Error(`nothing called ${name} was sent`);
    return found;
  }

  async function seesChoice(opening: string): Promise<SeenMessage> {
    await world().ana.sees(opening, here);
    const found = (await world().ana.ephemerals('#contracts')).findLast(({ plain }) =>
      plain.includes(opening),
    );
    if (!found) throw new Error('the choice is gone');
    return found;
  }

  /** The list reduced to this request's row: people press the button beside a name. */
  function rowOf(choice: SeenMessage, name: string): SeenMessage {
    const blocks = choice.blocks.filter((block) =>
      JSON.stringify(block).includes(JSON.stringify(name).slice(1, -1)),
    );
    expect(blocks).toHaveLength(1);
    return { ...choice, blocks };
  }
});
