/** The enterprise's event stream: who may read it, what it reports, and how it can repeat, reorder and lose events. */
import { describe, expect, it } from 'vitest';
import { aWorld, DAY_MS, postToControl, type Reply, type World } from './support.ts';

/** Adds a user who may read the event stream. Returns a function that reads it as this user. */
async function addAdmin(world: World): Promise<(query?: string) => Promise<Reply>> {
  const { token } = world.box.addUser({ login: 'root@acme.com', name: 'Root', isReportAdmin: true });
  return (query = '') => read(world, token, query);
}

const read = (world: World, token: string, query: string) =>
  world.call('GET', `/2.0/events?stream_type=admin_logs_streaming${query}`, { token });

const typesOf = ({ body }: Reply): string[] =>
  body.entries.map((one: Record<string, string>) => one['event_type']);

const signTypesOf = (reply: Reply): string[] => typesOf(reply).filter((type) => type.startsWith('SIGN'));

describe('the event stream', () => {
  it('only users who may run reports, and the enterprise’s app, may read the stream', async () => {
    const world = await aWorld();
    const asAdmin = await addAdmin(world);
    expect((await asAdmin()).status).toBe(200);
    expect((await read(world, world.ana.token, '')).status).toBe(403);
    const root = { id: Object.values(world.box.state.users).find((one) => one.isReportAdmin)?.id ?? '' };
    const lacking = world.box.issueToken(root, { lacks: ['manage_enterprise_properties'] });
    expect((await read(world, lacking, '')).body.code).toBe('insufficient_scope');
    const app = world.box.addApp({ enterpriseId: '42' });
    const form = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: app.clientId, client_secret: app.clientSecret },
      ...{ box_subject_type: 'enterprise', box_subject_id: '42' },
    });
    const given = await fetch(`${world.box.url}/oauth2/token`, { method: 'POST', body: form });
    const { access_token: token } = (await given.json()) as { access_token: string };
    expect((await read(world, token, '')).status).toBe(200);
  });

  it('the stream begins now and reports the life of a request, among other events', async () => {
    const world = await aWorld();
    const asAdmin = await addAdmin(world);
    await world.sent();
    const now = (await asAdmin('&stream_position=now')).body;
    expect([now.chunk_size, now.entries]).toEqual([0, []]);
    const id = await world.sent();
    await world.box.person('bo@client.com').signs();
    world.pass(300);
    const reply = await asAdmin(`&stream_position=${now.next_stream_position}`);
    expect(signTypesOf(reply)).toEqual(
      ['CREATED', 'CONVERTED', 'ASSIGNED', 'VIEWED_BY_SIGNER', 'SIGNED', 'COMPLETED'].map(
        (what) => `SIGN_DOCUMENT_${what}`,
      ),
    );
    expect(typesOf(reply)).toContain('UPLOAD');
    const signed = reply.body.entries.find(
      (one: Record<string, unknown>) => one['event_type'] === 'SIGN_DOCUMENT_SIGNED',
    );
    expect(signed.additional_details).toEqual({
      sign_request: { sign_request_id: id, status: 'finalizing', signer: { email: 'bo@client.com' } },
    });
    expect(reply.body.chunk_size).toBe(reply.body.entries.length);
    const rest = await asAdmin(`&stream_position=${reply.body.next_stream_position}`);
    expect(rest.body.entries).toEqual([]);
  });

  it('the stream reports other endings, downloads by signers, and forwarding', async () => {
    const world = await aWorld();
    const asAdmin = await addAdmin(world);
    const bo = world.box.person('bo@client.com');
    await world.box.person('ana@acme.com').cancelsInBox(await world.sent());
    await world.sent();
    await bo.declines(undefined, 'no');
    await world.sent({ days_valid: 1 });
    world.pass(DAY_MS);
    await world.sent();
    const { link } = await bo.opensMail();
    expect((await postToControl(world, 'sign/downloaded', { link })).status).toBe(200);
    await bo.forwards('di@client.com');
    const told = signTypesOf(await asAdmin());
    for (const type of ['CANCELLED', 'DECLINED', 'EXPIRED']) expect(told).toContain(`SIGN_DOCUMENT_${type}`);
    for (const type of ['DOWNLOADED', 'FORWARDED']) expect(told).toContain(`SIGNER_${type}`);
  });

  it('the stream has pages and can be filtered by type', async () => {
    const world = await aWorld();
    const asAdmin = await addAdmin(world);
    await world.sent();
    const first = await asAdmin('&limit=2');
    const second = await asAdmin(`&limit=2&stream_position=${first.body.next_stream_position}`);
    const all = await asAdmin();
    expect([...first.body.entries, ...second.body.entries]).toEqual(all.body.entries.slice(0, 4));
    expect(typesOf(await asAdmin('&event_type=SIGN_DOCUMENT_CREATED'))).toEqual(['SIGN_DOCUMENT_CREATED']);
  });

  it('the stream repeats and reorders events on demand, with the same ids', async () => {
    const world = await aWorld();
    const asAdmin = await addAdmin(world);
    await world.sent();
    const { body: before } = await asAdmin();
    await world.box.person('bo@client.com').views();
    world.box.faults.eventsRepeat = true;
    world.box.faults.eventsDisordered = true;
    const { body } = await asAdmin(`&stream_position=${before.next_stream_position}`);
    const idOf = (one: Record<string, string>) => one['event_id'];
    expect(body.entries[0].event_type).toBe('SIGN_DOCUMENT_VIEWED_BY_SIGNER');
    expect(body.entries.map(idOf)).toEqual(expect.arrayContaining([idOf(before.entries.at(-1))]));
    expect(body.entries.length).toBe(2 + 3);
  });

  it('positions that were forgotten or never existed are refused', async () => {
    const world = await aWorld();
    const asAdmin = await addAdmin(world);
    await world.sent();
    const { next_stream_position: position } = (await asAdmin()).body;
    await world.sent();
    world.pass(13 * DAY_MS);
    expect((await asAdmin(`&stream_position=${position}`)).status).toBe(200);
    world.pass(DAY_MS);
    expect((await asAdmin(`&stream_position=${position}`)).status).toBe(400);
    expect((await asAdmin('&stream_position=0')).status).toBe(200);
    await world.sent();
    const { next_stream_position: newer } = (await asAdmin('&limit=1')).body;
    world.box.forgetEvents();
    for (const wrong of [newer, '999999', 'then', '-1']) {
      expect((await asAdmin(`&stream_position=${wrong}`)).status).toBe(400);
    }
  });

  it('events of another enterprise are not shown', async () => {
    const world = await aWorld();
    const asAdmin = await addAdmin(world);
    const gia = world.box.addUser({ login: 'gia@globex.com', name: 'Gia', enterprise: 'globex' });
    const file = world.box.addFile(gia, { name: 'Supply.pdf' });
    world.box.addSignRequest(gia, { file, to: ['bo@client.com'] });
    expect((await asAdmin()).body.entries).toEqual([]);
  });
});
