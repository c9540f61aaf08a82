/** What is stored about ended requests and people: for how long, what a person is shown, what is deleted. */
import { expect, it } from 'vitest';
import { noDetails } from '../../../src/signing/decide.ts';
import { emptyForm } from '../../../src/signing/form.ts';
import type { ListState } from '../../../src/signing/request-list.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { work } from '../../../src/signing/work.ts';
import type { PersonKey, Store } from '../../../src/store/database.ts';
import { aSigner } from '../../builders/sign-requests.ts';
import { ANA, aCard, aForm, anInstallation, aSignRequest, keyOf, PREPARE_URL, TENANT } from './records.ts';
import { finishAllJobs, movableClock, onBothEngines } from './stores.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const startAt = 1_790_000_000_000;

async function storeRecords(store: Store, ...records: readonly SignRequest[]): Promise<void> {
  for (const record of records) {
    await store.signRequests.createUnlessDuplicate(record.tenant, keyOf(record), () => ({
      record,
      steps: [],
    }));
  }
}

const forgetPerson = async ({ personalData }: Store, whose: PersonKey) =>
  personalData.forget(whose, await personalData.identify(whose));

const endedAt = (finishedAt: number): Partial<SignRequest> => ({
  state: 'signed',
  details: { ...noDetails, finishedAt },
});

onBothEngines('retention', (place) => {
  it('an ended request is deleted with its cards after its days, an open one never', async () => {
    const clock = movableClock(startAt);
    const here = await place();
    const store = await here.open({ now: clock.now, retentionDays: 30 });
    await storeRecords(
      store,
      aSignRequest('signed', endedAt(startAt + 5 * DAY_MS)),
      aSignRequest('not sent', { state: 'not_sent' }),
      aSignRequest('waits', { state: 'sent' }),
      aSignRequest('unsure', { state: 'unsure' }),
    );
    await store.cards.put(TENANT, aCard('card', 'signed'));
    const ids = async () => (await here.raw('select id from sign_requests order by id')).map(({ id }) => id);
    clock.pass(30 * DAY_MS + 1);
    await store.sweep();
    expect(await ids()).toEqual(['signed', 'unsure', 'waits']);
    clock.pass(5 * DAY_MS - 2);
    await store.sweep();
    expect(await ids()).toContain('signed');
    clock.pass(2);
    await store.sweep();
    expect(await ids()).toEqual(['unsure', 'waits']);
    expect(await here.raw('select id from cards')).toEqual([]);
  });
});

onBothEngines('what no request needs', (place) => {
  it('personal data that no request needs is deleted after two days at most, a month, or the retention', async () => {
    const clock = movableClock(startAt);
    const here = await place();
    const store = await here.open({ now: clock.now, retentionDays: 90 });
    const flags = { isBot: false, isGuest: false, isDeleted: false, isExternal: false };
    const where = { teamId: TENANT, enterpriseId: null, workspaceIds: [] };
    const about = { name: 'Ana', email: 'ana@acme.com', timeZone: null, locale: null };
    await store.people.put(TENANT, { userId: ANA, ...where, ...about, ...flags, readAt: startAt });
    const rest = { responseUrl: null, channel: null, replaces: null, changes: null, problem: null };
    await store.drafts.put(TENANT, { id: 'd', user: ANA, form: aForm, ...rest, createdAt: startAt });
    await store.homes.recordOpened(TENANT, ANA, null, work.drawHome({ user: ANA }));
    await store.oauthStates.begin(TENANT, ANA, { viewId: null, draftId: null });
    await store.installations.spendState('s', startAt + 1);
    const watch = { tenant: TENANT, user: ANA, folderId: '1', boxId: '7' };
    await store.webhooks.recordNotification('e', [{ watch, next: work.poll({ user: ANA }) }]);
    const lease = (await store.jobs.claim())?.lease;
    if (!lease) throw new Error('there is no job');
    const shared = aSignRequest('s', { boxId: 'b' });
    await store.sharedRequests.replaceAll(watch, () => [shared], lease, { since: null, listedAt: null });
    await store.jobs.giveUp(lease, { error: 'x', reference: 'ref' });
    await store.batches.add(TENANT, { id: 'b', user: ANA, verb: 'resend', entries: [] });
    // A person who has left, and another who has only changed settings.
    await store.departures.record(TENANT, 'U_GONE', 'Gone');
    for (const user of ['U_GONE', ANA]) await store.settings.put(TENANT, user, { copyMe: true });
    await store.revocations.hold(TENANT, 'r', 'refresh');
    const tables = [
      'batches',
      'departures',
      'drafts',
      'homes',
      'jobs',
      'oauth_states',
      'people',
      'revocations',
      'settings',
      'shared_requests',
      'spent_states',
      'webhook_events',
    ];
    const left = async (): Promise<readonly string[]> => {
      const counted = tables.map(async (table) => {
        const only = { jobs: " where state = 'dead'", settings: " where user_id = 'U_GONE'" }[table] ?? '';
        return { table, rows: await here.raw(`select * from ${table}${only}`) };
      });
      return (await Promise.all(counted)).filter(({ rows }) => rows.length > 0).map(({ table }) => table);
    };
    expect(await left()).toEqual(tables);
    clock.pass(2 * DAY_MS + 1);
    await store.sweep();
    expect(await left()).toEqual(['departures', 'homes', 'jobs', 'revocations', 'settings']);
    clock.pass(30 * DAY_MS);
    await store.sweep();
    expect(await left()).toEqual(['departures', 'jobs', 'revocations', 'settings']);
    clock.pass(90 * DAY_MS);
    await store.sweep();
    expect(await left()).toEqual([]);
    expect(await store.settings.get(TENANT, ANA)).toEqual({ copyMe: true });
  });
});

