/**
 * Something is deleted while an answer is in flight. The late answer changes nothing newer, and leaves no valid token
 * that nobody knows of.
 */
import { expect, it } from 'vitest';
import { forgetPerson } from '../../../src/operate/forget-person.ts';
import { requestResend } from '../../../src/signing/resend-cancel.ts';
import { work } from '../../../src/signing/work.ts';
import { LeaseLost, type NewInstallation, type Store } from '../../../src/store/database.ts';
import { ANA, anInstallation, aSignRequest, TENANT } from './records.ts';
import { onBothEngines, type TestDatabase } from './stores.ts';

const tokensOf = (name: string) => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
  expiresAt: 1_900_000_000_000,
});

const connection = (name: string) => ({
  boxUserId: name,
  login: `${name}@home.net`,
  name,
  tokens: tokensOf(name),
});

const installation = (botToken: string): NewInstallation =>
  anInstallation({ botToken, refreshToken: `refresh-${botToken}`, expiresAt: 1_900_000_000_000 });

const noOrigin = { viewId: null, draftId: null };

/** Brings Ana's browser back from Box. Returns the id of her OAuth attempt. */
async function arriveFromBox({ oauthStates }: Store): Promise<string> {
  const { link } = await oauthStates.begin(TENANT, ANA, noOrigin);
  const out = await oauthStates.consumeLink(link, 'browser');
  const back = 'problem' in out ? out : await oauthStates.consumeState(out.state, 'browser');
  if ('problem' in back) throw new Error(`the attempt is ${back.problem}`);
  return back.id;
}

async function tokensToRevoke(here: TestDatabase, store: Store): Promise<string[]> {
  const rows = await here.raw('select id from revocations');
  const tokens = await Promise.all(rows.map(({ id }) => store.revocations.get(TENANT, String(id))));
  return tokens.map(String).sort();
}

/** For `replaceAll`: no connection is checked, and no time is stored. */
const notListed = { since: null, listedAt: null };

