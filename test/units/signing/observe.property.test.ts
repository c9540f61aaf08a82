/** Box's answers come late, twice and in any order; the final record must not depend on that. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { observe } from '../../../src/signing/observe.ts';
import type { Observation, ObservedSigner, SignRequest } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import { work } from '../../../src/signing/work.ts';
import { anObservation, anObservedSigner } from '../../builders/observations.ts';
import { runs } from '../../builders/runs.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const pool = ['bo@client.com', 'cy@acme.com', 'di@x.org', 'ed@x.org'];
const emails = fc.subarray(pool, { minLength: 1 });
const moves = fc.array(
  fc.record({ who: fc.nat(3), does: fc.constantFrom('views', 'signs'), isOddWord: fc.boolean() }),
  { maxLength: 8 },
);
const ends = ['signed', 'declined', 'cancelled', 'expired', 'error', 'error_sending', 'error_finalizing'];

/** The history of one request in Box: before, during and after its preparation, then what its signers do. */
const plan = fc.record({
  lists: fc.tuple(emails, emails, emails),
  isPrepared: fc.boolean(),
  isSent: fc.boolean(),
  moves,
  end: fc.constantFrom(null, ...ends),
  isEndDated: fc.boolean(),
  gaps: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** The observations of a run, in the order of Box's history. */
function observationsOf(run: Plan): Observation[] {
  const [early, middle, last] = run.lists;
  const url = run.isPrepared ? 'https://app.box.com/sign/prepare/1' : null;
  const at = (status: string, signers: readonly ObservedSigner[]) =>
    anObservation()
      .saying(status)
      .withSigners(...signers);
  const fresh = (list: readonly string[]) => list.map((email) => anObservedSigner(email));
  const seen = [
    at('converting', fresh(early)).with({ prepareUrl: url, filesReady: true }).build(),
    at('created', fresh(middle))
      .with({ prepareUrl: url, folder: { id: '222', name: 'Contracts' } })
      .build(),
  ];
  // No odd words where fields can be placed: there the latest answer counts, and an unknown status has no place in the
  // order.
  const words = run.moves.map((move) => ({ ...move, isOddWord: move.isOddWord && !run.isPrepared }));
  if (run.isSent) seen.push(...sentPart(words, fresh(last)));
  const signers = run.isSent ? (seen.at(-1)?.signers ?? []) : [...fresh(middle)];
  if (run.end !== null) seen.push(...endPart(run, signers));
  const kept = seen.filter((_, index) => run.gaps[index] !== false);
  return kept.length > 0 ? kept : seen.slice(0, 1);
}

function sentPart(moves: Plan['moves'], signers: readonly ObservedSigner[]): Observation[] {
  const seen = [
    anObservation()
      .saying('sent')
      .withSigners(...signers)
      .build(),
  ];
  let now = signers;
  for (const { who, does, isOddWord } of moves) {
    now = now.map((signer, index) => (index === who % signers.length ? signerAfter(signer, does) : signer));
    const isAll = now.every((signer) => signer.decision === 'signed');
    const word = isAll ? 'finalizing' : now.some((signer) => signer.hasViewed) ? 'viewed' : 'sent';
    seen.push(
      anObservation()
        .saying(isOddWord ? 'paused' : word)
        .withSigners(...now)
        .build(),
    );
  }
  return seen;
}

function signerAfter(signer: ObservedSigner, does: string): ObservedSigner {
  const isSigning = does === 'signs' && signer.decision === null;
  return { ...signer, hasViewed: true, ...(isSigning ? { decision: 'signed', decidedAt: tuesday + 1 } : {}) };
}

function endPart(run: Plan, signers: readonly ObservedSigner[]): Observation[] {
  const over = anObservation()
    .saying(run.end ?? '')
    .with({ signers });
  const dated = run.isEndDated ? tuesday + 2 : null;
  return [
    over.build(),
    over
      .with({ filesReady: run.end === 'signed', signingLogId: '9', finishedAt: dated, errorCode: 'e' })
      .build(),
  ];
}

const recordAtStart = aSignRequest()
  .callMayHaveLeft()
  .toSigners(...pool.slice(0, 2).map((email) => aSigner(email)))
  .build();

function known(seen: readonly Observation[]): SignRequest {
  return seen.reduce(
    (record, one, index) => observe(record, one, tuesday + 1000 * index).record,
    recordAtStart,
  );
}

/**
 * A record to compare: a time that may depend on when an observation arrived says only whether it is set (`newsAt` is
 * left out), and the signers are sorted by address.
 *
 * @param isEndDated whether Box said when the request ended: `finishedAt` is then compared exactly
 */
function timeless(record: SignRequest, isEndDated: boolean): unknown {
  const when = (at: number | null) => (at === null ? null : 'at some time');
  const signers = record.signers.map((signer) => ({ ...signer, viewedSeenAt: when(signer.viewedSeenAt) }));
  const { newsAt: _newsAt, ...details } = record.details;
  const { finishedAt } = details;
  return {
    ...record,
    signers: signers.sort((a, b) => (a.email ?? '').localeCompare(b.email ?? '')),
    sentAt: when(record.sentAt),
    lastSentAt: when(record.lastSentAt),
    observedAt: when(record.observedAt),
    details: { ...details, finishedAt: isEndDated ? finishedAt : when(finishedAt) },
  };
}

const shuffledRun = plan.chain((run) => {
  const seen = observationsOf(run);
  const repeats = fc.array(fc.constantFrom(...seen), { maxLength: 6 });
  const shuffled = repeats.chain((more) =>
    fc.shuffledSubarray([...seen, ...more], { minLength: seen.length + more.length }),
  );
  return shuffled.map((order) => ({ run, seen, order }));
});

it('any order, with repeats, ends in the same record, except times of receipt', () => {
  fc.assert(
    fc.property(shuffledRun, ({ run, seen, order }) => {
      const isEndDated = run.isEndDated && seen.some((one) => one.finishedAt !== null);
      expect(timeless(known(order), isEndDated)).toEqual(timeless(known(seen), isEndDated));
    }),
    { numRuns: runs(600) },
  );
});

it('nothing that was seen is ever unset', () => {
  fc.assert(
    fc.property(shuffledRun, ({ order }) => {
      let before = recordAtStart;
      for (const [index, one] of order.entries()) {
        const { record, steps } = observe(before, one, tuesday + index);
        expectKept(before, record);
        const isNews =
          JSON.stringify({ ...record, observedAt: 0 }) !== JSON.stringify({ ...before, observedAt: 0 });
        expect(steps).toEqual(isNews ? [work.redraw({ requestId: record.id })] : []);
        before = record;
      }
    }),
    { numRuns: runs(300) },
  );
});

/** Checks that nothing that was known in `before` is unset in `next`. */
function expectKept(before: SignRequest, next: SignRequest): void {
  if (statusTable[before.state].isFinal) expect(next.state).toBe(before.state);
  expect(statusTable[next.state].rank).toBeGreaterThanOrEqual(statusTable[before.state].rank);
  if (before.sentAt !== null) expect(next.sentAt).toBe(before.sentAt);
  if (next.prepareUrl !== null) expect(['converting', 'created']).toContain(next.state);
  if (before.details.filesReady) expect(next.details.filesReady).toBe(true);
  for (const signer of before.signers.filter((one) => one.hasViewed || one.decision)) {
    const kept = next.signers.find((one) => one.email === signer.email);
    expect(kept).toMatchObject({ hasViewed: signer.hasViewed, viewedSeenAt: signer.viewedSeenAt });
    if (signer.decision)
      expect(kept).toMatchObject({ decision: signer.decision, decidedAt: signer.decidedAt });
  }
}

it('no signer is added twice, and an unknown request changes only the duplicate', () => {
  const anything = fc.record({
    boxId: fc.constantFrom('box-1', 'box-2'),
    status: fc.constantFrom(...Object.keys(statusTable), 'paused', ''),
    signers: fc.uniqueArray(
      fc.record({
        email: fc.constantFrom(null, ...pool),
        role: fc.constantFrom('signer', 'approver', 'final_copy_reader'),
        hasViewed: fc.boolean(),
        decision: fc.constantFrom(null, 'signed' as const, 'declined' as const),
      }),
      { selector: ({ email }) => email },
    ),
  });
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 12 }), (many) => {
      let record = recordAtStart;
      for (const [index, { signers, ...said }] of many.entries()) {
        const list = signers.map(({ email, ...more }) => anObservedSigner(email, more));
        const seen = anObservation()
          .with({ ...said, signers: list })
          .build();
        const next = observe(record, seen, tuesday + index).record;
        if (record.boxId !== null && record.boxId !== seen.boxId) {
          const { duplicateBoxId, duplicateFileId } = next.details;
          expect([record.details.duplicateBoxId, seen.boxId, null]).toContain(duplicateBoxId);
          expect(next).toEqual({
            ...record,
            details: { ...record.details, duplicateBoxId, duplicateFileId },
          });
        }
        const addresses = next.signers.map(({ email }) => email);
        expect(new Set(addresses).size).toBe(addresses.length);
        record = next;
      }
    }),
    { numRuns: runs(300) },
  );
});
