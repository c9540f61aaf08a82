/** After an operator changes the kind of access to Box, the connections of every other kind are counted and ended. */
import { expect, it } from 'vitest';
import type { Store } from '../../../src/store/database.ts';
import { TENANT } from './records.ts';
import { finishAllJobs, onBothEngines, type TestDatabase } from './stores.ts';

const identity = (name: string) => ({ boxUserId: name, login: `${name}@home.net`, name });
const connection = (name: string) => ({
  ...identity(name),
  tokens: { accessToken: `access-${name}`, refreshToken: `refresh-${name}`, expiresAt: 1_900_000_000_000 },
});
const noOrigin = { viewId: null, draftId: null };

onBothEngines('connections of several ways into Box', (place) => {
  /**
   * Opens a store with a connection for each kind of access to Box, one that waits for its code, one of a person who
   * used two kinds, and a token that waits to be revoked.
   */
  async function openMixedStore(here: TestDatabase): Promise<Store> {
    const store = await here.open();
    const { connections, pins, pendingConnections, oauthStates } = store;
    await oauthStates.begin(TENANT, 'BEGUN', noOrigin);
    await connections.save(TENANT, 'OWN', connection('own'));
    await pins.pin(TENANT, 'PINNED', identity('pinned'));
    await connections.putBoxUser(TENANT, 'TRIAL', identity('trial'));
    await pendingConnections.add(TENANT, 'WAITS', connection('waits'), noOrigin);
    await connections.save(TENANT, 'BOTH', connection('both'));
    await pins.pin(TENANT, 'BOTH', identity('another'));
    await store.revocations.hold(TENANT, 'LEFT', 'refresh-left');
    return store;
  }

  async function state(here: TestDatabase, store: Store) {
    const connected = await here.raw('select slack_user_id as id from connections order by slack_user_id');
    const waiting = await here.raw('select slack_user_id as id from pending_connections');
    const begun = await here.raw('select slack_user_id as id from oauth_states');
    const given = await here.raw('select id from revocations');
    const tokens = await Promise.all(given.map(({ id }) => store.revocations.get(TENANT, String(id))));
    return {
      connected: connected.map(({ id }) => id),
      waiting: waiting.map(({ id }) => id),
      begun: begun.map(({ id }) => id),
      revoked: tokens.map(String).sort(),
    };
  }

  it.each([
    {
      way: 'oauth',
      count: 1,
      left: {
        connected: ['OWN'],
        waiting: ['WAITS'],
        begun: ['BEGUN'],
        revoked: ['refresh-both', 'refresh-left'],
      },
    },
    {
      way: 'client-credentials',
      count: 3,
      left: {
        connected: ['PINNED', 'TRIAL'],
        waiting: [],
        begun: [],
        revoked: ['refresh-both', 'refresh-left', 'refresh-own', 'refresh-waits'],
      },
    },
  ] as const)(
    'with $way as the access, connections of other kinds are ended, and a second run ends no more',
    async (row) => {
      const { way, count, left } = row;
      const here = await place();
      const store = await openMixedStore(here);
      expect(await store.deleteConnectionsOfOtherAccess(way)).toBe(count);
      expect(await state(here, store)).toEqual(left);
      expect(await store.deleteConnectionsOfOtherAccess(way)).toBe(0);
      expect(await state(here, store)).toEqual(left);
    },
  );

  it('what a person sees is read again once they connect, disconnect, or lose their connection', async () => {
    const store = await (await place()).open();
    const usersReadAgain = async () =>
      (await finishAllJobs(store)).flatMap(({ step, args }) =>
        step === 'followAgain' ? [args['user']] : [],
      );
    for (const user of ['LEAVES', 'STAYS']) await store.connections.save(TENANT, user, connection(user));
    expect(await usersReadAgain()).toEqual(['LEAVES', 'STAYS']);
    await store.connections.remove(TENANT, 'LEAVES');
    expect(await usersReadAgain()).toEqual(['LEAVES']);
    await store.deleteConnectionsOfOtherAccess('client-credentials');
    expect(await usersReadAgain()).toEqual(['STAYS']);
  });

  it('an ended connection leaves no silent job in a workspace that has nothing else', async () => {
    const here = await place();
    const store = await here.open();
    await store.connections.save(TENANT, 'OWN', connection('own'));
    await store.deleteConnectionsOfOtherAccess('client-credentials');
    expect(await here.raw('select slack_user_id from connections')).toEqual([]);
    expect(await store.tenants()).toEqual([TENANT]);
  });

  it.each([
    { way: 'oauth', count: 3 },
    { way: 'client-credentials', count: 3 },
    { way: 'trial', count: 4 },
  ] as const)(
    'with $way as the access, connections of other kinds are counted before, and none is left after',
    async ({ way, count }) => {
      const store = await openMixedStore(await place());
      expect(await store.countConnectionsOfOtherAccess(way)).toBe(count);
      await store.deleteConnectionsOfOtherAccess(way);
      expect(await store.countConnectionsOfOtherAccess(way)).toBe(0);
    },
  );
});
