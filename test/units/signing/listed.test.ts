import { describe, expect, it } from 'vitest';
import { follow, observeListed } from '../../../src/signing/listed.ts';
import { listState, pageOfList } from '../../../src/signing/request-list.ts';
import type { State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import { work } from '../../../src/signing/work.ts';
import { anObservation } from '../../builders/observations.ts';
import { aSignRequest } from '../../builders/sign-requests.ts';

const now = Date.UTC(2026, 10, 20);
const whose = { tenant: 'T1', requester: 'U_ANA', newId: () => 'new' };

describe('an entry of the list', () => {
  it('an entry without a record becomes a record, made in Box, without a card', () => {
    const seen = anObservation().with({ externalId: null }).viewedBy('bo@client.com').build();
    const { record, steps } = observeListed(null, seen, whose, now);
    expect(steps).toEqual([]);
    expect(record).toMatchObject({
      id: 'new',
      requester: 'U_ANA',
      state: 'sent',
      boxId: 'box-1',
      createdAt: seen.createdAt,
      details: { madeIn: 'box', isFollowed: false, name: 'NDA.pdf' },
    });
    expect(record.signers.map(({ email, hasViewed }) => [email, hasViewed])).toEqual([
      ['bo@client.com', true],
    ]);
  });

  it('an entry counts as sent at its creation, not when it was first listed, also when listed again', () => {
    const seen = anObservation().build();
    const first = observeListed(null, seen, whose, now).record;
    const again = observeListed(first, seen, whose, now + 1_000).record;
    expect([first.sentAt, again.sentAt, again.lastSentAt]).toEqual(Array(3).fill(seen.createdAt));
    expect(again.observedAt).toBe(now + 1_000);
  });

  it('an entry in preparation is not sent, and keeps its prepare URL', () => {
    const seen = anObservation().saying('created').toPrepareAt('https://app.box.com/sign/prepare/1').build();
    const { record } = observeListed(null, seen, whose, now);
    expect(record).toMatchObject({ state: 'created', sentAt: null, prepareUrl: seen.prepareUrl });
  });

  it('an entry of a record is observed, and a second one with its id is a duplicate', () => {
    const known = aSignRequest().sentTo('bo@client.com').build();
    const second = anObservation().of('box-2').build();
    expect(observeListed(known, second, whose, now).record.details).toMatchObject({
      duplicateBoxId: 'box-2',
      duplicateFileId: '333',
    });
  });

  it('an entry gets a card once', () => {
    const { record } = observeListed(null, anObservation().build(), whose, now);
    const followed = follow(record);
    expect(followed).toMatchObject({
      record: { details: { isFollowed: true } },
      steps: [work.redraw({ requestId: record.id })],
    });
    expect(follow(aSignRequest().build())).toBeNull();
  });
});

describe('the page of the list', () => {
  const listOf = (states: readonly State[]) =>
    states.map((state, index) => ({
      id: `r${index}`,
      state,
      boxId: null,
      shortId: null,
      createdAt: 0,
      words: state,
      documents: '',
    }));
  const shown = { group: null, isPicked: false } as const;

  it('every state is counted once, except discarded ones', () => {
    const states = Object.keys(statusTable) as State[];
    const { counts } = pageOfList(listOf(states), listState(shown, '', 1));
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    expect(all).toBe(states.length - 1);
  });

  it('the page shows the first group with requests until one is chosen', () => {
    const list = listOf(['signed', 'sent']);
    expect(pageOfList(list, listState(shown, '', 1)).group).toBe('waiting');
    expect(pageOfList(list, listState({ group: 'ended', isPicked: false }, '', 1)).group).toBe('waiting');
    expect(pageOfList(list, listState({ group: 'ended', isPicked: true }, '', 1)).group).toBe('ended');
    expect(pageOfList([], listState(shown, '', 1))).toMatchObject({
      group: 'waiting',
      isEmpty: true,
      pages: 1,
    });
  });

  it('the page number is one that exists', () => {
    const list = listOf(Array.from({ length: 21 }, () => 'sent' as const));
    const page = (wanted: number) => pageOfList(list, listState(shown, '', wanted));
    expect(page(3)).toMatchObject({ page: 3, pages: 3, ids: ['r20'] });
    for (const wanted of [4, 1e9]) expect(page(wanted).page).toBe(3);
    for (const wanted of [0, -1, 1.5, Number.NaN]) expect(page(wanted).page).toBe(1);
  });
});
