/**
 * Shapes that folders have in common which do not know each other: what Box, Slack and the store call a Box user or a pair
 * of tokens, and what is both drawn and sent to Slack. Types only.
 */
import type { KnownBlock } from '@slack/types';

/** Who somebody is in Box. */
export interface BoxUser {
  readonly boxUserId: string;
  readonly login: string;
  readonly name: string;
}

/** What Box gives for a person. */
export interface BoxTokens {
  readonly accessToken: string;
  /** Good for one use, for 60 days. */
  readonly refreshToken: string;
  /** When the access token ends; ms since epoch. */
  readonly expiresAt: number;
}

/** What Slack gives for an installation. */
export interface BotTokens {
  readonly botToken: string;
  /** Null: the token stays. */
  readonly refreshToken: string | null;
  /** When the token ends (ms since epoch); null: never. */
  readonly expiresAt: number | null;
}

/** Tokens, and which of their row's they are. */
export type Held<Tokens> = Tokens & { readonly generation: number };

/** What is posted to Slack. */
export interface Message {
  /** What notifications and screen readers read: the whole meaning. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** What one input of a view holds: the part that this app's inputs use. */
export interface StateValue {
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
  readonly selected_options?: readonly { readonly value: string }[] | undefined;
  readonly selected_users?: readonly string[] | undefined;
}

/** `view.state.values`: block id → action id → what the element holds. */
export type ViewState = Readonly<Record<string, Readonly<Record<string, StateValue>>>>;
