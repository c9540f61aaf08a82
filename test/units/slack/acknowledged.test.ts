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
  const failed = async () => {
    meanwhile();
    return undefined;
  };
  await submitsTo({ submission: () => Promise.reject(new Error('no')), failed }, isSent).handled;
  return counted;
}

/** Listeners with these handlers, and the app that calls them. */
function listenWith(given: Partial<Handlers>) {
  const nothing = async () => ({});
  const handlers: Handlers = {
    command: nothing,
    shortcut: nothing,
    action: nothing,
    close: nothing,
    submission: nothing,
    options: async () => [],
    installationEnded: async () => 'ok',
    messagesOpened: async () => 'ok',
    homeOpened: async () => 'ok',
    failed: async () => undefined,
    failedLate: () => undefined,
    ...given,
  };
  const receiver: Receiver = { init: () => undefined, start: nothing, stop: nothing };
  const app = new App({
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({}),
  });
  return { app, listeners: registerListeners(app, handlers) };
}

/** Submits a view to listeners with these handlers. */
function submitsTo(given: Pick<Handlers, 'submission'> & Partial<Handlers>, isSent = true) {
  const { app, listeners } = listenWith(given);
  const view = { id: 'V1', type: 'modal', hash: '1.a', callback_id: 'form', private_metadata: '' };
  const body = {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    view: { ...view, state: { values: {} }, blocks: [] },
  };
  return { listeners, handled: app.processEvent({ body, ack: reportingAck(() => isSent) }) };
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

test('a stop waits for a handler that was too late, and its error is logged', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, fails) => {
    reject = fails;
  });
  const told: unknown[] = [];
  const { listeners, handled } = submitsTo({
    submission: () => promise,
    failed: async (_payload, error) => void told.push(error),
    failedLate: (kind, error) => told.push(kind, error),
  });
  await vi.waitFor(
    () => {
      vi.advanceTimersByTime(2_400);
      expect(told).toEqual([expect.objectContaining({ message: 'no answer within the time Slack waits' })]);
    },
    { timeout: 30_000 },
  );
  let isDrained = false;
  const drained = listeners.drain().then(() => {
    isDrained = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDrained).toBe(false);
  const late = new Error('late');
  reject(late);
  await Promise.all([drained, handled]);
  expect(told.slice(1)).toEqual(['submission', late]);
});

test.each([
  ['people', { oauth: ['U1'] }, []],
  ['people, with an empty list for the bot', { oauth: ['U1'], bot: [] }, []],
  ['the bot', { bot: ['U_BOT'] }, [{ teamId: 'T1', enterpriseId: null, wasUninstalled: false }]],
])(
  'after the tokens of %s were revoked, it is known whether the installation may have ended',
  async (_of, tokens, ended) => {
    const told: unknown[] = [];
    const { app, listeners } = listenWith({
      installationEnded: async (event) => {
        told.push(event);
        return 'ok';
      },
    });
    const event = { type: 'tokens_revoked', tokens };
    const body = { type: 'event_callback', team_id: 'T1', event };
    await app.processEvent({ body, ack: async () => undefined });
    await listeners.drain();
    expect(told).toEqual(ended);
  },
);

/** Lets Slack send this to listeners with these handlers. Returns how it was acknowledged. */
async function sends(body: Record<string, unknown>, given: Partial<Handlers>): Promise<readonly unknown[]> {
  const { app, listeners } = listenWith(given);
  const acknowledged: unknown[] = [];
  const ack = async (answer?: unknown) => void acknowledged.push(answer);
  await app.processEvent({ body, ack });
  await listeners.drain();
  return acknowledged;
}

const actor = {
  userId: 'U1',
  teamId: 'T1',
  enterpriseId: null,
  isEnterpriseInstall: false,
  userTeamId: null,
};

test.each([
  ['home', [{ actor, view: null }]],
  ['messages', [actor]],
  ['about', []],
])('of a person who opens the app only Home and the messages matter: %s', async (tab, wanted) => {
  const told: unknown[] = [];
  const note = async (opened: unknown) => {
    told.push(opened);
    return 'ok' as const;
  };
  const event = { type: 'app_home_opened', user: 'U1', tab };
  const handlers = { messagesOpened: note, homeOpened: note };
  await sends({ type: 'event_callback', team_id: 'T1', event }, handlers);
  expect(told).toEqual(wanted);
});

const person = { user: { id: 'U1' }, team: { id: 'T1' } };
const menu = { ...person, type: 'block_suggestion', action_id: 'template', value: 'N', block_id: 'b' };
const entry = { text: { type: 'plain_text' as const, text: 'NDA' }, value: '1' };

test('a menu gets its entries, and none when they cannot be found', async () => {
  expect(await sends(menu, { options: async () => [entry] })).toEqual([{ options: [entry] }]);
  const broken = new Error('broken');
  const told: unknown[] = [];
  const answered = await sends(menu, {
    options: () => Promise.reject(broken),
    failed: async ({ kind }, error, isAcknowledged) => void told.push(kind, error, isAcknowledged),
    failedLate: () => told.push('late'),
  });
  expect([answered, told]).toEqual([[{ options: [] }], ['options', broken, false]]);
});

const pressed = {
  ...person,
  type: 'block_actions',
  actions: [{ type: 'button', action_id: 'x', block_id: 'b' }],
};

test('a press is acknowledged before what follows it, and its failure is told', async () => {
  const order: unknown[] = [];
  const after = async () => void order.push('after');
  const answered = await sends(pressed, {
    action: async ({ actionId }) => ({ after: async () => void order.push(actionId) }),
  });
  expect([answered, order]).toEqual([[undefined], ['x']]);
  const failed: Handlers['failed'] = async ({ kind }, _error, isAcknowledged) => {
    order.push(kind, isAcknowledged);
    return undefined;
  };
  const early = await sends(pressed, { action: () => Promise.reject(new Error('early')), failed });
  expect([early, order.slice(1)]).toEqual([[undefined], ['action', false]]);
  const breaks = async () => {
    await after();
    throw new Error('late');
  };
  const late = await sends(pressed, { action: async () => ({ after: breaks }), failed });
  expect([late, order.slice(3)]).toEqual([[undefined], ['after', 'action', true]]);
});

test('a press in a message of Slack’s former kind is acknowledged, and nothing else', async () => {
  const told: unknown[] = [];
  const body = {
    ...person,
    type: 'interactive_message',
    callback_id: 'x',
    actions: [{ action_id: 'x', type: 'button' }],
  };
  const action = async (payload: unknown) => {
    told.push(payload);
    return {};
  };
  const answered = await sends(body, { action });
  expect([answered, told]).toEqual([[undefined], []]);
});
