/**
 * Turns Box's JSON of a sign request into an observation. Only chosen fields are read (an allow-list): an observation
 * never holds signing links, embed URLs, or inputs and passwords of signers.
 */
import { asciiLowerCase } from '../signing/address.ts';
import type { NamedItem, Observation, ObservedSigner } from '../signing/sign-request.ts';
import { asId, asList, asRecord, asText, asTime } from './raw.ts';

/**
 * Reads one sign request. Tolerates anything missing, null or odd, except its id.
 * @param raw Box's JSON, snake_case (SignRequest, https://developer.box.com/reference/resources/sign-request/)
 * @returns null only when there is no id
 */
export function readObservation(raw: unknown): Observation | null {
  const fields = asRecord(raw);
  const boxId = asId(fields?.['id']);
  if (fields === null || boxId === null) return null;
  const signFiles = asRecord(fields['sign_files']);
  return {
    boxId,
    shortId: asText(fields['short_id']),
    externalId: asText(fields['external_id']),
    status: asText(fields['status']) ?? 'unknown',
    name: asText(fields['name']),
    prepareUrl: webAddress(fields['prepare_url']),
    signers: asList(fields['signers']).flatMap(readSigner),
    folder: readFolder(fields['parent_folder']),
    files: asList(signFiles?.['files']).flatMap(readNamedItem),
    filesReady: signFiles?.['is_ready_for_download'] === true,
    signingLogId: asText(asRecord(fields['signing_log'])?.['id']),
    expiresAt: asTime(fields['auto_expire_at']),
    createdAt: asTime(fields['created_at']),
    finishedAt: asTime(fields['finished_at']),
    errorCode: asText(fields['error_code']),
    senderEmail: asAddress(fields['sender_email']),
  };
}

function asAddress(raw: unknown): string | null {
  const address = asText(raw);
  return address === null ? null : asciiLowerCase(address.trim());
}

function readSigner(raw: unknown): readonly ObservedSigner[] {
  const fields = asRecord(raw);
  if (fields === null) return [];
  const decision = asRecord(fields['signer_decision']);
  const type = decision?.['type'];
  const decided = type === 'signed' || type === 'declined' ? type : null;
  const order = fields['order'];
  return [
    {
      email: asAddress(fields['email']),
      // A signer without a role has Box's default role.
      role: asText(fields['role']) ?? 'signer',
      groupId: asText(fields['signer_group_id']),
      order: typeof order === 'number' && Number.isSafeInteger(order) ? order : null,
      hasViewed: fields['has_viewed_document'] === true,
      decision: decided,
      decidedAt: decided === null ? null : asTime(decision?.['finalized_at']),
      reason: decided === 'declined' ? asText(decision?.['additional_info']) : null,
      attachments: asList(fields['attachments']).flatMap(readNamedItem),
    },
  ];
}

function readFolder(raw: unknown): Observation['folder'] {
  const fields = asRecord(raw);
  const id = asText(fields?.['id']);
  return id === null ? null : { id, name: asText(fields?.['name']) };
}

function readNamedItem(raw: unknown): readonly NamedItem[] {
  const fields = asRecord(raw);
  const id = asText(fields?.['id']);
  return id === null ? [] : [{ id, name: asText(fields?.['name']) ?? id }];
}

/** The value if it is a web address, which a button can open; otherwise null. */
function webAddress(raw: unknown): string | null {
  const text = asText(raw);
  if (text === null || !URL.canParse(text)) return null;
  return /^https?:$/.test(new URL(text).protocol) ? text : null;
}
