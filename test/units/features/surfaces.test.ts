/** What is drawn in Slack for a request and its people: when, only if it has changed, and what follows a failure. */
import { describe, expect, it } from 'vitest';
import { showBusy } from '../../../src/features/surfaces/busy.ts';
import { drawHome, drawHomeSoon } from '../../../src/features/surfaces/home.ts';
import { drawOpenListsSoon, readListSoon, renderList } from '../../../src/features/surfaces/list-views.ts';
import { redraw } from '../../../src/features/surfaces/redraw.ts';
import { thenMarkReplaced } from '../../../src/features/surfaces/replaced.ts';
import { requestsToSign } from '../../../src/features/surfaces/requests-to-sign.ts';
import { resultView } from '../../../src/features/surfaces/result-view.ts';
import { findLostCard, showShared } from '../../../src/features/surfaces/shared-card.ts';
import { readSharedSoon } from '../../../src/features/surfaces/shared-list.ts';
import { showModal } from '../../../src/features/surfaces/show-modal.ts';
import { showSigner } from '../../../src/features/surfaces/signer-message.ts';
import {
  markedClosed,
  recordDetailsShown,
  recordViewShown,
} from '../../../src/features/surfaces/views-shown.ts';
import type { ListState } from '../../../src/signing/request-list.ts';
import type { Signer, SignRequest } from '../../../src/signing/sign-request.ts';
import { work } from '../../../src/signing/work.ts';
import type { Card } from '../../../src/store/database.ts';
import { markedCard } from '../../../src/views/card-mark.ts';
import { readyView, sentView, slowView, unsureView, workingView } from '../../../src/views/result-views.ts';
import { sentenceMessage, sentenceView } from '../../../src/views/sentence.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { aCard } from '../store/records.ts';
import { type Desk, setDesk, slackRefuses } from './desk.ts';
import { press, view } from './payloads.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const t = texts('en-GB', null);
const sent = aSignRequest().sentTo('bo@client.com').with({ observedAt: tuesday });
const record = sent.build();
const requestId = record.id;
const replacing = sent.with({ id: 'request-2', nonce: 'nonce-2', fingerprint: 'fingerprint-2' }).build();
const ana = {
  ...{ userId: 'U_ANA', teamId: 'T1', enterpriseId: null, workspaceIds: [], name: 'Ana', email: null },
  ...{ timeZone: null, locale: 'en-GB', isBot: false, isGuest: false, isDeleted: false, isExternal: false },
  readAt: tuesday,
};

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

const everything: ListState = { group: null, isPicked: false, query: '', page: 1 };

/** A workspace with this request and these places where it is shown. */
async function deskWith(given: SignRequest, ...cards: readonly Card[]): Promise<Desk> {
  const desk = await setDesk();
  await desk.given(given);
  for (const card of cards) await desk.store.cards.put('T1', card);
  return desk;
}

const draws = (desk: Desk, id = requestId) => redraw(desk.services, { requestId: id }, desk.run);
const calls = (desk: Desk, to: string) => desk.calls.flatMap((call) => (call.to === to ? [call.body] : []));
const posts = (desk: Desk) => calls(desk, 'chat.postMessage');
const updates = (desk: Desk) => calls(desk, 'chat.update');
const cardsOf = (desk: Desk, id = requestId) => desk.store.cards.forRequest('T1', id);
const cardOf = async (desk: Desk) => (await cardsOf(desk)).find(({ kind }) => kind === 'direct');
/** The redraws that are planned for later. */
const planned = async (desk: Desk) =>
  (await desk.waiting('redraw')).flatMap(({ args, inMs }) => ('due' in args ? [[args.due, inMs]] : []));
const opensHome = (desk: Desk, user: string) =>
  desk.store.homes.recordOpened('T1', user, null, work.drawHome({ user }));
const warned = (desk: Desk) => desk.log.map(({ msg }) => msg);

const direct = (more: Partial<Card> = {}) =>
  aCard('card:1', requestId, { channel: 'D1', message: '1.1', ...more });
const modal = (id: string, more: Partial<Card> = {}) =>
  aCard(`view:${id}`, requestId, {
    ...{ kind: 'view', channel: null, message: id, drawnHash: null, postSentAt: null },
    ...more,
  });

