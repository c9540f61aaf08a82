/**
 * Configuration: what is read, what is refused, that all problems are reported together, and that no secret is shown.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Config, formatProblems, readConfig, variableNames } from '../../src/config/config.ts';
import { whereToFind } from '../../src/config/help.ts';
import { secretNames } from '../../src/config/secret-files.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const otherKey = Buffer.alloc(32, 9).toString('base64');

const least = {
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
  SLACK_BOT_TOKEN: 'xoxb-1-2-three',
  BOX_DEVELOPER_TOKEN: 'T9cE5asGnuyYCCqIZFoWjFHvNbvVqHjl',
  BOX_DEVELOPER_SLACK_USER: 'U012ABCDEF',
};

const trial = {
  kind: 'trial',
  developerToken: least.BOX_DEVELOPER_TOKEN,
  developerSlackUser: least.BOX_DEVELOPER_SLACK_USER,
};

/** The Box app's own credentials, instead of a trial. */
const app = {
  BOX_DEVELOPER_TOKEN: '',
  BOX_DEVELOPER_SLACK_USER: '',
  BOX_CLIENT_ID: 'ly1nj6n11vionaie65emwzk575hnnmrk',
  BOX_CLIENT_SECRET: 'hOzsTeFlT6ko0dme22uGbQal04SBPYc1',
};

function acceptedConfig(env: Record<string, string | undefined>): Config {
  const read = readConfig({ ...least, ...env });
  if ('problems' in read) throw new Error(formatProblems(read.problems));
  return read.config;
}

function problemsOf(env: Record<string, string | undefined>): string[] {
  const read = readConfig({ ...least, ...env });
  return 'problems' in read ? read.problems.map(({ variable, wrong }) => `${variable} ${wrong}`) : [];
}

test('the event stream is read by the app of an enterprise, else by the token of one person', () => {
  const events = { BOX_EVENTS: 'enterprise' };
  const own = {
    BOX_DEVELOPER_TOKEN: '',
    BOX_DEVELOPER_SLACK_USER: '',
    BOX_CLIENT_ID: 'c',
    BOX_CLIENT_SECRET: 's',
  };
  const oauth = { ...own, PUBLIC_URL: 'https://sign.example.com' };
  expect(acceptedConfig(events).box.events).toEqual({ slackUser: 'U012ABCDEF' });
  expect(acceptedConfig({ ...events, ...own, BOX_ENTERPRISE_ID: '9' }).box.events).toEqual({
    slackUser: null,
  });
  expect(acceptedConfig({ ...events, ...oauth, BOX_EVENTS_SLACK_USER: 'U9' }).box.events).toEqual({
    slackUser: 'U9',
  });
  expect(problemsOf({ ...events, ...oauth })).toEqual([
    expect.stringContaining('BOX_EVENTS_SLACK_USER is missing'),
  ]);
  expect(problemsOf({ BOX_EVENTS: 'all' })).toEqual([
    expect.stringContaining('BOX_EVENTS must be enterprise'),
  ]);
  expect(acceptedConfig({}).box.events).toBeUndefined();
});

test('Socket Mode needs the app token instead of the signing secret', () => {
  const token = 'xapp-1-A012-345-abc';
  const config = acceptedConfig({ SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: token });
  expect(config.slack.intake).toEqual({ mode: 'socket', appToken: token });
  expect(config.notes).toEqual([]);
});

test('with app token and signing secret, Socket Mode is used, and the log says so', () => {
  const config = acceptedConfig({ SLACK_APP_TOKEN: 'xapp-1-A012-345-abc' });
  expect(config.slack.intake.mode).toBe('socket');
  expect(config.notes).toEqual([expect.stringContaining('SLACK_SIGNING_SECRET is not used')]);
  expect(config.notes.join()).not.toContain(least.SLACK_SIGNING_SECRET);
});

