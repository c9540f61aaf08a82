/**
 * The sandbox's Box against Box's published contract: Box's own SDK causes calls, states and errors, the exchanges are
 * checked against the OpenAPI document, and the SDK's types must be able to read the answers, except odd ones.
 */
import { BoxCcgAuth, BoxClient, BoxOAuth, CcgConfig, OAuthConfig } from 'box-typescript-sdk-gen';
import { BoxApiError, BoxSdkError } from 'box-typescript-sdk-gen/box/errors';
import { WebhooksManager } from 'box-typescript-sdk-gen/managers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPdf } from '../../sandbox/box/drawing.ts';
import type { OddKind } from '../../sandbox/box/odd.ts';
import type { SeededFile, SeededFolder, SeededUser } from '../../sandbox/box/seed.ts';
import type { SandboxBox } from '../../sandbox/box/server.ts';
import { startFilledBox, startTime } from './filled-box.ts';
import { BoxContract } from './openapi.ts';
import { EXCEPTIONS } from './openapi-exceptions.ts';
import { sdkOf } from './sdk.ts';
import { refusedUploads } from './upload-refusals.ts';

const path = process.env['BOX_OPENAPI'] ?? '';
const DAY_MS = 24 * 60 * 60 * 1000;

const clientIdParameter = ({ clientId }: { clientId: string }) => ({ client_id: clientId });

async function statusOf(call: Promise<unknown>): Promise<number | undefined> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof BoxApiError ? error.responseInfo.statusCode : undefined;
}

