/** Presses, submissions and closed modals: what is stored, what is shown, and what is said when it comes too late. */
import { describe, expect, it } from 'vitest';
import { pressCancel, submitCancel } from '../../../src/features/cancel.ts';
import { openCheck, submitCheck } from '../../../src/features/check.ts';
import { closeForm, closeLink, closePage, closeResult } from '../../../src/features/close.ts';
import { pressCorrect, submitCorrect } from '../../../src/features/correct.ts';
import { pressDetails, pressFollow, pressMute } from '../../../src/features/details.ts';
import { pressDiscard, pressSendAgain } from '../../../src/features/discard.ts';
import { openHome } from '../../../src/features/home.ts';
import { pressRefresh } from '../../../src/features/refresh.ts';
import { requestSignature } from '../../../src/features/request-signature.ts';
import { pressAskResend, pressResend, submitRemind } from '../../../src/features/resend.ts';
import { showEarlierRequest } from '../../../src/features/same-again.ts';
import { pressCopy } from '../../../src/features/signed-copy.ts';
import { postWelcome, welcomeOnce } from '../../../src/features/welcome.ts';
import { emptyForm } from '../../../src/signing/form.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import type { Answer } from '../../../src/slack/payloads.ts';
import type { Draft } from '../../../src/store/database.ts';
import { actions, callbacks, homes } from '../../../src/views/actions.ts';
import { cancelModal } from '../../../src/views/cancel-modal.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { aCard } from '../store/records.ts';
import { type Desk, setDesk, slackRefuses } from './desk.ts';
import { byAna, closing, press, privately, shortcut, submission, view } from './payloads.ts';

const minute = 60_000;
const t = texts('en-GB', null);
const sent = aSignRequest()
  .sentTo('bo@client.com')
  .with({ observedAt: tuesday, lastSentAt: tuesday - 60 * minute });
const record = sent.build();
const requestId = record.id;
const redrawn = { args: { requestId }, inMs: 0 };
const pending = { verb: 'resend', by: 'U_ANA', at: tuesday, callSentAt: null, reason: null } as const;

const deskWith = async (...records: readonly SignRequest[]): Promise<Desk> => {
  const desk = await setDesk();
  for (const one of records) await desk.given(one);
  return desk;
};

/** Lets all of the interaction happen. Returns how Slack was answered. */
async function done(answer: Answer | Promise<Answer>) {
  const { ack, after } = await answer;
  await after?.();
  return ack;
}

/** The views that were opened, pushed or updated, as text. */
const shown = (desk: Desk) =>
  desk.calls.flatMap(({ to, body }) => (to.startsWith('views.') ? [body['view']] : []));
const said = (desk: Desk) => desk.calls.flatMap(({ to, body }) => (to === 'respond' ? [body['text']] : []));
const pendingOf = async (desk: Desk) => (await desk.stored(record)).details.pending;
const says = (ack: unknown, sentence: string) => expect(JSON.stringify(ack)).toContain(sentence);

