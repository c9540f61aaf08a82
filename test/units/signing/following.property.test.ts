/**
 * A request is followed from many sources at the same time: the answer of create, lists, polls, Refresh, and its
 * requester's own presses. Whichever of Box's answers are late, doubled or lost, the record ends as Box has it, and
 * people get the notices that the true history calls for.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { observeListed } from '../../../src/signing/listed.ts';
import { type Notice, noticesOf } from '../../../src/signing/notices.ts';
import { observe } from '../../../src/signing/observe.ts';
import {
  aboutToCall,
  cancelAnswered,
  finishWithFailure,
  requestCancel,
  requestResend,
  resendAccepted,
} from '../../../src/signing/resend-cancel.ts';
import type { Decision, Observation, SignRequest } from '../../../src/signing/sign-request.ts';
import { readStatus, statusTable } from '../../../src/signing/status.ts';
import { anObservation, anObservedSigner } from '../../builders/observations.ts';
import { runs } from '../../builders/runs.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const ana = 'ana@acme.com';
/** Slack ids by address: Ana, who requests and may sign too, and Bo, a colleague. The other two are from outside. */
const slackIds: Readonly<Record<string, string>> = { [ana]: 'U_ANA', 'bo@acme.com': 'U_BO' };
const pool = [ana, 'bo@acme.com', 'cy@client.com', 'di@client.com'];

/** How a request ends where nobody declined and not everyone signed; null: it stays open. */
const otherEnds = [null, 'cancelled', 'cancelled here', 'expired', 'error', 'error_sending'] as const;

