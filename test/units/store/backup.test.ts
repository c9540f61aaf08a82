/**
 * A backup of one store is restored into the other engine: the same rows, with values of all kinds and encrypted
 * columns.
 */
import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { writeBackup } from '../../../src/store/backup.ts';
import { restoreBackup } from '../../../src/store/restore.ts';
import { keyFingerprint, parseEncryptionKeys } from '../../../src/store/secrets.ts';
import { ANA, aCard, aForm, aSignRequest, keyOf, PREPARE_URL, TENANT } from './records.ts';
import { aJob, KEY, OTHER_KEY, onBothEngines, type TestDatabase, temporaryFolder } from './stores.ts';

/** When the backups are written (ms). */
const backedUpAt = 1_790_000_000_000;

/** A number of rows larger than `pageSize`, the rows that are read and written at a time. */
const count = 210;

async function linesOfBackup(here: TestDatabase): Promise<string[]> {
  const lines: string[] = [];
  await writeBackup(here.options, backedUpAt, async (line) => void lines.push(line));
  return lines;
}

async function* linesFrom(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

onBothEngines('a backup', (place, engine) => {
  it('a restored backup is the same store, on either engine', async () => {
    const here = await place();
    const store = await here.open();
    const odd = 'Vertrag – “最終” \u0001 \\ \' "ü" 💼';
    for (let at = 0; at < count; at += 1) {
      const record = aSignRequest(`number ${at}`, {
        prepareUrl: PREPARE_URL,
        state: 'sent',
        boxId: `box ${at}`,
      });
      const named = { ...record, details: { ...record.details, name: `${odd} ${at}` } };
      await store.signRequests.createUnlessDuplicate(TENANT, keyOf(named), () => ({
        record: named,
        steps: [],
      }));
      await store.cards.put(TENANT, aCard(`card of ${record.id}`, record.id));
    }
    const wanted = await store.signRequests.listByRequester(TENANT, ANA, { limit: count });
    expect(wanted).toHaveLength(count);
    await here.close(store);
    const lines = await linesOfBackup(here);
    expect(lines.join('\n')).not.toContain('box.com/sign');
    const into = await place({ store: false });
    // A store with nothing but jobs holds no data: every app that was started once has some.
    const started = await into.open();
    await started.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await into.close(started);
    const { rows } = await restoreBackup(into.options, () => linesFrom(lines), false);
    expect(rows).toBe(lines.length - 2);
    const restored = await into.open();
    expect(await restored.signRequests.listByRequester(TENANT, ANA, { limit: count })).toEqual(wanted);
    await into.close(restored);
    // The rows also survive a detour through SQLite, which has no JSON columns: restored there, backed up again,
    // restored here.
    const folder = temporaryFolder();
    try {
      const embedded = { dataDir: folder, encryptionKeys: KEY };
      await restoreBackup(embedded, () => linesFrom(lines), false);
      const others: string[] = [];
      await writeBackup(embedded, backedUpAt, async (line) => void others.push(line));
      await restoreBackup(into.options, () => linesFrom(others), true);
    } finally {
      rmSync(folder, { recursive: true });
    }
    const last = await into.open();
    expect(await last.signRequests.listByRequester(TENANT, ANA, { limit: count })).toEqual(wanted);
    await into.close(last);
    await expect(restoreBackup(into.options, () => linesFrom(lines), false)).rejects.toThrow('--force');
    const otherKey = { ...into.options, encryptionKeys: OTHER_KEY };
    const elsewhere =
      engine === 'sqlite' ? { ...otherKey, dataDir: (await place()).options.dataDir } : otherKey;
    await expect(restoreBackup(elsewhere, () => linesFrom(lines), true)).rejects.toThrow('another key');
    await restoreBackup(
      { ...into.options, encryptionKeys: `${OTHER_KEY},${KEY}` },
      () => linesFrom(lines),
      true,
    );
  });

  it('there is no backup without a store, or of a store of a later version', async () => {
    const here = await place({ store: false });
    await expect(linesOfBackup(here)).rejects.toThrow('no store of this version');
    await here.close(await here.open());
    expect(await linesOfBackup(here)).toHaveLength(2);
    await here.raw("insert into kysely_migration (name, timestamp) values ('9999-later', 'x')");
    await expect(linesOfBackup(here)).rejects.toThrow('no store of this version');
  });

  it('a backup that its key does not decrypt is not restored, and the store stays as it is', async () => {
    const here = await place();
    const store = await here.open();
    const record = aSignRequest('kept', { state: 'created', boxId: 'box 1', prepareUrl: PREPARE_URL });
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    await here.close(store);
    const [head = '', ...rows] = await linesOfBackup(here);
    const keys = parseEncryptionKeys(OTHER_KEY).map(keyFingerprint);
    const altered = [JSON.stringify({ ...JSON.parse(head), keys }), ...rows];
    const withOtherKey = { ...here.options, encryptionKeys: OTHER_KEY };
    const restoring = restoreBackup(withOtherKey, () => linesFrom(altered), true);
    await expect(restoring).rejects.toThrow('cannot be decrypted');
    expect(await (await here.open()).signRequests.get(TENANT, 'kept')).toEqual(record);
  });

  it('every request that Box did not have at the backup is searched for before it is created', async () => {
    const here = await place();
    const store = await here.open();
    const upload = { kind: 'upload', slackId: 'F1', name: 'template' } as const;
    const waiting = [
      aSignRequest('fields'),
      aSignRequest('no fields', { form: { ...aForm, delivery: 'direct' } }),
      aSignRequest('template', { documents: [{ kind: 'template', templateId: 't1' }] }),
      aSignRequest('upload', { documents: [upload] }),
      aSignRequest('to check', { state: 'to_check' }),
      aSignRequest('in Box', { state: 'sent', boxId: 'box 1' }),
    ];
    for (const record of waiting) {
      await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    }
    await here.close(store);
    const lines = await linesOfBackup(here);
    const into = await place({ store: false });
    await restoreBackup(into.options, () => linesFrom(lines), false);
    const restored = await into.open();
    for (const { id, state } of waiting) {
      const record = await restored.signRequests.get(TENANT, id);
      const wanted = state === 'sent' ? null : backedUpAt;
      expect([id, record?.createSentAt]).toEqual([id, wanted]);
      expect(record?.state).toBe(state === 'requested' ? 'creating' : state);
    }
  });
});
