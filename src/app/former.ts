/**
 * What an earlier configuration has left in the store, looked at once at each start: connections by another way into Box,
 * and workspaces that this process cannot serve. Nothing of them waits for ever, and the operator is told.
 */
import type { Config } from '../config/config.ts';
import { Fault } from '../failure.ts';
import type { Common } from '../features/services.ts';
import { forgetLater } from '../features/workspace/job.ts';
import type { Store } from '../store/database.ts';

/**
 * A trial could neither follow nor revoke what people have granted, and is often set by mistake.
 *
 * @throws Fault
 */
export async function refuseTrialOverGrants({ box }: Config, store: Store): Promise<void> {
  if (box.access.kind !== 'trial') return;
  const count = await store.countGrants();
  if (count === 0) return;
  throw new Fault(
    `${count === 1 ? 'One person has' : `${count} people have`} connected to Box in this store, which a trial cannot ` +
      'follow. Set BOX_CLIENT_ID and BOX_CLIENT_SECRET again, or give the trial a DATA_DIR of its own.',
  );
}

/** @param served the workspaces in which the app is installed now */
export async function endFormer(
  { box }: Config,
  { store, log }: Common,
  served: readonly string[],
): Promise<void> {
  const count = await store.endFormerWays(box.access.kind);
  if (count > 0) {
    log.warn(
      { count },
      'people had connected in another way than is set now: their tokens are revoked at Box',
    );
  }
  // Whoever is served again has the whole month before them when that ends.
  for (const tenant of served) await store.jobs.drop(tenant, forgetLater());
  for (const tenant of await store.tenants()) {
    if (served.includes(tenant)) continue;
    log.warn(
      { tenant },
      'the app is not installed in this workspace: what is stored for it goes after 30 days',
    );
    await store.jobs.enqueue(tenant, forgetLater());
  }
}
