/**
 * Simulates a month of following open requests, by the rules of `src/signing/polling.ts` and the loops of
 * `features/following/poll.ts` and `events.ts`. Counts the calls to Box, and measures how late changes show. The clock
 * jumps from one event to the next.
 */
import { createHash } from 'node:crypto';
import {
  type CallBudget,
  callBudgetOf,
  interestForMs,
  isAwaitingFiles,
  isAwaitingNews,
  nextPollAt,
  nextPollIn,
  nextReadingIn,
  planPoll,
  type Tier,
  tierOf,
} from '../../src/signing/polling.ts';
import type { SignRequest } from '../../src/signing/sign-request.ts';
import { type Life, lifeOf } from './requests.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/** The results of a simulated month. */
export interface Month {
  readonly requests: number;
  /** Calls that polling makes: gets of single requests, and pages of lists. */
  readonly calls: number;
  /** Calls that read the event stream. */
  readonly readings: number;
  /** Gets of single requests that events of the stream cause, and the automatic refreshes after them. */
  readonly answers: number;
  /** How late changes showed (ms), by the request's tier at the time of the change. */
  readonly delays: Readonly<Record<Tier, readonly number[]>>;
  /** The delays (ms) of changes within ten minutes after Place the fields was pressed. */
  readonly afterPress: readonly number[];
}

/** An open request: what the app knows of it, and what happens to it in Box. */
interface Followed {
  record: SignRequest;
  readonly life: Life;
  /** How many of the request's status changes in Box (`life.changes`) the app has observed so far. */
  known: number;
}

interface Person {
  readonly requests: Followed[];
  pollAt: number;
}

/** An event of the simulation, with its time. */
interface Moment {
  readonly at: number;
  readonly happens: () => void;
}

/** Simulates a month of following the requests of people who send `perWeek` a week each. */
export function simulateMonth({
  people,
  perWeek,
  pollCallsPerMonth,
  withEvents = false,
  seed = 1,
}: {
  readonly people: number;
  readonly perWeek: number;
  readonly pollCallsPerMonth: number;
  /** Whether the app reads the event stream of the Box enterprise. */
  readonly withEvents?: boolean;
  readonly seed?: number;
}): Month {
  const chance = randomNumbers(seed);
  const { fill, share } = callBudgetOf(pollCallsPerMonth);
  const delays: Record<Tier, number[]> = { awaited: [], moving: [], quiet: [] };
  const afterPress: number[] = [];
  let bucket: CallBudget | null = null;
  let calls = 0;
  let readings = 0;
  let answers = 0;
  let readAt = withEvents ? 0 : Number.POSITIVE_INFINITY;
  let answeredAt = 0;
  let followed: Followed[] = [];
  const take = (made: number, now: number): void => {
    const filled = fill(bucket, now);
    bucket = { ...filled, calls: filled.calls - made };
  };

  const observed = (one: Followed, now: number): void => {
    const { changes, expiresAt } = one.life;
    let { record } = one;
    const fresh = changes.slice(one.known).filter(({ at }) => at <= now);
    for (const { at, state, filesReady = false } of fresh) {
      // Delays are sorted by the tier that the app's record had at the time of the change.
      delays[tierOf(one.record, at)].push(now - at);
      if (at < one.life.pressedAt + interestForMs && at > one.life.pressedAt) afterPress.push(now - at);
      const details = { ...record.details, filesReady, expiresAt, newsAt: now };
      const sentAt = record.sentAt ?? (state === 'created' ? null : now);
      record = { ...record, state, sentAt, details };
    }
    one.known += fresh.length;
    one.record = { ...record, observedAt: now };
    answeredAt = now;
  };

  const poll = (person: Person, now: number): void => {
    const open = () => person.requests.filter(({ record }) => isAwaitingNews(record));
    const left = open();
    const reserve = share(fill(bucket, now));
    const plan = planPoll(
      left.map(({ record }) => record),
      { now, reserve, pages: 1, isCovered: withEvents },
    );
    const due = plan.kind === 'get' ? new Set(plan.records) : null;
    const looked = plan.kind === 'list' ? left : left.filter(({ record }) => due?.has(record));
    const made = plan.kind === 'list' ? 1 : looked.length;
    calls += made;
    take(made, now);
    for (const one of looked) observed(one, now);
    const waitMs = nextPollIn(
      open().map(({ record }) => record),
      { now, reserve, isCovered: withEvents, chance: chance() },
    );
    person.pollAt = waitMs === null ? Number.POSITIVE_INFINITY : now + waitMs;
    if (withEvents) readSoon(now);
  };

  /** Makes a person's next poll earlier, as a change of one of their records does. */
  const sooner = (person: Person, record: SignRequest, now: number): void => {
    const at = nextPollAt(record, now, 1) ?? Number.POSITIVE_INFINITY;
    person.pollAt = Math.min(person.pollAt, Math.max(now, at));
  };

  const readSoon = (now: number): void => {
    readAt = Math.min(readAt, now + nextReadingIn(answeredAt, now, share(fill(bucket, now))));
  };

  /** Reads the event stream, with one get for each request that has events. */
  const reading = (now: number): void => {
    readings += 1;
    take(1, now);
    followed = followed.filter(({ record }) => isAwaitingNews(record));
    for (const one of followed) {
      if ((one.life.changes[one.known]?.at ?? Number.POSITIVE_INFINITY) > now) continue;
      answers += 1;
      observed(one, now);
      // These are the automatic refreshes of `features/refresh.ts`.
      for (const afterMs of [15_000, 75_000]) {
        if (!isAwaitingFiles(one.record)) continue;
        answers += 1;
        observed(one, now + afterMs);
      }
    }
    readAt = Number.POSITIVE_INFINITY;
    readSoon(now);
  };

  const team = Array.from(
    { length: people },
    (): Person => ({ requests: [], pollAt: Number.POSITIVE_INFINITY }),
  );
  const moments = team.flatMap((person, index) =>
    createdTimes(perWeek, chance).flatMap((at, number): Moment[] => {
      const life = lifeOf(`U${index}`, `${index}-${number}`, at, chance);
      const one: Followed = { record: life.record, life, known: 0 };
      const begins = (): void => {
        person.requests.push(one);
        followed.push(one);
        answeredAt = at;
        sooner(person, one.record, at);
      };
      const presses = (): void => {
        const details = { ...one.record.details, interestUntil: life.pressedAt + interestForMs };
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
    const person = team.reduce((one, other) => (other.pollAt < one.pollAt ? other : one));
    const moment = moments[next];
    const soonest = Math.min(person.pollAt, readAt);
    if (moment && moment.at <= soonest) {
      moment.happens();
      next += 1;
    } else if (soonest >= 30 * day) break;
    else if (readAt < person.pollAt) reading(readAt);
    else poll(person, person.pollAt);
  }
  return { requests: moments.length / 2, calls, readings, answers, delays, afterPress };
}

/** Random times of creation within the working hours of working days; the month starts on a Monday. */
function createdTimes(perWeek: number, chance: () => number): number[] {
  const times: number[] = [];
  for (let date = 0; date < 30; date += 1) {
    const weekday = date % 7;
    if (weekday >= 5) continue;
    const count = Math.floor((perWeek * (weekday + 1)) / 5) - Math.floor((perWeek * weekday) / 5);
    for (let one = 0; one < count; one += 1) times.push(date * day + (8 + chance() * 9) * hour);
  }
  return times;
}

/** Returns a source of random numbers from 0 up to 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${seed} ${count}`).digest().readUInt32LE() / 2 ** 32;
  };
}
