/**
 * The effect of the app's acknowledgement, and what the person reads when it fails. The sentences are those of
 * Slack's clients. https://docs.slack.dev/surfaces/modals
 */
import { parseJson } from '../http.ts';
import type { DeliveryResult } from './deliver.ts';
import type { JsonObject } from './json.ts';
import { isObject, objectAt, objectsAt, textAt } from './json.ts';
import { Refused } from './methods/types.ts';
import { checkedView } from './methods/views.ts';
import { respond } from './response-urls.ts';
import type { ResponseUrl, View } from './state.ts';
import { closeAll, closeView, pushModal, STACK_LIMIT, stackOf, updateView } from './view-store.ts';
import type { World } from './world.ts';

/** The sentence of Slack's client when the answer to a submission is missing or unusable. */
export const CONNECTION_TROUBLE = 'We had some trouble connecting. Try again?';
/** The warning of Slack's client beside a control whose press the app did not acknowledge. */
export const BUTTON_WARNING = '⚠️ This app did not respond. Try again.';

/**
 * Carries out a command's acknowledgement: a body becomes a message. Returns the client's sentence when it failed, else
 * null.
 */
export function applyCommandAck(
  world: World,
  command: string,
  target: Pick<ResponseUrl, 'channel' | 'userId' | 'typed'>,
  delivered: DeliveryResult,
): string | null {
  const failed = (error: string) => `${command} failed with the error "${error}"`;
  if (delivered.outcome === 'timeout') return failed('operation_timeout');
  if (delivered.outcome === 'unreachable' || delivered.status !== 200) return failed('dispatch_failed');
  if (delivered.body.trim() === '') return null;
  const parsed = parseJson(delivered.body);
  const content = isObject(parsed) ? parsed : { text: delivered.body };
  try {
    respond(world, target, content);
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return failed(error.message);
  }
}

/** The warning that the person sees beside the control; null when the app acknowledged the press. */
export function warningAfterAction(delivered: DeliveryResult): string | null {
  return delivered.outcome === 'answered' && delivered.status === 200 ? null : BUTTON_WARNING;
}

/**
 * Carries out the answer to a submission. Returns the client's sentence when it is missing or unusable, else null. The
 * app's errors at inputs are no failure: they are stored in the view.
 */
export function applySubmissionAck(world: World, view: View, delivered: DeliveryResult): string | null {
  if (delivered.outcome !== 'answered' || delivered.status !== 200) return CONNECTION_TROUBLE;
  if (delivered.body === '') {
    closeView(world, view);
    return null;
  }
  const answer = parseJson(delivered.body);
  if (!isObject(answer)) return CONNECTION_TROUBLE;
  try {
    return applyResponseAction(world, view, answer) ? null : CONNECTION_TROUBLE;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return CONNECTION_TROUBLE;
  }
}

/** Carries out the `response_action` of an answer; false when Slack cannot use it. Throws `Refused` for a bad view. */
function applyResponseAction(world: World, view: View, answer: JsonObject): boolean {
  switch (answer['response_action']) {
    case 'clear':
      closeAll(world, view.userId);
      return true;
    case 'update': {
      const content = checkedView(world, answer['view'], 'modal', view);
      if (!view.closed) updateView(world, view, content);
      return true;
    }
    case 'push': {
      const content = checkedView(world, answer['view'], 'modal');
      if (stackOf(world, view.userId).length >= STACK_LIMIT) return false;
      if (!view.closed) pushModal(world, view.userId, content);
      return true;
    }
    case 'errors':
      return showErrors(view, objectAt(answer, 'errors'));
    default:
      return false;
  }
}

/**
 * Shows the app's errors at their inputs. Returns false, and shows none, when there are no errors, one is for a block
 * that is not an input, or one has no text: Slack then drops the whole answer.
 */
function showErrors(view: View, errors: JsonObject | null): boolean {
  const entries = Object.entries(errors ?? {});
  const inputs = objectsAt(view.content, 'blocks')
    .filter((block) => textAt(block, 'type') === 'input')
    .map((block) => textAt(block, 'block_id'));
  const areUsable = entries.every(
    ([id, text]) => inputs.includes(id) && typeof text === 'string' && text !== '',
  );
  if (entries.length === 0 || !areUsable) return false;
  view.errors = Object.fromEntries(entries.map(([id, text]) => [id, String(text)]));
  return true;
}
