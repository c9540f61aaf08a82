/** The job that creates a request in Box: what it looks up first, what it refuses, and what it sends. */
import { describe, expect, it } from 'vitest';
import { createAtBox } from '../../../src/features/create/at-box.ts';
import { giveUpAfterMs } from '../../../src/signing/creation.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { aSigner, aSignRequest, plainForm, tuesday } from '../../builders/sign-requests.ts';
import { aDesk, aFile, create, file, made, people, refused, sentTo } from './creating.ts';
import { type Desk, type DeskAnswer, slackRefuses } from './desk.ts';

const asked = aSignRequest();

describe('a request', () => {
  it('is created with its file, people and subject, and its card shows it', async () => {
    const desk = await aDesk();
    expect(await made(desk, asked.build())).toMatchObject({
      ...{ thrown: null, state: 'sent', boxId: 'box-1', createSentAt: tuesday, refusal: null },
      details: {
        file: { id: '111', name: 'NDA.pdf' },
        ...{ fileModifiedAt: Date.UTC(2026, 10, 10, 8), fileFolder: 'Contracts', isFileInRoot: false },
        ...{ folder: null, sharedLink: null },
      },
    });
    expect(sentTo(desk)).toMatchObject({
      source_files: [{ type: 'file', id: '111' }],
      signers: [{ email: 'bo@client.com' }],
      external_id: asked.build().id,
      email_subject: 'Ana asks you to sign NDA',
    });
    expect(sentTo(desk)).not.toHaveProperty('parent_folder');
    expect(sentTo(desk)).not.toHaveProperty('external_system_name');
    expect(await desk.waiting('redraw')).toContainEqual({ args: { requestId: asked.build().id }, inMs: 0 });
  });

  it('without fields is looked up for the check, and nothing is created', async () => {
    const desk = await aDesk();
    const { state, details } = await made(desk, asked.withoutFields().build());
    expect({ state, file: details.file?.id }).toEqual({ state: 'to_check', file: '111' });
    expect(sentTo(desk)).toBeUndefined();
  });

  it('that was checked is created as it was shown: its file is not looked up again', async () => {
    const desk = await aDesk();
    const checked = asked.withoutFields().toCheck().inState('creating').with({ confirmedAt: tuesday });
    expect(await made(desk, checked.build())).toMatchObject({ state: 'sent' });
    expect(desk.calls.map(({ to }) => to)).toEqual([create]);
  });

  it.each(['sent', 'discarded', 'unsure'] as const)('that is %s is left alone', async (state) => {
    const desk = await aDesk();
    expect(await made(desk, asked.inState(state).build())).toMatchObject({ thrown: null, state });
    expect(desk.calls).toEqual([]);
  });

  it.each([
    ['a moment before the time is up', giveUpAfterMs - 1, null, 'sent'],
    ['when the time is up', giveUpAfterMs, 'box_unreachable', 'not_sent'],
  ])('is given up %s or not', async (_when, afterMs, code, state) => {
    const desk = await aDesk();
    desk.clock.now = tuesday + afterMs;
    const after = await made(desk, asked.build());
    expect({ state: after.state, code: after.refusal?.code ?? null }).toEqual({ state, code });
  });

  it('of a person without a connection is not sent', async () => {
    const desk = await aDesk();
    const after = await made(desk, asked.with({ requester: 'U_BO' }).build());
    expect(after).toMatchObject({ state: 'not_sent', refusal: { code: 'not_connected' } });
    expect(desk.calls).toEqual([]);
  });
});

