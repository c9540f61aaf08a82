/** The document is searched for in Box from the form, instead of pasting its link. */
// runs: embedded, ci
import { beforeEach, describe, expect, it } from 'vitest';
import { createdFor, formValues, messagesAbout, opensForm } from './acts.ts';
import { actor, type Forged } from './forging.ts';
import { aWorld, stories, type World } from './world.ts';

const menu = 'Search Box';
const link = 'Box link or file ID';
const others = 'Other signers (email)';
const badLink = 'No file to sign behind this link. Paste it as a Box link to see why.';
const slow = 'Box has not answered yet. Keep typing, or use the link.';
const someone = { [others]: 'dee@client.com' };

async function choosesWay({ ana }: World, way: string): Promise<void> {
  await ana.fills({ Document: way });
  const label = way === menu ? menu : link;
  await expect.poll(async () => Object.keys((await ana.modal())?.values ?? {})).toContain(label);
}

/** Ana opens the form, and chooses to search. */
async function opensSearch(world: World, typed = ''): Promise<void> {
  await opensForm(world, typed);
  await choosesWay(world, menu);
}

async function submitsUntilReady({ ana }: World): Promise<void> {
  expect(await ana.submits()).toEqual({});
  await ana.sees('Nobody has been emailed yet', { in: 'modal' });
}

/** The queries that Box received, in searches and lists of recent files. */
const asked = ({ box }: World): unknown[] =>
  box.traffic.filter(({ path }) => /^\/2\.0\/(search|recent_items)$/.test(path)).map(({ query }) => query);

