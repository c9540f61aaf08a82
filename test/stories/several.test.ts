/** Choose several in the list: one action reminds, cancels or exports many requests. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { SandboxBox } from '../../sandbox/box/server.ts';
import { anaInBox } from './acts.ts';
import { submission } from './forging.ts';
import { altersWhileQuiet } from './quiet.ts';
import { until } from './until.ts';
import { aWorld, stories, type World } from './world.ts';

const inModal = { in: 'modal' as const };

/** Creates requests of Ana's in Box, all sent more than ten minutes ago. */
async function createsSent(world: World, names: readonly string[], ...to: string[]): Promise<void> {
  const file = world.newFile();
  for (const name of names) world.box.addSignRequest(anaInBox(world), { file, to, name });
  await world.passes(11 * 60_000);
}

/** Ana opens her list with these words, and then the page for choosing several. */
async function choosesAmong({ ana }: World, words: string): Promise<void> {
  await ana.reloads();
  await ana.types(`/sign list ${words}`);
  await ana.sees(/My signature requests.*\nAs of /s, inModal);
  await ana.presses('Choose several…');
  await ana.sees('What to do', inModal);
}

/** The request with this name in Box. */
function requestInBox(box: SandboxBox, name: string) {
  const found = box.signRequests().find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`Box has no ${name}`);
  return found;
}

/** The private metadata of the modal that Ana sees. */
async function metadataOf({ ana, slack }: World): Promise<unknown> {
  return slack.state.views[(await ana.modal())?.id ?? '']?.content['private_metadata'];
}

const messagesToAna = async ({ ana }: World) => (await ana.messages('app')).map(({ plain }) => plain);

