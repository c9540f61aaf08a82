/** Completes what is typed into a composer: a command at the beginning, a person after an @. Pure. */
import type { Command, Person } from './answers.ts';

/** One completion that is offered. */
export interface Offer {
  /** The text that replaces what was typed so far. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
  readonly hint: string;
}

/** The completions on offer for the typed text, and the part of it that they replace. */
export interface Completions {
  readonly kind: 'commands' | 'people';
  /** Where the typed part begins; it ends at the caret. */
  readonly from: number;
  readonly offers: readonly Offer[];
}

const maxPeople = 8;

/** The completions at the caret; null when there are none. */
export function completionsAt(
  text: string,
  caret: number,
  commands: readonly Command[],
  people: readonly Person[],
): Completions | null {
  const before = text.slice(0, caret);
  const found = /^\/\S*$/.test(before) ? commandsFor(before, commands) : peopleFor(before, people);
  return found !== null && found.offers.length > 0 ? found : null;
}

function commandsFor(typed: string, commands: readonly Command[]): Completions {
  const offers = commands
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, description, hint }) => ({
      insert: `${command} `,
      label: command,
      detail: description,
      hint,
    }));
  return { kind: 'commands', from: 0, offers };
}

function peopleFor(before: string, people: readonly Person[]): Completions | null {
  const [, typed] = /(?:^|\s)@([\p{L}\d._-]*)$/u.exec(before) ?? [];
  if (typed === undefined) return null;
  const isMeant = ({ handle, name }: Person): boolean =>
    [handle, ...name.split(/\s+/)].some((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
  const offers = people
    .filter(isMeant)
    .slice(0, maxPeople)
    .map(({ handle, name }) => ({ insert: `@${handle} `, label: name, detail: `@${handle}`, hint: '' }));
  return { kind: 'people', from: before.length - typed.length - 1, offers };
}

/** The command whose arguments are being typed; null for any other text. */
export function commandOf(text: string, commands: readonly Command[]): Command | null {
  return commands.find(({ command }) => text === command || text.startsWith(`${command} `)) ?? null;
}
