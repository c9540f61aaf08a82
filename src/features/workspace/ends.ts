/**
 * The end of an installation. Slack's events about it arrive in either order, more than once, and some only after the
 * app was installed again. So each only makes us ask Slack whether the token still works.
 */
import { type StepArgs, work } from '../../signing/work.ts';
import type { InstallationEvent } from '../../slack/payloads.ts';
import type { Run } from '../run.ts';
import type { Everywhere } from '../services.ts';
import { aliveIn, whyEnded } from './alive.ts';

/** An event from Slack. Anything in it that the app is not installed in is ignored. */
export async function noteEnd(everywhere: Everywhere, event: InstallationEvent): Promise<void> {
  const { store } = everywhere;
  for (const tenant of new Set([event.teamId, event.enterpriseId])) {
    if (tenant === null) continue;
    // Also where the token is known to be dead: the event of the uninstall may arrive after that.
    const isKnown = (await everywhere.all()).includes(tenant) || (await store.installations.get(tenant));
    if (isKnown)
      await store.jobs.enqueue(tenant, event.wasTakenOut ? work.takenOut({}) : work.tokenRevoked({}));
  }
}

/** The step `tokenRevoked`: nothing is done there until the app is installed again. */
export async function tokenRevoked(
  everywhere: Everywhere,
  _args: StepArgs['tokenRevoked'],
  { tenant }: Run,
): Promise<void> {
  await aliveIn(everywhere, tenant);
}

/** The step `takenOut`: everything stored for the tenant is deleted, once Slack confirms that the app was uninstalled. */
export async function takenOut(everywhere: Everywhere, args: StepArgs['takenOut'], run: Run): Promise<void> {
  const { store, log } = everywhere;
  const { tenant } = run;
  const installation = await store.installations.get(tenant);
  const standing = await everywhere.standing(tenant);
  // It was suspended before: Slack confirmed it then.
  const why = standing ? await whyEnded(standing.services) : 'stopped';
  if (why === null) {
    log.info({ tenant }, 'the app was installed again: what Slack told of its end is left alone');
    return;
  }
  // A new installation, or a new token of this one, came meanwhile: that one is checked instead.
  if (!(await store.forget(tenant, installation?.generation ?? null))) return takenOut(everywhere, args, run);
  await standing?.stop(why);
  log.info({ tenant }, 'the app was taken out of this workspace: what was stored for it is deleted');
}
