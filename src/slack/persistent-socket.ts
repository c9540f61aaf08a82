/**
 * Keeps a WebSocket to Slack open for as long as the process runs. When Slack announces that it will close one, the
 * next is opened before that, so that there is always an open one. When a WebSocket is lost, another is opened
 * immediately; if that fails, it is retried with growing delays. After a successful `start`, nothing that Slack or the
 * network does ends the process: problems are logged, and `isLive` is false meanwhile.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { OutsideFailure } from '../failure.ts';
import { connectSocket, NotOpened, type SocketConnection, type SocketTimes } from './socket-connection.ts';
import type { Frame } from './socket-frames.ts';

export interface PersistentSocketOptions {
  /** Asks Slack for the address of a new connection. @throws OutsideFailure */
  readonly askAddress: () => Promise<string>;
  /** Called with every frame except `hello` and `disconnect`. */
  readonly onFrame: (frame: Exclude<Frame, { kind: 'hello' | 'disconnect' }>, from: SocketConnection) => void;
  readonly log: { info(message: string): void; warn(message: string): void; error(message: string): void };
  readonly times?: Partial<PersistentSocketTimes>;
}

export interface PersistentSocketTimes extends SocketTimes {
  /** Delays before the next attempt, by the number of failures in a row; the last one repeats. */
  readonly gapsMs: readonly number[];
  /**
   * A connection that ends sooner than this (ms) counts as a failure, which slows down a loop of
   * reconnections.
   */
  readonly stableAfterMs: number;
  /**
   * How long (ms) an announced close is awaited, so that envelopes that Slack has sent still arrive and are
   * acknowledged.
   */
  readonly retireAfterMs: number;
}

/** A permanent connection to Slack, made of one WebSocket after another. */
export interface PersistentSocket {
  /**
   * Opens the first connection. When Slack says it cannot open one now, resolves all the same; retries go on, and
   * `isLive` is false until one has opened.
   * @throws OutsideFailure when Slack refuses the token or the settings, or cannot be reached.
   */
  start(): Promise<void>;
  /** Whether a connection is open. */
  isLive(): boolean;
  /** Closes all connections and opens no new ones. */
  stop(): Promise<void>;
}

/**
 * A delay that Slack asks for is cut to this (ms), because nothing arrives from Slack meanwhile, and because a timer of
 * more than 24 days would fire immediately.
 */
const maxRequestedDelayMs = 15 * 60_000;

const usualTimes: PersistentSocketTimes = {
  helloWithinMs: 10_000,
  pingEveryMs: 5_000,
  silentAfterMs: 16_000,
  gapsMs: [0, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000],
  stableAfterMs: 3_000,
  retireAfterMs: 15_000,
};

