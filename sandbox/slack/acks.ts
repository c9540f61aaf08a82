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

export const TROUBLE = 'We had some trouble connecting. Try again?';
export const BUTTON_WARNING = '⚠️ This app did not respond. Try again.';

/** The client's sentence about a command's acknowledgement; null when the app acknowledged it. */
export function commandAck(
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

/** The warning that the person sees beside the button; null when the app acknowledged the press. */
export function warningAfterAction(delivered: DeliveryResult): string | null {
  return delivered.outcome === 'answered' && delivered.status === 200 ? null : BUTTON_WARNING;
}

/** Carries out the answer to a submission. Returns the error that the person reads; null: there is none. */
export function submissionAck(world: World, view: View, delivered: DeliveryResult): string | null {
  if (delivered.outcome !== 'answered' || delivered.status !== 200) return TROUBLE;
  if (delivered.body === '') {
    closeView(world, view);
    return null;
  }
  const answer = parseJson(delivered.body);
  if (!isObject(answer)) return TROUBLE;
  try {
    return carryOut(world, view, answer) ? null : TROUBLE;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return TROUBLE;
  }
}

/** Carries out an answer to a submission; false when Slack cannot use it. */
function carryOut(world: World, view: View, answer: JsonObject): boolean {
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
 * Shows the app's errors at their inputs. If one is for a block that is no input, Slack drops the whole
 * answer.
 */
function showErrors(view: View, errors: JsonObject | null): boolean {
  const entries = Object.entries(errors ?? {});
  const inputs = objectsAt(view.content, 'blocks')
    .filter((block) => textAt(block, 'type') === 'input')
    .map((block) => textAt(block, 'block_id'));
  const isGood = entries.every(
    ([id, text]) => inputs.includes(id) && typeof text === 'string' && text !== '',
  );
  if (entries.length === 0 || !isGood) return false;
  view.errors = Object.fromEntries(entries.map(([id, text]) => [id, String(text)]));
  return true;
}
