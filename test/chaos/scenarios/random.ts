/**
 * One in ten of the app's calls to Slack and Box fails, a third of those after it has taken effect; one in ten
 * notifications is lost or doubled.
 */
import { chanceOf } from '../chance.ts';
import type { ChaosWorld } from '../chaos-world.ts';
import { keyOf } from '../keys.ts';
import type { Scenario, Trouble } from '../scenario.ts';

const failing = 0.1;
const shareAfter = 1 / 3;
/** Share of calls whose failure comes after the effect, among the calls that did not fail before it. */
const failingAfter = (failing * shareAfter) / (1 - failing * (1 - shareAfter));

/** Shares of the notifications from Box's webhooks that are lost and doubled. */
const lost = 0.05;
const doubled = 0.05;

interface CallCounts {
  calls: number;
  failedBefore: number;
  failedAfter: number;
}

export const random: Scenario = {
  name: 'random',
  what: 'one in ten calls fails, processes are killed',
  store: 'either',
  processes: 2,
  requests: 40,
  hasKills: true,
  starts: startRandomFaults,
};

/**
 * Makes calls fail at random, and loses and doubles Box's notifications. Each kind of call has its own random sequence,
 * so whether the third post fails does not depend on other calls.
 */
export function startRandomFaults(seed: number, { slack, box }: ChaosWorld): Trouble {
  const counted = (): CallCounts => ({ calls: 0, failedBefore: 0, failedAfter: 0 });
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
    lostPosts,
    excuses: () => counts.slack.failedBefore + counts.slack.failedAfter,
    lines: () => [
      `Slack: ${countsInWords(counts.slack)}`,
      `Box: ${countsInWords(counts.box)}`,
      ...(notifications.sent === 0
        ? []
        : [
            `${notifications.sent} notifications of webhooks, ${notifications.lost} lost, ${notifications.doubled} doubled`,
          ]),
    ],
    stop: () => {
      slack.onCall(null);
      stopBox();
    },
  };
}

function countsInWords({ calls, failedBefore, failedAfter }: CallCounts): string {
  return `${calls} calls, ${failedBefore} failed before and ${failedAfter} after taking effect`;
}
