/**
 * `npm run data -- forget` leaves nothing of a person. The bytes of all files in the data folder, or all rows of
 * PostgreSQL, are searched for everything that the person was known by. Only that a person signed, and when, may stay.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'libsql';
import { beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { asksFor, opensForm, refreshesNewest } from '../stories/acts.ts';
import { runProgram } from '../stories/examining.ts';
import { alterStore, type StorePlace, storedRows } from '../stories/stored.ts';
import { aWorld, stories, type World } from '../stories/world.ts';

const run = promisify(execFile);

/**
 * Everything that a person with access to the store could read: the bytes of every file, or every row. A separate
 * process reads the files: closing a plain handle here would drop the locks that SQLite holds for this one
 * (https://sqlite.org/howtocorrupt.html, 2.2).
 */
async function everythingIn({ store }: World): Promise<string> {
  const folder = store.DATA_DIR;
  if (folder === undefined) return rowsAsText(store);
  const names = await readdir(folder);
  const options = { cwd: folder, encoding: 'latin1', maxBuffer: 2 ** 30 } as const;
  return (await run('cat', names, options)).stdout;
}

async function rowsAsText(place: StorePlace): Promise<string> {
  return Object.values(await storedRows(place))
    .flat()
    .join('\n');
}

/** The words of this list that are still in the store, ignoring case. */
async function readableWords(world: World, words: readonly string[]): Promise<string[]> {
  const everything = (await everythingIn(world)).toLowerCase();
  return words.filter((word) => everything.includes(word.toLowerCase()));
}

/**
 * Simulates an older version that deleted data without overwriting it. The app must be stopped, because nothing else
 * may write to its store while it runs.
 */
async function deletesWithoutOverwriting({ store }: World, word: string): Promise<void> {
  const fill = `insert into spent_states (tenant, id, expires_at) values ('T', '${word} ${'x'.repeat(2_000)}', 0)`;
  await alterStore(store, [fill, `delete from spent_states where tenant = 'T'`]);
}

/** Ana sends this file to these people, and sees on its card that nobody has opened it. */
async function sends(
  world: World,
  name: string,
  filled: Record<string, string | readonly string[]>,
): Promise<void> {
  await asksFor(world, world.newFile(name).url, { ...filled, 'Send now, without fields': true });
  await world.ana.sees('Goes to', { in: 'modal' });
  expect(await world.ana.submits()).toEqual({});
  await world.ana.closes();
  await world.ana.sees(new RegExp(`${name}.*(Box is preparing|Submitted to Box|Sent )`, 's'));
  await world.passes(6_000);
  await world.ana.sees(new RegExp(`${name}.*Nobody has opened it`, 's'));
}

async function declines(world: World, address: string, reason: string): Promise<void> {
  const signer = world.box.person(address);
  await signer.declines((await signer.opensMail()).link, reason);
  await refreshesNewest(world);
  await world.ana.sees(reason);
}