onBothEngines('phone numbers', (place) => {
  const phones = [{ who: 'bo@client.com', number: '+491701234567' }];

  it('phone numbers are kept for a day for requests that Box lacks, are not shown, and are deleted with the person', async () => {
    const clock = movableClock(startAt);
    const here = await place();
    const store = await here.open({ now: clock.now });
    const bo = aSigner('bo@client.com', { check: 'phone' });
    const given = { createdAt: startAt, signers: [bo], phones };
    await storeRecords(
      store,
      aSignRequest('old', { ...given, state: 'not_sent' }),
      aSignRequest('at Box', { ...given, state: 'sent' }),
      aSignRequest('new', { ...given, state: 'not_sent', createdAt: startAt + DAY_MS }),
    );
    const kept = async () => {
      const records = await store.signRequests.listByRequester(TENANT, ANA, { limit: 9 });
      return records.flatMap((record) => (record.phones?.length ? [record.id] : [])).sort();
    };
    expect(await kept()).toEqual(['new', 'old']);
    const shown = await store.personalData.find({ tenant: TENANT, user: ANA });
    expect(JSON.stringify(shown)).not.toContain('491701234567');
    clock.pass(DAY_MS + 1);
    await store.sweep();
    expect(await kept()).toEqual(['new']);
    await forgetPerson(store, { email: 'bo@client.com' });
    expect(await kept()).toEqual([]);
  });
});

onBothEngines('retention of what follows from requests and connections', (place) => {
  it('a person who left is forgotten once nothing is open, and tokens that Box ended are deleted', async () => {
    const clock = movableClock(startAt);
    const here = await place();
    const store = await here.open({ now: clock.now, retentionDays: 90 });
    await storeRecords(store, aSignRequest('open', { state: 'sent', requester: 'U_BUSY' }));
    for (const user of ['U_BUSY', 'U_DONE']) await store.departures.record(TENANT, user, user);
    for (const user of ['U_BUSY', 'U_DONE', 'U_BEN', null]) {
      await store.settings.put(TENANT, user, { signHere: false });
    }
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: startAt };
    const identity = { boxUserId: '1', login: 'ana@acme.com', name: 'Ana' };
    await store.connections.save(TENANT, ANA, { ...identity, tokens });
    await store.connections.remove(TENANT, ANA);
    clock.pass(60 * DAY_MS);
    await store.sweep();
    expect(await here.raw('select id from revocations')).toHaveLength(1);
    expect(await store.departures.list(TENANT)).toHaveLength(2);
    clock.pass(31 * DAY_MS);
    await store.sweep();
    expect(await here.raw('select id from revocations')).toEqual([]);
    expect((await store.departures.list(TENANT)).map(({ userId }) => userId)).toEqual(['U_BUSY']);
    const settings = await here.raw('select user_id from settings order by user_id');
    expect(settings.map(({ user_id: user }) => user)).toEqual(['', 'U_BEN', 'U_BUSY']);
  });
});

