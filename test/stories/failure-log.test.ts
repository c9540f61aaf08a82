/** What follows an unexpected error: what the operator reads in the log, and what the person reads in Slack. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { altersWhileQuiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

stories('an unexpected error', () => {
  const world = aWorld();

  it('the log says where in the source an unexpected error was thrown', async () => {
    const { ana, app } = world();
    await altersWhileQuiet(world(), ['alter table drafts rename to elsewhere']);
    const typed = `https://app.box.com/file/1 ${'x'.repeat(1_200)}`;
    await ana.types(`/sign ${typed}`, { in: '#contracts' });
    await expect.poll(app.output).toContain('interaction failed');
    // The command is repeated, because Slack has cleared it, up to a thousand characters.
    const told = await ana.sees('You typed: ', { in: '#contracts' });
    expect(told).toContain(`You typed: /sign ${typed.slice(0, 999)}…`);
    await altersWhileQuiet(world(), ['alter table elsewhere rename to drafts']);
    const line =
      app
        .output()
        .split('\n')
        .find((each) => each.includes('interaction failed')) ?? '';
    const frames: readonly string[] = JSON.parse(line).err.stack;
    expect(frames.join('\n')).toMatch(/\/src\/store\/[\w-]+\.ts:\d+:\d+\)?$/m);
    expect(frames.join('\n')).toMatch(/\/src\/features\/[\w/]+\.ts:\d+:\d+\)?$/m);
    expect(frames.join('\n')).not.toContain('/dist/app/main.js');
  });

  it.each([
    ['in the modal', 1, 'modal'],
    ['in direct messages', 2, 'app'],
  ] as const)(
    'the person reads %s that a search failed after Slack was answered',
    async (_where, times, place) => {
      const { ana, app, slack } = world();
      await ana.types('/sign templates', { in: '#contracts' });
      await ana.sees('You have no templates yet.', { in: 'modal' });
      slack.faults.next({ kind: 'error', error: 'fatal_error', method: 'views.update', times });
      expect(await ana.submits()).toEqual({});
      const told = await ana.sees('tell the person who runs this app: ', { in: place });
      const reference = /runs this app: ([\w-]+)\./.exec(told)?.[1] ?? 'no reference';
      expect(app.output().split('\n')).toContainEqual(
        expect.stringMatching(
          new RegExp(`${reference}.*interaction failed|interaction failed.*${reference}`),
        ),
      );
      await ana.reloads();
    },
  );
});
