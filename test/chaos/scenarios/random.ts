/** One in ten of the app's calls to Slack and Box fails, a third of those after it has taken effect; one in ten notifications is lost or doubled. */
import type { SandboxBox } from '../../sandbox/box/server.ts';
import type { SandboxSlack } from '../../sandbox/slack/server.ts';
import { chanceOf } from './chance.ts';

const failing = 0.1;
const shareAfter = 1 / 3;
/** Share of failures after the effect, among the calls that did not fail before it. */
const failingAfter = (failing * shareAfter) / (1 - failing * (1 - shareAfter));

/** Shares of the notifications from Box's webhooks. */
const lost = 0.05;
const doubled = 0.05;

interface Counted {
  calls: number;
  failedBefore: number;
  failedAfter: number;
}

export interface Mischief {
  readonly slack: Counted;
  readonly box: Counted;
  readonly notifications: { sent: number; lost: number; doubled: number };
  /** How often a message with this key was posted and its answer lost. */
  readonly lostPosts: ReadonlyMap<string, number>;
  stop(): void;
}

/**
 * Makes calls fail at random. Each kind of call has its own random sequence, so whether the third post fails does not
 * depend on other calls.
 */
export function startMischief(
  seed: number,
  { slack, box }: { slack: SandboxSlack; box: SandboxBox },
): Mischief {
  const counted = (): Counted => ({ calls: 0, failedBefore: 0, failedAfter: 0 });
  const counts = { slack: counted(), box: counted() };
  const chances = new Map<string, ReturnType<typeof chanceOf>>();
  const lostPosts = new Map<string, number>();
  const fails = (side: 'slack' | 'box', kind: string, phase: 'before' | 'applied'): boolean => {
    const name = `${side} ${phase} ${kind}`;
    const chance = chances.get(name) ?? chanceOf(seed, name);
    chances.set(name, chance);
    const isBefore = phase === 'before';
    if (isBefore) counts[side].calls += 1;
    const isFailing = chance.is(isBefore ? failing * (1 - shareAfter) : failingAfter);
    if (isFailing) counts[side][isBefore ? 'failedBefore' : 'failedAfter'] += 1;
    return isFailing;
  };
  slack.onCall(async ({ method, args, phase }) => {
    if (!fails('slack', method, phase)) return 'go';
    if (phase === 'applied' && method === 'chat.postMessage') {
      const key = keyOf(args['metadata']);
      if (key !== null) lostPosts.set(key, (lostPosts.get(key) ?? 0) + 1);
    }
    // Either the connection is cut, or the answer does not say what was done.
    return chanceOf(seed, `how ${method} ${counts.slack.calls}`).is(0.5) ? 'drop' : { status: 503 };
  });
  const stopBox = box.onCall(({ method, path, phase }) =>
    fails('box', `${method} ${path.replace(/\d{3,}|[\w-]{20,}/g, 'ID')}`, phase) ? 'drop' : 'go',
  );
  const notifications = { sent: 0, lost: 0, doubled: 0 };
  const fate = chanceOf(seed, 'notifications');
  box.faults.eachNotification = () => {
    notifications.sent += 1;
    const drawn = fate.next();
    if (drawn >= lost + doubled) return null;
    const isLost = drawn < lost;
    notifications[isLost ? 'lost' : 'doubled'] += 1;
    return isLost ? 'webhook-lost' : 'webhook-doubled';
  };
  return {
    ...counts,
    notifications,
    lostPosts,
    stop: () => {
      slack.onCall(null);
      stopBox();
    },
  };
}

/** The key by which a message is found again: from `metadata` as sent, or as stored. */
export function keyOf(metadata: unknown): string | null {
  const value: unknown = typeof metadata === 'string' ? JSON.parse(metadata) : metadata;
  const card = (value as { event_payload?: { card?: unknown } } | null | undefined)?.event_payload?.card;
  return typeof card === 'string' ? card : null;
}