test('without app token and signing secret, both are named', () => {
  const problems = problemsOf({ SLACK_SIGNING_SECRET: '' });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^SLACK_APP_TOKEN .*SLACK_SIGNING_SECRET/);
});

test('four variables are enough, and the others have defaults', () => {
  expect(acceptedConfig({})).toEqual({
    slack: {
      intake: { mode: 'http', signingSecret: least.SLACK_SIGNING_SECRET },
      access: { kind: 'one', botToken: least.SLACK_BOT_TOKEN },
      apiUrl: 'https://slack.com/api/',
    },
    box: {
      access: trial,
      webhookKeys: [],
    },
    server: { host: '0.0.0.0', port: 3000 },
    store: { dataDir: './data', retentionDays: 365, pollCallsPerMonth: 20_000 },
    logLevel: 'info',
    notes: [],
  });
});

test('every variable is read that does not choose the kind of access', () => {
  const env = {
    SLACK_API_URL: 'http://127.0.0.1:4001/api/',
    BOX_API_URL: 'http://localhost:4002/',
    BOX_UPLOAD_URL: 'http://[::1]:4002/upload',
    BOX_ACCOUNT_URL: 'https://account.example.com',
    BOX_DESTINATION_FOLDER_ID: '123456',
    BOX_EVENTS: 'enterprise',
    BOX_WEBHOOK_PRIMARY_KEY: 'one',
    BOX_WEBHOOK_SECONDARY_KEY: 'two',
    BOX_CALLS_PER_MONTH: '5000',
    PORT: '0',
    METRICS_PORT: '9464',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://sign.example.com/',
    DATABASE_URL: 'postgresql://app:pw@db:5432/sign',
    DATA_DIR: 'somewhere/else',
    ENCRYPTION_KEY: `${key}, ${otherKey}`,
    RETENTION_DAYS: '30',
    LOG_LEVEL: 'debug',
  };
  const ofAccess = ['SLACK_APP_TOKEN', 'BOX_ENTERPRISE_ID', 'BOX_EVENTS_SLACK_USER'];
  const names = new Set([...Object.keys({ ...least, ...slackApp, ...env }), ...ofAccess]);
  expect([...names].sort()).toEqual([...variableNames].sort());
  const config = acceptedConfig(env);
  expect(config.slack.apiUrl).toBe('http://127.0.0.1:4001/api/');
  expect(config.box).toEqual({
    access: trial,
    apiUrl: 'http://localhost:4002',
    uploadUrl: 'http://[::1]:4002/upload',
    accountUrl: 'https://account.example.com',
    destinationFolderId: '123456',
    webhookKeys: ['one', 'two'],
    events: { slackUser: least.BOX_DEVELOPER_SLACK_USER },
  });
  expect(config.server).toEqual({
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'https://sign.example.com',
    metricsPort: 9464,
    tracesTo: 'http://collector:4318',
  });
  expect(config.store).toEqual({
    databaseUrl: 'postgresql://app:pw@db:5432/sign',
    dataDir: 'somewhere/else',
    encryptionKeys: `${key}, ${otherKey}`,
    retentionDays: 30,
    pollCallsPerMonth: 5_000,
  });
  expect(config.logLevel).toBe('debug');
});

test('traces go to a collector here or in the same network, whose token is not part of its address', () => {
  const to = (address: string) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: address });
  for (const [given, used] of [
    ['http://127.0.0.1:4318', 'http://127.0.0.1:4318'],
    [' http://collector:4318/ ', 'http://collector:4318'],
    ['https://otlp.example.com/otlp/', 'https://otlp.example.com/otlp'],
  ] as const)
    expect(acceptedConfig(to(given)).server.tracesTo).toBe(used);
  expect(acceptedConfig(to('')).server.tracesTo).toBeUndefined();
  for (const wrong of ['collector:4318', '4318', 'grpc://collector:4317'])
    expect(problemsOf(to(wrong))).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT must be an address that begins with http:// or https://',
    ]);
  for (const wrong of ['https://me:secret@otlp.example.com', 'https://otlp.example.com/?key=secret'])
    expect(problemsOf(to(wrong))).toEqual([expect.stringContaining('goes into OTEL_EXPORTER_OTLP_HEADERS')]);
});

