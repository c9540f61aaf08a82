/** The create call: what it accepts, who may make it, and its result. */
import { describe, expect, it } from 'vitest';
import { SECRET_MARK } from '../../../sandbox/box/state.ts';
import { aWorld } from './support.ts';

const bo = { email: 'bo@client.com' };
const signer = (more: object) => ({ signers: [{ ...bo, ...more }] });
const people = (count: number) => Array.from({ length: count }, (_, index) => ({ email: `p${index}@x.com` }));

describe('what the create call takes', () => {
  it.each<[string, Record<string, unknown>]>([
    ['signers[0].ordr', signer({ ordr: 1 })],
    ['signer', { signer: [] }],
    ['signers', { signers: [] }],
    ['signers', { signers: people(36) }],
    ['signers', { signers: undefined }],
    ['signers', { signers: [{ ...bo, role: 'final_copy_reader' }] }],
    ['signers[0].email', { signers: [{ email: 'bo' }] }],
    ['signers[0].email', { signers: [{ email: 'bo@client' }] }],
    ['signers[0].email', { signers: [{ role: 'signer' }] }],
    ['signers[0].email', { signers: [{ email: 'Bo <bo@client.com>' }] }],
    ['signers[0].role', signer({ role: 'witness' })],
    ['signers[0].order', signer({ order: -1 })],
    ['signers[0].order', signer({ order: '1' })],
    ['signers[0].order', signer({ order: null })],
    [
      'signers[0].verification_phone_number',
      signer({ login_required: true, verification_phone_number: '+1' }),
    ],
    ['source_files', { source_files: undefined }],
    ['source_files', { source_files: Array.from({ length: 11 }, () => ({ type: 'file', id: '1' })) }],
    ['source_files[0].type', { source_files: [{ id: '1' }] }],
    ['source_files[0].id', { source_files: [{ type: 'file', id: 1 }] }],
    ['parent_folder', { parent_folder: { type: 'folder', id: '0' } }],
    ['parent_folder', { parent_folder: null }],
    ['parent_folder', { parent_folder: { type: 'file', id: '1' } }],
    ['days_valid', { days_valid: 731 }],
    ['days_valid', { days_valid: -1 }],
    ['days_valid', { days_valid: 1.5 }],
    ['name', { name: 'a/b' }],
    ['name', { name: ' a' }],
    ['name', { name: 'a'.repeat(256) }],
    ['name', { name: null }],
    ['is_document_preparation_needed', { is_document_preparation_needed: 'true' }],
    ['are_reminders_enabled', { are_reminders_enabled: null }],
    ['email_subject', { email_subject: 5 }],
    ['email_message', { email_message: ['x'] }],
    ['signature_color', { signature_color: 'green' }],
    ['redirect_url', { redirect_url: 'nowhere' }],
    ['external_id', { external_id: 7 }],
    ['request_flow', { request_flow: 'cfr11' }],
    ['prefill_tags[0]', { prefill_tags: [{ document_tag_id: 'a', text_value: 'x', checkbox_value: true }] }],
    ['prefill_tags[0].date_value', { prefill_tags: [{ document_tag_id: 'a', date_value: 'today' }] }],
  ])('%s is refused in %j', async (name, more) => {
    const world = await aWorld();
    const { status, body } = await world.create(more);
    expect([status, body.type, body.code]).toEqual([400, 'error', 'bad_request']);
    expect(body.context_info.errors.map((error: { name: string }) => error.name)).toContain(name);
    expect(body.request_id).toMatch(/^[0-9a-f]+$/);
    expect(world.box.signRequests()).toEqual([]);
  });

  it('35 signers, 730 days, and nulls where the schema allows them are accepted', async () => {
    const world = await aWorld();
    const more = { signers: people(35), email_subject: null, external_id: null, days_valid: 730 };
    expect((await world.create(more)).status).toBe(201);
  });

  it('options that only the newest guides have are accepted', async () => {
    const world = await aWorld();
    const verified = (verification_method: object) => world.create(signer({ verification_method }));
    expect((await verified({ type: 'phone', phone_number: '+1' })).status).toBe(201);
    expect((await verified({ type: 'login' })).status).toBe(201);
    expect((await verified({ type: 'phone' })).status).toBe(400);
    expect((await world.create({ is_phone_verification_required_to_view: true })).status).toBe(201);
    const { id, name } = world.folder;
    expect((await world.create({ parent_folder: { type: 'folder', id, name, etag: '0' } })).status).toBe(201);
  });

  it('the body must be JSON', async () => {
    const world = await aWorld();
    const path = '/2.0/sign_requests';
    const headers = { 'content-type': 'text/plain' };
    expect((await world.call('POST', path, { body: world.body(), headers })).status).toBe(415);
    const response = await fetch(world.box.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.ana.token}`, 'content-type': 'application/json' },
      body: '{"signers": [',
    });
    expect(response.status).toBe(400);
  });
});

describe('who may create', () => {
  it('a file that is invisible, not downloadable, trashed or of a wrong type is refused', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    expect((await world.create({}, cy.token)).body).toMatchObject({ status: 404, code: 'not_found' });
    world.box.shareFile(world.file, { with: cy, canDownload: false });
    const code = 'access_denied_insufficient_permissions';
    expect((await world.create({}, cy.token)).body).toMatchObject({ status: 403, code });
    world.box.shareFile(world.file, { with: cy });
    expect((await world.create({}, cy.token)).status).toBe(201);
    const sheet = world.box.addFile(world.ana, { name: 'Sums.xlsx' });
    expect((await world.create({ source_files: [{ type: 'file', id: sheet.id }] })).status).toBe(400);
    world.box.trashFile(world.file);
    expect((await world.create()).body).toMatchObject({ status: 404, code: 'trashed' });
  });

  it('people without Box Sign and tokens without its scope are refused', async () => {
    const world = await aWorld();
    world.box.setSignEnabled(world.ana, false);
    expect((await world.create()).body).toMatchObject({ status: 403, code: 'forbidden' });
    const token = world.box.issueToken(world.ana, { signScope: false });
    expect((await world.create({}, token)).body).toMatchObject({ status: 403, code: 'insufficient_scope' });
  });

  it('an invisible or read-only destination folder is refused', async () => {
    const world = await aWorld();
    const closed = world.box.addFolder(world.ana, { name: 'Closed', canUpload: false });
    const into = (id: string) => world.create({ parent_folder: { type: 'folder', id } });
    expect((await into('999')).status).toBe(404);
    expect((await into(closed.id)).status).toBe(403);
    expect((await into(world.folder.id)).body.parent_folder.id).toBe(world.folder.id);
  });

  it('a file that only a shared link opens is accepted with the link', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const call = (link: string) =>
      world.call('POST', '/2.0/sign_requests', {
        body: world.body(),
        token: cy.token,
        headers: { boxapi: `shared_link=${link}` },
      });
    expect((await call(world.box.sharedLink(world.file, { canDownload: false }))).status).toBe(403);
    expect((await call(world.box.sharedLink(world.file))).status).toBe(201);
  });
});

describe('the created request', () => {
  it('a request starts as converting, with the sender first and a prepare URL', async () => {
    const world = await aWorld();
    const { status, body } = await world.create({ is_document_preparation_needed: true, external_id: 'e-1' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'converting', external_id: 'e-1', sender_email: 'ana@acme.com' });
    expect(body.prepare_url).toMatch(
      /^https:\/\/app\.box\.com\/sign\/document\/[^/]+\/[0-9a-f]+\/prepare_doc\/$/,
    );
    const entries = body.signers.map((one: { email: string; role: string }) => [one.email, one.role]);
    expect(entries).toEqual([
      ['ana@acme.com', 'final_copy_reader'],
      ['bo@client.com', 'signer'],
    ]);
    world.pass(300);
    expect(await world.status(body.id)).toBe('created');
    world.pass(1000 * 60 * 60 * 24 * 30);
    expect(world.box.mails()).toEqual([]);
  });

  it('a request has every field that Box returns, set or not', async () => {
    const world = await aWorld();
    const { body } = await world.create();
    expect(body).toMatchObject({
      are_reminders_enabled: false,
      are_text_signatures_enabled: true,
      days_valid: null,
      declined_redirect_url: null,
      email_message: null,
      email_subject: null,
      external_id: null,
      prefill_tags: [],
      redirect_url: null,
      signature_color: null,
      template_id: null,
    });
    const [copy] = body.sign_files.files;
    const hash = { sha1: expect.stringMatching(/^[0-9a-f]{40}$/) };
    expect(copy).toMatchObject({ ...hash, file_version: { type: 'file_version', ...hash } });
    expect(body.sign_files.is_ready_for_download).toBe(true);
    expect(body.source_files[0]).toMatchObject({ id: world.file.id, name: 'Lease.pdf', ...hash });
    for (const one of body.signers) {
      expect(one).toMatchObject({ order: 0, login_required: false, embed_url: null, attachments: [] });
    }
    const given = { days_valid: 5, are_text_signatures_enabled: false, redirect_url: 'https://acme.com/' };
    expect((await world.create(given)).body).toMatchObject(given);
  });

  it('a sender who signs is not added again', async () => {
    const world = await aWorld();
    const { body } = await world.create({ signers: [bo, { email: 'ANA@acme.com', order: 2 }] });
    expect(body.signers).toHaveLength(2);
    expect(body.prepare_url).toBeNull();
  });

  it('names get .pdf, and a number when they are taken', async () => {
    const world = await aWorld();
    const name = async (more: object) => (await world.create({ ...more })).body.name;
    expect(await name({ name: 'Deal' })).toBe('Deal.pdf');
    expect(await name({ name: 'deal' })).toBe('deal (1).pdf');
    expect(await name({})).toBe('Lease (1).pdf');
    const { body } = await world.create({ name: 'Deal.pdf' });
    expect([body.name, body.sign_files.files[0].name]).toEqual(['Deal (2).pdf', 'Deal (2).pdf']);
  });

  it('the copy goes to the file’s folder, else to My Sign Requests', async () => {
    const world = await aWorld();
    expect((await world.create()).body.parent_folder.name).toBe('Contracts');
    const loose = world.box.addFile(world.ana, { name: 'Loose.pdf' });
    const closed = world.box.addFolder(world.ana, { name: 'Closed', canUpload: false });
    const inside = world.box.addFile(world.ana, { name: 'In.pdf', folder: closed });
    for (const { id } of [loose, inside]) {
      const { body } = await world.create({ source_files: [{ type: 'file', id }] });
      expect(body.parent_folder.name).toBe('My Sign Requests');
    }
  });

  it('passwords are never returned, and secrets are marked so that leaks are found', async () => {
    const world = await aWorld();
    const { body } = await world.create(signer({ password: 'hunter2', embed_url_external_user_id: 'u1' }));
    expect(JSON.stringify(body)).not.toContain('hunter2');
    const embed = `/sign/document/${body.id}/${SECRET_MARK}`;
    expect(body.signers[1].iframeable_embed_url).toContain(`/embed${embed}`);
    expect(body.signers[1].embed_url).toContain(embed);
    expect([body.signers[0].embed_url, body.signers[0].iframeable_embed_url]).toEqual([null, null]);
    world.pass(300);
    await expect(world.box.person('x').views(body.signers[1].embed_url)).rejects.toThrow('password_required');
    await world.box.person('x').views(body.signers[1].embed_url, { password: 'hunter2' });
    expect((await world.get(body.id)).body.status).toBe('viewed');
  });
});
