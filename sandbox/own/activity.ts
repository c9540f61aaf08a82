/**
 * The newest calls between the app, Slack and Box. Their secrets are masked when a call is recorded, so the code that
 * shows calls need not do it.
 */
import { randomUUID } from 'node:crypto';
import type { Attempt } from '../box/deliveries.ts';
import type { Exchange } from '../box/traffic.ts';
import type { LogEntry } from '../slack/log.ts';
import { masked, maskedBody, maskedJson } from './masking.ts';

/** A call, as the page lists it. */
export interface RecordedCall {
  /** The call's id; later calls have greater ids. */
  readonly id: number;
  /** When the answer was ready, or a notification was sent (ms since epoch, by the sandbox's clock). */
  readonly at: number;
  readonly from: 'app' | 'Slack' | 'Box' | 'browser' | 'sandbox';
  readonly to: 'app' | 'Slack' | 'Box';
  readonly method: string;
  /**
   * What was called or sent: Slack's Web API method, Box's path and query, the type of Slack's request, a webhook's
   * trigger; or, for a problem of the sandbox, what it could not do.
   */
  readonly what: string;
  /** HTTP status of the answer; null when no answer came. */
  readonly status: number | null;
  readonly ms: number;
  /** The error code in the answer, or words such as `no answer`; null: neither, but `status` may tell of an error. */
  readonly problem: string | null;
}

/** What a call sent and what was answered, as text, each cut to 8,000 characters. */
export interface CallDetail {
  readonly sent: string;
  readonly answered: string;
}

/** The list of recorded calls. */
export interface Activity {
  noteSlack(entry: LogEntry): void;
  noteBox(exchange: Exchange): void;
  /** Records an attempt to notify a webhook. */
  noteNotification(attempt: Attempt): void;
  /** Records something that the sandbox itself could not do. */
  noteProblem(what: string, reason: string, at: number): void;
  /** Id of this run: call ids of another run mean nothing here. */
  readonly run: string;
  /** Returns the calls with a greater id, oldest first. */
  after(id: number): readonly RecordedCall[];
  /** Returns one call in full; null when it is no longer kept. */
  detail(id: number): CallDetail | null;
  clear(): void;
}

const maxKeptCalls = 2_000;
/** The only path of Box's API that people's browsers open; the app calls the others. */
const consentPath = '/api/oauth2/authorize';
const maxLetters = 8_000;

export function createActivity(changed: () => void): Activity {
  let kept: (RecordedCall & CallDetail)[] = [];
  let lastId = 0;
  const note = (call: Omit<RecordedCall, 'id'>, sent: unknown, answered: unknown): void => {
    lastId += 1;
    kept.push({ id: lastId, ...call, sent: shortText(sent), answered: shortText(answered) });
    // The list is cut only now and then: moving a long list costs more than keeping a few calls more.
    if (kept.length > maxKeptCalls * 1.1) kept = kept.slice(-maxKeptCalls);
    changed();
  };
  return {
    run: randomUUID(),
    noteSlack: (entry) => {
      const answered = maskedBody(entry.answer);
      note(slackCall(entry, answered), maskedBody(entry.body), answered);
    },
    noteBox: (exchange) => {
      const { requestBody: sent } = exchange;
      const answered = maskedJson(exchange.responseBody);
      note(
        boxCall(exchange, answered),
        typeof sent === 'string' ? maskedBody(sent) : maskedJson(sent),
        answered,
      );
    },
    noteNotification: (attempt) => {
      const { headers, body } = attempt;
      note(notificationCall(attempt), { headers: maskedJson(headers), body: maskedBody(body) }, '');
    },
    noteProblem: (what, reason, at) => {
      const call = { at, from: 'sandbox', to: 'app', method: '', what, status: null, ms: 0 } as const;
      note({ ...call, problem: 'not done' }, masked(reason), '');
    },
    after: (id) =>
      kept
        .slice(-maxKeptCalls)
        .flatMap(({ sent: _sent, answered: _answered, ...call }) => (call.id > id ? [call] : [])),
    detail: (id) => {
      const call = kept.find((each) => each.id === id);
      return call ? { sent: call.sent, answered: call.answered } : null;
    },
    clear: () => {
      kept = [];
      changed();
    },
  };
}

function slackCall(entry: LogEntry, answered: unknown): Omit<RecordedCall, 'id'> {
  const isToApp = entry.direction === 'to-app';
  const { at, status, ms } = entry;
  const error = isToApp ? null : fieldOf(answered, 'error');
  return {
    at,
    from: isToApp ? 'Slack' : 'app',
    to: isToApp ? 'app' : 'Slack',
    method: 'POST',
    what: entry.method,
    status,
    ms,
    problem: status === null ? (isToApp ? entry.answer : 'cut') : error,
  };
}

function boxCall(exchange: Exchange, answered: unknown): Omit<RecordedCall, 'id'> {
  const { at, status, ms, method, path } = exchange;
  const query = new URLSearchParams(exchange.query).toString();
  const code =
    status !== null && status >= 400 ? (fieldOf(answered, 'code') ?? fieldOf(answered, 'error')) : null;
  return {
    at,
    from: path === consentPath ? 'browser' : 'app',
    to: 'Box',
    method,
    what: masked(query === '' ? path : `${path}?${query}`),
    status,
    ms,
    problem: status === null ? 'no answer' : code,
  };
}

function notificationCall({ at, status, ms, body }: Attempt): Omit<RecordedCall, 'id'> {
  const trigger = fieldOf(maskedBody(body), 'trigger') ?? 'webhook';
  const problem = status === null ? 'no answer' : status >= 300 ? 'not accepted' : null;
  return { at, from: 'Box', to: 'app', method: 'POST', what: trigger, status, ms, problem };
}

function fieldOf(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const field: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof field === 'string' ? field : null;
}

function shortText(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.length > maxLetters
    ? `${text.slice(0, maxLetters)}\n… ${text.length - maxLetters} more letters`
    : text;
}
