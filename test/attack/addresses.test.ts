/**
 * Invisible characters cannot be part of an address, and cannot make one name look like another. Tested through the
 * real form, over HTTP, with characters drawn from all that Unicode lets programs ignore.
 */
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { createdFor, opensForm } from '../stories/acts.ts';
import { aWorld, stories } from '../stories/world.ts';

const others = 'Other signers (email)';
const colleagues = 'Signers from your workspace';

/** The characters that Unicode itself calls ignorable, whatever the app thinks of them. */
const ignorable = /\p{Default_Ignorable_Code_Point}/u;
const ignorableCodePoints = Array.from({ length: 0x110000 }, (_, point) => point).filter(
  (point) => (point < 0xd800 || point > 0xdfff) && ignorable.test(String.fromCodePoint(point)),
);
/** Characters that are drawn blank but count as letters, symbols or marks in Unicode. */
const blanks = [0x2800, 0x3164, 0xffa0, 0x115f, 0x1160, 0x034f, 0xfe0f, 0x180b, 0x17b4, 0x1d159];
const invisible = fc
  .oneof(fc.constantFrom(...blanks), fc.constantFrom(...ignorableCodePoints))
  .map((point) => ({ character: String.fromCodePoint(point), number: numberOf(point) }));

function numberOf(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

const address = 'bo@client.com';
/** A position between two characters of the address. */
const inside = fc.integer({ min: 1, max: address.length - 1 });

stories('invisible characters', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('an invisible character within an address is refused, and its position is shown', async () => {
    const { ana, slack } = world();
    await opensForm(world(), world().newFile('Refused.pdf').url);
    await fc.assert(
      fc.asyncProperty(invisible, inside, async ({ character, number }, at) => {
        const typed = `${address.slice(0, at)}${character}${address.slice(at)}`;
        await ana.fills({ [others]: `dee@client.com, ${typed}` });
        const { errors } = await ana.submits();
        expect(errors?.[others]).toContain(`${address.slice(0, at)}[${number}]${address.slice(at)}`);
        expect(errors?.[others]).toContain('cannot be seen');
      }),
      { numRuns: 60 },
    );
    expect(slack.log.filter(({ method }) => method === 'chat.postMessage')).toEqual([]);
  });

  it('an invisible character around an address, as when copied with it, is dropped', async () => {
    const { ana } = world();
    const file = world().newFile('Copied.pdf');
    await opensForm(world(), file.url);
    await ana.fills({
      [others]: '\u200bBo@client.com\u200b, \u202aEli <\u2066eli@client.com\u2069>\u202c, \ufeff',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toMatchObject([
      { signers: [{ email: address }, { email: 'eli@client.com' }] },
    ]);
  });

  it('invisible characters cannot make one name look like another', async () => {
    const { ana, slack } = world();
    const hidden = fc.sample(invisible, { numRuns: 12, seed: 7 }).map(({ character }) => character);
    // Some of these characters matter inside an emoji or a joined letter; in this name they do not.
    const handle = `Ch${hidden.join('')}ief${blanks.map((point) => String.fromCodePoint(point)).join('')}`;
    const { id } = slack.addUser({ handle, email: 'someone@acme.com' });
    await opensForm(world(), `${world().newFile('Posing.pdf').url} <@${id}>`);
    await ana.fills({ 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    const said = await ana.sees('Goes to', { in: 'modal' });
    expect(said).toContain('Chief (someone@acme.com)');
  });

  it('a name without a visible character is replaced by the address', async () => {
    const { ana, slack } = world();
    const { id } = slack.addUser({ handle: '\u3164\u2800', email: 'blank@acme.com' });
    await opensForm(world(), `${world().newFile('Blank.pdf').url} <@${id}>`);
    await ana.fills({ 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    expect(await ana.sees('Goes to', { in: 'modal' })).toContain('Goes to blank@acme.com');
  });
});

stories('a domain that is not in ASCII', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('the domain is shown with its ASCII form beside it', async () => {
    const { ana } = world();
    // The first letter of the domain is Cyrillic.
    const look = 'bo@\u0430pple.com';
    await opensForm(world(), world().newFile('Alike.pdf').url);
    await ana.fills({ [others]: `${look}, dee@client.com`, 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    const said = await ana.sees('Goes to', { in: 'modal' });
    expect(said).toContain(`${look} (xn--pple-43d.com)`);
    expect(said).not.toContain('dee@client.com (');
  });

  it.each([
    ['bo@müller.example', 'bo@xn--mller-kva.example'],
    ['bo@müller.example', 'bo@MÜLLER.example'],
    ['bo@müller.example', 'bo@mu\u0308ller.example'],
    ['bo@client.com', 'bo@\uff43lient.com'],
  ])('two spellings of one domain count as the same address: %s and %s', async (one, other) => {
    const { ana } = world();
    await opensForm(world(), world().newFile('Twice.pdf').url);
    await ana.fills({ [others]: `${one}, ${other}` });
    const { errors } = await ana.submits();
    expect(errors?.[others]).toContain('is here twice');
  });

  it('a colleague’s address in ASCII counts as the same when it is also typed in Unicode', async () => {
    const { ana, slack } = world();
    const { id } = slack.addUser({ handle: 'mia', email: 'mia@xn--mller-kva.example' });
    await opensForm(world(), `${world().newFile('Colleague.pdf').url} <@${id}>`);
    await ana.fills({ [others]: 'mia@müller.example' });
    expect((await ana.modal())?.values[colleagues]).toContain('mia');
    expect(await ana.submits()).toEqual({});
    await ana.sees('is here twice', { in: 'modal' });
  });
});
