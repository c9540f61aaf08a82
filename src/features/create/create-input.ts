/** What the create call for a request holds: its document, people, folder and options. */
import type { CreateInput, CreateSource } from '../../box/sign-requests.ts';
import { formSent } from '../../signing/decide.ts';
import { boxFieldsOf } from '../../signing/option-values.ts';
import { phoneOf } from '../../signing/phones.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { boxSignerOf } from '../../signing/signer-choices.ts';
import { templateOf, withoutFixed } from '../../signing/template-options.ts';
import { boxRoleOf } from '../../signing/template-people.ts';
import { prefillOf } from '../../signing/template-values.ts';

/** The call for a request whose document and people are known. */
export function createInput(record: SignRequest): CreateInput {
  const { form, details } = record;
  return {
    source: sourceOf(record),
    externalId: record.id,
    signers: signersOf(record),
    folderId: details.folder?.id ?? null,
    options: withoutFixed(boxFieldsOf(formSent(record)), form),
  };
}

function sourceOf({ documents: [document], details, form }: SignRequest): CreateSource {
  if (document?.kind === 'template') {
    const chosen = templateOf(form);
    const prefillTags = chosen ? prefillOf(chosen) : [];
    return { kind: 'template', templateId: document.templateId, prefillTags };
  }
  const { file, moreFiles = [], sharedLink } = details;
  if (file === null) throw new Error('a request is created only when its files are known');
  return { kind: 'files', fileIds: [file, ...moreFiles].map(({ id }) => id), sharedLink };
}

function signersOf({ form, signers, phones = [] }: SignRequest): object[] {
  const roles = templateOf(form)?.template?.roles;
  return signers.map((signer, index) => {
    const role = roles?.[index];
    return role
      ? boxRoleOf(role, signer, form.language, phoneOf(phones, signer))
      : boxSignerOf(signer, form.language, phoneOf(phones, signer));
  });
}
