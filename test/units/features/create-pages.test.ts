/** An open form: its pages, its buttons, and the template that Box describes while it is open. */
import { describe, expect, it } from 'vitest';
import { chooseTemplate } from '../../../src/features/create/choose-template.ts';
import {
  choosePhones,
  keepRareOptions,
  keepSigners,
  openRareOptions,
  openSigners,
} from '../../../src/features/create/pages.ts';
import {
  chooseWay,
  correctField,
  moreOptions,
  offerRecentSigners,
  replaceUpload,
  useAsMessage,
} from '../../../src/features/create/redraw-form.ts';
import { noSignerChoices } from '../../../src/signing/form.ts';
import { chosenTemplate, type Template } from '../../../src/signing/template.ts';
import type { ActionPayload, Answer, ViewPayload } from '../../../src/slack/payloads.ts';
import type { Draft } from '../../../src/store/database.ts';
import { callbacks } from '../../../src/views/actions.ts';
import { recentField } from '../../../src/views/recent-signers.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSignRequest, plainForm, tuesday } from '../../builders/sign-requests.ts';
import { people, refused } from './creating.ts';
import { type Desk, type DeskAnswer, setDesk, slackRefuses } from './desk.ts';
import { press, submission, view } from './payloads.ts';

const t = texts('en-GB', null);
const asText = (sentence: string) => JSON.stringify(sentence).slice(1, -1);
const notConnected = { box: { sessionFor: async () => null, asApp: null } };

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
const metadataOf = (json = '{}') => JSON.parse(JSON.parse(json).private_metadata ?? '{}');
const draftOf = async (desk: Desk) => {
  const draft = await desk.store.drafts.get('T1', 'draft-1');
  if (draft === null) throw new Error('no draft');
  return draft;
};

async function aDesk(draft: Partial<Draft> = {}): Promise<Desk> {
  const desk = await setDesk();
  desk.answers['users.info'] = people();
  await desk.store.drafts.put('T1', aDraft(draft));
  return desk;
}

const field = (id: string, value: object) => ({ [id]: { [id]: value } });
const typed = { ...field('document', { value: 'https://app.box.com/file/222' }) };
/** The open form, in which another file was typed. */
const openedForm = (metadata: object = {}, state: ViewPayload['state'] = typed): ViewPayload => ({
  ...view(callbacks.create, { draftId: 'draft-1', way: 'link', ...metadata }, state),
  hash: 'h1',
});

type Press = (services: Desk['services'], payload: ActionPayload) => Promise<Answer>;
const presses = (
  desk: Desk,
  handle: Press,
  {
    form = openedForm(),
    value = null,
    more = {},
  }: { form?: ViewPayload; value?: string | null; more?: object } = {},
) => done(handle(desk.services, press('x', value, { isInHome: false, view: form, ...more })));

