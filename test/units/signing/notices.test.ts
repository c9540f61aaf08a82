/** Notices of mail, reminders and turns, notices that become due, and those that people do not want. */
import { describe, expect, it } from 'vitest';
import { isNoticeOn, type NoticeGroup, noticeGroups } from '../../../src/signing/notice-groups.ts';
import {
  dueNoticeOf,
  dueTimesOf,
  isMutedFor,
  isNoticeDue,
  isStillTrue,
  type NoticeKind,
  noticesOf,
} from '../../../src/signing/notices.ts';
import type { Pending } from '../../../src/signing/pending.ts';
import type { Details, SignRequest } from '../../../src/signing/sign-request.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const sent = aSignRequest().sentTo('bo@client.com', 'eli@client.com').with({ observedAt: tuesday });
const cy = aSigner('cy@acme.com', { slackUserId: 'U_CY', signsHere: true });
const ana = aSigner('ana@acme.com', { slackUserId: 'U_ANA', signsHere: true });

const told = (before: SignRequest, after: SignRequest) =>
  noticesOf(before, after).map(({ kind, about, to }) => `${kind} ${about === '' ? '' : `${about} `}${to}`);
const toldOf = (known: Partial<Details>, next: Partial<Details>) =>
  told(sent.withDetails(known).build(), sent.withDetails(next).build());

