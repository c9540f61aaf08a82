/**
 * Handles webhooks from Box. A notification only says that something happened: the request is then read from Box, as
 * on Refresh. Only a bounced mail is taken from the notification itself, because reading the request does not show
 * it.
 */
import { readNotification } from '../../box/notification.ts';
import { RetryLater } from '../../failure.ts';
import { asciiLowerCase } from '../../signing/address.ts';
import { observeBounce } from '../../signing/observe.ts';
import { isAwaitingNews } from '../../signing/polling.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import { noticeAboutKey } from '../../store/database.ts';
import type { Run } from '../run.ts';
import type { Services, SharedServices } from '../services.ts';

/**
 * A notification about an unknown request is retried once, after this time (ms): the answer to our create call may come
 * after the notification.
 */
const retryUnknownAfterMs = 10_000;

/**
 * Enqueues the jobs for a notification whose signature was verified. A notification that was received before, or of a
 * webhook that is not ours, has no effect.
 *
 * @param json the body that Box sent
 * @returns false when it is not a notification
 */
export async function queueNotification(
  { store }: Pick<SharedServices, 'store'>,
  json: unknown,
): Promise<boolean> {
  const notification = readNotification(json);
  if (notification === null) return false;
  const { id, webhookId, what, signRequestId: boxId, emails } = notification;
  if (what === null) return true;
  const about = what === 'bounced' ? emails.map((email) => noticeAboutKey(asciiLowerCase(email))) : [];
  const watches = await store.webhooks.withBoxId(webhookId);
  const told = watches.map((watch) => {
    const { user, folderId } = watch;
    return { watch, next: work.heard({ user, folderId, what, boxId, about }) };
  });
  if (told.length > 0) await store.webhooks.recordNotification(id, told);
  return true;
}

/** The step `heard`: handles one notification for one person. */
export async function handleWebhook(services: Services, args: StepArgs['heard'], run: Run): Promise<void> {
  const { user, folderId, what, boxId } = args;
  const { jobs, signRequests } = services.store;
  const { tenant } = run;
  if (what === 'deleted') return jobs.enqueue(tenant, work.watchFolder({ user, folderId, isAnew: true }));
  // Box says that the webhook's session has ended. Reading from Box refreshes the tokens, if the connection still
  // works; after that Box sends notifications again.
  if (what === 'no_session' || boxId === null) return jobs.enqueue(tenant, work.poll({ user, isBack: true }));
  const record = await signRequests.getByBoxId(tenant, boxId);
  if (record === null) {
    const isNew = services.now() < run.createdAt + retryUnknownAfterMs;
    if (isNew) throw new RetryLater(retryUnknownAfterMs, 'not known yet');
    return;
  }
  if (!isAwaitingNews(record)) return;
  if (what === 'news') return jobs.enqueue(tenant, work.refresh({ requestId: record.id }));
  const emails = addressesNamedIn(record, args.about);
  // None of the addresses belongs to this request, so none of its signers' mail has bounced.
  if (emails.length === 0 && args.about.length > 0) return;
  await signRequests.change(tenant, record.id, (known) => observeBounce(known, emails, services.now()), {
    lease: run.lease,
  });
}

function addressesNamedIn({ signers }: SignRequest, about: readonly string[]): readonly string[] {
  return signers.flatMap(({ email }) =>
    email !== null && about.includes(noticeAboutKey(email)) ? [email] : [],
  );
}
