/** The form: what a submission stores, shows and refuses, and with what the form opens again. */
import { describe, expect, it } from 'vitest';
import { pressCorrect } from '../../../src/features/correct.ts';
import { sendAnother } from '../../../src/features/create/accept.ts';
import { formOfDraft, renderForm } from '../../../src/features/create/form.ts';
import {
  changeSomething,
  fixAndSend,
  formFrom,
  openForm,
  openFormByPress,
  sendLikeThis,
} from '../../../src/features/create/open.ts';
import { submitForm } from '../../../src/features/create/submit.ts';
import { sameAgainMs } from '../../../src/signing/decide.ts';
import { emptyForm, type FormValues, noSignerChoices } from '../../../src/signing/form.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { maxSigners } from '../../../src/signing/signers.ts';
import { chosenTemplate } from '../../../src/signing/template.ts';
import type { Answer, ViewPayload } from '../../../src/slack/payloads.ts';
import type { Draft } from '../../../src/store/database.ts';
import { actions, callbacks } from '../../../src/views/actions.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSignRequest, plainForm, tuesday } from '../../builders/sign-requests.ts';
import { aCard } from '../store/records.ts';
import { people } from './creating.ts';
import { type Desk, setDesk } from './desk.ts';
import { byAna, command, press, privately, submission, view } from './payloads.ts';

const t = texts('en-GB', null);
const minute = 60_000;
const notConnected = { box: { sessionFor: async () => null, asApp: null } };
const own = { kind: 'own', oauth: {}, publicUrl: 'https://sign.example.com', isAddressProof: true } as never;
const asText = (sentence: string) => JSON.stringify(sentence).slice(1, -1);
const says = (shown: unknown, sentence: string) => expect(JSON.stringify(shown)).toContain(asText(sentence));

const aDraft = (more: Partial<Draft> = {}): Draft => ({
  ...{ id: 'draft-1', user: 'U_ANA', form: plainForm, responseUrl: null, channel: 'C1' },
  ...{ replaces: null, changes: null, problem: null, createdAt: tuesday },
  ...more,
});

/** Lets all of the interaction happen. Returns how Slack was answered. */
async function done(answer: Answer | Promise<Answer>) {
  const { ack, after } = await answer;
  await after?.();
  return ack;
}

const shown = (desk: Desk) =>
  desk.calls.flatMap(({ to, body }) => (to.startsWith('views.') ? [body['view'] ?? ''] : []));
const requestsOf = (desk: Desk) => desk.store.signRequests.listByRequester('T1', 'U_ANA', { limit: 9 });
const draftShown = (desk: Desk, json: string | undefined) => {
  const { draftId } = JSON.parse(JSON.parse(json ?? '{}').private_metadata) as { draftId: string };
  return desk.store.drafts.get('T1', draftId);
};

async function aDesk(...drafts: readonly Partial<Draft>[]): Promise<Desk> {
  const desk = await setDesk();
  desk.answers['users.info'] = people();
  for (const draft of drafts.length === 0 ? [{}] : drafts) await desk.store.drafts.put('T1', aDraft(draft));
  return desk;
}

const field = (id: string, value: object) => ({ [id]: { [id]: value } });
/** What the form's fields hold: a link and an address, unless told otherwise. */
const filledIn = (more: ViewPayload['state'] = {}) => ({
  ...field('document', { value: plainForm.document }),
  ...field('colleagues', { selected_users: [] }),
  ...field('others', { value: ' bo@client.com ' }),
  ...more,
});

function submits(
  desk: Desk,
  state: ViewPayload['state'] = filledIn(),
  { metadata = {}, given = {} }: { metadata?: object; given?: object } = {},
) {
  const form = view(callbacks.create, { draftId: 'draft-1', way: 'link', ...metadata }, state);
  return done(submitForm({ ...desk.services, ...given }, submission(form)));
}

