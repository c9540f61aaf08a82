/**
 * Connecting Box accounts where people install the app themselves. The owner of a workspace decides who has which
 * address in it, so an address proves nothing.
 */
// runs: http, ci
import { beforeAll, expect, it } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { aBrowser } from './browser.ts';
import { asksForLink, codeOn, connectsByCode, grantsAccess, livingTokens } from './connecting.ts';
import { installs } from './installing.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const minutes = 60_000;

stories('connecting a Box account in one of many workspaces', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', withoutApp: true });
  let beta: Workspace;
  let madeUp: Workspace;

  beforeAll(async () => {
    const { slack, box } = world();
    beta = slack.addWorkspace({ name: 'Beta' });
    madeUp = slack.addWorkspace({ name: 'Beta' });
    madeUp.addUser({ handle: 'dora', name: 'Dora', email: 'dora@beta.com' });
    beta.addUser({ handle: 'dora', name: 'Dora', email: 'dora@beta.com' });
    box.addUser({ login: 'dora@beta.com', name: 'Dora' });
    await world().restart();
    for (const where of [beta, madeUp]) expect(await installs(world(), where)).toMatchObject({ status: 200 });
  });

  const connected = async () => (await storedRows(world().store))['connections']?.join() ?? '';

  it('a made-up workspace with a stranger’s name and address gets no access to the stranger’s account', async () => {
    const attacker = madeUp.person('dora');
    const victim = aBrowser(world());
    const page = await grantsAccess(victim, await asksForLink(attacker), world().box.person('dora@beta.com'));
    expect(page.text).toContain(
      'You signed in to Box as dora@beta.com. Slack asks for this code, to make sure that',
    );
    expect(page.text).toContain("or didn't request this? Don't share this code");
    const asked = await attacker.sees('6-digit code from your browser', { in: 'modal' });
    expect(asked).not.toContain('dora@');
    await attacker.fills({ Code: codeOn(page) === '000000' ? '000001' : '000000' });
    expect(await attacker.submits()).toEqual({
      errors: { Code: 'That code is not correct. You have 4 tries left.' },
    });
    await attacker.reloads();
    await attacker.types('/sign', { in: 'app' });
    await attacker.sees('Not connected to Box.', { in: 'modal' });
    await attacker.reloads();
    // The code is useless to anyone else, even in the victim's own workspace.
    await beta.person('dora').types(`/sign connect ${codeOn(page)}`, { in: 'app' });
    await beta.person('dora').sees('That code has expired');
    expect(await connected()).not.toContain('dora@beta.com');
    await world().passes(10 * minutes + 1);
    await expect.poll(() => livingTokens(world(), 'dora@beta.com')).toEqual([]);
    await attacker.types(`/sign connect ${codeOn(page)}`, { in: 'app' });
    await attacker.sees('That code has expired');
  });

  it('the code from a person’s own browser connects that person, in that workspace only', async () => {
    await connectsByCode(world(), beta.person('dora'), world().box.person('dora@beta.com'));
    expect(await connected()).toContain('dora@beta.com');
    expect(livingTokens(world(), 'dora@beta.com')).toHaveLength(1);
    await madeUp.person('dora').types('/sign', { in: 'app' });
    await madeUp.person('dora').sees('Not connected to Box.', { in: 'modal' });
  });
});
