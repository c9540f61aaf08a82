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

/**
 * `users.info` must answer within this time, so that a modal can still be opened before the trigger expires; otherwise
 * the person is asked to try again.
 */
const answerWithinMs = 1_200;

/** Whether a person may use the app; with their data if they may. */
export type Admission =
  | { readonly isAdmitted: true; readonly tenant: string; readonly person: Person }
  | { readonly isAdmitted: false };

/**
 * Checks whether the person who typed, pressed or submitted something may use the app.
 *
 * @throws OutsideFailure when Slack does not say who this is. The error boundary then asks the person to try again.
 */
export async function admit(services: Services, actor: Actor): Promise<Admission> {
  if (!isAddressedTo(actor, services.identity)) return { isAdmitted: false };
  const tenant = tenantOf(services.identity);
  const person = await personOf(services, tenant, actor.userId, answerWithinMs);
  const isAdmitted = isSamePerson(actor, person) && isFullMember(services, person);
  return isAdmitted ? { isAdmitted, tenant, person } : { isAdmitted };
}

const personFlights = createSingleFlight<Person>();

/** What Slack knows about a person: the cached answer if it is fresh, otherwise a new one. @throws OutsideFailure */
export async function personOf(
  services: Services,
  tenant: string,
  userId: string,
  timeoutMs?: number,
): Promise<Person> {
  const known = await services.store.people.get(tenant, userId, personLifeMs);
  if (known) return known;
  return personFlights(services.store, JSON.stringify([tenant, userId, timeoutMs ?? null]), async () => {
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
