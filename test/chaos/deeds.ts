/** Carries out what people do in a run, each in their own place: Slack's client, Box's pages, mailboxes. */

import { modalOf } from '../../bench/acts.ts';
import { NotPossible } from '../../sandbox/box/person.ts';
import type { StoredSignRequest } from '../../sandbox/box/state.ts';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import type { Answers } from './answers.ts';
import { cardsOfRows } from './cards.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Action, PlannedRequest } from './plan.ts';

/** How long (ms) a person waits for a modal before they do something else. */
const patienceMs = 6_000;

/** The world in which people act, with the watcher of answers. */
export type Stage = ChaosWorld & { readonly answers: Answers };

/** A planned request and its state, as far as people know. */
export interface TrackedRequest {
  readonly planned: PlannedRequest;
  readonly file: { readonly id: string; readonly url: string };
  /** Whether the form was accepted. */
  isAsked: boolean;
  /** Whether its requester has confirmed the cancel in Slack. */
  isCancelledInSlack: boolean;
}

/**
 * Requests signatures: from the command to the accepted form and, when no fields are placed, the modal "Check and
 * send". A form whose submission fails is submitted again, not filled in again. Returns whether the form was accepted.
 */
export async function requestSignatures(world: Stage, asked: TrackedRequest): Promise<boolean> {
  const { planned, file } = asked;
  const person = world.slack.person(planned.requester);
  await person.reloads();
  const typed = `/sign ${file.url} ${planned.signers.join(' ')}`;
  const { shown } = await world.answers.sees(act(planned, 'types the command'), () =>
    person.types(typed, { in: '#contracts' }),
  );
  // The form of an earlier command may come late; that one is not this request's.
  if (shown !== null || !(await waitForModal(world, planned.requester, ['create'], file.id))) return false;
  // The form remembers how its requester sent their last request, so this is chosen each time.
  const label = planned.delivery === 'direct' ? 'Send now, without fields' : 'Place fields in Box, then send';
  if ((await person.modal())?.values['How to send'] !== label) await person.fills({ [label]: true });
  if (!(await submitUntilAccepted(world, planned))) return false;
  asked.isAsked = true;
  const isToCheck =
    planned.delivery === 'direct' && (await waitForModal(world, planned.requester, ['check']));
  if (isToCheck) await submitUntilAccepted(world, planned);
  await person.reloads();
  return true;
}

const act = ({ requester: who, name }: PlannedRequest, does: string) => ({ who, name, does });

/** Presses the modal's submit button until the app has accepted the form; false when it has not after five tries. */
async function submitUntilAccepted(world: Stage, planned: PlannedRequest): Promise<boolean> {
  const { requester } = planned;
  const person = world.slack.person(requester);
  for (let tries = 0; tries < 5; tries += 1) {
    const modals = openModals(world, requester);
    // The app has replaced the form although its answer was lost.
    if (tries > 0 && !isFormOpen(world, requester)) return true;
    try {
      const { errors, shown } = await world.answers.sees(act(planned, 'submits the form'), () =>
        person.submits(),
      );
      if (errors !== undefined) throw new Error(`the form was refused: ${JSON.stringify(errors)}`);
      if (shown === undefined && !(await closesRefusal(world, requester, modals))) return true;
    } catch (error) {
      if (!/no submit button|no modal open/.test(String(error))) throw error;
      if (!isFormOpen(world, requester)) return tries > 0;
      // A modal that answers an earlier command came late, and covers the form.
      await person.closes();
    }
    await world.waitUntilRunning();
  }
  return false;
}

const isFormOpen = ({ slack: { state, user } }: Stage, who: string): boolean =>
  (state.stacks[user(who).id] ?? []).some((id) => state.views[id]?.content['submit'] !== undefined);

const openModals = ({ slack: { state, user } }: Stage, who: string): number =>
  state.stacks[user(who).id]?.length ?? 0;

/** Closes the modal that covers the form and says that it was not accepted; false when there is none. */
async function closesRefusal(world: Stage, requester: string, modalsBefore: number): Promise<boolean> {
  if (openModals(world, requester) <= modalsBefore) return false;
  await world.slack.person(requester).closes();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return true;
}

/**
 * Waits until one of these modals is shown and holds this text; false when an ephemeral message comes instead, or
 * nothing in time.
 */
async function waitForModal(
  world: Stage,
  requester: string,
  ids: readonly string[],
  text = '',
): Promise<boolean> {
  const { state, user } = world.slack;
  const isTold = (): boolean => state.messages.some(({ ephemeralTo }) => ephemeralTo === user(requester).id);
  const isShown = (): boolean => {
    const content = modalOf(world.slack, requester)?.content;
    return ids.includes(String(content?.['callback_id'])) && JSON.stringify(content).includes(text);
  };
  // The wait also ends when the app answers with an ephemeral message instead of the modal.
  await world.within(patienceMs, () => isShown() || isTold());
  return isShown();
}

/** Carries out an action of a person; false when it is not possible now, but may be later. */
export async function carryOut(world: Stage, asked: TrackedRequest, action: Action): Promise<boolean> {
  try {
    return await attempt(world, asked, action);
  } catch (error) {
    if (error instanceof NotPossible) return false;
    throw error;
  }
}

