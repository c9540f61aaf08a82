/** Lists of a thousand requests and more. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { anaInBox } from './acts.ts';
import { createsInBox, inModal, listCall, listCalls, opensList } from './listing.ts';
import { aWorld, stories } from './world.ts';

stories('a long list', () => {
  const world = aWorld();

  it('a thousand requests cost one call to Box and are shown on pages, and one odd entry hides none', async () => {
    const { ana, box } = world();
    const known = box.signRequests().length;
    await createsInBox(
      world(),
      Array.from({ length: 1_000 - known - 1 }, (_, index) => `Many ${index + 1}.pdf`),
      'many@client.com',
    );
    const odd = box.addOddSignRequest(anaInBox(world()), 'unknown-decision');
    const before = listCalls(world());
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees('Asking Box…', inModal);
    await ana.sees(/Waiting \(\d{3}\)/, inModal);
    const counts = ((await ana.modal())?.buttons ?? []).flatMap((text) => /\((\d+)\)$/.exec(text)?.[1] ?? []);
    expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(1_000);
    expect(listCalls(world()) - before).toBe(1);
    await ana.presses('Waiting (999)');
    await ana.presses('Older');
    await ana.sees(/Page 2 of 1\d\d/, inModal);
    await ana.presses('Newer');
    await ana.sees(/Page 1 of 1\d\d/, inModal);
    await ana.presses('Older');
    await ana.sees(/Page 2 of 1\d\d/, inModal);
    await ana.fills({ 'Name, person, address, folder or SR number': 'many@client.com' });
    await ana.sees(/Page 1 of 1\d\d/, inModal);
    await ana.fills({ 'Name, person, address, folder or SR number': 'odd@client.com' });
    await ana.sees('Odd unknown-decision.pdf', inModal);
    // Box's published definition does not allow this answer, so it is taken out of the traffic that is checked.
    box.traffic.splice(0, box.traffic.length, ...box.traffic.filter(({ path }) => !listCall.test(path)));
    // A request that is gone from Box's list stays, with the time when the list last had it.
    box.deleteFile({ id: box.state.signRequests[odd.id]?.signFileIds[0] ?? '' });
    await world().passes(6 * 60_000);
    expect(await opensList(world(), 'odd@client.com')).toMatch(/no longer in Box's list, last seen /);
  });

  it('three thousand requests cost three calls to Box, and can be searched and paged', {
    timeout: 120_000,
  }, async () => {
    const { ana, box } = world();
    const missing = 3_000 - (box.signRequests().length - 1);
    await createsInBox(
      world(),
      Array.from({ length: missing }, (_, index) => `More ${index + 1}.pdf`),
      'more@client.com',
    );
    const before = listCalls(world());
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees(/Waiting \(3000\)/, { ...inModal, within: 60_000 });
    expect(listCalls(world()) - before).toBe(3);
    await ana.reloads();
    await ana.types('/sign list more 2');
    await ana.sees('Asking Box…', inModal);
    await ana.sees(/\nAs of .*Page 1 of /s, inModal);
    await ana.presses('Older');
    await ana.sees(/Page 2 of/, inModal);
  });
});
