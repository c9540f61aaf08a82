/**
 * The end of an installation. Slack's events tell of it, in either order, more than once, and some too late: after the
 * app was installed again. So each only makes us ask Slack whether the token still works.
 */
import { type StepArgs, work } from '../../signing/work.ts';
import type { InstallationEvent } from '../../slack/payloads.ts';
import type { Run } from '../run.ts';
import type { Everywhere } from '../services.ts';
import { aliveIn, whyEnded } from './alive.ts';

/** An event of Slack's. Whatever it names that the app is not installed in is left alone. */
export async function noteEnd(everywhere: Everywhere, event: InstallationEvent): Promise<void> {
  const { store } = everywhere;
  for (const tenant of new Set([event.teamId, event.enterpriseId])) {
    if (tenant === null) continue;
    // Also where the token is known to be dead: that the app was taken out may be told after that.
    const isKnown = (await everywhere.all()).includes(tenant) || (await store.installations.get(tenant));
    if (isKnown)
      await store.jobs.enqueue(tenant, event.wasTakenOut ? work.takenOut({}) : work.tokenRevoked({}));
  }
}

/** The step `tokenRevoked`: nothing is done there any more until the app is installed again. */
export async function tokenRevoked(
  everywhere: Everywhere,
  _args: StepArgs['tokenRevoked'],
  { tenant }: Run,
): Promise<void> {
  await aliveIn(everywhere, tenant);
}

/** The step `takenOut`: whatever is stored for the tenant goes, once Slack confirms that it was. */
export async function takenOut(everywhere: Everywhere, args: StepArgs['takenOut'], run: Run): Promise<void> {
  const { store, log } = everywhere;
  const { tenant } = run;
  const installation = await store.installations.get(tenant);
  const standing = await everywhere.standing(tenant);
  // One that was stopped before: Slack has confirmed it then.
  const why = standing ? await whyEnded(standing.services) : 'stopped';
  if (why === null) {
    log.info({ tenant }, 'the app was installed again: what Slack told of its end is left alone');
    return;
  }
  // Another installation, or another token of this one, came meanwhile: it is asked about that one.
  if (!(await store.forget(tenant, installation?.generation ?? null))) return takenOut(everywhere, args, run);
  await standing?.stop(why);
  log.info({ tenant }, 'the app was taken out of this workspace: what was stored for it is deleted');
}
