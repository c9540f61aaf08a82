/**
 * Keeps bot tokens valid where Slack rotates them. A token lives twelve hours and is renewed well before it expires, so
 * that calls rarely wait for the renewal. https://docs.slack.dev/authentication/using-token-rotation
 */
import { OutsideFailure } from '../failure.ts';
import { createRenewer, type Renewal, type RenewerOptions } from '../renewal.ts';
import type { BotTokens, WithGeneration } from '../shapes.ts';
import type { BotToken } from './client.ts';

export interface BotTokenStore {
  tokens(tenant: string): Promise<WithGeneration<BotTokens> | null>;
  claimRenewal(tenant: string, generation: number, forMs: number): Promise<string | null>;
  releaseRenewal(tenant: string, claim: string): Promise<void>;
  saveRenewed(tenant: string, generation: number, tokens: BotTokens): Promise<boolean>;
}

export interface BotTokenOptions {
  readonly store: BotTokenStore;
  /**
   * Gets a new bot token. @throws OutsideFailure; `invalid_refresh_token`: Slack no longer accepts this refresh token
   */
  readonly renew: (refreshToken: string) => Promise<BotTokens>;
  readonly log: RenewerOptions['log'] & { warn(fields: object, message: string): void };
  /** How long (ms) storing new tokens is retried; see `RenewerOptions`. */
  readonly holdMs?: number;
  /** The renewals in flight; see `RenewerOptions`. */
  readonly underWay?: Set<Promise<unknown>>;
  readonly now: () => number;
}

/** How long before its expiry (ms) a token is renewed: Slack's own recommendation. */
const marginMs = 2 * 60 * 60_000;
/** A token that expires within this time (ms) is renewed before the call, so that it does not expire on the way. */
const soonMs = 60_000;
/**
 * How long a claim lasts (ms): longer than the call to Slack may take, so that only a dead process's claim is taken
 * over.
 */
const claimMs = 20_000;
/** Shortest time (ms) between a failed early renewal and the next. */
const pauseMs = 60_000;

/** Creates the function that returns the bot token of a tenant. */
export function createBotTokens(options: BotTokenOptions): (tenant: string) => BotToken {
  const renew = createRenewer<BotTokens>({ ...options, claimMs });
  /** When an early renewal last failed (ms), by tenant. */
  const failedAt = new Map<string, number>();
  return (tenant) => {
    const renewed = async ({ generation }: WithGeneration<BotTokens>): Promise<string> =>
      requireTokens(await renew(renewalOf(options, tenant), generation)).botToken;
    return {
      async current() {
        const held = await storedTokens(options, tenant);
        const leftMs = (held.expiresAt ?? Number.POSITIVE_INFINITY) - options.now();
        if (held.refreshToken === null || leftMs > marginMs) return held.botToken;
        if (leftMs <= soonMs) return renewed(held);
        if (options.now() - (failedAt.get(tenant) ?? 0) < pauseMs) return held.botToken;
        // The current token is still valid, so the call does not wait. If the renewal fails, a later call tries again.
        renewed(held).catch((error: unknown) => {
          failedAt.set(tenant, options.now());
          const failure = error instanceof OutsideFailure ? error.message : 'unforeseen';
          options.log.warn({ tenant, failure }, 'a bot token could not be renewed yet');
        });
        return held.botToken;
      },
      async next(expired) {
        const held = await storedTokens(options, tenant);
        if (held.botToken !== expired) return held.botToken;
        return held.refreshToken === null ? null : renewed(held);
      },
    };
  };
}

async function storedTokens({ store }: BotTokenOptions, tenant: string): Promise<WithGeneration<BotTokens>> {
  return requireTokens(await store.tokens(tenant));
}

function requireTokens(held: WithGeneration<BotTokens> | null): WithGeneration<BotTokens> {
  if (held === null) throw noTokenFailure('token', 'not_installed');
  return held;
}

function renewalOf({ store, renew }: BotTokenOptions, tenant: string): Renewal<BotTokens> {
  return {
    rowIds: { tenant },
    row: {
      read: () => store.tokens(tenant),
      claim: (generation, forMs) => store.claimRenewal(tenant, generation, forMs),
      release: (claim) => store.releaseRenewal(tenant, claim),
      // A new token is not stored if the app was reinstalled or removed meanwhile: the token is then
      // superseded or dead.
      saveRenewed: async (generation, tokens) => void (await store.saveRenewed(tenant, generation, tokens)),
    },
    renew: async ({ refreshToken }) => {
      if (refreshToken === null) throw noTokenFailure('token', 'token_expired');
      return renew(refreshToken);
    },
    notStored: () => noTokenFailure('oauth.v2.access', 'not_stored'),
  };
}

/** The failure when there is no usable token: the call was not made, and may be made once there is one. */
function noTokenFailure(operation: string, reason: string): OutsideFailure {
  return new OutsideFailure({ service: 'slack', operation, kind: 'retry', status: null, reason });
}
