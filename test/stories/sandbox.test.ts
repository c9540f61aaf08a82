/** `npm run sandbox`, for a person who has only Node: started, used, stopped, started again. */
// runs: http, sqlite
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { personAt } from '../../sandbox/slack/person.ts';
import { stories } from './world.ts';

const patience = { timeout: 45_000, interval: 25 };

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output(): string;
}

function start(...options: string[]): Run {
  return startIn(root, options);
}

/** Starts the sandbox of the project in this folder. */
function startIn(project: string, options: readonly string[]): Run {
  const program = join(project, 'dist/sandbox/main.js');
  const child = spawn(process.execPath, [program, '--no-open', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, output: () => output };
}

async function listensOrNull(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** The first of four consecutive free ports. */
async function firstOfFourFreePorts(): Promise<number> {
  for (let first = 20_000 + (process.pid % 5_000) * 4; first < 60_000; first += 4) {
    const servers = await Promise.all([0, 1, 2, 3].map((place) => listensOrNull(first + place)));
    for (const server of servers) server?.close();
    if (servers.every(Boolean)) return first;
  }
  throw new Error('no four ports in a row are free');
}

// This does not depend on the store, so it runs with one store only.
if (inject('store') === 'sqlite') {
  stories('the sandbox', () => {
    let folder = '';
    let port = 0;
    let run: Run;
    const url = () => `http://127.0.0.1:${port}`;
    const ask = async <T>(act: string, body: object = {}, at = url()): Promise<T> => {
      const response = await fetch(`${at}/control-servers/sandbox/${act}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await response.json()) as T;
    };
    const phase = async () => (await ask<{ phase: string }>('app')).phase;
    const begin = async () => {
      run = start('--port', String(port), '--data', folder);
      await vi.waitFor(() => expect(run.output()).toContain(url()), patience);
      await vi.waitFor(async () => expect(await phase()).toBe('ready'), patience);
    };
    const stop = async () => {
      run.child.kill('SIGINT');
      expect(await run.ended).toBe(0);
    };
    const ana = () => personAt(`http://127.0.0.1:${port + 1}`, 'ana');

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sign-sandbox-'));
      port = await firstOfFourFreePorts();
      await begin();
    });
    afterAll(async () => {
      run.child.kill('SIGKILL');
      await run.ended;
      await rm(folder, { recursive: true, force: true });
    });

    it('the sandbox prints one address, and what to try first', () => {
      expect(run.output().match(/http:\S+/g)).toEqual([url()]);
      expect(run.output()).toContain('type /sign');
    });

    it('the card survives a stop of the sandbox and a crash of the app', async () => {
      const guide = await ask<{ documentUrl: string }>('guide');
      await ana().types(`/sign ${guide.documentUrl} bo@client.com`, { in: '#contracts' });
      await ana().sees('New signature request', { in: 'modal' });
      expect(await ask('guide')).toEqual({ step: 'form', wants: null });
      expect(await ana().submits()).toEqual({});
      await ana().sees('NDA Acme.pdf', { in: 'app' });
      await expect.poll(() => ask('guide')).toMatchObject({ step: 'place' });

      await ask('clock/forward', { ms: 60_000 });
      await stop();
      await begin();
      expect(await ask('clock')).toMatchObject({ offsetMs: 60_000 });
      await ana().sees('NDA Acme.pdf', { in: 'app' });

      await ask('app/kill');
      await expect.poll(phase).toBe('ended');
      await expect.poll(() => run.output()).toContain('The app has stopped');
      await ask('app/restart');
      await expect.poll(phase, { timeout: 45_000 }).toBe('ready');
      const card = (await ana().messages('app')).find(({ plain }) => plain.includes('NDA Acme.pdf'));
      if (!card) throw new Error('the card is gone');
      await ana().presses('Refresh', { on: card });
      await ana().sees('NDA Acme.pdf', { in: 'app' });
    });

    it('Ana can disconnect, and the sandbox does not connect her again', async () => {
      await ana().types('/sign disconnect', { in: 'app' });
      await ana().sees('Disconnect Box?', { in: 'modal' });
      await ana().submits();
      await ana().closes();
      const { starts } = await ask<{ starts: number }>('app');
      await ask('app/restart');
      const again = { phase: 'ready', starts: starts + 1 };
      await expect.poll(() => ask('app'), { timeout: 45_000 }).toMatchObject(again);
      await ana().types('/sign', { in: 'app' });
      await ana().sees('Not connected to Box', { in: 'modal' });
    });

    it('the sandbox says which port is taken, and how to choose another', async () => {
      const other = await mkdtemp(join(tmpdir(), 'sign-sandbox-'));
      const second = start('--port', String(port), '--data', other);
      expect(await second.ended).toBe(1);
      const said = `port ${port} is taken (the sandbox needs ${port} to ${port + 3}): choose another`;
      expect(second.output()).toContain(said);
      await rm(other, { recursive: true, force: true });
    });

    it('without a page, the end of the app ends the sandbox, and what was done last is saved', async () => {
      const own = join(folder, 'headless');
      const alone = start('--headless', '--port', '0', '--data', own);
      await expect.poll(() => alone.output(), patience).toContain('Try first');
      const slack = /Slack {2}(http:\S+)/.exec(alone.output())?.[1] ?? '';
      await personAt(slack, 'ana').types('The last words', { in: '#contracts' });
      const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
      const processes = stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number));
      const app = processes.find(([, parent]) => parent === alone.child.pid)?.[0] ?? 0;
      expect(app).toBeGreaterThan(1);
      process.kill(app, 'SIGKILL');
      expect(await alone.ended).toBe(1);
      expect(alone.output()).toContain('the app ended with status none');
      expect(await readFile(join(own, 'slack.json'), 'utf8')).toContain('The last words');
    });

    it('a manifest that is being edited stops the app with the reason, and the sandbox goes on', async () => {
      const project = await mkdtemp(join(tmpdir(), 'sign-project-'));
      // The folders that the sandbox watches, so that it can compile.
      for (const name of ['src', 'sandbox/page/client'])
        await mkdir(join(project, name), { recursive: true });
      for (const name of ['dist', 'package.json']) {
        await cp(join(root, name), join(project, name), { recursive: true });
      }
      await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
      const manifest = join(project, 'manifest.yml');
      await writeFile(manifest, 'features: [');
      const other = startIn(project, ['--port', '0', '--data', join(project, 'data')]);
      try {
        const why = 'manifest.yml cannot be read';
        await expect.poll(() => other.output(), patience).toContain(`The app has stopped:\n${why}`);
        const at = /http:\S+/.exec(other.output())?.[0];
        const stopped = await ask<{ lastLines: string[] }>('app', {}, at);
        expect(stopped.lastLines.join('\n')).toContain(why);
        await cp(join(root, 'manifest.yml'), manifest);
        await ask('app/restart', {}, at);
        await expect.poll(() => ask('app', {}, at), patience).toMatchObject({ phase: 'ready' });
      } finally {
        other.child.kill('SIGINT');
        await other.ended;
        await rm(project, { recursive: true, force: true });
      }
    });

    it.each([
      ['the page', 0, '/', 'GET'],
      ["the sandbox's control server", 0, '/control-servers/sandbox/app', 'POST'],
      ["Slack's control server", 0, '/control-servers/slack/person', 'POST'],
      ['the stream of changes', 0, '/control-servers/changes', 'GET'],
      ["Slack's own control", 1, '/control/person', 'POST'],
      ["Box's own control", 2, '/control/mails', 'POST'],
    ])(
      '%s refuses requests that name another host or come from another site’s page',
      async (_what, place, path, method) => {
        const own = `127.0.0.1:${port + place}`;
        const statusFor = (headers: Record<string, string>) =>
          new Promise<number>((resolve, reject) => {
            const call = request({ host: '127.0.0.1', port: port + place, path, method, headers });
            call.on('response', (response) => {
              resolve(response.statusCode ?? 0);
              call.destroy();
            });
            call.on('error', reject);
            call.end(method === 'POST' ? '{}' : undefined);
          });
        const json = { 'content-type': 'application/json' };
        expect(await statusFor({ ...json, host: 'evil.example' })).toBe(403);
        expect(await statusFor({ ...json, host: own, origin: 'http://evil.example' })).toBe(403);
        expect(await statusFor({ ...json, host: own })).not.toBe(403);
      },
    );

    it('the page runs only its own scripts, and limits the size of requests', async () => {
      const page = await fetch(url());
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
      expect((await page.text()).match(/<script/g)).toHaveLength(2);
      const flood = await fetch(`${url()}/control-servers/sandbox/app`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ much: 'x'.repeat(100_000) }),
      });
      expect(flood.status).toBe(413);
    });
  });
}
