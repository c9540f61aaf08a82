/** A person connects their own Box account. The form comes back, and an account with another login needs a code. */
// runs: http
import { beforeEach, expect, it } from 'vitest';
import { linkOn } from '../../sandbox/own/browser.ts';
import type { Person } from '../../sandbox/slack/person.ts';
import { addsFileOf, asksFor, createdFor, formValues, holdAtSlack, holdCalls, onlyCard } from './acts.ts';
import { aBrowser, publicUrl } from './browser.ts';
import {
  asksForLink,
  aWorldToConnectIn,
  codeOn,
  connectLinkOf,
  connects,
  goesToBox,
  grantsAccess,
  livingTokens,
} from './connecting.ts';
import { storedRows } from './stored.ts';
import { stories } from './world.ts';

const minutes = 60_000;

stories('connecting a Box account', () => {
  const world = aWorldToConnectIn();
  beforeEach(async () => {
    await world().ana.reloads();
    // Slack accepts only a few messages in a burst in a conversation, and these stories are faster than people.
    await world().passes(6_000);
  });

  it('the form comes back as it was filled in, and sends as the Box account with the same address', async () => {
    const { ana, anaAtBox } = world();
    const file = world().newFile('First.pdf');
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('Not connected to Box. Fill this in; you connect when you press Continue.', {
      in: 'modal',
    });
    await ana.fills({ Message: 'Please sign' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Then your form comes back here as you filled it in', { in: 'modal' });
    const link = await connectLinkOf(ana);
    expect(new URL(link).origin).toBe(publicUrl);
    const browser = aBrowser(world());
    const start = await browser.opens(link);
    expect(start.text).toContain('This connects Box for Ana Ruiz in the Slack workspace Acme');
    expect(start.text).toContain("Not Ana Ruiz, or didn't request this? Close this page.");
    const page = await grantsAccess(browser, link, anaAtBox);
    expect(page.text).toContain('is now connected to the Box account ana@acme.com');
    await ana.sees('Sending as ana@acme.com in Box', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      'Box link or file ID': file.url,
      Message: 'Please sign',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('several presses of the button all lead to Box, and one connection is made', async () => {
    const { ana, anaAtBox } = world();
    const browser = aBrowser(world());
    const page = await browser.opens(await asksForLink(ana));
    const answers = await Promise.all([1, 2, 3].map(() => browser.submits(page)));
    const [toBox = '', ...others] = [...answers, await browser.submits(page)].map(linkOn);
    expect(others).toEqual([toBox, toBox, toBox]);
    const back = await anaAtBox.grants(toBox);
    expect((await browser.opens(back)).text).toContain('is now connected to');
    for (const late of [await browser.opens(back), await browser.submits(page)]) {
      expect([late.status, late.text]).toEqual([404, expect.stringContaining('It was already used')]);
    }
    await ana.sees('Connected to Box as ana@acme.com', { in: 'modal' });
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toHaveLength(1);
    await ana.reloads();
  });

  it('the link leads to Box again in the same browser; another browser is sent to Slack for a new link', async () => {
    const { ana, anaAtBox } = world();
    const browser = aBrowser(world());
    const link = await asksForLink(ana);
    const first = await goesToBox(browser, link);
    // Ana opens the same link, which the modal still shows, again in the same browser.
    expect(await goesToBox(browser, link)).toBe(first);
    const elsewhere = aBrowser(world());
    expect((await elsewhere.opens(link)).text).toContain('Go back to Slack, where you will find a new link.');
    await ana.sees('If you have not finished in Box, here is a new link.', { in: 'modal' });
    expect(await connectLinkOf(ana)).not.toBe(link);
    // The first attempt can still be completed, and the modal that it began in shows the connection.
    expect((await browser.opens(await anaAtBox.grants(first))).text).toContain('is now connected to');
    await ana.sees('Connected to Box as ana@acme.com', { in: 'modal' });
    await ana.reloads();
  });

  it('an attempt can be completed in the tab where it began, even if a second tab has opened another link', async () => {
    const { ana, anaAtBox } = world();
    const browser = aBrowser(world());
    const first = await goesToBox(browser, await asksForLink(ana));
    const second = await goesToBox(browser, await asksForLink(ana));
    for (const toBox of [first, second]) {
      expect((await browser.opens(await anaAtBox.grants(toBox))).text).toContain('is now connected to');
    }
    await ana.sees('Connected to Box as ana@acme.com', { in: 'modal' });
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toHaveLength(1);
    await ana.reloads();
  });

  it('another login needs a code, and the account connected before is revoked', async () => {
    const { ana, anaAtBox, box } = world();
    // Time passes: Slack accepts one message a second in a conversation, and stories are faster than people.
    await world().passes(5_000);
    // A request that has ended is not one of those that no longer update.
    await asksFor(world(), `${world().newFile('Over.pdf').url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.reloads();
    const card = await onlyCard(world(), 'Over.pdf', 'Not sent yet');
    await anaAtBox.cancelsInBox(box.signRequests().at(-1)?.id ?? '');
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), 'Over.pdf', 'Cancelled');
    box.addUser({ login: 'sales@acme.com', name: 'Sales' });
    const before = livingTokens(world(), 'ana@acme.com');
    expect(before).toHaveLength(1);
    const link = await asksForLink(ana);
    await ana.sees('You are connected to Box as ana@acme.com.', { in: 'modal' });
    const page = await grantsAccess(aBrowser(world()), link, box.person('sales@acme.com'));
    expect(page.text).toContain(
      'You signed in to Box as sales@acme.com. That is not the email address of Ana Ruiz',
    );
    expect(page.text).toContain('Enter it in Slack: in the window that asks for it');
    const asked = await ana.sees('6-digit code from your browser', { in: 'modal' });
    // The modal does not name the Box account: the person who asked for the link may be an attacker.
    expect(asked).not.toContain('sales@');
    await ana.fills({ Code: 'no' });
    expect(await ana.submits()).toEqual({ errors: { Code: 'The code has 6 digits.' } });
    await ana.fills({ Code: wrongCode(codeOn(page)) });
    expect(await ana.submits()).toEqual({
      errors: { Code: 'That code is not correct. You have 4 tries left.' },
    });
    expect((await storedRows(world().store))['connections']?.join()).toContain('ana@acme.com');
    await ana.fills({ Code: codeOn(page).replace(/(...)/, '$1 ') });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Connected to Box as sales@acme.com. 1 open request was sent from another Box account', {
      in: 'modal',
    });
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toEqual([]);
    expect(livingTokens(world(), 'sales@acme.com')).toHaveLength(1);
    await noLongerAsksForCode(ana, /Connected to Box as sales@acme\.com, .*\d:\d\d/);
    await ana.sees('🔌 It stays open in Box, sent as ana@acme.com; we last checked');
    await connects(world(), ana, world().anaAtBox);
    await ana.sees('Not sent yet. Place the fields in Box, then press Send there.');
  });

  it('the code also works when it is typed after the command, and the form comes back from a message', async () => {
    const { slack, box } = world();
    box.addUser({ login: 'bo@home.net', name: 'Bo' });
    const bo = slack.person('bo');
    const file = world().newFile('Kept.pdf');
    await bo.types(`/sign ${file.url}`, { in: '#contracts' });
    await bo.sees('New signature request', { in: 'modal' });
    await bo.fills({ 'Other signers (email)': 'dee@client.com', Message: 'From Bo' });
    await bo.presses('Connect Box');
    const link = await connectLinkOf(bo);
    await bo.reloads();
    const page = await grantsAccess(aBrowser(world()), link, box.person('bo@home.net'));
    await bo.sees(/6-digit code from your browser\. .* it expires .*\d:\d\d/);
    await bo.presses('Enter code…');
    await bo.sees('6-digit code from your browser', { in: 'modal' });
    await bo.reloads();
    await bo.types(`/sign connect ${codeOn(page)}`, { in: 'app' });
    await bo.sees(
      /Connected to Box as bo@home\.net, .*\. Your form is just as you left it\. It is kept until .*, 20\d\d at \d/,
    );
    await bo.sees(/^The code was entered .*\d:\d\d/);
    const said = (await bo.messages('app')).filter(({ plain }) => plain.includes('Connected to Box'));
    expect(said).toHaveLength(1);
    await bo.presses('Open the form again');
    await bo.sees('Sending as bo@home.net in Box', { in: 'modal' });
    expect((await bo.modal())?.values).toMatchObject({
      'Box link or file ID': file.url,
      'Other signers (email)': 'dee@client.com',
      Message: 'From Bo',
    });
    await bo.reloads();
    await bo.types(`/sign connect ${codeOn(page)}`, { in: 'app' });
    await bo.sees('That code has expired');

    await world().passes(24 * 60 * minutes);
    await bo.presses('Open the form again');
    await bo.sees('This draft has expired. Nothing was changed. Type /sign to open a new form.');
    expect(await bo.modal()).toBeNull();
    await expect
      .poll(async () => (await bo.messages('app')).flatMap(({ buttons }) => buttons))
      .not.toContain('Open the form again');
  });

  it('the check names the sending account if its login is not the person’s own address', async () => {
    const { ana, slack } = world();
    const bo = slack.person('bo');
    for (const [who, login, said] of [
      [ana, 'ana@acme.com', 'Sending as ana@acme.com.'],
      [bo, 'bo@home.net', 'Sending as bo@home.net: that Box account does not use your Slack email address.'],
    ] as const) {
      await who.types(`/sign ${addsFileOf(world(), login, 'Own.pdf').url} dee@client.com`, {
        in: '#contracts',
      });
      await who.sees('New signature request', { in: 'modal' });
      await who.fills({ 'Send now, without fields': true });
      expect(await who.submits()).toEqual({});
      await who.sees('Check and send', { in: 'modal' });
      await who.sees(said, { in: 'modal' });
      await who.presses('Change something');
      await who.sees('New signature request', { in: 'modal' });
      await who.reloads();
    }
  });

  it('after five wrong codes the app revokes the tokens from Box', async () => {
    const { slack, box } = world();
    box.addUser({ login: 'cy@home.net', name: 'Cy' });
    const cy = slack.person('cy');
    const page = await grantsAccess(aBrowser(world()), await asksForLink(cy), box.person('cy@home.net'));
    expect(livingTokens(world(), 'cy@home.net')).toHaveLength(1);
    const code = codeOn(page);
    for (const left of ['4 tries', '3 tries', '2 tries', '1 try']) {
      await cy.types(`/sign connect ${wrongCode(code)}`, { in: 'app' });
      await cy.sees(`That code is not correct. You have ${left} left.`);
    }
    await cy.types(`/sign connect ${wrongCode(code)}`, { in: 'app' });
    await cy.sees('That was the fifth wrong code, so nothing was connected.');
    await cy.types(`/sign connect ${code}`, { in: 'app' });
    await cy.sees('That code has expired');
    await expect.poll(() => livingTokens(world(), 'cy@home.net')).toEqual([]);
    // Box revokes the token a moment before the app stores that.
    await expect.poll(async () => (await storedRows(world().store))['revocations']).toEqual([]);
    const rows = await storedRows(world().store);
    expect(rows['connections']?.join()).not.toContain('cy@home.net');
    expect(rows['pending_connections']).toEqual([]);
    await noLongerAsksForCode(cy, 'That was the fifth wrong code, so nothing was connected.');
    await cy.reloads();
  });

  it('after five wrong codes the modal and the message offer a new link, and the form comes back', async () => {
    const { slack, box } = world();
    const cy = slack.person('cy');
    const file = world().newFile('Wanted.pdf');
    const over = 'That was the fifth wrong code, so nothing was connected.';
    await cy.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await cy.sees('New signature request', { in: 'modal' });
    await cy.presses('Connect Box', { on: 'modal' });
    const page = await grantsAccess(aBrowser(world()), await connectLinkOf(cy), box.person('cy@home.net'));
    await cy.sees('6-digit code from your browser', { in: 'modal' });
    await cy.fills({ Code: wrongCode(codeOn(page)) });
    for (const _try of [1, 2, 3, 4]) expect(await cy.submits()).toMatchObject({ errors: {} });
    expect(await cy.submits()).toEqual({});
    expect(await cy.sees(over, { in: 'modal' })).toContain('your form comes back here');
    await noLongerAsksForCode(cy, over);
    expect(await connectLinkOf(cy)).toContain('/box/connect?state=');
    await cy.reloads();
    const asked = (await cy.messages('app')).filter(({ plain }) => plain.includes(over)).at(-1);
    if (!asked) throw new Error('no message says so');
    await cy.presses('Connect Box', { on: asked });
    const again = await grantsAccess(aBrowser(world()), await connectLinkOf(cy), box.person('cy@home.net'));
    await cy.sees('6-digit code from your browser', { in: 'modal' });
    await cy.fills({ Code: codeOn(again) });
    expect(await cy.submits()).toEqual({});
    await cy.sees('Sending as cy@home.net in Box', { in: 'modal' });
    expect((await cy.modal())?.values).toMatchObject({ 'Box link or file ID': file.url });
    await cy.reloads();
    await cy.types('/sign disconnect', { in: 'app' });
    await cy.sees('Disconnect Box?', { in: 'modal' });
    await cy.submits();
    await expect.poll(() => livingTokens(world(), 'cy@home.net')).toEqual([]);
    await cy.reloads();
  });

  it('tokens whose code was never entered are revoked after ten minutes', async () => {
    const { slack, box } = world();
    const cy = slack.person('cy');
    const page = await grantsAccess(aBrowser(world()), await asksForLink(cy), box.person('cy@home.net'));
    expect(livingTokens(world(), 'cy@home.net')).toHaveLength(1);
    await cy.sees('6-digit code from your browser');
    await world().passes(10 * minutes + 1);
    await cy.types(`/sign connect ${codeOn(page)}`, { in: 'app' });
    await cy.sees('That code has expired');
    await expect.poll(() => livingTokens(world(), 'cy@home.net')).toEqual([]);
    await noLongerAsksForCode(cy, 'The code was not entered within 10 minutes');
    await cy.reloads();
  });

  it('a new message says that no code was entered where the app may not find the old one', async () => {
    const { slack, box } = world();
    slack.addUser({ handle: 'uma', name: 'Uma', email: 'uma@acme.com' });
    box.addUser({ login: 'uma@home.net', name: 'Uma' });
    const uma = slack.person('uma');
    await grantsAccess(aBrowser(world()), await asksForLink(uma), box.person('uma@home.net'));
    await uma.sees('6-digit code from your browser');
    await uma.reloads();
    slack.faults.next({ kind: 'error', error: 'missing_scope', method: 'conversations.history' });
    await world().passes(10 * minutes + 1);
    await uma.sees('The code was not entered within 10 minutes');
    // The message that asked for the code stays, and its button says that the code is no longer valid.
    await uma.presses('Enter code…');
    await uma.sees('That code has expired. Run /sign connect for a new link.');
    expect(await uma.modal()).toBeNull();
  });

  it('a person who denies access in Box is offered a new link', async () => {
    const { slack, box } = world();
    const cy = slack.person('cy');
    const browser = aBrowser(world());
    const link = await asksForLink(cy);
    const page = await browser.opens(await box.person('cy@home.net').denies(await goesToBox(browser, link)));
    expect([page.status, page.text]).toEqual([
      200,
      expect.stringContaining('Access was not approved in Box. Nothing was connected.'),
    ]);
    expect(page.text).toContain('Go back to Slack, where you will find a new link.');
    await cy.sees('Access was not approved in Box, so nothing was connected. Here is a new link.', {
      in: 'modal',
    });
    const renewed = await connectLinkOf(cy);
    expect(renewed).not.toBe(link);
    expect((await aBrowser(world()).opens(renewed)).text).toContain('This connects Box for Cy Ng');
    expect((await storedRows(world().store))['pending_connections']).toEqual([]);
  });

  it('the list from which a person connected is loaded from Box afterwards', async () => {
    const { slack, box } = world();
    slack.addUser({ handle: 'fay', name: 'Fay', email: 'fay@acme.com' });
    const atBox = box.addUser({ login: 'fay@acme.com', name: 'Fay' });
    const file = box.addFile(atBox, { name: 'Before.pdf' });
    box.addSignRequest(atBox, { file, to: ['dee@client.com'], name: 'Made before.pdf' });
    const fay = slack.person('fay');
    await fay.types('/sign list', { in: 'app' });
    await fay.sees('No requests here. Connect Box to see the ones in Box.', { in: 'modal' });
    await fay.fills({ 'Name, person, address, folder or SR number': 'before' });
    await fay.sees('No requests here match "before". Connect Box to see the ones in Box.', {
      in: 'modal',
    });
    await fay.presses('Connect Box', { on: 'modal' });
    const page = await grantsAccess(aBrowser(world()), await connectLinkOf(fay), box.person('fay@acme.com'));
    expect(page.text).toContain('Connected');
    await fay.sees('Connected to Box as fay@acme.com', { in: 'modal' });
    await fay.closes();
    await fay.sees('Made before.pdf', { in: 'modal' });
    expect((await fay.modal())?.plain).not.toContain('Not connected');
  });

  it.each([
    ['before the app has stored the tokens', 'ruth'],
    ['while the app makes the modal ask for the code', 'sam'],
  ])('a form to which the person went back %s stays open', async (when, handle) => {
    const { slack, box } = world();
    slack.addUser({ handle, name: handle, email: `${handle}@acme.com` });
    box.addUser({ login: `${handle}@home.net`, name: handle });
    const person = slack.person(handle);
    await person.types('/sign 12345 dee@client.com', { in: 'app' });
    await person.sees('New signature request', { in: 'modal' });
    await person.presses('Connect Box', { on: 'modal' });
    const browser = aBrowser(world());
    const toBox = await goesToBox(browser, await connectLinkOf(person));
    const back = await box.person(`${handle}@home.net`).grants(toBox);
    const held = when.startsWith('before')
      ? holdCalls(world(), /\/users\/me$/)
      : holdAtSlack(world(), 'views.update');
    const arrives = browser.opens(back);
    await expect.poll(held.waiting).toBe(1);
    await person.presses('Back to the form', { on: 'modal' });
    await person.sees('New signature request', { in: 'modal' });
    held.release();
    expect((await arrives).text).toContain('Enter this code in Slack');
    // The app posts this message after it has updated the modal, so the modal no longer changes.
    await person.sees('6-digit code from your browser');
    expect((await person.modal())?.plain).toContain('New signature request');
    await person.reloads();
  });

  it('help names the commands to connect and to disconnect', async () => {
    const { ana } = world();
    await ana.types('/sign help', { in: '#contracts' });
    const help = await ana.sees('/sign connect — connects your Box account', { in: '#contracts' });
    expect(help).toContain(
      'for admins: workspace settings, how many people are connected, and open requests from former members',
    );
    expect(help).toContain("/sign disconnect — ends Sign's access to your Box account");
  });
});

/** Waits until no message asks for the code, and the last one says this instead. */
async function noLongerAsksForCode(person: Person, instead: string | RegExp): Promise<void> {
  await expect
    .poll(async () => (await person.messages('app')).filter(({ buttons }) => buttons.includes('Enter code…')))
    .toEqual([]);
  const said = async () => (await person.messages('app')).filter(({ ephemeral }) => !ephemeral).at(-1)?.plain;
  if (typeof instead === 'string') await expect.poll(said).toContain(instead);
  else await expect.poll(said).toMatch(instead);
}

/** A code that differs from this one. */
function wrongCode(code: string): string {
  return code === '000000' ? '000001' : '000000';
}