describe('Cancel request', () => {
  it('opens the dialog, and not once it is too late', async () => {
    const desk = await deskWith(record);
    await done(pressCancel(desk.services, press(actions.cancel, requestId)));
    expect(shown(desk)).toEqual([expect.stringContaining(t.actions.cancelModal.title)]);
    const late = await deskWith(sent.inState('declined').build());
    await done(pressCancel(late.services, press(actions.cancel, requestId)));
    expect(shown(late)).toEqual([expect.stringContaining(t.notNow)]);
    expect(await late.waiting('redraw')).toContainEqual(redrawn);
  });

  const submitted = (desk: Desk, reason?: string) => {
    const state = reason === undefined ? {} : { reason: { reason: { value: reason } } };
    const pressed = { responseUrl: desk.responseUrl, messageTs: null };
    const { private_metadata: metadata = '' } = cancelModal(record, t, pressed);
    return done(submitCancel(desk.services, submission(view(callbacks.cancel, metadata, state))));
  };

  it('is stored with its reason and where it was asked for', async () => {
    const desk = await deskWith(record);
    expect(await submitted(desk, 'Wrong file')).toBeUndefined();
    const stored = { verb: 'cancel', by: 'U_ANA', reason: 'Wrong file', askedFrom: { how: 'choice' } };
    expect(await pendingOf(desk)).toMatchObject(stored);
    expect(await desk.waiting('cancel')).toEqual([redrawn]);
    expect(said(desk)).toHaveLength(1);
  });

  it('submitted twice, or when it has worked, says nothing', async () => {
    const desk = await deskWith(record);
    await submitted(desk);
    expect(await submitted(desk)).toBeUndefined();
    const cancelled = { by: 'U_ANA', at: tuesday, reason: null };
    const over = await deskWith(sent.inState('cancelled').withDetails({ cancelled }).build());
    expect(await submitted(over)).toBeUndefined();
  });

  it.each([
    ['has ended', sent.inState('declined').build()],
    ['is being reminded of', sent.withDetails({ pending }).build()],
    [
      'was cancelled by an editor',
      sent
        .inState('cancelled')
        .withDetails({ cancelled: { by: 'U_BO', at: 1, reason: null } })
        .build(),
    ],
  ])('of a request that %s is refused, and its card is redrawn', async (_what, given) => {
    const desk = await deskWith(given);
    says(await submitted(desk), t.notNow);
    expect(await desk.waiting('redraw')).toContainEqual(redrawn);
  });
});

describe('Resend reminder', () => {
  it('on a private message is stored with where it was pressed, and the message shows it', async () => {
    const desk = await deskWith(record);
    await done(pressResend(desk.services, press(actions.resend, requestId, privately(desk))));
    expect(await pendingOf(desk)).toMatchObject({
      verb: 'resend',
      by: 'U_ANA',
      askedFrom: { how: 'choice' },
    });
    expect(said(desk)).toHaveLength(1);
  });

  it('pressed too early is refused, with the time', async () => {
    const desk = await deskWith(sent.with({ lastSentAt: tuesday - minute }).build());
    await done(pressResend(desk.services, press(actions.resend, requestId, privately(desk))));
    expect(said(desk)).toEqual([expect.stringMatching(/You can send the next reminder/)]);
    expect(await pendingOf(desk)).toBeNull();
  });

  it('of a menu opens the modal, or says why not', async () => {
    const desk = await deskWith(record);
    await done(pressAskResend(desk.services, press(actions.askResend, requestId)));
    expect(shown(desk)).toEqual([expect.stringContaining(t.actions.remind.title)]);
    const late = await deskWith(sent.inState('declined').build());
    await done(pressAskResend(late.services, press(actions.askResend, requestId)));
    expect(shown(late)).toEqual([expect.stringContaining(t.actions.noResend.over)]);
  });

  const submitted = (desk: Desk) =>
    done(submitRemind(desk.services, submission(view(callbacks.remind, { requestId }))));

  it('of the modal is stored; a second press says nothing', async () => {
    const desk = await deskWith(record);
    expect(await submitted(desk)).toBeUndefined();
    expect(await pendingOf(desk)).toMatchObject({ verb: 'resend', by: 'U_ANA' });
    expect(await submitted(desk)).toBeUndefined();
  });

  it.each([
    ['has ended', sent.inState('declined').build(), t.actions.noResend.over],
    [
      'is being cancelled',
      sent.withDetails({ pending: { ...pending, verb: 'cancel' } }).build(),
      t.actions.noResend.under_way,
    ],
  ])('of the modal is refused for a request that %s', async (_what, given, sentence) => {
    const desk = await deskWith(given);
    const ack = await submitted(desk);
    expect(ack).toMatchObject({ response_action: 'update' });
    says(ack, sentence);
  });
});

