/**
 * The table of work: each step has a row, keys keep different jobs apart, and a person is told when a job is given
 * up.
 */
import { expect, it } from 'vitest';
import type { AllInstallations } from '../../../src/features/services.ts';
import { handlersOf, whenGivenUp } from '../../../src/features/work.ts';
import { workRules } from '../../../src/features/work-rules.ts';
import { type Step, type StepArgs, type Work, work } from '../../../src/signing/work.ts';
import type { Job } from '../../../src/store/database.ts';
import { TENANT } from '../store/records.ts';

const modal = { viewId: 'V1', draftId: null };

/** Arguments for each step, about the person or thing `id`. A missing step does not compile. */
const argsOf = (id: string): StepArgs => ({
  create: { requestId: id },
  slow: { requestId: id },
  refresh: { requestId: id },
  redraw: { requestId: id },
  resend: { requestId: id },
  cancel: { requestId: id },
  withdraw: { requestId: id },
  note: { requestId: id },
  welcome: { user: id },
  poll: { user: id },
  watchFolder: { user: id, folderId: '1' },
  watchFolders: { user: id },
  heard: { user: id, folderId: '1', what: 'news', boxId: '1', about: [] },
  dueNotice: { requestId: id, kind: 'unsent', at: 1 },
  tellAskedFrom: { requestId: id, verb: 'resend', failure: null, draftId: id, how: 'command' },
  tellUnderWay: { requestId: id, draftId: id },
  tellNotices: { user: id },
  tellGivenUp: { jobId: id, reference: 'ab12' },
  readList: { user: id },
  drawLists: { user: id },
  drawHome: { user: id },
  readShared: { user: id },
  actOnShared: { user: id, sharedId: id, verb: 'resend' },
  runBatch: { user: id, batchId: id },
  tellBatch: { user: id, batchId: id },
  showConnected: { user: id, ...modal },
  askCode: { user: 'U1', id, ...modal },
  codeOver: { user: 'U1', id, end: 'late', askedAt: 1, draftId: null },
  dropPending: { id },
  renewLink: { user: id, why: 'expired', ...modal },
  connectionEnded: { user: id },
  connectedAgain: { user: id, since: 1, endedAt: 2 },
  followAgain: { user: id },
  revoke: { id },
  readEvents: {},
  checkWorkspace: {},
  tokenRevoked: {},
  takenOut: {},
  sweep: {},
  copySigned: { requestId: id },
  showSigner: { requestId: id, user: id },
  share: { requestId: id, user: 'U1', channel: 'C1', showsNames: false, viewId: 'V1' },
  withdrawCard: { requestId: id, user: 'U1', channel: 'C1', showsNames: false, viewId: 'V1' },
  showShared: { requestId: id, channel: 'C1' },
});

const steps = Object.keys(argsOf('a')) as Step[];
const workOf = (step: Step, id: string) => ({ step, args: argsOf(id)[step] }) as Work;
const keyOf = (one: Work) => workRules.plan(one).key;

/**
 * Steps of which only the operator learns that they were given up: no person waits for them, or they only show
 * something.
 */
const operatorOnly: readonly Step[] = [
  'slow',
  'welcome',
  'drawHome',
  'tellBatch',
  'showShared',
  'poll',
  'watchFolder',
  'watchFolders',
  'heard',
  'tellAskedFrom',
  'tellUnderWay',
  'connectedAgain',
  'tellGivenUp',
  'dropPending',
  'revoke',
  'readEvents',
  'checkWorkspace',
  'tokenRevoked',
  'takenOut',
  'sweep',
];
/** Steps of which a workspace needs at most one waiting job. */
const oncePerWorkspace: readonly Step[] = [
  'readEvents',
  'checkWorkspace',
  'tokenRevoked',
  'takenOut',
  'sweep',
];
/** Steps of which any number of jobs may wait: each has its own modal, code or notification. */
const withoutKey: readonly Step[] = ['heard', 'showConnected', 'askCode', 'codeOver', 'renewLink'];

it('every step has a row, and every row a step', () => {
  expect(steps).toHaveLength(44);
  expect(Object.keys(handlersOf({} as AllInstallations)).sort()).toEqual([...steps].sort());
});

it.each(steps)('the job %s has its name and arguments', (step) => {
  const make = work[step] as (args: object, delayMs?: number) => Work;
  const args = argsOf('a')[step];
  expect(make(args)).toEqual({ step, args });
  expect(make(args, 0)).toEqual({ step, args, delayMs: 0 });
});

