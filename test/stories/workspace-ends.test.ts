/** What happens to stored data when the app is uninstalled, its token is revoked, or people leave. */
// runs: http, ci
import { beforeAll, expect, it } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { addsFileOf, prepares } from './acts.ts';
import { aBrowser } from './browser.ts';
import { asksForLink, goesToBox, livingTokens } from './connecting.ts';
import { installs, storesConnection } from './installing.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const onlyMembers = 'Sign is only for full members of this workspace. Nothing was done.';

/** How many rows of each table name this tenant. */
async function rowCounts(world: World, { teamId }: Workspace): Promise<Record<string, number>> {
  const rows = Object.entries(await storedRows(world.store));
  const counts = rows.map(
    ([table, all]) => [table, all.filter((row) => row.includes(teamId)).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

const dayMs = 24 * 60 * 60_000;

stories('the end of an installation', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', withoutApp: true });
  let beta: Workspace;
  let gamma: Workspace;

  beforeAll(async () => {
    const { slack, box } = world();
    beta = slack.addWorkspace({ name: 'Beta' });
    gamma = slack.addWorkspace({ name: 'Gamma' });
    for (const { login, where } of [
      { login: 'ana@beta.com', where: beta },
      { login: 'ana@gamma.com', where: gamma },
    ]) {
      box.addUser({ login, name: login });
      await storesConnection(world(), where.teamId, where.user('ana').id, login);
    }
    await world().restart();
    for (const where of [beta, gamma]) expect(await installs(world(), where)).toMatchObject({ status: 200 });
  });

  /** Checks that the app answers commands in this workspace. */
  async function expectWorks(where: Workspace): Promise<void> {
    const bo = where.person('bo');
    await bo.types('/sign help', { in: '#contracts' });
    await bo.sees('Get a Box document signed', { in: '#contracts' });
    await bo.reloads();
  }

  /** Checks that the app refuses commands in this workspace. */
  async function expectRefused(where: Workspace): Promise<void> {
    const bo = where.person('bo');
    await bo.types('/sign help', { in: '#contracts' });
    await bo.sees(onlyMembers, { in: '#contracts' });
    await bo.reloads();
  }

  /** How often the log told the operator that a token is dead. */
  const timesTold = (): number => world().app.output().split('install the app there again').length - 1;

  async function sendsSomething(where: Workspace, login: string): Promise<void> {
    const ana = where.person('ana');
    await prepares(ana, addsFileOf(world(), login, 'Deal.pdf'));
    // The card comes a little after the modal: if the workspace ended earlier, there would be none.
    await expect
      .poll(async () => JSON.stringify(await ana.messages('app')))
      .toMatch(/Deal\.pdf.*Not sent yet/);
  }

  /** Checks that a press on an old card tells that its request no longer exists, and removes the card's buttons. */
  async function expectRequestGone(where: Workspace): Promise<void> {
    const ana = where.person('ana');
    const card = async () => {
      const shown = (await ana.messages('app')).find(({ plain }) => plain.includes('Deal.pdf'));
      if (!shown) throw new Error(`there is no card: ${JSON.stringify(await ana.messages('app'))}`);
      return shown;
    };
    await ana.presses('Cancel request', { on: await card() });
    const said = await ana.sees('We no longer have this request');
    expect(said).toContain('Type /sign list to see your requests in Box.');
    await expect.poll(async () => (await card()).buttons).toEqual([]);
    expect((await card()).plain).toContain('Not sent yet');
  }

  it('the app still works after a late event, or one that is no uninstallation', async () => {
    await beta.sendEvent({ type: 'app_uninstalled' }, 2);
    await beta.sendEvent({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } });
    await beta.sendEvent({ type: 'tokens_revoked', tokens: { bot: [beta.state.app.botUserId] } });
    await expect.poll(() => world().app.output()).toContain('installed again');
    await expectWorks(beta);
  });

  it.each(['uninstalled-first', 'revoked-first'] as const)(
    'uninstalling (%s) deletes all data of that workspace and no other, and the app can be installed again',
    async (order) => {
      await expectWorks(beta);
      if (order === 'uninstalled-first') {
        await sendsSomething(beta, 'ana@beta.com');
        expect(livingTokens(world(), 'ana@beta.com')).toHaveLength(1);
      }
      const before = await rowCounts(world(), gamma);
      await beta.removesApp(order);
      await expect.poll(() => rowCounts(world(), beta)).toEqual({});
      await expect.poll(() => livingTokens(world(), 'ana@beta.com')).toHaveLength(0);
      expect(livingTokens(world(), 'ana@gamma.com')).toHaveLength(1);
      expect(await rowCounts(world(), gamma)).toEqual(before);
      await beta.sendEvent({ type: 'app_uninstalled' });
      await expectRefused(beta);
      expect(await installs(world(), beta)).toMatchObject({ status: 200 });
      await expectWorks(beta);
      await expectWorks(gamma);
      if (order === 'uninstalled-first') await expectRequestGone(beta);
    },
  );

  it('a revoked token stops the installation, keeps its data, and a new installation continues', async () => {
    const before = timesTold();
    await sendsSomething(gamma, 'ana@gamma.com');
    const { sign_requests: requests } = await rowCounts(world(), gamma);
    await gamma.revokesTokens();
    await expect.poll(timesTold).toBe(before + 1);
    await expectRefused(gamma);
    expect((await rowCounts(world(), gamma))['sign_requests']).toBe(requests);
    await installs(world(), gamma);
    await expectWorks(gamma);
  });

  it('a token that died without an event is found within a day', async () => {
    await gamma.removesApp('silently');
    const before = timesTold();
    await world().passes(13 * 60 * 60_000);
    await expect.poll(timesTold).toBe(before + 1);
    await expectRefused(gamma);
  });

  it('stored data is deleted when the app is not installed again within a month', async () => {
    expect(await rowCounts(world(), gamma)).toMatchObject({ connections: 1 });
    const rows = await storedRows(world().store);
    const storedNumber = (table: string, name: string, of: string): number => {
      const row = (rows[table] ?? []).find((one) => one.includes(gamma.teamId) && one.includes(of));
      return Number(new RegExp(`"${name}": ?(\\d+)`).exec(row ?? '')?.[1]);
    };
    // The app was stopped and installed again before: the 30 days count from the latest end.
    const month =
      storedNumber('jobs', 'run_at', 'after death') - storedNumber('installations', 'stopped_at', 'stopped');
    expect(month / dayMs).toBeCloseTo(30, 2);
    await world().passes(31 * dayMs);
    await expect.poll(() => rowCounts(world(), gamma)).toEqual({});
    await expect.poll(() => livingTokens(world(), 'ana@gamma.com')).toHaveLength(0);
  });
});

stories('people who leave', () => {
  const world = aWorld({ box: 'oauth' });

  it('the connection of a person who left ends within a day, and admins see what remains', async () => {
    const { slack, box, ana, newFile } = world();
    slack.addUser({ handle: 'boss', name: 'Boss', isAdmin: true });
    await ana.types(`/sign ${newFile('Secret plan.pdf').url} dee@client.com`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    // Ana's card is still to be posted when she leaves.
    slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: 3_600, method: 'chat.postMessage' });
    await ana.submits();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await slack.person('boss').types('/sign workspace', { in: 'app' });
    await slack.person('boss').sees('1 person is connected to Box here', { in: 'app' });
    await slack.person('boss').sees('No open requests from former members', { in: 'app' });
    slack.user('ana').deleted = true;
    await world().passes(13 * 60 * 60_000);
    await expect.poll(async () => (await storedRows(world().store))['connections']).toEqual([]);
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toHaveLength(0);
    await slack.person('boss').types('/sign workspace', { in: 'app' });
    const said = await slack.person('boss').sees(/Ana Ruiz|ana, left on or before/, { in: 'app' });
    expect(said).toContain('0 people are connected to Box here');
    expect(said).toContain('One person has left. Their connection to Box was ended');
    expect(said).toMatch(/left on or before .*: 1 open request: .*\(to prepare\)/);
    expect(said).not.toContain('Secret plan');
    expect(said).not.toContain('@client.com');
    expect(box.signRequests()).toHaveLength(1);
    await expect.poll(() => world().app.output()).toContain('the recipient is deactivated');
    expect(world().app.output()).not.toContain('given up');
  });

  it('only admins are told about people who left', async () => {
    const { slack } = world();
    await slack.person('cy').types('/sign workspace', { in: '#contracts' });
    await slack.person('cy').sees('That is only for admins of this workspace.', { in: '#contracts' });
  });
});

