/** Polling Box: which requests are read, what is made of each answer, and when the next poll is due. */
import { describe, expect, it } from 'vitest';
import { expectNews, planAllPolls, poll, pollReturningPerson } from '../../../src/features/following/poll.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { aSignRequest as boxJson } from '../box/sign-request-json.ts';
import { atBox, type Desk, type DeskAnswer, setDesk } from './desk.ts';

const minute = 60_000;
const readOne = 'GET /sign_requests/box-1';
const readList = 'GET /sign_requests';
const refused = (status: number): DeskAnswer => ({ status, body: { type: 'error', status, code: 'x' } });
const sent = aSignRequest().sentTo('bo@client.com').with({ observedAt: tuesday });
const idOf = (n: number) => `8d1a5c9e-0000-4000-8000-00000000000${n}`;

/** One of several requests of Ana in Box. */
const numbered = (n: number): SignRequest =>
  sent.with({ id: idOf(n), nonce: `nonce-${n}`, fingerprint: `f-${n}`, boxId: `box-${n}` }).build();

/** What the list in Box says about a request. */
const listed = (n: number, status = 'sent') =>
  boxJson({
    id: `box-${n}`,
    external_id: idOf(n),
    status,
    signers: [{ email: 'bo@client.com', role: 'signer' }],
  });

const list = (...entries: readonly object[]): DeskAnswer => ({
  body: { entries, limit: 1000, next_marker: null },
});

/** Polls for Ana, this long after all requests were read. Resolves with what was thrown, or null. */
async function polls(desk: Desk, laterMs: number, args: { isBack?: boolean; user?: string } = {}) {
  desk.clock.now = tuesday + laterMs;
  return poll(desk.services, { user: 'U_ANA', ...args }, desk.run).then(
    () => null,
    (error: unknown) => error,
  );
}

const nextPolls = async (desk: Desk) => (await desk.waiting('poll')).map(({ inMs }) => inMs);

describe('a poll', () => {
  it('reads the request that is due, counts the call, and plans the next poll', async () => {
    const desk = await setDesk();
    desk.answers[readOne] = atBox({ status: 'viewed' });
    await desk.given(sent.build());
    expect(await polls(desk, 2 * minute)).toBeNull();
    expect(desk.callsTo('')).toEqual([readOne]);
    expect(await desk.stored(sent.build())).toMatchObject({
      state: 'viewed',
      observedAt: tuesday + 2 * minute,
    });
    expect(await desk.store.pollBudget.usage()).toMatchObject({ used: 1 });
    expect(await nextPolls(desk)).toEqual([10_000]);
  });

  it('reads nothing that is not due, and plans the next poll', async () => {
    const desk = await setDesk();
    await desk.given(sent.build());
    expect(await polls(desk, 4_000)).toBeNull();
    expect(desk.calls).toEqual([]);
    expect(await nextPolls(desk)).toEqual([6_000]);
  });

  it('of a person without open requests in Box asks nothing, and is the last', async () => {
    const desk = await setDesk();
    await desk.given(sent.inState('declined').build());
    await desk.given({ ...numbered(2), boxId: null, state: 'creating' });
    expect(await polls(desk, 2 * minute)).toBeNull();
    expect(desk.calls).toEqual([]);
    expect(await nextPolls(desk)).toEqual([]);
  });

  it('also reads signed requests whose files are awaited', async () => {
    const desk = await setDesk();
    desk.answers[readOne] = atBox({ status: 'signed' });
    await desk.given(sent.inState('signed').withDetails({ filesReady: false }).build());
    await polls(desk, 2 * minute);
    expect(desk.callsTo(readOne)).toHaveLength(1);
  });

  it('of a person who is not connected asks nothing, and is the last', async () => {
    const desk = await setDesk();
    await desk.given(sent.with({ requester: 'U_BEN' }).build());
    expect(await polls(desk, 2 * minute, { user: 'U_BEN' })).toBeNull();
    expect(desk.calls).toEqual([]);
    expect(await nextPolls(desk)).toEqual([]);
  });
});

