/**
 * Addresses of the Slack client: `/slack/PERSON/CONVERSATION[/thread/TS]`; whoever is in a further workspace is
 * `HANDLE@DOMAIN` there, because the same handle may be somebody else in each. Remembers, for this window, where
 * one was last, so that coming back from Box leads there.
 */
import { partsOf, pathOf } from '../addresses.ts';
import type { Conversation, Workspace } from './answers.ts';

const rememberedAs = 'sandbox-slack';

/** A conversation's part of the address. */
export function nameInAddress({ place }: Pick<Conversation, 'place'>): string {
  return place.replace(/^dm:/, 'dm-');
}

export function addressOf(
  person: string,
  conversation: Pick<Conversation, 'place'>,
  thread?: string,
): string {
  const parts = ['slack', person, nameInAddress(conversation)];
  return thread === undefined ? pathOf(...parts) : pathOf(...parts, 'thread', thread);
}

/** What the app shows of itself. */
export function homeAddressOf(person: string): string {
  return pathOf('slack', person, 'app', 'home');
}

/** All conversations of somebody, on a screen that has no room for more. */
export function listAddressOf(person: string): string {
  return pathOf('slack', person);
}

/** Somebody else where this person is. */
export function inSameWorkspace(person: string, handle: string): string {
  return personIn(domainOf(person), handle);
}

function personIn(domain: string, handle: string): string {
  return domain === '' ? handle : `${handle}@${domain}`;
}

function domainOf(person: string): string {
  return person.split('@')[1] ?? '';
}

/** @param person whose client stands at this address. */
export function rememberPlace(path: string, person: string): void {
  sessionStorage.setItem(rememberedAs, path);
  sessionStorage.setItem(`${rememberedAs}@${domainOf(person)}`, JSON.stringify({ path, person }));
}

/**
 * Where this window was in Slack last; a channel of Ana's at first, because an app's own
 * conversation may have no place to write in.
 */
export function lastPlace(): string {
  const path = sessionStorage.getItem(rememberedAs);
  return path?.startsWith('/slack/') ? path : '/slack/ana/contracts';
}

/** Whom this window played last, as addresses name them. */
export function lastPerson(): string {
  return partsOf(lastPlace())[1] ?? 'ana';
}

/** Where, and as whom, this window was in a workspace last; a channel of somebody's at first. */
export function lastPlaceIn(workspace: Workspace): string {
  return remembered(workspace)?.path ?? addressOf(lastPersonIn(workspace), { place: 'contracts' });
}

export function lastPersonIn(workspace: Workspace): string {
  return remembered(workspace)?.person ?? personIn(workspace.domain, workspace.somebody);
}

function remembered({ domain }: Workspace): { readonly path: string; readonly person: string } | null {
  const text = sessionStorage.getItem(`${rememberedAs}@${domain}`);
  return text === null ? null : JSON.parse(text);
}
