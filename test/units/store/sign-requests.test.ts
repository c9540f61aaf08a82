import { expect, it } from 'vitest';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { work } from '../../../src/signing/work.ts';
import {
  type CreateDecision,
  type ExistingRequests,
  LeaseLost,
  type Store,
} from '../../../src/store/database.ts';
import { ANA, aCard, aSignRequest, keyOf, PREPARE_URL, TENANT } from './records.ts';
import { onBothEngines } from './stores.ts';

const stepsOf = ({ id: requestId }: SignRequest) => [
  work.create({ requestId }),
  work.slow({ requestId }, 4_000),
  work.redraw({ requestId }),
];
const STEP_COUNT = 3;

/** Makes the decision that accepts this record unless the same one is stored already. */
function unlessThere(record: SignRequest): (found: ExistingRequests) => CreateDecision {
  return ({ sameNonce, same }) => {
    if (sameNonce !== null) return { existing: sameNonce, why: 'same_nonce' };
    if (same !== null) return { existing: same, why: 'same_again' };
    return { record, steps: stepsOf(record) };
  };
}

function accept(store: Store, record: SignRequest): Promise<CreateDecision> {
  return store.signRequests.createUnlessDuplicate(record.tenant, keyOf(record), () => ({
    record,
    steps: stepsOf(record),
  }));
}

