/** kill -9 while several requests are reminded together: the work continues, and nobody is reminded twice. */
// runs: http, ci
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anaInBox } from './acts.ts';
import { type KillableWorld, type KillPoint, killableWorld } from './kills.ts';
import { stories } from './world.ts';

/** Longer (ms) than a dead process keeps its jobs locked on PostgreSQL. */
const pastLeaseMs = 7_000;
const inModal = { in: 'modal' as const };

stories('several reminders, when the app is killed', () => {
  let killable: KillableWorld;
  beforeAll(async () => {
    killable = await killableWorld();
  });
  afterAll(() => killable.close());

  const points: readonly KillPoint[] = [
    // Commits and calls come in this order: the confirmation, each reminder marked as asked for, each call, each
    // result.
    { what: 'commit', at: 1, phase: 'after' },
    { what: 'commit', at: 3, phase: 'before' },
    { what: 'commit', at: 3, phase: 'after' },
    { what: 'commit', at: 6, phase: 'after' },
    { what: 'call', at: 4, phase: 'before' },
  ];

  it.each(points)(
    'four reminders, killed $phase $what $at: none is sent twice',
    { timeout: 60_000 },
    async (point) => {
      const { world } = killable;
      const { ana, box } = world;
      const to = `${point.what}${point.at}${point.phase}@client.com`;
      const file = world.newFile();
      for (let index = 1; index <= 4; index += 1)
        box.addSignRequest(anaInBox(world), { file, to: [to], name: `${to} ${index}.pdf` });
      await world.passes(11 * 60_000);
      await ana.reloads();
      await ana.types(`/sign list ${to}`);
      await ana.sees(/\nAs of /, inModal);
      await ana.sees('Waiting (4)', inModal);
      await ana.presses('Choose several…');
      await ana.sees('What to do', inModal);
      await ana.fills({ 'All 4 in this list': true, 'Send a reminder': true });
      await ana.submits();
      await ana.sees('4 of 4 can be reminded.', inModal);
      await killable.killAt(point);
      await ana.submits().catch(() => undefined);
      await killable.revived();
      await world.passes(pastLeaseMs);
      const told = async () =>
        (await ana.messages('app'))
          .map(({ plain }) => plain)
          .filter((plain) => /reminders? sent/.test(plain));
      await expect.poll(async () => (await told()).length).toBe(points.indexOf(point) + 1);
      const result = (await told()).at(-1) ?? '';
      const mailed = box.mails(to).filter(({ kind }) => kind === 'reminder');
      expect(new Set(mailed.map(({ requestId }) => requestId)).size).toBe(mailed.length);
      // A call whose answer the killed process did not get is not repeated, and the result names it.
      const known = Number(/^\d/.exec(result)?.[0]);
      expect(known).toBeLessThanOrEqual(mailed.length);
      if (known < 4) expect(result).toContain('Box did not answer');
    },
  );
});
