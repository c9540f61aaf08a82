/** The table of Box's routes is correct: every covered route answers, and every other route is not found. */
import { expect, it } from 'vitest';
import { COVERED, NOT_COVERED } from '../../../sandbox/box/coverage.ts';
import { ROUTES } from '../../../sandbox/box/routes/table.ts';
import { aWorld, type World } from './support.ts';

const refused = NOT_COVERED.flatMap(([methods, path]) => methods.split(' ').map((one) => `${one} ${path}`));

/** Calls this route for an existing object. */
async function callOf(world: World, row: string) {
  const [method = '', template = ''] = row.split(' ');
  const webhook = { target: { type: 'folder', id: world.folder.id }, address: 'https://acme.com/hook' };
  const ids: Record<string, () => Promise<string>> = {
    file_id: async () => world.file.id,
    folder_id: async () => world.folder.id,
    user_id: async () => world.ana.id,
    sign_request_id: () => world.sent(),
    upload_session_id: async () => {
      const body = { folder_id: world.folder.id, file_name: 'L.pdf', file_size: 30_000_000 };
      return (await world.call('POST', '/api/2.0/files/upload_sessions', { body })).body.id;
    },
    template_id: async () =>
      world.box.addTemplate(world.ana, [world.file], { name: 'NDA', signers: [{}] }).id,
    webhook_id: async () => {
      const body = { ...webhook, triggers: ['SIGN_REQUEST.COMPLETED'] };
      return (await world.call('POST', '/2.0/webhooks', { body })).body.id;
    },
  };
  let path = template;
  for (const [whole, name = ''] of template.matchAll(/\{(\w+)\}/g)) {
    path = path.replace(whole, (await ids[name]?.()) ?? '1');
  }
  const headers = path.endsWith('/shared_items')
    ? { boxapi: `shared_link=${world.box.sharedLink(world.file)}` }
    : {};
  return world.call(method, path, { headers });
}

it.each(Object.keys(COVERED))('%s is there', async (row) => {
  const world = await aWorld();
  expect([404, 405, 599]).not.toContain((await callOf(world, row)).status);
});

it('every other route is not found', async () => {
  const world = await aWorld();
  for (const row of refused) {
    const { status, body } = await callOf(world, row);
    expect([row, status, body.code]).toEqual([row, 404, 'not_found']);
  }
});

it('every route is in the table once', () => {
  const rows = [...Object.keys(COVERED), ...refused];
  expect(new Set(rows).size).toBe(rows.length);
  const unnamed = ROUTES.filter(([method, pattern]) => {
    const fits = (row: string) => {
      const [verb, path = ''] = row.split(' ');
      return verb === method && pattern.test(path);
    };
    return !Object.keys(COVERED).some(fits);
  });
  expect(unnamed).toEqual([]);
});