describe('a poll of several requests', () => {
  it('reads the list in one call', async () => {
    const desk = await setDesk();
    for (const n of [1, 2]) await desk.given(numbered(n));
    desk.answers[readList] = list(listed(1, 'viewed'), listed(2, 'declined'));
    expect(await polls(desk, 2 * minute)).toBeNull();
    expect(desk.callsTo('')).toEqual([readList]);
    expect(await desk.store.pollBudget.usage()).toMatchObject({ used: 1 });
    expect([await desk.stored(numbered(1)), await desk.stored(numbered(2))]).toMatchObject([
      { state: 'viewed' },
      { state: 'declined' },
    ]);
    expect(await nextPolls(desk)).toEqual([10_000]);
  });

  it('then reads each that the list lacks', async () => {
    const desk = await setDesk();
    for (const n of [1, 2]) await desk.given(numbered(n));
    desk.answers[readList] = list(listed(2));
    desk.answers[readOne] = refused(404);
    expect(await polls(desk, 2 * minute)).toBeNull();
    expect(desk.callsTo('')).toEqual([readList, readOne]);
    expect((await desk.stored(numbered(1))).details.goneAt).toBe(tuesday + 2 * minute);
    expect((await desk.stored(numbered(2))).details.goneAt ?? null).toBeNull();
  });

  it('but not one that Box lately did not let the person read', async () => {
    const desk = await setDesk();
    for (const n of [2, 3]) await desk.given(numbered(n));
    const { details, ...one } = numbered(1);
    await desk.given({ ...one, details: { ...details, refusedAt: tuesday } });
    desk.answers[readList] = list(listed(2), listed(3));
    expect(await polls(desk, 2 * minute)).toBeNull();
    expect(desk.callsTo('')).toEqual([readList]);
  });
});

describe('when Box refuses to read a request', () => {
  it.each([
    [404, 'goneAt', 'refusedAt'],
    [403, 'refusedAt', 'goneAt'],
  ] as const)('with %d, that is recorded, and polling goes on', async (status, is, isNot) => {
    const desk = await setDesk();
    desk.answers[readOne] = refused(status);
    await desk.given(sent.build());
    expect(await polls(desk, 2 * minute)).toBeNull();
    const { details } = await desk.stored(sent.build());
    expect(details[is]).toBe(tuesday + 2 * minute);
    expect(details[isNot] ?? null).toBeNull();
    expect(desk.log).toEqual([]);
  });

  it('because the person’s connection has ended, the next poll is in half an hour', async () => {
    const desk = await setDesk();
    desk.answers[readOne] = refused(401);
    await desk.given(sent.build());
    expect(await polls(desk, 2 * minute)).toBeNull();
    expect(await nextPolls(desk)).toEqual([30 * minute]);
    expect((await desk.stored(sent.build())).details).toMatchObject({ isFollowed: true });
    expect((await desk.stored(sent.build())).details.refusedAt ?? null).toBeNull();
    expect(desk.log).toMatchObject([{ level: 40, userId: 'U_ANA', msg: 'Box refused a poll' }]);
  });

  it('only for now, the poll fails, and the call counts', async () => {
    const desk = await setDesk();
    desk.answers[readOne] = refused(503);
    await desk.given(sent.build());
    expect(await polls(desk, 2 * minute)).toMatchObject({ kind: 'retry', status: 503 });
    expect(await desk.store.pollBudget.usage()).toMatchObject({ used: 1 });
    expect(await nextPolls(desk)).toEqual([]);
  });
});

describe('a person who is back', () => {
  it.each([
    ['has the requests read that were read two minutes ago', 2 * minute, 1],
    ['does not wait for requests that were read after that', 2 * minute - 1, 0],
  ])('%s', async (_what, agoMs, count) => {
    const desk = await setDesk();
    desk.answers[readOne] = atBox();
    // Quiet for days, so that no poll is due.
    await desk.given(
      sent.with({ observedAt: tuesday - agoMs, sentAt: tuesday - 10 * 24 * 60 * minute }).build(),
    );
    expect(await polls(desk, 0, { isBack: true })).toBeNull();
    expect(desk.callsTo(readOne)).toHaveLength(count);
    if (count === 0) expect(await nextPolls(desk)).toEqual([]);
  });

  it('has the requests polled unless all are fresh', async () => {
    const desk = await setDesk();
    await desk.given(sent.build());
    const returns = async (laterMs: number) => {
      desk.clock.now = tuesday + laterMs;
      await pollReturningPerson(desk.services, 'T1', 'U_ANA');
      return (await desk.waiting('poll')).map(({ args }) => args);
    };
    expect(await returns(2 * minute - 1)).toEqual([]);
    expect(await returns(2 * minute + 1)).toEqual([{ user: 'U_ANA', isBack: true }]);
  });
});

