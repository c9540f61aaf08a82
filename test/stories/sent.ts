/** Sign requests that have been sent, for stories about following them up. */
import { expect } from 'vitest';
import type { StoredSignRequest } from '../../sandbox/box/state.ts';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, messagesAbout, onlyCard } from './acts.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

const tenMinutesMs = 10 * 60_000;

/** One sent request: its name, its id in Box, and its state there. */
export interface SentRequest {
  readonly name: string;
  readonly boxId: string;
  atBox(): StoredSignRequest;
  /** The request's card. With `wanted`, waits until it is the only card and says this. */
  card(wanted?: string | RegExp): Promise<SeenMessage>;
  /** The times at which the request's signers were mailed a reminder. */
  reminders(): number[];
  /** Number of the app's calls to Box that resend, cancel or read the request, including refused ones. */
  calls(end: 'resend' | 'cancel' | 'get'): number;
}

/** Ana sends each of these files without fields. Resolves when all are sent and their cards say so. */
export async function sendsRequests(
  world: World,
  names: readonly string[],
  to = 'dee@client.com ed@client.com',
): Promise<SentRequest[]> {
  for (const [index, name] of names.entries()) {
    await asksFor(world, `${world.newFile(`${name}.pdf`).url} ${to}`, {
      'Send now, without fields': true,
    });
    await world.ana.sees('Goes to', { in: 'modal' });
    expect(await world.ana.submits()).toEqual({});
    await world.ana.closes();
    // Slack accepts only a few messages in a burst in a conversation, and stories are faster than people.
    if (index % 4 === 3) await world.passes(6_000);
  }
  for (const name of names) await seesCard(world, name, 'Box is preparing|Submitted to Box|Sent ');
  await world.passes(6_000);
  for (const name of names) await seesCard(world, name, 'Nobody has opened it');
  return names.map((name) => findSentRequest(world, name));
}

/** Like `sendsRequests`, and then lets ten minutes pass, so that each card offers a reminder. */
export async function sendsRemindable(
  world: World,
  names: readonly string[],
  to?: string,
): Promise<SentRequest[]> {
  const sent = await sendsRequests(world, names, to);
  await world.passes(tenMinutesMs + 2_000);
  for (const one of sent) await cardWithButton(one, 'Resend reminder');
  return sent;
}

/** The card of a request, once it has this button. */
export async function cardWithButton(sent: SentRequest, label: string): Promise<SeenMessage> {
  const readCard = (): Promise<SeenMessage> => sent.card();
  return until(readCard, ({ buttons }) => buttons.includes(label), { withinMs: 30_000 });
}

/** Waits until a card says this, without `expect.poll`, which works only within a test. */
async function seesCard(world: World, name: string, wanted: string): Promise<void> {
  await world.ana.sees(new RegExp(`${name}.*(${wanted})`, 's'));
}

/** Posts the buttons of a card (its last block) in a channel, where others can press them; the app joins it. */
export async function postInChannel({ slack }: World, card: SeenMessage, name = 'contracts'): Promise<void> {
  const channel = Object.values(slack.state.channels).find((one) => one.name === name);
  if (!channel?.members.includes(slack.botUserId)) channel?.members.push(slack.botUserId);
  const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify({ channel: channel?.id, text: 'A copy', blocks: card.blocks.slice(-1) }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

/** The request with this name in Box. */
export function findSentRequest(world: World, name: string): SentRequest {
  const { box } = world;
  const find = (): StoredSignRequest => {
    const found = box.signRequests().filter((one) => one.name.startsWith(name));
    const [only] = found;
    if (!only || found.length !== 1) throw new Error(`Box has ${found.length} requests called ${name}`);
    return only;
  };
  const boxId = find().id;
  const path = `/2.0/sign_requests/${boxId}`;
  return {
    name,
    boxId,
    atBox: find,
    async card(wanted) {
      if (wanted !== undefined) return onlyCard(world, name, wanted);
      const [card] = await messagesAbout(world, name);
      if (!card) throw new Error(`there is no card of ${name}`);
      return card;
    },
    reminders: () =>
      box
        .mails()
        .filter(({ requestId, kind }) => requestId === boxId && kind === 'reminder')
        .map(({ at }) => at),
    calls: (end) =>
      box.traffic.filter(({ method, path: called }) =>
        end === 'get' ? method === 'GET' && called === path : called === `${path}/${end}`,
      ).length,
  };
}
