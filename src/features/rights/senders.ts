/**
 * Who may send signature requests: everyone, or the members of the user groups that the admins chose. Slack's answer is
 * cached for a minute. When a group no longer exists, or the app may no longer read groups, nobody counts as a member.
 */
import { OutsideFailure } from '../../failure.ts';
import type { RuleRefusal } from '../../signing/refusals.ts';
import type { SettingValues } from '../../signing/settings.ts';
import type { UserGroup } from '../../slack/groups.ts';
import type { SendersTrouble } from '../../views/workspace.ts';
import type { Services } from '../services.ts';
import { createSingleFlight } from '../single-flight.ts';

/** How long an answer about user groups is trusted (ms). */
const groupsLifeMs = 60_000;

/** How long the last answer counts while Slack does not give a new one (ms). */
const lastAnswerLifeMs = 60 * 60_000;

/** How long Slack's answer is awaited (ms), while a person waits for a form to open or to be accepted. */
const answerWithinMs = 1_200;

interface Cached {
  readonly at: number;
  readonly groups: readonly UserGroup[];
}

const cached = new WeakMap<object, Map<string, Cached>>();
const flights = createSingleFlight<readonly UserGroup[]>();

/**
 * The user groups of the workspace. When Slack does not say in time, the last answer counts for a while; the call goes
 * on, so that its answer is there for the next try.
 *
 * @throws OutsideFailure
 */
export async function groupsOf(services: Services, tenant: string): Promise<readonly UserGroup[]> {
  const { store, slack, now } = services;
  const known = cached.get(store)?.get(tenant);
  const isYoungerThan = (ms: number) => known !== undefined && Math.abs(now() - known.at) < ms;
  if (known && isYoungerThan(groupsLifeMs)) return known.groups;
  const asked = flights(store, tenant, async () => {
    const groups = await slack.userGroups();
    const all = cached.get(store) ?? new Map<string, Cached>();
    cached.set(store, all.set(tenant, { at: now(), groups }));
    return groups;
  });
  try {
    return await inTime(asked);
  } catch (error) {
    const isSilent = error instanceof OutsideFailure && error.kind === 'retry';
    if (isSilent && known && isYoungerThan(lastAnswerLifeMs)) return known.groups;
    throw error;
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const failure = { service: 'slack', operation: 'usergroups.list', kind: 'retry', status: null } as const;
    timer = setTimeout(() => reject(new OutsideFailure({ ...failure, reason: 'timeout' })), answerWithinMs);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

/**
 * Why this person may not send; null: they may.
 *
 * @throws OutsideFailure of kind `retry` when Slack could not be asked
 */
export async function senderRefusal(
  services: Services,
  tenant: string,
  userId: string,
  { senders }: Pick<SettingValues, 'senders'>,
): Promise<RuleRefusal | null> {
  if (senders.length === 0) return null;
  const groups = await groupsOrNone(services, tenant);
  const isSender = senders.some(({ id }) =>
    groups.some((group) => group.id === id && group.members.includes(userId)),
  );
  return isSender ? null : { code: 'sender_not_allowed', names: senders.map(({ id, name }) => name || id) };
}

async function groupsOrNone(services: Services, tenant: string): Promise<readonly UserGroup[]> {
  try {
    return await groupsOf(services, tenant);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    services.log.warn({ tenant, failure: error.message }, 'Slack does not say who is in the user groups');
    return [];
  }
}

/** The problems of the rule about senders; none while Slack does not answer. */
export async function troubleWithSenders(
  services: Services,
  tenant: string,
  { senders }: Pick<SettingValues, 'senders'>,
): Promise<SendersTrouble> {
  if (senders.length === 0) return { gone: [], isUnreadable: false };
  try {
    const groups = await groupsOf(services, tenant);
    const gone = senders.filter(({ id }) => !groups.some((group) => group.id === id));
    return { gone: gone.map(({ id, name }) => name || id), isUnreadable: false };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    return { gone: [], isUnreadable: error.kind === 'final' };
  }
}
