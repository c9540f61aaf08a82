/**
 * Token refresh, with the real store and the sandbox's Box. Concurrent callers share one refresh, also across two
 * keepers, which stand for two processes. If the process that began a refresh is gone, another tries the old token once
 * more.
 */
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';
import { type BoxOAuth, createBoxOAuth } from '../../../src/box/oauth.ts';
import { createTokenKeeper, type TokenKeeper, type TokenStore } from '../../../src/box/tokens.ts';
import type { BoxTokens } from '../../../src/shapes.ts';
import { work } from '../../../src/signing/work.ts';
import type { Store } from '../../../src/store/database.ts';
import { allowUpdates, refuseUpdates } from '../../builders/failing-writes.ts';
import { ANA, TENANT } from '../store/records.ts';
import { onBothEngines, type TestDatabase } from '../store/stores.ts';

const redirectUri = 'https://sign.example.com/box/oauth_redirect';
const log = pino({ level: 'silent' });
const HOUR_MS = 3_600_000;

let passedMs: number;
const now = () => Date.now() + passedMs;
let box: SandboxBox;
let oauth: BoxOAuth;

beforeEach(async () => {
  passedMs = 0;
  box = await startBox({ clock: now });
  box.addUser({ login: 'ana@acme.com', name: 'Ana' });
  const app = box.addApp({ redirectUris: [redirectUri] });
  oauth = createBoxOAuth({ ...app, redirectUri, apiUrl: box.url, accountUrl: box.url, now });
});
afterEach(() => box.close());

const refreshes = () =>
  box.traffic.filter(({ requestBody }) => String(requestBody).includes('refresh_token=')).length;

async function connect(store: Store): Promise<BoxTokens> {
  const back = new URL(await box.person('ana@acme.com').grants(oauth.authorizeUrl('s')));
  const found = await oauth.exchange(back.searchParams.get('code') ?? '');
  if ('refused' in found) throw new Error(found.refused);
  await store.connections.save(TENANT, ANA, { ...(await oauth.userOf(found)), tokens: found });
  const { lease } = (await store.jobs.claim()) ?? {};
  if (lease) await store.jobs.finish(lease);
  return found;
}

function tokenStore({ connections }: Store): TokenStore {
  return {
    ...connections,
    endConnection: async (tenant, user, claim, why) => {
      await connections.end(tenant, user, { claim, why, next: work.connectionEnded({ user }) });
    },
  };
}

const keeperOf = (store: Store): TokenKeeper =>
  createTokenKeeper({ store: tokenStore(store), refresh: oauth.refresh, log, now });

/** Makes the database refuse pairs of tokens, or accept them again. @param isRefusing whether to refuse them */
async function setTokensRefused(place: TestDatabase, isRefusing: boolean): Promise<void> {
  const statements = (isRefusing ? refuseUpdates : allowUpdates)(place.engine, 'connections', 'generation');
  for (const statement of statements) await place.raw(statement);
}

const outcomeOf = (keeper: TokenKeeper): Promise<unknown> =>
  keeper.accessToken(TENANT, ANA, null).catch((error: unknown) => error);

const endedFailure = { name: 'OutsideFailure', kind: 'final', status: 401, reason: 'unauthorized' };