onBothEngines('late answers', (place) => {
  it('an action on another person’s request stays while the list is read again', async () => {
    const store = await (await place()).open();
    const { connections, sharedRequests } = store;
    await connections.save(TENANT, ANA, connection('work'));
    const whose = { tenant: TENANT, user: ANA };
    const shared = ['one', 'two'].map((id) => aSignRequest(id, { boxId: `box-${id}`, state: 'sent' }));
    const lease = (await store.jobs.claim())?.lease;
    if (!lease) throw new Error('there is no job');
    await sharedRequests.replaceAll(whose, () => shared, lease, notListed);
    const presses = () =>
      sharedRequests.change(whose, 'one', (record) => requestResend(record, ANA, record.createdAt), []);
    let pressed: ReturnType<typeof presses> | null = null;
    const reading = sharedRequests.replaceAll(
      whose,
      (known) => {
        pressed = presses();
        return known.filter(({ id }) => id === 'one');
      },
      lease,
      notListed,
    );
    await reading;
    expect(await pressed).toMatchObject({ isChanged: true });
    expect(await presses()).toMatchObject({ isChanged: false });
    expect(await sharedRequests.list(whose)).toMatchObject([
      { id: 'one', details: { pending: { verb: 'resend' } } },
    ]);
    // A run that has lost its job changes nothing.
    const lost = { ...lease, token: 'lost' };
    const emptied = sharedRequests.replaceAll(whose, () => [], lost, notListed);
    await expect(emptied).rejects.toBeInstanceOf(LeaseLost);
    const settled = sharedRequests.change(
      whose,
      'one',
      (record) => ({ record: { ...record, state: 'signed' }, steps: [] }),
      [],
      { lease: lost },
    );
    await expect(settled).rejects.toBeInstanceOf(LeaseLost);
    expect(await sharedRequests.list(whose)).toMatchObject([{ id: 'one', state: 'sent' }]);
    // What Box showed to one account is not shown once the person has connected another.
    await store.lists.putReadState(
      TENANT,
      ANA,
      { askedAt: null, listedAt: 5, failedAt: 6, refusal: 'not_a_member' },
      'shared',
    );
    await sharedRequests.replaceAll(whose, (known) => known, lease, { since: null, listedAt: 7 });
    const asked = { askedAt: null, listedAt: 7, failedAt: 6, refusal: 'not_a_member' };
    expect(await store.lists.readState(TENANT, ANA, 'shared')).toEqual(asked);
    await connections.save(TENANT, ANA, connection('home'));
    expect(await sharedRequests.list(whose)).toEqual([]);
    const neverAsked = { askedAt: null, listedAt: null, failedAt: null, refusal: null };
    expect(await store.lists.readState(TENANT, ANA, 'shared')).toEqual(neverAsked);
    await sharedRequests.replaceAll(whose, () => shared, lease, notListed);
    const { generation = 0 } = (await connections.tokens(TENANT, ANA)) ?? {};
    const claim = (await connections.claimRefresh(TENANT, ANA, generation, 60_000)) ?? '';
    const next = work.connectionEnded({ user: ANA });
    expect(await connections.end(TENANT, ANA, { claim, why: 'invalid_grant', next })).toBe(true);
    expect(await sharedRequests.list(whose)).toEqual([]);
    // An answer that Box gave to a connection that has ended, or was replaced, is not stored.
    const since = (await connections.get(TENANT, ANA))?.since ?? 0;
    const late = sharedRequests.replaceAll(whose, () => shared, lease, { since, listedAt: 7 });
    await expect(late).rejects.toThrow('the connection to Box ended while Box was asked');
    expect(await sharedRequests.list(whose)).toEqual([]);
    expect((await store.lists.readState(TENANT, ANA, 'shared')).listedAt).toBeNull();
  });

  it('a late token is not stored for the account that the person has connected since', async () => {
    const store = await (await place()).open();
    const { connections } = store;
    await connections.save(TENANT, ANA, connection('work'));
    const { generation = 0 } = (await connections.tokens(TENANT, ANA)) ?? {};
    await connections.remove(TENANT, ANA);
    await connections.save(TENANT, ANA, connection('home'));
    expect(await connections.saveRefreshed(TENANT, ANA, generation, tokensOf('late'))).toBe(false);
    expect(await connections.tokens(TENANT, ANA)).toMatchObject(tokensOf('home'));
  });

  it('a connection ends for the holder of the claim only, and lives again with a late token', async () => {
    const here = await place();
    const { connections } = await here.open();
    await connections.save(TENANT, ANA, connection('work'));
    const { generation = 0 } = (await connections.tokens(TENANT, ANA)) ?? {};
    const claim = (await connections.claimRefresh(TENANT, ANA, generation, 60_000)) ?? '';
    const ending = { claim, why: 'invalid_grant', next: work.connectionEnded({ user: ANA }) };
    expect(await connections.end(TENANT, ANA, { ...ending, claim: 'lost' })).toBe(false);
    expect(await connections.get(TENANT, ANA)).toMatchObject({ state: 'active' });
    expect(await connections.end(TENANT, ANA, ending)).toBe(true);
    expect(await connections.get(TENANT, ANA)).toMatchObject({ state: 'ended' });
    expect(await connections.saveRefreshed(TENANT, ANA, generation, tokensOf('late'))).toBe(true);
    expect(await connections.get(TENANT, ANA)).toMatchObject({ state: 'active' });
    expect(await connections.tokens(TENANT, ANA)).toMatchObject(tokensOf('late'));
    // It has not ended for the person, who is not told that they have connected again.
    await connections.save(TENANT, ANA, connection('home'));
    expect(await here.raw("select id from jobs where step = 'connectedAgain'")).toEqual([]);
  });

  it('a late bot token is not stored for a newer installation', async () => {
    const store = await (await place()).open();
    const { installations } = store;
    await installations.save(installation('xoxb-first'), []);
    const { generation = 0 } = (await installations.tokens(TENANT)) ?? {};
    expect(await store.forget(TENANT, generation)).toBe(true);
    await installations.save(installation('xoxb-second'), []);
    const late = { botToken: 'xoxb-late', refreshToken: 'xoxe-late', expiresAt: 1_900_000_000_000 };
    expect(await installations.saveRenewed(TENANT, generation, late)).toBe(false);
    expect(await store.forget(TENANT, generation)).toBe(false);
    expect(await store.forget(TENANT, null)).toBe(false);
    expect(await installations.tokens(TENANT)).toMatchObject({ botToken: 'xoxb-second' });
  });

  it.each([
    { why: 'invalid_refresh_token', left: { state: 'active' }, token: 'xoxb-late' },
    { why: 'account_inactive', left: { state: 'stopped' }, token: undefined },
  ])('a late bot token after another process was told $why: the installation is $left.state', async (row) => {
    const store = await (await place()).open();
    const { installations } = store;
    await installations.save(installation('xoxb-first'), []);
    const { generation = 0 } = (await installations.tokens(TENANT)) ?? {};
    expect(await installations.stop(TENANT, generation, row.why, [])).toBe(true);
    const late = { botToken: 'xoxb-late', refreshToken: 'xoxe-late', expiresAt: 1_900_000_000_000 };
    expect(await installations.saveRenewed(TENANT, generation, late)).toBe(true);
    expect(await installations.get(TENANT)).toMatchObject(row.left);
    expect((await installations.tokens(TENANT))?.botToken).toBe(row.token);
  });

  it('a refreshed token is revoked, whichever of refresh and disconnect comes first', async () => {
    const here = await place();
    const store = await here.open();
    const { connections } = store;
    const rounds = Array.from({ length: 20 }, (_, index) => `${index}`);
    const kept: string[] = [];
    for (const round of rounds) {
      await connections.save(TENANT, ANA, connection(`old-${round}`));
      const { generation = 0 } = (await connections.tokens(TENANT, ANA)) ?? {};
      const letGo = Number(round) % 2 === 0 ? connections.remove(TENANT, ANA) : null;
      const [wasKept] = await Promise.all([
        connections.saveRefreshed(TENANT, ANA, generation, tokensOf(`new-${round}`)),
        letGo ?? connections.save(TENANT, ANA, connection(`next-${round}`)),
      ]);
      kept.push(`refresh-${wasKept ? 'new' : 'old'}-${round}`);
      await connections.remove(TENANT, ANA);
    }
    const revoked = await tokensToRevoke(here, store);
    expect(revoked.filter((token) => !token.startsWith('refresh-next')).sort()).toEqual(kept.sort());
    expect(revoked.filter((token) => token.startsWith('refresh-next'))).toHaveLength(rounds.length / 2);
  });

  it('the claim on a token is free when the only possible process starts again, for Box and Slack', async () => {
    const here = await place();
    const store = await here.open();
    await store.connections.save(TENANT, ANA, connection('work'));
    await store.installations.save(installation('xoxb-first'), []);
    const claims = async ({ connections, installations }: Store) => [
      await connections.claimRefresh(
        TENANT,
        ANA,
        (await connections.tokens(TENANT, ANA))?.generation ?? 0,
        60_000,
      ),
      await installations.claimRenewal(TENANT, (await installations.tokens(TENANT))?.generation ?? 0, 60_000),
    ];
    const claim = expect.any(String);
    expect(await claims(store)).toEqual([claim, claim]);
    expect(await claims(store)).toEqual([null, null]);
    await here.close(store);
    // On PostgreSQL the claim may belong to another running process.
    expect(await claims(await here.open())).toEqual(here.engine === 'sqlite' ? [claim, claim] : [null, null]);
  });

  it('the claim on a token is free after a failed renewal, and after a successful one', async () => {
    const { connections, installations } = await (await place()).open();
    await connections.save(TENANT, ANA, connection('work'));
    await installations.save(installation('xoxb-first'), []);
    const generations = async () =>
      [
        (await connections.tokens(TENANT, ANA))?.generation ?? 0,
        (await installations.tokens(TENANT))?.generation ?? 0,
      ] as const;
    const claims = async () => {
      const [ofBox, ofSlack] = await generations();
      return [
        (await connections.claimRefresh(TENANT, ANA, ofBox, 60_000)) ?? '',
        (await installations.claimRenewal(TENANT, ofSlack, 60_000)) ?? '',
      ] as const;
    };
    const [box, slack] = await claims();
    expect(await claims()).toEqual(['', '']);
    await connections.releaseRefresh(TENANT, ANA, box);
    await installations.releaseRenewal(TENANT, slack);
    expect(await claims()).not.toContain('');
    const [ofBox, ofSlack] = await generations();
    const bot = { botToken: 'xoxb-next', refreshToken: 'xoxe-next', expiresAt: 1_900_000_000_000 };
    expect(await connections.saveRefreshed(TENANT, ANA, ofBox, tokensOf('next'))).toBe(true);
    expect(await installations.saveRenewed(TENANT, ofSlack, bot)).toBe(true);
    expect(await claims()).not.toContain('');
    // Nor does a new installation wait for the claim on the former token.
    await installations.save(installation('xoxb-second'), []);
    expect((await claims())[1]).not.toBe('');
  });

  it('a workspace deleted while a person returns from Box keeps no connection', async () => {
    const here = await place();
    const store = await here.open();
    const rounds = Array.from({ length: 15 }, (_, index) => `${index}`);
    for (const round of rounds) {
      const attemptId = await arriveFromBox(store);
      const code = await store.pendingConnections.add(TENANT, 'U_BEN', connection(`code-${round}`), noOrigin);
      await store.revocations.hold(TENANT, attemptId, `refresh-attempt-${round}`);
      const kept = store.connections.save(TENANT, ANA, connection(`attempt-${round}`), [], attemptId);
      await Promise.all([
        kept.catch(() => store.revocations.revokeNow(TENANT, attemptId)),
        store.pendingConnections.tryCode(TENANT, 'U_BEN', code.code),
        store.forget(TENANT, null),
      ]);
    }
    expect(await here.raw('select slack_user_id from connections')).toEqual([]);
    const given = await here.raw('select tenant, id from revocations');
    const tokens = await Promise.all(
      given.map(({ tenant, id }) => store.revocations.get(String(tenant), String(id))),
    );
    const wanted = rounds.flatMap((round) => [`refresh-attempt-${round}`, `refresh-code-${round}`]);
    expect(tokens.map(String).sort()).toEqual(wanted.sort());
  });

  it('a person forgotten while they return from Box keeps no connection', async () => {
    const here = await place();
    const store = await here.open();
    const rounds = Array.from({ length: 15 }, (_, index) => `${index}`);
    for (const round of rounds) {
      const attemptIds = [await arriveFromBox(store), await arriveFromBox(store)] as const;
      for (const id of attemptIds) await store.revocations.hold(TENANT, id, `refresh-${id}`);
      const [direct, byCode] = attemptIds;
      const code = await store.pendingConnections.add(TENANT, ANA, connection(`code-${round}`), noOrigin);
      const kept = [
        store.connections.save(TENANT, ANA, connection(direct), [], direct),
        store.pendingConnections.add(TENANT, ANA, connection(byCode), noOrigin, byCode),
      ];
      await Promise.all([
        // When a person connects twice at once, the later one fails; this test is about something else.
        Promise.allSettled([store.pendingConnections.tryCode(TENANT, ANA, code.code)]),
        forgetPerson(store, { tenant: TENANT, user: ANA }),
        ...kept.map((each, index) =>
          each.catch(() => store.revocations.revokeNow(TENANT, attemptIds[index] ?? '')),
        ),
      ]);
    }
    for (const table of ['connections', 'pending_connections', 'oauth_states']) {
      expect(await here.raw(`select * from ${table}`), table).toEqual([]);
    }
    const left = (await tokensToRevoke(here, store)).filter((token) => token.startsWith('refresh-code-'));
    expect(left).toEqual(rounds.map((round) => `refresh-code-${round}`).sort());
  });
});
