/** Several documents in one request: given by links or found by the search, and sent in that order. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { anaInBox, createdFor, formValues, onlyCard, opensForm } from './acts.ts';
import { aWorld, stories, type World } from './world.ts';

const link = 'Box link or file ID';
const search = 'Search Box';
const others = 'Other signers (email)';

const sourcesOf = (world: World, file: { readonly id: string }) =>
  createdFor(world, file).map(({ source_files: files }) => (files as { id: string }[]).map(({ id }) => id));

stories('several documents', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('documents are sent in the given order, and named on the card, in the check and in Details', async () => {
    const { ana, box } = world();
    const cy = box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const byLink = box.addFile(cy, { name: 'Annex by link.pdf' });
    const [first, last] = [world().newFile('Lease.pdf'), world().newFile('House rules.pdf')];
    const typed = `${first.url} ${box.sharedLink(byLink)} dee@client.com ${last.url} please`;
    await opensForm(world(), typed);
    expect((await ana.modal())?.plain).toContain('please');
    await ana.fills({ 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    const check = await ana.sees('Check and send', { in: 'modal' });
    expect(check).toContain('Lease.pdf and 2 more files');
    expect(check).toContain('Documents: 1. Lease.pdf · 2. Annex by link.pdf · 3. House rules.pdf');
    await ana.submits();
    await onlyCard(world(), 'Lease.pdf and 2 more files', 'Sent');
    expect(sourcesOf(world(), first)).toEqual([[first.id, byLink.id, last.id]]);
    expect(createdFor(world(), first)[0]?.['email_subject']).toContain('Lease and 2 more files');
    await ana.types('/sign list house rules', { in: 'app' });
    await ana.sees('Lease.pdf and 2 more files', { in: 'modal' });
  });

  it('several documents can be chosen in the search, and keep that order', async () => {
    const { ana } = world();
    const files = ['Zeta.pdf', 'Alpha.pdf'].map((name) => world().newFile(name));
    await opensForm(world());
    await ana.fills({ Document: search, [others]: 'dee@client.com' });
    await expect.poll(async () => Object.keys(await formValues(world()))).toContain(search);
    await ana.fills({ [search]: ['Zeta', 'Alpha'] });
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'Zeta.pdf and 1 more file', 'Not sent yet');
    expect(sourcesOf(world(), files[0] ?? { id: '' })).toEqual([files.map(({ id }) => id)]);
  });

  it('links that are wrong by their text alone are refused at the field, with the reason', async () => {
    const { ana, box } = world();
    const file = world().newFile('Once.pdf');
    const folder = box.addFolder(anaInBox(world()), { name: 'Drafts' });
    const eleven = Array.from({ length: 11 }, (_, index) => `https://app.box.com/file/${10_000 + index}`);
    await opensForm(world());
    const refused: [string, string][] = [
      [eleven.join(' '), '11 files are too many. One request can have at most 10; remove some.'],
      [`${file.url}, ${file.id}; ${file.url}`, `"${file.id}" is here twice. Remove one of them.`],
      [`${file.url} ${folder.url}`, `"${folder.url}": That is a folder. Open the file and copy its link.`],
    ];
    for (const [typed, error] of refused) {
      await ana.fills({ [link]: typed, [others]: 'dee@client.com' });
      expect(await ana.submits()).toEqual({ errors: { [link]: error } });
    }
  });

  it('the form comes back and names the document that Box refuses', async () => {
    const { ana, box } = world();
    const cy = box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const [good, hidden] = [world().newFile('Good.pdf'), box.addFile(cy, { name: 'Hidden.pdf' })];
    const [one, two] = [box.addFile(cy, { name: 'One.pdf' }), box.addFile(cy, { name: 'Two.pdf' })];
    const [byOne, byTwo] = [box.sharedLink(one), box.sharedLink(two)];
    const refused: [string, string][] = [
      [`${good.url} ${hidden.url}`, `"${hidden.url}": Box cannot find that file`],
      [`${good.url} ${box.sharedLink(good)}`, '"Good.pdf" is here twice.'],
      [`${byOne} ${byTwo}`, `"${byTwo}": You have access to this file only through its shared link.`],
    ];
    await opensForm(world());
    for (const [typed, sentence] of refused) {
      await ana.fills({ [link]: typed, [others]: 'dee@client.com' });
      expect(await ana.submits()).toEqual({});
      await ana.sees(sentence, { in: 'modal' });
      expect(await formValues(world())).toMatchObject({ [link]: typed });
    }
    await ana.fills({ [link]: `${byOne} ${good.url}` });
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'One.pdf and 1 more file', 'Not sent yet');
    expect(sourcesOf(world(), good)).toEqual([[one.id, good.id]]);
  });
});
