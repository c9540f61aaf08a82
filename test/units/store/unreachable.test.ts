/** Which errors mean that the database cannot be reached, tried with real errors of the driver. */
import { createServer } from 'node:net';
import pg from 'pg';
import { expect, it } from 'vitest';
import { isDatabaseFailure } from '../../../src/store/unreachable.ts';

/** The driver's error when the server refuses, ends or does not answer a new connection. */
async function errorOf(onConnection: 'refuse' | 'hang up' | 'hang'): Promise<unknown> {
  const server = createServer((socket) => {
    if (onConnection === 'hang up') socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  if (onConnection === 'refuse') await new Promise((resolve) => server.close(resolve));
  const connectionTimeoutMillis = 100;
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'tests', connectionTimeoutMillis });
  try {
    await pool.query('select 1');
    throw new Error('it answered');
  } catch (error) {
    return error;
  } finally {
    await pool.end();
    server.close();
  }
}

it.each(['refuse', 'hang up', 'hang'] as const)(
  'the error means that the database cannot be reached: %s',
  async (what) => {
    expect(isDatabaseFailure(await errorOf(what))).toBe(true);
  },
);

it('an error of our own does not mean that', () => {
  const wrongTable = Object.assign(new Error('relation "x" does not exist'), { code: '42P01' });
  expect([wrongTable, new TypeError('x is not a function'), 'text', null].map(isDatabaseFailure)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
