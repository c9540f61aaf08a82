/** Welcomes people in the app's messages, once each, when they open them for the first time. */
import { type StepArgs, work } from '../signing/work.ts';
import type { Actor } from '../slack/payloads.ts';
import { welcomeMessage } from '../views/welcome.ts';
import { connectionShown } from './connect/connection.ts';
import { postOnce } from './post-once.ts';
import { admit, isFullMember, personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import { isInstalled, type Services, tenantOf, textsFor } from './services.ts';

/**
 * A person has opened the app's messages. Slack reports this every time, may report it twice, and reports it for people
 * who may not use the app: those get no message. People who already have a request get none either, because it would
 * appear below their cards.
 */
export async function welcomeOnce(services: Services, actor: Actor): Promise<void> {
  const { store, identity } = services;
  if (!isInstalled(identity)) return;
  if (await store.welcomes.has(tenantOf(identity), actor.userId)) return;
  const admission = await admit(services, actor);
  if (!admission.isAdmitted) return;
  const { tenant, person } = admission;
  const user = person.userId;
  const isNew = (await store.signRequests.listByRequester(tenant, user, { limit: 1 })).length === 0;
  await store.welcomes.begin(tenant, user, isNew ? work.welcome({ user }) : null);
}

/** The step `welcome`: posts the message that welcomes the person. */
export async function postWelcome(
  services: Services,
  { user }: StepArgs['welcome'],
  run: Run,
): Promise<void> {
  const person = await personOf(services, run.tenant, user);
  // The job may have waited, for example for a new bot token.
  if (!isFullMember(services, person)) return;
  const connection = await connectionShown(services, run.tenant, user);
  await postOnce(
    services,
    user,
    { message: welcomeMessage(connection, textsFor(person)), key: `welcome:${run.jobId}` },
    run,
  );
}
