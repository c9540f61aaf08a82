/** Notices that people have turned off do not come, and the others wait for the end of quiet hours. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { asksFor, noticesAbout, onlyCard, savesSettings } from './acts.ts';
import { nothingIsDue } from './quiet.ts';
import { sendsRequests } from './sent.ts';
import { opensSigningPage, sendsDirectly, toldAbout, turnsOnSigning } from './signing-here.ts';
import { aWorld, stories } from './world.ts';

const minute = 60_000;
const mergedNotice = /^\d+ updates on your signature requests/;

stories('notices and quiet hours', () => {
  const world = aWorld({ webhooks: true });
  beforeEach(() => {
    world().slack.user('ana').tz = 'Etc/UTC';
    return world().ana.reloads();
  });

  const clock = (inMs: number) => new Date(world().now() + inMs).toISOString().slice(11, 16);
  /** Settings by which it is quiet from a minute ago until this time from now (ms). */
  const quietUntil = (inMs: number) => ({
    'Quiet hours from': clock(-minute),
    'Quiet hours until': clock(inMs),
  });
  const mergedNotices = async () =>
    (await world().ana.messages('app')).map(({ plain }) => plain).filter((plain) => mergedNotice.test(plain));

  it('notices that were turned off do not come, but problems are always reported', async () => {
    const { box } = world();
    await savesSettings(world().ana, { 'Messages about my requests': ['Everyone has signed'] });
    await sendsRequests(world(), ['First'], 'fa@client.com fb@client.com');
    await sendsRequests(world(), ['Second'], 'sa@client.com');
    await box.person('fa@client.com').signs(undefined, { typing: 'Fa' });
    await onlyCard(world(), 'First.pdf', '1 of 2 signed');
    await box.person('sa@client.com').declines(undefined, 'No.');
    await expect.poll(() => noticesAbout(world(), 'Second.pdf')).toHaveLength(1);
    await nothingIsDue(world());
    expect(await noticesAbout(world(), 'First.pdf')).toEqual([]);
    await box.person('fb@client.com').signs(undefined, { typing: 'Fb' });
    await expect
      .poll(() => noticesAbout(world(), 'First.pdf'))
      .toEqual([expect.stringContaining('First.pdf is complete')]);
  });

  it('notices wait for the end of quiet hours, and then come as one message', async () => {
    const { ana, box } = world();
    const names = ['One', 'Two', 'Three'];
    for (const name of names) await sendsRequests(world(), [name], `${name.toLowerCase()}@client.com`);
    await savesSettings(ana, quietUntil(120 * minute));
    for (const name of names) {
      await box.person(`${name.toLowerCase()}@client.com`).declines(undefined, 'No.');
      await onlyCard(world(), `${name}.pdf`, 'Declined');
    }
    await nothingIsDue(world());
    for (const name of names) expect(await noticesAbout(world(), `${name}.pdf`)).toEqual([]);
    expect(await mergedNotices()).toEqual([]);
    await world().passes(121 * minute);
    await expect.poll(mergedNotices).toEqual([expect.stringContaining('3 updates')]);
    const [said] = await mergedNotices();
    for (const name of names) expect(said).toContain(`declined to sign ${name}.pdf`);
  });

  it('mails of several requests that bounced in quiet hours are all told afterwards', async () => {
    const { ana, box } = world();
    const names = ['Seven', 'Eight', 'Nine'];
    for (const name of names) await sendsRequests(world(), [name], `${name.toLowerCase()}@client.com`);
    await savesSettings(ana, quietUntil(120 * minute));
    const earlier = (await mergedNotices()).length;
    for (const name of names) {
      await box.person(`${name.toLowerCase()}@client.com`).bounces();
      await onlyCard(world(), `${name}.pdf`, 'An email did not arrive');
    }
    await nothingIsDue(world());
    await world().passes(121 * minute);
    await expect.poll(async () => (await mergedNotices()).length).toBe(earlier + 1);
    const said = (await mergedNotices()).at(-1) ?? '';
    expect(said).toMatch(/^3 updates/);
    for (const name of names) expect(said).toContain(`${name}.pdf`);
  });

  it('waiting notices come immediately when quiet hours are turned off', async () => {
    const { box } = world();
    await savesSettings(world().ana, quietUntil(240 * minute));
    await sendsRequests(world(), ['Four'], 'four@client.com');
    await box.person('four@client.com').declines(undefined, 'No.');
    await onlyCard(world(), 'Four.pdf', 'Declined');
    await nothingIsDue(world());
    expect(await noticesAbout(world(), 'Four.pdf')).toEqual([]);
    await savesSettings(world().ana, { 'Quiet hours from': null, 'Quiet hours until': null });
    await expect.poll(() => noticesAbout(world(), 'Four.pdf')).toHaveLength(1);
  });

  it('waiting notices that are no longer true do not come', async () => {
    const { ana, box, slack, newFile } = world();
    const bo = slack.person('bo');
    slack.user('bo').tz = 'Etc/UTC';
    await turnsOnSigning(world());
    const boxId = await sendsDirectly(world(), 'Five', '@bo');
    await bo.sees(/asks you to sign Five/);
    await world().passes(11 * minute);
    const night = quietUntil(240 * minute);
    await savesSettings(world().ana, night);
    await savesSettings(bo, night);
    await asksFor(world(), `${newFile('Six.pdf').url} dee@client.com`, {
      'Place fields in Box, then send': true,
    });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes({ all: true });
    await ana.presses('Resend reminder', { on: await onlyCard(world(), 'Five.pdf', 'Resend reminder') });
    await onlyCard(world(), 'Five.pdf', 'next reminder possible');
    await world().passes(125 * minute);
    await nothingIsDue(world());
    await box.person('ana@acme.com').cancelsInBox(boxId);
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Five.pdf', '') });
    await onlyCard(world(), 'Five.pdf', 'Cancelled');
    const { url } = await ana.presses('Place the fields', { on: await onlyCard(world(), 'Six.pdf', '') });
    await box.person('ana@acme.com').placesFieldsAndSends(url ?? '');
    await onlyCard(world(), 'Six.pdf', 'Sent ');
    await world().passes(130 * minute);
    await nothingIsDue(world());
    expect((await toldAbout(bo, 'Five.pdf')).join()).not.toContain('A reminder');
    expect(await noticesAbout(world(), 'Six.pdf')).toEqual([]);
    expect((await mergedNotices()).join()).not.toContain('Six.pdf');
  });

  it('of many reminders that waited for a signer none is left out, and other news is not among them', {
    timeout: 120_000,
  }, async () => {
    const { ana, box, slack } = world();
    const bo = slack.person('bo');
    slack.user('bo').tz = 'Etc/UTC';
    await turnsOnSigning(world());
    for (const name of ['Pile A', 'Pile B', 'Pile C', 'Pile D']) await sendsDirectly(world(), name, '@bo');
    const signedId = await sendsDirectly(world(), 'Withdrawn', '@bo dee@client.com');
    await bo.sees(/asks you to sign Withdrawn/);
    await box.person('bo@acme.com').signs(await opensSigningPage(bo));
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Withdrawn.pdf', '') });
    await onlyCard(world(), 'Withdrawn.pdf', '1 of 2 signed');
    await nothingIsDue(world());
    // Quiet but for one minute a day, so that reminders of several days wait together.
    await savesSettings(bo, quietUntil(-2 * minute));
    const before = (await bo.messages('app')).length;
    await box.person('ana@acme.com').cancelsInBox(signedId);
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Withdrawn.pdf', '') });
    await onlyCard(world(), 'Withdrawn.pdf', 'Cancelled');
    for (let day = 0; day < 4; day += 1) {
      await world().passes(25 * 60 * minute);
      await nothingIsDue(world());
      await ana.reloads();
      await ana.types('/sign list pile');
      await ana.sees(/My signature requests.*\nAs of /s, { in: 'modal' });
      await ana.presses('Choose several…');
      await ana.sees('What to do', { in: 'modal' });
      await ana.fills({ 'All 4 in this list': true, 'Send a reminder': true });
      expect(await ana.submits()).toEqual({});
      await ana.sees('4 of 4 can be reminded.', { in: 'modal' });
      expect(await ana.submits()).toEqual({});
      await ana.sees('4 reminders sent.', { in: 'modal' });
    }
    const fresh = async () => (await bo.messages('app')).slice(before).map(({ plain }) => plain);
    await nothingIsDue(world());
    expect(await fresh()).toEqual([]);
    await savesSettings(bo, { 'Quiet hours from': null, 'Quiet hours until': null });
    await expect.poll(fresh).toHaveLength(2);
    await nothingIsDue(world());
    await world().passes(2 * minute);
    // More than two messages a minute are too many.
    await expect.poll(fresh).toHaveLength(3);
    const [news, ...reminders] = await fresh();
    expect(news).toContain('Withdrawn.pdf was cancelled');
    expect(reminders.map((plain) => plain.split('A reminder from Ana').length - 1)).toEqual([15, 1]);
  });
});
