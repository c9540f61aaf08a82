/** Installing from a browser: cookies, refusals and the log. The stories test the whole flow. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { boltLogger } from '../../../src/slack/bolt.ts';
import { createInstaller, type GrantedInstallation, type InstallEnd } from '../../../src/slack/install.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Answer {
  readonly status: number;
  readonly cookie: string;
  readonly to: string;
}

/** Starts an installer behind a server. Its Slack cannot be reached, unless it has this address. */
async function anInstaller(publicUrl: string, now = Date.now, apiUrl = 'http://127.0.0.1:9/api/') {
  const lines: { level: string; text: string }[] = [];
  const line =
    (level: string) =>
    (...parts: unknown[]): void =>
      void lines.push({ level, text: parts.map((part) => JSON.stringify(part)).join(' ') });
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const ends: InstallEnd['kind'][] = [];
  const names: string[] = [];
  const saved: GrantedInstallation[] = [];
  const spent = new Set<string>();
  const installer = createInstaller({
    clientId: 'client',
    clientSecret: 'topsecret',
    apiUrl,
    stateSecret: 's'.repeat(32),
    redirectUri: `${publicUrl}/slack/oauth_redirect`,
    scopes: ['commands'],
    now,
    spendState: async (id) => !spent.has(id) && spent.add(id).has(id),
    save: async (installed) => void saved.push(installed),
    show: (response, end) => {
      ends.push(end.kind);
      if (end.kind === 'installed') names.push(end.name);
      response.end();
    },
    log,
    logger: boltLogger(log),
  });
  const server = createServer((asked, response) => {
    const does = asked.url?.startsWith('/slack/install') ? installer.begin : installer.end;
    does(asked, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const visits = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers }, (answer) => {
        const { statusCode = 0, headers: said } = answer.resume();
        resolve({ status: statusCode, cookie: String(said['set-cookie'] ?? ''), to: said.location ?? '' });
      })
        .on('error', reject)
        .end();
    });
  return { visits, ends, lines, names, saved };
}

