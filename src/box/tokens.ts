/** A valid access token for each Box user, refreshed before it expires or when Box has refused it. */
import { asNotSent } from '../classify.ts';
import { type FailureKind, OutsideFailure } from '../failure.ts';
import { createRenewer, type Renewal, type RenewerOptions } from '../renewal.ts';
import type { BoxTokens, WithGeneration } from '../shapes.ts';
import type { OAuthRefusal } from './oauth.ts';

/** The methods of the store that token renewal needs. */
export interface TokenStore {
  tokens(tenant: string, slackUserId: string): Promise<WithGeneration<BoxTokens> | null>;
  /** Claims the refresh of the tokens of this generation, for `forMs`; null: it is claimed or done already. */
  claimRefresh(
    tenant: string,
    slackUserId: string,
    generation: number,
    forMs: number,
  ): Promise<string | null>;
  releaseRefresh(tenant: string, slackUserId: string, claim: string): Promise<void>;
  /** Stores new tokens. Returns false when the connection was deleted or replaced meanwhile: nothing was stored. */
  saveRefreshed(tenant: string, slackUserId: string, generation: number, tokens: BoxTokens): Promise<boolean>;
  /** Enqueues the revocation of a pair of tokens that could not be stored. */
  discard(tenant: string, refreshToken: string): Promise<void>;
  /** Ends the connection and makes sure that the person is told, once. */
  endConnection(tenant: string, slackUserId: string, claim: string, why: string): Promise<void>;
}

export interface TokenKeeperOptions {
  readonly store: TokenStore;
  readonly refresh: (refreshToken: string) => Promise<BoxTokens | OAuthRefusal>;
  readonly log: RenewerOptions['log'];
  /** How long (ms) storing new tokens is retried; see `RenewerOptions`. */
  readonly holdMs?: number;
  /** The renewals in flight; see `RenewerOptions`. */
  readonly underWay?: Set<Promise<unknown>>;
  readonly now?: () => number;
}

/** Returns valid access tokens, and renews them when necessary. */
export interface TokenKeeper {
  /**
   * An access token that should still be valid.
   * @param refused the token that Box has just refused: it is not returned again
   * @throws OutsideFailure; final with status 401 when the connection has ended
   */
  accessToken(tenant: string, slackUserId: string, refused: string | null): Promise<string>;
}

/** How long before its expiry (ms) a token is refreshed, so that a call that starts now does not outlive it. */
const marginMs = 2 * 60_000;
/**
 * How long a claim lasts (ms): longer than the call to Box may take, so that only a dead process's claim is taken over.
 */
const claimMs = 13_000;

/** Creates the token keeper of this process. */
export function createTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  const { store, now = Date.now } = options;
  const renew = createRenewer<BoxTokens>({ ...options, claimMs });
  return {
    async accessToken(tenant, slackUserId, refused) {
      const held = await store.tokens(tenant, slackUserId);
      if (held === null) throw connectionEnded();
      const isGood = held.accessToken !== refused && held.expiresAt - marginMs > now();
      if (isGood) return held.accessToken;
      const next = await renew(renewalOf(options, tenant, slackUserId), held.generation);
      if (next === null) throw connectionEnded();
      return next.accessToken;
    },
  };
}

function renewalOf(
  { store, refresh }: TokenKeeperOptions,
  tenant: string,
  slackUserId: string,
): Renewal<BoxTokens> {
  return {
    rowIds: { tenant, userId: slackUserId },
    row: {
      read: () => store.tokens(tenant, slackUserId),
      claim: (generation, forMs) => store.claimRefresh(tenant, slackUserId, generation, forMs),
      release: (claim) => store.releaseRefresh(tenant, slackUserId, claim),
      saveRenewed: async (generation, tokens) => {
        const isTheirs = await store.saveRefreshed(tenant, slackUserId, generation, tokens);
        // The person disconnected or reconnected during the call, so this pair is not stored and must be revoked.
        if (!isTheirs) await store.discard(tenant, tokens.refreshToken);
      },
    },
    renew: async ({ refreshToken }, claim) => {
      const answer = await refresh(refreshToken).catch((error: unknown) => {
        throw toRetry(error);
      });
      if (!('refused' in answer)) return answer;
      await store.endConnection(tenant, slackUserId, claim, answer.refused);
      return null;
    },
    notStored: () => refreshFailure('retry', 200, 'not_stored'),
  };
}

/**
 * Turns a failed refresh into the failure of the call that needed the token. That call was never sent, so `unknown`
 * becomes `retry`.
 */
function toRetry(error: unknown): unknown {
  return error instanceof OutsideFailure && error.kind === 'unknown' ? asNotSent(error) : error;
}

/** The same failure as when Box refuses a token for good. */
function connectionEnded(): OutsideFailure {
  return refreshFailure('final', 401, 'unauthorized');
}

function refreshFailure(kind: FailureKind, status: number, reason: string): OutsideFailure {
  return new OutsideFailure({ service: 'box', operation: 'refreshToken', kind, status, reason });
}