describe('a submitted form', () => {
  it('becomes a request with its jobs, and the modal shows its progress', async () => {
    const desk = await aDesk({ responseUrl: 'https://hooks.slack.com/x' });
    expect(await submits(desk)).toMatchObject({
      ...{ response_action: 'update', view: { callback_id: callbacks.working } },
    });
    const [record] = await requestsOf(desk);
    expect(record).toMatchObject({
      ...{ nonce: 'draft-1', state: 'requested', requester: 'U_ANA', createdAt: tuesday },
      ...{ documents: [{ kind: 'file', fileId: '111' }], signers: [{ email: 'bo@client.com' }] },
    });
    expect(await desk.waiting('create')).toEqual([{ args: { requestId: record?.id }, inMs: 0 }]);
    expect(await desk.waiting('slow')).toHaveLength(1);
    expect(await desk.store.cards.get('T1', 'view:V1')).toMatchObject({
      kind: 'view',
      requestId: record?.id,
    });
    expect(await desk.waiting('redraw')).toEqual([]);
  });

  it.each([
    ['its draft has expired', { id: 'other' }, {}],
    ["it is another person's", { user: 'U_BO' }, {}],
    ['its metadata is not ours', {}, { draftId: 7 }],
  ])('is out of date when %s', async (_what, draft, metadata) => {
    const desk = await aDesk(draft);
    const ack = await submits(desk, filledIn(), { metadata });
    expect(ack).toMatchObject({ response_action: 'push' });
    says(ack, t.formOutOfDate);
    expect(await requestsOf(desk)).toEqual([]);
  });

  it('submitted again is the same request, which is drawn again', async () => {
    const desk = await aDesk();
    await submits(desk);
    await desk.forgetJobs();
    expect(await submits(desk)).toMatchObject({ view: { callback_id: callbacks.working } });
    expect(await requestsOf(desk)).toHaveLength(1);
    expect(await desk.waiting('redraw')).toHaveLength(1);
  });

  it('submitted again after the request was refused is shown again with the reason', async () => {
    const desk = await aDesk({ responseUrl: 'https://hooks.slack.com/x' });
    await submits(desk);
    const [record] = await requestsOf(desk);
    const refusal = { code: 'not_connected' } as const;
    await desk.store.signRequests.change('T1', record?.id ?? '', (now) => ({
      ...{ record: { ...now, state: 'not_sent', refusal }, steps: [] },
    }));
    await desk.store.cards.remove('T1', 'view:V1');
    await desk.forgetJobs();
    const ack = await submits(desk);
    expect(ack).toMatchObject({ response_action: 'update', view: { callback_id: callbacks.create } });
    const again = await draftShown(desk, JSON.stringify((ack as { view: object }).view));
    expect(again).toMatchObject({
      ...{ replaces: record?.id, problem: refusal, form: { others: 'bo@client.com' } },
      ...{ responseUrl: 'https://hooks.slack.com/x', channel: 'C1' },
    });
    expect(await desk.store.cards.get('T1', 'view:V1')).toBeNull();
    expect(await desk.waiting('redraw')).toEqual([]);
  });

  it('changed after it was accepted shows the request that was accepted, and keeps the change', async () => {
    const desk = await aDesk();
    await submits(desk);
    const ack = await submits(desk, filledIn(field('others', { value: 'cy@client.com' })));
    expect(ack).toMatchObject({ response_action: 'update', view: { callback_id: callbacks.sameAgain } });
    says(ack, t.result.changedSince('NDA').split('NDA')[1] ?? '');
    expect(await requestsOf(desk)).toHaveLength(1);
    expect((await desk.store.drafts.get('T1', 'draft-1'))?.form.others).toBe('cy@client.com');
  });

  it.each([
    ['within two minutes shows the earlier one', sameAgainMs, 1, callbacks.sameAgain],
    ['later is another one', sameAgainMs + 1, 2, callbacks.working],
  ])('for the same documents and people %s', async (_when, afterMs, requests, callback) => {
    const desk = await aDesk({}, { id: 'draft-2' });
    await submits(desk);
    desk.clock.now += afterMs;
    const ack = await submits(desk, filledIn(), { metadata: { draftId: 'draft-2' } });
    expect(ack).toMatchObject({ view: { callback_id: callback } });
    expect(await requestsOf(desk)).toHaveLength(requests);
  });
});

