/**
 * What a workspace's admins see about the app: how many people are connected, and the open requests of people who
 * have left. It names no documents and no signers: only people who have access in Box may see those.
 */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import { groupOf } from '../signing/request-list.ts';
import { type HasScope, offeredSettings, type SettingValues } from '../signing/settings.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, message, nameOr, phraseText, section } from './blocks.ts';
import { clean } from './clean.ts';
import { settingSaid } from './setting-inputs.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** A former member, and their requests that are still open. */
export interface LeftBehind {
  readonly name: string;
  /** When it was noticed (ms). */
  readonly foundAt: number;
  readonly open: readonly SignRequest[];
}

/** At most this many people are listed, because Slack refuses a message with too many blocks; the rest is counted. */
const maxPeople = 20;
const maxRequests = 10;

/** Features that save calls to Box: true for those that are not set up. */
export interface CallSavers {
  readonly webhooks: boolean;
  readonly events: boolean;
}

/** The answer to `/sign workspace`. */
export function workspaceMessage(
  {
    connected,
    left,
    thinned,
    values,
    hasScope,
  }: {
    readonly connected: number;
    readonly left: readonly LeftBehind[];
    /** What would help, if polling has slowed down because the month's calls are running low; null: it has not. */
    readonly thinned: CallSavers | null;
    readonly values: SettingValues;
    readonly hasScope: HasScope;
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
  for (const [id, row] of offeredSettings('workspace', values, hasScope)) {
    const words = t.settings.option[id];
    const said = settingSaid(row, values[id], words);
    if (said !== '') lines.push([t.settings.state(words.label, said)]);
  }
  const change = button({ action: actions.changeWorkspace, label: t.settings.change });
  const blocks: KnownBlock[] = [
    ...lines.map((line) => section(phraseText(line, t))),
    ...actionsBlock([change]),
  ];
  return message(lines, blocks, t);
}

function lineOf({ name, foundAt, open }: LeftBehind, t: Texts): Phrase {
  const numbers = open.slice(0, maxRequests).map((record) => {
    const number = clean(record.shortId ?? '', 40) || t.workspace.noNumber;
    return t.workspace.request(number, groupOf(record.state) === 'prepare');
  });
  return t.workspace.person(nameOr(name, t.workspace.somebody), foundAt, open.length, numbers);
}