describe('the card of a request', () => {
  it('is posted once, with its id, and changed only when it shows something else', async () => {
    const desk = await deskWith(record);
    await draws(desk);
    expect(posts(desk)).toMatchObject([{ channel: 'D1', text: expect.stringContaining('NDA.pdf') }]);
    const card = await cardOf(desk);
    expect(card).toMatchObject({
      ...{ requestId, kind: 'direct', channel: 'D1', message: '1.1' },
      ...{ postSentAt: tuesday, createdAt: tuesday },
    });
    await draws(desk);
    expect([posts(desk).length, updates(desk).length]).toEqual([1, 0]);
    // The button for a reminder appears.
    desk.clock.now += 10 * minute;
    await draws(desk);
    expect(posts(desk)).toHaveLength(1);
    expect(updates(desk)).toMatchObject([{ channel: 'D1', ts: '1.1' }]);
    const [first] = JSON.parse(updates(desk)[0]?.['blocks'] ?? '[]');
    expect(first).toMatchObject({ block_id: card?.id });
    await draws(desk);
    expect(updates(desk)).toHaveLength(1);
  });

  it.each<[string, SignRequest, number]>([
    ['Box is slow with it', aSignRequest().build(), 8 * second],
    [
      'Box is slow with it after Send now',
      aSignRequest()
        .with({ confirmedAt: tuesday + 1 })
        .build(),
      8 * second + 1,
    ],
    ['Box is slow to create it', aSignRequest().callMayHaveLeft().build(), 8 * second],
    ['nobody has looked at it for two minutes', aSignRequest().toCheck().build(), 2 * minute],
    [
      'nobody has corrected it for two minutes',
      aSignRequest().notSent({ code: 'outcome_unknown' }).build(),
      2 * minute,
    ],
    ['it is in Box', sent.build(), 0],
  ])('is posted as soon as %s', async (_what, given, afterMs) => {
    const desk = await deskWith(given);
    if (afterMs > 0) {
      desk.clock.now = tuesday + afterMs - 1;
      await draws(desk);
      expect(posts(desk)).toEqual([]);
    }
    desk.clock.now = tuesday + afterMs;
    await draws(desk);
    expect(posts(desk)).toHaveLength(1);
  });

  it('of a request that waits in a modal is drawn again after two minutes, and otherwise not', async () => {
    const waits = await deskWith(aSignRequest().toCheck().build());
    await draws(waits);
    expect(await planned(waits)).toEqual([['card', 2 * minute]]);
    const isMade = await deskWith(aSignRequest().build());
    await draws(isMade);
    expect(await planned(isMade)).toEqual([]);
  });

  it.each<[string, readonly Card[], number]>([
    ['when its only modal was closed', [modal('V1', { message: null })], 1],
    ['while another modal is open', [modal('V1', { message: null }), modal('V2')], 0],
    ['while its modal is open', [modal('V1')], 0],
  ])('of a request that waits is posted %s: %j', async (_when, cards, count) => {
    const desk = await deskWith(aSignRequest().toCheck().build(), ...cards);
    await draws(desk);
    expect(posts(desk)).toHaveLength(count);
  });

  it.each<[string, SignRequest]>([
    ['was made in Box, until its requester follows it', sent.withDetails({ isFollowed: false }).build()],
    ['was discarded', aSignRequest().inState('discarded').build()],
  ])('is not posted for a request that %s; one that is there is changed', async (_what, given) => {
    const desk = await deskWith(given);
    desk.clock.now += day;
    await draws(desk);
    expect(posts(desk)).toEqual([]);
    const shown = await deskWith(given, direct());
    await draws(shown);
    expect([posts(shown).length, updates(shown).length]).toEqual([0, 1]);
  });

  it('is drawn again when Box accepts a reminder, and when an address becomes doubtful', async () => {
    const desk = await deskWith(record);
    await draws(desk);
    expect(await planned(desk)).toEqual([
      ['reminder', 10 * minute + second],
      ['unopened', 2 * day + second],
    ]);
    const later = await deskWith(record);
    later.clock.now += 10 * minute;
    await draws(later);
    expect(await planned(later)).toEqual([['unopened', 2 * day - 10 * minute + second]]);
    const last = await deskWith(record);
    last.clock.now += 2 * day;
    await draws(last);
    expect(await planned(last)).toEqual([]);
  });

  it('is posted again with the same id when it was deleted in Slack', async () => {
    const desk = await deskWith(record, direct());
    desk.answers['chat.update'] = slackRefuses('message_not_found');
    desk.answers['chat.postMessage'] = { body: { ok: true, ts: '2.2' } };
    await draws(desk);
    expect(posts(desk)).toHaveLength(1);
    expect(await cardsOf(desk)).toMatchObject([{ id: 'card:1', message: '2.2', postSentAt: tuesday }]);
  });

  it('that Slack does not let us change is not posted again', async () => {
    const desk = await deskWith(record, direct());
    desk.answers['chat.update'] = slackRefuses('cant_update_message');
    expect(await failureOf(draws(desk))).toMatchObject({ reason: 'cant_update_message' });
    expect(posts(desk)).toEqual([]);
    expect(await cardOf(desk)).toMatchObject({ message: '1.1', drawnHash: 'hash' });
  });

  it('whose post Slack did not confirm is looked for, and posted again only if it is not there', async () => {
    const unconfirmed = async () => {
      const desk = await deskWith(record);
      desk.answers['chat.postMessage'] = 'drop';
      expect(await failureOf(draws(desk))).toMatchObject({ kind: 'unknown' });
      const card = await cardOf(desk);
      expect(card).toMatchObject({ message: null, postSentAt: tuesday });
      desk.answers['chat.postMessage'] = { body: { ok: true, ts: '2.2' } };
      return { desk, id: card?.id };
    };
    const there = await unconfirmed();
    const metadata = { event_type: 'sign_request_card', event_payload: { card: there.id } };
    there.desk.answers['conversations.history'] = { body: { ok: true, messages: [{ ts: '1.5', metadata }] } };
    await draws(there.desk);
    expect([posts(there.desk).length, updates(there.desk).map(({ ts }) => ts)]).toEqual([1, ['1.5']]);
    expect(await cardsOf(there.desk)).toMatchObject([{ id: there.id, message: '1.5' }]);
    const gone = await unconfirmed();
    await draws(gone.desk);
    expect(calls(gone.desk, 'conversations.history')).toMatchObject([{ channel: 'D1' }]);
    expect(posts(gone.desk)).toHaveLength(2);
    expect(await cardsOf(gone.desk)).toMatchObject([{ id: gone.id, message: '2.2' }]);
  });

  it('that was certainly not posted is posted without a search', async () => {
    const desk = await deskWith(record);
    desk.answers['chat.postMessage'] = slackRefuses('ratelimited');
    expect(await failureOf(draws(desk))).toMatchObject({ kind: 'retry' });
    expect(await cardOf(desk)).toMatchObject({ message: null, postSentAt: null });
    delete desk.answers['chat.postMessage'];
    await draws(desk);
    expect(calls(desk, 'conversations.history')).toEqual([]);
    expect(await cardOf(desk)).toMatchObject({ message: '1.1' });
  });

  it('that was moved to another request while it was drawn is drawn for that one', async () => {
    const desk = await deskWith(record, direct());
    await desk.given(replacing);
    desk.answers['chat.update'] = async () => {
      await desk.store.cards.put('T1', direct({ requestId: replacing.id }));
      return { body: { ok: true } };
    };
    await draws(desk);
    expect(await desk.waiting('redraw')).toContainEqual({ args: { requestId: replacing.id }, inMs: 0 });
    const stays = await deskWith(record, direct());
    await draws(stays);
    expect((await stays.waiting('redraw')).filter(({ args }) => !('due' in args))).toEqual([]);
  });
});

