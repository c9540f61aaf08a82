/** The app may read the event stream of the company. The stream reports what no poll shows, and saves most polls. */
// runs: http, ci
import { expect, it } from 'vitest';
import { anaInBox, asksFor, formValues, noticesAbout, onlyCard, opensForm } from './acts.ts';
import { nothingIsDue, quiet } from './quiet.ts';
import { aWorld, stories, type World } from './world.ts';

const minute = 60_000;

const reads = ({ box }: World): number => box.traffic.filter(({ path }) => path === '/2.0/events').length;
const polls = ({ box }: World): number =>
  box.traffic.filter(({ path }) => path.startsWith('/2.0/sign_requests')).length;

const hasFailed = ({ app }: World): boolean =>
  /does not let the app read the event stream/.test(app.output());

/** Moves the clock until the stream has been read again. */
async function waitUntilStreamIsRead(world: World): Promise<void> {
  const before = reads(world);
  const readsLater = async () => {
    await world.passes(20_000);
    return reads(world);
  };
  await expect.poll(readsLater, { interval: 300 }).toBeGreaterThan(before);
}

/** Ana sends a request to Bo and another person, and closes the form; her card says that it was sent. */
async function sendsOne(world: World, name: string, other = 'dee@client.com'): Promise<void> {
  const { ana, anaAtBox } = world;
  await asksFor(world, world.newFile(name).url, { 'Other signers (email)': `bo@client.com, ${other}` });
  await ana.sees('Nobody has been emailed yet', { in: 'modal' });
  await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
  await ana.closes();
  await waitUntilStreamIsRead(world);
  await onlyCard(world, name, /Sent /);
}

stories('the event stream of the company', () => {
  const world = aWorld({ events: true, box: 'client-credentials' });

  it('a request that a signer forwarded is reported once, also when events repeat and come in disorder', async () => {
    const { box } = world();
    await expect.poll(() => reads(world())).toBeGreaterThan(0);
    box.faults.eventsRepeat = true;
    box.faults.eventsDisordered = true;
    await sendsOne(world(), 'Passed on.pdf');
    await box.person('bo@client.com').forwards('cy@client.com');
    await waitUntilStreamIsRead(world());
    await onlyCard(world(), 'Passed on.pdf', '↪️ bo@client.com passed it to cy@client.com');
    await waitUntilStreamIsRead(world());
    await expect
      .poll(() => noticesAbout(world(), 'Passed on.pdf'))
      .toEqual([expect.stringContaining('bo@client.com passed Passed on.pdf to cy@client.com')]);
    box.faults.clear();
  });

  it('a request is read again when Box failed just after the event', async () => {
    const { box } = world();
    await sendsOne(world(), 'Later.pdf');
    await quiet(world());
    box.faults.next({ kind: 'status', status: 503, method: 'GET', path: /\/sign_requests\/[^/]+$/ });
    await box.person('bo@client.com').forwards('cy@client.com');
    await waitUntilStreamIsRead(world());
    await onlyCard(world(), 'Later.pdf', '↪️ bo@client.com passed it to cy@client.com');
  });

  it('a new signer is named whose address is part of another signer’s address', async () => {
    await sendsOne(world(), 'Alike.pdf', 'nancy@client.com');
    await world().box.person('bo@client.com').forwards('cy@client.com');
    await waitUntilStreamIsRead(world());
    await onlyCard(world(), 'Alike.pdf', '↪️ bo@client.com passed it to cy@client.com');
  });

  it('the new signer of a request from a template is named, although its other signers are in roles', async () => {
    const { ana, box, newFile } = world();
    const signers = [{ label: 'Holder' }, { label: 'Witness' }, { label: 'Legal', email: 'legal@acme.com' }];
    box.addTemplate(anaInBox(world()), [newFile()], { name: 'Roles', signers });
    await opensForm(world());
    // What is typed for another kind of document is kept, and is not sent.
    await ana.fills({ 'Other signers (email)': 'cy@client.com', Document: 'Template' });
    await expect.poll(async () => Object.keys(await formValues(world()))).toContain('Template');
    await ana.fills({ Template: 'Roles' });
    await ana.sees('Witness: or by email', { in: 'modal' });
    await ana.fills({ 'Holder: or by email': 'bo@client.com', 'Witness: or by email': 'dee@client.com' });
    await ana.submits();
    await ana.sees('Check and send', { in: 'modal' });
    await ana.submits();
    await ana.sees('Sent to', { in: 'modal' });
    await ana.closes();
    await world().box.person('bo@client.com').forwards('cy@client.com');
    await waitUntilStreamIsRead(world());
    await onlyCard(world(), 'Roles', '↪️ bo@client.com passed it to cy@client.com');
  });

  it('the stream replaces most polls', async () => {
    await world().passes(10 * minute);
    await waitUntilStreamIsRead(world());
    const before = polls(world());
    for (let minutes = 0; minutes < 8; minutes += 1) await waitUntilStreamIsRead(world());
    expect(polls(world()) - before).toBe(0);
  });

  it('only events about sign requests are asked for', () => {
    const asked = world().box.traffic.filter(({ path }) => path === '/2.0/events');
    expect(new Set(asked.map(({ query }) => query['stream_type']))).toEqual(
      new Set(['admin_logs_streaming']),
    );
    for (const { query } of asked) {
      expect(query['event_type']?.split(',')).toEqual(expect.arrayContaining(['SIGN_DOCUMENT_SIGNED']));
      expect(query['event_type']).not.toMatch(/UPLOAD|PREVIEW|EDIT/);
    }
  });

  it('a cancel in Box is reported with one call, also when events repeat', async () => {
    const { anaAtBox, box } = world();
    await sendsOne(world(), 'Stopped.pdf');
    await quiet(world());
    const { id = '' } = box.signRequests().at(-1) ?? {};
    const readsOfIt = () => box.traffic.filter(({ path }) => path === `/2.0/sign_requests/${id}`).length;
    const before = readsOfIt();
    box.faults.eventsRepeat = true;
    await anaAtBox.cancelsInBox(id);
    await waitUntilStreamIsRead(world());
    await onlyCard(world(), 'Stopped.pdf', 'Cancelled in Box by ana@acme.com, ');
    for (const _ of [1, 2]) await waitUntilStreamIsRead(world());
    await quiet(world());
    expect(readsOfIt() - before).toBe(1);
    box.faults.clear();
  });

  it('the app waits as long as Box asks, and then reports what happened', async () => {
    const { box } = world();
    await sendsOne(world(), 'Busy.pdf');
    const limited = { kind: 'status', status: 429, retryAfterSeconds: 120 } as const;
    box.faults.next({ ...limited, path: /^\/2\.0\/events$/ });
    await waitUntilStreamIsRead(world());
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo' });
    const before = reads(world());
    await world().passes(100_000);
    expect(reads(world())).toBe(before);
    await waitUntilStreamIsRead(world());
    await onlyCard(world(), 'Busy.pdf', /1 of 2 signed/);
  });

  it('when Box has forgotten the position, the stream starts over and everything is polled once', async () => {
    const { box } = world();
    await sendsOne(world(), 'Forgotten.pdf');
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo' });
    box.forgetEvents();
    await waitUntilStreamIsRead(world());
    await onlyCard(world(), 'Forgotten.pdf', /1 of 2 signed/);
    expect(world().app.output()).toContain('Box no longer knows the position in the event stream');
  });
});