describe('the subject', () => {
  const subjectOf = async (record: SignRequest) => {
    const desk = await aDesk();
    await made(desk, record);
    return (sentTo(desk) as Record<string, unknown> | undefined)?.['email_subject'];
  };
  const form = asked.build().form;

  it('names the request if it has a name, and stays as it was typed', async () => {
    const named = { ...form, name: 'Lease' };
    expect(await subjectOf(asked.with({ form: named }).build())).toBe('Ana asks you to sign Lease');
    expect(await subjectOf(asked.with({ form: { ...named, subject: 'Hello' } }).build())).toBe('Hello');
  });

  it('is left to Box for a requester whose name nobody can see', async () => {
    const desk = await aDesk();
    desk.answers['users.info'] = people({ U_ANA: { real_name: '\u200b', name: '\u200b' } });
    expect(await made(desk, asked.build())).toMatchObject({ thrown: null, state: 'sent' });
    expect(sentTo(desk)).not.toHaveProperty('email_subject');
  });

  it('is left to Box where Slack does not name the requester', async () => {
    const desk = await aDesk();
    desk.answers['users.info'] = slackRefuses('user_not_found');
    expect(await made(desk, asked.build())).toMatchObject({ thrown: null, state: 'sent' });
    expect(sentTo(desk)).not.toHaveProperty('email_subject');
    expect(desk.log.map(({ msg }) => msg)).toContain('the subject is left to Box');
  });

  it('is not sent if the store fails meanwhile: the job is run again', async () => {
    const desk = await aDesk();
    desk.answers['users.info'] = async (call) => {
      await desk.close();
      return people()(call);
    };
    await desk.given(asked.build());
    await expect(
      createAtBox(desk.services, { requestId: asked.build().id }, desk.run),
    ).rejects.not.toHaveProperty('service');
    expect(sentTo(desk)).toBeUndefined();
  });
});

describe('a file in Box is refused', () => {
  const link = 'https://acme.box.com/s/abc';
  const shared = asked.with({
    documents: [{ kind: 'shared-link', sharedLink: link }],
    form: { ...plainForm, document: link },
  });
  const item = (type: string): DeskAnswer => ({ body: { type, id: '111', name: 'NDA' } });

  it.each([
    ['when it is in the trash', aFile({ trashed_at: '2026-11-11T00:00:00Z' }), { code: 'document_deleted' }],
    ['when it may not be downloaded', aFile({ permissions: {} }), { code: 'document_no_download' }],
    ['when it has no pages', aFile({ extension: 'mp4' }), { code: 'document_wrong_type', extension: 'mp4' }],
    ['when Box does not know it', refused(404, 'not_found'), { code: 'document_not_found', status: 404 }],
  ])('%s', async (_what, answer, refusal) => {
    const desk = await aDesk();
    desk.answers[file] = answer;
    const after = await made(desk, asked.build());
    expect(after).toMatchObject({ thrown: null, state: 'not_sent', refusal });
    expect(after.refusal).not.toHaveProperty('file');
    expect(sentTo(desk)).toBeUndefined();
  });

  it.each([
    ['folder', 'document_link_is_folder'],
    ['web_link', 'document_link_is_web_link'],
  ])('when its link leads to a %s', async (type, code) => {
    const desk = await aDesk();
    desk.answers['GET /shared_items'] = item(type);
    expect(await made(desk, shared.build())).toMatchObject({ state: 'not_sent', refusal: { code } });
  });

  it('never when its link leads to a file: that link goes along with each call', async () => {
    const desk = await aDesk();
    desk.answers['GET /shared_items'] = item('file');
    expect(await made(desk, shared.build())).toMatchObject({ state: 'sent', details: { sharedLink: link } });
    expect(desk.calls.filter(({ boxapi }) => boxapi === `shared_link=${link}`).map(({ to }) => to)).toEqual([
      'GET /shared_items',
      file,
      create,
    ]);
  });

  it('and looked up again later when Box is silent', async () => {
    const desk = await aDesk();
    desk.answers[file] = refused(503);
    expect(await made(desk, asked.build())).toMatchObject({
      thrown: { kind: 'retry' },
      state: 'requested',
      refusal: null,
    });
  });
});