describe('an open modal', () => {
  it('shows the result, and is changed only when it shows something else', async () => {
    const desk = await deskWith(record, modal('V1'));
    await draws(desk);
    await draws(desk);
    expect(
      calls(desk, 'views.update').map(({ view_id: id, view: shown }) => [id, JSON.parse(shown ?? '')]),
    ).toEqual([['V1', sentView(record, t)]]);
    expect(await cardsOf(desk)).toContainEqual(
      expect.objectContaining({ id: 'view:V1', message: 'V1', drawnHash: expect.stringMatching(/^\w{64}$/) }),
    );
  });

  const ready = aSignRequest().beingPrepared().build();
  it('that was closed before the fields could be placed is followed by a note, and forgotten', async () => {
    for (const closed of [modal('V1'), modal('V1', { message: null })]) {
      const desk = await deskWith(ready, closed);
      desk.answers['views.update'] = slackRefuses('not_found');
      await draws(desk);
      expect(await desk.waiting('note')).toEqual([{ args: { requestId }, inMs: 0 }]);
      expect((await cardsOf(desk)).map(({ kind }) => kind)).toEqual(['direct']);
    }
  });

  it.each<[string, SignRequest, readonly Card[]]>([
    ['is open', ready, [modal('V1')]],
    ['was never there', ready, []],
    ['was closed when there was nothing to place', record, [modal('V1', { message: null })]],
  ])('that %s is not followed by a note', async (_what, given, cards) => {
    const desk = await deskWith(given, ...cards);
    await draws(desk);
    expect(await desk.waiting('note')).toEqual([]);
  });

  it('stays known as closed until the card was posted', async () => {
    const desk = await deskWith(ready, modal('V1', { message: null }));
    desk.answers['chat.postMessage'] = slackRefuses('ratelimited');
    expect(await failureOf(draws(desk))).not.toBeNull();
    expect(await cardsOf(desk)).toContainEqual(expect.objectContaining({ id: 'view:V1' }));
  });

  it('becomes the form again when the request was not sent, and is then left alone', async () => {
    const desk = await deskWith(aSignRequest().notSent({ code: 'outcome_unknown' }).build(), modal('V1'));
    await draws(desk);
    expect(calls(desk, 'views.update')).toMatchObject([
      { view_id: 'V1', view: expect.stringContaining(t.form.title) },
    ]);
    expect(await cardsOf(desk)).toEqual([]);
    expect(posts(desk)).toEqual([]);
  });

  it('of a request that was discarded is left as it is, and forgotten', async () => {
    const desk = await deskWith(aSignRequest().inState('discarded').build(), modal('V1'));
    await draws(desk);
    expect([calls(desk, 'views.update'), await cardsOf(desk)]).toEqual([[], []]);
  });

  it('with the details is changed only when they change, and forgotten once it is closed', async () => {
    const details = modal('V1', { kind: 'details' });
    const desk = await deskWith(record, details);
    await draws(desk);
    await draws(desk);
    expect(calls(desk, 'views.update')).toHaveLength(1);
    const shows = async (closed: Desk) => (await cardsOf(closed)).map(({ kind }) => kind);
    expect(await shows(desk)).toContain('details');
    const closed = await deskWith(record, details);
    closed.answers['views.update'] = slackRefuses('not_found');
    await draws(closed);
    expect(await shows(closed)).toEqual(['direct']);
    const closedHere = await deskWith(record, { ...details, message: null });
    await draws(closedHere);
    expect([calls(closedHere, 'views.update'), await shows(closedHere)]).toEqual([[], ['direct']]);
  });
});

