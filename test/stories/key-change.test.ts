/**
 * A new ENCRYPTION_KEY: first listed before the old one, then alone. People notice nothing. With a wrong key the app
 * does not start, and no data is lost.
 */
// runs: http, ci
import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { AppNotReady } from '../../sandbox/app-process.ts';
import { asksFor, onlyCard } from './acts.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const hourMs = 60 * 60_000;
const newKey = (): string => randomBytes(32).toString('base64');

stories('a new encryption key', () => {
  const world = aWorld({ box: 'oauth', withoutApp: true });
  const next = newKey();
  let former: string;

  beforeAll(async () => {
    former = await firstKey(world());
    await startsWith(former);
  });

  /** Ana sends a file and presses Refresh on an older card: tokens and prepare URLs can be decrypted. */
  async function expectWorks(name: string, olderName: string | null): Promise<void> {
    const { ana } = world();
    const file = world().newFile(name);
    await asksFor(world(), `${file.url} bo@client.com`);
    await onlyCard(world(), name, 'Place the fields');
    await ana.reloads();
    if (olderName === null) return;
    const card = await onlyCard(world(), olderName, 'Place the fields');
    // The card says when Box answered, so it changes.
    await world().passes(60_000);
    await ana.presses('Refresh', { on: card });
    await expect
      .poll(async () => (await onlyCard(world(), olderName, '')).plain)
      .toSatisfy((plain: string) => plain.includes('Place the fields') && plain !== card.plain);
    expect(world().app.output()).not.toContain('given up');
  }

  /** Every encrypted value in the store. */
  async function encryptedValues(): Promise<string[]> {
    const rows = Object.values(await storedRows(world().store)).flat();
    return rows.flatMap((row) => row.match(/v1\.[\w+/=]{40,}/g) ?? []);
  }

  async function startsWith(keys: string): Promise<void> {
    await world().restart({ env: { ENCRYPTION_KEY: keys } });
  }

  it('with the new key before the old one everything works, and old values are encrypted again', async () => {
    await expectWorks('One.pdf', null);
    await world().app.stop();
    const ofFormer = new Set(await encryptedValues());
    const left = async () => (await encryptedValues()).filter((value) => ofFormer.has(value)).length;
    await startsWith(`${next},${former}`);
    await expectWorks('Two.pdf', 'One.pdf');
    expect(ofFormer.size).toBeGreaterThan(2);
    await expect.poll(left).toBe(0);
    // Box's access tokens have expired: the next pair is encrypted with the new key too.
    await world().passes(1.1 * hourMs);
    await expectWorks('Three.pdf', 'Two.pdf');
  });

  it('with the new key alone everything can be decrypted', async () => {
    await world().app.stop();
    await startsWith(next);
    await expectWorks('Four.pdf', 'One.pdf');
    expect(world().app.output()).not.toContain('cannot be decrypted');
  });

  it('with another key the start is refused with a sentence, and with the right key all data is still there', async () => {
    await world().app.stop();
    const before = await storedRows(world().store);
    const problem = await world()
      .restart({ env: { ENCRYPTION_KEY: newKey() } })
      .then(
        () => null,
        (error: unknown) => error,
      );
    if (!(problem instanceof AppNotReady)) throw problem ?? new Error('it started');
    expect(problem.output).toMatch(/encrypted with another key and cannot be decrypted.*ENCRYPTION_KEY/s);
    for (const key of [former, next]) expect(problem.output).not.toContain(key);
    expect(await storedRows(world().store)).toEqual(before);
    await startsWith(next);
    await expectWorks('Five.pdf', 'Four.pdf');
  });
});

/**
 * The first key of the world. If it was generated in the data folder, deletes that file, so that the key comes from the
 * environment.
 */
async function firstKey({ env }: World): Promise<string> {
  const { DATA_DIR, ENCRYPTION_KEY } = env;
  if (DATA_DIR === undefined) return ENCRYPTION_KEY ?? '';
  const path = join(DATA_DIR, 'encryption.key');
  const key = (await readFile(path, 'utf8')).trim();
  await rm(path);
  return key;
}
