/** The sandbox's saved state: starting fresh, and a disk that accepts nothing for a while. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSavedState, workspacesFolder } from '../../../sandbox/saved-state.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sign-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('starting fresh deletes what a sandbox left, but not the folder of the one with several workspaces', () => {
  for (const name of ['app', workspacesFolder]) mkdirSync(join(folder, name));
  for (const name of ['box.json.new', '.DS_Store']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'slack.json'), '{}');
  writeFileSync(join(folder, workspacesFolder, 'slack.json'), '{}');
  const kept = openSavedState(folder, true);
  expect(kept.read('slack')).toBeNull();
  kept.end();
  // The lock is left, so that another run cannot take the folder in between.
  expect(readdirSync(folder).sort()).toEqual(['.DS_Store', 'lock.db', workspacesFolder]);
  expect(existsSync(join(folder, workspacesFolder, 'slack.json'))).toBe(true);
});

it('starting fresh deletes nothing in a folder that has somebody else’s files, and names one', () => {
  mkdirSync(join(folder, 'app'));
  for (const name of ['slack.json', 'thesis.docx']) writeFileSync(join(folder, name), '{}');
  expect(() => openSavedState(folder, true)).toThrow('(thesis.docx), so --fresh deletes nothing there');
  expect(readdirSync(folder).sort()).toEqual(['app', 'slack.json', 'thesis.docx']);
});

it('a failed write is reported once, and saving continues as soon as it can', async () => {
  const complaints: string[] = [];
  const kept = openSavedState(folder, false, (what) => complaints.push(what));
  // A folder in place of the new file, so that opening it fails as on a full disk.
  mkdirSync(join(folder, 'slack.json.new'));
  const state = { count: 0 };
  kept.follow('slack', state);
  await expect.poll(() => complaints).toHaveLength(1);
  expect(complaints[0]).toContain('cannot be saved');
  state.count = 2;
  rmSync(join(folder, 'slack.json.new'), { recursive: true });
  const path = join(folder, 'slack.json');
  const written = () => (existsSync(path) ? readFileSync(path, 'utf8') : null);
  await expect.poll(written).toBe('{"count":2}');
  kept.end();
  expect(complaints).toHaveLength(1);
});
