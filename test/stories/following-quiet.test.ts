/** A poll costs one call for a person's whole list, and redraws nothing when there is no news. */
// runs: http, embedded
import { expect, it } from 'vitest';
import { asksFor, onlyCard } from './acts.ts';
import { quiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const hour = 60 * 60_000;

stories('a poll without news', () => {
  const world = aWorld();

  it('one poll reads the list once, and redraws no card', async () => {
    const { ana, anaAtBox, box, slack } = world();
    const names = ['Quiet one.pdf', 'Quiet two.pdf', 'Quiet three.pdf'];
    for (const name of names) {
      await asksFor(world(), world().newFile(name).url, { 'Other signers (email)': 'bo@client.com' });
      await ana.sees('Nobody has been emailed yet', { in: 'modal' });
      await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
      await ana.closes();
      await world().passes(15_000);
      await onlyCard(world(), name, /Sent .*Nobody has opened it/);
    }
    // After ten minutes the reminder button appears on the card.
    await world().passes(11 * 60_000);
    for (const name of names) {
      await expect
        .poll(async () => (await onlyCard(world(), name, /Sent/)).buttons)
        .toContain('Resend reminder');
    }
    await quiet(world());
    const [calls, said] = [box.traffic.length, slack.log.length];
    await world().passes(12 * hour);
    const made = () => box.traffic.slice(calls).map(({ method, path }) => `${method} ${path}`);
    await expect.poll(made).toEqual(['GET /2.0/sign_requests']);
    await quiet(world());
    expect(made()).toEqual(['GET /2.0/sign_requests']);
    const drawn = slack.log.slice(said).filter(({ method }) => method === 'chat.update');
    expect(drawn).toEqual([]);
  });
});
