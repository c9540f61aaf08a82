import { describe, expect, it } from 'vitest';
import { follow, observeListed, setMuted } from '../../../src/signing/listed.ts';
import {
  groupOf,
  idsInGroup,
  isOpenState,
  listState,
  longestQuery,
  pageOfList,
} from '../../../src/signing/request-list.ts';
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

it('a request is muted and unmuted, and its card is redrawn only when that changes', () => {
  const record = aSignRequest().build();
  expect(setMuted(record, false)).toBeNull();
  const muted = setMuted(record, true);
  expect(muted).toMatchObject({
    record: { details: { isMuted: true } },
    steps: [work.redraw({ requestId: record.id })],
  });
  const details = { ...record.details, isMuted: true };
  expect(setMuted({ ...record, details }, true)).toBeNull();
  expect(setMuted({ ...record, details }, false)).toMatchObject({ record: { details: { isMuted: false } } });
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

  it('a request is open until it has ended in Box or was discarded', () => {
    const states = Object.keys(statusTable) as State[];
    const closed = states.filter((state) => !isOpenState(state));
    expect(closed).toEqual(states.filter((state) => statusTable[state].isFinal || state === 'discarded'));
    const groupsOf = (wanted: string) => states.filter((state) => groupOf(state) === wanted).sort();
    expect(groupsOf('prepare')).toEqual(['converting', 'created', 'to_check']);
    expect(groupsOf('not_sent')).toEqual(['not_sent', 'unsure']);
    expect(groupsOf('completed')).toEqual(['signed']);
  });

  it('the groups are shown in their order, and what was chosen is kept', () => {
    const first = (...states: readonly State[]) => pageOfList(listOf(states), listState(shown, '', 1)).group;
    expect(first('sent', 'created')).toBe('prepare');
    expect(first('signed', 'sent')).toBe('waiting');
    expect(first('declined', 'signed')).toBe('completed');
    expect(first('not_sent', 'declined')).toBe('ended');
    expect(first('discarded', 'not_sent')).toBe('not_sent');
    const { group, isEmpty } = pageOfList([], listState({ ...shown, group: 'ended' }, '', 1));
    expect([group, isEmpty]).toEqual(['ended', true]);
    expect(listState({ ...shown, shared: { sender: null } }, '', 1).shared).toEqual({ sender: null });
    expect(listState(shown, '', 1)).not.toHaveProperty('shared');
  });

  it('a long search is cut before the letter that would not fit', () => {
    const query = (typed: string) => listState(shown, typed, 1).query;
    expect(query(` ${'a'.repeat(longestQuery)}b`)).toBe('a'.repeat(longestQuery));
    expect(query(`${'a'.repeat(longestQuery - 1)}😀b`)).toBe('a'.repeat(longestQuery - 1));
  });

  it('all requests of a group that match the search are chosen, on every page', () => {
    const list = listOf([...Array.from({ length: 11 }, () => 'sent' as const), 'viewed', 'signed']);
    expect(idsInGroup(list, 'waiting', 'sent')).toHaveLength(11);
    expect(idsInGroup(list, 'waiting', '')).toHaveLength(12);
    expect(idsInGroup(list, 'completed', 'sent')).toEqual([]);
  });
});