describe('a press on the form', () => {
  it.each<[string, Press, object]>([
    ['More options expands it', moreOptions, { expanded: true }],
    ['Recent signers shows their menu', offerRecentSigners, { isRecentShown: true }],
    ['a corrected field removes the refusal', correctField, { isCorrected: true }],
  ])('%s, with everything that was typed', async (_what, handle, metadata) => {
    const desk = await aDesk();
    await desk.given(aSignRequest().sentTo('cy@client.com').build());
    await presses(desk, handle);
    expect(desk.calls.at(-1)).toMatchObject({ to: 'views.update', body: { view_id: 'V1', hash: 'h1' } });
    expect(metadataOf(shown(desk)[0])).toMatchObject({ draftId: 'draft-1', ...metadata });
    expect(shown(desk)[0]).toContain('file/222');
    expect((shown(desk)[0] ?? '').includes(`"${recentField}"`)).toBe(handle === offerRecentSigners);
  });

  it.each<[string, Press, string[]]>([
    ['is out of date', moreOptions, ['views.push']],
    ['of a field is ignored', correctField, []],
  ])("%s when the form is another person's, has expired, or is none", async (_what, handle, calls) => {
    for (const [draft, more] of [
      [{ user: 'U_BO' }, {}],
      [{ id: 'draft-2' }, {}],
      [{}, { form: openedForm({ draftId: 7 }) }],
    ] as const) {
      const desk = await aDesk(draft);
      await presses(desk, handle, more);
      expect(desk.callsTo('views')).toEqual(calls);
      if (calls.length > 0) expect(shown(desk)).toEqual([expect.stringContaining(asText(t.notNow))]);
    }
  });

  it('that comes too late changes nothing', async () => {
    const desk = await aDesk();
    desk.answers['views.update'] = slackRefuses('hash_conflict');
    await presses(desk, moreOptions);
    expect(desk.log).toMatchObject([{ level: 30, msg: 'a press on the form came too late' }]);
    const inTime = await aDesk();
    await presses(inTime, moreOptions);
    expect(inTime.log).toEqual([]);
  });

  it('that fails is reported, unless the person was only typing', async () => {
    const desk = await aDesk();
    desk.answers['views.update'] = slackRefuses('invalid_arguments');
    await expect(presses(desk, moreOptions)).rejects.toMatchObject({ reason: 'invalid_arguments' });
    await presses(desk, correctField);
    expect(desk.log).toMatchObject([{ level: 30, msg: 'the form could not be redrawn' }]);
  });

  it('keeps files that were uploaded, which Slack cannot fill in again', async () => {
    const desk = await aDesk();
    const files = [{ id: 'F1', name: 'Offer.pdf', size: 5, mode: 'hosted' }];
    const form = openedForm({ way: 'upload' }, field('document_upload', { files }) as never);
    const services = { ...desk.services, identity: { ...desk.services.identity, scopes: ['files:read'] } };
    await done(moreOptions(services, press('x', null, { isInHome: false, view: form })));
    expect((await draftOf(desk)).form.uploads).toMatchObject([{ slackId: 'F1', name: 'Offer.pdf' }]);
    expect(shown(desk)[0]).toContain('Offer.pdf');
    await done(replaceUpload(services, press('x', null, { isInHome: false, view: form })));
    expect((await draftOf(desk)).form.uploads).toEqual([]);
    expect(shown(desk)[1]).not.toContain('Offer.pdf');
    expect(metadataOf(shown(desk)[1])).toMatchObject({ isCorrected: true });
  });

  it('stores no link for signing', async () => {
    const link = 'https://app.box.com/sign/document/abc';
    const desk = await aDesk();
    const state = { ...field('document', { value: link }), ...field('others', { value: link }) };
    await presses(desk, chooseWay, { form: openedForm({}, state), value: 'search' });
    expect((await draftOf(desk)).form).toMatchObject({ way: 'search', document: '', others: '' });
    const others = { ...typed, ...field('others', { value: 'cy@client.com' }) };
    await presses(desk, chooseWay, { form: openedForm({}, others), value: 'search' });
    expect((await draftOf(desk)).form).toMatchObject({ others: 'cy@client.com' });
  });

  it('on the way to give the document stores what was typed before, and ignores what is no way', async () => {
    const desk = await aDesk();
    await presses(desk, chooseWay, { value: 'template' });
    expect((await draftOf(desk)).form).toMatchObject({
      ...{ way: 'template', document: 'https://app.box.com/file/222' },
    });
    expect(metadataOf(shown(desk)[0])).toMatchObject({ way: 'template' });
    await presses(desk, chooseWay, { value: 'pigeon' });
    expect((await draftOf(desk)).form.way).toBe('link');
  });

  it('on another way than a template gives the defaults back', async () => {
    const desk = await aDesk({ form: { ...plainForm, way: 'template', daysValid: '' } });
    await desk.store.settings.put('T1', 'U_ANA', { ownDays: '21' });
    await presses(desk, chooseWay, { form: openedForm({ way: 'template' }, {}), value: 'link' });
    expect((await draftOf(desk)).form).toMatchObject({ way: 'link', daysValid: '21' });
  });

  it('Use as message adds the words of the command below the message, once', async () => {
    const notUsed = { words: 'please sign', groups: ['@legal'], isLinkLeftOut: false };
    for (const [message, after] of [
      ['', 'please sign'],
      ['Hello', 'Hello\nplease sign'],
    ]) {
      const desk = await aDesk({ form: { ...plainForm, message: message ?? '' } });
      await presses(desk, useAsMessage, { form: openedForm({ notUsed }, {}) });
      expect((await draftOf(desk)).form.message).toBe(after);
      expect(shown(desk)[0]).toContain(asText(after ?? ''));
      expect(metadataOf(shown(desk)[0])).toMatchObject({
        ...{ isMessageFilledIn: true, notUsed: { words: '', groups: ['@legal'] } },
      });
    }
  });
});

