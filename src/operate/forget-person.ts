/**
 * Forgets one person, also beside an app that runs. What follows from another ends after it: a way to Box becomes what waits
 * for a code, and that a connection, so that nobody who arrives meanwhile stays connected.
 */
import type { Forgotten, Store, Whose } from '../store/database.ts';

/** Tokens at Box are ended by the app, while it runs or when it does again. */
export async function forgetPerson(store: Store, whose: Whose): Promise<Forgotten> {
  const { oauthStates, pendingConnections, connections, personalData } = store;
  // Also known by what is deleted next: the login of a connection is an address of theirs.
  const identity = await personalData.identify(whose);
  const ways = 'user' in whose ? await oauthStates.endAll(whose.tenant, whose.user) : 0;
  const waiting = await personalData.waiting(whose);
  for (const { tenant, slackUserId } of waiting) await pendingConnections.drop(tenant, { slackUserId });
  const connected = await personalData.connected(whose);
  for (const { tenant, slackUserId } of connected) await connections.remove(tenant, slackUserId);
  const { rows, open } = await personalData.forget(whose, identity);
  const ended = { connections: connected.length, pending_connections: waiting.length };
  return { rows: { ...rows, ...ended, ...('user' in whose && { oauth_states: ways }) }, open };
}
