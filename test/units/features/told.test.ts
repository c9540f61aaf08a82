/** Messages that jobs send: where a person asked, when a form is ready, after a refresh, and when work was given up. */
import { describe, expect, it } from 'vitest';
import { rememberAskedFrom, tellAskedFrom, tellUnderWay } from '../../../src/features/asked-from.ts';
import { withdraw } from '../../../src/features/change.ts';
import {
  endAction,
  endCreation,
  endListing,
  tellPerson,
  tellRequester,
} from '../../../src/features/given-up.ts';
import { postNote } from '../../../src/features/note.ts';
import { postOnce } from '../../../src/features/post-once.ts';
import { refresh } from '../../../src/features/refresh.ts';
import type { AllInstallations } from '../../../src/features/services.ts';
import { showSlow } from '../../../src/features/slow.ts';
import { handlersOf } from '../../../src/features/work.ts';
import { emptyForm } from '../../../src/signing/form.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { type StepArgs, work } from '../../../src/signing/work.ts';
import type { Draft } from '../../../src/store/database.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { aCard } from '../store/records.ts';
import { atBox, type Desk, type DeskAnswer, setDesk, slackRefuses } from './desk.ts';

const minute = 60_000;
const t = texts('en-GB', null);
const sent = aSignRequest().sentTo('bo@client.com').with({ observedAt: tuesday });
const record = sent.build();
const requestId = record.id;
const readOne = 'GET /sign_requests/box-1';
const refused = (status: number): DeskAnswer => ({ status, body: { type: 'error', status, code: 'x' } });
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

const aDraft = (desk: Desk, more: Partial<Draft> = {}): Draft => ({
  ...{ id: 'draft-1', user: 'U_ANA', form: emptyForm, responseUrl: desk.responseUrl, channel: 'C1' },
  ...{ replaces: null, changes: null, problem: null, createdAt: tuesday },
  ...more,
});

const responses = (desk: Desk) => desk.calls.flatMap(({ to, body }) => (to === 'respond' ? [body] : []));
const posts = (desk: Desk) => desk.calls.flatMap(({ to, body }) => (to === 'chat.postMessage' ? [body] : []));
const ephemeral = (desk: Desk) =>
  desk.calls.flatMap(({ to, body }) => (to === 'chat.postEphemeral' ? [body['text']] : []));

