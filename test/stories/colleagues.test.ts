/** Colleagues as signers: how they are named everywhere, and which of them cannot sign. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { asksFor, createdFor, onlyCard, opensForm } from './acts.ts';
import { asksForLink } from './connecting.ts';
import { aPlainBrowser } from './installing.ts';
import { aWorld, stories } from './world.ts';

const colleagues = 'Signers from your workspace';
const others = 'Other signers (email)';

stories('the names of colleagues', () => {
  const world = aWorld({ box: 'oauth' });
  beforeEach(() => world().ana.reloads());

  it.each([
    ['full name, when they chose no display name', 'ida', { name: 'Ida Holm' }, 'Ida Holm'],
    ['display name', 'jek', { name: 'Johanna Maria Ek', displayName: 'Hanna (Legal)' }, 'Hanna (Legal)'],
    [
      'full name, when the display name is blank',
      'kai',
      { name: 'Kai Berg', displayName: ' \u200b ' },
      'Kai Berg',
    ],
    ['handle, when there is no other name', 'leo', { name: '' }, 'leo'],
  ] as const)('colleagues are called by their %s', async (_what, handle, names, shown) => {
    const { ana, slack } = world();
    slack.addUser({ handle, ...names });
    const file = world().newFile(`For ${handle}.pdf`);
    await asksFor(world(), `${file.url} @${handle}`, { 'Send now, without fields': true });
    await ana.sees(`Goes to ${shown} (${handle}@acme.com) when`, { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    const card = await onlyCard(world(), file.name, /Sent |Submitted to Box|Box is preparing/);
    expect(card.plain).toContain(shown);
    await ana.reloads();
    await ana.presses('Details', { on: card });
    await ana.sees(`${shown} (${handle}@acme.com)`, { in: 'modal' });
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees(new RegExp(`${file.name}(.|\\n)*for ${shown.replace(/[()]/g, '\\$&')}`), { in: 'modal' });
  });

  it('pages in the browser use the same names', async () => {
    const { slack } = world();
    slack.addUser({ handle: 'page', name: 'Paul Age', displayName: 'Paulie' });
    const link = await asksForLink(slack.person('page'));
    expect((await aPlainBrowser().visits(link)).text).toContain('This connects Box for Paulie');
  });
});

stories('colleagues who cannot sign', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it.each([
    ['another app', '@otherbot', 'Other Bot is an app and cannot sign. Remove it from the signers.'],
    ['Slackbot', '@slackbot', 'Slackbot is an app and cannot sign. Remove it from the signers.'],
    ['Sign itself', '@sign', 'Sign is an app and cannot sign. Remove it from the signers.'],
    [
      'a person deactivated while the form is open',
      '@leaver',
      'Lea Ver no longer has an active Slack account. Remove them',
    ],
    ['a colleague of another workspace', '@eve', 'Slack does not show us an email address for Eve Out.'],
    ['a colleague without an address', '@nomail', 'Slack does not show us an email address for No Mail.'],
  ])('%s is refused at the field, and the rest is kept', async (_what, picked, says) => {
    const { ana, slack } = world();
    if (picked === '@nomail') slack.addUser({ handle: 'nomail', name: 'No Mail', email: null });
    const leaver = picked === '@leaver' ? slack.addUser({ handle: 'leaver', name: 'Lea Ver' }) : null;
    const file = world().newFile();
    await opensForm(world(), file.url);
    await ana.fills({ [colleagues]: ['@cy', picked], [others]: 'bo@client' });
    if (leaver) leaver.deleted = true;
    const { errors } = await ana.submits();
    expect(errors).toEqual({
      [colleagues]: expect.stringContaining(says),
      [others]: '"bo@client" is not an email address.',
    });
    await ana.fills({ [colleagues]: ['@cy'], [others]: '' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('the form names every colleague who cannot sign, with each reason once', async () => {
    const { ana, slack } = world();
    slack.addUser({ handle: 'robo', name: 'Robo', isBot: true });
    slack.addUser({ handle: 'nobody', name: 'No Address', email: null });
    await opensForm(world(), world().newFile().url);
    await ana.fills({ [colleagues]: ['@robo', '@nobody'] });
    const { errors = {} } = await ana.submits();
    expect(errors[colleagues]).toContain('Robo is an app and cannot sign.');
    expect(errors[colleagues]).toContain('an email address for No Address.');
    for (const n of [1, 2, 3]) slack.addUser({ handle: `robo${n}`, name: `Robo ${n}`, isBot: true });
    await ana.fills({ [colleagues]: ['@robo', '@nobody', '@robo1', '@robo2', '@robo3'] });
    const many = (await ana.submits()).errors ?? {};
    expect(many[colleagues]).toMatch(/^Robo, Robo 1, Robo 2 and Robo 3 are apps and cannot sign\./);
    expect(many[colleagues]).toContain('an email address for No Address.');
    await ana.closes();
  });

  it('a colleague about whom Slack does not answer has a number on the page for roles', async () => {
    const { ana, slack } = world();
    slack.addUser({ handle: 'nia', name: 'Nia Okafor' });
    await opensForm(world(), `${world().newFile('Unnamed.pdf').url} @nia`);
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    slack.faults.next({ kind: 'error', error: 'user_not_found', method: 'users.info', times: 3 });
    await ana.presses('Roles of signers…');
    await ana.sees('Everyone signs, unless', { in: 'modal' });
    slack.faults.clear();
    await ana.fills({ 'Must sign in to Box': ['Colleague 1'] });
    expect(await ana.submits()).toEqual({});
    await ana.sees('1 must sign in to Box', { in: 'modal' });
    await ana.closes();
  });

  it('guests and the sender can sign', async () => {
    const { ana } = world();
    const file = world().newFile();
    await asksFor(world(), `${file.url} @gil @ana`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toMatchObject([
      { signers: [{ email: 'gil@acme.com' }, { email: 'ana@acme.com' }] },
    ]);
  });

  it('the form comes back when Slack no longer knows a signer', async () => {
    const { ana, slack } = world();
    slack.addUser({ handle: 'vanished', name: 'Van Ished' });
    const file = world().newFile();
    await opensForm(world(), file.url);
    await ana.fills({ [colleagues]: ['@vanished'] });
    slack.faults.next({ kind: 'error', error: 'user_not_found', method: 'users.info', times: 2 });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nothing was sent. Slack does not tell us who', { in: 'modal' });
    expect(createdFor(world(), file)).toEqual([]);
    slack.faults.clear();
  });

  it('the form comes back when Slack says only after Continue that a signer is an app', async () => {
    const { ana, slack } = world();
    slack.addUser({ handle: 'slowbot', name: 'Slow Bot', isBot: true });
    const file = world().newFile();
    await opensForm(world(), file.url);
    await ana.fills({ [colleagues]: ['@slowbot'] });
    slack.faults.next({ kind: 'delay', ms: 1_500, method: 'users.info' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('⚠️ Nothing was sent. Slow Bot is an app and cannot sign.', { in: 'modal' });
    expect(createdFor(world(), file)).toEqual([]);
  });
});
