/**
 * What a failure means to the operator: what is wrong, what to do, and where. Used by the doctor's checks and when the
 * app does not start. Contains no secret: text from a driver or a server is passed on only where it is known to be
 * harmless.
 */
import { whereToFind } from '../../config/help.ts';
import type { OutsideFailure } from '../../failure.ts';
import { EncryptionKeyProblem, StoreInUse } from '../../store/database.ts';
import { LaterDatabase } from '../../store/migrations/state.ts';
import { connectionHint } from './postgres-hints.ts';

/** What is wrong, and what to do about it. */
export interface Hint {
  readonly says: string;
  readonly page?: string;
}

/**
 * What to do about a token that Slack does not accept, by Slack's error code
 * (https://docs.slack.dev/reference/methods/auth.test).
 */
const tokenRemedies: Readonly<Record<string, string>> = {
  not_authed: 'Copy it again.',
  invalid_auth: 'Copy it again: it is mistyped, or was replaced by another.',
  account_inactive: 'The app was removed from the workspace: install it again, then copy the new token.',
  token_revoked: 'It was revoked: install the app again, then copy the new token.',
  token_expired: 'It has expired: token rotation is on in the app, and this program does not rotate tokens.',
  not_allowed_token_type: 'It is the wrong kind of token: copy the right one.',
  no_permission: 'It is the wrong kind of token: copy the right one.',
  missing_scope: 'It lacks a scope that is needed for this.',
};

/** What a failed call to Slack means. */
export function slackHint({ operation, reason, retryAfterSeconds }: OutsideFailure): Hint {
  const token = /^(apps\.connections|socket)/.test(operation) ? 'SLACK_APP_TOKEN' : 'SLACK_BOT_TOKEN';
  const remedy = Object.hasOwn(tokenRemedies, reason) ? tokenRemedies[reason] : undefined;
  if (remedy !== undefined) {
    return {
      says: `Slack does not accept ${token} (${operation === 'auth.test' ? reason : `${operation}: ${reason}`}). ${remedy}`,
      page: whereToFind(token),
    };
  }
  if (reason === 'link_disabled') {
    return {
      says: 'Socket Mode is switched off in the Slack app. Switch it on, or empty SLACK_APP_TOKEN to use HTTP.',
      page: 'https://api.slack.com/apps, your app, Socket Mode, Enable Socket Mode',
    };
  }
  if (reason === 'ratelimited') {
    return {
      says: `Slack asks us to wait ${retryAfterSeconds ?? 60} seconds (${operation}). Try again after that.`,
    };
  }
  return {
    says: `Slack could not be reached, or did not answer as expected (${operation}: ${reason}). Check that this machine is online and that SLACK_API_URL is right.`,
    page: whereToFind('SLACK_API_URL'),
  };
}

const boxScopes = 'https://app.box.com/developers/console, your app, Configuration, Application Scopes';

/** What a failed call to Box means; `doing` ends the sentence "Box refuses …". */
export function boxHint({ reason, status, retryAfterSeconds }: OutsideFailure, doing: string): Hint {
  if (reason === 'unauthorized') {
    return {
      says: 'Box does not accept BOX_DEVELOPER_TOKEN. It lasts 60 minutes: generate a new one.',
      page: whereToFind('BOX_DEVELOPER_TOKEN'),
    };
  }
  if (reason === 'insufficient_scope') {
    return {
      says: `Box refuses ${doing}: the app lacks a scope. Tick the scope, then generate a new token.`,
      page: boxScopes,
    };
  }
  if (status === 429) {
    return { says: `Box asks us to wait ${retryAfterSeconds ?? 60} seconds. Try again after that.` };
  }
  if (status === null || status >= 500) {
    return {
      says: `Box did not answer as expected (${reason}). Check that BOX_API_URL is right, or try again later.`,
      page: whereToFind('BOX_API_URL'),
    };
  }
  return { says: `Box refuses ${doing} (${reason}).` };
}

/** The store's settings on which a hint depends. `databaseUrl` holds a password and is never shown. */
export interface StoreSettings {
  readonly databaseUrl?: string;
  readonly dataDir: string;
}

/**
 * What to do about a PostgreSQL user without the right to create tables; continues a sentence that begins with the
 * user.
 */
export const createTablesHint =
  'may not create tables in this database (42501). From PostgreSQL 15 on only the owner of a database may. ' +
  'To make this user its owner: ALTER DATABASE … OWNER TO …';

const postgresErrors =
  'https://www.postgresql.org/docs/current/errcodes-appendix.html has the meaning of the code.';

/** Why the store does not open; null when the error is not one of the store, or does not say. */
export function storeHint(error: unknown, { databaseUrl, dataDir }: StoreSettings): Hint | null {
  if (error instanceof StoreInUse) return { says: error.message, page: whereToFind('DATA_DIR') };
  if (error instanceof LaterDatabase) return { says: error.message };
  if (error instanceof EncryptionKeyProblem) {
    // The error's message says what to do. `whereToFind` would say how to make a key: right only for a new
    // store.
    return { says: error.message };
  }
  const code = errorCodeOf(error);
  const isConnected = error instanceof Error && 'severity' in error && error.severity !== 'FATAL';
  if (databaseUrl !== undefined && code === '42501' && isConnected) {
    return { says: `The user in DATABASE_URL ${createTablesHint}` };
  }
  if (databaseUrl !== undefined && code !== '' && isConnected) {
    return { says: `PostgreSQL reported an error (${code}): ${postgresErrors}` };
  }
  if (databaseUrl !== undefined) {
    const says = connectionHint(error, code);
    if (says !== null) return { says, page: whereToFind('DATABASE_URL') };
  }
  if (/^E(ACCES|EXIST|NOTDIR|PERM|ROFS|NOSPC)$/.test(code)) {
    return {
      says: `The data folder ${dataDir} cannot be used (${code}). Set DATA_DIR to a folder that this process can write to.`,
      page: whereToFind('DATA_DIR'),
    };
  }
  return null;
}

/** Why a port cannot be opened; null when the error is not about that. */
export function portHint(
  error: unknown,
  { host, port, metricsPort }: { host: string; port: number; metricsPort?: number },
): Hint | null {
  if (!(error instanceof Error && 'syscall' in error)) return null;
  // HOST cannot be resolved. Unless the name is compared, it could be the database's host as well.
  const isHost = error.syscall === 'getaddrinfo' && 'hostname' in error && error.hostname === host;
  if (error.syscall !== 'listen' && error.syscall !== 'bind' && !isHost) return null;
  const code = errorCodeOf(error);
  const isOfMetrics = 'port' in error && error.port === metricsPort && metricsPort !== port;
  const [wanted, name] = isOfMetrics ? [metricsPort, 'METRICS_PORT'] : [port, 'PORT'];
  if (code === 'EADDRINUSE') {
    return {
      says: `Port ${wanted} is in use by another process. Stop that process, or set ${name} to another number.`,
      page: whereToFind(name),
    };
  }
  if (isOfMetrics) {
    return {
      says: `Cannot listen on port ${wanted} (${code}). Set ${name} to a number that this machine allows.`,
      page: whereToFind(name),
    };
  }
  return {
    says: `Cannot listen on ${host}, port ${port} (${code}). Set HOST and PORT to values that this machine allows.`,
    page: whereToFind('HOST'),
  };
}

/**
 * The code of a system or database error: capital letters, or PostgreSQL's five characters. Empty when there is none.
 */
export function errorCodeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z0-9_]{4,40}$/.test(code) ? code : '';
}