describe('where a reminder or cancel was asked for', () => {
  const from = (desk: Desk, more: object = {}) =>
    rememberAskedFrom(desk.services, 'T1', ana, { responseUrl: desk.responseUrl, messageTs: null, ...more });

  it('is stored for a command and for a private message, not for a card or a modal', async () => {
    const desk = await setDesk();
    const byCommand = await from(desk, { isCommand: true });
    expect(byCommand).toMatchObject({ how: 'command' });
    const stored = await desk.store.drafts.get('T1', byCommand?.draftId ?? '');
    expect(stored).toMatchObject({ user: 'U_ANA', responseUrl: desk.responseUrl, createdAt: tuesday });
    expect(await from(desk)).toMatchObject({ how: 'choice' });
    expect(await from(desk, { messageTs: '1.1' })).toBeUndefined();
    expect(await from(desk, { responseUrl: null })).toBeUndefined();
  });

  const result = (more: Partial<StepArgs['tellAskedFrom']> = {}): StepArgs['tellAskedFrom'] => ({
    ...{ requestId, verb: 'resend', failure: null, draftId: 'draft-1', how: 'choice' },
    ...more,
  });
  const tellsWith = async (answer?: DeskAnswer, args = result()) => {
    const desk = await setDesk();
    await desk.given(record);
    await desk.store.drafts.put('T1', aDraft(desk));
    if (answer) desk.answers['respond'] = answer;
    const thrown = await failureOf(tellAskedFrom(desk.services, args, desk.run));
    const { responseUrl } = (await desk.store.drafts.get('T1', 'draft-1')) ?? {};
    return { desk, thrown, responseUrl };
  };

  it('the result replaces the list with the buttons, once', async () => {
    const { desk, thrown, responseUrl } = await tellsWith();
    expect(thrown).toBeNull();
    expect(responses(desk)).toMatchObject([
      { replace_original: true, text: expect.stringMatching(/NDA\.pdf/) },
    ]);
    expect(responseUrl).toBeNull();
    await tellAskedFrom(desk.services, result(), desk.run);
    expect(responses(desk)).toHaveLength(1);
  });

  it('the result of a command is a private line', async () => {
    const { desk, responseUrl } = await tellsWith(undefined, result({ how: 'command' }));
    expect(responses(desk)).toMatchObject([{ response_type: 'ephemeral', replace_original: false }]);
    expect(responseUrl).toBeNull();
  });

  it.each([
    ['a refusal ends it', { status: 404 }, null],
    ['silence does not', 'drop' as const, { kind: 'unknown' }],
  ])('when the list cannot be replaced, %s', async (_what, answer, failure) => {
    const { desk, thrown, responseUrl } = await tellsWith(answer);
    if (failure) expect(thrown).toMatchObject(failure);
    else expect(thrown).toBeNull();
    expect(responseUrl).toBe(desk.responseUrl);
    expect(desk.log.map(({ msg }) => msg)).toEqual(failure ? [] : ['the result could not be shown']);
  });

  it.each([
    ['while it is pending', 'draft-1', 1],
    ['not once it has ended, or for another one', 'draft-2', 0],
  ])('that Box has not answered yet is said %s', async (_when, draftId, count) => {
    const desk = await setDesk();
    const askedFrom = { draftId, how: 'command' } as const;
    const pending = {
      verb: 'resend',
      by: 'U_ANA',
      at: tuesday,
      callSentAt: null,
      reason: null,
      askedFrom,
    } as const;
    await desk.given(sent.withDetails({ pending }).build());
    await desk.store.drafts.put('T1', aDraft(desk));
    await tellUnderWay(desk.services, { requestId, draftId: 'draft-1' }, desk.run);
    expect(responses(desk)).toHaveLength(count);
    for (const one of responses(desk)) expect(one).toMatchObject({ response_type: 'ephemeral' });
  });
});

describe('the private note that a request is ready', () => {
  const ready = aSignRequest().beingPrepared().with({ nonce: 'draft-1/2' }).build();
  const noted = async (draft: Partial<Draft> = {}, laterMs = 0, cardIn: string | null = null) => {
    const desk = await setDesk();
    await desk.given(ready);
    if (cardIn !== null) await desk.store.cards.put('T1', aCard('card', ready.id, { channel: cardIn }));
    await desk.store.drafts.put('T1', aDraft(desk, draft));
    desk.clock.now += laterMs;
    await postNote(desk.services, { requestId: ready.id }, desk.run);
    return desk;
  };

  it('is shown once where the command was typed', async () => {
    const desk = await noted();
    await postNote(desk.services, { requestId: ready.id }, desk.run);
    expect(responses(desk)).toMatchObject([
      { response_type: 'ephemeral', text: expect.stringMatching(/NDA\.pdf/) },
    ]);
  });

  it.each<[string, Partial<Draft>, number, string | null, number]>([
    ['at half an hour, when Slack still takes it', {}, 30 * minute, null, 1],
    ['after that', {}, 30 * minute + 1, null, 0],
    ['in the conversation that gets the card', { channel: 'D1' }, 0, null, 0],
    ['in the conversation that has the card', { channel: 'D9' }, 0, 'D9', 0],
    ['in another one than that of the card', { channel: 'C1' }, 0, 'D9', 1],
    ['without a response URL', { responseUrl: null }, 0, null, 0],
  ])('%s', async (_when, draft, laterMs, cardIn, count) => {
    expect(responses(await noted(draft, laterMs, cardIn))).toHaveLength(count);
  });

  it('is lost rather than shown twice', async () => {
    const desk = await setDesk();
    await desk.given(ready);
    await desk.store.drafts.put('T1', aDraft(desk));
    desk.answers['respond'] = 'drop';
    const note = () => failureOf(postNote(desk.services, { requestId: ready.id }, desk.run));
    expect([await note(), await note()]).toEqual([null, null]);
    expect(responses(desk)).toHaveLength(1);
    expect(desk.log).toMatchObject([{ level: 30, msg: 'a private note could not be shown' }]);
  });
});

