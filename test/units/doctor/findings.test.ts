/** What the doctor reports about the sandbox's Slack and Box: the exact lines, for each kind of access and each fault. */
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SeededUser } from '../../../sandbox/box/seed.ts';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack/server.ts';
import { type Config, formatProblems, readConfig } from '../../../src/config/config.ts';
import { boxChecks } from '../../../src/operate/doctor/box.ts';
import { type Check, runChecks } from '../../../src/operate/doctor/check.ts';
import { configurationChecks, problemOutcomes } from '../../../src/operate/doctor/configuration.ts';
import { portChecks } from '../../../src/operate/doctor/port.ts';
import { linesOf } from '../../../src/operate/doctor/report.ts';
import { slackChecks } from '../../../src/operate/doctor/slack.ts';

let slack: SandboxSlack;
let box: SandboxBox;
let ana: SeededUser;
beforeAll(async () => {
  [slack, box] = await Promise.all([startSlack(), startBox()]);
});
beforeEach(() => {
  ana = box.addUser({ login: `ana${Object.keys(box.state.users).length}@acme.com`, name: 'Ana Alvarez' });
});
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
  slack.faults.clear();
  box.faults.clear();
});
afterAll(() => Promise.all([slack.close(), box.close()]));

type Environment = Record<string, string>;

function configOf(env: Environment): Config {
  const read = readConfig({
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    BOX_DEVELOPER_TOKEN: ana.token,
    BOX_DEVELOPER_SLACK_USER: slack.user('ana').id,
    BOX_API_URL: box.url,
    HOST: '127.0.0.1',
    PORT: '0',
    ...env,
  });
  if ('problems' in read) throw new Error(formatProblems(read.problems));
  return read.config;
}

/** The lines of the report about these checks, in order. */
async function report(checksOf: (config: Config) => readonly Check[], env: Environment = {}) {
  const checks = checksOf(configOf(env));
  const running = runChecks(checks);
  const lines: string[] = [];
  for (const { name } of checks) {
    const outcome = await running.get(name);
    if (outcome) lines.push(...linesOf(name, outcome).split('\n'));
  }
  return lines.map((line) => line.replaceAll(slack.baseUrl, 'SLACK').replaceAll(box.url, 'BOX'));
}

const noTrial = { BOX_DEVELOPER_TOKEN: '', BOX_DEVELOPER_SLACK_USER: '' };
const enterpriseId = '5567';
const appFor = (app: Parameters<SandboxBox['addApp']>[0], more: Environment = {}): Environment => {
  const { clientId, clientSecret } = box.addApp(app);
  return { ...noTrial, BOX_CLIENT_ID: clientId, BOX_CLIENT_SECRET: clientSecret, ...more };
};
const people = (more: Environment = {}) => appFor({}, { PUBLIC_URL: 'https://sign.example.com', ...more });
const enterprise = (more: Environment = {}) =>
  appFor({ enterpriseId }, { BOX_ENTERPRISE_ID: enterpriseId, ...more });

const reachable = ['  ✓ Slack: SLACK', "  ✓ Slack's clock: within a minute of Slack's"];
const trialOfSlack = [
  ...reachable,
  '  ✓ Bot token: @sign in Acme',
  '  ✓ Scopes: all 11 scopes of manifest.yml are granted',
  '  ✓ Person: Ana Ruiz is a full member',
  '  ✓ Direct messages: can be opened (im:write)',
  "  ✓ History: the app's own direct messages can be read (im:history)",
];
const requestAddress = [
  '  – Request address: This cannot be checked: Slack lets no app read its own settings. If Slack says that /sign failed, compare the settings with what npm run manifest prints.',
  '    https://api.slack.com/apps, your app, App Manifest; Basic Information, Signing Secret',
];
const untilRight = (check: string, ...names: readonly string[]) =>
  names.map((name) => `  – ${name}: not checked until “${check}” is right`);