describe('the result in a modal', () => {
  const made = aSignRequest().build();
  it.each<[string, SignRequest, number, (given: SignRequest) => unknown]>([
    ['that it is being made', made, 8 * second - 1, (given) => workingView(given, t)],
    ['that Box is slow', made, 8 * second, (given) => slowView(given, t)],
    [
      'that the fields can be placed',
      aSignRequest().beingPrepared().build(),
      0,
      (given) => readyView(given, t),
    ],
    ['that it was sent', record, 0, (given) => sentView(given, t)],
    ['that nobody knows', aSignRequest().unsure().build(), 0, (given) => unsureView(given, t)],
    ['nothing, once it was discarded', aSignRequest().inState('discarded').build(), 0, () => null],
    ['nothing, but the form', aSignRequest().notSent({ code: 'outcome_unknown' }).build(), 0, () => null],
  ])('says %s', async (_what, given, afterMs, wanted) => {
    const desk = await deskWith(given);
    desk.clock.now += afterMs;
    expect(await resultView(desk.services, given, ana)).toEqual(wanted(given));
  });

  it('that is to be checked names the request that it replaces, while that is open', async () => {
    const check = aSignRequest()
      .toCheck()
      .with({ id: 'request-2', nonce: 'nonce-2', fingerprint: 'fingerprint-2' })
      .withDetails({ changes: requestId, file: { id: '111', name: 'New.pdf' } })
      .build();
    const named = async (old: SignRequest) =>
      JSON.stringify(await resultView((await deskWith(old)).services, check, ana)).includes(t.form.changes);
    expect(await named(record)).toBe(true);
    expect(await named(sent.inState('signed').build())).toBe(false);
  });
});

describe('a press that takes a while', () => {
  const pending = { verb: 'resend', by: 'U_ANA', at: tuesday, callSentAt: null, reason: null } as const;
  const pressed = sent.withDetails({ pending }).build();
  const onCard = ({ responseUrl }: Desk) => ({ responseUrl, messageTs: '1.1' });
  const shows = (desk: Desk) => calls(desk, 'respond');

  it('takes the buttons from its card, which is drawn again afterwards', async () => {
    const desk = await deskWith(pressed, direct());
    await showBusy(desk.services, onCard(desk), pressed);
    expect(shows(desk)).toMatchObject([{ replace_original: true, text: expect.stringContaining('NDA.pdf') }]);
    expect(JSON.stringify(shows(desk))).not.toContain('"type":"button"');
    expect(await cardOf(desk)).toMatchObject({ message: '1.1', drawnHash: 'busy' });
    expect(await desk.waiting('redraw')).toEqual([{ args: { requestId }, inMs: 0 }]);
  });

  it('that the worker finishes meanwhile does not leave the card without buttons', async () => {
    const desk = await deskWith(pressed, direct());
    desk.answers['respond'] = async () => {
      await desk.store.cards.recordDrawn('T1', 'card:1', { requestId, message: '1.1', hash: 'finished' });
      return { body: 'ok' };
    };
    await showBusy(desk.services, onCard(desk), pressed);
    expect(await cardOf(desk)).toMatchObject({ drawnHash: 'busy' });
  });

  it.each<[string, SignRequest]>([
    [
      'Box has answered',
      sent
        .withDetails({ pending })
        .with({ observedAt: tuesday + 1 })
        .build(),
    ],
    ['the action has ended', record],
  ])('leaves the card as it is once %s', async (_what, now) => {
    const desk = await deskWith(now, direct());
    await showBusy(desk.services, onCard(desk), pressed);
    expect([shows(desk), (await cardOf(desk))?.drawnHash]).toEqual([[], 'hash']);
  });

  it('without a response URL only has its request drawn again', async () => {
    const desk = await deskWith(pressed, direct());
    await showBusy(desk.services, { responseUrl: null, messageTs: '1.1' }, pressed);
    expect([shows(desk), (await cardOf(desk))?.drawnHash]).toEqual([[], 'hash']);
    expect(await desk.waiting('redraw')).toHaveLength(1);
  });

  it('on a choice replaces it by a sentence, and after a command there is nothing to replace', async () => {
    const desk = await deskWith(pressed, direct(), direct({ id: 'card:2', kind: 'signer', message: '3.3' }));
    const choice = { responseUrl: desk.responseUrl, messageTs: '3.3' };
    await showBusy(desk.services, choice, pressed);
    expect(shows(desk)).toMatchObject([{ replace_original: true, text: expect.stringContaining('NDA.pdf') }]);
    expect(await cardOf(desk)).toMatchObject({ drawnHash: 'hash' });
    await showBusy(desk.services, { ...choice, isCommand: true }, pressed);
    expect(shows(desk)).toHaveLength(1);
    const ended = await deskWith(record);
    await showBusy(ended.services, { responseUrl: ended.responseUrl, messageTs: null }, record);
    expect(shows(ended)).toEqual([]);
  });

  it('that Slack does not let us show is logged, and the work goes on', async () => {
    const desk = await deskWith(pressed, direct());
    desk.answers['respond'] = { status: 404 };
    await showBusy(desk.services, onCard(desk), pressed);
    expect(warned(desk)).toEqual(['a press could not be shown as busy']);
    expect(await desk.waiting('redraw')).toHaveLength(1);
  });

  it('is shown in Home and in open lists as well', async () => {
    const desk = await deskWith(pressed, direct());
    await opensHome(desk, 'U_ANA');
    await desk.store.lists.putView('T1', { id: 'V_LIST', user: 'U_ANA', state: everything });
    await desk.forgetJobs();
    await showBusy(desk.services, onCard(desk), pressed);
    expect(await desk.waiting('drawHome')).toEqual([{ args: { user: 'U_ANA' }, inMs: 0 }]);
    expect(await desk.waiting('drawLists')).toEqual([{ args: { user: 'U_ANA' }, inMs: 0 }]);
  });
});

