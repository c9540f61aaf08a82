/** What a failure of Slack, Box, the store or a port means to the operator, where no story can cause it. */
import { describe, expect, it } from 'vitest';
import { OutsideFailure } from '../../../src/failure.ts';
import { boxHint, portHint, slackHint, storeHint } from '../../../src/operate/doctor/hints.ts';
import { startProblem } from '../../../src/operate/start-problem.ts';
import { EncryptionKeyProblem, StoreInUse } from '../../../src/store/database.ts';
import { LaterDatabase } from '../../../src/store/migrations/state.ts';

/** The status of an answer, and for how long it asks to wait. */
interface Asked {
  readonly status?: number | null;
  readonly seconds?: number;
}

const failure = (operation: string, reason: string, { status = 200, seconds }: Asked = {}): OutsideFailure =>
  new OutsideFailure({
    service: 'slack',
    operation,
    kind: 'retry',
    status,
    reason,
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });

const errorWith = (fields: object): Error => Object.assign(new Error('planted'), fields);

describe('a failure of Slack or Box', () => {
  it('the hint says for how long Slack or Box asks to wait, and otherwise a minute', () => {
    const busy = { status: 429, seconds: 30 };
    expect(slackHint(failure('auth.test', 'ratelimited', busy)).says).toContain('30 seconds (auth.test)');
    expect(slackHint(failure('auth.test', 'ratelimited')).says).toContain('60 seconds');
    expect(boxHint(failure('getMe', 'http_429', busy), 'x').says).toContain('30 seconds');
    expect(boxHint(failure('getMe', 'http_429', { status: 429 }), 'x').says).toContain('60 seconds');
  });

  const copied = 'It is the wrong kind of token: copy the right one.';
  it.each([
    ['not_authed', 'Copy it again.'],
    ['invalid_auth', 'Copy it again: it is mistyped, or was replaced by another.'],
    [
      'account_inactive',
      'The app was removed from the workspace: install it again, then copy the new token.',
    ],
    ['token_revoked', 'It was revoked: install the app again, then copy the new token.'],
    [
      'token_expired',
      'It has expired: token rotation is on in the app, and this program does not rotate tokens.',
    ],
    ['not_allowed_token_type', copied],
    ['no_permission', copied],
    ['missing_scope', 'It lacks a scope that is needed for this.'],
  ])('a token that Slack refuses with %s has its remedy', (reason, remedy) => {
    const place = 'https://api.slack.com/apps, your app';
    expect(slackHint(failure('auth.test', reason))).toEqual({
      says: `Slack does not accept SLACK_BOT_TOKEN (${reason}). ${remedy}`,
      page: `${place}, OAuth & Permissions, Bot User OAuth Token (appears once the app is installed)`,
    });
    for (const operation of ['apps.connections.open', 'socket'])
      expect(slackHint(failure(operation, reason))).toEqual({
        says: `Slack does not accept SLACK_APP_TOKEN (${operation}: ${reason}). ${remedy}`,
        page: `${place}, Basic Information, App-Level Tokens, with the scope connections:write`,
      });
  });

  it.each(['timeout', 'constructor'])('any other failure of Slack (%s) may be of the network', (reason) => {
    expect(slackHint(failure('auth.test', reason))).toEqual({
      says: `Slack could not be reached, or did not answer as expected (auth.test: ${reason}). Check that this machine is online and that SLACK_API_URL is right.`,
      page: 'Leave it empty for slack.com; GovSlack uses https://slack-gov.com/api/',
    });
  });

  it.each([
    [null, 'timeout', 'Box did not answer as expected (timeout)'],
    [500, 'internal_server_error', 'Box did not answer as expected (internal_server_error)'],
    [409, 'conflict', 'Box refuses to look (conflict)'],
  ])('the status %s and the reason %s are told apart', (status, reason, says) => {
    expect(boxHint(failure('getMe', reason, { status }), 'to look').says).toContain(says);
  });
});

