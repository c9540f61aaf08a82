/** Cancel: a dialog that says what will be lost, one cancel in Box, and a card that says who cancelled. */
// runs: http

import { beforeAll, beforeEach, expect, it } from 'vitest';
import { everyCase, rows } from '../builders/runs.ts';
import { asksFor, createdFor, holdCalls, onlyCard } from './acts.ts';
import { press, submission } from './forging.ts';
import { retriesArePlanned } from './quiet.ts';
import { cardWithButton, findSentRequest, postInChannel, type SentRequest, sendsRequests } from './sent.ts';
import { aWorld, stories } from './world.ts';

const cancelPath = /\/cancel$/;
const inModal = { in: 'modal' } as const;

stories('cancelling', () => {
  const world = aWorld();
  const stock: SentRequest[] = [];
  beforeAll(async () => {
    const names = Array.from(
      { length: everyCase ? 18 : 12 },
      (_, index) => `Stock ${String(index + 1).padStart(2, '0')}`,
    );
    stock.push(...(await sendsRequests(world(), names)));
  });
  beforeEach(async () => {
    world().box.faults.clear();
    await world().ana.reloads();
  });

  it('the dialog names who can no longer sign and whose signature is lost; Keep request changes nothing', async () => {
    const sent = nextRequest();
    const { ana, box } = world();
    await box.person('dee@client.com').signs(linkOf(sent, 'dee@client.com'), { typing: 'Dee' });
    await ana.presses('Refresh', { on: await sent.card() });
    await sent.card('1 of 2 signed');
    await opensDialog(sent);
    const dialog = await ana.sees('Cancel this request?', inModal);
    expect(dialog).toContain(
      `${sent.name}.pdf: ed@client.com will no longer be able to sign. What dee@client.com signed will be lost.`,
    );
    expect(dialog).toContain('Box may show it to signers.');
    expect(await ana.modal()).toMatchObject({ submit: 'Cancel request', close: 'Keep request' });
    await ana.closes();
    expect((await sent.card('1 of 2 signed')).buttons).toContain('Cancel request');
    expect(sent.calls('cancel')).toBe(0);
  });

  it('Box cancels and tells the signers, and the card says who cancelled', async () => {
    const sent = nextRequest();
    const { ana } = world();
    await opensDialog(sent);
    const held = holdCalls(world(), cancelPath);
    expect(await ana.submits()).toEqual({});
    expect(await ana.modal()).toBeNull();
    expect((await sent.card('⏳ Cancelling…')).buttons).toEqual([]);
    held.release();
    const card = await sent.card(/🚫 Cancelled by you, [^:]+:\d\d[^:]*\.\n/);
    expect(card.buttons).not.toContain('Cancel request');
    expect(card.plain).not.toContain('reminder possible');
    expect(toldOf(sent)).toEqual(['dee@client.com', 'ed@client.com']);
    expect(sent.calls('cancel')).toBe(1);
  });

  it('Box and the card show the reason as it was typed', async () => {
    const sent = nextRequest();
    const { ana, box } = world();
    const reason = `*Wrong* <https://evil.example|file> & <!channel> ${'é'.repeat(300)}`.slice(0, 300);
    await opensDialog(sent);
    await ana.fills({ Reason: reason });
    expect(await ana.submits()).toEqual({});
    await sent.card(`: "${reason}"`);
    const call = box.traffic.find(({ path }) => path.endsWith(`${sent.boxId}/cancel`));
    expect(call?.requestBody).toEqual({ reason });
    expect((await sent.card()).text).toContain('&lt;!channel&gt;');
  });

  it('two presses of Cancel request, and a second dialog, cause one cancel', async () => {
    const sent = nextRequest();
    const { ana } = world();
    const old = await sent.card();
    await opensDialog(sent);
    expect(await ana.submits({ times: 2 })).toEqual({});
    await sent.card('Cancelled by you');
    expect(await ana.modal()).toBeNull();
    await ana.presses('Cancel request', { on: old });
    await ana.sees('That is no longer possible, and nothing was changed.');
    expect(await ana.modal()).toBeNull();
    expect(sent.calls('cancel')).toBe(1);
    expect(toldOf(sent)).toHaveLength(2);
  });

  it.each(
    rows([
      ['is lost after the cancel', { kind: 'drop-after' }, 1],
      ['is lost, and so was the call', { kind: 'drop-before' }, 2],
      ['is 503 after the cancel', { kind: 'status', status: 503, applied: true }, 1],
      ['does not come in time', { kind: 'hang', ms: 300 }, 2],
      ['says to wait', { kind: 'status', status: 429, retryAfterSeconds: 2 }, 2],
    ] as const),
  )('the request is cancelled once when Box’s answer %s', async (_, fault, calls) => {
    const sent = nextRequest();
    const { ana, box } = world();
    box.faults.next({ ...fault, path: cancelPath });
    await opensDialog(sent);
    expect(await ana.submits()).toEqual({});
    const waited = async (): Promise<string> => {
      await world().passes(1_000);
      return (await sent.card()).plain;
    };
    await expect.poll(waited, { interval: 200 }).toContain('Cancelled by you');
    const card = await sent.card();
    expect(card.plain).not.toContain('⚠️');
    expect({ calls: sent.calls('cancel'), told: toldOf(sent).length }).toEqual({ calls, told: 2 });
  });

  it.each(
    rows([
      ['signed', /Everyone has signed|Completed/],
      ['declined', /Declined by dee@client.com.*"Not now"/s],
      ['cancelled', 'It can no longer be signed'],
    ] as const),
  )('the card says that the cancel came too late when the request was %s meanwhile', async (what, truth) => {
    const sent = nextRequest();
    const { ana, anaAtBox, box } = world();
    const [dee, ed] = ['dee@client.com', 'ed@client.com'].map((address) => box.person(address));
    await opensDialog(sent);
    // No poll may tell the app before Ana presses.
    const held = holdCalls(world(), /\/sign_requests(\/[^/]+)?$/);
    if (what === 'cancelled') await anaAtBox.cancelsInBox(sent.boxId);
    if (what === 'declined') await dee?.declines(linkOf(sent, 'dee@client.com'), 'Not now');
    if (what === 'signed') {
      await dee?.signs(linkOf(sent, 'dee@client.com'), { typing: 'Dee' });
      await ed?.signs(linkOf(sent, 'ed@client.com'), { typing: 'Ed' });
    }
    expect(await ana.submits()).toEqual({});
    held.release();
    const card = await sent.card('Too late to cancel');
    expect(card.plain).toMatch(truth);
    expect(card.plain).not.toContain('Cancelled by you');
    expect(card.buttons).not.toContain('Cancel request');
  });

  it('a dialog that was open while the request ended says that nothing was changed', async () => {
    const sent = nextRequest();
    const { ana, anaAtBox } = world();
    const old = await sent.card();
    await opensDialog(sent);
    await anaAtBox.cancelsInBox(sent.boxId);
    // Ana presses Refresh in a second window.
    await refreshes(old);
    await sent.card('It can no longer be signed');
    await ana.submits();
    await ana.sees('That is no longer possible, and nothing was changed.', inModal);
    expect(sent.calls('cancel')).toBe(0);
  });

  it('a request whose fields are being placed can be cancelled', async () => {
    const { ana } = world();
    const file = world().newFile('Preparing.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', inModal);
    await ana.closes();
    const card = await onlyCard(world(), 'Preparing.pdf', 'Not sent yet. Place the fields');
    await ana.presses('Cancel request', { on: card });
    await ana.sees('Cancel this request?', inModal);
    await ana.submits();
    const after = await onlyCard(world(), 'Preparing.pdf', 'Cancelled by you');
    expect(after.buttons).not.toContain('Place the fields');
    expect(findSentRequest(world(), 'Preparing').atBox().status).toBe('cancelled');
    expect(toldOf(findSentRequest(world(), 'Preparing'))).toEqual([]);
  });

  it('when Box requires a reason and the person gave none, the app gives one', async () => {
    const sent = nextRequest();
    const { ana, box } = world();
    box.faults.next({ kind: 'status', status: 400, path: cancelPath });
    await opensDialog(sent);
    await ana.submits();
    expect((await sent.card('Cancelled by you')).plain).not.toContain('⚠️');
    const [, call] = box.traffic.filter(({ path }) => path.includes(sent.boxId) && path.endsWith('/cancel'));
    expect(call?.requestBody).toEqual({ reason: 'Cancelled by the sender' });
  });

  it('a refusal of Box that has nothing to do with the reason is shown', async () => {
    const sent = nextRequest();
    const { ana, box } = world();
    box.faults.next({ kind: 'status', status: 400, path: cancelPath, times: 2 });
    await opensDialog(sent);
    await ana.submits();
    await sent.card(
      "The request was not cancelled: Box does not allow this at the request's current stage. (BX-400)",
    );
    // A reason that Ana gave is not replaced by another.
    box.faults.next({ kind: 'status', status: 400, path: cancelPath });
    await opensDialog(sent);
    await ana.fills({ Reason: 'Wrong price' });
    const before = sent.calls('cancel');
    await ana.submits();
    await expect.poll(() => sent.calls('cancel')).toBe(before + 1);
    await retriesArePlanned(world());
    await sent.card('(BX-400)');
    expect(sent.calls('cancel')).toBe(before + 1);
    expect(sent.atBox().status).toBe('sent');
  });

  it('each refusal of Box is explained in words', async () => {
    const sent = nextRequest();
    const { ana, box } = world();
    for (const [status, told] of [
      [403, 'your Box account does not have permission to do this. (BX-403)'],
      [404, 'Box no longer shows this request. Its files or its folder may have been deleted. (BX-404)'],
      [401, 'you are no longer connected to Box. Connect again, then try again. (BX-401)'],
    ] as const) {
      box.faults.next({ kind: 'status', status, path: cancelPath });
      await opensDialog(sent);
      await ana.submits();
      const card = await sent.card(`⚠️ The request was not cancelled: ${told}`);
      expect(card.buttons).toContain('Cancel request');
    }
    expect(sent.atBox().status).toBe('sent');
  });

  it('the cancel is given up when Box cannot be reached for 15 minutes', async () => {
    const sent = nextRequest();
    const { ana, box } = world();
    await opensDialog(sent);
    box.faults.next({ kind: 'drop-before', path: /\/sign_requests\//, times: 1_000 });
    await ana.submits();
    await expect.poll(() => sent.calls('cancel')).toBe(1);
    await retriesArePlanned(world());
    await world().passes(15 * 60_000 + 1_000);
    // The app may have polled by itself, and then knows that the request was not cancelled.
    const card = await sent.card(
      /The request may or may not be cancelled\. To check, press Refresh on its card\.|was not cancelled/,
    );
    box.faults.clear();
    await ana.presses('Refresh', { on: card });
    const fresh = await cardWithButton(sent, 'Cancel request');
    await expect.poll(async () => (await sent.card()).plain).toContain('was not cancelled');
    await ana.presses('Cancel request', { on: fresh });
    await ana.sees('Cancel this request?', inModal);
    await ana.submits();
    await sent.card('Cancelled by you');
  });

  it('only the requester can cancel', async () => {
    const sent = nextRequest();
    const { slack } = world();
    const card = await sent.card();
    await postInChannel(world(), card);
    for (const [who, told] of [
      ['eve', 'Sign is only for full members of this workspace. Nothing was done.'],
      ['gil', 'Sign is only for full members of this workspace. Nothing was done.'],
      ['cy', 'We no longer have this request'],
    ] as const) {
      const person = slack.person(who);
      await person.presses('Cancel request');
      await person.sees(told, { in: '#contracts' });
      expect(await person.modal()).toBeNull();
    }
    const requestId = idOf(card);
    const cancelView = { callbackId: 'cancel', metadata: { requestId } };
    for (const payload of [
      submission(world(), { by: 'cy' }, cancelView),
      submission(world(), { by: 'ana', team: slack.user('eve').teamId }, cancelView),
      submission(world(), { by: 'ana' }, { callbackId: 'cancel', metadata: { requestId: 'nothing' } }),
      submission(world(), { by: 'ana' }, { callbackId: 'cancel', metadata: 'rubbish' }),
      press(world(), { by: 'ana' }, { actionId: 'cancel', value: 'nothing' }),
    ]) {
      expect((await slack.send({ payload })).status).toBeLessThan(500);
    }
    expect(sent.calls('cancel')).toBe(0);
    expect((await sent.card()).buttons).toContain('Cancel request');
  });

  /** Returns the next of the prepared requests. */
  function nextRequest(): SentRequest {
    const next = stock.shift();
    if (!next) throw new Error('the stock of requests is used up');
    return next;
  }

  async function opensDialog(sent: SentRequest): Promise<void> {
    await world().ana.presses('Cancel request', { on: await sent.card() });
    await world().ana.sees('Cancel this request?', inModal);
  }

  /** The signing link in the mail to this address. */
  function linkOf(sent: SentRequest, address: string): string {
    const mail = world()
      .box.mails(address)
      .find(({ requestId }) => requestId === sent.boxId);
    return mail?.link ?? '';
  }

  /** The addresses to which Box mailed that the request was cancelled. */
  function toldOf(sent: SentRequest): string[] {
    const mails = world()
      .box.mails()
      .filter(({ requestId }) => requestId === sent.boxId);
    return mails.filter(({ kind }) => kind === 'cancelled').map(({ to }) => to);
  }

  function idOf({ blocks }: { readonly blocks: readonly unknown[] }): string {
    const [, id = ''] = /"value":"refresh:([^"]+)"/.exec(JSON.stringify(blocks)) ?? [];
    return id;
  }

  async function refreshes(card: Awaited<ReturnType<SentRequest['card']>>): Promise<void> {
    const payload = press(world(), { by: 'ana' }, { actionId: 'refresh', value: idOf(card) });
    expect((await world().slack.send({ payload })).status).toBe(200);
  }
});