describe('Send now', () => {
  const toCheck = aSignRequest().withoutFields().toCheck();
  const submitted = (desk: Desk) =>
    done(submitCheck(desk.services, submission(view(callbacks.check, { requestId }))));

  it('sends the request, and the view shows its progress', async () => {
    const desk = await deskWith(toCheck.build());
    expect(await submitted(desk)).toMatchObject({
      response_action: 'update',
      view: { callback_id: callbacks.working },
    });
    expect(await desk.stored(record)).toMatchObject({ state: 'creating', confirmedAt: tuesday });
    expect(await desk.waiting('create')).toEqual([redrawn]);
    expect(await desk.store.cards.get('T1', 'view:V1')).toMatchObject({ kind: 'view', message: 'V1' });
  });

  it('for a request that was discarded meanwhile says that it is too late', async () => {
    const desk = await deskWith(toCheck.inState('discarded').build());
    const ack = await submitted(desk);
    expect(ack).toMatchObject({ response_action: 'push' });
    says(ack, t.notNow);
  });

  it.each([
    ['has ended', 'declined', true],
    ['is open', 'sent', false],
  ] as const)('for a change of a request that %s', async (_what, state, isTooLate) => {
    const old = { ...sent.inState(state).build(), id: 'old', nonce: 'nonce-old', fingerprint: 'old' };
    const desk = await deskWith(old, toCheck.withDetails({ changes: 'old' }).build());
    const ack = await submitted(desk);
    expect(ack).toMatchObject({ response_action: isTooLate ? 'push' : 'update' });
    if (isTooLate) says(ack, t.form.changedMeanwhile);
    expect((await desk.stored(record)).state).toBe(isTooLate ? 'to_check' : 'creating');
  });

  it('pressed again after it was sent shows its state, whatever became of the replaced request', async () => {
    const old = { ...sent.inState('cancelled').build(), id: 'old', nonce: 'nonce-old', fingerprint: 'old' };
    const desk = await deskWith(old, sent.withDetails({ changes: 'old' }).build());
    expect(await submitted(desk)).toMatchObject({ response_action: 'update' });
  });

  it('is refused by a rule of the workspace, and not once the request was sent', async () => {
    const under = async (given: SignRequest) => {
      const desk = await deskWith(given);
      await desk.store.settings.put('T1', null, { longestDays: '10' });
      return { ack: await submitted(desk), state: (await desk.stored(given)).state };
    };
    const refused = await under(toCheck.build());
    expect(refused).toMatchObject({ ack: { response_action: 'push' }, state: 'to_check' });
    says(refused.ack, t.rules.sentence({ code: 'expiry_required', most: 10 }));
    expect(await under(record)).toMatchObject({ ack: { response_action: 'update' }, state: 'sent' });
  });

  it('Check and send… opens the check again, and not once nothing is left to check', async () => {
    const desk = await deskWith(toCheck.build());
    await done(openCheck(desk.services, press(actions.checkAndSend, requestId)));
    expect(shown(desk)).toEqual([expect.stringContaining(callbacks.check)]);
    expect(await desk.store.cards.get('T1', 'view:V_NEW')).toMatchObject({ kind: 'view' });
    const late = await deskWith(toCheck.inState('discarded').build());
    await done(openCheck(late.services, press(actions.checkAndSend, requestId)));
    expect(shown(late)).toEqual([expect.stringContaining(t.notNow)]);
    expect(await late.waiting('redraw')).toContainEqual(redrawn);
  });
});

const aDraft = (desk: Desk, more: Partial<Draft> = {}): Draft => ({
  ...{ id: 'draft-1', user: 'U_ANA', form: emptyForm, responseUrl: desk.responseUrl, channel: 'C1' },
  ...{ replaces: null, changes: null, problem: null, createdAt: tuesday },
  ...more,
});

