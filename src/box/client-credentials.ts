/**
 * Client Credentials Grant (https://developer.box.com/guides/authentication/client-credentials/): the app may act as
 * any user of one Box enterprise. For a Slack user, it acts as the Box user whose login is exactly their confirmed
 * Slack address, and only for full members. That Box user is pinned at first use: an address that later belongs to
 * another Box user gives no access. Tokens are kept in memory only.
 */
import { OutsideFailure } from '../failure.ts';
import type { BoxUser } from '../shapes.ts';
import type { ClientOptions } from './client.ts';
import { unreadableAnswer } from './errors.ts';
import { postForm } from './oauth-call.ts';
import { sessionOf } from './session.ts';
import { findUserByLogin } from './users.ts';

/** What Slack says about a person now. */
export interface SlackMember {
  /** The address in Slack; null when Slack shows none, or has not confirmed that it belongs to the person. */
  readonly confirmedAddress: string | null;
  readonly isFullMember: boolean;
}

/** The Box app's credentials, and what the Client Credentials Grant needs from Slack and the store. */
export interface ClientCredentialsOptions extends ClientOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly enterpriseId: string;
  /** Asks Slack about a person. @throws OutsideFailure */
  readonly memberOf: (tenant: string, slackUserId: string) => Promise<SlackMember>;
  /**
   * Pins the person's Box user, unless one is pinned. Returns the id of the pinned Box user; null when this one is
   * pinned for another person of the tenant.
   */
  readonly pin: (tenant: string, slackUserId: string, user: BoxUser) => Promise<string | null>;
  readonly now?: () => number;
}

/** Gets access tokens by Box's Client Credentials Grant, without people connecting their accounts. */
export interface ClientCredentials {
  /**
   * An access token of the person's Box user.
   * @param refused the token that Box has just refused
   * @throws OutsideFailure; final, with a `NoBoxUserReason`, when the app finds no Box user for the person
   */
  accessToken(tenant: string, slackUserId: string, refused: string | null): Promise<string>;
  /** The Box user whose login is exactly this address; null: none. @throws OutsideFailure */
  userOf(address: string): Promise<BoxUser | null>;
  /**
   * A token of the app's own user in the enterprise. @param refused the token that Box has just refused. @throws
   * OutsideFailure
   */
  enterpriseToken(refused?: string | null): Promise<string>;
}

interface HeldToken {
  readonly accessToken: string;
  readonly expiresAt: number;
}

const tokenTimeoutMs = 10_000;
/** How long before its expiry (ms) a token is replaced, so that a call that starts now does not outlive it. */
const marginMs = 2 * 60_000;

/** Why the app finds no Box user for a person: values of `reason` in an `OutsideFailure`. */
export type NoBoxUserReason =
  | 'not_a_member'
  | 'address_unconfirmed'
  | 'no_box_user'
  | 'other_box_user'
  | 'box_user_of_another';

/** Creates the Client Credentials Grant of one Box enterprise. Makes no call yet. */
export function createClientCredentials(options: ClientCredentialsOptions): ClientCredentials {
  const { enterpriseId, memberOf, pin, now = Date.now } = options;
  const held = new Map<string, Promise<HeldToken>>();

  /**
   * A token in memory while it is valid and not the refused one, otherwise a new one. Single-flight: concurrent callers
   * for the same subject share one call.
   */
  async function tokenOf(
    key: string,
    refused: string | null,
    get: () => Promise<HeldToken>,
  ): Promise<string> {
    const known = held.get(key);
    if (known !== undefined) {
      const { accessToken, expiresAt } = await known;
      if (accessToken !== refused && expiresAt - marginMs > now()) return accessToken;
    }
    let next = held.get(key);
    // A concurrent caller may have started a newer call, which is then shared.
    if (next === known || next === undefined) {
      next = get();
      held.set(key, next);
      forgetIfFailed(key, next);
    }
    return (await next).accessToken;
  }

  function forgetIfFailed(key: string, getting: Promise<HeldToken>): void {
    getting.catch(() => {
      if (held.get(key) === getting) held.delete(key);
    });
  }

  const grant = async (type: 'enterprise' | 'user', id: string): Promise<HeldToken> => {
    const askedAt = now();
    const { clientId, clientSecret, apiUrl = 'https://api.box.com' } = options;
    const answer = await postForm({
      operation: 'clientCredentials',
      mustNotRepeat: false,
      url: `${apiUrl}/oauth2/token`,
      form: {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        box_subject_type: type,
        box_subject_id: id,
      },
      callTimeoutMs: tokenTimeoutMs,
    });
    if ('refused' in answer) throw finalFailure('clientCredentials', answer.refused);
    const { access_token: accessToken, expires_in: seconds } = answer.body;
    if (typeof accessToken !== 'string' || typeof seconds !== 'number') {
      throw unreadableAnswer('clientCredentials', false, answer.status);
    }
    return { accessToken, expiresAt: askedAt + seconds * 1000 };
  };

  const enterpriseToken = (refused: string | null = null): Promise<string> =>
    tokenOf('enterprise', refused, () => grant('enterprise', enterpriseId));

  const userOf = (address: string): Promise<BoxUser | null> =>
    findUserByLogin(sessionOf(options, enterpriseToken), address);

  async function personToken(tenant: string, slackUserId: string): Promise<HeldToken> {
    const { isFullMember, confirmedAddress } = await memberOf(tenant, slackUserId);
    if (!isFullMember) throw noBoxUser('not_a_member');
    if (confirmedAddress === null) throw noBoxUser('address_unconfirmed');
    const user = await userOf(confirmedAddress);
    if (user === null) throw noBoxUser('no_box_user');
    const pinned = await pin(tenant, slackUserId, user);
    if (pinned === null) throw noBoxUser('box_user_of_another');
    if (pinned !== user.boxUserId) throw noBoxUser('other_box_user');
    return grant('user', user.boxUserId);
  }

  return {
    accessToken: (tenant, slackUserId, refused) =>
      tokenOf(JSON.stringify([tenant, slackUserId]), refused, () => personToken(tenant, slackUserId)),
    userOf,
    enterpriseToken,
  };
}

function noBoxUser(reason: NoBoxUserReason): OutsideFailure {
  return finalFailure('findUser', reason);
}

function finalFailure(operation: string, reason: string): OutsideFailure {
  return new OutsideFailure({ service: 'box', operation, kind: 'final', status: null, reason });
}
