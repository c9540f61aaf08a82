/**
 * The end of an installation. Slack sends two events about it, which arrive in any order, more than once, and sometimes
 * only after the app was installed again. So an event only causes the app to ask Slack whether the token still works.
 */
import { type StepArgs, work } from '../../signing/work.ts';
import type { InstallationEvent } from '../../slack/payloads.ts';
import type { Run } from '../run.ts';
import type { AllInstallations } from '../services.ts';
import { servicesIfAlive, whyTokenDead } from './alive.ts';

/**
 * Handles an event about the end of an installation. A workspace or organisation in which the app is not installed is
 * ignored.
 */
export async function handleInstallationEvent(
  allInstallations: AllInstallations,
  event: InstallationEvent,
): Promise<void> {
  const { store } = allInstallations;
  for (const tenant of new Set([event.teamId, event.enterpriseId])) {
    if (tenant === null) continue;
    // An installation whose token is known to be dead counts as well: the uninstall event may arrive later.
    const isKnown =
      (await allInstallations.tenants()).includes(tenant) || (await store.installations.get(tenant));
    if (isKnown)
      await store.jobs.enqueue(tenant, event.wasUninstalled ? work.takenOut({}) : work.tokenRevoked({}));
  }
}

/** The step `tokenRevoked`: suspends the installation if Slack no longer accepts its token. */
export async function tokenRevoked(
  allInstallations: AllInstallations,
  _args: StepArgs['tokenRevoked'],
  { tenant }: Run,
): Promise<void> {
  await servicesIfAlive(allInstallations, tenant);
}

/** The step `takenOut`: deletes everything stored for the tenant, unless Slack accepts a token of it. */
export async function deleteUninstalled(
  allInstallations: AllInstallations,
  args: StepArgs['takenOut'],
  run: Run,
): Promise<void> {
  const { store, log } = allInstallations;
  const { tenant } = run;
  const installation = await store.installations.get(tenant);
  const current = await allInstallations.installation(tenant);
  // An installation that does not run was suspended before, when Slack no longer accepted its token.
  const why = current ? await whyTokenDead(current.services) : 'stopped';
  if (why === null) {
    log.info({ tenant }, 'the app was installed again: the event about its end is ignored');
    return;
  }
  // False: meanwhile the app was installed again, or the token was renewed. Then the new token is checked.
  if (!(await store.forget(tenant, installation?.generation ?? null)))
    return deleteUninstalled(allInstallations, args, run);
  await current?.stop(why);
  log.info({ tenant }, 'the app was uninstalled from this workspace: what was stored for it is deleted');
}
