import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EncryptionKeyProblem, openStore, type Store } from '../../../src/store/database.ts';
import {
  createSecrets,
  newEncryptionKey,
  parseEncryptionKeys,
  SecretUnreadable,
} from '../../../src/store/secrets.ts';
import { anInstallation, aSignRequest, keyOf, PREPARE_URL, TENANT } from './records.ts';
import { KEY, OTHER_KEY, onBothEngines, rules, type TestDatabase, temporaryFolder } from './stores.ts';

const PLACE = { table: 'sign_requests', column: 'prepare_url', tenant: 'T01', rowKey: 'r1' };

describe('an encrypted text', () => {
  it('an encrypted text can be decrypted in its own place only', () => {
    const secrets = createSecrets([newEncryptionKey()]);
    const sealed = secrets.seal(PLACE, PREPARE_URL);
    expect(secrets.open(PLACE, sealed)).toBe(PREPARE_URL);
    for (const part of ['table', 'column', 'tenant', 'rowKey'] as const) {
      expect(() => secrets.open({ ...PLACE, [part]: 'other' }, sealed)).toThrow(SecretUnreadable);
    }
    const shifted = { ...PLACE, tenant: 'T01r', rowKey: '1' };
    expect(() => secrets.open(shifted, sealed)).toThrow(SecretUnreadable);
  });

  it('encrypting is different each time and returns any text unchanged', () => {
    const secrets = createSecrets([newEncryptionKey()]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const sealed = secrets.seal(PLACE, text);
        expect(secrets.open(PLACE, sealed)).toBe(text);
        expect(secrets.seal(PLACE, text)).not.toBe(sealed);
      }),
    );
  });

  it('a changed byte makes decrypting fail', () => {
    const secrets = createSecrets([newEncryptionKey()]);
    const sealed = secrets.seal(PLACE, PREPARE_URL);
    const bytes = Buffer.from(sealed.slice('v1.'.length), 'base64');
    for (let index = 0; index < bytes.length; index += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(index) ^ 1, index);
      expect(() => secrets.open(PLACE, `v1.${altered.toString('base64')}`)).toThrow(SecretUnreadable);
    }
    for (const broken of ['', 'v1.', 'v1.AAAA', sealed.slice(3), sealed.slice(0, -8)]) {
      expect(() => secrets.open(PLACE, broken)).toThrow(SecretUnreadable);
    }
  });

  it('decrypting works with old keys; encrypting uses the first', () => {
    const [old, fresh] = [newEncryptionKey(), newEncryptionKey()];
    const sealed = createSecrets([old]).seal(PLACE, 'text');
    const both = createSecrets([fresh, old]);
    expect(both.open(PLACE, sealed)).toBe('text');
    expect(createSecrets([fresh]).open(PLACE, both.seal(PLACE, 'text'))).toBe('text');
    expect(() => createSecrets([fresh]).open(PLACE, sealed)).toThrow(SecretUnreadable);
  });
});