describe('a form is refused', () => {
  const errors = (of: object) => ({ response_action: 'errors', errors: of });

  it('at the fields that are wrong, all at once', async () => {
    const desk = await aDesk();
    desk.answers['users.info'] = people({ U_BO: { is_bot: true } });
    const state = filledIn({
      ...field('document', { value: 'nothing' }),
      ...field('others', { value: 'nobody' }),
      ...field('colleagues', { selected_users: ['U_BO', 'U_ANA'] }),
    });
    expect(await submits(desk, state)).toEqual(
      errors({
        document: expect.stringContaining('nothing'),
        others: expect.stringContaining('nobody'),
        colleagues: expect.stringContaining('U_BO'),
      }),
    );
    expect(await requestsOf(desk)).toEqual([]);
  });

  it.each([
    ['deactivated', { deleted: true }, 'active'],
    ['without an address', { profile: {} }, 'email'],
  ])('for a colleague who is %s, and not for the requester', async (_what, facts, word) => {
    const desk = await aDesk();
    desk.answers['users.info'] = people({ U_BO: facts, U_ANA: { profile: {} } });
    const state = filledIn(field('colleagues', { selected_users: ['U_BO', 'U_ANA'] }));
    const ack = await submits(desk, state);
    expect(ack).toEqual(errors({ colleagues: expect.stringMatching(new RegExp(`U_BO.*${word}`)) }));
  });

  it('never because Slack does not say who a colleague is: they are looked up again later', async () => {
    const desk = await aDesk();
    const known = people();
    desk.answers['users.info'] = (call) => (call.body['user'] === 'U_BO' ? { status: 503 } : known(call));
    const state = filledIn(field('colleagues', { selected_users: ['U_BO'] }));
    expect(await submits(desk, state)).toMatchObject({ view: { callback_id: callbacks.working } });
    expect(desk.log).toMatchObject([{ level: 30, userId: 'U_BO' }]);
  });

  it('at the top where Slack shows no field for the error, with all that was typed', async () => {
    const desk = await aDesk({ responseUrl: 'https://hooks.slack.com/x' });
    const { document, ...withoutDocument } = filledIn(field('others', { value: 'nobody' }));
    expect(document).toBeDefined();
    const ack = await submits(desk, withoutDocument, { metadata: { way: 'upload' } });
    expect(ack).toMatchObject({ response_action: 'update', view: { callback_id: callbacks.create } });
    says(ack, 'nobody');
    expect((await desk.store.drafts.get('T1', 'draft-1'))?.form.others).toBe('bo@client.com');
  });

  it('under More options, which are shown then', async () => {
    const desk = await aDesk({ form: { ...plainForm, daysValid: 'soon' } });
    const collapsed = await submits(desk);
    expect(collapsed).toMatchObject({ response_action: 'update' });
    const { private_metadata: metadata = '{}' } = (collapsed as { view: { private_metadata?: string } }).view;
    expect(JSON.parse(metadata)).toMatchObject({ expanded: true, draftId: 'draft-1' });
    const shownField = filledIn(field('daysValid', { value: 'soon' }));
    expect(await submits(desk, shownField)).toEqual(errors({ daysValid: expect.any(String) }));
  });

  it("for the workspace's rule about expiry, at its field; not again once it was accepted", async () => {
    const desk = await aDesk();
    const shownField = filledIn(field('daysValid', { value: '' }));
    await submits(desk, shownField);
    await desk.store.settings.put('T1', null, { longestDays: '10' });
    expect(await submits(desk, shownField)).toMatchObject({ view: { callback_id: callbacks.working } });
    const other = await aDesk();
    await other.store.settings.put('T1', null, { longestDays: '10' });
    expect(await submits(other, shownField)).toEqual(errors({ daysValid: expect.stringContaining('10') }));
    expect(await requestsOf(other)).toEqual([]);
  });

  it("for the workspace's rule about senders, whatever else is wrong", async () => {
    const desk = await aDesk();
    desk.answers['usergroups.list'] = { body: { ok: true, usergroups: [{ id: 'S1', users: ['U_BO'] }] } };
    await desk.store.settings.put('T1', null, { senders: [{ id: 'S1', name: 'Legal' }] });
    const ack = await submits(desk, filledIn(field('others', { value: 'nobody' })));
    expect(ack).toMatchObject({ response_action: 'push' });
    says(ack, t.rules.sentence({ code: 'sender_not_allowed', names: ['Legal'] }));
  });

  it('for a phone number that is no longer stored, unless it was accepted already', async () => {
    const marked = { ...noSignerChoices.marked, phone: ['bo@client.com'] };
    const form = { ...plainForm, signerChoices: { ...noSignerChoices, marked } };
    const desk = await aDesk({ form });
    expect(await submits(desk)).toEqual(errors({ others: t.refusal.atField({ code: 'phones_missing' }) }));
    const phones = [
      { who: 'bo@client.com', number: '+15550100' },
      { who: 'cy@client.com', number: '+15550101' },
    ];
    await desk.store.drafts.put('T1', aDraft({ form, phones }));
    await submits(desk);
    expect((await requestsOf(desk))[0]).toMatchObject({ phones: [phones[0]] });
    await desk.store.drafts.put('T1', aDraft({ form }));
    expect(await submits(desk)).toMatchObject({ response_action: 'update' });
  });

  it('with a template at the template alone, as long as none was chosen', async () => {
    const desk = await aDesk({
      form: { ...plainForm, way: 'template', daysValid: 'soon', others: 'nobody' },
    });
    const state = field('template', { selected_option: null });
    expect(await submits(desk, state, { metadata: { way: 'template' } })).toEqual(
      errors({ template: t.refusal.atField({ code: 'template_not_chosen' }) }),
    );
  });

  it('with a template at the role of a person who cannot sign', async () => {
    const role = { role: 'signer', order: 1, groupId: null, needs: null, mustLogIn: false } as const;
    const template = {
      ...{ ...chosenTemplate('t-1', 'NDA'), values: [] },
      people: [
        { slackUserId: null, address: '' },
        { slackUserId: 'U_BO', address: '' },
      ],
      template: {
        ...{ id: 't-1', name: 'NDA', subject: '', message: '', daysValid: null, folder: null },
        ...{ locks: [], tags: [] },
        roles: [
          { ...role, label: 'Us', email: 'us@acme.com' },
          { ...role, label: 'Them', email: null },
        ],
      },
    };
    const desk = await aDesk({ form: { ...plainForm, way: 'template', template } });
    desk.answers['users.info'] = people({ U_BO: { is_bot: true } });
    const state = { 'role_1@t-1': { role_address: { value: '' } } };
    const ack = await submits(desk, state, { metadata: { way: 'template', templateId: 't-1' } });
    expect(ack).toEqual(errors({ 'role_1@t-1': expect.stringContaining('U_BO') }));
  });
});

