/** A cancel while Box converts the document. Box may refuse it; then the app repeats it for 15 minutes. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, onlyCard } from './acts.ts';
import { retriesArePlanned } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const conversionMs = 60_000;

stories('a cancel while Box converts the document', () => {
  const world = aWorld({ conversionMs });
  beforeEach(() => world().ana.reloads());

  async function cancelsEarly(name: string): Promise<void> {
    const { ana } = world();
    await asksFor(world(), `${world().newFile(`${name}.pdf`).url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    const card = await onlyCard(world(), name, 'Not sent yet');
    await ana.presses('Cancel request', { on: card as SeenMessage });
    await ana.sees('Cancel this request?', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
  }
  const statuses = () =>
    world()
      .box.signRequests()
      .map(({ status }) => status);

  it('a refused cancel is repeated after the conversion, and the card says so meanwhile', async () => {
    await cancelsEarly('Early');
    const waiting = await onlyCard(
      world(),
      'Early',
      'Box is still preparing the document. It will be cancelled as soon as Box allows it',
    );
    expect(waiting.buttons).toEqual([]);
    expect(statuses()).toEqual(['converting']);
    await world().passes(conversionMs);
    const card = await onlyCard(world(), 'Early', 'Cancelled by you');
    expect(card.plain).not.toContain('⚠️');
    expect(statuses()).toEqual(['cancelled']);
  });

  it('a cancel that Box accepts is carried out immediately', async () => {
    world().box.state.cancelsWhileConverting = true;
    await cancelsEarly('At once');
    await onlyCard(world(), 'At once', 'Cancelled by you');
    world().box.state.cancelsWhileConverting = false;
  });

  it('the cancel is given up after 15 minutes, and the card says why', async () => {
    await cancelsEarly('Endless');
    await onlyCard(world(), 'Endless', 'still preparing');
    const [request] = world().box.signRequests().slice(-1);
    if (request) Object.assign(request, { createdAt: world().now() + 60 * 60_000 });
    await retriesArePlanned(world());
    await world().passes(15 * 60_000 + 1_000);
    const card = await onlyCard(
      world(),
      'Endless',
      'The request was not cancelled: Box is still preparing the document.',
    );
    expect(card.buttons).toContain('Cancel request');
  });
});
