/** The life of a sign request: who is asked when, what happens by time alone, and who may do what at which point. */
import { describe, expect, it } from 'vitest';
import { readPdf } from '../../../sandbox/box/drawing.ts';
import { SECRET_MARK } from '../../../sandbox/box/state.ts';
import { aWorld, DAY_MS, MINUTE_MS, postToControl, type World } from './support.ts';

const signers = (...list: [string, object?][]) => ({
  signers: list.map(([name, more]) => ({ email: `${name}@client.com`, ...more })),
});
const asked = (world: World) =>
  ['ap', 'bo', 'cy', 'di'].filter((name) => world.kinds(`${name}@client.com`).includes('invitation'));
const resend = (world: World, id: string) => world.call('POST', `/2.0/sign_requests/${id}/resend`);
const cancel = (world: World, id: string, body?: object) =>
  world.call('POST', `/2.0/sign_requests/${id}/cancel`, { body });

describe('preparation', () => {
  it('only the sender prepares a request, after the conversion, and sends it once', async () => {
    const world = await aWorld();
    const { body } = await world.create({ is_document_preparation_needed: true });
    world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const url = String(body.prepare_url);
    world.pass(300);
    await expect(world.box.person('cy@acme.com').opensPreparePage(url)).rejects.toThrow('access_denied');
    await expect(world.box.person('bo@client.com').opensPreparePage(url)).rejects.toThrow('forbidden');
    const ana = world.box.person('ana@acme.com');
    await expect(ana.opensPreparePage(`${url}x`)).rejects.toThrow('not_found');
    expect(await ana.opensPreparePage(url)).toMatchObject({ requestId: body.id, name: 'Lease (1).pdf' });
    await ana.placesFieldsAndSends(url, { message: 'Dear Bo' });
    await expect(ana.placesFieldsAndSends(url)).rejects.toThrow('not_in_preparation');
    expect((await world.get(body.id)).body).toMatchObject({ status: 'sent', prepare_url: null });
    expect(world.box.mails('bo@client.com')).toMatchObject([{ kind: 'invitation' }]);
    expect(world.box.mails('bo@client.com')[0]?.text).toContain('Dear Bo');
  });

  it('the preparation page opens only once Box has converted', async () => {
    const world = await aWorld({ conversionMs: 5000 });
    const { body } = await world.create({ is_document_preparation_needed: true });
    const person = 'ana@acme.com';
    const early = await postToControl(world, 'prepare/open', { person, url: body.prepare_url });
    expect(early).toMatchObject({ status: 409, body: { error: 'still_converting' } });
    const opened = world.box.person(person).opensPreparePage(body.prepare_url);
    expect(await world.status(body.id)).toBe('converting');
    world.pass(5000);
    expect((await opened).requestId).toBe(body.id);
  });
});

