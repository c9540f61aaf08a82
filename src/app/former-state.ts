/** Checks at each start what an earlier configuration has left in the store. */
import type { Config } from '../config/config.ts';
import { Fault } from '../failure.ts';
import type { SharedServices } from '../features/services.ts';
import { forgetLater } from '../features/workspace/job.ts';
import type { Store } from '../store/database.ts';
import { formerAccessProblem } from '../store/other-access.ts';

/**
 * Refuses to start when the store holds connections of another kind of access to Box than the configured one. The
 * configuration may be a mistake, and revoked tokens cannot be restored: so the operator ends such connections with a
 * separate command.
 *
 * @throws Fault when there are any
 */
export async function refuseFormerBoxAccess({ box }: Config, store: Store): Promise<void> {
  const problem = formerAccessProblem(
    await store.countConnectionsOfOtherAccess(box.access.kind),
    box.access.kind,
  );
  if (problem !== null) throw new Fault(problem);
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