stories('searching for the document', () => {
  const world = aWorld();
  beforeEach(async () => {
    world().box.faults.clear();
    await world().ana.reloads();
    // Time passes, because Box accepts six searches a second from a person.
    await world().passes(1_000);
  });

  it('the search finds a file by the first letters of its name, and the form sends it', async () => {
    const { ana } = world();
    const file = world().newFile('Lease Harbour Street.pdf');
    world().newFile('Leaflet.pdf');
    world().newFile('Leased.mp4');
    await opensSearch(world());
    expect(await ana.searches(menu, 'lea')).toEqual([
      'Leaflet.pdf (Contracts)',
      'Lease Harbour Street.pdf (Contracts)',
    ]);
    expect(await ana.searches(menu, ' “lease\u200b harb”')).toEqual(['Lease Harbour Street.pdf (Contracts)']);
    expect(await ana.searches(menu, 'arbour')).toEqual([]);
    await ana.fills({ [menu]: 'Lease H', ...someone });
    await ana.presses('More options');
    await ana.sees('Roles of signers', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ [menu]: 'Lease Harbour Street.pdf', ...someone });
    await submitsUntilReady(world());
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('the search offers recent files before anything is typed', async () => {
    const { ana, box } = world();
    const from = box.traffic.length;
    world().newFile('Newest.pdf');
    world().newFile('Recording.mp4');
    await opensSearch(world());
    const offered = await ana.searches(menu, '');
    expect(offered[0]).toBe('Newest.pdf (Contracts)');
    expect(offered.join()).not.toContain('Recording');
    expect(box.traffic.slice(from).map(({ path }) => path)).toEqual(['/2.0/recent_items']);
  });

  it('the search finds the file of a pasted link, also one that only the link opens', async () => {
    const { ana, box } = world();
    const cy = box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const file = box.addFile(cy, { name: 'From Cy.pdf' });
    const shared = box.sharedLink(file);
    await opensSearch(world());
    expect(await ana.searches(menu, file.url)).toEqual([badLink]);
    expect(await ana.searches(menu, `“${shared}”`)).toEqual(['From Cy.pdf (All Files)']);
    const own = world().newFile('Linked.pdf');
    expect(await ana.searches(menu, `<${own.url}|here>`)).toEqual(['Linked.pdf (Contracts)']);
    const folder = box.addFolder(cy, { name: 'Papers' });
    const before = asked(world()).length;
    for (const other of [folder.url, box.sharedLink(folder), 'https://example.com/x.pdf']) {
      expect(await ana.searches(menu, other), other).toEqual([badLink]);
    }
    expect(await ana.searches(menu, 'https://app.box.com/sign/document/1/secret')).toEqual([badLink]);
    expect(asked(world())).toHaveLength(before);
    await ana.fills({ [menu]: shared });
    expect(await formValues(world())).toMatchObject({ [menu]: 'From Cy.pdf' });
  });

  it('switching between search and link keeps everything that was filled in', async () => {
    const { ana, slack } = world();
    const file = world().newFile('Kept.pdf');
    await opensSearch(world(), `${file.url} dee@client.com`);
    expect(await formValues(world())).toMatchObject({ [menu]: '', ...someone });
    expect(await ana.submits()).toEqual({ errors: { [menu]: 'Please complete this required field.' } });
    await ana.presses('More options');
    await ana.sees('Roles of signers', { in: 'modal' });
    await ana.presses('Rarely needed…');
    await ana.sees('Page after signing', { in: 'modal' });
    const updates = (): number => slack.log.filter(({ method }) => method === 'views.update').length;
    const before = updates();
    expect(await ana.submits()).toEqual({});
    await ana.sees('Roles of signers', { in: 'modal' });
    // The form is redrawn with the values of the options page; a change before that would be refused as outdated.
    await expect.poll(updates).toBeGreaterThan(before);
    await choosesWay(world(), 'Box link');
    expect(await formValues(world())).toMatchObject({ [link]: file.url, ...someone });
    await choosesWay(world(), menu);
    await ana.fills({ [menu]: 'Kept', Message: 'Please sign' });
    await choosesWay(world(), 'Box link');
    expect(await formValues(world())).toMatchObject({ [link]: file.url, Message: 'Please sign' });
    await choosesWay(world(), menu);
    expect(await formValues(world())).toMatchObject({ [menu]: 'Kept.pdf', Message: 'Please sign' });
    await submitsUntilReady(world());
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('the search shows the chosen file again when Box refuses it, until another is chosen', async () => {
    const { ana, box } = world();
    const gone = world().newFile('Gone.pdf');
    const other = world().newFile('Still there.pdf');
    await opensSearch(world());
    await ana.fills({ [menu]: 'Gone', ...someone });
    box.deleteFile(gone);
    expect(await ana.submits()).toEqual({});
    await ana.sees('Box cannot find that file', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ [menu]: 'Gone.pdf', ...someone });
    await ana.fills({ [menu]: 'Still' });
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain('Box cannot find that file');
    await submitsUntilReady(world());
    expect(createdFor(world(), other)).toHaveLength(1);
  });

  it('the search says that Box is slow, and continues when Box answers again', async () => {
    const { ana, box } = world();
    const file = world().newFile('Patience.pdf');
    await opensSearch(world());
    for (const fault of [{ kind: 'hang' }, { kind: 'status', status: 503 }] as const) {
      box.faults.next({ ...fault, path: /search/ });
      expect(await ana.searches(menu, 'patience')).toEqual([slow]);
    }
    box.faults.next({ kind: 'status', status: 403, path: /search/ });
    expect(await ana.searches(menu, 'patience')).toEqual(['Box refused the search. Use the link instead.']);
    box.faults.next({ kind: 'status', status: 503, path: /search/ });
    await ana.fills({ [menu]: slow, ...someone });
    expect(await ana.submits()).toEqual({
      errors: { [menu]: 'That is not a file. Choose one from the list, or give its Box link.' },
    });
    await ana.fills({ [menu]: 'Patience' });
    await submitsUntilReady(world());
    expect(createdFor(world(), file)).toHaveLength(1);
    expect(await messagesAbout(world(), 'went wrong')).toEqual([]);
  });

  it('names are shown as plain text on one line, cut to Slack’s limit', async () => {
    const { ana } = world();
    world().newFile('Odd <!channel> *bold* &amp; \u202efdp.exe\n.pdf');
    const long = world().newFile(`Odd ${'long '.repeat(40)}.pdf`);
    await opensSearch(world());
    const [cut = '', marked = ''] = await ana.searches(menu, 'odd');
    expect(marked).toBe('Odd <!channel> *bold* &amp; fdp.exe .pdf (Contracts)');
    expect(cut).toMatch(/^Odd (long )+long… \(Contracts\)$/);
    await ana.fills({ [menu]: 'Odd long', ...someone });
    await submitsUntilReady(world());
    expect(createdFor(world(), long)).toHaveLength(1);
  });

  it('a new file is found once Box has indexed it; until then the search says how to send it', async () => {
    const { ana, anaAtBox } = world();
    await anaAtBox.uploads('Brand new.pdf', Buffer.from('%PDF-1.4'));
    await opensSearch(world());
    expect(await ana.searches(menu, 'brand')).toEqual([]);
    expect((await ana.modal())?.plain).toContain('Box finds a new file after about 10 minutes.');
    await world().passes(11 * 60_000);
    expect(await ana.searches(menu, 'brand')).toEqual(['Brand new.pdf (All Files)']);
  });
});

stories('odd entries in Box’s search results', () => {
  const world = aWorld({ isBoxOdd: true });

  it('odd entries do not hide the others', async () => {
    const { ana, box } = world();
    const good = { type: 'file', id: '12345', name: 'Good.pdf' };
    const entries = [
      null,
      7,
      { type: 'file' },
      { type: 'folder', id: '1', name: 'F' },
      { ...good, id: 'a/b' },
      good,
    ];
    await opensSearch(world());
    box.faults.next({ kind: 'status', status: 200, path: /search/, body: { entries } });
    expect(await ana.searches(menu, 'good')).toEqual(['Good.pdf']);
    box.faults.next({ kind: 'status', status: 200, path: /search/, body: { entries: 'none' } });
    expect(await ana.searches(menu, 'good')).toEqual([slow]);
  });
});

stories('searching without a connection to Box', () => {
  const world = aWorld({ box: 'oauth' });

  it('the search says that there is no connection', async () => {
    const bo = world().slack.person('bo');
    await bo.types('/sign', { in: '#contracts' });
    await bo.sees('New signature request', { in: 'modal' });
    await bo.fills({ Document: menu });
    await expect.poll(async () => Object.keys((await bo.modal())?.values ?? {})).toContain(menu);
    expect(await bo.searches(menu, 'lease')).toEqual([
      'Not connected to Box, so there is nothing to search.',
    ]);
  });
});

stories('searches by people who may not search', () => {
  const world = aWorld({ mode: 'http' });

  const suggestion = (who: Forged, actionId: unknown = 'document_found', value: unknown = 'lease') => ({
    ...actor(world(), who),
    type: 'block_suggestion',
    container: { type: 'view', view_id: 'V1' },
    action_id: actionId,
    block_id: 'document_found',
    value,
  });

  describe('the search lists nothing', () => {
    it.each<[string, () => Record<string, unknown>]>([
      ['to a guest', () => suggestion({ by: 'gil' })],
      ['to a person of another workspace', () => suggestion({ by: 'eve' })],
      ['for another workspace', () => suggestion({ by: 'ana', team: 'T0OTHER' })],
      ['to a member whose workspace is another', () => suggestion({ by: 'ana', userTeam: 'T0OTHER' })],
      ['to a member who is not known in Box', () => suggestion({ by: 'bo' })],
      ['in a menu that is not ours', () => suggestion({ by: 'ana' }, 'constructor')],
    ])('%s', async (_who, payload) => {
      const { slack, box } = world();
      world().newFile('Lease.pdf');
      const from = box.traffic.length;
      const { status, body } = await slack.send({ payload: payload() });
      expect([status, body.includes('Lease')]).toEqual([200, false]);
      expect(box.traffic.slice(from)).toEqual([]);
      const own = await slack.send({ payload: suggestion({ by: 'ana' }) });
      expect(own.body).toContain('Lease.pdf');
    });
  });

  it('a payload that differs from Slack’s format is refused', async () => {
    const { status } = await world().slack.send({ payload: suggestion({ by: 'ana' }, 7) });
    expect(status).toBe(400);
  });
});
