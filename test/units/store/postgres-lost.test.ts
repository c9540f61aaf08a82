/**
 * Connections to PostgreSQL that fall silent or are lost, tried with the real driver on a server that speaks only as
 * much of the protocol as the driver needs.
 */
// runs: ci
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listen } from '../../../src/store/listener.ts';
import { openPool } from '../../../src/store/postgres-pool.ts';

/** A message of the server: its type, its length and its content. */
function message(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

const ready = message('Z', Buffer.from('I'));
const authenticated = Buffer.concat([message('R', Buffer.alloc(4)), ready]);
const done = Buffer.concat([message('C', Buffer.from('SELECT 0\0')), ready]);
const notification = message('A', Buffer.from('\0\0\0\u0001box_sign_for_slack_jobs\0\0'));

/** Answers every statement except `hang`. */
class TinyServer {
  /** The statements that arrived, each with the number of its connection. */
  readonly statements: string[] = [];
  /** Whether new connections are closed immediately. */
  refuses = false;
  private readonly sockets = new Set<Socket>();
  private connections = 0;
  private readonly server: Server = createServer((socket) => this.serve(socket));

  /** Starts the server. Returns the driver's settings. */
  async start() {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as { port: number };
    return { host: '127.0.0.1', port, user: 'tests', query_timeout: 5_000 };
  }

  get open(): number {
    return this.sockets.size;
  }

  notifies(): void {
    for (const socket of this.sockets) socket.write(notification);
  }

  cuts(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  stop(): void {
    this.cuts();
    this.server.close();
  }

  private serve(socket: Socket): void {
    socket.on('error', () => undefined);
    if (this.refuses) {
      socket.destroy();
      return;
    }
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    this.connections += 1;
    const number = this.connections;
    // The driver sends one message at a time; its first one has no type.
    socket.once('data', () => {
      socket.write(authenticated);
      socket.on('data', (data) => {
        if (data.toString('latin1', 0, 1) !== 'Q') return;
        const statement = data.toString('utf8', 5, data.length - 1);
        this.statements.push(`${number}: ${statement}`);
        if (statement !== 'hang') socket.write(done);
      });
    });
  }
}

let server: TinyServer;
let config: Awaited<ReturnType<TinyServer['start']>>;
let troubles: string[];

beforeEach(async () => {
  server = new TinyServer();
  config = await server.start();
  troubles = [];
});
afterEach(() => server.stop());

const onTrouble = (trouble: string): void => void troubles.push(trouble);

it('after a statement without an answer, no connection is used that was opened before', async () => {
  const pool = openPool(config, onTrouble);
  const [silent, older] = [await pool.connect(), await pool.connect()];
  await older.query('select 1', []);
  older.release();
  await expect(silent.query('hang', [])).rejects.toThrow('Query read timeout');
  // A further statement would wait as long again.
  await expect(silent.query('rollback', [])).rejects.toThrow('Query read timeout');
  silent.release();
  for (let times = 0; times < 2; times += 1) {
    const fresh = await pool.connect();
    await fresh.query('select 2', []);
    fresh.release();
  }
  expect(server.statements).toEqual(['2: select 1', '1: hang', '3: select 2', '3: select 2']);
  await expect.poll(() => server.open).toBe(1);
  await pool.end();
  expect(troubles).toEqual([]);
});

it('a connection that is lost while it is in use is reported, and the next use opens another', async () => {
  const pool = openPool(config, onTrouble);
  const lost = await pool.connect();
  server.cuts();
  await expect.poll(() => troubles).toEqual([expect.stringMatching(/^database connection lost: ./)]);
  lost.release();
  const fresh = await pool.connect();
  await fresh.query('select 1', []);
  expect(server.statements).toEqual(['2: select 1']);
  fresh.release();
  await pool.end();
});

it('the listener for jobs is back after its connection was lost, and reports the loss once', async () => {
  let announced = 0;
  const onAnnounced = (): void => {
    announced += 1;
  };
  const listener = await listen(config, onAnnounced, onTrouble);
  expect([server.statements, announced]).toEqual([['1: listen box_sign_for_slack_jobs'], 1]);
  server.notifies();
  await expect.poll(() => announced).toBe(2);
  server.cuts();
  await expect.poll(() => announced).toBe(3);
  expect(server.statements[1]).toBe('2: listen box_sign_for_slack_jobs');
  expect(troubles).toEqual([expect.stringMatching(/^database listener lost: ./)]);
  await listener.close();
  await expect.poll(() => server.open).toBe(0);
  expect(troubles).toHaveLength(1);
});

it('a server that is not there at the start is tried again until it is', async () => {
  server.refuses = true;
  let announced = 0;
  const onAnnounced = (): void => {
    announced += 1;
  };
  const listener = await listen(config, onAnnounced, onTrouble);
  expect([announced, troubles.length]).toEqual([0, 1]);
  await expect.poll(() => troubles.length).toBeGreaterThanOrEqual(2);
  server.refuses = false;
  await expect.poll(() => announced).toBe(1);
  await listener.close();
});