onBothEngines('sign requests', (place) => {
  it('every field of a record is stored', async () => {
    const store = await (await place()).open();
    const full = aSignRequest('r1', {
      state: 'created',
      boxId: 'box-1',
      shortId: 'SR-1',
      prepareUrl: PREPARE_URL,
      refusal: { code: 'box_refused', reason: 'odd', status: 400 },
      confirmedAt: 1,
      createSentAt: 2,
      looks: 3,
      firstLookAt: 4,
      lastSentAt: 5,
      sentAt: 6,
      observedAt: 7,
    });
    await accept(store, full);
    expect(await store.signRequests.get(TENANT, 'r1')).toEqual(full);
    expect(await store.signRequests.getByNonce(TENANT, 'nonce-r1')).toEqual(full);
    expect(await store.signRequests.getByBoxId(TENANT, 'box-1')).toEqual(full);
  });

  it('other tenants do not see a record', async () => {
    const store = await (await place()).open();
    await accept(store, aSignRequest('r1', { boxId: 'box-1' }));
    expect(await store.signRequests.get('T02', 'r1')).toBeNull();
    expect(await store.signRequests.getByNonce('T02', 'nonce-r1')).toBeNull();
    expect(await store.signRequests.getByBoxId('T02', 'box-1')).toBeNull();
    expect(await store.signRequests.listByRequester('T02', ANA, { limit: 10 })).toEqual([]);
    expect(await store.signRequests.change('T02', 'r1', (record) => ({ record, steps: [] }))).toBeNull();
  });

  it('text that one of the engines would refuse is stored', async () => {
    const store = await (await place()).open();
    const odd = aSignRequest('r1');
    await accept(store, { ...odd, form: { ...odd.form, message: 'a\0b\ud800c \\u0000' } });
    const read = await store.signRequests.get(TENANT, 'r1');
    expect(read?.form.message).toBe('ab\ufffdc \\u0000');
  });

  it('one rendering of the form, submitted twice together, makes one record', async () => {
    const store = await (await place()).open();
    const twins = ['a', 'b'].map((id) => aSignRequest(id, { nonce: 'same', fingerprint: 'same' }));
    const answers = await Promise.all(
      twins.map((twin) => store.signRequests.createUnlessDuplicate(TENANT, keyOf(twin), unlessThere(twin))),
    );
    const made = answers.flatMap((answer) => ('record' in answer ? [answer.record.id] : []));
    const shown = answers.flatMap((answer) => ('existing' in answer ? [answer] : []));
    expect(made).toHaveLength(1);
    expect(shown).toMatchObject([{ why: 'same_nonce', existing: { id: made[0] } }]);
    expect((await store.jobs.counts()).waiting).toBe(STEP_COUNT);
  });

  it('a decision that ignores what exists gets the existing record too', async () => {
    const store = await (await place()).open();
    await accept(store, aSignRequest('a', { nonce: 'same' }));
    const late = await accept(store, aSignRequest('b', { nonce: 'same' }));
    expect(late).toMatchObject({ why: 'same_nonce', existing: { id: 'a' } });
    expect(await store.signRequests.get(TENANT, 'b')).toBeNull();
  });

  it('a nonce does not open another person’s record', async () => {
    const store = await (await place()).open();
    await accept(store, aSignRequest('a', { nonce: 'same' }));
    const forged = aSignRequest('b', { nonce: 'same', requester: 'U_MALLORY' });
    await expect(accept(store, forged)).rejects.toThrow('another requester');
  });

  it('the same document to the same people is found, unless it ended or is old', async () => {
    const store = await (await place()).open();
    const first = aSignRequest('a', { fingerprint: 'f' });
    await accept(store, first);
    const again = (id: string, createdAt: number) => {
      const record = aSignRequest(id, { fingerprint: 'f', createdAt });
      return store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), unlessThere(record));
    };
    expect(await again('b', first.createdAt + 120_000)).toMatchObject({ why: 'same_again', existing: first });
    expect(await again('c', first.createdAt + 120_001)).toMatchObject({ record: { id: 'c' } });
    await store.signRequests.change(TENANT, 'c', (record) => ({
      record: { ...record, state: 'not_sent' },
      steps: [],
    }));
    expect(await again('d', first.createdAt + 120_002)).toMatchObject({ record: { id: 'd' } });
    await store.signRequests.change(TENANT, 'd', (record) => ({
      record: { ...record, state: 'discarded' },
      steps: [],
    }));
    expect(await again('d2', first.createdAt + 120_003)).toMatchObject({ record: { id: 'd2' } });
    const other = aSignRequest('e', { fingerprint: 'f', requester: 'U_BEN', createdAt: first.createdAt });
    expect(
      await store.signRequests.createUnlessDuplicate(TENANT, keyOf(other), unlessThere(other)),
    ).toMatchObject({
      record: { id: 'e' },
    });
  });

  it('a request that replaces another continues in its cards', async () => {
    const store = await (await place()).open();
    await accept(store, aSignRequest('old', { state: 'not_sent' }));
    await store.cards.put(TENANT, aCard('card', 'old'));
    const mended = aSignRequest('new');
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(mended, 'old'), () => ({
      record: mended,
      steps: stepsOf(mended),
      replace: (old) => ({ ...old, state: 'discarded' }),
    }));
    expect((await store.signRequests.get(TENANT, 'old'))?.state).toBe('discarded');
    expect(await store.cards.forRequest(TENANT, 'old')).toEqual([]);
    expect(await store.cards.forRequest(TENANT, 'new')).toEqual([aCard('card', 'new')]);
  });

  it("another person's request is not replaced when a form names it", async () => {
    const store = await (await place()).open();
    await accept(store, aSignRequest('old', { requester: 'U_BEN' }));
    await store.cards.put(TENANT, aCard('card', 'old'));
    const forged = aSignRequest('new');
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(forged, 'old'), () => ({
      record: forged,
      steps: [],
      replace: (old) => ({ ...old, state: 'discarded' }),
    }));
    expect((await store.signRequests.get(TENANT, 'old'))?.state).toBe('requested');
    expect(await store.cards.forRequest(TENANT, 'old')).toHaveLength(1);
  });

  it('nothing is written when accepting a request fails half-way', async () => {
    const store = await (await place()).open();
    await accept(store, aSignRequest('old'));
    const { overdueMs: _, ...before } = await store.jobs.counts();
    const mended = aSignRequest('new');
    const failing = store.signRequests.createUnlessDuplicate(TENANT, keyOf(mended, 'old'), () => ({
      record: mended,
      steps: stepsOf(mended),
      replace: (old) => ({ ...old, nonce: 'moved' }),
    }));
    await expect(failing).rejects.toThrow('nonce never changes');
    expect(await store.signRequests.get(TENANT, 'new')).toBeNull();
    expect(await store.jobs.counts()).toMatchObject(before);
  });

  it('decisions change a record one after another', async () => {
    const store = await (await place()).open();
    await accept(store, aSignRequest('r1'));
    const presses = Array.from({ length: 20 }, () =>
      store.signRequests.change(TENANT, 'r1', (record) => ({
        record: { ...record, looks: record.looks + 1 },
        steps: [work.refresh({ requestId: 'r1' })],
      })),
    );
    const seen = (await Promise.all(presses)).map((answer) => answer?.record.looks);
    expect(new Set(seen).size).toBe(20);
    expect((await store.signRequests.get(TENANT, 'r1'))?.looks).toBe(20);
    expect((await store.jobs.counts()).waiting).toBe(STEP_COUNT + 1);
  });

  it('a refusal is returned, and nothing is written', async () => {
    const store = await (await place()).open();
    await accept(store, aSignRequest('r1'));
    const refusal = { code: 'document_not_found' } as const;
    expect(await store.signRequests.change(TENANT, 'r1', () => ({ refusal }))).toEqual({
      record: aSignRequest('r1'),
      isChanged: false,
      refusal,
    });
    expect(await store.signRequests.change(TENANT, 'r1', () => null)).toEqual({
      record: aSignRequest('r1'),
      isChanged: false,
    });
    expect(await store.signRequests.change(TENANT, 'nowhere', () => null)).toBeNull();
  });

  it('a run that lost its job writes nothing', async () => {
    let nowAt = 1_790_000_000_000;
    const store = await (await place()).open({ now: () => nowAt });
    await accept(store, aSignRequest('r1'));
    const lost = await store.jobs.claim(1_000);
    if (lost === null) throw new Error('there must be a job');
    const markSent = (lease: typeof lost.lease) =>
      store.signRequests.change(
        TENANT,
        'r1',
        (record) => ({ record: { ...record, createSentAt: nowAt }, steps: [work.note({ requestId: 'r1' })] }),
        { lease },
      );
    nowAt += 1_000;
    const taken = await store.jobs.claim(1_000);
    expect(taken?.job.id).toBe(lost.job.id);
    await expect(markSent(lost.lease)).rejects.toBeInstanceOf(LeaseLost);
    expect((await store.signRequests.get(TENANT, 'r1'))?.createSentAt).toBeNull();
    expect((await store.jobs.counts()).waiting).toBe(STEP_COUNT - 1);
    if (taken === null) throw new Error('the job must be taken over');
    const card = { ...aCard('card', 'r1'), postSentAt: nowAt };
    await expect(store.cards.recordPosting(TENANT, card, lost.lease)).rejects.toBeInstanceOf(LeaseLost);
    expect(await store.cards.forRequest(TENANT, 'r1')).toEqual([]);
    await store.cards.recordPosting(TENANT, card, taken.lease);
    expect(await store.cards.forRequest(TENANT, 'r1')).toMatchObject([{ message: null, postSentAt: nowAt }]);
    // An earlier call that failed says nothing about the later one.
    await store.cards.recordNotPosted(TENANT, 'card', nowAt - 1);
    expect(await store.cards.get(TENANT, 'card')).toMatchObject({ postSentAt: nowAt });
    await store.cards.recordNotPosted(TENANT, 'card', nowAt);
    expect(await store.cards.get(TENANT, 'card')).toMatchObject({ postSentAt: null });
    expect((await markSent(taken.lease))?.record.createSentAt).toBe(nowAt);
    expect((await store.jobs.counts()).waiting).toBe(STEP_COUNT);
  });

  it('records are listed page by page, newest first', async () => {
    const store = await (await place()).open();
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      await accept(store, aSignRequest(id, { createdAt: 1_790_000_000_000 + index }));
    }
    const ids = (records: readonly SignRequest[]) => records.map((record) => record.id);
    expect(ids(await store.signRequests.listByRequester(TENANT, ANA, { limit: 2 }))).toEqual(['c', 'b']);
    const rest = await store.signRequests.listByRequester(TENANT, ANA, {
      limit: 2,
      before: 1_790_000_000_001,
    });
    expect(ids(rest)).toEqual(['a']);
  });
});