describe('a message of the app’s own', () => {
  const message = { text: 'Hello', blocks: [] };
  const posted = async (attempts: number, history: object = {}) => {
    const desk = await setDesk();
    desk.answers['conversations.history'] = { body: { ok: true, messages: [history] } };
    await postOnce(desk.services, 'U_ANA', { message, key: 'key' }, { attempts, createdAt: tuesday });
    return desk.callsTo('c');
  };

  it('is posted without a search in the first run, and after one in later runs', async () => {
    expect(await posted(1)).toEqual(['conversations.open', 'chat.postMessage']);
    expect(await posted(2)).toEqual(['conversations.open', 'conversations.history', 'chat.postMessage']);
  });

  it('is not posted again when it is there', async () => {
    const metadata = { event_type: 'sign_request_card', event_payload: { card: 'key' } };
    expect(await posted(2, { ts: '1.1', metadata })).toEqual(['conversations.open', 'conversations.history']);
  });
});

describe('when work was given up', () => {
  const givenUp = (desk: Desk) => ({ tenant: 'T1', jobId: 'job-1', reference: 'ab12cd34', run: desk.run });

  it('the requester is told with the reference', async () => {
    const desk = await setDesk();
    await desk.given(record);
    await tellRequester(desk.services, { requestId }, givenUp(desk));
    expect(posts(desk)).toMatchObject([{ channel: 'D1', text: expect.stringMatching(/NDA\.pdf.*ab12cd34/) }]);
    await tellRequester(desk.services, { requestId: 'deleted' }, givenUp(desk));
    expect(posts(desk)).toHaveLength(1);
  });

  it('the person is told with the reference', async () => {
    const desk = await setDesk();
    await tellPerson(desk.services, { user: 'U_ANA' }, givenUp(desk));
    expect(posts(desk)).toMatchObject([{ text: t.internal('ab12cd34') }]);
  });

  it.each([
    ['a reminder', work.resend({ requestId }), 1],
    ['a poll, of which only the operator learns', work.poll({ user: 'U_ANA' }), 0],
  ])('a job tells the person of %s', async (_what, failed, messages) => {
    const desk = await setDesk();
    await desk.given(record);
    await desk.store.jobs.enqueue('T1', failed);
    const claimed = await desk.store.jobs.claim();
    if (claimed === null) throw new Error('nothing to give up');
    await desk.store.jobs.giveUp(claimed.lease, { error: 'x', reference: 'ab12cd34' });
    const { job } = claimed;
    const everywhere = { ...desk.services, servicesOf: async () => desk.services };
    const tell = handlersOf(everywhere as unknown as AllInstallations)['tellGivenUp'];
    const tellsOf = (jobId: string) =>
      tell?.({ ...job, step: 'tellGivenUp', args: { jobId, reference: 'ab12cd34' } }, claimed);
    await tellsOf(job.id);
    expect(posts(desk)).toHaveLength(messages);
    for (const one of posts(desk)) expect(one).toMatchObject({ text: expect.stringMatching(/ab12cd34/) });
    await tellsOf('deleted');
    expect(posts(desk)).toHaveLength(messages);
  });

  it.each([
    [
      'says Not sent with the reference',
      aSignRequest(),
      'not_sent',
      { code: 'internal', reference: 'ab12cd34' },
    ],
    [
      'asks what to do where signers may have been mailed',
      aSignRequest().withoutFields().with({ confirmedAt: tuesday }).callMayHaveLeft(),
      'unsure',
      { code: 'outcome_unknown' },
    ],
  ])('on a creation, the card %s', async (_what, creating, state, refusal) => {
    const desk = await setDesk();
    await desk.given(creating.build());
    await endCreation(desk.services, { requestId }, givenUp(desk));
    expect(await desk.stored(creating.build())).toMatchObject({ state, refusal });
    expect(await desk.waiting('redraw')).toContainEqual({ args: { requestId }, inMs: 0 });
  });

  it.each([
    [null, 'internal'],
    [tuesday, 'unknown'],
  ])(
    'on a reminder whose call was sent at %s, it ends as %s, and the requester is told',
    async (callSentAt, code) => {
      const desk = await setDesk();
      const pending = { verb: 'resend', by: 'U_ANA', at: tuesday, callSentAt, reason: null } as const;
      await desk.given(sent.withDetails({ pending }).build());
      await endAction('resend')(desk.services, { requestId }, givenUp(desk));
      expect((await desk.stored(record)).details).toMatchObject({ pending: null, trouble: { code } });
      expect(posts(desk)).toHaveLength(1);
    },
  );

  it('on a list, the list says so', async () => {
    const desk = await setDesk();
    await desk.store.lists.putReadState(
      'T1',
      'U_ANA',
      { ...(await state(desk)), askedAt: tuesday },
      'shared',
    );
    await endListing('shared')(desk.services, { user: 'U_ANA' }, givenUp(desk));
    expect(await state(desk)).toMatchObject({ askedAt: null, failedAt: tuesday, refusal: null });
    expect((await desk.store.lists.readState('T1', 'U_ANA', 'own')).failedAt).toBeNull();
    expect(await desk.waiting('drawLists')).toMatchObject([{ args: { user: 'U_ANA' } }]);
  });
  const state = (desk: Desk) => desk.store.lists.readState('T1', 'U_ANA', 'shared');
});

