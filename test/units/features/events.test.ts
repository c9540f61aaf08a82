/** Reading the event stream of the Box enterprise: positions, what follows from an event, and when Box refuses. */
import { describe, expect, it } from 'vitest';
import { isCoveredByEvents, readEvents } from '../../../src/features/following/events.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { atBox, type Desk, type DeskAnswer, setDesk } from './desk.ts';

const minute = 60_000;
const readStream = 'GET /events';
const readRequest = 'GET /sign_requests/box-1';
const throughAna = { events: { slackUser: 'U_ANA' } };
const sent = aSignRequest().sentTo('bo@client.com').with({ observedAt: tuesday });
const refused = (status: number): DeskAnswer => ({ status, body: { type: 'error', status, code: 'x' } });

const anEvent = (type: string, more: Record<string, unknown> = {}, at = tuesday) => ({
  event_type: type,
  created_at: new Date(at).toISOString(),
  created_by: { login: 'bo@client.com' },
  additional_details: { sign_request: { sign_request_id: 'box-1', ...more } },
});
const signedByBo = (at = tuesday) =>
  anEvent('SIGN_DOCUMENT_SIGNED', { signer: { email: 'bo@client.com' } }, at);

/** A page of the stream: these events, up to this position. */
const page = (position: string, ...entries: readonly object[]): DeskAnswer => ({
  body: { entries, next_stream_position: position },
});

const positionsAsked = (desk: Desk) =>
  desk.calls.flatMap(({ to, body }) => (to === readStream ? [body['stream_position']] : []));

const storedPosition = async (desk: Desk) => (await desk.store.boxEvents.get('T1'))?.position ?? null;

/** Runs a reading with these records. Resolves with what it threw, or null. */
async function reads(desk: Desk, ...records: readonly SignRequest[]): Promise<unknown> {
  for (const record of records) await desk.given(record);
  return readEvents(desk.services, {}, desk.run).then(
    () => null,
    (error: unknown) => error,
  );
}

/** When the next reading is planned. */
const nextReading = async (desk: Desk) => (await desk.waiting('readEvents')).map(({ inMs }) => inMs);

describe('a reading', () => {
  it('begins at the end of the stream, and goes on where it ended', async () => {
    const desk = await setDesk(throughAna);
    desk.answers[readStream] = page('7');
    expect(await reads(desk)).toBeNull();
    expect(await storedPosition(desk)).toBe('7');
    desk.answers[readStream] = page('8');
    expect(await reads(desk)).toBeNull();
    expect(positionsAsked(desk)).toEqual(['now', '7']);
    expect(await storedPosition(desk)).toBe('8');
  });

  it('is planned every five minutes, and every minute while Box has news of an open request', async () => {
    const desk = await setDesk(throughAna);
    desk.answers[readStream] = page('7');
    await reads(desk);
    expect(await nextReading(desk)).toEqual([5 * minute]);
    await reads(desk, sent.build());
    expect(await nextReading(desk)).toEqual([minute]);
  });

  it('continues with the next page after a full one, and counts each as a call', async () => {
    const desk = await setDesk(throughAna);
    const full = Array<object>(500).fill({});
    desk.answers[readStream] = ({ body }) =>
      body['stream_position'] === 'now' ? page('7', ...full) : page('8');
    expect(await reads(desk)).toBeNull();
    expect(positionsAsked(desk)).toEqual(['now', '7']);
    expect(await storedPosition(desk)).toBe('8');
    expect(await desk.store.pollBudget.usage()).toMatchObject({ used: 2 });
  });

  it('ends when a full page leads nowhere, and after twenty pages', async () => {
    const full = Array<object>(500).fill({});
    const stuck = await setDesk(throughAna);
    stuck.answers[readStream] = page('7', ...full);
    await reads(stuck);
    expect(positionsAsked(stuck)).toEqual(['now', '7']);
    const endless = await setDesk(throughAna);
    let pages = 0;
    endless.answers[readStream] = () => {
      pages += 1;
      return page(`page-${pages}`, ...full);
    };
    await reads(endless);
    expect(pages).toBe(20);
    expect(await storedPosition(endless)).toBe('page-20');
  });

  it('does not happen where the stream is not configured', async () => {
    const desk = await setDesk();
    expect(await reads(desk)).toBeNull();
    expect(desk.calls).toEqual([]);
    expect(await nextReading(desk)).toEqual([]);
  });

  it.each([
    ['nobody', null],
    ['an admin who is not connected', 'U_BEN'],
  ])('through %s is tried again in five minutes', async (_who, slackUser) => {
    const desk = await setDesk({ events: { slackUser } });
    expect(await reads(desk)).toBeNull();
    expect(desk.calls).toEqual([]);
    expect(await nextReading(desk)).toEqual([5 * minute]);
  });

  it('that Box refuses is tried again in half an hour, and the operator can see why', async () => {
    const desk = await setDesk(throughAna);
    desk.answers[readStream] = refused(403);
    expect(await reads(desk)).toBeNull();
    expect(await nextReading(desk)).toEqual([30 * minute]);
    expect(desk.log).toMatchObject([{ level: 40, msg: expect.stringContaining('BOX_EVENTS') }]);
  });

  it('that Box does not answer fails, and the next one is planned all the same', async () => {
    const desk = await setDesk(throughAna);
    desk.answers[readStream] = refused(503);
    expect(await reads(desk)).toMatchObject({ kind: 'retry' });
    expect(await nextReading(desk)).toEqual([30 * minute]);
    expect(desk.log).toEqual([]);
  });
});

