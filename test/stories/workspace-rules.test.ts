/**
 * What an admin forbids is refused at every entry point, with a sentence that names the rule, and nothing reaches Box.
 */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { Filling } from '../../sandbox/slack/filling.ts';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import {
  anaInBox,
  asksFor,
  cardOnceSent,
  createdFor,
  formValues,
  holdCalls,
  onlyCard,
  opensForm,
  prepares,
} from './acts.ts';
import { submission } from './forging.ts';
import { nothingIsDue, quiet, retriesArePlanned } from './quiet.ts';
import { setsRules as adminSetsRules } from './rules.ts';
import { aWorld, stories } from './world.ts';

const direct = { 'Send now, without fields': true };
const onlySales = 'Your workspace lets only Sales send signature requests.';

stories('the rules of a workspace', () => {
  const world = aWorld({ webhooks: true });
  beforeEach(() => world().ana.reloads());

  const setsRules = (filled: Record<string, Filling>, by?: string) => adminSetsRules(world(), filled, by);

  async function boSays(text: string): Promise<SeenMessage> {
    const { slack } = world();
    await slack.person('bo').types('…', { in: '#contracts' });
    const posted = slack.state.messages.findLast((one) => one.text === '…');
    if (posted) Object.assign(posted, { text });
    const message = (await slack.person('bo').messages('#contracts')).findLast(({ from }) => from === 'bo');
    if (!message) throw new Error('Bo has said nothing');
    return message;
  }

  /** Runs `/sign workspace` as an admin; returns the message once it says this. */
  async function workspaceSays(what: string | RegExp): Promise<string> {
    const bo = world().slack.person('bo');
    await bo.types('/sign workspace', { in: 'app' });
    return bo.sees(what, { in: 'app' });
  }

  it('only members of the chosen user groups can send, at every entry point', async () => {
    const { ana, slack, newFile } = world();
    const open = newFile('Open.pdf');
    await prepares(ana, open);
    const openCard = await onlyCard(world(), 'Open.pdf', 'Not sent yet');
    const checked = newFile('Checked.pdf');
    await asksFor(world(), `${checked.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    await setsRules({ 'Who may send': 'Sales' });
    expect(await workspaceSays('Who may send: Sales')).toContain('Allowed folders for signed copies: any');

    await ana.submits();
    await ana.sees(onlySales, { in: 'modal' });
    await ana.reloads();
    const said = newFile('Said.pdf');
    const message = await boSays(`Please sign ${said.url}`);
    const ways: readonly (() => Promise<unknown>)[] = [
      () => ana.types('/sign', { in: '#contracts' }),
      () => ana.types(`/sign ${said.url} dee@client.com`, { in: '#contracts' }),
      () => ana.usesShortcut('Request signature', { on: message }),
      () => ana.usesShortcut('Request signature'),
      () => ana.presses('Change…', { on: openCard }),
    ];
    for (const way of ways) {
      await way();
      expect((await ana.sees(onlySales, { in: 'modal' })).split('\n')).toContain(onlySales);
      await ana.closes({ all: true });
    }
    await ana.opensHome();
    await ana.sees(onlySales, { in: 'home' });
    expect((await ana.home())?.buttons).not.toContain('New signature request');
    expect(createdFor(world(), checked)).toEqual([]);
    expect(createdFor(world(), said)).toEqual([]);

    await slack.person('cy').types('/sign', { in: '#contracts' });
    await slack.person('cy').sees('Box link or file ID', { in: 'modal' });
    await setsRules({ 'Who may send': null });
    await ana.opensHome();
    await expect.poll(async () => (await ana.home())?.buttons).toContain('New signature request');
  });

  it('nobody can send, and admins are told, once the app may no longer read user groups', async () => {
    const { slack } = world();
    const cy = slack.person('cy');
    await setsRules({ 'Who may send': 'Sales' });
    await world().passes(61 * 60_000);
    slack.faults.next({ kind: 'error', error: 'missing_scope', method: 'usergroups.list', times: 50 });
    await cy.reloads();
    await cy.types('/sign', { in: '#contracts' });
    await cy.sees(onlySales, { in: 'modal' });
    await workspaceSays('The app may no longer read user groups, so nobody can send.');
    slack.faults.clear();
    await setsRules({ 'Who may send': null });
  });

  it('new rules apply to an open form, and to a request that is not yet in Box', async () => {
    const { ana, newFile } = world();
    const waiting = newFile('Waiting.pdf');
    const held = holdCalls(world(), new RegExp(`/files/${waiting.id}`));
    await asksFor(world(), `${waiting.url} dee@client.com`);
    await expect.poll(held.waiting).toBe(1);
    await ana.closes();
    const late = newFile('Late.pdf');
    await ana.types(`/sign ${late.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('Box link or file ID', { in: 'modal' });
    await setsRules({ 'Who may send': 'Sales' });
    held.release();
    const card = await onlyCard(world(), onlySales, 'Not sent; nobody was emailed.');
    await ana.submits();
    await ana.sees(onlySales, { in: 'modal' });
    await setsRules({ 'Who may send': null });
    await ana.closes({ all: true });
    await ana.presses('Fix and send…', { on: card });
    await ana.sees('Box link or file ID', { in: 'modal' });
    expect(createdFor(world(), late)).toEqual([]);
    expect(createdFor(world(), waiting)).toEqual([]);
  });

  it('new rules apply to a second attempt, a correction, and a request accepted before a restart', async () => {
    const { ana, box, newFile } = world();
    const again = newFile('Again.pdf');
    const bounced = newFile('Bounced.pdf');
    await asksFor(world(), `${bounced.url} ed@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    await ana.submits();
    await cardOnceSent(world(), 'Bounced.pdf');
    await box.person('ed@client.com').bounces();
    const bouncedCard = await onlyCard(world(), 'Bounced.pdf', 'did not arrive');
    await ana.reloads();
    await asksFor(world(), `${again.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    box.faults.next({ kind: 'drop-before', method: 'POST', path: /^\/2\.0\/sign_requests$/ });
    await ana.submits();
    await ana.closes();
    for (const pauseMs of [5_000, 10_000, 30_000]) {
      await retriesArePlanned(world());
      await nothingIsDue(world());
      await world().passes(pauseMs);
    }
    const unsure = await onlyCard(world(), 'Again.pdf', 'It may have been');
    const taken = newFile('Taken.pdf');
    const held = holdCalls(world(), new RegExp(`/files/${taken.id}`));
    await asksFor(world(), `${taken.url} dee@client.com`, { 'Place fields in Box, then send': true });
    await expect.poll(held.waiting).toBe(1);
    await ana.closes();
    await setsRules({ 'Who may send': 'Sales' });
    await world().app.stop('SIGKILL');
    held.release();
    await world().restart();
    await onlyCard(world(), 'Not sent; nobody was emailed.', onlySales);
    await ana.presses('Send again', { on: unsure });
    await ana.sees(onlySales, { in: 'app' });
    await ana.presses('Correct the address…', { on: bouncedCard });
    await ana.sees(onlySales, { in: 'modal' });
    for (const file of [again, taken]) expect(createdFor(world(), file)).toEqual([]);
    expect(createdFor(world(), bounced)).toHaveLength(1);
    await setsRules({ 'Who may send': null });
  });

  it('a user group that no longer exists lets nobody send, and admins are told', async () => {
    const { slack } = world();
    const sales = slack.state.userGroups?.find(({ handle }) => handle === 'sales');
    if (!sales) throw new Error('there is no such group');
    await setsRules({ 'Who may send': 'Sales' });
    sales.isDisabled = true;
    await world().passes(61_000);
    await slack.person('cy').reloads();
    await slack.person('cy').types('/sign', { in: '#contracts' });
    await slack.person('cy').sees(onlySales, { in: 'modal' });
    await workspaceSays('Sales no longer exists in Slack, so nobody can send through it.');
    await setsRules({ 'Longest expiry (days)': '' });
    await workspaceSays('Who may send: Sales');
    sales.isDisabled = false;
    await world().passes(61_000);
    await setsRules({ 'Who may send': null });
  });

  it('a member can send while Slack is slow to list a user group, or does not answer', async () => {
    const { slack } = world();
    const cy = slack.person('cy');
    await setsRules({ 'Who may send': 'Sales' });
    await world().passes(61_000);
    slack.faults.next({ kind: 'delay', ms: 1_500, method: 'usergroups.list' });
    await cy.reloads();
    await cy.types('/sign', { in: '#contracts' });
    await cy.sees('Box link or file ID', { in: 'modal' });
    await quiet(world());
    await world().passes(61_000);
    slack.faults.next({ kind: 'drop-before', method: 'usergroups.list', times: 20 });
    await cy.reloads();
    await cy.types('/sign', { in: '#contracts' });
    await cy.sees('Box link or file ID', { in: 'modal' });
    slack.faults.clear();
    await setsRules({ 'Who may send': null });
  });

  it('rules are stored if, and only if, the admin reads that they are, however slow Slack and Box are', async () => {
    const { ana, box, slack } = world();
    slack.user('ana').isAdmin = true;
    const folder = box.addFolder(anaInBox(world()), { name: 'Slow' });
    await world().passes(61_000);
    await ana.types('/sign workspace', { in: 'app' });
    await ana.sees('connected to Box here', { in: 'app' });
    const on = (await ana.messages('app')).findLast(({ plain }) => plain.includes('connected to Box here'));
    await ana.presses('Change…', on ? { on } : {});
    await ana.sees('Workspace settings', { in: 'modal' });
    await ana.fills({ 'Who may send': 'Sales', 'Allowed folders for signed copies': folder.name });
    await world().passes(61_000);
    const delay = { kind: 'delay', ms: 850 } as const;
    slack.faults.next({ ...delay, method: 'users.info' });
    slack.faults.next({ ...delay, method: 'usergroups.list' });
    box.faults.next({ ...delay, method: 'GET', path: new RegExp(`/folders/${folder.id}`) });
    await ana.submits();
    await quiet(world());
    const isSaid = (await ana.modal())?.plain.includes('Saved.') ?? false;
    slack.faults.clear();
    box.faults.clear();
    await ana.reloads();
    await workspaceSays(`Who may send: ${isSaid ? 'Sales' : 'everyone'}`);
    if (isSaid) await setsRules({ 'Who may send': null, 'Allowed folders for signed copies': null }, 'ana');
  });

  it('signed copies can go only to the allowed folders and to folders in them', async () => {
    const { ana, box, slack, newFile } = world();
    slack.user('ana').isAdmin = true;
    const approved = box.addFolder(anaInBox(world()), { name: 'Approved' });
    const inside = box.addFolder(anaInBox(world()), { name: 'Inside', parent: approved });
    box.addFolder(anaInBox(world()), { name: 'Elsewhere' });
    const checked = newFile('Before the rule.pdf');
    await asksFor(world(), `${checked.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    const why =
      'Your workspace lets signed copies go only to Approved and Elsewhere, or to folders inside. Choose a folder there';
    await ana.closes();
    await setsRules({ 'Allowed folders for signed copies': ['Approved', 'Elsewhere'] }, 'ana');
    const card = await onlyCard(world(), 'Before the rule.pdf', 'Not sent yet. Check it');
    await ana.presses('Check and send…', { on: card });
    await ana.sees('Check and send', { in: 'modal' });
    await ana.submits();
    await onlyCard(world(), 'Before the rule.pdf', why);
    expect(createdFor(world(), checked)).toEqual([]);
    await ana.reloads();
    const file = newFile('Allowed.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees(`⚠️ Nothing was sent. ${why}`, { in: 'modal' });
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    expect(await ana.searches('Folder for the signed copy', '')).toEqual(['Approved', 'Elsewhere']);
    await ana.fills({ 'Folder for the signed copy': inside.url });
    await ana.submits();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toMatchObject([{ parent_folder: { id: inside.id } }]);
    await ana.reloads();
    // A file from Slack would go into a forbidden folder, too, so it is not even uploaded.
    await opensForm(world());
    await ana.fills({ Document: 'Upload' });
    await expect.poll(async () => Object.keys(await formValues(world()))).toContain('Upload');
    const upload = await ana.addsFile('Kept out.pdf', Buffer.from('%PDF-1.4'));
    await ana.fills({ Upload: [upload], 'Other signers (email)': 'dee@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees(`⚠️ Nothing was sent. ${why}`, { in: 'modal' });
    expect(Object.values(box.state.files).filter(({ name }) => name === 'Kept out.pdf')).toEqual([]);
    await ana.reloads();
    await setsRules({ 'Allowed folders for signed copies': 'Elsewhere' }, 'ana');
    await ana.types('/sign', { in: '#contracts' });
    await ana.sees('Signed copy is saved in Elsewhere.', { in: 'modal' });
    await ana.reloads();
    await ana.types('/sign settings', { in: 'app' });
    await ana.sees('Your settings', { in: 'modal' });
    await ana.fills({ 'Folder for signed copies': approved.url });
    expect(await ana.submits()).toEqual({
      errors: {
        'Folder for signed copies': 'Your workspace does not let signed copies go to Approved.',
      },
    });
    await setsRules({ 'Allowed folders for signed copies': null }, 'ana');
  });

  it('the rules limit how long a request may stay open', async () => {
    const { ana, newFile } = world();
    await setsRules({ 'Longest expiry (days)': '10' });
    const file = newFile('Short.pdf');
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('Expires after 10 days', { in: 'modal' });
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    const field = 'Expires after (days)';
    await ana.fills({ [field]: '11' });
    expect(await ana.submits()).toEqual({
      errors: { [field]: 'Your workspace lets requests expire after at most 10 days.' },
    });
    await ana.fills({ [field]: null });
    expect(await ana.submits()).toEqual({
      errors: {
        [field]: 'In your workspace every request has to expire. Enter a number of days from 1 to 10.',
      },
    });
    await ana.fills({ [field]: '3', 'Place fields in Box, then send': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toMatchObject([{ days_valid: 3 }]);
    await ana.reloads();
    await ana.types('/sign settings', { in: 'app' });
    await ana.sees('Your settings', { in: 'modal' });
    expect((await formValues(world()))[field]).toBe('30');
    expect(await ana.submits()).toEqual({
      errors: { [field]: 'Your workspace lets requests expire after at most 10 days.' },
    });
    await setsRules({ 'Longest expiry (days)': null });
  });

  it('a payload that names user groups that Slack does not have is refused', async () => {
    const { slack } = world();
    const chosen = ['Legal', 'Tax'].map((text) => ({
      text: { type: 'plain_text', text },
      value: `S0NO${text.toUpperCase()}`,
    }));
    const values = {
      senders: { senders: { type: 'multi_external_select', selected_options: chosen } },
    };
    const payload = submission(world(), { by: 'bo' }, { callbackId: 'workspace_settings', values });
    const { body } = await slack.send({ payload });
    expect(body).toContain('Legal and Tax no longer exist in Slack. Remove them.');
  });

  it('the note that no user group matches cannot be chosen as a user group', async () => {
    const bo = world().slack.person('bo');
    await bo.reloads();
    await workspaceSays('Who may send: ');
    await bo.presses('Change…');
    await bo.sees('Workspace settings', { in: 'modal' });
    await bo.fills({ 'Who may send': 'No user group matches.' });
    expect(await bo.submits()).toEqual({
      errors: {
        'Who may send': 'The entry you chose is only a note about the search. Remove it, or choose another.',
      },
    });
  });

  it('the menu of user groups says why it has no entries', async () => {
    const { slack } = world();
    const bo = slack.person('bo');
    await bo.reloads();
    await workspaceSays('Who may send: ');
    await bo.presses('Change…');
    await bo.sees('Workspace settings', { in: 'modal' });
    const finds = (typed: string): Promise<string[]> => bo.searches('Who may send', typed);
    const failing = { method: 'usergroups.list', times: 50 } as const;
    // The last list of user groups counts for an hour while Slack gives no new one. When Slack answers slowly, the menu
    // first says that it did not answer, so the story waits for each note.
    await world().passes(61 * 60_000);
    slack.faults.next({ kind: 'error', error: 'missing_scope', ...failing });
    await expect
      .poll(() => finds(''))
      .toEqual(['The app may not read user groups. You can remove those chosen.']);
    slack.faults.clear();
    slack.faults.next({ kind: 'drop-before', ...failing });
    await expect.poll(() => finds('')).toEqual(['Slack did not answer. Type another letter to try again.']);
    slack.faults.clear();
    await expect.poll(() => finds('sal')).toEqual([expect.stringContaining('Sales')]);
    expect(await finds('nothing')).toEqual(['No user group matches.']);
    slack.user('bo').isAdmin = false;
    expect(await finds('')).toEqual([]);
    slack.user('bo').isAdmin = true;
  });
});

stories('the app has no permission to read user groups', () => {
  const world = aWorld({ withoutApp: true });

  it('admins are told how to grant the permission, and cannot choose user groups', async () => {
    const { slack } = world();
    slack.setScopes(slack.state.app.scopes.filter((scope) => scope !== 'usergroups:read'));
    await world().restart();
    const bo = slack.person('bo');
    await bo.types('/sign workspace', { in: 'app' });
    await bo.sees('connected to Box here', { in: 'app' });
    await bo.presses('Change…');
    const page = await bo.sees('Workspace settings', { in: 'modal' });
    expect(page).toContain('Who may send needs the optional permission usergroups:read.');
    expect(page).not.toContain('First letters of a user group');
  });
});
