/** Turns the final failure of a call to Box into a refusal. Any other failure is thrown. */
import { type RefusalSubject, refusalOf } from '../../box/refusal.ts';
import { OutsideFailure } from '../../failure.ts';
import type { Refusal } from '../../signing/refusals.ts';
import { currentReference } from '../../telemetry.ts';
import type { Services } from '../services.ts';

/**
 * The refusal for a failed call. Where people connect their own accounts, an ended connection is refused as
 * `not_connected`, because the person can connect again.
 *
 * @throws the error itself unless Box refused for good
 */
export function refusalOrThrow(
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