describe('a press on an older message of a card', () => {
  const shared = (more: Partial<Card> = {}) =>
    aCard(`card:${requestId}:C1`, requestId, { kind: 'shared', channel: 'C1', message: '2.2', ...more });
  /** Presses a message that is marked with this card's id. */
  const presses = async (desk: Desk, cardId: string, channelId: string, messageTs: string) => {
    const message = markedCard(sentenceMessage('Old', t), cardId);
    const order: string[] = [];
    const answer = { after: async () => void order.push(`answered before ${updates(desk).length} updates`) };
    const pressed = press('resend', requestId, { message, messageTs, channelId, isInHome: false });
    await thenMarkReplaced(desk.services, pressed, answer).after?.();
    expect(order).toEqual(['answered before 0 updates']);
    return updates(desk).map(({ channel, ts, text }) => [channel, ts, text]);
  };

  it.each<[string, Card, string, string, string, string | null]>([
    ['older in the direct messages', direct({ message: '2.2' }), 'card:1', 'D1', '1.9', t.card.replaced],
    ['older in a channel', shared(), `card:${requestId}:C1`, 'C1', '2.1', t.card.replaced],
    ['with names', shared({ kind: 'shared_names' }), `card:${requestId}:C1`, 'C1', '2.1', t.card.replaced],
    ['the present one', direct({ message: '2.2' }), 'card:1', 'D1', '2.2', null],
    ['newer', direct({ message: '2.2' }), 'card:1', 'D1', '10.1', null],
    ['in another conversation', direct({ message: '2.2' }), 'card:1', 'D2', '1.9', null],
    ['of a card that has none yet', direct({ message: null }), 'card:1', 'D1', '1.9', null],
    ['to a signer', direct({ kind: 'signer', message: '2.2' }), 'card:1', 'D1', '1.9', null],
    ['of a card in a channel that is gone', direct(), `card:${requestId}:C1`, 'C1', '2.1', t.share.noLonger],
    ['of another channel’s card', direct(), `card:${requestId}:C1`, 'C2', '2.1', null],
    ['of a card in the direct messages that is gone', direct(), 'card:9', 'D1', '1.9', null],
  ])('%s', async (_what, card, id, channel, ts, sentence) => {
    const desk = await deskWith(record, card);
    expect(await presses(desk, id, channel, ts)).toEqual(sentence === null ? [] : [[channel, ts, sentence]]);
  });

  it('that Slack does not let us change is logged', async () => {
    const desk = await deskWith(record, direct({ message: '2.2' }));
    desk.answers['chat.update'] = slackRefuses('edit_window_closed');
    await presses(desk, 'card:1', 'D1', '1.9');
    expect(warned(desk)).toHaveLength(1);
  });

  it.each<[string, Parameters<typeof press>[2]]>([
    ['without a card’s id', { message: sentenceMessage('Old', t), messageTs: '1.9', channelId: 'D1' }],
    ['without a time', { message: markedCard(sentenceMessage('Old', t), 'card:1'), channelId: 'D1' }],
    ['without a channel', { message: markedCard(sentenceMessage('Old', t), 'card:1'), messageTs: '1.9' }],
    ['that Slack leaves out', { messageTs: '1.9', channelId: 'D1' }],
  ])('on a message %s is only answered', async (_what, where) => {
    const { services } = await setDesk();
    const answer = { after: async () => undefined };
    expect(thenMarkReplaced(services, press('resend', requestId, where), answer)).toBe(answer);
  });
});

describe('a card in a channel', () => {
  const id = `card:${requestId}:C1`;
  const shared = (more: Partial<Card> = {}) =>
    aCard(id, requestId, { kind: 'shared', channel: 'C1', message: '2.2', ...more });
  const shows = (desk: Desk) => showShared(desk.services, { requestId, channel: 'C1' }, desk.run);

  it('is drawn by a job of its own, once it was posted', async () => {
    const desk = await deskWith(
      record,
      shared(),
      shared({ id: `card:${requestId}:C2`, channel: 'C2', message: null }),
      direct(),
    );
    await draws(desk);
    expect(await desk.waiting('showShared')).toEqual([{ args: { requestId, channel: 'C1' }, inMs: 0 }]);
  });

  it('names the signers only where its requester has chosen that', async () => {
    for (const kind of ['shared', 'shared_names'] as const) {
      const bo = aSigner('bo@client.com', { name: 'Bo Berg' });
      const desk = await deskWith(sent.toSigners(bo).build(), shared({ kind }));
      await shows(desk);
      expect(updates(desk)).toMatchObject([{ channel: 'C1', ts: '2.2' }]);
      expect(JSON.stringify(updates(desk)).includes('Bo Berg')).toBe(kind === 'shared_names');
      expect(await desk.store.cards.get('T1', id)).toMatchObject({ kind, message: '2.2' });
    }
  });

  it.each<[string, boolean]>([
    ['message_not_found', false],
    ['channel_not_found', false],
    ['is_archived', true],
  ])('that Slack refuses to change (%s) is not posted again, and followed: %s', async (error, isKept) => {
    const desk = await deskWith(record, shared());
    desk.answers['chat.update'] = slackRefuses(error);
    await shows(desk);
    expect(posts(desk)).toEqual([]);
    expect((await desk.store.cards.get('T1', id)) !== null).toBe(isKept);
    expect(warned(desk)).toEqual(['a shared card could not be changed']);
  });

  it('is tried again while Slack does not answer', async () => {
    const desk = await deskWith(record, shared());
    desk.answers['chat.update'] = { status: 503 };
    expect(await failureOf(shows(desk))).toMatchObject({ kind: 'retry' });
    expect([warned(desk), (await desk.store.cards.get('T1', id)) !== null]).toEqual([[], true]);
  });

  it('that is gone, or was not posted, is not drawn', async () => {
    const gone = await deskWith(record);
    await shows(gone);
    const unposted = await deskWith(record, shared({ message: null }));
    await shows(unposted);
    expect([...gone.calls, ...unposted.calls]).toEqual([]);
  });

  it('is looked for in its channel only if it may have been posted without an answer', async () => {
    const desk = await setDesk();
    expect(await findLostCard(desk.services, shared())).toBeNull();
    expect(await findLostCard(desk.services, shared({ message: null, postSentAt: null }))).toBeNull();
    expect(desk.calls).toEqual([]);
    const lost = await findLostCard(desk.services, shared({ message: null }));
    expect(lost).toEqual({ ts: null, couldSearch: true });
    expect(calls(desk, 'conversations.history')).toMatchObject([{ channel: 'C1' }]);
  });
});

