/** What the operator reads in the log about an unexpected error. */
// runs: http, embedded
import { expect, it } from 'vitest';
import { alterStore } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('an unexpected error', () => {
  const world = aWorld();

  it('the log says where in the source an unexpected error was thrown', async () => {
    const { ana, app, store } = world();
    await alterStore(store, ['alter table drafts rename to elsewhere']);
    await ana.types('/sign', { in: '#contracts' });
    await expect.poll(app.output).toContain('interaction failed');
    await alterStore(store, ['alter table elsewhere rename to drafts']);
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
});