test('with the Box app people use their own accounts, or with an enterprise Client Credentials Grant', () => {
  const credentials = { clientId: app.BOX_CLIENT_ID, clientSecret: app.BOX_CLIENT_SECRET };
  expect(acceptedConfig({ ...app, PUBLIC_URL: 'https://sign.example.com' }).box.access).toEqual({
    kind: 'oauth',
    ...credentials,
  });
  expect(acceptedConfig({ ...app, BOX_ENTERPRISE_ID: '987654' }).box.access).toEqual({
    kind: 'client-credentials',
    ...credentials,
    enterpriseId: '987654',
  });
});

test('one webhook key is enough, and needs a public URL', () => {
  const PUBLIC_URL = 'https://sign.example.com';
  expect(acceptedConfig({ BOX_WEBHOOK_SECONDARY_KEY: 'two', PUBLIC_URL }).box.webhookKeys).toEqual(['two']);
  const read = readConfig({ ...least, BOX_WEBHOOK_SECONDARY_KEY: 'two' });
  expect('problems' in read && read.problems.map(({ variable }) => variable)).toEqual(['PUBLIC_URL']);
  for (const name of ['BOX_WEBHOOK_PRIMARY_KEY', 'BOX_WEBHOOK_SECONDARY_KEY'])
    expect(problemsOf({ [name]: 'one' })).toEqual([
      'PUBLIC_URL is missing: Box sends there what it signs with BOX_WEBHOOK_PRIMARY_KEY',
    ]);
});

/** The Slack app's own credentials, instead of a bot token: the app is installed into many workspaces. */
const slackApp = {
  ...app,
  SLACK_BOT_TOKEN: '',
  SLACK_CLIENT_ID: '123.456',
  SLACK_CLIENT_SECRET: 'b5c3a1',
  SLACK_STATE_SECRET: 'e'.repeat(32),
  PUBLIC_URL: 'https://sign.example.com',
};

test("with the Slack app's credentials it serves many workspaces", () => {
  expect(acceptedConfig(slackApp).slack.access).toEqual({
    kind: 'many',
    clientId: slackApp.SLACK_CLIENT_ID,
    clientSecret: slackApp.SLACK_CLIENT_SECRET,
    stateSecret: slackApp.SLACK_STATE_SECRET,
  });
});

test.each([
  [{ SLACK_CLIENT_SECRET: '' }, ['SLACK_CLIENT_SECRET is missing']],
  [{ SLACK_CLIENT_ID: '', SLACK_STATE_SECRET: '' }, ['SLACK_CLIENT_ID is', 'SLACK_STATE_SECRET is']],
  [{ SLACK_CLIENT_ID: '', SLACK_CLIENT_SECRET: '' }, ['SLACK_CLIENT_ID is', 'SLACK_CLIENT_SECRET is']],
  [{ SLACK_CLIENT_SECRET: '', SLACK_STATE_SECRET: '' }, ['SLACK_CLIENT_SECRET is', 'SLACK_STATE_SECRET is']],
  [{ SLACK_STATE_SECRET: 'short' }, ['SLACK_STATE_SECRET must have 32 characters']],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_BOT_TOKEN belongs to one workspace']],
  [{ PUBLIC_URL: '' }, ['PUBLIC_URL is missing: Slack sends people back there once they have installed']],
  [{ BOX_ENTERPRISE_ID: '9' }, ['BOX_ENTERPRISE_ID cannot be combined with SLACK_CLIENT_ID']],
  [
    { BOX_EVENTS: 'enterprise', BOX_EVENTS_SLACK_USER: 'U9' },
    ['BOX_EVENTS cannot be combined with SLACK_CLIENT_ID'],
  ],
  [
    { BOX_CLIENT_ID: '', BOX_CLIENT_SECRET: '', BOX_DEVELOPER_TOKEN: 'x', BOX_DEVELOPER_SLACK_USER: 'U1' },
    ['BOX_DEVELOPER_TOKEN is a trial for one workspace'],
  ],
])('exactly one kind of access to Slack must be set: %j', (env, told) => {
  expect(problemsOf({ ...slackApp, ...env })).toEqual(told.map((words) => expect.stringContaining(words)));
});

