/** The card updates by itself, without Refresh, and its requester gets notices, merged when there are many. */
// runs: http, ci
import { beforeEach, expect, it } from 'vitest';
import { asksFor, noticesAbout, onlyCard } from './acts.ts';
import { nothingIsDue, pollsRarely, quiet, retriesArePlanned } from './quiet.ts';
import { alterStore } from './stored.ts';
import { aWorld, stories } from './world.ts';

const minute = 60_000;

stories('a card that updates by itself', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  /** Ana creates a request with a new file, so that its fields can be placed; returns its prepare URL. */
  async function readyRequest(name: string, who: string): Promise<string> {
    const { ana } = world();
    const file = world().newFile(name);
    await asksFor(world(), file.url, { 'Other signers (email)': who });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    return (await ana.presses('Place the fields')).url ?? '';
  }

  const notices = (name: string) => noticesAbout(world(), name);

  it('the modal and the card follow from Place the fields to Completed, with one notice for each outcome', async () => {
    const { ana, anaAtBox, box } = world();
    const prepare = await readyRequest('Followed.pdf', 'bo@client.com, dee@client.com');
    await anaAtBox.placesFieldsAndSends(prepare);
    await world().passes(15_000);
    await ana.sees('Sent to 2 people', { in: 'modal' });
    await ana.closes();
    await onlyCard(world(), 'Followed.pdf', /Sent .*Nobody has opened it/);
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
    await world().passes(15_000);
    await onlyCard(world(), 'Followed.pdf', /1 of 2 signed/);
    await expect.poll(async () => (await notices('Followed.pdf')).length).toBe(1);
    expect((await notices('Followed.pdf'))[0]).toMatch(/bo@client\.com signed Followed\.pdf\. 1 of 2 signed/);
    await world().passes(5 * minute);
    await box.person('dee@client.com').signs(undefined, { typing: 'Dee' });
    await world().passes(2 * minute);
    await onlyCard(world(), 'Followed.pdf', /Completed.*2 of 2 signed/);
    await expect.poll(async () => (await notices('Followed.pdf')).length).toBe(2);
    expect((await notices('Followed.pdf')).at(-1)).toMatch(/Followed\.pdf is complete/);
  });

  /** Ana sends a request and closes its modal. */
  async function sentRequest(name: string, who: string) {
    const { ana, anaAtBox, box } = world();
    await anaAtBox.placesFieldsAndSends(await readyRequest(name, who));
    await ana.closes();
    await world().passes(15_000);
    await onlyCard(world(), name, /Sent .*Nobody has opened it/);
    const request = box.signRequests().at(-1);
    if (!request) throw new Error('Box has no request');
    return request;
  }

  const list = '/2.0/sign_requests';
  const pollsOf = (id: string) => world().box.traffic.filter(({ path }) => path.includes(id)).length;

  it('a decline is reported with its reason, once', async () => {
    const { box } = world();
    await sentRequest('Refused.pdf', 'bo@client.com, dee@client.com');
    await box.person('bo@client.com').declines(undefined, 'Clause 4.');
    await world().passes(2 * minute);
    await onlyCard(world(), 'Refused.pdf', /Declined by bo@client\.com/);
    await expect
      .poll(() => notices('Refused.pdf'))
      .toEqual([expect.stringMatching(/declined to sign Refused\.pdf: "Clause 4\."(?!\.)/)]);
    await world().passes(60 * minute);
    await nothingIsDue(world());
    expect(await notices('Refused.pdf')).toHaveLength(1);
  });

  it('a card is updated although an earlier version has not planned to read its request', async () => {
    const { box } = world();
    await sentRequest('Unplanned.pdf', 'bo@client.com');
    await nothingIsDue(world());
    await world().app.stop();
    await alterStore(world().store, ["delete from jobs where step = 'poll'"]);
    await world().restart();
    await box.person('bo@client.com').declines(undefined, 'No');
    await world().passes(2 * minute);
    await onlyCard(world(), 'Unplanned.pdf', /Declined by bo@client\.com/);
  });

  it.each([
    ['Lost answer.pdf', { kind: 'drop-after' }],
    ['Slack down.pdf', { kind: 'status', status: 503 }],
  ] as const)('a notice comes once although Slack failed when it was posted: %s', async (name, fault) => {
    const { box, slack } = world();
    await sentRequest(name, 'bo@client.com');
    await world().passes(5 * minute);
    slack.faults.next({ ...fault, method: 'chat.postMessage' });
    await box.person('bo@client.com').declines(undefined, 'No');
    await world().passes(2 * minute);
    await onlyCard(world(), name, /Declined/);
    await expect.poll(() => slack.faults.planned()).toEqual([]);
    await retriesArePlanned(world());
    await world().passes(2 * minute);
    await nothingIsDue(world());
    await expect.poll(() => notices(name)).toHaveLength(1);
  });

  it('four requests that end within a minute are reported in at most two messages, each once', async () => {
    const { ana, box } = world();
    const names = [1, 2, 3, 4].map((number) => `Flood ${number}.pdf`);
    for (const name of names) await sentRequest(name, 'bo@client.com');
    await world().passes(5 * minute);
    await nothingIsDue(world());
    for (const name of names) {
      const mail = box
        .mails('bo@client.com')
        .find(({ subject }) => subject.includes(name.replace('.pdf', '')));
      await box.person('bo@client.com').declines(mail?.link ?? undefined, 'Not now');
    }
    const told = async () =>
      (await ana.messages('app')).filter(({ plain }) => /declined to sign Flood/.test(plain));
    const each = async () => {
      const all = (await told()).map(({ plain }) => plain).join('\n');
      return names.map((name) => all.split(`declined to sign ${name}`).length - 1);
    };
    await world().passes(3 * minute);
    await expect.poll(async () => (await told()).length).toBeGreaterThan(0);
    await world().passes(30_000);
    await nothingIsDue(world());
    expect((await told()).length).toBeLessThanOrEqual(2);
    await world().passes(2 * minute);
    await expect.poll(each).toEqual([1, 1, 1, 1]);
    await world().passes(60 * minute);
    await nothingIsDue(world());
    expect(await each()).toEqual([1, 1, 1, 1]);
  });

  it('people get no notice of what they did themselves, and none about a muted request', async () => {
    const { ana, box } = world();
    await sentRequest('Own end.pdf', 'bo@client.com');
    const card = await onlyCard(world(), 'Own end.pdf', /Sent/);
    await ana.presses('Cancel request', { on: card });
    await ana.sees('Cancel', { in: 'modal' });
    await ana.submits();
    await onlyCard(world(), 'Own end.pdf', /Cancelled by you/);
    await sentRequest('Muted.pdf', 'bo@client.com, dee@client.com');
    await ana.presses('Mute notices', { on: await onlyCard(world(), 'Muted.pdf', /Sent/) });
    await onlyCard(world(), 'Muted.pdf', /Unmute notices/);
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
    await world().passes(2 * minute);
    await onlyCard(world(), 'Muted.pdf', /1 of 2 signed/);
    await nothingIsDue(world());
    expect(await notices('Own end.pdf')).toEqual([]);
    expect(await notices('Muted.pdf')).toEqual([]);
  });

  it('requests without changes are polled less and less often', async () => {
    const { id } = await sentRequest('Quiet.pdf', 'bo@client.com');
    const polls = () => pollsOf(id) + world().box.traffic.filter(({ path }) => path === list).length;
    /** Number of polls in 200 s that begin after this time, when everything due then is done. */
    const pollsAfter = async (ms: number) => {
      await world().passes(ms);
      await nothingIsDue(world());
      const before = polls();
      for (let step = 0; step < 10; step += 1) {
        await world().passes(20_000);
        await nothingIsDue(world());
      }
      return polls() - before;
    };
    const [soon, later, last] = [
      await pollsAfter(0),
      await pollsAfter(30 * minute),
      await pollsAfter(4 * 60 * minute),
    ];
    expect(later).toBeLessThan(soon);
    expect(last).toBeLessThan(later);
  });

  it('polls are frequent again as soon as the requester comes back', async () => {
    const { ana, box } = world();
    await sentRequest('Left alone.pdf', 'bo@client.com, dee@client.com');
    await pollsRarely(world());
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
    // No poll is due by itself in this time.
    await world().passes(3 * minute);
    await onlyCard(world(), 'Left alone.pdf', /Nobody has opened it/);
    await ana.types('/sign');
    await onlyCard(world(), 'Left alone.pdf', /1 of 2 signed/);
    await box.person('dee@client.com').signs(undefined, { typing: 'Dee' });
    await world().passes(2 * minute);
    await onlyCard(world(), 'Left alone.pdf', /Completed/);
  });

  it.each([
    ['opens Home', () => world().ana.opensHome()],
    ['uses the shortcut', () => world().ana.usesShortcut('Request signature')],
  ] as const)('the card is up to date as soon as the requester %s', async (how, comesBack) => {
    const { box } = world();
    const name = `Back, ${how}.pdf`;
    await sentRequest(name, 'bo@client.com, dee@client.com');
    await pollsRarely(world());
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
    // No poll is due by itself in this time.
    await world().passes(3 * minute);
    await nothingIsDue(world());
    await onlyCard(world(), name, /Nobody has opened it/);
    await comesBack();
    await onlyCard(world(), name, /1 of 2 signed/);
    await box.person('dee@client.com').signs(undefined, { typing: 'Dee' });
    await world().passes(2 * minute);
    await onlyCard(world(), name, /Completed/);
  });

  it('one request that Box refuses to show does not stop polls of the others', async () => {
    const { box } = world();
    const refused = await sentRequest('Not to be seen.pdf', 'bo@client.com');
    const other = await sentRequest('To be seen.pdf', 'bo@client.com');
    const path = new RegExp(refused.id);
    box.faults.next({ kind: 'status', status: 403, method: 'GET', path, times: 1_000 });
    await world().passes(15_000);
    await expect.poll(() => pollsOf(refused.id)).toBeGreaterThan(0);
    await box.person('bo@client.com').signs();
    await world().passes(15_000);
    await onlyCard(world(), 'To be seen.pdf', /Completed/);
    const before = pollsOf(refused.id);
    for (let poll = 0; poll < 10; poll += 1) await world().passes(60_000);
    await nothingIsDue(world());
    // Two polls are planned when the request is created; the next comes half an hour later.
    expect(pollsOf(refused.id) - before).toBeLessThanOrEqual(2);
    expect(other.id).not.toBe(refused.id);
    box.faults.clear();
  });

  it('polls continue half an hour after Box refused one of the whole list', async () => {
    const { box } = world();
    await sentRequest('Refused once.pdf', 'bo@client.com');
    await sentRequest('Refused twice.pdf', 'bo@client.com');
    await pollsRarely(world());
    const refused = () => box.traffic.filter(({ path, status }) => path === list && status === 403).length;
    box.faults.next({ kind: 'status', status: 403, method: 'GET', path: /\/sign_requests$/ });
    await expect
      .poll(async () => {
        await retriesArePlanned(world());
        await world().passes(10 * minute);
        return refused();
      })
      .toBe(1);
    await quiet(world());
    await box.person('bo@client.com').signs();
    await world().passes(31 * minute);
    await onlyCard(world(), 'Refused twice.pdf', /Completed/);
  });

  it('the card says when Box no longer has the request, and the request can be put aside', async () => {
    const { ana, anaAtBox } = world();
    const request = await sentRequest('Deleted.pdf', 'bo@client.com');
    await anaAtBox.deletes(request.signFileIds[0] ?? '');
    await world().passes(3 * minute);
    const card = await onlyCard(world(), 'Deleted.pdf', /Box no longer has this request/);
    expect(card.buttons).not.toContain('Resend reminder');
    await ana.types('/sign status Deleted', { in: '#contracts' });
    const status = await ana.sees('IDs: ', { in: '#contracts' });
    expect(status).toMatch(/^Deleted\.pdf: Box no longer has this request\. https:\S+$/m);
    await ana.presses('Put aside', { on: card });
    const aside = await onlyCard(world(), 'Deleted.pdf', /not signed, as far as we know/);
    expect(aside.plain).not.toMatch(/Nothing was sent|was not asked|signed copy|expires/);
  });

  it('polls are frequent again once the requester has gone to Box to place the fields', async () => {
    const { ana, anaAtBox } = world();
    await readyRequest('Placed late.pdf', 'bo@client.com');
    await ana.closes();
    await pollsRarely(world());
    const card = await onlyCard(world(), 'Placed late.pdf', 'Not sent yet');
    const { url } = await ana.presses('Place the fields', { on: card });
    await quiet(world());
    await anaAtBox.placesFieldsAndSends(url ?? '');
    await world().passes(15_000);
    await onlyCard(world(), 'Placed late.pdf', /Sent .*Nobody has opened it/);
  });

  it('Details ask Box when they are opened', async () => {
    const { ana, box } = world();
    await sentRequest('Looked at.pdf', 'lou@client.com');
    await pollsRarely(world());
    const card = await onlyCard(world(), 'Looked at.pdf', /Nobody has opened it/);
    await box.person('lou@client.com').views();
    await ana.presses('Details', { on: card });
    await ana.sees('lou@client.com — opened, not signed', { in: 'modal' });
    await quiet(world());
    // A change that Details do not show does not end their updates.
    await ana.presses('Mute notices', { on: await onlyCard(world(), 'Looked at.pdf', '') });
    const buttons = async () => (await onlyCard(world(), 'Looked at.pdf', '')).buttons;
    await expect.poll(buttons).toContain('Unmute notices');
    await quiet(world());
    await box.person('lou@client.com').signs();
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Looked at.pdf', '') });
    await ana.sees('lou@client.com — signed', { in: 'modal' });
  });
});

