/**
 * Looks up what a request from a template needs before it is created: the people's addresses (Slack), and whether the
 * template is still as the form and the check showed it (Box), because its author may change it at any time. Changes
 * nothing there.
 */
import type { BoxSession } from '../../box/session.ts';
import { getTemplate } from '../../box/templates.ts';
import type { Resolved } from '../../signing/creation.ts';
import type { FormValues } from '../../signing/form.ts';
import type { Refusal } from '../../signing/refusals.ts';
import type { NamedItem, SignRequest } from '../../signing/sign-request.ts';
import { isSameTemplate, type Template, withDescription } from '../../signing/template.ts';
import { optionsFixedByTemplate, templateOf } from '../../signing/template-options.ts';
import type { Services } from '../services.ts';
import { refusalOrThrow } from './refusal.ts';
import { resolveFolder, resolveSigners, subjectOf } from './resolve.ts';
import type { Found } from './resolve-files.ts';

/**
 * Looks up people and template.
 * @returns with the refusal of a changed template, also the form as it now has to be filled in
 * @throws as `resolveRequest`
 */
export async function resolveTemplate(
  services: Services,
  session: BoxSession,
  record: SignRequest,
): Promise<Found<Resolved> | { readonly refusal: Refusal; readonly form: FormValues }> {
  const { form } = record;
  const chosen = templateOf(form);
  if (!chosen?.template) return { refusal: { code: 'template_unread' } };
  const template = await readTemplate(services, session, chosen.id);
  if ('refusal' in template) return template;
  if (!isSameTemplate(chosen.template, template)) {
    return {
      refusal: { code: 'template_changed' },
      form: { ...form, template: withDescription(chosen, template) },
    };
  }
  // After the check, the signers stay as they were shown there.
  const isShown = record.details.template !== undefined;
  const signers = isShown ? { signers: record.signers } : await resolveSigners(services, session, record);
  if ('refusal' in signers) return signers;
  const folder = await folderOf(services, session, record, template);
  if (folder && 'refusal' in folder) return folder;
  const hasSubject = template.subject !== '' || optionsFixedByTemplate(template).has('subject');
  return {
    kind: 'template',
    template: { id: template.id, name: template.name },
    folder,
    signers: signers.signers,
    subject: hasSubject ? null : await subjectOf(services, record, [template]),
  };
}

async function readTemplate(
  services: Services,
  session: BoxSession,
  id: string,
): Promise<Template | { refusal: Refusal }> {
  try {
    return await getTemplate(session, id);
  } catch (error) {
    return refusalOrThrow(services, error, 'template');
  }
}

/**
 * The typed folder, else the template's, else the operator's; null: there is none. For the template's folder, Box
 * checks at creation whether the person may upload there.
 */
async function folderOf(
  services: Services,
  session: BoxSession,
  record: SignRequest,
  { folder }: Template,
): Promise<Found<NamedItem> | null> {
  // Box Sign cannot use the root folder.
  const isUsable = folder !== null && folder.id !== '0';
  if (record.form.folder === '' && isUsable) return folder;
  return resolveFolder(services, session, record, folder);
}
