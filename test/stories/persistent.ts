/**
 * How Ana sends her document while the app is killed: she presses again only where Slack reported trouble or the app
 * asked her.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { SeededFile } from '../../sandbox/box/seed.ts';
import { submitsAgain } from './acts.ts';
import type { KillableWorld, KillPoint } from './kills.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** The choice in the form how to send: `prepare` places fields in Box first, `direct` sends now. */
export type Delivery = 'prepare' | 'direct';

/** Time limit (ms) for each step of a request, counted from when the app runs again after a kill. */
const resumesWithinMs = 40_000;

const labels = {
  prepare: 'Place fields in Box, then send',
  direct: 'Send now, without fields',
};

/** Longer (ms) than the two minutes for which a card may be delayed. */
const putOffMs = 130_000;

/**
 * After a lost answer the app searches for its own id immediately and 5, 15 and 45 s later. The pauses between these
 * searches (ms).
 */
const pausesMs = [5_000, 10_000, 30_000];

/**
 * Takes one sign request from Continue (with fields) or Send now (without) to its card, with one kill on the way.
 * Throws when there is not exactly one request in Box and one card that says so; the message names where the app was
 * killed.
 *
 * @returns where it was killed; null when it was not.
 */
export async function requestsDespiteKill(
  killable: KillableWorld,
  point: KillPoint,
  delivery: Delivery,
): Promise<string | null> {
  const { world } = killable;
  const file = world.newFile();
  await killable.lives();
  expect(await world.ana.types(`/sign ${file.url} bo@client.com`)).toEqual({ shown: null });
  await world.ana.sees('New signature request', { in: 'modal' });
  await world.ana.fills({ [labels[delivery]]: true });
  if (delivery === 'direct') {
    expect(await world.ana.submits()).toEqual({});
    await world.ana.sees('Goes to bo@client.com when', { in: 'modal', within: resumesWithinMs });
    await untilAtRest(killable);
  }
  const stopSkipping = skipPauses(killable);
  await killable.killAt(point);
  try {
    await sends(killable, file, delivery);
    await untilAtRest(killable);
    expect(await stateOf(world, file), 'at rest').toEqual(wanted[delivery]);
    const where = await killable.cancelKill();
    // Runs delayed jobs now, so that they do not run while the commits of the next request are counted.
    await world.passes(putOffMs);
    await untilAtRest(killable, 1_100);
    expect(await stateOf(world, file), 'later').toEqual(wanted[delivery]);
    return where;
  } catch (error) {
    const where = await killable.cancelKill();
    throw new Error(`${point.phase} ${point.what} ${point.at}, ${where}: ${error}\n${killable.output()}`);
  } finally {
    stopSkipping();
    await world.ana.reloads();
  }
}

async function sends(killable: KillableWorld, file: SeededFile, delivery: Delivery): Promise<void> {
  const { world } = killable;
  const { ana } = world;
  await submitsUntilAccepted(killable, delivery === 'prepare' ? 'Continue' : 'Send now');
  let wasAsked = false;
  const readState = async () => {
    const found = await stateOf(world, file);
    if (!wasAsked && found.cards.includes('asks')) {
      wasAsked = true;
      expect({ delivery, atBox: found.atBox }).toEqual({ delivery: 'direct', atBox: 0 });
      expect((await ana.presses('Send again')).confirm).toContain('Send this request again?');
    }
    return found;
  };
  const isWanted = (found: object): boolean => isDeepStrictEqual(found, wanted[delivery]);
  await until(readState, isWanted, { withinMs: resumesWithinMs, sinceMs: killable.backForMs });
}

/**
 * Submits the modal. If Slack reports trouble, submits again once the app runs, unless the form was replaced by then.
 */
async function submitsUntilAccepted(killable: KillableWorld, label: 'Continue' | 'Send now'): Promise<void> {
  if ((await killable.world.ana.submits()).shown === undefined) return;
  await killable.revived();
  await submitsAgain(killable.world, label);
}

const wanted = {
  prepare: { atBox: 1, mails: 0, cards: ['to prepare'], modal: 'result' },
  direct: { atBox: 1, mails: 1, cards: ['out'], modal: 'result' },
} as const;

/** The state of this file's request: in Box, in the signer's mailbox, in Ana's messages and modal. */
async function stateOf(world: World, file: SeededFile) {
  const requests = world.box.signRequests().filter(({ sourceIds }) => sourceIds.includes(file.id));
  const ids = requests.map(({ id }) => id);
  const messages = (await world.ana.messages('app')).filter(({ plain }) => plain.includes(file.name));
  const modal = (await world.ana.modal())?.plain ?? 'none';
  return {
    atBox: requests.length,
    mails: world.box.mails('bo@client.com').filter(({ requestId }) => ids.includes(requestId)).length,
    cards: messages.map(({ plain, buttons }) => {
      if (buttons.includes('Send again')) return 'asks';
      if (plain.includes('Not sent yet') && buttons.includes('Place the fields')) return 'to prepare';
      return /Sent |Submitted to Box|Box is preparing/.test(plain) ? 'out' : plain;
    }),
    modal: /Nobody has been emailed yet|Sent to|Submitted to Box|Box is preparing/.test(modal)
      ? 'result'
      : modal,
  };
}

/** Waits until no process has committed anything for this long (ms). */
async function untilAtRest(killable: KillableWorld, forMs = 150): Promise<void> {
  let known = -1;
  let since = 0;
  const quietMs = async (): Promise<number> => {
    await killable.lives();
    const commits = await killable.commits();
    if (commits !== known) since = performance.now();
    known = commits;
    return performance.now() - since;
  };
  await until(quietMs, (ms) => ms > forMs, { withinMs: resumesWithinMs, sinceMs: killable.backForMs });
}

/** Moves the clock over the pauses between searches, each after its search was made and stored. */
function skipPauses({ world, commits, backForMs }: KillableWorld): () => void {
  let searches = 0;
  const stop = world.box.onCall(async ({ method, path, phase }): Promise<'go'> => {
    if (method !== 'GET' || path !== '/2.0/sign_requests' || phase !== 'applied') return 'go';
    const pauseMs = pausesMs[searches];
    searches += 1;
    if (pauseMs === undefined) return 'go';
    const before = await commits();
    const patience = { withinMs: resumesWithinMs, sinceMs: backForMs };
    void until(commits, (now) => now > before + 1, patience).then(() => world.passes(pauseMs));
    return 'go';
  });
  return () => void stop();
}
