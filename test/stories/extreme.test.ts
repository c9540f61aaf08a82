/**
 * The longest and oddest names and texts that people, Box and Slack can give. Everything fits, and nothing is taken for
 * markup or a mention. The sandbox refuses what Slack would refuse.
 */
// runs: http, embedded, ci
import { afterEach, expect, it } from 'vitest';
import { refreshesNewest } from './acts.ts';
import { aWorld, stories } from './world.ts';

/**
 * Text that Slack would read as markup, invisible characters, and characters that change the reading
 * direction.
 */
const oddities =
  '<!channel> <!here> <@U0SBX00005> <https://evil.example|click> *b* _i_ ~s~ `c` :tada: &lt;!everyone&gt; &amp; > "q" 🏴‍☠️ 合同 عقد \u202egpj.\u202c\u200b\u2066x\u2069\ufeff';

/** Pads the text with W to exactly this many UTF-16 units, including the given end. */
const filled = (text: string, units: number, end = ''): string =>
  `${text}${'W'.repeat(units - text.length - end.length)}${end}`;

const longName = filled(oddities, 255, '.pdf');

stories('extreme names and texts', () => {
  const world = aWorld();

  /** Checks that nobody was mentioned, nothing was refused, and nothing invisible is shown. */
  afterEach(async () => {
    const { slack, ana } = world();
    expect(world().app.output()).not.toMatch(/"level":[56]0/);
    expect(slack.state.notifications).toEqual([]);
    expect(slack.state.crawled).toEqual([]);
    const refused = slack.log.filter(
      // Two refusals are normal: a view that was closed meanwhile is not found, and messages beyond one a second are
      // rate limited.
      ({ answer }) =>
        answer.includes('"ok":false') && !answer.includes('"not_found"') && !answer.includes('"ratelimited"'),
    );
    expect(refused).toEqual([]);
    for (const { plain, text } of await ana.messages('app')) {
      expect(plain).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u);
      expect(text).not.toMatch(/<[!@#h]/);
    }
    await ana.reloads();
  });

  function peopleWithOddNames(count: number): readonly string[] {
    const { slack } = world();
    const number = Object.keys(slack.state.users).length;
    return Array.from({ length: count }, (_, index) => {
      const handle = filled(`${oddities} ${number + index} `, 200);
      return slack.addUser({ handle, email: `colleague${number + index}@acme.com` }).id;
    });
  }

  it('a request to 35 people with odd names is followed to the end', async () => {
    const { ana, anaAtBox, box } = world();
    const file = world().newFile(longName);
    const folder = box.addFolder(
      { id: String(Object.values(box.state.users)[0]?.id) },
      { name: filled(oddities, 255) },
    );
    const colleagues = peopleWithOddNames(20);
    const others = Array.from(
      { length: 15 },
      (_, index) => `${'o'.repeat(50)}${index}@${'d'.repeat(60)}.example`,
    );
    await ana.types(`/sign ${file.url}`);
    await ana.sees('New signature request', { in: 'modal' });
    await ana.presses('More options');
    await ana.sees('Email subject', { in: 'modal' });
    await ana.fills({
      'Signers from your workspace': colleagues,
      'Other signers (email)': others.join(',\n'),
      Message: filled(`${oddities}\n\n${oddities}\n`, 2000),
      'Request name': filled(oddities, 200),
      'Folder for the signed copy': folder.url,
      'Email subject': filled(oddities, 200),
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const { url } = await ana.presses('Place the fields');
    await ana.sees('<!channel> <!here> <@U0SBX00005>');
    await anaAtBox.placesFieldsAndSends(url ?? '');
    await ana.closes();
    await ana.presses('Refresh');
    await ana.sees(/29 more/);
    expect(new Set(box.mails().map(({ to }) => to)).size).toBe(35);
    for (const { to } of box.mails().filter(({ kind }) => kind === 'invitation'))
      await box.person(to).signs();
    await expect.poll(() => box.signRequests().at(-1)?.status).toBe('signed');
    await refreshesNewest(world());
    const card = await ana.sees(/Completed.*35 of 35 signed/s);
    expect(card).toContain('<!channel> <!here>');
    await ana.presses('Open signed document');
  });

  it('the check shows 35 people with odd names before anything is sent', async () => {
    const { ana, anaAtBox, box } = world();
    const file = world().newFile(longName);
    const link = box.sharedLink(file, { custom: '_contract_of-ana_' });
    await ana.types(`/sign ${link}`);
    await ana.sees('New signature request', { in: 'modal' });
    await ana.fills({
      'Signers from your workspace': peopleWithOddNames(34),
      'I sign too, after everyone else': true,
      'Send now, without fields': true,
    });
    expect(await ana.submits()).toEqual({});
    const check = await ana.sees('Check and send', { in: 'modal' });
    expect(check).toContain('Goes to these 34 people');
    expect(check).toContain('Goes to you (ana@acme.com) later, in turn.');
    const known = box.signRequests().length;
    await ana.submits();
    await expect.poll(() => box.signRequests().length).toBe(known + 1);
    const sent = box.signRequests().at(-1);
    await expect.poll(() => box.signRequests().at(-1)?.status).toBe('sent');
    await ana.closes();
    await ana.sees(/Refresh/);
    await anaAtBox.cancelsInBox(sent?.id ?? '', filled(oddities, 500));
    await refreshesNewest(world());
    await ana.sees('Cancelled');
  });

  it('the card shows a signer’s reason for declining as plain text', async () => {
    const { ana, anaAtBox, box } = world();
    const file = world().newFile(longName);
    await ana.types(`/sign ${file.url} bo@client.com`);
    await ana.sees('New signature request', { in: 'modal' });
    // The form remembers how the previous request was sent.
    await ana.fills({ 'Place fields in Box, then send': true });
    await ana.submits();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const { url } = await ana.presses('Place the fields');
    await anaAtBox.placesFieldsAndSends(url ?? '');
    await ana.closes();
    await ana.sees('Not sent yet');
    await box.person('bo@client.com').declines(undefined, filled(`${oddities}\n`, 10_000));
    await refreshesNewest(world());
    const card = await ana.sees(/Declined/);
    expect(card).toContain('"<!channel> <!here>');
  });

  it('unreadable input is quoted, and the form says which words after a link it did not use', async () => {
    const { ana } = world();
    await ana.types(`/sign ${filled(oddities.replace(/<.*>/, ''), 3000)}`);
    await ana.sees(/I didn't recognize "\/sign /);
    for (const text of ['*', '`', '<', '&', '"', '|', '…'.repeat(2000)]) {
      await ana.reloads();
      await ana.types(`/sign ${text}`);
      await ana.sees(/I didn't recognize|that match/);
    }
    const file = world().newFile();
    await ana.types(`/sign ${file.url} <!channel> *please* ${'word '.repeat(500)}`);
    await ana.sees('New signature request', { in: 'modal' });
    await ana.sees('@channel is a group, and a group cannot sign.', { in: 'modal' });
    await ana.sees('Not used: *please* word', { in: 'modal' });
  });

  it('unreadable input is quoted at its field', async () => {
    const { ana } = world();
    await ana.types('/sign');
    await ana.sees('New signature request', { in: 'modal' });
    await ana.presses('More options');
    await ana.sees('Email subject', { in: 'modal' });
    await ana.fills({
      'Box link or file ID': filled(oddities, 1000),
      'Other signers (email)': filled(oddities, 3000),
      'Expires after (days)': '<!ch>',
    });
    const { errors, shown } = await ana.submits();
    expect(shown).toBeUndefined();
    expect(errors).toEqual({
      'Box link or file ID': expect.stringContaining('evil.example'),
      'Expires after (days)': expect.stringContaining('"<!ch>"'),
      'Other signers (email)': expect.stringContaining('[U+202E]gpj.[U+202C]'),
    });
    await ana.fills({
      'Box link or file ID': world().newFile().url,
      'Other signers (email)': Array.from({ length: 36 }, (_, index) => `a${index}@b.example`).join(' '),
      'Expires after (days)': '30',
    });
    expect((await ana.submits()).errors).toEqual({
      'Other signers (email)': expect.stringContaining('at most 35'),
    });
  });

  it('a colleague who cannot sign is called by their name', async () => {
    const { ana, slack } = world();
    const name = filled(oddities, 150);
    const { id } = slack.addUser({ handle: 'odd', name, email: null });
    await ana.types(`/sign ${world().newFile(longName).url}`);
    await ana.sees('New signature request', { in: 'modal' });
    await ana.fills({ 'Signers from your workspace': [id] });
    const { errors } = await ana.submits();
    const [refused = ''] = Object.values(errors ?? {});
    expect(refused).toContain('Slack does not show us an email address for');
    expect(refused).toContain('<!channel>');
  });
});