describe('a page on the form', () => {
  const marked = (more: object) => ({
    ...noSignerChoices,
    marked: { ...noSignerChoices.marked, ...more },
  });
  const below = { draftId: 'draft-1', way: 'link', formViewId: 'V_FORM', expanded: true };
  const onPage = (state: ViewPayload['state'], more: object = {}): ViewPayload => ({
    ...view(callbacks.signers, { ...below, ...more }, state),
    hash: 'h2',
  });
  const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
  const phonesChosen = field('phone', { selected_options: [option('0')] });

  it.each<[string, Press, string]>([
    ['Rarely needed', openRareOptions, callbacks.rareOptions],
    ['Roles of signers', openSigners, callbacks.signers],
  ])('%s opens, and the form is stored as it was typed', async (_what, handle, callback) => {
    const desk = await aDesk();
    await presses(desk, handle, { form: openedForm({ expanded: true }) });
    expect(desk.callsTo('views')).toEqual(['views.push']);
    const page = JSON.parse(shown(desk)[0] ?? '{}');
    expect(page).toMatchObject({ callback_id: callback, external_id: `${callback}/V1/h1` });
    expect(metadataOf(shown(desk)[0])).toMatchObject({
      formViewId: 'V1',
      draftId: 'draft-1',
      expanded: true,
    });
    expect((await draftOf(desk)).form.document).toBe('https://app.box.com/file/222');
  });

  it.each<[string, Partial<Draft>, boolean]>([
    ["of another person's form", { user: 'U_BO' }, true],
    ['of a form that has expired', { id: 'draft-2' }, true],
    ['without a trigger', {}, false],
  ])('does not open %s', async (_what, draft, hasTrigger) => {
    const desk = await aDesk(draft);
    const more = hasTrigger ? {} : { triggerId: null, responseUrl: desk.responseUrl };
    await presses(desk, openSigners, { more });
    const told = JSON.stringify(desk.calls.map(({ body }) => body));
    expect(told).toContain(t.notNow);
    expect(told).not.toContain('external_id');
    expect((await desk.store.drafts.get('T1', 'draft-1'))?.form).not.toMatchObject({
      document: 'https://app.box.com/file/222',
    });
  });

  it('opens once, however often the button is pressed', async () => {
    const desk = await aDesk();
    desk.answers['views.push'] = slackRefuses('duplicate_external_id');
    await presses(desk, openSigners);
    expect(desk.log).toMatchObject([{ level: 30, msg: 'a page is open already' }]);
    desk.answers['views.push'] = slackRefuses('invalid_arguments');
    await expect(presses(desk, openSigners)).rejects.toMatchObject({ reason: 'invalid_arguments' });
  });

  it('has no external id where Slack gives the form no hash', async () => {
    const desk = await aDesk();
    await presses(desk, openSigners, { form: { ...openedForm(), hash: null } });
    expect(JSON.parse(shown(desk)[0] ?? '{}')).not.toHaveProperty('external_id');
  });

  it('Roles of signers says what is wrong with the signers instead', async () => {
    const desk = await aDesk();
    const others = field('others', { value: 'nobody' });
    await presses(desk, openSigners, { form: openedForm({}, { ...typed, ...others }) });
    const page = shown(desk)[0] ?? '';
    expect(page).toContain('nobody');
    expect(page).toContain(`"${callbacks.sentence}"`);
  });

  it('Roles of signers names them, and numbers those whom Slack does not know', async () => {
    const colleagues = ['U_BO', 'U_CY'];
    const desk = await aDesk({ form: { ...plainForm, colleagues } });
    const known = people({ U_BO: { real_name: 'Bo Smith' } });
    desk.answers['users.info'] = (call) => (call.body['user'] === 'U_CY' ? { status: 503 } : known(call));
    await presses(desk, openSigners, { form: openedForm({}, {}) });
    const page = shown(desk)[0] ?? '';
    for (const name of ['Bo Smith', t.signersPage.colleague(2), 'bo@client.com'])
      expect(page).toContain(name);
    expect(page).not.toContain(t.signersPage.colleague(1));
    expect(desk.log).toMatchObject([{ level: 30, userId: 'U_CY' }]);
  });

  it('Roles of signers numbers a colleague whose name nobody can see', async () => {
    const desk = await aDesk({ form: { ...plainForm, colleagues: ['U_BO'] } });
    desk.answers['users.info'] = people({ U_BO: { real_name: '\u200b', name: '\u200b' } });
    await presses(desk, openSigners, { form: openedForm({}, {}) });
    expect(shown(desk)[0]).toContain(t.signersPage.colleague(1));
  });

  it.each(['own', 'together'] as const)('Roles of signers asks for places in the order %s', async (order) => {
    const desk = await aDesk({ form: { ...plainForm, others: 'bo@client.com, cy@client.com', order } });
    await presses(desk, openSigners, { form: openedForm({}, {}) });
    expect((shown(desk)[0] ?? '').includes('place_1')).toBe(order === 'own');
  });

  it('Roles of signers shows phone numbers from before, and asks for those of newly chosen signers', async () => {
    const phones = [{ who: 'bo@client.com', number: '+15550100' }];
    const desk = await aDesk({
      phones,
      form: { ...plainForm, signerChoices: marked({ phone: ['bo@client.com'] }) },
    });
    await presses(desk, openSigners, { form: openedForm({}, {}) });
    expect(shown(desk)[0]).toContain('+15550100');
    const chosen = await aDesk();
    await presses(chosen, choosePhones, { form: onPage(phonesChosen) });
    expect(shown(chosen)[0]).toContain('phone_0');
    expect(chosen.calls.at(-1)).toMatchObject({ to: 'views.update', body: { view_id: 'V1', hash: 'h2' } });
    expect((await draftOf(chosen)).form.signerChoices).toEqual(noSignerChoices);
    const kept = await aDesk({ phones });
    await presses(kept, choosePhones, { form: onPage(phonesChosen) });
    expect(shown(kept)[0]).toContain('+15550100');
  });

  it('reports a page of phone numbers that cannot be drawn', async () => {
    const desk = await aDesk();
    desk.answers['views.update'] = slackRefuses('invalid_arguments');
    await expect(presses(desk, choosePhones, { form: onPage(phonesChosen) })).rejects.toMatchObject({
      reason: 'invalid_arguments',
    });
  });

  it.each<[string, Partial<Draft>, object]>([
    ["is another person's", { user: 'U_BO' }, {}],
    ['has expired', { id: 'draft-2' }, {}],
    ['has no form below', {}, { formViewId: 7 }],
  ])('is out of date when its form %s', async (_what, draft, metadata) => {
    const desk = await aDesk(draft);
    const page = onPage(phonesChosen, metadata);
    await presses(desk, choosePhones, { form: page });
    expect(shown(desk)).toEqual([expect.stringContaining(asText(t.notNow))]);
    const ack = await done(keepSigners(desk.services, submission(page)));
    expect(ack).toMatchObject({ response_action: 'push' });
    expect(JSON.stringify(ack)).toContain(asText(t.formOutOfDate));
  });

  it('that is kept stores its values, and draws the form below with them', async () => {
    const desk = await aDesk();
    const state = {
      ...phonesChosen,
      ...field('phone_0', { value: '+1 555 0100' }),
      ...field('approvers', { selected_options: [option('0')] }),
    };
    expect(await done(keepSigners(desk.services, submission(onPage(state))))).toBeUndefined();
    expect(await draftOf(desk)).toMatchObject({
      phones: [{ who: 'bo@client.com', number: '+15550100' }],
      form: { signerChoices: marked({ phone: ['bo@client.com'], approvers: ['bo@client.com'] }) },
    });
    expect(desk.calls.at(-1)).toMatchObject({ to: 'views.update', body: { view_id: 'V_FORM' } });
    expect(desk.calls.at(-1)?.body).not.toHaveProperty('hash');
    expect(metadataOf(shown(desk)[0])).toMatchObject({ draftId: 'draft-1', expanded: true });
    expect(shown(desk)[0]).toContain('file/111');
  });

  it('that is kept says at its fields what is wrong, and stores nothing', async () => {
    const desk = await aDesk();
    const state = {
      ...phonesChosen,
      ...field('phone_0', { value: 'none' }),
      ...field('readers', { selected_options: [option('0')] }),
    };
    const ack = await done(keepSigners(desk.services, submission(onPage(state))));
    expect(ack).toMatchObject({ response_action: 'errors', errors: { phone_0: expect.any(String) } });
    expect(Object.keys((ack as { errors: object }).errors).length).toBeGreaterThan(1);
    expect((await draftOf(desk)).form.signerChoices).toEqual(noSignerChoices);
  });

  it('that has replaced the form, because three were stacked, becomes the form again', async () => {
    const desk = await aDesk();
    const page = onPage({}, { formViewId: 'V1' });
    const ack = await done(keepSigners(desk.services, submission(page)));
    expect(ack).toMatchObject({ response_action: 'update', view: { callback_id: callbacks.create } });
    expect(shown(desk)).toEqual([]);
  });

  it('keeps the choices of signers who meanwhile cannot be read', async () => {
    const signerChoices = marked({ approvers: ['bo@client.com'] });
    const desk = await aDesk({ form: { ...plainForm, others: 'nobody', signerChoices } });
    expect(await done(keepSigners(desk.services, submission(onPage({}))))).toBeUndefined();
    expect((await draftOf(desk)).form).toMatchObject({ others: 'nobody', signerChoices });
  });

  it('Rarely needed keeps phone numbers, and its own values', async () => {
    const phones = [{ who: 'bo@client.com', number: '+15550100' }];
    const desk = await aDesk({ phones });
    const state = field('redirect', { value: 'https://acme.com/thanks' });
    expect(await done(keepRareOptions(desk.services, submission(onPage(state))))).toBeUndefined();
    expect(await draftOf(desk)).toMatchObject({
      ...{ phones, form: { redirect: 'https://acme.com/thanks', others: 'bo@client.com' } },
    });
    const wrong = field('redirect', { value: 'nowhere' });
    expect(await done(keepRareOptions(desk.services, submission(onPage(wrong))))).toMatchObject({
      ...{ response_action: 'errors', errors: { redirect: expect.any(String) } },
    });
  });
});

