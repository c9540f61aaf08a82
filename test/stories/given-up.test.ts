/**
 * Work that always fails because of a bug of ours. The person it was for is told what is known, with a reference that
 * the operator finds in the log.
 */
// runs: http, embedded, ci
import { beforeEach, expect, inject, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { allowUpdates, refuseUpdates } from '../builders/failing-writes.ts';
import { asksFor, createdFor, messagesAbout, onlyCard } from './acts.ts';
import { altersWhileQuiet, retriesArePlanned } from './quiet.ts';
import { type SentRequest, sendsRequests } from './sent.ts';
import { opensShared, sharesWithAna } from './shared-with-me.ts';
import { aWorld, stories } from './world.ts';

const minuteMs = 60_000;
const [table, column] = ['sign_requests', 'state'];

stories('work that is given up', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  const refusesState = (state: string): Promise<void> =>
    altersWhileQuiet(world(), refuseUpdates(inject('store'), table, column, state));
  const acceptsStates = (): Promise<void> =>
    altersWhileQuiet(world(), allowUpdates(inject('store'), table, column));

  /** The log lines with this message about this step. */
  function logged(step: string, message: string): { readonly reference: string }[] {
    const lines = world().app.output().split('\n');
    return lines
      .filter((line) => line.includes(`"step":"${step}"`) && line.includes(`"msg":"${message}"`))
      .map((line) => JSON.parse(line));
  }

  /** Lets time pass until the job of this step is given up; returns the reference from the log. */
  async function waitUntilGivenUp(step: string): Promise<string> {
    for (let times = 1; times < 8; times += 1) {
      await expect
        .poll(() => logged(step, 'a job failed and is tried again').length)
        .toBeGreaterThanOrEqual(times);
      await retriesArePlanned(world());
      await world().passes(minuteMs + 1_000);
    }
    return lastReference(step);
  }

  /** The reference in the first log line that says that a job of this step is given up. */
  async function lastReference(step: string): Promise<string> {
    await expect.poll(() => logged(step, 'a job is given up').length).toBeGreaterThan(0);
    return logged(step, 'a job is given up')[0]?.reference ?? '';
  }

  /** Returns the text of the only message to Ana with this reference. */
  async function messageWith(reference: string): Promise<string> {
    const found = async () =>
      (await world().ana.messages('app'))
        .map(({ plain }) => plain)
        .filter((plain) => plain.includes(reference));
    await expect.poll(found).toHaveLength(1);
    return (await found())[0] ?? '';
  }

  it('when creating a request is given up, the card says that nothing was sent, and Fix and send sends it', async () => {
    const { ana } = world();
    const file = world().newFile('Unkept.pdf');
    await refusesState('creating');
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.closes();
    const reference = await waitUntilGivenUp('create');
    const card = await onlyCard(world(), file.id, 'Something went wrong on our side');
    expect(card.plain).toContain('Not sent; nobody was emailed.');
    expect(card.plain).toContain(`tell the person who runs this app: ${reference}`);
    expect(createdFor(world(), file)).toEqual([]);
    await acceptsStates();
    await ana.presses('Fix and send…', { on: card });
    await ana.sees('Nothing was sent', { in: 'modal' });
    await ana.submits();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await onlyCard(world(), 'Unkept.pdf', 'Not sent yet. Place the fields');
  });

  it('when a cancel is given up, the card says that the request may be cancelled, and Refresh finds out', async () => {
    const { ana } = world();
    const [sent] = (await sendsRequests(world(), ['Stopped'])) as [SentRequest];
    await refusesState('cancelled');
    await ana.presses('Cancel request', { on: await sent.card() });
    await ana.sees('Cancel this request?', { in: 'modal' });
    await ana.submits();
    const reference = await waitUntilGivenUp('cancel');
    expect(await messageWith(reference)).toContain(
      'Something went wrong on our side with Stopped.pdf, and we have stopped trying.',
    );
    await ana.sees('The request may or may not be cancelled. To check, press Refresh on its card.');
    expect(sent.calls('cancel')).toBe(1);
    await acceptsStates();
    const [card] = (await messagesAbout(world(), 'Stopped')).filter(({ buttons }) => buttons.length > 0);
    await ana.presses('Refresh', { on: card as SeenMessage });
    await ana.sees(/Stopped\.pdf.*It can no longer be signed/s);
  });

  it('when drawing a card is given up, the requester is told that the card may be out of date', async () => {
    const { ana, anaAtBox, slack } = world();
    const [sent] = (await sendsRequests(world(), ['Undrawn'])) as [SentRequest];
    await anaAtBox.cancelsInBox(sent.boxId);
    const card = await sent.card();
    slack.faults.next({ kind: 'error', error: 'invalid_blocks', method: 'chat.update', times: 2 });
    await ana.presses('Refresh', { on: card });
    const apology = await messageWith(await lastReference('redraw'));
    expect(apology).toContain('Something went wrong on our side with Undrawn.pdf');
    expect(apology).toContain('Its card may be out of date');
    slack.faults.clear();
  });

  it('when drawing a list is given up, the person who opened the list is told', async () => {
    const { ana, slack } = world();
    slack.faults.next({ kind: 'error', error: 'invalid_blocks', method: 'views.update' });
    await ana.types('/sign list');
    const apology = await messageWith(await lastReference('drawLists'));
    expect(apology).toContain('we do not know how much of it was done');
  });

  it('when reading a list is given up, the list says that Box is busy or not answering', async () => {
    const { ana } = world();
    const [sent] = (await sendsRequests(world(), ['Listed'])) as [SentRequest];
    await refusesState('cancelled');
    await world().anaAtBox.cancelsInBox(sent.boxId);
    await ana.types('/sign list');
    await waitUntilGivenUp('readList');
    await ana.sees('Box is busy or not answering', { in: 'modal' });
    await acceptsStates();
    await ana.presses('Ask Box again');
    await ana.sees('As of', { in: 'modal' });
  });

  const refusesShared = (): Promise<void> =>
    altersWhileQuiet(world(), refuseUpdates(inject('store'), 'shared_requests', 'record'));
  const acceptsShared = (): Promise<void> =>
    altersWhileQuiet(world(), allowUpdates(inject('store'), 'shared_requests', 'record'));

  it('when a cancel of another person’s request is given up, its row says so, and the editor is told', async () => {
    const { ana, box } = world();
    const kim = box.addUser({ login: 'kim@acme.com', name: 'Kim Ode' });
    sharesWithAna(world(), kim, { name: 'Of Kim.pdf', as: 'editor', to: 'gus@client.com' });
    await world().passes(11 * minuteMs);
    await opensShared(world());
    const cancels = () => box.traffic.filter(({ path }) => path.endsWith('/cancel')).length;
    const before = cancels();
    box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 60, path: /\/cancel$/ });
    await ana.presses('Cancel request', { beside: 'Of Kim.pdf' });
    await ana.sees('It was sent by kim@acme.com', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await expect.poll(cancels).toBe(before + 1);
    await refusesShared();
    await world().passes(minuteMs + 1_000);
    const reference = await waitUntilGivenUp('actOnShared');
    await acceptsShared();
    await retriesArePlanned(world());
    await world().passes(minuteMs + 1_000);
    expect(await messageWith(reference)).toContain('we do not know how much of it was done');
    await ana.sees(/Of Kim\.pdf.*The request was not cancelled: something went wrong on our side/s, {
      in: 'modal',
    });
    expect(cancels()).toBe(before + 1);
  });

  it('when reading requests of others is given up, their list says that Box is busy or not answering', async () => {
    const { ana, box } = world();
    const lou = box.addUser({ login: 'lou@acme.com', name: 'Lou Ito' });
    sharesWithAna(world(), lou, { name: 'Of Lou.pdf', as: 'viewer', to: 'hal@client.com' });
    await world().passes(minuteMs);
    await opensShared(world());
    await refusesShared();
    await ana.presses('Shared with me');
    await waitUntilGivenUp('readShared');
    await ana.sees('Box is busy or not answering', { in: 'modal' });
    await acceptsShared();
    await ana.presses('Ask Box again');
    await ana.sees(/\nAs of /, { in: 'modal' });
  });
});
