/**
 * The disk of the embedded store is full, and later has room: people are told, and the app works again without a
 * restart.
 */
// runs: http, embedded, ci
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { asksFor, createdFor, onlyCard, opensForm } from './acts.ts';
import { aWorld, stories } from './world.ts';

stories('the disk is full for a while', () => {
  const world = aWorld({ mode: 'http' });

  /** Limits the size of the files that the app may write. */
  const limits = (bytes: string) =>
    promisify(execFile)('prlimit', ['--pid', `${world().app.pid}`, `--fsize=${bytes}:`]);

  it('commands, presses and forms are answered, and the form is accepted once there is room', async () => {
    const { ana, app } = world();
    const [first, second] = [world().newFile(), world().newFile()];
    await asksFor(world(), `${first.url} bo@client.com`);
    await onlyCard(world(), first.name, 'Place the fields');
    await ana.closes({ all: true });
    await opensForm(world(), `${second.url} bo@client.com`);
    const before = app.output().length;
    await limits('1');

    expect(await ana.submits()).toEqual({});
    await ana.sees('Try again in a minute', { in: 'modal' });
    await ana.closes();
    const [card] = (await ana.messages('app')).filter(({ plain }) => plain.includes(first.name));
    if (!card) throw new Error('there is no card');
    await ana.presses('Refresh', { on: card });
    await ana.sees('Try again in a minute');
    await ana.types('/sign', { in: '#contracts' });
    await ana.sees('Try again in a minute', { in: '#contracts' });
    const logged = app.output().slice(before);
    expect(logged).toContain('SQLITE_IOERR_WRITE');
    expect(logged).not.toContain('SQLITE_ERROR');

    await limits('unlimited');
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), second)).toHaveLength(1);
    await onlyCard(world(), second.name, 'Place the fields');
    await ana.closes({ all: true });
  });
});