it('a modal that is opened is known to show the request, or all of it', async () => {
  const desk = await deskWith(record);
  await recordViewShown(desk.services, 'T1', requestId, 'V1');
  await recordDetailsShown(desk.services, 'T1', requestId, 'V2');
  const row = { requestId, channel: null, drawnHash: null, postSentAt: null, createdAt: tuesday };
  expect(await cardsOf(desk)).toEqual([
    { ...row, id: 'view:V1', kind: 'view', message: 'V1' },
    { ...row, id: 'view:V2', kind: 'details', message: 'V2' },
  ]);
  expect(markedClosed(modal('V1'))).toEqual(modal('V1', { message: null }));
});

describe('a modal that opens after a press', () => {
  const shown = sentenceView('Hello', t);
  const opens = async (desk: Desk, isInModal: boolean) => {
    const pressed = { triggerId: 'trigger-1', view: isInModal ? view('form', {}) : null };
    return showModal(desk.services, 'T1', pressed, shown);
  };

  it('is on top of the modal in which the button was, if it was in one', async () => {
    const desk = await setDesk();
    expect(await opens(desk, false)).toEqual({ viewId: 'V_NEW' });
    expect(await opens(desk, true)).toEqual({ viewId: 'V_NEW' });
    expect(desk.callsTo('views.')).toEqual(['views.open', 'views.push']);
  });

  it('takes the place of the third modal of a stack, which shows nothing else from then on', async () => {
    const desk = await deskWith(record, modal('V1'));
    await desk.store.lists.putView('T1', { id: 'V1', user: 'U_ANA', state: everything });
    desk.answers['views.push'] = slackRefuses('push_limit_reached');
    expect(await opens(desk, true)).toEqual({ viewId: 'V1' });
    expect(calls(desk, 'views.update')).toMatchObject([{ view_id: 'V1' }]);
    expect([await cardsOf(desk), await desk.store.lists.viewsOf('T1', 'U_ANA')]).toEqual([[], []]);
  });

  it('that Slack refuses for another reason is a failure', async () => {
    const desk = await setDesk();
    desk.answers['views.push'] = slackRefuses('expired_trigger_id');
    expect(await failureOf(opens(desk, true))).toMatchObject({ reason: 'expired_trigger_id' });
    expect(desk.callsTo('views.')).toEqual(['views.push']);
  });
});

