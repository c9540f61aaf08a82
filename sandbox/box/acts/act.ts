/** What a person's act receives, and the checks that all families of acts share. */
import { BoxRefusal } from '../errors.ts';
import type { EndInstead } from '../sign-status.ts';
import { type BoxState, type User, userByLogin } from '../state.ts';

/** What the acts of the control server work on. */
export interface ControlPlace {
  readonly state: BoxState;
  readonly now: number;
  /** Base address of this server. */
  readonly url: string;
  readonly endInstead: EndInstead;
}

/** A person's act: its arguments, the state and the time. */
export interface Act extends ControlPlace {
  readonly body: Readonly<Record<string, unknown>>;
  /** A string of the body; 400 when it is not one. */
  readonly text: (name: string) => string;
  readonly maybeText: (name: string) => string | null;
}

/** The bytes of an answer that is not JSON. */
export class Bytes {
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
