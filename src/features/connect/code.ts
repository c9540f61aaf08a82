/**
 * The 6-digit code: the person who started in Slack types what the browser shows, and only then may the app act as
 * that Box user. It can be typed in a modal or after the command.
 */
import type { ModalView } from '@slack/types';
import type { ConnectOrigin } from '../../signing/work.ts';
import type { ActionPayload, Answer, CommandPayload, SubmissionPayload } from '../../slack/payloads.ts';
import type { CodeOutcome, Person } from '../../store/database.ts';
import {
  codeError,
  codeView,
  connectedView,
  connectionSentenceView,
  readCode,
  readWaitingDraft,
} from '../../views/connect-views.ts';
import type { Texts } from '../../views/texts/index.ts';
import { formOfDraft } from '../create/form.ts';
import { forMember, type Member, submittedByMember } from '../rights/members.ts';
import { type Services, textsFor } from '../services.ts';
import { tellPrivately } from '../tell.ts';
import { countFromOtherAccount, linkView } from './connection.ts';

interface PersonInTenant {
  readonly tenant: string;
  readonly person: Person;
}

/** The button Enter code…, on the message that asks for the code. */
export function pressTypeCode(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async ({ tenant, person, t }) => {
    const until = await services.store.pendingConnections.waitsUntil(tenant, person.userId);
    if (until === null) return tellPrivately(services, payload, t.connect.codeNone, t);
    if (payload.triggerId) await services.slack.openView(payload.triggerId, codeView(null, until, t));
  });
}

/**
 * Handles a submitted code. The right code brings the form back, or shows a sentence that names the account. A wrong
 * one gets an error at the field; if no code is expected any longer, the modal shows a new link.
 */
export function submitCode(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, async (member) => {
    const { tenant, person, t } = member;
    const code = readDigits(readCode(payload.view.state));
    if (code === null) return { ack: { response_action: 'errors', errors: codeError(t.connect.codeShape) } };
    const tried = await services.store.pendingConnections.tryCode(tenant, person.userId, code);
    if (tried.outcome === 'wrong') {
      return { ack: { response_action: 'errors', errors: codeError(codeRefusal(tried, t)) } };
    }
    const before = tried.outcome === 'none' ? null : tried.origin.draftId;
    const draftId = before ?? readWaitingDraft(payload.view.privateMetadata);
    if (tried.outcome !== 'right') {
      const view = await viewWithNewLink(
        services,
        member,
        { viewId: payload.view.id, draftId },
        codeRefusal(tried, t),
      );
      return { ack: { response_action: 'update', view } };
    }
    return { ack: { response_action: 'update', view: await viewAfterCode(services, member, draftId) } };
  });
}

/** `/sign connect` followed by a code. */
export async function connectWithCode(
  services: Services,
  payload: CommandPayload,
  { tenant, person }: PersonInTenant,
  typed: string,
): Promise<void> {
  const t = textsFor(person);
  const code = readDigits(typed);
  if (code === null) return tellPrivately(services, payload, t.connect.codeShape, t);
  const tried = await services.store.pendingConnections.tryCode(tenant, person.userId, code, 'message');
  if (tried.outcome !== 'right') await tellPrivately(services, payload, codeRefusal(tried, t), t);
}

/**
 * The view that replaces the modal for typing the code when no code is expected: says why and, where people connect
 * their own accounts, has a new link.
 */
async function viewWithNewLink(
  services: Services,
  { tenant, person, t }: Member,
  origin: ConnectOrigin,
  why: string,
): Promise<ModalView> {
  if (services.accountMode.kind !== 'own') return connectionSentenceView(why, t);
  return (await linkView(services, tenant, person, origin, why)).view;
}

/** The view that replaces the modal after the right code was typed: the form, or a sentence that names the account. */
async function viewAfterCode(services: Services, { tenant, person }: PersonInTenant, draftId: string | null) {
  const draft = draftId ? await services.store.drafts.get(tenant, draftId) : null;
  if (draft?.user === person.userId) return formOfDraft(services, tenant, person, draft);
  const known = await services.store.connections.get(tenant, person.userId);
  const others = known ? await countFromOtherAccount(services, tenant, person.userId, known) : 0;
  return connectedView(known?.login ?? '', others, textsFor(person));
}

function codeRefusal(tried: Exclude<CodeOutcome, { outcome: 'right' }>, t: Texts): string {
  if (tried.outcome === 'wrong') return t.connect.codeWrong(tried.triesLeft);
  return tried.outcome === 'over' ? t.connect.codeOver : t.connect.codeNone;
}

/** The six digits; null when the text is not a code. The page shows the code with a space, so spaces are ignored. */
function readDigits(typed: string): string | null {
  const digits = typed.replace(/\s+/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}
