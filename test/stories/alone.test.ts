/** The requester as the only signer: Box counts the request as opened at once, which is nothing to tell her. */
// runs: http
import { expect, it } from 'vitest';
import { asksFor, onlyCard } from './acts.ts';
import { aWorld, stories } from './world.ts';

stories('signing alone', () => {
  const world = aWorld();

  it('says that it is waiting for her, and follows to the end', async () => {
    const { ana, box } = world();
    await asksFor(world(), world().newFile('Mine.pdf').url, {
      'I sign too, after everyone else': true,
      'Send now, without fields': true,
    });
    await ana.sees('Goes to', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.closes();
    await world().passes(6_000);
    const card = await onlyCard(world(), 'Mine.pdf', /It is waiting for you: open Box's email to sign\./);
    expect(box.signRequests().map(({ status }) => status)).toEqual(['viewed']);
    expect(card.plain).toContain('You — not signed yet');
    expect(card.plain).not.toMatch(/opened/);
    await box.person('ana@acme.com').signs();
    await world().passes(60_000);
    await onlyCard(world(), 'Mine.pdf', /Completed .*1 of 1 signed/);
  });
});
