/**
 * Deletes the data of one person, also while the app runs. Deletes in the order in which one turns into the next: an
 * OAuth attempt, then what waits for a code, then the connection, so that nothing that is finished meanwhile stays.
 */
import type { ForgetResult, PersonKey, Store } from '../store/database.ts';

/** The app revokes the tokens in Box, now or when it runs again. */
export async function forgetPerson(store: Store, whose: PersonKey): Promise<ForgetResult> {
  const { oauthStates, pendingConnections, connections, personalData } = store;
  // Collected before it is deleted: the login of a connection is an address of theirs.
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
