/**
 * Who may use the app: full members of what it is installed in, as `slack/membership.ts` decides. Checked on every
 * command, press, submission and close, because Slack also delivers those of guests and of people of other
 * workspaces.
 */
import { isAddressedTo, isSamePerson, type MembershipFacts, whyNotMember } from '../../slack/membership.ts';
import type { Actor } from '../../slack/payloads.ts';
import type { Person } from '../../store/database.ts';
import { type Services, tenantOf } from '../services.ts';
import { createSingleFlight } from '../single-flight.ts';

/** How long a cached `users.info` answer is trusted. */
const personLifeMs = 60 * 60_000;

/** Inside the life of a trigger Slack must answer within this time, or the person is asked to try again. */
const quickMs = 1_200;

export type Admission =
  | { readonly isAdmitted: true; readonly tenant: string; readonly person: Person }
  | { readonly isAdmitted: false };

/**
 * @throws OutsideFailure when Slack does not say who this is: then nobody is let in, and the error boundary asks the
 * person to try again.
 */
export async function admit(services: Services, actor: Actor): Promise<Admission> {
  if (!isAddressedTo(actor, services.identity)) return { isAdmitted: false };
  const tenant = tenantOf(services.identity);
  const person = await personOf(services, tenant, actor.userId, quickMs);
  const isAdmitted = isSamePerson(actor, person) && isFullMember(services, person);
  return isAdmitted ? { isAdmitted, tenant, person } : { isAdmitted };
}

const askedOfSlack = createSingleFlight<Person>();

/** From the store when it is fresh, else from Slack. */
export async function personOf(
  services: Services,
  tenant: string,
  userId: string,
  timeoutMs?: number,
): Promise<Person> {
  const known = await services.store.people.get(tenant, userId, personLifeMs);
  if (known) return known;
  return askedOfSlack(services.store, JSON.stringify([tenant, userId, timeoutMs ?? null]), async () => {
    const facts = await services.slack.person(userId, timeoutMs);
    const person: Person = { ...facts, readAt: services.now() };
    await services.store.people.put(tenant, person);
    return person;
  });
}

/** Whether a person is a full member of what the app is installed in; see `whyNotMember`. */
export function isFullMember(services: Services, person: MembershipFacts): boolean {
  return whyNotMember(person, services.identity) === null;
}