onBothEngines('a token', (place) => {
  const open = async () => (await place()).open({ now });

  it('a valid token is handed out unchanged, and is refreshed before it expires', async () => {
    const store = await open();
    const first = await connect(store);
    const keeper = keeperOf(store);
    expect(await keeper.accessToken(TENANT, ANA, null)).toBe(first.accessToken);
    passedMs = HOUR_MS - 3 * 60_000;
    expect(await keeper.accessToken(TENANT, ANA, null)).toBe(first.accessToken);
    passedMs = HOUR_MS - 60_000;
    const second = await keeper.accessToken(TENANT, ANA, null);
    expect(second).not.toBe(first.accessToken);
    expect(await keeper.accessToken(TENANT, ANA, null)).toBe(second);
    expect(refreshes()).toBe(1);
  });

  it('a token is refreshed once for a hundred callers in two processes, by the clock or after a refusal', async () => {
    const store = await open();
    const first = await connect(store);
    const keepers = [keeperOf(store), keeperOf(store)];
    const all = async (refused: string | null) => {
      const asked = Array.from({ length: 50 }, () =>
        keepers.map((keeper) => keeper.accessToken(TENANT, ANA, refused)),
      );
      return [...new Set(await Promise.all(asked.flat()))];
    };
    passedMs = HOUR_MS;
    const second = await all(null);
    expect(second).toHaveLength(1);
    expect(refreshes()).toBe(1);
    const third = await all(second[0] ?? '');
    expect(third).toHaveLength(1);
    expect(refreshes()).toBe(2);
    expect(new Set([first.accessToken, ...second, ...third]).size).toBe(3);
  });

  it('a refresh is tried again after a temporary failure, and nobody is disconnected', async () => {
    const store = await open();
    await connect(store);
    const keeper = keeperOf(store);
    passedMs = HOUR_MS;
    box.faults.next({ path: /token/, kind: 'status', status: 503 });
    const failure = { kind: 'retry', operation: 'refreshToken', status: 503 };
    await expect(keeper.accessToken(TENANT, ANA, null)).rejects.toMatchObject(failure);
    await expect(keeper.accessToken(TENANT, ANA, null)).resolves.toEqual(expect.any(String));
  });

  it('the connection ends when Box refuses the refresh, and one job reports it', async () => {
    const store = await open();
    await connect(store);
    const [user] = Object.values(box.state.users);
    box.removeAppsFrom({ id: user?.id ?? '' });
    passedMs = HOUR_MS;
    const keepers = [keeperOf(store), keeperOf(store)];
    const asked = Array.from({ length: 10 }, () =>
      keepers.map((keeper) => keeper.accessToken(TENANT, ANA, null)),
    );
    for (const outcome of await Promise.allSettled(asked.flat())) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: endedFailure });
    }
    expect(refreshes()).toBe(1);
    expect(await store.connections.get(TENANT, ANA)).toMatchObject({ state: 'ended' });
    expect((await store.jobs.claim())?.job).toMatchObject({ step: 'connectionEnded', args: { user: ANA } });
    expect(await store.jobs.claim()).toBeNull();
  });

  it('the old refresh token is tried once more when the process that refreshed is gone', async () => {
    const store = await open();
    const { refreshToken } = await connect(store);
    passedMs = HOUR_MS;
    const held = await store.connections.tokens(TENANT, ANA);
    await store.connections.claimRefresh(TENANT, ANA, held?.generation ?? 0, 500);
    // Box has answered, but the answer was lost when the process that asked died.
    await oauth.refresh(refreshToken);
    await expect(keeperOf(store).accessToken(TENANT, ANA, null)).rejects.toMatchObject(endedFailure);
    expect(refreshes()).toBe(2);
    expect(await store.connections.tokens(TENANT, ANA)).toBeNull();
  });

  it('a late answer restores the token, even after its connection was taken for ended', async () => {
    const store = await open();
    const { refreshToken } = await connect(store);
    passedMs = HOUR_MS;
    const held = await store.connections.tokens(TENANT, ANA);
    const generation = held?.generation ?? 0;
    await store.connections.claimRefresh(TENANT, ANA, generation, 500);
    const late = await oauth.refresh(refreshToken);
    if ('refused' in late) throw new Error(late.refused);
    await expect(keeperOf(store).accessToken(TENANT, ANA, null)).rejects.toMatchObject(endedFailure);
    expect(await store.connections.saveRefreshed(TENANT, ANA, generation, late)).toBe(true);
    expect(await keeperOf(store).accessToken(TENANT, ANA, null)).toBe(late.accessToken);
    expect(await store.connections.saveRefreshed(TENANT, ANA, generation, late)).toBe(false);
  });

  it('a pair that the database refused is stored later, and Box is not asked again', async () => {
    const here = await place();
    const store = await here.open({ now });
    await connect(store);
    passedMs = HOUR_MS;
    await setTokensRefused(here, true);
    const keepers = [keeperOf(store), keeperOf(store)];
    const [keeper] = keepers;
    const asked = await Promise.allSettled([1, 2, 3].map(() => keeper?.accessToken(TENANT, ANA, null)));
    for (const { status, reason } of asked as PromiseRejectedResult[]) {
      expect({ status, reason }).toMatchObject({
        status: 'rejected',
        reason: { kind: 'retry', reason: 'not_stored' },
      });
    }
    // A caller who asks meanwhile waits no longer than the others.
    await expect(keeper?.accessToken(TENANT, ANA, null)).rejects.toMatchObject({ reason: 'not_stored' });
    await setTokensRefused(here, false);
    const answers = await Promise.all([
      expect.poll(() => keeper?.accessToken(TENANT, ANA, null)).toEqual(expect.any(String)),
      keepers[1]?.accessToken(TENANT, ANA, null),
    ]);
    expect(await keeper?.accessToken(TENANT, ANA, null)).toBe(answers[1]);
    expect(refreshes()).toBe(1);
    expect(await store.connections.get(TENANT, ANA)).toMatchObject({ state: 'active' });
  });

  it('a pair that could not be stored in time is lost: the old token is tried once, and the connection ends', async () => {
    const here = await place();
    const store = await here.open({ now });
    await connect(store);
    passedMs = HOUR_MS;
    await setTokensRefused(here, true);
    const refresh = oauth.refresh;
    const keeper = createTokenKeeper({ store: tokenStore(store), refresh, log, now, holdMs: 0 });
    await expect(keeper.accessToken(TENANT, ANA, null)).rejects.toMatchObject({ kind: 'retry' });
    await setTokensRefused(here, false);
    passedMs += 14_000;
    // Tokens that cannot be stored are lost after the last try.
    await expect.poll(() => outcomeOf(keeper)).toMatchObject(endedFailure);
    expect(refreshes()).toBe(2);
    expect((await store.jobs.claim())?.job.step).toBe('connectionEnded');
    expect(await store.jobs.claim()).toBeNull();
  });

  it('a token refreshed during a disconnect is kept to be revoked', async () => {
    const store = await open();
    const { refreshToken } = await connect(store);
    passedMs = HOUR_MS;
    const late: string[] = [];
    const refresh = async (token: string) => {
      const pair = await oauth.refresh(token);
      if (!('refused' in pair)) late.push(pair.refreshToken);
      await store.connections.remove(TENANT, ANA);
      return pair;
    };
    const keeper = createTokenKeeper({ store: tokenStore(store), refresh, log, now });
    await expect(keeper.accessToken(TENANT, ANA, null)).rejects.toMatchObject(endedFailure);
    const kept: (string | null)[] = [];
    for (let next = await store.jobs.claim(); next !== null; next = await store.jobs.claim()) {
      const { step, args } = next.job;
      if (step === 'revoke') kept.push(await store.revocations.get(TENANT, String(args['id'])));
    }
    expect(kept.sort()).toEqual([refreshToken, ...late].sort());
    expect(late).toHaveLength(1);
  });

  it('a caller waits when another process took over the refresh before Box refused it here', async () => {
    const store = await open();
    await connect(store);
    passedMs = HOUR_MS;
    const overtaken = async (token: string) => {
      // This process's claim has expired; another one has claimed the refresh, and Box's answer is on the way to it.
      passedMs += 14_000;
      const { generation = 0 } = (await store.connections.tokens(TENANT, ANA)) ?? {};
      await store.connections.claimRefresh(TENANT, ANA, generation, HOUR_MS);
      const pair = await oauth.refresh(token);
      if ('refused' in pair) throw new Error(pair.refused);
      setTimeout(() => void store.connections.saveRefreshed(TENANT, ANA, generation, pair), 50);
      return { refused: 'invalid_grant' };
    };
    const keeper = createTokenKeeper({ store: tokenStore(store), refresh: overtaken, log, now });
    await expect(keeper.accessToken(TENANT, ANA, null)).resolves.toEqual(expect.any(String));
    expect(await store.connections.get(TENANT, ANA)).toMatchObject({ state: 'active' });
  });

  it('connecting again overtakes a refresh: the old connection’s tokens are not stored', async () => {
    const store = await open();
    await connect(store);
    passedMs = HOUR_MS;
    const again: { tokens: BoxTokens | null } = { tokens: null };
    const refresh = async (token: string) => {
      const pair = await oauth.refresh(token);
      again.tokens = await connect(store);
      return pair;
    };
    const keeper = createTokenKeeper({ store: tokenStore(store), refresh, log, now });
    expect(await keeper.accessToken(TENANT, ANA, null)).toBe(again.tokens?.accessToken);
  });
});
