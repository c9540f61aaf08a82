/** One sentence, as a message or, where a modal is open, as a view. */
import type { ModalView } from '@slack/types';
import type { Message } from '../shapes.ts';
import type { RuleRefusal } from '../signing/refusals.ts';
import { callbacks } from './actions.ts';
import { message, modal, section } from './blocks.ts';
import type { Texts } from './texts/index.ts';

/** A message of one sentence. */
export function sentenceMessage(sentence: string, t: Texts): Message {
  return message([[sentence]], [section(sentence)], t);
}

/** A view of one sentence that can only be closed. @param title absent: the title of the result views */
export function sentenceView(sentence: string, t: Texts, title = t.result.title): ModalView {
  return modal({
    callback: callbacks.sentence,
    title,
    close: t.result.done,
    metadata: {},
    notifyOnClose: false,
    blocks: [section(sentence)],
  });
}

/** A view that says which rule of the workspace forbids the person to send; shown instead of the form. */
export function ruleView(refusal: RuleRefusal, t: Texts): ModalView {
  return sentenceView(t.rules.sentence(refusal), t, t.form.title);
}
