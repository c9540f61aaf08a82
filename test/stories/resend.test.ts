/** Resend reminder: when it is offered, what it does, and that nobody is reminded twice. */
import { beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { everyCase, rows } from '../builders/runs.ts';
import { holdCalls } from './acts.ts';
import { press } from './forging.ts';
import { nothingIsDue, retriesArePlanned } from './quiet.ts';
import { cardWithButton, postInChannel, type SentRequest, sendsRemindable, sendsRequests } from './sent.ts';
import { aWorld, stories, type World } from './world.ts';

const tenMinutesMs = 10 * 60_000;
const resendPath = /\/resend$/;
const button = 'Resend reminder';
const tooEarly = 'You can send the next reminder';

stories('a reminder', () => {
  const world = aWorld();
  const stock: SentRequest[] = [];
  beforeAll(async () => {
    const names = Array.from(
      { length: everyCase ? 15 : 10 },
      (_, index) => `Stock ${String(index + 1).padStart(2, '0')}`,
    );
    stock.push(...(await sendsRemindable(world(), names)));
  });
  beforeEach(async () => {
    world().box.faults.clear();
    await world().ana.reloads();
  });

  it('the card offers a reminder ten minutes after the last mail, and Box mails the outstanding signers', async () => {
    const { ana, box } = world();
    const [sent] = await sendsRequests(world(), ['First']);
    if (!sent) throw new Error('nothing went out');
    const early = await sent.card('next reminder possible ');
    expect(early.buttons).not.toContain(button);
    await box.person('dee@client.com').signs(linkOf(sent, 'dee@client.com'), { typing: 'Dee' });
    await world().passes(tenMinutesMs + 2_000);
    const card = await cardWithButton(sent, button);
    expect(card.plain).not.toContain('reminder possible');

    const held = holdCalls(world(), resendPath);
    await ana.presses(button, { on: card });
    const busy = await sent.card('⏳ Sending a reminder…');
    expect(busy.buttons).toEqual([]);
    held.release();
    const done = await sent.card('reminder sent');
    expect(done.plain).toContain('next reminder possible ');
    expect(done.buttons).not.toContain(button);
    expect(sent.reminders()).toHaveLength(1);
    expect(box.mails('ed@client.com').at(-1)).toMatchObject({ kind: 'reminder', requestId: sent.boxId });
    expect(await ana.ephemerals('app')).toEqual([]);
    await world().passes(tenMinutesMs + 2_000);
    await cardWithButton(sent, button);
  });

  it('ten simultaneous presses send one reminder', async () => {
    const sent = nextRequest();
    const { ana, slack } = world();
    const card = await sent.card();
    if (inject('store') === 'postgres') {
      const first = ana.presses(button, { on: card, times: 5 });
      await world().second();
      await Promise.all([first, ana.presses(button, { on: card, times: 5 })]);
      slack.connectApp({ requestUrl: `http://127.0.0.1:${world().app.port}/slack/events` });
    } else {
      expect((await ana.presses(button, { on: card, times: 10 })).shown).toBeNull();
    }
    await sent.card('reminder sent');
    expect({ calls: sent.calls('resend'), mails: sent.reminders().length }).toEqual({ calls: 1, mails: 2 });
  });

  it('an old copy of the card sends no reminder, and the presser is told why', async () => {
    const sent = nextRequest();
    const { ana } = world();
    const old = await sent.card();
    await ana.presses(button, { on: old });
    await sent.card('reminder sent');
    await ana.presses(button, { on: old });
    await ana.sees(tooEarly);
    expect((await sent.card('reminder sent')).buttons).not.toContain(button);
    expect(sent.calls('resend')).toBe(1);
  });

  it('a dialog that was open while another reminder was sent sends none, and says why', async () => {
    const sent = nextRequest();
    const { ana } = world();
    const card = await sent.card();
    await ana.types(`/sign list ${sent.name}`);
    await ana.sees(/\nAs of /, { in: 'modal' });
    await ana.presses(button, { beside: `${sent.name}.pdf` });
    await ana.sees('Send a reminder?', { in: 'modal' });
    await ana.presses(button, { on: card });
    await sent.card('reminder sent');
    expect(await ana.submits()).toEqual({});
    await ana.sees(tooEarly, { in: 'modal' });
    expect(sent.calls('resend')).toBe(1);
  });

  it('no second reminder is sent while one is in progress', async () => {
    const sent = nextRequest();
    const { ana } = world();
    const old = await sent.card();
    const held = holdCalls(world(), resendPath);
    await ana.presses(button, { on: old });
    await sent.card('⏳ Sending a reminder…');
    await ana.presses(button, { on: old });
    await ana.sees('This is already in progress.');
    held.release();
    await sent.card('reminder sent');
    expect(sent.calls('resend')).toBe(1);
  });

  it('a reminder sent in Box meanwhile is reported, after one call', async () => {
    const sent = nextRequest();
    await resendInBox(world(), sent);
    const gets = sent.calls('get');
    await world().ana.presses(button, { on: await sent.card() });
    const card = await sent.card('⚠️ No reminder was sent. You can send the next reminder ');
    expect(card.plain).toContain('(BX-400)');
    expect(card.buttons).not.toContain(button);
    expect({ gets: sent.calls('get') - gets, mails: sent.reminders().length }).toEqual({ gets: 1, mails: 2 });
    await world().passes(tenMinutesMs + 2_000);
    await world().ana.presses(button, { on: await cardWithButton(sent, button) });
    expect((await sent.card('reminder sent')).plain).not.toContain('⚠️');
  });

  it.each(
    rows([
      ['lost', { kind: 'drop-after' }, 2],
      ['lost, and so was the call', { kind: 'drop-before' }, 0],
      ['503', { kind: 'status', status: 503 }, 0],
      ['late', { kind: 'hang', ms: 300 }, 0],
    ] as const),
  )(
    'the reminder is not repeated when Box’s answer is %s; the card says what is unknown',
    async (_, fault, mails) => {
      const sent = nextRequest();
      const { ana, box } = world();
      box.faults.next({ ...fault, path: resendPath });
      await ana.presses(button, { on: await sent.card() });
      const card = await sent.card('The reminder may or may not have been sent; we did not send it again.');
      expect(card.plain).toContain('next reminder possible ');
      expect(card.buttons).not.toContain(button);
      await world().passes(60_000);
      await ana.presses('Refresh', { on: card });
      await sent.card('we did not send it again.');
      expect({ calls: sent.calls('resend'), mails: sent.reminders().length }).toEqual({ calls: 1, mails });
    },
  );

  it('the reminder waits as long as Box asks, and is then sent', async () => {
    const sent = nextRequest();
    const { ana, box } = world();
    box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 30, path: resendPath });
    await ana.presses(button, { on: await sent.card() });
    await expect.poll(() => sent.calls('resend')).toBe(1);
    expect((await sent.card('⏳ Sending a reminder…')).buttons).toEqual([]);
    const waited = async (): Promise<string> => {
      await world().passes(5_000);
      return (await sent.card()).plain;
    };
    await expect.poll(waited, { interval: 200 }).toContain('reminder sent');
    expect({ calls: sent.calls('resend'), mails: sent.reminders().length }).toEqual({ calls: 2, mails: 2 });
    const [first = 0, second = 0] = box.traffic
      .filter(({ path }) => path.endsWith(`${sent.boxId}/resend`))
      .map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(30_000);
  });

  it('a reminder that waits for Box is not sent once everyone has signed', async () => {
    const { ana, box } = world();
    const [sent] = (await sendsRemindable(world(), ['Settled'])) as [SentRequest];
    box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 10 * 60, path: resendPath });
    await ana.presses(button, { on: await sent.card() });
    await expect.poll(() => sent.calls('resend')).toBe(1);
    await retriesArePlanned(world());
    for (const address of ['dee@client.com', 'ed@client.com'])
      await box.person(address).signs(linkOf(sent, address), { typing: address });
    // The app polls meanwhile.
    await world().passes(4 * 60_000);
    await nothingIsDue(world());
    await world().passes(7 * 60_000);
    const card = await sent.card('No reminder was sent: there was nobody left to remind.');
    expect(card.plain).toMatch(/Everyone has signed|Completed/);
    expect({ calls: sent.calls('resend'), mails: sent.reminders() }).toEqual({ calls: 1, mails: [] });
  });

  it('the reminder is given up when Box cannot be reached for 15 minutes', async () => {
    const sent = nextRequest();
    const { ana, box } = world();
    box.faults.next({ kind: 'status', status: 429, path: /\/sign_requests\//, times: 1_000 });
    await ana.presses(button, { on: await sent.card() });
    await expect.poll(() => sent.calls('resend')).toBeGreaterThanOrEqual(1);
    await retriesArePlanned(world());
    await world().passes(15 * 60_000 + 1_000);
    const card = await sent.card('⚠️ No reminder was sent: we tried for 15 minutes and could not reach Box.');
    box.faults.clear();
    expect(sent.reminders()).toEqual([]);
    await ana.presses(button, { on: card });
    expect((await sent.card('reminder sent')).plain).not.toContain('⚠️');
    expect(sent.reminders()).toHaveLength(2);
  });

  it.each(
    rows([
      ['signed', /Everyone has signed|Completed/],
      ['declined', /Declined by dee@client.com.*"Not now"/s],
      ['cancelled', 'It can no longer be signed'],
    ] as const),
  )('no reminder is sent when the request was %s meanwhile, and the card says so', async (what, truth) => {
    const sent = nextRequest();
    const { ana, anaAtBox, box } = world();
    const [dee, ed] = ['dee@client.com', 'ed@client.com'].map((address) => box.person(address));
    const deesLink = linkOf(sent, 'dee@client.com');
    if (what === 'cancelled') await anaAtBox.cancelsInBox(sent.boxId);
    if (what === 'declined') await dee?.declines(deesLink, 'Not now');
    if (what === 'signed') {
      await dee?.signs(deesLink, { typing: 'Dee' });
      await ed?.signs(linkOf(sent, 'ed@client.com'), { typing: 'Ed' });
    }
    await ana.presses(button, { on: await sent.card() });
    const card = await sent.card('No reminder was sent: there was nobody left to remind.');
    expect(card.plain).toMatch(truth);
    expect(card.buttons).not.toContain(button);
    expect(sent.reminders()).toEqual([]);
  });

  it('only the requester can send a reminder, wherever the button is, and only for an existing request', async () => {
    const sent = nextRequest();
    const { ana, slack } = world();
    const card = await sent.card();
    const calls = resends();
    await postInChannel(world(), card);
    for (const [who, told] of [
      ['eve', 'Sign is only for full members of this workspace. Nothing was done.'],
      ['gil', 'Sign is only for full members of this workspace. Nothing was done.'],
      ['cy', 'We no longer have this request'],
    ] as const) {
      const person = slack.person(who);
      await person.presses(button);
      await person.sees(told, { in: '#contracts' });
    }
    const [, id = ''] = /"value":"refresh:([^"]+)"/.exec(JSON.stringify(card.blocks)) ?? [];
    for (const forged of [
      press(world(), { by: 'ana' }, { actionId: 'resend', value: 'nothing' }),
      press(world(), { by: 'ana', team: slack.user('eve').teamId }, { actionId: 'resend', value: id }),
      press(world(), { by: 'ana' }, { actionId: 'resend' }),
    ]) {
      expect((await slack.send({ payload: forged })).status).toBeLessThan(500);
    }
    expect((await sent.card()).buttons).toContain(button);
    await ana.presses(button, { on: card });
    await sent.card('reminder sent');
    expect(resends()).toBe(calls + 1);
  });

  /** Returns the next of the prepared requests. */
  function nextRequest(): SentRequest {
    const next = stock.shift();
    if (!next) throw new Error('the stock of requests is used up');
    return next;
  }

  function linkOf(sent: SentRequest, address: string): string {
    const mail = world()
      .box.mails(address)
      .find(({ requestId }) => requestId === sent.boxId);
    return mail?.link ?? '';
  }

  const resends = () => world().box.traffic.filter(({ path }) => resendPath.test(path)).length;
});

/** Ana sends the reminder in Box, without the app. */
async function resendInBox({ box }: World, sent: SentRequest): Promise<void> {
  const token = box.issueToken({ id: sent.atBox().senderId });
  const answer = await fetch(`${box.url}/2.0/sign_requests/${sent.boxId}/resend`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(202);
}