describe('ENCRYPTION_KEY', () => {
  it('ENCRYPTION_KEY is a list of keys', () => {
    expect(parseEncryptionKeys(`${KEY}, ${OTHER_KEY}`)).toEqual([Buffer.alloc(32, 7), Buffer.alloc(32, 9)]);
  });

  it.each([
    ['nothing', '', 'it is not'],
    ['a short key', Buffer.alloc(31, 1).toString('base64'), 'it is not'],
    ['a long key', Buffer.alloc(33, 1).toString('base64'), 'it is not'],
    ['no base64', `${'*'.repeat(43)}=`, 'it is not'],
    ['a trailing comma', `${KEY},`, 'key 2 of 2'],
    ['a bad second key', `${KEY},secretish`, 'key 2 of 2'],
  ])('ENCRYPTION_KEY is refused when it holds %s, and never quoted', (_what, text, where) => {
    let problem: unknown;
    try {
      parseEncryptionKeys(text);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(EncryptionKeyProblem);
    const message = String(problem);
    expect(message).toContain(where);
    expect(message).not.toContain(KEY);
    expect(message).not.toContain('secretish');
  });
});

onBothEngines('encrypted columns', (place) => {
  const response = 'https://hooks.slack.com/commands/T01/secret-response';

  const aDraft = () => ({
    id: 'd1',
    user: 'U',
    form: aSignRequest('r1').form,
    responseUrl: response,
    channel: null,
    replaces: null,
    changes: null,
    problem: null,
    createdAt: Date.now(),
  });

  it('prepare URLs and response URLs are not stored in plain', async () => {
    const here = await place();
    const store = await here.open();
    for (const id of ['r1', 'r2']) {
      const record = aSignRequest(id, { state: 'created', prepareUrl: `${PREPARE_URL}/${id}` });
      await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    }
    await store.drafts.put(TENANT, aDraft());
    const rows = [
      ...(await here.raw('select * from sign_requests')),
      ...(await here.raw('select * from drafts')),
    ];
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/secret-place|secret-response/);
    expect((await store.signRequests.get(TENANT, 'r2'))?.prepareUrl).toBe(`${PREPARE_URL}/r2`);
    expect((await store.drafts.get(TENANT, 'd1'))?.responseUrl).toBe(response);
    if (here.engine === 'sqlite')
      expect(everyByteIn(here.options.dataDir)).not.toMatch(/secret-(place|response)/);

    await here.raw(`update sign_requests set prepare_url =
      (select prepare_url from sign_requests where id = 'r1') where id = 'r2'`);
    expect((await store.signRequests.get(TENANT, 'r2'))?.prepareUrl).toBeNull();
    expect((await store.signRequests.get(TENANT, 'r1'))?.prepareUrl).toBe(`${PREPARE_URL}/r1`);
  });

  it('values stay readable after a key rotation, and get the new key when written', async () => {
    const here = await place();
    const before = await here.open();
    const record = aSignRequest('r1', { prepareUrl: PREPARE_URL });
    await before.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    await here.close(before);
    const during = await here.open({ encryptionKeys: `${OTHER_KEY},${KEY}` });
    await during.signRequests.change(TENANT, 'r1', (read) => ({ record: { ...read, looks: 1 }, steps: [] }));
    await here.close(during);
    const after = await here.open({ encryptionKeys: OTHER_KEY });
    expect((await after.signRequests.get(TENANT, 'r1'))?.prepareUrl).toBe(PREPARE_URL);
    await here.close(after);
    const wrong = await here.open({ encryptionKeys: KEY });
    expect((await wrong.signRequests.get(TENANT, 'r1'))?.prepareUrl).toBeNull();
  });

  it('values that no key opens count as missing, and the log says so once for each column', async () => {
    const here = await place();
    const before = await here.open();
    for (const id of ['r1', 'r2']) {
      const record = aSignRequest(id, { prepareUrl: PREPARE_URL });
      await before.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    }
    await before.drafts.put(TENANT, aDraft());
    await here.close(before);
    const said: string[] = [];
    const after = await here.open({
      encryptionKeys: OTHER_KEY,
      onTrouble: (message: string) => void said.push(message),
    });
    for (const id of ['r1', 'r2', 'r1']) {
      expect((await after.signRequests.get(TENANT, id))?.prepareUrl).toBeNull();
    }
    expect(await after.drafts.get(TENANT, 'd1')).toMatchObject({ id: 'd1', responseUrl: null });
    expect(said).toEqual([
      expect.stringContaining('sign_requests.prepare_url cannot be decrypted'),
      expect.stringContaining('drafts.response_url cannot be decrypted'),
    ]);
  });
});

