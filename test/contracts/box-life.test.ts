/**
 * The life of a sign request, driven by Box's own SDK against the sandbox's Box: groups, prefill tags, files that
 * signers attach, cancelling. Exchanges about sign requests are checked against Box's OpenAPI document, and their
 * answers for the fields that Box always sends.
 */
import type { BoxClient } from 'box-typescript-sdk-gen';
import { BoxApiError } from 'box-typescript-sdk-gen/box/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SeededFile, SeededFolder } from '../../sandbox/box/seed.ts';
import type { SandboxBox } from '../../sandbox/box/server.ts';
import { startFilledBox, startTime } from './filled-box.ts';
import { BoxContract } from './openapi.ts';
import { isRecord } from './openapi-normalise.ts';

const path = process.env['BOX_OPENAPI'] ?? '';

const words = (text: string): readonly string[] => text.split(' ');

/** Fields that every recorded answer with a sign request has, even when they are not set. */
const OF_REQUEST = words(
  'type id short_id status name signers source_files sign_files signing_log parent_folder prepare_url created_at ' +
    'finished_at auto_expire_at error_code sender_email sender_id collaborator_level external_id template_id ' +
    'is_document_preparation_needed are_reminders_enabled are_text_signatures_enabled days_valid prefill_tags ' +
    'redirect_url declined_redirect_url signature_color email_subject email_message',
);
const OF_SIGNER = words(
  'email role order is_in_person login_required has_viewed_document signer_decision signer_group_id inputs ' +
    'attachments embed_url iframeable_embed_url embed_url_external_user_id verification_phone_number ' +
    'redirect_url declined_redirect_url suppress_notifications',
);
const OF_FILE = words('type id etag sequence_id name sha1 file_version');

function missing(value: unknown, names: readonly string[]): string[] {
  return names.filter((name) => !isRecord(value) || value[name] === undefined);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Names of the fields that a sign request in an answer lacks. */
function missingIn(request: unknown): string[] {
  if (!isRecord(request)) return ['the whole'];
  const { signers, source_files, sign_files, signing_log } = request;
  const copies = isRecord(sign_files) ? listOf(sign_files['files']) : [];
  const files = [...listOf(source_files), ...copies, ...(signing_log === null ? [] : [signing_log])];
  return [
    ...missing(request, OF_REQUEST),
    ...missing(sign_files, ['files', 'is_ready_for_download']),
    ...listOf(signers).flatMap((one) => missing(one, OF_SIGNER)),
    ...files.flatMap((one) => missing(one, OF_FILE)),
  ];
}

describe.skipIf(path === '')('a sign request driven by Box’s SDK (BOX_OPENAPI)', () => {
  const contract = path === '' ? null : new BoxContract(path);
  let now: number;
  let box: SandboxBox;
  let client: BoxClient;
  let folder: SeededFolder;
  let file: SeededFile;

  beforeEach(async () => {
    now = startTime;
    ({ box, client, folder, file } = await startFilledBox(() => now));
  });

  afterEach(async () => {
    await box.close();
  });

  /** The problems that were found in the traffic so far. */
  function flaws(): unknown[] {
    const calls = box.traffic.filter(({ path: at }) => at.startsWith('/2.0/sign_requests'));
    expect(calls.length).toBeGreaterThan(1);
    return calls.flatMap((exchange) => {
      const { responseBody: body, status } = exchange;
      const isRequest = status !== null && status < 300 && isRecord(body);
      const entries = isRequest && Array.isArray(body['entries']) ? body['entries'] : isRequest ? [body] : [];
      return [...(contract?.checkExchange(exchange) ?? ['no document']), ...entries.flatMap(missingIn)];
    });
  }

  const created = () =>
    client.signRequests.createSignRequest({
      signers: [
        { email: 'bo@client.com', role: 'signer', order: 1, signerGroupId: 'their lawyers' },
        { email: 'cy@client.com', role: 'signer', order: 1, signerGroupId: 'their lawyers' },
        { email: 'di@client.com', role: 'signer', order: 2, signerGroupId: 'alone' },
      ],
      sourceFiles: [{ id: file.id, type: 'file' as const }],
      prefillTags: [
        { documentTagId: 'rent', textValue: '1,200' },
        { documentTagId: 'pets', checkboxValue: true },
      ],
    });
  const read = (id = '') => client.signRequests.getSignRequestById(id);

  it('one member of a group signs for all, then the next signer is asked, and attachments are kept', async () => {
    const first = await created();
    const [sender, bo, cy, di] = first.signers ?? [];
    expect([sender?.role, sender?.order]).toEqual(['final_copy_reader', 0]);
    expect(bo?.signerGroupId).toMatch(/^[0-9a-f-]{36}$/);
    expect([cy?.signerGroupId, di?.signerGroupId]).toEqual([bo?.signerGroupId, undefined]);
    expect(first.prefillTags?.map(({ documentTagId }) => documentTagId)).toEqual(['rent', 'pets']);
    expect(first.signFiles?.isReadyForDownload).toBe(true);
    now += 400;
    expect((await read(first.id)).status).toBe('sent');
    expect(box.mails('di@client.com')).toEqual([]);
    await box.person('cy@client.com').attaches('Power of attorney.pdf', Buffer.from('%PDF-'));
    await box.person('cy@client.com').signs();
    expect(box.mails('di@client.com')).toMatchObject([{ kind: 'invitation' }]);
    const during = await read(first.id);
    expect(during.status).toBe('viewed');
    expect(during.signers?.map(({ signerDecision }) => signerDecision?.type)).toEqual([
      ...[undefined, undefined, 'signed', undefined],
    ]);
    const [added] = during.signers?.[2]?.attachments ?? [];
    expect(added?.name).toBe('Power of attorney.pdf');
    expect((await client.files.getFileById(added?.id ?? '')).parent?.id).toBe(folder.id);
    await box.person('di@client.com').signs();
    expect((await read(first.id)).signFiles?.isReadyForDownload).toBe(false);
    now += 400;
    const done = await read(first.id);
    expect([done.status, done.finishedAt === undefined]).toEqual(['signed', false]);
    expect((await client.signRequests.getSignRequests()).entries).toHaveLength(1);
    expect(flaws()).toEqual([]);
  });

  it('a request is cancelled with a reason, after the conversion and only once', async () => {
    const { id = '' } = await created();
    const cancel = () => client.signRequests.cancelSignRequest(id, { requestBody: { reason: 'Wrong file' } });
    const refused = { responseInfo: { statusCode: 400 } };
    const early = await cancel().catch((error: unknown) => error);
    expect(early).toBeInstanceOf(BoxApiError);
    expect(early).toMatchObject(refused);
    now += 400;
    const cancelled = await cancel();
    expect([cancelled.status, cancelled.finishedAt?.value.getTime()]).toEqual(['cancelled', now]);
    expect(box.mails('bo@client.com').at(-1)?.text).toContain('Wrong file');
    expect(await cancel().catch((error: unknown) => error)).toMatchObject(refused);
    expect(await client.signRequests.resendSignRequest(id).catch((error: unknown) => error)).toMatchObject(
      refused,
    );
    expect((await read(id)).status).toBe('cancelled');
    expect(flaws()).toEqual([]);
  });
});
