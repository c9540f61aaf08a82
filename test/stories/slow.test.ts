/** Box is slow, busy or unreachable: what people are told meanwhile and in the end. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { asksFor, createdFor, formValues, holdCalls, messagesAbout, onlyCard } from './acts.ts';
import { quiet, retriesArePlanned } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const slow =
  'Box is slow or busy. We\'ll keep trying for 15 minutes; your card will say "Sent" or "Not sent".';
const readyText = 'Nobody has been emailed yet. Place the fields in Box';

stories('a slow Box', () => {
  const world = aWorld();
  beforeEach(async () => {
    world().box.faults.clear();
    await world().ana.reloads();
  });

  it('after eight seconds the modal says that Box is slow, and then shows the result', async () => {
    const { ana } = world();
    const file = world().newFile('Slow.pdf');
    const held = holdCalls(world(), /\/2\.0\//);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('⏳ Asking Box…', { in: 'modal' });
    expect(await messagesAbout(world(), file.id)).toEqual([]);
    await world().passes(8_000);
    await ana.sees(slow, { in: 'modal' });
    held.release();
    await ana.sees(readyText, { in: 'modal' });
    await onlyCard(world(), 'Slow.pdf', 'Not sent yet. Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('work continues by itself when the slow modal is closed', async () => {
    const { ana } = world();
    const file = world().newFile('Slow and closed.pdf');
    const held = holdCalls(world(), /\/2\.0\//);
    await asksFor(world(), `${file.url} dee@client.com`);
    await world().passes(8_000);
    await ana.sees(slow, { in: 'modal' });
    await ana.closes();
    held.release();
    await onlyCard(world(), 'Slow and closed.pdf', 'Not sent yet. Place the fields');
    await ana.sees('Slow and closed.pdf is ready.', { in: '#contracts' });
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('the modal says that Box is slow after Send now as well', async () => {
    const { ana } = world();
    const file = world().newFile('Slowly sent.pdf');
    await asksFor(world(), `${file.url} dee@client.com`, { 'Send now, without fields': true });
    await ana.sees('Check and send', { in: 'modal' });
    await world().passes(60_000);
    const held = holdCalls(world(), /\/2\.0\//);
    await ana.submits();
    await ana.sees('⏳ Asking Box…', { in: 'modal' });
    await world().passes(8_000);
    await ana.sees(slow, { in: 'modal' });
    held.release();
    await onlyCard(world(), 'Slowly sent.pdf', /Box is preparing|Submitted to Box|Sent/);
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it.each([
    ['503 when the file is looked up', { method: 'GET', kind: 'status', status: 503 }, 2],
    [
      '429 when the file is looked up',
      { method: 'GET', kind: 'status', status: 429, retryAfterSeconds: 20 },
      2,
    ],
    [
      '429 when the request is made',
      { method: 'POST', kind: 'status', status: 429, retryAfterSeconds: 20 },
      2,
    ],
    ['a lost connection when the file is looked up', { method: 'GET', kind: 'drop-before' }, 2],
  ] as const)('the app tries again after %s', async (_, fault, times) => {
    const { ana, box } = world();
    const file = world().newFile();
    const before = failures();
    box.faults.next({ ...fault, path: /\/(files\/\d+|sign_requests)$/, times });
    await asksFor(world(), `${file.url} dee@client.com`);
    await expect.poll(failures).toBeGreaterThan(before);
    await expect
      .poll(
        async () => {
          await world().passes(5_000);
          return (await ana.modal())?.plain;
        },
        { interval: 100 },
      )
      .toContain(readyText);
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('the app waits as long as Box asks before it tries again', async () => {
    const { ana, box } = world();
    const file = world().newFile();
    box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 60, method: 'POST' });
    await asksFor(world(), `${file.url} dee@client.com`);
    const creates = () =>
      box.traffic.filter(({ requestBody }) => JSON.stringify(requestBody ?? '').includes(file.id));
    await expect.poll(() => creates().length).toBe(1);
    // The app must have planned its next try: moving the clock brings forward only jobs that are already delayed.
    await quiet(world());
    await world().passes(55_000);
    await ana.sees(slow, { in: 'modal' });
    await world().passes(6_000);
    await ana.sees(readyText, { in: 'modal' });
    const [first, second] = creates();
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
    expect(creates()).toHaveLength(2);
  });

  it('after 15 minutes the modal says that nothing was sent, and the request can be sent when Box is back', async () => {
    const { ana, box } = world();
    const file = world().newFile('Patience.pdf');
    const before = failures();
    box.faults.next({ kind: 'status', status: 503, times: 1_000 });
    await asksFor(world(), `${file.url} dee@client.com`, { Message: 'Please' });
    await expect.poll(failures).toBeGreaterThan(before);
    await world().passes(8_000);
    await ana.sees(slow, { in: 'modal' });
    await onlyCard(world(), file.id, 'Sending to Box…');
    await retriesArePlanned(world());
    await world().passes(15 * 60_000);
    await ana.sees(
      '⚠️ Nothing was sent. We tried for 15 minutes, but Box or Slack did not answer. Try again later.',
      {
        in: 'modal',
      },
    );
    expect(await formValues(world())).toMatchObject({ 'Box link or file ID': file.url, Message: 'Please' });
    await onlyCard(world(), file.id, 'Not sent; nobody was emailed. We tried for 15 minutes');
    box.faults.clear();
    expect(await ana.submits()).toEqual({});
    await ana.sees(readyText, { in: 'modal' });
    await onlyCard(world(), 'Patience.pdf', 'Not sent yet. Place the fields');
    expect(await messagesAbout(world(), file.id)).toEqual([]);
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('the card says that nothing was sent when the form was closed meanwhile', async () => {
    const { ana, box } = world();
    const file = world().newFile('Impatience.pdf');
    box.faults.next({ kind: 'drop-before', times: 1_000 });
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.closes();
    await world().passes(16 * 60_000);
    const card = await onlyCard(world(), file.id, 'Not sent; nobody was emailed. We tried for 15 minutes');
    expect(card.plain).toContain('(BX-951)');
    box.faults.clear();
    await ana.presses('Fix and send…', { on: card });
    await ana.sees('Nothing was sent', { in: 'modal' });
    await ana.submits();
    await ana.sees(readyText, { in: 'modal' });
    expect((await onlyCard(world(), 'Impatience.pdf', 'Not sent yet')).ts).toBe(card.ts);
  });

  /** The number of calls to Box that have failed in this world. */
  function failures(): number {
    return world().box.traffic.filter(({ status }) => status === null || status === 429 || status >= 500)
      .length;
  }
});
