/**
 * What a workspace's admins see about the app: who is connected, the open requests of people who have left, the calls
 * to Box, and the rules. It names no documents and no signers: only people who have access in Box may see those.
 */
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Message } from '../shapes.ts';
import { groupOf } from '../signing/request-list.ts';
import { type HasScope, offeredSettings, type SettingValues } from '../signing/settings.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { actions } from './actions.ts';
import { shownAddress } from './address.ts';
import {
  actionsBlock,
  button,
  context,
  message,
  nameOr,
  phraseLeaves,
  phraseText,
  richText,
  section,
} from './blocks.ts';
import { clean } from './clean.ts';
import { settingText } from './setting-inputs.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** A former member, and their requests that are still open. */
export interface FormerMember {
  readonly name: string;
  /** When the app noticed that the person had left (ms). */
  readonly foundAt: number;
  readonly open: readonly SignRequest[];
}

/**
 * At most this many connected people and former members are listed, because Slack refuses a message with too many
 * blocks; the rest is counted.
 */
export const maxPeople = 20;
const maxRequests = 10;

/** The features that save calls to Box: true for each that is not set up. */
export interface UnusedCallSavers {
  readonly webhooks: boolean;
  readonly events: boolean;
}

/** A person who is connected to Box, or must connect again because Box ended the connection. */
interface Connected {
  readonly hasEnded: boolean;
  readonly userId: string;
  readonly login: string;
  readonly since: number;
}

/** Problems with the workspace's rule that limits who may send. */
export interface SendersTrouble {
  /** Names of chosen user groups that no longer exist. */
  readonly gone: readonly string[];
  /** Whether the app may no longer read user groups. */
  readonly isUnreadable: boolean;
}

interface WorkspaceParts {
  readonly connected: {
    readonly count: { readonly active: number; readonly ended: number };
    readonly latest: readonly Connected[];
  };
  readonly left: readonly FormerMember[];
  /**
   * The features that would help, while polling is slowed down because few of the month's calls are left; null: it is
   * not slowed down.
   */
  readonly unusedSavers: UnusedCallSavers | null;
  /** This month's automatic calls to Box, of all workspaces of this app; `forecast` null: the month has just begun. */
  readonly calls: { readonly used: number; readonly forecast: number | null; readonly perMonth: number };
  readonly senders: SendersTrouble;
  readonly values: SettingValues;
  readonly hasScope: HasScope;
}

/** The answer to `/sign workspace`. */
export function workspaceMessage(parts: WorkspaceParts, t: Texts): Message {
  const { connected, unusedSavers, calls, hasScope } = parts;
  const people = connected.latest.map((one) => connectedLine(one, t));
  const { active, ended } = connected.count;
  const hidden = active + ended - people.length;
  const before: Phrase[] = [
    [t.workspace.connected(active)],
    ...(ended > 0 ? [[t.workspace.mustConnectAgain(ended)]] : []),
  ];
  const more: Phrase[] = hidden > 0 ? [[t.workspace.more(hidden)]] : [];
  const after: Phrase[] = [
    ...formerMemberLines(parts, t),
    [t.workspace.calls(calls)],
    ...(unusedSavers === null ? [] : [[t.workspace.pollingSlowed(unusedSavers)]]),
    ...ruleLines(parts, t),
  ];
  const buttons = [
    button({ action: actions.changeWorkspace, label: t.settings.change }),
    ...(hasScope('files:write')
      ? [button({ action: actions.exportHistory, label: t.workspace.history.export })]
      : []),
  ];
  const blocks: KnownBlock[] = [
    ...before.map((line) => section(phraseText(line, t))),
    ...(people.length === 0 ? [] : [richText(people.map(({ leaves }) => leaves))]),
    ...more.map((line) => context(phraseText(line, t))),
    ...after.map((line) => section(phraseText(line, t))),
    ...actionsBlock(buttons),
  ];
  return message([...before, ...people.map(({ words }) => words), ...more, ...after], blocks, t);
}

/**
 * A line about a connected person: the words, and the same as rich text in which Slack also shows the person's name.
 */
function connectedLine(
  { userId, login, since, hasEnded }: Connected,
  t: Texts,
): { readonly words: Phrase; readonly leaves: RichTextElement[] } {
  const shown = shownAddress(login, 254);
  const words = hasEnded ? t.workspace.endedAs(shown) : t.workspace.connectedAs(shown, since);
  return { words, leaves: [{ type: 'user', user_id: userId }, ...phraseLeaves([' ', ...words], t)] };
}

function formerMemberLines({ left }: WorkspaceParts, t: Texts): Phrase[] {
  const shown = left.slice(0, maxPeople);
  return [
    [left.length === 0 ? t.workspace.nobodyLeft : t.workspace.left(left.length)],
    ...shown.map((one) => formerMemberLine(one, t)),
    ...(left.length > shown.length ? [[t.workspace.more(left.length - shown.length)]] : []),
  ];
}

function ruleLines({ senders, values, hasScope }: WorkspaceParts, t: Texts): Phrase[] {
  const rules = offeredSettings('workspace', values, hasScope).flatMap(([id, row]): Phrase[] => {
    const words = t.settings.option[id];
    const said = settingText(row, values[id], words, t);
    return said === '' ? [] : [[t.settings.state(words.label, said)]];
  });
  const gone = senders.gone.map((name) => nameOr(name, t.workspace.somebody));
  return [
    ...rules,
    ...(gone.length === 0 ? [] : [[t.workspace.groupsGone(gone)]]),
    ...(senders.isUnreadable ? [[t.workspace.groupsUnreadable]] : []),
  ];
}

function formerMemberLine({ name, foundAt, open }: FormerMember, t: Texts): Phrase {
  const numbers = open.slice(0, maxRequests).map((record) => {
    const number = clean(record.shortId ?? '', 40) || t.workspace.noNumber;
    return t.workspace.request(number, groupOf(record.state) === 'prepare');
  });
  return t.workspace.person(nameOr(name, t.workspace.somebody), foundAt, open.length, numbers);
}