onBothEngines('what is stored about a member by id', (place) => {
  const whose = { tenant: TENANT, user: 'U_BEN' };
  const tokens = { accessToken: 'access-of-ben', refreshToken: 'refresh-of-ben', expiresAt: startAt };
  const atBox = { boxUserId: '7', login: 'Ben@client.com', name: 'Ben', tokens };
  const noOrigin = { viewId: null, draftId: null };

  /** Stores something about Ben in the tables that name a member by id. */
  async function storeBenEverywhere(store: Store, tenant: string): Promise<void> {
    await store.connections.save(tenant, 'U_BEN', atBox);
    await store.pendingConnections.add(tenant, 'U_BEN', { ...atBox, login: 'other@client.com' }, noOrigin);
    await store.oauthStates.begin(tenant, 'U_BEN', noOrigin);
    await store.departures.record(tenant, 'U_BEN', 'Ben');
    await store.welcomes.begin(tenant, 'U_BEN', work.welcome({ user: 'U_BEN' }));
    await store.settings.put(tenant, 'U_BEN', { signHere: false });
    await store.lists.putReadState(tenant, 'U_BEN', {
      askedAt: 1,
      listedAt: null,
      failedAt: null,
      refusal: null,
    });
    await store.installations.save(
      anInstallation({ tenant, installedBy: 'U_BEN', botToken: 'bot-token-of-acme' }),
      [],
    );
    await store.homes.recordOpened(tenant, 'U_BEN', null, work.drawHome({ user: 'U_BEN' }));
    await store.batches.add(tenant, { id: `several-${tenant}`, user: 'U_BEN', verb: 'cancel', entries: [] });
    const made = { boxId: `7-${tenant}`, address: 'https://sign.example.com', replaces: null };
    await store.webhooks.put({ tenant, user: 'U_BEN', folderId: '1' }, made);
  }

  it('the export has what twelve tables hold of a person, without tokens, codes and hashes', async () => {
    const store = await (await place()).open();
    await storeBenEverywhere(store, TENANT);
    await finishAllJobs(store);
    const stored = await store.personalData.find(whose);
    const named = Object.entries(stored).filter(([, rows]) => rows.length > 0);
    expect(named.map(([table]) => table).sort()).toEqual([
      'batches',
      'connections',
      'departures',
      'homes',
      'installations',
      'jobs',
      'oauth_states',
      'pending_connections',
      'request_lists',
      'settings',
      'webhooks',
      'welcomes',
    ]);
    expect(JSON.stringify(stored)).not.toMatch(/-of-(ben|acme)|v1\.|hash/);
  });

  it('a person is forgotten in their tenant only, and their tokens wait to be revoked', async () => {
    const here = await place();
    const store = await here.open();
    for (const tenant of [TENANT, 'T02']) await storeBenEverywhere(store, tenant);
    expect(await store.personalData.tenantsOf('U_BEN')).toEqual([TENANT, 'T02']);
    await store.connections.remove(TENANT, 'U_BEN');
    await store.pendingConnections.drop(TENANT, { slackUserId: 'U_BEN' });
    await finishAllJobs(store);
    await forgetPerson(store, whose);
    const left = Object.values(await store.personalData.find(whose)).flat();
    expect(left).toEqual([]);
    expect(await store.personalData.tenantsOf('U_BEN')).toEqual(['T02']);
    expect(await store.installations.get(TENANT)).toMatchObject({ state: 'active' });
    expect(await here.raw("select tenant from revocations where tenant = 'T01'")).toHaveLength(2);
    expect(await store.connections.tokens('T02', 'U_BEN')).toMatchObject(tokens);
  });

  it('an address finds a connection, active or pending, by the login in Box', async () => {
    const store = await (await place()).open();
    await storeBenEverywhere(store, TENANT);
    const ben = [{ tenant: TENANT, slackUserId: 'U_BEN' }];
    expect(await store.personalData.connectionOwners({ email: 'ben@client.com' })).toEqual(ben);
    expect(await store.personalData.pendingConnectionOwners({ email: 'ben@client.com' })).toEqual([]);
    expect(await store.personalData.pendingConnectionOwners({ email: 'Other@client.com' })).toEqual(ben);
    expect(await store.personalData.pendingConnectionOwners(whose)).toEqual(ben);
    expect(await store.personalData.pendingConnectionOwners({ ...whose, tenant: 'T02' })).toEqual([]);
  });
});

