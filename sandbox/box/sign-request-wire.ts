/** Sign requests in Box's wire format. Only shapes: the caller has already checked who may see them. */
import type { BoxState, Signer, StoredSignRequest } from './state.ts';
import { fileMini, folderMini, type Json } from './wire.ts';

function decisionJson({ decision, forwardedTo }: Signer, showsForwarded: boolean): Json | null {
  if (forwardedTo !== undefined && showsForwarded) return { type: 'forwarded', additional_info: forwardedTo };
  if (decision === null) return null;
  const finalized_at = new Date(decision.at).toISOString();
  return { type: decision.type, finalized_at, additional_info: decision.info };
}

function signerJson(request: StoredSignRequest, signer: Signer, showsForwarded: boolean): Json {
  const { signer_group_id: group, ...given } = signer.given;
  const isEmbedded = typeof given['embed_url_external_user_id'] === 'string';
  const embed = isEmbedded ? `sign/document/${request.id}/${signer.linkToken}` : null;
  return {
    is_in_person: false,
    login_required: false,
    verification_phone_number: null,
    embed_url_external_user_id: null,
    redirect_url: null,
    declined_redirect_url: null,
    suppress_notifications: null,
    signer_group_id: group ?? null,
    ...given,
    email: signer.email,
    role: signer.role,
    order: signer.order ?? 0,
    has_viewed_document: signer.viewed,
    signer_decision: decisionJson(signer, showsForwarded),
    inputs: signer.inputs,
    embed_url: embed === null ? null : `https://app.box.com/${embed}`,
    iframeable_embed_url: embed === null ? null : `https://app.box.com/embed/${embed}`,
    attachments: signer.attachments ?? [],
  };
}

/** The address of the preparation page of a request, which only its sender should open. */
export function prepareUrl(request: StoredSignRequest): string {
  return `https://app.box.com/sign/document/${request.id}/${request.prepareToken}/prepare_doc/`;
}

function fileMinis(state: BoxState, ids: readonly string[]): Json[] {
  return ids.flatMap((id) => {
    const file = state.files[id];
    return file === undefined ? [] : [fileMini(file)];
  });
}

/** What answers contain for fields that the create call left out. */
const UNSET: Json = {
  are_reminders_enabled: false,
  are_text_signatures_enabled: true,
  days_valid: null,
  declined_redirect_url: null,
  email_subject: null,
  external_id: null,
  prefill_tags: [],
  redirect_url: null,
  signature_color: null,
  template_id: null,
};

/** A sign request as returned to a user with that collaboration level. */
export function signRequestJson(state: BoxState, request: StoredSignRequest, level: string): Json {
  if (request.odd !== null) return request.odd;
  const preparing = request.preparation && ['converting', 'created'].includes(request.status);
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    ...UNSET,
    ...request.given,
    type: 'sign-request',
    id: request.id,
    short_id: request.shortId,
    status: request.status,
    name: request.name,
    is_document_preparation_needed: request.preparation,
    prepare_url: preparing ? prepareUrl(request) : null,
    email_message: request.message,
    source_files: fileMinis(state, request.sourceIds),
    parent_folder: folderMini(state, request.folderId),
    signers: request.signers.map((signer) => signerJson(request, signer, state.showsForwarded)),
    sign_files: {
      files: fileMinis(state, request.signFileIds),
      // `is_ready_for_download` is true from the start: it means that no newer version is being made, not
      // that all have signed.
      is_ready_for_download: request.status !== 'finalizing',
    },
    signing_log: fileMinis(state, request.logFileId === null ? [] : [request.logFileId])[0] ?? null,
    auto_expire_at: iso(request.expiresAt),
    created_at: iso(request.createdAt),
    finished_at: iso(request.finishedAt),
    error_code: request.errorCode,
    collaborator_level: level,
    sender_email: state.users[request.senderId]?.login ?? null,
    sender_id: Number(request.senderId),
  };
}