describe('where the event stream is read', () => {
  /** A request on which the stream has reported, quiet for an hour, and not read since. */
  const quiet = sent.with({ observedAt: tuesday - 60 * minute, sentAt: tuesday - 10 * 24 * 60 * minute });
  const covered = async (record: SignRequest) => {
    const desk = await setDesk({ events: { slackUser: 'U_ANA' } });
    desk.answers[readOne] = atBox();
    await desk.store.boxEvents.save('T1', '7');
    await desk.given(record);
    return desk;
  };

  it('a request on which it reports is not polled every five minutes, and the reading is kept going', async () => {
    const desk = await covered(quiet.withDetails({ isTold: true }).build());
    expect(await polls(desk, 0)).toBeNull();
    expect(desk.calls).toEqual([]);
    expect(await desk.waiting('readEvents')).toMatchObject([{ inMs: minute }]);
    const [inMs = 0] = await nextPolls(desk);
    expect(inMs).toBeGreaterThanOrEqual(15 * minute);
  });

  it('other requests are polled as usual, and all when the person is back', async () => {
    const other = await covered(quiet.build());
    await polls(other, 0);
    expect(other.callsTo(readOne)).toHaveLength(1);
    const back = await covered(quiet.withDetails({ isTold: true }).build());
    await polls(back, 0, { isBack: true });
    expect(back.callsTo(readOne)).toHaveLength(1);
  });

  it('a person who is back does not wait for it where news is likely', async () => {
    const waited = sent.with({ observedAt: tuesday - minute }).withDetails({ isTold: true, newsAt: tuesday });
    const desk = await covered(waited.build());
    await polls(desk, 0, { isBack: true });
    expect(desk.callsTo(readOne)).toHaveLength(1);
  });
});

it('while the calls of the month are nearly used up, the operator is told once a day what would help', async () => {
  const desk = await setDesk();
  await desk.given(sent.build());
  await desk.store.pollBudget.take(1_500);
  const day = 24 * 60 * minute;
  const words = () => desk.log.map(({ msg }) => msg);
  await polls(desk, 0);
  await polls(desk, 1);
  expect(words()).toEqual([
    expect.stringMatching(/webhooks, BOX_EVENTS=enterprise, a larger BOX_CALLS_PER_MONTH$/),
  ]);
  expect(desk.log).toMatchObject([{ level: 40 }]);
  await desk.store.pollBudget.take(20_000);
  await polls(desk, day - 1);
  expect(words()).toHaveLength(1);
  await polls(desk, day);
  expect(words()).toHaveLength(2);
});

it('the operator is not told of what is set up already', async () => {
  const desk = await setDesk({ events: { slackUser: null }, webhookAddress: 'https://sign.example.com/box' });
  await desk.given(sent.build());
  await desk.store.pollBudget.take(1_500);
  await polls(desk, 0);
  expect(desk.log).toMatchObject([{ msg: expect.stringMatching(/help: a larger BOX_CALLS_PER_MONTH$/) }]);
});

describe('a press after which news is likely', () => {
  it('has the request polled often for ten minutes', async () => {
    const desk = await setDesk();
    await desk.given(sent.build());
    await expectNews(desk.services, sent.build());
    expect((await desk.stored(sent.build())).details.interestUntil).toBe(tuesday + 10 * minute);
  });

  it('changes nothing once the request has ended', async () => {
    const desk = await setDesk();
    const ended = await desk.given(sent.inState('declined').build());
    await expectNews(desk.services, ended);
    expect(await desk.stored(ended)).toEqual(ended);
  });
});

it('at the start everyone with an open request is polled within a minute', async () => {
  const desk = await setDesk();
  await desk.given(numbered(1));
  await desk.given({ ...numbered(2), requester: 'U_BEN' });
  await desk.given({ ...numbered(3), requester: 'U_CARLA', state: 'declined' });
  await planAllPolls(desk.store, 'T1');
  const planned = await desk.waiting('poll');
  expect(planned.map(({ args }) => args)).toEqual(
    expect.arrayContaining([{ user: 'U_ANA' }, { user: 'U_BEN' }]),
  );
  expect(planned).toHaveLength(2);
  for (const { inMs } of planned) expect(inMs).toBeLessThanOrEqual(minute);
});
