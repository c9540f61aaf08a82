/**
 * A connection to Box ends, by the person or by Box. Open requests continue in Box, and cards say that they are no
 * longer updated.
 */
// runs: http, ci
import { beforeEach, expect, it } from 'vitest';
import { anaInBox, asksFor, createdFor, holdCalls, onlyCard } from './acts.ts';
import { aBrowser } from './browser.ts';
import {
  asksForLink,
  aWorldToConnectIn,
  codeOn,
  connectLinkOf,
  connects,
  goesToBox,
  grantsAccess,
  livingTokens,
  startsApp,
} from './connecting.ts';
import { runProgram, settingsOf } from './examining.ts';
import { submission } from './forging.ts';
import { nothingIsDue, quiet } from './quiet.ts';
import { type SentRequest, sendsRequests } from './sent.ts';
import { opensShared, sharesWithAna } from './shared-with-me.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const hour = 60 * 60_000;

stories('a connection to Box that ends', () => {
  const world = aWorldToConnectIn();
  beforeEach(() => world().ana.reloads());

  it('disconnecting says what happens to open requests, revokes the tokens, and cards stop updating', async () => {
    const { ana, anaAtBox, slack } = world();
    await connects(world(), ana, anaAtBox);
    await sendsRequests(world(), ['Open']);
    await ana.reloads();
    const kim = world().box.addUser({ login: 'kim@acme.com', name: 'Kim Ode' });
    sharesWithAna(world(), kim, { name: 'Of Kim.pdf', as: 'viewer', to: 'gus@client.com' });
    expect(await opensShared(world())).toContain('Of Kim.pdf');
    await ana.reloads();
    // A request that never reached Box does not continue there.
    const held = holdCalls(world(), /\/files\//);
    await asksFor(world(), '99999999999 bo@client.com');
    await ana.closes();
    held.release();
    await ana.sees('❌ Not sent', { in: 'app' });
    await ana.types('/sign status Open', { in: '#contracts' });
    await ana.sees(/Open\.pdf.*History/s, { in: '#contracts' });
    const status = (await ana.ephemerals('#contracts')).at(-1);
    const [token = ''] = livingTokens(world(), 'ana@acme.com');
    await ana.types('/sign disconnect', { in: '#contracts' });
    const says = await ana.sees('Sign will no longer have access to your Box account ana@acme.com.', {
      in: 'modal',
    });
    expect(says).toContain('Your open request stays open in Box. People can still sign what was sent');
    expect(await slack.person('bo').messages('#contracts')).toEqual([]);
    expect(await ana.submits({ times: 3 })).toEqual({});
    await ana.sees('Disconnected. Open requests continue in Box.', { in: 'modal' });
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toEqual([]);
    expect(world().box.state.refreshTokens[token]?.revoked).toBe(true);
    await expect.poll(async () => (await storedRows(world().store))['revocations']).toEqual([]);
    // What Box showed to Ana's account is deleted with the connection; her own requests stay.
    expect(await storedRows(world().store)).toMatchObject({ connections: [], shared_requests: [] });
    const card = await onlyCard(world(), 'Open.pdf', /🔌 It stays open in Box; we last checked/);
    expect(card.buttons).toEqual(['Connect Box', 'Details', 'All my requests']);
    await ana.closes();
    if (!status) throw new Error('there is no status');
    await ana.presses('Refresh', { on: status });
    await ana.sees('or your Box connection may have ended', { in: '#contracts' });
  });

  it('disconnecting again finds nothing to end, and the list offers to connect', async () => {
    const { ana } = world();
    await ana.types('/sign disconnect', { in: 'app' });
    await ana.sees('You are not connected to Box, so there is nothing to disconnect.');
    expect(await ana.modal()).toBeNull();
    await ana.types('/sign list', { in: 'app' });
    await ana.sees('Not connected to Box', { in: 'modal' });
    await ana.presses('Connect Box');
    await ana.sees('Connect your own Box account', { in: 'modal' });
    expect((await ana.views()).length).toBe(2);
  });

  it('without a connection, no folder can be chosen in the settings', async () => {
    const folder = world().box.addFolder(anaInBox(world()), { name: 'Mine' });
    const option = {
      text: { type: 'plain_text', text: 'Mine' },
      value: `https://app.box.com/folder/${folder.id}`,
    };
    const values = {
      ownFolder: { ownFolder: { type: 'multi_external_select', selected_options: [option] } },
    };
    const payload = submission(world(), { by: 'ana' }, { callbackId: 'person_settings', values });
    const { body } = await world().slack.send({ payload });
    expect(body).toContain('Connect Box first (/sign connect), so that we can check the folder.');
    expect((await storedRows(world().store))['settings']).toEqual([]);
  });

  it('disconnecting voids open links and attempts in Box, even before the first connection', async () => {
    const { anaAtBox, slack } = world();
    const cy = slack.person('cy');
    const exchanges = () => world().box.traffic.filter(({ path }) => path === '/oauth2/token').length;
    const unopened = await asksForLink(cy);
    const browser = aBrowser(world());
    const toBox = await goesToBox(browser, await asksForLink(cy));
    const before = exchanges();
    await cy.reloads();
    await cy.types('/sign disconnect', { in: 'app' });
    await cy.sees('Links and codes that were still open no longer work.');
    for (const page of [
      await aBrowser(world()).opens(unopened),
      await browser.opens(await anaAtBox.grants(toBox)),
    ]) {
      expect([page.status, page.text]).toEqual([404, expect.stringContaining('you have disconnected since')]);
    }
    expect(exchanges()).toBe(before);
    const rows = await storedRows(world().store);
    expect(rows['pending_connections']).toEqual([]);
    expect(rows['oauth_states']?.join()).not.toContain(slack.user('cy').id);
    await cy.reloads();
    await cy.types('/sign disconnect', { in: 'app' });
    await cy.sees('You are not connected to Box, so there is nothing to disconnect.');
  });

  it('a code that was not entered is void once the person has disconnected', async () => {
    const { box, slack } = world();
    const cy = slack.person('cy');
    box.addUser({ login: 'cy@home.net', name: 'Cy' });
    const page = await grantsAccess(aBrowser(world()), await asksForLink(cy), box.person('cy@home.net'));
    await cy.sees('6-digit code from your browser');
    await cy.reloads();
    await cy.types('/sign disconnect', { in: 'app' });
    await cy.sees('Links and codes that were still open no longer work.');
    await cy.sees('This code is no longer valid: you started over or disconnected.');
    await cy.types(`/sign connect ${codeOn(page)}`, { in: 'app' });
    await cy.sees('That code has expired');
    await expect.poll(() => livingTokens(world(), 'cy@home.net')).toEqual([]);
    expect(await storedRows(world().store)).toMatchObject({ pending_connections: [], connections: [] });
  });

  it('cards update again when the person connects through the card’s button', async () => {
    const { ana, anaAtBox, box } = world();
    await world().passes(hour);
    const card = await onlyCard(world(), 'Open.pdf', '🔌 It stays open in Box');
    await ana.presses('Connect Box', { on: card });
    const page = await grantsAccess(aBrowser(world()), await connectLinkOf(ana), anaAtBox);
    expect(page.text).toContain('Connected');
    await onlyCard(world(), 'Open.pdf', 'Nobody has opened it');
    await quiet(world());
    await box.person('dee@client.com').views();
    await world().passes(hour);
    await onlyCard(world(), 'Open.pdf', 'Opened by dee@client.com');
  });

  it('a connection that Box ended is reported once, with a way to connect again', async () => {
    const { ana, anaAtBox, box } = world();
    const card = await onlyCard(world(), 'Open.pdf', 'Opened by dee');
    const user = Object.values(box.state.users).find(({ login }) => login === 'ana@acme.com');
    await quiet(world());
    box.removeAppsFrom({ id: user?.id ?? '' });
    // The poll that is due then learns of it only after the press.
    const held = holdCalls(world(), /./);
    await world().passes(hour);
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), 'Open.pdf', 'Asking Box…');
    held.release();
    const told = 'Box has ended your connection, so nothing can be sent';
    await ana.sees(told);
    await onlyCard(world(), 'Open.pdf', '🔌 It stays open in Box; we last checked');
    const file = world().newFile('Later.pdf');
    await ana.types(`/sign ${file.url} dee@client.com`, { in: 'app' });
    await ana.sees('Not connected to Box. Fill this in', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await grantsAccess(aBrowser(world()), await connectLinkOf(ana), anaAtBox);
    await ana.sees('Sending as ana@acme.com in Box', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await expect.poll(() => createdFor(world(), file)).toHaveLength(1);
    await onlyCard(world(), 'Open.pdf', 'Opened by dee');
    await onlyCard(world(), 'Box had ended your connection', 'since connected again');
    expect((await ana.messages('app')).filter(({ plain }) => plain.includes(told))).toEqual([]);
  });

  it('forgetting a person revokes their token at the next start', async () => {
    const { ana, app, slack, store } = world();
    expect(livingTokens(world(), 'ana@acme.com')).toHaveLength(1);
    await app.stop();
    const told = await runProgram('data', settingsOf(world()), ['forget', '--user', slack.user('ana').id]);
    expect(JSON.parse(told.output)).toMatchObject({ forgotten: { connections: 1 } });
    await startsApp(world());
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toEqual([]);
    await expect.poll(async () => (await storedRows(store))['revocations']).toEqual([]);
    await ana.types('/sign disconnect', { in: 'app' });
    await ana.sees('You are not connected to Box, so there is nothing to disconnect.');
  });

  it('the list of templates offers to connect, also when Box has only just ended the connection', async () => {
    const { box, slack } = world();
    const cy = slack.person('cy');
    const offer = /Connect your Box account to see your templates\..*\[Connect Box\]/s;
    await cy.reloads();
    await cy.types('/sign templates', { in: 'app' });
    await cy.sees(offer, { in: 'modal' });
    const cyInBox = box.addUser({ login: 'cy@acme.com', name: 'Cy Ng' });
    await connects(world(), cy, box.person('cy@acme.com'));
    await cy.types('/sign templates', { in: 'app' });
    await cy.sees('You have no templates yet.', { in: 'modal' });
    box.removeAppsFrom(cyInBox);
    await cy.reloads();
    await cy.types('/sign templates', { in: 'app' });
    await cy.sees(offer, { in: 'modal' });
  });
});

stories('disconnecting while Box has not confirmed a cancel', () => {
  const world = aWorldToConnectIn();

  it('the request is not cancelled, and the card says why', async () => {
    const { ana, anaAtBox, box } = world();
    await connects(world(), ana, anaAtBox);
    const [sent] = (await sendsRequests(world(), ['Half stopped'])) as [SentRequest];
    await ana.presses('Cancel request', { on: await sent.card() });
    await ana.sees('Cancel this request?', { in: 'modal' });
    box.faults.next({ kind: 'status', status: 503, path: /\/cancel$/, times: 1_000 });
    await ana.submits();
    await expect.poll(() => sent.calls('cancel')).toBeGreaterThan(0);
    await ana.types('/sign disconnect', { in: '#contracts' });
    await ana.sees('Sign will no longer have access', { in: 'modal' });
    await ana.submits();
    await ana.sees('Disconnected.', { in: 'modal' });
    await ana.closes();
    await world().passes(60_000);
    await sent.card('⚠️ The request was not cancelled: you are no longer connected to Box. Connect again');
    expect(sent.atBox().status).toBe('sent');
  });
});

stories('disconnecting before Box has a request', () => {
  const world = aWorldToConnectIn();

  it('the request is not sent, and its card says why', async () => {
    const { ana, anaAtBox, box } = world();
    await connects(world(), ana, anaAtBox);
    const file = world().newFile('Left.pdf');
    box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 60, path: /\/files\// });
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.closes();
    await ana.types('/sign disconnect', { in: 'app' });
    await ana.sees('Sign will no longer have access', { in: 'modal' });
    await ana.submits();
    await ana.closes();
    await quiet(world());
    await world().passes(90_000);
    await nothingIsDue(world());
    await world().passes(3 * 60_000);
    await onlyCard(world(), file.id, 'Your Box account was not connected');
    expect(createdFor(world(), file)).toEqual([]);
  });
});

stories('disconnecting where people do not connect their own accounts', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('the commands say that there is nothing to connect, their pages do not exist, and help omits them', async () => {
    const { ana, app } = world();
    await ana.types('/sign connect', { in: 'app' });
    await ana.sees('This is a trial: the app uses one Box account, for the person who set it up.');
    await ana.reloads();
    await ana.types('/sign disconnect', { in: 'app' });
    await ana.sees('There is nothing to connect or disconnect.');
    await ana.types('/sign help', { in: 'app' });
    expect(await ana.sees('/sign help — shows this list')).not.toMatch(/sign (dis)?connect /);
    for (const path of ['/box/connect?state=x', '/box/oauth_redirect?state=x&code=y']) {
      expect((await fetch(`http://127.0.0.1:${app.port}${path}`)).status).toBe(404);
    }
  });
});
