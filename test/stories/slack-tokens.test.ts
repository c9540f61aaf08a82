/**
 * Slack's token rotation: a token is valid for twelve hours and is renewed once, for any number of callers. People
 * notice nothing. On PostgreSQL, two processes share it.
 */
// runs: http, ci
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { AppProcess } from '../../sandbox/app-process.ts';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { installs } from './installing.ts';
import { startProxy, type TcpProxy } from './proxy.ts';
import { startWorld, stories, type World } from './world.ts';

const hourMs = 60 * 60_000;

stories("Slack's token rotation", () => {
  let world: World;
  let beta: Workspace;
  let balancer: TcpProxy | null = null;
  let second: AppProcess | null = null;

  beforeAll(async () => {
    world = await startWorld({ box: 'oauth', workspaces: 'many', mode: 'http', withoutApp: true });
    world.slack.oauth.rotates = true;
    beta = world.slack.addWorkspace({ name: 'Beta' });
    await world.restart();
    if (inject('store') === 'postgres') {
      second = await world.second();
      balancer = await startProxy(world.app.port, second.port);
      world.slack.connectApp({ requestUrl: `http://127.0.0.1:${balancer.port}/slack/events` });
    }
    expect(await installs(world, beta)).toMatchObject({ status: 200 });
  });
  afterAll(async () => {
    await balancer?.close();
    await world.close();
  });

  /** The result of each attempt to renew a token: `renewed`, or Slack's answer if it refused. */
  const renewals = (): string[] =>
    world.slack.log
      .filter(({ method, body }) => method === 'oauth.v2.access' && body.includes('grant_type=refresh_token'))
      .map(({ answer }) => (answer.includes('"ok":true') ? 'renewed' : answer));

  /**
   * Ana types `/sign workspace` this many times, and each time the app asks Slack whether she is an admin. Returns how
   * many of these commands were answered with what they ask for.
   */
  async function asks(times: number, triesLeft = 3): Promise<number> {
    const ana = beta.person('ana');
    await ana.reloads();
    const typed = Array.from({ length: times }, () => ana.types('/sign workspace', { in: '#contracts' }));
    // On a busy machine some acknowledgements may be late; only the answers count.
    await Promise.all(typed);
    const answers = async (wanted: RegExp) =>
      (await ana.ephemerals('#contracts')).filter(({ plain }) => wanted.test(plain)).length;
    const shown = /connected to Box here/;
    const any = new RegExp(`${shown.source}|That did not work just now`);
    await expect.poll(() => answers(any), { timeout: 45_000 }).toBe(times);
    const count = await answers(shown);
    // On a busy machine a single command may take longer than the app waits, so the next one may show it.
    if (times === 1 && count === 0 && triesLeft > 1) return asks(1, triesLeft - 1);
    if (times === 1) expect(count).toBe(1);
    return count;
  }

  it('a token that is still valid for hours is not renewed', async () => {
    await world.passes(9 * hourMs);
    await asks(1);
    expect(renewals()).toEqual([]);
  });

  it('a token is renewed before it expires, and nobody waits while Slack does not answer', async () => {
    await world.passes(1.25 * hourMs);
    world.slack.faults.next({ method: 'oauth.v2.access', kind: 'status', status: 503 });
    await asks(1, 1);
    await expect.poll(() => renewals().length).toBe(1);
    expect(renewals()).not.toContain('renewed');
    await world.passes(1.1 * hourMs);
    await asks(1);
    await expect.poll(() => renewals().filter((said) => said === 'renewed').length).toBe(1);
  });

  it('an expired token is renewed before it is used', async () => {
    const before = renewals().length;
    await world.passes(13 * hourMs);
    await asks(1);
    expect(renewals().slice(before)).toEqual(['renewed']);
  });

  it('a token that Slack revokes early is renewed once, for a hundred calls that find out', async () => {
    const { log, oauth } = world.slack;
    // Slack accepts a hundred of these calls a minute; calls before this story must not count.
    await world.passes(60_000);
    const before = { renewals: renewals().length, log: log.length };
    const calls = () => log.slice(before.log).filter(({ method }) => method === 'users.info');
    // The new token is held back until several calls have met the expired one, however busy the machine is.
    world.slack.onCall(async ({ method, phase }) => {
      const isRenewal = method === 'oauth.v2.access' && phase === 'before';
      if (isRenewal) await expect.poll(() => calls().length).toBeGreaterThan(1);
      return 'go';
    });
    for (const token of oauth.tokens.values()) token.expiresAt = 0;
    const answered = await asks(100);
    world.slack.onCall(null);
    // On a busy machine all of them may be too late; the next one is answered with the new token.
    await world.passes(60_000);
    await asks(1);
    expect(renewals().slice(before.renewals)).toEqual(['renewed']);
    const accepted = calls().filter(({ answer }) => answer.includes('"ok":true')).length;
    expect(accepted).toBeGreaterThanOrEqual(answered);
    expect(calls().length).toBeGreaterThan(accepted + 1);
  });

  it('the old token stays in use when a crash lost the new one; once it expires, a new installation is needed', async () => {
    await world.passes(11 * hourMs);
    let isKilled = false;
    world.slack.onCall(async ({ method, phase, args }) => {
      if (isKilled || method !== 'oauth.v2.access' || args['grant_type'] !== 'refresh_token') return 'go';
      if (phase === 'before') return 'go';
      isKilled = true;
      await world.app.stop('SIGKILL');
      return 'drop';
    });
    await beta.person('ana').types('/sign workspace', { in: '#contracts' });
    await expect.poll(() => isKilled).toBe(true);
    await world.app.ended;
    world.slack.onCall(null);
    await world.restart();
    await asks(1);
    await world.passes(13 * hourMs);
    await expect
      .poll(() => world.app.output() + (second?.output() ?? ''))
      .toMatch(/invalid_refresh_token.*install the app there again/);
    expect(await installs(world, beta)).toMatchObject({ status: 200 });
    await asks(1);
  });
});