describe('a refresh', () => {
  const refreshes = async (args: Partial<StepArgs['refresh']> = {}, given = record, answer = atBox()) => {
    const desk = await setDesk();
    await desk.given(given);
    desk.answers[readOne] = answer;
    desk.clock.now += minute;
    const thrown = await failureOf(refresh(desk.services, { requestId, ...args }, desk.run));
    const redraws = (await desk.waiting('redraw')).filter(({ inMs }) => inMs === 0).length;
    return { desk, thrown, redraws };
  };
  const pressed = { asked: 'U_ANA', pressedAt: tuesday + minute };

  it('reads the request and redraws its cards', async () => {
    const { desk, thrown, redraws } = await refreshes(pressed, record, atBox({ status: 'viewed' }));
    expect(thrown).toBeNull();
    expect(await desk.stored(record)).toMatchObject({ state: 'viewed', observedAt: tuesday + minute });
    expect(redraws).toBe(1);
    expect(ephemeral(desk)).toEqual([]);
  });

  it.each([
    ['unless Box has answered since the press', tuesday - 1, []],
    ['although Box answered at the time of the press', tuesday, [readOne]],
  ])('asks Box %s', async (_what, pressedAt, calls) => {
    const { desk, redraws } = await refreshes({ asked: 'U_ANA', pressedAt });
    expect(desk.callsTo('')).toEqual(calls);
    expect(redraws).toBe(1);
  });

  it('asks Box although the last answer is later than the clock, which was set back', async () => {
    const { desk } = await refreshes(
      { asked: 'U_ANA', pressedAt: tuesday },
      { ...record, observedAt: tuesday + 2 * minute },
    );
    expect(desk.callsTo('')).toEqual([readOne]);
  });

  it.each([
    [403, t.boxRefusesRefresh(403)],
    [429, t.boxBusy],
    [503, t.boxSilent],
  ])('that Box answers with %d is told to the person who pressed', async (status, sentence) => {
    const { desk, thrown, redraws } = await refreshes(pressed, record, refused(status));
    expect(thrown).toBeNull();
    expect(ephemeral(desk)).toEqual([sentence]);
    expect(redraws).toBe(1);
    expect(desk.log).toMatchObject([{ level: 40, request: requestId, msg: 'refresh failed' }]);
  });

  it('of a person who is not connected is told as a refusal', async () => {
    const { desk } = await refreshes({ ...pressed, asked: 'U_BEN' }, { ...record, requester: 'U_BEN' });
    expect(ephemeral(desk)).toEqual([t.boxRefusesRefresh(401)]);
    expect(desk.callsTo('GET')).toEqual([]);
  });

  it('that nobody asked for is tried again for fifteen minutes, and ends without a message', async () => {
    const silent = async (laterMs: number, round = 0) => {
      const desk = await setDesk();
      await desk.given(record);
      desk.answers[readOne] = refused(503);
      desk.clock.now = tuesday + laterMs;
      const thrown = await failureOf(refresh(desk.services, { requestId, round }, desk.run));
      expect(ephemeral(desk)).toEqual([]);
      return thrown;
    };
    expect(await silent(15 * minute - 1)).toMatchObject({ kind: 'retry' });
    expect(await silent(15 * minute)).toBeNull();
    // The first of the later searches is due five minutes after it was enqueued.
    expect(await silent(20 * minute - 1, 10)).toMatchObject({ kind: 'retry' });
    expect(await silent(20 * minute, 10)).toBeNull();
  });

  it('that nobody asked for ends at once when Box refuses', async () => {
    const { desk, thrown } = await refreshes({}, record, refused(403));
    expect(thrown).toBeNull();
    expect(ephemeral(desk)).toEqual([]);
  });

  const converting = aSignRequest()
    .beingPrepared()
    .inState('converting')
    .with({ observedAt: tuesday })
    .build();
  it.each([
    ['fifteen seconds', {}, [{ requestId, round: 1 }], 15_000],
    ['then a minute', { round: 1 }, [{ requestId, round: 2 }], minute],
    ['not a third time', { round: 2 }, [], 0],
    ['not after a press', pressed, [], 0],
  ])('of a document that Box converts is repeated: %s', async (_when, args, next, inMs) => {
    const { desk } = await refreshes(args, converting, atBox({ status: 'converting' }));
    expect(await desk.waiting('refresh')).toEqual(next.map((one) => ({ args: one, inMs })));
  });

  it('where the event stream reports on the request, is repeated only for signed files', async () => {
    const { details } = converting;
    const told = { ...converting, details: { ...details, isTold: true } };
    const still = await refreshes({}, told, atBox({ status: 'converting' }));
    expect(await still.desk.waiting('refresh')).toEqual([]);
    const files = { sign_files: { files: [], is_ready_for_download: false } };
    const signed = { ...record, details: { ...record.details, isTold: true } };
    const waiting = await refreshes({}, signed, atBox({ status: 'signed', ...files }));
    expect(await waiting.desk.waiting('refresh')).toMatchObject([{ args: { round: 1 } }]);
  });

  it('of a request that Box may hold twice looks for both, whenever Box has answered', async () => {
    const twice = { ...record, details: { ...record.details, mayBeTwice: true } };
    const { desk } = await refreshes({ asked: 'U_ANA', pressedAt: tuesday - 1 }, twice);
    expect(desk.callsTo('GET')).toContain('GET /sign_requests');
  });
});

