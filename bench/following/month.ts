/**
 * A month of following, by the rules of `src/signing/looks.ts` and the loop of `features/following/poll.ts`, with a clock
 * that jumps from one moment to the next: how many calls it takes, and how late a change shows.
 */
import { createHash } from 'node:crypto';
import {
  type Bucket,
  bucketOf,
  interestMs,
  isFollowed,
  nextLookAt,
  nextRoundIn,
  planRound,
  type Tier,
  tierOf,
} from '../../src/signing/looks.ts';
import type { SignRequest } from '../../src/signing/sign-request.ts';
import { type Life, lifeOf } from './requests.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

export interface Month {
  readonly requests: number;
  readonly calls: number;
  /** How long changes took to show, by why the request was looked at when they happened (ms). */
  readonly delays: Readonly<Record<Tier, readonly number[]>>;
  /** The same of those that happened within ten minutes after Place the fields. */
  readonly afterPress: readonly number[];
}

interface Followed {
  record: SignRequest;
  readonly life: Life;
  /** How many of its turns are known. */
  known: number;
}

interface Person {
  readonly requests: Followed[];
  roundAt: number;
}

interface Moment {
  readonly at: number;
  readonly happens: () => void;
}

export function simulateMonth({
  people,
  perWeek,
  callsPerMonth,
  seed = 1,
}: {
  readonly people: number;
  readonly perWeek: number;
  readonly callsPerMonth: number;
  readonly seed?: number;
}): Month {
  const chance = drawn(seed);
  const { fill, share } = bucketOf(callsPerMonth);
  const delays: Record<Tier, number[]> = { awaited: [], moving: [], quiet: [] };
  const afterPress: number[] = [];
  let bucket: Bucket | null = null;
  let calls = 0;

  const observed = (one: Followed, now: number): void => {
    const { turns, expiresAt } = one.life;
    let { record } = one;
    const fresh = turns.slice(one.known).filter(({ at }) => at <= now);
    for (const { at, state, filesReady = false } of fresh) {
      // As it was known then.
      delays[tierOf(one.record, at)].push(now - at);
      if (at < one.life.pressedAt + interestMs && at > one.life.pressedAt) afterPress.push(now - at);
      const details = { ...record.details, filesReady, expiresAt, newsAt: now };
      const sentAt = record.sentAt ?? (state === 'created' ? null : now);
      record = { ...record, state, sentAt, details };
    }
    one.known += fresh.length;
    one.record = { ...record, observedAt: now };
  };

  const round = (person: Person, now: number): void => {
    const open = () => person.requests.filter(({ record }) => isFollowed(record));
    const left = open();
    const reserve = share(fill(bucket, now));
    const plan = planRound(
      left.map(({ record }) => record),
      { now, reserve, pages: 1 },
    );
    const due = plan.kind === 'get' ? new Set(plan.records) : null;
    const looked = plan.kind === 'list' ? left : left.filter(({ record }) => due?.has(record));
    const made = plan.kind === 'list' ? 1 : looked.length;
    calls += made;
    const filled = fill(bucket, now);
    bucket = { ...filled, calls: filled.calls - made };
    for (const one of looked) observed(one, now);
    const waitMs = nextRoundIn(
      open().map(({ record }) => record),
      { now, reserve, chance: chance() },
    );
    person.roundAt = waitMs === null ? Number.POSITIVE_INFINITY : now + waitMs;
  };

  /** As a change of the record brings a round forward. */
  const sooner = (person: Person, record: SignRequest, now: number): void => {
    const at = nextLookAt(record, now, 1) ?? Number.POSITIVE_INFINITY;
    person.roundAt = Math.min(person.roundAt, Math.max(now, at));
  };

  const team = Array.from(
    { length: people },
    (): Person => ({ requests: [], roundAt: Number.POSITIVE_INFINITY }),
  );
  const moments = team.flatMap((person, index) =>
    createdTimes(perWeek, chance).flatMap((at, number): Moment[] => {
      const life = lifeOf(`U${index}`, `${index}-${number}`, at, chance);
      const one: Followed = { record: life.record, life, known: 0 };
      const begins = (): void => {
        person.requests.push(one);
        sooner(person, one.record, at);
      };
      const presses = (): void => {
        const details = { ...one.record.details, interestUntil: life.pressedAt + interestMs };
        one.record = { ...one.record, details };
        sooner(person, one.record, life.pressedAt);
      };
      return [
        { at, happens: begins },
        { at: life.pressedAt, happens: presses },
      ];
    }),
  );
  moments.sort((one, other) => one.at - other.at);
  let next = 0;
  for (;;) {
    const person = team.reduce((one, other) => (other.roundAt < one.roundAt ? other : one));
    const moment = moments[next];
    if (moment && moment.at <= person.roundAt) {
      moment.happens();
      next += 1;
    } else if (person.roundAt < 30 * day) round(person, person.roundAt);
    else break;
  }
  return { requests: moments.length / 2, calls, delays, afterPress };
}

/** In the working hours of working days, from a Monday on. */
function createdTimes(perWeek: number, chance: () => number): number[] {
  const times: number[] = [];
  for (let date = 0; date < 30; date += 1) {
    if (date % 7 >= 5) continue;
    for (let count = 0; count < perWeek / 5; count += 1) times.push(date * day + (8 + chance() * 9) * hour);
  }
  return times;
}

function drawn(seed: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${seed} ${count}`).digest().readUInt32LE() / 2 ** 32;
  };
}
