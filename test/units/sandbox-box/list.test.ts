/** Lists of sign requests: pages, lag, other people's requests, and requests whose files are gone. */
import { describe, expect, it } from 'vitest';
import { aWorld, MINUTE_MS, type World } from './support.ts';

async function allIds(world: World, query = '', token?: string): Promise<string[]> {
  const ids: string[] = [];
  let marker: string | null = '';
  while (marker !== null) {
    const path = `/2.0/sign_requests?${query}${marker === '' ? '' : `&marker=${encodeURIComponent(marker)}`}`;
    const { status, body } = await world.call('GET', path, token === undefined ? {} : { token });
    expect(status).toBe(200);
    ids.push(...body.entries.map((entry: { id: string }) => entry.id));
    marker = body.next_marker;
  }
  return ids;
}

async function createRequests(world: World, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    if (index > 0 && index % 100 === 0) world.pass(MINUTE_MS);
    ids.push(String((await world.create()).body.id));
  }
  return ids;
}

describe('the list', () => {
  it('pages hold every request once, in an order other than that of creation', async () => {
    const world = await aWorld();
    const ids = await createRequests(world, 12);
    const listed = await allIds(world, 'limit=5');
    expect([...listed].sort()).toEqual([...ids].sort());
    expect(listed).not.toEqual(ids);
    expect(listed).not.toEqual([...ids].reverse());
    expect(await allIds(world, 'limit=3')).toEqual(listed);
  });

  it('a page has 100 entries by default and 1000 at most', async () => {
    const world = await aWorld();
    await createRequests(world, 101);
    const { body } = await world.call('GET', '/2.0/sign_requests');
    expect([body.limit, body.entries.length, typeof body.next_marker]).toEqual([100, 100, 'string']);
    const all = await world.call('GET', '/2.0/sign_requests?limit=1000');
    expect([all.body.entries.length, all.body.next_marker]).toEqual([101, null]);
  });

  it.each([
    'limit=1001',
    'limit=0',
    'limit=x',
    'marker=mine',
    'senders=a@x.com',
    'shared_requests=1',
    'status=sent',
  ])('the query %s is refused', async (query) => {
    const world = await aWorld();
    expect((await world.call('GET', `/2.0/sign_requests?${query}`)).status).toBe(400);
  });

  it('the list can lag behind, by the sandbox’s clock', async () => {
    const world = await aWorld();
    world.box.faults.listLagMs = 40_000;
    const [id = ''] = await createRequests(world, 1);
    world.pass(39_999);
    expect(await allIds(world)).toEqual([]);
    expect((await world.get(id)).status).toBe(200);
    world.pass(1);
    expect(await allIds(world)).toEqual([id]);
  });

  it('requests of others appear only when asked for, and only where the user sees their files', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const [id = ''] = await createRequests(world, 1);
    const get = () => world.call('GET', `/2.0/sign_requests/${id}`, { token: cy.token });
    expect(await allIds(world, 'shared_requests=true', cy.token)).toEqual([]);
    expect((await get()).status).toBe(404);
    world.box.shareFolder(world.folder, { with: cy });
    expect(await allIds(world, '', cy.token)).toEqual([]);
    expect(await allIds(world, 'shared_requests=true', cy.token)).toEqual([id]);
    expect(await allIds(world, 'shared_requests=true&senders=x@x.com', cy.token)).toEqual([]);
    expect(await allIds(world, 'shared_requests=true&senders=x@x.com,ana@acme.com', cy.token)).toEqual([id]);
    expect((await get()).body.collaborator_level).toBe('viewer');
    expect(await allIds(world, 'shared_requests=true')).toEqual([]);
  });

  it('requests whose files or folder are gone are not listed', async () => {
    const world = await aWorld();
    const { body } = await world.create();
    const [file] = body.sign_files.files;
    world.box.trashFile(file);
    expect([await allIds(world), (await world.get(body.id)).status]).toEqual([[], 404]);
    const [id = ''] = await createRequests(world, 1);
    expect(await allIds(world)).toEqual([id]);
    world.box.deleteFolder(world.folder);
    expect([await allIds(world), (await world.get(id)).status]).toEqual([[], 404]);
  });
});
