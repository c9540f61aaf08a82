/** A group of signers in a request that was created in Box: one member signs for all. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { anaInBox, noticesAbout, onlyCard } from './acts.ts';
import { aWorld, stories } from './world.ts';

stories('a group of signers', () => {
  const world = aWorld();

  it('a group counts as one signer, and the card waits for none of its members once one has signed', async () => {
    const { ana, box } = world();
    const answer = await fetch(`${box.url}/2.0/sign_requests`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${box.issueToken({ id: anaInBox(world()).id })}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        source_files: [{ type: 'file', id: world().newFile('Grouped.pdf').id }],
        signers: [
          { email: 'g1@client.com', signer_group_id: 'legal' },
          { email: 'g2@client.com', signer_group_id: 'legal' },
          { email: 'dee@client.com', signer_group_id: 'alone' },
        ],
      }),
    });
    const made = (await answer.json()) as { signers: { signer_group_id: string | null; email: string }[] };
    const groups = new Map(made.signers.map(({ email, signer_group_id }) => [email, signer_group_id]));
    expect(groups.get('g1@client.com')).toMatch(/^[0-9a-f-]{36}$/);
    expect(groups.get('g2@client.com')).toBe(groups.get('g1@client.com'));
    expect(groups.get('dee@client.com')).toBeNull();
    await world().passes(5_000);
    await ana.types('/sign list');
    await ana.sees(/Grouped.*\.pdf\n📨/, { in: 'modal' });
    await ana.presses('Follow with a card');
    await ana.closes();
    await onlyCard(world(), 'Grouped', 'Nobody has opened it');

    await box.person('g1@client.com').signs();
    await world().passes(5 * 60_000);
    const card = await onlyCard(world(), 'Grouped', /1 of 2 signed\. Waiting for dee@client\.com/);
    expect(card.plain).toContain('g2@client.com — not needed: g1@client.com signed for the group');
    await expect(box.person('g2@client.com').signs()).rejects.toThrow();

    await world().passes(11 * 60_000);
    await ana.types('/sign resend Grouped', { in: '#contracts' });
    await onlyCard(world(), 'Grouped', 'reminder sent');
    expect(box.mails('g2@client.com').filter(({ kind }) => kind === 'reminder')).toEqual([]);
    await box.person('dee@client.com').signs();
    await world().passes(5 * 60_000);
    await onlyCard(world(), 'Grouped', /Completed .*2 of 2 signed/);
    await expect
      .poll(() => noticesAbout(world(), 'Grouped'))
      .toEqual([
        expect.stringMatching(/g1@client\.com signed Grouped.*1 of 2 signed/),
        expect.stringMatching(/Grouped.* is complete/),
      ]);
  });
});
