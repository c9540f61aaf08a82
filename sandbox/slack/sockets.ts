/**
 * Socket Mode's connections: addresses with a single-use ticket, the hello, and envelopes. Connections take turns in
 * getting envelopes; the app acknowledges each on its connection. Also Slack's ways of ending a connection.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isFromThisMachine, pause } from '../http.ts';
import type { SocketActs } from './socket-acts.ts';
import type { DisconnectReason, Envelope } from './socket-frames.ts';
import { disconnectMessage, helloMessage, readAck } from './socket-frames.ts';

const MAX_CONNECTIONS = 10;
const TICKET_LIFE_MS = 30_000;
const PING_EVERY_MS = 5_000;

/** What happened to an envelope that was sent to the app. */
export type SocketOutcome =
  | { readonly kind: 'acknowledged'; readonly payload: unknown }
  | { readonly kind: 'timeout' }
  /** No connection was open to take the envelope. */
  | { readonly kind: 'nobody' };

export interface Sockets extends SocketActs {
  /** Issues a single-use address for a WebSocket. @param origin that of this server, `ws://…` */
  issueAddress(origin: string, appId: string, nowMs: number): string;
  /** Opens a WebSocket for a request that has a valid ticket; answers 403 to any other. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, nowMs: number): void;
  /** Sends an envelope to one connection and waits for its acknowledgement. */
  deliver(envelope: Envelope, timeoutMs: number): Promise<SocketOutcome>;
  close(): void;
}

interface Connection {
  readonly socket: WebSocket;
  takesEnvelopes: boolean;
  /** Envelopes that were sent on the connection and not acknowledged. */
  readonly pending: Map<string, Pending>;
}

interface Pending {
  readonly envelope: Envelope;
  done(payload: unknown): void;
}

interface State {
  readonly server: WebSocketServer;
  readonly tickets: Map<string, { readonly appId: string; readonly issuedAtMs: number }>;
  readonly connections: Set<Connection>;
  readonly odd: string[];
  opened: number;
  /** The number of deliveries so far, by which connections take turns. */
  turn: number;
  isDisabled: boolean;
  losesNextAck: boolean;
  isRedelivering: boolean;
  redelivered: number;
  /** Envelopes to be sent again once a connection opens. */
  readonly unsent: Map<string, Pending>;
}