test.each([
  [{ ...app }, ['PUBLIC_URL is missing: Box sends people back there once they have connected']],
  [{ ...app, BOX_CLIENT_SECRET: '' }, ['BOX_CLIENT_SECRET is missing', 'PUBLIC_URL is missing']],
  [{ ...app, BOX_CLIENT_ID: '', BOX_ENTERPRISE_ID: '9' }, ['BOX_CLIENT_ID is missing']],
  [
    { ...app, PUBLIC_URL: 'https://a.example', BOX_DEVELOPER_TOKEN: 'x' },
    ['BOX_DEVELOPER_TOKEN is for a trial'],
  ],
  [
    { ...app, PUBLIC_URL: 'https://a.example', BOX_DEVELOPER_SLACK_USER: 'U1' },
    ['BOX_DEVELOPER_SLACK_USER is for a trial'],
  ],
  [
    { ...app, BOX_CLIENT_ID: '', BOX_CLIENT_SECRET: '', BOX_ENTERPRISE_ID: '9' },
    ['BOX_CLIENT_ID is missing', 'BOX_CLIENT_SECRET is missing'],
  ],
  [{ ...app, BOX_CLIENT_ID: '', PUBLIC_URL: 'https://a.example' }, ['BOX_CLIENT_ID is missing']],
  [{ BOX_DEVELOPER_TOKEN: '', BOX_DEVELOPER_SLACK_USER: '' }, ['BOX_CLIENT_ID is missing (everyone']],
  [{ BOX_DEVELOPER_SLACK_USER: '' }, ['BOX_DEVELOPER_SLACK_USER is missing']],
])('exactly one kind of access to Box must be set: %j', (env, told) => {
  expect(problemsOf(env)).toEqual(told.map((words) => expect.stringContaining(words)));
});