const reachableBox = ['  ✓ Box: BOX', "  ✓ Box's clock: within a minute of Box's"];
const noFolder = '  ✓ Destination folder: next to the original, unless the form names a folder';
const ofNoPerson = [
  '  – Box scopes: This cannot be checked, because the doctor acts for no person in Box: whether the app may use files and signature requests. The first request shows it.',
  '  – Box Sign: This cannot be checked, because the doctor acts for no person in Box: whether the plan of the people who send includes it. Their first request shows it.',
];
const redirectAddress = [
  '  – Redirect address: This cannot be checked: Box lets no app read its own settings. Make sure that https://sign.example.com/box/oauth_redirect is listed there, exactly like this.',
  '    https://app.box.com/developers/console, your app, Configuration, OAuth 2.0 Redirect URIs',
];
const developerConsole = 'https://app.box.com/developers/console, your app';

/** Adds the scopes again after the test. */
function withoutScopes(...lacking: readonly string[]): () => void {
  const all = [...slack.state.app.scopes];
  slack.setScopes(all.filter((scope) => !lacking.includes(scope)));
  return () => slack.setScopes(all);
}

/** A server that gives this answer to every request, and is closed after the test. */
async function serverWith(
  status: number,
  headers: Record<string, string>,
  body: (path: string) => string,
): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body(request.url ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('Slack', () => {
  it('a trial is right over HTTP and over Socket Mode', async () => {
    expect(await report(slackChecks)).toEqual([...trialOfSlack, ...requestAddress]);
    expect(await report(slackChecks, { SLACK_APP_TOKEN: slack.appToken })).toEqual([
      ...trialOfSlack,
      '  ✓ App token: opens connections (Socket Mode)',
    ]);
  });

  it('each token is tried once, the person is asked for once, and nothing is posted', async () => {
    const before = slack.log.length;
    await report(slackChecks, { SLACK_APP_TOKEN: slack.appToken });
    const calls = slack.log.slice(before).map(({ method }) => method);
    expect(calls.sort()).toEqual([
      'api.test',
      'apps.connections.open',
      'auth.test',
      'conversations.history',
      'conversations.open',
      'users.info',
    ]);
  });

  it('no person is looked up where everyone connects with their own Box account', async () => {
    expect(await report(slackChecks, people())).toEqual([...trialOfSlack.slice(0, 4), ...requestAddress]);
  });

  it('the credentials of an app for many workspaces are tried instead of a bot token', async () => {
    const many = {
      ...people(),
      SLACK_BOT_TOKEN: '',
      SLACK_CLIENT_ID: slack.oauth.clientId,
      SLACK_CLIENT_SECRET: slack.oauth.clientSecret,
      SLACK_STATE_SECRET: 'e'.repeat(32),
    };
    const place = 'https://api.slack.com/apps, your app, Basic Information, App Credentials';
    for (const [env, ...lines] of [
      [
        {},
        '  ✓ App credentials: Slack knows the app; people install it at https://sign.example.com/slack/install',
      ],
      [
        { SLACK_CLIENT_ID: '1.2' },
        '  ✗ App credentials: Slack does not accept SLACK_CLIENT_ID (invalid_client_id).',
        `    ${place}, Client ID`,
      ],
      [
        { SLACK_CLIENT_SECRET: 'x' },
        '  ✗ App credentials: Slack does not accept SLACK_CLIENT_SECRET (bad_client_secret).',
        `    ${place}, Client Secret`,
      ],
    ] as const)
      expect(await report(slackChecks, { ...many, ...env })).toEqual([
        ...reachable,
        ...lines,
        ...requestAddress,
      ]);
  });

  it('what needs the bot token or Slack itself is not checked before that is right', async () => {
    expect((await report(slackChecks, { SLACK_BOT_TOKEN: 'xoxb-nobody' })).slice(2)).toEqual([
      expect.stringContaining(
        '✗ Bot token: Slack does not accept SLACK_BOT_TOKEN (invalid_auth). Copy it again',
      ),
      '    https://api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token (appears once the app is installed)',
      ...untilRight('Bot token', 'Scopes', 'Person', 'Direct messages', 'History'),
      ...requestAddress,
    ]);
    const elsewhere = { SLACK_API_URL: `${slack.baseUrl}/elsewhere/api/`, SLACK_APP_TOKEN: slack.appToken };
    expect((await report(slackChecks, elsewhere)).slice(2)).toEqual(
      untilRight(
        'Slack',
        "Slack's clock",
        'Bot token',
        'Scopes',
        'Person',
        'Direct messages',
        'History',
        'App token',
      ),
    );
  });

  it.each([
    [200, '<html>Log in</html>', false],
    [503, '{"ok":false}', false],
    [200, '{"ok":truely}', false],
    [200, '{"ok":false,"error":"x"}', true],
    [200, '{"ok":true}', true],
  ])('a server that answers %i with %s is Slack: %s', async (status, body, isSlack) => {
    const url = await serverWith(status, {}, () => body);
    const [line] = await report(slackChecks, { SLACK_API_URL: `${url}/api/` });
    expect(line).toBe(
      isSlack
        ? `  ✓ Slack: ${url}`
        : `  ✗ Slack: What answers at ${new URL(url).host} is not Slack (status ${status}): SLACK_API_URL is wrong, or a proxy is in between.`,
    );
  });

  it('a token of a whole organisation is named as such, and scopes that Slack does not tell are not checked', async () => {
    const said = { ok: true, team: 'Acme', team_id: 'T1', user: 'sign', is_enterprise_install: true };
    const url = await serverWith(200, { 'content-type': 'application/json' }, () => JSON.stringify(said));
    const lines = await report(slackChecks, { ...people(), SLACK_API_URL: `${url}/api/` });
    expect(lines).toContain('  ✓ Bot token: @sign in Acme, for the whole organisation');
    expect(lines).toContain('  – Scopes: Slack did not say which were granted');
  });

  it('a scope that is needed is a fault, which names it and not the optional ones', async () => {
    const restore = withoutScopes('im:write', 'users:read.email', 'files:read');
    const lines = await report(slackChecks);
    restore();
    expect(lines.slice(2)).toEqual([
      '  ✓ Bot token: @sign in Acme',
      '  ✗ Scopes: The bot token lacks im:write, users:read.email. Add the missing scopes, then install the app again.',
      '    https://api.slack.com/apps, your app, OAuth & Permissions, Scopes, Bot Token Scopes',
      ...untilRight('Scopes', 'Person', 'Direct messages', 'History'),
      ...requestAddress,
    ]);
  });

  it('the doctor says of each optional scope what does not work without it', async () => {
    const meanings = {
      'channels:read': 'Cards cannot be shared in public channels.',
      'groups:read': 'Cards cannot be shared in private channels.',
      'files:read': 'Documents cannot be uploaded in Slack, only found in Box or linked.',
      'files:write': 'Signed copies are opened in Box, and not put into Slack.',
      'usergroups:read': 'Admins cannot limit who may send to user groups.',
      'im:history':
        "When Slack's answer to posting a card is lost, the card is posted again, and the older one says so once it is pressed.",
    };
    const restore = withoutScopes(...Object.keys(meanings));
    const lines = await report(slackChecks);
    restore();
    const scopes = lines.find((line) => line.includes('Scopes:')) ?? '';
    expect(scopes).toMatch(/^ {2}– Scopes: all that are needed are granted; /);
    const said = Object.entries(meanings).map(
      ([scope, says]) => `${scope} (optional) is not granted. ${says}`,
    );
    for (const sentence of said) expect(` ${scopes} `).toContain(` ${sentence} `);
    expect(lines).toContain(`  – History: cannot be read. ${meanings['im:history']}`);
  });

  const memberId = '    In Slack: your profile, the three dots, Copy member ID';
  const notServed = (why: string) =>
    `BOX_DEVELOPER_SLACK_USER ${why}; the app serves full members of its workspace.`;
  it.each([
    ['U0NOBODY', 'BOX_DEVELOPER_SLACK_USER is not a member of this workspace (user_not_found).'],
    ['gil', notServed('is a guest')],
    ['dan', notServed('is deactivated')],
    ['eve', notServed('belongs to another workspace')],
    ['sign', notServed('is a bot')],
  ])('a trial for %s is a fault: %s', async (name, says) => {
    const id = name === 'U0NOBODY' ? name : name === 'sign' ? slack.botUserId : slack.user(name).id;
    const lines = await report(slackChecks, { BOX_DEVELOPER_SLACK_USER: id });
    expect(lines.slice(4, 6)).toEqual([`  ✗ Person: ${says}`, memberId]);
    expect(lines.slice(6, 8)).toEqual(untilRight('Person', 'Direct messages', 'History'));
  });

  const tab = '    https://api.slack.com/apps, your app, App Home, Show Tabs, Messages Tab';
  it.each([
    [
      'users.info',
      'user_not_visible',
      'Person: BOX_DEVELOPER_SLACK_USER is a person whom the app is not allowed to see (user_not_visible).',
      memberId,
    ],
    [
      'conversations.open',
      'messages_tab_disabled',
      "Direct messages: The app's messages tab is off, so it cannot send cards (messages_tab_disabled).",
      tab,
    ],
    [
      'conversations.open',
      'user_disabled',
      'Direct messages: Nothing can be sent to BOX_DEVELOPER_SLACK_USER (user_disabled).',
      memberId,
    ],
  ])('Slack refuses %s with %s', async (method, error, says, page) => {
    slack.faults.next({ kind: 'error', error, method });
    const lines = await report(slackChecks);
    const wrong = lines.findIndex((line) => line.includes('✗'));
    expect(lines.slice(wrong, wrong + 2)).toEqual([`  ✗ ${says}`, page]);
  });

  it('Socket Mode that is switched off is named with its page', async () => {
    slack.faults.next({ kind: 'error', error: 'link_disabled', method: 'apps.connections.open' });
    expect((await report(slackChecks, { SLACK_APP_TOKEN: slack.appToken })).slice(-2)).toEqual([
      '  ✗ App token: Socket Mode is switched off in the Slack app. Switch it on, or empty SLACK_APP_TOKEN to use HTTP.',
      '    https://api.slack.com/apps, your app, Socket Mode, Enable Socket Mode',
    ]);
  });
});

describe('Box', () => {
  it('a trial is right, and each question is asked once', async () => {
    const before = box.traffic.length;
    expect(await report(boxChecks)).toEqual([
      ...reachableBox,
      `  ✓ Box token: Ana Alvarez (${ana.login})`,
      '  ✓ Box scopes: files and signature requests',
      '  ✓ Box Sign: answers; only a real request can show whether this user can send',
      noFolder,
    ]);
    const calls = box.traffic.slice(before).map(({ method, path }) => `${method} ${path}`);
    expect(calls.sort()).toEqual([
      'GET /2.0/folders/0',
      'GET /2.0/sign_requests',
      'GET /2.0/users/me',
      'GET /2.0/users/me',
    ]);
  });

  it('without BOX_API_URL, Box itself is asked', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer realm="Service"' } });
    });
    const lines = await report((config) => boxChecks(config).slice(0, 2), { BOX_API_URL: '' });
    vi.unstubAllGlobals();
    expect(asked).toEqual(['https://api.box.com/2.0/users/me']);
    expect(lines).toEqual(['  ✓ Box: https://api.box.com', "  – Box's clock: Box did not tell the time"]);
  });

  it.each([
    [401, { 'www-authenticate': 'bearer realm="Service"' }, true],
    [401, { 'www-authenticate': 'Basic realm="proxy"' }, false],
    [401, {}, false],
    [403, { 'www-authenticate': 'Bearer realm="Service"' }, false],
  ])('a server that answers %i with %j is Box: %s', async (status, headers, isBox) => {
    const url = await serverWith(status, { ...headers }, () => '');
    const [line] = await report(boxChecks, { BOX_API_URL: url });
    expect(line).toBe(
      isBox
        ? `  ✓ Box: ${url}`
        : `  ✗ Box: What answers at ${new URL(url).host} is not Box (status ${status}): BOX_API_URL is wrong, or a proxy is in between.`,
    );
  });

  it('what needs Box or the token is not checked before that is right', async () => {
    const elsewhere = await serverWith(404, {}, () => '');
    expect((await report(boxChecks, { BOX_API_URL: elsewhere })).slice(2)).toEqual(
      untilRight('Box', "Box's clock", 'Box token', 'Box scopes', 'Box Sign', 'Destination folder'),
    );
    expect((await report(boxChecks, { BOX_DEVELOPER_TOKEN: 'ended' })).slice(2)).toEqual([
      '  ✗ Box token: Box does not accept BOX_DEVELOPER_TOKEN. It lasts 60 minutes: generate a new one.',
      `    ${developerConsole}, Configuration, Developer Token (lasts 60 minutes)`,
      ...untilRight('Box token', 'Box scopes', 'Box Sign', 'Destination folder'),
    ]);
    expect((await report(boxChecks, { ...people(), BOX_API_URL: elsewhere })).slice(2, 4)).toEqual(
      untilRight('Box', "Box's clock", 'Box app'),
    );
    const forAll = { ...enterprise({ BOX_EVENTS: 'enterprise' }), BOX_API_URL: elsewhere };
    expect((await report(boxChecks, forAll)).slice(2, 6)).toEqual(
      untilRight('Box', "Box's clock", 'Box app', 'Box users', 'Event stream'),
    );
  });

  const root = '“Read and write all files and folders stored in Box” (root_readwrite)';
  const sign = '“Manage signature requests” (sign_requests.readwrite)';
  const toScopes = `    ${developerConsole}, Configuration, Application Scopes`;
  const refusal = (code: string, status = 403) => ({
    kind: 'status' as const,
    status,
    body: { type: 'error', status, code, message: 'no' },
  });
  const lacks = (...scopes: readonly string[]) => [
    `  ✗ Box scopes: The Box app lacks ${scopes.join(' and ')}. Tick it, save, then generate a new token.`,
    toScopes,
    ...untilRight('Box scopes', 'Box Sign', 'Destination folder'),
  ];
  const tryLater = (name: string) => [
    expect.stringMatching(
      new RegExp(`✗ ${name}: Box did not answer as expected \\(\\w+\\)\\. Check that BOX_API_URL`),
    ),
    '    Leave it empty for https://api.box.com',
  ];

  it.each([
    ['the scope for files', { '/folders/0': refusal('insufficient_scope') }, lacks(root)],
    ['the scope for requests', { '/sign_requests': refusal('insufficient_scope') }, lacks(sign)],
    [
      'both scopes',
      { '/folders/0': refusal('insufficient_scope'), '/sign_requests': refusal('insufficient_scope') },
      lacks(root, sign),
    ],
    [
      'the top folder, in an outage',
      { '/folders/0': refusal('unavailable', 503) },
      [...tryLater('Box scopes'), ...untilRight('Box scopes', 'Box Sign', 'Destination folder')],
    ],
    [
      'the top folder',
      { '/folders/0': refusal('forbidden') },
      [
        '  ✗ Box scopes: Box refuses to show a folder (forbidden).',
        ...untilRight('Box scopes', 'Box Sign', 'Destination folder'),
      ],
    ],
  ])('Box refuses %s', async (_what, refusals, lines) => {
    for (const [path, fault] of Object.entries(refusals))
      box.faults.next({ ...fault, path: new RegExp(`${path}$`) });
    expect((await report(boxChecks)).slice(3)).toEqual(lines);
  });

  it.each([
    [
      refusal('forbidden'),
      [
        '  ✗ Box Sign: Box Sign is not enabled for this user (forbidden). The plan must include it, and an admin must enable it.',
        '    https://app.box.com/master/settings, Sign',
      ],
    ],
    [
      refusal('terms_of_service_required', 400),
      ['  ✗ Box Sign: Box asks you to accept its terms first.', '    https://app.box.com/sign'],
    ],
    [refusal('conflict', 409), ['  ✗ Box Sign: Box refuses to list signature requests (conflict).']],
    [refusal('unavailable', 503), tryLater('Box Sign')],
  ])('Box does not list signature requests: %j', async (fault, lines) => {
    box.faults.next({ ...fault, path: /\/sign_requests$/ });
    expect((await report(boxChecks)).slice(4)).toEqual([...lines, noFolder]);
  });

  it.each([
    [
      refusal('insufficient_scope'),
      [
        '  ✗ Box token: Box refuses to say whose BOX_DEVELOPER_TOKEN this is: the app lacks a scope. Tick the scope, then generate a new token.',
        toScopes,
      ],
    ],
    [refusal('unavailable', 503), tryLater('Box token')],
  ])('Box does not say whose the token is: %j', async (fault, lines) => {
    // The first call, without a token, checks only whether Box can be reached.
    box.faults.next({ kind: 'delay', ms: 0, path: /\/users\/me$/ });
    box.faults.next({ ...fault, path: /\/users\/me$/ });
    expect((await report(boxChecks)).slice(2)).toEqual([
      ...lines,
      ...untilRight('Box token', 'Box scopes', 'Box Sign', 'Destination folder'),
    ]);
  });

  it('the destination folder is right when files can be created in it', async () => {
    const place = '    Open the folder in Box: the number at the end of the address';
    const folder = async (id: string) =>
      (await report(boxChecks, { BOX_DESTINATION_FOLDER_ID: id })).slice(5);
    const { id } = box.addFolder(ana, { name: 'Signed' });
    expect(await folder(id)).toEqual(['  ✓ Destination folder: Signed']);
    const archive = box.addFolder(ana, { name: 'Archive', canUpload: false });
    expect(await folder(archive.id)).toEqual([
      '  ✗ Destination folder: In the folder “Archive” (BOX_DESTINATION_FOLDER_ID) this Box user cannot create files. Make them an editor of it.',
      place,
    ]);
    expect(await folder('404')).toEqual([
      '  ✗ Destination folder: BOX_DESTINATION_FOLDER_ID is not a folder that this Box user can see.',
      place,
    ]);
    box.faults.next({ ...refusal('conflict', 409), path: /\/folders\/404$/ });
    expect(await folder('404')).toEqual([
      '  ✗ Destination folder: Box refuses to show the folder of BOX_DESTINATION_FOLDER_ID (conflict).',
    ]);
  });

  it('the app of people who connect their own accounts is known to Box, or its secret is wrong', async () => {
    const known = '  ✓ Box app: Box knows it; people connect their own accounts';
    expect(await report(boxChecks, people())).toEqual([
      ...reachableBox,
      known,
      ...redirectAddress,
      ...ofNoPerson,
      noFolder,
    ]);
    const events = { BOX_EVENTS: 'enterprise', BOX_EVENTS_SLACK_USER: 'U0ADMIN' };
    expect(await report(boxChecks, people({ ...events, BOX_DESTINATION_FOLDER_ID: '5' }))).toEqual([
      ...reachableBox,
      known,
      ...redirectAddress,
      '  – Event stream: is read with the connection of BOX_EVENTS_SLACK_USER, who has to be a Box admin and to have connected; the log says when Box refuses it.',
      ...ofNoPerson,
      '  – Destination folder: This cannot be checked, because the doctor acts for no person in Box: whether BOX_DESTINATION_FOLDER_ID is a folder in which everyone who sends may create files.',
    ]);
    expect((await report(boxChecks, people({ BOX_CLIENT_SECRET: 'wrong' }))).slice(2, 4)).toEqual([
      '  ✗ Box app: Box does not accept BOX_CLIENT_ID with BOX_CLIENT_SECRET (invalid_client). Copy both again.',
      `    ${developerConsole}, Configuration, OAuth 2.0 Credentials, Fetch Client Secret (asks for two-step verification)`,
    ]);
    box.faults.next({ kind: 'status', status: 503, path: /\/oauth2\/token$/ });
    expect((await report(boxChecks, people())).slice(2, 4)).toEqual(tryLater('Box app'));
  });

  const serverApps = '    https://app.box.com/master/custom-apps, Server Authentication Apps';
  it('the app of an enterprise gets a token, looks up users and reads the events that are asked for', async () => {
    const right = [
      ...reachableBox,
      '  ✓ Box app: can act for the enterprise in BOX_ENTERPRISE_ID',
      '  ✓ Box users: can be looked up by their email address',
    ];
    expect(await report(boxChecks, enterprise())).toEqual([...right, ...ofNoPerson, noFolder]);
    const before = box.traffic.length;
    expect(await report(boxChecks, enterprise({ BOX_EVENTS: 'enterprise' }))).toEqual([
      ...right,
      '  ✓ Event stream: may be read',
      ...ofNoPerson,
      noFolder,
    ]);
    const tokens = box.traffic.slice(before).filter(({ path }) => path === '/oauth2/token');
    expect(tokens).toHaveLength(1);
    const lines = await report(boxChecks, enterprise({ BOX_ENTERPRISE_ID: '1', BOX_EVENTS: 'enterprise' }));
    expect(lines.slice(2, 6)).toEqual([
      '  ✗ Box app: Box does not give it a token (invalid_grant). Check that BOX_CLIENT_ID, BOX_CLIENT_SECRET and BOX_ENTERPRISE_ID belong to the same app and company, that the app has App + Enterprise Access, and that your Box admin has authorised it.',
      serverApps,
      ...untilRight('Box app', 'Box users', 'Event stream'),
    ]);
  });

  const again = (name: string) => [
    `  ✗ ${name}: Box does not accept the token that it has just given the app. Try again; if that stays so, have your Box admin authorise the app again.`,
    serverApps,
  ];
  it.each([
    ['/oauth2/token', refusal('unavailable', 503), tryLater('Box app')],
    ['/2.0/users', refusal('unavailable', 503), tryLater('Box users')],
    ['/2.0/users', refusal('unauthorized', 401), again('Box users')],
    [
      '/2.0/users',
      refusal('insufficient_scope'),
      [
        '  ✗ Box users: The Box app is not allowed to look up users (insufficient_scope). Tick “Manage users” (manage_managed_users), and have your Box admin authorise the app again.',
        toScopes,
      ],
    ],
    ['/2.0/events', refusal('unavailable', 503), tryLater('Event stream')],
    [
      '/2.0/events',
      refusal('insufficient_scope'),
      [
        '  ✗ Event stream: The Box app may not read the event stream (insufficient_scope). Tick “Manage enterprise properties”, and have your Box admin authorise the app again; or empty BOX_EVENTS.',
        toScopes,
      ],
    ],
    [
      '/2.0/events',
      refusal('conflict', 409),
      ['  ✗ Event stream: Box refuses to show the event stream (conflict).'],
    ],
  ])("at %s, the enterprise's app is answered %j", async (path, fault, lines) => {
    // A refused token is renewed once before it counts as refused.
    box.faults.next({ ...fault, path: new RegExp(`^${path}$`), times: fault.status === 401 ? 2 : 1 });
    const found = await report(boxChecks, enterprise({ BOX_EVENTS: 'enterprise' }));
    const wrong = found.findIndex((line) => line.includes('✗'));
    expect(found.slice(wrong, wrong + lines.length)).toEqual(lines);
  });
});

