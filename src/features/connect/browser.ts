/**
 * A person's browser on its way to Box and back. Nothing it says is trusted: the link says which Slack user it is
 * for, the cookie that it is the same browser, and Box whose account was granted. Unless the Slack user's address
 * proves that the account is theirs, the connection waits for a code. No part of an address decides where we
 * redirect.
 */
import { randomBytes } from 'node:crypto';
import type { BoxOAuth } from '../../box/oauth.ts';
import { OutsideFailure } from '../../failure.ts';
import type { BoxTokens } from '../../shapes.ts';
import { isSameAddress } from '../../signing/address.ts';
import { work } from '../../signing/work.ts';
import type { StrangersLog } from '../../slack/allowance.ts';
import type { PersonFacts } from '../../slack/gateway.ts';
import {
  AttemptEnded,
  type AttemptProblem,
  type NewConnection,
  type OAuthAttempt,
  type Person,
  type Store,
} from '../../store/database.ts';
import {
  codePage,
  connectedPage,
  leavingPage,
  problemPage,
  startPage,
  type WhoConnects,
} from '../../views/pages/connect-pages.ts';
import type { Texts } from '../../views/texts/index.ts';
import type { BrowserAnswer, BrowserRequest } from '../browser.ts';
import { isFullMember, personOf } from '../rights/admit.ts';
import { type Services, textsFor } from '../services.ts';

/** What the pages are given; a browser names no workspace. */
export interface Browsing {
  readonly store: Store;
  readonly oauth: BoxOAuth;
  /** As in `AccountMode`. */
  readonly isAddressProof: boolean;
  /** Null: the app is not installed there. */
  readonly servicesOf: (tenant: string) => Promise<Services | null>;
  readonly log: Pick<StrangersLog, 'warn'>;
}

type Problem = keyof Texts['pages']['problem'];

const statusOf: Readonly<Record<Problem, number>> = {
  unknown: 404,
  expired: 410,
  used: 410,
  other_browser: 403,
  refused: 200,
  not_taken: 502,
  not_member: 403,
  no_answer: 503,
  internal: 500,
};

/**
 * GET `/box/connect`: shows whom the link is for. Uses nothing up, so that a mail scanner's prefetch does no harm. A
 * person who came back from Box without an answer is sent there again.
 */
export async function startConnect(browsing: Browsing, request: BrowserRequest): Promise<BrowserAnswer> {
  const link = request.query.get('state') ?? '';
  const found = await browsing.store.oauthStates.findByLink(link, request.browser);
  if ('problem' in found) return linkProblem(browsing, found);
  // Stored facts are enough here, so a link may be opened any number of times at no cost.
  const known = await whoConnects(browsing, found, personOf);
  if ('problem' in known) return problem(known.problem);
  const page = startPage(known.who, link, textsFor(null));
  // An existing secret is kept: an attempt that was started in another tab can then end in this browser too.
  return { status: 200, page, browser: request.browser ?? randomBytes(32).toString('base64url') };
}

/** POST `/box/connect`, from that page: redirects to Box, with a state that works in this browser only. */
export async function leaveForBox(browsing: Browsing, request: BrowserRequest): Promise<BrowserAnswer> {
  const { browser, form, isForeign } = request;
  if (browser === null || isForeign) return problem('other_browser');
  const found = await browsing.store.oauthStates.consumeLink(form.get('state') ?? '', browser);
  if ('problem' in found) return linkProblem(browsing, found);
  return { status: 200, page: leavingPage(browsing.oauth.authorizeUrl(found.state), textsFor(null)) };
}

/** GET `/box/oauth_redirect`: Box sends the browser back, with or without a code. */
export async function comeBackFromBox(browsing: Browsing, request: BrowserRequest): Promise<BrowserAnswer> {
  const { query, browser } = request;
  const found = await browsing.store.oauthStates.consumeState(query.get('state') ?? '', browser);
  if ('problem' in found) return linkProblem(browsing, found);
  return finishConsent(browsing, found, query.get('code'));
}

/** The modal in Slack may still show a link that has expired, or was used for another account. */
async function linkProblem(
  { store }: Browsing,
  { problem: why, attempt }: AttemptProblem,
): Promise<BrowserAnswer> {
  if ((why === 'expired' || why === 'used') && attempt) await store.oauthStates.renewLink(attempt, why);
  return problem(why);
}

