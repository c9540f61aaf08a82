/** What the operator reads when PostgreSQL cannot be reached. The errors without a code are real ones of the driver. */
import { createServer, type Socket } from 'node:net';
import pg from 'pg';
import { expect, it } from 'vitest';
import { storeHint } from '../../../src/operate/doctor/hints.ts';
import { startProblem } from '../../../src/operate/start-problem.ts';
import { postgresConfig } from '../../../src/store/postgres-config.ts';

/** The driver's error, and the address, when a server treats each new connection like this. */
async function errorWhere(onConnection: (socket: Socket) => void, query = '') {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const databaseUrl = `postgres://sign:Zebrafinch@127.0.0.1:${port}/sign${query}`;
  const connectionTimeoutMillis = onConnection === silent ? 200 : 20_000;
  const pool = new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis });
  try {
    await pool.query('select 1');
    throw new Error('it answered');
  } catch (error) {
    return { error, databaseUrl };
  } finally {
    for (const socket of sockets) socket.destroy();
    await pool.end();
    server.close();
  }
}

const silent = (): void => undefined;
const withoutTls = (socket: Socket): void => void socket.once('data', () => socket.write('N'));
const closing = (socket: Socket): void => void socket.end();

it.each([
  ['never answers', silent, '', /PostgreSQL does not answer.*firewall/],
  ['has no TLS', withoutTls, '?sslmode=require', /PostgreSQL offers no TLS.*sslmode/],
  ['closes the connection', closing, '', /PostgreSQL closed the connection/],
] as const)('a server that %s is explained', async (_what, onConnection, query, says) => {
  const { error, databaseUrl } = await errorWhere(onConnection, query);
  const text = startProblem(error, {
    server: { host: '127.0.0.1', port: 1 },
    store: { databaseUrl, dataDir: '' },
  });
  expect(text).toMatch(says);
  expect(text).toContain('DATABASE_URL');
  expect(text).not.toContain('Zebrafinch');
});

it.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])('a certificate of a private authority is explained (%s)', (code) => {
  const error = Object.assign(new Error('self-signed certificate'), { code });
  const hint = storeHint(error, { databaseUrl: 'postgres://db/sign', dataDir: '' });
  expect(hint?.says).toContain(code);
  expect(hint?.says).toMatch(/NODE_EXTRA_CA_CERTS.*sslrootcert/);
  expect(hint?.says).not.toContain('password');
});

it.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
  'a certificate that is wrong is explained (%s)',
  (code) => {
    const error = Object.assign(new Error('no'), { code });
    const hint = storeHint(error, { databaseUrl: 'postgres://db/sign', dataDir: '' });
    expect(hint?.says).toMatch(/certificate/);
    expect(hint?.says).not.toContain('password');
  },
);

it.each(['sslrootcert', 'sslcert', 'sslkey'])(
  'a file in the address that is missing is named (%s)',
  (name) => {
    const databaseUrl = `postgres://sign:Zebrafinch@db/sign?${name}=/nowhere/a.pem`;
    const open = () => postgresConfig(databaseUrl);
    expect(open).toThrow('DATABASE_URL names a file that cannot be read (ENOENT): /nowhere/a.pem');
    expect(open).not.toThrow('Zebrafinch');
  },
);

it('an error that is not of PostgreSQL is not explained as one', () => {
  const other = new Error('timeout expired, or so it seemed');
  expect(storeHint(other, { databaseUrl: 'postgres://db/sign', dataDir: '' })).toBeNull();
  expect(storeHint(new Error('timeout expired'), { dataDir: '' })).toBeNull();
});
