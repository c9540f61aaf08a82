/** After an unexpected error, the person and the operator learn the same reference, once, and nothing is thrown. */
import { describe, expect, it } from 'vitest';
import { OutsideFailure } from '../../../src/failure.ts';
import { reportFailure } from '../../../src/features/failed.ts';
import type { Payload } from '../../../src/slack/payloads.ts';
import { withCause } from '../../../src/telemetry.ts';
import { actions, callbacks } from '../../../src/views/actions.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { type Desk, setDesk, slackRefuses } from './desk.ts';
import { closing, command, press, privately, submission, view } from './payloads.ts';

const t = texts(null, null);
const reference = 'ab12cd34';
const bug = new TypeError("Cannot read properties of undefined (reading 'id')");
const outside = (reason: string, kind: 'retry' | 'final' = 'retry') =>
  new OutsideFailure({ service: 'slack', operation: 'views.open', kind, status: 503, reason });

const reports = (desk: Desk, payload: Payload, error: unknown, isAcknowledged: boolean) =>
  withCause({ reference, purpose: payload.kind, isFirst: true }, () =>
    reportFailure(desk.services, payload, error, isAcknowledged),
  );
const said = (desk: Desk) => desk.calls.flatMap(({ to, body }) => (to === 'respond' ? [body['text']] : []));
const form = submission(view(callbacks.create, {}));
const search = submission(view(callbacks.templates, {}));

describe('after an error of our own', () => {
  it('the operator finds it by the reference, with its place', async () => {
    const desk = await setDesk();
    await reports(desk, command(desk, ''), bug, true);
    const err = { message: expect.stringContaining('TypeError'), stack: expect.any(Array) };
    const line = {
      level: 50,
      reference,
      kind: 'command',
      isAcknowledged: true,
      err,
      msg: 'interaction failed',
    };
    expect(desk.log).toMatchObject([line]);
  });

  it.each([
    ['may have done something once Slack was answered', true, t.internal(reference)],
    ['has done nothing before', false, t.tryAgainWith(reference)],
  ])('a command %s', async (_what, isAcknowledged, sentence) => {
    const desk = await setDesk();
    expect(await reports(desk, command(desk, ''), bug, isAcknowledged)).toBeUndefined();
    expect(said(desk)).toEqual([sentence]);
  });

  it('what was typed is repeated, because Slack has cleared it', async () => {
    const desk = await setDesk();
    await reports(desk, command(desk, 'status NDA'), bug, true);
    expect(said(desk)).toEqual([`${t.internal(reference)} ${t.youTyped('/sign status NDA')}`]);
  });

  it('a submission that was not answered is answered on top of the form, and is safe to repeat', async () => {
    const desk = await setDesk();
    const ack = await reports(desk, form, bug, false);
    expect(ack).toMatchObject({ response_action: 'push' });
    expect(JSON.stringify(ack)).toContain(t.tryAgainWith(reference));
    expect(desk.calls).toEqual([]);
  });

  it('a submission that was answered may still happen: told in the direct messages', async () => {
    const desk = await setDesk();
    expect(await reports(desk, form, outside('x'), true)).toBeUndefined();
    expect(desk.callsTo('views')).toEqual([]);
    expect(desk.calls.at(-1)).toMatchObject({
      to: 'chat.postEphemeral',
      body: { text: t.internal(reference) },
    });
  });

  it('a search that was answered is replaced by the sentence, and is safe to repeat', async () => {
    const desk = await setDesk();
    desk.answers['views.update'] = { body: { ok: true, view: { id: 'V1', hash: 'h' } } };
    await reports(desk, search, bug, true);
    expect(desk.callsTo('')).toEqual(['views.update']);
    expect(desk.calls[0]?.body['view']).toContain(t.tryAgainWith(reference));
  });

  it.each([
    ['was closed', slackRefuses('not_found'), 0],
    ['cannot be replaced', slackRefuses('invalid_arguments'), 1],
  ])('a search whose view %s is told in the direct messages', async (_what, answer, lines) => {
    const desk = await setDesk();
    desk.answers['views.update'] = answer;
    await reports(desk, search, bug, true);
    expect(desk.callsTo('chat')).toEqual(['chat.postEphemeral']);
    expect(desk.log.filter(({ msg }) => msg === 'a submitted view could not be replaced')).toHaveLength(
      lines,
    );
  });

  it('nothing can be told of a search where the app is not installed', async () => {
    const desk = await setDesk();
    const identity = { ...desk.services.identity, teamId: '' };
    await reports({ ...desk, services: { ...desk.services, identity } }, search, bug, true);
    expect(desk.calls).toEqual([]);
    expect(desk.log).toHaveLength(1);
  });

  it('nobody is told of a modal that was closed', async () => {
    const desk = await setDesk();
    expect(await reports(desk, closing(view(callbacks.create, {})), bug, true)).toBeUndefined();
    expect(desk.calls).toEqual([]);
  });
});

