import { expect, it } from 'vitest';
import { observeListed } from '../../../src/signing/listed.ts';
import type { Observation } from '../../../src/signing/sign-request.ts';
import { type Lease, LeaseLost, type Store } from '../../../src/store/database.ts';
import { anObservation } from '../../builders/observations.ts';
import { ANA, aSignRequest, keyOf, PREPARE_URL, TENANT } from './records.ts';
import { aJob, onBothEngines } from './stores.ts';

const now = 1_790_000_100_000;

async function claimLease(store: Store): Promise<Lease> {
  await store.jobs.enqueue(TENANT, aJob({ step: 'list', dedupeKey: 'list' }));
  const claimed = await store.jobs.claim();
  if (!claimed) throw new Error('nothing to claim');
  return claimed.lease;
}

function observeAll(
  store: Store,
  seen: readonly Observation[],
  lease: Lease,
  requester = ANA,
  at = now,
  since: number | null = null,
) {
  let made = 0;
  const newId = () => {
    made += 1;
    return `${requester}-${at}-${made}`;
  };
  const whose = { tenant: TENANT, requester, newId };
  return store.signRequests.observeAll(
    TENANT,
    requester,
    seen,
    (known, one) => observeListed(known, one, whose, at),
    lease,
    since,
  );
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    anObservation()
      .of(`box-${index}`)
      .with({
        externalId: null,
        name: `Many ${index}.pdf`,
        shortId: `SR-${index}`,
        createdAt: now - index * 1_000,
      })
      .build(),
  );