export function createSockets(): Sockets {
  const state: State = {
    server: new WebSocketServer({ noServer: true }),
    tickets: new Map(),
    connections: new Set(),
    odd: [],
    opened: 0,
    turn: 0,
    isDisabled: false,
    losesNextAck: false,
    isRedelivering: false,
    redelivered: 0,
    unsent: new Map(),
  };
  return {
    ...socketActs(state),
    issueAddress: (origin, appId, nowMs) => {
      const ticket = randomBytes(16).toString('hex');
      state.tickets.set(ticket, { appId, issuedAtMs: nowMs });
      return `${origin}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    accept: (request, socket, head, nowMs) => {
      // Any program can send requests here, including pages in a browser, also with invalid addresses.
      const target = request.url ?? '';
      const url = URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost') : null;
      const ticket = url?.searchParams.get('ticket') ?? '';
      const issued = state.tickets.get(ticket);
      state.tickets.delete(ticket);
      const isFresh = issued !== undefined && nowMs - issued.issuedAtMs <= TICKET_LIFE_MS;
      if (url?.pathname !== '/link/' || !isFresh || !isFromThisMachine(request)) {
        socket.on('error', () => socket.destroy());
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      state.server.handleUpgrade(request, socket, head, (opened) => open(state, opened, issued.appId));
    },
    deliver: (envelope, timeoutMs) => deliver(state, envelope, timeoutMs),
    close: () => {
      for (const { socket } of state.connections) socket.terminate();
      state.server.close();
    },
  };
}

function socketActs(state: State): SocketActs {
  const each = (act: (connection: Connection) => void) => [...state.connections].forEach(act);
  return {
    odd: state.odd,
    count: () => receivingConnections(state).length,
    opened: () => state.opened,
    refresh: async ({ warningMs = 0, warned, lingerMs = 500 } = {}) => {
      const old = [...state.connections];
      if (warned || warningMs > 0) for (const { socket } of old) sendDisconnect(socket, 'warning');
      await (warned ?? pause(warningMs));
      for (const connection of old) {
        connection.takesEnvelopes = false;
        sendDisconnect(connection.socket, 'refresh_requested');
      }
      await pause(lingerMs);
      for (const { socket } of old) socket.close(1000);
    },
    drop: () => each(({ socket }) => socket.terminate()),
    loseNextAck: () => {
      state.losesNextAck = true;
    },
    setRedelivery: (isOn) => {
      state.isRedelivering = isOn;
    },
    redelivered: () => state.redelivered,
    freeze: () => each(({ socket }) => socket.pause()),
    setDisabled: (isDisabled) => {
      state.isDisabled = isDisabled;
      if (isDisabled) each(({ socket }) => closeWithReason(socket, 'link_disabled'));
    },
    send: (text) => each(({ socket }) => socket.send(text)),
  };
}

/** The connections that accept envelopes. */
function receivingConnections(state: State): Connection[] {
  return [...state.connections].filter((connection) => connection.takesEnvelopes);
}

function sendDisconnect(socket: WebSocket, reason: DisconnectReason): void {
  socket.send(JSON.stringify(disconnectMessage(reason)));
}

/** Tells the app why, and closes the connection. */
function closeWithReason(socket: WebSocket, reason: DisconnectReason): void {
  sendDisconnect(socket, reason);
  socket.close(1000);
}

/** Accepts a new connection, or refuses it with a reason. */
function open(state: State, socket: WebSocket, appId: string): void {
  // An error is followed by the close; without a listener it would end the sandbox.
  socket.on('error', () => socket.terminate());
  if (state.isDisabled) closeWithReason(socket, 'link_disabled');
  else if (state.connections.size >= MAX_CONNECTIONS) closeWithReason(socket, 'too_many_websockets');
  else greet(state, socket, appId);
}

/** Registers a connection and says hello. */
function greet(state: State, socket: WebSocket, appId: string): void {
  const connection: Connection = { socket, takesEnvelopes: true, pending: new Map() };
  state.connections.add(connection);
  state.opened += 1;
  const pings = setInterval(() => socket.ping(), PING_EVERY_MS).unref();
  socket.on('close', () => {
    clearInterval(pings);
    connection.takesEnvelopes = false;
    state.connections.delete(connection);
    if (state.isRedelivering) for (const one of connection.pending.values()) sendAgain(state, one);
  });
  socket.on('message', (data) => onFrame(state, connection, data.toString()));
  socket.send(JSON.stringify(helloMessage(state.connections.size, appId)));
  const unsent = [...state.unsent.values()];
  state.unsent.clear();
  for (const one of unsent) sendAgain(state, one);
}

/** Sends an unacknowledged envelope on another connection, or on the next that opens if there is none. */
function sendAgain(state: State, pending: Pending): void {
  const { envelope } = pending;
  const connection = nextReceiving(state);
  if (!connection) {
    state.unsent.set(envelope.envelope_id, pending);
    return;
  }
  state.redelivered += 1;
  connection.pending.set(envelope.envelope_id, pending);
  connection.socket.send(JSON.stringify(envelope));
}

/** Handles a message from the app: an acknowledgement, or something unexpected. */
function onFrame(state: State, connection: Connection, text: string): void {
  if (state.losesNextAck) {
    state.losesNextAck = false;
    connection.socket.terminate();
    return;
  }
  const ack = readAck(text);
  const known = ack ? connection.pending.get(ack.envelopeId) : undefined;
  if (!ack || !known) {
    state.odd.push(ack ? 'acknowledges what it was not sent, or twice' : 'is no acknowledgement');
    return;
  }
  if (ack.payload !== undefined && !known.envelope.accepts_response_payload) {
    state.odd.push('answers where no answer is taken');
    return;
  }
  connection.pending.delete(ack.envelopeId);
  known.done(ack.payload);
}

/** The connection that gets the next envelope; those that accept envelopes take turns. undefined: none accepts any. */
function nextReceiving(state: State): Connection | undefined {
  const there = receivingConnections(state);
  state.turn += 1;
  return there[state.turn % Math.max(there.length, 1)];
}

/** Sends an envelope to one connection and waits for its acknowledgement. */
function deliver(state: State, envelope: Envelope, timeoutMs: number): Promise<SocketOutcome> {
  const connection = nextReceiving(state);
  if (!connection) return Promise.resolve({ kind: 'nobody' });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const { pending } of state.connections) pending.delete(envelope.envelope_id);
      state.unsent.delete(envelope.envelope_id);
      resolve({ kind: 'timeout' });
    }, timeoutMs);
    const done = (payload: unknown): void => {
      clearTimeout(timer);
      resolve({ kind: 'acknowledged', payload });
    };
    connection.pending.set(envelope.envelope_id, { envelope, done });
    connection.socket.send(JSON.stringify(envelope));
  });
}