describe('several files', () => {
  const second = 'GET /files/222';
  const two = (first: object = {}, other: object = {}) =>
    asked.with({
      documents: [
        { kind: 'file', fileId: '111', ...first },
        { kind: 'file', fileId: '222', ...other },
      ],
      form: {
        ...plainForm,
        document: 'https://app.box.com/file/111 https://app.box.com/file/222',
      },
    });
  const one = { sharedLink: 'https://acme.box.com/s/one' };
  const other = { sharedLink: 'https://acme.box.com/s/two' };
  const aDeskWithTwo = async (answer = aFile({ id: '222', name: 'Annex.pdf' })) => {
    const desk = await aDesk();
    desk.answers[second] = answer;
    return desk;
  };

  it('are sent in order, and the subject counts them', async () => {
    const desk = await aDeskWithTwo();
    expect(await made(desk, two().build())).toMatchObject({
      details: { file: { id: '111' }, moreFiles: [{ id: '222', name: 'Annex.pdf' }] },
    });
    expect(sentTo(desk)).toMatchObject({
      source_files: [{ id: '111' }, { id: '222' }],
      email_subject: expect.stringMatching(/NDA.*1/),
    });
  });

  it('are refused when two are the same', async () => {
    const desk = await aDeskWithTwo(aFile());
    const refusal = { code: 'document_twice', text: 'NDA.pdf' };
    expect(await made(desk, two().build())).toMatchObject({ state: 'not_sent', refusal });
  });

  it('name the refused one', async () => {
    const desk = await aDeskWithTwo(refused(404, 'not_found'));
    const refusal = { code: 'document_not_found', file: 'https://app.box.com/file/222' };
    expect(await made(desk, two().build())).toMatchObject({ state: 'not_sent', refusal });
  });

  it('go with one shared link only: the first', async () => {
    const desk = await aDeskWithTwo();
    const after = await made(desk, two(one, other).build());
    expect(after).toMatchObject({ state: 'sent', details: one });
    const [, inSecond] = desk.calls.filter(({ to }) => to === file || to === second);
    expect(inSecond).not.toHaveProperty('boxapi');
    const alone = await aDeskWithTwo();
    expect(await made(alone, two({}, other).build())).toMatchObject({ state: 'sent', details: other });
    const both = await aDeskWithTwo();
    await made(both, two(one, one).build());
    expect(both.calls.filter(({ boxapi }) => boxapi !== undefined)).toHaveLength(3);
  });

  it.each([
    ['is reachable only through another link', other, 404, 'document_only_by_link'],
    ['is not there, with the same link', one, 404, 'document_not_found'],
    ['may not be read, for a reason of its own', other, 418, 'box_refused'],
  ])('are refused when the second %s', async (_what, given, status, code) => {
    const desk = await aDeskWithTwo(refused(status, status === 404 ? 'not_found' : 'teapot'));
    expect(await made(desk, two(one, given).build())).toMatchObject({ state: 'not_sent', refusal: { code } });
  });
});

describe('the folder of the signed copy', () => {
  const folder = 'GET /folders/45';
  const inFolder = asked.with({ form: { ...plainForm, folder: '45' } });
  const aFolder = (canUpload: boolean): DeskAnswer => ({
    body: { type: 'folder', id: '45', name: 'Signed', permissions: { can_upload: canUpload } },
  });

  it('is the typed one, else the one that the operator has set', async () => {
    for (const [given, record] of [
      [{ destinationFolderId: '77' }, inFolder.build()],
      [{ destinationFolderId: '45' }, asked.build()],
    ] as const) {
      const desk = await aDesk(given);
      desk.answers[folder] = aFolder(true);
      expect(await made(desk, record)).toMatchObject({ details: { folder: { id: '45', name: 'Signed' } } });
      expect(sentTo(desk)).toMatchObject({ parent_folder: { id: '45' } });
    }
  });

  it.each([
    ['may not be written to', aFolder(false), 'folder_not_writable'],
    ['is not known to Box', refused(404, 'not_found'), 'folder_not_found'],
  ])('is refused when it %s', async (_what, answer, code) => {
    const desk = await aDesk();
    desk.answers[folder] = answer;
    expect(await made(desk, inFolder.build())).toMatchObject({ state: 'not_sent', refusal: { code } });
  });

  it('is not asked for when the file is in it and Box has named it', async () => {
    const desk = await aDesk();
    desk.answers[file] = aFile({ parent: { id: '45', name: 'Signed' } });
    expect(await made(desk, inFolder.build())).toMatchObject({ state: 'sent' });
    expect(desk.callsTo('GET /folders')).toEqual([]);
  });

  it('in the root is noted, because Box Sign puts the copy elsewhere', async () => {
    const desk = await aDesk();
    desk.answers[file] = aFile({ parent: { id: '0', name: 'All Files' } });
    expect((await made(desk, asked.build())).details).toMatchObject({
      ...{ isFileInRoot: true, fileFolder: 'All Files' },
    });
    const hidden = await aDesk();
    hidden.answers[file] = aFile({ parent: null });
    expect((await made(hidden, asked.build())).details).toMatchObject({
      ...{ isFileInRoot: false, fileFolder: null },
    });
  });
});