onBothEngines('lists of sign requests', (place) => {
  it('each entry becomes a record once, and is found by its words', async () => {
    const store = await (await place()).open();
    const lease = await claimLease(store);
    const seen = [
      ...many(1_000),
      anObservation().of('prep').toPrepareAt(PREPARE_URL).saying('created').build(),
    ];
    expect(await observeAll(store, seen, lease)).toEqual({ made: 1_001, changed: 0 });
    expect(await observeAll(store, seen, lease, ANA, now + 60_000)).toEqual({ made: 0, changed: 0 });
    const list = await store.signRequests.listAll(TENANT, ANA);
    expect(list).toHaveLength(1_001);
    const [first] = list.filter(({ boxId }) => boxId === 'box-0');
    expect(first?.words).toBe('many 0.pdf\nnda.pdf\nbo@client.com');
    const [record] = await store.signRequests.getMany(TENANT, ANA, [first?.id ?? '']);
    expect(record?.observedAt).toBe(now + 60_000);
    const kept = await store.signRequests.getByBoxId(TENANT, 'prep');
    expect(kept?.prepareUrl).toBe(PREPARE_URL);
  });

  it('known entries are observed by Box id or our id, and changes are redrawn', async () => {
    const store = await (await place()).open();
    for (const [id, boxId] of [
      ['r1', 'box-1'],
      ['r2', null],
      ['r3', 'box-3'],
    ] as const) {
      const record = aSignRequest(id, {
        state: boxId ? 'sent' : 'creating',
        boxId,
        sentAt: 1,
        lastSentAt: 1,
      });
      await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    }
    const lease = await claimLease(store);
    const seen = [
      anObservation()
        .of('box-1')
        .with({ externalId: 'r1' })
        .signedBy('bo@client.com')
        .saying('signed')
        .build(),
      anObservation().of('box-2').with({ externalId: 'r2' }).build(),
      anObservation().of('box-9').with({ externalId: 'r3' }).build(),
    ];
    expect(await observeAll(store, seen, lease)).toEqual({ made: 0, changed: 3 });
    const states = await store.signRequests.getMany(TENANT, ANA, ['r1', 'r2', 'r3']);
    expect(states.map(({ state, boxId }) => [state, boxId])).toEqual([
      ['signed', 'box-1'],
      ['sent', 'box-2'],
      ['sent', 'box-3'],
    ]);
    expect(states[2]?.details.duplicateBoxId).toBe('box-9');
    const redrawn: unknown[] = [];
    for (let claimed = await store.jobs.claim(); claimed; claimed = await store.jobs.claim()) {
      if (claimed.job.step === 'redraw') redrawn.push(claimed.job.args['requestId']);
    }
    expect(redrawn.sort()).toEqual(['r1', 'r2', 'r3']);
  });

  it('records of other people stay unchanged, and are shown to nobody else', async () => {
    const store = await (await place()).open();
    const record = aSignRequest('r1', { state: 'sent', boxId: 'box-1' });
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    const lease = await claimLease(store);
    const signed = anObservation().of('box-1').with({ externalId: 'r1' }).saying('signed').build();
    expect(await observeAll(store, [signed], lease, 'U_BEN')).toEqual({ made: 1, changed: 0 });
    expect((await store.signRequests.get(TENANT, 'r1'))?.state).toBe('sent');
    expect(await store.signRequests.getMany(TENANT, 'U_BEN', ['r1'])).toEqual([]);
    expect(await store.signRequests.listAll('T02', ANA)).toEqual([]);
  });

  it('of two records with the same Box id, the newer one follows Box', async () => {
    const store = await (await place()).open();
    for (const [id, createdAt] of [
      ['r1', now - 1_000],
      ['r2', now - 2_000],
    ] as const) {
      const record = aSignRequest(id, { state: 'sent', boxId: 'box-1', createdAt });
      await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    }
    const signed = anObservation().of('box-1').with({ externalId: null }).saying('signed').build();
    expect(await observeAll(store, [signed], await claimLease(store))).toEqual({ made: 0, changed: 1 });
    const records = await store.signRequests.getMany(TENANT, ANA, ['r1', 'r2']);
    expect(records.map(({ state }) => state)).toEqual(['signed', 'sent']);
  });

  it('nothing is written once the lease is lost, or the person has another connection', async () => {
    const store = await (await place()).open();
    const lease = await claimLease(store);
    await store.connections.putBoxUser(TENANT, ANA, { boxUserId: '7', login: 'ana@acme.com', name: 'Ana' });
    const since = ((await store.connections.get(TENANT, ANA))?.since ?? 0) - 1;
    const late = observeAll(store, many(3), lease, ANA, now, since);
    await expect(late).rejects.toThrow('the connection to Box ended while Box was asked');
    await store.jobs.finish(lease);
    await expect(observeAll(store, many(3), lease)).rejects.toThrow(LeaseLost);
    expect(await store.signRequests.listAll(TENANT, ANA)).toEqual([]);
  });

  it('what open lists show is stored, and forgotten when nobody uses them', async () => {
    let at = now;
    const store = await (await place()).open({ now: () => at });
    const state = { group: null, isPicked: false, query: 'acme', page: 1 };
    await store.lists.putView(TENANT, { id: 'V1', user: ANA, state });
    await store.lists.putView(TENANT, { id: 'V1', user: ANA, state: { ...state, page: 2 } });
    const kept = { id: 'V1', user: ANA, state: { ...state, page: 2 }, version: 2 };
    expect(await store.lists.viewsOf(TENANT, ANA)).toEqual([kept]);
    expect(await store.lists.view('T02', 'V1')).toBeNull();
    at += 25 * 3_600_000;
    await store.sweep();
    expect(await store.lists.view(TENANT, 'V1')).toBeNull();
    const asked = { askedAt: 1, listedAt: 2, failedAt: null, refusal: null };
    await store.lists.putReadState(TENANT, ANA, asked);
    expect(await store.lists.readState(TENANT, ANA)).toEqual(asked);
    expect(await store.lists.readState(TENANT, 'U_BEN')).toEqual({
      askedAt: null,
      listedAt: null,
      failedAt: null,
      refusal: null,
    });
  });

  it('the five lists that a person used last are redrawn, until they are closed', async () => {
    let at = now;
    const { lists } = await (await place()).open({ now: () => at });
    const state = { group: null, isPicked: false, query: '', page: 1 };
    for (const id of ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V1']) {
      at += 1_000;
      await lists.putView(TENANT, { id, user: ANA, state });
    }
    const ids = async () => (await lists.viewsOf(TENANT, ANA)).map(({ id }) => id);
    expect(await ids()).toEqual(['V1', 'V6', 'V5', 'V4', 'V3']);
    await lists.removeView(TENANT, 'V6');
    expect(await ids()).toEqual(['V1', 'V5', 'V4', 'V3', 'V2']);
  });
});
