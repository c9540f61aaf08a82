import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { BoxSdkError } from 'box-typescript-sdk-gen/box/errors';
import { describe, expect, it } from 'vitest';
import { downloadFile } from '../../../src/box/downloads.ts';
import { boxFailure, UnexpectedRedirect } from '../../../src/box/errors.ts';
import { readEventPage } from '../../../src/box/events.ts';
import * as files from '../../../src/box/files.ts';
import { folderPath } from '../../../src/box/paths.ts';
import { probeSign } from '../../../src/box/probe.ts';
import { searchFiles } from '../../../src/box/search.ts';
import type { BoxSession } from '../../../src/box/session.ts';
import { listShared } from '../../../src/box/shared-requests.ts';
import {
  cancelSignRequest,
  createSignRequest,
  findByExternalId,
  getSignRequest,
  resendSignRequest,
} from '../../../src/box/sign-requests.ts';
import { getSigningLink } from '../../../src/box/signing-link.ts';
import { getTemplate, listTemplates } from '../../../src/box/templates.ts';
import { checkUpload, findOrCreateFolder, uploadFile } from '../../../src/box/uploads.ts';
import { findUserByLogin } from '../../../src/box/users.ts';
import { createWebhook, deleteWebhook } from '../../../src/box/webhooks.ts';
import type { OutsideFailure } from '../../../src/failure.ts';
import { boxError, type CannedAnswer, cannedBox, sessionAt, token } from './canned-box.ts';

const input = {
  source: { kind: 'files', fileIds: ['12'] },
  externalId: 'our-id',
  signers: [{ email: 'planted@client.com', role: 'signer', order: null }],
  options: { email_message: 'planted words' },
} as const;

async function failureOf(call: Promise<unknown>): Promise<OutsideFailure> {
  return call.then(
    () => {
      throw new Error('did not fail');
    },
    (error) => error,
  );
}

async function failedCreate(answer: CannedAnswer): Promise<OutsideFailure> {
  const box = await cannedBox(answer);
  return failureOf(createSignRequest(box.session, input));
}

describe('a failed create', () => {
  it.each([
    [400, 'bad_request', 'final', 'bad_request'],
    [400, 'terms_of_service_required', 'final', 'terms_of_service_required'],
    [401, 'unauthorized', 'final', 'unauthorized'],
    [401, 'something_else', 'final', 'unauthorized'],
    [403, 'insufficient_scope', 'final', 'insufficient_scope'],
    [404, 'not_found', 'final', 'not_found'],
    [408, 'request_timeout', 'unknown', 'request_timeout'],
    [409, 'item_name_in_use', 'final', 'item_name_in_use'],
    [409, 'operation_blocked_temporary', 'retry', 'operation_blocked_temporary'],
    [409, 'name_temporarily_reserved', 'retry', 'name_temporarily_reserved'],
    [429, 'rate_limit_exceeded', 'retry', 'rate_limit_exceeded'],
    [500, 'internal_server_error', 'unknown', 'internal_server_error'],
    [502, 'bad_gateway', 'unknown', 'bad_gateway'],
    [403, 'Not a code: planted@client.com', 'final', 'http_403'],
  ])('%i %s is %s', async (status, code, kind, reason) => {
    const failure = await failedCreate(boxError(status, code));
    expect(failure).toMatchObject({ service: 'box', kind, status, reason, requestId: 'req123' });
  });

  it('errors of the token endpoint are read too', async () => {
    const body = { error: 'invalid_grant', error_description: 'Refresh token has expired' };
    expect(await failedCreate({ status: 400, body })).toMatchObject({
      kind: 'final',
      reason: 'unauthorized',
    });
  });

  it.each([
    ['retry-after', '7', 7],
    ['Retry-After', '1.2', 2],
    ['RETRY-AFTER', '0', 0],
    ['retry-after', 'soon', null],
    ['retry-after', '-5', null],
  ])('the header %s with %s sets the wait', async (name, value, seconds) => {
    const failure = await failedCreate(boxError(429, 'rate_limit_exceeded', { [name]: value }));
    expect(failure.retryAfterSeconds).toBe(seconds);
  });

  it('Retry-After of a page sets the wait', async () => {
    const failure = await failedCreate({ status: 429, headers: { 'retry-after': '7' }, body: '<html>' });
    expect(failure).toMatchObject({ kind: 'retry', reason: 'http_429', retryAfterSeconds: 7 });
  });

  it('Retry-After with a date sets the wait until then', async () => {
    const at = new Date(Date.now() + 60_000).toUTCString();
    const failure = await failedCreate(boxError(429, 'rate_limit_exceeded', { 'retry-after': at }));
    expect(failure.retryAfterSeconds).toBeGreaterThan(50);
    expect(failure.retryAfterSeconds).toBeLessThanOrEqual(60);
  });

  it('the request id is read from the header when the body has none', async () => {
    const failure = await failedCreate({ status: 403, headers: { 'box-request-id': 'abc.1' }, body: {} });
    expect(failure).toMatchObject({ requestId: 'abc.1', reason: 'http_403' });
  });

  it('a refused connection may be tried again', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const session = await sessionAt(`http://127.0.0.1:${port}`);
    const failure = await failureOf(createSignRequest(session, input));
    expect(failure).toMatchObject({ kind: 'retry', status: null, reason: 'ECONNREFUSED' });
  });

  it.each([
    ['a drop', { instead: 'drop' }, 'UND_ERR_SOCKET'],
    ['a hang', { instead: 'hang' }, 'timeout'],
    ['a page', { body: '<html>planted</html>' }, 'unreadable_answer'],
    ['an error page', { status: 502, body: '<html>planted</html>' }, 'http_502'],
    ['a redirect', { status: 302, headers: { location: '/x?planted' } }, 'unexpected_redirect'],
  ] as const)('%s has a reason', async (_name, answer, reason) => {
    expect(await failedCreate(answer)).toMatchObject({ kind: 'unknown', reason });
  });
});

