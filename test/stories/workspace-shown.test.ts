/** What `/sign workspace` shows admins about the app, and the history that they can download. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { anaInBox, asksFor, onlyCard } from './acts.ts';
import { runProgram, settingsOf } from './examining.ts';
import { nothingIsDue, retriesArePlanned } from './quiet.ts';
import { aWorld, stories } from './world.ts';

stories('the workspace, as its admins see it', () => {
  const world = aWorld({ box: 'oauth' });
  beforeEach(() => world().ana.reloads());
  const exportButton = 'Export history (CSV)';

  /** Bo, an admin, looks at the workspace; returns the message with its buttons. */
  async function looksAtWorkspace(): Promise<SeenMessage> {
    const bo = world().slack.person('bo');
    await bo.reloads();
    await bo.types('/sign workspace', { in: 'app' });
    await bo.sees('connected to Box here', { in: 'app' });
    const shown = (await bo.messages('app')).findLast(({ plain }) => plain.includes('connected to Box here'));
    if (!shown) throw new Error('there is no such message');
    return shown;
  }

  it('admins read that there is no history yet', async () => {
    const { slack } = world();
    const bo = slack.person('bo');
    await bo.presses(exportButton, { on: await looksAtWorkspace() });
    await bo.sees('There is no history yet.', { in: 'app' });
    expect(slack.state.files ?? {}).toEqual({});
  });

  it('admins see who is connected, and this month’s calls to Box', async () => {
    const { ana, slack, newFile } = world();
    await asksFor(world(), `${newFile('Counted.pdf').url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    const bo = slack.person('bo');
    await looksAtWorkspace();
    const said = await bo.sees('1 person is connected to Box here', { in: 'app' });
    expect(said).toMatch(/@ana as ana@acme\.com, since /);
    expect(said).toMatch(/Automatic checks in Box this month: \d+ of 20000 calls/);
    expect(said).not.toContain('Counted.pdf');
  });

  it('admins do not see people as connected whose connection has ended', async () => {
    const { ana, slack, box } = world();
    const bo = slack.person('bo');
    box.removeAppsFrom(anaInBox(world()));
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Counted.pdf', 'Not sent yet') });
    await onlyCard(world(), 'Box has ended your connection', 'Connect again');
    await bo.reloads();
    await bo.types('/sign workspace', { in: 'app' });
    const said = await bo.sees('connected to Box here', { in: 'app' });
    expect(said).toContain('0 people are connected to Box here');
    expect(said).toContain('1 person must connect Box again');
    expect(said).toMatch(/@ana was ana@acme\.com, must connect again/);
  });

  it('admins get the history as a file, and nobody else does', async () => {
    const { ana, slack, app } = world();
    const bo = slack.person('bo');
    slack.user('ana').says = { profile: { display_name: '=HYPERLINK("x")', email: 'ana@acme.com' } };
    await world().passes(61 * 60_000);
    await ana.types('/sign list', { in: 'app' });
    await ana.sees('My signature requests', { in: 'modal' });
    await ana.closes();
    for (const method of ['files.getUploadURLExternal', 'files.completeUploadExternal'] as const) {
      slack.faults.next({ kind: 'error', error: 'storage_limit_reached', method });
      await bo.presses(exportButton, { on: await looksAtWorkspace() });
      await bo.sees('⚠️ Slack did not take the file. Try again later.', { in: 'app' });
    }
    expect(app.output().split('the history was not exported')).toHaveLength(3);
    const shown = await looksAtWorkspace();
    await bo.presses(exportButton, { on: shown });
    await bo.sees('The history is in your messages with Sign.', { in: 'app' });
    await bo.sees('Who did what from Slack: 1 entry.', { in: 'app' });
    const file = Object.values(slack.state.files ?? {}).at(-1);
    expect(file?.name).toMatch(/^sign-history-\d{4}-\d\d-\d\d\.csv$/);
    const csv = Buffer.from(file?.base64 ?? '', 'base64').toString();
    expect(csv).toContain('time,workspace,member_id,name,action,result,request,number,reference\r\n');
    expect(csv).toContain(`,${slack.user('ana').id},"'=HYPERLINK(""x"")",create,done,`);
    const files = Object.keys(slack.state.files ?? {}).length;
    slack.user('bo').isAdmin = false;
    await bo.presses(exportButton, { on: shown });
    await bo.sees('That is only for admins of this workspace.', { in: 'app' });
    slack.user('bo').isAdmin = true;
    expect(Object.keys(slack.state.files ?? {})).toHaveLength(files);
    expect(app.output()).not.toContain('HYPERLINK');
    await app.stop();
    const printed = (...args: string[]) => runProgram('data', settingsOf(world()), ['history', ...args]);
    const { status, output } = await printed();
    expect({ status, output }).toEqual({ status: 0, output: csv });
    expect((await printed('--tenant', slack.teamId)).output).toBe(csv);
    expect((await printed('--tenant', 'T0NOBODY')).output).toBe(`${csv.split('\r\n')[0]}\r\n`);
  });

  it('admins read why the history cannot be exported once the app may not post files', async () => {
    const { slack } = world();
    const bo = slack.person('bo');
    const shown = (await bo.messages('app')).findLast(({ buttons }) => buttons.includes(exportButton));
    slack.setScopes(slack.state.app.scopes.filter((scope) => scope !== 'files:write'));
    await world().restart();
    await bo.presses(exportButton, shown ? { on: shown } : {});
    await bo.sees('⚠️ The app may not put files into Slack.', { in: 'app' });
    expect((await looksAtWorkspace()).buttons).not.toContain(exportButton);
  });
});

stories('signed copies in Slack, when an admin forbids them', () => {
  const world = aWorld();

  it('a press on an old card posts no signed copy once an admin does not allow them', async () => {
    const { ana, anaAtBox, box, slack, newFile } = world();
    const bo = slack.person('bo');
    await asksFor(world(), `${newFile('Secret.pdf').url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await box.person('dee@client.com').signs(undefined, { typing: 'Dee' });
    await world().passes(60_000);
    const before = await onlyCard(world(), 'Secret.pdf', 'Completed');
    expect(before.buttons).toContain('Send a copy here');
    // One copy is still awaited from Box when the admin forbids them.
    box.faults.next({ kind: 'status', status: 503, method: 'GET', path: /\/content$/, times: 1_000 });
    await ana.presses('Send a copy here', { on: before });
    await ana.sees('Asked Box for the signed copy of Secret.pdf', { in: 'app' });
    await bo.types('/sign workspace', { in: 'app' });
    await bo.presses('Change…');
    await bo.sees('Workspace settings', { in: 'modal' });
    await bo.fills({ 'People can send signed copies to their messages in Slack': false });
    await bo.submits();
    await bo.sees('Saved.', { in: 'modal' });
    box.faults.clear();
    await retriesArePlanned(world());
    await world().passes(5 * 60_000);
    await ana.sees('Your workspace does not let signed copies be put into Slack.', { in: 'app' });
    await ana.reloads();
    await ana.presses('Send a copy here', { on: before });
    await ana.sees('Your workspace does not let signed copies be put into Slack.', { in: 'app' });
    await nothingIsDue(world());
    expect(Object.keys(slack.state.files ?? {})).toEqual([]);
  });
});