describe('the message to a signer', () => {
  const bo = aSigner('bo@acme.com', { slackUserId: 'U_BO', signsHere: true });
  const asking = sent
    .toSigners(bo, aSigner('ana@acme.com', { slackUserId: 'U_ANA', signsHere: true }))
    .build();
  const later = sent.toSigners(aSigner('first@client.com', { order: 1 }), { ...bo, order: 2 }).build();
  const signed = sent.toSigners({ ...bo, decision: 'signed', decidedAt: tuesday }).build();
  const id = `signer:U_BO:${requestId}`;
  const posted = (more: Partial<Card> = {}) =>
    aCard(id, requestId, { kind: 'signer', channel: 'D1', message: '1.1', ...more });
  const shows = (desk: Desk) => showSigner(desk.services, { requestId, user: 'U_BO' }, desk.run);
  const told = async (desk: Desk) => (await desk.waiting('tellNotices')).map(({ args }) => args);
  const guest = { body: { ok: true, user: { id: 'U_BO', team_id: 'T1', is_restricted: true } } };

  it.each<[string, SignRequest, readonly Card[], readonly string[]]>([
    ['whose turn it is', asking, [], ['U_BO']],
    ['whose turn it is, and who was asked before', asking, [posted()], ['U_BO']],
    ['who was asked before', signed, [posted()], ['U_BO']],
    ['whose turn comes later: none', later, [direct(), modal('V1')], []],
  ])('is drawn by a job of its own for a signer %s', async (_what, given, cards, users) => {
    const desk = await deskWith(given, ...cards);
    await draws(desk);
    const wanted = users.map((user) => ({ args: { requestId, user }, inMs: 0 }));
    expect(await desk.waiting('showSigner')).toEqual(wanted);
  });

  it('is posted once, and shown in their Home', async () => {
    const desk = await deskWith(asking);
    await opensHome(desk, 'U_BO');
    await desk.forgetJobs();
    await shows(desk);
    await shows(desk);
    expect(posts(desk)).toMatchObject([{ channel: 'D1', text: expect.stringContaining('NDA.pdf') }]);
    expect(calls(desk, 'conversations.open')).toMatchObject([{ users: 'U_BO' }]);
    expect(await desk.store.cards.get('T1', id)).toMatchObject({
      ...{ requestId, kind: 'signer', channel: 'D1', message: '1.1', postSentAt: tuesday },
    });
    expect(await desk.waiting('drawHome')).toEqual([{ args: { user: 'U_BO' }, inMs: 0 }]);
    expect(await told(desk)).toEqual([]);
  });

  it('is changed once they have signed, and not posted then', async () => {
    const desk = await deskWith(signed, posted());
    await shows(desk);
    expect(updates(desk)).toMatchObject([{ ts: '1.1' }]);
    const never = await deskWith(signed);
    await shows(never);
    expect(posts(never)).toEqual([]);
  });

  it.each<[string, SignRequest]>([
    ['before their turn', later],
    ['after its end', sent.toSigners(bo).inState('declined').build()],
  ])('is not posted %s', async (_when, given) => {
    const desk = await deskWith(given);
    await shows(desk);
    expect([posts(desk), updates(desk), await told(desk)]).toEqual([[], [], []]);
  });

  it('is nothing for a request that was deleted', async () => {
    const desk = await setDesk();
    await shows(desk);
    expect(desk.calls).toEqual([]);
  });

  it('is not posted to a guest, and the requester is told', async () => {
    const desk = await deskWith(asking);
    desk.answers['users.info'] = guest;
    await shows(desk);
    expect([posts(desk), await told(desk)]).toEqual([[], [{ user: 'U_ANA' }]]);
    expect(await desk.store.notices.owed('T1', 'U_ANA')).toMatchObject([{ requestId, kind: 'not_reached' }]);
    const before = await deskWith(asking, posted());
    before.answers['users.info'] = guest;
    await shows(before);
    expect([updates(before).length, await told(before)]).toEqual([1, [{ user: 'U_ANA' }]]);
  });

  it('to a former member is changed once they have signed, and nobody is told', async () => {
    const desk = await deskWith(signed, posted());
    desk.answers['users.info'] = guest;
    await shows(desk);
    expect([updates(desk).length, await told(desk)]).toEqual([1, []]);
  });

  it.each<[string, Signer, readonly Card[], number]>([
    ['is told to the requester', bo, [], 1],
    [
      'is not told to the requester when Box sends an email',
      aSigner(bo.email, { slackUserId: 'U_BO' }),
      [],
      0,
    ],
    ['is not told to the requester when it had reached them', bo, [posted()], 0],
  ])('that Slack refuses %s', async (_what, signer, cards, count) => {
    const desk = await deskWith(sent.toSigners(signer).build(), ...cards);
    desk.answers['chat.postMessage'] = slackRefuses('messages_tab_disabled');
    desk.answers['chat.update'] = slackRefuses('cant_update_message');
    await shows(desk);
    expect(warned(desk)).toEqual(['a signer could not be told']);
    expect(await told(desk)).toHaveLength(count);
  });

  it('is tried again while Slack does not answer, and nobody is told', async () => {
    const desk = await deskWith(asking);
    desk.answers['conversations.open'] = { status: 503 };
    expect(await failureOf(shows(desk))).toMatchObject({ kind: 'retry' });
    expect([warned(desk), await told(desk)]).toEqual([[], []]);
  });

  it('asks in Home as well, as long as it is their turn', async () => {
    const asked = async (given: SignRequest) =>
      requestsToSign((await deskWith(given, posted())).services, 'T1', { ...ana, userId: 'U_BO' });
    expect(await asked(asking)).toEqual([{ record: asking, reader: 'U_BO', who: 'Ana', lost: null }]);
    expect(await asked(signed)).toEqual([]);
  });
});

