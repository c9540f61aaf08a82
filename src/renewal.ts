/**
 * Renewing single-use tokens, for Box as for Slack, once for any number of callers. Within this process all share one
 * promise; between processes the store's claim decides, and a process that does not get it waits for the other's
 * result. New tokens are held in memory while the database is away, because the former ones are used up. Box and Slack
 * are never called inside a transaction. Knows neither of the two.
 */
import { describeError } from './failure.ts';
import type { WithGeneration } from './shapes.ts';

/** The tokens of one row, as the store keeps them. */
export interface RenewedRow<Tokens> {
  /** Null: there are no tokens any longer. */
  read(): Promise<WithGeneration<Tokens> | null>;
  /** Claims the renewal of this generation for this long; null: another process has it, or it is done. */
  claim(generation: number, forMs: number): Promise<string | null>;
  /** Gives the claim back. */
  release(claim: string): Promise<void>;
  /** Stores the tokens that follow this generation: in the row or, when the row is gone, to be revoked. */
  keep(generation: number, tokens: Tokens): Promise<void>;
}

export interface Renewal<Tokens> {
  /** Ids that name the row, as a key and in the log. */
  readonly rowIds: Readonly<Record<string, string>>;
  readonly row: RenewedRow<Tokens>;
  /**
   * Asks Box or Slack for new tokens, once. Null: they were refused for good, and the consequences have been dealt
   * with.
   */
  readonly renew: (held: Tokens, claim: string) => Promise<Tokens | null>;
  /** The error for callers who wait while new tokens cannot be stored. */
  readonly notStored: () => Error;
}

export interface RenewerOptions {
  /** Longer than the call may take, so that a claim is taken over only from a dead process. */
  readonly claimMs: number;
  /**
   * How long tokens that could not be stored are held while storing is retried: as long as a database outage may last.
   */
  readonly holdMs?: number;
  /** Renewals of this process in flight, so that shutdown can wait for them. */
  readonly underWay?: Set<Promise<unknown>>;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

/** Returns the tokens after this generation; null when there are no tokens any longer. */
export type Renew<Tokens> = (
  renewal: Renewal<Tokens>,
  generation: number,
) => Promise<WithGeneration<Tokens> | null>;

const lookEveryMs = 100;
const holdUnlessGivenMs = 60_000;
const firstPauseMs = 250;
const longestPauseMs = 2_000;

/** Renews the tokens of this process. */
export function createRenewer<Tokens>(options: RenewerOptions): Renew<Tokens> {
  const running = new Map<string, Promise<WithGeneration<Tokens> | null>>();

  return (renewal, generation) => {
    const key = JSON.stringify([renewal.rowIds, generation]);
    const answer =
      running.get(key) ??
      new Promise<WithGeneration<Tokens> | null>((resolve, reject) => {
        // A new renewal may start only once nothing is held any longer.
        const run = renewOrWait(renewal, generation, reject).finally(() => {
          running.delete(key);
          options.underWay?.delete(run);
        });
        options.underWay?.add(run);
        run.then(resolve, reject);
      });
    running.set(key, answer);
    return answer;
  };

  /** Waits for the generation after this one, and renews the tokens if nobody else does. */
  async function renewOrWait(
    renewal: Renewal<Tokens>,
    generation: number,
    refuse: (error: Error) => void,
  ): Promise<WithGeneration<Tokens> | null> {
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
      // If it was refused because another process had taken over, that one's result counts.
      if (next !== null) await storeRenewed(renewal, generation, next, refuse);
    }
  }

  /** Stores the new tokens, retrying while the database is away; callers do not wait that long. */
  async function storeRenewed(
    { row, rowIds, notStored }: Renewal<Tokens>,
    generation: number,
    next: Tokens,
    refuse: (error: Error) => void,
  ): Promise<void> {
    const { log } = options;
    const until = performance.now() + (options.holdMs ?? holdUnlessGivenMs);
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        await row.keep(generation, next);
        if (pauseMs > firstPauseMs) log.info(rowIds, 'renewed tokens are stored');
        return;
      } catch (error) {
        if (pauseMs === firstPauseMs) {
          log.error({ ...rowIds, error: describeError(error) }, 'renewed tokens could not be stored yet');
          refuse(notStored());
        }
        if (performance.now() > until) {
          log.error(
            { ...rowIds, error: describeError(error) },
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
