/**
 * The last step of the error boundary: logs an unexpected error with a reference, and tells the person that something
 * went wrong, with the same reference.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { describeError, OutsideFailure, stackFramesOf } from '../failure.ts';
import { typedText } from '../signing/arguments.ts';
import { quoted } from '../signing/quote.ts';
import type { Payload, SubmissionAnswer, SubmissionPayload } from '../slack/payloads.ts';
import { isDatabaseFailure } from '../store/unreachable.ts';
import { currentReference } from '../telemetry.ts';
import { callbacks } from '../views/actions.ts';
import { clean } from '../views/clean.ts';
import { sentenceView } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { type Services, textsFor } from './services.ts';
import { replaceView, tellInDirectMessages, tellPrivately } from './tell.ts';
import { checkTokenSoon } from './workspace/alive.ts';

/** At most this many characters of a command are repeated to the person. */
const maxTyped = 1_000;

/**
 * Logs the error, and tells the person. Never throws.
 *
 * @param isAcknowledged whether Slack was answered before the error occurred
 * @returns for a submission that was not answered yet, its acknowledgement, with the sentence in a view on top of the
 * form; undefined for anything else
 */
export async function reportFailure(
  services: Services,
  payload: Payload,
  error: unknown,
  isAcknowledged: boolean,
): Promise<SubmissionAnswer | undefined> {
  const reference = currentReference();
  // Slack delivered the command or press again, because it lost the first acknowledgement: its view is open already.
  const isRepeated = error instanceof OutsideFailure && error.reason === 'exchanged_trigger_id';
  if (isRepeated && payload.kind !== 'submission') {
    services.log.warn({ reference, kind: payload.kind }, 'a view was opened by an earlier delivery');
    return undefined;
  }
  services.log.error(
    { reference, kind: payload.kind, isAcknowledged, err: loggableError(error) },
    'interaction failed',
  );
  await checkTokenSoon(services, error).catch((second: unknown) => {
    services.log.error({ reference, err: loggableError(second) }, 'a refused token could not be checked');
  });
  const t = textsFor(null);
  // A second command or press finds whatever was done before the acknowledgement, so the person can safely try again.
  // What a submission asks for is stored before the acknowledgement, so it may still happen after this failure.
  const mayHappen =
    isAcknowledged && (payload.kind === 'submission' ? !isSearch(payload) : !isOutside(error));
  const happened = mayHappen ? t.internal(reference) : t.tryAgainWith(reference);
  const sentence = `${happened}${typedSentence(payload, t)}`;
  if (payload.kind === 'submission' && !isAcknowledged)
    return { response_action: 'push', view: sentenceView(sentence, t) };
  const tell = () =>
    payload.kind === 'submission'
      ? tellInDirectMessages(services, payload.actor.userId, sentence, t)
      : tellPrivately(services, payload, sentence, t);
  try {
    // The sentence replaces only the view of a search: after other submissions, jobs redraw the view with the result.
    // It is tried only once, because the person may go on in the view meanwhile.
    const isReplaced =
      payload.kind === 'submission' &&
      isSearch(payload) &&
      (await replaceView(services, payload, sentence, t));
    if (isReplaced) return undefined;
    await (isAcknowledged ? withRetries(tell) : tell());
  } catch (second) {
    services.log.error({ reference, err: loggableError(second) }, 'the person could not be told');
  }
  return undefined;
}

/** Whether the form is a search, which changes nothing. */
function isSearch({ view }: SubmissionPayload): boolean {
  return view.callbackId === callbacks.templates;
}

/** The longest wait (ms) before each further try to deliver the sentence; a response URL works for 30 minutes. */
const waitsMs = [2_000, 20_000, 60_000];

/**
 * Tries again while Slack fails. The sentence repeats what the person typed, which Slack has already cleared and which
 * would otherwise be lost.
 */
async function withRetries(tell: () => Promise<void>): Promise<void> {
  for (const most of waitsMs) {
    try {
      return await tell();
    } catch (error) {
      if (!(error instanceof OutsideFailure) || error.kind !== 'retry') throw error;
      await pause(Math.min((error.retryAfterSeconds ?? 1) * 1_000, most), undefined, { ref: false });
    }
  }
  return tell();
}

/** Repeats the typed command, because Slack has cleared it; empty when nothing was typed after the command. */
function typedSentence(payload: Payload, t: Texts): string {
  const typed = payload.kind === 'command' ? typedText(payload.text) : '';
  if (payload.kind !== 'command' || typed === '') return '';
  return ` ${t.youTyped(clean(`${payload.command} ${quoted(typed, maxTyped)}`, maxTyped * 2))}`;
}

/** Whether Slack, Box or the database failed or could not be reached, so that a later try may work. */
function isOutside(error: unknown): boolean {
  return error instanceof OutsideFailure || isDatabaseFailure(error);
}

/**
 * An error's message for the log, and the stack frames of an error that Slack or Box did not cause. Other properties
 * are left out: clients keep tokens and bodies there.
 */
function loggableError(error: unknown): { message: string; stack?: readonly string[] } {
  if (error instanceof OutsideFailure) return { message: error.message };
  return { message: describeError(error), stack: stackFramesOf(error) };
}
