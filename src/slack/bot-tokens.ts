/**
 * The bot token to call with, where Slack rotates it: it lives twelve hours, and each refresh token is good for one
 * use. So it is renewed once, however many ask: within this process they share one promise, between processes the
 * store's claim decides, and whoever does not get it waits, or goes on with the old one while that lasts. Slack is
 * asked outside of any transaction. https://docs.slack.dev/authentication/using-token-rotation
 */
import { OutsideFailure } from '../failure.ts';
import type { BotToken } from './client.ts';

/** Tokens of an installation, as the store keeps them. */
export interface KeptTokens {
  readonly botToken: string;
  /** Null: the token stays. */
  readonly refreshToken: string | null;
  /** When the token ends (ms since epoch); null: never. */
  readonly expiresAt: number | null;
}

export interface BotTokenStore {
  tokens(tenant: string): Promise<(KeptTokens & { readonly generation: number }) | null>;
  claimRenewal(tenant: string, generation: number, forMs: number): Promise<string | null>;
  releaseRenewal(tenant: string, claim: string): Promise<void>;
  saveRenewed(tenant: string, generation: number, tokens: KeptTokens): Promise<boolean>;
}

export interface BotTokenOptions {
  readonly store: BotTokenStore;
  /** @throws OutsideFailure; final when Slack takes the refresh token no more. */
  readonly renew: (refreshToken: string) => Promise<KeptTokens>;
  readonly log: { warn(fields: object, message: string): void };
  readonly now: () => number;
}

type Held = KeptTokens & { readonly generation: number };

/** Renewed so long before its end: Slack's own recommendation. */
const marginMs = 2 * 60 * 60_000;
/** A call that begins now is over by then. */
const soonMs = 60_000;
/** Longer than the call to Slack may take, so that a claim is taken over only from a process that is gone. */
const claimMs = 20_000;
/** Between renewals that nobody waits for. */
const pauseMs = 60_000;
const lookEveryMs = 50;

/** The bot tokens of this process, by tenant. */
export function createBotTokens(options: BotTokenOptions): (tenant: string) => BotToken {
  const renewals = new Map<string, Promise<string>>();
  /** When a renewal that nobody waited for failed, by tenant (ms). */
  const failedAt = new Map<string, number>();
  return (tenant) => {
    const shared = (held: Held): Promise<string> => {
      const key = JSON.stringify([tenant, held.generation]);
      const running = renewals.get(key) ?? renewed(options, tenant, held.generation);
      renewals.set(key, running);
      return running.finally(() => renewals.delete(key));
    };
    return {
      async current() {
        const held = await heldBy(options, tenant);
        const leftMs = (held.expiresAt ?? Number.POSITIVE_INFINITY) - options.now();
        if (held.refreshToken === null || leftMs > marginMs) return held.botToken;
        if (leftMs <= soonMs) return shared(held);
        if (options.now() - (failedAt.get(tenant) ?? 0) < pauseMs) return held.botToken;
        // Nobody need wait for it yet, and should it fail, a later call tries again.
        shared(held).catch((error: unknown) => {
          failedAt.set(tenant, options.now());
          const failure = error instanceof OutsideFailure ? error.message : 'unforeseen';
          options.log.warn({ tenant, failure }, 'a bot token could not be renewed yet');
        });
        return held.botToken;
      },
      async next(expired) {
        const held = await heldBy(options, tenant);
        if (held.botToken !== expired) return held.botToken;
        return held.refreshToken === null ? null : shared(held);
      },
    };
  };
}

async function heldBy({ store }: BotTokenOptions, tenant: string): Promise<Held> {
  const held = await store.tokens(tenant);
  if (held) return held;
  const reason = 'not_installed';
  throw new OutsideFailure({ service: 'slack', operation: 'token', kind: 'final', status: null, reason });
}

/** Waits for the generation after this one, making it if nobody else does. */
async function renewed(options: BotTokenOptions, tenant: string, generation: number): Promise<string> {
  const { store } = options;
  for (;;) {
    const held = await heldBy(options, tenant);
    if (held.generation !== generation || held.refreshToken === null) return held.botToken;
    const claim = await store.claimRenewal(tenant, generation, claimMs);
    if (claim !== null) return renewAs(options, tenant, { ...held, refreshToken: held.refreshToken }, claim);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

async function renewAs(
  { store, renew }: BotTokenOptions,
  tenant: string,
  held: Held & { readonly refreshToken: string },
  claim: string,
): Promise<string> {
  const tokens = await renew(held.refreshToken).catch(async (error: unknown) => {
    await store.releaseRenewal(tenant, claim);
    throw error;
  });
  if (await store.saveRenewed(tenant, held.generation, tokens)) return tokens.botToken;
  // Installed anew meanwhile, which gave a token of its own; or taken out, and then this one is dead.
  return (await store.tokens(tenant))?.botToken ?? tokens.botToken;
}
