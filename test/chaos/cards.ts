/** Finds cards by their key, because a card whose document Box never named does not show the document's name. */
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import type { ChaosWorld } from './chaos-world.ts';
import { keyOf } from './keys.ts';

/** The messages that are cards of these stored requests, among those that their requester sees. */
export async function cardsOfRows(
  { slack, rows }: ChaosWorld,
  requester: string,
  stored: readonly Readonly<Record<string, unknown>>[],
): Promise<SeenMessage[]> {
  const ids = new Set(stored.map(({ id }) => id));
  const mine = (await rows('cards')).filter(
    ({ kind, request_id }) => kind === 'direct' && ids.has(request_id),
  );
  const keys = new Set(mine.map(({ id }) => id));
  const posted = slack.state.messages.filter(({ metadata }) => keys.has(keyOf(metadata)));
  const times = new Set(posted.map(({ ts }) => ts));
  return (await slack.person(requester).messages('app')).filter(({ ts }) => times.has(ts));
}
