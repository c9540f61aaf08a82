/**
 * A good access token for each person, refreshed once however many ask for it: within this process they share
 * one promise, between processes the store's claim decides, and whoever does not get it waits for the other's
 * result. Box is asked outside of any transaction.
 */
import { OutsideFailure } from '../failure.ts';
import type { BoxTokens, OAuthRefusal } from './oauth.ts';

/** What is needed of the store. */
export interface TokenStore {
  tokens(tenant: string, slackUserId: string): Promise<(BoxTokens & { readonly generation: number }) | null>;
  claimRefresh(
    tenant: string,
    slackUserId: string,
    generation: number,
    forMs: number,
  ): Promise<string | null>;
  releaseRefresh(tenant: string, slackUserId: string, claim: string): Promise<void>;
  saveRefreshed(tenant: string, slackUserId: string, generation: number, tokens: BoxTokens): Promise<boolean>;
  /** Keeps a pair that is nobody's until it is revoked at Box. */
  discard(tenant: string, refreshToken: string): Promise<void>;
  /** Ends the connection and sees to it that the person is told, once. */
  endConnection(tenant: string, slackUserId: string, claim: string, why: string): Promise<void>;
}

export interface TokenKeeperOptions {
  readonly store: TokenStore;
  readonly refresh: (refreshToken: string) => Promise<BoxTokens | OAuthRefusal>;
  readonly now?: () => number;
}

export interface TokenKeeper {
  /**
   * An access token that is good as far as we know.
   * @param refused what Box has just refused: it is not handed out again
   * @throws OutsideFailure; final with status 401 when the connection has ended
   */
  accessToken(tenant: string, slackUserId: string, refused: string | null): Promise<string>;
}

/** Refreshed so long before its end that a call that begins now does not outlive it. */
const marginMs = 2 * 60_000;
/** Longer than the call to Box may take (ten seconds), so that a claim is taken over only from a process that is gone. */
const claimMs = 13_000;
const lookEveryMs = 100;

/** The keeper of this process. */
export function createTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  const { store, now = Date.now } = options;
  const refreshing = new Map<string, Promise<string>>();

  return {
    async accessToken(tenant, slackUserId, refused) {
      const held = await store.tokens(tenant, slackUserId);
      if (held === null) throw connectionEnded();
      const isGood = held.accessToken !== refused && held.expiresAt - marginMs > now();
      if (isGood) return held.accessToken;
      const key = JSON.stringify([tenant, slackUserId, held.generation]);
      const running = refreshing.get(key) ?? renew(tenant, slackUserId, held.generation);
      refreshing.set(key, running);
      try {
        return await running;
      } finally {
        refreshing.delete(key);
      }
    },
  };

  /** Waits for the generation after this one, making it if nobody else does. */
  async function renew(tenant: string, slackUserId: string, generation: number): Promise<string> {
    for (;;) {
      const held = await store.tokens(tenant, slackUserId);
      if (held === null) throw connectionEnded();
      if (held.generation !== generation) return held.accessToken;
      const claim = await store.claimRefresh(tenant, slackUserId, generation, claimMs);
      if (claim !== null) return refreshAs(tenant, slackUserId, held, claim);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  async function refreshAs(
    tenant: string,
    slackUserId: string,
    held: BoxTokens & { readonly generation: number },
    claim: string,
  ): Promise<string> {
    const answer = await options.refresh(held.refreshToken).catch(async (error: unknown) => {
      await store.releaseRefresh(tenant, slackUserId, claim);
      throw toRetry(error);
    });
    if ('refused' in answer) {
      await store.endConnection(tenant, slackUserId, claim, answer.refused);
    } else if (await store.saveRefreshed(tenant, slackUserId, held.generation, answer)) {
      return answer.accessToken;
    } else {
      // Disconnected or connected anew while Box was asked: this pair belongs to nobody.
      await store.discard(tenant, answer.refreshToken);
    }
    // Refused because somebody else had taken the refresh over, it is theirs that counts.
    return renew(tenant, slackUserId, held.generation);
  }
}

/** What was to be done at Box has not been begun, whatever became of the refresh. */
function toRetry(error: unknown): unknown {
  if (!(error instanceof OutsideFailure) || error.kind !== 'unknown') return error;
  const { service, operation, status, reason } = error;
  return new OutsideFailure({ service, operation, kind: 'retry', status, reason });
}

/** As when Box refuses a token for good. */
function connectionEnded(): OutsideFailure {
  return new OutsideFailure({
    service: 'box',
    operation: 'refreshToken',
    kind: 'final',
    status: 401,
    reason: 'unauthorized',
  });
}
