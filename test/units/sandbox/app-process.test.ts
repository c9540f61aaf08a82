/** The app's process: one that cannot be started, and one that was killed before it began. */
import { afterEach, expect, it } from 'vitest';
import { startAppProcess } from '../../../sandbox/app-process.ts';

const { execPath } = process;
afterEach(() => {
  process.execPath = execPath;
});

it('a program that cannot be started counts as an app that has ended, with the reason', async () => {
  process.execPath = '/nowhere/node';
  const failed = { name: 'AppNotReady', status: null, output: expect.stringContaining('ENOENT') };
  await expect(startAppProcess({ env: {} })).rejects.toMatchObject(failed);
});

it('an app that was killed before its process began never gets ready', async () => {
  const failed = { name: 'AppNotReady', status: null };
  await expect(startAppProcess({ env: {}, killed: AbortSignal.abort() })).rejects.toMatchObject(failed);
});