describe('people', () => {
  const bo = aSigner(null, { slackUserId: 'U_BO' });
  const ana = aSigner(null, { slackUserId: 'U_ANA' });
  const host = aSigner('guest@client.com', { isInPerson: true });
  const me: DeskAnswer = { body: { type: 'user', id: '7', login: 'Ana.Box@acme.com', name: 'Ana' } };

  /** Runs the job for a request to these signers. @param facts what Slack says besides about each of them */
  const madeFor = async (
    signers: SignRequest['signers'],
    facts: Readonly<Record<string, object>> = {},
    settings: Readonly<Record<string, unknown>> = { signFromSlack: true },
  ) => {
    const desk = await aDesk();
    desk.answers['users.info'] = people(facts);
    desk.answers['GET /users/me'] = me;
    await desk.store.settings.put('T1', null, settings);
    return { desk, after: await made(desk, asked.toSigners(...signers).build()) };
  };
  const signersSent = (desk: Desk) =>
    (sentTo(desk) as { readonly signers: readonly Record<string, unknown>[] } | undefined)?.signers ?? [];

  it('picked in Slack are asked under their address there, and sign from Slack', async () => {
    const { desk, after } = await madeFor([bo], { U_BO: { profile: { email: 'Bo@Acme.com' } } });
    const signer = { slackUserId: 'U_BO', name: 'U_BO', email: 'bo@acme.com', signsHere: true };
    expect(after).toMatchObject({ state: 'sent', signers: [signer] });
    expect(signersSent(desk)).toMatchObject([
      { email: 'bo@acme.com', embed_url_external_user_id: 'T1/U_BO' },
    ]);
    expect(sentTo(desk)).toMatchObject({ external_system_name: 'Slack Acme' });
  });

  it.each([
    ['has turned it off', bo, {}],
    ['is a guest', { ...bo, slackUserId: 'U_GUEST' }, { U_GUEST: { is_restricted: true } }],
    ['only gets a copy', { ...bo, role: 'final_copy_reader' }, {}],
    ['has to log in to Box', { ...bo, check: 'login' } as const, {}],
    ["signs on the requester's screen", { ...bo, isInPerson: true } as const, {}],
  ])('sign by email who %s', async (what, signer, facts) => {
    const desk = await aDesk();
    desk.answers['users.info'] = people(facts);
    desk.answers['GET /users/me'] = me;
    await desk.store.settings.put('T1', null, { signFromSlack: true });
    if (what.includes('off')) await desk.store.settings.put('T1', 'U_BO', { signHere: false });
    expect(await made(desk, asked.toSigners(ana, signer).build())).toMatchObject({ state: 'sent' });
    const [requester, other] = signersSent(desk);
    expect(requester).toHaveProperty('embed_url_external_user_id', 'T1/U_ANA');
    expect(other).not.toHaveProperty('embed_url_external_user_id');
  });

  it('who request sign with the login of their Box account, which the form shows from then on', async () => {
    const { desk, after } = await madeFor([ana], {}, {});
    expect(after.signers).toMatchObject([{ slackUserId: 'U_ANA', name: 'Ana', email: 'ana.box@acme.com' }]);
    expect(signersSent(desk)).toMatchObject([{ email: 'ana.box@acme.com' }]);
    expect(await desk.store.connections.get('T1', 'U_ANA')).toMatchObject({ login: 'ana.box@acme.com' });
  });

  it('who request are refused where Box does not say who they are', async () => {
    const desk = await aDesk();
    desk.answers['GET /users/me'] = refused(403, 'forbidden');
    const after = await made(desk, asked.toSigners(ana).build());
    expect(after).toMatchObject({ state: 'not_sent', refusal: { code: 'sign_not_enabled', status: 403 } });
  });

  it.each([
    ['a bot', { is_bot: true }, 'colleague_is_bot'],
    ['deactivated', { deleted: true }, 'colleague_deactivated'],
    ['without an address', { profile: {} }, 'colleague_without_address'],
  ])('are refused by name: %s', async (_what, facts, code) => {
    const { desk, after } = await madeFor([bo], { U_BO: facts });
    expect(after).toMatchObject({ state: 'not_sent', refusal: { code, name: 'U_BO' } });
    expect(sentTo(desk)).toBeUndefined();
  });

  it.each([
    ['does not know them', slackRefuses('user_not_found'), { state: 'not_sent', thrown: null }],
    ['is silent', { status: 503 }, { state: 'requested', thrown: { kind: 'retry' } }],
  ])('are not guessed where Slack %s', async (_what, answer, outcome) => {
    const desk = await aDesk();
    desk.answers['users.info'] = answer;
    const after = await made(desk, asked.toSigners(bo).build());
    expect(after).toMatchObject(outcome);
    if (after.thrown === null) expect(after.refusal).toEqual({ code: 'colleague_unknown', name: 'U_BO' });
  });

  it('with one address are refused, by the name of the second', async () => {
    const twice = { state: 'not_sent', refusal: { code: 'signer_twice', text: 'U_BO' } };
    expect((await madeFor([aSigner('U_BO@acme.com'), bo])).after).toMatchObject(twice);
    const typed = { refusal: { code: 'signer_twice', text: 'u_bo@acme.com' } };
    expect((await madeFor([bo, aSigner('u_bo@acme.com')])).after).toMatchObject(typed);
  });

  it("can sign on the requester's screen only if the requester signs from Slack too", async () => {
    const off = { state: 'not_sent', refusal: { code: 'in_person_off' } };
    expect((await madeFor([ana, host], {}, {})).after).toMatchObject(off);
    expect((await madeFor([bo, host])).after).toMatchObject(off);
    expect((await madeFor([ana, host])).after).toMatchObject({ state: 'sent' });
    expect((await madeFor([ana, bo], {}, {})).after).toMatchObject({ state: 'sent' });
  });

  it('who get a code by text message need a number, which may have been forgotten meanwhile', async () => {
    const texted = { ...aSigner('bo@client.com'), check: 'phone' } as const;
    expect((await madeFor([texted])).after).toMatchObject({
      ...{ state: 'not_sent', refusal: { code: 'phone_forgotten' } },
    });
    const desk = await aDesk();
    const phones = [{ who: 'bo@client.com', number: '+15550100' }];
    await made(desk, asked.toSigners(texted).with({ phones }).build());
    expect(signersSent(desk)).toMatchObject([
      { verification_method: { type: 'phone', phone_number: '+15550100' } },
    ]);
    const later = await aDesk();
    const checked = asked.withoutFields().toCheck().inState('creating').with({ confirmedAt: tuesday });
    expect(await made(later, checked.toSigners(texted).build())).toMatchObject({
      ...{ state: 'not_sent', refusal: { code: 'phone_forgotten' } },
    });
  });
});

