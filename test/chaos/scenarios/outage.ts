/**
 * Box is down for an hour in which many requests arrive. The card of a request that was given up after
 * fifteen minutes says so, and its requester presses Fix and send when Box is back.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosWorld } from '../chaos-world.ts';
import { type Plan, requesters } from '../plan.ts';
import type { Scenario, Trouble } from '../scenario.ts';

const minute = 60_000;
/** Number of steps at the beginning in which Box is down, a minute each. */
const downSteps = 60;
/** Number of steps after that in which people send again what was given up. */
const fixingSteps = 6;

export const outage: Scenario = {
  name: 'outage',
  what: 'Box is down for an hour while requests arrive',
  store: 'either',
  processes: 2,
  requests: 60,
  hasKills: false,
  plans: (_seed, count): Plan => ({
    requests: Array.from({ length: count }, (_, index) => ({
      requester: requesters[index % requesters.length] ?? 'ana',
      name: `Deal ${String(index + 1).padStart(3, '0')}.pdf`,
      signers: [`s${index + 1}@client.com`],
      delivery: 'prepare',
      step: Math.floor((index * downSteps) / count),
      actions: [{ step: downSteps + 1 + (index % fixingSteps), action: { does: 'fixes and sends' } }],
    })),
    steps: Array.from({ length: downSteps + fixingSteps + 3 }, () => ({
      passesMs: minute,
      kills: null,
      listLagMs: 0,
    })),
  }),
  starts: (_seed, world): Trouble => {
    const { box } = world;
    const before = memory(world);
    const breaches = new Map<string, readonly string[]>();
    const lines: string[] = [];
    const stopBox = box.onCall(() => 'drop');
    return {
      during: async (step) => {
        if (step !== downSteps) return;
        lines.push(`memory ${before} MB before, ${memory(world)} MB after the hour`);
        stopBox();
        await pause(2_000);
      },
      stop: async () => {
        lines.push(`${memory(world)} MB at the end`);
        const counts = await messagesPerPerson(world);
        lines.push(
          `messages a person: ${counts.map(({ messages, forms }) => `${messages} for ${forms} forms`).join(', ')}`,
        );
        const flooded = counts.filter(({ messages, forms }) => messages > forms * 2 + 10);
        breaches.set(
          'people with a flood of messages',
          flooded.map(({ who }) => who),
        );
      },
      lines: () => lines,
      breaches: () => breaches.set('documents that are not at Box exactly once', notOnce(world)),
    };
  },
};

/** Resident memory of the processes together (MB). */
function memory({ pids }: ChaosWorld): number {
  const kilobytes = pids().map((pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
  );
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

async function messagesPerPerson({ slack, rows }: ChaosWorld) {
  const forms = await rows('sign_requests');
  return requesters.map((who) => {
    const { id } = slack.user(who);
    const isTheirs = (channel: string): boolean =>
      channel.startsWith('D') && (slack.state.channels[channel]?.members.includes(id) ?? false);
    return {
      who,
      forms: forms.filter(({ requester }) => requester === id).length,
      messages: slack.state.messages.filter(
        ({ user, channel }) => user === slack.botUserId && isTheirs(channel),
      ).length,
    };
  });
}

function notOnce({ box }: ChaosWorld): string[] {
  const files = Object.values(box.state.files).filter(({ name }) => /^Deal \d+\.pdf$/.test(name));
  const counts = new Map<string, number>();
  for (const { sourceIds } of box.signRequests())
    for (const id of sourceIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  return files.flatMap(({ id, name }) =>
    (counts.get(id) ?? 0) === 1 ? [] : [`${name}: ${counts.get(id) ?? 0} times`],
  );
}
