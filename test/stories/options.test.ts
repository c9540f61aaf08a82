/** Each option goes from the form to Box, and back into the check and Details. */
import { expect, it } from 'vitest';
import { initialOptions, type OptionId, optionRows } from '../../src/signing/options.ts';
import { anaInBox, createdFor, formValues, onlyCard, opensForm } from './acts.ts';
import { aWorld, stories } from './world.ts';

type Filled = Readonly<Record<string, string | boolean>>;

/** What Ana fills in, the field that Box gets, and what the check says about it. */
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
      { email: 'dee@client.com', role: 'signer', order: 1 },
      { email: 'bo@acme.com', role: 'signer', order: 2 },
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
  systemName: [
    { 'Name of your system': 'Acme Leases' },
    'external_system_name',
    'Acme Leases',
    'Name of your system: Acme Leases',
  ],
};

stories('the options of a request', () => {
  const world = aWorld();

  const filledAt = (stands: string, folderUrl: string): Filled =>
    Object.fromEntries(
      optionRows()
        .filter(([, row]) => row.stands === stands)
        .flatMap(([id]) => Object.entries(chosen[id][0]))
        .map(([label, value]) => [label, value === 'FOLDER' ? folderUrl : value]),
    );

  it('reach Box all together, and stand in the check and in Details', async () => {
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
    // What was chosen there shows on the form, and what was typed in the form is still there.
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
    const card = await onlyCard(world(), 'Lease', /Sent|On its way/);
    const [body] = createdFor(world(), file);
    for (const [, field, value] of Object.values(chosen)) {
      const wanted = JSON.parse(JSON.stringify(value).replace('FOLDER', folder.id));
      expect(body?.[field], field).toEqual(wanted);
    }
    await ana.closes();
    await ana.presses('Details', { on: card });
    await ana.sees('Signature color: Blue', { in: 'modal' });
    const details = (await ana.modal())?.plain ?? '';
    // By then Box has said on which day it expires.
    const kept = said.filter((line) => !line.startsWith('Expires:'));
    expect(kept.filter((line) => !details.includes(line))).toEqual([]);
  });

  it('stay away from Box when nobody chose them', async () => {
    const { ana } = world();
    const file = world().newFile('Plain.pdf');
    await opensForm(world(), `${file.url} dee@client.com`);
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'Plain.pdf', 'Not sent yet');
    expect(Object.keys(createdFor(world(), file)[0] ?? {}).sort()).toEqual([
      'are_reminders_enabled',
      'days_valid',
      'external_id',
      'is_document_preparation_needed',
      'signers',
      'source_files',
    ]);
    expect(initialOptions.daysValid).toBe('30');
  });

  it('say at their field what is wrong with them, also on the page of those that are rarely needed', async () => {
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
    // Once more: the page has what was chosen, and what is emptied is gone.
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

  it('let colleagues sign first', async () => {
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
    await onlyCard(world(), 'Colleagues.pdf', /Sent/);
    expect(createdFor(world(), file)[0]?.['signers']).toEqual([
      { email: 'bo@acme.com', role: 'signer', order: 1 },
      { email: 'dee@client.com', role: 'signer', order: 2 },
      { email: 'ana@acme.com', role: 'signer', order: 3 },
    ]);
  });
});