/** The organisation that the workspace belongs to. */
const organisation = { id: 'E0ACME', name: 'Acme Group' };

stories('people who no longer belong to the organisation', () => {
  const world = aWorld({ box: 'oauth' });

  it.each([
    ['became a guest', { is_restricted: true }],
    ['went to another workspace', { team_id: 'T9', enterprise_user: undefined }],
  ])('the connection of a person who %s ends, and they can come back', async (_what, says) => {
    const { slack, ana } = world();
    const user = slack.user('ana');
    const connections = async () => (await storedRows(world().store))['connections'] ?? [];
    if ((await connections()).length === 0) await connectAnaAgain();
    user.says = says;
    await world().passes(13 * 60 * 60_000);
    await expect.poll(connections).toEqual([]);
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toHaveLength(0);
    await expect.poll(departed).toHaveLength(1);
    delete user.says;
    await world().passes(13 * 60 * 60_000);
    await ana.reloads();
    await connectAnaAgain();
    await world().passes(13 * 60 * 60_000);
    await expect.poll(departed).toEqual([]);
    expect(await connections()).toHaveLength(1);
  });

  const departed = async () => (await storedRows(world().store))['departures'] ?? [];

  async function connectAnaAgain(): Promise<void> {
    const { ana, box } = world();
    const browser = aBrowser(world());
    const back = await box.person('ana@acme.com').grants(await goesToBox(browser, await asksForLink(ana)));
    expect((await browser.opens(back)).text).toContain('Connected');
    await ana.reloads();
  }
});

stories('admins of an organisation', () => {
  const world = aWorld({ withoutApp: true });
  const admin = { is_admin: true, is_owner: false };
  const noAdmin = { is_admin: false, is_owner: false };

  it.each([
    ['an admin of the organisation', noAdmin, admin, true],
    ['its owner', noAdmin, { is_admin: false, is_owner: true }, true],
    ['an admin of a workspace only', admin, noAdmin, false],
    ['a person of whom Slack says nothing about this', { is_admin: true, is_owner: true }, {}, false],
  ])(
    'only its admins and owners read about an organisation’s installation: %s',
    async (handle, inWorkspace, inOrganisation, isTold) => {
      const { slack } = world();
      slack.state.enterprise = organisation;
      slack.state.app.isOrganisationInstalled = true;
      if (world().app.pid === 0) await world().restart();
      const enterprise = { enterprise_id: organisation.id, teams: [slack.teamId], ...inOrganisation };
      slack.addUser({ handle, says: { ...inWorkspace, enterprise_user: enterprise } });
      const person = slack.person(handle);
      await person.types('/sign workspace', { in: 'app' });
      await person.sees(isTold ? 'connected to Box here' : 'That is only for admins of this organization.', {
        in: 'app',
      });
    },
  );
});