describe('a form that came back and is closed', () => {
  const notSent = aSignRequest().notSent({ code: 'outcome_unknown' }).build();
  const closes = async (
    close: typeof closeForm,
    draft: Partial<Draft> = {},
    { given = notSent, cardAt }: { given?: SignRequest; cardAt?: number } = {},
  ) => {
    const desk = await deskWith(given);
    await desk.store.drafts.put('T1', aDraft(desk, { replaces: given.id, ...draft }));
    if (cardAt !== undefined)
      await desk.store.cards.put('T1', aCard('card', given.id, { createdAt: cardAt }));
    await desk.forgetJobs();
    await done(close(desk.services, closing(view(callbacks.create, { draftId: 'draft-1' }))));
    return { state: (await desk.stored(given)).state, redraws: (await desk.waiting('redraw')).length };
  };

  it.each([
    ['discards its request', undefined, { state: 'discarded', redraws: 1 }],
    ['keeps a request that had a card before', tuesday - 1, { state: 'not_sent', redraws: 1 }],
    ['discards one whose card is as old', tuesday, { state: 'discarded', redraws: 1 }],
  ])('%s', async (_what, cardAt, after) => {
    expect(await closes(closeForm, {}, { ...(cardAt !== undefined && { cardAt }) })).toEqual(after);
  });

  it('changes nothing of another person, of a request that may have been sent, or without one', async () => {
    const kept = { state: 'not_sent', redraws: 0 };
    expect(await closes(closeForm, { user: 'U_BEN' })).toEqual(kept);
    expect(await closes(closeForm, { replaces: null })).toEqual(kept);
    expect(await closes(closeForm, {}, { given: record })).toMatchObject({ state: 'sent' });
    const unsure = aSignRequest().withoutFields().unsure().build();
    expect(await closes(closeForm, {}, { given: unsure })).toMatchObject({ state: 'unsure' });
  });

  it('behind the link to Box keeps its request, which gets a card', async () => {
    expect(await closes(closeLink)).toEqual({ state: 'not_sent', redraws: 1 });
    expect(await closes(closeLink, { user: 'U_BEN' })).toEqual({ state: 'not_sent', redraws: 0 });
  });

  it('with one of its pages gives its request a card only where the page had replaced the form', async () => {
    const closed = async (formViewId: string) => {
      const desk = await deskWith(notSent);
      await desk.store.drafts.put('T1', aDraft(desk, { replaces: notSent.id }));
      const page = view(callbacks.signers, { draftId: 'draft-1', formViewId });
      expect(await done(closePage(desk.services, closing(page)))).toBeUndefined();
      return (await desk.waiting('redraw')).length;
    };
    expect([await closed('V1'), await closed('V2')]).toEqual([1, 0]);
  });

  it('shows the request on its card from then on, if it was a result', async () => {
    const desk = await deskWith(record);
    const row = { kind: 'view', channel: null, message: 'V1' } as const;
    await desk.store.cards.put('T1', aCard('view:V1', requestId, row));
    await done(closeResult(desk.services, closing(view(callbacks.working, { requestId }))));
    expect(await desk.store.cards.get('T1', 'view:V1')).toMatchObject({ message: null });
    expect(await desk.waiting('redraw')).toContainEqual(redrawn);
  });
});