describe('a form of a person without a connection to Box', () => {
  it('shows the link to connect, and keeps what was typed', async () => {
    const desk = await aDesk({ problem: { code: 'storage_full' } });
    const ack = await submits(desk, filledIn(field('others', { value: 'cy@client.com' })), {
      given: { ...notConnected, accountMode: own },
    });
    expect(ack).toMatchObject({ response_action: 'update', view: { callback_id: callbacks.connect } });
    expect(await desk.store.drafts.get('T1', 'draft-1')).toMatchObject({
      ...{ problem: null, form: { others: 'cy@client.com' } },
    });
    expect(await requestsOf(desk)).toEqual([]);
  });

  it.each([
    ['is on trial', 'trial', 'on_trial'],
    ['uses one account for everybody', 'everybody', 'not_connected'],
  ] as const)('comes back with the reason where the app %s', async (_what, kind, code) => {
    const phones = [{ who: 'bo@client.com', number: '+15550100' }];
    const draft = { responseUrl: 'https://hooks.slack.com/x', replaces: 'r', changes: null, phones };
    const desk = await aDesk(draft);
    const ack = await submits(desk, filledIn(), { given: { ...notConnected, accountMode: { kind } } });
    expect(ack).toMatchObject({ response_action: 'update', view: { callback_id: callbacks.create } });
    const again = await draftShown(desk, JSON.stringify((ack as { view: object }).view));
    expect(again).toMatchObject({ ...draft, problem: { code }, channel: 'C1' });
    expect(again?.id).not.toBe('draft-1');
  });
});

