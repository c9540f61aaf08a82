/** SIGTERM with work in progress: the process ends soon, and what it had started is finished by it or by the next. */
// runs: http, ci
import { expect, it } from 'vitest';
import { asksFor, createdFor, heldCalls, onlyCard, opensForm, submitsAgain } from './acts.ts';
import { aWorld, stories, type World } from './world.ts';

/** Stops the app. Returns its status: 1 when it ended itself after five seconds because something was not finished. */
const stops = ({ app }: World): Promise<number | null> => app.stop('SIGTERM');

stories('the process is asked to stop', () => {
  const world = aWorld();

  it('while Box does not answer: the next process finds what became of it', async () => {
    const { ana } = world();
    const file = world().newFile();
    const held = heldCalls(world(), /^\/2\.0\/sign_requests$/);
    await asksFor(world(), `${file.url} bo@client.com`);
    await expect.poll(() => held.waiting()).toBe(1);
    expect(await stops(world())).toBe(0);
    held.release();
    await expect.poll(() => createdFor(world(), file).length).toBe(1);

    await world().restart();
    await ana.sees('Nobody has been emailed yet', { in: 'modal', within: 15_000 });
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file).length).toBe(1);
    await ana.closes();
  });

  it('while Box answers slowly: the answer is waited for and written down', async () => {
    const { ana } = world();
    const file = world().newFile();
    const held = heldCalls(world(), /^\/2\.0\/sign_requests$/);
    await asksFor(world(), `${file.url} bo@client.com`);
    await expect.poll(() => held.waiting()).toBe(1);
    const stopped = stops(world());
    // It accepts no more requests: from here on it is stopping.
    await expect.poll(() => isListening(world().app.port)).toBe(false);
    held.release();
    expect(await stopped).toBe(0);
    expect(createdFor(world(), file).length).toBe(1);

    await world().restart();
    await ana.sees('Nobody has been emailed yet', { in: 'modal', within: 15_000 });
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file).length).toBe(1);
    await ana.closes();
  });

  it('while a form is submitted: it is accepted or to be tried again, and never lost', async () => {
    const { ana } = world();
    const file = world().newFile();
    await opensForm(world(), `${file.url} bo@client.com`);
    const [answer, stopped] = await Promise.all([ana.submits(), stops(world())]);
    expect(stopped).toBe(0);
    await world().restart();
    if (answer.shown !== undefined) await submitsAgain(world());
    await ana.sees('Nobody has been emailed yet', { in: 'modal', within: 15_000 });
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file).length).toBe(1);
    await ana.closes();
  });

  it('with nothing to do', async () => {
    expect(await stops(world())).toBe(0);
    await world().restart();
  });
});

async function isListening(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/healthz`);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