describe('a position that Box no longer knows', () => {
  it('is replaced by the end of the stream, and everyone’s open requests are polled', async () => {
    const desk = await setDesk(throughAna);
    await desk.store.boxEvents.save('T1', '7');
    desk.answers[readStream] = ({ body }) => (body['stream_position'] === '7' ? refused(400) : page('9'));
    expect(await reads(desk, sent.build())).toBeNull();
    expect(positionsAsked(desk)).toEqual(['7', 'now']);
    expect(await storedPosition(desk)).toBe('9');
    expect(await desk.waiting('poll')).toContainEqual({ args: { user: 'U_ANA', isBack: true }, inMs: 0 });
    expect(desk.log).toMatchObject([{ level: 40, tenant: 'T1', msg: expect.stringContaining('position') }]);
  });

  it.each([
    ['another refusal', '7', 403],
    ['a refusal at the end of the stream', 'now', 400],
  ])('is not %s', async (_what, position, status) => {
    const desk = await setDesk(throughAna);
    if (position !== 'now') await desk.store.boxEvents.save('T1', position);
    desk.answers[readStream] = refused(status);
    await reads(desk, sent.build());
    expect(positionsAsked(desk)).toEqual([position]);
    expect(await desk.waiting('poll')).toEqual([]);
    expect(await nextReading(desk)).toEqual([30 * minute]);
  });
});

describe('after an event', () => {
  const withEvents = async (...entries: readonly object[]) => {
    const desk = await setDesk(throughAna);
    desk.answers[readStream] = page('7', ...entries);
    return desk;
  };
  const refreshes = async (desk: Desk) => (await desk.waiting('refresh')).map(({ args }) => args);

  it('the request is read, and counts as one that the stream reports on', async () => {
    const desk = await withEvents(signedByBo());
    await reads(desk, sent.build());
    expect(await refreshes(desk)).toEqual([{ requestId: sent.build().id }]);
    expect((await desk.stored(sent.build())).details.isTold).toBe(true);
  });

  it.each([
    ['more than a minute after it', tuesday + minute + 1, 0],
    ['a minute after it', tuesday + minute, 1],
    ['never', null, 1],
  ])('the request is read unless Box answered later: %s', async (_when, observedAt, count) => {
    const desk = await withEvents(signedByBo());
    await reads(desk, sent.with({ observedAt }).build());
    expect(await refreshes(desk)).toHaveLength(count);
  });

  it('about a request that is not stored, nothing happens, and the reading goes on', async () => {
    const unknown = anEvent('SIGN_DOCUMENT_SIGNED', { sign_request_id: 'box-2' });
    const desk = await withEvents(unknown, signedByBo());
    expect(await reads(desk, sent.build())).toBeNull();
    expect(await refreshes(desk)).toHaveLength(1);
  });

  it('that says nothing new, the request is not read', async () => {
    const desk = await withEvents(anEvent('SIGN_DOCUMENT_ASSIGNED'));
    await reads(desk, sent.build());
    expect(await refreshes(desk)).toEqual([]);
  });

  const cancelled = anEvent('SIGN_DOCUMENT_CANCELLED', {}, tuesday - minute);

  it('of a cancel the request is read first, and then has the event’s time and person', async () => {
    const desk = await withEvents(cancelled);
    desk.clock.now = tuesday + minute;
    desk.answers[readRequest] = atBox({ status: 'cancelled', finished_at: new Date(tuesday).toISOString() });
    await reads(desk, sent.build());
    const { state, details } = await desk.stored(sent.build());
    expect(state).toBe('cancelled');
    expect(details).toMatchObject({ cancelledBy: 'bo@client.com', finishedAt: tuesday - minute });
    expect(await refreshes(desk)).toEqual([]);
  });

  it('of a cancel whose request cannot be read, another job reads it', async () => {
    const desk = await withEvents(cancelled);
    desk.answers[readRequest] = refused(503);
    expect(await reads(desk, sent.build())).toBeNull();
    expect(await storedPosition(desk)).toBe('7');
    expect(await refreshes(desk)).toHaveLength(1);
    expect(desk.log).toMatchObject([{ level: 40, request: sent.build().id }]);
  });

  it('of a cancel whose requester is not connected, another job reads the request', async () => {
    const desk = await withEvents(cancelled);
    await reads(desk, sent.with({ requester: 'U_BEN' }).build());
    expect(desk.callsTo(readRequest)).toEqual([]);
    expect(await refreshes(desk)).toHaveLength(1);
  });

  it('of a cancel of a request that has ended, the request is not read first', async () => {
    const desk = await withEvents(cancelled);
    await reads(desk, sent.inState('declined').build());
    expect(desk.callsTo(readRequest)).toEqual([]);
  });
});

describe('the stream', () => {
  it.each([
    ['that was read less than fifteen minutes ago replaces polling', 15 * minute - 1, true],
    ['that was read fifteen minutes ago does not replace polling', 15 * minute, false],
  ])('%s', async (_what, agoMs, isCovered) => {
    const desk = await setDesk(throughAna);
    await desk.store.boxEvents.save('T1', '7');
    desk.clock.now += agoMs;
    expect(await isCoveredByEvents(desk.services, 'T1')).toBe(isCovered);
  });

  it('does not replace polling where it was never read, or is no longer configured', async () => {
    const desk = await setDesk(throughAna);
    expect(await isCoveredByEvents(desk.services, 'T1')).toBe(false);
    await desk.store.boxEvents.save('T1', '7');
    expect(await isCoveredByEvents({ ...desk.services, events: null }, 'T1')).toBe(false);
  });
});
