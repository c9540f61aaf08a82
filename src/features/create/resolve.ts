/**
 * Looks up what a request needs before it is created: the people's addresses (Slack), files that the requester may
 * download, and a destination folder that they may write to (Box). Changes nothing there.
 */
import { type BoxFile, getFolder, getMe } from '../../box/files.ts';
import type { BoxSession } from '../../box/session.ts';
import { OutsideFailure } from '../../failure.ts';
import { asciiLowerCase, isSameAddress } from '../../signing/address.ts';
import type { Resolved } from '../../signing/creation.ts';
import { readFolder } from '../../signing/document.ts';
import { options } from '../../signing/options.ts';
import { signsFromSlack } from '../../signing/settings.ts';
import type { NamedItem, Signer, SignRequest } from '../../signing/sign-request.ts';
import { nameOr } from '../../views/blocks.ts';
import { clean } from '../../views/clean.ts';
import { withMoreFiles } from '../../views/source-files.ts';
import { isFullMember, personOf } from '../rights/admit.ts';
import { type Services, textsFor } from '../services.ts';
import { settingsOf } from '../settings/read.ts';
import { whyNotSigner } from './colleagues.ts';
import { refusalOrThrow } from './refusal.ts';
import { type Found, resolveFiles } from './resolve-files.ts';

/** Looks up people, files and folder. @throws OutsideFailure of kind `retry` when Slack or Box could not be asked. */
export async function resolveRequest(
  services: Services,
  session: BoxSession,
  record: SignRequest,
): Promise<Found<Resolved>> {
  const signers = await resolveSigners(services, session, record);
  if ('refusal' in signers) return signers;
  const found = await resolveFiles(services, session, record);
  if ('refusal' in found) return found;
  const { first, more, sharedLink } = found;
  const folder = await resolveFolder(services, session, record, first.parent);
  if (folder && 'refusal' in folder) return folder;
  const files = [first, ...more].map(({ id, name }) => ({ id, name }));
  return {
    kind: 'files',
    files,
    modifiedAt: first.modifiedAt,
    fileFolder: first.parent?.name ?? null,
    isFileInRoot: first.parent?.id === '0',
    sharedLink,
    folder,
    signers: signers.signers,
    subject: await subjectOf(services, record, files),
  };
}

/**
 * The subject of Box's email: says who asks, because an outside signer sees nothing before the email. Null: a subject
 * was typed, or the requester's name is not known.
 */
export async function subjectOf(
  services: Services,
  { tenant, id, requester, form }: SignRequest,
  files: readonly NamedItem[],
): Promise<string | null> {
  if (form.subject !== '') return null;
  try {
    const person = await personOf(services, tenant, requester);
    const t = textsFor(person);
    const [first] = files;
    const title = (first?.name ?? '').replace(/\.[a-z0-9]{1,5}$/i, '');
    const name = form.name || withMoreFiles(title, files.length - 1, t);
    const subject = t.form.subject(nameOr(person.name, ''), clean(name, options.subject.most));
    return person.name === '' ? null : clean(subject, options.subject.most);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ request: id, failure: error.message }, 'the subject is left to Box');
    return null;
  }
}

/**
 * The signers with their addresses, and whether they sign from Slack. Refuses two signers with one address, and a
 * signer on the requester's screen when the requester does not sign from Slack.
 */
export async function resolveSigners(
  services: Services,
  session: BoxSession,
  record: SignRequest,
): Promise<Found<{ readonly signers: readonly Signer[] }>> {
  const signers: Signer[] = [];
  for (const signer of record.signers) {
    const found = await resolveSigner(services, session, record, signer);
    if ('refusal' in found) return found;
    if (signers.some((other) => isSameAddress(other.email, found.email))) {
      return { refusal: { code: 'signer_twice', text: found.name ?? found.email ?? '' } };
    }
    signers.push(found);
  }
  const hasHost = signers.some((one) => one.slackUserId === record.requester && one.signsHere);
  if (!hasHost && signers.some(({ isInPerson }) => isInPerson)) return { refusal: { code: 'in_person_off' } };
  return { signers };
}

async function resolveSigner(
  services: Services,
  session: BoxSession,
  record: SignRequest,
  signer: Signer,
): Promise<Found<Signer>> {
  if (signer.slackUserId === null) return signer;
  const { tenant } = record;
  try {
    const person = await personOf(services, tenant, signer.slackUserId);
    if (signer.slackUserId === record.requester) {
      return await resolveRequester(services, session, record, { ...signer, name: person.name });
    }
    const refusal = whyNotSigner(person);
    if (refusal) return { refusal };
    const isMember = isFullMember(services, person);
    return {
      ...signer,
      name: person.name,
      email: asciiLowerCase(person.email ?? ''),
      ...(isMember ? await signingPlace(services, tenant, signer) : {}),
    };
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    return { refusal: { code: 'colleague_unknown', name: signer.slackUserId } };
  }
}

/**
 * Whether a full member signs from Slack: their settings decide. Nobody does whose identity Box checks (that needs Box's
 * email), who only gets a copy (by email), or who signs on the requester's screen.
 */
async function signingPlace(
  services: Services,
  tenant: string,
  { slackUserId, role, check, isInPerson }: Signer,
): Promise<Pick<Signer, 'signsHere'>> {
  if (role === 'final_copy_reader' || check !== undefined || isInPerson) return {};
  return signsFromSlack(await settingsOf(services, tenant, slackUserId)) ? { signsHere: true } : {};
}

/**
 * The requester as a signer, with the login of the Box user who sends: Box would list another address as a second
 * person.
 */
async function resolveRequester(
  services: Services,
  session: BoxSession,
  record: SignRequest,
  signer: Signer,
): Promise<Found<Signer>> {
  try {
    const login = await rememberLogin(services, session, record);
    const where = await signingPlace(services, record.tenant, signer);
    return { ...signer, email: login, ...where };
  } catch (error) {
    return refusalOrThrow(services, error, 'create');
  }
}

/**
 * Reads the login of the person's Box account, and stores it for the form to show. It is read each time, because the
 * token may belong to another account than before.
 */
async function rememberLogin(services: Services, session: BoxSession, record: SignRequest): Promise<string> {
  const me = await getMe(session);
  await services.store.connections.putBoxUser(record.tenant, record.requester, me);
  return me.login;
}

/**
 * The typed folder, else the operator's; null: Box saves the copy next to the original.
 *
 * @param parent the folder that the document is in
 */
export async function resolveFolder(
  services: Services,
  session: BoxSession,
  record: SignRequest,
  parent: BoxFile['parent'],
): Promise<Found<NamedItem> | null> {
  const typed = readFolder(record.form.folder);
  const folderId = (typed && 'id' in typed ? typed.id : null) ?? services.destinationFolderId;
  if (folderId === null) return null;
  if (parent?.id === folderId && parent.name !== '') {
    // Whether the person may upload there is checked by Box at create.
    return parent;
  }
  try {
    const folder = await getFolder(session, folderId);
    return folder.canUpload
      ? { id: folder.id, name: folder.name }
      : { refusal: { code: 'folder_not_writable' } };
  } catch (error) {
    return refusalOrThrow(services, error, 'folder');
  }
}