describe('the clocks', () => {
  const ahead = {
    hint: "    Set it from the network: timedatectl set-ntp true, or your system's date and time settings",
  };
  const keys = { BOX_WEBHOOK_PRIMARY_KEY: 'k'.repeat(32), PUBLIC_URL: 'https://sign.example.com' };
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['HTTP and webhooks', keys, ['✗', '✗']],
    ['HTTP', {}, ['✗', '!']],
    ['Socket Mode', { SLACK_APP_TOKEN: 'xapp-1' }, ['!', '!']],
  ])(
    'with %s, a clock that is ten minutes ahead is a fault where times are checked',
    async (_how, env, marks) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
      const lines = await report((config) => [...slackChecks(config), ...boxChecks(config)], env);
      const clocks = lines.filter((line) => line.includes("'s clock: This machine's clock is "));
      expect(clocks.map((line) => line.trim()[0])).toEqual(marks);
      for (const line of clocks) {
        const service = line.includes('Slack') ? 'Slack' : 'Box';
        expect(line).toMatch(new RegExp(`clock is (599|600|601) seconds ahead of ${service}'s\\.`));
        const refuses = ` From five minutes on, the app refuses what ${service} sends.`;
        expect(line.endsWith(refuses)).toBe(line.includes('✗'));
        expect(lines[lines.indexOf(line) + 1]).toBe(ahead.hint);
      }
    },
  );
});