stories('forgetting a person', () => {
  const world = aWorld({ box: 'oauth' });
  const data = (...args: string[]) => runProgram('data', world().env, args);
  let isStopped = false;
  beforeEach(async () => {
    if (isStopped) await starts();
    await world().ana.reloads();
  });

  async function stops(): Promise<void> {
    isStopped = true;
    expect(await world().app.stop(), world().app.output()).toBe(0);
  }

  async function starts(): Promise<void> {
    await world().restart();
    isStopped = false;
  }

  async function forgets(...whose: string[]) {
    const { status, output, problems } = await data('forget', ...whose);
    expect([status, problems]).toEqual([0, '']);
    return JSON.parse(output) as { forgotten: Record<string, number>; stillOpen: unknown[] };
  }

  /** Checks that the program finds nothing about this person. */
  async function expectUnknown(...whose: string[]): Promise<void> {
    const { output, problems } = await data('export', ...whose);
    expect(Object.values(JSON.parse(output) as object).flat()).toEqual([]);
    expect(problems).toMatch(/^Nothing is stored about /);
  }

  it('nothing is left of a signer from outside: address, name, reason, and what others wrote or searched for', async () => {
    const { ana } = world();
    const address = 'wolpertinger@client.com';
    const reason = 'Clause four is a quagmire';
    await sends(world(), 'Lease.pdf', {
      'Other signers (email)': `"Hasenfratz, Max" <${address}>`,
      Message: `Dear Max Hasenfratz,\n${address} is where it goes.`,
    });
    await declines(world(), address, reason);
    await ana.types(`/sign list ${address}`);
    await ana.sees('My signature requests', { in: 'modal' });
    await ana.reloads();
    await opensForm(world(), `${world().newFile().url} ${address.toUpperCase()}`);
    const known = ['wolpertinger', 'Hasenfratz', reason];
    expect(await readableWords(world(), known.slice(0, 2))).toEqual(known.slice(0, 2));
    await stops();
    await deletesWithoutOverwriting(world(), address);

    expect(await forgets('--email', address.toUpperCase())).toMatchObject({
      forgotten: { signRequests: 1, drafts: 1, list_views: 1 },
      stillOpen: [],
    });
    expect(await readableWords(world(), known)).toEqual([]);
    await expectUnknown('--email', address);

    // Box's answers still name the signer; they must not be stored again.
    await starts();
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees(/As of .*Lease\.pdf/s, { in: 'modal' });
    await ana.reloads();
    await ana.types('/sign status Lease');
    await ana.sees(/Declined/);
    expect(await readableWords(world(), known)).toEqual([]);
    await stops();
    expect(await readableWords(world(), known)).toEqual([]);
  });

  it('longer addresses that contain the forgotten one stay as they are', async () => {
    const near = ['max.lynx@client.com', 'lynx@client.com.au', 'a-lynx@client.com'];
    await sends(world(), 'Nearby.pdf', { 'Other signers (email)': ['lynx@client.com', ...near].join(', ') });
    await declines(world(), 'lynx@client.com', 'Not for me');
    await stops();
    await forgets('--email', 'lynx@client.com');
    const rows = await storedRows(world().store);
    const text = (rows['sign_requests'] ?? []).join('\n');
    for (const one of near) expect(text).toContain(one);
    expect(text.replaceAll(new RegExp(near.join('|'), 'g'), '')).not.toContain('lynx');
  });

  it('nothing is left of a colleague, picked by name or named by address', async () => {
    const { slack } = world();
    const bo = slack.user('bo');
    const address = bo.email ?? '';
    await sends(world(), 'Picked.pdf', {
      'Signers from your workspace': ['@bo'],
      Message: `Thank you, ${bo.name}`,
    });
    await declines(world(), address, 'Bo does not want to');
    await sends(world(), 'Typed.pdf', { 'Other signers (email)': address });
    await declines(world(), address, 'Nor this');
    await stops();
    expect(await forgets('--user', bo.id)).toMatchObject({ forgotten: { signRequests: 2 }, stillOpen: [] });
    expect(await readableWords(world(), [bo.id, address, 'Bo Lee', 'does not want'])).toEqual([]);
    await expectUnknown('--user', bo.id);
  });

  it('nothing is left of the sender, their connection to Box, and their jobs', async () => {
    const { ana, slack, box } = world();
    const user = slack.user('ana');
    await sends(world(), 'Zebrafinch merger.pdf', {
      'Other signers (email)': 'dee@client.com',
      Message: 'Capybara words',
    });
    await declines(world(), 'dee@client.com', 'Too late');
    // Her other requests in these stories have all ended, so nothing is still open.
    await ana.types('/sign list zebrafinch');
    await ana.sees('Zebrafinch merger.pdf', { in: 'modal' });
    await stops();
    await deletesWithoutOverwriting(world(), 'Capybara words');
    const login = Object.values(box.state.users).find(({ login: one }) => one === 'ana@acme.com');
    const known = [user.id, 'ana@acme.com', user.name, login?.name ?? '', 'zebrafinch', 'Capybara'];
    expect((await readableWords(world(), known)).length).toBeGreaterThan(4);

    expect(await forgets('--user', user.id)).toMatchObject({ forgotten: { connections: 1 }, stillOpen: [] });
    expect(await readableWords(world(), known)).toEqual([]);
    await expectUnknown('--user', user.id, '--tenant', slack.teamId);
    // The remaining jobs name nobody: they revoke her tokens in Box.
    await starts();
    await expect.poll(async () => (await storedRows(world().store))['revocations']).toEqual([]);
    await stops();
    expect(await readableWords(world(), known)).toEqual([]);
  });
});

if (inject('store') === 'sqlite') {
  stories('the file of an embedded store, after a stop', () => {
    const world = aWorld();
    beforeAll(async () => {
      await opensForm(world(), '12345678 dee@client.com');
      expect(await world().app.stop()).toBe(0);
    });

    it('the file holds the whole store: a copy of it is a complete backup', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'sign-copy-'));
      try {
        await run('cp', [join(world().store.DATA_DIR ?? '', 'store.db'), folder]);
        const copied = await storedRows({ DATA_DIR: folder });
        expect(copied['drafts']).toHaveLength(1);
        expect(copied).toEqual(await storedRows(world().store));
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('another program may read the file, and the app still stops in time, with status 0', async () => {
      await world().restart();
      await opensForm(world(), '87654321 dee@client.com');
      const reader = new Database(join(world().store.DATA_DIR ?? '', 'store.db'));
      try {
        reader.exec('begin');
        reader.prepare('select * from drafts').all();
        await world().ana.reloads();
        await opensForm(world(), '87654321 eli@client.com');
        expect(await world().app.stop(), world().app.output()).toBe(0);
        reader.exec('rollback');
      } finally {
        reader.close();
      }
    });
  });
}