describe('a form that changes a sent request', () => {
  const old = {
    ...aSignRequest().sentTo('bo@client.com').build(),
    id: 'old',
    nonce: 'n-old',
    fingerprint: 'f',
  };
  const pending = { by: 'U_ANA', at: tuesday, callSentAt: null, reason: null } as const;
  const changing = async (given: SignRequest | null) => {
    const desk = await aDesk({ changes: 'old' });
    if (given) await desk.given(given);
    return desk;
  };
  const withPending = (verb: 'resend' | 'cancel'): SignRequest => ({
    ...old,
    details: { ...old.details, pending: { ...pending, verb } },
  });

  it('is stored with it', async () => {
    const desk = await changing(old);
    await submits(desk);
    expect((await requestsOf(desk)).find(({ id }) => id !== 'old')?.details.changes).toBe('old');
  });

  it.each([
    ['is open', old, false],
    ['is being reminded of', withPending('resend'), false],
    ['is being cancelled', withPending('cancel'), true],
    ['has ended', { ...old, state: 'declined' } as const, true],
    ['is gone', null, true],
  ])('of a request that %s is too late or not', async (_what, given, isTooLate) => {
    const desk = await changing(given);
    const ack = await submits(desk);
    expect(ack).toMatchObject({ response_action: isTooLate ? 'push' : 'update' });
    if (isTooLate) says(ack, t.form.changedMeanwhile);
  });

  it('is not too late once it was accepted', async () => {
    const desk = await changing(old);
    await submits(desk);
    await desk.store.signRequests.change('T1', 'old', (now) => ({
      ...{ record: { ...now, state: 'declined' }, steps: [] },
    }));
    expect(await submits(desk)).toMatchObject({ view: { callback_id: callbacks.working } });
  });

  it('says that the request is being changed already', async () => {
    const desk = await changing(old);
    await submits(desk);
    await desk.store.drafts.put('T1', aDraft({ id: 'draft-2', changes: 'old' }));
    const state = filledIn(field('others', { value: 'cy@client.com' }));
    const ack = await submits(desk, state, { metadata: { draftId: 'draft-2' } });
    expect(ack).toMatchObject({ view: { callback_id: callbacks.sameAgain } });
    says(ack, t.result.beingChanged('NDA').split('NDA')[1] ?? '');
  });
});

describe('a corrected form', () => {
  it('discards the request that was not sent', async () => {
    const old = aSignRequest().notSent({ code: 'document_not_found' }).build();
    const desk = await aDesk({ replaces: old.id });
    await desk.given(old);
    await submits(desk);
    expect((await desk.stored(old)).state).toBe('discarded');
  });
});

describe('Send another request', () => {
  const onModal = { isInHome: false, view: view(callbacks.sameAgain, {}) };
  const presses = (desk: Desk, value: string | null = 'draft-1', more: object = onModal) =>
    done(sendAnother(desk.services, press(actions.sendAnother, value, more)));
  const aSentForm = async (draft: Partial<Draft> = {}) => {
    const desk = await aDesk(draft);
    await submits(desk);
    await desk.forgetJobs();
    return desk;
  };

  it('makes a second request, once, and the modal shows its progress', async () => {
    const desk = await aSentForm();
    await presses(desk);
    await presses(desk);
    expect((await requestsOf(desk)).map(({ nonce }) => nonce).sort()).toEqual(['draft-1', 'draft-1/again']);
    expect(shown(desk)).toEqual(Array(2).fill(expect.stringContaining(callbacks.working)));
    expect(desk.calls.at(-1)?.body['view_id']).toBe('V1');
    expect(await desk.waiting('create')).toHaveLength(1);
    // The second press has found the request of the first, which is drawn again.
    expect(await desk.waiting('redraw')).toHaveLength(1);
  });

  it.each([
    ["for another person's form", { user: 'U_BO' }, 'draft-1', onModal],
    ['for a form that has expired', {}, 'draft-9', onModal],
    ['without a form', {}, null, onModal],
    ['for a form that cannot be sent', { form: { ...plainForm, others: 'nobody' } }, 'draft-1', onModal],
    ['outside a modal', {}, 'draft-1', {}],
  ] as const)('is out of date %s', async (_what, draft, value, where) => {
    const desk = await aDesk(draft);
    await presses(desk, value, where);
    expect(shown(desk)).toEqual([expect.stringContaining(asText(t.notNow))]);
    expect(await requestsOf(desk)).toEqual([]);
  });

  it('is too late when the request that it replaces has ended, unless it was pressed before', async () => {
    const old = {
      ...aSignRequest().sentTo('bo@client.com').build(),
      id: 'old',
      nonce: 'n',
      fingerprint: 'f',
    };
    const desk = await aDesk({ changes: 'old' });
    await desk.given({ ...old, state: 'declined' });
    await presses(desk);
    expect(shown(desk)).toEqual([expect.stringContaining(asText(t.form.changedMeanwhile))]);
    expect(desk.callsTo('views')).toEqual(['views.update']);
    expect((await requestsOf(desk)).map(({ id }) => id)).toEqual(['old']);
  });

  it("is refused by the workspace's rules", async () => {
    const desk = await aDesk();
    await desk.store.settings.put('T1', null, { longestDays: '10' });
    await presses(desk);
    const sentence = t.rules.sentence({ code: 'expiry_required', most: 10 });
    expect(shown(desk)).toEqual([expect.stringContaining(asText(sentence))]);
    expect(desk.callsTo('views')).toEqual(['views.update']);
    expect(await requestsOf(desk)).toEqual([]);
  });
});

