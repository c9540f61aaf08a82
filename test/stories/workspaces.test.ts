/** One app for many workspaces: installing it, and working in each independently. */
// runs: http, ci
import { existsSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import type { SandboxBox } from '../../sandbox/box/server.ts';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { runDoctor, secretsOf } from './examining.ts';
import { aPlainBrowser, consents, installs, storesConnection } from './installing.ts';
import { storedRows, storedText } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('installing the app into several workspaces', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', withoutApp: true });
  let beta: Workspace;
  let greek: Workspace;
  let anaOfBeta: ReturnType<SandboxBox['addUser']>;

  beforeAll(async () => {
    const { slack, box } = world();
    beta = slack.addWorkspace({ name: 'Beta' });
    greek = slack.addWorkspace({ name: 'Gamma', organisation: 'Greek' });
    anaOfBeta = box.addUser({ login: 'ana@beta.com', name: 'Ana of Beta' });
    await storesConnection(world(), beta.teamId, beta.user('ana').id, 'ana@beta.com');
    await world().restart();
  });

  it('people in a workspace without the app are told so, and nothing happens', async () => {
    const bo = beta.person('bo');
    await bo.types('/sign', { in: '#contracts' });
    await bo.sees('Sign is only for full members of this workspace. Nothing was done.', { in: '#contracts' });
    expect(await bo.modal()).toBeNull();
  });

  it('the doctor names the credential that Slack refuses', async () => {
    const { env, store } = world();
    const folder = store.DATA_DIR === undefined ? null : `${store.DATA_DIR}-none`;
    const elsewhere = { ...env, PORT: '0', ...(folder === null ? {} : { DATA_DIR: folder }) };
    const right = await runDoctor(elsewhere);
    expect(right, right.output).toMatchObject({ status: 0, wrongs: [] });
    if (folder !== null) {
      expect(right.output).toContain(`✓ Data folder: ${folder} will be created`);
      expect(right.output).toContain('✓ Tables: will be created');
      expect(existsSync(folder)).toBe(false);
    }
    expect(right.output).toContain(`people install it at ${env['PUBLIC_URL']}/slack/install`);
    const { wrongs, output } = await runDoctor({ ...elsewhere, SLACK_CLIENT_SECRET: 'none' });
    expect(wrongs).toEqual([
      expect.stringMatching(/SLACK_CLIENT_SECRET \(bad_client_secret\).*App Credentials/s),
    ]);
    for (const secret of secretsOf(elsewhere)) expect(output).not.toContain(secret);
    const unknown = await runDoctor({ ...elsewhere, SLACK_CLIENT_ID: '1.2' });
    expect(unknown.wrongs).toEqual([expect.stringMatching(/SLACK_CLIENT_ID \(invalid_client_id\)/)]);
  });

  it('the page says that nothing happened when a person cancels in Slack', async () => {
    const page = await installs(world(), beta, { answer: 'cancel' });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Sign was not installed') });
    expect(page.policy).toMatch(/^default-src 'none'; style-src 'sha256-.*frame-ancestors 'none'$/);
    expect((await storedRows(world().store))['installations']).toEqual([]);
  });

  it('a return from Slack is refused in another browser, when changed, and when too old', async () => {
    const stale = {
      status: 400,
      text: expect.stringContaining('where Sign is already installed, it stays installed'),
    };
    const browser = aPlainBrowser();
    const back = await consents(world(), beta, { browser });
    expect(await aPlainBrowser().visits(back)).toMatchObject(stale);
    const other = new URL(back);
    other.searchParams.set('state', `${other.searchParams.get('state')}x`);
    expect(await browser.visits(other.href)).toMatchObject(stale);
    expect(await browser.visits(`${world().env['PUBLIC_URL']}/slack/oauth_redirect`)).toMatchObject(stale);
    const late = aPlainBrowser();
    const lateBack = await consents(world(), beta, { browser: late });
    await world().passes(11 * 60_000);
    expect(await late.visits(lateBack)).toMatchObject(stale);
    expect((await storedRows(world().store))['installations']).toEqual([]);
  });

  it('a return is accepted once, even with another code', async () => {
    const browser = aPlainBrowser();
    const back = new URL(await consents(world(), beta, { browser }));
    const state = back.searchParams.get('state') ?? '';
    expect(await browser.visits(back.href)).toMatchObject({ status: 200 });
    // This is an attacker who has seen the address and the cookie, and has another code.
    const again = await consents(world(), beta);
    back.searchParams.set('code', new URL(again).searchParams.get('code') ?? '');
    const replayed = await fetch(back, { headers: { cookie: `slack_install=${state}` } });
    expect(replayed.status).toBe(400);
    expect(world().app.output()).toContain('"why":"state_not_taken"');
    expect((await storedRows(world().store))['installations']).toHaveLength(1);
  });

  it('both workspaces send, as each person’s own Box user, and notices go to the right person', async () => {
    const { slack, box, ana, newFile } = world();
    const page = await installs(world(), slack.home);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Sign is installed in Acme') });
    expect(page.text).not.toContain('<script');
    expect(slack.user('ana').id).toBe(beta.user('ana').id);
    const folder = box.addFolder(anaOfBeta, { name: 'Deals' });
    const files = [newFile('Acme.pdf'), box.addFile(anaOfBeta, { name: 'Beta.pdf', folder })] as const;
    const people = [ana, beta.person('ana')] as const;
    for (const [index, person] of people.entries()) {
      await person.types(`/sign ${files[index]?.url} dee@client.com`, { in: '#contracts' });
      await person.sees('New signature request', { in: 'modal' });
      expect(await person.submits()).toEqual({});
      await person.sees('Nobody has been emailed yet', { in: 'modal' });
      await person.closes();
    }
    await people[0].sees(/Acme\.pdf/);
    await people[1].sees(/Beta\.pdf/);
    const texts = async (person: typeof ana) => JSON.stringify(await person.messages('app'));
    expect(await texts(people[0])).not.toContain('Beta.pdf');
    expect(await texts(people[1])).not.toContain('Acme.pdf');
  });

  it('the app serves an organisation whose payloads name no workspace', async () => {
    const page = await installs(world(), greek, { organisation: true });
    expect(page.text).toContain('Sign is installed in Greek');
    const bo = greek.person('bo');
    await bo.types('/sign help', { in: '#contracts' });
    await bo.sees('Get a Box document signed', { in: '#contracts' });
    await bo.presses('Open');
    await bo.sees('New signature request', { in: 'modal' });
    await bo.closes();
    const rows = (await storedRows(world().store))['installations'] ?? [];
    expect(
      rows.some(
        (row) =>
          row.includes(`"tenant":"${greek.enterpriseId}"`) ||
          row.includes(`"tenant": "${greek.enterpriseId}"`),
      ),
    ).toBe(true);
  });

  it('no token or secret of Slack is stored in plain', async () => {
    const { slack, store, env, app } = world();
    const secrets = [
      ...slack.oauth.tokens.keys(),
      env['SLACK_CLIENT_SECRET'] ?? '',
      env['SLACK_STATE_SECRET'] ?? '',
    ];
    const places = (await storedText(store)) + app.output();
    for (const secret of secrets) expect(places).not.toContain(secret);
  });
});
