/** What people often do in stories, and how stories check what reached Box. */
import { expect } from 'vitest';
import type { SeededFile } from '../../sandbox/box/seed.ts';
import type { HookAnswer } from '../../sandbox/slack/faults.ts';
import type { Filling } from '../../sandbox/slack/filling.ts';
import type { Person } from '../../sandbox/slack/person.ts';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import type { World } from './world.ts';

/**
 * Ana types the command with these arguments and sees the form. If the form remembers that she last sent without
 * placing fields, she chooses the usual way.
 */
export async function opensForm(world: World, typed = '', where = '#contracts'): Promise<void> {
  expect(await world.ana.types(`/sign ${typed}`.trim(), { in: where })).toEqual({ shown: null });
  await world.ana.sees('New signature request', { in: 'modal' });
  const usual = 'Place fields in Box, then send';
  if ((await formValues(world))['How to send'] !== usual) await world.ana.fills({ [usual]: true });
}

/** Ana opens the form, fills it in as given, and presses Continue, which shows no error at a field. */
export async function asksFor(
  world: World,
  typed: string,
  filled: Record<string, Filling> = {},
): Promise<void> {
  await opensForm(world, typed);
  await world.ana.fills(filled);
  expect(await world.ana.submits()).toEqual({});
}

/** Submits the form again after Slack reported trouble. Does nothing if the app has replaced the form by then. */
export async function submitsAgain({ ana }: World, label = 'Continue'): Promise<void> {
  if ((await ana.modal())?.submit !== label) return;
  try {
    expect(await ana.submits()).toEqual({});
  } catch (error) {
    // The app redrew the modal just before the press, so there is no submit button to press.
    if (!String(error).includes('no submit button')) throw error;
  }
}

/** The values of the open form, by label. */
export async function formValues(world: World): Promise<Record<string, string>> {
  return (await world.ana.modal())?.values ?? {};
}

/** The app's cards and other messages to Ana that contain this name, without replies in threads and merged notices. */
export async function messagesAbout(world: World, name: string): Promise<SeenMessage[]> {
  return (await world.ana.messages('app')).filter(
    ({ plain, thread }) => thread === null && !/^\d+ updates on/.test(plain) && plain.includes(name),
  );
}

/** Ana's notices about a request: replies in the card's thread that also show in the conversation. */
export async function noticesAbout(world: World, name: string): Promise<string[]> {
  const replies = (await world.ana.messages('app')).filter(
    ({ thread, broadcast }) => thread !== null && broadcast,
  );
  return replies.map(({ plain }) => plain).filter((plain) => plain.includes(name));
}

/** Waits until exactly one message has this name and says what is wanted; returns the message. */
export async function onlyCard(world: World, name: string, wanted: string | RegExp): Promise<SeenMessage> {
  const look = async () => (await messagesAbout(world, name)).map(({ plain }) => plain);
  const matching =
    typeof wanted === 'string' ? expect.stringContaining(wanted) : expect.stringMatching(wanted);
  await expect.poll(look).toEqual([matching]);
  const [card] = await messagesAbout(world, name);
  if (!card) throw new Error('the card is gone');
  return card;
}

/**
 * The only card about a request without fields, once Box has sent its mail. The app polls a few seconds after creation.
 */
export async function cardOnceSent(
  world: World,
  name: string,
  wanted: string | RegExp = 'Sent ',
): Promise<SeenMessage> {
  await onlyCard(world, name, /Box is preparing|Submitted to Box|Sent /);
  await world.passes(6_000);
  return onlyCard(world, name, wanted);
}

/** The calls to Box without reads of sign requests, which the app also makes by itself. */
export function callsCausedByPeople({ box }: World): World['box']['traffic'] {
  return box.traffic.filter(({ method, path }) => method !== 'GET' || !path.startsWith('/2.0/sign_requests'));
}

