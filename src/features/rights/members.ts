/**
 * Doors of everything that people type, press, submit and close: through each of them only full members come, and
 * whoever else tries hears one sentence. Every handler in the two tables that does anything stands behind one of these.
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

/** Somebody who may use the app. */
export interface Member {
  readonly tenant: string;
  readonly person: Person;
  /** In their language. */
  readonly t: Texts;
}

/** What is done once Slack was answered: for commands, and presses of which nothing is stored before. */
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

/** What is decided before Slack is answered: presses whose effect must be stored by then. */
export async function pressedByMember<Result>(
  services: Services,
  payload: ActionPayload,
  decide: (member: Member) => Promise<Result>,
): Promise<Result | Answer> {
  const admission = await admit(services, payload.actor);
  if (!admission.isAdmitted) return { after: () => tellOutsider(services, payload) };
  return decide(memberOf(admission));
}

/** A submission: whoever may not submit hears it on top of what they filled in. */
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

/** A modal was closed: Slack shows nothing in answer to that, to nobody. */
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