describe('the form opens', () => {
  const none = { document: '', colleagues: [], others: [], groups: [], words: '' };
  const link = 'https://app.box.com/file/111';

  it('for a command, with its text and where it was typed', async () => {
    const desk = await aDesk();
    await done(
      openForm(desk.services, command(desk, 'x'), { ...none, document: link, words: 'please sign' }),
    );
    expect(desk.callsTo('views')).toEqual(['views.open']);
    expect(shown(desk)[0]).toContain(t.form.notUsed('please sign'));
    expect(await draftShown(desk, shown(desk)[0])).toMatchObject({
      ...{ responseUrl: desk.responseUrl, channel: 'C1', createdAt: tuesday, problem: null },
      form: { document: link },
    });
    expect(await desk.waiting('poll')).toEqual([]);
  });

  it('for a person who returns, whose open requests are read from Box then', async () => {
    const desk = await aDesk();
    await desk.given(aSignRequest().sentTo('bo@client.com').with({ observedAt: tuesday }).build());
    desk.clock.now += 60 * minute;
    await done(openForm(desk.services, command(desk, ''), none));
    expect(await desk.waiting('poll')).toMatchObject([{ args: { user: 'U_ANA', isBack: true } }]);
  });

  it("with the person's own defaults, by command and by press", async () => {
    const desk = await aDesk();
    await desk.store.settings.put('T1', 'U_ANA', { ownDays: '21' });
    await done(openForm(desk.services, command(desk, ''), none));
    await done(openFormByPress(desk.services, press(actions.openForm, null, privately(desk))));
    for (const opened of shown(desk))
      expect((await draftShown(desk, opened))?.form).toMatchObject({ daysValid: '21' });
    expect(await draftShown(desk, shown(desk)[1])).toMatchObject({
      ...{ responseUrl: desk.responseUrl, channel: 'C1' },
    });
  });

  it('not by a press without a trigger', async () => {
    const desk = await aDesk();
    await done(openFormByPress(desk.services, press(actions.openForm, null, { triggerId: null })));
    expect(shown(desk)).toEqual([]);
  });

  it('not for a person whom the rules forbid to send, who can correct no address either', async () => {
    const desk = await aDesk();
    desk.answers['usergroups.list'] = { body: { ok: true, usergroups: [] } };
    await desk.store.settings.put('T1', null, { senders: [{ id: 'S1', name: 'Legal' }] });
    const bounced = { emails: ['bo@client.com'], at: tuesday };
    const record = aSignRequest().sentTo('bo@client.com').withDetails({ bounced }).build();
    await desk.given(record);
    await done(openForm(desk.services, command(desk, ''), none));
    await done(pressCorrect(desk.services, press(actions.correct, record.id)));
    const sentence = t.rules.sentence({ code: 'sender_not_allowed', names: ['Legal'] });
    expect(shown(desk)).toEqual(Array(2).fill(expect.stringContaining(asText(sentence))));
  });

  it.each([maxSigners, maxSigners + 1])('with %d people, of whom only so many as can sign', (count) => {
    const colleagues = Array.from({ length: count }, (_, index) => `U${index}`);
    const { values, fields } = formFrom({ ...none, colleagues });
    expect(values.colleagues).toEqual(colleagues.slice(0, maxSigners));
    const cut = { colleagues: { code: 'colleagues_cut', count, most: maxSigners } };
    expect(fields).toEqual(count > maxSigners ? cut : {});
  });

  it('without a link for signing, which is never stored', () => {
    const signingLink = 'https://app.box.com/sign/document/abc';
    const { values, fields, notUsed } = formFrom({
      ...{ ...none, document: signingLink, others: ['a@x.com', 'b@x.com'], groups: ['@legal'] },
      words: `please sign/initial ${signingLink} today`,
    });
    expect(values).toMatchObject({ document: '', others: 'a@x.com, b@x.com' });
    expect(fields).toEqual({ document: { code: 'document_is_signing_link' } });
    expect(notUsed).toMatchObject({
      ...{ words: 'please sign/initial today', groups: ['@legal'], isLinkLeftOut: true },
    });
    expect(formFrom({ ...none, document: link, words: 'please' })).toMatchObject({
      ...{ values: { document: link }, fields: {}, notUsed: { words: 'please', isLinkLeftOut: false } },
    });
  });
});

