/**
 * Accepts a form: stores a record and its jobs in one transaction before Slack is answered, or refuses it for reasons
 * that can be found without Box. Everything that needs Box follows in `at-box.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { type BeginOutcome, beginRequest, nonceOfAnother, sameAgainMs } from '../../signing/decide.ts';
import type { DocumentReference } from '../../signing/document.ts';
import type { FieldRefusals, FormValues } from '../../signing/form.ts';
import { optionRefusals } from '../../signing/option-values.ts';
import { isPhoneMissing, phonesNeeded } from '../../signing/phones.ts';
import type { Signer, SignRequest } from '../../signing/sign-request.ts';
import { fingerprintOf, readSigners } from '../../signing/signers.ts';
import { readSources } from '../../signing/sources.ts';
import { askedRefusals, templateOf } from '../../signing/template-options.ts';
import { readRoles } from '../../signing/template-people.ts';
import { valueRefusals } from '../../signing/template-values.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import type { Draft, Person } from '../../store/database.ts';
import { sameAgainView } from '../../views/same-again.ts';
import { ruleView, sentenceView } from '../../views/sentence.ts';
import { connectionShown, linkView } from '../connect/connection.ts';
import { pressedByMember } from '../rights/members.ts';
import { type Services, textsFor } from '../services.ts';
import { redrawSoon } from '../surfaces/redraw-soon.ts';
import { resultView } from '../surfaces/result-view.ts';
import { recordViewShown } from '../surfaces/views-shown.ts';
import { tellOutdated } from '../tell.ts';
import { colleagueRefusals } from './colleagues.ts';
import { formAgain, renderForm } from './form.ts';
import { brokenRule, isAlreadyAccepted, isChangeTooLate } from './too-late.ts';

interface ParsedForm {
  readonly documents: readonly DocumentReference[];
  readonly signers: readonly Signer[];
}

/** A submitted form, and the draft that it was opened with. */
export interface Submitted {
  readonly tenant: string;
  readonly person: Person;
  readonly draft: Draft;
  readonly form: FormValues;
  /** Refusals that were found while the form was read; absent: none. */
  readonly refusals?: FieldRefusals;
}

/** Accepts the form, or shows why it is refused. @param showRefusals answers with refusals at fields */
export async function acceptForm(
  services: Services,
  submitted: Submitted,
  viewId: string,
  showRefusals: (refusals: FieldRefusals) => Answer | Promise<Answer>,
): Promise<Answer> {
  const { tenant, person, draft, form } = submitted;
  if (await isChangeTooLate(services, tenant, draft)) {
    const t = textsFor(person);
    return { ack: { response_action: 'push', view: sentenceView(t.form.changedMeanwhile, t) } };
  }
  const rule = await brokenRule(services, submitted, draft.id);
  if (rule?.code === 'sender_not_allowed') {
    return { ack: { response_action: 'push', view: ruleView(rule, textsFor(person)) } };
  }
  const parsed = parseForm(form, person.userId);
  const refused = {
    ...(rule && rule.code !== 'folder_not_allowed' && { daysValid: rule }),
    ...submitted.refusals,
    ...(await colleagueRefusals(services, tenant, form, person.userId)),
  };
  if ('refusals' in parsed || Object.keys(refused).length > 0) {
    return showRefusals({ ...('refusals' in parsed ? parsed.refusals : {}), ...refused });
  }
  if (
    isPhoneMissing(parsed.signers, draft.phones ?? []) &&
    !(await isAlreadyAccepted(services, tenant, draft.id))
  ) {
    return showRefusals({ others: { code: 'phones_missing' } });
  }
  const shown = await connectionShown(services, tenant, person.userId);
  if (shown.state === 'none') {
    return { ack: await connectAnswer(services, submitted, shown.canConnect ? viewId : null) };
  }
  const outcome = await storeRequest(services, submitted, parsed, { nonce: draft.id, wantsAnother: false });
  return answerToOutcome(services, submitted, outcome, viewId);
}

/** The button Send another request, on the view that names an earlier request instead of a new one (`SameReason`). */
export function sendAnother(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const { view, value } = payload;
    const draft = value ? await services.store.drafts.get(tenant, value) : null;
    if (draft?.user !== person.userId || !view) return tellOutdated(services, payload, person);
    const parsed = parseForm(draft.form, person.userId);
    if ('refusals' in parsed) return tellOutdated(services, payload, person);
    const submitted = { tenant, person, draft, form: draft.form };
    const nonce = nonceOfAnother(draft.id);
    if (await isChangeTooLate(services, tenant, draft, nonce)) {
      const t = textsFor(person);
      return {
        after: async () =>
          void (await services.slack.updateView(view.id, sentenceView(t.form.changedMeanwhile, t))),
      };
    }
    const rule = await brokenRule(services, submitted, nonce);
    if (rule)
      return {
        after: async () => void (await services.slack.updateView(view.id, ruleView(rule, textsFor(person)))),
      };
    const outcome = await storeRequest(services, submitted, parsed, { nonce, wantsAnother: true });
    const { view: next, afterAck } = await resultOf(services, submitted, outcome, view.id);
    return {
      after: async () => {
        await services.slack.updateView(view.id, next);
        await afterAck();
      },
    };
  });
}