describe('a template that is chosen', () => {
  const read = 'GET /sign_templates/t-1';
  const raw: DeskAnswer = {
    body: {
      ...{ type: 'sign-template', id: 't-1', name: 'NDA.pdf', email_subject: '', email_message: 'Ours' },
      ...{ days_valid: null, parent_folder: null },
      signers: [{ label: 'Partner', role: 'signer', order: 1, email: '' }],
    },
  };
  const form = { ...plainForm, way: 'template', template: null } as const;
  const chosen = field('template', {
    selected_option: { text: { type: 'plain_text', text: 'NDA' }, value: 't-1' },
  });
  const pickedForm = openedForm({ way: 'template', isCorrected: true }, chosen);
  const chooses = async (answer: Desk['answers'][string], { given = {}, draft = {} } = {}) => {
    const desk = await aDesk({ form, problem: { code: 'storage_full' }, ...draft });
    desk.answers[read] = answer;
    const services = { ...desk.services, ...given };
    await done(chooseTemplate(services, press('x', null, { isInHome: false, view: pickedForm })));
    return desk;
  };

  it('is shown with its fields once Box has described it', async () => {
    const desk = await chooses(raw);
    expect(desk.callsTo('views')).toEqual(['views.update', 'views.update']);
    expect(shown(desk)[0]).not.toContain('Partner');
    expect(shown(desk)[0]).not.toContain(asText(t.refusal.onForm({ code: 'storage_full' })));
    expect(shown(desk)[1]).toContain('Partner');
    expect(metadataOf(shown(desk)[1])).toMatchObject({ templateId: 't-1', isCorrected: false });
    for (const { to, body } of desk.calls) {
      if (to === 'views.update') expect(body).toMatchObject({ view_id: 'V1' });
      expect(body).not.toHaveProperty('hash');
    }
    expect(await draftOf(desk)).toMatchObject({
      ...{ problem: null, form: { template: { id: 't-1', template: { message: 'Ours' } } } },
    });
  });

  it.each<[string, DeskAnswer, object, string]>([
    ['Box is silent', refused(503), {}, 'template_unread'],
    ['it was deleted', refused(404, 'not_found'), {}, 'template_not_found'],
    ['it may not be used', refused(403, 'forbidden'), {}, 'sign_not_enabled'],
    ['the person is not connected', raw, notConnected, 'not_connected'],
  ])('is shown with the reason why it has no fields: %s', async (_what, answer, given, code) => {
    const desk = await chooses(answer, { given });
    expect(await draftOf(desk)).toMatchObject({
      ...{ problem: { code }, form: { template: { id: 't-1', template: null } } },
    });
    expect(metadataOf(shown(desk).at(-1))).toMatchObject({ templateId: null, isCorrected: false });
    expect(desk.log).toHaveLength(code === 'not_connected' ? 0 : 1);
  });

  it('that could not be read can be asked for again, without the reason from before', async () => {
    const desk = await chooses(refused(503));
    desk.answers[read] = raw;
    await presses(desk, chooseTemplate, { form: openedForm({ way: 'template' }, {}) });
    expect(await draftOf(desk)).toMatchObject({ problem: null, form: { template: { template: {} } } });
    expect(shown(desk).at(-1)).toContain('Partner');
  });

  it.each<[string, (desk: Desk) => Promise<void>, number]>([
    [
      'another one was chosen meanwhile',
      async (desk) => {
        const template = chosenTemplate('t-2', 'Lease');
        await desk.store.drafts.put('T1', aDraft({ form: { ...form, template } }));
      },
      1,
    ],
    [
      'it was described meanwhile',
      async (desk) => {
        const described = { id: 't-1', name: 'NDA', roles: [], tags: [], locks: [] } as unknown as Template;
        const template = { ...chosenTemplate('t-1', 'NDA'), template: described };
        await desk.store.drafts.put('T1', aDraft({ form: { ...form, template } }));
      },
      1,
    ],
    ['nothing was', async () => undefined, 2],
  ])('is drawn only if %s', async (what, meanwhile, updates) => {
    const desk = await aDesk({ form });
    desk.answers[read] = async () => {
      await meanwhile(desk);
      return raw;
    };
    await presses(desk, chooseTemplate, { form: pickedForm });
    expect(desk.callsTo('views')).toHaveLength(updates);
    if (what.startsWith('another'))
      expect((await draftOf(desk)).form.template).toMatchObject({ id: 't-2', template: null });
  });

  it('is drawn in the form as it is shown by then', async () => {
    const desk = await aDesk({ form });
    desk.answers[read] = async () => {
      await presses(desk, moreOptions, { form: pickedForm });
      return raw;
    };
    await presses(desk, chooseTemplate, { form: pickedForm });
    expect(metadataOf(shown(desk).at(-1))).toMatchObject({ expanded: true, templateId: 't-1' });
  });

  it('that cannot be drawn in the end is logged, and nobody is told', async () => {
    let updates = 0;
    const desk = await aDesk({ form });
    desk.answers[read] = raw;
    desk.answers['views.update'] = () => {
      updates += 1;
      return updates === 1 ? { body: { ok: true } } : slackRefuses('invalid_arguments');
    };
    await presses(desk, chooseTemplate, { form: pickedForm });
    expect(desk.log).toMatchObject([{ level: 30, msg: 'the form could not be redrawn' }]);
  });

  it('that has been described is not asked for again', async () => {
    const desk = await chooses(raw);
    const asked = desk.callsTo('GET').length;
    await presses(desk, chooseTemplate, { form: openedForm({ way: 'template', templateId: 't-1' }, chosen) });
    expect(desk.callsTo('GET')).toHaveLength(asked);
  });

  it("is out of date in another person's form", async () => {
    const desk = await chooses(raw, { draft: { user: 'U_BO' } });
    expect(shown(desk)).toEqual([expect.stringContaining(asText(t.notNow))]);
    expect(desk.callsTo('GET')).toEqual([]);
  });
});
