/** Sends requests to the app over connections that stay open, or byte by byte over connections of their own. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

export interface FuzzAnswer {
  /** Null: the connection was closed without an answer. */
  readonly status: number | null;
  /** Headers and body. */
  readonly text: string;
}

/** A request as Slack, Box or a browser sends it. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Sender {
  send(request: FuzzRequest): Promise<FuzzAnswer>;
  close(): void;
}

/** How many requests are on their way at the same time. */
export const inFlight = 8;

export function createSender(port: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const once = ({ method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer & { isReused: boolean }> =>
    new Promise((resolve) => {
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const sent = request({
        ...{ host: '127.0.0.1', port, agent, method, path },
        headers: { ...headers, ...(body === '' && method === 'GET' ? {} : length) },
      });
      const end = (status: number | null, text: string): void =>
        resolve({ status, text, isReused: sent.reusedSocket });
      sent.on('error', () => end(null, ''));
      sent.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        const whole = (): void =>
          end(response.statusCode ?? null, `${response.rawHeaders.join('\n')}\n\n${text}`);
        response.on('end', whole).on('error', whole);
      });
      sent.end(body);
    });
  return {
    async send(sent) {
      const answer = await once(sent);
      // The server may close a connection that waits for its next request while this one is written.
      return answer.status === null && answer.isReused ? once(sent) : answer;
    },
    close: () => agent.destroy(),
  };
}

/** Sends these bytes over a connection of their own, which the server is asked to close. */
export function sendsBytes(port: number, bytes: Buffer): Promise<FuzzAnswer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (piece) => pieces.push(piece)).on('error', () => undefined);
    socket.on('close', () => {
      const text = Buffer.concat(pieces).toString('utf8');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      resolve({ status: status === undefined ? null : Number(status), text });
    });
  });
}