describe('asking Box for a request', () => {
  const list = 'GET /sign_requests';
  const entry = (fields: object = {}): object => {
    const answer = atBox(fields as Record<string, unknown>);
    return answer === 'drop' ? {} : (answer.body as object);
  };
  const asked = async (given: SignRequest, ...entries: readonly object[]) => {
    const desk = await setDesk();
    await desk.given(given);
    desk.answers[list] = { body: { entries, limit: 1000, next_marker: null } };
    desk.answers[readOne] = atBox({ status: 'viewed' });
    await refresh(desk.services, { requestId, asked: 'U_ANA', pressedAt: tuesday }, desk.run);
    return { calls: desk.callsTo('GET'), is: await desk.stored(given) };
  };

  it('whose outcome is unknown searches for our id, and changes nothing while Box does not list it', async () => {
    const unsure = aSignRequest().withoutFields().unsure().build();
    expect(await asked(unsure)).toMatchObject({ calls: [list], is: unsure });
    const other = entry({ id: 'box-2', external_id: 'other' });
    const { calls, is } = await asked(unsure, other, entry());
    expect(calls).toEqual([list]);
    expect(is).toMatchObject({ state: 'sent', boxId: 'box-1', refusal: null });
  });

  it('that Box may hold twice searches, and reads the known one only if the list lacks it', async () => {
    const twice = sent.withDetails({ mayBeTwice: true }).build();
    expect((await asked(twice, entry())).calls).toEqual([list]);
    const both = await asked(twice, entry({ id: 'box-2' }));
    expect(both.calls).toEqual([list, readOne]);
    expect(both.is).toMatchObject({ state: 'viewed', boxId: 'box-1', details: { duplicateBoxId: 'box-2' } });
  });
});

