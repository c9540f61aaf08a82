/** What people do in a run, each in their own place: Slack's client, Box's pages, the signers' mailboxes. */

import { modalOf } from '../../bench/acts.ts';
import { NotPossible } from '../../sandbox/box/person.ts';
import type { StoredSignRequest } from '../../sandbox/box/state.ts';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Action, PlannedRequest } from './plan.ts';

/** How long a person looks at their screen before they do something else. */
const patienceMs = 6_000;

/** The state of a planned request, as far as people know. */
export interface Asked {
  readonly planned: PlannedRequest;
  readonly file: { readonly id: string; readonly url: string };
  /** The form was accepted. */
  isAsked: boolean;
  /** Its requester has confirmed the cancel in Slack. */
  isCancelledInSlack: boolean;
}

/**
 * Requests signatures: from the command to the accepted form and, without fields, the check. A form whose submission
 * fails is submitted again, not filled in again.
 */
export async function asks(world: ChaosWorld, asked: Asked): Promise<boolean> {
  const { planned, file } = asked;
  const person = world.slack.person(planned.requester);
  await person.reloads();
  const { shown } = await person.types(`/sign ${file.url} ${planned.signers.join(' ')}`, {
    in: '#contracts',
  });
  if (shown !== null || !(await showsModal(world, planned.requester, ['create']))) return false;
  if (planned.delivery === 'direct') await person.fills({ 'Send now, without fields': true });
  if (!(await submitted(world, planned.requester))) return false;
  asked.isAsked = true;
  const isToCheck = planned.delivery === 'direct' && (await showsModal(world, planned.requester, ['check']));
  if (isToCheck) await submitted(world, planned.requester);
  await person.reloads();
  return true;
}

/** Presses the modal's submit button until the app has accepted it. */
async function submitted(world: ChaosWorld, requester: string): Promise<boolean> {
  const person = world.slack.person(requester);
  for (let tries = 0; tries < 5; tries += 1) {
    const view = modalOf(world.slack, requester);
    // The app has moved on although its answer was lost.
    if (tries > 0 && view?.content['submit'] === undefined) return true;
    try {
      const { errors, shown } = await person.submits();
      if (errors === undefined && shown === undefined) return true;
      if (errors !== undefined) throw new Error(`the form was refused: ${JSON.stringify(errors)}`);
    } catch (error) {
      if (!/no submit button|no modal open/.test(String(error))) throw error;
      return tries > 0;
    }
    await world.lives();
  }
  return false;
}

async function showsModal(world: ChaosWorld, requester: string, ids: readonly string[]): Promise<boolean> {
  return world.within(patienceMs, () =>
    ids.includes(String(modalOf(world.slack, requester)?.content['callback_id'])),
  );
}

/** Carries out an action; false when it is not possible now, but may be later. */
export async function does(world: ChaosWorld, asked: Asked, action: Action): Promise<boolean> {
  try {
    return await attempt(world, asked, action);
  } catch (error) {
    if (error instanceof NotPossible) return false;
    throw error;
  }
}

async function attempt(world: ChaosWorld, asked: Asked, action: Action): Promise<boolean> {
  const { box } = world;
  const { requester } = asked.planned;
  const request = requestAtBox(world, asked);
  switch (action.does) {
    case 'places the fields': {
      const url = await pressed(world, asked, 'Place the fields');
      if (url === null) return false;
      await box.person(`${requester}@acme.com`).placesFieldsAndSends(url);
      return true;
    }
    case 'cancels in Slack':
      return cancelsInSlack(world, asked);
    case 'refreshes':
      return (await pressed(world, asked, 'Refresh')) !== null;
    case 'reminds':
      return (await pressed(world, asked, 'Resend reminder')) !== null;
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

async function cancelsInSlack(world: ChaosWorld, asked: Asked): Promise<boolean> {
  const { requester } = asked.planned;
  const person = world.slack.person(requester);
  await person.reloads();
  if ((await pressed(world, asked, 'Cancel request')) === null) return false;
  if (!(await showsModal(world, requester, ['cancel']))) return false;
  // Set even when the answer is lost, because the app may have accepted it.
  asked.isCancelledInSlack = true;
  await submitted(world, requester);
  await person.reloads();
  return true;
}

/**
 * Presses a button of the card. Returns its URL, or empty; null when there is no such button, or the press did not
 * reach the app.
 */
async function pressed(world: ChaosWorld, asked: Asked, label: string): Promise<string | null> {
  const person = world.slack.person(asked.planned.requester);
  const card = (await cardsOf(world, asked.planned)).find(({ buttons }) => buttons.includes(label));
  if (card === undefined) return null;
  const { shown, url } = await person.presses(label, { on: card });
  return shown !== null && url === null ? null : (url ?? '');
}

/** The cards that its requester sees, without messages in threads and merged notices. */
async function cardsOf(world: ChaosWorld, { requester, name }: PlannedRequest): Promise<SeenMessage[]> {
  const messages = await world.slack.person(requester).messages('app');
  return messages.filter(
    ({ plain, thread, ephemeral }) =>
      thread === null && !ephemeral && !/^\d+ updates on/.test(plain) && plain.includes(name),
  );
}

/** The newest request in Box for its file. */
export function requestAtBox(world: ChaosWorld, { file }: Asked): StoredSignRequest | undefined {
  return world.box.signRequests().findLast(({ sourceIds }) => sourceIds.includes(file.id));
}