describe('App Home', () => {
  const soon = async (desk: Desk) => {
    await desk.forgetJobs();
    await drawHomeSoon(desk.services, 'T1', 'U_ANA');
    return (await desk.waiting('drawHome')).map(({ inMs }) => inMs);
  };
  const draw = (desk: Desk) => drawHome(desk.services, { user: 'U_ANA' }, desk.run);
  const published = (desk: Desk) => calls(desk, 'views.publish');
  const homeOf = (desk: Desk) => desk.store.homes.get('T1', 'U_ANA');
  /** A workspace where Ana has opened Home, and Slack accepts it. */
  const opened = async () => {
    const desk = await deskWith(record);
    desk.answers['views.publish'] = { body: { ok: true, view: { hash: '1.hash' } } };
    await opensHome(desk, 'U_ANA');
    return desk;
  };

  it('is drawn only for a person who has opened it, at most once in three seconds', async () => {
    expect(await soon(await setDesk())).toEqual([]);
    const desk = await opened();
    expect(await soon(desk)).toEqual([0]);
    await draw(desk);
    expect(await soon(desk)).toEqual([3_000]);
    desk.clock.now += 2_999;
    expect(await soon(desk)).toEqual([1]);
    desk.clock.now += 1;
    expect(await soon(desk)).toEqual([0]);
    desk.clock.now += day;
    expect(await soon(desk)).toEqual([0]);
    desk.clock.now = tuesday - 1;
    expect(await soon(desk)).toEqual([3_000]);
  });

  it('is published when it has changed, and a draw that comes too soon waits', async () => {
    const desk = await opened();
    await draw(desk);
    expect(published(desk)).toMatchObject([{ user_id: 'U_ANA', view: expect.stringContaining('NDA.pdf') }]);
    expect(await homeOf(desk)).toMatchObject({ drawnAt: tuesday, drawnHash: expect.any(String) });
    await desk.forgetJobs();
    await draw(desk);
    expect(await desk.waiting('drawHome')).toEqual([{ args: { user: 'U_ANA' }, inMs: 3_000 }]);
    await desk.forgetJobs();
    desk.clock.now += 3_000;
    await draw(desk);
    expect([published(desk).length, await desk.waiting('drawHome')]).toEqual([1, []]);
  });

  it('of a person who has not opened it is not published', async () => {
    const desk = await setDesk();
    await draw(desk);
    expect(desk.calls).toEqual([]);
  });

  it('says one sentence to a person who may no longer use the app, and is then not drawn again', async () => {
    const desk = await opened();
    desk.answers['users.info'] = { body: { ok: true, user: { id: 'U_ANA', team_id: 'T1', deleted: true } } };
    await draw(desk);
    expect(published(desk)).toHaveLength(1);
    expect(JSON.stringify(published(desk))).not.toContain('NDA.pdf');
    expect(await homeOf(desk)).toBeNull();
  });

  it.each<[string, Desk['answers'][string], boolean]>([
    ['that Slack refuses is not drawn until it is opened again', slackRefuses('not_enabled'), false],
    ['is drawn again while Slack does not answer', { status: 503 }, true],
  ])('%s', async (_what, answer, isKept) => {
    const desk = await opened();
    desk.answers['views.publish'] = answer;
    expect((await failureOf(draw(desk))) === null).toBe(!isKept);
    expect(warned(desk)).toEqual(isKept ? [] : ['Slack refused App Home']);
    expect((await homeOf(desk)) !== null).toBe(isKept);
  });
});

describe('the list of requests', () => {
  it('is drawn again only where it is open', async () => {
    const desk = await deskWith(record);
    await drawOpenListsSoon(desk.services, 'T1', 'U_ANA');
    expect(await desk.waiting('drawLists')).toEqual([]);
    await desk.store.lists.putView('T1', { id: 'V_LIST', user: 'U_ANA', state: everything });
    await drawOpenListsSoon(desk.services, 'T1', 'U_ANA');
    expect(await desk.waiting('drawLists')).toEqual([{ args: { user: 'U_ANA' }, inMs: 0 }]);
  });

  const state = { askedAt: null, listedAt: tuesday - day, failedAt: tuesday - minute, refusal: null };

  it('is read by a job, and what is known of the last reading stays known', async () => {
    const desk = await deskWith(record);
    for (const which of ['own', 'shared'] as const)
      await desk.store.lists.putReadState('T1', 'U_ANA', state, which);
    await readListSoon(desk.services, 'T1', 'U_ANA');
    expect(await desk.waiting('readList')).toEqual([{ args: { user: 'U_ANA' }, inMs: 0 }]);
    const read = (which: 'own' | 'shared') => desk.store.lists.readState('T1', 'U_ANA', which);
    const asked = { ...state, askedAt: tuesday };
    expect([await read('own'), await read('shared')]).toEqual([asked, state]);
    await readSharedSoon(desk.services, 'T1', 'U_ANA');
    expect(await desk.waiting('readShared')).toEqual([{ args: { user: 'U_ANA' }, inMs: 0 }]);
    expect([await read('own'), await read('shared')]).toEqual([asked, asked]);
  });

  const never = { askedAt: null, listedAt: null, failedAt: null, refusal: null };
  it.each([
    ['is being asked', { askedAt: tuesday }, '⏳ Asking Box…'],
    ['is being asked again', { askedAt: tuesday, failedAt: tuesday - minute }, '⏳ Asking Box…'],
    ['did not answer', { failedAt: tuesday }, '⚠️ Box is busy or not answering.'],
    [
      'refused',
      { failedAt: tuesday, refusal: 'policy_forbids' as const },
      'do not let this app read the list',
    ],
  ])('says that Box %s', async (_what, read, sentence) => {
    const desk = await deskWith(record);
    const shown = async () =>
      JSON.stringify((await renderList(desk.services, 'T1', ana, everything)).view.blocks);
    expect(await shown()).not.toContain(sentence);
    await desk.store.lists.putReadState('T1', 'U_ANA', { ...never, ...read });
    expect(await shown()).toContain(sentence);
  });

  it('shows the person’s requests, and a group that has become empty as the others', async () => {
    const desk = await deskWith(record);
    const { view: shown, selection } = await renderList(desk.services, 'T1', ana, everything);
    expect(JSON.stringify(shown)).toContain('NDA.pdf');
    expect(selection).toMatchObject({ group: 'waiting', page: 1 });
  });
});
