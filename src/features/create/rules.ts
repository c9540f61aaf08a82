/**
 * Whether the rules of the workspace's admins allow a request. The rule about senders is checked when a form opens;
 * all rules that need no Box when it is submitted, or sent after the check. The worker checks every rule immediately
 * before it creates the request, because they may have changed.
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
import { refusalOrThrow } from './refusal.ts';

interface FormOfPerson {
  readonly tenant: string;
  /** Slack user id of the requester. */
  readonly userId: string;
  readonly form: FormValues;
}

/** The workspace's rule that forbids the person to send; null: none. @throws OutsideFailure */
export async function senderRuleRefusal(
  services: Services,
  tenant: string,
  userId: string,
): Promise<RuleRefusal | null> {
  return senderRefusal(services, tenant, userId, await settingsOf(services, tenant, null));
}

/**
 * The first rule that forbids the request, of those that can be checked without Box: about the sender and the expiry.
 * Null: none does.
 * @throws OutsideFailure
 */
export async function ruleRefusal(
  services: Services,
  { tenant, userId, form }: FormOfPerson,
): Promise<RuleRefusal | null> {
  return ruleRefusalUnder(await settingsOf(services, tenant, null), services, { tenant, userId, form });
}

async function ruleRefusalUnder(
  rules: SettingValues,
  services: Services,
  { tenant, userId, form }: FormOfPerson,
): Promise<RuleRefusal | null> {
  return (await senderRefusal(services, tenant, userId, rules)) ?? expiryRefusalOfForm(form, rules);
}

/**
 * Why the workspace's rules forbid the request before its files are uploaded: the sender, the expiry, or the folder of
 * the signed copy, where the files go too. Null: no rule does, or there are no files to upload.
 * @throws OutsideFailure
 */
export async function uploadRefusal(
  services: Services,
  session: BoxSession,
  record: SignRequest,
): Promise<Refusal | null> {
  const { tenant, requester: userId, form } = record;
  if (!record.documents.some(({ kind }) => kind === 'upload')) return null;
  const rules = await settingsOf(services, tenant, null);
  const refusal = await ruleRefusalUnder(rules, services, { tenant, userId, form });
  if (refusal) return refusal;
  const typed = readFolder(form.folder);
  const folderId = typed && 'id' in typed ? typed.id : services.destinationFolderId;
  return destinationRefusal(services, session, rules, { folderId, fileId: null });
}

/**
 * Why the workspace's rules forbid a request that is about to be created: the sender, the expiry, or the folder of the
 * signed copy. Null: no rule does.
 *
 * @param resolved what was looked up for the request; null: the record has it
 * @throws OutsideFailure of kind `retry` when Slack or Box could not be asked
 */
export async function creationRefusal(
  services: Services,
  session: BoxSession,
  record: SignRequest,
  resolved: Resolved | null,
): Promise<Refusal | null> {
  const { tenant, requester: userId, form, details } = record;
  const rules = await settingsOf(services, tenant, null);
  const refusal = await ruleRefusalUnder(rules, services, { tenant, userId, form });
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

/**
 * Where Box will save the signed copy: in this folder; without one, next to the file; without either, in a folder in
 * the person's root.
 */
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
    return refusalOrThrow(services, error, 'folder').refusal;
  }
}

/**
 * Why signed copies may not go into a folder: it is neither on the admins' list nor inside one of those folders,
 * according to what Box shows this person. Null: they may.
 * @throws OutsideFailure
 */
export async function allowedFolderRefusal(
  session: BoxSession,
  folderId: string,
  { allowedFolders }: Pick<SettingValues, 'allowedFolders'>,
): Promise<RuleRefusal | null> {
  const refusal = folderRefusal([folderId], allowedFolders);
  return refusal && folderRefusal(await folderPath(session, folderId), allowedFolders);
}