describe('a request that another one replaces', () => {
  const withdrawn = async (given = record, person?: DeskAnswer) => {
    const desk = await setDesk();
    await desk.given(given);
    if (person) desk.answers['users.info'] = person;
    const thrown = await failureOf(withdraw(desk.services, { requestId }, desk.run));
    return { desk, thrown, pending: (await desk.stored(given)).details.pending };
  };

  it('is cancelled with a reason that signers understand', async () => {
    const { thrown, pending, desk } = await withdrawn();
    expect(thrown).toBeNull();
    expect(pending).toMatchObject({ verb: 'cancel', by: 'U_ANA', isWithdrawal: true });
    expect(pending?.reason).toBe(t.actions.changedReason);
    expect(await desk.waiting('cancel')).toHaveLength(1);
  });

  it('is cancelled although Slack no longer knows the requester', async () => {
    const { thrown, pending, desk } = await withdrawn(record, slackRefuses('user_not_found'));
    expect(thrown).toBeNull();
    expect(pending?.reason).toBe(texts(null, null).actions.changedReason);
    expect(desk.log).toMatchObject([{ level: 30, msg: 'the reason for signers is in English' }]);
  });

  it('waits while Slack does not answer', async () => {
    const { thrown, pending } = await withdrawn(record, { status: 503 });
    expect(thrown).toMatchObject({ kind: 'retry' });
    expect(pending).toBeNull();
  });

  it('waits fifteen seconds while a reminder is under way', async () => {
    const by = { by: 'U_ANA', at: tuesday, callSentAt: null, reason: null };
    const { thrown, pending } = await withdrawn(
      sent.withDetails({ pending: { verb: 'resend', ...by } }).build(),
    );
    expect(thrown).toMatchObject({ name: 'RetryLater', delayMs: 15_000 });
    expect(pending).toMatchObject({ verb: 'resend' });
  });
});

describe('while Box does not answer a creation', () => {
  const slow = async (given = aSignRequest().callMayHaveLeft().build(), laterMs = 0) => {
    const desk = await setDesk();
    await desk.given(given);
    const view = { kind: 'view', channel: null, message: 'V1' } as const;
    await desk.store.cards.put('T1', aCard('view:V1', given.id, view));
    desk.clock.now += laterMs;
    const thrown = await failureOf(showSlow(desk.services, { requestId: given.id }, desk.run));
    return {
      thrown,
      views: desk.callsTo('views.update').length,
      redraws: (await desk.waiting('redraw')).length,
    };
  };

  it('the open view says so, and is drawn again afterwards', async () => {
    const early = await slow();
    expect(early).toMatchObject({ thrown: { name: 'RetryLater' }, views: 0 });
    const { delayMs } = early.thrown as { delayMs: number };
    expect(await slow(undefined, delayMs - 1)).toMatchObject({ thrown: { delayMs: 1 }, views: 0 });
    expect(await slow(undefined, delayMs)).toEqual({ thrown: null, views: 1, redraws: 1 });
  });

  it('nothing is said once Box has answered', async () => {
    expect(await slow(record, minute)).toMatchObject({ thrown: null, views: 0 });
  });
});
