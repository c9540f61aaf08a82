/**
 * One WebSocket to Slack, from opening to close. It is open once Slack has said hello, and gone when either side
 * closes it or nothing has been received for a while. Whether another is opened, and what the frames mean beyond
 * hello, is decided elsewhere.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, ping, WebSocket } from 'undici';
import { Fault } from '../failure.ts';
import { type Frame, readFrame } from './socket-frames.ts';

export interface SocketConnection {
  /** Resolves when Slack has said hello; rejects with the reason when the connection ends first. */
  readonly opened: Promise<void>;
  /** Resolves when the connection is closed, by either side. */
  readonly ended: Promise<void>;
  /** @returns false when the connection is gone and nothing was sent. */
  send(text: string): boolean;
  close(): void;
}

export interface SocketTimes {
  readonly helloWithinMs: number;
  readonly pingEveryMs: number;
  /** Slack sends its own pings, and answers ours: silence means that the connection is dead. */
  readonly silentAfterMs: number;
}

/** Why a connection ended before hello. */
export class NotOpened extends Fault {
  readonly reason: string;
  /** False: the reason is our own, since Slack sent none. */
  readonly isSaidBySlack: boolean;

  constructor(reason: string, isSaidBySlack = false) {
    super(`Slack did not open the connection: ${reason}`);
    this.name = 'NotOpened';
    this.reason = reason;
    this.isSaidBySlack = isSaidBySlack;
  }
}

/** A frame that unpacks to more ends the connection; smaller ones are judged by `readFrame`. */
const maxFrameBytes = 16 * 1024 * 1024;
const dispatcher = new Agent({ webSocket: { maxPayloadSize: maxFrameBytes } });

/** @param url contains a ticket, so it is never logged. @param onFrame gets every frame, as it arrives. */
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
  // The error's own text may quote the address; `close` follows it.
  socket.addEventListener('error', () => opening.reject(new NotOpened('unreachable')));
  socket.addEventListener('close', () => end('closed'));
  return connection;
}

/** Calls `onSilent` when neither ping, pong nor message has come for a while. @returns a function that stops watching. */
function watch(socket: WebSocket, times: SocketTimes, onSilent: () => void): () => void {
  let heardAtMs = performance.now();
  const heard = (): void => {
    heardAtMs = performance.now();
  };
  // These channels carry the pings and pongs of every WebSocket of the process.
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
