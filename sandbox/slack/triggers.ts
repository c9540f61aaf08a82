/**
 * Trigger ids: each can be used once, within three seconds after it was issued, or as long as a test allows.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
import type { Trigger } from './state.ts';
import { secret } from './state.ts';
import type { World } from './world.ts';

/** Issues a trigger for an interaction of this person and returns its id. `fromView`: the modal that it came from. */
export function issueTrigger(
  world: Pick<World, 'state' | 'now'>,
  userId: string,
  fromView: string | null = null,
): string {
  world.state.counter += 1;
  const id = `${Math.floor(world.now())}.${world.state.counter}.${secret(16)}`;
  world.state.triggers[id] = { userId, issuedAt: world.now(), fromView, used: false };
  return id;
}

/**
 * Returns the trigger if it can be used now, else Slack's error. The caller marks the trigger as used after success.
 */
export function usableTrigger(world: World, id: string): Trigger | string {
  const trigger = world.state.triggers[id];
  if (!trigger) return 'invalid_trigger_id';
  if (trigger.used) return 'exchanged_trigger_id';
  if (world.now() - trigger.issuedAt > world.triggerLifeMs) return 'expired_trigger_id';
  return trigger;
}
