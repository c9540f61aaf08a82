/** Tokens that no key decrypts, because a key was dropped too early, must not block anyone. */
import { expect, it } from 'vitest';
import { work } from '../../../src/signing/work.ts';
import type { Store } from '../../../src/store/database.ts';
import { ANA, aSignRequest, TENANT } from './records.ts';
import { finishAllJobs, OTHER_KEY, onBothEngines, type TestDatabase } from './stores.ts';

const origin = { viewId: null, draftId: null };
const connection = {
  boxUserId: '7',
  login: 'ana@home.net',
  name: 'Ana',
  tokens: { accessToken: 'access', refreshToken: 'refresh', expiresAt: 1_900_000_000_000 },
};

onBothEngines('tokens that no key opens', (place) => {
  /** Opens a store with a connection and a pending connection, both encrypted with a lost key. */
  async function withoutTheKey(given?: TestDatabase): Promise<Store> {
    const here = given ?? (await place());
    const before = await here.open();
    await before.connections.save(TENANT, ANA, connection);
    await before.pendingConnections.add(TENANT, ANA, connection, origin);
    await here.close(before);
    return here.open({ encryptionKeys: OTHER_KEY });
  }

  it('the person can connect again', async () => {
    const { connections, pendingConnections } = await withoutTheKey();
    const { code } = await pendingConnections.add(TENANT, ANA, connection, origin);
    expect(await pendingConnections.tryCode(TENANT, ANA, code)).toMatchObject({ outcome: 'right' });
    expect(await connections.tokens(TENANT, ANA)).toMatchObject(connection.tokens);
  });

  it('no code completes the pending connection, and the connection ends once', async () => {
    const store = await withoutTheKey();
    const { connections, pendingConnections, sharedRequests } = store;
    expect(await pendingConnections.tryCode(TENANT, ANA, '000000')).toEqual({ outcome: 'none' });
    const whose = { tenant: TENANT, user: ANA };
    const lease = (await store.jobs.claim())?.lease;
    if (!lease) throw new Error('there is no job');
    const shared = [aSignRequest('s', { boxId: 'b' })];
    await sharedRequests.replaceAll(whose, () => shared, lease, { since: null, listedAt: null });
    await store.jobs.finish(lease);
    await finishAllJobs(store);
    const job = work.connectionEnded({ user: ANA });
    await expect(connections.tokens(TENANT, ANA)).rejects.toMatchObject({ name: 'SecretUnreadable' });
    const all = await Promise.all([1, 2, 3].map(() => connections.endUnreadable(TENANT, ANA, job)));
    expect(all.filter((isEnded) => isEnded)).toHaveLength(1);
    expect(await connections.get(TENANT, ANA)).toMatchObject({ state: 'ended' });
    // The person is told, and no longer sees what Box showed to that account.
    expect((await finishAllJobs(store)).map(({ step }) => step)).toEqual(['connectionEnded']);
    expect(await sharedRequests.list(whose)).toEqual([]);
    await connections.save(TENANT, ANA, connection);
    expect(await connections.endUnreadable(TENANT, ANA, job)).toBe(false);
  });

  it('the person can disconnect, and unreadable tokens do not wait for ever', async () => {
    const here = await place();
    const { connections, pendingConnections } = await withoutTheKey(here);
    await pendingConnections.drop(TENANT, { slackUserId: ANA });
    expect(await pendingConnections.isWaiting(TENANT, ANA)).toBe(false);
    await connections.remove(TENANT, ANA);
    expect(await connections.get(TENANT, ANA)).toBeNull();
    expect(await here.raw('select id from revocations')).toEqual([]);
  });

  it('a workspace with such tokens, or with a connection that has none, can be deleted', async () => {
    const here = await place();
    const store = await withoutTheKey(here);
    const ben = { boxUserId: '8', login: 'ben@home.net', name: 'Ben' };
    await store.connections.putBoxUser(TENANT, 'U_BEN', ben);
    expect(await store.forget(TENANT, null)).toBe(true);
    for (const table of ['connections', 'pending_connections', 'revocations']) {
      expect(await here.raw(`select * from ${table}`), table).toEqual([]);
    }
  });

  it('they are not counted among those to be revoked when another kind of access ends them', async () => {
    const store = await withoutTheKey();
    expect(await store.countConnectionsOfOtherAccess('client-credentials')).toBe(2);
    expect(await store.deleteConnectionsOfOtherAccess('client-credentials')).toBe(0);
    expect(await store.countConnectionsOfOtherAccess('client-credentials')).toBe(0);
  });
});
