/**
 * The end of an installation. Slack's events about it arrive in either order, more than once, and some only after the
 * app was installed again. So each only makes us ask Slack whether the token still works.
 */
import { type StepArgs, work } from '../../signing/work.ts';
import type { InstallationEvent } from '../../slack/payloads.ts';
import type { Run } from '../run.ts';
import type { AllInstallations } from '../services.ts';
import { servicesIfAlive, whyTokenDead } from './alive.ts';

/** An event from Slack. Anything in it that the app is not installed in is ignored. */
export async function handleInstallationEvent(
  allInstallations: AllInstallations,
  event: InstallationEvent,
): Promise<void> {
  const { store } = allInstallations;
  for (const tenant of new Set([event.teamId, event.enterpriseId])) {
    if (tenant === null) continue;
    // Also where the token is known to be dead: the event of the uninstall may arrive after that.
    const isKnown =
      (await allInstallations.tenants()).includes(tenant) || (await store.installations.get(tenant));
    if (isKnown)
      await store.jobs.enqueue(tenant, event.wasTakenOut ? work.takenOut({}) : work.tokenRevoked({}));
  }
}

/** The step `tokenRevoked`: nothing is done there until the app is installed again. */
export async function tokenRevoked(
  allInstallations: AllInstallations,
  _args: StepArgs['tokenRevoked'],
  { tenant }: Run,
): Promise<void> {
  await servicesIfAlive(allInstallations, tenant);
}

/** The step `takenOut`: everything stored for the tenant is deleted, once Slack confirms that the app was uninstalled. */
export async function deleteUninstalled(
  allInstallations: AllInstallations,
  args: StepArgs['takenOut'],
  run: Run,
): Promise<void> {
  const { store, log } = allInstallations;
  const { tenant } = run;
  const installation = await store.installations.get(tenant);
  const standing = await allInstallations.installation(tenant);
  // The installation was suspended before: Slack confirmed the end then.
  const why = standing ? await whyTokenDead(standing.services) : 'stopped';
  if (why === null) {
    log.info({ tenant }, 'the app was installed again: what Slack told of its end is left alone');
    return;
  }
  // A new installation, or a new token of this one, came meanwhile: that one is checked instead.
  if (!(await store.forget(tenant, installation?.generation ?? null)))
    return deleteUninstalled(allInstallations, args, run);
  await standing?.stop(why);
  log.info({ tenant }, 'the app was taken out of this workspace: what was stored for it is deleted');
}
