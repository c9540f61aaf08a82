/** The files of a release, made in a small repository for the test, and the workflow that makes them from a tag. */
// runs: ci
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { plantTree, projectRoot } from '../shape/tree.ts';

const changelog = '# Changelog\n\n## 1.2.0\n\n- more\n\n## 1.1.0 (not released)\n';
const pack = (version: string): string =>
  JSON.stringify({ name: 'box-sign-for-slack', version, private: true, type: 'module', files: ['bin'] });

describe('scripts/release.js', () => {
  let root = '';
  let remove = (): void => undefined;

  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ana@acme.com', ...words], {
      cwd: root,
      encoding: 'utf8',
    });
  const commit = (version: string): void => {
    writeFileSync(join(root, 'package.json'), pack(version));
    git('commit', '--all', '--allow-empty', '--quiet', '--message', version);
  };
  const release = () => spawnSync(process.execPath, ['scripts/release.js'], { cwd: root, encoding: 'utf8' });

  beforeAll(() => {
    const script = readFileSync(join(projectRoot, 'scripts/release.js'), 'utf8');
    ({ root, remove } = plantTree({
      'scripts/release.js': script,
      'package.json': pack('1.2.0'),
      'package-lock.json': JSON.stringify({ name: 'box-sign-for-slack', lockfileVersion: 3, packages: {} }),
      'bin/program.js': '',
      'CHANGELOG.md': changelog,
      '.gitignore': 'release/\n',
    }));
    git('init', '--quiet');
    git('add', '--all');
    commit('1.2.0');
  });
  afterAll(() => remove());

  test('the script makes the package, its bill of materials and their checksums', () => {
    const { status, stdout, stderr } = release();
    expect(status, stderr).toBe(0);
    const names = ['box-sign-for-slack-1.2.0.cdx.json', 'box-sign-for-slack-1.2.0.tgz', 'SHA256SUMS'];
    expect(stdout).toBe(names.map((name) => `release/${name}\n`).join(''));
    const made = (name: string): Buffer => readFileSync(join(root, 'release', name));
    expect(readdirSync(join(root, 'release')).sort()).toEqual([...names].sort());
    const sums = names
      .slice(0, 2)
      .map((name) => `${createHash('sha256').update(made(name)).digest('hex')}  ${name}\n`);
    expect(made('SHA256SUMS').toString()).toBe(sums.join(''));
    const { bomFormat, metadata } = JSON.parse(made('box-sign-for-slack-1.2.0.cdx.json').toString()) as {
      bomFormat: string;
      metadata: { component: { name: string; version: string } };
    };
    expect([bomFormat, metadata.component.name, metadata.component.version]).toEqual([
      'CycloneDX',
      'box-sign-for-slack',
      '1.2.0',
    ]);
    expect(git('status', '--porcelain')).toBe('');
  });

  test.each([
    ['1.3.0', 'CHANGELOG.md has no part for 1.3.0'],
    ['1.1.0', 'CHANGELOG.md says that 1.1.0 is not released'],
  ])('the script refuses version %s', (version, why) => {
    commit(version);
    expect(release()).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(why) });
  });

  test('the script refuses uncommitted changes', () => {
    commit('1.2.0');
    writeFileSync(join(root, 'bin/more.js'), '');
    expect(release()).toMatchObject({ status: 1, stderr: expect.stringContaining('not committed') });
  });
});

test('the workflow runs scripts that exist, and has only the permissions that a signature needs', () => {
  const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
  const { permissions, jobs } = parse(read('.github/workflows/release.yml')) as {
    permissions: object;
    jobs: Record<string, { permissions: object; steps: { uses?: string; run?: string }[] }>;
  };
  expect(permissions).toEqual({});
  const [build, ...others] = Object.values(jobs);
  expect(others).toEqual([]);
  expect(build?.permissions).toEqual({ contents: 'read', 'id-token': 'write', attestations: 'write' });
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const run = build?.steps.flatMap(({ run = '' }) => /^npm run ([\w:-]+)$/.exec(run)?.[1] ?? []) ?? [];
  expect(run).toContain('release');
  for (const name of run) {
    expect(scripts).toHaveProperty([name]);
    const file = /node (scripts\/\S+)/.exec(scripts[name] ?? '')?.[1];
    if (file !== undefined) expect(existsSync(join(projectRoot, file)), file).toBe(true);
  }
  for (const { uses } of build?.steps ?? [])
    if (uses !== undefined) expect(uses).toMatch(/@(v\d+|[\da-f]{40})$/);
});