stories('the event stream, read with the connection of a Box admin', () => {
  const world = aWorld({ box: 'oauth', withoutApp: true });

  it('the stream is read, and reports a forwarded request', async () => {
    const { box, slack } = world();
    Object.assign(box.state.users[anaInBox(world()).id] ?? {}, { isReportAdmin: true });
    const env = { BOX_EVENTS: 'enterprise', BOX_EVENTS_SLACK_USER: slack.user('ana').id };
    await world().restart({ env });
    await expect.poll(() => reads(world())).toBeGreaterThan(0);
    await sendsOne(world(), 'By admin.pdf');
    await box.person('bo@client.com').forwards('cy@client.com');
    await waitUntilStreamIsRead(world());
    await onlyCard(world(), 'By admin.pdf', '↪️ bo@client.com passed it to cy@client.com');
  });
});

stories('an event stream that Box does not let the app read', () => {
  const world = aWorld({ events: true, box: 'client-credentials' });

  it('the stream is tried rarely, and polling continues as without a stream', async () => {
    const { box } = world();
    await expect.poll(() => reads(world())).toBeGreaterThan(0);
    box.faults.next({ kind: 'status', status: 403, times: 1_000, path: /^\/2\.0\/events$/ });
    await asksFor(world(), `${world().newFile('Refused.pdf').url} bo@client.com`);
    await world().ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const press = await world().ana.presses('Place the fields');
    await world().anaAtBox.placesFieldsAndSends(press.url ?? '');
    await world().ana.closes();
    const seen = async () => {
      await world().passes(30_000);
      return hasFailed(world());
    };
    await expect.poll(seen, { interval: 300 }).toBe(true);
    const before = reads(world());
    await onlyCard(world(), 'Refused.pdf', /Sent /);
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo' });
    const signed = async () => {
      await world().passes(minute);
      return polls(world());
    };
    const polled = polls(world());
    await expect.poll(signed, { interval: 300 }).toBeGreaterThan(polled);
    await onlyCard(world(), 'Refused.pdf', /Completed/);
    expect(reads(world()) - before).toBeLessThan(5);
    // Half an hour after the refusal the stream is tried again, in case an admin has allowed it meanwhile.
    await nothingIsDue(world());
    box.faults.clear();
    const refused = reads(world());
    await world().passes(31 * minute);
    await expect.poll(() => reads(world())).toBeGreaterThan(refused);
  });
});
