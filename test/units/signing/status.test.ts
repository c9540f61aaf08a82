import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestCancel, resendRefusal } from '../../../src/signing/resend-cancel.ts';
import type { Signer, State } from '../../../src/signing/sign-request.ts';
import {
  canBeReplaced,
  canChange,
  canDiscard,
  canPlaceFields,
  canRefresh,
  canResend,
  canSendLikeThis,
  hasSignedFiles,
  isOver,
  readStatus,
  resendEveryMs,
  signersOnTurn,
  statusTable,
  waitingSince,
} from '../../../src/signing/status.ts';
import { aSigner, aSignRequest, plainForm, tuesday } from '../../builders/sign-requests.ts';

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

describe('whose turn it is', () => {
  const first = aSigner('al@client.com', { order: 1 });
  const second = aSigner('bo@client.com', { order: 2 });
  const onTurn = (...signers: readonly Signer[]) => signersOnTurn(signers).map(({ email }) => email);

  it('approvers come before signers, whatever their order, and readers have no turn', () => {
    const approver = aSigner('cy@client.com', { order: 9, role: 'approver' });
    const reader = aSigner('di@client.com', { role: 'final_copy_reader' });
    expect(onTurn(reader, first, second, approver)).toEqual(['cy@client.com']);
    expect(onTurn(reader, first, second, { ...approver, decision: 'signed' })).toEqual(['al@client.com']);
    expect(onTurn(first, { ...second, order: 1 })).toEqual(['al@client.com', 'bo@client.com']);
    expect(onTurn({ ...first, decision: 'signed' })).toEqual([]);
  });

  it('one member of a group acts for all', () => {
    const group = [first, second].map((one) => ({ ...one, order: 1, groupId: 'g' }));
    const other = aSigner('eli@client.com', { order: 1 });
    expect(onTurn(...group, other)).toHaveLength(3);
    const [one = first, ...others] = group;
    expect(onTurn({ ...one, decision: 'signed' }, ...others, other)).toEqual(['eli@client.com']);
  });

  it('people wait since the last signature before their turn, else since the request was sent', () => {
    const sent = aSignRequest().sentTo();
    const since = (...signers: readonly Signer[]) => waitingSince(sent.toSigners(...signers).build());
    const signed = { decision: 'signed', decidedAt: tuesday + 5 } as const;
    expect(since(first, second)).toBe(tuesday);
    expect(since({ ...first, ...signed }, second)).toBe(tuesday + 5);
    expect(since({ ...first, order: 2, ...signed }, second)).toBe(tuesday);
    expect(since({ ...first, ...signed, decidedAt: null }, second)).toBe(tuesday);
  });
});

describe('a reminder, and a request like this one', () => {
  const later = tuesday + resendEveryMs;
  const sent = aSignRequest().sentTo('bo@client.com');
  const ana = aSigner('ana@acme.com', { slackUserId: 'U_ANA', signsHere: true });
  const isPossible = (request: typeof sent) => canResend(request.build(), later);

  it('a reminder is possible until the expiry', () => {
    expect(isPossible(sent.withDetails({ expiresAt: later + 1 }))).toBe(true);
    expect(isPossible(sent.withDetails({ expiresAt: later }))).toBe(false);
    expect(resendRefusal(sent.withDetails({ expiresAt: later }).build(), later)).toEqual({ code: 'over' });
    expect(isPossible(sent.with({ lastSentAt: null }))).toBe(true);
    const viewed = sent.inState('viewed');
    expect(isPossible(viewed)).toBe(true);
    expect(resendRefusal(viewed.build(), later - 1)).toEqual({ code: 'too_early', at: later });
  });

  it('no reminder reaches a requester who signs from Slack', () => {
    expect(isPossible(sent.toSigners(ana))).toBe(false);
    expect(resendRefusal(sent.toSigners(ana).build(), later)).toEqual({ code: 'your_turn' });
    expect(isPossible(sent.toSigners(ana, aSigner('bo@client.com')))).toBe(true);
    expect(isPossible(sent.toSigners({ ...ana, slackUserId: 'U_BO' }))).toBe(true);
    expect(isPossible(sent.toSigners(aSigner('ana@acme.com', { slackUserId: 'U_ANA' })))).toBe(true);
  });

  it('whether a request of unknown outcome was sent is not known', () => {
    const code = (request: typeof sent) => resendRefusal(request.build(), later)?.code;
    expect(code(aSignRequest().withoutFields().unsure())).toBe('not_known');
    expect(code(aSignRequest().withoutFields())).toBe('not_out');
    expect(code(aSignRequest().unsure())).toBe('not_out');
  });

  it('a request is changed while it can be cancelled, and sent again once it has ended', () => {
    const withoutForm = { ...plainForm, document: '' };
    const changeable = states.filter((state) => canChange(sent.inState(state).build()));
    expect(changeable.sort()).toEqual(['converting', 'created', 'sent', 'viewed']);
    expect(canChange(sent.with({ form: withoutForm }).build())).toBe(false);
    expect(canChange(sent.withDetails({ goneAt: tuesday }).build())).toBe(false);
    expect(requestCancel(sent.with({ boxId: null }).build(), 'U_ANA', null, later)).toBeNull();
    const ended = states.filter((state) => canSendLikeThis(sent.inState(state).build()));
    expect(ended).toEqual(states.filter((state) => statusTable[state].isFinal));
    expect(canSendLikeThis(sent.inState('signed').with({ form: withoutForm }).build())).toBe(false);
  });

  it('a request is over when it has ended, was discarded, or is gone from Box', () => {
    const over = states.filter((state) => isOver(sent.inState(state).build()));
    expect(over).toEqual(states.filter((state) => statusTable[state].isFinal || state === 'discarded'));
    const gone = sent.withDetails({ goneAt: tuesday });
    expect([isOver(gone.build()), canDiscard(gone.build())]).toEqual([true, true]);
    expect(canDiscard(gone.inState('signed').build())).toBe(false);
    expect(canDiscard(gone.inState('discarded').build())).toBe(false);
  });

  it('signed files can be opened once they are ready', () => {
    const ready = { filesReady: true, files: [{ id: '333', name: 'NDA.pdf' }] };
    const signed = sent.inState('signed');
    expect(hasSignedFiles(signed.withDetails(ready).build())).toBe(true);
    expect(hasSignedFiles(signed.withDetails({ ...ready, filesReady: false }).build())).toBe(false);
    expect(hasSignedFiles(signed.withDetails({ ...ready, files: [] }).build())).toBe(false);
    expect(hasSignedFiles(sent.withDetails(ready).build())).toBe(false);
  });
});
