/** A failed call of creation → the refusal for the person, when it is final; any other failure goes to the worker. */
import { type RefusalSubject, refusalOf } from '../../box/refusal.ts';
import { OutsideFailure } from '../../failure.ts';
import type { Refusal } from '../../signing/refusals.ts';

/** @throws the error itself unless Box refused for good. */
export function createFailureRefusal(error: unknown, about: RefusalSubject): { refusal: Refusal } {
  const refusal = error instanceof OutsideFailure ? refusalOf(error, about) : null;
  if (!refusal) throw error;
  return { refusal };
}