describe('signing', () => {
  it('signers are asked in order, those of equal order together, approvers first', async () => {
    const world = await aWorld();
    const id = await world.sent(
      signers(
        ['bo', { order: 1 }],
        ['cy', { order: 1 }],
        ['di', { order: 2 }],
        ['ap', { role: 'approver', order: 9 }],
      ),
    );
    expect(asked(world)).toEqual(['ap']);
    await expect(world.box.person('bo@client.com').opensMail()).rejects.toThrow('no_mail');
    await world.box.person('ap@client.com').signs();
    expect(asked(world)).toEqual(['ap', 'bo', 'cy']);
    await world.box.person('cy@client.com').signs();
    expect(asked(world)).toEqual(['ap', 'bo', 'cy']);
    await world.box.person('bo@client.com').signs();
    expect(asked(world)).toEqual(['ap', 'bo', 'cy', 'di']);
    await expect(world.box.person('bo@client.com').signs()).rejects.toThrow('not_asked');
    await world.box.person('di@client.com').signs();
    expect(await world.status(id)).toBe('finalizing');
  });

  it('nobody signs before their turn, even with an embed link', async () => {
    const world = await aWorld();
    const early = { order: 2, embed_url_external_user_id: 'u1' };
    const id = await world.sent(signers(['bo', { order: 1 }], ['cy', early]));
    const link = String((await world.get(id)).body.signers[2].embed_url);
    await expect(world.box.person('cy@client.com').signs(link)).rejects.toThrow('not_asked');
    await world.box.person('bo@client.com').signs();
    await world.box.person('cy@client.com').signs(link);
    expect(await world.status(id)).toBe('finalizing');
  });

  it('a signer gets no mail only when both fields are set', async () => {
    const world = await aWorld();
    const quiet = { suppress_notifications: true };
    const id = await world.sent(
      signers(['bo', quiet], ['cy', { ...quiet, embed_url_external_user_id: 'u1' }]),
    );
    expect(asked(world)).toEqual(['bo']);
    await world.box.person('bo@client.com').signs();
    const cy = String((await world.get(id)).body.signers[2].embed_url);
    await world.box.person('cy@client.com').signs(cy);
    world.pass(300);
    expect(world.kinds('cy@client.com')).toEqual([]);
    expect(world.kinds('bo@client.com')).toContain('completed');
  });

  it('signers in person follow on the page that the sender’s embed URL opened', async () => {
    const world = await aWorld();
    const host = { email: 'ana@acme.com', embed_url_external_user_id: 'u1' };
    const both = { signers: [host, ...signers(['bo', { is_in_person: true }]).signers] };
    const id = await world.sent(both);
    const link = String((await world.get(id)).body.signers[0].embed_url);
    const next = await world.box.person('ana@acme.com').signs(link);
    expect(await world.box.person('ana@acme.com').signs(next ?? '')).toBeNull();
    expect(await world.status(id)).toBe('finalizing');
    const alone = await world.create(signers(['bo', { is_in_person: true }]));
    expect(alone.status).toBe(400);
  });

  it('without an order all signers are asked together, and readers only get the copy', async () => {
    const world = await aWorld();
    await world.sent(signers(['bo'], ['cy'], ['di', { role: 'final_copy_reader' }]));
    expect(asked(world)).toEqual(['bo', 'cy']);
    await world.box.person('bo@client.com').signs();
    await world.box.person('cy@client.com').signs();
    world.pass(300);
    expect(world.kinds('di@client.com')).toEqual(['completed']);
    expect(world.kinds('ana@acme.com')).toEqual(['completed']);
  });

  it('the signed PDF shows the signatures, and the log names the signers', async () => {
    const world = await aWorld();
    const ana = world.box.person('ana@acme.com');
    const { body } = await world.create({ is_document_preparation_needed: true });
    world.pass(300);
    await ana.placesFieldsAndSends(body.prepare_url);
    await world.box.person('bo@client.com').signs(undefined, { typing: '李 Bo' });
    const during = (await world.get(body.id)).body;
    expect([during.status, during.signing_log, during.sign_files.is_ready_for_download]).toEqual([
      'finalizing',
      null,
      false,
    ]);
    world.pass(300);
    const after = (await world.get(body.id)).body;
    expect([after.status, after.sign_files.is_ready_for_download]).toEqual(['signed', true]);
    expect(after.signers[1].inputs[0].text_value).toContain(SECRET_MARK);
    const copy = await readPdf(await ana.downloads(after.sign_files.files[0].id));
    expect(copy).toMatchObject({ pages: 2, keywords: '李 Bo' });
    expect(copy.text).toContain('Signed by ? Bo (bo@client.com) 2026-11-22T10:00:00.300Z');
    const log = await readPdf(await ana.downloads(after.signing_log.id));
    expect(log.text).toContain(after.short_id);
    expect(log.text).toContain('bo@client.com signed at');
    const { body: file } = await world.call(
      'GET',
      `/2.0/files/${after.sign_files.files[0].id}?fields=version_number`,
    );
    expect(file.version_number).toBe('2');
  });

  it('files that a signer attaches go into the request’s folder', async () => {
    const world = await aWorld();
    const id = await world.sent(signers(['bo', { order: 1 }], ['cy', { order: 2 }]));
    const bo = world.box.person('bo@client.com');
    const { link } = await bo.opensMail();
    await bo.attaches('Passport.png', Buffer.from('PNG'));
    await bo.attaches('Passport.png', Buffer.from('other'));
    const [, asked, later] = (await world.get(id)).body.signers;
    expect(asked.attachments.map(({ name }: { name: string }) => name)).toEqual([
      'Passport.png',
      'Passport (1).png',
    ]);
    expect(later.attachments).toEqual([]);
    const file = (await world.call('GET', `/2.0/files/${asked.attachments[0].id}`)).body;
    expect([file.parent.id, file.size]).toEqual([world.folder.id, 3]);
    await expect(bo.attaches('a/b', Buffer.from('x'))).rejects.toThrow('bad_request');
    await bo.signs(link);
    await expect(bo.attaches('Late.png', Buffer.from('x'), link)).rejects.toThrow('not_asked');
  });

  it('typed signatures are refused where they are switched off', async () => {
    const world = await aWorld();
    await world.sent({ are_text_signatures_enabled: false });
    const bo = world.box.person('bo@client.com');
    await expect(bo.signs(undefined, { typing: 'Bo' })).rejects.toThrow('typed_signature_not_allowed');
    await bo.signs();
  });

  it('a decline ends the request: nobody else is asked, and everyone who was mailed is told', async () => {
    const world = await aWorld();
    const id = await world.sent(signers(['bo', { order: 1 }], ['di', { order: 1 }], ['cy', { order: 2 }]));
    await world.box.person('bo@client.com').declines(undefined, 'Clause 4');
    const { body } = await world.get(id);
    expect(body.status).toBe('declined');
    expect(body.signers[1].signer_decision).toMatchObject({ type: 'declined', additional_info: 'Clause 4' });
    expect(world.kinds('ana@acme.com')).toEqual(['declined']);
    expect(world.kinds('di@client.com')).toEqual(['invitation', 'declined']);
    expect(world.kinds('cy@client.com')).toEqual([]);
    await expect(world.box.person('bo@client.com').signs()).rejects.toThrow('not_asked');
  });
});

