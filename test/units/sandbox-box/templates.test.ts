/** Templates of the sandbox's Box: who may read them, and what a request from one accepts. */
import { expect, it } from 'vitest';
import { readPdf } from '../../../sandbox/box/drawing.ts';
import type { SeededItem } from '../../../sandbox/box/seed.ts';
import type { TemplateOptions } from '../../../sandbox/box/templates.ts';
import { aWorld, type World } from './support.ts';

const place = { page: 0, x: 0.1, y: 0.1, width: 0.3, height: 0.04 };
const fields = [
  { type: 'signature', label: null, tag: null, place },
  { type: 'text', label: 'Rate', tag: 'rate', place: { ...place, y: 0.2 } },
  { type: 'checkbox', label: 'On site', tag: 'site', place: { ...place, y: 0.3 } },
  { type: 'date', label: 'First day', tag: 'day', place: { ...place, y: 0.4 } },
] as const;
const signers = [
  { label: 'Client', fields },
  { role: 'approver', email: 'legal@acme.com' },
];
const bo = { email: 'bo@client.com', role: 'signer' };

function template(world: World, more: Partial<TemplateOptions> = {}): SeededItem {
  return world.box.addTemplate(world.ana, [world.file], { name: 'Work', signers, ...more });
}

const createFrom = (world: World, { id }: SeededItem, more: Record<string, unknown> = {}) =>
  world.call('POST', '/2.0/sign_requests', {
    body: { template_id: id, signers: [bo, { role: 'approver' }], ...more },
  });

it('a person’s own templates are listed by pages, and nobody else’s', async () => {
  const world = await aWorld();
  const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
  const [one, two] = [template(world), template(world, { name: 'Lease' })];
  const theirs = world.box.addTemplate(cy, [world.file], { name: 'Theirs', signers });
  const first = await world.call('GET', '/2.0/sign_templates?limit=1');
  expect(first.body.entries.map(({ id }: SeededItem) => id)).toEqual([one.id]);
  const next = await world.call('GET', `/2.0/sign_templates?limit=1&marker=${first.body.next_marker}`);
  expect([next.body.entries[0].id, next.body.next_marker]).toEqual([two.id, null]);
  expect((await world.call('GET', `/2.0/sign_templates/${two.id}`)).body.name).toBe('Lease');
  for (const id of [theirs.id, '1', 'constructor']) {
    expect((await world.call('GET', `/2.0/sign_templates/${id}`)).status, id).toBe(404);
  }
  for (const query of ['limit=0', 'limit=1001', 'marker=1', 'name=x']) {
    expect((await world.call('GET', `/2.0/sign_templates?${query}`)).status, query).toBe(400);
  }
});

it('a request combines template and call, and the filled-in values are in the signed copy', async () => {
  const world = await aWorld();
  const made = template(world, {
    subject: 'Ours',
    message: 'Hello',
    daysValid: 5,
    folderId: world.folder.id,
  });
  const tags = [
    { document_tag_id: 'rate', text_value: '€ 640' },
    { document_tag_id: 'site', checkbox_value: true },
    { document_tag_id: 'day', date_value: '2027-01-04' },
  ];
  const { status, body } = await createFrom(world, made, { prefill_tags: tags, email_subject: 'Mine' });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    name: 'Work.pdf',
    template_id: made.id,
    email_subject: 'Mine',
    email_message: 'Hello',
    days_valid: 5,
    parent_folder: { id: world.folder.id },
    source_files: [{ id: world.file.id }],
    prefill_tags: tags,
  });
  expect(body.signers.map((one: { email: string; role: string }) => [one.email, one.role])).toEqual([
    ['ana@acme.com', 'final_copy_reader'],
    ['bo@client.com', 'signer'],
    ['legal@acme.com', 'approver'],
  ]);
  world.pass(300);
  // The template's signing order holds, but approvers come first.
  await world.box.person('legal@acme.com').signs(undefined, { typing: 'Legal' });
  await world.box.person('bo@client.com').signs(undefined, { typing: 'Bo' });
  world.pass(300);
  const copy = await world.box.person('ana@acme.com').downloads(body.sign_files.files[0].id);
  expect((await readPdf(copy)).text).toMatch(/640[\s\S]*2027-01-04/);
});

it.each<[string, Partial<TemplateOptions>, Record<string, unknown>]>([
  ['signers', {}, { signers: [bo] }],
  ['signers', {}, { signers: [bo, { role: 'approver' }, bo] }],
  ['signers[0].email', {}, { signers: [{ role: 'signer' }, { role: 'approver' }] }],
  ['signers[0].role', {}, { signers: [{ ...bo, role: 'approver' }, { role: 'approver' }] }],
  [
    'signers[1].email',
    { locked: ['recipients'] },
    { signers: [bo, { role: 'approver', email: 'x@acme.com' }] },
  ],
  ['source_files', {}, { source_files: [{ type: 'file', id: '1' }] }],
  ['is_document_preparation_needed', {}, { is_document_preparation_needed: true }],
  ['email_subject', { locked: ['email_settings'] }, { email_subject: 'x' }],
  ['days_valid', { locked: ['options'] }, { days_valid: 3 }],
  ['prefill_tags', { locked: ['fields'] }, { prefill_tags: [{ document_tag_id: 'rate', text_value: 'x' }] }],
  ['prefill_tags[0]', {}, { prefill_tags: [{ document_tag_id: 'rate', checkbox_value: true }] }],
  ['prefill_tags[0].document_tag_id', {}, { prefill_tags: [{ document_tag_id: 'no', text_value: 'x' }] }],
  ['signers[0].password', { signers: [{ needsPassword: true }] }, { signers: [bo] }],
  ['signers[0].verification_phone_number', { signers: [{ needsPhone: true }] }, { signers: [bo] }],
])('%s of a template with %j is refused in %j', async (name, about, more) => {
  const world = await aWorld();
  const { status, body } = await createFrom(world, template(world, about), more);
  expect([status, body.context_info?.errors[0].name]).toEqual([400, name]);
  expect(world.box.signRequests()).toEqual([]);
});

it('a template of another person, or without its document, is not found', async () => {
  const world = await aWorld();
  const made = template(world);
  const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
  const body = { template_id: made.id, signers: [bo, { role: 'approver' }] };
  expect((await world.call('POST', '/2.0/sign_requests', { body, token: cy.token })).status).toBe(404);
  world.box.deleteFile(world.file);
  expect((await createFrom(world, made)).status).toBe(404);
  expect((await world.call('GET', `/2.0/sign_templates/${made.id}`)).status).toBe(200);
  world.box.deleteTemplate(made);
  expect((await createFrom(world, made)).status).toBe(404);
});