onBothEngines('a rotation of the key', (place) => {
  const tokens = { accessToken: 'access', refreshToken: 'refresh', expiresAt: 1 };
  const identity = { boxUserId: '1', login: 'ana@acme.com', name: 'Ana' };
  const noOrigin = { viewId: null, draftId: null };

  /** The value of the encrypted columns for phone numbers. */
  const phones = [{ who: 'bo@client.com', number: '+491701234567' }];

  /** Stores a value in every encrypted column. */
  async function sealEverywhere(store: Store): Promise<void> {
    const record = aSignRequest('r1', { prepareUrl: PREPARE_URL, phones, createdAt: Date.now() });
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    const rest = { channel: null, replaces: null, changes: null, problem: null, createdAt: Date.now() };
    await store.drafts.put(TENANT, {
      id: 'd',
      user: 'U',
      form: record.form,
      responseUrl: PREPARE_URL,
      phones,
      ...rest,
    });
    await store.connections.save(TENANT, 'U_OLD', { ...identity, tokens });
    await store.connections.remove(TENANT, 'U_OLD');
    await store.connections.save(TENANT, 'U', { ...identity, tokens });
    await store.pendingConnections.add(TENANT, 'U', { ...identity, tokens }, noOrigin);
    await store.installations.save(anInstallation({ refreshToken: 'renews', expiresAt: 1 }), []);
  }

  /** Every encrypted value in the database. */
  async function sealedIn(here: TestDatabase): Promise<readonly string[]> {
    const tables = [
      'sign_requests',
      'drafts',
      'connections',
      'pending_connections',
      'revocations',
      'installations',
    ];
    const rows = await Promise.all(tables.map((table) => here.raw(`select * from ${table}`)));
    const values = rows.flat().flatMap((row) => Object.values(row));
    return values.filter((value): value is string => typeof value === 'string' && value.startsWith('v1.'));
  }

  it('the next sweep encrypts every value with the new key, and then the old key can be dropped', async () => {
    const here = await place();
    const before = await here.open();
    await sealEverywhere(before);
    await here.close(before);
    const old = await sealedIn(here);
    expect(old).toHaveLength(11);
    const during = await here.open({ encryptionKeys: `${OTHER_KEY},${KEY}` });
    await during.sweep();
    await during.sweep();
    await here.close(during);
    const fresh = await sealedIn(here);
    expect(fresh).toHaveLength(11);
    expect(fresh.filter((value) => old.includes(value))).toEqual([]);
    const after = await here.open({ encryptionKeys: OTHER_KEY });
    await after.checkKeys();
    expect((await after.signRequests.get(TENANT, 'r1'))?.prepareUrl).toBe(PREPARE_URL);
    expect((await after.signRequests.get(TENANT, 'r1'))?.phones).toEqual(phones);
    expect(await after.connections.tokens(TENANT, 'U')).toMatchObject(tokens);
    expect(await after.installations.tokens(TENANT)).toMatchObject({
      botToken: 'bot',
      refreshToken: 'renews',
    });
    expect(await after.pendingConnections.tryCode(TENANT, 'U', 'wrong')).toMatchObject({ outcome: 'wrong' });
    expect(await after.personalData.pendingConnectionOwners({ email: identity.login })).toHaveLength(1);
    await here.close(after);
  });

  it('a key that opens nothing is refused at the start, and a sweep leaves every value as it is', async () => {
    const here = await place();
    const before = await here.open();
    await sealEverywhere(before);
    await here.close(before);
    const old = await sealedIn(here);
    const wrong = await here.open({ encryptionKeys: OTHER_KEY });
    await expect(wrong.checkKeys()).rejects.toBeInstanceOf(EncryptionKeyProblem);
    await wrong.sweep();
    await here.close(wrong);
    expect(await sealedIn(here)).toEqual(old);
  });
});

describe('the key of the embedded store', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = temporaryFolder();
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('the key is made once, readable by its owner only, and kept', async () => {
    const folder = join(dataDir, 'deep', 'data');
    const first = await openStore({ dataDir: folder, rules });
    const record = aSignRequest('r1', { prepareUrl: PREPARE_URL });
    await first.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    await first.close();
    const key = readFileSync(join(folder, 'encryption.key'), 'utf8');
    expect(parseEncryptionKeys(key.trim())).toHaveLength(1);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) {
      expect(`${file} ${(statSync(join(folder, file)).mode & 0o777).toString(8)}`).toBe(`${file} 600`);
    }
    const second = await openStore({ dataDir: folder, rules });
    expect((await second.signRequests.get(TENANT, 'r1'))?.prepareUrl).toBe(PREPARE_URL);
    await second.close();
    const moved = await openStore({ dataDir: folder, encryptionKeys: KEY, rules });
    expect((await moved.signRequests.get(TENANT, 'r1'))?.prepareUrl).toBe(PREPARE_URL);
    await moved.close();
    expect(readFileSync(join(folder, 'encryption.key'), 'utf8')).toBe(key);
  });

  it('no key is made when one is given', async () => {
    const store = await openStore({ dataDir, encryptionKeys: KEY, rules });
    await store.close();
    expect(readdirSync(dataDir)).not.toContain('encryption.key');
  });

  it('a damaged key file is not replaced, and the folder is free again', async () => {
    const path = join(dataDir, 'encryption.key');
    writeFileSync(path, 'damaged');
    await expect(openStore({ dataDir, rules })).rejects.toBeInstanceOf(EncryptionKeyProblem);
    expect(readFileSync(path, 'utf8')).toBe('damaged');
    rmSync(path);
    mkdirSync(join(dataDir, 'encryption.key.new'));
    await expect(openStore({ dataDir, rules })).rejects.toThrow('EISDIR');
    rmSync(join(dataDir, 'encryption.key.new'), { recursive: true });
    await (await openStore({ dataDir, rules })).close();
  });

  it('a database of its own requires a key', async () => {
    const databaseUrl = 'postgres://nobody:hunter2@127.0.0.1:1/none';
    await expect(openStore({ databaseUrl, dataDir, rules })).rejects.toBeInstanceOf(EncryptionKeyProblem);
  });

  it('an invalid database address is refused, without its password', async () => {
    const opening = openStore({ databaseUrl: 'postgres://u:hunter2@[', dataDir, encryptionKeys: KEY, rules });
    const problem = await opening.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Error);
    expect(JSON.stringify(problem, Object.getOwnPropertyNames(problem))).not.toContain('hunter2');
    expect(String(problem)).toContain('DATABASE_URL');
  });
});

function everyByteIn(folder: string): string {
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'latin1'))
    .join('\n');
}
