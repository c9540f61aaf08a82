/**
 * Takes a person's browser to Box's consent page and back. The link, or the state made from it, identifies the Slack
 * user, and the cookie identifies the browser. Box says which account was granted. Unless the Slack user's email
 * address proves that the account is theirs, the connection waits until the person types, in Slack, the code that the
 * page shows. Redirects never depend on the URL that the browser requested.
 */
import { randomBytes } from 'node:crypto';
import type { BoxOAuth } from '../../box/oauth.ts';
import { OutsideFailure } from '../../failure.ts';
import type { BoxTokens } from '../../shapes.ts';
import { isSameAddress } from '../../signing/address.ts';
import { work } from '../../signing/work.ts';
import type { PersonFacts } from '../../slack/gateway.ts';
import type { StrangersLog } from '../../slack/token-bucket.ts';
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

/**
 * What the pages need. It does not include a workspace, because a browser's request names none: each page finds the
 * workspace through the link.
 */
export interface ConnectContext {
  readonly store: Store;
  readonly oauth: BoxOAuth;
  /** Whether a confirmed address in Slack proves whose Box account it is. */
  readonly isAddressProof: boolean;
  /** The services of a tenant; null: the app is not installed there. */
  readonly servicesOf: (tenant: string) => Promise<Services | null>;
  readonly log: Pick<StrangersLog, 'warn'>;
}

type Problem = keyof Texts['pages']['problem'];