describe('time', () => {
  it('reminders go on days 3, 8, 13 and 18 to signers who have not signed', async () => {
    const world = await aWorld();
    await world.sent({ ...signers(['bo'], ['cy']), are_reminders_enabled: true });
    const start = world.now;
    await world.box.person('cy@client.com').signs();
    world.pass(30 * DAY_MS);
    const reminders = world.box.mails('bo@client.com').filter((mail) => mail.kind === 'reminder');
    expect(reminders.map((mail) => (mail.at - start) / DAY_MS)).toEqual([3, 8, 13, 18]);
    expect(world.kinds('cy@client.com')).toEqual(['invitation']);
  });

  it('there are no reminders unless they were requested', async () => {
    const world = await aWorld();
    await world.sent();
    world.pass(30 * DAY_MS);
    expect(world.kinds('bo@client.com')).toEqual(['invitation']);
  });

  it('a request expires after its days, not before', async () => {
    const world = await aWorld();
    const id = await world.sent({ days_valid: 2 });
    expect((await world.get(id)).body.auto_expire_at).toBe('2026-11-24T10:00:00.000Z');
    world.pass(2 * DAY_MS - 301);
    expect(await world.status(id)).toBe('sent');
    world.pass(1);
    expect(await world.status(id)).toBe('expired');
    await expect(world.box.person('bo@client.com').signs()).rejects.toThrow('not_asked');
  });

  it('the preparation page says that Box could not convert the document', async () => {
    const world = await aWorld();
    const { id } = world.box.addFile(world.ana, { name: 'Bad.pdf', unconvertible: true });
    const { body } = await world.create({
      source_files: [{ type: 'file', id }],
      is_document_preparation_needed: true,
    });
    world.pass(300);
    const ana = world.box.person('ana@acme.com');
    await expect(ana.opensPreparePage(String(body.prepare_url))).rejects.toThrow('not_converted');
  });

  it('a request ends in an error when Box cannot convert the document', async () => {
    const world = await aWorld();
    const { id } = world.box.addFile(world.ana, { name: 'Bad.pdf', unconvertible: true });
    const made = await world.sent({ source_files: [{ type: 'file', id }] });
    expect(await world.status(made)).toBe('error_converting');
  });
});

