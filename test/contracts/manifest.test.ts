/**
 * `manifest.yml` as it is (Socket Mode) and as `npm run manifest` prints it (HTTP): Slack's schema accepts both, both
 * describe the same app, and both ask only for scopes that docs/setup.md gives reasons for.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { shortcutHandlers } from '../../src/features/table.ts';
import { newAppPage } from '../../src/slack/manifest.ts';
import { projectRoot } from '../shape/tree.ts';

interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { readonly url?: string }[];
    readonly shortcuts: readonly { readonly callback_id: string; readonly name: string }[];
  };
  readonly oauth_config: {
    readonly scopes: { readonly bot: readonly string[]; readonly bot_optional: readonly string[] };
  };
  readonly settings: { readonly socket_mode_enabled: boolean };
}

const schemaPath = process.env['SLACK_MANIFEST_SCHEMA'] ?? '';

function printManifest(...args: string[]) {
  return spawnSync(process.execPath, ['scripts/manifest.js', ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
}

function manifestFor(origin: string): Manifest {
  const { status, stdout, stderr } = printManifest(origin);
  expect(status, stderr).toBe(0);
  return parse(stdout) as Manifest;
}

function manifestAsItIs(): Manifest {
  return parse(readFileSync(join(projectRoot, 'manifest.yml'), 'utf8')) as Manifest;
}

describe.skipIf(schemaPath === '')("Slack's manifest schema (SLACK_MANIFEST_SCHEMA)", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = schemaPath === '' ? null : ajv.compile(JSON.parse(readFileSync(schemaPath, 'utf8')));

  test.each([
    ['Socket Mode', manifestAsItIs],
    ['HTTP', () => manifestFor('https://sign.example.com')],
  ])('the schema accepts the manifest for %s', (_mode, manifest) => {
    expect(validate?.(manifest()), JSON.stringify(validate?.errors)).toBe(true);
  });

  test('the schema refuses an unknown property', () => {
    const manifest = manifestFor('https://sign.example.com');
    expect(validate?.({ ...manifest, features: { ...manifest.features, planted: {} } })).toBe(false);
  });
});

test('Socket Mode is on without an address, or off for HTTP; everything else is the same', () => {
  const asItIs = manifestAsItIs();
  expect(asItIs.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(asItIs)).not.toContain('http');
  const overHttp = manifestFor('https://sign.example.com');
  expect(overHttp.settings.socket_mode_enabled).toBe(false);
  const isAddress = (name: string): boolean => /urls?$/.test(name);
  const bare = JSON.stringify(overHttp, (name, value) => (isAddress(name) ? undefined : value));
  expect({ ...JSON.parse(bare), settings: null }).toEqual({ ...asItIs, settings: null });
  expect({ ...JSON.parse(bare).settings, socket_mode_enabled: true }).toEqual(asItIs.settings);
});

test.each([
  [['--link'], manifestAsItIs],
  [['https://sign.example.com', '--link'], () => manifestFor('https://sign.example.com')],
] as const)('%s prints a link to Slack’s page for the same app', (args, manifest) => {
  const { status, stdout } = printManifest(...args);
  const page = new URL(stdout.trim());
  expect([status, page.origin, page.pathname, page.searchParams.get('new_app')]).toEqual([
    0,
    'https://api.slack.com',
    '/apps',
    '1',
  ]);
  expect(parse(page.searchParams.get('manifest_yaml') ?? '')).toEqual(manifest());
});

test('README has that link, and a start without a Slack app its short form', () => {
  const page = printManifest('--link').stdout.trim();
  expect(page.startsWith(`${newAppPage()}&`)).toBe(true);
  const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
  expect(/^\[new-slack-app\]: (.*)$/m.exec(readme)?.[1]).toBe(page);
  expect(readme).toContain('][new-slack-app]');
});

test('every address has the given origin and a route for Slack', () => {
  const { stdout } = printManifest('https://sign.example.com/');
  const addresses = stdout.match(/https?:\/\/[^\s"]+/g)?.sort();
  const events = 'https://sign.example.com/slack/events';
  expect(addresses).toEqual([
    events,
    events,
    events,
    events,
    'https://sign.example.com/slack/oauth_redirect',
  ]);
});

test.each([
  [],
  ['http://sign.example.com'],
  ['sign.example.com'],
  ['https://sign.example.com/slack/events'],
  ['https://ana:pw@sign.example.com'],
  ['https://sign.example.com', 'more'],
])('%s %s: the address is refused', (...args) => {
  const { status, stdout, stderr } = printManifest(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('npm run --silent manifest -- https://');
});

test('the manifest asks for exactly the scopes that docs/setup.md gives reasons for', () => {
  const setup = readFileSync(join(projectRoot, 'docs/setup.md'), 'utf8');
  const section = setup.split(/^## /m).find((part) => part.startsWith('Scopes')) ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
  const { bot } = manifestFor('https://sign.example.com').oauth_config.scopes;
  expect(rows.map(([, scope]) => scope)).toEqual(bot);
  for (const [, , reason] of rows) expect(reason?.length).toBeGreaterThan(20);
});

test('docs/setup.md calls exactly those scopes optional that the manifest does', () => {
  const setup = readFileSync(join(projectRoot, 'docs/setup.md'), 'utf8');
  const optional = [...setup.matchAll(/^\| `([^`]+)` \| optional: /gm)].map(([, scope]) => scope);
  const { bot, bot_optional } = manifestAsItIs().oauth_config.scopes;
  expect(bot_optional).toEqual(optional);
  expect(bot).toEqual(expect.arrayContaining([...bot_optional]));
});

test('the manifest has exactly the shortcuts that the app handles, with names that Slack allows', () => {
  const { shortcuts } = manifestAsItIs().features;
  expect(shortcuts.map(({ callback_id: id }) => id)).toEqual(Object.keys(shortcutHandlers));
  for (const { name } of shortcuts) expect(name.length).toBeLessThanOrEqual(24);
});