describe('Correct the address…', () => {
  const emails = ['bo@client.com', 'cy@client.com'];
  const bounced = sent
    .to(...emails)
    .withDetails({ bounced: { emails, at: tuesday } as never })
    .with({ form: { ...record.form, others: emails.join(', ') } });

  const submitted = async (typed: readonly string[], draft: Partial<Draft> = {}, given = bounced.build()) => {
    const desk = await deskWith(given);
    const { form } = given;
    await desk.store.drafts.put('T1', aDraft(desk, { form, changes: requestId, ...draft }));
    const state = Object.fromEntries(
      typed.map((value, index) => [`address_${index}`, { [`address_${index}`]: { value } }]),
    );
    const metadata = { requestId, draftId: 'draft-1', emails };
    return done(submitCorrect(desk.services, submission(view(callbacks.correct, metadata, state))));
  };

  it('opens the dialog with both addresses, and not when no mail bounced', async () => {
    const desk = await deskWith(bounced.build());
    await done(pressCorrect(desk.services, press(actions.correct, requestId)));
    expect(shown(desk)).toEqual([expect.stringContaining(callbacks.correct)]);
    const late = await deskWith(record);
    await done(pressCorrect(late.services, press(actions.correct, requestId)));
    expect(shown(late)).toEqual([expect.stringContaining(t.notNow)]);
  });

  it('opens the whole form for a signer who was picked in Slack', async () => {
    const [bo, cy] = emails.map((email) => aSigner(email));
    const picked = bounced.toSigners(
      { ...aSigner('bo@client.com'), ...bo, slackUserId: 'U_BO' },
      cy ?? aSigner(null),
    );
    const desk = await deskWith(picked.build());
    await done(pressCorrect(desk.services, press(actions.correct, requestId)));
    expect(shown(desk)).toEqual([expect.stringContaining(callbacks.create)]);
  });

  it.each([
    ['no address', ['nobody', ''], 'address_0'],
    ['two addresses', ['', 'a@client.com, b@client.com'], 'address_1'],
    ['an address and a word', ['a@client.com nobody', ''], 'address_0'],
  ])('says at the field that it holds %s', async (_what, typed, field) => {
    expect(await submitted(typed)).toEqual({
      response_action: 'errors',
      errors: { [field]: expect.stringContaining('not an email address') },
    });
  });

  it('says when nothing was typed', async () => {
    expect(await submitted(['', ''])).toEqual({
      response_action: 'errors',
      errors: { address_0: t.correct.nothing(2) },
    });
  });

  it('says at the field that the signer has opened the request meanwhile', async () => {
    const [bo, cy] = emails.map((email) => aSigner(email));
    const viewed = bounced.toSigners(bo ?? aSigner(null), {
      ...aSigner('cy@client.com'),
      ...cy,
      hasViewed: true,
    });
    expect(await submitted(['', 'new@client.com'], {}, viewed.build())).toEqual({
      response_action: 'errors',
      errors: { address_1: t.correct.opened },
    });
  });

  it.each<[string, Partial<Draft>]>([
    ['of another person', { user: 'U_BEN' }],
    ['of another request', { changes: 'other' }],
    ['that was deleted', { createdAt: tuesday - 48 * 60 * minute }],
  ])('a dialog %s is out of date', async (_which, draft) => {
    const ack = await submitted(['new@client.com', ''], draft);
    expect(ack).toMatchObject({ response_action: 'push' });
    says(ack, t.formOutOfDate);
  });

  it('says at the field that the corrected address signs already', async () => {
    expect(await submitted(['', 'BO@client.com'])).toMatchObject({ response_action: 'errors' });
    expect(Object.keys(((await submitted(['', 'bo@client.com'])) as { errors: object }).errors)).toEqual([
      'address_1',
    ]);
  });
});

describe('Details', () => {
  it('shows the request, and has it read from Box', async () => {
    const desk = await deskWith(record);
    await done(pressDetails(desk.services, press(actions.details, requestId)));
    expect(shown(desk)).toEqual([expect.stringContaining('NDA.pdf')]);
    expect(await desk.store.cards.get('T1', 'view:V_NEW')).toMatchObject({ kind: 'details', requestId });
    expect(await desk.waiting('refresh')).toEqual([redrawn]);
  });

  it('of a request that Box does not have reads nothing', async () => {
    const desk = await deskWith(aSignRequest().build());
    await done(pressDetails(desk.services, press(actions.details, requestId)));
    expect(await desk.waiting('refresh')).toEqual([]);
  });

  it('pressed where no modal can be opened says that it is out of date', async () => {
    const desk = await deskWith(record);
    const pressed = press(actions.details, requestId, { triggerId: null, ...privately(desk) });
    await done(pressDetails(desk.services, pressed));
    expect(said(desk)).toEqual([t.notNow]);
  });

  it('Mute and Unmute are stored, and Follow gives a card', async () => {
    const desk = await deskWith(sent.withDetails({ isFollowed: false }).build());
    const is = async () => (await desk.stored(record)).details;
    await done(pressMute(desk.services, press(actions.mute, requestId)));
    expect(await is()).toMatchObject({ isMuted: true });
    await done(pressMute(desk.services, press(actions.unmute, requestId)));
    expect(await is()).toMatchObject({ isMuted: false });
    await done(pressFollow(desk.services, press(actions.follow, requestId)));
    expect(await is()).toMatchObject({ isFollowed: true });
    expect(await desk.waiting('redraw')).toContainEqual(redrawn);
  });
});