async function attempt(world: Stage, asked: TrackedRequest, action: Action): Promise<boolean> {
  const { box } = world;
  const { requester } = asked.planned;
  const request = requestAtBox(world, asked);
  switch (action.does) {
    case 'places the fields': {
      const url = await pressOnCard(world, asked, 'Place the fields');
      if (url === null) return false;
      await box.person(`${requester}@acme.com`).placesFieldsAndSends(url);
      return true;
    }
    case 'fixes and sends':
      return request !== undefined || fixesAndSends(world, asked);
    case 'cancels in Slack':
      return cancelsInSlack(world, asked);
    case 'refreshes':
      return (await pressOnCard(world, asked, 'Refresh')) !== null;
    case 'reminds':
      return (await pressOnCard(world, asked, 'Resend reminder')) !== null;
    case 'cancels in Box':
      if (request === undefined) return false;
      await box.person(`${requester}@acme.com`).cancelsInBox(request.id);
      return true;
    case 'views':
      await box.person(action.who).views();
      return true;
    case 'signs':
      await box.person(action.who).signs(undefined, { typing: action.who });
      return true;
    case 'declines':
      await box.person(action.who).declines(undefined, 'Clause 4');
      return true;
    case 'forwards':
      await box.person(action.who).forwards(`other-${action.who}`);
      return true;
    case 'bounces':
      await box.person(action.who).bounces();
      return true;
  }
}

/**
 * Goes through a requester's accepted requests until `isOver`: for each, the requester presses Refresh on the card,
 * and then types the command for the status.
 */
export async function looksAtRequests(
  world: Stage,
  all: readonly TrackedRequest[],
  who: string,
  isOver: () => boolean,
): Promise<void> {
  const mine = all.filter(({ planned, isAsked }) => planned.requester === who && isAsked);
  const person = world.slack.person(who);
  for (let turn = 0; !isOver(); turn += 1) {
    const asked = mine[Math.floor(turn / 2) % Math.max(1, mine.length)];
    if (asked === undefined) return;
    await person.reloads();
    if (turn % 2 === 0) await pressOnCard(world, asked, 'Refresh');
    else
      await world.answers.sees(act(asked.planned, 'asks for the status'), () =>
        person.types(`/sign status ${asked.planned.name}`, { in: '#contracts' }),
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Presses Fix and send on the card, and submits the form that opens. */
async function fixesAndSends(world: Stage, { planned, file }: TrackedRequest): Promise<boolean> {
  const person = world.slack.person(planned.requester);
  await person.reloads();
  // If Box never named the document, its card does not show the name. So the card is found by its row in the store.
  const stored = (await world.rows('sign_requests')).filter(({ form }) =>
    JSON.stringify(form).includes(file.id),
  );
  const cards = await cardsOfRows(world, planned.requester, stored);
  const card = cards.findLast(({ buttons }) => buttons.includes('Fix and send…'));
  if (card === undefined) return false;
  await world.answers.sees(act(planned, 'presses Fix and send'), () =>
    person.presses('Fix and send…', { on: card }),
  );
  return (
    (await waitForModal(world, planned.requester, ['create', 'change'])) &&
    (await submitUntilAccepted(world, planned))
  );
}

async function cancelsInSlack(world: Stage, asked: TrackedRequest): Promise<boolean> {
  const { requester } = asked.planned;
  const person = world.slack.person(requester);
  await person.reloads();
  if ((await pressOnCard(world, asked, 'Cancel request')) === null) return false;
  if (!(await waitForModal(world, requester, ['cancel']))) return false;
  // The flag is set even when the answer is lost, because the app may have accepted the cancel.
  asked.isCancelledInSlack = true;
  await submitUntilAccepted(world, asked.planned);
  await person.reloads();
  return true;
}

/**
 * Presses a button of the card. Returns its URL, or empty; null when there is no such button, or the press did not
 * reach the app.
 */
async function pressOnCard(world: Stage, asked: TrackedRequest, label: string): Promise<string | null> {
  const person = world.slack.person(asked.planned.requester);
  const card = (await cardsOf(world, asked.planned)).find(({ buttons }) => buttons.includes(label));
  if (card === undefined) return null;
  const { shown, url } = await world.answers.sees(act(asked.planned, `presses ${label}`), () =>
    person.presses(label, { on: card }),
  );
  return shown !== null && url === null ? null : (url ?? '');
}

/** The cards that the requester sees, without messages in threads and merged notices. */
async function cardsOf(world: Stage, { requester, name }: PlannedRequest): Promise<SeenMessage[]> {
  const messages = await world.slack.person(requester).messages('app');
  return messages.filter(
    ({ plain, thread, ephemeral }) =>
      thread === null && !ephemeral && !/^\d+ updates on/.test(plain) && plain.includes(name),
  );
}

/** The newest request in Box for the planned request's file. */
export function requestAtBox(world: ChaosWorld, { file }: TrackedRequest): StoredSignRequest | undefined {
  return world.box.signRequests().findLast(({ sourceIds }) => sourceIds.includes(file.id));
}