describe.skipIf(path === '')('Box traffic against Box’s OpenAPI document (BOX_OPENAPI)', () => {
  const contract = path === '' ? null : new BoxContract(path);
  let now: number;
  let box: SandboxBox;
  let ana: SeededUser;
  let client: BoxClient;
  let folder: SeededFolder;
  let file: SeededFile;

  beforeEach(async () => {
    now = startTime;
    ({ box, ana, client, folder, file } = await startFilledBox(() => now));
  });

  afterEach(async () => {
    await box.close();
  });

  function problems(checker: BoxContract | null = contract): unknown[] {
    const calls = box.traffic.filter((exchange) => /^\/(api\/2\.0|2\.0|oauth2)\//.test(exchange.path));
    expect(calls.length).toBeGreaterThan(0);
    const found: unknown[] = calls.flatMap((exchange) => checker?.checkExchange(exchange) ?? []);
    return checker === null ? ['no document to check against'] : found;
  }

  const created = (more: object = {}) =>
    client.signRequests.createSignRequest({
      signers: [{ email: 'bo@client.com', role: 'signer', order: 1 }],
      sourceFiles: [{ id: file.id, type: 'file' as const }],
      parentFolder: { id: folder.id, type: 'folder' as const },
      externalId: 'a-1',
      daysValid: 30,
      areRemindersEnabled: true,
      emailSubject: 'Please sign',
      emailMessage: 'Thank you',
      name: 'The lease',
      ...more,
    });

  it('a request is prepared, sent and signed', async () => {
    const first = await created({ isDocumentPreparationNeeded: true });
    expect(first.status).toBe('converting');
    expect(first.prepareUrl).toMatch(/^https:\/\/app\.box\.com\/sign\/document\/.*\/prepare_doc\/$/);
    now += 400;
    const id = first.id ?? '';
    expect((await client.signRequests.getSignRequestById(id)).status).toBe('created');
    await box.person('ana@acme.com').placesFieldsAndSends(first.prepareUrl ?? '', { message: 'Dear Bo' });
    const sent = await client.signRequests.getSignRequestById(id);
    expect([sent.status, sent.prepareUrl]).toEqual(['sent', undefined]);
    await box.person('bo@client.com').views();
    expect((await client.signRequests.getSignRequestById(id)).status).toBe('viewed');
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
    expect((await client.signRequests.getSignRequestById(id)).status).toBe('finalizing');
    now += 400;
    const signed = await client.signRequests.getSignRequestById(id);
    expect(signed.status).toBe('signed');
    expect(signed.signers?.[1]?.signerDecision?.type).toBe('signed');
    expect(signed.finishedAt?.value.getTime()).toBeGreaterThan(0);
    const bytes = await client.downloads.downloadFile(signed.signFiles?.files?.[0]?.id ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of bytes ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
    expect((await readPdf(Buffer.concat(chunks))).text).toContain('Signed by Bo Lee (bo@client.com)');
    expect(problems()).toEqual([]);
  });

  it('requests that were declined, cancelled, expired or failed can be read, and lists of all of them', async () => {
    const declined = await created();
    now += 400;
    await box.person('bo@client.com').declines(undefined, 'Clause 4');
    const cancelled = await created();
    now += 400;
    await client.signRequests.cancelSignRequest(cancelled.id ?? '', {
      requestBody: { reason: 'Wrong file' },
    });
    const plain = await created();
    now += 400;
    await client.signRequests.cancelSignRequest(plain.id ?? '');
    const expired = await created({ daysValid: 1 });
    now += DAY_MS;
    const broken = box.addFile(ana, { name: 'Broken.pdf', folder, unconvertible: true });
    const failed = await created({ sourceFiles: [{ id: broken.id, type: 'file' as const }] });
    now += 400;
    const wanted = { [String(declined.id)]: 'declined', [String(cancelled.id)]: 'cancelled' };
    Object.assign(wanted, { [String(plain.id)]: 'cancelled', [String(expired.id)]: 'expired' });
    Object.assign(wanted, { [String(failed.id)]: 'error_converting' });
    const seen: Record<string, string> = {};
    let marker: string | undefined;
    do {
      const page = await client.signRequests.getSignRequests({ limit: 2, ...(marker ? { marker } : {}) });
      for (const entry of page.entries ?? []) seen[String(entry.id)] = String(entry.status);
      marker = page.nextMarker ?? undefined;
    } while (marker !== undefined);
    expect(seen).toEqual(wanted);
    await client.signRequests.getSignRequests({
      sharedRequests: true,
      senders: ['ana@acme.com', 'x@acme.com'],
    });
    expect(problems()).toEqual([]);
  });

  it('a reminder is accepted after ten minutes and refused before', async () => {
    const { id = '' } = await created();
    now += 400;
    expect(await statusOf(client.signRequests.resendSignRequest(id))).toBe(400);
    now += 11 * 60 * 1000;
    await client.signRequests.resendSignRequest(id);
    expect(problems()).toEqual([]);
  });

  it('files are found by their names, and recent ones are listed', async () => {
    const found = await client.search.searchForContent({
      query: 'lea',
      type: 'file',
      contentTypes: ['name'],
      fields: ['name', 'parent'],
    });
    expect((found as unknown as { entries?: { id: string }[] }).entries?.map(({ id }) => id)).toEqual([
      file.id,
    ]);
    const recent = await client.recentItems.getRecentItems({ limit: 5, fields: ['name'] });
    expect(recent.entries?.map(({ item }) => item?.id)).toEqual([file.id]);
    expect(problems()).toEqual([]);
  });

  it('templates are listed, and a request is sent from one', async () => {
    const place = { page: 0, x: 0.1, y: 0.1, width: 0.3, height: 0.04 };
    const field = { type: 'text', label: 'Rate', tag: 'rate', place } as const;
    const signers = [
      { label: 'Client', fields: [field] },
      { email: 'legal@acme.com', needsLogin: true },
    ];
    const template = box.addTemplate(ana, [file], { name: 'NDA', folderId: folder.id, signers });
    expect((await client.signTemplates.getSignTemplates({ limit: 1000 })).entries).toHaveLength(1);
    const read = await client.signTemplates.getSignTemplateById(template.id);
    expect(read.signers?.map(({ label, email }) => [label, email])).toEqual([
      // The sender's entry, which has neither label nor address.
      ['', ''],
      ['Client', ''],
      ['', 'legal@acme.com'],
    ]);
    const made = await client.signRequests.createSignRequest({
      templateId: template.id,
      signers: [{ email: 'bo@client.com', role: 'signer' }, { role: 'signer' }],
      prefillTags: [{ documentTagId: 'rate', textValue: '640' }],
    });
    expect(made.templateId).toBe(template.id);
    expect(await statusOf(client.signTemplates.getSignTemplateById('1'))).toBe(404);
    expect(problems()).toEqual([]);
  });

  it('files, folders, shared items and the current user can be read', async () => {
    const fields = ['name', 'extension', 'permissions', 'parent', 'modified_at', 'trashed_at', 'item_status'];
    expect((await client.files.getFileById(file.id)).name).toBe('Lease.pdf');
    const asked = await client.files.getFileById(file.id, { queryParams: { fields } });
    expect([asked.permissions?.canDownload, asked.extension]).toEqual([true, 'pdf']);
    expect((await client.folders.getFolderById(folder.id)).itemCollection?.totalCount).toBe(1);
    const rights = await client.folders.getFolderById(folder.id, {
      queryParams: { fields: ['permissions'] },
    });
    expect(rights.permissions?.canUpload).toBe(true);
    expect((await client.folders.getFolderById('0')).name).toBe('All Files');
    expect((await client.users.getUserMe()).login).toBe('ana@acme.com');
    const link = box.sharedLink(file, { password: 'pa&ss' });
    const boxapi = `shared_link=${encodeURIComponent(link)}&shared_link_password=${encodeURIComponent('pa&ss')}`;
    expect((await client.sharedLinksFiles.findFileForSharedLink({}, { boxapi })).id).toBe(file.id);
    const boxapiOfFolder = `shared_link=${box.sharedLink(folder)}`;
    const found = await client.sharedLinksFolders.findFolderForSharedLink({}, { boxapi: boxapiOfFolder });
    expect(found.id).toBe(folder.id);
    const webLink = box.addWebLink(ana, { name: 'Site', url: 'https://example.com' });
    const boxapiOfWebLink = `shared_link=${box.sharedLink(webLink)}`;
    const site = await client.sharedLinksWebLinks.findWebLinkForSharedLink({}, { boxapi: boxapiOfWebLink });
    expect(site.id).toBe(webLink.id);
    expect(problems()).toEqual([]);
  });

  it('webhooks are registered, changed and removed', async () => {
    const target = { id: folder.id, type: 'folder' as const };
    const triggers = ['SIGN_REQUEST.SIGNER_SIGNED', 'SIGN_REQUEST.COMPLETED'];
    const address = 'https://sign.example.com/box/webhook';
    const made = await client.webhooks.createWebhook({ target, address, triggers: triggers as never });
    expect(made.triggers).toEqual(triggers);
    expect(await statusOf(client.webhooks.createWebhook({ target, address, triggers: [] }))).toBe(400);
    const again = { target, address, triggers: ['SIGN_REQUEST.DECLINED' as const] };
    expect(await statusOf(client.webhooks.createWebhook(again))).toBe(409);
    const id = made.id ?? '';
    expect((await client.webhooks.getWebhookById(id)).address).toBe(address);
    await client.webhooks.updateWebhookById(id, { requestBody: { triggers: again.triggers } });
    expect((await client.webhooks.getWebhooks({ limit: 10 })).entries).toHaveLength(1);
    await client.webhooks.deleteWebhookById(id);
    expect(await statusOf(client.webhooks.deleteWebhookById(id))).toBe(404);
    const lacking = sdkOf(box, box.issueToken(ana, { lacks: ['manage_webhook'] }));
    expect(await statusOf(lacking.webhooks.getWebhooks())).toBe(403);
    expect(problems()).toEqual([]);
  });

  it('the SDK accepts the signatures of notifications', async () => {
    box.setSignatureKeys({ primary: 'old key', secondary: 'new key' });
    const target = { id: folder.id, type: 'folder' as const };
    const address = 'http://127.0.0.1:9/';
    await client.webhooks.createWebhook({ target, address, triggers: ['SIGN_REQUEST.SIGN_SIGNER_SIGNED'] });
    await created();
    now = Date.now();
    await box.person('bo@client.com').signs();
    await expect.poll(() => box.notifications.length).toBe(1);
    const { body = '', headers = {} } = box.notifications[0] ?? {};
    const isValid = (primary: string, secondary?: string) =>
      WebhooksManager.validateMessage(
        body,
        { ...headers },
        primary,
        secondary ? { secondaryKey: secondary } : {},
      );
    expect(await isValid('old key')).toBe(true);
    expect(await isValid('a third key', 'new key')).toBe(true);
    expect(await isValid('a third key')).toBe(false);
  });

  it('an admin reads the events of the enterprise', async () => {
    const root = box.addUser({ login: 'root@acme.com', name: 'Root', isReportAdmin: true });
    const asAdmin = sdkOf(box, root.token);
    const query = { streamType: 'admin_logs_streaming' as const, limit: 100 };
    const { nextStreamPosition } = await asAdmin.events.getEvents({ ...query, streamPosition: 'now' });
    await created();
    now += 400;
    await box.person('bo@client.com').signs();
    const more = { ...query, streamPosition: String(nextStreamPosition) };
    const found = await asAdmin.events.getEvents(more);
    expect(found.entries?.map(({ eventType }) => String(eventType))).toContain('SIGN_DOCUMENT_SIGNED');
    const eventType = ['SIGN_DOCUMENT_VIEWED_BY_SIGNER'];
    const filtered = await asAdmin.events.getEvents({ ...more, eventType });
    expect(filtered.entries?.map((one) => String(one.eventType))).toEqual(eventType);
    expect(await statusOf(asAdmin.events.getEvents({ ...query, streamPosition: '99' }))).toBe(400);
    expect(await statusOf(client.events.getEvents(query))).toBe(403);
    expect(problems()).toEqual([]);
  });

  it('tokens are issued, refreshed and revoked, and only an enterprise’s app lists users', async () => {
    const redirectUri = 'https://sign.example.com/back';
    const app = box.addApp({ redirectUris: [redirectUri] });
    const networkSession = client.networkSession;
    const auth = new BoxOAuth({ config: new OAuthConfig(app) });
    const asked = new URLSearchParams({
      ...clientIdParameter(app),
      response_type: 'code',
      redirect_uri: redirectUri,
    });
    const back = await box.person('ana@acme.com').grants(`${box.url}/api/oauth2/authorize?${asked}`);
    await auth.getTokensAuthorizationCodeGrant(new URL(back).searchParams.get('code') ?? '', networkSession);
    const renewed = await auth.refreshToken(networkSession);
    expect(renewed.refreshToken).toEqual(expect.any(String));
    await auth.revokeToken(networkSession);
    expect(box.state.refreshTokens[renewed.refreshToken ?? '']?.revoked).toBe(true);

    const ofCompany = box.addApp({ enterpriseId: '42' });
    const ccg = new BoxCcgAuth({ config: new CcgConfig({ ...ofCompany, enterpriseId: '42' }) });
    const asApp = new BoxClient({ auth: ccg, networkSession }).withCustomBaseUrls({ baseUrl: box.url });
    const query = { filterTerm: 'ana@', userType: 'managed', fields: ['login', 'name'] } as const;
    const found = await asApp.users.getUsers({ ...query, fields: [...query.fields] });
    expect(found.entries?.map(({ login }) => login)).toEqual(['ana@acme.com']);
    const asAna = new BoxClient({ auth: ccg.withUserSubject(ana.id), networkSession });
    expect((await asAna.users.getUserMe()).login).toBe('ana@acme.com');
    expect(await statusOf(asAna.users.getUsers())).toBe(403);
    expect(problems()).toEqual([]);
  });

  it('errors have the declared shape, and every exception to it is needed', async () => {
    const bo = box.addUser({ login: 'bo@acme.com', name: 'Bo', signEnabled: false });
    const before = box.sharedLink(file, { password: 'x', canDownload: false });
    const header = { boxapi: `shared_link=${before}` };
    expect(await statusOf(client.sharedLinksFiles.findFileForSharedLink({}, header))).toBe(403);
    expect((await client.files.getFileById(file.id)).sharedLink?.isPasswordEnabled).toBe(true);
    expect(await statusOf(client.files.getFileById('1'))).toBe(404);
    expect(await statusOf(client.signRequests.getSignRequestById('none'))).toBe(404);
    box.shareFile(file, { with: bo, canDownload: false });
    const asBo = sdkOf(box, bo.token);
    const body = { signers: [{ email: 'c@x.com' }], sourceFiles: [{ id: file.id, type: 'file' as const }] };
    expect(await statusOf(asBo.signRequests.createSignRequest(body))).toBe(403);
    box.setSignEnabled(bo, true);
    expect(await statusOf(asBo.signRequests.createSignRequest(body))).toBe(403);
    // A field that the SDK's own types do not have yet.
    const newer = {
      source_files: [{ id: file.id, type: 'file' }],
      signers: [{ email: 'bo@client.com', verification_method: { type: 'login' } }],
    };
    const url = `${box.url}/2.0/sign_requests`;
    const data = newer as never;
    await client.makeRequest({ method: 'POST', url, contentType: 'application/json', data });
    box.trashFile(file);
    expect(await statusOf(client.files.getFileById(file.id))).toBe(404);
    box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    expect(await statusOf(client.users.getUserMe())).toBe(429);
    box.faults.next({ kind: 'status', status: 503 });
    expect(await statusOf(client.users.getUserMe())).toBe(503);
    const auth = { authorization: 'Bearer wrong' };
    const { status, headers } = await fetch(`${box.url}/2.0/users/me`, { headers: auth });
    expect([status, headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ]);
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'old', client_id: 'c' });
    expect((await fetch(`${box.url}/oauth2/token`, { method: 'POST', body: form })).status).toBe(400);
    const app = box.addApp({});
    const known = { client_id: app.clientId, client_secret: app.clientSecret, token: ana.token };
    const ended = { method: 'POST', body: new URLSearchParams(known) };
    // A token that belongs to no app.
    expect((await fetch(`${box.url}/oauth2/revoke`, ended)).status).toBe(400);
    const webhook = {
      target: { id: folder.id, type: 'folder' as const },
      address: 'https://sign.example.com/',
    };
    await client.webhooks.createWebhook({ ...webhook, triggers: ['SIGN_REQUEST.SIGNER_SIGNED'] as never });
    const unshared = box.addFile(ana, { name: 'A.pdf' });
    expect((await client.files.getFileById(unshared.id)).sharedLink).toBeUndefined();
    await client.signRequests.createSignRequest({ ...body, sourceFiles: [unshared] });
    await client.recentItems.getRecentItems({ fields: ['name'] });
    const { token } = box.addUser({ login: 'root@acme.com', name: 'Root', isReportAdmin: true });
    const { events } = sdkOf(box, token);
    const eventType = ['SIGN_DOCUMENT_VIEWED_BY_SIGNER'];
    await events.getEvents({ streamType: 'admin_logs_streaming' });
    await events.getEvents({ streamType: 'admin_logs_streaming', eventType });
    for (const call of Object.values(refusedUploads(box, ana, client)))
      expect(await statusOf(call())).toBeDefined();
    const fresh = new BoxContract(path);
    expect(problems(fresh)).toEqual([]);
    expect([...fresh.usedExceptions].sort()).toEqual(EXCEPTIONS.map(({ name }) => name).sort());
  });

  it.each<[OddKind, boolean]>([
    ['unknown-decision', true],
    ['unknown-input-type', true],
    ['missing-fields', true],
    ['wrong-type', true],
    ['unknown-status', false],
  ])('an odd entry (%s) makes the SDK lose the page: %s', async (kind, loses) => {
    await created();
    const odd = box.addOddSignRequest(ana, kind);
    const page = client.signRequests.getSignRequests();
    if (loses) await expect(page).rejects.toBeInstanceOf(BoxSdkError);
    else expect((await page).entries).toHaveLength(2);
    const raw = await client.makeRequest({ method: 'GET', url: `${box.url}/2.0/sign_requests/${odd.id}` });
    expect(raw.status).toBe(200);
    const exchange = box.traffic.find((one) => one.path.endsWith(odd.id));
    if (exchange === undefined) throw new Error('no such exchange');
    // Missing fields are noticed only because an input's page is among them: all others are optional in the document.
    expect(contract?.checkResponse(exchange)).not.toEqual([]);
  });
});
