/** Sends requests to the app over connections that stay open, or raw bytes over a connection of their own. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

/** The app's answer to a request. */
export interface FuzzAnswer {
  /** HTTP status; null: the connection was closed without an answer. */
  readonly status: number | null;
  /** The headers and the body of the answer, as one text. */
  readonly text: string;
}

/**
 * A well-formed HTTP request that poses as one from Slack, Box or a browser. Its content may be mutated, and its
 * signature wrong or missing.
 */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends requests over connections that stay open. */
export interface Sender {
  send(request: FuzzRequest): Promise<FuzzAnswer>;
  close(): void;
}

/** At most this many requests are sent at the same time. */
export const maxInFlight = 8;

export function createSender(port: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: maxInFlight });
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
      // The server may close an idle connection just while this request is written to it: then it is sent
      // once more.
      return answer.status === null && answer.isReused ? once(sent) : answer;
    },
    close: () => agent.destroy(),
  };
}

/**
 * Sends these bytes over a connection of their own, and resolves once it is closed. The bytes should ask the server to
 * close it.
 */
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