describe('Refresh on a card', () => {
  it('enqueues the refresh for the person, from the time of the press', async () => {
    const desk = await deskWith(record);
    await done(pressRefresh(desk.services, press(actions.refresh, requestId, privately(desk))));
    const args = { requestId, asked: 'U_ANA', pressedAt: tuesday };
    expect(await desk.waiting('refresh')).toEqual([{ args, inMs: 0 }]);
    expect(await desk.waiting('redraw')).toContainEqual(redrawn);
  });

  it('of a request that Box does not have is out of date', async () => {
    const desk = await deskWith(aSignRequest().build());
    await done(pressRefresh(desk.services, press(actions.refresh, requestId, privately(desk))));
    expect(said(desk)).toEqual([t.notNow]);
    expect(await desk.waiting('refresh')).toEqual([]);
  });
});

describe('Discard request and Send again', () => {
  it('a discarded request is not sent, and its status shows it', async () => {
    const desk = await deskWith(aSignRequest().notSent({ code: 'outcome_unknown' }).build());
    await done(pressDiscard(desk.services, press(actions.discard, requestId, privately(desk))));
    expect((await desk.stored(record)).state).toBe('discarded');
    expect(said(desk)).toHaveLength(1);
  });

  it('a request of unknown outcome is sent again', async () => {
    const desk = await deskWith(aSignRequest().withoutFields().unsure().build());
    await done(pressSendAgain(desk.services, press(actions.sendAgain, requestId, privately(desk))));
    expect(await desk.stored(record)).toMatchObject({ state: 'creating' });
    expect(await desk.waiting('create')).toHaveLength(1);
  });

  it('a request that a rule of the workspace forbids is not sent again', async () => {
    const desk = await deskWith(aSignRequest().withoutFields().unsure().build());
    await desk.store.settings.put('T1', null, { longestDays: '10' });
    await done(pressSendAgain(desk.services, press(actions.sendAgain, requestId, privately(desk))));
    expect(said(desk)).toEqual([t.rules.sentence({ code: 'expiry_required', most: 10 })]);
    expect((await desk.stored(record)).state).toBe('unsure');
  });

  it('a status that cannot be updated does not fail the press', async () => {
    const desk = await deskWith(aSignRequest().notSent({ code: 'outcome_unknown' }).build());
    desk.answers['respond'] = { status: 404 };
    await done(pressDiscard(desk.services, press(actions.discard, requestId, privately(desk))));
    expect(desk.log).toMatchObject([{ level: 30, msg: 'a status could not be updated' }]);
  });
});

describe('Show that request', () => {
  const pressed = async (given: SignRequest, where: object = { isInHome: false, view: view('x', {}) }) => {
    const desk = await deskWith(given);
    await done(showEarlierRequest(desk.services, press(actions.showThatOne, requestId, where)));
    const row = await desk.store.cards.get('T1', 'view:V1');
    return {
      shown: shown(desk),
      row,
      redraws: (await desk.waiting('redraw')).filter(({ inMs }) => inMs === 0),
    };
  };

  it('shows the result of the earlier request in the modal, which is redrawn with its card', async () => {
    const { shown: views, row, redraws } = await pressed(aSignRequest().beingPrepared().build());
    expect(views).toEqual([expect.stringContaining('"action_id":"place_fields"')]);
    expect(row).toMatchObject({ kind: 'view', requestId, message: 'V1' });
    expect(redraws).toEqual([redrawn]);
  });

  it('shows the form again of a request that was not sent', async () => {
    const {
      shown: views,
      row,
      redraws,
    } = await pressed(aSignRequest().notSent({ code: 'outcome_unknown' }).build());
    expect(views).toEqual([expect.stringContaining(`"callback_id":"${callbacks.create}"`)]);
    expect(row).toBeNull();
    expect(redraws).toEqual([]);
  });

  it('outside a modal is out of date', async () => {
    expect((await pressed(record, {})).shown).toEqual([expect.stringContaining(t.notNow)]);
  });
});