describe("the workspace's rules", () => {
  const path = (...ids: readonly string[]) => ({
    path_collection: { entries: ids.map((id) => ({ type: 'folder', id })) },
  });
  const signed = { id: '45', name: 'Signed' };
  const inFolder = asked.with({ form: { ...plainForm, folder: '46' } });

  const madeUnder = async (
    rules: Readonly<Record<string, unknown>>,
    record: SignRequest,
    answers: Desk['answers'] = {},
  ) => {
    const desk = await aDesk();
    Object.assign(desk.answers, answers);
    await desk.store.settings.put('T1', null, rules);
    return { desk, after: await made(desk, record) };
  };

  it('about expiry are checked again before a request is created', async () => {
    const { desk, after } = await madeUnder({ longestDays: '10' }, asked.build());
    expect(after).toMatchObject({ state: 'not_sent', refusal: { code: 'expiry_required', most: 10 } });
    expect(sentTo(desk)).toBeUndefined();
    const ofTen = asked.with({ form: { ...plainForm, daysValid: '10' } });
    expect((await madeUnder({ longestDays: '10' }, ofTen.build())).after).toMatchObject({ state: 'sent' });
  });

  it('about senders come before those about expiry', async () => {
    const groups = { body: { ok: true, usergroups: [{ id: 'S1', users: ['U_BO'] }] } };
    const { after } = await madeUnder(
      { longestDays: '10', senders: [{ id: 'S1', name: 'Legal' }] },
      asked.build(),
      { 'usergroups.list': groups },
    );
    expect(after).toMatchObject({ refusal: { code: 'sender_not_allowed', names: ['Legal'] } });
  });

  it.each([
    ['in an allowed folder', path('0', '45'), 'sent', null],
    ['elsewhere', path('0', '44'), 'not_sent', 'folder_not_allowed'],
  ])(
    'about folders are checked where the file is, for want of a folder: %s',
    async (_where, at, state, code) => {
      const { after } = await madeUnder({ allowedFolders: [signed] }, asked.build(), {
        [file]: ({ body }) => (body['fields'] === 'path_collection' ? { body: at } : aFile()),
      });
      expect({ state: after.state, code: after.refusal?.code ?? null }).toEqual({ state, code });
    },
  );

  it.each([
    ['in an allowed folder', { body: path('45') }, 'sent', null],
    ['elsewhere', { body: path('44') }, 'not_sent', 'folder_not_allowed'],
    ['that Box does not show', refused(404, 'not_found'), 'not_sent', 'folder_not_found'],
  ])('about folders are checked for a chosen folder %s', async (_where, at, state, code) => {
    const name = { body: { type: 'folder', id: '46', name: 'In it', permissions: { can_upload: true } } };
    const { after } = await madeUnder({ allowedFolders: [signed] }, inFolder.build(), {
      'GET /folders/46': ({ body }) => (body['fields'] === 'path_collection' ? at : name),
    });
    expect({ state: after.state, code: after.refusal?.code ?? null }).toEqual({ state, code });
  });

  it('ask Box for no path where the folder itself is allowed', async () => {
    const { desk, after } = await madeUnder(
      { allowedFolders: [signed] },
      asked.with({ form: { ...plainForm, folder: '45' } }).build(),
      { 'GET /folders/45': { body: { id: '45', name: 'Signed', permissions: { can_upload: true } } } },
    );
    expect(after).toMatchObject({ state: 'sent' });
    expect(desk.callsTo('GET /folders')).toHaveLength(1);
  });

  it('hold for the folder and file that were shown in the check', async () => {
    const checked = asked.withoutFields().toCheck().inState('creating').with({ confirmedAt: tuesday });
    const outside = { [file]: { body: path('44') } };
    const rules = { allowedFolders: [signed] };
    expect((await madeUnder(rules, checked.build(), outside)).after.refusal?.code).toBe('folder_not_allowed');
    const inIt = checked.withDetails({ folder: signed });
    expect((await madeUnder(rules, inIt.build(), outside)).after.state).toBe('sent');
    const sharedLink = 'https://acme.box.com/s/abc';
    const { desk } = await madeUnder(rules, checked.withDetails({ sharedLink }).build(), {
      [file]: { body: path('45') },
    });
    expect(desk.calls.map(({ boxapi }) => boxapi)).toEqual(Array(2).fill(`shared_link=${sharedLink}`));
  });

  it('leave it to the person whether a request was sent that may have been, after a restore', async () => {
    const perhapsSent = asked.withoutFields().callMayHaveLeft().build();
    const { after } = await madeUnder({ longestDays: '10' }, perhapsSent);
    expect(after).toMatchObject({ state: 'unsure', refusal: { code: 'outcome_unknown' } });
  });
});
