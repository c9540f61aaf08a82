/** kill -9 around a reminder: it is sent at most once, and the presser learns the outcome. */
// runs: http, ci
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KillableWorld, type KillPoint, killableWorld } from './kills.ts';
import { cardWithButton, type SentRequest, sendsRemindable } from './sent.ts';
import { until } from './until.ts';
import { stories } from './world.ts';

const button = 'Resend reminder';
const notKnown = 'The reminder may or may not have been sent; we did not send it again.';

/** Longer (ms) than a dead process keeps its jobs locked on PostgreSQL. */
const pastLeaseMs = 7_000;

stories('a reminder, when the app is killed', () => {
  let killable: KillableWorld;
  const stock: SentRequest[] = [];
  beforeAll(async () => {
    killable = await killableWorld();
    stock.push(...(await sendsRemindable(killable.world, ['One', 'Two', 'Three', 'Four'])));
  });
  afterAll(() => killable.close());

  it('killed before the press is stored: a second press sends the reminder', async () => {
    const sent = nextRequest();
    await untilAtRest();
    const { shown } = await pressesDespiteKill(sent, { what: 'commit', at: 1, phase: 'before' });
    expect(shown).not.toBeNull();
    expect(sent.calls('resend')).toBe(0);
    await killable.world.ana.presses(button, { on: await cardWithButton(sent, button) });
    await sent.card('reminder sent');
    expect({ calls: sent.calls('resend'), mails: sent.reminders().length }).toEqual({ calls: 1, mails: 2 });
  });

  it('killed after the press is stored: the reminder is sent by itself', async () => {
    const sent = nextRequest();
    await untilAtRest();
    await pressesDespiteKill(sent, { what: 'commit', at: 1, phase: 'after' });
    await sent.card('reminder sent');
    expect({ calls: sent.calls('resend'), mails: sent.reminders().length }).toEqual({ calls: 1, mails: 2 });
  });

  it.each([
    ['killed before Box sends it', 'before', 0],
    ['killed after Box has sent it', 'applied', 2],
  ] as const)(
    '%s: the reminder is not repeated, and the card says that the outcome is unknown',
    async (_, phase, mails) => {
      const sent = nextRequest();
      const { box, app } = killable.world;
      const stop = box.onCall((call) => {
        if (!call.path.endsWith(`${sent.boxId}/resend`) || call.phase !== phase) return 'go';
        process.kill(app.pid, 'SIGKILL');
        return 'drop';
      });
      await pressesDespiteKill(sent, { what: 'commit', at: 1_000, phase: 'before' });
      const card = await sent.card(notKnown);
      stop();
      expect(card.buttons).not.toContain(button);
      await killable.world.passes(60_000);
      await untilAtRest();
      expect({ calls: sent.calls('resend'), mails: sent.reminders().length }).toEqual({ calls: 1, mails });
    },
  );

  /** Ana presses; the app is killed at this point, or by the test before that, and is restarted. */
  async function pressesDespiteKill(sent: SentRequest, point: KillPoint): Promise<{ shown: string | null }> {
    const card = await sent.card();
    await killable.killAt(point);
    const { shown } = await killable.world.ana.presses(button, { on: card });
    await killable.revived();
    await killable.world.passes(pastLeaseMs);
    return { shown };
  }

  /** Returns the next of the prepared requests. */
  function nextRequest(): SentRequest {
    const next = stock.shift();
    if (!next) throw new Error('the stock of requests is used up');
    return next;
  }

  /** Waits until the app has committed nothing for 1,100 ms: its worker looks for due jobs every second. */
  async function untilAtRest(): Promise<void> {
    let known = -1;
    let since = 0;
    const quietMs = async (): Promise<number> => {
      const commits = await killable.commits();
      if (commits !== known) since = performance.now();
      known = commits;
      return performance.now() - since;
    };
    await until(quietMs, (ms) => ms > 1_100, { withinMs: 30_000 });
  }
});