it.each(steps)('a waiting job %s does not replace one about something else', (step) => {
  const [one, same, other] = ['a', 'a', 'b'].map((id) => keyOf(workOf(step, id)));
  expect(one).toBe(same);
  if (withoutKey.includes(step)) expect(one).toBeNull();
  else if (oncePerWorkspace.includes(step)) expect(one).toBe(other);
  else expect(one).not.toBe(other);
});

it('no job replaces one of another step', () => {
  const keys = steps.map((step) => keyOf(workOf(step, 'a'))).filter((key) => key !== null);
  expect(new Set(keys).size).toBe(steps.length - withoutKey.length);
});

const aShare = argsOf('a').share;

it.each<[string, readonly Work[]]>([
  [
    'a reminder and a cancel of a request of others',
    (['resend', 'cancel'] as const).map((verb) => work.actOnShared({ user: 'U1', sharedId: 'a', verb })),
  ],
  [
    'a refresh that a person asked for, and each refresh that the app makes by itself',
    [
      work.refresh({ requestId: 'a', asked: 'U1', pressedAt: 1 }),
      work.refresh({ requestId: 'a' }),
      work.refresh({ requestId: 'a', round: 1 }),
      work.refresh({ requestId: 'a', round: 2 }),
    ],
  ],
  [
    'a webhook that is wanted, one that is silent, and one that is registered anew; and those of two folders',
    [
      work.watchFolder({ user: 'a', folderId: '1' }),
      work.watchFolder({ user: 'a', folderId: '1', silentSince: 1 }),
      work.watchFolder({ user: 'a', folderId: '1', isAnew: true }),
      work.watchFolder({ user: 'a', folderId: '2' }),
    ],
  ],
  [
    'a redraw now, and those that are due later',
    [
      work.redraw({ requestId: 'a' }),
      work.redraw({ requestId: 'a', due: 'card' }),
      work.redraw({ requestId: 'a', due: 'reminder' }),
    ],
  ],
  [
    'a round of polls, and the poll for a person who is back',
    [work.poll({ user: 'a' }), work.poll({ user: 'a', isBack: true })],
  ],
  [
    'the watching of all folders of a person as they are, and anew',
    [work.watchFolders({ user: 'a' }), work.watchFolders({ user: 'a', isAnew: true })],
  ],
  [
    'shares of a card with names and without, from another modal, and in another channel',
    [
      work.share(aShare),
      work.share({ ...aShare, showsNames: true }),
      work.share({ ...aShare, viewId: 'V2' }),
      work.share({ ...aShare, channel: 'C2' }),
    ],
  ],
  [
    'an uninstallation that Slack reports, and one that follows from a dead token',
    [work.takenOut({}), work.takenOut({ afterDeath: true })],
  ],
])('%s do not replace each other', (_what, many) => {
  expect(new Set(many.map(keyOf)).size).toBe(many.length);
});

it('the jobs that create, read, redraw or end a request run one after another; its other jobs do not wait', () => {
  const laneOf = (step: Step, id: string) => workRules.plan(workOf(step, id)).lane;
  const lane = laneOf('create', 'a');
  expect(lane).not.toBeNull();
  expect(lane).not.toBe(laneOf('create', 'b'));
  const ofRequests = steps.filter((step) => 'requestId' in argsOf('a')[step]);
  expect(ofRequests.filter((step) => laneOf(step, 'a') === lane)).toEqual([
    'create',
    'refresh',
    'redraw',
    'resend',
    'cancel',
    'withdraw',
  ]);
});

it.each(steps)('when %s is given up, a person is told, or it concerns only the operator', (step) => {
  const next = whenGivenUp(givenUpJob(step, argsOf('a')[step]), 'ab12');
  expect(next).toEqual(
    operatorOnly.includes(step) ? null : work.tellGivenUp({ jobId: 'job-1', reference: 'ab12' }),
  );
});

it.each(['apologise', 'toString', '__proto__', ''])(
  'when an unknown stored step (%j) is given up, nobody is told',
  (step) => {
    expect(whenGivenUp(givenUpJob(step, {}), 'ab12')).toBeNull();
  },
);

function givenUpJob(step: string, args: object): Job {
  return {
    tenant: TENANT,
    id: 'job-1',
    step,
    args: args as Job['args'],
    attempts: 8,
    failures: 8,
    createdAt: 1,
    reference: null,
  };
}
