/** Nobody reads the log: its reader is gone, or only stopped. The app serves all the same, and ends when it is told to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { aWorld, stories } from './world.ts';

const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const output = new URL('../../dist/src/log-output.js', import.meta.url).href;

stories('nobody reads the log', () => {
  const world = aWorld({ withoutApp: true });

  it('its reader is gone: the app serves, and ends when it is told to', async () => {
    const env = { PATH: process.env['PATH'], ...world().env };
    const app = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(app, 'exit');
    let said = '';
    for await (const text of app.stdout.iterator({ destroyOnReturn: false })) {
      said += String(text);
      if (said.includes('"msg":"ready"')) break;
    }
    const port = /"port":(\d+)/.exec(said)?.[1];
    app.stdout.destroy();
    // Each is a line of the log.
    const knocks = Array.from({ length: 5 }, () =>
      fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' }),
    );
    expect((await Promise.all(knocks)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    app.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it.each([
    ['its reader is gone', true],
    ['its reader only stopped', false],
  ])('%s: lines that are written at one time hold nothing up, nor the end', async (_what, isGone) => {
    const script = `
      const { logOutput } = await import(${JSON.stringify(output)});
      const log = logOutput();
      await new Promise((resolve) => process.stdin.once('data', resolve));
      for (let line = 0; line < 5_000; line += 1) log.write('x'.repeat(1_000) + '\\n');
      await new Promise((resolve) => setImmediate(resolve));
      log.write('last but one\\n');
      log.write('last\\n');
      await log.flushed(200);
      process.exit(7);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' });
    const ended = once(child, 'exit');
    if (isGone) child.stdout.destroy();
    child.stdin.write('go');
    expect(await ended).toEqual([7, null]);
  });
});
