/** The sandbox's Slack, for a person who installs an app and for the installed app. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SCOPES } from '../../../sandbox/slack/seed.ts';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack/server.ts';

const redirectUri = 'http://127.0.0.1:1/slack/oauth_redirect';
let offsetMs = 0;
let slack: SandboxSlack;

beforeAll(async () => {
  slack = await startSlack({ clock: () => Date.now() + offsetMs });
  slack.oauth.redirectUrls = [redirectUri];
});
afterAll(() => slack.close());

function authorizeUrl(more: Record<string, string> = {}): string {
  const url = new URL('/oauth/v2/authorize', slack.baseUrl);
  const asked = { client_id: slack.oauth.clientId, scope: 'commands,chat:write,users:read', state: 's1' };
  url.search = new URLSearchParams({ ...asked, redirect_uri: redirectUri, ...more }).toString();
  return url.href;
}

/** Submits the consent page; returns the address that it redirects to. */
async function submitConsent(form: Record<string, string>, url = authorizeUrl()): Promise<URL> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

/** Carries out what a person does in their client. */
async function act(
  { teamId, baseUrl = slack.baseUrl }: { readonly teamId: string; readonly baseUrl?: string },
  person: string,
  name: string,
): Promise<void> {
  const answer = await fetch(`${baseUrl}/control/person`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ team: teamId, person, act: name, args: {} }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Follows the link to the app's install URL, which signs the browser in as the person. */
async function followsInstallLink(team: string, person: string): Promise<void> {
  const link = `${slack.baseUrl}/control/install?${new URLSearchParams({ team, person })}`;
  const answer = await fetch(link, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, redirectUri]);
}

type SlackAnswer = Readonly<Record<string, unknown>>;

async function call(method: string, args: Record<string, string>, token?: string): Promise<SlackAnswer> {
  const answer = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    body: new URLSearchParams(args),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  return (await answer.json()) as SlackAnswer;
}

/** Calls `oauth.v2.access`. */
function access(more: Record<string, string>): Promise<SlackAnswer> {
  const { clientId, clientSecret } = slack.oauth;
  return call('oauth.v2.access', { client_id: clientId, client_secret: clientSecret, ...more });
}

it('the page shows what it allows and where else, and wrong queries are refused', async () => {
  const listed = slack.addWorkspace({ name: '<b>Listed' });
  const page = await fetch(authorizeUrl());
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*style-src 'sha256-/);
  const text = await page.text();
  expect(text).toContain('>Sign wants to be added to the Acme workspace</h1>');
  expect(text).toContain(`team=${listed.teamId}">&#60;b&#62;Listed`);
  expect(text).toContain('<li>Write messages under its own name</li>');
  // No permission of the app shows its raw name.
  const withAll = await (await fetch(authorizeUrl({ scope: DEFAULT_SCOPES.join() }))).text();
  expect(withAll).toContain('See the user groups');
  expect(withAll).not.toMatch(/>\s*[a-z]+:[a-z.]+</);
  for (const wrong of [{ client_id: '1.2' }, { scope: '' }, { redirect_uri: 'https://evil.example/' }]) {
    expect((await fetch(authorizeUrl(wrong))).status, JSON.stringify(wrong)).toBe(400);
  }
  expect((await submitConsent({ answer: 'cancel' })).search).toBe('?error=access_denied&state=s1');
});

it('only admins decide where apps must be approved', async () => {
  const people = [
    { handle: 'gia', name: 'Gia', isAdmin: true },
    { handle: 'pam', name: 'Pam', isAdmin: true },
    { handle: 'leo', name: 'Leo' },
  ];
  const strict = slack.addWorkspace({
    name: 'Strict',
    people,
    needsApproval: true,
    tracksInstallations: true,
  });
  const leo = strict.person('leo');
  slack.connectApp({ installUrl: redirectUri });
  await followsInstallLink(strict.teamId, 'gia');
  await followsInstallLink(strict.teamId, 'leo');
  const text = await (await fetch(authorizeUrl())).text();
  expect(text).toContain('<p>Strict approves apps first: only an admin can add Sign. Ask Gia or Pam.</p>');
  const nobody = await fetch(`${slack.baseUrl}/control/install?team=${strict.teamId}&person=nobody`);
  expect(nobody.status).toBe(404);
  expect(text).not.toContain('value="allow"');
  const refused = await submitConsent({ answer: 'allow', team: strict.teamId, user: 'leo' });
  expect(refused.searchParams.get('error')).toBe('access_denied');
  expect((await leo.types('/sign', { in: '#contracts' })).shown).toContain('is not a valid command');

  const code =
    (await submitConsent({ answer: 'allow', team: strict.teamId, user: 'gia' })).searchParams.get('code') ??
    '';
  const { access_token: token } = await access({ code, redirect_uri: redirectUri });
  expect((await leo.types('/sign', { in: '#contracts' })).shown).not.toContain('is not a valid command');
  await expect(act(strict, 'leo', 'removesApp')).rejects.toThrow('Only an admin can take an app out');
  await act(strict, 'gia', 'removesApp');
  expect(await call('auth.test', {}, String(token))).toMatchObject({ error: 'account_inactive' });
  expect((await leo.types('/sign', { in: '#contracts' })).shown).toContain('is not a valid command');
});