it.each([
  ['https://sign.example.com', '__Host-slack_install', '; Secure'],
  ['http://localhost:3000', 'slack_install', ''],
])(
  'an installation from %s is bound to the browser by a cookie of this host',
  async (publicUrl, name, secure) => {
    const { visits, ends, lines } = await anInstaller(publicUrl);
    const begun = await visits('/slack/install');
    expect(begun.status).toBe(302);
    const state = new URL(begun.to).searchParams.get('state') ?? '';
    expect(begun.cookie).toBe(`${name}=${state}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax${secure}`);
    const back = `/slack/oauth_redirect?code=c&state=${state}`;
    await visits(back);
    await visits(back, { cookie: `slack-app-oauth-state=${state}` });
    const own = await visits(back, { cookie: `other=1; ${name}=${state}` });
    expect(own.cookie).toMatch(new RegExp(`^${name}=deleted; .*Path=/; Expires=Thu, 01 Jan 1970`));
    // With the cookie, the installer gets as far as calling Slack, which does not answer.
    expect(ends).toEqual(['stale', 'stale', 'failed']);
    const told = lines.flatMap(({ level, text }) => (level === 'error' ? [text] : []));
    expect(told).toEqual([
      expect.stringMatching(/^\{"failure":"slack oauth\.v2\.access: .*could not be installed/),
    ]);
  },
);

it.each([
  ['/slack/oauth_redirect', {}],
  ['/slack/oauth_redirect?code=hush&state=hush', {}],
  ['/slack/oauth_redirect?code=%00%ff&state=hush', { cookie: 'slack_install=hush' }],
  ['/slack/oauth_redirect?error=access_denied&error_description=hush', {}],
  ['/slack/oauth_redirect?code=hush&state=hush', { host: 'hush^|' }],
])('an invalid request (%s) causes one log line without its content', async (path, headers) => {
  const { visits, ends, lines } = await anInstaller('http://localhost:3000');
  await visits(path, headers);
  expect(['stale', 'refused']).toContain(ends[0]);
  expect(ends).toHaveLength(1);
  expect(lines.filter(({ level }) => level !== 'debug')).toEqual([
    {
      level: 'info',
      text: expect.stringMatching(/^\{"why":"[a-z_]+"\} "an installation was not completed"$/),
    },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/hush|object/);
});

it('Slack is asked about a limited number of returns; another works a little later', async () => {
  let at = Date.now();
  const { visits, ends } = await anInstaller('http://localhost:3000', () => at);
  const comesBack = async () => {
    const state = new URL((await visits('/slack/install')).to).searchParams.get('state') ?? '';
    const back = `/slack/oauth_redirect?code=c&state=${state}`;
    const again = () => visits(back, { cookie: `slack_install=${state}` });
    return { again, first: await again() };
  };
  let last = await comesBack();
  for (let count = 1; count < 100 && ends.at(-1) !== 'crowded'; count += 1) last = await comesBack();
  expect(ends.length).toBeLessThan(50);
  expect(ends.at(-1)).toBe('crowded');
  expect(last.first.cookie).toBe('');
  at += 60_000;
  await last.again();
  // Slack cannot be reached.
  expect(ends.at(-1)).toBe('failed');
});

/** What Slack says to the two calls of an installation. */
async function aSlack(granted: object): Promise<string> {
  const server = createServer((asked, response) => {
    asked.resume();
    const isAuthTest = asked.url?.endsWith('auth.test');
    const said = isAuthTest ? { url: 'https://acme.slack.com/', bot_id: 'BBOT' } : granted;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, ...said }));
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

const bot = {
  ...{ app_id: 'A1', authed_user: { id: 'U1' }, scope: 'commands,chat:write', token_type: 'bot' },
  ...{
    access_token: 'xoxb-1',
    bot_user_id: 'UBOT',
    team: null,
    enterprise: null,
    is_enterprise_install: false,
  },
};
const acme = { id: 'T1', name: 'Acme' };
const group = { id: 'E1', name: 'Acme Group' };
const inAcme = { teamId: 'T1', enterpriseId: null, isEnterpriseInstall: false, name: 'Acme' };

it.each<[string, object, object, string]>([
  ['a workspace', { team: acme }, inAcme, 'Acme'],
  [
    'a workspace of an organisation',
    { team: acme, enterprise: group },
    { ...inAcme, enterpriseId: 'E1' },
    'Acme',
  ],
  ['a workspace without a name', { team: { id: 'T1' } }, { ...inAcme, name: 'T1' }, ''],
  [
    'an organisation',
    { enterprise: group, is_enterprise_install: true },
    { teamId: null, enterpriseId: 'E1', isEnterpriseInstall: true, name: 'Acme Group' },
    'Acme Group',
  ],
])(
  'an installation in %s is stored with where it is, and its page names that',
  async (_where, place, wanted, name) => {
    const apiUrl = await aSlack({ ...bot, ...place });
    const { visits, ends, names, saved } = await anInstaller('http://localhost:3000', Date.now, apiUrl);
    const state = new URL((await visits('/slack/install')).to).searchParams.get('state') ?? '';
    await visits(`/slack/oauth_redirect?code=c&state=${state}`, { cookie: `slack_install=${state}` });
    expect([ends, names]).toEqual([['installed'], [name]]);
    expect(saved).toEqual([
      {
        ...wanted,
        ...{ botUserId: 'UBOT', botId: 'BBOT', scopes: ['commands', 'chat:write'], installedBy: 'U1' },
        ...{ botToken: 'xoxb-1', refreshToken: null, expiresAt: null },
      },
    ]);
  },
);

it('an installation with a rotated token is stored with its expiry, and one without a place is none', async () => {
  const installs = async (granted: object) => {
    const apiUrl = await aSlack({ ...bot, ...granted });
    const { visits, ends, saved } = await anInstaller('http://localhost:3000', Date.now, apiUrl);
    const state = new URL((await visits('/slack/install')).to).searchParams.get('state') ?? '';
    await visits(`/slack/oauth_redirect?code=c&state=${state}`, { cookie: `slack_install=${state}` });
    return { ends, saved };
  };
  const before = Date.now();
  const { saved } = await installs({ team: acme, refresh_token: 'xoxe-1', expires_in: 43_200 });
  expect(saved).toMatchObject([{ refreshToken: 'xoxe-1' }]);
  const lasts = (saved[0]?.expiresAt ?? 0) - before;
  // Slack gives whole seconds.
  expect(lasts).toBeGreaterThan(43_199_000 - 1_000);
  expect(lasts).toBeLessThan(43_200_000 + 600_000);
  expect(await installs({})).toEqual({ ends: ['failed'], saved: [] });
});
