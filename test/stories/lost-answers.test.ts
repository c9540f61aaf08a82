/**
 * Answers of Box and Slack that never arrive. Before anything is done a second time the app searches for the request,
 * and when the outcome stays unknown it asks Ana.
 */
// runs: http, embedded, ci
import { afterEach, expect, it } from 'vitest';
import type { SeededFile } from '../../sandbox/box/seed.ts';
import { asksFor, onlyCard } from './acts.ts';
import { nothingIsDue, retriesArePlanned } from './quiet.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const direct = { 'Send now, without fields': true };
/**
 * After a lost answer the app searches Box's list immediately and 5, 15 and 45 s later. The pauses between searches
 * (ms).
 */
const pausesMs = [5_000, 10_000, 30_000];
const outcomeUnknown = /whether this was sent\. It may have been/;

/** Makes the next create call take effect and lose its answer (`drop-after`), or never arrive (`drop-before`). */
function losesCreate(world: World, kind: 'drop-after' | 'drop-before'): void {
  world.box.faults.next({ kind, method: 'POST', path: /^\/2\.0\/sign_requests$/ });
}

/** The requests in Box for this file. */
function atBox(world: World, file: SeededFile) {
  return world.box.signRequests().filter(({ sourceIds }) => sourceIds.includes(file.id));
}

function mailsAbout(world: World, file: SeededFile): number {
  const ids = atBox(world, file).map(({ id }) => id);
  return world.box.mails('bo@client.com').filter(({ requestId }) => ids.includes(requestId)).length;
}

/** How many create calls for this file the app has sent, whatever the result. */
function createCalls(world: World, file: SeededFile): number {
  return world.box.traffic.filter(
    ({ method, path, requestBody }) =>
      method === 'POST' && path === '/2.0/sign_requests' && JSON.stringify(requestBody).includes(file.id),
  ).length;
}

/**
 * How many searches for this file's request the app has stored; -1 while it has no such request, or while a job runs,
 * because moving the clock then would also move the next search.
 */
async function searchesFor(world: World, file: SeededFile): Promise<number> {
  const stored = await storedRows(world.store);
  if ((stored['jobs'] ?? []).some((text) => text.includes('"state":"running"'))) return -1;
  const rows = stored['sign_requests'] ?? [];
  const row = rows.find((text) => text.includes(file.id));
  return row === undefined ? -1 : (JSON.parse(row) as { looks: number }).looks;
}

/** Lets the pauses pass, each after its search was stored. */
async function letsItSearch(world: World, file: SeededFile): Promise<void> {
  for (const [index, pauseMs] of pausesMs.entries()) {
    await expect.poll(() => searchesFor(world, file), { interval: 100 }).toBe(index + 1);
    expect(createCalls(world, file)).toBe(1);
    await world.passes(pauseMs);
  }
}

/**
 * Ana requests a signature without fields, and presses Send now; the create call fails as planned. Returns
 * the file.
 */
async function sendsWithoutFields(world: World): Promise<SeededFile> {
  const file = world.newFile();
  await asksFor(world, `${file.url} bo@client.com`, direct);
  await world.ana.sees('Goes to bo@client.com when', { in: 'modal' });
  expect(await world.ana.submits()).toEqual({});
  return file;
}

/** Ana sends without fields, the create call is lost, and the searches find nothing: she is asked, form and card. */
async function isLeftUnsure(world: World, kind: 'drop-after' | 'drop-before') {
  losesCreate(world, kind);
  const file = await sendsWithoutFields(world);
  await letsItSearch(world, file);
  await world.ana.sees(outcomeUnknown, { in: 'modal' });
  await world.ana.closes();
  return { file, card: await onlyCard(world, file.name, outcomeUnknown) };
}