/** The bodies of the create calls for this file that Box accepted. */
export function createdFor(world: World, file: { readonly id: string }): Record<string, unknown>[] {
  return world.box.traffic
    .filter(
      ({ method, path, status }) => method === 'POST' && path === '/2.0/sign_requests' && status === 201,
    )
    .map(({ requestBody }) => requestBody as Record<string, unknown>)
    .filter(({ source_files: sources }) => JSON.stringify(sources).includes(`"${file.id}"`));
}

type BoxUser = World['box']['state']['users'][string];

/** Ana's Box user, which a story may change. */
export function anaInBox(world: World): BoxUser {
  return inBox(world, 'ana@acme.com');
}

/** Box's user with this login. */
function inBox({ box }: World, login: string): BoxUser {
  const user = Object.values(box.state.users).find((one) => one.login === login);
  if (!user) throw new Error(`${login} has no Box account`);
  return user;
}

/** Adds a document of the Box user with this login, in a new folder. */
export function addsFileOf(world: World, login: string, name: string): SeededFile {
  const owner = { ...inBox(world, login), token: '' };
  return world.box.addFile(owner, { name, folder: world.box.addFolder(owner, { name: 'Deals' }) });
}

/** Ana presses Refresh on the newest card that has it; there is none if a poll has already ended all requests. */
export async function refreshesNewest({ ana }: World): Promise<void> {
  const card = (await ana.messages('app')).findLast(({ buttons }) => buttons.includes('Refresh'));
  if (card) await ana.presses('Refresh', { on: card });
}

/** Calls that are held at a gate. `waiting` returns how many have been held so far; `release` lets them pass. */
export interface HeldCalls {
  waiting(): number;
  release(): void;
}

/**
 * Makes Box hold every call to this path, or at most the next `most` of them, until the gate is released.
 * @param phase `applied`: the call has its effect first, and only the answer is held
 */
export function holdCalls(
  world: Pick<World, 'box'>,
  path: RegExp,
  most = Number.POSITIVE_INFINITY,
  phase: 'before' | 'applied' = 'before',
): HeldCalls {
  const { waits, held } = gate();
  const stop = world.box.onCall(async (call): Promise<'go' | 'drop'> => {
    const isHeld = call.phase === phase && path.test(call.path) && held.waiting() < most;
    if (isHeld) await waits();
    return 'go';
  });
  return {
    ...held,
    release: () => {
      stop();
      held.release();
    },
  };
}

/**
 * Makes Slack hold the next call of this method until the gate is released. Later calls pass.
 * @param answer what Slack does then; by default it carries the call out
 */
export function holdAtSlack({ slack }: World, method: string, answer: HookAnswer = 'go'): HeldCalls {
  const { waits, held } = gate();
  slack.onCall(async (call) => {
    if (call.phase !== 'before' || call.method !== method) return 'go';
    slack.onCall(null);
    await waits();
    return answer;
  });
  return held;
}

/** A gate: a call that awaits `waits()` is held until `held` is released. */
function gate(): { readonly waits: () => Promise<void>; readonly held: HeldCalls } {
  let open: () => void = () => undefined;
  let waiting = 0;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const waits = (): Promise<void> => {
    waiting += 1;
    return opened;
  };
  return { waits, held: { waiting: () => waiting, release: () => open() } };
}

/**
 * The person requests signatures of this file, waits until the modal has the link for placing fields, and closes it.
 */
export async function prepares(person: Person, file: SeededFile): Promise<void> {
  await person.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
  await person.sees('New signature request', { in: 'modal' });
  await person.submits();
  await person.sees('Nobody has been emailed yet', { in: 'modal' });
  await person.closes({ all: true });
}

/** The person changes these fields of their own settings, and saves them. */
export async function savesSettings(person: Person, filled: Record<string, Filling>): Promise<void> {
  await person.types('/sign settings', { in: 'app' });
  await person.sees('Your settings', { in: 'modal' });
  await person.fills(filled);
  expect(await person.submits()).toEqual({});
  await person.sees('Saved.', { in: 'modal' });
  await person.closes();
}
