/**
 * One WebSocket to Slack, from opening to close. It counts as open once Slack has sent `hello`, and ends when either
 * side closes it or nothing has been received for a while. `persistent-socket.ts` decides whether another one is
 * opened; `socket.ts` handles the envelopes.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, ping, WebSocket } from 'undici';
import { Fault } from '../failure.ts';
import { type Frame, readFrame } from './socket-frames.ts';

/** One WebSocket connection to Slack. */
export interface SocketConnection {
  /** Resolves when Slack has sent `hello`; rejects with the reason when the connection ends before that. */
  readonly opened: Promise<void>;
  /** Resolves when the connection is closed, by either side. */
  readonly ended: Promise<void>;
  /** Sends a frame. @returns false when the connection is closed, so that nothing was sent */
  send(text: string): boolean;
  close(): void;
}

/** Time limits of a connection (ms). */
export interface SocketTimes {
  readonly helloWithinMs: number;
  readonly pingEveryMs: number;
  /** A connection on which nothing arrives for this long is dead: Slack sends its own pings, and answers ours. */
  readonly silentAfterMs: number;
}

/** The connection ended before `hello`. */
export class NotOpened extends Fault {
  readonly reason: string;
  /** Whether Slack gave the reason; otherwise the reason is our own. */
  readonly isSaidBySlack: boolean;

  constructor(reason: string, isSaidBySlack = false) {
    super(`Slack did not open the connection: ${reason}`);
    this.name = 'NotOpened';
    this.reason = reason;
    this.isSaidBySlack = isSaidBySlack;
  }
}

/** A frame that unpacks to more bytes ends the connection. Smaller frames may still be refused by `readFrame`. */
const maxFrameBytes = 16 * 1024 * 1024;
const dispatcher = new Agent({ webSocket: { maxPayloadSize: maxFrameBytes } });

/**
 * Opens a WebSocket.
 *
 * @param url contains a ticket, so it is never logged
 * @param onFrame called with every frame as it arrives
 */
export function connectSocket(
  url: string,
  times: SocketTimes,
  onFrame: (frame: Frame, connection: SocketConnection) => void,
): SocketConnection {
  const socket = new WebSocket(url, { dispatcher });
  const opening = deferred();
  const ending = deferred();
  const end = (reason: string): void => {
    opening.reject(new NotOpened(reason));
    ending.resolve();
    stopWatching();
    socket.close();
  };
  const stopWatching = watch(socket, times, () => end('silent'));
  const helloTimer = setTimeout(() => end('no_hello'), times.helloWithinMs);
  void ending.promise.then(() => clearTimeout(helloTimer));
  const connection: SocketConnection = {
    opened: opening.promise,
    ended: ending.promise,
    send: (text) => {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(text);
      return true;
    },
    close: () => end('closed_here'),
  };
  socket.addEventListener('message', ({ data }) => {
    const frame = readFrame(data);
    if (frame.kind === 'hello') {
      clearTimeout(helloTimer);
      opening.resolve();
    } else if (frame.kind === 'disconnect') opening.reject(new NotOpened(frame.reason, true));
    onFrame(frame, connection);
  });
  // The error is not passed on, because its text may quote the address. `close` follows it.
  socket.addEventListener('error', () => opening.reject(new NotOpened('unreachable')));
  socket.addEventListener('close', () => end('closed'));
  return connection;
}

/**
 * Pings Slack, and calls `onSilent` when no ping, pong or message has arrived for a while. @returns a function that
 * stops this
 */
function watch(socket: WebSocket, times: SocketTimes, onSilent: () => void): () => void {
  let heardAtMs = performance.now();
  const heard = (): void => {
    heardAtMs = performance.now();
  };
  // These diagnostics channels report the pings and pongs of all WebSockets of the process.
  const heardHere = (message: unknown): void => {
    if (typeof message === 'object' && message !== null && 'websocket' in message) {
      if (message.websocket === socket) heard();
    }
  };
  const channels = ['undici:websocket:ping', 'undici:websocket:pong'];
  for (const channel of channels) subscribe(channel, heardHere);
  socket.addEventListener('message', heard);
  const timer = setInterval(() => {
    if (performance.now() - heardAtMs > times.silentAfterMs) onSilent();
    else if (socket.readyState === WebSocket.OPEN) ping(socket);
  }, times.pingEveryMs).unref();
  return () => {
    clearInterval(timer);
    for (const channel of channels) unsubscribe(channel, heardHere);
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve = (): void => undefined;
  let reject = (_error: Error): void => undefined;
  const promise = new Promise<void>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  // Marks the rejection as handled, so that callers may await it or not.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
