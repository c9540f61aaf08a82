/**
 * A person using the sandbox's Slack, for tests: acts and reads through the control server over HTTP, by the words on
 * the screen. An act that is not possible throws an Error that says why, such as what there is on the screen instead.
 */
import { pause } from '../http.ts';
import type { FileFacts } from './files.ts';
import type { Filling } from './filling.ts';
import type { Acts, SubmitResult, TypeResult } from './people.ts';
import type { PressOptions, PressResult } from './pressing.ts';
import type { SeenMessage, SeenView } from './seen.ts';

/** A conversation: `app` for the one with the app, `#contracts`, `dm:bo`, or an id. */
export type Place = string;

/** A person who uses Slack over HTTP, for tests. */
export interface Person {
  /** Types into a conversation (default `app`): a command, or a message. */
  types(text: string, options?: { in?: string; thread?: string }): Promise<TypeResult>;
  /** Returns the modal on top; null when none is open. */
  modal(): Promise<SeenView | null>;
  /** Returns all open modals, the one opened first at the beginning. */
  views(): Promise<SeenView[]>;
  home(): Promise<SeenView | null>;
  /** Opens the Home tab; the app gets `app_home_opened` if it has subscribed to it. */
  opensHome(): Promise<void>;
  /** Opens the app's conversation; the app gets `app_home_opened` if it has subscribed to it. */
  opensMessages(): Promise<void>;
  /** Deletes a message from a conversation, for everyone. */
  deletes(message: { readonly channel: string; readonly ts: string }): Promise<void>;
  /** Fills controls of the modal by label, or ticks an option by its text. */
  fills(values: Record<string, Filling>): Promise<TypeResult>;
  /**
   * Types into a select whose options come from the app, named by its label. Returns each option's text, with its
   * description in brackets.
   */
  searches(name: string, text: string): Promise<string[]>;
  /** Presses the modal's submit button, `times` times at the same moment (default: once). */
  submits(options?: { times?: number }): Promise<SubmitResult>;
  /** Closes the modal on top by Cancel, or with `all` every modal by ×. */
  closes(options?: { all?: boolean }): Promise<void>;
  /**
   * Presses a button or overflow option by its text: in the modal if one is open, else on the newest message that has
   * it. Waits until it is there (15,000 ms by default), because views and messages are redrawn meanwhile.
   */
  presses(text: string, options?: PressOptions & { within?: number }): Promise<PressResult>;
  /** Uses a shortcut of the app: a global one or, with `on`, one from the menu of a message. */
  usesShortcut(name: string, options?: { on?: Pick<SeenMessage, 'channel' | 'ts'> }): Promise<TypeResult>;
  /** Returns the messages that the person sees in a conversation, oldest first. */
  messages(place: Place): Promise<SeenMessage[]>;
  ephemerals(place: Place): Promise<SeenMessage[]>;
  /** Uploads a file from the person's computer, to be chosen in a form by its id, or shared. Returns the id. */
  addsFile(name: string, bytes: Buffer, facts?: FileFacts): Promise<string>;
  /** Shares files that the person has uploaded, in one message of a conversation. */
  sharesFiles(place: Place, ids: readonly string[], text?: string): Promise<void>;
  /** Deletes a file of the person, everywhere. */
  deletesFile(id: string): Promise<void>;
  /** Reloads the client: ephemeral messages and modals disappear, and the app is not told. */
  reloads(): Promise<void>;
  /**
   * Waits until `wanted` is visible (default in `app`, 30,000 ms). Returns the whole text of the newest message that
   * contains it, or of the view. Throws with what was visible instead.
   */
  sees(
    wanted: string | RegExp,
    options?: { in?: Place | 'modal' | 'home'; within?: number },
  ): Promise<string>;
}

/** Default time limit of waiting (ms), long enough for a busy machine. */
const patienceMs = 30_000;

/**
 * Returns a person. `controlUrl` is the base URL of the sandbox's Slack, `name` a handle or id, `team` the id or domain
 * of a workspace other than the first.
 */
export function personAt(controlUrl: string, name: string, team = ''): Person {
  async function act<K extends keyof Acts>(
    verb: K,
    args: Parameters<Acts[K]>[0],
    within = 0,
  ): Promise<Awaited<ReturnType<Acts[K]>>> {
    const deadline = performance.now() + within;
    for (;;) {
      const response = await fetch(`${controlUrl}/control/person`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: name, team, act: verb, args }),
      });
      const answer = (await response.json()) as { result: Awaited<ReturnType<Acts[K]>>; error?: string };
      if (response.ok) return answer.result;
      const mayComeYet = response.status === 409 && performance.now() < deadline;
      if (!mayComeYet) throw new Error(`${name} ${verb}: ${answer.error}`);
      await pause(25);
    }
  }

  async function visible(place: string): Promise<string[]> {
    if (place === 'modal') return (await act('views', {})).slice(-1).map((view) => view.plain);
    if (place === 'home') {
      const home = await act('home', {});
      return home ? [home.plain] : [];
    }
    return (await act('messages', { in: place })).map((message) => message.plain);
  }

  return {
    types: (text, options = {}) => act('types', { text, ...options }),
    modal: async () => (await act('views', {})).at(-1) ?? null,
    views: () => act('views', {}),
    home: () => act('home', {}),
    opensHome: async () => void (await act('opensApp', { tab: 'home' })),
    opensMessages: async () => void (await act('opensApp', { tab: 'messages' })),
    deletes: async ({ channel, ts }) => void (await act('deletes', { in: channel, ts })),
    fills: (values) => act('fills', { values }),
    searches: (name, text) => act('searches', { name, text }),
    submits: (options = {}) => act('submits', options),
    closes: async (options = {}) => void (await act('closes', options)),
    presses: (text, { within = patienceMs, ...options } = {}) => act('presses', { text, ...options }, within),
    usesShortcut: (shortcut, { on } = {}) =>
      act('usesShortcut', { name: shortcut, ...(on ? { on: { channel: on.channel, ts: on.ts } } : {}) }),
    messages: (place) => act('messages', { in: place }),
    ephemerals: async (place) =>
      (await act('messages', { in: place })).filter((message) => message.ephemeral),
    addsFile: async (file, bytes, facts = {}) =>
      (await act('addsFile', { name: file, base64: bytes.toString('base64'), facts })).id,
    sharesFiles: async (place, ids, text = '') => void (await act('sharesFiles', { in: place, ids, text })),
    deletesFile: async (id) => void (await act('deletesFile', { id })),
    reloads: async () => void (await act('reloads', {})),
    sees: (wanted, { in: place = 'app', within = patienceMs } = {}) =>
      waitFor(name, wanted, place, within, () => visible(place)),
  };
}

async function waitFor(
  name: string,
  wanted: string | RegExp,
  place: string,
  withinMs: number,
  look: () => Promise<string[]>,
): Promise<string> {
  const deadline = performance.now() + withinMs;
  const matches = (text: string) =>
    typeof wanted === 'string'
      ? text.includes(wanted)
      : new RegExp(wanted.source, wanted.flags.replace('g', '')).test(text);
  for (;;) {
    const texts = await look();
    const found = texts.findLast(matches);
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      const there = texts.length > 0 ? texts.join('\n---\n') : '(nothing)';
      throw new Error(
        `${name} did not see ${wanted} in ${place} within ${withinMs} ms. There was:\n${there}`,
      );
    }
    await pause(25);
  }
}
