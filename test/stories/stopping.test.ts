/** SIGTERM with work in progress: the process ends soon, and it or the next process finishes what was started. */
// runs: http, ci
import { expect, it } from 'vitest';
import { asksFor, createdFor, holdAtSlack, holdCalls, onlyCard, opensForm, submitsAgain } from './acts.ts';
import { quiet } from './quiet.ts';
import { aWorld, stories, type World } from './world.ts';

/** Stops the app. Returns its exit status; 1 means that something was not finished within five seconds. */
const stops = ({ app }: World): Promise<number | null> => app.stop('SIGTERM');

stories('the app is stopped', () => {
  const world = aWorld();

  it('if Box does not answer, the next process finds out the result', async () => {
    const { ana } = world();
    const file = world().newFile();
    const held = holdCalls(world(), /^\/2\.0\/sign_requests$/);
    await asksFor(world(), `${file.url} bo@client.com`);
    await expect.poll(() => held.waiting()).toBe(1);
    expect(await stops(world())).toBe(0);
    held.release();
    await expect.poll(() => createdFor(world(), file).length).toBe(1);

    await world().restart();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file).length).toBe(1);
    await ana.closes();
  });

  it('if Box answers slowly, the stopping app waits for the answer and stores it', async () => {
    const { ana } = world();
    const file = world().newFile();
    const held = holdCalls(world(), /^\/2\.0\/sign_requests$/);
    await asksFor(world(), `${file.url} bo@client.com`);
    await expect.poll(() => held.waiting()).toBe(1);
    const stopped = stops(world());
    // The app accepts no more connections, which shows that it is stopping.
    await expect.poll(() => isListening(world().app.port)).toBe(false);
    held.release();
    expect(await stopped).toBe(0);
    expect(createdFor(world(), file).length).toBe(1);

    await world().restart();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file).length).toBe(1);
    await ana.closes();
  });

  it('if Box does not answer what a view is drawn from, the app stops in order all the same', async () => {
    const { ana } = world();
    const held = holdCalls(world(), /^\/2\.0\/sign_templates$/);
    await ana.types('/sign templates', { in: '#contracts' });
    await expect.poll(() => held.waiting()).toBe(1);
    const { app } = world();
    expect(await stops(world())).toBe(0);
    expect(app.output()).toContain('"stopped"');
    held.release();

    await world().restart();
    await ana.closes();
    await ana.types('/sign templates', { in: '#contracts' });
    await ana.sees('You have no templates', { in: 'modal' });
    await ana.closes();
  });

  it('if Box answers slowly what a view is drawn from, the stopping app still draws it', async () => {
    const { ana } = world();
    const held = holdCalls(world(), /^\/2\.0\/sign_templates$/);
    await ana.types('/sign templates', { in: '#contracts' });
    await expect.poll(() => held.waiting()).toBe(1);
    const stopped = stops(world());
    await expect.poll(() => isListening(world().app.port)).toBe(false);
    held.release();
    expect(await stopped).toBe(0);
    await ana.sees('You have no templates', { in: 'modal' });

    await world().restart();
    await ana.closes();
  });

  it('if Slack does not answer a post, the next process posts no second message', async () => {
    const cy = world().slack.person('cy');
    const held = holdAtSlack(world(), 'chat.postMessage');
    await cy.opensMessages();
    await expect.poll(() => held.waiting()).toBe(1);
    expect(await stops(world())).toBe(0);
    held.release();
    await cy.sees('Welcome!');

    await world().restart();
    await quiet(world());
    const messages = await cy.messages('app');
    expect(messages.filter(({ plain }) => plain.includes('Welcome!'))).toHaveLength(1);
  });

  it('a form submitted while the app stops is accepted, or the person is told to try again', async () => {
    const { ana } = world();
    const file = world().newFile();
    await opensForm(world(), `${file.url} bo@client.com`);
    const [answer, stopped] = await Promise.all([ana.submits(), stops(world())]);
    expect(stopped).toBe(0);
    await world().restart();
    if (answer.shown !== undefined) await submitsAgain(world());
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file).length).toBe(1);
    await ana.closes();
  });

  it('an app without work in progress stops in order', async () => {
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