describe('resend', () => {
  it('a reminder is possible ten minutes after the last mail', async () => {
    const world = await aWorld();
    const id = await world.sent();
    world.pass(10 * MINUTE_MS - 1);
    expect((await resend(world, id)).status).toBe(400);
    world.pass(1);
    const reply = await resend(world, id);
    expect([reply.status, reply.body]).toEqual([202, '']);
    expect((await resend(world, id)).status).toBe(400);
    expect(world.kinds('bo@client.com')).toEqual(['invitation', 'reminder']);
  });

  it('a reminder is refused unless signers are being asked', async () => {
    const world = await aWorld();
    const { body } = await world.create({ is_document_preparation_needed: true });
    world.pass(300);
    expect((await resend(world, body.id)).status).toBe(400);
    const over = await world.sent();
    await world.box.person('bo@client.com').declines(undefined, 'no');
    world.pass(DAY_MS);
    expect((await resend(world, over)).status).toBe(400);
    expect((await resend(world, 'none')).status).toBe(404);
  });

  it('a reminder takes no body', async () => {
    const world = await aWorld();
    const id = await world.sent();
    world.pass(10 * MINUTE_MS);
    const path = `/2.0/sign_requests/${id}/resend`;
    expect((await world.call('POST', path, { body: { to: 'bo@client.com' } })).status).toBe(400);
    expect((await resend(world, id)).status).toBe(202);
  });
});

describe('cancel', () => {
  it('a cancel is mailed to everyone who was mailed, and to nobody else', async () => {
    const world = await aWorld();
    const id = await world.sent(signers(['bo', { order: 1 }], ['cy', { order: 2 }]));
    expect((await cancel(world, id, { why: 'x' })).status).toBe(400);
    const { status, body } = await cancel(world, id, { reason: 'Wrong file' });
    expect([status, body.status]).toEqual([200, 'cancelled']);
    expect(world.box.mails('bo@client.com').at(-1)).toMatchObject({ kind: 'cancelled' });
    expect(world.box.mails('bo@client.com').at(-1)?.text).toContain('Wrong file');
    expect(world.kinds('cy@client.com')).toEqual([]);
    expect((await cancel(world, id)).status).toBe(400);
  });

  it('a cancel is refused once all have signed', async () => {
    const world = await aWorld();
    const id = await world.sent();
    await world.box.person('bo@client.com').signs();
    expect((await cancel(world, id)).status).toBe(400);
    world.pass(300);
    expect((await cancel(world, id)).status).toBe(400);
    await expect(world.box.person('ana@acme.com').cancelsInBox(id)).rejects.toThrow('bad_request');
  });

  it('only the sender may cancel and resend', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const id = await world.sent();
    const as = (verb: string) => world.call('POST', `/2.0/sign_requests/${id}/${verb}`, { token: cy.token });
    expect([(await as('cancel')).status, (await as('resend')).status]).toEqual([404, 404]);
    world.box.shareFolder(world.folder, { with: cy });
    world.pass(DAY_MS);
    expect([(await as('cancel')).status, (await as('resend')).status]).toEqual([403, 403]);
    await expect(world.box.person('cy@acme.com').cancelsInBox(id)).rejects.toThrow('access_denied');
    await world.box.person('ana@acme.com').cancelsInBox(id);
    expect(await world.status(id)).toBe('cancelled');
  });

  it('editors may cancel on Box’s pages, but not in its API', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const id = await world.sent();
    const level = async () => {
      const path = `/2.0/sign_requests/${id}`;
      return (await world.call('GET', path, { token: cy.token })).body.collaborator_level;
    };
    world.box.shareFolder(world.folder, { with: cy });
    expect(await level()).toBe('viewer');
    world.box.shareFolder(world.folder, { with: cy, canUpload: true });
    expect(await level()).toBe('editor');
    const list = await world.call('GET', '/2.0/sign_requests?shared_requests=true', { token: cy.token });
    expect(list.body.entries).toMatchObject([{ id, collaborator_level: 'editor' }]);
    const path = `/2.0/sign_requests/${id}/cancel`;
    expect((await world.call('POST', path, { token: cy.token })).status).toBe(403);
    const fileId = (await world.get(id)).body.sign_files.files[0].id;
    const page = await postToControl(world, 'file', { person: 'cy@acme.com', fileId });
    expect(page.body.request).toMatchObject({ id, canCancel: true });
    await world.box.person('cy@acme.com').cancelsInBox(id);
    expect(await world.status(id)).toBe('cancelled');
  });

  it('a cancelled request, like every ended one, has the time of its end', async () => {
    const world = await aWorld();
    const id = await world.sent();
    expect((await world.get(id)).body.finished_at).toBeNull();
    for (const status of ['cancelled', 'error_sending', 'error', 'expired', 'declined', 'signed']) {
      world.pass(1000);
      world.box.setStatus({ id }, status);
      expect((await world.get(id)).body.finished_at).toBe(new Date(world.now).toISOString());
    }
  });
});
