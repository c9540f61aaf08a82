/**
 * Notifies people by a reply in the card's thread that is also shown in the conversation, because Slack does not notify
 * anyone of an edited message. A person gets at most two messages a minute. If more notices are due, they are merged
 * into messages outside the thread, which wait until the limit allows them.
 */
import { randomUUID } from 'node:crypto';
import { hadNoEffect, OutsideFailure, RetryLater } from '../../failure.ts';
import { isTurnAfter, signerStatusOf } from '../../signing/asking.ts';
import { isNoticeOn } from '../../signing/notice-groups.ts';
import { dueNoticeOf, isMutedFor, isNoticeDue, isStillTrue } from '../../signing/notices.ts';
import { quietForMs } from '../../signing/quiet-hours.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import { nextWorkingMorning } from '../../signing/working-hours.ts';
import { noticeAboutKey, type Person, signerCardPrefix, type UnpostedNotice } from '../../store/database.ts';
import { maxNotices, type NoticeShown, noticeMessage, noticesMessage } from '../../views/notice.ts';
import { personOf } from '../rights/admit.ts';
import { confirmedMember } from '../rights/confirmed-member.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { settingsOf } from '../settings/read.ts';
import { addNotReachedNotice } from '../surfaces/signer-message.ts';

/** A person gets at most this many messages within `withinMs`. */
const maxMessages = 2;
const withinMs = 60_000;

/** How long a notice waits for a card that is about to be posted (ms), so that it is in the card's thread. */
const cardWithinMs = 20_000;

/** The step `dueNotice`: runs when a notice becomes due, and stores it to be posted if it still applies. */
export async function dueNotice(
  services: Services,
  { requestId, kind, at }: StepArgs['dueNotice'],
  { tenant }: Run,
): Promise<void> {
  const { store, now } = services;
  const record = await store.signRequests.get(tenant, requestId);
  if (!record || !isNoticeDue(record, kind, now())) return;
  if (kind === 'unsent_next_day') {
    const { timeZone } = await personOf(services, tenant, record.requester);
    const morning = nextWorkingMorning(at, record.createdAt, timeZone);
    if (morning > now()) throw new RetryLater(morning - now());
  }
  const notice = dueNoticeOf(record, kind);
  await store.notices.owe(tenant, requestId, [notice], work.tellNotices({ user: notice.to }));
}

/**
 * The step `tellNotices`: posts a person's notices that were not posted yet. Which notices go into which message is
 * stored before it is posted, so that a retry posts the same message or none.
 */
export async function tellNotices(
  services: Services,
  { user }: StepArgs['tellNotices'],
  { tenant, attempts, createdAt }: Run,
): Promise<void> {
  const { store, now } = services;
  await waitForQuietHours(services, tenant, user);
  const owed = await store.notices.owed(tenant, user);
  const assigned = owed.filter(({ messageKey }) => messageKey !== null);
  const since = attempts > 1 || assigned.length > 0 ? createdAt : null;
  for (const key of new Set(assigned.flatMap(({ messageKey }) => messageKey ?? []))) {
    await postNotices(
      services,
      { tenant, user, key, since },
      assigned.filter(({ messageKey }) => messageKey === key),
    );
  }
  const fresh = owed.filter(({ messageKey }) => messageKey === null);
  if (fresh.length === 0) return;
  const told = await store.notices.messagesSince(tenant, user, now() - withinMs);
  const [first] = told;
  // A notice above the limit waits, together with later ones, until the limit allows one.
  if (first !== undefined && told.length >= maxMessages) {
    throw new RetryLater(Math.max(1_000, first + withinMs - now()));
  }
  const isMerged = told.length + fresh.length > maxMessages;
  const groups = isMerged ? groupsByMessage(fresh) : fresh.map((one) => [one]);
  for (const [index, group] of groups.entries()) {
    if (told.length + index >= maxMessages) throw new RetryLater(withinMs);
    const key = `notice:${randomUUID()}`;
    await store.notices.assign(tenant, user, group, key);
    await postNotices(services, { tenant, user, key, since: null }, group);
  }
}

/**
 * Groups the notices by the message that they share: one for all, if they fit. Otherwise, reminders to a signer get
 * messages of their own and are never cut off with "and more", because no list shows them to a signer; the other
 * notices share one message, which may be cut off.
 */
function groupsByMessage(fresh: readonly UnpostedNotice[]): (readonly UnpostedNotice[])[] {
  if (fresh.length <= maxNotices) return [fresh];
  const reminders = fresh.filter(({ kind }) => kind === 'reminded');
  const others = fresh.filter(({ kind }) => kind !== 'reminded');
  const parts = Array.from({ length: Math.ceil(reminders.length / maxNotices) }, (_, part) =>
    reminders.slice(part * maxNotices, (part + 1) * maxNotices),
  );
  return others.length > 0 ? [others, ...parts] : parts;
}

/**
 * Postpones the job in the person's quiet hours. @throws RetryLater, so that nothing is posted before they
 * end
 */
async function waitForQuietHours(services: Services, tenant: string, user: string): Promise<void> {
  const settings = await settingsOf(services, tenant, user);
  if (settings.quietFrom === '') return;
  const { timeZone } = await personOf(services, tenant, user);
  const quietMs = quietForMs(services.now(), settings, timeZone);
  if (quietMs > 0) throw new RetryLater(quietMs);
}

