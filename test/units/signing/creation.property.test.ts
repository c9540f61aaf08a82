/**
 * Creating a request while anything can go wrong: kills between the steps, lost answers, a late list of Box. A small
 * worker makes the decisions in the same order as the real one; Box only counts the requests made in it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aboutToCreate,
  created,
  giveUp,
  giveUpAfterMs,
  giveUpAt,
  needsCheck,
  nextSearchAt,
  notCreated,
  type ResolvedFiles,
  refuseCreation,
  searchMissed,
  showCheck,
} from '../../../src/signing/creation.ts';
import { confirmSend, discard, retryUnsure } from '../../../src/signing/decide.ts';
import type { FormValues } from '../../../src/signing/form.ts';
import type { Decision, SignRequest } from '../../../src/signing/sign-request.ts';
import { mayBeMailed, statusTable } from '../../../src/signing/status.ts';
import { anObservation } from '../../builders/observations.ts';
import { runs } from '../../builders/runs.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const resolved: ResolvedFiles = {
  kind: 'files',
  files: [{ id: '111', name: 'NDA.pdf' }],
  modifiedAt: null,
  fileFolder: null,
  isFileInRoot: false,
  subject: null,
  sharedLink: null,
  folder: null,
  signers: [aSigner('bo@client.com')],
};

/** The ways in which a run that is about to make the create call can end. */
const outcomes = [
  'killed before the commit',
  'killed after the commit',
  'killed after the call',
  'answered',
  'lost',
  'lost on the way there',
  'told to wait',
  'refused',
] as const;
type Outcome = (typeof outcomes)[number];

const rarely = fc.nat(7).map((dice) => dice === 0);

const run = fc.record({
  kind: fc.constant('run' as const),
  outcome: fc.oneof({ weight: 3, arbitrary: fc.constant('lost' as const) }, fc.constantFrom(...outcomes)),
  /** Whether Box's list shows the request. Lists may lag, and mostly do in this test. */
  isListed: rarely,
  isKilledAfterLook: rarely,
});
const wait = fc.record({
  kind: fc.constant('wait' as const),
  ms: fc.constantFrom(500, 5_000, 15_000, 45_000),
});
const press = fc.record({
  kind: fc.constant('press' as const),
  button: fc.constantFrom('send now' as const, 'send again' as const, 'discard' as const),
});
type Valued<A> = A extends fc.Arbitrary<infer T> ? T : never;
type RunEvent = Valued<typeof run>;
type HistoryEvent = RunEvent | Valued<typeof wait> | Valued<typeof press>;

const toSendNow: readonly HistoryEvent[] = [
  { kind: 'run', outcome: 'lost', isListed: false, isKilledAfterLook: false },
  { kind: 'press', button: 'send now' },
];

/** What the worker did, or a person pressed. `did nothing`: the call before it certainly had no effect in Box. */
interface Happening {
  readonly what: 'call' | 'did nothing' | 'missed' | 'send again';
  readonly at: number;
}

/** A small worker, and a Box that counts the requests made in it. */
class World {
  record: SignRequest;
  now = tuesday;
  readonly happened: Happening[] = [];
  existing = 0;

  constructor(delivery: FormValues['delivery']) {
    const request = aSignRequest();
    this.record = (delivery === 'direct' ? request.withoutFields() : request).build();
  }

  private note(what: Happening['what']): void {
    this.happened.push({ what, at: this.now });
  }

  private change(decision: Decision | null): boolean {
    if (decision === null || 'refusal' in decision) return false;
    this.record = decision.record;
    return true;
  }

  press(button: 'send now' | 'send again' | 'discard'): void {
    if (button === 'send now') this.change(confirmSend(this.record, this.now));
    else if (button === 'discard') this.change(discard(this.record));
    else if (this.change(retryUnsure(this.record, this.now))) this.note('send again');
  }

  run(event: RunEvent): void {
    if (this.record.state !== 'requested' && this.record.state !== 'creating') return;
    if (this.now >= giveUpAt(this.record)) this.change(giveUp(this.record, { code: 'box_unreachable' }));
    else if (this.record.createSentAt !== null) this.look(event);
    else this.create(event);
  }

  private create(event: RunEvent): void {
    const found = this.record.details.file ? null : resolved;
    if (found && needsCheck(this.record)) {
      this.change(showCheck(this.record, found));
      return;
    }
    if (event.outcome === 'killed before the commit') return;
    if (!this.change(aboutToCreate(this.record, found, this.now))) return;
    if (event.outcome === 'killed after the commit') return;
    this.call(event.outcome, event);
  }

  private call(outcome: Outcome, event: RunEvent): void {
    this.note('call');
    const isMade = outcome === 'killed after the call' || outcome === 'answered' || outcome === 'lost';
    if (isMade) this.existing += 1;
    if (outcome === 'answered') this.adopt();
    else if (outcome === 'lost' || outcome === 'lost on the way there') this.look(event);
    else if (outcome === 'told to wait' && this.change(notCreated(this.record))) this.note('did nothing');
    else if (outcome === 'refused') this.change(refuseCreation(this.record, { code: 'policy_forbids' }));
  }