describe('Send a copy here', () => {
  const signed = sent
    .inState('signed')
    .withDetails({ files: [{ id: '46', name: 'NDA.pdf' }], filesReady: true });
  const pressed = async (given: SignRequest, allowed = true) => {
    const desk = await deskWith(given);
    await desk.store.settings.put('T1', null, { copiesInSlack: allowed });
    await done(pressCopy(desk.services, press(actions.copySigned, requestId, privately(desk))));
    return { said: said(desk), jobs: (await desk.waiting('copySigned')).length };
  };

  it('asks Box for the copy where it is allowed and there is one', async () => {
    expect(await pressed(signed.build())).toEqual({ said: [t.copy.underWay('NDA.pdf')], jobs: 1 });
    expect(await pressed(signed.build(), false)).toEqual({ said: [t.copy.notAllowed], jobs: 0 });
    expect(await pressed(record)).toEqual({ said: [t.notNow], jobs: 0 });
  });
});

describe('a press that cannot be carried out', () => {
  const message = {
    text: 'NDA.pdf',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: 'NDA.pdf' } },
      { type: 'actions', elements: [] },
    ],
  } as never;
  const pressed = async (more: object, prepare?: (desk: Desk) => void) => {
    const desk = await deskWith();
    prepare?.(desk);
    const on = { ...privately(desk), channelId: 'D1', messageTs: '1.1', message, ...more };
    await done(pressFollow(desk.services, press(actions.follow, 'deleted', on)));
    return desk;
  };

  it('on a request that is not stored is told, and its message in the direct messages loses its buttons', async () => {
    const desk = await pressed({});
    expect(desk.calls.flatMap(({ to, body }) => (to === 'respond' ? [body] : []))).toMatchObject([
      { text: t.notKnown.request, replace_original: false },
      { text: 'NDA.pdf', replace_original: true, blocks: [{ type: 'section' }] },
    ]);
  });

  it('in a channel leaves the buttons of the message', async () => {
    expect(said(await pressed({ channelId: 'C1' }))).toEqual([t.notKnown.request]);
  });

  it('on a message that Slack no longer lets us change is told all the same', async () => {
    let answered = 0;
    const desk = await pressed({}, (it) => {
      it.answers['respond'] = () => {
        answered += 1;
        return answered === 1 ? { body: 'ok' } : { status: 404 };
      };
    });
    expect(desk.log).toMatchObject([{ level: 40, msg: 'an old message keeps its buttons' }]);
  });

  it.each([
    ['in Home in a view', {}, ['views.open']],
    ['in a modal on top of it', { isInHome: false, view: view('x', {}) }, ['views.push']],
    ['on a message without an address to answer in nowhere', { isInHome: false }, []],
    ['without a trigger nowhere', { triggerId: null }, []],
  ])('is told %s', async (_where, more, calls) => {
    const desk = await deskWith();
    await done(pressFollow(desk.services, press(actions.follow, 'deleted', more)));
    expect(desk.callsTo('views')).toEqual(calls);
    expect(desk.callsTo('chat')).toEqual([]);
  });

  it.each([
    ['when three modals are open already', 'push_limit_reached', ['chat.postEphemeral']],
    ['when the trigger is used up', 'exchanged_trigger_id', ['chat.postEphemeral']],
  ])('is told in the direct messages %s', async (_when, error, calls) => {
    const desk = await deskWith();
    desk.answers['views.push'] = slackRefuses(error);
    const more = { isInHome: false, view: view('x', {}) };
    await done(pressFollow(desk.services, press(actions.follow, 'deleted', more)));
    expect(desk.callsTo('chat')).toEqual(calls);
    expect(desk.calls.at(-1)?.body).toMatchObject({ channel: 'D1', user: 'U_ANA', text: t.notKnown.request });
  });
});