stories('a lost answer of Box', () => {
  const world = aWorld();

  it('a request that Box lists only after Ana was asked is found without a press', async () => {
    const { box } = world();
    box.faults.listLagMs = 3 * 60_000;
    losesCreate(world(), 'drop-after');
    const file = await sendsWithoutFields(world());
    await letsItSearch(world(), file);
    await onlyCard(world(), file.name, outcomeUnknown);
    await world().ana.closes();
    await world().passes(6 * 60_000);
    await onlyCard(world(), file.name, /Sent /);
    expect(createCalls(world(), file)).toBe(1);
    expect(mailsAbout(world(), file)).toBe(1);
    box.faults.clear();
  });

  it('the search an hour later is repeated when Box does not answer it', async () => {
    const { ana, box } = world();
    box.faults.listLagMs = 30 * 60_000;
    losesCreate(world(), 'drop-after');
    const file = await sendsWithoutFields(world());
    await letsItSearch(world(), file);
    await onlyCard(world(), file.name, outcomeUnknown);
    await ana.closes();
    await world().passes(6 * 60_000);
    await nothingIsDue(world());
    box.faults.next({
      kind: 'status',
      status: 503,
      method: 'GET',
      path: /^\/2\.0\/sign_requests$/,
      times: 1,
    });
    await world().passes(60 * 60_000);
    await onlyCard(world(), file.name, /Sent /);
    box.faults.clear();
  });

  it('a later search finds the request, although the list lags', async () => {
    const { ana, box } = world();
    box.faults.listLagMs = 40_000;
    losesCreate(world(), 'drop-after');
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await letsItSearch(world(), file);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), file.name, 'Place the fields');
    expect([createCalls(world(), file), atBox(world(), file).length]).toEqual([1, 1]);
    box.faults.clear();
    await ana.closes();
  });

  it('a request with fields is created again only after the last search', async () => {
    const { ana } = world();
    losesCreate(world(), 'drop-before');
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await letsItSearch(world(), file);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), file.name, 'Place the fields');
    expect([createCalls(world(), file), atBox(world(), file).length]).toEqual([2, 1]);
    await ana.closes();
  });

  it('without fields Ana is asked, and Send again sends once', async () => {
    const { ana } = world();
    const { file } = await isLeftUnsure(world(), 'drop-before');
    expect([createCalls(world(), file), mailsAbout(world(), file)]).toEqual([1, 0]);

    const dialog = await ana.presses('Send again', { confirm: false });
    expect(dialog.confirm).toContain('If the first one was sent after all, bo@client.com will get it twice');
    await ana.presses('Send again', { times: 3 });
    await onlyCard(world(), file.name, /Sent |Submitted to Box|Box is preparing/);
    await expect.poll(() => mailsAbout(world(), file)).toBe(1);
    expect([createCalls(world(), file), atBox(world(), file).length]).toEqual([2, 1]);
  });

  it('Send again in a status sends once, and the status no longer offers it', async () => {
    const { ana } = world();
    const { file } = await isLeftUnsure(world(), 'drop-before');
    await ana.types(`/sign status ${file.name}`, { in: '#contracts' });
    await ana.sees('History', { in: '#contracts' });
    const status = async () => (await ana.ephemerals('#contracts')).at(-1);
    const on = await status();
    expect(on?.buttons).toContain('Send again');
    if (on) await ana.presses('Send again', { on });
    await expect.poll(async () => (await status())?.buttons).not.toContain('Send again');
    await expect.poll(() => mailsAbout(world(), file)).toBe(1);
    expect(atBox(world(), file)).toHaveLength(1);
  });

  it("Don't send again puts the request aside", async () => {
    const { ana } = world();
    const { file } = await isLeftUnsure(world(), 'drop-before');
    await ana.presses("Don't send again");
    const card = await onlyCard(world(), file.name, 'Not tracked');
    expect(card.buttons).not.toContain('Send again');
    expect(createCalls(world(), file)).toBe(1);
  });

  it('Refresh finds a request that Box lists late', async () => {
    const { ana, box } = world();
    box.faults.listLagMs = 120_000;
    const { file, card } = await isLeftUnsure(world(), 'drop-after');
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), file.name, outcomeUnknown);
    await world().passes(120_000);
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), file.name, /Sent /);
    expect([createCalls(world(), file), mailsAbout(world(), file)]).toEqual([1, 1]);
    box.faults.clear();
  });

  it('Send again searches once more before it sends', async () => {
    const { ana, box } = world();
    box.faults.listLagMs = 120_000;
    const { file } = await isLeftUnsure(world(), 'drop-after');
    await world().passes(120_000);
    await ana.presses('Send again');
    await onlyCard(world(), file.name, /Sent /);
    expect([createCalls(world(), file), mailsAbout(world(), file)]).toEqual([1, 1]);
    box.faults.clear();
  });
});