describe('this machine', () => {
  async function takenPort(): Promise<string> {
    const other = createSocketServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    closing.push(() => void other.close());
    return String((other.address() as AddressInfo).port);
  }
  /** A port that was free a moment ago. */
  async function freePort(): Promise<string> {
    const other = createSocketServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await new Promise((resolve) => other.close(resolve));
    return String(port);
  }

  it('free ports are right, and are free again afterwards', async () => {
    const [PORT, METRICS_PORT] = [await freePort(), await freePort()];
    for (const _time of ['once', 'again'])
      expect(await report(portChecks, { PORT, METRICS_PORT })).toEqual([
        `  ✓ Port: ${PORT} on 127.0.0.1 is free`,
        `  ✓ Metrics port: ${METRICS_PORT} on 127.0.0.1 is free`,
      ]);
    expect(await report(portChecks, { METRICS_PORT: '0' })).toEqual([
      '  ✓ Port: any free port',
      '  ✓ Metrics port: any free port',
    ]);
    expect(await report(portChecks)).toEqual(['  ✓ Port: any free port']);
  });

  it('a port that is taken, or wanted twice, is a fault', async () => {
    const taken = await takenPort();
    const inUse = (check: string, name: string) =>
      `  ✗ ${check}: Port ${taken} is in use by another process. Stop that process, or set ${name} to another number. If this app is already running, stop it first.`;
    expect(await report(portChecks, { PORT: taken, METRICS_PORT: '0' })).toEqual([
      inUse('Port', 'PORT'),
      '    Any free port; 0 picks one; 3000 when empty',
      ...untilRight('Port', 'Metrics port'),
    ]);
    const ofMetrics = '    Any free port; 0 picks one; leave it empty for no metrics';
    expect(await report(portChecks, { METRICS_PORT: taken })).toEqual([
      '  ✓ Port: any free port',
      inUse('Metrics port', 'METRICS_PORT'),
      ofMetrics,
    ]);
    const PORT = await freePort();
    expect((await report(portChecks, { PORT, METRICS_PORT: PORT })).slice(1)).toEqual([
      '  ✗ Metrics port: PORT and METRICS_PORT are the same number.',
      ofMetrics,
    ]);
  });

  it('the metrics port is tried on this machine, whatever HOST is', async () => {
    const taken = await takenPort();
    const lines = await report(portChecks, { HOST: '127.0.0.2', METRICS_PORT: taken });
    expect(lines[1]).toContain(`✗ Metrics port: Port ${taken} is in use`);
    expect(await report(portChecks, { HOST: '127.0.0.2', PORT: taken })).toEqual([
      `  ✓ Port: ${taken} on 127.0.0.2 is free`,
    ]);
  });
});

