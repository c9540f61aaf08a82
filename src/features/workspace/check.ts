/**
 * The regular check of a workspace. It finds what no event has reported: a dead token, and people who are no longer
 * full members (deactivated, moved to another workspace, or guests now; see `slack/membership.ts`). Their connection to
 * Box ends, and the workspace's admins can see who has left open requests behind.
 */
import { OutsideFailure } from '../../failure.ts';
import type { StepArgs } from '../../signing/work.ts';
import { isFullMember, personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import type { AllInstallations, Services } from '../services.ts';
import { servicesIfAlive } from './alive.ts';
import { nextCheck } from './job.ts';

/** The step `checkWorkspace`: runs the regular check, and plans the next one. */
export async function checkWorkspace(
  allInstallations: AllInstallations,
  _args: StepArgs['checkWorkspace'],
  { tenant }: Run,
): Promise<void> {
  // A reinstall enqueues the next check.
  if (!(await allInstallations.servicesOf(tenant))) return;
  // Enqueued during the run, so that finishing this run plans the next check in one write.
  await allInstallations.store.jobs.enqueue(tenant, nextCheck());
  const services = await servicesIfAlive(allInstallations, tenant);
  if (!services) return;
  for (const userId of await allInstallations.store.departures.usersToCheck(tenant)) {
    await endConnectionOfLeaver(services, tenant, userId);
  }
}

/**
 * Ends the connection of a person who is no longer a full member. A fresh cached answer is used, so that a check that
 * was interrupted and starts over makes progress.
 */
async function endConnectionOfLeaver(services: Services, tenant: string, userId: string): Promise<void> {
  const { store, log } = services;
  try {
    const person = await personOf(services, tenant, userId);
    if (isFullMember(services, person)) return await store.departures.clear(tenant, userId);
    // Recorded first, so that admins see the person's open requests as soon as the connection ends.
    await store.departures.record(tenant, userId, person.name);
    await store.connections.remove(tenant, userId);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    log.warn({ tenant, userId, failure: error.message }, 'Slack did not say who a person is');
  }
}
