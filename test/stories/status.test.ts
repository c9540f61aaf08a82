/** Details of one request where the command was typed, and what the app finds for words that are no command. */
// runs: http, embedded
import { beforeEach, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, onlyCard } from './acts.ts';
import { createsInBox, opensList } from './listing.ts';
import { aWorld, stories, type World } from './world.ts';

const inChannel = { in: '#contracts' };

/** Ana types this; returns the ephemeral message that says what is wanted. */
async function reads(world: World, typed: string, wanted: string | RegExp): Promise<SeenMessage> {
  await world.ana.reloads();
  expect(await world.ana.types(`/sign ${typed}`, inChannel)).toEqual({ shown: null });
  await world.ana.sees(wanted, inChannel);
  const seen = (await world.ana.ephemerals('#contracts')).at(-1);
  if (!seen) throw new Error('it was not for her alone');
  return seen;
}

/** Ana sends a request to Cy, a colleague, and to a person outside. */
async function sends(world: World, name: string, link = world.newFile(name).url): Promise<void> {
  await world.ana.reloads();
  await asksFor(world, `${link} @cy zoe@client.com`);
  await world.ana.sees('Nobody has been emailed yet', { in: 'modal' });
  const ready = await world.ana.presses('Place the fields');
  await world.anaAtBox.placesFieldsAndSends(ready.url ?? '');
  await world.ana.closes();
  // The modal shows the result before the card does.
  await world.ana.presses('Refresh', { on: await onlyCard(world, name, 'Place the fields') });
  await world.ana.sees(new RegExp(`${name}.*Nobody has opened it`, 's'));
}