describe('the configuration', () => {
  const keys = { BOX_WEBHOOK_PRIMARY_KEY: 'k'.repeat(32) };
  const variables = '  ✓ Variables: all required variables are set, and have the right form';

  it('a setting that is not used gets a warning', async () => {
    expect(await report(configurationChecks)).toEqual([variables]);
    expect(await report(configurationChecks, { SLACK_APP_TOKEN: 'xapp-1' })).toEqual([
      variables,
      '  ! SLACK_SIGNING_SECRET: is not used: SLACK_APP_TOKEN is set, so the app runs in Socket Mode.',
    ]);
  });

  it.each(['https://sign.example.com:8443', 'http://127.0.0.1', 'http://127.0.0.1:8080'])(
    'Box does not call webhooks at %s',
    async (PUBLIC_URL) => {
      expect(await report(configurationChecks, { ...keys, PUBLIC_URL })).toEqual([
        variables,
        '  ✗ Webhooks: Box calls webhooks at https:// addresses on port 443 alone. Mend PUBLIC_URL, or empty the BOX_WEBHOOK keys.',
        '    The https:// address that leads to this process, as in the redirect URLs of your Box and Slack apps',
      ]);
    },
  );

  it('the address of webhooks is named where Box could call it', async () => {
    expect(await report(configurationChecks, { ...keys, PUBLIC_URL: 'https://sign.example.com' })).toEqual([
      variables,
      '  – Webhooks: This cannot be checked: Box calls https://sign.example.com/box/webhooks from the internet, and signs with the keys of your Box app. Only the form of the address was looked at, and is right.',
    ]);
  });

  it('each problem is a fault with the place of the right value', () => {
    const problem = { variable: 'PORT', wrong: 'must be a number', where: 'Any free port' };
    expect(problemOutcomes([problem]).map(([name, outcome]) => linesOf(name, outcome))).toEqual([
      '  ✗ PORT: must be a number.\n    Any free port',
    ]);
  });
});
