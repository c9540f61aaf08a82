/**
 * What an earlier configuration has left in the store, looked at once at each start: connections by another way into Box,
 * and workspaces that this process cannot serve. Nothing of them waits for ever, and the operator is told.
 */
import type { Config } from './config.ts';
import type { Common } from './features/common/services.ts';
import { forgetLater } from './features/workspace/job.ts';

/** @param served the workspaces in which the app is installed now */
export async function endFormer(
  { box }: Config,
  { store, log, revokeAtBox }: Common,
  served: readonly string[],
): Promise<void> {
  const count = await store.endFormerWays(box.access.kind, revokeAtBox !== null);
  if (count > 0 && revokeAtBox !== null) {
    log.warn(
      { count },
      'people had connected in another way than is set now: their tokens are revoked at Box',
    );
  } else if (count > 0) {
    log.warn(
      { count },
      'people had connected in another way than is set now: their tokens are deleted here, but without BOX_CLIENT_ID ' +
        'they could not be revoked; switch the former app off in Box, or they last up to 60 days',
    );
  }
  // Whoever is served again has the whole month before them when that ends.
  for (const tenant of served) await store.jobs.drop(tenant, forgetLater.dedupeKey);
  for (const tenant of await store.tenants()) {
    if (served.includes(tenant)) continue;
    log.warn(
      { tenant },
      'the app is not installed in this workspace: what is stored for it goes after 30 days',
    );
    await store.jobs.enqueue(tenant, forgetLater);
  }
}
