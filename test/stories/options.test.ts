/** Each option goes from the form to Box, and back into the check and Details. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { type OptionId, optionRows } from '../../src/signing/options.ts';
import { anaInBox, cardOnceSent, createdFor, formValues, onlyCard, opensForm } from './acts.ts';
import { aWorld, stories } from './world.ts';

type Filled = Readonly<Record<string, string | boolean>>;

/**
 * For each option: what Ana fills in, the field that Box gets and its value, and what the check says about it, if
 * anything.
 */
const chosen: Readonly<Record<OptionId, readonly [Filled, string, unknown, string?]>> = {
  delivery: [{ 'Send now, without fields': true }, 'is_document_preparation_needed', false],
  message: [
    { Message: 'Dear Dee,\nplease sign' },
    'email_message',
    'Dear Dee,\nplease sign',
    'Message: Dear Dee,',
  ],
  name: [{ 'Request name': 'Lease 2026/27' }, 'name', 'Lease 2026-27', 'Name: Lease 2026/27'],
  order: [
    { 'Who signs when': 'Other signers first, then colleagues' },
    'signers',
    [
      { email: 'dee@client.com', role: 'signer', order: 1, language: 'de' },
      { email: 'bo@acme.com', role: 'signer', order: 2, language: 'de' },
    ],
    'Who signs when: Other signers first, then colleagues',
  ],
  folder: [
    { 'Folder for the signed copy': 'FOLDER' },
    'parent_folder',
    { type: 'folder', id: 'FOLDER' },
    'Signed copies',
  ],
  daysValid: [{ 'Expires after (days)': '12' }, 'days_valid', 12, 'Expires: after 12 days'],
  reminders: [
    { "Box reminds everyone who hasn't signed": false },
    'are_reminders_enabled',
    false,
    'Reminders: none',
  ],
  subject: [{ 'Email subject': 'Your lease' }, 'email_subject', 'Your lease', 'Email subject: Your lease'],
  redirect: [
    { 'Page after signing': 'https://acme.com/thanks' },
    'redirect_url',
    'https://acme.com/thanks',
    'Page after signing: https://acme.com/thanks',
  ],
  redirectDeclined: [
    { 'Page after declining': 'https://acme.com/why' },
    'declined_redirect_url',
    'https://acme.com/why',
    'Page after declining: https://acme.com/why',
  ],
  noTypedSignatures: [
    { 'Signers must draw or upload their signature': true },
    'are_text_signatures_enabled',
    false,
    'Typed signatures: not allowed',
  ],
  color: [{ 'Signature color': 'Blue' }, 'signature_color', 'blue', 'Signature color: Blue'],
  language: [
    { "Language of Box's emails and pages": 'German' },
    'signers',
    [
      { email: 'dee@client.com', role: 'signer', order: 1, language: 'de' },
      { email: 'bo@acme.com', role: 'signer', order: 2, language: 'de' },
    ],
    "Language of Box's emails and pages: German",
  ],
  systemName: [
    { 'Name of your system': 'Acme Leases' },
    'external_system_name',
    'Acme Leases',
    'Name of your system: Acme Leases',
  ],
};

