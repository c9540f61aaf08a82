/**
 * Who may use the app: full members of the installing workspace. Asked on every command, press and
 * submission, because Slack hands on the presses of guests and of other workspaces' people alike.
 */
import type { Actor } from '../../slack/payloads.ts';
import type { Person } from '../../store/database.ts';
import { type Services, tenantOf } from '../services.ts';
import { createAskedOnce } from '../single-flight.ts';

/** Flags of a person are believed for so long. */
const personLifeMs = 60 * 60_000;

/** Within the life of a trigger Slack must answer at once, or the person is asked to try again. */
const quickMs = 1_200;

export type Admission =
  | { readonly isAdmitted: true; readonly tenant: string; readonly person: Person }
  | { readonly isAdmitted: false };

/**
 * @throws OutsideFailure when Slack does not say who this is: then nobody is let in, and the boundary asks
 * the person to try again.
 */
export async function admit(services: Services, actor: Actor): Promise<Admission> {
  if (!isOurs(services, actor)) return { isAdmitted: false };
  const tenant = tenantOf(services.identity);
  const person = await personOf(services, tenant, actor.userId, quickMs);
  return isFullMember(services, person) ? { isAdmitted: true, tenant, person } : { isAdmitted: false };
}

const askedOfSlack = createAskedOnce<Person>();

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

function isOurs(services: Services, actor: Actor): boolean {
  const { identity } = services;
  const isInstalledHere = identity.isEnterpriseInstall
    ? actor.enterpriseId === identity.enterpriseId
    : actor.teamId === identity.teamId;
  return isInstalledHere && (actor.userTeamId === null || isHomeTeam(services, actor.userTeamId));
}

/** No guest, no bot, nobody who has left, nobody of another workspace. */
export function isFullMember(services: Services, person: Omit<Person, 'readAt'>): boolean {
  const isMember = !(person.isGuest || person.isBot || person.isDeleted || person.isExternal);
  return isMember && (person.teamId === null || isHomeTeam(services, person.teamId));
}

/** On an organisation-wide install members belong to any of its workspaces. */
function isHomeTeam(services: Services, teamId: string): boolean {
  const { identity } = services;
  return identity.isEnterpriseInstall || teamId === identity.teamId;
}
