/** What counts as an answer that Slack got: one that was sent, and within three seconds. */
import { App, LogLevel, type Receiver } from '@slack/bolt';
import { afterEach, expect, test, vi } from 'vitest';
import { reportingAck } from '../../../src/slack/acknowledgement.ts';
import { type Handlers, registerListeners } from '../../../src/slack/listeners.ts';
import { onMeasured } from '../../../src/telemetry.ts';

afterEach(() => {
  vi.useRealTimers();
});

const counted: string[] = [];
onMeasured('acknowledged', ({ kind, result }) => counted.push(`${kind} ${result}`));

/** Submits a view whose handler fails; `meanwhile` runs before its answer. Returns what was counted. */
async function answersAfter(meanwhile: () => void, isSent: boolean): Promise<readonly string[]> {
  counted.length = 0;
  const nothing = async () => ({});
  const handlers: Handlers = {
    command: nothing,
    shortcut: nothing,
    action: nothing,
    close: nothing,
    submission: () => Promise.reject(new Error('no')),
    options: async () => [],
    installationEnded: async () => 'ok',
    messagesOpened: async () => 'ok',
    homeOpened: async () => 'ok',
    failed: async () => {
      meanwhile();
      return undefined;
    },
  };
  const receiver: Receiver = { init: () => undefined, start: nothing, stop: nothing };
  const app = new App({
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({}),
  });
  registerListeners(app, handlers);
  const view = { id: 'V1', type: 'modal', hash: '1.a', callback_id: 'form', private_metadata: '' };
  const body = {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    view: { ...view, state: { values: {} }, blocks: [] },
  };
  await app.processEvent({ body, ack: reportingAck(() => isSent) });
  return counted;
}

test('an answer within three seconds counts as given', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  expect(await answersAfter(() => vi.advanceTimersByTime(2_900), true)).toEqual(['submission ok']);
});

test('a later answer counts as failed, although it was sent', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  expect(await answersAfter(() => vi.advanceTimersByTime(3_100), true)).toEqual(['submission failed']);
});

test('an answer that could not be sent counts as failed', async () => {
  expect(await answersAfter(() => undefined, false)).toEqual(['submission failed']);
});