interface Target {
  readonly tenant: string;
  readonly user: string;
  readonly key: string;
  /** Since when (ms) the message may have been posted; null: it cannot have been. */
  readonly since: number | null;
}

async function postNotices(
  services: Services,
  target: Target,
  notices: readonly UnpostedNotice[],
): Promise<void> {
  const { tenant, user, key } = target;
  let isPosted = false;
  try {
    isPosted = await postOneMessage(services, target, notices);
  } catch (error) {
    // Nothing was posted, so these notices may be combined with later ones in another message.
    if (target.since === null && hadNoEffect(error))
      await services.store.notices.assign(tenant, user, notices, null);
    // A person who accepts no messages from apps, or has left, gets no notice.
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    services.log.warn({ userId: user, failure: error.message }, 'a notice could not be shown');
    for (const { requestId, kind } of notices) {
      const record = kind === 'reminded' ? await services.store.signRequests.get(tenant, requestId) : null;
      if (record) await addNotReachedNotice(services, record, user);
    }
  }
  await services.store.notices.markPosted(tenant, user, notices, isPosted ? key : null);
}

/** Posts the notices as one message. @returns false when none of them is shown, so that nothing was posted */
async function postOneMessage(
  services: Services,
  target: Target,
  notices: readonly UnpostedNotice[],
): Promise<boolean> {
  const { slack, now } = services;
  const { tenant, user, key, since } = target;
  const person = await personOf(services, tenant, user);
  const shown = await shownOf(services, person, tenant, notices);
  const [first] = shown;
  if (!first) return false;
  const t = textsFor(person);
  const thread = shown.length === 1 ? await threadOf(services, first, user, notices) : null;
  const channel = thread?.channel ?? (await slack.openDirect(user));
  const earlier = since === null ? null : await slack.findOwn(channel, key, since);
  const message = shown.length === 1 ? noticeMessage(first, now(), t) : noticesMessage(shown, now(), t);
  if (!earlier?.ts) await slack.post(channel, message, key, thread?.ts);
  return true;
}

/**
 * The notices to show. Left out are those that the person has turned off or muted, those that are no longer true, and
 * those of a discarded or no longer stored request.
 */
async function shownOf(
  services: Services,
  person: Person,
  tenant: string,
  notices: readonly UnpostedNotice[],
): Promise<NoticeShown[]> {
  const on = (await settingsOf(services, tenant, person.userId)).notices;
  const shown: NoticeShown[] = [];
  for (const { requestId, kind, about } of notices) {
    const record = await services.store.signRequests.get(tenant, requestId);
    if (!record || record.state === 'discarded') continue;
    if (!isStillTrue(record, kind, person.userId, services.now())) continue;
    // One such notice names everyone whose mail bounced.
    if (kind === 'bounced' && shown.some((one) => one.kind === kind && one.record.id === requestId)) continue;
    if (isMutedFor(record, { kind, to: person.userId })) continue;
    const signer =
      about === '' ? null : record.signers.find(({ email }) => noticeAboutKey(email ?? '') === about);
    // Who turned off notices of signatures is still told when a signature makes it their own turn.
    const isOwnTurn = kind === 'signed' && signer != null && isTurnAfter(record, signer);
    const shownKind = isOwnTurn && !isNoticeOn(kind, on) ? 'own_turn' : kind;
    if (!isNoticeOn(shownKind, on)) continue;
    if (kind === 'reminded' && !(await isStillAsked(services, record, person.userId))) continue;
    const asker = kind === 'reminded' ? (await personOf(services, tenant, record.requester)).name : null;
    shown.push({ kind: shownKind, record, signer: signer ?? null, reader: person.userId, asker });
  }
  return shown;
}

/**
 * Whether a signer may be reminded: it is still their turn, and Slack says now that they may use the app. If they may
 * not, the requester gets a notice that the signer was not reached.
 */
async function isStillAsked(services: Services, record: SignRequest, user: string): Promise<boolean> {
  if (signerStatusOf(record, user, services.now()) !== 'asked') return false;
  const { isFullMember } = await confirmedMember(services, user);
  if (!isFullMember) await addNotReachedNotice(services, record, user);
  return isFullMember;
}

/**
 * The message in whose thread the notice is posted: the requester's card, or, for a reminder, the signer's own message,
 * which Slack then shows again. Null when there is none.
 *
 * @throws RetryLater while the requester's card is about to be posted
 */
async function threadOf(
  { store, now }: Services,
  { kind: what, record }: NoticeShown,
  user: string,
  [notice]: readonly UnpostedNotice[],
): Promise<{ readonly channel: string; readonly ts: string } | null> {
  if (what === 'reminded') {
    const asked = await store.cards.get(record.tenant, `${signerCardPrefix(user)}${record.id}`);
    return asked?.channel && asked.message ? { channel: asked.channel, ts: asked.message } : null;
  }
  if (user !== record.requester) return null;
  const rows = await store.cards.forRequest(record.tenant, record.id);
  const card = rows.find(({ kind }) => kind === 'direct');
  if (card?.channel && card.message) return { channel: card.channel, ts: card.message };
  if (notice && now() - notice.owedAt < cardWithinMs) throw new RetryLater(2_000);
  return null;
}
