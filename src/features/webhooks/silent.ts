/** A webhook can die silently: looks at Box then find what it should have reported. */
import type { Decision, SignRequest } from '../../signing/sign-request.ts';
import { missedNews, watchedFolder } from '../../signing/watch.ts';
import { type Work, work } from '../../signing/work.ts';
import type { Services } from '../services.ts';

/**
 * What to do about the webhook after a look: nothing, unless it did not report what the look found.
 * @param at when Box was asked (ms)
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
