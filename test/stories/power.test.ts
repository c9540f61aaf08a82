/**
 * The machine loses power right after the app has answered: everything that the app accepted is there at the next
 * start.
 */
// runs: http, sqlite, ci
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asksFor, createdFor, onlyCard, opensForm } from './acts.ts';
import { aBrowser } from './browser.ts';
import { asksForLink, aWorldToConnectIn, grantsAccess, startsApp } from './connecting.ts';
import { type TracedApp, traceWrites } from './power.ts';
import { cardWithButton, sendsRemindable } from './sent.ts';
import { canTrace } from './tracing.ts';
import { aWorld, stories } from './world.ts';

/** Defines a test that is skipped where processes cannot be traced, except on CI, where they must be. */
const traced = it.skipIf(!canTrace && process.env['CI'] === undefined);

stories('a power cut', () => {
  const world = aWorld({ withoutApp: true });
  let tracedApp: TracedApp;
  /**
   * Makes Box unreachable for calls about requests, so that everything after the restart comes from the disk. Returns a
   * function that undoes it.
   */
  const losesBox = () =>
    world().box.onCall(({ path, phase }) =>
      phase === 'before' && path.startsWith('/2.0/sign_requests') ? 'drop' : 'go',
    );
  beforeEach(async () => {
    await world().restart();
  });
  afterEach(async () => {
    await world().app.stop();
    await tracedApp.remove();
  });

  traced('a form that was accepted right before the power cut is sent after it', async () => {
    const { ana } = world();
    const reachesBox = losesBox();
    tracedApp = await traceWrites(world());
    const file = world().newFile('Taken.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    const disk = await tracedApp.cutPower();
    reachesBox();
    expect(createdFor(world(), file)).toEqual([]);
    await world().restart({ env: { DATA_DIR: disk } });
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
    await ana.reloads();
  });

  traced('a reminder that was pressed right before the power cut is sent once after it', async () => {
    const { ana } = world();
    const [sent] = await sendsRemindable(world(), ['Pressed']);
    if (!sent) throw new Error('nothing went out');
    const card = await cardWithButton(sent, 'Resend reminder');
    const reachesBox = losesBox();
    tracedApp = await traceWrites(world());
    await ana.presses('Resend reminder', { on: card });
    const disk = await tracedApp.cutPower();
    reachesBox();
    expect(sent.reminders()).toEqual([]);
    await world().restart({ env: { DATA_DIR: disk } });
    await sent.card('reminder sent');
    // Both outstanding signers are mailed at the same time.
    expect(new Set(sent.reminders()).size).toBe(1);
  });
});

stories('a power cut after connecting', () => {
  const world = aWorldToConnectIn();

  traced('a connection that the page reported right before the power cut is still there', async () => {
    const { ana, anaAtBox } = world();
    const link = await asksForLink(ana);
    const tracedApp = await traceWrites(world());
    const page = await grantsAccess(aBrowser(world()), link, anaAtBox);
    expect(page.text).toContain('is now connected to the Box account');
    const disk = await tracedApp.cutPower();
    await ana.reloads();
    await startsApp(world(), { DATA_DIR: disk });
    await opensForm(world(), 'dee@client.com');
    await ana.sees('Sending as ana@acme.com in Box', { in: 'modal' });
    await tracedApp.remove();
  });
});
