/**
 * Addresses of the Slack client: `/slack/PERSON/CONVERSATION[/thread/TS]`. Remembers, for this window, where
 * one was last, so that coming back from Box leads there.
 */
import { pathOf } from '../addresses.ts';
import type { Conversation } from './answers.ts';

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

export function rememberPlace(path: string): void {
  sessionStorage.setItem(rememberedAs, path);
}

/**
 * Where this window was in Slack last; a channel of Ana's at first, because an app's own
 * conversation may have no place to write in.
 */
export function lastPlace(): string {
  const path = sessionStorage.getItem(rememberedAs);
  return path?.startsWith('/slack/') ? path : '/slack/ana/contracts';
}
