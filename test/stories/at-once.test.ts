/** A card's buttons, dialogs and commands are all used simultaneously; on PostgreSQL with two processes. */
// runs: http, ci
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { AppProcess } from '../../sandbox/app-process.ts';
import { startProxy, type TcpProxy } from './proxy.ts';
import { quiet } from './quiet.ts';
import { type SentRequest, sendsRemindable } from './sent.ts';
import { until } from './until.ts';
import { startWorld, stories, type World } from './world.ts';

stories('all actions at the same time', () => {
  let world: World;
  let balancer: TcpProxy | null = null;
  let processes: readonly AppProcess[] = [];

  beforeAll(async () => {
    world = await startWorld({ mode: 'http' });
    processes = [world.app];
    if (inject('store') !== 'postgres') return;
    const second = await world.second();
    processes = [world.app, second];
    balancer = await startProxy(world.app.port, second.port);
    world.slack.connectApp({ requestUrl: `http://127.0.0.1:${balancer.port}/slack/events` });
  });
  afterAll(async () => {
    await balancer?.close();
    await world.close();
  });

  it('one reminder and one cancel go out, and every card shows the true state in the end', async () => {
    const { ana, box } = world;
    const [sent, other] = (await sendsRemindable(world, ['Storm', 'Calm'])) as [SentRequest, SentRequest];
    const card = await sent.card();
    const on = { on: card, times: 10 };
    await Promise.all([
      ana.presses('Resend reminder', on),
      ana.presses('Refresh', on),
      ana.presses('Details', { on: card, times: 3 }),
      ana.presses('All my requests', { on: card, times: 3 }),
      ...Array.from({ length: 3 }, () => ana.types('/sign resend Storm', { in: '#contracts' })),
      ...Array.from({ length: 3 }, () => ana.types('/sign status Storm', { in: '#contracts' })),
      ...Array.from({ length: 3 }, () => ana.types('/sign list Storm', { in: '#contracts' })),
      ana.presses('Refresh', { on: await other.card(), times: 10 }),
    ]);
    await expect.poll(() => sent.reminders().length).toBe(2);
    await sent.card(/reminder sent.*\[Cancel request\]/s);
    // The result of the last press may still open on top of Ana's next modal.
    await quiet(world);
    await ana.reloads();
    // Slack limits how many messages an app can change in a minute.
    await world.passes(61_000);

    let cancelled = await sent.card();
    // On a busy machine the app may open the dialog too late for Slack. Ana then presses again.
    const opensDialog = async (): Promise<string> => {
      cancelled = await sent.card(/\[Cancel request\]/);
      await ana.presses('Cancel request', { on: cancelled });
      return ana.sees('will no longer be able to sign', { in: 'modal', within: 4_000 }).catch(() => '');
    };
    await until(opensDialog, (dialog) => dialog !== '', { withinMs: 30_000 });
    await Promise.all([
      ana.submits({ times: 10 }),
      ana.closes().catch(() => undefined),
      ana.presses('Refresh', { on: cancelled, times: 10 }),
      ana.presses('Cancel request', { on: cancelled, times: 3 }).catch(() => undefined),
      // The cancel may have come first; then Dee has nothing to view.
      box
        .person('dee@client.com')
        .views()
        .catch(() => undefined),
    ]);
    await sent.card('Cancelled by you');
    expect({ resend: sent.calls('resend'), mails: sent.reminders().length }).toEqual({ resend: 1, mails: 2 });
    expect(sent.calls('cancel')).toBe(1);
    expect(sent.atBox().status).toBe('cancelled');
    await other.card(/Sent .*\[Resend reminder\] \[Change…\] \[Cancel request\]/s);
    expect(other.reminders()).toEqual([]);
    // Log entries about views that opened too late, or late acknowledgements. A busy machine may cause
    // them.
    const fromBusyMachine = /views\.(open|push|update): |no answer within the time Slack waits/;
    const unexpectedErrors = processes
      .flatMap((one) => one.output().split('\n'))
      .filter((line) => line.includes('"level":50') && !fromBusyMachine.test(line));
    expect(unexpectedErrors).toEqual([]);
  });
});
