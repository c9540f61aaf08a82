/**
 * The job that creates a request in Box: files that it uploads from Slack first, templates, and what every answer of
 * Box to the create call, or none, means.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RetryLater } from '../../../src/failure.ts';
import { createAtBox } from '../../../src/features/create/at-box.ts';
import type { Services } from '../../../src/features/services.ts';
import { searchAfterMs } from '../../../src/signing/creation.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import type { Template } from '../../../src/signing/template.ts';
import { ownFolderName } from '../../../src/signing/uploads.ts';
import { aSigner, aSignRequest, plainForm, tuesday } from '../../builders/sign-requests.ts';
import { aDesk, aFile, create, file, made, people, refused, sentTo } from './creating.ts';
import { atBox, type Call, type Desk, type DeskAnswer, slackRefuses } from './desk.ts';

const asked = aSignRequest();

/** The state of a request in the store changes while the job runs. */
const discard = (desk: Desk, { id }: SignRequest) =>
  desk.store.signRequests.change('T1', id, (now) => ({ record: { ...now, state: 'discarded' }, steps: [] }));

describe('a file from Slack', () => {
  const preflight = 'OPTIONS /files/content';
  const upload = 'POST /files/content';
  const makeFolder = 'POST /folders';
  const bytes = '%PDF';
  const sha1 = createHash('sha1').update(bytes).digest('hex');
  const anUpload = { kind: 'upload', slackId: 'F1', name: 'Offer.pdf' } as const;
  const form = { ...plainForm, way: 'upload', uploads: [{ slackId: 'F1', name: 'Offer.pdf' }] } as const;
  const withUpload = asked.with({ documents: [anUpload], form });
  /** A request whose earlier run may have sent the file to this place. */
  const tried = (name: string) =>
    asked.with({ documents: [{ ...anUpload, target: { folderId: '60', name } }], form });
  const taken = (sum = 'other', id = '900'): DeskAnswer => ({
    status: 409,
    body: {
      ...{ type: 'error', status: 409, code: 'item_name_in_use' },
      context_info: { conflicts: { type: 'file', id, name: 'Offer.pdf', sha1: sum } },
    },
  });
  const free: DeskAnswer = { body: { upload_url: 'https://upload.box.com' } };

  async function aDeskWithSlackFile(given: Partial<Services> = {}, info: object = {}): Promise<Desk> {
    const desk = await aDesk(given);
    const address = desk.responseUrl.replace('respond', 'slack-files/offer');
    const said = { id: 'F1', name: 'Offer.pdf', size: bytes.length, mode: 'hosted' };
    desk.answers['files.info'] = {
      body: { ok: true, file: { ...said, url_private_download: address, ...info } },
    };
    desk.answers['slack-files/offer'] = { headers: { 'content-type': 'application/pdf' }, body: bytes };
    desk.answers[makeFolder] = { status: 201, body: { type: 'folder', id: '50', name: ownFolderName } };
    desk.answers[preflight] = free;
    desk.answers[upload] = {
      status: 201,
      body: { entries: [{ type: 'file', id: '901', name: 'Offer.pdf' }] },
    };
    desk.answers['GET /files/901'] = aFile({ id: '901', name: 'Offer.pdf' });
    desk.answers['GET /files/900'] = aFile({ id: '900', name: 'Offer.pdf' });
    return desk;
  }
  /** The places that Box was asked about, in order. */
  const places = (desk: Desk) =>
    desk.calls.flatMap(({ to, body }) => (to === preflight ? [body as Record<string, unknown>] : []));
  const namesTried = (desk: Desk) => places(desk).map(({ name }) => name);
  const uploads = (desk: Desk) => desk.callsTo(upload).length;
  const downloads = (desk: Desk) => desk.callsTo('slack-files').length;
  /** Answers by the name that Box is asked about. */
  const byName =
    (answers: Readonly<Record<string, DeskAnswer>>) =>
    ({ body }: Call): DeskAnswer =>
      answers[body['name'] ?? ''] ?? free;

  it("is put into the person's own folder and sent from there, and the form refers to it", async () => {
    const desk = await aDeskWithSlackFile();
    expect(await made(desk, withUpload.build())).toMatchObject({
      ...{ thrown: null, state: 'sent', documents: [{ kind: 'file', fileId: '901' }] },
      form: { uploads: [{ slackId: 'F1', name: 'Offer.pdf', boxId: '901' }] },
    });
    expect(desk.calls.find(({ to }) => to === makeFolder)?.body).toMatchObject({
      name: ownFolderName,
      parent: { id: '0' },
    });
    expect(places(desk)).toMatchObject([{ name: 'Offer.pdf', size: 4, parent: { id: '50' } }]);
    expect(sentTo(desk)).toMatchObject({ source_files: [{ id: '901' }] });
  });

  it("is put into the typed folder, else the operator's", async () => {
    const inOwn = await aDeskWithSlackFile({ destinationFolderId: '77' });
    inOwn.answers['GET /folders/77'] = { body: { id: '77', name: 'All', permissions: { can_upload: true } } };
    await made(inOwn, withUpload.build());
    expect(places(inOwn)).toMatchObject([{ parent: { id: '77' } }]);
    const typed = await aDeskWithSlackFile({ destinationFolderId: '77' });
    await made(typed, withUpload.with({ form: { ...form, folder: '45' } }).build());
    expect(places(typed)).toMatchObject([{ parent: { id: '45' } }]);
    expect(typed.callsTo(makeFolder)).toEqual([]);
  });

  it('gets the next name that is free', async () => {
    const desk = await aDeskWithSlackFile();
    desk.answers[preflight] = byName({ 'Offer.pdf': taken(sha1), 'Offer (1).pdf': taken() });
    expect(await made(desk, withUpload.build())).toMatchObject({ documents: [{ fileId: '901' }] });
    expect(namesTried(desk)).toEqual(['Offer.pdf', 'Offer (1).pdf', 'Offer (2).pdf']);
    expect([uploads(desk), downloads(desk)]).toEqual([1, 1]);
  });

  it('of an unknown size is asked about with size 0', async () => {
    const desk = await aDeskWithSlackFile({}, { size: undefined });
    await made(desk, withUpload.build());
    expect(places(desk)).toMatchObject([{ size: 0 }]);
  });

  it('is refused after fifty names', async () => {
    const desk = await aDeskWithSlackFile();
    desk.answers[preflight] = taken();
    expect(await made(desk, withUpload.build())).toMatchObject({
      ...{ state: 'not_sent', refusal: { code: 'box_refused', reason: 'item_name_in_use', status: 409 } },
    });
    expect(new Set(namesTried(desk)).size).toBe(50);
    expect(uploads(desk)).toBe(0);
  });

  it('that an earlier run may have sent is found by its bytes, and not sent again', async () => {
    const desk = await aDeskWithSlackFile();
    desk.answers[preflight] = byName({ 'Offer (1).pdf': taken(sha1) });
    expect(await made(desk, tried('Offer (1).pdf').build())).toMatchObject({
      ...{ state: 'sent', documents: [{ fileId: '900' }] },
    });
    expect(places(desk)).toMatchObject([{ name: 'Offer (1).pdf', parent: { id: '60' } }]);
    expect([uploads(desk), desk.callsTo(makeFolder).length]).toEqual([0, 0]);
  });

  it('gets another name where a file with other bytes has the one of an earlier run', async () => {
    const desk = await aDeskWithSlackFile();
    desk.answers[preflight] = byName({ 'Offer.pdf': taken() });
    expect(await made(desk, tried('Offer.pdf').build())).toMatchObject({ documents: [{ fileId: '901' }] });
    expect(namesTried(desk).at(-1)).toBe('Offer (1).pdf');
    expect(places(desk).at(-1)).toMatchObject({ parent: { id: '60' } });
    // Once for the sum of its bytes, however often that is compared, and once to be sent.
    expect([uploads(desk), downloads(desk)]).toEqual([1, 2]);
  });

  it('is sent again under the name of an earlier run that did not arrive', async () => {
    const desk = await aDeskWithSlackFile();
    expect(await made(desk, tried('Offer (1).pdf').build())).toMatchObject({
      documents: [{ fileId: '901' }],
    });
    expect(namesTried(desk)).toEqual(['Offer (1).pdf']);
  });

  it.each([
    ['by the same bytes is taken as sent', sha1, '900', ['Offer.pdf']],
    ['by other bytes gets another name', 'other', '901', ['Offer.pdf', 'Offer (1).pdf']],
  ])('whose name is taken while it is sent, %s', async (_what, sum, fileId, names) => {
    const desk = await aDeskWithSlackFile();
    let sends = 0;
    desk.answers[upload] = () => {
      sends += 1;
      return sends === 1
        ? taken(sum)
        : { status: 201, body: { entries: [{ id: '901', name: 'Offer (1).pdf' }] } };
    };
    expect(await made(desk, withUpload.build())).toMatchObject({ documents: [{ fileId }] });
    expect(namesTried(desk)).toEqual(names);
  });

  it('has the place stored before it is sent', async () => {
    const desk = await aDeskWithSlackFile();
    desk.answers[upload] = 'drop';
    expect(await made(desk, withUpload.build())).toMatchObject({
      ...{ thrown: { kind: 'retry' }, state: 'requested' },
      documents: [{ ...anUpload, target: { folderId: '50', name: 'Offer.pdf' } }],
    });
  });

  it.each([
    ['before it is sent', preflight, 0],
    ['while it is sent', upload, 1],
  ])('goes no further once the request was discarded %s', async (_when, during, sends) => {
    const desk = await aDeskWithSlackFile();
    const record = withUpload.build();
    const usual = desk.answers[during] as DeskAnswer;
    desk.answers[during] = async () => {
      await discard(desk, record);
      return usual;
    };
    const after = await made(desk, record);
    expect(after).toMatchObject({ thrown: null, state: 'discarded', documents: [{ kind: 'upload' }] });
    expect([uploads(desk), sentTo(desk)]).toEqual([sends, undefined]);
  });

  const told: [what: string, answer: DeskAnswer, code: string][] = [
    ['deleted', slackRefuses('file_deleted'), 'upload_gone'],
    ['in a place that the app may not read', slackRefuses('access_denied'), 'upload_not_readable'],
    ['unreadable without the permission', slackRefuses('missing_scope'), 'upload_not_allowed'],
  ];
  it.each(told)('is refused when it is %s', async (_what, answer, code) => {
    const desk = await aDeskWithSlackFile();
    desk.answers['files.info'] = answer;
    expect(await made(desk, withUpload.build())).toMatchObject({ state: 'not_sent', refusal: { code } });
    expect(namesTried(desk)).toEqual([]);
  });

  it.each([
    ['is elsewhere', { mode: 'external' }, 'upload_external'],
    ['is empty', { size: 0 }, 'upload_empty'],
  ])('is refused when Slack says that it %s', async (_what, info, code) => {
    const desk = await aDeskWithSlackFile({}, info);
    expect(await made(desk, withUpload.build())).toMatchObject({ state: 'not_sent', refusal: { code } });
  });

  it.each([
    [404, { state: 'not_sent', refusal: { code: 'upload_gone' } }],
    [403, { state: 'not_sent', refusal: { code: 'upload_not_readable' } }],
    [503, { state: 'requested', refusal: null, thrown: { kind: 'retry' } }],
  ])("is refused, or tried later, when Slack's file server answers %d", async (status, outcome) => {
    const desk = await aDeskWithSlackFile();
    desk.answers['slack-files/offer'] = { status };
    expect(await made(desk, withUpload.build())).toMatchObject(outcome);
  });

  it.each([
    ['may not add files to the folder', 403, 'forbidden', 'folder_not_writable'],
    ['has no storage left', 403, 'storage_limit_exceeded', 'storage_full'],
  ])('is refused when the person %s', async (_what, status, reason, code) => {
    const desk = await aDeskWithSlackFile();
    desk.answers[preflight] = refused(status, reason);
    expect(await made(desk, withUpload.build())).toMatchObject({ state: 'not_sent', refusal: { code } });
  });

  it('is named in a refusal only beside others', async () => {
    const alone = await aDeskWithSlackFile({}, { size: 0 });
    expect((await made(alone, withUpload.build())).refusal).not.toHaveProperty('file');
    const two = await aDeskWithSlackFile({}, { size: 0 });
    const record = asked.with({ documents: [{ kind: 'file', fileId: '111' }, anUpload], form }).build();
    expect(await made(two, record)).toMatchObject({ refusal: { code: 'upload_empty', file: 'Offer.pdf' } });
  });

  describe("under the workspace's rules", () => {
    const inFolder = { ...form, folder: '46' };
    const madeUnder = async (
      rules: Readonly<Record<string, unknown>>,
      record: SignRequest,
      given: Partial<Services> = {},
    ) => {
      const desk = await aDeskWithSlackFile(given);
      for (const id of ['45', '46']) {
        desk.answers[`GET /folders/${id}`] = ({ body }) =>
          body['fields'] === 'path_collection'
            ? { body: { path_collection: { entries: [{ id: '0' }, { id: '44' }] } } }
            : { body: { id, name: id, permissions: { can_upload: true } } };
      }
      await desk.store.settings.put('T1', null, rules);
      return { desk, after: await made(desk, record) };
    };
    const allowedFolders = [{ id: '45', name: 'Signed' }];

    it.each([
      ['the expiry', { longestDays: '10' }, withUpload.build(), 'expiry_required'],
      ['its own folder', { allowedFolders }, withUpload.build(), 'folder_not_allowed'],
      [
        'the typed folder',
        { allowedFolders },
        withUpload.with({ form: inFolder }).build(),
        'folder_not_allowed',
      ],
    ])('stays in Slack when they forbid %s', async (_what, rules, record, code) => {
      const { desk, after } = await madeUnder(rules, record);
      expect(after).toMatchObject({ state: 'not_sent', refusal: { code } });
      expect(desk.callsTo('files.info')).toEqual([]);
    });

    it("is uploaded to the operator's folder when they allow that one", async () => {
      const { after } = await madeUnder({ allowedFolders }, withUpload.build(), {
        destinationFolderId: '45',
      });
      expect(after).toMatchObject({ state: 'sent' });
    });
  });
});