describe('the shortcut Request signature', () => {
  const opened = async (more: Parameters<typeof shortcut>[0], services: object = {}) => {
    const desk = await deskWith();
    await done(requestSignature({ ...desk.services, ...services }, shortcut(more)));
    return shown(desk)[0] ?? '';
  };
  const file = { id: 'F1', name: 'NDA.pdf', title: 'NDA', size: 5, mode: 'hosted' };
  const link = 'https://app.box.com/file/111';

  it('opens the empty form', async () => {
    expect(await opened({})).toContain(callbacks.create);
  });

  it('opens the form with the file of the message, or with its Box link, which takes precedence', async () => {
    const withFile = await opened({ message: { text: '', rich: [], files: [file] } });
    expect(withFile).toContain('NDA.pdf');
    const withLink = await opened({ message: { text: `<${link}>`, rich: [], files: [file] } });
    expect(withLink).toContain(link);
    expect(withLink).not.toContain('NDA.pdf');
  });
});

describe('App Home', () => {
  const opens = async (
    actor = byAna,
    shownView: Parameters<typeof openHome>[1]['view'] = null,
    error?: string,
  ) => {
    const desk = await deskWith();
    if (error) desk.answers['views.publish'] = slackRefuses(error);
    await openHome(desk.services, { actor, view: shownView });
    return desk;
  };
  const stranger = { ...byAna, teamId: 'T2' };

  it('is drawn by a job for a member', async () => {
    const desk = await opens();
    expect(await desk.waiting('drawHome')).toEqual([{ args: { user: 'U_ANA' }, inMs: 0 }]);
    expect(desk.callsTo('views')).toEqual([]);
  });

  it('shows one sentence to a stranger, once', async () => {
    const desk = await opens(stranger);
    expect(desk.callsTo('views')).toEqual(['views.publish']);
    expect(await desk.waiting('drawHome')).toEqual([]);
    const again = await opens(stranger, { hash: 'h', callbackId: homes.closed });
    expect(again.callsTo('views')).toEqual([]);
  });

  it('that Slack does not show a stranger is no failure', async () => {
    const desk = await opens(stranger, null, 'not_enabled');
    expect(desk.log).toMatchObject([{ level: 30, msg: expect.stringContaining('App Home') }]);
  });

  it('is not drawn where the app is not installed', async () => {
    const desk = await deskWith();
    const identity = { ...desk.services.identity, teamId: '' };
    await openHome({ ...desk.services, identity }, { actor: byAna, view: null });
    expect(desk.calls).toEqual([]);
  });
});

describe('a person who opens the app’s messages', () => {
  it('is welcomed once, and not when they have a request already', async () => {
    const desk = await deskWith();
    await welcomeOnce(desk.services, byAna);
    await welcomeOnce(desk.services, byAna);
    expect(await desk.waiting('welcome')).toEqual([{ args: { user: 'U_ANA' }, inMs: 0 }]);
    const known = await deskWith(record);
    await welcomeOnce(known.services, byAna);
    expect(await known.waiting('welcome')).toEqual([]);
    expect(await known.store.welcomes.has('T1', 'U_ANA')).toBe(true);
  });

  it('gets the message, unless they may no longer use the app', async () => {
    const desk = await deskWith();
    await postWelcome(desk.services, { user: 'U_ANA' }, desk.run);
    expect(desk.calls.at(-1)?.body['text']).toContain(t.welcome.opening);
    const left = await deskWith();
    left.answers['users.info'] = { body: { ok: true, user: { id: 'U_ANA', team_id: 'T1', deleted: true } } };
    await postWelcome(left.services, { user: 'U_ANA' }, left.run);
    expect(left.callsTo('chat')).toEqual([]);
  });

  it('as a stranger is not welcomed', async () => {
    const desk = await deskWith();
    await welcomeOnce(desk.services, { ...byAna, teamId: 'T2' });
    expect(await desk.waiting('welcome')).toEqual([]);
    expect(await desk.store.welcomes.has('T1', 'U_ANA')).toBe(false);
  });
});