stories('a duplicate request in Box', () => {
  const world = aWorld();

  it('the card shows a duplicate once Box lists it, with a link to cancel it in Box', async () => {
    const { ana, anaAtBox, box } = world();
    const file = world().newFile('Doubled.pdf');
    box.faults.listLagMs = 10 * 60_000;
    box.faults.next({ kind: 'drop-after', method: 'POST', path: /\/sign_requests$/ });
    await asksFor(world(), `${file.url} dee@client.com`);
    await expect
      .poll(
        async () => {
          await world().passes(5_000);
          return (await ana.modal())?.plain;
        },
        { interval: 200 },
      )
      .toContain('Nobody has been emailed yet');
    await ana.closes();
    const card = await onlyCard(world(), 'Doubled.pdf', 'Not sent yet. Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
    const both = () => box.signRequests().filter(({ sourceIds }) => sourceIds.includes(file.id));
    expect(both()).toHaveLength(2);
    expect(card.buttons).not.toContain('Open the other request');

    box.faults.clear();
    await ana.presses('Refresh', { on: card });
    const named = '⚠️ Box has a second request for the same document';
    const shown = await onlyCard(world(), 'Doubled.pdf', named);
    expect(shown.buttons).toContain('Open the other request');
    const other = both().find(({ id }) => shown.plain.includes(`(${id})`));
    expect(JSON.stringify(shown.blocks)).toContain(`https://app.box.com/file/${other?.signFileIds[0]}`);
    const cancels = () => box.traffic.filter(({ path }) => cancelPath.test(path));
    expect(cancels()).toHaveLength(0);

    await anaAtBox.cancelsInBox(other?.id ?? '');
    await ana.presses('Refresh', { on: shown });
    await expect
      .poll(async () => (await onlyCard(world(), 'Doubled.pdf', 'Not sent yet')).plain)
      .not.toContain('⚠️');
    const after = await onlyCard(world(), 'Doubled.pdf', 'Not sent yet');
    expect(after.buttons).toContain('Cancel request');
    expect(after.buttons).not.toContain('Open the other request');
    expect(cancels()).toHaveLength(0);
  });
});