stories('several requests together', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('120 requests are reminded, each once, and the result names those that Box refuses', {
    timeout: 120_000,
  }, async () => {
    const { ana, box } = world();
    const names = Array.from({ length: 120 }, (_, index) => `Renewal ${index + 1}.pdf`);
    await createsSent(world(), names, 'many@client.com');
    // Reminders for these requests have just been sent from Box, and the app does not know: Box refuses another for ten
    // minutes.
    const refused = ['Renewal 7.pdf', 'Renewal 70.pdf'];
    for (const name of refused) requestInBox(box, name).lastSentAt = world().now();
    await choosesAmong(world(), 'many@client.com');
    await ana.sees('Possible now for 120 of 120', inModal);
    await ana.fills({ 'All 120 in this list': true, 'Send a reminder': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('120 of 120 can be reminded.', inModal);
    const before = await messagesToAna(world());
    const answers = () => box.traffic.filter(({ path }) => path.endsWith('/resend'));
    const busy = { kind: 'status', method: 'POST', path: /resend$/, status: 429 } as const;
    for (let index = 0; index < 6; index += 1) box.faults.next({ ...busy, retryAfterSeconds: 3 });
    expect(await ana.submits({ times: 3 })).toEqual({});
    const ended = () => answers().filter(({ status }) => status !== 429).length;
    for (let wanted = 10; wanted < 120; wanted += 10) {
      await until(
        async () => ended(),
        (count) => count >= wanted,
        { withinMs: 30_000 },
      );
      await world().passes(15_000);
    }
    const result = await ana.sees('reminders sent', inModal);
    expect(result).toContain('118 reminders sent.');
    expect(result).toMatch(
      /2 could not be reminded: Renewal 7\d?\.pdf \(emailed less than 10 minutes ago\), /,
    );
    await until(
      () => messagesToAna(world()),
      (all) => all.length > before.length,
      { withinMs: 10_000 },
    );
    expect((await messagesToAna(world())).slice(before.length)).toEqual([
      expect.stringMatching(/118 reminders sent\. 2 could not be reminded: .*Renewal 70\.pdf \(emailed/s),
    ]);
    const reminded = box.mails('many@client.com').filter(({ kind }) => kind === 'reminder');
    expect(new Set(reminded.map(({ requestId }) => requestId)).size).toBe(118);
    expect(reminded.length).toBe(118);
    expect(answers().filter(({ status }) => status === 400).length).toBe(2);
    expect(answers().filter(({ status }) => status === 429).length).toBe(6);
  });

  it('some requests are cancelled with one reason, after the dialog named what is lost; others stay', async () => {
    const { ana, slack, box } = world();
    await createsSent(
      world(),
      ['Offer A.pdf', 'Offer B.pdf', 'Offer C.pdf'],
      'ed@client.com',
      'fay@client.com',
    );
    const mail = box
      .mails('ed@client.com')
      .find(({ requestId }) => requestId === requestInBox(box, 'Offer B').id);
    await box.person('ed@client.com').signs(mail?.link);
    await choosesAmong(world(), 'offer');
    await ana.fills({ 'Cancel the requests': true });
    expect(await ana.submits()).toEqual({ errors: { 'Or only these': 'Choose at least one request.' } });
    // Slack lost the answer to Ana's earlier choice, so she is still on the page.
    const view = JSON.stringify(slack.state.views[(await ana.modal())?.id ?? '']?.content);
    const [, value] = /"text":"Offer C\.pdf"[^{}]*\},"value":"([^"]+)"/.exec(view) ?? [];
    const values = {
      some: { some: { selected_options: [{ value }] } },
      act: { act: { selected_option: { value: 'cancel' } } },
    };
    const metadata = await metadataOf(world());
    const lost = submission(world(), { by: 'ana' }, { callbackId: 'several', metadata, values });
    expect((await slack.send({ payload: lost })).body).toContain('1 of 1 can be cancelled.');
    await ana.fills({ 'Or only these': ['Offer A.pdf', 'Offer B.pdf'] });
    expect(await ana.submits()).toEqual({});
    const asked = await ana.sees('2 of 2 can be cancelled.', inModal);
    expect(asked).toContain('1 request already has signatures, and cancelling loses them: Offer B.pdf.');
    await ana.fills({ Reason: 'A new offer follows' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('2 requests cancelled.', inModal);
    // The first page, submitted again with another choice, shows what was done, and does nothing more.
    expect((await slack.send({ payload: lost })).body).toContain('2 requests cancelled.');
    expect(['A', 'B', 'C'].map((one) => requestInBox(box, `Offer ${one}`).status)).toEqual([
      'cancelled',
      'cancelled',
      'sent',
    ]);
    expect(box.mails('ed@client.com').filter(({ kind }) => kind === 'cancelled').length).toBe(2);
    await expect.poll(async () => (await messagesToAna(world())).at(-1)).toBe('2 requests cancelled.');
  });

  it('the page says so when nothing that was chosen on it can be cancelled any longer', async () => {
    const { ana, anaAtBox, slack, box } = world();
    const names = ['Passing A.pdf', 'Passing B.pdf'];
    await createsSent(world(), names, 'jo@client.com');
    await choosesAmong(world(), 'jo@client.com');
    const metadata = await metadataOf(world());
    for (const name of names) await anaAtBox.cancelsInBox(requestInBox(box, name).id);
    await ana.reloads();
    await ana.types('/sign list jo@client.com');
    await ana.sees('Ended (2)', inModal);
    // Ana submits the page that she had opened before, such as in another window.
    const values = {
      all: { all: { selected_options: [{ value: 'yes' }] } },
      act: { act: { selected_option: { value: 'cancel' } } },
    };
    const payload = submission(world(), { by: 'ana' }, { callbackId: 'several', metadata, values });
    expect((await slack.send({ payload })).body).toContain(
      'None of these can be cancelled now. Nothing was changed.',
    );
  });

  it('a request that has ended since the page was drawn is named, and the others are cancelled', async () => {
    const { ana, anaAtBox, slack, box } = world();
    await createsSent(world(), ['Term A.pdf', 'Term B.pdf'], 'liz@client.com');
    await choosesAmong(world(), 'liz@client.com');
    await ana.fills({ 'All 2 in this list': true, 'Cancel the requests': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('2 of 2 can be cancelled.', inModal);
    const metadata = await metadataOf(world());
    await anaAtBox.cancelsInBox(requestInBox(box, 'Term A').id);
    await ana.reloads();
    await ana.types('/sign list liz@client.com');
    await ana.sees('Ended (1)', inModal);
    // Ana confirms the page that she had opened before, such as in another window.
    const calls = () => box.traffic.filter(({ path }) => path.endsWith('/cancel')).length;
    const before = calls();
    const payload = submission(world(), { by: 'ana' }, { callbackId: 'check_batch', metadata });
    expect((await slack.send({ payload })).status).toBe(200);
    await expect
      .poll(async () => (await messagesToAna(world())).at(-1))
      .toBe('1 request cancelled. 1 could not be cancelled: Term A.pdf (closed).');
    expect(requestInBox(box, 'Term B').status).toBe('cancelled');
    expect(calls() - before).toBe(1);
  });

  it('an export has every request, and no cell of it is a formula', async () => {
    const { ana, slack } = world();
    await createsSent(world(), ['=HYPERLINK("x").pdf', '+41 "quoted", name; =1+1.pdf'], 'gus@client.com');
    await choosesAmong(world(), 'gus@client.com');
    await ana.fills({ 'All 2 in this list': true, 'Export as a CSV file': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('The file is in your messages with Sign.', inModal);
    await ana.sees('Your signature requests (2)');
    const file = Object.values(slack.state.files ?? {}).find(({ name }) => name.endsWith('.csv'));
    const csv = Buffer.from(file?.base64 ?? '', 'base64').toString('utf8');
    expect(csv.startsWith('\uFEFF"Name","Status","SR number","People","Created (UTC)",')).toBe(true);
    expect(csv).toContain(`\r\n"'=HYPERLINK(""x"").pdf",`);
    expect(csv).toContain(`\r\n"'+41 ""quoted"", name;' =1+1.pdf",`);
    expect(csv).toContain('gus@client.com: not opened');
    const [, said = '', sentAt = ''] =
      csv.match(/,"Sent ([^"]+) UTC\. [^"]*","SR-\d+","[^"]*","[^"]*","([^"]*)"/) ?? [];
    expect(new Date(`${said.replace(' at ', ' ')} UTC`).toISOString().slice(0, 16).replace('T', ' ')).toBe(
      sentAt.slice(0, 16),
    );
    expect(csv.trimEnd().split('\r\n').length).toBe(3);
    // The file comes even if the page cannot be redrawn; if the file cannot be posted, a message says so.
    for (const fault of [
      { kind: 'error', error: 'internal_error', method: 'views.update' },
      { kind: 'error', error: 'invalid_arguments', method: 'files.completeUploadExternal' },
    ] as const) {
      await choosesAmong(world(), 'gus@client.com');
      await ana.fills({ 'All 2 in this list': true, 'Export as a CSV file': true });
      slack.faults.next({ ...fault, times: fault.method === 'views.update' ? 3 : 1 });
      expect(await ana.submits()).toEqual({});
      await ana.closes({ all: true });
      if (fault.method === 'views.update') {
        const files = async () =>
          (await messagesToAna(world())).filter((plain) => plain.includes('requests (2)'));
        await expect.poll(async () => (await files()).length).toBe(2);
      }
    }
    await expect
      .poll(async () => (await messagesToAna(world())).at(-1))
      .toContain('could not be put into Slack');
    expect((await messagesToAna(world())).join()).not.toContain('Slack did not answer');
    // A file that Slack does not confirm is not posted again.
    await choosesAmong(world(), 'gus@client.com');
    await ana.fills({ 'All 2 in this list': true, 'Export as a CSV file': true });
    slack.faults.next({ kind: 'drop-after', method: 'files.completeUploadExternal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('⚠️ Slack did not answer. If the file is not in your messages with Sign', inModal);
    await ana.sees('⚠️ Slack did not answer. If the file is not in your messages with Sign');
    const posted = (await messagesToAna(world())).filter((plain) => plain.includes('requests (2)'));
    expect(posted).toHaveLength(3);
  });

  it('nobody can choose another person’s requests, and without the scope no export is offered', async () => {
    const { ana, slack, box } = world();
    await createsSent(world(), ['Mine 1.pdf', 'Mine 2.pdf'], 'hal@client.com');
    await choosesAmong(world(), 'hal@client.com');
    const metadata = await metadataOf(world());
    const option = { value: requestInBox(box, 'Mine 1').id };
    const values = {
      all: { all: { selected_options: [{ value: 'yes' }] } },
      some: { some: { selected_options: [option] } },
      act: { act: { selected_option: { value: 'cancel' } } },
    };
    for (const callbackId of ['several', 'check_batch']) {
      const answer = await slack.send({
        payload: submission(world(), { by: 'bo' }, { callbackId, metadata, values }),
      });
      expect(answer.body).toContain('This page is out of date');
    }
    // An id that the page did not show, such as another person's, is ignored.
    const { all: _all, ...forged } = values;
    const payload = submission(world(), { by: 'ana' }, { callbackId: 'several', metadata, values: forged });
    expect((await slack.send({ payload })).body).toContain('Choose at least one request.');
    expect(requestInBox(box, 'Mine 1').status).toBe('sent');
    const all = [...slack.state.app.scopes];
    slack.setScopes(all.filter((scope) => scope !== 'files:write'));
    await world().app.stop();
    await world().restart();
    await choosesAmong(world(), 'hal@client.com');
    const page = await ana.sees('What to do', inModal);
    expect(page).toContain('needs the permission files:write');
    expect(page).not.toContain('Export as a CSV file');
    slack.setScopes(all);
  });

  it('Choose several says so when the list has become empty, and the list is drawn again', async () => {
    const { ana } = world();
    await createsSent(world(), ['Emptied A.pdf', 'Emptied B.pdf'], 'ida@client.com');
    await ana.types('/sign list ida@client.com');
    await ana.sees(/\nAs of .*Emptied A\.pdf/s, inModal);
    await altersWhileQuiet(world(), ['delete from sign_requests']);
    await ana.presses('Choose several…');
    await ana.sees('There is nothing in this list now.', inModal);
    await ana.closes();
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain('Emptied');
  });
});
