/** What the handler of a person's act receives and may return, and the check that the person has an account. */
import { BoxRefusal } from '../errors.ts';
import type { TakePlannedError } from '../sign-status.ts';
import { type BoxState, type User, userByLogin } from '../state.ts';

/** The Box that a person acts in: its state, time, address and planned errors. */
export interface ControlPlace {
  readonly state: BoxState;
  readonly now: number;
  /** Base address of this server. */
  readonly url: string;
  readonly takePlannedError: TakePlannedError;
}

/** What the handler of an act receives: the arguments of the act, and the Box. */
export interface Act extends ControlPlace {
  readonly body: Readonly<Record<string, unknown>>;
  /** Returns a string from the body of the call; 400 when it is not a string. */
  readonly text: (name: string) => string;
  /** Returns a string from the body of the call; null when it is not a string. */
  readonly maybeText: (name: string) => string | null;
}

/** A handler's result that is not JSON: its bytes and content type. */
export class BinaryResult {
  readonly type: string;
  readonly bytes: Buffer;

  constructor(type: string, bytes: Buffer) {
    this.type = type;
    this.bytes = bytes;
  }
}

/** Handlers by their path below `/control/`. */
export type ControlHandlers = Readonly<Record<string, (act: Act) => unknown>>;

/** The account that acts; 403 when `person` has none. */
export function actor(act: Act): User {
  const user = userByLogin(act.state, act.text('person'));
  if (user === undefined) throw new BoxRefusal(403, 'forbidden', `${act.text('person')} has no Box account`);
  return user;
}
