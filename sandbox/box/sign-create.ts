/**
 * Creates a sign request from the body of a create call, and checks who may do so. Sends nothing: `sign-status.ts` does
 * that after conversion.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { asList, checkCreateBody, SIGNABLE_EXTENSIONS } from './create-body.ts';
import { BoxRefusal, insufficientPermissions, invalidParameter, notFound } from './errors.ts';
import { inputsOf } from './fields.ts';
import {
  fileFor,
  folderFor,
  freeName,
  type LinkHeader,
  makeFile,
  makeFolder,
  mustAllowUpload,
} from './items.ts';
import { recordEvent } from './request-events.ts';
import { makeSigner } from './signers.ts';
import { type BoxState, type File, nextId, type Signer, type StoredSignRequest, type User } from './state.ts';
import { completedBody, fieldsOf, type Template, templateFor } from './templates.ts';
import { isRecord } from './validate.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The source files of the body; refused unless the user may download them and Box Sign takes their type. */
function sourceFiles(
  state: BoxState,
  user: User,
  body: Record<string, unknown>,
  header: LinkHeader | null,
): File[] {
  return asList(body['source_files']).map((one) => {
    const { file, access } = fileFor(state, isRecord(one) ? String(one['id']) : '', user, header);
    if (!access.canDownload) throw insufficientPermissions();
    const extension = file.name.split('.').pop()?.toLowerCase() ?? '';
    if (!SIGNABLE_EXTENSIONS.has(extension))
      throw invalidParameter('source_files', `.${extension} files cannot be signed`);
    return file;
  });
}

/**
 * The id of the folder that the copies go to: the one asked for, else the first file's (unless that is the root) if the
 * user may upload there, else My Sign Requests in the user's root, which is created when missing.
 */
function destinationFolder(
  state: BoxState,
  user: User,
  body: Record<string, unknown>,
  first: File,
  at: number,
): string {
  const asked = body['parent_folder'];
  if (isRecord(asked)) {
    const { folder: found, access } = folderFor(state, String(asked['id']), user);
    mustAllowUpload(access);
    return found.id;
  }
  try {
    const { folder: own, access } = folderFor(state, first.folderId, user);
    if (access.canUpload) return own.id;
  } catch (error) {
    // A folder the sender cannot see counts as one they may not write to.
    if (!(error instanceof BoxRefusal)) throw error;
  }
  const kept = Object.values(state.folders).find(
    (one) =>
      one.name === 'My Sign Requests' && one.ownerId === user.id && one.parentId === '0' && !one.deleted,
  );
  return (kept ?? makeFolder(state, user, { name: 'My Sign Requests', parentId: '0', at })).id;
}

/** Gives each group an id of its own, as Box does; a group with a single member is ignored. */
function withGroups(signers: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const ids = new Map<unknown, string>();
  for (const { signer_group_id: name } of signers) {
    const isShared = signers.filter((one) => one['signer_group_id'] === name).length > 1;
    if (typeof name === 'string' && isShared && !ids.has(name)) ids.set(name, randomUUID());
  }
  return signers.map(({ signer_group_id: name, ...signer }) => ({
    ...signer,
    ...(ids.has(name) ? { signer_group_id: ids.get(name) } : {}),
  }));
}

function signersFrom(body: Record<string, unknown>, sender: User): Signer[] {
  const named = withGroups(asList(body['signers']).filter(isRecord)).map(makeSigner);
  if (named.some((signer) => signer.email.toLowerCase() === sender.login.toLowerCase())) return named;
  return [makeSigner({ email: sender.login, role: 'final_copy_reader', order: 0 }), ...named];
}

/** Copies the source files into the request's folder. */
function copySources(
  state: BoxState,
  user: User,
  about: { files: readonly File[]; name: unknown; folderId: string; at: number },
): File[] {
  return about.files.map((file, index) => {
    const stem = file.name.replace(/\.[^.]*$/, '');
    const wanted = index === 0 && typeof about.name === 'string' ? about.name : stem;
    const name = /\.pdf$/i.test(wanted) ? wanted : `${wanted}.pdf`;
    const content = file.versions.at(-1)?.content ?? { kind: 'page' as const, lines: [name] };
    const isPdf = content.kind !== 'bytes' || /\.pdf$/i.test(file.name);
    return makeFile(state, user.id, {
      name: freeName(state, about.folderId, user.id, name),
      folderId: about.folderId,
      at: about.at,
      content: isPdf ? content : { kind: 'converted', name: file.name, base64: content.base64 },
      unconvertible: file.unconvertible,
    });
  });
}

/** Throws 403 for users to whom their plan or admin gives no Box Sign. */
export function mustHaveSign(user: User): void {
  if (!user.signEnabled) throw new BoxRefusal(403, 'forbidden', 'Box Sign is not enabled for this user');
}

function templateOf(state: BoxState, user: User, body: Record<string, unknown>): Template | null {
  const id = body['template_id'];
  return typeof id === 'string' ? templateFor(state, id, user) : null;
}

/** Creates the request that a create call asks for, in status `converting`; throws what Box would answer instead. */
export function createSignRequest(
  state: BoxState,
  user: User,
  asked: Record<string, unknown>,
  at: number,
  header: LinkHeader | null,
): StoredSignRequest {
  checkCreateBody(asked);
  mustHaveSign(user);
  const template = templateOf(state, user, asked);
  const body = template === null ? asked : completedBody(template, asked);
  const files = sourceFiles(state, user, body, header);
  const first = files[0];
  if (first === undefined) throw notFound();
  const folderId = destinationFolder(state, user, body, first, at);
  const made = copySources(state, user, { files, name: body['name'], folderId, at });
  const days = body['days_valid'];
  const { signers: _signers, source_files: _files, parent_folder: _folder, name: _name, ...given } = body;
  const id = randomUUID();
  const request: StoredSignRequest = {
    id,
    shortId: `SR-${nextId(state, '').slice(-6)}`,
    senderId: user.id,
    createdAt: at,
    name: made[0]?.name ?? '',
    sourceIds: files.map((file) => file.id),
    signFileIds: made.map((file) => file.id),
    folderId,
    preparation: body['is_document_preparation_needed'] === true,
    prepareToken: randomBytes(16).toString('hex'),
    given,
    signers: signersFrom(body, user),
    // Box does not document what 0 days mean; here such a request never expires, as without a number.
    expiresAt: typeof days === 'number' && days > 0 ? at + days * DAY_MS : null,
    reminders: body['are_reminders_enabled'] === true,
    message: typeof body['email_message'] === 'string' ? body['email_message'] : null,
    fields: template === null ? [] : fieldsOf(template, body, made[0]?.id ?? ''),
    status: 'converting',
    errorCode: null,
    sentAt: null,
    lastSentAt: null,
    finalizingAt: null,
    finishedAt: null,
    logFileId: null,
    remindersSent: 0,
    bounced: [],
    odd: null,
  };
  for (const signer of request.signers) {
    signer.inputs = inputsOf(request.fields.filter((field) => field.signer === signer.email));
  }
  state.signRequests[id] = request;
  recordEvent(state, request, 'created', at);
  return request;
}
