/** Shared with me: requests of others that Box shows to a person, and what the person may do with them. */
// runs: http, embedded
import { beforeEach, expect, it } from 'vitest';
import { anaInBox, holdCalls } from './acts.ts';
import { press, submission } from './forging.ts';
import { quiet } from './quiet.ts';
import { opensShared, sharesWithAna } from './shared-with-me.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const inModal = { in: 'modal' as const };
const searchLabel = 'Name, person, address, folder or SR number';

stories('requests that are shared with Ana', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  /** The app's id of the request with this name that is shared with Ana. */
  async function storedId(name: string): Promise<string> {
    const rows = (await storedRows(world().store))['shared_requests'] ?? [];
    const { id } = JSON.parse(rows.find((row) => row.includes(name)) ?? '{}') as { id?: string };
    if (id === undefined) throw new Error(`${name} is not stored`);
    return id;
  }

  it('the list shows their senders and what Ana may do, and one odd entry hides none', async () => {
    const { ana, box } = world();
    await ana.types('/sign list');
    await ana.presses('Shared with me');
    await ana.sees('No requests of others are shared with you in Box.', inModal);
    const cy = box.addUser({ login: 'cy@acme.com', name: 'Cy Ng' });
    const kim = box.addUser({ login: 'kim@acme.com', name: 'Kim Ode' });
    sharesWithAna(world(), cy, { name: 'Seen.pdf', as: 'viewer', to: 'dee@client.com' });
    sharesWithAna(world(), kim, { name: 'Edited.pdf', as: 'editor', to: 'ed@client.com' });
    sharesWithAna(world(), cy, { name: 'Prepared.pdf', as: 'editor', to: 'fay@client.com', toPrepare: true });
    box.addSignRequest(anaInBox(world()), {
      file: world().newFile(),
      to: ['gus@client.com'],
      name: 'Own.pdf',
    });
    const odd = box.addOddSignRequest(cy, 'unknown-decision');
    const request = box.state.signRequests[odd.id];
    if (request) Object.assign(request.odd ?? {}, { collaborator_level: 'viewer' });
    for (const id of request?.signFileIds ?? []) box.shareFile({ id }, { with: anaInBox(world()) });
    await world().passes(11 * 60_000);
    const list = await opensShared(world());
    await ana.sees('Odd unknown-decision.pdf', inModal);
    expect(list).toMatch(/Seen\.pdf\n📨 Sent .*\nSR-\d+ · sent by cy@acme\.com · for dee@client\.com/);
    expect(list).toMatch(/sent by cy[^[]*for dee[^[]*\[⋯ Details \/ Open in Box \/ Resend reminder\]/);
    expect(list).toMatch(/sent by kim[^[]*\[⋯ Details \/ Open in Box \/ Resend reminder \/ Cancel request\]/);
    expect(list).not.toContain('Own.pdf');
    // The prepare URL, which only the sender may open, is neither shown nor stored.
    expect(JSON.stringify((await ana.modal())?.blocks)).not.toContain('prepare_doc');
    expect(JSON.stringify(await storedRows(world().store))).not.toContain('prepare_doc');
    // Box's published definition does not allow this answer, so it is taken out of the traffic that is checked.
    const isOdd = ({ path }: { path: string }) => path === '/2.0/sign_requests';
    box.traffic.splice(0, box.traffic.length, ...box.traffic.filter((one) => !isOdd(one)));
    delete box.state.signRequests[odd.id];
  });

  it('the list filters by sender and words, and Details have no buttons', async () => {
    const { ana } = world();
    await opensShared(world());
    await ana.fills({ 'Sent by': 'kim@acme.com (1)' });
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain('Seen.pdf');
    await ana.fills({ 'Sent by': 'All senders (3)' });
    await ana.sees('Seen.pdf', inModal);
    await ana.fills({ [searchLabel]: 'seen' });
    const plain = async () => (await ana.modal())?.plain;
    await expect.poll(plain).not.toContain('Edited.pdf');
    expect(await plain()).toContain('Seen.pdf');
    await ana.presses('Details', { beside: 'Seen.pdf' });
    const details = await ana.sees('Text to copy', inModal);
    expect(details).toContain('Sent by: cy@acme.com');
    expect((await ana.modal())?.buttons).toEqual([]);
    await ana.closes();
    await ana.fills({ [searchLabel]: null });
    expect(await ana.submits()).toEqual({});
    await ana.presses('Waiting (1)');
    await ana.sees('Own.pdf', inModal);
  });

  it('Ana can remind and cancel where Box allows it, and reads what Box refuses', async () => {
    const { ana, box, slack } = world();
    await opensShared(world());
    await ana.presses('Resend reminder', { beside: 'Seen.pdf' });
    await ana.sees('Seen.pdf: Box reminds dee@client.com, except', inModal);
    expect(await ana.submits({ times: 2 })).toEqual({});
    await ana.sees(
      /Seen\.pdf\n.*No reminder was sent: your Box account does not have permission to do this/s,
      inModal,
    );
    expect(box.mails('dee@client.com').length).toBe(1);
    box.state.collaboratorsAct = true;
    await ana.presses('Resend reminder', { beside: 'Seen.pdf' });
    await ana.sees('Seen.pdf: Box reminds dee@client.com, except', inModal);
    expect(await ana.submits({ times: 2 })).toEqual({});
    await ana.sees(/Seen\.pdf\n[^[]*reminder sent today/, inModal);
    expect(box.mails('dee@client.com').map(({ kind }) => kind)).toEqual(['invitation', 'reminder']);
    await ana.presses('Cancel request', { beside: 'Edited.pdf' });
    await ana.sees('It was sent by kim@acme.com, who will see that it was cancelled.', inModal);
    await ana.fills({ Reason: 'Wrong price' });
    expect(await ana.submits()).toEqual({});
    await ana.sees(/Edited\.pdf\n🚫 Cancelled by you/, inModal);
    const cancelCalls = () => box.traffic.filter(({ path }) => path.endsWith('/cancel'));
    expect(cancelCalls().at(-1)?.requestBody).toEqual({ reason: 'Wrong price' });
    // A dialog that was opened before says why it is too early or too late.
    const submitsLate = async (callbackId: string, name: string): Promise<string> => {
      const metadata = { requestId: await storedId(name) };
      const values = { reason: { reason: { value: 'Late' } } };
      const payload = submission(world(), { by: 'ana' }, { callbackId, metadata, values });
      return (await slack.send({ payload })).body;
    };
    expect(await submitsLate('others_remind', 'Seen.pdf')).toContain('You can send the next reminder');
    expect(await submitsLate('others_cancel', 'Edited.pdf')).toContain('That is no longer possible');
    const states = box.signRequests().map(({ name, status }) => [name, status]);
    expect(Object.fromEntries(states)).toMatchObject({ 'Seen.pdf': 'sent', 'Edited.pdf': 'cancelled' });
    expect(await ana.messages('app')).toEqual([]);
    // Box asks for a reason and Ana gave none: the app writes one that does not speak in the sender's name.
    const lou = box.addUser({ login: 'lou@acme.com', name: 'Lou Ito' });
    sharesWithAna(world(), lou, { name: 'Reasonless.pdf', as: 'editor', to: 'hal@client.com' });
    await opensShared(world());
    await ana.sees('Reasonless.pdf', inModal);
    expect((await ana.modal())?.plain).toMatch(/Edited\.pdf\n🚫 Cancelled by you/);
    box.faults.next({ kind: 'status', status: 400, path: /cancel$/ });
    await ana.presses('Cancel request', { beside: 'Reasonless.pdf' });
    await ana.sees('It was sent by lou@acme.com', inModal);
    expect(await ana.submits()).toEqual({});
    await ana.sees(/Reasonless\.pdf\n🚫 Cancelled by you/, inModal);
    expect(cancelCalls().at(-1)?.requestBody).toEqual({ reason: 'Cancelled by an editor of its files' });
    box.state.collaboratorsAct = false;
  });

  it('a dialog that is submitted again while Box is asked closes without a sentence', async () => {
    const { ana, box, slack } = world();
    const mia = box.addUser({ login: 'mia@acme.com', name: 'Mia Orr' });
    box.state.collaboratorsAct = true;
    sharesWithAna(world(), mia, { name: 'Pressed twice.pdf', as: 'editor', to: 'ivy@client.com' });
    await world().passes(11 * 60_000);
    await opensShared(world());
    await ana.sees('Pressed twice.pdf', inModal);
    await ana.presses('Resend reminder', { beside: 'Pressed twice.pdf' });
    await ana.sees('Pressed twice.pdf: Box reminds ivy@client.com', inModal);
    const requestId = await storedId('Pressed twice.pdf');
    const held = holdCalls(world(), /\/resend$/);
    expect(await ana.submits()).toEqual({});
    await expect.poll(held.waiting).toBe(1);
    const again = submission(
      world(),
      { by: 'ana' },
      { callbackId: 'others_remind', metadata: { requestId } },
    );
    expect((await slack.send({ payload: again })).body).toBe('');
    held.release();
    await ana.sees(/Pressed twice\.pdf\n[^[]*reminder sent today/, inModal);
    expect(box.mails('ivy@client.com').map(({ kind }) => kind)).toEqual(['invitation', 'reminder']);
    box.state.collaboratorsAct = false;
  });

  it('a long list begins at its first page, also when a sender is chosen', async () => {
    const { ana, box } = world();
    const pam = box.addUser({ login: 'pam@acme.com', name: 'Pam Lux' });
    for (let index = 0; index < 11; index += 1)
      sharesWithAna(world(), pam, { name: `Series ${index}.pdf`, as: 'viewer', to: 'joe@client.com' });
    await world().passes(11 * 60_000);
    expect(await opensShared(world())).toContain('Page 1 of 2');
    await ana.presses('Older');
    await ana.sees('Page 2 of 2', inModal);
    await ana.fills({ 'Sent by': 'pam@acme.com (11)' });
    await ana.sees('Page 1 of 2', inModal);
  });

  it('forged ids give nobody access to requests that are shared with another person', async () => {
    const { slack, box } = world();
    const seen = await storedId('Seen.pdf');
    const before = box.traffic.length;
    const values = { reason: { reason: { value: 'no' } } };
    for (const [by, requestId] of [
      ['bo', seen],
      // A viewer may not cancel, whatever a payload says.
      ['ana', seen],
      ['ana', 'none'],
    ] as const) {
      const answer = await slack.send({
        payload: submission(
          world(),
          { by },
          { callbackId: 'others_cancel', metadata: { requestId }, values },
        ),
      });
      expect(answer.body).toContain('response_action');
    }
    for (const actionId of [
      'others_details',
      'others_remind',
      'others_cancel',
      'details',
      'resend',
      'cancel',
    ])
      expect(
        (await slack.send({ payload: press(world(), { by: 'bo' }, { actionId, value: seen }) })).status,
      ).toBe(200);
    for (const actionId of ['details', 'resend', 'cancel'])
      expect(
        (await slack.send({ payload: press(world(), { by: 'ana' }, { actionId, value: seen }) })).status,
      ).toBe(200);
    await quiet(world());
    expect(box.traffic.slice(before).filter(({ method }) => method === 'POST')).toEqual([]);
    expect(Object.fromEntries(box.signRequests().map(({ name, status }) => [name, status]))).toMatchObject({
      'Seen.pdf': 'sent',
    });
  });
});
