/** Settings: admins decide for the workspace, everyone for themselves, and nobody for anyone else. */
// runs: http
import { beforeEach, expect, it } from 'vitest';
import { submission } from './forging.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const onlyAdmins = 'Only admins of this workspace can see this.';
const label = 'People in this workspace sign from Slack';

stories('settings', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  async function settings(): Promise<readonly string[]> {
    return (await storedRows(world().store))['settings'] ?? [];
  }

  it('are off until an admin turns them on, which says what the signing log records', async () => {
    const { ana, slack } = world();
    await ana.types('/sign settings', { in: 'app' });
    await ana.sees('There is nothing to set yet.', { in: 'modal' });
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
    await ana.types('/sign settings', { in: 'app' });
    await ana.sees('I sign from Slack', { in: 'modal' });
    await ana.fills({ 'I sign from Slack': false });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Saved. This applies to requests that are sent to you', { in: 'modal' });
    expect(await settings()).toHaveLength(2);
  });

  it('of the workspace are an admin’s alone, who must still be one when saving', async () => {
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
});