const httpStatusOf: Readonly<Record<Problem, number>> = {
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
 * GET `/box/connect`: shows for whom the link is. The link is not used up, so that a mail scanner's prefetch does no
 * harm. A person who left Box's page without an answer can use the link again.
 */
export async function showConnectPage(
  context: ConnectContext,
  request: BrowserRequest,
): Promise<BrowserAnswer> {
  const link = request.query.get('state') ?? '';
  const found = await context.store.oauthStates.findByLink(link, request.browser);
  if ('problem' in found) return linkProblem(context, found);
  // Cached facts about the person are enough here: opening the link many times then causes no calls to Slack.
  const known = await findConnectingPerson(context, found, personOf);
  if ('problem' in known) return problemAnswer(known.problem);
  const page = startPage(known.who, link, textsFor(null));
  // An existing cookie is kept, so that an attempt that was started in another tab can still be completed.
  return { status: 200, page, browser: request.browser ?? randomBytes(32).toString('base64url') };
}

/** POST `/box/connect`, the button on that page: redirects to Box, with a state that works in this browser only. */
export async function redirectToBox(
  context: ConnectContext,
  request: BrowserRequest,
): Promise<BrowserAnswer> {
  const { browser, form, isForeign } = request;
  if (browser === null || isForeign) return problemAnswer('other_browser');
  const found = await context.store.oauthStates.consumeLink(form.get('state') ?? '', browser);
  if ('problem' in found) return linkProblem(context, found);
  return { status: 200, page: leavingPage(context.oauth.authorizeUrl(found.state), textsFor(null)) };
}

/** GET `/box/oauth_redirect`: handles the browser's return from Box, with or without an authorization code. */
export async function handleReturnFromBox(
  context: ConnectContext,
  request: BrowserRequest,
): Promise<BrowserAnswer> {
  const { query, browser } = request;
  const found = await context.store.oauthStates.consumeState(query.get('state') ?? '', browser);
  if ('problem' in found) return linkProblem(context, found);
  return finishConsent(context, found, query.get('code'));
}

/**
 * The page for a link or state that cannot be used. The modal in Slack may still show a link that has expired or was
 * used; then a job replaces it.
 */
async function linkProblem(
  { store }: ConnectContext,
  { problem: why, attempt }: AttemptProblem,
): Promise<BrowserAnswer> {
  if ((why === 'expired' || why === 'used') && attempt) await store.oauthStates.renewLink(attempt, why);
  return problemAnswer(why);
}

async function finishConsent(
  context: ConnectContext,
  attempt: OAuthAttempt,
  code: string | null,
): Promise<BrowserAnswer> {
  const failed = async (why: Problem): Promise<BrowserAnswer> => {
    // The link in the modal can no longer be used.
    await context.store.oauthStates.renewLink(attempt, why === 'refused' ? why : 'failed');
    return problemAnswer(why);
  };
  if (code === null || code === '') return failed('refused');
  try {
    const known = await findConnectingPerson(context, attempt, askSlackForPerson);
    if ('problem' in known) {
      return known.problem === 'no_answer' ? failed('no_answer') : problemAnswer(known.problem);
    }
    const tokens = await context.oauth.exchange(code);
    if ('refused' in tokens) return failed('not_taken');
    return await storeGranted(context, attempt, known, tokens).catch((error: unknown) =>
      discardGranted(context, attempt, tokens, error),
    );
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    return failed('no_answer');
  }
}

/**
 * Connects the account immediately if the Slack user's own address proves that it is theirs. Otherwise the connection
 * waits until the person types the code in Slack.
 */
async function storeGranted(
  { store, oauth, isAddressProof }: ConnectContext,
  { id, tenant, slackUserId, origin }: OAuthAttempt,
  { who, person }: ConnectingPerson<PersonFacts>,
  tokens: BoxTokens,
): Promise<BrowserAnswer> {
  const t = textsFor(person);
  await store.revocations.hold(tenant, id, tokens.refreshToken);
  const connection: NewConnection = { ...(await oauth.userOf(tokens)), tokens };
  const isOwn = isOwnAddress(person, connection.login);
  if (isOwn && isAddressProof) {
    const next = work.showConnected({ user: slackUserId, ...origin });
    await store.connections.save(tenant, slackUserId, connection, [next], id);
    return { status: 200, page: connectedPage(who, connection.login, t) };
  }
  const { code } = await store.pendingConnections.add(tenant, slackUserId, connection, origin, id);
  return { status: 200, page: codePage(who, { login: connection.login, isOwnAddress: isOwn }, code, t) };
}

/** Revokes tokens that could not be stored: through a job or, if the store has failed, directly. */
async function discardGranted(
  { store, oauth }: ConnectContext,
  { tenant, id }: OAuthAttempt,
  { refreshToken }: BoxTokens,
  why: unknown,
): Promise<BrowserAnswer> {
  if (why instanceof AttemptEnded || why instanceof OutsideFailure)
    await store.revocations.revokeNow(tenant, id);
  // The store may have failed, and no job could be enqueued, so the token is revoked directly.
  else await oauth.revoke(refreshToken);
  if (why instanceof AttemptEnded) return problemAnswer('unknown');
  throw why;
}

function isOwnAddress({ email, isEmailConfirmed }: PersonFacts, login: string): boolean {
  return isEmailConfirmed && isSameAddress(email, login);
}

interface ConnectingPerson<Facts> {
  readonly who: WhoConnects;
  readonly person: Facts;
}

/** Asks Slack, not the cache: an account must not be connected on facts that are an hour old. */
const askSlackForPerson = ({ slack }: Services, _tenant: string, slackUserId: string): Promise<PersonFacts> =>
  slack.person(slackUserId);

/** The person for whom the attempt was started, if they may connect an account. @param ask gets the facts about them */
async function findConnectingPerson<Facts extends Omit<Person, 'readAt'>>(
  context: ConnectContext,
  { tenant, slackUserId }: OAuthAttempt,
  ask: (services: Services, tenant: string, slackUserId: string) => Promise<Facts>,
): Promise<ConnectingPerson<Facts> | { readonly problem: Problem }> {
  const services = await context.servicesOf(tenant);
  if (!services) return { problem: 'unknown' };
  try {
    const person = await ask(services, tenant, slackUserId);
    if (!isFullMember(services, person)) return { problem: 'not_member' };
    return { person, who: { name: person.name, workspace: services.identity.name } };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    context.log.warn({ failure: error.message }, 'Slack could not be asked who connects to Box');
    return { problem: 'no_answer' };
  }
}

function problemAnswer(why: Problem): BrowserAnswer {
  return { status: httpStatusOf[why], page: problemPage(why, textsFor(null)) };
}