describe('the notices that a change causes', () => {
  it('a bounced mail causes one notice for each address', () => {
    const bounced = (...emails: readonly string[]) => ({ bounced: { at: tuesday, emails } });
    expect(toldOf({}, bounced('bo@client.com'))).toEqual(['bounced bo@client.com U_ANA']);
    const both = bounced('bo@client.com', 'eli@client.com');
    expect(toldOf({}, both)).toEqual(['bounced bo@client.com,eli@client.com U_ANA']);
    expect(toldOf(bounced('bo@client.com'), both)).toEqual(['bounced eli@client.com U_ANA']);
    expect(toldOf(both, both)).toEqual([]);
  });

  it('there is one notice for each person who passed the request on', () => {
    const passed = (...from: readonly string[]) => ({
      forwarded: from.map((one, at) => ({ from: one, to: null, at })),
    });
    const both = passed('bo@client.com', 'eli@client.com');
    expect(toldOf({}, passed('bo@client.com'))).toEqual(['forwarded bo@client.com U_ANA']);
    expect(toldOf(passed('bo@client.com'), both)).toEqual(['forwarded eli@client.com U_ANA']);
    expect(toldOf(both, both)).toEqual([]);
  });

  it('the requester is told that an earlier request still stands, once', () => {
    expect(toldOf({}, { isNotWithdrawn: true })).toEqual(['not_withdrawn U_ANA']);
    expect(toldOf({ isNotWithdrawn: true }, { isNotWithdrawn: true })).toEqual([]);
  });

  it('colleagues get a notice for each new reminder', () => {
    const first = { user: 'U_CY', at: 1 };
    expect(toldOf({}, { nudged: [first] })).toEqual(['reminded 1 U_CY']);
    expect(toldOf({ nudged: [first] }, { nudged: [first] })).toEqual([]);
    expect(toldOf({ nudged: [first] }, { nudged: [{ user: 'U_CY', at: 2 }] })).toEqual(['reminded 2 U_CY']);
    expect(toldOf({ nudged: [first] }, { nudged: [first, { user: 'U_DI', at: 1 }] })).toEqual([
      'reminded 1 U_DI',
    ]);
  });

  it('people who had signed get a notice of a cancel, and so does the requester unless they cancelled', () => {
    const request = sent.toSigners({ ...cy, decision: 'signed' }, aSigner('bo@client.com'));
    const ended = (details: Partial<Details>) => {
      const before = request.withDetails(details);
      return told(before.build(), before.inState('cancelled').build());
    };
    const by = (who: string, more: object = {}) => ({ by: who, at: 1, reason: null, ...more });
    const pending = (who: string, more: Partial<Pending> = {}): Pending => ({
      verb: 'cancel',
      by: who,
      at: 1,
      callSentAt: 1,
      reason: null,
      ...more,
    });
    const both = ['cancelled U_ANA', 'cancelled U_CY'];
    expect(ended({})).toEqual(both);
    expect(ended({ cancelled: by('U_DI') })).toEqual(both);
    expect(ended({ cancelled: by('U_ANA') })).toEqual(['cancelled U_CY']);
    expect(ended({ pending: pending('U_ANA') })).toEqual(['cancelled U_CY']);
    expect(ended({ pending: pending('U_DI') })).toEqual(both);
    expect(ended({ pending: pending('U_ANA', { callSentAt: null }) })).toEqual(both);
    expect(ended({ pending: pending('U_ANA', { verb: 'resend' }) })).toEqual(both);
    expect(ended({ pending: pending('U_ANA', { isWithdrawal: true }) })).toEqual(['replaced U_CY']);
    expect(ended({ cancelled: by('U_ANA', { isWithdrawal: true }) })).toEqual(['replaced U_CY']);
  });

  it('the requester is told of their own turn, unless they know it already', () => {
    const prepared = aSignRequest().beingPrepared().toSigners(ana);
    const out = { state: 'sent', sentAt: tuesday } as const;
    expect(told(prepared.build(), prepared.with(out).build())).toEqual(['own_turn U_ANA']);
    const direct = prepared.withoutFields();
    expect(told(direct.build(), direct.with(out).build())).toEqual([]);
    const resumed = direct.with({ sentAt: tuesday });
    expect(told(resumed.build(), resumed.with(out).build())).toEqual(['own_turn U_ANA']);
    expect(told(resumed.with(out).build(), resumed.with(out).build())).toEqual([]);
    const waits = sent.toSigners({ ...cy, order: 1 }, { ...ana, order: 2 });
    const signed = sent.toSigners({ ...cy, order: 1, decision: 'signed' }, { ...ana, order: 2 });
    expect(told(waits.build(), signed.build())).toEqual(['signed cy@acme.com U_ANA']);
    expect(told(waits.build(), sent.toSigners({ ...ana, order: 2 }).build())).toEqual(['own_turn U_ANA']);
  });

  it.each(['error', 'error_converting', 'error_finalizing', 'error_sending'] as const)(
    'the requester is told once that a request ended with %s',
    (state) => {
      const failed = sent.inState(state).build();
      expect(told(sent.build(), failed)).toEqual(['failed U_ANA']);
      expect(told(failed, failed)).toEqual([]);
    },
  );

  it('there is no notice about a request without a card, or one that was closed when it was first listed', () => {
    const ended = sent.inState('expired');
    expect(told(sent.build(), ended.build())).toEqual(['expired U_ANA']);
    expect(told(sent.build(), ended.withDetails({ isFollowed: false }).build())).toEqual([]);
    const listed = sent.withDetails({ madeIn: 'box' });
    expect(told(listed.with({ observedAt: null }).build(), ended.build())).toEqual([]);
    expect(told(listed.build(), ended.build())).toEqual(['expired U_ANA']);
    expect(told(sent.with({ observedAt: null }).build(), ended.build())).toEqual(['expired U_ANA']);
  });

  it('notices about a muted request go to its signers, and to its requester only where they must act', () => {
    const muted = sent.withDetails({ isMuted: true }).toSigners({ ...cy, decision: 'signed' }, ana);
    expect(told(muted.build(), muted.inState('expired').build())).toEqual([]);
    expect(told(muted.build(), muted.inState('cancelled').build())).toEqual(['cancelled U_CY']);
    expect(told(muted.build(), muted.withDetails({ isNotWithdrawn: true }).build())).toEqual([
      'not_withdrawn U_ANA',
    ]);
    expect(isMutedFor(muted.build(), { kind: 'not_reached', to: 'U_ANA' })).toBe(false);
    expect(isMutedFor(sent.build(), { kind: 'expired', to: 'U_ANA' })).toBe(false);
  });
});

it('notices of an end, of trouble and of one’s own turn come although all groups are turned off', () => {
  const kinds: readonly NoticeKind[] = [
    'signed',
    'declined',
    'bounced',
    'forwarded',
    'expired',
    'cancelled',
    'replaced',
    'completed',
    'failed',
    'not_withdrawn',
    'reminded',
    'own_turn',
    'not_reached',
    'expiring',
    'unsent',
    'unsent_next_day',
  ];
  const off = (on: readonly NoticeGroup[]) => kinds.filter((kind) => !isNoticeOn(kind, on));
  expect(off(noticeGroups)).toEqual([]);
  expect(off([])).toEqual(['signed', 'forwarded', 'completed', 'expiring', 'unsent', 'unsent_next_day']);
  expect(off(['signed', 'unsent'])).toEqual(['completed', 'expiring']);
});

