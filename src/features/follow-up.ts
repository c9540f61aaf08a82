/**
 * Resend and cancel by command: an id, a link or words select the request; without them, the person chooses from the
 * requests for which it is possible now.
 */
import { requestResend } from '../signing/resend-cancel.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canCancel, canResend, statusTable } from '../signing/status.ts';
import type { Answer, CommandPayload } from '../slack/payloads.ts';
import type { Person } from '../store/database.ts';
import { cancelModal, type PressedMessage } from '../views/cancel-modal.ts';
import { actionChoice } from '../views/request-choice.ts';
import { requestName } from '../views/sign-request-card.ts';
import type { Texts } from '../views/texts/index.ts';
import { rememberAskedFrom } from './asked-from.ts';
import { resendRefusalText } from './resend.ts';
import { forMember } from './rights/members.ts';
import { type Services, textsFor } from './services.ts';
import { tellPrivately } from './tell.ts';
import { matchRequests } from './which-request.ts';

/** At most this many requests are read: more than a choice shows, so that it can say how many are left out. */
const maxLookedThrough = 200;

interface MemberCommand {
  readonly services: Services;
  readonly payload: CommandPayload;
  readonly tenant: string;
  readonly person: Person;
}

/** `/sign resend [id …]`, also `remind`. */
export function resendByCommand(services: Services, payload: CommandPayload): Answer {
  return actByCommand(services, payload, 'resend', resendNow);
}

/** `/sign cancel [id …]`: opens the dialog when exactly one of the matching requests can be cancelled. */
export function cancelByCommand(services: Services, payload: CommandPayload): Answer {
  return actByCommand(
    services,
    payload,
    'cancel',
    async ({ services: { slack }, payload: typed, person }, record) => {
      await slack.openView(
        typed.triggerId,
        cancelModal(record, textsFor(person), commandAsPressedMessage(typed)),
      );
    },
  );
}

function commandAsPressedMessage({ responseUrl }: CommandPayload): PressedMessage {
  return { responseUrl, messageTs: null, isCommand: true };
}

function actByCommand(
  services: Services,
  payload: CommandPayload,
  verb: 'resend' | 'cancel',
  act: (asked: MemberCommand, record: SignRequest) => Promise<void>,
): Answer {
  return forMember(services, payload, async ({ tenant, person, t }) => {
    const say = (sentence: string): Promise<void> => tellPrivately(services, payload, sentence, t);
    const words = payload.text.trim().replace(/^\S+\s*/, '');
    const { typed, shown, records } = await matchRequests(services, { tenant, person }, words, {
      withoutWords: (state) => !statusTable[state].isFinal,
      most: maxLookedThrough,
    });
    if (typed !== '' && records.length === 0) return say(t.actions.choose.noMatch(shown));
    const works = records.filter((record) => isPossible(record, verb, services.now()));
    const [only] = works;
    if (typed !== '' && only && works.length === 1) return act({ services, payload, tenant, person }, only);
    if (only) {
      return services.slack.respond(
        payload.responseUrl,
        actionChoice(verb, works, t, services.now()),
        'ephemeral',
      );
    }
    const [first] = records;
    if (typed === '' || !first) return say(t.actions.choose.none[verb]);
    const why = verb === 'resend' ? resendRefusalText(first, services.now(), t) : cancelRefusalText(first, t);
    return say(t.actions.about(requestName(first, t), why));
  });
}

function isPossible(record: SignRequest, verb: 'resend' | 'cancel', now: number): boolean {
  return verb === 'resend' ? canResend(record, now) : canCancel(record);
}

function cancelRefusalText(record: SignRequest, t: Texts): string {
  const { isAtBox, isFinal } = statusTable[record.state];
  if (record.details.pending) return t.actions.noCancel.under_way;
  if (isFinal) return t.actions.noCancel.over;
  if (!isAtBox) return t.actions.noCancel.not_at_box;
  return record.state === 'finalizing' ? t.actions.noCancel.all_signed : t.notNow;
}

async function resendNow(
  { services, payload, tenant, person }: MemberCommand,
  record: SignRequest,
): Promise<void> {
  const t = textsFor(person);
  const from = await rememberAskedFrom(services, tenant, person, commandAsPressedMessage(payload));
  let isAsked = false;
  const changed = await services.store.signRequests.change(tenant, record.id, (now) => {
    const decision = requestResend(now, person.userId, services.now(), from);
    isAsked = decision !== null;
    return decision;
  });
  // Jobs show the result and, if Box is slow, a line before it that the reminder is under way.
  if (isAsked) return;
  const why = resendRefusalText(changed?.record ?? record, services.now(), t);
  await tellPrivately(services, payload, t.actions.about(requestName(record, t), why), t);
}
