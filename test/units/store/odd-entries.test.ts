/** Unexpected entries in Box's list: none of them keeps the others from being stored. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { readObservation } from '../../../src/box/observation.ts';
import { observeListed } from '../../../src/signing/listed.ts';
import { ANA, TENANT } from './records.ts';
import { aJob, onBothEngines } from './stores.ts';

const nul = '\0';
const loneSurrogate = '\ud83d';
const long = randomBytes(50_000).toString('base64');

const texts = { id: 'odd', external_id: 'x', short_id: 'SR-2', name: 'Odd.pdf', status: 'sent' };
const odd: readonly (readonly [string, Record<string, unknown>])[] = [
  ...[nul, loneSurrogate, long].flatMap((part) => [
    ...Object.keys(texts).map((field) => [field, { ...texts, [field]: `${part}odd` }] as const),
    ['signers', { ...texts, signers: [{ email: `${part}@x.com`, role: part, order: 1 }] }] as const,
    ['files', { ...texts, sign_files: { files: [{ id: part, name: part }] } }] as const,
    ['folder', { ...texts, parent_folder: { id: part, name: part }, signing_log: { id: part } }] as const,
    [
      'words',
      { ...texts, error_code: part, sender_email: part, prepare_url: `https://x.com/${part}` },
    ] as const,
  ]),
  ['the last day of all', { ...texts, created_at: '+275760-09-13T00:00:00Z', auto_expire_at: '9999-12-31' }],
  ['the first day of all', { ...texts, created_at: '-271821-04-20T00:00:00Z', auto_expire_at: '-000001' }],
  ['numbers', { ...texts, created_at: 1e308, signers: [{ email: 7, order: 1e308 }, { order: -1 }, 7, []] }],
  [
    'names of every object',
    { ...texts, id: '__proto__', status: 'constructor', signers: [{ role: '__proto__' }] },
  ],
  ['many people', { ...texts, signers: Array.from({ length: 5_000 }, (_, n) => ({ email: `${n}@x.com` })) }],
];

onBothEngines('odd entries', (place) => {
  it('an odd entry hides no other, whatever is odd about it', async () => {
    const store = await (await place()).open();
    await store.jobs.enqueue(TENANT, aJob({ step: 'list', dedupeKey: 'list' }));
    const lease = (await store.jobs.claim())?.lease;
    if (!lease) throw new Error('nothing to claim');
    const failures: string[] = [];
    for (const [index, [what, entry]] of odd.entries()) {
      const good = { id: `good-${index}`, name: 'Good.pdf', status: 'sent' };
      const seen = [entry, good].flatMap((raw) => readObservation(raw) ?? []);
      const whose = { tenant: TENANT, requester: ANA, newId: () => `${index}-${Math.random()}` };
      try {
        await store.signRequests.observeAll(
          TENANT,
          ANA,
          seen,
          (known, one) => observeListed(known, one, whose, 1_790_000_000_000),
          lease,
          null,
        );
      } catch (error) {
        failures.push(`${what}: ${error instanceof Error ? error.message.slice(0, 100) : error}`);
      }
      expect.soft(await store.signRequests.getByBoxId(TENANT, good.id), what).not.toBeNull();
    }
    expect(failures).toEqual([]);
  });
});
