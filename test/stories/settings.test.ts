/** Settings: admins change those of the workspace, and each person only their own. */
// runs: http, embedded
import { beforeEach, expect, it } from 'vitest';
import { noChoice } from '../../src/signing/options.ts';
import { anaInBox, createdFor, formValues } from './acts.ts';
import { submission } from './forging.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const onlyAdmins = 'That is only for admins of this workspace.';
const label = 'People in this workspace sign from Slack';
const mine = 'I sign from Slack';

stories('settings', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  async function settings(): Promise<readonly string[]> {
    return (await storedRows(world().store))['settings'] ?? [];
  }

  async function opensSettings(): Promise<void> {
    const { ana } = world();
    await ana.types('/sign settings', { in: 'app' });
    await ana.sees('Your settings', { in: 'modal' });
  }

  async function saves(): Promise<void> {
    const { ana } = world();
    expect(await ana.submits()).toEqual({});
    await ana.sees('Saved. This applies from now on.', { in: 'modal' });
    await ana.closes();
  }

  it('signing from Slack is off until an admin turns it on; the form says what the signing log records', async () => {
    const { ana, slack } = world();
    await opensSettings();
    expect((await ana.modal())?.plain).not.toContain(mine);
    await ana.closes();
    slack.addUser({ handle: 'boss', name: 'Bea Boss', isAdmin: true });
    const boss = slack.person('boss');
    await boss.types('/sign workspace', { in: 'app' });
    await boss.sees('Sign from Slack: off', { in: 'app' });
    await boss.presses('Change…');
    const page = await boss.sees('Workspace settings', { in: 'modal' });
    expect(page).toContain(
      'Box\'s signing log will name "Slack Acme" as the system that confirmed who signed',
    );
    await boss.fills({ [label]: true });
    expect(await boss.submits()).toEqual({});
    await boss.sees('Saved. This applies to requests that are sent from now on.', { in: 'modal' });
    await boss.closes();
    await boss.types('/sign workspace', { in: 'app' });
    await boss.sees('Sign from Slack: on', { in: 'app' });
    await opensSettings();
    await ana.fills({ [mine]: false });
    await saves();
    expect(await settings()).toHaveLength(2);
  });

  it('a person’s settings are kept while an admin has turned the feature off', async () => {
    const { ana, slack } = world();
    const boss = slack.person('boss');
    await opensSettings();
    const turns = async (isOn: boolean) => {
      await boss.types('/sign workspace', { in: 'app' });
      await boss.presses('Change…');
      await boss.sees('Workspace settings', { in: 'modal' });
      await boss.fills({ [label]: isOn });
      await boss.submits();
      await boss.sees('Saved. This applies to requests that are sent from now on.', { in: 'modal' });
      await boss.closes();
    };
    await turns(false);
    await ana.fills({ [mine]: true });
    await saves();
    await turns(true);
    await opensSettings();
    expect((await formValues(world()))['Sign from Slack']).toBe('');
    await ana.closes();
  });

  it('a new form opens with the person’s settings, and can differ from them', async () => {
    const { ana, box, newFile } = world();
    box.addFolder(anaInBox(world()), { name: 'Signed by Ana' });
    await opensSettings();
    await ana.fills({
      'Folder for signed copies': 'Signed by Ana',
      'Expires after (days)': '7',
      'Box reminds signers on days 3, 8, 13 and 18': false,
      'How to send': 'Send now, without fields',
    });
    await saves();
    const file = newFile('Defaults.pdf');
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    const form = await ana.sees('New signature request', { in: 'modal' });
    expect(form).toContain('Expires after 7 days · no reminders · Signed copy is saved in Signed by Ana.');
    expect(form).toContain('More options');
    expect((await formValues(world()))['How to send']).toBe('Send now, without fields');
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    await ana.fills({ 'Expires after (days)': '9', 'Place fields in Box, then send': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const [sent] = createdFor(world(), file);
    expect(sent).toMatchObject({ days_valid: 9, are_reminders_enabled: false });
    const folder = Object.values(box.state.folders).find(({ name }) => name === 'Signed by Ana');
    expect(sent).toMatchObject({ parent_folder: { id: folder?.id } });
    await ana.reloads();
    await ana.types('/sign', { in: 'app' });
    expect(await ana.sees('New signature request', { in: 'modal' })).toContain('Expires after 7 days');
    await ana.fills({ Document: 'Template' });
    const ofTemplate = await ana.sees('Never expires', { in: 'modal' });
    expect(ofTemplate).not.toContain('Signed by Ana');
    await ana.fills({ Document: 'Box link' });
    await ana.sees('Expires after 7 days · no reminders · Signed copy is saved in Signed by Ana.', {
      in: 'modal',
    });
  });

  it('invalid settings are refused at their field, and nothing is stored', async () => {
    const { ana, slack, box } = world();
    const before = await settings();
    await opensSettings();
    await ana.fills({ 'Expires after (days)': '1000', 'Quiet hours from': '22:00' });
    expect(await ana.submits()).toEqual({
      errors: {
        'Expires after (days)':
          '"1000" does not work here. Enter a number of days from 1 to 730, or leave it blank.',
        'Quiet hours until': 'Enter both times, or leave both blank.',
      },
    });
    await ana.fills({ 'Expires after (days)': '', 'Quiet hours until': '22:00' });
    expect(await ana.submits()).toEqual({ errors: { 'Quiet hours until': 'Enter two different times.' } });
    await ana.closes();
    // A payload can name any folder.
    const called = box.traffic.length;
    const stranger = box.addUser({ login: 'xeno@other.com', name: 'Xeno' });
    const theirs = box.addFolder(stranger, { name: 'Secret plans' });
    const own = box.addFolder(anaInBox(world()), { name: 'Mine' });
    const readable = box.addFolder(stranger, { name: 'Readable' });
    box.shareFolder(readable, { with: anaInBox(world()) });
    for (const [id, why] of [
      [theirs.id, 'Box cannot find Mine, or you do not have access.'],
      ['0', 'Signed copies cannot be saved in All Files itself. Choose a folder inside it.'],
      ['../users/me', 'Box cannot find Mine, or you do not have access.'],
      ['999999', 'Box cannot find Mine, or you do not have access.'],
      [readable.id, 'You cannot add files to Mine.'],
      ['note', 'The entry you chose is only a note about the search. Remove it, or choose another.'],
      [own.id, 'We could not check this in time. Try again.'],
    ] as const) {
      if (id === own.id) box.faults.next({ kind: 'status', status: 503, method: 'GET', path: /\/folders\// });
      const chosen = {
        text: { type: 'plain_text', text: 'Mine' },
        value: id === 'note' ? noChoice : /^\d/.test(id) ? `https://app.box.com/folder/${id}` : id,
      };
      const element = { type: 'multi_external_select', selected_options: [chosen] };
      const values = { ownFolder: { ownFolder: element } };
      const payload = submission(world(), { by: 'ana' }, { callbackId: 'person_settings', values });
      const { body } = await slack.send({ payload });
      expect(body).toContain(why);
      expect(body).not.toContain('Secret plans');
    }
    box.faults.clear();
    // Only a number is looked up in Box.
    expect(box.traffic.slice(called).filter(({ path }) => path.includes('users'))).toEqual([]);
    expect(await settings()).toEqual(before);
  });

  it('only an admin can change the workspace’s settings, and must still be one when saving', async () => {
    const { ana, slack } = world();
    const before = await settings();
    await ana.types('/sign workspace', { in: 'app' });
    await ana.sees(onlyAdmins, { in: 'app' });
    const values = { signFromSlack: { signFromSlack: { type: 'checkboxes', selected_options: [] } } };
    for (const by of ['ana', 'gil', 'eve']) {
      const payload = submission(world(), { by }, { callbackId: 'workspace_settings', values });
      const { body } = await slack.send({ payload });
      expect(body).toContain(by === 'ana' ? onlyAdmins : 'only for full members');
    }
    slack.addUser({ handle: 'was', name: 'Wanda Was', isAdmin: true });
    const was = slack.person('was');
    await was.types('/sign workspace', { in: 'app' });
    await was.presses('Change…');
    await was.sees('Workspace settings', { in: 'modal' });
    slack.user('was').isAdmin = false;
    await was.fills({ [label]: false });
    await was.submits();
    await was.sees(onlyAdmins, { in: 'modal' });
    await was.closes({ all: true });
    await was.presses('Change…');
    await was.sees(onlyAdmins, { in: 'app' });
    expect(await settings()).toEqual(before);
  });

  it('an allowed folder that is gone from Box stays when an admin adds another', async () => {
    const { box, slack } = world();
    slack.user('ana').isAdmin = true;
    const [gone, added] = [
      box.addFolder(anaInBox(world()), { name: 'Gone' }),
      box.addFolder(anaInBox(world()), { name: 'Added' }),
    ];
    const allows = async (...folders: readonly { readonly id: string; readonly name: string }[]) => {
      const chosen = folders.map(({ id, name }) => ({
        text: { type: 'plain_text', text: name },
        value: `https://app.box.com/folder/${id}`,
      }));
      const element = { type: 'multi_external_select', selected_options: chosen };
      const values = { allowedFolders: { allowedFolders: element } };
      const payload = submission(world(), { by: 'ana' }, { callbackId: 'workspace_settings', values });
      return (await slack.send({ payload })).body;
    };
    expect(await allows(gone)).toContain('Saved.');
    box.deleteFolder(gone);
    expect(await allows(gone, added)).toContain('Saved.');
    expect((await settings()).join()).toMatch(/Gone.*Added/s);
    // The error names those that Box does not have, and no others.
    const missing = ['Lost', 'Nowhere'].map((name, index) => ({ id: `99999999${index}`, name }));
    const refused = await allows(added, ...missing);
    expect(refused).toContain('Lost and Nowhere');
    expect(refused).not.toContain('Added');
    expect((await settings()).join()).not.toContain('Nowhere');
    expect(await allows()).toContain('Saved.');
    slack.user('ana').isAdmin = false;
  });

  it('what another admin has saved since the settings were opened stays', async () => {
    const { slack } = world();
    for (const handle of ['first', 'second'])
      slack.addUser({ handle, name: `Admin ${handle}`, isAdmin: true });
    const [first, second] = [slack.person('first'), slack.person('second')];
    for (const admin of [first, second]) {
      await admin.types('/sign workspace', { in: 'app' });
      await admin.presses('Change…');
      await admin.sees('Workspace settings', { in: 'modal' });
    }
    for (const [admin, filled] of [
      [second, { 'Longest expiry (days)': '30' }],
      [first, { [label]: false }],
    ] as const) {
      await admin.fills(filled);
      expect(await admin.submits()).toEqual({});
      await admin.sees('Saved.', { in: 'modal' });
      await admin.closes();
    }
    await first.types('/sign workspace', { in: 'app' });
    expect(await first.sees('Sign from Slack: off', { in: 'app' })).toContain('Longest expiry (days): 30');
  });
});
