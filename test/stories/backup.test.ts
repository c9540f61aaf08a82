/**
 * The operator backs up the store of a running app and restores it later: the store then holds what it held at the
 * backup.
 */
// runs: http, ci
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { asksFor, createdFor, holdCalls, onlyCard } from './acts.ts';
import { runProgram, secretsOf, settingsOf } from './examining.ts';
import { cardWithButton, type SentRequest, sendsRequests } from './sent.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('a backup', () => {
  const world = aWorld();
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = async (
    name: 'backup' | 'restore' | 'data',
    args: readonly string[],
    env: Record<string, string> = {},
  ) => {
    const all = { ...settingsOf(world()), ...env };
    const ran = await runProgram(name, all, args);
    for (const secret of secretsOf(all)) expect(ran.output + ran.problems).not.toContain(secret);
    return ran;
  };

  it('a restored backup has what was there, nothing that came later, and sends nothing twice', async () => {
    const { ana } = world();
    const [early] = await sendsRequests(world(), ['Early'], 'dee@client.com');
    // This request waits for Send now when the backup is written, and goes out afterwards.
    const checked = world().newFile('Checked.pdf');
    const direct = { 'How to send': 'Send now, without fields' };
    await asksFor(world(), `${checked.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    await ana.closes();
    const toCheck = await onlyCard(world(), 'Checked.pdf', /Check and send/);
    // This request is on its way to Box when the backup is written, and arrives soon after.
    const underWay = world().newFile('Under way.pdf');
    const held = holdCalls(world(), /\/2\.0\/files\//);
    // The check of this one is shown after the backup, and it goes out, too.
    const quick = world().newFile('Quick.pdf');
    await asksFor(world(), `${quick.url} dee@client.com`, direct);
    await ana.closes();
    await asksFor(world(), `${underWay.url} dee@client.com`);
    await expect.poll(held.waiting).toBeGreaterThan(0);
    const path = join(folder, 'all.jsonl.gz');
    const written = await run('backup', [path]);
    expect(written).toMatchObject({ status: 0, problems: '', output: expect.stringContaining(path) });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await run('backup', [path])).toMatchObject({
      status: 1,
      problems: expect.stringContaining('already'),
    });
    held.release();
    await expect.poll(() => createdFor(world(), underWay)).toHaveLength(1);
    await ana.sees('Under way.pdf');
    await ana.closes();
    const toCheckLater = await onlyCard(world(), 'Quick.pdf', /Check and send/);
    for (const [file, card] of [[checked, toCheck] as const, [quick, toCheckLater] as const]) {
      await ana.presses('Check and send…', { on: card });
      await ana.sees('when you press Send now', { in: 'modal' });
      await ana.submits();
      await expect.poll(() => createdFor(world(), file)).toHaveLength(1);
      await ana.closes();
    }
    await ana.presses('Mute notices', { on: await cardWithButton(early as SentRequest, 'Mute notices') });
    await cardWithButton(early as SentRequest, 'Unmute notices');
    const [late] = await sendsRequests(world(), ['Late'], 'dee@client.com');
    const whileRunning = await run('restore', [path, '--force']);
    expect(whileRunning).toMatchObject({ status: 1, problems: expect.stringContaining('in use') });
    await world().app.stop();

    const refused = await run('restore', [path]);
    expect(refused).toMatchObject({ status: 1, problems: expect.stringContaining('--force') });
    const restored = await run('restore', [path, '--force']);
    expect(restored).toMatchObject({ status: 0, problems: '' });
    const [rows] = /^\d+ rows/.exec(written.output) ?? [];
    expect(written.output).toBe(`${rows} were written to ${path}\n`);
    expect(restored.output).toMatch(
      new RegExp(`^${rows} of \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z were restored\\. Now start the app\\.\n$`),
    );
    await world().restart();
    await ana.reloads();
    await ana.types('/sign status Early', { in: '#contracts' });
    await ana.sees('Early', { in: '#contracts' });
    await ana.presses('Refresh', { on: await cardWithButton(early as SentRequest, 'Refresh') });
    // What was changed after the backup is lost.
    await cardWithButton(early as SentRequest, 'Mute notices');
    // The card of a request that was sent after the backup says so when it is pressed, and loses its buttons.
    await ana.presses('Details', { on: await cardWithButton(late as SentRequest, 'Details') });
    await ana.sees('We no longer have this request');
    await expect.poll(async () => (await late?.card())?.buttons).toEqual([]);
    // A request that reached Box is found there again, and no second one is created.
    const requestRows = async (pattern: RegExp): Promise<readonly string[]> =>
      ((await storedRows(world().store))['sign_requests'] ?? []).filter((row) => pattern.test(row));
    await expect.poll(() => requestRows(/"to_check".*Quick|Quick.*"to_check"/)).toHaveLength(1);
    for (const name of ['Checked', 'Quick']) {
      await ana.types(`/sign status ${name}`, { in: '#contracts' });
      await ana.sees(new RegExp(`${name}\\.pdf.*Check and send`, 's'), { in: '#contracts' });
      const shown = (await ana.ephemerals('#contracts')).findLast(({ plain }) =>
        plain.includes(`${name}.pdf`),
      );
      if (!shown) throw new Error('there is no status');
      await ana.presses('Check and send…', { on: shown });
      await ana.sees('when you press Send now', { in: 'modal' });
      await ana.submits();
      await ana.closes();
    }
    const requestsWithBoxId = async (): Promise<number> => {
      await world().passes(20_000);
      const rows = await requestRows(/"box_id": ?"/);
      return rows.filter((row) => /Under way|Checked|Quick/.test(row) && !/box\//.test(row)).length;
    };
    await expect.poll(requestsWithBoxId).toBe(3);
    for (const file of [underWay, checked, quick]) expect(createdFor(world(), file)).toHaveLength(1);
    await world().app.stop();
  });

  it('a backup is not restored with another key, from a later version, or when a part is missing', async () => {
    const path = join(folder, 'all.jsonl.gz');
    const other = { ENCRYPTION_KEY: Buffer.alloc(32, 5).toString('base64') };
    const elsewhere = inject('store') === 'sqlite' ? { DATA_DIR: join(folder, 'empty') } : {};
    const withOther = await run('restore', [path, '--force'], { ...other, ...elsewhere });
    expect(withOther).toMatchObject({ status: 1, problems: expect.stringContaining('another key') });
    const withNone = await run('restore', [path, '--force'], { ENCRYPTION_KEY: '', ...elsewhere });
    for (const { status, problems } of [withOther, withNone]) {
      expect(status).toBe(1);
      expect(problems).toContain('to the key that was in use when the backup was written');
      expect(problems).not.toMatch(/openssl|npm run sandbox/);
    }
    const malformed = await run('restore', [path], {
      ENCRYPTION_KEY: 'dG9vIHNob3J0',
      RETENTION_DAYS: 'ever',
    });
    expect(malformed.problems).toMatch(
      /^ENCRYPTION_KEY must be 32 bytes .*\n {2}Set it to the key that was in use when the backup was written$/m,
    );
    // The other settings have their usual places.
    expect(malformed.problems).toMatch(
      /^RETENTION_DAYS must be .*\n {2}Days that a signature request is kept/m,
    );
    const bytes = await readFile(path);
    const text = gunzipSync(bytes).toString();
    const damaged: readonly (readonly [string, Buffer, string])[] = [
      ['later', gzipSync(text.replace(/"schema":"\w/, '"schema":"9')), 'later version'],
      ['short', bytes.subarray(0, bytes.length - 40), 'not complete'],
      ['fewer', gzipSync(text.split('\n').toSpliced(1, 1).join('\n')), 'not complete'],
      ['text', Buffer.from('nothing of the kind'), 'no backup'],
      ['other', gzipSync('{"a":1}\n'), 'no backup'],
    ];
    for (const [name, content, says] of damaged) {
      const damagedPath = join(folder, name);
      await writeFile(damagedPath, content);
      expect(await run('restore', [damagedPath, '--force']), name).toMatchObject({
        status: 1,
        problems: expect.stringContaining(says),
      });
    }
    const none = join(folder, 'none');
    expect(await run('restore', [none])).toMatchObject({
      status: 1,
      problems: `There is no file ${none}.\n`,
    });
    // The refused restores have changed nothing.
    await world().restart();
    await world().ana.types('/sign status Early', { in: '#contracts' });
    await world().ana.sees('Early', { in: '#contracts' });
  });

  it('a backup without a name gets one of the minute, in the folder where it is written', async () => {
    await world().app.stop();
    const here = await mkdtemp(join(folder, 'here-'));
    const before = Date.now();
    const written = await runProgram('backup', settingsOf(world()), [], 0, here);
    const after = Date.now();
    const nameOf = (at: number) =>
      `backup-${new Date(at).toISOString().slice(0, 16).replace(':', '-')}.jsonl.gz`;
    const names = await readdir(here);
    expect(names).toHaveLength(1);
    expect([nameOf(before), nameOf(after)]).toContain(names[0]);
    expect(written).toMatchObject({ status: 0, output: expect.stringContaining(join(here, names[0] ?? '')) });
    await world().restart();
  });

  // This does not depend on the store, so it runs with one store only.
  if (inject('store') === 'sqlite') {
    it('each program prints its usage when asked, and after an option that it does not know', async () => {
      for (const name of ['backup', 'restore', 'data'] as const) {
        const usage = await run(name, ['--help']);
        expect(usage, name).toMatchObject({ status: 0, problems: '' });
        expect(usage.output).toContain(`npm run ${name === 'data' ? '--silent data' : name}`);
        const unknown = `Unknown option '--mend'\n\n${usage.output}`;
        expect(await run(name, ['--mend'])).toEqual({ status: 1, output: '', problems: unknown });
      }
      for (const args of [[], ['one', 'two']]) {
        const { status, problems } = await run('restore', args);
        expect([status, problems]).toEqual([1, expect.stringContaining('Name the file of the backup.')]);
      }
      const { status, problems } = await run('backup', ['one', 'two']);
      expect([status, problems]).toEqual([1, expect.stringContaining('Name one file at most.')]);
    });
  }
});
