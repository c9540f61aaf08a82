/**
 * Guards everything that people type, press, submit and close: only full members get through; anyone else gets one
 * sentence. Every handler in the two tables that does anything is wrapped in one of these.
 */
import type {
  ActionPayload,
  Answer,
  ClosePayload,
  CommandPayload,
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
  /** In their language. */
  readonly t: Texts;
}

/** For what is done after Slack was answered: commands, and presses that store nothing before it. */
export function forMember(
  services: Services,
  payload: CommandPayload | ActionPayload,
  act: (member: Member) => Promise<void>,
): Answer {
  return {
    after: async () => {
      const admission = await admit(services, payload.actor);
      if (!admission.isAdmitted) return tellOutsider(services, payload);
      await act(memberOf(admission));
    },
  };
}

/** For what is decided before Slack is answered: presses whose effect must be stored by then. */
export async function pressedByMember<Result>(
  services: Services,
  payload: ActionPayload,
  decide: (member: Member) => Promise<Result>,
): Promise<Result | Answer> {
  const admission = await admit(services, payload.actor);
  if (!admission.isAdmitted) return { after: () => tellOutsider(services, payload) };
  return decide(memberOf(admission));
}

/** A submission: a person who may not submit sees that on top of what they filled in. */
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

/** A closed modal: Slack shows nothing in answer to that. */
export async function closedByMember(
  services: Services,
  payload: ClosePayload,
  act: (member: Member) => Promise<void>,
): Promise<Answer> {
  const admission = await admit(services, payload.actor);
  if (admission.isAdmitted) await act(memberOf(admission));
  return {};
}

function memberOf({ tenant, person }: Extract<Admission, { isAdmitted: true }>): Member {
  return { tenant, person, t: textsFor(person) };
}
