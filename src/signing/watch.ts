/**
 * Decisions about webhooks: which folder is watched for a request, and which changes a webhook there should have
 * reported. Pure. Box's webhooks do not report viewed, cancelled or converted
 * (https://developer.box.com/guides/webhooks/triggers/).
 */
import { isAwaitingNews } from './polling.ts';
import type { SignRequest, State } from './sign-request.ts';

/** Box allows no webhook on a user's top folder. */
const rootFolder = '0';

/** Id of the folder whose webhook reports on the request; null: no webhook can, or there is nothing left to report. */
export function watchedFolder(record: SignRequest): string | null {
  const id = record.details.folder?.id ?? rootFolder;
  return isAwaitingNews(record) && id !== rootFolder ? id : null;
}

/** A webhook arrives within this time (ms), if this process and Box are up. */
const webhookWithinMs = 60_000;

/** Final states that Box sends webhooks for. */
const webhookEnds: ReadonlySet<State> = new Set(['signed', 'declined', 'expired']);

/**
 * The time (ms) of the latest change that polling has just found and that a webhook should have reported before; null:
 * there is none.
 * @param heard `from`: since when this process could receive webhooks (ms); `to`: when Box was asked (ms)
 */
export function missedNews(
  before: SignRequest,
  after: SignRequest,
  heard: { readonly from: number; readonly to: number },
): number | null {
  const known = new Set(before.signers.filter(({ decision }) => decision !== null).map(({ email }) => email));
  const decided = after.signers.filter(({ decision, email }) => decision !== null && !known.has(email));
  const ended =
    before.state !== after.state && webhookEnds.has(after.state) ? [after.details.finishedAt] : [];
  const moments = [...decided.map(({ decidedAt }) => decidedAt), ...ended].flatMap((at) => at ?? []);
  const missed = moments.filter((at) => at >= heard.from && at < heard.to - webhookWithinMs);
  return missed.length === 0 ? null : Math.max(...missed);
}
