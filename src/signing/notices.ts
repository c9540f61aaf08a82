/**
 * The notices that people get besides the card: one row for each kind that a change of a record causes, which compares
 * the record before and after and says who must be told what. Each notice is sent once, whatever the source of the
 * news; nobody gets a notice of what they did themselves in Slack, nor of their own signature or decline. Pure.
 */
import { isRequesterAskedHere, signerStatusOf } from './asking.ts';
import { newlyNudged } from './nudge.ts';
import type { Signer, SignRequest, State } from './sign-request.ts';
import { canPlaceFields, goesOutDirectly, undecidedSigners } from './status.ts';
import type { TimedKind } from './work.ts';

/** What a notice says, such as that a signer has declined. */
export type NoticeKind =
  | 'signed'
  | 'declined'
  | 'bounced'
  | 'forwarded'
  | 'expired'
  | 'cancelled'
  | 'replaced'
  | 'completed'
  | 'failed'
  | 'not_withdrawn'
  | 'reminded'
  | 'own_turn'
  | 'not_reached'
  | 'expiring'
  | 'unsent'
  | 'unsent_next_day';

/** A notice to one person about a request. */
export interface Notice {
  readonly kind: NoticeKind;
  /**
   * Address of the signer whom the notice is about, several of them, a time, or empty. A person gets only one notice of
   * a kind with the same `about` for a request.
   */
  readonly about: string;
  /** Slack user id of the person who gets the notice. */
  readonly to: string;
}

type FindNotices = (before: SignRequest, after: SignRequest) => readonly Notice[];

const acting = (record: SignRequest): readonly Signer[] =>
  record.signers.filter(({ role }) => role !== 'final_copy_reader');

const became =
  (...states: readonly State[]) =>
  (before: SignRequest, after: SignRequest): boolean =>
    before.state !== after.state && states.includes(after.state);

/** The signers who made this decision between the two records. */
function newlyDecided(
  before: SignRequest,
  after: SignRequest,
  decision: Signer['decision'],
): readonly Signer[] {
  const known = new Set(before.signers.filter((one) => one.decision === decision).map(({ email }) => email));
  return after.signers.filter((one) => one.decision === decision && !known.has(one.email));
}

/** Slack user ids of the signers, other than the requester, who have signed a request that has now ended unsigned. */
function signedColleagues({ signers, requester }: SignRequest): readonly string[] {
  return signers.flatMap(({ decision, slackUserId }) =>
    decision === 'signed' && slackUserId !== null && slackUserId !== requester ? [slackUserId] : [],
  );
}

function endNotices(kind: NoticeKind, after: SignRequest, byRequester: boolean): readonly Notice[] {
  const to = [...(byRequester ? [] : [after.requester]), ...signedColleagues(after)];
  return to.map((user) => ({ kind, about: '', to: user }));
}

/**
 * Whether the requester cancelled the request. Polling may find that the request was cancelled before their own cancel
 * call is answered.
 */
function isCancelledByRequester({ requester, details: { cancelled, pending } }: SignRequest): boolean {
  if (cancelled) return cancelled.by === requester;
  return pending?.verb === 'cancel' && pending.callSentAt !== null && pending.by === requester;
}

/**
 * Whether the request was cancelled because a corrected request, perhaps with the same signers, replaced it.
 */
function isReplaced({ details: { cancelled, pending } }: SignRequest): boolean {
  return cancelled ? cancelled.isWithdrawal === true : pending?.isWithdrawal === true;
}

const toRequester = (kind: NoticeKind, { requester }: SignRequest, about = ''): readonly Notice[] => [
  { kind, about, to: requester },
];

const table: Readonly<Record<Exclude<NoticeKind, TimedKind | 'not_reached'>, FindNotices>> = {
  // The last signature causes no such notice, because the notice that the request is complete says the same.
  signed: (before, after) => {
    const people = acting(after);
    const isComplete =
      undecidedSigners(people).length === 0 && people.every(({ decision }) => decision !== 'declined');
    if (people.length < 2 || isComplete) return [];
    return newlyDecided(before, after, 'signed')
      .filter(({ slackUserId }) => slackUserId !== after.requester)
      .map(({ email }) => ({ kind: 'signed', about: email ?? '', to: after.requester }));
  },
  declined: (before, after) => {
    if (!became('declined')(before, after)) return [];
    const byRequester = after.signers.some(
      ({ decision, slackUserId }) => decision === 'declined' && slackUserId === after.requester,
    );
    return endNotices('declined', after, byRequester);
  },
  bounced: (before, after) => {
    const known = before.details.bounced?.emails ?? [];
    const added = (after.details.bounced?.emails ?? []).filter((email) => !known.includes(email));
    return added.length === 0 ? [] : toRequester('bounced', after, added.join());
  },
  forwarded: (before, after) => {
    const known = before.details.forwarded?.length ?? 0;
    const fresh = (after.details.forwarded ?? []).slice(known);
    return fresh.map(({ from }) => ({ kind: 'forwarded', about: from, to: after.requester }));
  },
  expired: (before, after) => (became('expired')(before, after) ? toRequester('expired', after) : []),
  cancelled: (before, after) =>
    became('cancelled')(before, after) && !isReplaced(after)
      ? endNotices('cancelled', after, isCancelledByRequester(after))
      : [],
  replaced: (before, after) =>
    became('cancelled')(before, after) && isReplaced(after) ? endNotices('replaced', after, true) : [],
  completed: (before, after) => {
    const isWhole = ({ state, details }: SignRequest): boolean => state === 'signed' && details.filesReady;
    return isWhole(after) && !isWhole(before) ? toRequester('completed', after) : [];
  },
  not_withdrawn: (before, after) =>
    after.details.isNotWithdrawn && !before.details.isNotWithdrawn ? toRequester('not_withdrawn', after) : [],
  // This notice comes in addition to Box's email, which those who sign from Slack do not get.
  reminded: (before, after) =>
    newlyNudged(before, after).map(({ user, at }) => ({ kind: 'reminded', about: String(at), to: user })),
  // There is no such notice after another signature, whose own notice says the same, nor when the requester has just
  // sent the request and sees the card.
  own_turn: (before, after) => {
    if (!isRequesterAskedHere(after) || isRequesterAskedHere(before)) return [];
    const isSaid = newlyDecided(before, after, 'signed').length > 0;
    const isJustSent = before.sentAt === null && goesOutDirectly(after);
    return isSaid || isJustSent ? [] : toRequester('own_turn', after);
  },
  failed: (before, after) =>
    became('error', 'error_converting', 'error_finalizing', 'error_sending')(before, after)
      ? toRequester('failed', after)
      : [],
};

