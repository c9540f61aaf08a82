/**
 * What people really paste: from mail, spreadsheets, phones and Slack itself. The app reads it as it was meant, or
 * refuses it and quotes it; it never sends a changed form of it.
 */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { createdFor, formValues, onlyCard, opensForm } from './acts.ts';
import { sendsRequests } from './sent.ts';
import { aWorld, stories } from './world.ts';

const document = 'Box link or file ID';
const others = 'Other signers (email)';

stories('pasted text', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  /** The signers named in each create call for this file, without Ana. */
  const signersOf = (file: { readonly id: string }): unknown =>
    createdFor(world(), file).map(({ signers }) =>
      (signers as { email: string; role: string }[])
        .map(({ email }) => email)
        .filter((email) => email !== 'ana@acme.com'),
    );

  /** Checks that the command puts these addresses into the form, and that the form sends them to Box. */
  async function expectAddresses(typed: string, expected: readonly string[]): Promise<void> {
    const { ana } = world();
    await ana.reloads();
    const file = world().newFile();
    await opensForm(world(), `${file.url} ${typed}`);
    const values = await formValues(world());
    expect(values[document]).toBe(file.url);
    expect(values[others], `by the command: ${typed}`).toBe(expected.join(', '));
    expect((await ana.modal())?.plain).not.toContain('Not used');
    await ana.fills({ [others]: typed });
    expect(await ana.submits(), `by the form: ${typed}`).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(signersOf(file)).toEqual([expected]);
  }

  const dee = ['dee@client.test'];
  it.each([
    ['mailto:dee%2Bsign@client.test', ['dee+sign@client.test']],
    ['“dee@client.test”', dee],
    ['“dee@client.test', dee],
    ['•dee@client.test', dee],
    ['«dee@client.test', dee],
    ["'dee@client.test", dee],
    ['dee@client.test.', dee],
    ['dee@client.test\ufe0f', dee],
    ['\u200bdee@client.test\u2060', dee],
    ['“Lee, Bo” <bo@client.test>', ['bo@client.test']],
    ["'dee@client.test' <dee@client.test>", dee],
    [
      'Lee, Bo <bo.lee@client.test>; Doe, Al <al.doe@client.test>',
      ['bo.lee@client.test', 'al.doe@client.test'],
    ],
    ['To: dee@client.test | bo@client.test', ['dee@client.test', 'bo@client.test']],
  ])('the addresses in %j are read', (typed, expected) => expectAddresses(typed, expected));

  it.each([
    ['Bo Lee dee@client.test', '"Bo Lee" is not an email address.'],
    [
      'b\u3164o@client.test',
      '"b[U+3164]o@client.test" has a character in it that cannot be seen. Type the address again.',
    ],
    ['deeclient.test, Bo <bo@client.test>, eli@', '"deeclient.test" and "eli@" are not email addresses.'],
    ['a@, b@, c@, d@ e@client', '"a@", "b@", "c@" and 1 more are not email addresses.'],
    ['dee@client.test¹', '"dee@client.test¹" is not an email address.'],
  ])('%j is refused and quoted as it was typed', async (typed, sentence) => {
    const { ana } = world();
    const file = world().newFile();
    await opensForm(world(), file.url);
    await ana.fills({ [others]: typed });
    expect(await ana.submits()).toEqual({ errors: { [others]: sentence } });
    expect(createdFor(world(), file)).toEqual([]);
  });

  const links: readonly ((file: { readonly id: string }, shared: string) => string)[] = [
    ({ id }) => `<http://app.box.com/file/${id}|app.box.com/file/${id}>`,
    ({ id }) => `http://app.box.com/file/${id}`,
    ({ id }) => `https://acme.app.box.com/files/${id}`,
    ({ id }) => `“https://app.box.com/file/${id}”.`,
    ({ id }) => `https%3A%2F%2Fapp.box.com%2Ffile%2F${id}`,
    (_file, shared) => shared.replace('https:', 'http:'),
    (_file, shared) => shared.replace('/s/', '/embed/s/'),
    (_file, shared) => `${shared.replace('/s/', '/shared/static/')}.pdf`,
  ];
  it.each(links.map((write) => [write] as const))('the file is read from %s', async (write) => {
    const { ana } = world();
    for (const way of ['command', 'form'] as const) {
      await ana.reloads();
      const file = world().newFile(`By ${way}.pdf`);
      const typed = write(file, world().box.sharedLink(file));
      await opensForm(world(), way === 'command' ? `${typed} dee@client.test` : '');
      if (way === 'form') await ana.fills({ [document]: typed, [others]: 'dee@client.test' });
      expect(await ana.submits(), typed).toEqual({});
      await ana.sees('Nobody has been emailed yet', { in: 'modal' });
      expect(signersOf(file)).toEqual([dee]);
      await ana.closes();
      await ana.types(`/sign status ${typed}`, { in: '#contracts' });
      await ana.sees(new RegExp(`By ${way}.*Not sent yet`, 's'), { in: '#contracts' });
    }
  });

  it('an address with an invisible character is put into the form, which refuses it', async () => {
    const { ana } = world();
    await opensForm(world(), `${world().newFile().url} b\u200bo@client.test`);
    expect((await ana.modal())?.plain).not.toContain('Not used');
    expect(await ana.submits()).toEqual({
      errors: {
        [others]:
          '"b[U+200B]o@client.test" has a character in it that cannot be seen. Type the address again.',
      },
    });
  });

  it('the form refuses a Box link of a kind that it cannot read', async () => {
    const { ana } = world();
    await opensForm(world(), 'dee@client.test');
    await ana.fills({ [document]: 'https://app.box.com/collection/12' });
    expect(await ana.submits()).toEqual({
      errors: {
        [document]: 'This is a Box link of a kind we cannot read. Open the file in Box and copy its link.',
      },
    });
  });

  it('words after the command are kept and not sent until the person uses them as the message', async () => {
    const { ana } = world();
    const file = world().newFile('Worded.pdf');
    await opensForm(
      world(),
      `${file.url} dee@client.test please <b> sign by <!date^1800000000^{date}|Friday>`,
    );
    await ana.sees('Not used: please <b> sign by Friday', { in: 'modal' });
    expect((await formValues(world()))['Message']).toBe('');
    await ana.fills({ Message: 'Hello Dee,' });
    await ana.presses('Use as message', { times: 2 });
    await expect
      .poll(async () => (await formValues(world()))['Message'])
      .toBe('Hello Dee,\nplease <b> sign by Friday');
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    expect((await ana.modal())?.plain).not.toContain('Not used');
    await ana.fills({ 'Expires after (days)': '0' });
    expect(Object.keys((await ana.submits()).errors ?? {})).toEqual(['Expires after (days)']);
    await ana.fills({ 'Expires after (days)': '30' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)[0]?.['email_message']).toBe('Hello Dee,\nplease &lt;b> sign by Friday');
  });

  it('unused words are not mailed, and are shown when More options opens', async () => {
    const { ana } = world();
    const file = world().newFile('Unworded.pdf');
    await opensForm(world(), `${file.url} dee@client.test soon \u200b`);
    await ana.presses('More options');
    await ana.sees('Not used: soon', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)[0]).not.toHaveProperty('email_message');
  });

  it('an invisible character counts as nothing typed', async () => {
    const { ana } = world();
    const file = world().newFile();
    await opensForm(world(), `${file.url} dee@client.test \u200b`);
    expect((await ana.modal())?.plain).not.toContain('Not used');
    await ana.fills({ Message: '\u2060' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)[0]).not.toHaveProperty('email_message');
    await ana.reloads();
    await ana.types('/sign \u2060list');
    await ana.sees('My signature requests', { in: 'modal' });
  });

  it('a user group cannot be a signer, and no markup reaches a mail', async () => {
    const { ana } = world();
    const file = world().newFile('Grouped.pdf');
    await opensForm(
      world(),
      `${file.url} <!subteam^S0123ABCD|@legal> <!here> dee@client.test see <#C012|general>`,
    );
    await ana.sees('@legal, @here are groups, and groups cannot sign. Choose their members instead.', {
      in: 'modal',
    });
    await ana.sees('Not used: see #general', { in: 'modal' });
    await ana.presses('Use as message');
    await expect.poll(async () => (await formValues(world()))['Message']).toBe('see #general');
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)[0]?.['email_message']).toBe('see #general');
    expect(signersOf(file)).toEqual([dee]);
  });

  it('the search ignores the kind of apostrophe and quote, case, and accents', async () => {
    const { ana } = world();
    await sendsRequests(world(), ['Müller’s Lease']);
    await onlyCard(world(), 'Müller’s Lease.pdf', /./);
    for (const typed of [
      "müller's",
      'Müller`s lease',
      '"Müller"',
      '“mu\u0308ller’s',
      '\u200bMÜLLER’S',
      'lease.pdf',
    ]) {
      await ana.types(`/sign status ${typed}`);
      await ana.sees(/Müller’s Lease\.pdf/);
      await ana.types(`/sign list ${typed}`);
      await ana.sees('Müller’s Lease.pdf', { in: 'modal' });
      await ana.closes();
    }
  });
});