test.each([
  ['SLACK_BOT_TOKEN', 'xoxp-1-2-three', 'bot token'],
  ['SLACK_BOT_TOKEN', 'xapp-1-2-three', 'bot token'],
  ['SLACK_APP_TOKEN', 'xoxb-1-2-three', 'xapp-'],
  ['SLACK_SIGNING_SECRET', 'two words', 'spaces'],
  ['BOX_DEVELOPER_TOKEN', 'two words', 'spaces'],
  ['SLACK_API_URL', 'https://slack.com/', '/api/'],
  ['SLACK_API_URL', 'http://slack.com/api/', 'https://'],
  ['SLACK_API_URL', 'http://127.0.0.1.evil.example/api/', 'https://'],
  ['SLACK_API_URL', 'https://user:pw@slack.com/api/', 'https://'],
  ['SLACK_API_URL', 'slack.com/api/', 'https://'],
  ['BOX_API_URL', 'https://api.box.com/2.0', '/2.0'],
  ['BOX_API_URL', 'https://api.box.com/2.0/', '/2.0'],
  ['BOX_UPLOAD_URL', 'ftp://upload.box.com', 'https://'],
  ['BOX_ACCOUNT_URL', 'https://account.box.com?x=1', 'https://'],
  ['BOX_DEVELOPER_SLACK_USER', '@ana', 'member ID'],
  ['PUBLIC_URL', 'http://sign.example.com', 'https://'],
  ['PUBLIC_URL', 'https://sign.example.com/box', 'without a path'],
  ['BOX_DESTINATION_FOLDER_ID', '0', 'folder'],
  ['BOX_DESTINATION_FOLDER_ID', 'https://app.box.com/folder/12', 'folder'],
  ['PORT', '65536', '65535'],
  ['PORT', '-1', '65535'],
  ['METRICS_PORT', '65536', '65535'],
  ['PORT', '3000x', '65535'],
  ['HOST', 'a b', 'spaces'],
  ['DATABASE_URL', 'mysql://app@db/sign', 'PostgreSQL'],
  ['ENCRYPTION_KEY', 'c2hvcnQ=', '32 bytes'],
  ['ENCRYPTION_KEY', `${key},`, '32 bytes'],
  ['ENCRYPTION_KEY', `!${key.slice(1)}!`, '32 bytes'],
  ['BOX_EVENTS_SLACK_USER', 'ana', 'member ID'],
  ['BOX_CALLS_PER_MONTH', '99', 'at least 100'],
  ['RETENTION_DAYS', '0', 'at least 1'],
  ['LOG_LEVEL', 'loud', 'one of'],
])('%s=%s is refused, naming %s', (variable, value, words) => {
  const problems = problemsOf({ ENCRYPTION_KEY: key, [variable]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${variable} `));
  expect(problems[0]).toContain(words);
});

test('the smallest and the largest numbers are accepted', () => {
  const env = { PORT: '65535', METRICS_PORT: '0', BOX_CALLS_PER_MONTH: '100', RETENTION_DAYS: '1' };
  const { server, store } = acceptedConfig(env);
  expect([server.port, server.metricsPort]).toEqual([65_535, 0]);
  expect([store.pollCallsPerMonth, store.retentionDays]).toEqual([100, 1]);
});

test('DATABASE_URL requires ENCRYPTION_KEY', () => {
  expect(problemsOf({ DATABASE_URL: 'postgres://db/sign' })).toEqual([
    'ENCRYPTION_KEY is missing, and DATABASE_URL needs it',
  ]);
  expect(
    acceptedConfig({ DATABASE_URL: 'postgres://db/sign', ENCRYPTION_KEY: key }).store.encryptionKeys,
  ).toBe(key);
});

test('empty and blank values count as absent, and spaces around a value are dropped', () => {
  expect(problemsOf({ SLACK_BOT_TOKEN: '', BOX_DEVELOPER_TOKEN: '  ' })).toEqual([
    expect.stringMatching(/^SLACK_BOT_TOKEN is missing .*SLACK_CLIENT_ID/),
    'BOX_DEVELOPER_TOKEN is missing',
  ]);
  expect(acceptedConfig({ PORT: '', LOG_LEVEL: ' ', BOX_API_URL: '' })).toEqual(acceptedConfig({}));
  expect(acceptedConfig({ SLACK_BOT_TOKEN: ' xoxb-1\n' }).slack.access).toEqual({
    kind: 'one',
    botToken: 'xoxb-1',
  });
});

test('all problems are reported together, each with its documentation, and how to try the app without accounts', () => {
  const read = readConfig({ PORT: 'x', DATABASE_URL: 'postgres://db/sign' });
  if (!('problems' in read)) throw new Error('an empty environment was accepted');
  expect(read.problems.map(({ variable }) => variable)).toEqual([
    'SLACK_APP_TOKEN',
    'PORT',
    'SLACK_BOT_TOKEN',
    'BOX_CLIENT_ID',
    'ENCRYPTION_KEY',
  ]);
  const text = formatProblems(read.problems, () => 'https://slack.test/apps');
  for (const { variable, where } of read.problems) {
    expect(text).toContain(variable);
    expect(where).not.toContain('README');
    expect(text).toContain(where);
  }
  expect(text).toMatch(/To try it without accounts: npm run sandbox$/);
  // The operator's commands read the same settings; a person who restores a backup is not sent to the
  // sandbox.
  expect(formatProblems(read.problems)).not.toContain('sandbox');
});

test('no refused value is shown', () => {
  const planted = 'PLANTED secret';
  // Any text is a path.
  const names = variableNames.filter((name) => name !== 'DATA_DIR');
  const read = readConfig(Object.fromEntries(names.map((name) => [name, planted])));
  if (!('problems' in read)) throw new Error('planted values were accepted');
  expect([...new Set(read.problems.map(({ variable }) => variable))].sort()).toEqual([...names].sort());
  expect(JSON.stringify(read.problems) + formatProblems(read.problems)).not.toContain('PLANTED');
});

test('for each variable there is a place of its own where its value is found', () => {
  const places = variableNames.map(whereToFind);
  for (const [index, place] of places.entries()) {
    expect(place.length, variableNames[index]).toBeGreaterThan(10);
    expect(place, variableNames[index]).not.toContain('docs/setup.md');
  }
  expect(new Set(places).size).toBe(places.length);
  const [slackPage, boxPage] = ['https://api.slack.com/apps, your app, ', 'https://app.box.com/'];
  for (const name of ['APP_TOKEN', 'SIGNING_SECRET', 'BOT_TOKEN', 'CLIENT_ID', 'CLIENT_SECRET'])
    expect(whereToFind(`SLACK_${name}`)).toContain(slackPage);
  for (const name of ['CLIENT_ID', 'CLIENT_SECRET', 'DEVELOPER_TOKEN', 'WEBHOOK_PRIMARY_KEY'])
    expect(whereToFind(`BOX_${name}`)).toContain(`${boxPage}developers/console, your app, `);
  expect(whereToFind('BOX_CLIENT_SECRET_FILE')).toBe(
    'A file that holds the value alone, and that this process may read',
  );
  expect(whereToFind('OF_A_LATER_VERSION')).toBe('See the table of variables in docs/setup.md');
});

test('who has no Slack app is shown how to make one, but only who starts the app itself', () => {
  const read = readConfig({});
  if (!('problems' in read)) throw new Error('an empty environment was accepted');
  const made = 'No Slack app yet? Make one from manifest.yml here';
  const link = () => 'https://slack.test/apps?new_app=1';
  expect(formatProblems(read.problems, link)).toContain(made);
  expect(formatProblems(read.problems, link)).toContain('\n  https://slack.test/apps?new_app=1\n\n');
  expect(formatProblems(read.problems)).not.toContain(made);
  for (const name of ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN']) {
    const others = read.problems.filter(({ variable }) => variable !== name);
    expect(formatProblems(others, link)).not.toContain(made);
    expect(formatProblems(others, link)).toMatch(/To try it without accounts: npm run sandbox$/);
  }
});

test('the person whose stream is read comes before the person of the trial', () => {
  const events = { BOX_EVENTS: 'enterprise', BOX_EVENTS_SLACK_USER: 'U9' };
  expect(acceptedConfig(events).box.events).toEqual({ slackUser: 'U9' });
});

test('docs/setup.md and .env.example name every variable, and no others', () => {
  const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  const section =
    read('docs/setup.md')
      .split(/^## /m)
      .find((part) => part.startsWith('Configuration')) ?? '';
  const cells = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, cell]) => cell ?? '');
  const documented = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect([...documented].sort()).toEqual([...variableNames].sort());
  const example = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect([...example].sort()).toEqual([...variableNames].sort());
});

test('docs/setup.md names every secret that may be in a file, and no others', () => {
  const text = readFileSync(new URL('../../docs/setup.md', import.meta.url), 'utf8');
  const said = text.split('This works for ')[1]?.split('.')[0] ?? '';
  expect([...said.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(secretNames);
});

test('each secret is also read from a file, and problems with a file do not show its path', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  try {
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const env = { SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: write('bot', '  xoxb-from-a-file\n') };
    expect(acceptedConfig(env).slack.access).toEqual({ kind: 'one', botToken: 'xoxb-from-a-file' });
    expect(problemsOf({ ...env, SLACK_BOT_TOKEN_FILE: write('odd', 'no-token') })).toEqual([
      'SLACK_BOT_TOKEN must be a bot token, which begins with xoxb-',
    ]);
    const wrong: readonly (readonly [string, string])[] = [
      [join(folder, 'none'), 'is the path of a file that cannot be read (ENOENT)'],
      [folder, 'is the path of something that is no file'],
      [write('empty', ' \n'), 'is the path of an empty file'],
      [write('large', 'x'.repeat(65_537)), 'is the path of a file that is too large for a secret'],
    ];
    for (const [path, says] of wrong) {
      expect(problemsOf({ SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: path })).toEqual([
        `SLACK_BOT_TOKEN_FILE ${says}`,
      ]);
    }
    expect(problemsOf({ SLACK_BOT_TOKEN_FILE: env.SLACK_BOT_TOKEN_FILE })).toEqual([
      'SLACK_BOT_TOKEN_FILE is set, and so is SLACK_BOT_TOKEN',
    ]);
    const { SLACK_BOT_TOKEN: _token, ...withoutToken } = least;
    for (const token of [{}, { SLACK_BOT_TOKEN: '  ' }])
      expect(
        readConfig({ ...withoutToken, ...token, SLACK_BOT_TOKEN_FILE: env.SLACK_BOT_TOKEN_FILE }),
      ).toEqual({
        config: acceptedConfig({ SLACK_BOT_TOKEN: 'xoxb-from-a-file' }),
      });
    expect(acceptedConfig({ SLACK_BOT_TOKEN_FILE: '  ' })).toEqual(acceptedConfig({}));
    const largest = write('largest', 'xoxb-1'.padEnd(65_536));
    expect(acceptedConfig({ SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: largest }).slack.access).toEqual({
      kind: 'one',
      botToken: 'xoxb-1',
    });
    const noAppToken = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN_FILE: join(folder, 'none') };
    expect(problemsOf(noAppToken)).toEqual([
      'SLACK_APP_TOKEN_FILE is the path of a file that cannot be read (ENOENT)',
    ]);
    // A secret whose file cannot be read is one problem, whatever else depends on it.
    for (const name of secretNames.filter((one) => one in least)) {
      expect(problemsOf({ [name]: '', [`${name}_FILE`]: join(folder, 'none') }), name).toHaveLength(1);
    }
    const all = Object.fromEntries(secretNames.map((name) => [`${name}_FILE`, join(folder, 'none')]));
    const read = readConfig({ ...all, BOX_CLIENT_ID: 'x', PUBLIC_URL: 'https://sign.example.com' });
    if (!('problems' in read)) throw new Error('missing files were accepted');
    expect(read.problems.map(({ variable }) => variable)).toEqual(
      expect.arrayContaining(secretNames.map((name) => `${name}_FILE`)),
    );
    expect(formatProblems(read.problems)).not.toContain(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the configuration cannot be changed later', () => {
  const config = acceptedConfig({});
  expect(() => Object.assign(config.box.access, { developerToken: 'x' })).toThrow(TypeError);
  expect(() => Object.assign(config, { logLevel: 'x' })).toThrow(TypeError);
  expect(() => (config.notes as string[]).push('x')).toThrow(TypeError);
  const ofEnterprise = acceptedConfig({ ...app, BOX_ENTERPRISE_ID: '9', BOX_EVENTS: 'enterprise' });
  expect(() => Object.assign(ofEnterprise.box.events ?? {}, { slackUser: 'U1' })).toThrow(TypeError);
});

test('the number of problems is in words where there is one', () => {
  const problem = { variable: 'PORT', wrong: 'is not a port', where: 'See .env.example' };
  const firstLine = (count: number) => formatProblems(Array(count).fill(problem)).split('\n')[0];
  expect(firstLine(1)).toBe('The configuration has one problem:');
  expect(firstLine(2)).toBe('The configuration has 2 problems:');
});
