/**
 * Short messages in addition to the card: that a request is ready, how a resend or cancel ended, and that the app
 * failed.
 */
import type { Message } from '../shapes.ts';
import type { ActionFailure, Pending } from '../signing/pending.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { resendPossibleAt } from '../signing/status.ts';
import { message, nameLimit, nameOr, phraseLeaves, richText, section } from './blocks.ts';
import { placeFieldsButton } from './card-buttons.ts';
import { affectedNames } from './card-people.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/**
 * The ephemeral message that a request is ready, shown where the command was typed when the form was closed before the
 * result. Null: the fields cannot be placed now.
 */
export function readyNote(record: SignRequest, t: Texts): Message | null {
  const place = placeFieldsButton(record, t);
  if (place === null) return null;
  const sentence = t.note.ready(requestName(record, t));
  return message([[sentence]], [section(sentence, place)], t);
}

/** The sentence that says that a reminder is being sent, or that the request is being cancelled. */
export function underWaySentence(record: SignRequest, { verb, at }: Pending, t: Texts): string {
  return t.actions.asked[verb](requestName(record, t), affectedNames(verb, record, t, at));
}

/** The message that says how a resend or cancel ended, for the conversation in which it was asked for. */
export function actionResultMessage(
  record: SignRequest,
  { verb, failure }: { readonly verb: Pending['verb']; readonly failure: ActionFailure | null },
  t: Texts,
): Message {
  const name = requestName(record, t);
  // The text is made for the time of the reminder, when its recipients did not yet count as reminded.
  const { remindedAt } = record.details;
  const said: Phrase =
    failure === null
      ? [t.actions.done[verb](name, affectedNames(verb, record, t, remindedAt ?? 0))]
      : t.actions.aboutPhrase(
          name,
          t.actions.trouble(failure, resendPossibleAt(record), Boolean(record.details.sharedAs)),
        );
  return message([said], [richText([phraseLeaves(said, t)])], t);
}

/**
 * Tells the requester that work on a request was given up after an unexpected error. Often nothing else shows that.
 *
 * @param record null when the record itself cannot be read
 * @param reference the text by which the operator finds the error in the log
 */
export function apologyMessage(record: SignRequest | null, reference: string, t: Texts): Message {
  const name = record ? requestName(record, t) : t.card.aRequest;
  const sentence = t.note.apology(name, nameOr(reference, '?', nameLimit));
  return message([[sentence]], [section(sentence)], t);
}