/** Creates the connection; `start` opens the first WebSocket. */
export function createPersistentSocket(options: PersistentSocketOptions): PersistentSocket {
  const { log } = options;
  const times: PersistentSocketTimes = { ...usualTimes, ...options.times };
  const all = new Set<SocketConnection>();
  /** When `hello` arrived on each open connection (ms). */
  const openSinceMs = new Map<SocketConnection, number>();
  /** Connections that Slack is about to close. Envelopes may still arrive on them. */
  const retiring = new Set<SocketConnection>();
  const stopping = new AbortController();
  let failuresInARow = 0;
  let isReplacing = false;

  /** Opens one WebSocket and waits for `hello`. @throws OutsideFailure or NotOpened */
  async function openOne(): Promise<void> {
    const url = await options.askAddress();
    if (stopping.signal.aborted) return;
    const connection = connectSocket(url, times, route);
    all.add(connection);
    void connection.ended.then(() => forget(connection));
    try {
      await connection.opened;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  function forget(connection: SocketConnection): void {
    const wasUnannounced = openSinceMs.has(connection) && !retiring.has(connection);
    if (wasUnannounced && !stopping.signal.aborted) {
      log.warn('the connection to Slack was lost');
      countShortLived(connection);
    }
    all.delete(connection);
    openSinceMs.delete(connection);
    retiring.delete(connection);
    if (wasUnannounced) replace();
  }

  /** A connection that ended soon after it was opened counts as a failure. */
  function countShortLived(connection: SocketConnection): void {
    const livedMs = performance.now() - (openSinceMs.get(connection) ?? performance.now());
    failuresInARow = livedMs < times.stableAfterMs ? failuresInARow + 1 : 0;
  }

  /** Opens another connection, unless one is being opened, or one is open that Slack is not about to close. */
  function replace(waitMs = gapMs()): void {
    const isServed = [...openSinceMs.keys()].some((connection) => !retiring.has(connection));
    if (isReplacing || isServed || stopping.signal.aborted) return;
    isReplacing = true;
    void openUntilLive(waitMs).finally(() => {
      isReplacing = false;
      // The new connection may have ended before this runs.
      replace();
    });
  }

  async function openUntilLive(firstWaitMs: number): Promise<void> {
    let waitMs = firstWaitMs;
    while (await waitUnlessStopped(waitMs)) {
      try {
        await openOne();
        return log.info('connected to Slack again');
      } catch (error) {
        if (stopping.signal.aborted) return;
        waitMs = waitAfter(error);
      }
    }
  }

  /** Counts a failed attempt and logs why. @returns how long to wait before the next. */
  function waitAfter(error: unknown): number {
    failuresInARow += 1;
    const waitMs = Math.max(gapMs(), askedToWaitMs(error));
    report(asFailure(error), waitMs);
    return waitMs;
  }

  /** Logs a failure with Slack's error code or our own, never with an address or a token. */
  function report({ kind, reason }: OutsideFailure, waitMs: number): void {
    if (kind === 'final')
      log.error(`Slack refuses SLACK_APP_TOKEN (${reason}); trying again in ${waitMs} ms`);
    else if (reason === 'link_disabled')
      log.error(`Socket Mode is switched off in the Slack app; trying again in ${waitMs} ms`);
    else log.error(`no connection to Slack (${reason}); trying again in ${waitMs} ms`);
  }

  function gapMs(): number {
    return times.gapsMs[Math.min(failuresInARow, times.gapsMs.length - 1)] ?? 0;
  }

  /** Waits. Returns false when `stop` was called, which also ends the wait. */
  async function waitUnlessStopped(waitMs: number): Promise<boolean> {
    // The wait is rejected only when it is aborted by `stop`.
    await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    return !stopping.signal.aborted;
  }

  function route(frame: Frame, from: SocketConnection): void {
    if (frame.kind === 'hello') markReady(from);
    else if (frame.kind === 'disconnect') retire(from, frame.reason);
    else options.onFrame(frame, from);
  }

  function markReady(connection: SocketConnection): void {
    openSinceMs.set(connection, performance.now());
    // If this connection is lost early, the long delays of the last outage must not apply again.
    failuresInARow = Math.min(failuresInARow, 1);
  }

  /**
   * Opens the next connection, because Slack is about to close this one. Does nothing if Slack sent `disconnect`
   * instead of `hello`: `openOne` handles that as a failure.
   */
  function retire(connection: SocketConnection, reason: string): void {
    if (retiring.has(connection) || !openSinceMs.has(connection)) return;
    log.info(`Slack will close the connection (${reason})`);
    countShortLived(connection);
    retiring.add(connection);
    const timer = setTimeout(() => connection.close(), times.retireAfterMs).unref();
    void connection.ended.then(() => clearTimeout(timer));
    replace();
  }

  return {
    start: async () => {
      try {
        await openOne();
      } catch (error) {
        if (!isSlackBusy(error)) throw asFailure(error);
        return replace(waitAfter(error));
      }
      replace();
    },
    isLive: () => openSinceMs.size > 0,
    stop: async () => {
      stopping.abort();
      const open = [...all];
      for (const connection of open) connection.close();
      await Promise.all(open.map((connection) => connection.ended));
    },
  };
}

/** Error codes that mean that the answer is not Slack's, so another server must be at this address. */
const notSlacks: ReadonlySet<string> = new Set(['unreadable_answer', 'answer_too_long', 'no_url']);

/** Whether Slack says that it cannot open a connection at the moment, so that retrying helps. */
function isSlackBusy(error: unknown): boolean {
  if (error instanceof NotOpened) return error.isSaidBySlack && error.reason !== 'link_disabled';
  if (!(error instanceof OutsideFailure)) return false;
  return error.kind !== 'final' && error.status !== null && !notSlacks.has(error.reason);
}

function askedToWaitMs(error: unknown): number {
  const asked = error instanceof OutsideFailure ? (error.retryAfterSeconds ?? 0) : 0;
  return Math.min(asked * 1000, maxRequestedDelayMs);
}

function asFailure(error: unknown): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  const reason = error instanceof NotOpened ? error.reason : 'network';
  return new OutsideFailure({ service: 'slack', operation: 'socket', kind: 'retry', status: null, reason });
}