describe('what a failure does not keep', () => {
  const secrets = [token, 'planted', 'Secret words of Box', 'Bearer', '127.0.0.1'];

  it.each<[string, CannedAnswer]>([
    ['a refusal', { ...boxError(403, 'planted@client.com'), headers: { 'x-planted': 'planted' } }],
    ['a fault', boxError(500, 'internal_server_error')],
    ['a drop', { instead: 'drop' }],
    ['a hang', { instead: 'hang' }],
    ['a page', { body: 'planted <html>' }],
    ['an unreadable answer', { status: 201, body: { planted: 'planted' } }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/planted' } }],
  ])('no part of %s is kept', async (_name, answer) => {
    const failure = await failedCreate(answer);
    const shown = [
      JSON.stringify(failure),
      JSON.stringify(failure, Object.getOwnPropertyNames(failure)),
      inspect(failure, { depth: Infinity, showHidden: true }),
      failure.message,
      failure.stack,
      String(failure.cause),
    ].join('\n');
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('no part of another thrown value is kept', () => {
    const odd = [null, undefined, 'planted', 42, { planted: 1 }, new Error('planted', { cause: 'planted' })];
    for (const thrown of odd) {
      const failure = boxFailure(thrown, 'getFile', false);
      expect(failure).toMatchObject({ kind: 'retry', status: null, reason: 'network' });
      expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toContain('planted');
    }
    expect(boxFailure(new UnexpectedRedirect(301), 'getFile', false)).toMatchObject({ status: 301 });
  });

  it('the error that the SDK has wrapped says why there was no answer', () => {
    const refused = Object.assign(new Error('planted'), { code: 'ECONNREFUSED' });
    const wrapped = new BoxSdkError({
      message: 'planted',
      error: new BoxSdkError({ message: 'planted', error: refused }),
    });
    expect(boxFailure(wrapped, 'getFile', true)).toMatchObject({ kind: 'retry', reason: 'ECONNREFUSED' });
  });

  it('a failure is not classified twice', async () => {
    const box = await cannedBox(boxError(404, 'not_found'));
    const failure = await failureOf(getSignRequest(box.session, 'b1'));
    expect(boxFailure(failure, 'other', true)).toBe(failure);
  });
});

const small = { folderId: '1', name: 'a.pdf', size: 3 };
const large = { ...small, size: 30_000_000 };
const bytes = async () => Readable.from([Buffer.from('abc')]);
const calls: Readonly<Record<'repeatable' | 'once', readonly ((session: BoxSession) => Promise<unknown>)[]>> =
  {
    repeatable: [
      (session) => downloadFile(session, '1'),
      (session) => readEventPage(session, 'now'),
      (session) => files.getFile(session, { fileId: '1', sharedLink: null }),
      (session) => files.resolveSharedLink(session, 'https://app.box.com/s/abc'),
      (session) => files.getFolder(session, '1'),
      (session) => files.getMe(session),
      (session) => folderPath(session, '1'),
      (session) => probeSign(session),
      (session) => searchFiles(session, 'lease', 20),
      (session) => listShared(session),
      (session) => findByExternalId(session, 'id'),
      (session) => getSignRequest(session, 'b1'),
      (session) => getSigningLink(session, 'b1', { externalUserId: 'u', email: 'bo@client.com' }),
      (session) => getTemplate(session, 't1'),
      (session) => listTemplates(session),
      (session) => checkUpload(session, small),
      (session) => uploadFile(session, small, bytes),
      (session) => uploadFile(session, large, bytes),
      (session) => findOrCreateFolder(session, 'Sign'),
      (session) => findUserByLogin(session, 'ana@acme.com'),
      (session) => createWebhook(session, '1', 'https://sign.example.com/box'),
      (session) => deleteWebhook(session, 'w1'),
    ],
    once: [
      (session) => createSignRequest(session, input),
      (session) => resendSignRequest(session, 'b1'),
      (session) => cancelSignRequest(session, 'b1'),
    ],
  };

describe('a call whose answer was lost', () => {
  it.each([
    ['may be made again if it only reads, or finds what it has made', 'repeatable', 'retry'],
    ['may have mailed signers or cancelled, so it is not simply made again', 'once', 'unknown'],
  ] as const)('%s', async (_what, which, kind) => {
    for (const answer of [
      { status: 502, body: '<html>' },
      { status: 200, body: '<html>' },
    ]) {
      const { session } = await cannedBox(answer);
      for (const call of calls[which]) {
        expect(await failureOf(call(session)), call.toString()).toMatchObject({ service: 'box', kind });
      }
    }
  });

  it.each([
    ['a part', []],
    ['the end', [{ body: { part: { part_id: 'p1' } } }]],
  ])('of an upload is made again, also if it was about %s', async (_what, before) => {
    const begun = { status: 201, body: { id: 's1', part_size: 8_000_000 } };
    const { session } = await cannedBox(begun, ...before, { status: 502, body: '<html>' });
    expect(await failureOf(uploadFile(session, large, bytes))).toMatchObject({ kind: 'retry', status: 502 });
  });
});