async function finishConsent(
  browsing: Browsing,
  attempt: OAuthAttempt,
  code: string | null,
): Promise<BrowserAnswer> {
  const failed = async (why: Problem): Promise<BrowserAnswer> => {
    // The link in the modal can no longer be used.
    await browsing.store.oauthStates.renewLink(attempt, why === 'refused' ? why : 'failed');
    return problem(why);
  };
  if (code === null || code === '') return failed('refused');
  try {
    const known = await whoConnects(browsing, attempt, personNow);
    if ('problem' in known) {
      return known.problem === 'no_answer' ? failed('no_answer') : problem(known.problem);
    }
    const tokens = await browsing.oauth.exchange(code);
    if ('refused' in tokens) return failed('not_taken');
    return await storeGranted(browsing, attempt, known, tokens).catch((error: unknown) =>
      discardGranted(browsing, attempt, tokens, error),
    );
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    return failed('no_answer');
  }
}

/**
 * Connects immediately where the Slack user's own address proves whose account it is; otherwise the code has to prove
 * it.
 */
async function storeGranted(
  { store, oauth, isAddressProof }: Browsing,
  { id, tenant, slackUserId, origin }: OAuthAttempt,
  { who, person }: Known<PersonFacts>,
  tokens: BoxTokens,
): Promise<BrowserAnswer> {
  const t = textsFor(person);
  await store.revocations.hold(tenant, id, tokens.refreshToken);
  const connection: NewConnection = { ...(await oauth.whose(tokens)), tokens };
  const isOwn = isOwnAddress(person, connection.login);
  if (isOwn && isAddressProof) {
    const next = work.showConnected({ user: slackUserId, ...origin });
    await store.connections.save(tenant, slackUserId, connection, [next], id);
    return { status: 200, page: connectedPage(who, connection.login, t) };
  }
  const { code } = await store.pendingConnections.wait(tenant, slackUserId, connection, origin, id);
  return { status: 200, page: codePage(who, { login: connection.login, isOwnAddress: isOwn }, code, t) };
}

/** Tokens that were not stored must not stay alive, even when Box does not answer for a while. */
async function discardGranted(
  { store, oauth }: Browsing,
  { tenant, id }: OAuthAttempt,
  { refreshToken }: BoxTokens,
  why: unknown,
): Promise<BrowserAnswer> {
  if (why instanceof AttemptEnded || why instanceof OutsideFailure)
    await store.revocations.revokeNow(tenant, id);
  // If nothing can be stored just now, it is revoked directly.
  else await oauth.revoke(refreshToken);
  if (why instanceof AttemptEnded) return problem('unknown');
  throw why;
}

function isOwnAddress({ email, isEmailConfirmed }: PersonFacts, login: string): boolean {
  return isEmailConfirmed && isSameAddress(email, login);
}

interface Known<Facts> {
  readonly who: WhoConnects;
  readonly person: Facts;
}

/** Asked anew: an account is not handed over on facts that are an hour old. */
const personNow = ({ slack }: Services, _tenant: string, slackUserId: string): Promise<PersonFacts> =>
  slack.person(slackUserId);

/** @param ask returns the stored facts, or what Slack says now */
async function whoConnects<Facts extends Omit<Person, 'readAt'>>(
  browsing: Browsing,
  { tenant, slackUserId }: OAuthAttempt,
  ask: (services: Services, tenant: string, slackUserId: string) => Promise<Facts>,
): Promise<Known<Facts> | { readonly problem: Problem }> {
  const services = await browsing.servicesOf(tenant);
  if (!services) return { problem: 'unknown' };
  try {
    const person = await ask(services, tenant, slackUserId);
    if (!isFullMember(services, person)) return { problem: 'not_member' };
    return { person, who: { name: person.name, workspace: services.identity.name } };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    browsing.log.warn({ failure: error.message }, 'who connects to Box could not be asked');
    return { problem: 'no_answer' };
  }
}

function problem(why: Problem): BrowserAnswer {
  return { status: statusOf[why], page: problemPage(why, textsFor(null)) };
}