  private look({ isListed, isKilledAfterLook }: RunEvent): void {
    if (isListed && this.existing > 0) this.adopt();
    else if (!isKilledAfterLook && this.change(searchMissed(this.record, this.now))) this.note('missed');
  }

  private adopt(): void {
    const seen = Array.from({ length: this.existing }, (_, index) =>
      anObservation()
        .saying('created')
        .of(`box-${index + 1}`)
        .with({ createdAt: index + 1 })
        .build(),
    );
    this.change(created(this.record, seen, this.now));
  }
}

const history = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: run }, { weight: 4, arbitrary: wait }, { weight: 1, arbitrary: press }),
    { minLength: 1, maxLength: 80, size: 'max' },
  )
  // About half of the histories begin with the check and Send now, because a request without fields is not created
  // before that.
  .chain((events) => fc.constantFrom(events, [...toSendNow, ...events]));

/** Runs the worker through these events. */
function runThrough(delivery: FormValues['delivery'], events: readonly HistoryEvent[]): World {
  const world = new World(delivery);
  for (const event of events) {
    if (event.kind === 'wait') world.now += event.ms;
    else if (event.kind === 'press') world.press(event.button);
    else world.run(event);
  }
  return world;
}

/** The events between each create call and the previous one. */
function happeningsBetweenCalls(happened: readonly Happening[]): (readonly Happening[])[] {
  const calls = happened.flatMap(({ what }, index) => (what === 'call' ? [index] : []));
  return calls.slice(1).map((at, index) => happened.slice((calls[index] ?? 0) + 1, at));
}

const did = (between: readonly Happening[], what: Happening['what']) =>
  between.some((one) => one.what === what);

/**
 * The number of runs after which every creation has ended. A request that was created again is searched for once a
 * minute until it is given up, and a few searches and calls come before that.
 */
const maxRounds = 6 + giveUpAfterMs / 60_000;

describe('creation with kills, lost answers and late lists', () => {
  it('a request that may have mailed people is created again only after Send again', () => {
    const seen = { again: 0 };
    fc.assert(
      fc.property(history, (events) => {
        for (const between of happeningsBetweenCalls(runThrough('direct', events).happened)) {
          seen.again += 1;
          expect(did(between, 'send again') || did(between, 'did nothing')).toBe(true);
        }
      }),
      { numRuns: runs(1000) },
    );
    expect(seen.again).toBeGreaterThan(0);
  });

  it('a request with fields is created again only after four searches over 45 s found nothing', () => {
    const seen = { again: 0 };
    fc.assert(
      fc.property(history, (events) => {
        for (const between of happeningsBetweenCalls(runThrough('prepare', events).happened)) {
          if (did(between, 'did nothing')) continue;
          seen.again += 1;
          // A commit whose call was never sent causes searches as well, so only the last four count.
          const looks = between.filter(({ what }) => what === 'missed').slice(-4);
          expect(looks).toHaveLength(4);
          expect((looks[3]?.at ?? 0) - (looks[0]?.at ?? 0)).toBeGreaterThanOrEqual(45_000);
        }
      }),
      { numRuns: runs(1000) },
    );
    expect(seen.again).toBeGreaterThan(0);
  });

  it('nobody is told that nothing was sent when people may have been mailed', () => {
    const seen = { ended: 0 };
    fc.assert(
      fc.property(history, (events) => {
        const { record, existing } = runThrough('direct', events);
        if (existing === 0 || statusTable[record.state].isAtBox) return;
        seen.ended += record.state === 'unsure' || record.state === 'discarded' ? 1 : 0;
        expect(mayBeMailed(record)).toBe(true);
        expect(record.state).not.toBe('not_sent');
      }),
      { numRuns: runs(1000) },
    );
    expect(seen.ended).toBeGreaterThan(0);
  });

  it('a request without fields is not created before Send now', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { record, happened } = runThrough('direct', events);
        if (record.confirmedAt === null) expect(happened).toEqual([]);
      }),
    );
  });

  it('creation ends in a state that can be shown, once the worker runs undisturbed', () => {
    fc.assert(
      fc.property(fc.constantFrom('direct' as const, 'prepare' as const), history, (delivery, events) => {
        const world = runThrough(delivery, events);
        const calm: RunEvent = { kind: 'run', outcome: 'answered', isListed: true, isKilledAfterLook: false };
        for (let round = 0; round < maxRounds; round += 1) {
          world.now = Math.max(world.now, nextSearchAt(world.record));
          world.run(calm);
        }
        expect(['to_check', 'created', 'not_sent', 'unsure', 'discarded']).toContain(world.record.state);
      }),
    );
  });
});
