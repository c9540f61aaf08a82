/**
 * Finds webhooks that have stopped working without notice: polling then finds changes that they should have reported.
 */
import type { Decision, SignRequest } from '../../signing/sign-request.ts';
import { missedNews, watchedFolder } from '../../signing/watch.ts';
import { type Work, work } from '../../signing/work.ts';
import type { Services } from '../services.ts';

/**
 * The job that replaces the folder's webhook, if polling has found something that the webhook should have reported.
 *
 * @param at when Box answered (ms)
 */
export function checkSilentWebhook(
  { webhookAddress, startedAt }: Pick<Services, 'webhookAddress' | 'startedAt'>,
  before: SignRequest | null,
  decision: Decision | null,
  at: number,
): readonly Work[] {
  if (webhookAddress === null || before === null || decision === null || !('record' in decision)) return [];
  const folderId = watchedFolder(before);
  const silentSince = missedNews(before, decision.record, { from: startedAt, to: at });
  if (folderId === null || silentSince === null) return [];
  return [work.watchFolder({ user: before.requester, folderId, silentSince })];
}