describe('a template', () => {
  const read = 'GET /sign_templates/t-1';
  const raw = (fields: object = {}): DeskAnswer => ({
    body: {
      ...{ type: 'sign-template', id: 't-1', name: 'NDA.pdf', email_subject: '', email_message: '' },
      ...{ days_valid: null, parent_folder: { type: 'folder', id: '30', name: 'Templates' } },
      signers: [{ label: 'Partner', role: 'signer', order: 1, email: '' }],
      ...fields,
    },
  });
  const described: Template = {
    ...{ id: 't-1', name: 'NDA', subject: '', message: '', daysValid: null },
    folder: { id: '30', name: 'Templates' },
    ...{ locks: [], tags: [] },
    roles: [
      {
        ...{ label: 'Partner', role: 'signer', order: 1, email: null },
        ...{ groupId: null, needs: null, mustLogIn: false },
      },
    ],
  };
  const chosen = {
    ...{ id: 't-1', name: 'NDA', template: described, values: [] },
    people: [{ slackUserId: null, address: 'bo@client.com' }],
  };
  const form = { ...plainForm, way: 'template', template: chosen } as const;
  const ofTemplate = asked.with({ documents: [{ kind: 'template', templateId: 't-1' }], form });
  /** A template's request always waits for Send now first. */
  const confirmed = ofTemplate.with({ state: 'creating', confirmedAt: tuesday });
  const aDeskWith = async (answer = raw(), given: Partial<Services> = {}) => {
    const desk = await aDesk(given);
    desk.answers[read] = answer;
    return desk;
  };

  it('is used with its own folder, and our subject', async () => {
    const desk = await aDeskWith();
    expect(await made(desk, confirmed.build())).toMatchObject({
      ...{ thrown: null, state: 'sent' },
      details: { template: { id: 't-1', name: 'NDA' }, file: null },
    });
    expect(sentTo(desk)).toMatchObject({
      ...{ template_id: 't-1', parent_folder: { id: '30' }, email_subject: 'Ana asks you to sign NDA' },
      signers: [{ email: 'bo@client.com' }],
    });
    expect(sentTo(desk)).not.toHaveProperty('source_files');
    expect(desk.callsTo('GET')).toEqual([read]);
  });

  it.each([
    [
      "the template's is the root",
      raw({ parent_folder: { id: '0', name: 'All' } }),
      { id: '0', name: 'All' },
      '',
    ],
    ['another was typed', raw(), described.folder, '77'],
  ])("goes to the operator's or typed folder when %s", async (_what, answer, folder, typed) => {
    const desk = await aDeskWith(answer, { destinationFolderId: '77' });
    desk.answers['GET /folders/77'] = { body: { id: '77', name: 'Out', permissions: { can_upload: true } } };
    const template = { ...chosen, template: { ...described, folder } };
    await made(desk, confirmed.with({ form: { ...form, template, folder: typed } }).build());
    expect(sentTo(desk)).toMatchObject({ parent_folder: { id: '77' } });
  });

  it('goes to no folder that may not be written to', async () => {
    const desk = await aDeskWith();
    desk.answers['GET /folders/77'] = { body: { id: '77', name: 'Out', permissions: {} } };
    const after = await made(desk, ofTemplate.with({ form: { ...form, folder: '77' } }).build());
    expect(after).toMatchObject({ state: 'not_sent', refusal: { code: 'folder_not_writable' } });
  });

  it.each([
    ['has one', { email_subject: 'Ours' }, { subject: 'Ours' }],
    ['has locked it', { are_email_settings_locked: true }, { locks: ['subject', 'message'] }],
  ] as const)('keeps its subject if it %s', async (_what, fields, own) => {
    const desk = await aDeskWith(raw(fields));
    const template = { ...chosen, template: { ...described, ...own } };
    const after = await made(desk, confirmed.with({ form: { ...form, template } }).build());
    expect(after).toMatchObject({ state: 'sent' });
    expect(after.details).not.toHaveProperty('subject');
    expect(desk.callsTo('users.info')).toEqual([]);
  });

  it('that has changed comes back with its new description', async () => {
    const desk = await aDeskWith(raw({ email_message: 'New', name: 'NDA 2.pdf' }));
    expect(await made(desk, ofTemplate.build())).toMatchObject({
      ...{ state: 'not_sent', refusal: { code: 'template_changed' } },
      form: {
        others: plainForm.others,
        template: { ...chosen, name: 'NDA 2', template: { message: 'New' } },
      },
    });
    expect(sentTo(desk)).toBeUndefined();
  });

  it('that has changed since the check comes back too', async () => {
    const desk = await aDeskWith(raw({ email_message: 'New' }));
    const checked = ofTemplate
      .with({ form: { ...form, delivery: 'direct' }, state: 'creating', confirmedAt: tuesday })
      .withDetails({ template: { id: 't-1', name: 'NDA' } });
    expect(await made(desk, checked.build())).toMatchObject({
      ...{ state: 'not_sent', refusal: { code: 'template_changed' } },
    });
  });

  it('is sent to the people that the check has shown', async () => {
    const bo = aSigner('bo@acme.com', { slackUserId: 'U_BO' });
    const checked = ofTemplate
      .with({ form: { ...form, subject: 'Hello', delivery: 'direct' } })
      .toSigners(bo);
    const shown = checked
      .with({ state: 'creating', confirmedAt: tuesday })
      .withDetails({ template: { id: 't-1', name: 'NDA' } });
    const desk = await aDeskWith();
    await made(desk, shown.build());
    expect(sentTo(desk)).toMatchObject({ signers: [{ email: 'bo@acme.com' }] });
    expect(desk.callsTo('users.info')).toEqual([]);
    const before = await aDeskWith();
    before.answers['users.info'] = people({ U_BO: { profile: { email: 'other@acme.com' } } });
    expect(await made(before, checked.build())).toMatchObject({
      ...{ state: 'to_check', signers: [{ email: 'other@acme.com' }] },
    });
  });

  it.each([
    ['has no address', { profile: {} }, 'colleague_without_address'],
    ['is a bot', { is_bot: true }, 'colleague_is_bot'],
  ])('is refused when a person %s', async (_what, facts, code) => {
    const desk = await aDeskWith();
    desk.answers['users.info'] = people({ U_BO: facts });
    const record = ofTemplate.toSigners(aSigner(null, { slackUserId: 'U_BO' })).build();
    expect(await made(desk, record)).toMatchObject({ state: 'not_sent', refusal: { code } });
  });

  it.each([
    ['was deleted', 404, 'not_found', 'template_not_found'],
    ['may not be used', 403, 'forbidden', 'sign_not_enabled'],
  ])('is refused when it %s', async (_what, status, reason, code) => {
    const desk = await aDeskWith(refused(status, reason));
    expect(await made(desk, ofTemplate.build())).toMatchObject({
      state: 'not_sent',
      refusal: { code, status },
    });
  });

  it('whose file was deleted is refused when it is used', async () => {
    const desk = await aDeskWith();
    desk.answers[create] = refused(404, 'not_found');
    expect(await made(desk, confirmed.build())).toMatchObject({
      ...{ state: 'not_sent', refusal: { code: 'template_file_gone' } },
    });
  });
});