stories('options of a request', () => {
  const world = aWorld();

  const filledAt = (part: string, folderUrl: string): Filled =>
    Object.fromEntries(
      optionRows()
        .filter(([, row]) => row.formPart === part)
        .flatMap(([id]) => Object.entries(chosen[id][0]))
        .map(([label, value]) => [label, value === 'FOLDER' ? folderUrl : value]),
    );

  it('all options together reach Box, and appear in the check and in Details', async () => {
    const { ana, box } = world();
    const file = world().newFile('Lease.pdf');
    const folder = box.addFolder(anaInBox(world()), { name: 'Signed copies' });
    await opensForm(world(), `${file.url} dee@client.com @bo`);
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    await ana.fills({ ...filledAt('first', folder.url), ...filledAt('more', folder.url) });
    await ana.presses('Rarely needed…');
    await ana.sees('Signature color', { in: 'modal' });
    await ana.fills(filledAt('rare', folder.url));
    expect(await ana.submits()).toEqual({});
    // The form shows what was chosen on the options page, and keeps what was typed before.
    await ana.sees('Signature color: Blue', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      Message: 'Dear Dee,\nplease sign',
      'Email subject': 'Your lease',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to dee@client.com', { in: 'modal' });
    const said = Object.values(chosen).flatMap(([, , , line]) => line ?? []);
    const check = (await ana.modal())?.plain ?? '';
    expect(said.filter((line) => !check.includes(line))).toEqual([]);
    await ana.submits();
    const card = await cardOnceSent(world(), 'Lease');
    const [body] = createdFor(world(), file);
    for (const [, field, value] of Object.values(chosen)) {
      const wanted = JSON.parse(JSON.stringify(value).replace('FOLDER', folder.id));
      expect(body?.[field], field).toEqual(wanted);
    }
    await ana.closes();
    await ana.presses('Details', { on: card });
    await ana.sees('Signature color: Blue', { in: 'modal' });
    const details = (await ana.modal())?.plain ?? '';
    // Details do not repeat this line: they name the day on which the request expires.
    const kept = said.filter((line) => !line.startsWith('Expires:'));
    expect(kept.filter((line) => !details.includes(line))).toEqual([]);
  });

  it('options that nobody chose are not sent to Box', async () => {
    const { ana } = world();
    const file = world().newFile('Plain.pdf');
    await opensForm(world(), `${file.url} dee@client.com`);
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'Plain.pdf', 'Not sent yet');
    expect(Object.keys(createdFor(world(), file)[0] ?? {}).sort()).toEqual([
      'are_reminders_enabled',
      'days_valid',
      'email_subject',
      'external_id',
      'is_document_preparation_needed',
      'signers',
      'source_files',
    ]);
    expect(createdFor(world(), file)[0]).toMatchObject({
      days_valid: 30,
      email_subject: 'Ana Ruiz asks you to sign Plain',
    });
  });

  it('the page of rarely needed options says what is wrong at a field, and keeps what was chosen', async () => {
    const { ana } = world();
    const file = world().newFile('Wrong.pdf');
    await opensForm(world(), `${file.url} dee@client.com`);
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    await ana.presses('Rarely needed…');
    await ana.sees('Page after signing', { in: 'modal' });
    await ana.fills({ 'Page after signing': 'acme.com/thanks' });
    expect(await ana.submits()).toMatchObject({
      errors: {
        'Page after signing': '"acme.com/thanks" is not a complete address that begins with https://.',
      },
    });
    await ana.fills({ 'Page after signing': 'https://acme.com/thanks' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Page after signing: https://acme.com/thanks', { in: 'modal' });
    // The page opens again with what was chosen, and emptied options are gone.
    await ana.presses('Rarely needed…');
    await ana.sees('Page after declining', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ 'Page after signing': 'https://acme.com/thanks' });
    await ana.fills({ 'Page after signing': '' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Request name', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'Wrong.pdf', 'Not sent yet');
    expect(createdFor(world(), file)[0]).not.toHaveProperty('redirect_url');
  });

  it('the options page opens once, however often its button is pressed', async () => {
    const { ana, slack } = world();
    await opensForm(world(), `${world().newFile('Twice.pdf').url} dee@client.com`);
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    const pushed = () => slack.log.filter(({ method }) => method === 'views.push').length;
    const before = pushed();
    await ana.presses('Rarely needed…', { times: 2 });
    await expect.poll(pushed).toBe(before + 2);
    await ana.sees('Signature color', { in: 'modal' });
    await ana.fills({ 'Signature color': 'Red' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Signature color: Red', { in: 'modal' });
    expect(await ana.views()).toHaveLength(1);
    // The page opens again even after it was closed without a change.
    for (let count = 0; count < 2; count += 1) {
      await ana.presses('Rarely needed…');
      await ana.sees('Keep', { in: 'modal' });
      await ana.closes();
    }
    expect(await ana.views()).toHaveLength(1);
    await ana.reloads();
  });

  it('colleagues can sign before others', async () => {
    const { ana } = world();
    const file = world().newFile('Colleagues.pdf');
    await opensForm(world(), `${file.url} dee@client.com @bo`);
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    await ana.fills({
      'Who signs when': 'Colleagues first, then other signers',
      'I sign too, after everyone else': true,
      'Send now, without fields': true,
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees(/Goes to Bo Lee \(bo@acme\.com\) when you press Send now/, { in: 'modal' });
    await ana.submits();
    await cardOnceSent(world(), 'Colleagues.pdf');
    expect(createdFor(world(), file)[0]?.['signers']).toEqual([
      { email: 'bo@acme.com', role: 'signer', order: 1 },
      { email: 'dee@client.com', role: 'signer', order: 2 },
      { email: 'ana@acme.com', role: 'signer', order: 3 },
    ]);
  });
});

stories('choices for individual signers', () => {
  const world = aWorld();
  const signersOf = (file: { readonly id: string }): unknown => createdFor(world(), file)[0]?.['signers'];

  async function opensRoles(
    file: { readonly url: string },
    filled: Filled = {},
    people = 'dee@client.com @bo',
  ) {
    const { ana } = world();
    await opensForm(world(), `${file.url} ${people}`);
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    await ana.fills({ 'Send now, without fields': true, ...filled });
    await ana.presses('Roles of signers…');
    await ana.sees('Everyone signs, unless', { in: 'modal' });
  }

  it('a signer can become an approver, get only a copy, or have to sign in to Box', async () => {
    const { ana } = world();
    const file = world().newFile('Roles.pdf');
    await opensRoles(file, {}, 'dee@client.com eli@client.com @bo');
    await ana.fills({
      'Approve instead of signing': ['Bo Lee'],
      'Only get a copy': ['eli@client.com'],
      'Must sign in to Box': ['dee@client.com'],
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('1 approver · 1 person gets a copy · 1 must sign in to Box', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Bo Lee (bo@acme.com, approver)', { in: 'modal' });
    await ana.sees('dee@client.com (must sign in to Box)', { in: 'modal' });
    await ana.sees('Only a copy, at the end: eli@client.com.', { in: 'modal' });
    await ana.submits();
    await cardOnceSent(world(), 'Roles.pdf');
    expect(signersOf(file)).toEqual([
      { email: 'bo@acme.com', role: 'approver' },
      { email: 'dee@client.com', role: 'signer', verification_method: { type: 'login' } },
      { email: 'eli@client.com', role: 'final_copy_reader' },
    ]);
  });

  it('one member of a group signs for all of them', async () => {
    const { ana, box } = world();
    const file = world().newFile('Group.pdf');
    await opensRoles(file, {}, 'dee@client.com eli@client.com');
    await ana.fills({ 'One of these is enough': ['dee@client.com', 'eli@client.com'] });
    expect(await ana.submits()).toEqual({});
    await ana.sees('one of 2 is enough', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('dee@client.com (one of a group)', { in: 'modal' });
    await ana.submits();
    const card = await cardOnceSent(world(), 'Group.pdf');
    expect(card.plain).toContain('dee@client.com — not opened, one of 2 is enough');
    await box.person('eli@client.com').signs();
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), 'Group.pdf', /1 of 1 signed|Everyone has signed|Completed/);
    const { plain } = await onlyCard(world(), 'Group.pdf', 'not needed: eli@client.com signed for the group');
    expect(plain).not.toContain('is enough');
  });

  it('signers can sign in an order that the requester chooses', async () => {
    const { ana } = world();
    const file = world().newFile('Order.pdf');
    await opensRoles(file, { 'Who signs when': 'In a custom order' }, 'dee@client.com eli@client.com @bo');
    await ana.fills({
      'When is dee@client.com asked?': 'First',
      'When is eli@client.com asked?': 'Third',
      'When is Bo Lee asked?': 'First',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Who signs when', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to eli@client.com later, in turn.', { in: 'modal' });
    await ana.submits();
    await cardOnceSent(world(), 'Order.pdf');
    expect(signersOf(file)).toEqual([
      { email: 'bo@acme.com', role: 'signer', order: 1 },
      { email: 'dee@client.com', role: 'signer', order: 1 },
      { email: 'eli@client.com', role: 'signer', order: 2 },
    ]);
  });

  const wrong: Record<string, readonly [Record<string, readonly string[]>, Record<string, string>]> = {
    'nobody signs': [
      { 'Only get a copy': ['Bo Lee', 'dee@client.com'] },
      { 'Only get a copy': 'At least one person has to sign or approve.' },
    ],
    'a group of one': [
      { 'One of these is enough': ['Bo Lee'] },
      { 'One of these is enough': 'Choose at least two people here, or nobody.' },
    ],
    'two roles for one person': [
      { 'Approve instead of signing': ['Bo Lee'], 'Only get a copy': ['Bo Lee'] },
      {
        'Only get a copy': 'Someone here is already chosen above. Choose one of the two.',
      },
    ],
    'two checks for one person': [
      { 'Must sign in to Box': ['Bo Lee'], 'Must use a smart card': ['Bo Lee'] },
      {
        'Must use a smart card': 'Someone here is already chosen above. Choose one of the two.',
      },
    ],
    'a smart card among several': [
      { 'Must use a smart card': ['Bo Lee'] },
      { 'Must use a smart card': 'Box allows a smart card only when one person signs.' },
    ],
  };

  it.each(Object.entries(wrong))(
    'the page for roles refuses at the field: %s',
    async (name, [filled, errors]) => {
      const { ana } = world();
      const file = world().newFile(`${name}.pdf`);
      await opensRoles(file);
      await ana.fills(filled);
      expect(await ana.submits()).toMatchObject({ errors });
      await ana.reloads();
    },
  );

  it('the form refuses a group whose people have changed, and a custom order that was not chosen yet', async () => {
    const { ana } = world();
    const file = world().newFile('Late.pdf');
    await opensRoles(file);
    await ana.fills({ 'One of these is enough': ['Bo Lee', 'dee@client.com'] });
    expect(await ana.submits()).toEqual({});
    await ana.sees('one of 2 is enough', { in: 'modal' });
    await ana.fills({ 'Other signers (email)': 'fay@client.com' });
    expect(await ana.submits()).toMatchObject({
      errors: {
        'Other signers (email)': expect.stringContaining('no longer fits these people'),
      },
    });
    await ana.reloads();
    await opensForm(world(), `${file.url} dee@client.com @bo`);
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    await ana.fills({ 'Who signs when': 'In a custom order' });
    expect(await ana.submits()).toMatchObject({
      errors: { 'Who signs when': expect.stringContaining('Press Roles of signers…') },
    });
  });

  it('roles cannot be chosen while there are no signers', async () => {
    const { ana } = world();
    const file = world().newFile('Nobody.pdf');
    await opensForm(world(), file.url);
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    await ana.presses('Roles of signers…');
    await ana.sees('Name at least one signer.', { in: 'modal' });
  });
});
