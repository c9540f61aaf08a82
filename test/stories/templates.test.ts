/** Templates of Box: found, filled in, sent, and refused where they do not fit. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { readPdf } from '../../sandbox/box/drawing.ts';
import type { SeededItem } from '../../sandbox/box/seed.ts';
import type { TemplateOptions } from '../../sandbox/box/templates.ts';
import type { Filling } from '../../sandbox/slack/filling.ts';
import { anaInBox, formValues, holdCalls, onlyCard, opensForm } from './acts.ts';
import { press, submission } from './forging.ts';
import { quiet } from './quiet.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const place = { page: 0, x: 0.1, y: 0.1, width: 0.3, height: 0.04 };
const fields = [
  { type: 'signature', label: null, tag: null, place },
  { type: 'text', label: 'Daily rate', tag: 'rate', place: { ...place, y: 0.2 } },
  { type: 'checkbox', label: 'Works on site', tag: 'site', place: { ...place, y: 0.3 } },
  { type: 'date', label: 'First day', tag: 'day', place: { ...place, y: 0.4 } },
] as const;
const signers = [
  { label: 'Contractor', fields },
  { label: 'Manager', role: 'approver', fields: [] },
  { label: 'Legal', role: 'final_copy_reader', email: 'legal@acme.com', fields: [] },
];
const contractor = 'Contractor: or by email';
const manager = 'Manager (approves): from your workspace';
const people = { [contractor]: 'dee@client.com', [manager]: '@cy' };

let made = 0;

/** Creates a template of Ana's in Box, with a new name unless one is given. */
function addsTemplate(
  world: World,
  more: Partial<TemplateOptions> = {},
): SeededItem & { readonly name: string } {
  made += 1;
  const name = more.name ?? `Agreement ${made}`;
  return { ...world.box.addTemplate(anaInBox(world), [world.newFile()], { signers, ...more, name }), name };
}

/** Ana chooses a template in the form. @param shown what the form says then */
async function chooses(world: World, name: string, shown: string): Promise<void> {
  await opensForm(world);
  await world.ana.fills({ Document: 'Template' });
  await expect.poll(async () => Object.keys(await formValues(world))).toContain('Template');
  await world.ana.fills({ Template: name });
  await world.ana.sees(shown, { in: 'modal' });
}

const createBodies = ({ box }: World): Record<string, unknown>[] =>
  box.traffic
    .filter(({ method, path }) => method === 'POST' && path === '/2.0/sign_requests')
    .map(({ requestBody }) => requestBody as Record<string, unknown>);

const updates = ({ slack }: World): number =>
  slack.log.filter(({ method }) => method === 'views.update').length;

