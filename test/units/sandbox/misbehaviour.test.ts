import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';
import { type AppState, createAppLife } from '../../../sandbox/own/app-life.ts';
import { misbehaviourActs } from '../../../sandbox/own/misbehaviour.ts';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack/server.ts';

let slack: SandboxSlack;
let box: SandboxBox;
let acts: ReturnType<typeof misbehaviourActs>;
let changes = 0;

beforeEach(async () => {
  [slack, box] = await Promise.all([startSlack(), startBox()]);
  changes = 0;
  acts = misbehaviourActs({ slack, box, now: Date.now }, () => {
    changes += 1;
  });
});

afterEach(() => Promise.all([slack.close(), box.close()]));

async function boxStatus(): Promise<number> {
  return (await fetch(`${box.url}/2.0/users/me`)).status;
}

test('a planned fault affects the planned number of calls, and the panel shows how many', async () => {
  acts['faults/plan']({ misdeed: 'box-away', times: 2 });
  expect(acts.faults().plans).toMatchObject([{ service: 'Box', left: 2, hits: 0 }]);
  expect(await boxStatus()).toBe(503);
  expect(acts.faults().plans).toMatchObject([{ left: 1, hits: 1 }]);
  expect(await boxStatus()).toBe(503);
  expect(await boxStatus()).toBe(401);
  expect(acts.faults().plans).toMatchObject([{ left: 0, hits: 2 }]);
  expect(changes).toBe(1);
});

test('two plans of the same kind are counted separately', async () => {
  acts['faults/plan']({ misdeed: 'slack-broken', times: 1 });
  acts['faults/plan']({ misdeed: 'slack-broken', times: 1 });
  expect((await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' })).status).toBe(500);
  expect(acts.faults().plans).toMatchObject([
    { left: 0, hits: 1 },
    { left: 1, hits: 0 },
  ]);
});

test('clearing ends everything: endless faults, latency, lag', async () => {
  acts['faults/plan']({ misdeed: 'box-away', times: null });
  acts['faults/pace']({ slackLatencyMs: 300, boxLatencyMs: 20, listLagMs: 10_000 });
  expect(acts.faults()).toMatchObject({
    plans: [{ left: null, hits: null }],
    slackLatencyMs: 300,
    boxLatencyMs: 20,
    listLagMs: 10_000,
  });
  for (const _time of [1, 2, 3]) expect(await boxStatus()).toBe(503);
  acts['faults/clear']();
  expect(acts.faults()).toMatchObject({ plans: [], slackLatencyMs: 0, boxLatencyMs: 0, listLagMs: 0 });
  expect(await boxStatus()).toBe(401);
});

test('a switch stays on until it is switched off or everything is cleared', () => {
  const isOn = () =>
    acts
      .faults()
      .switches.filter((one) => one.isOn)
      .map(({ id }) => id);
  const all = acts.faults().switches.map(({ id }) => id);
  for (const id of all) acts['faults/switch']({ switch: id, isOn: true });
  expect(isOn()).toEqual(all);
  acts['faults/switch']({ switch: 'history-rare', isOn: false });
  expect(isOn()).toEqual(all.filter((id) => id !== 'history-rare'));
  acts['faults/clear']();
  expect(isOn()).toEqual([]);
  expect(() => acts['faults/switch']({ switch: 'no-such', isOn: true })).toThrow();
});

test('every fault on the page can be planned', () => {
  const { misdeeds } = acts.faults();
  expect(misdeeds.length).toBeGreaterThan(10);
  for (const { id } of misdeeds) acts['faults/plan']({ misdeed: id, times: 1 });
  expect(acts.faults().plans.map(({ left }) => left)).toEqual(misdeeds.map(() => 1));
});

test.each([
  ['faults/plan', { misdeed: 'no-such', times: 1 }],
  ['faults/plan', { misdeed: 'box-away', times: 0 }],
  ['faults/plan', { misdeed: 'box-away' }],
  ['faults/pace', { boxLatencyMs: -1 }],
  ['faults/pace', { listLagMs: 'long' }],
  ['connections/expire', { login: 'ana@acme.com' }],
  ['connections/revoke', { login: 'ana@acme.com' }],
] as const)('%s refuses %o', (act, args) => {
  expect(() => acts[act](args)).toThrow();
  expect(changes).toBe(0);
});

test('the app can be crashed while it starts, and is started again', async () => {
  const states: AppState[] = [];
  const app = createAppLife({
    env: {},
    clockOffsetMs: () => 0,
    onReady: () => Promise.reject(new Error('an app without settings cannot be ready')),
    onChange: (state) => {
      states.push(state);
      // The process is spawned right after this call.
      if (states.length === 1) queueMicrotask(() => app.kill());
    },
  });
  await app.restart();
  // A signal ended it; without the signal it would have ended with a status, for lack of settings.
  expect(app.state).toMatchObject({ phase: 'ended', status: null });
  await app.restart();
  expect(app.state).toMatchObject({ phase: 'ended', starts: 2, status: expect.any(Number) });
  expect(states.map(({ phase }) => phase)).toEqual(['starting', 'ended', 'starting', 'ended']);
});
