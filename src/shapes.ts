/**
 * Types shared by folders that do not import each other, such as `box/`, `slack/` and `store/`: a Box user, pairs of
 * tokens, and Slack's messages and form values. Types only.
 */
import type { KnownBlock } from '@slack/types';

/** Who a person is in Box. */
export interface BoxUser {
  readonly boxUserId: string;
  readonly login: string;
  readonly name: string;
}

/** The tokens that Box issues for a person. */
export interface BoxTokens {
  readonly accessToken: string;
  /** The refresh token: single-use, valid for 60 days. */
  readonly refreshToken: string;
  /** When the access token expires (ms since epoch). */
  readonly expiresAt: number;
}

/** The tokens that Slack issues for an installation. */
export interface BotTokens {
  readonly botToken: string;
  /** The token that renews the bot token; null: the bot token is not rotated. */
  readonly refreshToken: string | null;
  /** When the bot token expires (ms since epoch); null: never. */
  readonly expiresAt: number | null;
}

/** Tokens with their generation: a number that starts at random and grows by one with each renewal. */
export type WithGeneration<Tokens> = Tokens & { readonly generation: number };

/** A message posted to Slack. */
export interface Message {
  /** What notifications show and screen readers read aloud: says everything that the blocks say. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A file in Slack, as payloads of forms and messages describe it. */
export interface ChosenFile {
  readonly id: string;
  readonly name?: unknown;
  readonly title?: unknown;
  readonly size?: unknown;
  readonly mode?: unknown;
  readonly is_external?: unknown;
}

/** An option that was chosen in a menu or a group of checkboxes. */
export interface ChosenOption {
  readonly value: string;
  readonly text?: { readonly text: string } | null | undefined;
}

/** The state of one input of a view: the part that this app's inputs use. */
export interface StateValue {
  readonly value?: string | null | undefined;
  readonly selected_option?: ChosenOption | null | undefined;
  readonly selected_options?: readonly ChosenOption[] | undefined;
  readonly selected_users?: readonly string[] | undefined;
  readonly files?: readonly ChosenFile[] | undefined;
  readonly selected_user?: string | null | undefined;
  readonly selected_conversation?: string | null | undefined;
  readonly selected_date?: string | null | undefined;
  readonly selected_time?: string | null | undefined;
}

/** `view.state.values`: block id → action id → the value of the element. */
export type ViewState = Readonly<Record<string, Readonly<Record<string, StateValue>>>>;