const history = fc.record({
  people: fc.subarray(pool, { minLength: 1 }),
  moves: fc.array(
    fc.record({ who: fc.nat(3), does: fc.constantFrom('views', 'signs', 'signs', 'declines') }),
    {
      maxLength: 7,
    },
  ),
  isSent: fc.boolean(),
  end: fc.constantFrom(...otherEnds),
  isFinalizingSeen: fc.boolean(),
  finalizingFails: fc.boolean(),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** What truly happened to a request. */
interface Truth {
  /** What Box would have answered over time, in order. */
  readonly seen: readonly Observation[];
  /** Index of the observation from which the request was cancelled in Slack; null: it was not. */
  readonly stoppedFrom: number | null;
}

function truthOf({ people, moves, isSent, end, isFinalizingSeen, finalizingFails }: History): Truth {
  let signers = people.map((email) => anObservedSigner(email));
  const seen: Observation[] = [];
  const say = (status: string, more: Partial<Observation> = {}): void => {
    const told = anObservation()
      .saying(status)
      .withSigners(...signers);
    seen.push(told.with(more).build());
  };
  say('converting', { prepareUrl: 'https://app.box.com/prepare/1' });
  say('created', { prepareUrl: 'https://app.box.com/prepare/1' });
  if (isSent) say('sent');
  for (const { who, does } of isSent ? moves : []) {
    const index = who % signers.length;
    if (signers[index]?.decision !== null) continue;
    const decision = does === 'views' ? null : does === 'signs' ? ('signed' as const) : ('declined' as const);
    signers = signers.map((one, at) => (at === index ? { ...one, hasViewed: true, decision } : one));
    if (does === 'declines') {
      say('declined', { finishedAt: tuesday });
      return { seen, stoppedFrom: null };
    }
    if (signers.every((one) => one.decision === 'signed')) {
      if (isFinalizingSeen) say('finalizing');
      if (finalizingFails) say('error_finalizing', { errorCode: 'e' });
      else {
        say('signed');
        say('signed', { filesReady: true, finishedAt: tuesday });
      }
      return { seen, stoppedFrom: null };
    }
    say('viewed');
  }
  const stoppedFrom = end === 'cancelled here' ? seen.length : null;
  if (end !== null) say(end === 'cancelled here' ? 'cancelled' : end, { finishedAt: tuesday });
  return { seen, stoppedFrom };
}

/**
 * Something that changes the record, or is reported to it. After `stops`, either Box answers the cancel (`hears of the
 * stop`), or its answer is lost and the app reads the request (`asks for the stop`).
 */
type Act =
  | { readonly does: 'looks' | 'lists'; readonly at: number }
  | { readonly does: 'opens Box' | 'resends' | 'stops' | 'hears of the stop' | 'asks for the stop' };

/** Everything that reaches the record, in a possible order: nothing is reported before it happens. */
function actsOf({ seen, stoppedFrom }: Truth): fc.Arbitrary<readonly Act[]> {
  const pollsOf = (length: number, maxLength: number): fc.Arbitrary<Act[]> =>
    fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({
            does: fc.constantFrom('looks' as const, 'lists' as const),
            at: fc.nat(length - 1),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({ does: fc.constantFrom('opens Box' as const, 'resends' as const) }),
        },
      ),
      { maxLength },
    );
  if (stoppedFrom === null) return pollsOf(seen.length, 14);
  const answer = fc.constantFrom('hears of the stop' as const, 'asks for the stop' as const);
  return fc
    .tuple(pollsOf(stoppedFrom, 8), pollsOf(seen.length, 4), pollsOf(seen.length, 4), answer)
    .map(([before, first, second, does]) => [...before, { does: 'stops' }, ...first, { does }, ...second]);
}

const run = history.chain((one) => {
  const truth = truthOf(one);
  return actsOf(truth).map((acts) => ({ history: one, truth, acts }));
});

function recordAtStart({ people }: History): SignRequest {
  const signers = people.map((email) => aSigner(email, { slackUserId: slackIds[email] ?? null }));
  const record = aSignRequest()
    .callMayHaveLeft()
    .toSigners(...signers)
    .build();
  return { ...record, details: { ...record.details, isFollowed: true } };
}

interface Played {
  readonly record: SignRequest;
  readonly notices: readonly Notice[];
  /** Whether the requester cancelled the request in Slack. */
  readonly isStoppedHere: boolean;
}

/** Applies the acts to a new record, as the app would. */
function play(history: History, { seen }: Truth, acts: readonly Act[]): Played {
  let record = recordAtStart(history);
  const notices: Notice[] = [];
  let isStoppedHere = false;
  const become = (decision: Decision | null): boolean => {
    if (decision === null || !('record' in decision)) return false;
    expectKept(record, decision.record);
    notices.push(...noticesOf(record, decision.record));
    record = decision.record;
    return true;
  };
  const last = seen.at(-1) as Observation;
  const whose = { tenant: 'T1', requester: 'U_ANA', newId: () => 'never' };
  for (const [index, act] of [...acts, { does: 'looks', at: seen.length - 1 } as const].entries()) {
    // The acts are twenty minutes apart, so that Box accepts each reminder.
    const now = tuesday + index * 20 * 60_000;
    if (act.does === 'looks') become(observe(record, seen[act.at] as Observation, now));
    if (act.does === 'lists') become(observeListed(record, seen[act.at] as Observation, whose, now));
    if (act.does === 'opens Box')
      become({ record: { ...record, details: { ...record.details, interestUntil: now } }, steps: [] });
    if (act.does === 'resends' && become(requestResend(record, 'U_ANA', now))) {
      become(aboutToCall(record, 'resend', now));
      become(resendAccepted(record, now));
    }
    if (act.does === 'stops' && become(requestCancel(record, 'U_ANA', null, now)))
      isStoppedHere = become(aboutToCall(record, 'cancel', now));
    if (act.does === 'hears of the stop' && isStoppedHere) become(cancelAnswered(record, last, now));
    if (act.does === 'asks for the stop' && isStoppedHere)
      become(finishWithFailure(record, { code: 'over', seen: last, mayHaveWorked: true }, now));
  }
  return { record, notices, isStoppedHere };
}

/** Checks that nothing that was known in `before` is unset in `next`. */
function expectKept(before: SignRequest, next: SignRequest): void {
  if (statusTable[before.state].isFinal) expect(next.state).toBe(before.state);
  expect(statusTable[next.state].rank).toBeGreaterThanOrEqual(statusTable[before.state].rank);
  if (before.details.filesReady) expect(next.details.filesReady).toBe(true);
  for (const { email, hasViewed, decision } of before.signers) {
    const kept = next.signers.find((one) => one.email === email);
    if (hasViewed) expect(kept?.hasViewed).toBe(true);
    if (decision) expect(kept?.decision).toBe(decision);
  }
}

const keyOf = ({ kind, about, to }: Notice): string => [kind, about, to].join(' ');

/**
 * Returns, from the true history alone, the notices that must be given, and those that may be given or be covered by a
 * later one.
 */
function owedBy(history: History, { seen }: Truth, isStoppedHere: boolean) {
  const last = seen.at(-1) as Observation;
  const people = last.signers.filter(({ role }) => role !== 'final_copy_reader');
  const signed = people.filter(({ decision }) => decision === 'signed');
  const isWhole = signed.length === people.length;
  const others = signed.map(({ email }) => email ?? '').filter((email) => email !== ana);
  const signatures = people.length < 2 ? [] : others.map((email) => keyOf(aboutSigner(email)));
  const order = history.moves
    .filter(({ does }) => does === 'signs')
    .map(({ who }) => history.people[who % history.people.length]);
  const lastToSign = [...new Set(order)].at(-1);
  const ends = noticesOfEnd(last, others, isStoppedHere);
  return isWhole
    ? { must: ends, may: signatures.filter((key) => key !== keyOf(aboutSigner(lastToSign ?? ''))) }
    : { must: [...signatures, ...ends], may: [] };
}

const aboutSigner = (email: string): Notice => ({ kind: 'signed', about: email, to: 'U_ANA' });

/** The notices that must be given at the end. */
function noticesOfEnd(last: Observation, others: readonly string[], isStoppedHere: boolean): string[] {
  const state = readStatus(last.status);
  const toAna = (kind: Notice['kind']) => [keyOf({ kind, about: '', to: 'U_ANA' })];
  if (state === 'signed') return toAna('completed');
  if (state === 'expired') return toAna('expired');
  if (state.startsWith('error')) return toAna('failed');
  if (state !== 'declined' && state !== 'cancelled') return [];
  const declined = last.signers.find(({ decision }) => decision === 'declined');
  const byAna = state === 'declined' ? declined?.email === ana : isStoppedHere;
  const inVain = others.flatMap((email) => slackIds[email] ?? []);
  return [...(byAna ? [] : toAna(state)), ...inVain.map((to) => keyOf({ kind: state, about: '', to }))];
}

it('the record ends as Box has it, whatever came late, twice or never', () => {
  fc.assert(
    fc.property(run, ({ history, truth, acts }) => {
      const { record } = play(history, truth, acts);
      const last = truth.seen.at(-1) as Observation;
      expect(record.state).toBe(readStatus(last.status));
      expect(record.details.filesReady).toBe(last.filesReady);
      expect(record.prepareUrl).toBe(last.prepareUrl);
      const told = record.signers.map(({ email, hasViewed, decision }) => ({ email, hasViewed, decision }));
      const people = last.signers.filter(({ role }) => role !== 'final_copy_reader');
      expect(told).toEqual(people.map(({ email, hasViewed, decision }) => ({ email, hasViewed, decision })));
      expect(record.details.pending).toBe(null);
    }),
    { numRuns: runs(800) },
  );
});

it('people get exactly the notices that the true history calls for, each once', () => {
  fc.assert(
    fc.property(run, ({ history, truth, acts }) => {
      const { notices, isStoppedHere } = play(history, truth, acts);
      const { must, may } = owedBy(history, truth, isStoppedHere);
      // Signers in the workspace are told of each reminder, whatever the history.
      const owed = notices.filter(({ kind }) => kind !== 'reminded').map(keyOf);
      expect(owed).toEqual([...new Set(owed)]);
      expect(owed).toEqual(expect.arrayContaining(must));
      expect(owed.filter((key) => !must.includes(key) && !may.includes(key))).toEqual([]);
    }),
    { numRuns: runs(1500) },
  );
});
