/** Checks at each start what an earlier configuration has left in the store. */
import type { Config } from '../config/config.ts';
import { Fault } from '../failure.ts';
import type { SharedServices } from '../features/services.ts';
import { forgetLater } from '../features/workspace/job.ts';
import type { Store } from '../store/database.ts';

/**
 * Refuses to start when the store holds connections of another kind of access to Box than the configured one. The
 * configuration may be a mistake, and revoked tokens cannot be restored: so the operator ends such connections with a
 * separate command.
 *
 * @throws Fault when there are any
 */
export async function refuseFormerBoxAccess({ box }: Config, store: Store): Promise<void> {
  const count = await store.countConnectionsOfOtherAccess(box.access.kind);
  if (count === 0) return;
  const found =
    count === 1
      ? 'One connection to Box in this store was'
      : `${count} connections to Box in this store were`;
  const remedy =
    box.access.kind === 'trial'
      ? 'A trial cannot follow or revoke them: give it a DATA_DIR of its own.'
      : 'To end and revoke them, run: npm run data -- end-former';
  throw new Fault(
    `${found} made in another way than is set now. If that is a mistake, set BOX_CLIENT_ID, BOX_CLIENT_SECRET and ` +
      `BOX_ENTERPRISE_ID as they were. ${remedy}`,
  );
}

/**
 * Plans to delete, in 30 days, what is stored for workspaces in which the app is no longer installed. Drops that plan
 * for the others.
 *
 * @param served the workspaces in which the app is installed now
 */
export async function forgetUninstalledLater(
  { store, log }: SharedServices,
  served: readonly string[],
): Promise<void> {
  // A workspace in which the app is installed again gets the full 30 days when it is uninstalled the next time.
  for (const tenant of served) await store.jobs.drop(tenant, forgetLater());
  for (const tenant of await store.tenants()) {
    if (served.includes(tenant)) continue;
    log.warn(
      { tenant },
      'the app is not installed in this workspace: what is stored for it is deleted after 30 days',
    );
    await store.jobs.enqueue(tenant, forgetLater());
  }
}