describe('the create call', () => {
  const list = 'GET /sign_requests';
  const nothing: DeskAnswer = { body: { entries: [], next_marker: null } };
  const direct = asked.withoutFields().toCheck().inState('creating').with({ confirmedAt: tuesday });
  const found = (): DeskAnswer => ({
    body: { entries: [(atBox() as { readonly body: object }).body], next_marker: null },
  });

  it.each([
    [403, 'forbidden', 'sign_not_enabled'],
    [404, 'not_found', 'document_not_found'],
  ])('that Box refuses with %d is over', async (status, reason, code) => {
    const desk = await aDesk();
    desk.answers[create] = refused(status, reason);
    expect(await made(desk, asked.build())).toMatchObject({
      ...{ thrown: null, state: 'not_sent', refusal: { code, status }, createSentAt: null },
    });
    expect(desk.log.map(({ msg }) => msg)).toContain('create at Box failed');
  });

  it('that Box turns away may be made again', async () => {
    const desk = await aDesk();
    desk.answers[create] = { status: 429, headers: { 'retry-after': '7' }, body: {} };
    expect(await made(desk, asked.build())).toMatchObject({
      ...{ thrown: { kind: 'retry' }, state: 'creating', createSentAt: null },
    });
  });

  it('is not made again if the store fails after it: the failure is not taken for one of Box', async () => {
    const desk = await aDesk();
    desk.answers[create] = async () => {
      await desk.close();
      return atBox();
    };
    await desk.given(asked.build());
    await expect(
      createAtBox(desk.services, { requestId: asked.build().id }, desk.run),
    ).rejects.not.toHaveProperty('service');
    expect(desk.log).toEqual([]);
  });

  it.each([
    ['Box has the request', found(), { thrown: null, state: 'sent', boxId: 'box-1' }],
    ['Box does not list it yet', nothing, { state: 'creating', looks: 1, createSentAt: tuesday }],
    ['Box refuses to list', refused(403, 'forbidden'), { thrown: null, state: 'unsure' }],
  ])('without an answer is followed by a search: %s', async (_what, answer, outcome) => {
    const desk = await aDesk();
    desk.answers[create] = 'drop';
    desk.answers[list] = answer;
    const after = await made(desk, direct.build());
    expect(after).toMatchObject(outcome);
    if (answer === nothing) {
      expect(after.thrown).toBeInstanceOf(RetryLater);
      expect(after.thrown).toMatchObject({ delayMs: searchAfterMs[1] });
    }
  });

  it('that an earlier run has sent is not sent again: its request is searched for', async () => {
    const desk = await aDesk();
    desk.answers[list] = found();
    expect(await made(desk, asked.callMayHaveLeft().build())).toMatchObject({
      state: 'sent',
      boxId: 'box-1',
    });
    expect(sentTo(desk)).toBeUndefined();
  });

  it('leaves it to the person after the last search, if someone may have been mailed', async () => {
    const desk = await aDesk();
    desk.answers[list] = nothing;
    desk.clock.now = tuesday + 60_000;
    const last = { createSentAt: tuesday, looks: 3, firstLookAt: tuesday };
    expect(await made(desk, direct.with(last).build())).toMatchObject({ thrown: null, state: 'unsure' });
  });

  it('is made again in a run right after the last search, if nobody can have been mailed', async () => {
    const desk = await aDesk();
    desk.answers[list] = nothing;
    desk.clock.now = tuesday + 60_000;
    const after = await made(desk, asked.callMayHaveLeft().with({ looks: 3, firstLookAt: tuesday }).build());
    expect(after).toMatchObject({
      ...{ thrown: { delayMs: 0 }, state: 'creating', createSentAt: null, details: { mayBeTwice: true } },
    });
  });

  it('is not made for a request that was discarded while its file was looked up', async () => {
    const desk = await aDesk();
    const record = asked.build();
    desk.answers[file] = async () => {
      await discard(desk, record);
      return aFile();
    };
    expect(await made(desk, record)).toMatchObject({ thrown: null, state: 'discarded' });
    expect(sentTo(desk)).toBeUndefined();
  });
});
