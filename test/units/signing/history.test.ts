/** The history of what people did in Slack, read from changes of a record. */
import { expect, it } from 'vitest';
import { deedsOf } from '../../../src/signing/history.ts';
import type { ActionFailure, Pending } from '../../../src/signing/pending.ts';
import type { SignRequest, State } from '../../../src/signing/sign-request.ts';
import { aSignRequest } from '../../builders/sign-requests.ts';

const asked = (verb: Pending['verb']): Pending => ({ verb, by: 'U_CY', at: 1, callSentAt: 2, reason: null });
const failed = (verb: Pending['verb'], code: ActionFailure['code']): ActionFailure => ({
  verb,
  code,
  at: 3,
  status: null,
});

const record = (state: State, details: Partial<SignRequest['details']> = {}): SignRequest => {
  const made = { ...aSignRequest().build(), state };
  return { ...made, details: { ...made.details, ...details } };
};

it.each([
  ['a reminder', 'resend', record('sent'), 'remind', 'done'],
  [
    'a reminder without an answer',
    'resend',
    record('sent', { trouble: failed('resend', 'unknown') }),
    'remind',
    'unknown',
  ],
  ['a cancel', 'cancel', record('cancelled'), 'cancel', 'done'],
  ['a cancel that came too late', 'cancel', record('signed'), 'cancel', 'over'],
] as const)('%s is in the history, with who asked for it', (_, verb, after, deed, result) => {
  const before = record('sent', { pending: asked(verb) });
  expect(deedsOf(before, after)).toEqual([{ deed, by: 'U_CY', result }]);
});

it('what is still in progress, what the app did by itself, and what Box reported are left out', () => {
  const pending = asked('cancel');
  expect(deedsOf(record('sent'), record('sent', { pending }))).toEqual([]);
  const withdrawn = record('sent', { pending: { ...pending, isWithdrawal: true } });
  expect(deedsOf(withdrawn, record('cancelled'))).toEqual([]);
  expect(deedsOf(record('sent'), record('declined'))).toEqual([]);
  expect(deedsOf(null, record('sent', { madeIn: 'box' }))).toEqual([]);
});

it('what its requester does with a request is in the history once', () => {
  const deeds = (before: SignRequest | null, after: SignRequest) =>
    deedsOf(before, after).map(({ deed, by, result }) => [deed, by, result]);
  const made = record('requested', { madeIn: 'slack' });
  const checked = record('to_check');
  const confirmed = { ...record('creating'), confirmedAt: 1 };
  expect(deeds(null, made)).toEqual([['create', 'U_ANA', 'done']]);
  expect(deeds(made, checked)).toEqual([]);
  expect(deeds(checked, confirmed)).toEqual([['send', 'U_ANA', 'done']]);
  expect(deeds(confirmed, { ...confirmed, confirmedAt: 2 })).toEqual([]);
  const unsure = { ...record('unsure'), confirmedAt: 1 };
  expect(deeds(confirmed, unsure)).toEqual([]);
  expect(deeds(unsure, { ...confirmed, confirmedAt: 2 })).toEqual([['send_again', 'U_ANA', 'done']]);
  expect(deeds(unsure, record('discarded'))).toEqual([['discard', 'U_ANA', 'done']]);
  expect(deeds(record('discarded'), record('discarded'))).toEqual([]);
});

it('a failure of an earlier action is not one of the next', () => {
  const earlier = failed('cancel', 'refused');
  const before = record('sent', { pending: asked('cancel'), trouble: earlier });
  const results = (after: SignRequest) => deedsOf(before, after).map(({ result }) => result);
  expect(results(record('cancelled', { trouble: earlier }))).toEqual(['done']);
  expect(results(record('cancelled', { trouble: failed('resend', 'refused') }))).toEqual(['done']);
  expect(results(record('sent', { trouble: failed('cancel', 'unknown') }))).toEqual(['unknown']);
});