stories('notices that time alone causes', () => {
  const world = aWorld();
  const day = 24 * 60 * minute;

  it('an unsent request is mentioned after two hours and on the next working day, each once', async () => {
    const { ana } = world();
    const file = world().newFile('Unsent.pdf');
    await asksFor(world(), file.url, { 'Other signers (email)': 'bo@client.com' });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await onlyCard(world(), 'Unsent.pdf', /Not sent yet/);
    await world().passes(2 * 60 * minute + minute);
    await expect.poll(() => noticesAbout(world(), 'Unsent.pdf')).toHaveLength(1);
    await world().passes(4 * day);
    await expect.poll(() => noticesAbout(world(), 'Unsent.pdf')).toHaveLength(2);
    await world().passes(4 * day);
    await nothingIsDue(world());
    expect(await noticesAbout(world(), 'Unsent.pdf')).toHaveLength(2);
    await world().passes(25 * day);
    const expired = await onlyCard(world(), 'Unsent.pdf', /Expired .* It was not sent, as far as we know/);
    expect(expired.plain).not.toMatch(/did not sign|signed copy/);
    await expect
      .poll(async () => (await noticesAbout(world(), 'Unsent.pdf')).at(-1))
      .toContain('Unsent.pdf expired. It was not sent, as far as we know.');
  });

  it('after two days the card asks about the address; one warning comes before the expiry, and one notice at it', async () => {
    const { ana, anaAtBox } = world();
    const file = world().newFile('Sixty.pdf');
    await asksFor(world(), file.url, { 'Other signers (email)': 'bo@client.com' });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await world().passes(15_000);
    await onlyCard(world(), 'Sixty.pdf', /Nobody has opened it/);
    await world().passes(11 * minute);
    const buttons = async () => (await onlyCard(world(), 'Sixty.pdf', '')).buttons;
    await expect.poll(buttons).toContain('Resend reminder');
    await world().passes(2 * day + minute);
    await onlyCard(world(), 'Sixty.pdf', 'bo@client.com — not opened. Is the address right?');
    await world().passes(25 * day + 48 * minute);
    await expect.poll(() => noticesAbout(world(), 'Sixty.pdf')).toEqual([expect.stringContaining('expires')]);
    await world().passes(3 * day);
    const card = await onlyCard(world(), 'Sixty.pdf', /Expired/);
    expect(card.buttons).not.toContain('Resend reminder');
    expect(card.plain).not.toContain('Is the address right?');
    await expect
      .poll(() => noticesAbout(world(), 'Sixty.pdf'))
      .toEqual([expect.stringContaining('expires'), expect.stringContaining('Sixty.pdf expired')]);
    await world().passes(30 * day);
    await nothingIsDue(world());
    expect(await noticesAbout(world(), 'Sixty.pdf')).toHaveLength(2);
  });
});
