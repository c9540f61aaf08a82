/**
 * Renews single-use tokens of Box or Slack, once for all concurrent callers. Callers in this process share one promise;
 * among processes, the one that gets the claim in the store renews the tokens, and the others wait for its result. New
 * tokens are held in memory while the database cannot be reached, because the old ones can no longer be used. Box and
 * Slack are never called inside a transaction.
 */
import { describeError } from './failure.ts';
import type { WithGeneration } from './shapes.ts';

/** The stored tokens of one connection or installation, and the claim of the process that renews them. */
export interface TokenRow<Tokens> {
  /** The current tokens; null: there are none any longer. */
  read(): Promise<WithGeneration<Tokens> | null>;
  /**
   * Claims the renewal of this generation for `forMs`, and returns the claim; null: another process has the claim, or
   * has renewed already.
   */
  claim(generation: number, forMs: number): Promise<string | null>;
  /** Gives up the claim, so that another process may renew. */
  release(claim: string): Promise<void>;
  /**
   * Stores the tokens that replace this generation. Tokens of Box whose row was deleted meanwhile are stored to be
   * revoked.
   */
  saveRenewed(generation: number, tokens: Tokens): Promise<void>;
}

/** One renewal: where the tokens are stored, and the call that gets new ones. */
export interface Renewal<Tokens> {
  /** Ids that name the row, as a key and in the log. */
  readonly rowIds: Readonly<Record<string, string>>;
  readonly row: TokenRow<Tokens>;
  /**
   * Asks Box or Slack for new tokens, once. Null: the renewal was refused for good, and `renew` has dealt with that.
   */
  readonly renew: (held: Tokens, claim: string) => Promise<Tokens | null>;
  /** The error for callers who wait while new tokens cannot be stored. */
  readonly notStored: () => Error;
}

/** How long claims and retries last, the set for this process's running renewals, and the log. */
export interface RenewerOptions {
  /** How long a claim lasts (ms): longer than the call may take, so that only a dead process loses its claim. */
  readonly claimMs: number;
  /** How long (ms) storing new tokens is retried: as long as a database outage may last. A minute unless given. */
  readonly holdMs?: number;
  /** Renewals of this process in flight, so that shutdown can wait for them. */
  readonly underWay?: Set<Promise<unknown>>;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

/** Returns tokens newer than this generation, renewed if necessary; null: there are none any longer. */
export type Renew<Tokens> = (
  renewal: Renewal<Tokens>,
  generation: number,
) => Promise<WithGeneration<Tokens> | null>;

/** Time (ms) between two reads of the row while another process renews. */
const pollEveryMs = 100;
const defaultHoldMs = 60_000;
const firstStorePauseMs = 250;
const longestStorePauseMs = 2_000;

/** Creates the function with which this process renews tokens. */
export function createRenewer<Tokens>(options: RenewerOptions): Renew<Tokens> {
  const running = new Map<string, Promise<WithGeneration<Tokens> | null>>();

  return (renewal, generation) => {
    const key = JSON.stringify([renewal.rowIds, generation]);
    const answer =
      running.get(key) ??
      new Promise<WithGeneration<Tokens> | null>((resolve, reject) => {
        // `reject` may give callers an error while the new tokens still wait to be stored. This process renews again
        // only after the run has ended.
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

  /** Renews the tokens, or waits until another process has done so. */
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
        await pause(pollEveryMs);
        continue;
      }
      const next = await renewal.renew(held, claim).catch(async (error: unknown) => {
        await row.release(claim);
        throw error;
      });
      // Null: refused. If another process has renewed the tokens meanwhile, the next round finds them in the row.
      if (next !== null) await storeRenewed(renewal, generation, next, refuse);
    }
  }

  /** Stores the new tokens, and retries while the database cannot be reached; callers then get an error immediately. */
  async function storeRenewed(
    { row, rowIds, notStored }: Renewal<Tokens>,
    generation: number,
    next: Tokens,
    refuse: (error: Error) => void,
  ): Promise<void> {
    const { log } = options;
    const until = performance.now() + (options.holdMs ?? defaultHoldMs);
    for (let pauseMs = firstStorePauseMs; ; pauseMs = Math.min(2 * pauseMs, longestStorePauseMs)) {
      try {
        await row.saveRenewed(generation, next);
        if (pauseMs > firstStorePauseMs) log.info(rowIds, 'renewed tokens are stored');
        return;
      } catch (error) {
        if (pauseMs === firstStorePauseMs) {
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
