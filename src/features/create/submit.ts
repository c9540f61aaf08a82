/** Handles a submitted form: it is accepted, or shown again with the errors that can be found without Box. */
import type { FieldRefusals } from '../../signing/form.ts';
import type { Answer, SubmissionPayload } from '../../slack/payloads.ts';
import { fieldErrors, readCreateModal } from '../../views/create-form.ts';
import { type CreateMetadata, readCreateMetadata } from '../../views/create-metadata.ts';
import { createModal } from '../../views/create-modal.ts';
import { sentenceView } from '../../views/sentence.ts';
import { readTemplatePhones } from '../../views/template-form.ts';
import { submittedByMember } from '../rights/members.ts';
import { type Services, textsFor } from '../services.ts';
import { acceptForm, type Submitted } from './accept.ts';
import { formContext } from './form.ts';

/** Handles the submitted form. */
export function submitForm(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, async ({ tenant, person, t }) => {
    const metadata = readCreateMetadata(payload.view.privateMetadata);
    const draft = metadata ? await services.store.drafts.get(tenant, metadata.draftId) : null;
    if (!metadata || draft?.user !== person.userId) {
      return { ack: { response_action: 'push', view: sentenceView(t.formOutOfDate, t) } };
    }
    const form = readCreateModal(payload.view.state, draft.form, metadata);
    const read = form.way === 'template' ? readTemplatePhones(payload.view.state, form.template) : null;
    const kept = read ? { ...draft, phones: read.phones } : draft;
    const submitted = { tenant, person, draft: kept, form, refusals: read?.refusals ?? {} };
    return acceptForm(services, submitted, payload.view.id, (refusals) =>
      showRefusals(services, submitted, refusals, { ...metadata, blocks: Object.keys(payload.view.state) }),
    );
  });
}

async function showRefusals(
  services: Services,
  submitted: Submitted,
  refusals: FieldRefusals,
  shown: CreateMetadata & { readonly blocks: readonly string[] },
): Promise<Answer> {
  const t = textsFor(submitted.person);
  const { blocks, ...metadata } = shown;
  const { errors, needsExpanded } = fieldErrors(refusals, metadata, t);
  // Slack accepts errors only at inputs that the view shows: not at folded fields, nor at files chosen before, which are
  // shown as text.
  const areAllShown = Object.keys(errors).every((block) => blocks.includes(block));
  if (areAllShown) return { ack: { response_action: 'errors', errors } };
  const { tenant, person, draft, form } = submitted;
  await services.store.drafts.put(tenant, { ...draft, form: { ...draft.form, uploads: form.uploads } });
  const view = createModal({
    ...metadata,
    ...(await formContext(services, tenant, person, draft)),
    values: form,
    expanded: metadata.expanded || needsExpanded,
    problem: null,
    fields: refusals,
  });
  return { ack: { response_action: 'update', view } };
}
