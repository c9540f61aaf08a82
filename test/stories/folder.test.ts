/** The folder for the signed copy is searched for in Box, by its name or a link. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { anaInBox, createdFor, formValues, opensForm } from './acts.ts';
import { aWorld, stories } from './world.ts';

const place = 'Folder for the signed copy';
const others = 'Other signers (email)';

stories('searching for the folder of the signed copy', () => {
  const world = aWorld();
  beforeEach(async () => {
    world().box.faults.clear();
    await world().ana.reloads();
    await world().passes(1_000);
  });

  async function opensMore(typed = ''): Promise<void> {
    const { ana } = world();
    await opensForm(world(), typed);
    await ana.presses('More options');
    await ana.sees('Roles of signers', { in: 'modal' });
  }

  it('the search finds folders that Ana can add files to, and the next form offers the chosen one', async () => {
    const { ana, box } = world();
    const user = anaInBox(world());
    const year = box.addFolder(user, { name: 'Year 2026' });
    const folder = box.addFolder(user, { name: 'Signed leases', parent: year });
    box.addFolder(user, { name: 'Signed by others', canUpload: false });
    const file = world().newFile('Lease.pdf');
    await opensMore(`${file.url} dee@client.com`);
    expect(await ana.searches(place, '')).toEqual([]);
    expect(await ana.searches(place, 'signed')).toEqual(['Signed leases (Year 2026)']);
    await ana.fills({ [place]: 'Signed' });
    // A second modal opens on top of the form, and the form is redrawn.
    await ana.presses('Rarely needed…');
    await ana.sees('Signature color', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Roles of signers', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ [place]: 'Signed leases' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toMatchObject([{ parent_folder: { type: 'folder', id: folder.id } }]);
    await ana.reloads();
    await opensMore();
    const from = box.traffic.length;
    expect(await ana.searches(place, '')).toEqual(['Signed leases']);
    expect(box.traffic.slice(from)).toEqual([]);
    await ana.fills({ [place]: 'Signed' });
    await ana.fills({
      [place]: null,
      [others]: 'dee@client.com',
      'Box link or file ID': file.url,
    });
    expect(await ana.submits()).toEqual({});
    await ana.presses('Send another request');
    await expect.poll(() => createdFor(world(), file)).toHaveLength(2);
    expect(createdFor(world(), file)[1]).not.toHaveProperty('parent_folder');
  });

  it('the search accepts the link of a folder, and says when a link is no folder', async () => {
    const { ana, box } = world();
    const user = anaInBox(world());
    const folder = box.addFolder(user, { name: 'Linked place' });
    const readOnly = box.addFolder(user, { name: 'Read only', canUpload: false });
    const file = world().newFile('Linked.pdf');
    await opensMore(`${file.url} dee@client.com`);
    expect(await ana.searches(place, folder.url)).toEqual(['Linked place']);
    expect(await ana.searches(place, `“${box.sharedLink(folder)}”`)).toEqual(['Linked place']);
    const none = 'This link leads to no folder that you can add files to.';
    for (const link of [readOnly.url, file.url, `${folder.url}999`, 'https://example.com/x']) {
      expect(await ana.searches(place, link), link).toEqual([none]);
      await world().passes(200);
    }
    await ana.fills({ [place]: readOnly.url });
    expect(await ana.submits()).toEqual({
      errors: { [place]: 'That is not a folder. Choose one from the list.' },
    });
    await ana.fills({ [place]: folder.url });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toMatchObject([{ parent_folder: { id: folder.id } }]);
  });

  it('a link works even while Box is slow; for words the search says that Box is slow', async () => {
    const { ana, box } = world();
    const folder = box.addFolder(anaInBox(world()), { name: 'Slow place' });
    const file = world().newFile('Slow.pdf');
    await opensMore(`${file.url} dee@client.com`);
    box.faults.next({ kind: 'hang', path: /search/ });
    expect(await ana.searches(place, 'slow')).toEqual([
      'Box has not answered yet. Keep typing, or paste the link of a folder.',
    ]);
    box.faults.next({ kind: 'status', status: 503, path: /folders/ });
    await ana.fills({ [place]: folder.url });
    expect(await formValues(world())).toMatchObject({ [place]: `Folder ${folder.id}` });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toMatchObject([{ parent_folder: { id: folder.id } }]);
  });
});
