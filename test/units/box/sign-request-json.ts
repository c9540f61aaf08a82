/** A sign request in Box's JSON, with a recognisable secret in every field that can hold one. */
export function aSignRequest(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'sign-request',
    id: 'b-1',
    short_id: 'SR-1',
    external_id: 'our-id',
    status: 'viewed',
    name: 'NDA.pdf',
    prepare_url: 'https://app.box.com/sign/prepare/1',
    signers: [
      { email: 'ana@acme.com', role: 'final_copy_reader', order: 0, has_viewed_document: false },
      {
        email: 'Bo@Client.com',
        role: 'signer',
        order: 1,
        has_viewed_document: true,
        signer_decision: {
          type: 'declined',
          finalized_at: '2026-11-20T10:00:00-08:00',
          additional_info: 'Clause 4',
        },
        embed_url: 'https://app.box.com/sign/document/SECRET',
        iframeable_embed_url: 'https://app.box.com/embed/sign/document/SECRET',
        password: 'SECRET',
        verification_phone_number: 'SECRET',
        inputs: [{ type: 'text', text_value: 'SECRET', page_index: 0 }],
      },
    ],
    source_files: [{ type: 'file', id: '12', name: 'NDA.docx' }],
    parent_folder: { type: 'folder', id: '45', name: 'Contracts' },
    sign_files: { files: [{ type: 'file', id: '46', name: 'NDA.pdf' }], is_ready_for_download: true },
    signing_log: { type: 'file', id: '47', name: 'log.pdf' },
    auto_expire_at: '2026-12-20T10:00:00Z',
    created_at: '2026-11-20T09:00:00Z',
    finished_at: null,
    error_code: null,
    sender_email: 'ana@acme.com',
    sender_id: 7,
    ...fields,
  };
}
