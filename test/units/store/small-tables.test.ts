import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { work } from '../../../src/signing/work.ts';
import {
  type Draft,
  isSharedCardIn,
  LeaseLost,
  type Person,
  sharedCardId,
} from '../../../src/store/database.ts';
import { ANA, aCard, aForm, aSignRequest, keyOf, TENANT } from './records.ts';
import { aJob, finishAllJobs, movableClock, onBothEngines } from './stores.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

onBothEngines('small tables', (place, engine) => {
  it('every open request with a message to a signer is found, however many there are', async () => {
    const store = await (await place()).open();
    for (let index = 0; index < 25; index += 1) {
      const openState = index % 2 === 0 ? 'sent' : 'viewed';
      const record = aSignRequest(`r${index}`, { state: index === 3 ? 'cancelled' : openState });
      await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
      const card = aCard(`signer:U_BEN:r${index}`, record.id, { kind: 'signer', createdAt: 100 - index });
      await store.cards.put(TENANT, card);
    }
    await store.cards.put(TENANT, aCard('signer:U_BENNO:r1', 'r1', { kind: 'signer' }));
    const found = await store.cards.openRequestsWithMessageTo(TENANT, 'U_BEN');
    expect(found).toHaveLength(24);
    expect(found[0]).toBe('r24');
    expect(found).not.toContain('r3');
  });

  it('cards of a request are stored, overwritten by id, and removed', async () => {
    const store = await (await place()).open();
    const record = aSignRequest('r1');
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    const view = aCard('view', 'r1', { kind: 'view', channel: null, message: 'V1', createdAt: 2 });
    await store.cards.put(TENANT, view);
    await store.cards.put(TENANT, aCard('direct', 'r1', { message: null, createdAt: 1 }));
    await store.cards.put(TENANT, aCard('direct', 'r1', { createdAt: 1 }));
    expect(await store.cards.forRequest(TENANT, 'r1')).toEqual([
      aCard('direct', 'r1', { createdAt: 1 }),
      view,
    ]);
    expect(await store.cards.forRequest('T02', 'r1')).toEqual([]);
    await store.cards.remove('T02', 'view');
    await store.cards.remove(TENANT, 'direct');
    expect(await store.cards.forRequest(TENANT, 'r1')).toEqual([view]);
  });

  it('a card moved to another request while it was drawn keeps its message, but not the drawing', async () => {
    const store = await (await place()).open();
    for (const record of [aSignRequest('old'), aSignRequest('new')]) {
      await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    }
    await store.cards.put(TENANT, aCard('card', 'old', { message: null, drawnHash: null }));
    const drawing = { requestId: 'old', message: '17.5', hash: 'as old' };
    expect(await store.cards.recordDrawn(TENANT, 'card', drawing)).toBe('old');
    expect(await store.cards.forRequest(TENANT, 'old')).toMatchObject([
      { message: '17.5', drawnHash: 'as old' },
    ]);
    await store.cards.put(TENANT, aCard('card', 'new', { message: null, drawnHash: 'as new' }));
    expect(await store.cards.recordDrawn(TENANT, 'card', drawing)).toBe('new');
    expect(await store.cards.forRequest(TENANT, 'new')).toMatchObject([{ message: '17.5', drawnHash: null }]);
    await store.cards.remove(TENANT, 'card', 'old');
    expect(await store.cards.forRequest(TENANT, 'new')).toHaveLength(1);
    await store.cards.remove(TENANT, 'card', 'new');
    expect(await store.cards.recordDrawn(TENANT, 'card', drawing)).toBeNull();
  });

  it('a request is drawn again once it was shared in a channel, and once that was withdrawn', async () => {
    const store = await (await place()).open();
    const record = aSignRequest('r1');
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    const redraw = [{ step: 'redraw', args: { requestId: 'r1' } }];
    await store.history.addShared(TENANT, 'r1', ANA);
    expect(await finishAllJobs(store)).toMatchObject(redraw);
    const card = aCard(sharedCardId('r1', 'C1'), 'r1', { kind: 'shared', channel: 'C1' });
    await store.cards.put(TENANT, card);
    await store.history.addWithdrawn(TENANT, card, ANA);
    expect(await finishAllJobs(store)).toMatchObject(redraw);
    // A second press finds no card.
    await store.history.addWithdrawn(TENANT, card, ANA);
    const deeds = (await store.history.of(TENANT, 'r1')).map(({ deed, by }) => [deed, by]);
    expect(deeds.slice(-2)).toEqual([
      ['share', ANA],
      ['withdraw_card', ANA],
    ]);
    expect(deeds.filter(([deed]) => deed === 'withdraw_card')).toHaveLength(1);
  });

  it('the id of a card in a channel names its channel, and no other id does', () => {
    expect(isSharedCardIn('C1', sharedCardId('r1', 'C1'))).toBe(true);
    for (const id of [sharedCardId('r1', 'C2'), 'r1:C1', 'card:r1:more:C1', 'direct']) {
      expect(isSharedCardIn('C1', id), id).toBe(false);
    }
  });

  it('a card of a missing request is refused', async () => {
    const store = await (await place()).open();
    await expect(store.cards.put(TENANT, aCard('card', 'nowhere'))).rejects.toThrow(/foreign key/i);
  });

  it('a draft is kept for a day', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    const draft: Draft = {
      id: 'd1',
      user: ANA,
      form: aForm,
      responseUrl: 'https://hooks.slack.com/commands/1/2/3',
      channel: 'C01',
      replaces: 'r1',
      changes: null,
      problem: { code: 'colleague_unknown', name: 'Ben' },
      createdAt: clock.now(),
    };
    const bare = {
      ...draft,
      id: 'd2',
      responseUrl: null,
      channel: null,
      replaces: null,
      changes: null,
      problem: null,
    };
    await store.drafts.put(TENANT, { ...draft, user: 'U_OLD' });
    await store.drafts.put(TENANT, draft);
    await store.drafts.put(TENANT, bare);
    clock.pass(DAY_MS - 1);
    expect(await store.drafts.get(TENANT, 'd1')).toEqual(draft);
    expect(await store.drafts.get(TENANT, 'd2')).toEqual(bare);
    expect(await store.drafts.get('T02', 'd1')).toBeNull();
    await store.drafts.recordShown(TENANT, 'd1', 'metadata');
    await store.drafts.recordFormShown(TENANT, 'd1', 'V1');
    expect(await store.drafts.shownWith(TENANT, 'd1')).toBe('metadata');
    expect(await store.drafts.shownWith(TENANT, 'd2')).toBeNull();
    const shown = [
      ['d1', 'V1'],
      ['d1', 'V2'],
      ['d2', 'V1'],
    ].map(([id = '', view = '']) => store.drafts.isFormShownIn(TENANT, id, view));
    expect(await Promise.all(shown)).toEqual([true, false, false]);
    clock.pass(1);
    expect(await store.drafts.get(TENANT, 'd1')).toBeNull();
  });

  it('a cached person is returned for as long as the caller trusts the cache', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    const ana: Person = {
      userId: ANA,
      teamId: 'T01',
      enterpriseId: 'E01',
      workspaceIds: ['T01', 'T02'],
      name: 'Ana\0',
      email: 'ana@example.com',
      timeZone: 'Europe/Berlin',
      locale: 'de-DE',
      isBot: false,
      isGuest: true,
      isDeleted: false,
      isExternal: true,
      readAt: clock.now(),
    };
    await store.people.put(TENANT, { ...ana, isBot: true });
    await store.people.put(TENANT, ana);
    clock.pass(1_000);
    expect(await store.people.get(TENANT, ANA, 1_000)).toEqual({ ...ana, name: 'Ana' });
    expect(await store.people.get(TENANT, ANA, 999)).toBeNull();
    expect(await store.people.get('T02', ANA, 1_000)).toBeNull();
    await store.people.put(TENANT, { ...ana, readAt: ana.readAt + 86_400_000 });
    // The clock was set back, so the age of the row is unknown.
    expect(await store.people.get(TENANT, ANA, 1_000)).toBeNull();
  });

  it('a person’s Box identity is stored', async () => {
    const store = await (await place()).open();
    const ana = { boxUserId: '11', login: 'ana@example.com', name: 'Ana' };
    expect(await store.connections.get(TENANT, ANA)).toBeNull();
    await store.connections.putBoxUser(TENANT, ANA, { ...ana, boxUserId: '10' });
    await store.connections.putBoxUser(TENANT, ANA, ana);
    const since = expect.any(Number);
    expect(await store.connections.get(TENANT, ANA)).toEqual({ ...ana, state: 'active', since });
  });

  it('the sweep deletes a finished job after a week, and no job that was given up', async () => {
    const clock = movableClock();
    const here = await place();
    const store = await here.open({ now: clock.now });
    const finishOne = async () => {
      await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
      const claimed = await store.jobs.claim();
      if (claimed !== null) await store.jobs.finish(claimed.lease);
    };
    await finishOne();
    await store.jobs.enqueue(TENANT, aJob({ step: 'dies' }));
    const dying = await store.jobs.claim();
    const next = aJob({ step: 'tells of it' });
    if (dying !== null) await store.jobs.giveUp(dying.lease, { error: 'x', reference: 'ref' }, next);
    const count = async () => Number((await here.raw('select count(*) as n from jobs'))[0]?.['n']);
    clock.pass(7 * DAY_MS);
    await finishOne().then(() => store.sweep());
    expect(await count()).toBe(4);
    clock.pass(1);
    await store.sweep();
    expect(await count()).toBe(3);
    expect((await store.jobs.counts()).dead).toBe(1);
  });

  it('a confirmed batch is kept until a day after its end, however long Box is unreachable', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    const { batches } = store;
    const entries = [{ id: 'r1', askedAt: null, result: null }];
    for (const id of ['left', 'confirmed'])
      await batches.add(TENANT, { id, user: ANA, verb: 'resend', entries });
    const next = aJob({ step: 'x' });
    const chosen = { id: 'confirmed', user: ANA, reason: 'Not needed', entries, viewId: null };
    expect(await batches.confirm(TENANT, chosen, next)).toBe(true);
    expect(await batches.confirm(TENANT, chosen, next)).toBe(false);
    const lease = (await store.jobs.claim())?.lease;
    clock.pass(DAY_MS);
    await store.sweep();
    expect(await batches.get(TENANT, ANA, 'left')).toBeNull();
    const batch = await batches.get(TENANT, ANA, 'confirmed');
    if (!lease || !batch) throw new Error('the batch is gone');
    await batches.save(TENANT, batch, lease);
    expect(await batches.get(TENANT, ANA, 'confirmed')).toMatchObject({ reason: 'Not needed' });
    const late = batches.save(TENANT, { ...batch, finishedAt: 1 }, { ...lease, token: 'lost' }, next);
    await expect(late).rejects.toBeInstanceOf(LeaseLost);
    expect(await batches.get(TENANT, ANA, 'confirmed')).toMatchObject({ finishedAt: null });
    expect((await store.jobs.counts()).waiting).toBe(0);
    await batches.save(TENANT, { ...batch, finishedAt: clock.now() }, lease);
    await store.sweep();
    expect(await batches.get(TENANT, ANA, 'confirmed')).toMatchObject({ reason: null });
    clock.pass(DAY_MS);
    expect(await batches.get(TENANT, ANA, 'confirmed')).toBeNull();
  });

  it('calls to Box that are counted at the same time are all counted', async () => {
    const { pollBudget } = await (await place()).open();
    await Promise.all(Array.from({ length: 20 }, () => pollBudget.take(2)));
    expect(await pollBudget.usage()).toEqual({ used: 40, perMonth: 20_000 });
  });

  it('calls that were spent come back with time, and only once', async () => {
    const clock = movableClock();
    const { pollBudget } = await (await place()).open({ now: clock.now, pollCallsPerMonth: 30_000 });
    expect(await pollBudget.left()).toBe(1);
    await pollBudget.take(1_000);
    const spent = await pollBudget.left();
    clock.pass(10 * 60_000);
    const later = await pollBudget.left();
    expect(later).toBeGreaterThan(spent);
    await pollBudget.take(0);
    expect(await pollBudget.left()).toBeCloseTo(later, 9);
  });

  it('unless the operator says otherwise, an ended request is kept for a year', async () => {
    const clock = movableClock(aSignRequest('r1').createdAt);
    const store = await (await place()).open({ now: clock.now });
    const record = aSignRequest('r1', { state: 'not_sent' });
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    clock.pass(365 * DAY_MS);
    await store.sweep();
    expect(await store.signRequests.get(TENANT, 'r1')).not.toBeNull();
    clock.pass(1);
    await store.sweep();
    expect(await store.signRequests.get(TENANT, 'r1')).toBeNull();
  });

  it('nobody is welcomed twice, nor when they need no welcome', async () => {
    const here = await place();
    const { welcomes } = await here.open();
    expect(await welcomes.has(TENANT, ANA)).toBe(false);
    await welcomes.begin(TENANT, ANA, work.welcome({ user: ANA }));
    expect(await welcomes.has(TENANT, ANA)).toBe(true);
    await here.raw('delete from jobs');
    await welcomes.begin(TENANT, ANA, work.welcome({ user: ANA }));
    await welcomes.begin(TENANT, 'U_BEN', null);
    expect(await welcomes.has(TENANT, 'U_BEN')).toBe(true);
    expect(await here.raw('select step from jobs')).toEqual([]);
  });

  it('a notice is owed once, and nothing more is done when it is owed again', async () => {
    const here = await place();
    const store = await here.open();
    const record = aSignRequest('r1');
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    const owe = (about: string) =>
      store.notices.owe(TENANT, 'r1', [{ kind: 'signed', about, to: ANA }], work.welcome({ user: about }));
    await owe('bo@client.com');
    await here.raw('delete from jobs');
    await owe('bo@client.com');
    expect(await here.raw('select id from jobs')).toEqual([]);
    await owe('cy@client.com');
    expect(await here.raw('select id from jobs')).toHaveLength(1);
    expect(await store.notices.owed(TENANT, ANA)).toHaveLength(2);
  });

  it('admins see who has left, the latest first, and who is connected, ended connections first', async () => {
    const clock = movableClock();
    const { departures, connections, signRequests } = await (await place()).open({ now: clock.now });
    expect(await departures.countConnected(TENANT)).toEqual({ active: 0, ended: 0 });
    const startAt = clock.now();
    for (const user of ['U_1', 'U_2', 'U_3', 'U_1']) {
      await departures.record(TENANT, user, user);
      const identity = { boxUserId: user, login: `${user}@acme.com`, name: user };
      const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: 1 };
      await connections.save(TENANT, user, { ...identity, tokens });
      clock.pass(1_000);
    }
    await departures.clear(TENANT, 'U_2');
    expect(await departures.list(TENANT)).toEqual([
      { userId: 'U_3', name: 'U_3', foundAt: startAt + 2_000 },
      { userId: 'U_1', name: 'U_1', foundAt: startAt },
    ]);
    const { generation = 0 } = (await connections.tokens(TENANT, 'U_2')) ?? {};
    const claim = (await connections.claimRefresh(TENANT, 'U_2', generation, 1_000)) ?? '';
    const next = work.connectionEnded({ user: 'U_2' });
    await connections.end(TENANT, 'U_2', { claim, why: 'invalid_grant', next });
    expect(await departures.countConnected(TENANT)).toEqual({ active: 2, ended: 1 });
    expect(await departures.listConnected(TENANT, 2)).toEqual([
      { userId: 'U_2', login: 'U_2@acme.com', since: startAt + 1_000, hasEnded: true },
      { userId: 'U_1', login: 'U_1@acme.com', since: startAt + 3_000, hasEnded: false },
    ]);
    for (const [id, state] of [
      ['open', 'sent'],
      ['ended', 'signed'],
    ] as const) {
      const record = aSignRequest(id, { state, requester: `U_${id}` });
      await signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    }
    expect(await departures.usersToCheck(TENANT)).toEqual(['U_1', 'U_2', 'U_3', 'U_open']);
  });

  it('Home is published again when Slack shows something else, until it is removed', async () => {
    const clock = movableClock();
    const { homes } = await (await place()).open({ now: clock.now });
    const next = work.drawHome({ user: ANA });
    await homes.recordOpened(TENANT, ANA, null, next);
    expect(await homes.get(TENANT, ANA)).toEqual({ drawnAt: null, drawnHash: null });
    await homes.recordDrawn(TENANT, ANA, { hash: 'ours', viewHash: 'of Slack' });
    const drawnAt = clock.now();
    clock.pass(1_000);
    await homes.recordOpened(TENANT, ANA, 'of Slack', next);
    expect(await homes.get(TENANT, ANA)).toEqual({ drawnAt, drawnHash: 'ours' });
    await homes.recordOpened(TENANT, ANA, 'of another view', next);
    expect(await homes.get(TENANT, ANA)).toEqual({ drawnAt, drawnHash: null });
    await homes.remove(TENANT, ANA);
    expect(await homes.get(TENANT, ANA)).toBeNull();
  });

  it('people who share a webhook share the one that replaces it, and hear of an event once', async () => {
    const clock = movableClock();
    const here = await place();
    const { webhooks } = await here.open({ now: clock.now });
    const watches = [ANA, 'U_BEN'].map((user) => ({ tenant: TENANT, user, folderId: '1' }));
    const made = { boxId: '7', address: 'https://sign.example.com', replaces: null };
    for (const watch of watches) await webhooks.put(watch, made);
    const reached = watches.map((watch) => ({ watch, next: work.poll({ user: watch.user }) }));
    for (let times = 0; times < 2; times += 1) {
      await webhooks.recordNotification('e1', reached);
      clock.pass(1_000);
    }
    expect(await here.raw('select step from jobs')).toHaveLength(2);
    const heardAt = clock.now() - 2_000;
    expect((await webhooks.withBoxId('7')).map(({ lastHeardAt }) => lastHeardAt)).toEqual([heardAt, heardAt]);
    const [ana = { tenant: TENANT, user: ANA, folderId: '1' }] = watches;
    await webhooks.put(ana, { ...made, boxId: '8', replaces: '7' });
    expect(await webhooks.withBoxId('7')).toEqual([]);
    const fresh = { boxId: '8', state: 'active', createdAt: clock.now(), lastHeardAt: null };
    expect(await webhooks.withBoxId('8')).toMatchObject([fresh, fresh]);
    await webhooks.put(ana, { ...made, boxId: null });
    expect(await webhooks.get(ana)).toMatchObject({ boxId: null, state: 'refused' });
    await webhooks.remove(ana);
    expect(await webhooks.ofPerson(TENANT, ANA)).toEqual([]);
    expect(await webhooks.ofPerson(TENANT, 'U_BEN')).toHaveLength(1);
  });

  it('a workspace that has only a position in the events, a welcome or a webhook counts as one', async () => {
    const store = await (await place()).open();
    await store.boxEvents.save('T01', '5');
    await store.welcomes.begin('T02', ANA, null);
    const made = { boxId: '7', address: 'https://sign.example.com', replaces: null };
    await store.webhooks.put({ tenant: 'T03', user: ANA, folderId: '1' }, made);
    await store.pollBudget.take(1);
    expect(await store.tenants()).toEqual(['T01', 'T02', 'T03']);
  });

  // PostgreSQL has no file that the app could overwrite.
  if (engine === 'sqlite') {
    it('what an earlier version left readable goes with the data of a workspace', async () => {
      const here = await place();
      const store = await here.open();
      const { dataDir = '' } = here.options;
      const bytes = () =>
        readdirSync(dataDir)
          .filter((name) => name.startsWith('store.db'))
          .map((name) => readFileSync(join(dataDir, name), 'latin1'))
          .join('');
      await here.raw(`insert into spent_states (tenant, id, expires_at) values ('T', 'PLANTED-WORD', 0)`);
      await here.raw(`delete from spent_states where tenant = 'T'`);
      expect(bytes()).toContain('PLANTED-WORD');
      expect(await store.forget(TENANT, null)).toBe(true);
      expect(bytes()).not.toContain('PLANTED-WORD');
    });
  }

  it('the store answers a ping until it is closed', async () => {
    const here = await place();
    const store = await here.open();
    await expect(store.ping()).resolves.toBeUndefined();
    await here.close(store);
    await expect(store.ping()).rejects.toThrow();
  });
});