function parseForm(form: FormValues, requester: string): ParsedForm | { refusals: FieldRefusals } {
  const documents = readSources(form);
  // When no template was chosen yet, the form has no other fields to check.
  if (form.way === 'template' && 'code' in documents) return { refusals: { document: documents } };
  const people = form.way === 'template' ? readRoles(form.template) : readSigners({ ...form, requester });
  const refusals: FieldRefusals = {
    ...askedRefusals(form, optionRefusals(form, ['first', 'more'])),
    ...valueRefusals(templateOf(form)),
    ...('code' in documents ? { document: documents } : {}),
    ...('refusals' in people ? people.refusals : {}),
  };
  if (Object.keys(refusals).length > 0 || 'code' in documents || 'refusals' in people) return { refusals };
  return { documents, signers: people.signers };
}

async function storeRequest(
  services: Services,
  submitted: Submitted,
  parsed: ParsedForm,
  options: { nonce: string; wantsAnother: boolean },
): Promise<BeginOutcome> {
  const { tenant, person, draft, form } = submitted;
  const now = services.now();
  const fingerprint = fingerprintOf(parsed.documents, parsed.signers, person.userId);
  const key = {
    requester: person.userId,
    nonce: options.nonce,
    fingerprint,
    since: now - sameAgainMs,
    ...(draft.replaces ? { replaces: draft.replaces } : {}),
    ...(draft.changes ? { changes: draft.changes } : {}),
  };
  const input = {
    tenant,
    id: randomUUID(),
    nonce: options.nonce,
    requester: person.userId,
    form,
    fingerprint,
    changes: draft.changes,
    phones: phonesNeeded(parsed.signers, draft.phones ?? []),
    ...parsed,
  };
  return services.store.signRequests.createUnlessDuplicate(
    tenant,
    key,
    (found) => beginRequest(found, input, { now, wantsAnother: options.wantsAnother }),
    { wake: false },
  );
}

async function answerToOutcome(
  services: Services,
  submitted: Submitted,
  outcome: BeginOutcome,
  viewId: string,
): Promise<Answer> {
  const { tenant, person, draft, form } = submitted;
  const t = textsFor(person);
  if ('existing' in outcome && outcome.why !== 'same_nonce') {
    await services.store.drafts.put(tenant, { ...draft, form });
    const view = sameAgainView(
      outcome.existing,
      { draftId: draft.id, now: services.now(), why: outcome.why },
      t,
    );
    return { ack: { response_action: 'update', view } };
  }
  const { view, afterAck } = await resultOf(services, submitted, outcome, viewId);
  return { ack: { response_action: 'update', view }, after: afterAck };
}

/**
 * The modal's next view, and what to do after Slack was answered. The worker is woken only then, because its update
 * could otherwise arrive first and be overwritten by "working". An earlier request may have changed meanwhile, so it is
 * redrawn.
 */
async function resultOf(
  services: Services,
  { tenant, person }: Submitted,
  outcome: BeginOutcome,
  viewId: string,
): Promise<{ readonly view: ModalView; readonly afterAck: () => Promise<void> }> {
  const isNew = 'record' in outcome;
  const record: SignRequest = isNew ? outcome.record : outcome.existing;
  const view = await resultView(services, record, person);
  if (!view) return { view: await formAgain(services, record, person), afterAck: async () => undefined };
  await recordViewShown(services, tenant, record.id, viewId);
  const afterAck = async (): Promise<void> =>
    isNew ? services.store.jobs.wake() : redrawSoon(services, tenant, record.id);
  return { view, afterAck };
}

/**
 * The answer to a form of a person without a Box connection: the link for connecting or, where people do not connect
 * their own accounts, the form with that problem.
 *
 * @param viewId the form's modal, which will show the link; null where people do not connect their own accounts
 */
async function connectAnswer(
  services: Services,
  submitted: Submitted,
  viewId: string | null,
): Promise<NonNullable<Answer['ack']>> {
  const { tenant, person, draft, form } = submitted;
  if (viewId !== null) {
    await services.store.drafts.put(tenant, { ...draft, form, problem: null });
    const link = await linkView(services, tenant, person, { viewId, draftId: draft.id });
    return { response_action: 'update', view: link.view };
  }
  const view = await renderForm(services, tenant, person, {
    values: form,
    phones: draft.phones,
    problem: { code: services.accountMode.kind === 'trial' ? 'on_trial' : 'not_connected' },
    replaces: draft.replaces,
    changes: draft.changes,
    responseUrl: draft.responseUrl,
    channel: draft.channel,
  });
  return { response_action: 'update', view };
}
