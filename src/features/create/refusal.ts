/** A failed call of creation → the refusal for the person, when it is final; any other failure goes to the worker. */
import { type RefusalSubject, refusalOf } from '../../box/refusal.ts';
import { OutsideFailure } from '../../failure.ts';
import type { Refusal } from '../../signing/refusals.ts';
import { currentReference } from '../../telemetry.ts';
import type { Services } from '../services.ts';

/**
 * Where people connect their own accounts, somebody whose connection Box has ended can connect again: no operator has to.
 *
 * @throws the error itself unless Box refused for good
 */
export function createFailureRefusal(
  { accountMode }: Pick<Services, 'accountMode'>,
  error: unknown,
  about: RefusalSubject,
): { refusal: Refusal } {
  const refusal = error instanceof OutsideFailure ? refusalOf(error, about) : null;
  if (!refusal) throw error;
  const canConnect = refusal.code === 'connection_expired' && accountMode.kind === 'own';
  return canConnect
    ? { refusal: { code: 'not_connected' } }
    : { refusal: { ...refusal, reference: currentReference() } };
}