describe('a form is opened for a request', () => {
  const notSent = aSignRequest().notSent({ code: 'document_not_found' });
  const declined = aSignRequest().sentTo('bo@client.com').inState('declined');
  const opens = async (
    open: typeof fixAndSend,
    record: SignRequest,
    more: object = { responseUrl: 'https://hooks.slack.com/y', channelId: 'C2', isInHome: false },
    draft: Partial<Draft> = { id: record.nonce, responseUrl: 'https://hooks.slack.com/x' },
  ) => {
    const desk = await aDesk(draft);
    await desk.given(record);
    await done(open(desk.services, press('x', record.id, more)));
    return desk;
  };

  it('that was not sent: with the reason, and where it was first opened', async () => {
    const phones = [{ who: 'bo@client.com', number: '+15550100' }];
    const desk = await opens(fixAndSend, notSent.with({ phones }).withDetails({ changes: 'old' }).build());
    expect(shown(desk)[0]).toContain(asText(t.refusal.onForm({ code: 'document_not_found' })));
    expect(await draftShown(desk, shown(desk)[0])).toMatchObject({
      ...{ replaces: notSent.build().id, changes: 'old', phones, problem: { code: 'document_not_found' } },
      ...{ responseUrl: 'https://hooks.slack.com/x', channel: 'C1', form: { others: 'bo@client.com' } },
    });
    const late = await opens(fixAndSend, notSent.build(), {}, { id: 'other' });
    expect(await draftShown(late, shown(late)[0])).toMatchObject({
      ...{ responseUrl: null, channel: null, changes: null },
    });
  });

  it('that has ended: as it was filled in, and where it was pressed', async () => {
    const desk = await opens(sendLikeThis, declined.withDetails({ changes: 'old' }).build());
    expect(await draftShown(desk, shown(desk)[0])).toMatchObject({
      ...{ replaces: null, changes: null, problem: null, channel: 'C2' },
      ...{ responseUrl: 'https://hooks.slack.com/y', form: { others: 'bo@client.com' } },
    });
  });

  it('that was never sent still replaces the request that it was to replace', async () => {
    const cancelled = aSignRequest().beingPrepared().inState('cancelled');
    const desk = await opens(sendLikeThis, cancelled.withDetails({ changes: 'old' }).build());
    expect(await draftShown(desk, shown(desk)[0])).toMatchObject({ changes: 'old' });
    const plain = await opens(sendLikeThis, cancelled.build());
    expect(await draftShown(plain, shown(plain)[0])).toMatchObject({ changes: null });
  });

  it.each([
    ['Fix and send', fixAndSend, declined.build()],
    ['Send again like this', sendLikeThis, notSent.inState('creating').build()],
  ])('by %s only while that is possible; else the request is drawn again', async (_what, open, record) => {
    const desk = await opens(open, record, {});
    expect(shown(desk)).toEqual([expect.stringContaining(asText(t.notNow))]);
    expect(await desk.waiting('redraw')).toHaveLength(1);
  });

  it('never without a trigger', async () => {
    const desk = await aDesk();
    await desk.given(notSent.build());
    const pressed = press('x', notSent.build().id, { ...privately(desk), triggerId: null });
    await done(fixAndSend(desk.services, pressed));
    expect(desk.callsTo('views')).toEqual([]);
    expect(await desk.waiting('redraw')).toHaveLength(1);
  });

  it('by Change something, in the modal of the check, which shows no request then', async () => {
    const toCheck = aSignRequest().withoutFields().toCheck().build();
    const changes = async (record: SignRequest, more: object) => {
      const desk = await aDesk();
      await desk.given(record);
      await desk.store.cards.put('T1', aCard('view:V1', record.id, { kind: 'view', message: 'V1' }));
      await done(changeSomething(desk.services, press(actions.changeSomething, record.id, more)));
      return { desk, row: await desk.store.cards.get('T1', 'view:V1') };
    };
    const modal = { isInHome: false, view: view(callbacks.check, {}) };
    const { desk, row } = await changes(toCheck, modal);
    expect(desk.calls.at(-1)).toMatchObject({ to: 'views.update', body: { view_id: 'V1' } });
    expect(shown(desk)).toEqual([expect.stringContaining(`"callback_id":"${callbacks.create}"`)]);
    expect(row).toBeNull();
    for (const [record, where] of [
      [declined.build(), modal],
      [toCheck, {}],
    ] as const) {
      const late = await changes(record, where);
      expect(shown(late.desk)).toEqual([expect.stringContaining(asText(t.notNow))]);
      expect(late.row).not.toBeNull();
    }
  });
});

