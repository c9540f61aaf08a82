/**
 * A copy of the checkout in which `src` is changed, bundled and tested, so that the checkout itself stays unchanged.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How a test run ended; if it failed, its first failed test, and why. */
export type TestOutcome =
  | { readonly end: 'passed' | 'timed out' }
  | { readonly end: 'failed'; readonly test: string; readonly why: string };

/** A copy of the checkout in which mutations are tried. */
export interface Copy {
  readonly folder: string;
  readonly write: (path: string, text: string) => void;
  /** Bundles the app from the copy's `src`. @throws what the bundler says */
  readonly bundle: () => void;
  /** Runs tests. @param withinMs the time (ms) after which the run is ended */
  readonly test: (args: readonly string[], withinMs: number, env?: NodeJS.ProcessEnv) => Promise<TestOutcome>;
  readonly remove: () => void;
}

/** Makes a copy. @param root the checkout, whose `dist/` is up to date */
export function copyOf(root: string): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0');
  for (const path of [...paths, 'dist'].filter((one) => one !== '' && existsSync(join(root, one))))
    cpSync(join(root, path), join(folder, path), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const bundling = ['-e', "import('./scripts/bundle.js').then(({ bundle }) => bundle())"];
  return {
    folder,
    write: (path, text) => writeFileSync(join(folder, path), text),
    bundle: () => {
      execFileSync(process.execPath, bundling, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    },
    test: (args, withinMs, env = {}) => runVitest(folder, args, withinMs, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs vitest in a folder; kills the run after `withinMs`. */
async function runVitest(
  folder: string,
  args: readonly string[],
  withinMs: number,
  env: NodeJS.ProcessEnv,
): Promise<TestOutcome> {
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    ...args,
    '--run',
    '--config',
    'test/mutants/vitest.config.ts',
  ];
  const child = spawn(process.execPath, vitest, {
    cwd: folder,
    env: { ...process.env, EVERY_CASE: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += stripVTControlCharacters(text);
    });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child.pid);
  }, withinMs);
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
  // The whole process group is ended: an app in an endless loop would outlive its story.
  endGroup(child.pid);
  if (isLate) return { end: 'timed out' };
  if (status === 0) return { end: 'passed' };
  const [, failed = 'no test by itself', why = ''] = /^ FAIL +(.+)\n(.+)/m.exec(output) ?? [];
  return { end: 'failed', test: failed, why };
}

function endGroup(pid = 0): void {
  try {
    if (pid > 0) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
