/** Checks the rules for the text of our files, and that each rule notices a breach. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  brokenInstructions,
  deepSdkImports,
  environmentReaders,
  hiddenLogFields,
  longFiles,
  machineTraces,
} from './rules.ts';
import { misplacedSentences } from './sentences.ts';
import { projectRoot, type SourceFile, trackedFiles, typescriptFiles } from './tree.ts';

const program = typescriptFiles(projectRoot, 'src', 'sandbox');
const everything = typescriptFiles(projectRoot, 'src', 'sandbox', 'test');
const tracked = existsSync(join(projectRoot, '.git')) ? trackedFiles(projectRoot) : everything;
const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const file = (path: string, text: string): SourceFile[] => [{ path, text }];

test('there are files to look at', () => {
  expect(program.length).toBeGreaterThan(3);
  expect(everything.length).toBeGreaterThan(program.length);
  expect(tracked.length).toBeGreaterThan(10);
});

describe('length', () => {
  test('no file of src and sandbox is longer than 250 lines', () => expect(longFiles(program)).toEqual([]));

  test('line 251 of a file is noticed', () => {
    expect(longFiles(file('src/a.ts', 'x\n'.repeat(250)))).toEqual([]);
    expect(longFiles(file('src/a.ts', 'x\n'.repeat(251)))).toHaveLength(1);
  });
});

describe('environment', () => {
  test('only src/main.ts and the operator’s programs read the environment', () =>
    expect(environmentReaders(program)).toEqual([]));

  test.each(['process.env.PORT', "process['env']", 'process?.env', 'const { env } = { ...process.env }'])(
    '%s elsewhere is noticed',
    (text) => {
      expect(environmentReaders(file('src/box/files.ts', text))).toHaveLength(1);
      expect(environmentReaders(file('src/main.ts', text))).toEqual([]);
      expect(environmentReaders(file('src/operate/doctor.ts', text))).toEqual([]);
      expect(environmentReaders(file('src/operate/doctor/slack.ts', text))).toHaveLength(1);
    },
  );
});

describe('log', () => {
  const { text = '' } = program.find(({ path }) => path === 'src/app/log.ts') ?? {};
  const list = /printedFields[^[]*\[([^;]*)\]\)/.exec(text)?.[1] ?? '';
  const printed = new Set([...list.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? ''));

  test('no field of a log line is hidden', () => expect(hiddenLogFields(program, printed)).toEqual([]));

  test('a field that is not in the list is noticed', () => {
    const line = "services.log.info({ ...ids, userId, count: 1, answer }, 'done');";
    expect(hiddenLogFields(file('src/features/a.ts', line), printed)).toHaveLength(1);
  });
});

describe('Box SDK', () => {
  test('the Box SDK is imported only from its documented entry points', () =>
    expect(deepSdkImports(everything)).toEqual([]));

  test('an import of a deeper path of the SDK is noticed', () => {
    const from = (entry: string) => `import { x } from '${['box-typescript', 'sdk-gen'].join('-')}${entry}';`;
    for (const entry of ['', '/managers', '/schemas', '/box/errors']) {
      expect(deepSdkImports(file('src/box/a.ts', from(entry)))).toEqual([]);
    }
    expect(deepSdkImports(file('src/box/a.ts', from('/networking/fetch')))).toHaveLength(1);
    expect(deepSdkImports(file('src/box/a.ts', from('/managers/files.js')))).toHaveLength(1);
  });
});

describe('sentences', () => {
  test('all sentences that people read are in src/views/texts', () =>
    expect(misplacedSentences(program)).toEqual([]));

  test.each([
    ["const a = 'Nobody has been emailed yet';", 1],
    ['const a = `$' + '{name} is ready to be signed`;', 1],
    ['view({ text: "Nothing was sent. Try again later." });', 1],
    ["const a = 'mp three wav ogg flac'.split(' ');", 0],
    ["const a = 'Nobody has been emailed yet'.trim();", 1],
    ["const a = 'im_history chat:write users:read users:read.email';", 0],
    ["log.warn({ id }, 'the card could not be redrawn now');", 0],
    ["deps.log.error({}, 'this is for the operator alone');", 0],
    ["const note = { msg: 'this is for the operator alone' };", 0],
    ["throw new TypeError('this is for the operator alone');", 0],
    ["const e = new OutsideFailure('this is for the operator alone');", 0],
    ["type A = 'a type is not a sentence';", 0],
    ["const a = 'Send now';", 0],
    ['const a = `select $' + '{a} from $' + '{b}`;', 0],
  ])('%s holds %i', (text, count) => {
    for (const folder of ['app', 'features', 'slack', 'views', 'web'])
      expect(misplacedSentences(file(`src/${folder}/a.ts`, text))).toHaveLength(count);
    expect(misplacedSentences(file('src/views/texts/en.ts', text))).toEqual([]);
    expect(misplacedSentences(file('src/store/a.ts', text))).toEqual([]);
  });
});

describe('traces of a machine', () => {
  test('no tracked file holds a trace of a machine', () => expect(machineTraces(tracked)).toEqual([]));

  test.each([
    ['/home', 'ana/project'],
    ['/work', 'main/src'],
    ['/Users', 'ana'],
    ['/tmp', 'cards.txt'],
    ['https://', 'registry.example.com/pg/-/pg-8.tgz'],
    ['https://', 'npm.artifactory.example.com/api'],
  ])('%s followed by %s is noticed', (start, end) => {
    const separator = start.startsWith('https') ? '' : '/';
    expect(machineTraces(file('docs/a.md', `see ${start}${separator}${end}`))).toHaveLength(1);
  });
});

describe('instructions', () => {
  const exists = (path: string) => existsSync(join(projectRoot, path));

  const docs = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'));
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'SUPPORT.md',
    ...docs.map((name) => `docs/${name}`),
  ];
  const forms = ['.github/pull_request_template.md', '.github/ISSUE_TEMPLATE/bug.yml'];

  test.each([...pages, ...forms])('every command and file that %s names exists', (path) => {
    const text = readFileSync(join(projectRoot, path), 'utf8');
    expect(brokenInstructions({ path, text }, scripts, exists)).toEqual([]);
  });

  test('SECURITY says what every table is for', () => {
    const tables = readFileSync(join(projectRoot, 'src/store/tables.ts'), 'utf8');
    const stored = /export interface Tables \{([^}]*)\}/.exec(tables)?.[1] ?? '';
    const names = [...stored.matchAll(/(\w+): \w+;/g)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(10);
    const page = readFileSync(join(projectRoot, 'SECURITY.md'), 'utf8');
    const told = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name ?? '');
    expect(told.sort()).toEqual(names.sort());
  });

  test('README names the two commands that need no account', () => {
    expect(readme).toContain('npm install && npm test');
    expect(readme).toContain('npm install && npm run sandbox');
  });

  test('a named script or file that does not exist is noticed', () => {
    const text =
      'npm run fly -- --far\nnpm run --silent swim\n[see](gone.md) [and](a.md) <img src="gone.png">';
    const page = { path: 'docs/page.md', text };
    expect(brokenInstructions(page, { test: '' }, (path) => path === 'docs/a.md')).toEqual([
      'docs/page.md: there is no script "fly"',
      'docs/page.md: there is no script "swim"',
      'docs/page.md: there is no file gone.md',
      'docs/page.md: there is no file gone.png',
    ]);
  });
});
