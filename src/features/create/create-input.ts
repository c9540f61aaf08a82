/** Builds what the create call sends for a request: its document, people, folder and options. */
import type { CreateInput, CreateSource } from '../../box/sign-requests.ts';
import { formSent } from '../../signing/decide.ts';
import { boxFieldsOf } from '../../signing/option-values.ts';
import { phoneOf } from '../../signing/phones.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { boxSignerOf } from '../../signing/signer-choices.ts';
import { templateOf, withoutTemplateOptions } from '../../signing/template-options.ts';
import { boxRoleOf } from '../../signing/template-people.ts';
import { prefillOf } from '../../signing/template-values.ts';
import type { Services } from '../services.ts';
import { systemNameOf } from '../settings/system-name.ts';

/** The input of the create call, for a request whose documents and signers are known. */
export function createInput(services: Pick<Services, 'identity'>, record: SignRequest): CreateInput {
  const { form, details, signers } = record;
  const isHere = signers.some(({ signsHere }) => signsHere);
  return {
    source: sourceOf(record),
    externalId: record.id,
    signers: signersOf(record),
    folderId: details.folder?.id ?? null,
    options: {
      // The signing log names the system that confirmed who opened the signing page.
      ...(isHere ? { external_system_name: systemNameOf(services) } : {}),
      ...withoutTemplateOptions(boxFieldsOf(formSent(record)), form),
    },
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

function signersOf({ tenant, form, signers, phones = [] }: SignRequest): object[] {
  const { language } = form;
  const roles = templateOf(form)?.template?.roles;
  return signers.map((signer, index) => {
    const role = roles?.[index];
    const context = { language, tenant, phone: phoneOf(phones, signer) };
    return role ? boxRoleOf(role, signer, context) : boxSignerOf(signer, context);
  });
}
