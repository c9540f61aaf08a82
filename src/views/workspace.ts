/**
 * What a workspace's admins see about the app: how many people are connected, and the open requests of people who
 * have left. Only numbers and groups: names of documents and signers are for those whom Box lets see them.
 */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import { groupOf } from '../signing/request-list.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { message, nameOr, phraseText, section } from './blocks.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** A former member, and their requests that are still open. */
export interface LeftBehind {
  readonly name: string;
  /** When it was noticed (ms). */
  readonly foundAt: number;
  readonly open: readonly SignRequest[];
}

/** With more people than a message may hold, Slack would reject all of it; the rest is counted. */
const maxPeople = 20;
const maxRequests = 10;

/** What would save calls: true where it is not set up. */
export interface CallSavers {
  readonly webhooks: boolean;
  readonly events: boolean;
}

export function workspaceMessage(
  {
    connected,
    left,
    thinned,
  }: {
    readonly connected: number;
    readonly left: readonly LeftBehind[];
    /** Looks at Box are thinned out, because the month's calls are running low; null: they are not. */
    readonly thinned: CallSavers | null;
  },
  t: Texts,
): Message {
  const shown = left.slice(0, maxPeople);
  const lines: Phrase[] = [
    [t.workspace.connected(connected)],
    ...(thinned === null ? [] : [[t.workspace.thinned(thinned)]]),
    [left.length === 0 ? t.workspace.nobodyLeft : t.workspace.left(left.length)],
    ...shown.map((one) => lineOf(one, t)),
  ];
  if (left.length > shown.length) lines.push([t.workspace.more(left.length - shown.length)]);
  const blocks: KnownBlock[] = lines.map((line) => section(phraseText(line, t)));
  return message(lines, blocks, t);
}

function lineOf({ name, foundAt, open }: LeftBehind, t: Texts): Phrase {
  const numbers = open.slice(0, maxRequests).map((record) => {
    const number = clean(record.shortId ?? '', 40) || t.workspace.noNumber;
    return t.workspace.request(number, groupOf(record.state) === 'prepare');
  });
  return t.workspace.person(nameOr(name, t.workspace.somebody), foundAt, open.length, numbers);
}