describe('notices that become due', () => {
  const expiring = (inMs: number) => sent.withDetails({ expiresAt: tuesday + inMs }).build();

  it('the warning of an expiry is planned for three days before it, if that is not over', () => {
    expect(dueTimesOf(null, expiring(10 * day), tuesday)).toEqual([
      { kind: 'expiring', at: tuesday + 7 * day },
    ]);
    expect(dueTimesOf(null, expiring(3 * day), tuesday)).toEqual([]);
    expect(dueTimesOf(null, sent.build(), tuesday)).toEqual([]);
    expect(dueTimesOf(expiring(10 * day), expiring(10 * day), tuesday)).toEqual([]);
    expect(dueTimesOf(expiring(10 * day), expiring(11 * day), tuesday)).toHaveLength(1);
  });

  it('a request to prepare is asked about after two hours, and the next day, once', () => {
    const prepared = aSignRequest().beingPrepared().build();
    const planned = [
      { kind: 'unsent', at: tuesday + 2 * hour },
      { kind: 'unsent_next_day', at: tuesday + 10 * hour },
    ];
    expect(dueTimesOf(null, prepared, tuesday)).toEqual(planned);
    expect(dueTimesOf(aSignRequest().build(), prepared, tuesday)).toEqual(planned);
    expect(dueTimesOf(prepared, prepared, tuesday)).toEqual([]);
  });

  it('the warning of an expiry comes in the last three days of an open request', () => {
    const isDue = (request: typeof sent, at: number) => isNoticeDue(request.build(), 'expiring', at);
    const end = tuesday + 10 * day;
    const open = sent.withDetails({ expiresAt: end });
    // An hour is allowed for clocks and jobs that differ.
    expect(isDue(open, end - 3 * day - hour)).toBe(true);
    expect(isDue(open, end - 3 * day - hour - 1)).toBe(false);
    expect(isDue(open.inState('viewed'), end - 1)).toBe(true);
    expect(isDue(open, end)).toBe(false);
    expect(isDue(open.inState('finalizing'), end - day)).toBe(false);
    expect(isDue(sent, end - day)).toBe(false);
    const barred: Partial<Details>[] = [{ isFollowed: false }, { isMuted: true }, { goneAt: tuesday }];
    for (const details of barred) expect(isDue(open.withDetails(details), end - day)).toBe(false);
  });

  it('a request is still unsent while its fields can be placed', () => {
    const prepared = aSignRequest().beingPrepared();
    for (const kind of ['unsent', 'unsent_next_day'] as const) {
      expect(isNoticeDue(prepared.build(), kind, tuesday)).toBe(true);
      expect(isNoticeDue(sent.build(), kind, tuesday)).toBe(false);
    }
  });

  it('a moved expiry is warned of again, the same one is not', () => {
    const about = (inMs: number) => dueNoticeOf(expiring(inMs), 'expiring').about;
    expect(about(10 * day)).toBe(about(10 * day + hour));
    expect(about(11 * day)).not.toBe(about(10 * day));
    expect(dueNoticeOf(sent.build(), 'unsent')).toEqual({ kind: 'unsent', about: '', to: 'U_ANA' });
  });

  it('a notice that waited comes only if it still applies', () => {
    const isTrue = (request: typeof sent, kind: NoticeKind, reader = 'U_ANA') =>
      isStillTrue(request.build(), kind, reader, tuesday);
    const asked = sent.toSigners(cy, ana);
    expect(isTrue(asked, 'reminded', 'U_CY')).toBe(true);
    expect(isTrue(asked.inState('cancelled'), 'reminded', 'U_CY')).toBe(false);
    expect(isTrue(asked, 'own_turn')).toBe(true);
    expect(isTrue(asked.inState('cancelled'), 'own_turn')).toBe(false);
    expect(isTrue(asked.inState('cancelled'), 'cancelled')).toBe(true);
    expect(isTrue(asked, 'unsent')).toBe(false);
    expect(isTrue(asked, 'unsent_next_day')).toBe(false);
    expect(isTrue(asked, 'expiring')).toBe(false);
    expect(isTrue(aSignRequest().beingPrepared(), 'unsent')).toBe(true);
  });
});
