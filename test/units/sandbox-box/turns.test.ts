/** What may happen to a request besides signing: bounced mail, forwarding, errors, deleted files. */
import { describe, expect, it } from 'vitest';
import { aWorld, DAY_MS, postToControl, type World } from './support.ts';

const two = {
  signers: [
    { email: 'bo@client.com', order: 1 },
    { email: 'cy@client.com', order: 2 },
  ],
};

describe('mail that bounces', () => {
  it('a bounce is mailed to the sender, and no reading shows it', async () => {
    const world = await aWorld();
    const id = await world.sent();
    const before = (await world.get(id)).body;
    await world.box.person('bo@client.com').bounces();
    expect(world.kinds('ana@acme.com')).toEqual(['bounced']);
    expect(world.box.mails('ana@acme.com')[0]?.text).toContain('bo@client.com');
    expect((await world.get(id)).body).toEqual(before);
  });

  it('later invitations and reminders bounce too, and reach nobody', async () => {
    const world = await aWorld();
    await world.box.person('cy@client.com').bounces();
    await world.sent({ ...two, are_reminders_enabled: true });
    expect(world.kinds('ana@acme.com')).toEqual([]);
    await world.box.person('bo@client.com').signs();
    expect(world.kinds('ana@acme.com')).toEqual(['bounced']);
    world.pass(3 * DAY_MS);
    expect(world.kinds('ana@acme.com')).toEqual(['bounced', 'bounced']);
    expect(world.kinds('cy@client.com')).toEqual([]);
    await postToControl(world, 'mail/bounce', { person: 'cy@client.com', bounces: false });
    world.pass(5 * DAY_MS);
    expect(world.kinds('cy@client.com')).toEqual(['reminder']);
  });
});

describe('a signer who forwards the request', () => {
  it('the signer is no longer asked; the other person is, with the same place', async () => {
    const world = await aWorld();
    const id = await world.sent(two);
    const bo = world.box.person('bo@client.com');
    const { link } = await bo.opensMail();
    await bo.forwards('di@client.com');
    await expect(bo.signs(link)).rejects.toThrow('not_asked');
    const { body } = await world.get(id);
    expect(body.signers.map(({ email, order }: Record<string, unknown>) => [email, order])).toEqual([
      ['ana@acme.com', 0],
      ['bo@client.com', 1],
      ['di@client.com', 1],
      ['cy@client.com', 2],
    ]);
    expect(body.signers[1].signer_decision).toBeNull();
    expect(world.kinds('cy@client.com')).toEqual([]);
    await world.box.person('di@client.com').signs();
    await world.box.person('cy@client.com').signs();
    expect(await world.status(id)).toBe('finalizing');
  });

  it('the signer has a decision of an undocumented type where that is switched on', async () => {
    const world = await aWorld();
    const id = await world.sent();
    await world.box.person('bo@client.com').forwards('di@client.com');
    world.box.state.showsForwarded = true;
    expect((await world.get(id)).body.signers[1].signer_decision.type).toBe('forwarded');
  });

  it('the new address must not be in the request yet', async () => {
    const world = await aWorld();
    await world.sent(two);
    const bo = world.box.person('bo@client.com');
    await expect(bo.forwards('nobody')).rejects.toThrow('bad_request');
    await expect(bo.forwards('CY@client.com')).rejects.toThrow('already_a_signer');
  });
});

describe('errors on demand', () => {
  it.each(['error_sending', 'error'] as const)('an error can come instead of sending: %s', async (status) => {
    const world = await aWorld();
    world.box.faults.next({ kind: 'ends', status });
    const id = await world.sent();
    const { body } = await world.get(id);
    expect([body.status, typeof body.error_code]).toEqual([status, 'string']);
    expect(world.kinds('bo@client.com')).toEqual([]);
    expect(await world.status(await world.sent())).toBe('sent');
  });

  it('an error can come after the preparation page too', async () => {
    const world = await aWorld();
    world.box.faults.next({ kind: 'ends', status: 'error_sending' });
    const { body } = await world.create({ is_document_preparation_needed: true });
    world.pass(300);
    await world.box.person('ana@acme.com').placesFieldsAndSends(body.prepare_url);
    expect(await world.status(body.id)).toBe('error_sending');
  });

  it('an error can come instead of the signed copy', async () => {
    const world = await aWorld();
    world.box.faults.next({ kind: 'ends', status: 'error_finalizing' });
    const id = await world.sent();
    await world.box.person('bo@client.com').signs();
    world.pass(300);
    const { body } = await world.get(id);
    expect([body.status, body.signing_log]).toEqual(['error_finalizing', null]);
  });
});

describe('a request whose file is deleted', () => {
  const fileOf = (world: World, id: string) => world.box.state.signRequests[id]?.signFileIds[0] ?? '';

  it('the request vanishes from lists and is not found', async () => {
    const world = await aWorld();
    const id = await world.sent();
    await world.box.person('ana@acme.com').deletes(fileOf(world, id));
    expect((await world.get(id)).status).toBe(404);
    expect((await world.call('GET', '/2.0/sign_requests')).body.entries).toEqual([]);
  });

  it('its signers can no longer sign, and get no reminders', async () => {
    const world = await aWorld();
    const id = await world.sent({ ...two, are_reminders_enabled: true });
    const bo = world.box.person('bo@client.com');
    const { link } = await bo.opensMail();
    await world.box.person('ana@acme.com').deletes(fileOf(world, id));
    for (const path of ['sign/look', 'sign/sign', 'sign/document'])
      expect((await postToControl(world, path, { link })).status, path).toBe(404);
    await expect(bo.signs(link)).rejects.toThrow('not_found');
    world.pass(3 * DAY_MS);
    expect(world.kinds('bo@client.com')).toEqual(['invitation']);
    const file = world.box.state.files[fileOf(world, id)];
    if (file) file.trashedAt = null;
    world.pass(DAY_MS);
    expect(world.kinds('bo@client.com')).toEqual(['invitation']);
    world.pass(4 * DAY_MS);
    expect(world.kinds('bo@client.com')).toEqual(['invitation', 'reminder']);
  });

  it('only the owner can delete the file', async () => {
    const world = await aWorld();
    const id = await world.sent();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    world.box.shareFolder(world.folder, { with: cy, canUpload: true });
    const attempt = world.box.person('cy@acme.com').deletes(fileOf(world, id));
    await expect(attempt).rejects.toThrow('access_denied');
  });
});