/** Notices that the requester gets of a muted request, because they have to act. */
const shownThoughMuted: ReadonlySet<NoticeKind> = new Set(['not_reached', 'not_withdrawn']);

/** Whether this notice is left out because the requester has muted the request. Its signers have not muted it. */
export function isMutedFor(
  { requester, details }: SignRequest,
  { kind, to }: Pick<Notice, 'kind' | 'to'>,
): boolean {
  return details.isMuted === true && to === requester && !shownThoughMuted.has(kind);
}

/** The notices that a change calls for: none without a card, and none that the requester has muted. */
export function noticesOf(before: SignRequest, after: SignRequest): readonly Notice[] {
  if (!after.details.isFollowed) return [];
  // What Box first says about a request that was created there is no news, because it happened before.
  if (before.observedAt === null && before.details.madeIn === 'box') return [];
  const notices = Object.values(table).flatMap((find) => find(before, after));
  return notices.filter((notice) => !isMutedFor(after, notice));
}

const hour = 60 * 60_000;
const day = 24 * hour;

/** How long before the expiry the warning is given. */
const warnBeforeMs = 3 * day;

/** When the requester is told that a request is not sent yet: hours after fields can be placed, and the next day. */
const unsentAfterMs = 2 * hour;
const overnightMs = 10 * hour;

/** The times (ms) at which a notice may become due because of this change. */
export function dueTimesOf(
  before: SignRequest | null,
  after: SignRequest,
  now: number,
): readonly { readonly kind: TimedKind; readonly at: number }[] {
  const { expiresAt } = after.details;
  const isNewExpiry = expiresAt !== null && expiresAt !== (before?.details.expiresAt ?? null);
  const warnAt = (expiresAt ?? 0) - warnBeforeMs;
  const canBePrepared = canPlaceFields(after) && !(before !== null && canPlaceFields(before));
  return [
    ...(isNewExpiry && warnAt > now ? [{ kind: 'expiring' as const, at: warnAt }] : []),
    ...(canBePrepared
      ? [
          { kind: 'unsent' as const, at: now + unsentAfterMs },
          // When it is due, this one is postponed to the requester's next working morning.
          { kind: 'unsent_next_day' as const, at: now + overnightMs },
        ]
      : []),
  ];
}

/** Whether this notice, whose planned time has come, applies to the request at `now` (ms). */
export function isNoticeDue(record: SignRequest, kind: TimedKind, now: number): boolean {
  if (!record.details.isFollowed || record.details.isMuted || record.details.goneAt) return false;
  if (kind !== 'expiring') return canPlaceFields(record);
  const { expiresAt } = record.details;
  const isSent = record.state === 'sent' || record.state === 'viewed';
  // If the expiry was postponed, another notice is planned for the new time.
  return isSent && expiresAt !== null && now < expiresAt && now >= expiresAt - warnBeforeMs - hour;
}

/**
 * A notice to the requester that is due. The warning of an expiry is about its day, so that a request whose expiry was
 * moved is warned of again.
 */
export function dueNoticeOf({ requester: to, details }: SignRequest, kind: TimedKind): Notice {
  const about = kind === 'expiring' ? String(Math.floor((details.expiresAt ?? 0) / day)) : '';
  return { kind, about, to };
}

/** Whether a notice that has waited, for instance until the end of its reader's quiet hours, still applies. */
export function isStillTrue(record: SignRequest, kind: NoticeKind, reader: string, now: number): boolean {
  if (kind === 'expiring' || kind === 'unsent' || kind === 'unsent_next_day')
    return isNoticeDue(record, kind, now);
  if (kind === 'reminded') return signerStatusOf(record, reader, now) === 'asked';
  return kind !== 'own_turn' || isRequesterAskedHere(record);
}
