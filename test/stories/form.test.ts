/** The form: opened with or without arguments, corrected at its fields, and what Box gets from it. */
// runs: embedded
import { beforeEach, expect, it } from 'vitest';
import {
  anaInBox,
  asksFor,
  callsCausedByPeople,
  cardOnceSent,
  createdFor,
  formValues,
  onlyCard,
  opensForm,
} from './acts.ts';
import { aWorld, stories } from './world.ts';

const aDocument = 'Box link or file ID';
const colleagues = 'Signers from your workspace';
const others = 'Other signers (email)';

stories('the form', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('the form opens empty, asks Box nothing, and Cancel leaves nothing behind', async () => {
    const { ana, box, slack } = world();
    await opensForm(world());
    const form = await ana.modal();
    expect(form?.values).toEqual({
      Document: 'Box link',
      [aDocument]: '',
      [colleagues]: '',
      [others]: '',
      You: '',
      'How to send': 'Place fields in Box, then send',
      Message: '',
    });
    expect(form?.plain).toContain('Expires after 30 days · Box reminds on days 3, 8, 13, 18');
    expect(await ana.submits()).toEqual({ errors: { [aDocument]: 'Please complete this required field.' } });
    await ana.closes();
    expect(await ana.messages('app')).toEqual([]);
    expect(await slack.person('bo').messages('#contracts')).toEqual([]);
    expect(box.traffic).toEqual([]);
  });

  it('the form opens filled in with everything that was typed after the command', async () => {
    const { slack } = world();
    const file = world().newFile();
    const link = world().box.sharedLink(file);
    const cases: [string, Record<string, string>][] = [
      [file.url, { [aDocument]: file.url }],
      [file.id, { [aDocument]: file.id }],
      [`${link} dee@client.com`, { [aDocument]: link, [others]: 'dee@client.com' }],
      ['@bo @cy', { [aDocument]: '', [colleagues]: '@bo, @cy' }],
      ['Dee@client.com, eli@client.com', { [others]: 'dee@client.com, eli@client.com' }],
      [
        `please sign ${file.url} @bo dee@client.com <b> by Friday`,
        { [aDocument]: file.url, [colleagues]: '@bo', [others]: 'dee@client.com' },
      ],
    ];
    for (const [typed, values] of cases) {
      await world().ana.reloads();
      await opensForm(world(), typed);
      const said = await world().ana.sees('New signature request', { in: 'modal' });
      expect(await formValues(world()), typed).toMatchObject(values);
      expect(said.includes('Not used:'), typed).toBe(typed.includes('please'));
    }
    expect((await formValues(world()))['Message']).toBe('');
    expect(slack.log.filter(({ method }) => method === 'chat.postMessage')).toEqual([]);
  });

  it('the form says which words of the command it did not use', async () => {
    const { ana } = world();
    const file = world().newFile();
    await opensForm(world(), `${file.url} dee@client.com *bo* & then eli@`);
    const said = await ana.sees('Not used: *bo* & then eli@', { in: 'modal' });
    expect(said).not.toContain('left out');
    await ana.reloads();
    await opensForm(world(), `${file.url} see https://app.box.com/sign/document/abc/NOBODYMAYSEETHIS ok`);
    const cut = await ana.sees('Not used: see ok', { in: 'modal' });
    expect(cut).toContain('A signing link was left out');
    expect(cut).not.toContain('NOBODYMAYSEETHIS');
    await ana.presses('Use as message');
    await expect.poll(async () => (await formValues(world()))['Message']).toBe('see ok');
    await ana.reloads();
    await opensForm(world(), `${file.url} ${'word '.repeat(500)}`);
    const long = await ana.sees(/Not used: (word )+.*…/, { in: 'modal' });
    expect(long.match(/word/g)?.length).toBeLessThan(250);
  });

  it('the form sends both what it was opened with and what was added', async () => {
    const { ana } = world();
    const file = world().newFile('Kept.pdf');
    await asksFor(world(), `${file.url} @bo dee@client.com`, {
      [others]: 'dee@client.com, Eli <ELI@client.com>',
      Message: 'Read page 2',
    });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const [body] = createdFor(world(), file);
    expect(body).toMatchObject({
      signers: [
        { email: 'bo@acme.com', role: 'signer' },
        { email: 'dee@client.com', role: 'signer' },
        { email: 'eli@client.com', role: 'signer' },
      ],
      email_message: 'Read page 2',
      is_document_preparation_needed: true,
      days_valid: 30,
      are_reminders_enabled: true,
    });
    expect((await ana.modal())?.plain).toMatch(/Kept\.pdf\s*Bo Lee, dee@client\.com, eli@client\.com/);
  });

  it('one field for the document, one for the signers and one press are enough', async () => {
    const { ana, slack } = world();
    const file = world().newFile('Simple.pdf');
    await opensForm(world());
    const before = slack.log.length;
    await ana.fills({ [aDocument]: file.url });
    await ana.fills({ [others]: 'dee@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(1);
    // No further modal opened, and no further press was needed.
    const opened = slack.log.slice(before).filter(({ method }) => /views\.(open|push)/.test(method));
    expect(opened).toEqual([]);
    expect(await ana.views()).toHaveLength(1);
  });

  it('More options keeps what was typed, and all of it reaches Box', async () => {
    const { ana, box } = world();
    const file = world().newFile('Options.pdf');
    const signed = box.addFolder(anaInBox(world()), { name: 'Signed copies' });
    await opensForm(world(), file.url);
    await ana.fills({
      [colleagues]: ['@cy'],
      [others]: 'dee@client.com',
      'I sign too, after everyone else': true,
      Message: 'Please sign <soon> & well',
    });
    const before = await formValues(world());
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    expect(await formValues(world())).toMatchObject(before);
    await ana.fills({
      'Request name': 'Offer 7',
      'Folder for the signed copy': signed.url,
      'Expires after (days)': '12',
      "Box reminds everyone who hasn't signed": false,
      'Email subject': 'Your signature, please',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const [body] = createdFor(world(), file);
    expect(body).toMatchObject({
      name: 'Offer 7',
      parent_folder: { id: signed.id },
      days_valid: 12,
      are_reminders_enabled: false,
      email_subject: 'Your signature, please',
      email_message: 'Please sign &lt;soon> & well',
      signers: [
        { email: 'cy@acme.com', order: 1 },
        { email: 'dee@client.com', order: 1 },
        { email: 'ana@acme.com', order: 2 },
      ],
    });
    const card = await onlyCard(world(), 'Offer 7', 'Not sent yet');
    expect(card.plain).toContain('signed copy goes to Signed copies');
    expect(card.plain).toMatch(/expires .* at \d+:\d\d/);

    await world().anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await ana.presses('Refresh');
    await cardOnceSent(world(), 'Offer 7', /Sent [\s\S]*You — after Cy Ng and dee@client\.com/);
    const askedFirst = box.mails().map(({ to }) => to);
    expect(askedFirst).toEqual(expect.arrayContaining(['cy@acme.com', 'dee@client.com']));
    expect(askedFirst).not.toContain('ana@acme.com');
    const [mail] = await box.person('dee@client.com').mails();
    expect(mail?.subject).toContain('Your signature, please');
  });

  it('the document field says what is wrong with each kind of link, and accepts a corrected one', async () => {
    const { ana, box, app } = world();
    const file = world().newFile('Mended.pdf');
    const wrong: [string, string][] = [
      ['the contract', '"the contract" is neither a Box link nor a file ID.'],
      [
        'https://app.box.com/',
        'This is a Box link of a kind we cannot read. Open the file in Box and copy its link.',
      ],
      [
        'https://example.com/file/1',
        'That link leads to example.com, not to Box. Paste a link to a file in Box.',
      ],
      ['https://app.box.com/folder/123', 'That is a folder. Open the file and copy its link.'],
      [
        'https://app.box.com/notes/123',
        'That is a Box Note, which cannot be signed. Save it as a PDF in Box first.',
      ],
      [
        'https://app.box.com/sign/document/abc/NOBODYMAYSEETHIS',
        'That is a link to sign something. Open the file and copy its link.'.replace('file', 'file in Box'),
      ],
      ['   ', 'Paste a link to a file in Box.'],
    ];
    await opensForm(world(), 'dee@client.com');
    for (const [typed, sentence] of wrong) {
      await ana.fills({ [aDocument]: typed });
      expect(await ana.submits(), typed).toEqual({ errors: { [aDocument]: sentence } });
    }
    expect(createdFor(world(), file)).toEqual([]);
    expect(app.output()).not.toContain('NOBODYMAYSEETHIS');
    await ana.fills({ [aDocument]: ` <${file.url}> ` });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(1);
    expect(box.mails('dee@client.com').filter(({ subject }) => subject.includes('Mended'))).toEqual([]);
  });

  it('the signer fields say who cannot sign, and accept a correction', async () => {
    const { ana } = world();
    const file = world().newFile('For many.pdf');
    const many = Array.from({ length: 36 }, (_, index) => `p${index}@client.com`).join(', ');
    await opensForm(world(), file.url);
    const wrong: [string, string][] = [
      ['', 'Name at least one signer.'],
      ['bo@client', '"bo@client" is not an email address.'],
      ['bo@client.com, Bo Lee', '"Bo Lee" is not an email address.'],
      ['bo@client.com, cy@client.com, BO@client.com', 'bo@client.com is here twice.'],
      [many, '36 people are too many. One request can have at most 35; remove some.'],
    ];
    for (const [typed, sentence] of wrong) {
      await ana.fills({ [others]: typed });
      expect(await ana.submits(), typed).toEqual({ errors: { [others]: sentence } });
    }
    await ana.fills({ [others]: many.split(', ').slice(1).join(', ') });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)[0]?.['signers']).toHaveLength(35);
    await onlyCard(world(), 'For many.pdf', /p6@client\.com — not asked yet\n29 more/);
  });

  it('the fields below More options say what is wrong, and accept a correction', async () => {
    const { ana, box } = world();
    const file = world().newFile();
    const folder = box.addFolder(anaInBox(world()), { name: 'Right place' });
    await opensForm(world(), `${file.url} dee@client.com`);
    await ana.presses('More options');
    await ana.sees('Folder for the signed copy', { in: 'modal' });
    const place = 'Folder for the signed copy';
    const days = 'Expires after (days)';
    const wrong: [string, string, string][] = [
      [place, 'https://app.box.com/folder/0', 'That is not a folder. Choose one from the list.'],
      [place, file.url, 'That is not a folder. Choose one from the list.'],
      [days, '0', '"0" does not work here. Enter a number of days from 1 to 730, or leave it blank.'],
      [days, '731', '"731" does not work here. Enter a number of days from 1 to 730, or leave it blank.'],
      [days, 'soon', '"soon" does not work here. Enter a number of days from 1 to 730, or leave it blank.'],
    ];
    for (const [field, typed, sentence] of wrong) {
      await ana.fills({ [place]: null, [days]: '', [field]: typed });
      expect(await ana.submits(), typed).toEqual({ errors: { [field]: sentence } });
    }
    await ana.fills({ [place]: folder.url, [days]: '' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const [body] = createdFor(world(), file);
    expect(body).toMatchObject({ parent_folder: { id: folder.id } });
    expect(body).not.toHaveProperty('days_valid');
  });

  it('another person’s file can be sent with nothing but its shared link', async () => {
    const { ana, box } = world();
    const zoe = box.addUser({ login: 'zoe@client.com', name: 'Zoe' });
    const file = box.addFile(zoe, { name: 'Of Zoe.pdf' });
    await asksFor(world(), `${box.sharedLink(file)} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(1);
    await onlyCard(world(), 'Of Zoe.pdf', 'signed copy goes to My Sign Requests');
  });

  it('a form that is submitted three times simultaneously creates one request', async () => {
    const { ana } = world();
    const file = world().newFile('Impatient.pdf');
    await opensForm(world(), `${file.url} dee@client.com`);
    expect(await ana.submits({ times: 3 })).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), 'Impatient.pdf', 'Not sent yet');
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('a file link costs two calls to Box, a shared link three, a folder one more', async () => {
    const { ana, box } = world();
    const folder = box.addFolder(anaInBox(world()), { name: 'Counted' });
    const file = world().newFile();
    const shared = world().newFile();
    const custom = world().newFile();
    const link = box.sharedLink(custom, { custom: 'our-contract' });
    const cases: [string, string[]][] = [
      [file.url, [`GET /2.0/files/${file.id}`, 'POST /2.0/sign_requests']],
      [
        box.sharedLink(shared),
        ['GET /2.0/shared_items', `GET /2.0/files/${shared.id}`, 'POST /2.0/sign_requests'],
      ],
      [link, ['GET /2.0/shared_items', `GET /2.0/files/${custom.id}`, 'POST /2.0/sign_requests']],
    ];
    for (const [typed, calls] of cases) {
      await ana.reloads();
      const from = callsCausedByPeople(world()).length;
      await asksFor(world(), `${typed} dee@client.com`);
      await ana.sees('Nobody has been emailed yet', { in: 'modal' });
      const called = callsCausedByPeople(world()).slice(from);
      expect(called.map(({ method, path }) => `${method} ${path}`)).toEqual(calls);
    }
    await ana.reloads();
    const last = world().newFile();
    await opensForm(world(), `${last.url} dee@client.com`);
    await ana.presses('More options');
    await ana.sees('Folder for the signed copy', { in: 'modal' });
    await ana.fills({ 'Folder for the signed copy': folder.url });
    const from = callsCausedByPeople(world()).length;
    await ana.submits();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const called = callsCausedByPeople(world()).slice(from);
    expect(called.map(({ path }) => path)).toContain(`/2.0/folders/${folder.id}`);
    expect(called).toHaveLength(3);
  });
});