describe('an error of the store', () => {
  const store = { databaseUrl: 'postgres://db/sign', dataDir: '/data' };

  it.each([
    [{ code: '42501', severity: 'ERROR' }, 'may not create tables'],
    [{ code: '42501', severity: 'FATAL' }, 'not allowed to connect to this database'],
    [{ code: '22P02', severity: 'ERROR' }, 'PostgreSQL reported an error (22P02)'],
    [{ code: 'ETIMEDOUT' }, 'PostgreSQL does not answer'],
    [{ code: 'ECONNRESET' }, 'refused the connection (ECONNRESET). Check the host'],
  ])('an error of PostgreSQL with %j is explained', (fields, says) => {
    expect(storeHint(errorWith(fields), store)?.says).toContain(says);
  });

  it.each([
    ['28P01', 'The password is wrong.'],
    ['28000', 'This user is not allowed to sign in from here.'],
    ['3D000', 'There is no database with this name: create it.'],
    ['42501', 'This user is not allowed to connect to this database.'],
    ['53300', 'It has too many connections already.'],
    ['ENOTFOUND', "The host's name cannot be resolved."],
    ['EAI_AGAIN', "The host's name cannot be resolved."],
    ['ECONNREFUSED', 'Nothing listens at that host and port. Is it running?'],
    ['08004', 'Check the host, user, password and database in DATABASE_URL.'],
  ])('a connection that PostgreSQL refuses with %s has its remedy', (code, remedy) => {
    expect(storeHint(errorWith({ code, severity: 'FATAL' }), store)).toEqual({
      says: `PostgreSQL refused the connection (${code}). ${remedy}`,
      page: "Your PostgreSQL's connection string; leave it empty for a file in DATA_DIR",
    });
  });

  const noAnswer =
    /^PostgreSQL does not answer\. Check the host and port in DATABASE_URL, and for a firewall/;
  it.each([
    ['timeout expired', noAnswer],
    ['timeout exceeded when trying to connect', noAnswer],
    ['Connection terminated due to connection timeout', noAnswer],
    ['Query read timeout', noAnswer],
    [
      'Connection terminated',
      /^PostgreSQL closed the connection\. Check that the port .* and read its log\.$/,
    ],
    ['Connection terminated unexpectedly', /^PostgreSQL closed the connection/],
    [
      'The server does not support SSL connections',
      /^PostgreSQL offers no TLS, which DATABASE_URL asks for\./,
    ],
    [
      'There was an error establishing an SSL connection',
      /does not begin TLS as PostgreSQL does\. Check both\.$/,
    ],
  ])('the driver’s error “%s” has no code, and is explained all the same', (message, says) => {
    expect(storeHint(new Error(message), store)?.says).toMatch(says);
    expect(storeHint(message, store)).toBeNull();
  });

  it('an error that says what to do is passed on, with DATA_DIR where another folder helps', () => {
    const inUse = new StoreInUse('/data');
    expect(storeHint(inUse, store)).toEqual({
      says: inUse.message,
      page: 'A folder that only this app uses; ./data when empty',
    });
    for (const error of [new LaterDatabase(['9999-later']), new EncryptionKeyProblem('Put it back.')])
      expect(storeHint(error, store)).toEqual({ says: error.message });
  });

  it.each(['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS', 'ENOSPC'])(
    'a data folder that cannot be used is named with %s',
    (code) => {
      expect(storeHint(errorWith({ code }), { dataDir: '/data' })).toEqual({
        says: `The data folder /data cannot be used (${code}). Set DATA_DIR to a folder that this process can write to.`,
        page: 'A folder that only this app uses; ./data when empty',
      });
    },
  );

  it('an error of the data folder is explained, and another one is not', () => {
    const { dataDir } = store;
    const readOnly = storeHint(errorWith({ code: 'EROFS' }), { dataDir });
    expect(readOnly?.says).toContain('/data cannot be used (EROFS)');
    expect(storeHint(errorWith({ code: '22P02', severity: 'ERROR' }), { dataDir })).toBeNull();
    expect(storeHint(errorWith({ code: 'no code' }), store)).toBeNull();
  });
});

describe('an error of a port', () => {
  const server = { host: 'sign.internal', port: 80, metricsPort: 81 };
  const refused = { syscall: 'listen', code: 'EACCES' };
  const taken = { syscall: 'bind', code: 'EADDRINUSE' };

  it.each([
    [{ ...refused, port: 80 }, server, 'Cannot listen on sign.internal, port 80 (EACCES). Set HOST and PORT'],
    [{ ...refused, port: 81 }, server, 'Cannot listen on port 81 (EACCES). Set METRICS_PORT'],
    [{ ...taken, port: 80 }, server, 'or set PORT to another'],
    [{ ...taken, port: 81 }, server, 'or set METRICS_PORT to another'],
    [{ ...taken, port: 80 }, { ...server, metricsPort: 80 }, 'or set PORT to another'],
    [{ syscall: 'getaddrinfo', code: 'ENOTFOUND', hostname: server.host }, server, '(ENOTFOUND). Set HOST'],
  ])('%j is explained', (fields, settings, says) => {
    expect(portHint(errorWith(fields), settings)?.says).toContain(says);
  });

  it('an error of another address is not taken for one of the port', () => {
    const ofDatabase = { syscall: 'getaddrinfo', code: 'ENOTFOUND', hostname: 'db.internal' };
    for (const fields of [ofDatabase, { syscall: 'connect', code: 'ECONNREFUSED', port: 80 }, {}])
      expect(portHint(errorWith(fields), server)).toBeNull();
  });
});

describe('a start that fails', () => {
  const settings = { server: { host: '0.0.0.0', port: 80 }, store: { dataDir: '/data' } };
  const doctor = 'To check everything else as well: npm run doctor';

  it('the paragraph says what failed, where to mend it, and what checks everything else', () => {
    const refused = startProblem(failure('auth.test', 'ratelimited'), settings);
    expect(refused).toBe(`Slack asks us to wait 60 seconds (auth.test). Try again after that.\n\n${doctor}`);
    const taken = errorWith({ syscall: 'listen', code: 'EADDRINUSE', port: 80 });
    expect(startProblem(taken, settings)).toBe(
      `Port 80 is in use by another process. Stop that process, or set PORT to another number.\n  Any free port; 0 picks one; 3000 when empty\n\n${doctor}`,
    );
    expect(startProblem(errorWith({ code: 'EROFS' }), settings)).toContain('The data folder /data cannot');
  });

  it('an error that nothing explains is named by its kind, without its words', () => {
    expect(startProblem(new TypeError('planted secret'), settings)).toBe(
      `Could not start: TypeError\n\n${doctor}`,
    );
  });
});
