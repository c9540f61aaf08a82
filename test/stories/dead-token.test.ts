/**
 * Slack no longer accepts the bot token, and no event said so: the first call finds out. Work in progress waits and
 * resumes when there is a valid token again.
 */
// runs: http, embedded, ci
import { beforeAll, expect, it } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { addsFileOf, onlyCard, opensForm } from './acts.ts';
import { aBrowser } from './browser.ts';
import { asksForLink, codeOn, grantsAccess, livingTokens } from './connecting.ts';
import { installs, storesConnection } from './installing.ts';
import { altersWhileQuiet } from './quiet.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const minuteMs = 60_000;

/** How often the log has told the operator to install the app again. */
const timesTold = (world: World): number =>
  world.app.output().split('install the app there again').length - 1;

/** The rows of the jobs that were given up. */
async function givenUp(world: World): Promise<string[]> {
  const rows = (await storedRows(world.store))['jobs'] ?? [];
  return rows.filter((row) => /"state": ?"dead"/.test(row));
}

stories('a bot token that died without an event, in one of many workspaces', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', withoutApp: true });
  let beta: Workspace;

  beforeAll(async () => {
    const { slack, box } = world();
    beta = slack.addWorkspace({ name: 'Beta' });
    box.addUser({ login: 'ana@beta.com', name: 'Ana' });
    await storesConnection(world(), beta.teamId, beta.user('ana').id, 'ana@beta.com');
    await world().restart();
    expect(await installs(world(), beta)).toMatchObject({ status: 200 });
  });

  /** Ana sends a request; `meanwhile` runs after the form has opened, before she submits it. */
  async function sendsWhile(name: string, meanwhile: () => Promise<void>): Promise<void> {
    const file = addsFileOf(world(), 'ana@beta.com', name);
    const ana = beta.person('ana');
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    await meanwhile();
    await ana.submits();
  }

  async function resumesAfterInstallation(name: string): Promise<void> {
    await expect.poll(() => timesTold(world())).toBe(1);
    expect(await givenUp(world())).toEqual([]);
    await beta.person('ana').reloads();
    expect(await installs(world(), beta)).toMatchObject({ status: 200 });
    // The card is posted without waiting for the next retry of those jobs.
    await beta.person('ana').sees(name);
    expect(await givenUp(world())).toEqual([]);
  }

  it('the installation stops, the log says so once, and the card comes after a new installation', async () => {
    await sendsWhile('Deal.pdf', () => beta.removesApp('silently'));
    await resumesAfterInstallation('Deal.pdf');
    expect(world().box.signRequests()).toHaveLength(1);
  });

  it('work also waits and resumes when the stored token cannot be decrypted', async () => {
    const before = world().app.output().length;
    await sendsWhile('Lease.pdf', () =>
      altersWhileQuiet(world(), [`update installations set bot_token = 'v1.${'A'.repeat(60)}'`]),
    );
    await expect.poll(() => world().app.output().slice(before)).toContain('token_unreadable');
    expect(await givenUp(world())).toEqual([]);
    await beta.person('ana').reloads();
    expect(await installs(world(), beta)).toMatchObject({ status: 200 });
    await beta.person('ana').sees('Lease.pdf');
  });

  it('a command finds the dead token too, and a connection that waits for its code still expires', async () => {
    const before = timesTold(world());
    const browser = aBrowser(world());
    const page = await grantsAccess(
      browser,
      await asksForLink(beta.person('ana')),
      world().box.person('ana@beta.com'),
    );
    expect(codeOn(page)).toHaveLength(6);
    expect(livingTokens(world(), 'ana@beta.com')).toHaveLength(2);
    await beta.removesApp('silently');
    await beta.person('ana').types('/sign workspace', { in: '#contracts' });
    await expect.poll(() => timesTold(world())).toBe(before + 1);
    await world().passes(11 * minuteMs);
    await expect.poll(() => livingTokens(world(), 'ana@beta.com')).toHaveLength(1);
    expect((await storedRows(world().store))['pending_connections']).toEqual([]);
  });
});

stories('the only bot token died without an event', () => {
  const world = aWorld();

  const ready = async (): Promise<number> =>
    (await fetch(`http://127.0.0.1:${world().app.port}/readyz`)).status;

  /** The rows of jobs, not done yet, that match. */
  async function openJobs(pattern: RegExp): Promise<string[]> {
    const rows = (await storedRows(world().store))['jobs'] ?? [];
    return rows.filter((row) => pattern.test(row) && !/"state": ?"done"/.test(row));
  }
  const plannedChecks = () => openJobs(/"checkWorkspace"/);
  const jobsThatWait = () => openJobs(/not installed there/);

  it('without any work, too, the app is not ready until Slack accepts the token again', async () => {
    const { slack } = world();
    expect(await ready()).toBe(200);
    slack.setToken('inactive');
    await world().passes(minuteMs);
    await expect.poll(ready).toBe(503);
    await expect.poll(() => timesTold(world())).toBe(1);
    // Meanwhile the workspace is not checked; later it is again.
    await world().passes(13 * 60 * minuteMs);
    await expect.poll(plannedChecks).toHaveLength(0);
    slack.setToken('valid');
    await world().passes(minuteMs);
    await expect.poll(ready).toBe(200);
    await expect.poll(plannedChecks).toHaveLength(1);
  });

  it('while Slack does not answer, the app stays ready', async () => {
    const { slack } = world();
    const asked = (): number => slack.log.filter(({ method }) => method === 'auth.test').length;
    const before = asked();
    slack.faults.next({ kind: 'status', status: 503, method: 'auth.test' });
    await world().passes(minuteMs);
    expect(await ready()).toBe(200);
    await expect.poll(asked).toBeGreaterThan(before);
    expect(await ready()).toBe(200);
    slack.faults.clear();
  });

  it('work waits, the log says so once, and the app is not ready until Slack accepts the token again', async () => {
    const { slack, ana } = world();
    const file = world().newFile();
    await opensForm(world(), `${file.url} bo@client.com`);
    expect(await ready()).toBe(200);
    const before = timesTold(world());
    slack.setToken('inactive');
    expect(await ana.submits()).toEqual({});
    await expect.poll(ready).toBe(503);
    await expect.poll(() => timesTold(world())).toBe(before + 1);
    await world().passes(5 * minuteMs);
    await ana.types('/sign status', { in: '#contracts' });
    expect(timesTold(world())).toBe(before + 1);
    expect(await givenUp(world())).toEqual([]);
    expect(await jobsThatWait()).not.toEqual([]);
    slack.setToken('valid');
    await world().passes(minuteMs);
    await expect.poll(ready).toBe(200);
    // The work continues now, not only at its next retry.
    await expect.poll(jobsThatWait).toEqual([]);
    await onlyCard(world(), file.name, 'Place the fields');
  });

  it('stored data is deleted when Slack then says that the app was uninstalled', async () => {
    const { slack } = world();
    const rows = async (): Promise<string[]> => {
      const all = Object.values(await storedRows(world().store)).flat();
      return all.filter((row) => row.includes(slack.teamId));
    };
    slack.setToken('inactive');
    await world().ana.types('/sign workspace', { in: '#contracts' });
    await expect.poll(ready).toBe(503);
    expect(await rows()).not.toEqual([]);
    await slack.home.sendEvent({ type: 'app_uninstalled' });
    await expect.poll(rows).toEqual([]);
  });
});
