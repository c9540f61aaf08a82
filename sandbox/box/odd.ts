/**
 * List entries that break the published schema of a sign request, as a future Box might send them. A client with
 * strict parsing loses the whole page over one of them.
 */
import type { Json } from './wire.ts';

/** What is odd about an entry of a list. */
export type OddKind =
  | 'unknown-decision'
  | 'unknown-input-type'
  | 'unknown-status'
  | 'missing-fields'
  | 'wrong-type';

function lastSigner(regular: Json): Json {
  const signers = regular['signers'];
  return Array.isArray(signers) ? (signers.at(-1) as Json) : {};
}

/** The regular answer for a request, made odd in one way. */
export function makeOdd(kind: OddKind, regular: Json): Json {
  const signer = lastSigner(regular);
  const at = new Date(0).toISOString();
  switch (kind) {
    case 'unknown-decision':
      return {
        ...regular,
        signers: [{ ...signer, signer_decision: { type: 'delegated', finalized_at: at } }],
      };
    case 'unknown-input-type':
      return { ...regular, signers: [{ ...signer, inputs: [{ type: 'attachment', page_index: 0 }] }] };
    case 'unknown-status':
      return { ...regular, status: 'signed and downloaded' };
    case 'missing-fields':
      return { id: regular['id'], type: 'sign-request', signers: [{ email: signer['email'], inputs: [{}] }] };
    case 'wrong-type':
      return { ...regular, type: 'sign_request', sign_files: null, signing_log: null };
  }
}
