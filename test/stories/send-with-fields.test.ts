/** The main story: a document, two signers, fields placed in Box, two signatures, the signed copy. */
// runs: daily
import { expect, it } from 'vitest';
import { noticesAbout } from './acts.ts';
import { aWorld, stories } from './world.ts';

stories('sending with fields', () => {
  const world = aWorld();

  it('only the requester gets the link to place fields, and the card follows the request to its end', async () => {
    const { ana, anaAtBox, box, slack } = world();
    const file = world().newFile('NDA Acme.pdf');

    await ana.types(`/sign ${file.url} bo@client.com`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    await ana.fills({ 'Signers from your workspace': ['@cy'] });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const inModal = await ana.presses('Place the fields');
    const card = await ana.sees(/NDA Acme.*Not sent yet/s);
    const onCard = (await ana.messages('app')).at(-1);
    expect(card).toContain('bo@client.com');
    expect(onCard?.buttons).toContain('Place the fields');
    expect(box.mails()).toEqual([]);
    for (const other of ['bo', 'cy', 'eve']) {
      const person = slack.person(other);
      expect(JSON.stringify([await person.messages('#contracts'), await person.messages('app')])).not.toMatch(
        /prepare|NDA/,
      );
    }

    await anaAtBox.placesFieldsAndSends(inModal.url ?? '');
    await ana.closes();
    await ana.presses('Refresh');
    await ana.sees(/Sent .*Nobody has opened it/s);
    const mailed = box.mails().map(({ to }) => to);
    expect(mailed).toEqual(expect.arrayContaining(['bo@client.com', 'cy@acme.com']));

    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
    await ana.presses('Refresh');
    await ana.sees('1 of 2 signed');
    await box.person('cy@acme.com').signs(undefined, { typing: 'Cy Ng' });
    await expect.poll(() => box.signRequests()[0]?.status).toBe('signed');
    await ana.presses('Refresh');
    await ana.sees(/Completed.*2 of 2 signed/s);

    const document = await ana.presses('Open signed document');
    const log = await ana.presses('Signing log');
    const idOf = (url: string | null | undefined): string => url?.split('/').at(-1) ?? '';
    expect((await anaAtBox.downloads(idOf(document.url))).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await anaAtBox.downloads(idOf(log.url))).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await ana.messages('app')).filter(({ thread }) => thread === null)).toHaveLength(1);
    await expect
      .poll(() => noticesAbout(world(), 'NDA Acme.pdf'))
      .toEqual([
        expect.stringContaining('bo@client.com signed NDA Acme.pdf. 1 of 2 signed.'),
        expect.stringContaining('NDA Acme.pdf is complete.'),
      ]);
  });
});
