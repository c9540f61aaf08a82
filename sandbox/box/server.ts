/**
 * A local Box with Box Sign, for tests and for trying things out: real HTTP on loopback, as strict as Box is
 * known to be, and able to misbehave on demand. Puts the parts together; the rules are in them.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChanges } from '../changes.ts';
import { isFromThisMachine, keepAliveTimeout, pause } from '../http.ts';
import { withoutInheritedKeys } from '../ids.ts';
import { RateLimiter } from '../rate-limit.ts';
import { answerControl, isReadOnly, isTrustedCall } from './control.ts';
import { type Attempt, Deliveries } from './deliveries.ts';
import { codeOfStatus, errorBody } from './errors.ts';
import { type CallHook, type Fault, Faults, faultAnswer, garbled } from './faults.ts';
import { cut, encode, readRequest, write } from './http.ts';
import type { BoxOptions } from './options.ts';
import { BoxPerson } from './person.ts';
import { cleanUpRevokedWebhooks, forgetOldEvents } from './request-events.ts';
import type { Answer, Request, Settings } from './routes/context.ts';
import { perform } from './routes/perform.ts';
import { SignSeed } from './sign-seed.ts';
import { advance } from './sign-status.ts';
import { type BoxState, emptyState, type Mail, type StoredSignRequest } from './state.ts';
import { type Exchange, exchangeOf, keepExchange } from './traffic.ts';

export class SandboxBox extends SignSeed {
  readonly state: BoxState;
  readonly faults = new Faults();
  /** Every API call since the start, in the order in which answers were ready; with `onExchange`, only the newest. */
  readonly traffic: Exchange[] = [];
  readonly #options: BoxOptions;
  readonly #clock: () => number;
  readonly #server: Server;
  readonly #downloads: Settings['downloads'] = new Map();
  readonly #hooks = new Set<CallHook>();
  readonly #changes = createChanges();
  readonly #limiter = new RateLimiter();
  readonly #watching: NodeJS.Timeout;
  readonly #deliveries: Deliveries;
  /** How long (ms) every answer of the API is delayed; may be changed while this Box runs. */
  latencyMs: number;
  #url = '';

  constructor(options: BoxOptions) {
    // State saved by an earlier version may lack newer parts.
    const state = Object.assign(options.state ?? {}, { ...emptyState(), ...options.state }) as BoxState;
    withoutInheritedKeys(state);
    const clock = options.clock ?? Date.now;
    super(state, clock);
    this.state = state;
    this.#clock = clock;
    this.#options = options;
    this.latencyMs = options.latencyMs ?? 0;
    this.#deliveries = new Deliveries({
      state,
      faults: this.faults,
      clock,
      onAttempt: (attempt) => {
        options.onNotification?.(attempt);
        this.#changes.changed();
      },
    });
    // Applies what is due by the clock even when no call comes, as long as a page or a webhook would notice.
    this.#watching = setInterval(() => {
      const isWatched =
        this.#changes.listeners > 0 || Object.keys(state.webhooks).length + state.deliveries.length > 0;
      if (isWatched && this.tick()) this.#changes.changed();
    }, 100);
    this.#watching.unref();
    this.#server = createServer({ keepAliveTimeout }, (incoming, response) => {
      this.#handle(incoming, response).catch((error: unknown) => {
        // A bug of this Box itself: reported loudly, so that nobody takes it for one of Box's own answers.
        const message = `the sandbox's Box failed: ${error instanceof Error ? error.stack : String(error)}`;
        if (response.headersSent) response.destroy();
        else this.#send(response, { status: 599, json: { message } });
      });
    });
  }

  /** Base address of this Box without `/2.0`, e.g. `http://127.0.0.1:40123`. */
  get url(): string {
    return this.#url;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port ?? 0, '127.0.0.1', resolve);
    });
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    clearInterval(this.#watching);
    this.#deliveries.close();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** The latest attempts to notify webhooks, oldest first. */
  get notifications(): readonly Attempt[] {
    return this.#deliveries.attempts;
  }

  /**
   * Does what is due by the clock: conversion, reminders, expiry, finalizing, notifications. Every call does so first.
   * True when this changed a sign request.
   */
  tick(): boolean {
    const durations = this.#settings();
    const now = this.#clock();
    let hasMoved = false;
    for (const request of Object.values(this.state.signRequests)) {
      if (request.odd === null && advance(this.state, request, now, durations)) hasMoved = true;
    }
    cleanUpRevokedWebhooks(this.state, now);
    forgetOldEvents(this.state, now);
    this.#deliveries.pump();
    return hasMoved;
  }

  /**
   * Adds a hook that sees API calls before and after their effect, and may cut their connections; not calls that a
   * planned fault keeps from taking effect. Returns a function that removes the hook.
   */
  onCall(hook: CallHook): () => void {
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  /** The mails to an address, oldest first; without an address, all mails. */
  mails(address?: string): readonly Mail[] {
    this.tick();
    return this.state.mails.filter((mail) => address === undefined || mail.to === address.toLowerCase());
  }

  /** All sign requests, of everyone. */
  signRequests(): readonly StoredSignRequest[] {
    this.tick();
    return Object.values(this.state.signRequests);
  }

  /** The person with this address, acting over HTTP as with a browser and a mailbox. */
  person(address: string): BoxPerson {
    return new BoxPerson(this.#url, address);
  }

  readonly #takePlannedError: Settings['takePlannedError'] = (insteadOf) => this.faults.takeEnd(insteadOf);

  #settings(): Settings {
    const { conversionMs = 300, finalizingMs = 300 } = this.#options;
    const { listLagMs, eventsRepeat, eventsDisordered } = this.faults;
    return {
      ...{ conversionMs, finalizingMs, listLagMs, eventsRepeat, eventsDisordered },
      takePlannedError: this.#takePlannedError,
      limiter: this.#limiter,
      clock: this.#clock,
      downloads: this.#downloads,
      url: this.#url,
    };
  }

  async #handle(incoming: Parameters<typeof readRequest>[0], response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (request.isTooLarge && !request.path.startsWith('/2.0/')) {
      const json = errorBody(413, codeOfStatus(413), 'Too large');
      return this.#send(response, { status: 413, headers: { connection: 'close' }, json });
    }
    if (!isFromThisMachine(request))
      return this.#send(response, { status: 403, json: errorBody(403, 'forbidden', 'Not from here') });
    if (this.tick()) this.#changes.changed();
    if (
      request.method === 'GET' &&
      request.path === '/control/changes' &&
      isTrustedCall(request, this.#url)
    ) {
      this.#changes.listen(incoming, response);
    } else if (request.path.startsWith('/control/')) {
      const takePlannedError = this.#takePlannedError;
      const place = { state: this.state, now: this.#clock(), url: this.#url, takePlannedError };
      const answer = await answerControl(request, place);
      this.#deliveries.pump();
      if (!isReadOnly(request.path)) this.#changes.changed();
      this.#send(response, answer);
    } else {
      await this.#exchange(request, response);
      this.#deliveries.pump();
      if (request.method !== 'GET') this.#changes.changed();
    }
  }

  #send(response: ServerResponse, answer: Answer): void {
    const { headers, bytes } = encode(answer);
    const date = new Date(this.#clock()).toUTCString();
    write(response, answer.status, { date, ...headers }, bytes);
  }

  async #exchange(request: Request, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const fault = this.faults.take(request.method, request.path);
    const answer = await this.#answered(request, fault);
    const lateMs = this.latencyMs + (fault?.kind === 'delay' ? (fault.ms ?? 1000) : 0);
    const isAnswered = answer !== 'drop' && answer !== 'hang';
    const ms = Math.round(performance.now() - startedAt) + (isAnswered ? lateMs : 0);
    const exchange = exchangeOf(request, isAnswered ? answer : null, { at: this.#clock(), ms });
    keepExchange(this.traffic, exchange, this.#options.onExchange);
    if (answer === 'drop') return cut(response);
    if (answer === 'hang') {
      if (fault?.kind === 'hang' && fault.ms !== undefined) await pause(fault.ms).then(() => cut(response));
      return;
    }
    await pause(lateMs);
    this.#send(response, answer);
  }

  async #answered(request: Request, fault: Fault | null): Promise<Answer | 'drop' | 'hang'> {
    if (fault?.kind === 'drop-before') return 'drop';
    if (fault?.kind === 'hang') return 'hang';
    if (fault?.kind === 'status' && fault.applied !== true) return faultAnswer(fault, request.path);
    if (await this.#hooked(request, 'before')) return 'drop';
    const answer = await perform(request, this.state, this.#settings());
    if (await this.#hooked(request, 'applied')) return 'drop';
    if (fault?.kind === 'drop-after') return 'drop';
    if (fault?.kind === 'status') return faultAnswer(fault, request.path);
    return fault?.kind === 'garbage' ? garbled(answer) : answer;
  }

  async #hooked(request: Request, phase: 'before' | 'applied'): Promise<boolean> {
    for (const hook of this.#hooks) {
      if ((await hook({ method: request.method, path: request.path, phase })) === 'drop') return true;
    }
    return false;
  }
}

/** Starts a Box on 127.0.0.1. Rejects when the port is taken. */
export async function startBox(options: BoxOptions = {}): Promise<SandboxBox> {
  const box = new SandboxBox(options);
  await box.listen();
  return box;
}