stories('a second attempt with an unknown first outcome', () => {
  const world = aWorld();
  afterEach(() => world().box.faults.clear());
  const lagMs = 40 * 60_000;
  const create = { method: 'POST', path: /^\/2\.0\/sign_requests$/ };

  /**
   * Ana sends a request whose create call takes effect, but whose answer is lost, and Box's list does not show it for a
   * long time. Returns the file once Ana was asked whether to send again.
   */
  async function isAskedWhetherToSend(): Promise<SeededFile> {
    world().box.faults.listLagMs = lagMs;
    return (await isLeftUnsure(world(), 'drop-after')).file;
  }

  /** Checks that the card claims nothing that is unknown, and offers actions that can find it out. */
  async function expectStillUnknown(file: SeededFile, why: RegExp): Promise<void> {
    const card = await onlyCard(world(), file.name, why);
    expect(card.plain).toMatch(/first one may have gone out/);
    expect(card.plain).not.toMatch(/nobody was mailed|not asked/i);
    expect(card.buttons).toEqual(expect.arrayContaining(['Send again', "Don't send again", 'Refresh']));
    expect(card.buttons).not.toContain('Fix and send…');
  }

  it('Box refuses the second attempt: Refresh still finds the first request', async () => {
    const { ana, box } = world();
    const file = await isAskedWhetherToSend();
    box.faults.next({ kind: 'status', status: 403, ...create });
    await ana.presses('Send again');
    await expectStillUnknown(file, /Not sent again/);
    await world().passes(lagMs);
    await ana.presses('Refresh');
    await onlyCard(world(), file.name, /Sent /);
    expect([createCalls(world(), file), mailsAbout(world(), file)]).toEqual([2, 1]);
  });

  it('the second attempt is given up after 15 minutes: Send again searches before it sends', async () => {
    const { ana, box } = world();
    const file = await isAskedWhetherToSend();
    box.faults.next({ kind: 'status', status: 429, times: 100, ...create });
    await ana.presses('Send again');
    await expect.poll(() => createCalls(world(), file), { interval: 100 }).toBeGreaterThan(1);
    await retriesArePlanned(world());
    await world().passes(15 * 60_000);
    await expectStillUnknown(file, /Box or Slack did not answer/);
    const calls = createCalls(world(), file);
    // Ends the list's lag directly: if the clock were moved past it, an automatic poll would find the request before
    // Ana presses.
    box.faults.listLagMs = 0;
    await ana.presses('Send again');
    await onlyCard(world(), file.name, /Sent /);
    expect([createCalls(world(), file), mailsAbout(world(), file)]).toEqual([calls, 1]);
  });

  it('the request can be put aside, without a claim that nothing was sent', async () => {
    const { ana, box } = world();
    const file = await isAskedWhetherToSend();
    box.faults.next({ kind: 'status', status: 403, ...create });
    await ana.presses('Send again');
    await expectStillUnknown(file, /Not sent again/);
    await ana.presses("Don't send again");
    const card = await onlyCard(world(), file.name, 'Not tracked');
    expect(card.plain).not.toMatch(/nothing was sent|not asked/i);
  });
});

stories('a lost answer of Slack', () => {
  const world = aWorld();

  /** How many calls of this method have arrived since this position in the log. */
  const callsOf = (method: string, since: number): number =>
    world()
      .slack.log.slice(since)
      .filter((entry) => entry.method === method).length;

  it.each([
    { what: 'after it was posted', fault: { kind: 'drop-after' }, posts: 1 },
    {
      what: 'as a server error after it was posted',
      fault: { kind: 'status', status: 500, applied: true },
      posts: 1,
    },
    { what: 'before it was posted', fault: { kind: 'drop-before' }, posts: 2 },
  ] as const)('one card remains when Slack’s answer is lost $what', async ({ fault, posts }) => {
    const { ana, slack } = world();
    const since = slack.log.length;
    slack.faults.next({ ...fault, method: 'chat.postMessage' });
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await expect.poll(() => callsOf('conversations.history', since), { interval: 100 }).toBeGreaterThan(0);
    await onlyCard(world(), file.name, 'Place the fields');
    expect(callsOf('chat.postMessage', since)).toBe(posts);
    await ana.closes();
  });

  it('the card comes even when the modal is gone', async () => {
    const { ana, slack } = world();
    slack.faults.next({ kind: 'error', error: 'not_found', method: 'views.update' });
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await onlyCard(world(), file.name, 'Place the fields');
    await ana.reloads();
  });

  it('a lost update of the modal is repeated', async () => {
    const { ana, slack } = world();
    slack.faults.next({ kind: 'drop-before', method: 'views.update' });
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), file.name, 'Place the fields');
    await ana.closes();
  });
});
