import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { State } from '../../../src/signing/sign-request.ts';
import {
  canBeReplaced,
  canDiscard,
  canPlaceFields,
  canRefresh,
  readStatus,
  statusTable,
} from '../../../src/signing/status.ts';
import { aSignRequest } from '../../builders/sign-requests.ts';

const states = Object.keys(statusTable) as State[];
const statesWhere = (holds: (state: State) => boolean) => states.filter(holds).sort();

describe("Box's status word", () => {
  it.each([
    'converting',
    'created',
    'sent',
    'viewed',
    'finalizing',
    'signed',
    'declined',
    'cancelled',
    'expired',
    'error_converting',
    'error_sending',
    'error_finalizing',
    'error',
  ])('the status %s is known', (word) => expect(readStatus(word)).toBe(word));

  it.each(['downloaded', 'signed and downloaded'])('%s means signed', (word) => {
    expect(readStatus(word)).toBe('signed');
  });

  it.each(['', ' ', 'Signed', 'sent ', 'paused', 'unknown', 'constructor', '__proto__'])(
    '%j is an unknown status',
    (word) => expect(readStatus(word)).toBe('unknown'),
  );

  it.each(['requested', 'to_check', 'creating', 'not_sent', 'unsure', 'discarded'])(
    '%s, a state of our own, is no status of Box',
    (word) => expect(readStatus(word)).toBe('unknown'),
  );

  it('every status has a row', () => {
    fc.assert(fc.property(fc.string(), (word) => statusTable[readStatus(word)].isAtBox));
  });
});

describe('the table of states', () => {
  it('the table orders Box’s statuses: converting, created, sent, viewed, finalizing, any end', () => {
    const path = ['requested', 'unknown', 'converting', 'created', 'sent', 'viewed', 'finalizing'] as const;
    const ranks = path.map((state) => statusTable[state].rank);
    expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => a - b));
    for (const state of statesWhere((one) => statusTable[one].isFinal)) {
      expect(statusTable[state].rank).toBeGreaterThan(statusTable.finalizing.rank);
    }
  });

  it('eight states are final, all of them in Box', () => {
    expect(statesWhere((state) => statusTable[state].isFinal)).toEqual([
      'cancelled',
      'declined',
      'error',
      'error_converting',
      'error_finalizing',
      'error_sending',
      'expired',
      'signed',
    ]);
    expect(statesWhere((state) => statusTable[state].isFinal && !statusTable[state].isAtBox)).toEqual([]);
  });

  it('a request counts as sent only where Box says so', () => {
    expect(statesWhere((state) => statusTable[state].provesSent)).toEqual([
      'declined',
      'error_finalizing',
      'finalizing',
      'sent',
      'signed',
      'viewed',
    ]);
    expect(statesWhere((state) => statusTable[state].provesSent && !statusTable[state].isMailed)).toEqual([]);
  });
});

describe('actions that work now', () => {
  const inEvery = (holds: (record: ReturnType<ReturnType<typeof aSignRequest>['build']>) => boolean) =>
    statesWhere((state) => holds(aSignRequest().inState(state).build()));

  it('placing fields works with a prepare URL, before anything was sent', () => {
    expect(inEvery(canPlaceFields)).toEqual([]);
    expect(inEvery((record) => canPlaceFields({ ...record, prepareUrl: 'https://a.b' }))).toEqual([
      'converting',
      'created',
    ]);
  });

  it('a corrected form may replace the request while Box certainly does not have it', () => {
    expect(inEvery(canBeReplaced)).toEqual(['not_sent', 'to_check']);
  });

  it('discarding works then too, and after an unknown outcome', () => {
    expect(inEvery(canDiscard)).toEqual(['not_sent', 'to_check', 'unsure']);
  });

  it('refreshing works after an unknown outcome, and always once Box has the request', () => {
    expect(inEvery(canRefresh)).toEqual(['unsure']);
    expect(inEvery((record) => canRefresh({ ...record, boxId: 'box-1' }))).toEqual([...states].sort());
  });
});
