/** The list of sign requests when Box refuses it or is slow, and when the connection to Box changes meanwhile. */
// runs: http
import { beforeEach, it } from 'vitest';
import { inModal, listCall } from './listing.ts';
import { aWorld, stories } from './world.ts';

stories('a list that Box does not give, or gives late', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('the list says that Box refused and why, also about requests of others', async () => {
    const { ana, box } = world();
    const refuses = (status: number): void =>
      box.faults.next({ kind: 'status', method: 'GET', path: listCall, status });
    refuses(403);
    await ana.types('/sign list');
    const refused =
      'Box refused to give this list. Your Box plan may not include Box Sign: ask your Box admin.';
    await ana.sees(`⚠️ ${refused} This list shows only what this app knows.`, inModal);
    refuses(401);
    await ana.presses('Ask Box again');
    await ana.sees('⚠️ Your connection to Box has ended. Ask the person who runs this app', inModal);
    await ana.presses('Ask Box again');
    await ana.sees(/\nAs of /, inModal);
    refuses(403);
    await ana.presses('Shared with me');
    await ana.sees(refused, inModal);
    refuses(503);
    await ana.presses('Ask Box again');
    await ana.sees('Box is busy or not answering', inModal);
    await ana.presses('Ask Box again');
    await ana.sees('No requests of others are shared with you in Box.', inModal);
  });
});