onBothEngines('personal data', (place) => {
  const bo = aSigner('bo_lee@client.com', { name: 'Bo Lee', decision: 'declined', reason: 'Not like this' });
  const cy = aSigner('cy@client.com', { name: 'Cy', decision: 'signed' });
  const ended = aSignRequest('ended', {
    ...endedAt(startAt),
    form: { ...aForm, others: 'Bo_Lee@client.com, cy@client.com', message: 'Dear Bo Lee, boast not' },
    signers: [bo, cy],
    fingerprint: JSON.stringify([ANA, 'file:1', ['mail:bo_lee@client.com']]),
  });
  const open = aSignRequest('open', {
    state: 'sent',
    shortId: 'SR-7',
    signers: [bo],
    prepareUrl: PREPARE_URL,
  });
  const alike = aSignRequest('alike', { ...endedAt(startAt), signers: [aSigner('boxlee@client.com')] });

  it('an address gets its own part of the requests that name it, ignoring case', async () => {
    const store = await (await place()).open();
    await storeRecords(store, ended, open, alike);
    const { signRequests } = await store.personalData.find({ email: 'BO_LEE@client.com' });
    expect(signRequests?.map((one) => ('id' in one ? one.id : null)).sort()).toEqual(['ended', 'open']);
    const text = JSON.stringify(signRequests);
    expect(text).toContain('Not like this');
    for (const foreign of ['cy@client.com', 'boast', PREPARE_URL]) expect(text).not.toContain(foreign);
  });

  it('forgetting an address clears ended requests, lists open ones, and leaves others alone', async () => {
    const here = await place();
    const store = await here.open();
    await storeRecords(store, ended, open, alike);
    const batch = { id: 'several', user: 'U_CY', verb: 'cancel' as const, entries: [] };
    await store.batches.add(TENANT, batch);
    const reason = 'bo_lee@client.com has left';
    const next = work.runBatch({ user: 'U_CY', batchId: 'several' });
    await store.batches.confirm(TENANT, { ...batch, reason, viewId: null }, next);
    const forgotten = await forgetPerson(store, { email: 'bo_lee@client.com' });
    expect(await store.batches.get(TENANT, 'U_CY', 'several')).toMatchObject({ reason: null });
    expect(forgotten.rows).toMatchObject({ signRequests: 1 });
    expect(forgotten.open).toEqual([{ tenant: TENANT, id: 'open', shortId: 'SR-7' }]);
    const [row] = await here.raw("select * from sign_requests where id = 'ended'");
    const text = JSON.stringify(row).toLowerCase();
    for (const gone of ['bo_lee', 'bo lee', 'not like this']) expect(text).not.toContain(gone);
    for (const kept of ['cy@client.com', 'boast not', 'declined']) expect(text).toContain(kept);
    expect(await store.signRequests.get(TENANT, 'open')).toMatchObject({ signers: [{ name: 'Bo Lee' }] });
    expect(await store.signRequests.get(TENANT, 'alike')).toEqual(alike);
  });

  it('messages to a signer are forgotten, except those about open requests', async () => {
    const here = await place();
    const store = await here.open();
    const ben = aSigner('ben@acme.com', { slackUserId: 'U_BEN' });
    const past = aSignRequest('past', { ...endedAt(startAt), signers: [ben] });
    // Ben was a signer of this request until it was corrected.
    const former = aSignRequest('former', {
      ...endedAt(startAt),
      form: { ...aForm, colleagues: [] },
      signers: [cy],
    });
    const present = aSignRequest('present', { state: 'sent', signers: [ben] });
    await storeRecords(store, past, former, present);
    for (const { id } of [past, former, present]) {
      for (const user of ['U_BEN', 'U_BENNO']) {
        await store.cards.put(
          TENANT,
          aCard(`signer:${user}:${id}`, id, { kind: 'signer', channel: 'D_BEN' }),
        );
        const notice = { kind: 'reminded', about: 'ben@acme.com', to: user } as const;
        await store.notices.owe(TENANT, id, [notice], work.tellNotices({ user }));
      }
    }
    const whose = { tenant: TENANT, user: 'U_BEN' };
    expect((await store.personalData.find(whose))['cards']).toHaveLength(3);
    const { rows } = await forgetPerson(store, whose);
    expect(rows).toMatchObject({ cards: 2, notices: 2 });
    const left = await here.raw("select id from cards where id like 'signer:U_BEN:%'");
    expect(left).toEqual([{ id: 'signer:U_BEN:present' }]);
    const owed = await store.notices.owed(TENANT, 'U_BEN');
    expect(owed.map(({ requestId }) => requestId)).toEqual(['present']);
    expect(await here.raw("select id from cards where id like 'signer:U_BENNO:%'")).toHaveLength(3);
  });

  it('a workspace is found in which only an open list, a refusal or a draft names the member', async () => {
    const store = await (await place()).open();
    const problem = { code: 'signer_twice', text: 'like U_BEN' } as const;
    const nobody = { form: emptyForm, signers: [] };
    await storeRecords(store, aSignRequest('a', { ...nobody, ...endedAt(startAt), refusal: problem }));
    const draft = {
      ...{ id: 'd', user: 'U_CY', form: emptyForm, responseUrl: null, channel: null },
      problem,
    };
    await store.drafts.put('T02', { ...draft, replaces: null, changes: null, createdAt: Date.now() });
    const state = { group: 'all', words: 'U_BEN' } as unknown as ListState;
    await store.lists.putView('T03', { id: 'V1', user: 'U_CY', state });
    expect(await store.personalData.tenantsOf('U_BEN')).toEqual([TENANT, 'T02', 'T03']);
    expect(await store.personalData.tenantsOf('U_DEE')).toEqual([]);
  });

  it('forgetting a member deletes their data in their tenant only', async () => {
    const here = await place();
    const store = await here.open();
    const theirs = aSignRequest('theirs', { ...endedAt(startAt), requester: 'U_BEN', signers: [cy] });
    await storeRecords(store, ended, theirs, { ...theirs, tenant: 'T02' });
    for (const [tenant, id, user] of [
      [TENANT, 'd', 'U_BEN'],
      ['T02', 'd', 'U_BEN'],
      // Cy's draft: its form shows words with Ben's id.
      [TENANT, 'e', 'U_CY'],
    ] as const) {
      await store.drafts.put(tenant, {
        id,
        user,
        form: id === 'e' ? emptyForm : aForm,
        responseUrl: 'https://hooks.slack.com/commands/1/2/3',
        channel: null,
        replaces: null,
        changes: null,
        problem: null,
        createdAt: Date.now(),
      });
    }
    await store.drafts.recordShown(TENANT, 'e', '{"notUsed":{"words":"from U_BEN"}}');
    expect(await store.personalData.tenantsOf('U_BEN')).toEqual([TENANT, 'T02']);
    const stored = await store.personalData.find({ tenant: TENANT, user: 'U_BEN' });
    expect(stored).toMatchObject({
      signRequests: [{ id: 'ended' }, { id: 'theirs' }],
      drafts: [{ id: 'd' }, { id: 'e' }],
    });
    expect(JSON.stringify(stored)).not.toContain('hooks.slack.com');
    const { rows } = await forgetPerson(store, { tenant: TENANT, user: 'U_BEN' });
    expect(rows).toMatchObject({ signRequests: 2, drafts: 2 });
    expect(await store.personalData.tenantsOf('U_BEN')).toEqual(['T02']);
    expect(await store.signRequests.get(TENANT, 'theirs')).toBeNull();
    expect((await store.signRequests.get(TENANT, 'ended'))?.form.colleagues).toEqual([]);
    expect(await store.signRequests.get('T02', 'theirs')).not.toBeNull();
  });
});
