/** Random sign requests that resemble real ones, and what happens to each in Box. */

import { newRecord } from '../../src/signing/decide.ts';
import { noForm } from '../../src/signing/form.ts';
import type { SignRequest, State } from '../../src/signing/sign-request.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A change of a request's state in Box. */
export interface StateChange {
  readonly at: number;
  readonly state: State;
  readonly filesReady?: boolean;
}

/** A request, and what happens to it in Box over time. */
export interface Life {
  readonly record: SignRequest;
  /** When the requester pressed Place the fields (ms). */
  readonly pressedAt: number;
  readonly expiresAt: number | null;
  /** The changes of state, in chronological order. */
  readonly changes: readonly StateChange[];
}

/** A request right after Box has answered the create call. */
export function openRequest(requester: string, id: string, createdAt: number): SignRequest {
  const made = newRecord(
    {
      ...{ tenant: 'T1', id, nonce: id, requester, form: noForm, signers: [], fingerprint: id },
      documents: [{ kind: 'file', fileId: id }],
    },
    createdAt,
  );
  return { ...made, state: 'converting', boxId: id, createSentAt: createdAt, observedAt: createdAt };
}

/** Makes up a request and what happens to it. @param chance returns random numbers from 0 up to 1 */
export function lifeOf(requester: string, id: string, createdAt: number, chance: () => number): Life {
  const between = (least: number, most: number): number => least + chance() * (most - least);
  const record = openRequest(requester, id, createdAt);
  const pressedAt = createdAt + between(5 * second, minute);
  const changes: StateChange[] = [{ at: createdAt + between(2 * second, 10 * second), state: 'created' }];
  const expiresAt = chance() < 0.5 ? createdAt + 14 * day : null;
  const life = { record, pressedAt, expiresAt, changes };
  // About three in a hundred requests are never sent.
  if (chance() < 0.03) return life;
  let at = pressedAt + between(minute, 5 * minute);
  changes.push({ at, state: 'sent' });
  const people = 1 + Math.floor(chance() * 3);
  for (let signer = 0; signer < people; signer += 1) {
    // One signer in twelve never does anything.
    if (chance() < 0.08) return endedAtExpiry(life);
    at += openingDelayMs(chance);
    changes.push({ at, state: 'viewed' });
    at += between(minute, 15 * minute);
    if (chance() < 0.03) {
      changes.push({ at, state: 'declined' });
      return endedAtExpiry(life);
    }
    changes.push({ at, state: signer + 1 === people ? 'finalizing' : 'viewed' });
  }
  changes.push(
    { at: at + 20 * second, state: 'signed' },
    { at: at + 40 * second, state: 'signed', filesReady: true },
  );
  return endedAtExpiry(life);
}

/** The time (ms) until a person opens the mail: minutes for some, hours for nearly half, days for a quarter. */
function openingDelayMs(chance: () => number): number {
  const kind = chance();
  if (kind < 0.3) return (2 + chance() * 28) * minute;
  return kind < 0.75 ? (0.5 + chance() * 7.5) * hour : (0.5 + chance() * 4.5) * day;
}

/** The life of the request with its end at the expiry, unless it is over by then. */
function endedAtExpiry(life: Life): Life {
  const { expiresAt, changes } = life;
  const isOver = changes.some(
    ({ state, at }) => ['signed', 'declined'].includes(state) && at < (expiresAt ?? at + 1),
  );
  if (expiresAt === null || isOver) return life;
  return {
    ...life,
    changes: [...changes.filter(({ at }) => at < expiresAt), { at: expiresAt, state: 'expired' }],
  };
}