describe('after a failure of Slack, Box or the database', () => {
  it('a press is safe to repeat', async () => {
    const desk = await setDesk();
    await reports(desk, press(actions.details, null, privately(desk)), outside('http_error'), true);
    expect(said(desk)).toEqual([t.tryAgainWith(reference)]);
    expect(desk.log).toMatchObject([{ level: 50, err: { message: expect.stringContaining('http_error') } }]);
    expect(JSON.stringify(desk.log)).not.toMatch(/:\d+:\d+/);
  });

  it('a second delivery of the same press says nothing, because its view is open already', async () => {
    const desk = await setDesk();
    await reports(desk, press(actions.details, null, privately(desk)), outside('exchanged_trigger_id'), true);
    expect(desk.calls).toEqual([]);
    expect(desk.log).toMatchObject([{ level: 40, reference, kind: 'action' }]);
    const submitted = await reports(desk, form, outside('exchanged_trigger_id'), false);
    expect(submitted).toMatchObject({ response_action: 'push' });
  });

  it('a token that Slack refused is checked', async () => {
    const desk = await setDesk();
    await reports(desk, command(desk, ''), outside('token_revoked', 'final'), true);
    expect(await desk.waiting('tokenRevoked')).toHaveLength(1);
    const other = await setDesk();
    await reports(other, command(other, ''), outside('http_error'), true);
    expect(await other.waiting('tokenRevoked')).toEqual([]);
  });

  it('the person is told although the check of the token cannot be stored', async () => {
    const desk = await setDesk();
    await desk.close();
    await reports(desk, command(desk, ''), outside('token_revoked', 'final'), true);
    expect(said(desk)).toEqual([t.tryAgainWith(reference)]);
    expect(desk.log.map(({ msg }) => msg)).toEqual([
      'interaction failed',
      'a refused token could not be checked',
    ]);
    expect(desk.log[1]).toMatchObject({ level: 50, reference, err: { message: expect.any(String) } });
  });
});

describe('when the person cannot be told', () => {
  it('the operator learns it', async () => {
    const desk = await setDesk();
    desk.answers['respond'] = { status: 404 };
    expect(await reports(desk, command(desk, ''), bug, true)).toBeUndefined();
    expect(desk.callsTo('respond')).toHaveLength(1);
    expect(desk.log).toMatchObject([
      { level: 50 },
      { level: 50, reference, msg: 'the person could not be told' },
    ]);
  });

  it('before Slack was answered, it is tried once', async () => {
    const desk = await setDesk();
    desk.answers['respond'] = { status: 429, headers: { 'retry-after': '0' } };
    await reports(desk, command(desk, ''), bug, false);
    expect(desk.callsTo('respond')).toHaveLength(1);
  });

  it('because Slack is busy, it is tried again after the wait that Slack asks for', async () => {
    const desk = await setDesk();
    let answered = 0;
    desk.answers['respond'] = () => {
      answered += 1;
      return answered === 1 ? { status: 429, headers: { 'retry-after': '0' } } : { body: 'ok' };
    };
    await reports(desk, command(desk, ''), bug, true);
    expect(desk.callsTo('respond')).toHaveLength(2);
    expect(desk.log).toHaveLength(1);
  });

  it('for long, it is tried four times in all', async () => {
    const desk = await setDesk();
    desk.answers['respond'] = { status: 429, headers: { 'retry-after': '0' } };
    await reports(desk, command(desk, ''), bug, true);
    expect(desk.callsTo('respond')).toHaveLength(4);
    expect(desk.log.at(-1)).toMatchObject({ msg: 'the person could not be told' });
  });
});
