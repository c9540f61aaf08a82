/** Sign from Slack: colleagues picked as signers, and the requester, open the signing page from Slack. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { SECRET_MARK } from '../../sandbox/box/state.ts';
import { createdFor, noticesAbout, onlyCard, opensForm, savesSettings } from './acts.ts';
import { pollsRarely } from './quiet.ts';
import {
  cardSays,
  opensSigningPage,
  sendsDirectly,
  submitsAndSends,
  toldAbout,
  turnsOffSigning,
  turnsOnSigning,
} from './signing-here.ts';
import { aWorld, stories } from './world.ts';

stories('signing from Slack', () => {
  const world = aWorld({ box: 'oauth' });
  beforeEach(() => world().ana.reloads());

  it('until an admin turns on signing from Slack, colleagues are told once that Box has emailed them', async () => {
    const { slack, box } = world();
    await sendsDirectly(world(), 'Early', '@bo @gil');
    const bo = slack.person('bo');
    await bo.sees(/Ana Ruiz asks you to sign Early\.pdf.*Box emailed the link to bo@acme\.com/s);
    expect(await toldAbout(bo, 'Early')).toHaveLength(1);
    expect((await bo.messages('app')).at(-1)?.buttons).toEqual([]);
    expect(box.mails('bo@acme.com')).toHaveLength(1);
    // A guest cannot use the app, and gets Box's email.
    expect(await toldAbout(slack.person('gil'), 'Early')).toEqual([]);
    expect(box.mails('gil@acme.com')).toHaveLength(1);
    await box.person('bo@acme.com').signs();
    await world().passes(5 * 60_000);
    await bo.sees(/You signed Early\.pdf/);
  });

  it('two colleagues sign in order to the end, without an email from Box', async () => {
    const { slack, box, ana } = world();
    await turnsOnSigning(world());
    const [bo, cy] = [slack.person('bo'), slack.person('cy')];
    await sendsDirectly(
      world(),
      'Ordered',
      '@bo @cy dee@client.com',
      { 'I sign too, after everyone else': true, Message: 'Please *read* clause 4' },
      { 'Bo Lee': 'First', 'Cy Ng': 'Second', 'dee@client.com': 'Second', 'Ana Ruiz': 'Third' },
    );
    await bo.opensHome();
    await bo.sees(/Needs you \(1\).*Ana Ruiz asks you to sign Ordered\.pdf.*Review and sign/s, {
      in: 'home',
    });
    await bo.sees(/Ana Ruiz asks you to sign Ordered\.pdf.*Please \*read\* clause 4.*Sign by /s);
    expect(await toldAbout(cy, 'Ordered')).toEqual([]);
    await box.person('bo@acme.com').signs(await opensSigningPage(bo));
    await world().passes(2 * 60_000);
    await cy.sees(/asks you to sign Ordered/);
    await bo.sees('Nothing is waiting.', { in: 'home' });
    expect(box.mails('dee@client.com')).toHaveLength(1);
    await cy.presses('Review and sign');
    await cy.sees('is ready for you in Box', { in: 'modal' });
    const { url } = await cy.presses('Open in Box');
    await cy.closes({ all: true });
    await box.person('cy@acme.com').signs(url ?? '');
    await box.person('dee@client.com').signs();
    await world().passes(2 * 60_000);
    await bo.sees(/You signed Ordered\.pdf/);
    await cardSays(world(), 'Ordered', /3 of 4 signed\. It is your turn\./);
    const card = await onlyCard(world(), 'Ordered', /your turn/);
    expect(card.buttons).toContain('Review and sign');
    expect(card.buttons).not.toContain('Email me the link again');
    await box.person('ana@acme.com').signs(await opensSigningPage(ana));
    await world().passes(2 * 60_000);
    await cardSays(world(), 'Ordered', /Completed .*4 of 4 signed/s);
    for (const who of [bo, cy]) {
      await who.sees(/You signed Ordered\.pdf.*Everyone has signed/);
      expect(await toldAbout(who, 'Ordered')).toHaveLength(1);
    }
    await bo.presses('Open document');
    await bo.sees('is ready for you in Box', { in: 'modal' });
    await bo.closes({ all: true });
    const mails = ['bo@acme.com', 'cy@acme.com'].flatMap((address) => box.mails(address));
    expect(mails.filter(({ subject }) => subject.includes('Ordered'))).toEqual([]);
    const messages = slack.log.filter(({ method }) => /^chat\.|response_url/.test(method));
    expect(JSON.stringify(messages).includes(SECRET_MARK)).toBe(false);
  });

  it('who turned off messages about signatures is still told that it is their own turn', async () => {
    const { ana, box } = world();
    const setting = 'Messages about my requests';
    await savesSettings(ana, { [setting]: ['Everyone has signed'] });
    await sendsDirectly(world(), 'Silent', 'dee@client.com fay@client.com', {
      'I sign too, after everyone else': true,
    });
    await box.person('dee@client.com').signs();
    await cardSays(world(), 'Silent', /1 of 3 signed/);
    await box.person('fay@client.com').signs();
    await world().passes(2 * 60_000);
    await expect
      .poll(() => noticesAbout(world(), 'Silent'))
      .toEqual([expect.stringContaining('It is your turn to sign Silent')]);
    await savesSettings(ana, { [setting]: ['Someone signed, or passed it on', 'Everyone has signed'] });
  });

  it('nothing is sent to a person in the room once signing from Slack was turned off', async () => {
    const { ana } = world();
    await turnsOnSigning(world());
    const file = world().newFile('No room.pdf');
    await opensForm(world(), `${file.url} dee@client.com`);
    await ana.fills({ 'Send now, without fields': true, 'I sign too, after everyone else': true });
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    await ana.presses('Roles of signers…');
    await ana.sees('Sign in person', { in: 'modal' });
    await ana.fills({ 'Sign in person': ['dee@client.com'] });
    expect(await ana.submits()).toEqual({});
    await ana.sees('1 in person', { in: 'modal' });
    await turnsOffSigning(world());
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nothing was sent. People can sign in person only after you', { in: 'modal' });
    expect(createdFor(world(), file)).toEqual([]);
    await turnsOnSigning(world());
  });

  it('a person in the room signs on the requester’s screen, after her', async () => {
    const { ana, box } = world();
    await opensForm(world(), `${world().newFile('Room.pdf').url} dee@client.com`);
    await ana.fills({ 'Send now, without fields': true });
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    await ana.presses('Roles of signers…');
    await ana.sees('Sign in person', { in: 'modal' });
    await ana.fills({ 'Sign in person': ['dee@client.com'] });
    expect((await ana.submits()).errors).toEqual({
      'Sign in person': expect.stringContaining('They sign on your screen, after you.'),
    });
    await ana.closes();
    await ana.fills({ 'I sign too, after everyone else': true });
    await ana.presses('Roles of signers…');
    await ana.sees('Sign in person', { in: 'modal' });
    await ana.fills({ 'Sign in person': ['dee@client.com'] });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Who signs when', { in: 'modal' });
    await submitsAndSends(world(), 'Room');
    const card = await onlyCard(world(), 'Room', /Nobody has opened it/);
    await ana.presses('Review and sign', { on: card });
    await ana.sees('Box goes on to dee@client.com on the same screen', { in: 'modal' });
    const { url } = await ana.presses('Open in Box');
    const next = await box.person('ana@acme.com').signs(url ?? '');
    await ana.closes({ all: true });
    await world().passes(2 * 60_000);
    // Ana's browser was closed before Dee signed; the card leads back to the same screen.
    await ana.presses('Review and sign', { on: await onlyCard(world(), 'Room', /1 of 2 signed/) });
    await ana.sees('You have signed. dee@client.com can now sign on your screen.', { in: 'modal' });
    const again = await ana.presses('Open in Box');
    expect(again.url).toBe(url);
    await ana.closes({ all: true });
    await box.person('ana@acme.com').signs(next ?? '');
    await world().passes(2 * 60_000);
    await cardSays(world(), 'Room', /Completed .*2 of 2 signed/s);
  });

  it('signers whom Box does not email get reminders in Slack, and the message says when the request is over', async () => {
    const { slack, ana, box } = world();
    const bo = slack.person('bo');
    await sendsDirectly(world(), 'Patience', '@bo');
    await bo.sees(/asks you to sign Patience/);
    await world().passes(11 * 60_000);
    await ana.presses('Resend reminder', { on: await onlyCard(world(), 'Patience', 'Resend reminder') });
    await bo.sees(/A reminder from Ana Ruiz: Patience\.pdf is waiting for your signature since /);
    await bo.presses('Review and sign');
    await bo.sees('is ready for you in Box', { in: 'modal' });
    await bo.closes({ all: true });
    const id = box.signRequests().find(({ name }) => name.startsWith('Patience'))?.id ?? '';
    await box.person('ana@acme.com').cancelsInBox(id);
    // The app has not heard of the change yet, and asks Box when the button is pressed.
    await bo.presses('Review and sign');
    await bo.sees('There is nothing for you to sign in this request right now', { in: 'modal' });
    await bo.closes({ all: true });
    await bo.sees(/Patience\.pdf was cancelled\. Your signature is no longer needed/);
    expect(box.mails('bo@acme.com').filter(({ subject }) => subject.includes('Patience'))).toEqual([]);
  });

  it('a signer reads whether Box is silent, Box refuses, or the app failed', async () => {
    const { slack, box } = world();
    const bo = slack.person('bo');
    await sendsDirectly(world(), 'Troubled', '@bo');
    await bo.sees(/asks you to sign Troubled/);
    await pollsRarely(world());
    for (const [status, sentence] of [
      [503, 'Box did not answer just now. Nothing was changed'],
      [403, 'Box does not show us this request right now. Ask Ana Ruiz'],
    ] as const) {
      box.faults.next({ kind: 'status', status, method: 'GET', path: /\/sign_requests\/[^/]+$/ });
      await bo.presses('Review and sign');
      await bo.sees(sentence, { in: 'modal' });
      await bo.closes({ all: true });
    }
    slack.faults.next({ kind: 'error', error: 'invalid_blocks', method: 'views.update' });
    await bo.presses('Review and sign');
    await bo.sees('That did not work just now. Nothing was changed', { in: 'modal' });
    await bo.closes({ all: true });
  });

  it('the requester is told which signer cannot be reached in Slack', async () => {
    const { slack, ana, box } = world();
    const zoe = slack.addUser({ handle: 'zoe', name: 'Zoe Gone' });
    const order = { 'Bo Lee': 'First', 'Zoe Gone': 'Second' };
    const id = await sendsDirectly(world(), 'Unreached', '@bo @zoe', {}, order);
    await ana.presses('Mute notices', { on: await onlyCard(world(), 'Unreached', /Sent/) });
    await onlyCard(world(), 'Unreached', /Unmute notices/);
    zoe.deleted = true;
    await slack.person('bo').sees(/asks you to sign Unreached/);
    await box.person('bo@acme.com').signs(await opensSigningPage(slack.person('bo')));
    await world().passes(2 * 60_000);
    await ana.sees(/Zoe Gone hasn't been told about Unreached\.pdf.*Change…/);
    await box.person('ana@acme.com').cancelsInBox(id);
    await world().passes(5 * 60_000);
    await slack.person('bo').sees(/You signed Unreached\.pdf, but it was cancelled/);
    // Bo has not muted it.
    await slack.person('bo').sees('Unreached.pdf was cancelled. Your signature is no longer needed.');
    expect(await noticesAbout(world(), 'Unreached')).toEqual([
      expect.stringContaining("Zoe Gone hasn't been told"),
    ]);
  });

  it('the requester is told when a signer who was already asked leaves', async () => {
    const { slack, ana } = world();
    const yan = slack.addUser({ handle: 'yan', name: 'Yan Left' });
    await sendsDirectly(world(), 'Vacated', '@yan');
    await slack.person('yan').sees(/asks you to sign Vacated/);
    yan.deleted = true;
    await world().passes(61 * 60_000);
    await ana.presses('Mute notices', { on: await onlyCard(world(), 'Vacated', /Sent/) });
    await ana.sees(/Yan Left hasn't been told about Vacated\.pdf.*Change…/);
  });

  it('the Home of a signer who has become a guest no longer shows what there is to sign', async () => {
    const { slack, ana } = world();
    const user = slack.addUser({ handle: 'wim', name: 'Wim Visitor' });
    const wim = slack.person('wim');
    await sendsDirectly(world(), 'Outgrown', '@wim');
    await wim.opensHome();
    await wim.sees('asks you to sign Outgrown.pdf', { in: 'home' });
    user.isRestricted = true;
    await world().passes(61 * 60_000);
    // Any change of the request lets the app look at its signers again.
    await ana.presses('Mute notices', { on: await onlyCard(world(), 'Outgrown', /Sent/) });
    await ana.sees(/Wim Visitor hasn't been told about Outgrown\.pdf/);
    await wim.sees('Sign is only for full members of this workspace.', { in: 'home' });
    expect((await wim.home())?.plain).not.toContain('Outgrown');
  });

  it('the next signer is asked although Slack refuses the requester’s card', async () => {
    const { slack, box } = world();
    const [bo, cy] = [slack.person('bo'), slack.person('cy')];
    await sendsDirectly(world(), 'Cardless', '@bo @cy', {}, { 'Bo Lee': 'First', 'Cy Ng': 'Second' });
    await bo.sees(/asks you to sign Cardless/);
    const { channel } = await onlyCard(world(), 'Cardless', /Sent/);
    slack.faults.next({ kind: 'error', error: 'msg_too_long', method: 'chat.update', channel, times: 50 });
    await box.person('bo@acme.com').signs(await opensSigningPage(bo));
    await world().passes(2 * 60_000);
    await cy.sees(/asks you to sign Cardless/);
    slack.faults.clear();
  });

  it('a requester who disconnects is told how many signers wait, and the signers are told too', async () => {
    const { slack, ana } = world();
    const bo = slack.person('bo');
    await sendsDirectly(world(), 'Stranded', '@bo @cy');
    await bo.sees(/asks you to sign Stranded/);
    await ana.types('/sign disconnect', { in: 'app' });
    await ana.sees(/\d people have still to sign from Slack.*they can't sign until you connect again/s, {
      in: 'modal',
    });
    await ana.submits();
    await ana.closes();
    await bo.sees(/Stranded.*Ana Ruiz is not connected to Box right now/s);
    expect((await bo.messages('app')).at(-1)?.buttons).toEqual([]);
  });
});
