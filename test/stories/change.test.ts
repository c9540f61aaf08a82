/** Change…: a new request replaces an open one. The old one is cancelled once the new one has gone out. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { asksFor, formValues, messagesAbout, onlyCard } from './acts.ts';
import { retriesArePlanned } from './quiet.ts';
import { type SentRequest, sendsRemindable, sendsRequests } from './sent.ts';
import { aWorld, stories } from './world.ts';

const others = 'Other signers (email)';

stories('Change…', () => {
  const world = aWorld();
  // Time passes, so that notices of two stories are not merged.
  beforeEach(() => world().passes(2 * 60_000));

  async function sendsOne(name: string, signers = 'dee@client.com'): Promise<SentRequest> {
    const [sent] = await sendsRequests(world(), [name], signers);
    if (!sent) throw new Error('nothing was sent');
    return sent;
  }
  const namedAtBox = (name: string) =>
    world()
      .box.signRequests()
      .filter((one) => one.name.startsWith(name));
  const statusOf = ({ boxId }: SentRequest) =>
    world()
      .box.signRequests()
      .find(({ id }) => id === boxId)?.status;

  async function opensChange(sent: SentRequest) {
    const { ana } = world();
    await ana.presses('Change…', { on: await sent.card() });
    await ana.sees('New signature request', { in: 'modal' });
  }

  it('the old request keeps its card and signers until the new one has gone out, and is then cancelled', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Change me');
    await opensChange(sent);
    await ana.sees('The old request is cancelled when the new one has gone out.', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ [others]: 'dee@client.com' });
    await ana.fills({ [others]: 'dee@client.com, fay@client.com', 'Place fields in Box, then send': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    // The new request has not gone out yet, so the old one stays open.
    expect(['sent', 'viewed']).toContain(statusOf(sent));
    const [first] = await messagesAbout(world(), 'Change me');
    expect(first?.plain).toMatch(/Sent|opened/);
    const url = (await ana.presses('Place the fields')).url ?? '';
    await ana.closes();
    await box.person('ana@acme.com').placesFieldsAndSends(url);
    await expect.poll(() => statusOf(sent)).toBe('cancelled');
    await expect
      .poll(async () => (await messagesAbout(world(), 'Change me')).map(({ plain }) => plain).join())
      .toMatch(/Cancelled by you.*A corrected request took its place/s);
    expect(namedAtBox('Change me')).toHaveLength(2);
  });

  it('the new request is not taken for a repetition, and a second Continue creates no further one', async () => {
    const { ana } = world();
    const sent = await sendsOne('Same people');
    await opensChange(sent);
    await ana.fills({ Message: 'Now with a message' });
    expect(await ana.submits({ times: 2 })).toEqual({});
    await ana.sees('Goes to dee@client.com', { in: 'modal' });
    await ana.submits();
    await expect.poll(() => namedAtBox('Same people').length).toBe(2);
    await ana.closes();
    await expect.poll(() => statusOf(sent)).toBe('cancelled');
  });

  it('the old request stays as it was when Box refuses the new one', async () => {
    const { ana } = world();
    const sent = await sendsOne('Stays');
    await opensChange(sent);
    await ana.fills({ 'Box link or file ID': 'https://app.box.com/file/999999' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nothing was sent.', { in: 'modal' });
    await ana.sees('The old request is cancelled when the new one has gone out.', { in: 'modal' });
    await ana.closes();
    expect(['sent', 'viewed']).toContain(statusOf(sent));
    expect((await sent.card()).plain).toMatch(/Sent|opened/);
    expect((await sent.card()).buttons).toContain('Change…');
  });

  it('the form says whose signature is lost, and links to Box, when a signer has signed already', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Half signed', 'dee@client.com gus@client.com');
    await box.person('dee@client.com').signs();
    await ana.presses('Refresh', { on: await sent.card() });
    await onlyCard(world(), 'Half signed.pdf', '1 of 2 signed');
    await opensChange(sent);
    await ana.sees('dee@client.com would have to sign again', { in: 'modal' });
    expect((await ana.modal())?.plain).toContain('Edit in Box');
    await ana.closes();
  });

  it('a request that has ended cannot be changed: an old card says so', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Over');
    const card = await sent.card();
    await box.person('dee@client.com').declines(undefined, 'No');
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), 'Over.pdf', 'Declined');
    await ana.presses('Change…', { on: card });
    await ana.sees('That is no longer possible, and nothing was changed.');
    expect(namedAtBox('Over')).toHaveLength(1);
  });

  it('when a change that never went out is changed again, the first request is cancelled too', async () => {
    const { ana } = world();
    const sent = await sendsOne('Twice');
    await opensChange(sent);
    await ana.fills({ [others]: 'fay@client.com', 'Place fields in Box, then send': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await ana.sees(/Twice\.pdf.*Not sent yet/s);
    const cards = await messagesAbout(world(), 'Twice');
    const second = cards.find(({ plain }) => plain.includes('Not sent yet'));
    if (!second) throw new Error('the second has no card');
    await ana.presses('Change…', { on: second });
    await ana.sees('The old request is cancelled', { in: 'modal' });
    await ana.fills({ [others]: 'gus@client.com', 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to gus@client.com', { in: 'modal' });
    await ana.submits();
    await expect
      .poll(() => namedAtBox('Twice').map(({ status }) => status))
      .toEqual(['cancelled', 'cancelled', 'sent']);
    await ana.closes();
  });

  it('nothing is sent when the old request ended while the form was open', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Ended');
    await opensChange(sent);
    const card = await sent.card();
    await box.person('dee@client.com').declines(undefined, 'No');
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), 'Ended.pdf', 'Declined');
    expect(await ana.submits()).toEqual({});
    await ana.sees('The old request is over, or being cancelled. Nothing was sent.', { in: 'modal' });
    expect(namedAtBox('Ended')).toHaveLength(1);
    await ana.closes({ all: true });
  });

  it('Send now sends nothing when the old request ended while the check was open', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Checked too late');
    await opensChange(sent);
    await ana.fills({ [others]: 'fay@client.com', 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to fay@client.com', { in: 'modal' });
    const card = await sent.card();
    await box.person('dee@client.com').declines(undefined, 'No');
    await ana.presses('Refresh', { on: card });
    await ana.sees(/Checked too late\.pdf.*Declined/s);
    expect(await ana.submits()).toEqual({});
    await ana.sees('The old request is over, or being cancelled. Nothing was sent.', { in: 'modal' });
    expect(namedAtBox('Checked too late')).toHaveLength(1);
    await ana.closes({ all: true });
  });

  it('the old request is cancelled also when a reminder for it was still waiting', async () => {
    const { ana, box } = world();
    const [sent] = (await sendsRemindable(world(), ['Reminded'], 'dee@client.com')) as [SentRequest];
    const card = await sent.card();
    await opensChange(sent);
    await ana.fills({ [others]: 'fay@client.com', 'Place fields in Box, then send': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const url = (await ana.presses('Place the fields')).url ?? '';
    await ana.closes();
    box.faults.next({
      kind: 'status',
      method: 'POST',
      path: /\/resend$/,
      status: 429,
      retryAfterSeconds: 120,
    });
    await ana.presses('Resend reminder', { on: card });
    const calls = () => box.traffic.filter(({ path }) => path.endsWith(`${sent.boxId}/resend`)).length;
    await expect.poll(calls).toBe(1);
    await retriesArePlanned(world());
    await box.person('ana@acme.com').placesFieldsAndSends(url);
    await world().passes(15_000);
    await ana.sees(/Reminded\.pdf.*Nobody has opened it/s);
    await world().passes(150_000);
    await expect.poll(() => statusOf(sent)).toBe('cancelled');
  });

  it('only one form can change a request: a second form shows the request of the first', async () => {
    const { ana } = world();
    const sent = await sendsOne('Doubly');
    const card = await sent.card();
    const direct = { 'Send now, without fields': true };
    await ana.presses('Change…', { on: card });
    await ana.sees('The old request is cancelled', { in: 'modal' });
    await ana.fills({ [others]: 'fay@client.com', ...direct });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to fay@client.com', { in: 'modal' });
    await ana.closes();
    await ana.presses('Change…', { on: card });
    await ana.sees('The old request is cancelled', { in: 'modal' });
    await ana.fills({ [others]: 'gus@client.com', ...direct });
    expect(await ana.submits()).toEqual({});
    const said = await ana.sees('You are already changing this request', { in: 'modal' });
    expect(said).not.toContain('Send another');
    await ana.presses('Show that request');
    await ana.sees('Goes to fay@client.com', { in: 'modal' });
    await ana.submits();
    await expect.poll(() => namedAtBox('Doubly').map(({ status }) => status)).toEqual(['cancelled', 'sent']);
    await ana.closes({ all: true });
  });

  it('nothing is sent when the old request has ended before Send another request', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Over by then');
    await opensChange(sent);
    const { 'Box link or file ID': link = '' } = await formValues(world());
    await ana.closes();
    await asksFor(world(), `${link} hal@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await opensChange(sent);
    await ana.fills({ [others]: 'hal@client.com', 'Place fields in Box, then send': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Send another request', { in: 'modal' });
    const before = box.signRequests().length;
    const [card] = (await messagesAbout(world(), 'Over by then')).filter(({ plain }) => /Sent/.test(plain));
    if (!card) throw new Error('the first has no card');
    await box.person('dee@client.com').declines(undefined, 'No');
    await ana.presses('Refresh', { on: card });
    await expect
      .poll(async () => (await messagesAbout(world(), 'Over by then')).map(({ plain }) => plain).join())
      .toContain('Declined');
    await ana.presses('Send another request');
    await ana.sees('The old request is over, or being cancelled. Nothing was sent.', { in: 'modal' });
    expect(box.signRequests()).toHaveLength(before);
    await ana.closes({ all: true });
  });

  it('a message says when the old request was completed before it could be cancelled', async () => {
    const { ana, box } = world();
    const sent = await sendsOne('Completed');
    await opensChange(sent);
    await ana.fills({ 'Place fields in Box, then send': true, [others]: 'fay@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const url = (await ana.presses('Place the fields')).url ?? '';
    await ana.closes();
    await box.person('dee@client.com').signs();
    await box.person('ana@acme.com').placesFieldsAndSends(url);
    await expect
      .poll(async () => (await ana.messages('app')).map(({ plain }) => plain).join())
      .toContain('could not be cancelled, although a corrected one has gone out');
  });
});