stories('templates', () => {
  const world = aWorld();
  beforeEach(async () => {
    world().box.faults.clear();
    await world().ana.reloads();
  });

  it('a template is found, filled in, checked and sent, and its values are in the signed copy', async () => {
    const { ana, anaAtBox, box } = world();
    await ana.types('/sign templates', { in: '#contracts' });
    await ana.sees('You have no templates yet.', { in: 'modal' });
    await ana.reloads();
    const folder = box.addFolder(anaInBox(world()), { name: 'Agreements' });
    const template = addsTemplate(world(), { name: 'Contractor', daysValid: 9, folderId: folder.id });
    addsTemplate(world(), { name: 'NDA Acme' });
    await ana.types('/sign templates “contr', { in: '#contracts' });
    const list = await ana.sees('Contractor', { in: 'modal' });
    expect(list).not.toContain('NDA Acme');
    await ana.presses('Use');
    const form = await ana.sees('Manager (approves)', { in: 'modal' });
    expect(form).toContain('Legal (only gets a copy): legal@acme.com, from the template');
    expect(form).toMatch(/Expires: after 9 days.*Signed copy goes to: Agreements/s);
    expect(form).not.toMatch(/How to send|Signers from your workspace/);
    const values = { 'Daily rate': ' € 640  net ', Yes: true, 'First day': '2027-01-04' };
    await ana.fills({ ...people, ...values });
    expect(await ana.submits()).toEqual({});
    const check = await ana.sees('Check and send', { in: 'modal' });
    expect(check).toContain('Goes to Cy Ng (cy@acme.com, Manager, approver) when you press Send now.');
    expect(check).toMatch(/Goes to dee@client\.com.* later, in turn\./);
    expect(check).toMatch(/Daily rate: € 640 net.*Works on site: yes.*First day: 2027-01-04.*after 9 days/s);
    expect(createBodies(world())).toEqual([]);
    expect(await ana.submits()).toEqual({});
    await world().passes(5_000);
    await ana.sees('Sent to', { in: 'modal' });
    expect(createBodies(world())).toEqual([
      expect.objectContaining({
        template_id: template.id,
        signers: [
          { email: 'dee@client.com', role: 'signer' },
          { email: 'cy@acme.com', role: 'approver' },
          { role: 'final_copy_reader' },
        ],
        prefill_tags: [
          { document_tag_id: 'rate', text_value: ' € 640  net ' },
          { document_tag_id: 'site', checkbox_value: true },
          { document_tag_id: 'day', date_value: '2027-01-04' },
        ],
        parent_folder: { type: 'folder', id: folder.id },
      }),
    ]);
    for (const left of ['source_files', 'is_document_preparation_needed', 'days_valid', 'email_message']) {
      expect(createBodies(world())[0]).not.toHaveProperty(left);
    }
    await box.person('cy@acme.com').signs(undefined, { typing: 'Cy' });
    await box.person('dee@client.com').signs(undefined, { typing: 'Dee' });
    await world().passes(60_000);
    const card = await onlyCard(world(), 'Contractor', 'Completed');
    expect(card.plain).toContain('Contractor');
    const copy = box.signRequests().at(-1)?.signFileIds[0] ?? '';
    expect((await readPdf(await anaAtBox.downloads(copy))).text).toMatch(/640 {2}net[\s\S]*2027-01-04/);
    await ana.reloads();
    await ana.presses('Send again like this…', { on: card });
    await ana.sees('Manager (approves)', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      Template: 'Contractor',
      [contractor]: 'dee@client.com',
    });
  });

  it('a declined request from a template needs her in Home until the person in it is asked again', async () => {
    const { ana, box } = world();
    const { name } = addsTemplate(world(), {
      name: 'Offer',
      signers: [{ label: 'Holder' }, { label: 'Boss' }],
    });
    const holder = 'Holder: or by email';
    /** Submits the open form, and sends from its check. */
    const sends = async (who: string, opened: number) => {
      // The second role is the same person each time, which does not make it the same request.
      await ana.fills({ [holder]: who, 'Boss: or by email': 'mo@client.com' });
      await ana.submits();
      await ana.sees('Check and send', { in: 'modal' });
      await ana.submits();
      await world().passes(5_000);
      await ana.sees('Sent to', { in: 'modal' });
      await ana.closes();
      await world().passes(5_000);
      await ana.sees(`Waiting for others (${opened})`, { in: 'home' });
    };
    await ana.opensHome();
    await chooses(world(), name, holder);
    await sends('kit@client.com', 1);
    await box.person('kit@client.com').declines(undefined, 'No.');
    await world().passes(3 * 60_000);
    await ana.sees('Declined by kit@client.com', { in: 'home' });
    await ana.reloads();
    await chooses(world(), name, holder);
    await sends('eve@client.com', 1);
    expect((await ana.home())?.plain).toContain('Declined by kit@client.com');
    await ana.presses('Change and send again…', { on: 'home' });
    await ana.sees(holder, { in: 'modal' });
    await sends('kit@client.com', 2);
    expect((await ana.home())?.plain).not.toContain('Needs you');
    expect((await ana.home())?.plain).toMatch(/Ended this week.*Offer/s);
    // Slack limits the calls in each minute, and the stories that follow make many.
    await world().passes(60_000);
  });

  it('a request from a template asks only for what the template lacks, and fixed values stay', async () => {
    const { ana } = world();
    const { name } = addsTemplate(world(), {
      signers: [{}],
      subject: 'Fixed',
      daysValid: 3,
      locked: ['email_settings', 'options', 'fields'],
    });
    await chooses(world(), name, 'Signer 1: or by email');
    expect((await ana.modal())?.plain).toContain('Email subject: Fixed (cannot be changed)');
    await ana.presses('More options');
    await ana.sees('Folder for the signed copy', { in: 'modal' });
    const labels = Object.keys(await formValues(world()));
    expect(labels).not.toContain('Message');
    expect(labels.filter((label) => /subject|Expires|Who signs when|Request name/.test(label))).toEqual([]);
    await ana.fills({ 'Signer 1: from your workspace': '@ana' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to you (ana@acme.com)', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await expect
      .poll(() => createBodies(world()).at(-1)?.['signers'])
      .toEqual([{ email: 'ana@acme.com', role: 'signer' }]);
  });

  it.each<[string, Partial<TemplateOptions>, string]>([
    ['a password', { signers: [{ needsPassword: true }] }, 'nobody should type one into Slack'],
    ['nobody to sign', { signers: [{ role: 'final_copy_reader', label: 'x' }] }, 'nobody who signs'],
    [
      'more than a form has room for',
      { signers: Array.from({ length: 35 }, () => ({})) },
      'more than a form in Slack has room for',
    ],
  ])(
    'a template that asks for %s is refused at its field, with the reason',
    async (_what, more, sentence) => {
      const { name } = addsTemplate(world(), more);
      await chooses(world(), name, sentence);
      expect(await world().ana.submits()).toEqual({
        errors: { Template: expect.stringContaining(sentence) },
      });
    },
  );

  it.each<[string, Record<string, Filling>, Record<string, unknown>]>([
    ['nobody', { [contractor]: null }, { [contractor]: expect.stringContaining('Say who this is') }],
    [
      'two people',
      { 'Contractor: from your workspace': '@bo' },
      { [contractor]: expect.stringContaining('Only one person') },
    ],
    [
      'two addresses',
      { [contractor]: 'dee@client.com, eve@client.com' },
      { [contractor]: expect.stringContaining('Only one person') },
    ],
    [
      'a text that is no address',
      { [contractor]: 'dee@' },
      { [contractor]: '"dee@" is not an email address.' },
    ],
    [
      'a person whom the template names already',
      { [contractor]: 'Legal@acme.com' },
      { [contractor]: 'legal@acme.com is here twice.' },
    ],
    [
      'an app',
      { [manager]: '@sign' },
      { 'Manager (approves): or by email': expect.stringContaining('is an app') },
    ],
  ])('a role is refused at its field if it is filled with %s', async (_what, filled, errors) => {
    const { ana } = world();
    const { name } = addsTemplate(world());
    await chooses(world(), name, 'Manager (approves)');
    await ana.fills({ ...people, ...filled });
    expect(await ana.submits()).toEqual({ errors });
  });

  it('a folder chosen in the form takes the place of the template’s own', async () => {
    const { ana, box } = world();
    const [theirs, chosen] = ['Of the template', 'Chosen'].map((name) =>
      box.addFolder(anaInBox(world()), { name }),
    );
    const { name } = addsTemplate(world(), { folderId: theirs?.id ?? '' });
    await chooses(world(), name, 'Manager (approves)');
    await ana.presses('More options');
    await ana.sees('Folder for the signed copy', { in: 'modal' });
    await ana.fills({ ...people, 'Folder for the signed copy': chosen?.url ?? '' });
    expect(await ana.submits()).toEqual({});
    expect(await ana.sees('Check and send', { in: 'modal' })).toContain('Chosen');
    await ana.submits();
    await expect
      .poll(() => createBodies(world()).at(-1)?.['parent_folder'])
      .toMatchObject({ id: chosen?.id });
  });

  it('values of the author are kept when left alone, and cannot be emptied', async () => {
    const { ana } = world();
    const [signature, rate, , day] = fields;
    const filledIn = [
      signature,
      { ...rate, value: '80,000' },
      { ...rate, label: 'Terms', tag: 'terms', value: 'All of it. '.repeat(60) },
      { ...day, value: '2027-01-04' },
    ];
    const { name } = addsTemplate(world(), { signers: [{ label: 'Holder', fields: filledIn }] });
    await chooses(world(), name, 'Holder: or by email');
    await ana.fills({ 'Holder: or by email': 'dee@client.com', 'Daily rate': '', 'First day': null });
    expect(await ana.submits()).toEqual({
      errors: {
        'Daily rate': expect.stringContaining('The template has "80,000" here'),
        'First day': expect.stringContaining('The template has "2027-01-04" here'),
      },
    });
    await ana.fills({ 'Daily rate': '80,000', 'First day': '2027-01-05' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Check and send', { in: 'modal' });
    expect((await ana.modal())?.plain).toMatch(
      /Daily rate: 80,000.*Terms: All of it.*First day: 2027-01-05/s,
    );
    await ana.submits();
    await expect
      .poll(() => createBodies(world()).at(-1)?.['prefill_tags'])
      .toEqual([{ document_tag_id: 'day', date_value: '2027-01-05' }]);
  });

  it.each<[string, (world: World, template: SeededItem) => void, string, Record<string, string>]>([
    [
      'was deleted',
      ({ box }, template) => box.deleteTemplate(template),
      'Box cannot find that template',
      { [contractor]: 'dee@client.com' },
    ],
    [
      'has other roles since',
      (on, template) =>
        on.box.addTemplate(
          anaInBox(on),
          [on.newFile()],
          { name: 'Changed', signers: [{ label: 'Witness' }, ...signers] },
          template,
        ),
      'This template was changed in Box',
      { [contractor]: 'dee@client.com', 'Witness: or by email': '' },
    ],
  ])('the form comes back when the template %s', async (_what, change, sentence, shown) => {
    const { ana } = world();
    const template = addsTemplate(world());
    await chooses(world(), template.name, 'Manager (approves)');
    await ana.fills(people);
    change(world(), template);
    const before = createBodies(world()).length;
    expect(await ana.submits()).toEqual({});
    await ana.sees(sentence, { in: 'modal' });
    expect(await formValues(world())).toMatchObject(shown);
    expect(createBodies(world())).toHaveLength(before);
  });

  it('the reason disappears once the role is corrected', async () => {
    const { ana } = world();
    const { name } = addsTemplate(world());
    await chooses(world(), name, 'Manager (approves)');
    await ana.fills({ ...people, [contractor]: 'cy@acme.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('"Cy Ng" is here twice', { in: 'modal' });
    await ana.fills({ [contractor]: 'dee@client.com' });
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain('is here twice');
  });

  it('a template is read again when Send now is pressed, and a changed one is not sent', async () => {
    const { ana, box } = world();
    const file = world().newFile();
    const changed = box.addTemplate(anaInBox(world()), [file], { name: 'Later', signers });
    const moved = box.addTemplate(anaInBox(world()), [file], { name: 'Moved', signers });
    box.addTemplate(anaInBox(world()), [file], { name: 'Emptied', signers });
    const before = box.signRequests().length;
    for (const [name, change, sentence] of [
      [
        'Later',
        () => box.addTemplate(anaInBox(world()), [file], { name: 'Later', signers: [{}] }, changed),
        'This template was changed in Box',
      ],
      [
        'Moved',
        () => {
          const folder = box.addFolder(anaInBox(world()), { name: 'Elsewhere' });
          const now = { name: 'Moved', signers, folderId: folder.id, daysValid: 3 };
          box.addTemplate(anaInBox(world()), [file], now, moved);
        },
        'This template was changed in Box',
      ],
      ['Emptied', () => box.deleteFile(file), 'The document of this template was deleted'],
    ] as const) {
      await chooses(world(), name, 'Manager (approves)');
      await ana.fills(people);
      await ana.submits();
      await ana.sees('Check and send', { in: 'modal' });
      change();
      expect(await ana.submits()).toEqual({});
      await ana.sees(sentence, { in: 'modal' });
      await ana.reloads();
    }
    expect(box.signRequests()).toHaveLength(before);
  });

  it('the form waits for a slow Box, and says so', async () => {
    const { ana, box } = world();
    const { name } = addsTemplate(world());
    await opensForm(world());
    await ana.fills({ Document: 'Template' });
    await expect.poll(async () => Object.keys(await formValues(world()))).toContain('Template');
    const slow = 'Box has not answered yet. Keep typing, or open the menu again.';
    box.faults.next({ kind: 'status', status: 503, path: /sign_templates/ });
    expect(await ana.searches('Template', 'agr')).toEqual([slow]);
    expect(await ana.searches('Template', 'nothing like it')).toEqual([
      'None of your templates has this in its name.',
    ]);
    box.faults.next({ kind: 'status', status: 503, path: /sign_templates\/./ });
    await ana.fills({ Template: name });
    const unread = await ana.sees('Box has not told us what this template asks for', { in: 'modal' });
    expect(unread).toContain('could not be read from Box');
    expect(unread).not.toContain('Asking Box');
    expect(await ana.submits()).toEqual({
      errors: { Template: expect.stringContaining('does not show yet what this template asks for') },
    });
    await ana.presses('Ask again');
    await ana.sees('Manager (approves)', { in: 'modal' });
    await ana.fills({ Document: 'Box link' });
    await ana.sees('Box link or file ID', { in: 'modal' });
    await ana.fills({ Document: 'Template' });
    await ana.sees('Manager (approves)', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ Template: name });
  });

  it('the list of templates shows the last search, even if Box answers an earlier one later', async () => {
    const { ana } = world();
    for (const name of ['Slow one', 'Quick one', 'Last one']) addsTemplate(world(), { name });
    const listed = async (): Promise<string[]> => {
      const shown = (await ana.modal())?.plain ?? '';
      return ['Slow one', 'Quick one', 'Last one'].filter((name) => shown.includes(name));
    };
    await ana.types('/sign templates one', { in: '#contracts' });
    await expect.poll(listed).toHaveLength(3);
    const held = holdCalls(world(), /sign_templates$/, 1);
    await ana.fills({ 'Search your templates': 'slow' });
    await expect.poll(held.waiting).toBe(1);
    await ana.fills({ 'Search your templates': 'quick' });
    await expect.poll(listed).toEqual(['Quick one']);
    const drawn = updates(world());
    held.release();
    // One more search is made: by its end, the answer to the first one would have been drawn.
    await ana.fills({ 'Search your templates': 'last' });
    await expect.poll(listed).toEqual(['Last one']);
    // The last search is drawn twice: the first time, the list says that Box is asked.
    expect(updates(world())).toBe(drawn + 2);
    await ana.closes();
    // Slack limits the calls in each minute, as above.
    await world().passes(60_000);
  });

  it('templates are listed by pages, and a form opened by Change… comes back filled in', async () => {
    const { ana } = world();
    for (let count = 10; count < 36; count += 1) addsTemplate(world(), { name: `Paged ${count}` });
    await ana.types('/sign templates paged', { in: '#contracts' });
    await ana.sees('Page 1 of 2', { in: 'modal' });
    await ana.presses('Next');
    const second = await ana.sees('Page 2 of 2', { in: 'modal' });
    expect([second.includes('Paged 35'), second.includes('Paged 10')]).toEqual([true, false]);
    // Enter in the field searches, as the button does.
    await ana.fills({ 'Search your templates': 'paged 17' });
    await ana.sees('Paged 17', { in: 'modal' });
    world().box.faults.next({ kind: 'status', status: 403, path: /sign_templates/ });
    await ana.submits();
    await ana.sees('Box refused to list your templates', { in: 'modal' });
    await ana.presses('Ask Box again');
    await ana.sees('Paged 17', { in: 'modal' });
    const body = { type: 'error', status: 403, code: 'insufficient_scope', message: 'no' };
    world().box.faults.next({ kind: 'status', status: 403, body, path: /sign_templates/ });
    await ana.submits();
    await ana.sees('The Box app that this app uses may not do this.', { in: 'modal' });
    await ana.presses('Ask Box again');
    await ana.sees('Paged 17', { in: 'modal' });
    world().box.faults.next({ kind: 'status', status: 401, path: /sign_templates/ });
    await ana.submits();
    await ana.sees('Your connection to Box has ended.', { in: 'modal' });
    await ana.presses('Ask Box again');
    await ana.sees('Paged 17', { in: 'modal' });
    await ana.presses('Use');
    await ana.sees('Manager (approves)', { in: 'modal' });
    await ana.fills({ ...people, 'Daily rate': '99' });
    await ana.submits();
    await ana.sees('Check and send', { in: 'modal' });
    await ana.submits();
    await world().passes(6_000);
    const card = await onlyCard(world(), 'Paged 17', /Sent .*Nobody has opened it/);
    await ana.reloads();
    await ana.presses('Change…', { on: card });
    await ana.sees('The old request is cancelled when the new one has gone out', { in: 'modal' });
    const filledIn = { Template: 'Paged 17', ...people, 'Daily rate': '99' };
    expect(await formValues(world())).toMatchObject(filledIn);
  });

  it('the menu of templates is sorted by name, and has at most as many entries as Slack allows', async () => {
    const { ana } = world();
    for (let count = 299; count >= 199; count -= 1) addsTemplate(world(), { name: `Many ${count}` });
    await opensForm(world());
    await ana.fills({ Document: 'Template' });
    await expect.poll(async () => Object.keys(await formValues(world()))).toContain('Template');
    const offered = await ana.searches('Template', 'many');
    expect(offered).toHaveLength(100);
    expect([offered[0], offered.at(-1)]).toEqual([
      expect.stringMatching(/^Many 199/),
      expect.stringMatching(/^Many 298/),
    ]);
    await ana.closes();
  });

  it('the form asks for the phone number of a role that needs one, and keeps it until Box has the request', async () => {
    const { ana, store } = world();
    const { name } = addsTemplate(world(), { signers: [{ label: 'Holder', needsPhone: true }] });
    await chooses(world(), name, 'Holder: or by email');
    const phone = 'Phone number of Holder';
    await ana.fills({ 'Holder: or by email': 'dee@client.com' });
    expect(await ana.submits()).toEqual({ errors: { [phone]: expect.stringContaining('required') } });
    await ana.fills({ [phone]: '030 1234567' });
    expect(await ana.submits()).toEqual({ errors: { [phone]: expect.stringContaining('030 1234567') } });
    await ana.fills({ [phone]: '+49 30 1234567' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Check and send', { in: 'modal' });
    await ana.presses('Change something');
    await ana.sees('Holder: or by email', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ [phone]: '+49301234567' });
    expect(JSON.stringify(await storedRows(store))).not.toContain('1234567');
    const sealed = async () => {
      const { drafts = [], sign_requests: requests = [] } = await storedRows(store);
      return [...drafts, ...requests].flatMap((row) => JSON.parse(row).phones ?? []);
    };
    expect(await sealed()).not.toEqual([]);
    await ana.submits();
    await ana.sees('Check and send', { in: 'modal' });
    await ana.submits();
    const verified = { type: 'phone', phone_number: '+49301234567' };
    await expect
      .poll(() => createBodies(world()).at(-1)?.['signers'])
      .toEqual([{ email: 'dee@client.com', role: 'signer', verification_method: verified }]);
    await expect.poll(sealed).toEqual([]);
  });

  /** Opens the form. Returns the id of its view and of its draft, and the state of its menu with this template chosen. */
  async function formToForge(templateId: string) {
    const { slack } = world();
    await opensForm(world());
    const [viewId = ''] = slack.state.stacks[slack.user('ana').id] ?? [];
    const written = slack.state.views[viewId]?.content['private_metadata'];
    const { draftId } = JSON.parse(String(written)) as { draftId: string };
    const chosen = { type: 'external_select', selected_option: { value: templateId } };
    return { viewId, draftId, chosen, values: { template: { template: chosen } } };
  }

  /** Sends a made-up submission of the form, and checks that it is refused. */
  async function expectNotSent(metadata: object, values: object): Promise<void> {
    const before = createBodies(world()).length;
    const forged = submission(world(), { by: 'ana' }, { callbackId: 'create', metadata, values });
    const { body } = await world().slack.send({ payload: forged });
    expect(body).toContain('does not show yet what this template asks for');
    await quiet(world());
    expect(createBodies(world())).toHaveLength(before);
  }

  it('a template of another person that a forged form names is neither described nor sent', async () => {
    const { ana, slack, box } = world();
    const cy = box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const { id } = box.addTemplate(cy, [world().newFile()], { name: 'Theirs', signers });
    const { viewId, draftId, chosen, values } = await formToForge(id);
    const metadata = { draftId, way: 'template', templateId: id };
    const { view } = submission(world(), { by: 'ana' }, { callbackId: 'create', metadata, values });
    const pressed = press(world(), { by: 'ana' }, { actionId: 'template' });
    const actions = [{ ...chosen, action_id: 'template', block_id: 'template' }];
    await slack.send({ payload: { ...pressed, actions, view: { ...(view as object), id: viewId } } });
    const shown = await ana.sees('Box cannot find that template', { in: 'modal' });
    expect(shown).not.toContain('Contractor');
    await expectNotSent(metadata, values);
  });

  it.each<[string, (world: World) => string, object]>([
    ['metadata of an older form', (on) => addsTemplate(on).id, {}],
    ['an id that every object has', () => 'constructor', { templateId: 'constructor' }],
  ])('a forged form with %s is not sent', async (_what, templateId, metadata) => {
    const { draftId, values } = await formToForge(templateId(world()));
    await expectNotSent({ draftId, way: 'template', ...metadata }, values);
  });
});
