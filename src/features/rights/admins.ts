/**
 * Guards what only admins and owners of the workspace (or, for an organisation-wide install, of the organisation) may
 * do. Slack is asked every time, because this permission must not be cached.
 */
import { isAdminOf } from '../../slack/membership.ts';
import type { ActionPayload, Answer, CommandPayload, SubmissionPayload } from '../../slack/payloads.ts';
import { sentenceView } from '../../views/sentence.ts';
import type { Services } from '../services.ts';
import { tellPrivately } from '../tell.ts';
import { forMember, type Member, submittedByMember } from './members.ts';

/** How long Slack's answer is awaited (ms), so that a trigger or a submission can still be answered. */
const answerWithinMs = 1_200;

/** Handles a command or a press of an admin; anyone else is told that only admins can do this. */
export function forAdmin(
  services: Services,
  payload: CommandPayload | ActionPayload,
  handle: (admin: Member) => Promise<void>,
): Answer {
  return forMember(services, payload, async (member) => {
    if (await isAdmin(services, member)) return handle(member);
    const { t } = member;
    await tellPrivately(services, payload, t.workspace.onlyAdmins(services.identity.isEnterpriseInstall), t);
  });
}

/** Handles the submission of an admin; anyone else gets a sentence in a view on top of the submitted one. */
export function submittedByAdmin(
  services: Services,
  payload: SubmissionPayload,
  decide: (admin: Member) => Promise<Answer>,
): Promise<Answer> {
  return submittedByMember(services, payload, async (member) => {
    if (await isAdmin(services, member)) return decide(member);
    const { t } = member;
    const sentence = t.workspace.onlyAdmins(services.identity.isEnterpriseInstall);
    return { ack: { response_action: 'push', view: sentenceView(sentence, t) } };
  });
}

/** Whether Slack says now that this member is an admin. @throws OutsideFailure */
export async function isAdmin({ slack, identity }: Services, { person }: Member): Promise<boolean> {
  return isAdminOf(await slack.person(person.userId, answerWithinMs), identity);
}
