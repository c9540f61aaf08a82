/**
 * How tokens that are good for one use are followed by the next, at Box as at Slack: renewed once however many ask.
 * Within this process all share one promise, between processes the store's claim decides, and whoever does not get
 * it waits for the other's result. What the outside has given is never let go of because the database is away: the
 * former token is used up. The outside is asked outside of any transaction. Knows neither Box nor Slack.
 */
import { describe } from './failure.ts';
import type { Held } from './shapes.ts';

/** The tokens of one row, as the store keeps them. */
export interface RenewedRow<Tokens> {
  /** Null: there are none any more. */
  read(): Promise<Held<Tokens> | null>;
  /** Claims the renewal of this generation for so long; null: somebody else has it, or it is over. */
  claim(generation: number, forMs: number): Promise<string | null>;
  /** Gives the claim back. */
  release(claim: string): Promise<void>;
  /** Keeps what follows this generation: as the row's tokens or, when they are nobody's any more, to be ended. */
  keep(generation: number, tokens: Tokens): Promise<void>;
}

export interface Renewal<Tokens> {
  /** Names the row, here and in the log: ids. */
  readonly whose: Readonly<Record<string, string>>;
  readonly row: RenewedRow<Tokens>;
  /** Asks the outside, once. Null: it refused for good, and what follows from that is done. */
  readonly renew: (held: Tokens, claim: string) => Promise<Tokens | null>;
  /** For whoever waits while the tokens are there and cannot be stored. */
  readonly notStored: () => Error;
}

export interface RenewerOptions {
  /** Longer than the outside may take, so that a claim is taken over only from a process that is gone. */
  readonly claimMs: number;
  /** How long what could not be stored is held and tried again; as long as a database may take to come back. */
  readonly holdMs?: number;
  /** Those of this process that are under way, for its end to wait for. */
  readonly underWay?: Set<Promise<unknown>>;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

/** Brings the tokens after this generation; null when there are none any more. */
export type Renew<Tokens> = (renewal: Renewal<Tokens>, generation: number) => Promise<Held<Tokens> | null>;

const lookEveryMs = 100;
const holdUnlessGivenMs = 60_000;
const firstPauseMs = 250;
const longestPauseMs = 2_000;

/** The renewals of this process. */
export function createRenewer<Tokens>(options: RenewerOptions): Renew<Tokens> {
  const running = new Map<string, Promise<Held<Tokens> | null>>();

  return (renewal, generation) => {
    const key = JSON.stringify([renewal.whose, generation]);
    const answer =
      running.get(key) ??
      new Promise<Held<Tokens> | null>((resolve, reject) => {
        // Only when nothing is held any more may anybody begin anew.
        const run = follow(renewal, generation, reject).finally(() => {
          running.delete(key);
          options.underWay?.delete(run);
        });
        options.underWay?.add(run);
        run.then(resolve, reject);
      });
    running.set(key, answer);
    return answer;
  };

  /** Waits for the generation after this one, making it if nobody else does. */
  async function follow(
    renewal: Renewal<Tokens>,
    generation: number,
    refuse: (error: Error) => void,
  ): Promise<Held<Tokens> | null> {
    const { row } = renewal;
    for (;;) {
      const held = await row.read();
      if (held === null || held.generation !== generation) return held;
      const claim = await row.claim(generation, options.claimMs);
      if (claim === null) {
        await pause(lookEveryMs);
        continue;
      }
      const next = await renewal.renew(held, claim).catch(async (error: unknown) => {
        await row.release(claim);
        throw error;
      });
      // Refused because somebody else had taken it over, it is theirs that counts.
      if (next !== null) await keep(renewal, generation, next, refuse);
    }
  }

  /** Stores what came, also when the database comes back only after a while; nobody waits for it so long. */
  async function keep(
    { row, whose, notStored }: Renewal<Tokens>,
    generation: number,
    next: Tokens,
    refuse: (error: Error) => void,
  ): Promise<void> {
    const { log } = options;
    const until = performance.now() + (options.holdMs ?? holdUnlessGivenMs);
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        await row.keep(generation, next);
        if (pauseMs > firstPauseMs) log.info(whose, 'renewed tokens are stored');
        return;
      } catch (error) {
        if (pauseMs === firstPauseMs) {
          log.error({ ...whose, error: describe(error) }, 'renewed tokens could not be stored yet');
          refuse(notStored());
        }
        if (performance.now() > until) {
          log.error(
            { ...whose, error: describe(error) },
            'renewed tokens are lost: they could not be stored',
          );
          throw error;
        }
      }
      await pause(pauseMs);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