it('other workspaces and their tokens continue from saved state', async () => {
  const kept = slack.addWorkspace({ name: 'Kept', tracksInstallations: true });
  const code =
    (await submitConsent({ answer: 'allow', team: kept.teamId, user: 'ana' })).searchParams.get('code') ?? '';
  const { access_token: token } = await access({ code, redirect_uri: redirectUri });
  kept.addUser({ handle: 'late', name: 'Late' });
  const state = JSON.parse(JSON.stringify(slack.state));
  const otherWorkspaces = JSON.parse(JSON.stringify(slack.otherWorkspaces()));
  const next = await startSlack({ state, otherWorkspaces, clock: () => Date.now() + offsetMs });
  try {
    const again = next.workspaces.find(({ teamId }) => teamId === kept.teamId);
    expect(again?.user('late').name).toBe('Late');
    expect(next.oauth).toMatchObject({
      clientId: slack.oauth.clientId,
      clientSecret: slack.oauth.clientSecret,
    });
    expect(again?.state.app).toMatchObject({ isInstalled: true, signingSecret: slack.signingSecret });
    const answer = await fetch(`${next.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await answer.json()).toMatchObject({ ok: true, team_id: kept.teamId });
    await expect(act({ ...kept, baseUrl: next.baseUrl }, 'constructor', 'client')).rejects.toThrow('nobody');
  } finally {
    await next.close();
  }
});

it('a code gives a token of the chosen workspace, once', async () => {
  const beta = slack.addWorkspace({ name: 'Beta' });
  expect(beta.user('ana').id).toBe(slack.user('ana').id);
  const back = await submitConsent({ answer: 'allow', team: beta.teamId, user: 'ana' });
  const code = back.searchParams.get('code') ?? '';
  expect(await access({ code, client_secret: 'no', redirect_uri: redirectUri })).toMatchObject({
    error: 'bad_client_secret',
  });
  expect(await access({ code, redirect_uri: 'https://evil.example/' })).toMatchObject({
    error: 'bad_redirect_uri',
  });
  const said = await access({ code, redirect_uri: redirectUri });
  expect(said).toMatchObject({
    ok: true,
    team: { id: beta.teamId, name: 'Beta' },
    is_enterprise_install: false,
  });
  expect(said).not.toHaveProperty('refresh_token');
  expect(await access({ code, redirect_uri: redirectUri })).toMatchObject({ error: 'code_already_used' });
  const token = String(said['access_token']);
  expect(await call('auth.test', {}, token)).toMatchObject({ team_id: beta.teamId });
  const profile = { profile: { real_name: 'Ana of Beta' } };
  expect(await call('users.info', { user: slack.user('ana').id }, token)).toMatchObject({ user: profile });
  await beta.removesApp('silently');
  expect(await call('auth.test', {}, token)).toMatchObject({ error: 'account_inactive' });
  expect(await call('auth.test', {}, slack.botToken)).toMatchObject({ ok: true });
});

it('a token downloads the files of its own workspace while it is valid', async () => {
  const epsilon = slack.addWorkspace({ name: 'Epsilon' });
  const url = authorizeUrl({ scope: 'files:read' });
  const back = await submitConsent({ answer: 'allow', team: epsilon.teamId, user: 'ana' }, url);
  const code = back.searchParams.get('code') ?? '';
  const { access_token: token } = await access({ code, redirect_uri: redirectUri });
  const ana = epsilon.person('ana');
  const id = await ana.addsFile('Lease.pdf', Buffer.from('the lease'));
  await ana.sharesFiles('#contracts', [id]);
  const { file } = (await call('files.info', { file: id }, String(token))) as { file: SlackAnswer };
  const download = (bearer: unknown) =>
    fetch(String(file['url_private_download']), {
      headers: { authorization: `Bearer ${bearer}` },
      redirect: 'manual',
    });
  expect(await (await download(token)).text()).toBe('the lease');
  for (const other of [slack.botToken, epsilon.state.app.botToken, 'xoxb-unknown'])
    expect((await download(other)).status, other).toBe(302);
  await epsilon.revokesTokens();
  expect((await download(token)).status).toBe(302);
});

it('the app can be installed for an organisation, whose payloads name no workspace', async () => {
  const gamma = slack.addWorkspace({ name: 'Gamma', organisation: 'Greek' });
  const back = await submitConsent({ answer: 'allow', team: gamma.teamId, user: 'ana', organisation: 'yes' });
  const said = await access({ code: back.searchParams.get('code') ?? '', redirect_uri: redirectUri });
  expect(said).toMatchObject({
    team: null,
    enterprise: { id: gamma.enterpriseId },
    is_enterprise_install: true,
  });
  expect(await call('auth.test', {}, String(said['access_token']))).toMatchObject({
    team_id: gamma.enterpriseId,
    is_enterprise_install: true,
  });
});

it('tokens are renewed after twelve hours, each refresh token works once, and two stay valid', async () => {
  slack.oauth.rotates = true;
  const delta = slack.addWorkspace({ name: 'Delta' });
  const back = await submitConsent({ answer: 'allow', team: delta.teamId, user: 'ana' });
  const first = await access({ code: back.searchParams.get('code') ?? '', redirect_uri: redirectUri });
  expect(first).toMatchObject({ expires_in: 43_200 });
  const renew = (said: SlackAnswer): Promise<SlackAnswer> =>
    access({ grant_type: 'refresh_token', refresh_token: String(said['refresh_token']) });
  const test = (said: SlackAnswer): Promise<SlackAnswer> =>
    call('auth.test', {}, String(said['access_token']));
  const second = await renew(first);
  expect(await renew(first)).toMatchObject({ error: 'invalid_refresh_token' });
  expect(await test(first)).toMatchObject({ ok: true });
  const third = await renew(second);
  expect(await test(first)).toMatchObject({ error: 'token_revoked' });
  expect(await test(second)).toMatchObject({ ok: true });
  offsetMs += 12 * 60 * 60_000;
  expect(await test(third)).toMatchObject({ error: 'token_expired' });
  expect(await test(await renew(third))).toMatchObject({ ok: true });
});
