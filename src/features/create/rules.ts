/**
 * Whether the rules of the workspace's admins allow a request. What text, store and Slack tell is decided when a form
 * opens, is submitted, or goes out after the check; all of it is decided again by the worker, immediately before the
 * request is created, because the rules may have changed since.
 */
import { filePath, folderPath } from '../../box/paths.ts';
import type { BoxSession } from '../../box/session.ts';
import type { Resolved } from '../../signing/creation.ts';
import { readFolder } from '../../signing/document.ts';
import type { FormValues } from '../../signing/form.ts';
import type { Refusal, RuleRefusal } from '../../signing/refusals.ts';
import { expiryRefusalOfForm, folderRefusal } from '../../signing/rules.ts';
import type { SettingValues } from '../../signing/settings.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { senderRefusal } from '../rights/senders.ts';
import type { Services } from '../services.ts';
import { settingsOf } from '../settings/read.ts';
import { createFailureRefusal } from './refusal.ts';

interface Asked {
  readonly tenant: string;
  /** The requester. */
  readonly userId: string;
  readonly form: FormValues;
}

/** Why the person may not send at all; null: they may. @throws OutsideFailure */
export async function mayNotSend(
  services: Services,
  tenant: string,
  userId: string,
): Promise<RuleRefusal | null> {
  return senderRefusal(services, tenant, userId, await settingsOf(services, tenant, null));
}

/** What is forbidden as far as Box need not be asked. @throws OutsideFailure */
export async function forbidden(
  services: Services,
  { tenant, userId, form }: Asked,
): Promise<RuleRefusal | null> {
  return forbiddenBy(await settingsOf(services, tenant, null), services, { tenant, userId, form });
}

async function forbiddenBy(
  rules: SettingValues,
  services: Services,
  { tenant, userId, form }: Asked,
): Promise<RuleRefusal | null> {
  return (await senderRefusal(services, tenant, userId, rules)) ?? expiryRefusalOfForm(form, rules);
}

/** What is forbidden before files are uploaded: they go where the signed copy goes. @throws OutsideFailure */
export async function forbiddenUpload(
  services: Services,
  session: BoxSession,
  record: SignRequest,
): Promise<Refusal | null> {
  const { tenant, requester: userId, form } = record;
  if (!record.documents.some(({ kind }) => kind === 'upload')) return null;
  const rules = await settingsOf(services, tenant, null);
  const refusal = await forbiddenBy(rules, services, { tenant, userId, form });
  if (refusal) return refusal;
  const typed = readFolder(form.folder);
  const folderId = typed && 'id' in typed ? typed.id : services.destinationFolderId;
  return destinationRefusal(services, session, rules, { folderId, fileId: null });
}

/**
 * What is forbidden about a request that is about to be created.
 *
 * @param resolved null: what it needs is in the record
 * @throws OutsideFailure of kind `retry` when Slack or Box could not be asked
 */
export async function forbiddenRequest(
  services: Services,
  session: BoxSession,
  record: SignRequest,
  resolved: Resolved | null,
): Promise<Refusal | null> {
  const { tenant, requester: userId, form, details } = record;
  const rules = await settingsOf(services, tenant, null);
  const refusal = await forbiddenBy(rules, services, { tenant, userId, form });
  if (refusal) return refusal;
  const folder = resolved === null ? details.folder : resolved.folder;
  const file = resolved?.kind === 'files' ? resolved.files[0] : details.file;
  const sharedLink = resolved?.kind === 'files' ? resolved.sharedLink : details.sharedLink;
  return destinationRefusal(services, session, rules, {
    folderId: folder?.id ?? null,
    fileId: file?.id ?? null,
    sharedLink,
  });
}

/** Without a folder, Box saves the copy next to the file; without either, in a folder in the person's root. */
interface Destination {
  readonly folderId: string | null;
  readonly fileId: string | null;
  readonly sharedLink?: string | null;
}

async function destinationRefusal(
  services: Services,
  session: BoxSession,
  rules: SettingValues,
  { folderId, fileId, sharedLink = null }: Destination,
): Promise<Refusal | null> {
  if (rules.allowedFolders.length === 0) return null;
  try {
    if (folderId !== null) return await allowedFolderRefusal(session, folderId, rules);
    const path = fileId === null ? [] : await filePath(session, { fileId, sharedLink });
    return folderRefusal(path, rules.allowedFolders);
  } catch (error) {
    return createFailureRefusal(services, error, 'folder').refusal;
  }
}

/** Why a folder is not one that the admins allow, nor inside one, as far as Box shows this person. @throws OutsideFailure */
export async function allowedFolderRefusal(
  session: BoxSession,
  folderId: string,
  { allowedFolders }: Pick<SettingValues, 'allowedFolders'>,
): Promise<RuleRefusal | null> {
  const refusal = folderRefusal([folderId], allowedFolders);
  return refusal && folderRefusal(await folderPath(session, folderId), allowedFolders);
}
