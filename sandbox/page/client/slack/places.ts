/**
 * Addresses of the Slack client: `/slack/PERSON/CONVERSATION[/thread/TS]`, and `/slack/PERSON/app/home`. A person of
 * another workspace is `HANDLE@DOMAIN`, because the same handle may be a different person in each. Remembers, for this
 * window, the last place, so that coming back from Box leads there.
 */
import { partsOf, pathOf } from '../addresses.ts';
import type { Conversation, Workspace } from './answers.ts';

const rememberedAs = 'sandbox-slack';

/** The conversation's segment of the address. */
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

/** The address of the app's Home. */
export function homeAddressOf(person: string): string {
  return pathOf('slack', person, 'app', 'home');
}

/** The address of the list of all conversations, on a small screen. */
export function listAddressOf(person: string): string {
  return pathOf('slack', person);
}

/** Another person of this person's workspace, as addresses name them: `handle` or `handle@domain`. */
export function personInSameWorkspace(person: string, handle: string): string {
  return personIn(domainOf(person), handle);
}

function personIn(domain: string, handle: string): string {
  return domain === '' ? handle : `${handle}@${domain}`;
}

function domainOf(person: string): string {
  return person.split('@')[1] ?? '';
}

/** Remembers the last address of this window. @param person the one whose client is at this address */
export function rememberPlace(path: string, person: string): void {
  sessionStorage.setItem(rememberedAs, path);
  sessionStorage.setItem(`${rememberedAs}@${domainOf(person)}`, JSON.stringify({ path, person }));
}

/**
 * The last place of this window in Slack; at first a channel of Ana's, because an app's own conversation may have no
 * composer.
 */
export function lastPlace(): string {
  const path = sessionStorage.getItem(rememberedAs);
  return path?.startsWith('/slack/') ? path : '/slack/ana/contracts';
}

/** The person this window played last, as addresses name them. */
export function lastPerson(): string {
  return partsOf(lastPlace())[1] ?? 'ana';
}

/** The last address of this window in a workspace; at first a channel of a member. */
export function lastPlaceIn(workspace: Workspace): string {
  return remembered(workspace)?.path ?? addressOf(lastPersonIn(workspace), { place: 'contracts' });
}

export function lastPersonIn(workspace: Workspace): string {
  return remembered(workspace)?.person ?? personIn(workspace.domain, workspace.memberHandle);
}

function remembered({ domain }: Workspace): { readonly path: string; readonly person: string } | null {
  const text = sessionStorage.getItem(`${rememberedAs}@${domain}`);
  return text === null ? null : JSON.parse(text);
}