describe('what a form shows', () => {
  const person = async (desk: Desk) => {
    await done(openFormByPress(desk.services, press(actions.openForm, null)));
    const known = await desk.store.people.get('T1', 'U_ANA', 60 * minute);
    if (!known) throw new Error('not known');
    return known;
  };
  const rendered = async (
    values: Partial<FormValues>,
    prepare?: (desk: Desk) => Promise<void>,
    given = {},
  ) => {
    const desk = await aDesk();
    const ana = await person(desk);
    await prepare?.(desk);
    const drawn = await renderForm({ ...desk.services, ...given }, 'T1', ana, {
      values: { ...emptyForm, ...values },
    });
    return { drawn: JSON.stringify(drawn), isExpanded: JSON.parse(drawn.private_metadata ?? '{}').expanded };
  };

  it.each([
    ['nothing was chosen there', {}, false],
    ['a name was typed', { name: 'Lease' }, true],
    ['a folder was chosen', { folder: '45' }, true],
    [
      'a signer was marked',
      { signerChoices: { ...noSignerChoices, marked: { ...noSignerChoices.marked, readers: ['U_BO'] } } },
      true,
    ],
  ])('is expanded or not: %s', async (_what, values, isExpanded) => {
    expect((await rendered(values)).isExpanded).toBe(isExpanded);
  });

  it("is not expanded for the person's own folder", async () => {
    const mine = (desk: Desk) =>
      desk.store.settings.put('T1', 'U_ANA', { ownFolder: [{ id: '45', name: 'Mine' }] });
    expect((await rendered({ folder: '45' }, mine)).isExpanded).toBe(false);
    expect((await rendered({ folder: '46' }, mine)).isExpanded).toBe(true);
  });

  it("names the operator's folder as an earlier request did", async () => {
    const earlier = async (desk: Desk) => {
      await desk.given(
        aSignRequest()
          .withDetails({ folder: { id: '77', name: 'Signed here' } })
          .build(),
      );
    };
    const named = await rendered({ name: 'x' }, earlier, { destinationFolderId: '77' });
    expect(named.drawn).toContain('Signed here');
    const other = await rendered({ name: 'x' }, earlier, { destinationFolderId: '78' });
    expect(other.drawn).not.toContain('Signed here');
    expect((await rendered({ name: 'x' }, earlier)).drawn).not.toContain('Signed here');
  });

  it('comes back from a draft with everything that it held, as old as it was', async () => {
    const desk = await aDesk();
    const draft = aDraft({
      ...{ form: { ...plainForm, message: 'Hello' }, responseUrl: 'https://hooks.slack.com/x' },
      ...{ replaces: 'r', changes: 'c', problem: { code: 'storage_full' }, createdAt: tuesday - minute },
      phones: [{ who: 'bo@client.com', number: '+15550100' }],
    });
    const drawn = await formOfDraft(desk.services, 'T1', await person(desk), draft);
    const again = await draftShown(desk, JSON.stringify(drawn));
    expect(again).toEqual({ ...draft, id: expect.any(String) });
    expect(again?.id).not.toBe(draft.id);
  });
});

it('a stranger can submit no form', async () => {
  const desk = await aDesk();
  const form = { ...submission(view(callbacks.create, { draftId: 'draft-1' }, filledIn())) };
  const ack = await done(submitForm(desk.services, { ...form, actor: { ...byAna, teamId: 'T2' } }));
  says(ack, t.onlyMembers);
  expect(await requestsOf(desk)).toEqual([]);
});
