/** What a failure of Slack, Box, the store or a port means to the operator, where no story can cause it. */
import { describe, expect, it } from 'vitest';
import { OutsideFailure } from '../../../src/failure.ts';
import { boxHint, portHint, slackHint, storeHint } from '../../../src/operate/doctor/hints.ts';

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
