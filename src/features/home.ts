/** Draws App Home when a person opens it. From then on, it is redrawn after every change. */
import { OutsideFailure } from '../failure.ts';
import { work } from '../signing/work.ts';
import type { HomeOpened } from '../slack/payloads.ts';
import { homes } from '../views/actions.ts';
import { closedHomeView } from '../views/home.ts';
import { pollReturningPerson } from './following/poll.ts';
import { admit } from './rights/admit.ts';
import { isInstalled, type Services, textsFor } from './services.ts';

/** Draws App Home for the person. People who may not use the app see one sentence, and their Home is not recorded. */
export async function openHome(services: Services, { actor, view }: HomeOpened): Promise<void> {
  if (!isInstalled(services.identity)) return;
  const admission = await admit(services, actor);
  if (!admission.isAdmitted) return closeHome(services, actor.userId, view);
  const { tenant, person } = admission;
  const user = person.userId;
  await services.store.homes.recordOpened(tenant, user, view?.hash ?? null, work.drawHome({ user }));
  await pollReturningPerson(services, tenant, user);
}

async function closeHome(services: Services, userId: string, view: HomeOpened['view']): Promise<void> {
  if (view?.callbackId === homes.closed) return;
  try {
    await services.slack.publishHome(userId, closedHomeView(textsFor(null)));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    // Slack shows the Home tab only to people of the workspaces in which the app is installed.
    services.log.info(
      { failure: error.message },
      'Slack refused App Home for a person who may not use the app',
    );
  }
}