stories('the status of a request', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('the command says that nothing is open, or that nothing matches, and quotes what was typed', async () => {
    await reads(world(), 'status', 'You have no open requests.');
    const none = await reads(world(), 'status <!channel> *acme*', 'No requests match');
    expect(none.plain).toContain('match "@channel *acme*"');
    expect(none.text).not.toContain('<!channel>');
    expect(none.buttons).toEqual(['All my requests']);
  });

  it('the command shows the only open request, with a last line to copy', async () => {
    const { ana, box, slack } = world();
    await sends(world(), 'NDA Acme.pdf');
    const status = await reads(world(), 'status', 'History');
    const { id, shortId } = box.signRequests()[0] ?? {};
    expect(status.plain).toMatch(/Cy Ng \(cy@acme\.com\) — not opened/);
    expect(status.plain).toContain('zoe@client.com — not opened');
    expect(status.plain).not.toContain('Name: ');
    expect(status.plain).toMatch(new RegExp(`IDs: ${shortId} · ${id} · `));
    const copied = status.plain.split('\n').at(-1) ?? '';
    const file = Object.values(box.state.files).find(({ name }) => name === 'NDA Acme.pdf');
    expect(copied).toBe(`NDA Acme.pdf: waiting for Cy Ng and 1 person. https://app.box.com/file/${file?.id}`);
    expect(await slack.person('bo').messages('#contracts')).toEqual([]);
    for (const typed of [
      shortId,
      shortId?.toLowerCase(),
      shortId?.slice(3),
      shortId?.replace(/^SR-0*/, ''),
      id,
      'nda',
      'ZOE@client',
      '@cy',
    ]) {
      expect((await reads(world(), `status ${typed}`, 'History')).plain, typed).toContain(copied);
    }
    await reads(world(), `status https://app.box.com/file/${file?.id}`, 'History');
    await ana.presses('Details');
    await ana.sees('History', { in: 'modal' });
  });

  it('Refresh asks Box and updates the same message', async () => {
    const { ana, box } = world();
    await reads(world(), 'status', 'History');
    await box.person('cy@acme.com').views();
    await ana.presses('Refresh', { on: (await ana.ephemerals('#contracts')).at(-1) as SeenMessage });
    await ana.sees(/Cy Ng \(cy@acme\.com\) — opened, not signed/, inChannel);
    expect(await ana.ephemerals('#contracts')).toHaveLength(1);
    box.faults.next({ kind: 'status', status: 503, method: 'GET' });
    await ana.presses('Refresh', { on: (await ana.ephemerals('#contracts')).at(-1) as SeenMessage });
    await ana.sees('Box did not answer just now', inChannel);
    box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 30, method: 'GET' });
    await ana.presses('Refresh', { on: (await ana.ephemerals('#contracts'))[0] as SeenMessage });
    await ana.sees('Box is busy and takes no more calls just now.', inChannel);
    const again = await reads(world(), 'status', 'History');
    box.faults.next({ kind: 'status', status: 404, method: 'GET' });
    await ana.presses('Refresh', { on: again });
    await ana.sees('Box no longer shows us this request (BX-404)', inChannel);
  });

  it.each([
    ['fails', { kind: 'status', status: 503 }],
    ['does not answer', { kind: 'hang' }],
  ] as const)('the command shows what is known when Box %s', async (_, fault) => {
    world().box.faults.next({ ...fault, method: 'GET' });
    const status = await reads(world(), 'status', 'History');
    expect(status.plain).toMatch(/Cy Ng \(cy@acme\.com\) — opened, not signed/);
    world().box.faults.clear();
  });

  it('the command offers a choice between several requests, also for words that are no command', async () => {
    const { ana } = world();
    await sends(world(), 'NDA Beta.pdf');
    const several = await reads(world(), 'status nda', '2 requests match "nda"');
    expect(several.buttons).toEqual(['Show', 'Show', 'All my requests']);
    await ana.presses('Show', { on: several, beside: 'NDA Beta.pdf' });
    await ana.sees(/NDA Beta\.pdf: waiting for Cy Ng/, inChannel);
    expect(await ana.ephemerals('#contracts')).toHaveLength(1);
    await reads(world(), 'status', 'You have 2 open requests. Which one?');

    const found = await reads(world(), 'beta', 'Your requests that match "beta"');
    expect(found.plain).toContain('Type "/sign help" to see what you can do.');
    expect(found.buttons).toEqual(['Details', 'All my requests']);
    await ana.presses('All my requests', { on: found });
    expect(await ana.sees('My signature requests', { in: 'modal' })).not.toContain('NDA Acme');
    expect((await ana.modal())?.values).toEqual({ 'Name, person, address, folder or SR number': 'beta' });
    const slip = await reads(world(), 'lits', 'I didn\'t recognize "/sign lits".');
    expect(slip.plain).toContain('Did you mean "/sign list"?');
  });

  it('a command is suggested only where nothing matches', async () => {
    await asksFor(world(), `${world().newFile('Helm.pdf').url} dee@client.com`);
    await world().ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const found = await reads(world(), 'helm', 'Your requests that match "helm"');
    expect(found.plain).not.toContain('Did you mean');
    const none = await reads(world(), 'helb', 'I didn\'t recognize "/sign helb".');
    expect(none.plain).toContain('Did you mean "/sign help"?');
  });

  it('requests of others are never found, whatever is typed', async () => {
    const { box, slack } = world();
    const { id, shortId } = box.signRequests()[0] ?? {};
    const bo = slack.person('bo');
    for (const typed of [shortId, id, 'nda', 'zoe@client.com']) {
      await bo.reloads();
      await bo.types(`/sign status ${typed}`, inChannel);
      const answer = await bo.sees('No requests match', inChannel);
      expect(answer).toContain('No requests match');
      expect(answer).not.toMatch(/NDA/);
    }
    await slack.person('gil').types('/sign status nda', inChannel);
    expect(await slack.person('gil').sees('full members', inChannel)).not.toContain('NDA');
  });

  it('the last line has the pasted link and, once signed, the link to the signed document', async () => {
    const { box } = world();
    const file = world().newFile('Shared.pdf');
    const link = box.sharedLink(file);
    await sends(world(), 'Shared.pdf', link);
    const lastLine = async (wanted: string): Promise<string> =>
      (await reads(world(), 'status shared', wanted)).plain.split('\n').at(-1) ?? '';
    expect(await lastLine('not opened')).toBe(`Shared.pdf: waiting for Cy Ng and 1 person. ${link}`);
    for (const who of ['cy@acme.com', 'zoe@client.com']) {
      const mail = box.mails(who).find(({ subject }) => subject.includes('Shared'));
      await box.person(who).signs(mail?.link, { typing: who });
    }
    await expect.poll(() => box.signRequests().at(-1)?.status).toBe('signed');
    const [signedId] = box.signRequests().at(-1)?.signFileIds ?? [];
    expect(signedId).not.toBe(file.id);
    expect(await lastLine('Completed')).toMatch(
      new RegExp(`completed.* https://app\\.box\\.com/file/${signedId}$`),
    );
  });

  it('of more than five matches the newest five are shown, and the answer says so', async () => {
    const asked = [
      ['status bulk', 'requests match "bulk". Which one?'],
      ['bulk', 'Your requests that match "bulk"'],
    ] as const;
    for (const number of [1, 2, 3, 4, 5]) await createsInBox(world(), [`Bulk ${number}.pdf`]);
    await opensList(world());
    for (const [typed, says] of asked) {
      const all = await reads(world(), typed, says);
      expect(all.plain).toContain('Bulk 1.pdf');
      expect(all.plain).not.toContain('Showing the newest');
    }
    await createsInBox(world(), ['Bulk 6.pdf']);
    await opensList(world());
    for (const [typed, says] of asked) {
      const newest = await reads(world(), typed, says);
      expect(newest.plain).toContain('Showing the newest 5.');
      expect(newest.plain).toMatch(/Bulk 6\.pdf.*Bulk 2\.pdf/s);
      expect(newest.plain).not.toContain('Bulk 1.pdf');
    }
  });
});
