/**
 * Deletes the data of one person, also while the app runs. An OAuth attempt turns into a pending connection, which
 * turns into a connection. They are deleted in this order, so that one that turns into the next meanwhile is deleted as
 * well.
 */
import type { ForgetResult, PersonKey, Store } from '../store/database.ts';

/** Deletes what is stored about the person. The app revokes the person's tokens in Box, now or when it runs again. */
export async function forgetPerson(store: Store, whose: PersonKey): Promise<ForgetResult> {
  const { oauthStates, pendingConnections, connections, personalData } = store;
  // Read before the connection is deleted: its login is one of the person's addresses.
  const identity = await personalData.identify(whose);
  const attempts = 'user' in whose ? await oauthStates.endAll(whose.tenant, whose.user) : 0;
  const waiting = await personalData.pendingConnectionOwners(whose);
  for (const { tenant, slackUserId } of waiting) await pendingConnections.drop(tenant, { slackUserId });
  const connected = await personalData.connectionOwners(whose);
  for (const { tenant, slackUserId } of connected) await connections.remove(tenant, slackUserId);
  const { rows, open } = await personalData.forget(whose, identity);
  const ended = { connections: connected.length, pending_connections: waiting.length };
  return { rows: { ...rows, ...ended, ...('user' in whose && { oauth_states: attempts }) }, open };
}
