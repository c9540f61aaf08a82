/** The container image without a container engine: only its files, read-only, run by a user without rights. */
// runs: http, ci
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readImage } from '../builders/image.ts';
import { projectRoot } from '../shape/tree.ts';
import { aWorld, stories } from './world.ts';

const execute = promisify(execFile);

/**
 * Ids of a user without rights. Only root can start a process as another user; everyone else runs it as
 * themselves.
 */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const image = readImage();

/** The folders of the production dependencies, as `npm prune --omit=dev` leaves them. */
async function productionPackages(): Promise<string[]> {
  const list = ['ls', '--omit=dev', '--all', '--parseable'];
  const { stdout } = await execute('npm', list, { cwd: projectRoot });
  const [, ...folders] = stdout.trim().split('\n');
  const paths = folders.map((folder) => relative(projectRoot, folder));
  // A nested package is copied with the one that it is in.
  return [...new Set(paths)].filter((path) => path.lastIndexOf('node_modules') === 0);
}

/** The paths that a pattern of COPY matches; its star stands for part of a file name. */
async function pathsMatching(pattern: string): Promise<string[]> {
  const [start = '', end] = basename(pattern).split('*');
  const isMatch = (name: string): boolean =>
    end === undefined ? name === start : name.startsWith(start) && name.endsWith(end);
  return (await readdir(join(projectRoot, dirname(pattern))))
    .filter(isMatch)
    .map((name) => join(dirname(pattern), name));
}

/** Copies the files that the Dockerfile's last stage copies. */
async function copyImageFiles(to: string): Promise<void> {
  for (const { from } of image.copied) {
    const paths = from === 'node_modules' ? await productionPackages() : await pathsMatching(from);
    expect(paths, from).not.toEqual([]);
    const folders = new Map<string, string[]>();
    for (const path of paths) folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), path]);
    for (const [folder, group] of folders) {
      await mkdir(join(to, folder), { recursive: true });
      await execute('cp', ['-R', ...group, join(to, folder)], { cwd: projectRoot });
    }
  }
}

stories('the container image', () => {
  const world = aWorld({ withoutApp: true });
  let folder = '';
  let app = '';
  let data = '';
  const running = new Set<ChildProcess>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-'));
    [app, data] = [join(folder, 'app'), join(folder, 'data')];
    await chmod(folder, 0o755);
    await mkdir(data, { mode: 0o700 });
    if (nobody.uid !== undefined) await chown(data, nobody.uid, nobody.gid);
    // The image has its own Node. The Node of these tests may be in a folder that other users cannot read.
    await copyFile(process.execPath, join(folder, 'node'));
    await copyImageFiles(app);
    await execute('chmod', ['-R', 'a-w,a+rX', app]);
  });

  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    if (app !== '') await execute('chmod', ['-R', 'u+w', app]);
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts the image's command, or another of its programs. */
  function run([program = '', ...args]: readonly string[], more: Record<string, string> = {}) {
    expect(program).toBe('node');
    const child = spawn(join(folder, 'node'), args, {
      cwd: app,
      // Only DATA_DIR can be written to: there is no writable folder for temporary files.
      env: { ...image.env, ...world().env, DATA_DIR: data, HOME: app, TMPDIR: app, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...nobody,
    });
    running.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    void ended.then(() => running.delete(child));
    return { child, said: () => said, ended };
  }

  async function runToItsEnd(words: readonly string[], more?: Record<string, string>) {
    const { said, ended } = run(words, more);
    return { status: await ended, said: said() };
  }

  it('the app runs from its own files, writes only to DATA_DIR, and stops when told to', async () => {
    const { child, said, ended } = run(image.entrypoint);
    const port = (): string => /"port":(\d+),"msg":"ready"/.exec(said())?.[1] ?? '';
    await expect.poll(() => port() !== '' || child.exitCode !== null, { timeout: 50_000 }).toBe(true);
    expect(port(), said()).not.toBe('');
    const answer = await fetch(`http://127.0.0.1:${port()}/readyz`);
    expect([answer.status, await answer.text()]).toEqual([200, 'ready\n']);
    expect(await runToItsEnd(image.healthcheck, { PORT: port() })).toEqual({ status: 0, said: '' });
    const backup = join(data, 'backup.jsonl.gz');
    expect(await runToItsEnd([...image.entrypoint, 'backup', backup])).toMatchObject({
      status: 0,
      said: expect.stringContaining(backup),
    });

    child.kill('SIGTERM');
    expect(await ended, said()).toBe(0);
    expect(await runToItsEnd(image.healthcheck, { PORT: port() })).toEqual({ status: 1, said: '' });
    const withoutSlack = { SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '' };
    expect(await runToItsEnd(image.entrypoint, withoutSlack)).toMatchObject({
      status: 1,
      said: expect.stringContaining('manifest.yml'),
    });
    const { stdout: sizes } = await execute('du', ['-skc', ...(await readdir(app))], { cwd: app });
    process.stdout.write(`The image adds to Node, in kB:\n${sizes}`);
  });
});
