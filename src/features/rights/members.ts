/**
 * Guards everything that people type, press, submit and close: only full members reach the handler. Anyone else gets
 * one sentence, or nothing where Slack shows no answer. Every handler of a command or an interaction that does anything
 * is wrapped in one of these functions.
 */
import type {
  ActionPayload,
  Answer,
  ClosePayload,
  CommandPayload,
  MenuEntries,
  OptionsPayload,
  ShortcutPayload,
  SubmissionPayload,
} from '../../slack/payloads.ts';
import type { Person } from '../../store/database.ts';
import { sentenceView } from '../../views/sentence.ts';
import type { Texts } from '../../views/texts/index.ts';
import { type Services, textsFor } from '../services.ts';
import { tellOutsider } from '../tell.ts';
import { type Admission, admit } from './admit.ts';

/** A person who may use the app. */
export interface Member {
  readonly tenant: string;
  readonly person: Person;
  /** The texts for their language and time zone. */
  readonly t: Texts;
}

/**
 * After Slack is answered, calls `handle` if the person is a full member; tells anyone else that they may not use the
 * app. For commands, shortcuts, and presses that need nothing stored before the answer.
 */
export function forMember(
  services: Services,
  payload: CommandPayload | ShortcutPayload | ActionPayload,
  handle: (member: Member) => Promise<void>,
): Answer {
  return {
    after: async () => {
      const admission = await admit(services, payload.actor);
      if (!admission.isAdmitted) return tellOutsider(services, payload);
      await handle(memberOf(admission));
    },
  };
}

/** Handles a press whose effect must be stored before Slack is answered. */
export async function pressedByMember<Result>(
  services: Services,
  payload: ActionPayload,
  decide: (member: Member) => Promise<Result>,
): Promise<Result | Answer> {
  const admission = await admit(services, payload.actor);
  if (!admission.isAdmitted) return { after: () => tellOutsider(services, payload) };
  return decide(memberOf(admission));
}

/** Handles a submission. Anyone but a full member gets one sentence, in a view on top of the submitted form. */
export async function submittedByMember(
  services: Services,
  payload: SubmissionPayload,
  decide: (member: Member) => Promise<Answer>,
): Promise<Answer> {
  const admission = await admit(services, payload.actor);
  if (!admission.isAdmitted) {
    const t = textsFor(null);
    return { ack: { response_action: 'push', view: sentenceView(t.onlyMembers, t) } };
  }
  return decide(memberOf(admission));
}

/** Handles the closing of a modal. Anyone but a full member is ignored: Slack shows no answer to a close. */
export async function closedByMember(
  services: Services,
  payload: ClosePayload,
  handle: (member: Member) => Promise<void>,
): Promise<Answer> {
  const admission = await admit(services, payload.actor);
  if (admission.isAdmitted) await handle(memberOf(admission));
  return {};
}

/** Lists the entries of a menu. Anyone but a full member gets none. */
export async function listedForMember(
  services: Services,
  payload: OptionsPayload,
  list: (member: Member) => Promise<MenuEntries>,
): Promise<MenuEntries> {
  const admission = await admit(services, payload.actor);
  return admission.isAdmitted ? list(memberOf(admission)) : [];
}

function memberOf({ tenant, person }: Extract<Admission, { isAdmitted: true }>): Member {
  return { tenant, person, t: textsFor(person) };
}
