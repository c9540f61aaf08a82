/** A failed call is classified for a read and for a write, whichever service was called. */
import { afterEach, expect, it, vi } from 'vitest';
import {
  AnswerTooLong,
  asNotSent,
  failureCaseOf,
  failureOf,
  failureWithoutAnswer,
  retryAfterSeconds,
} from '../../src/classify.ts';

const read = { service: 'box', operation: 'getFile', mustNotRepeat: false } as const;
const write = { service: 'slack', operation: 'chat.postMessage', mustNotRepeat: true } as const;

it.each([
  [200, 'retry', 'unknown'],
  [302, 'retry', 'unknown'],
  [400, 'final', 'final'],
  [404, 'final', 'final'],
  [408, 'retry', 'unknown'],
  [429, 'retry', 'retry'],
  [500, 'retry', 'unknown'],
  [503, 'retry', 'unknown'],
])('status %d is %s for a read and %s for a write', (status, ofRead, ofWrite) => {
  const fate = failureCaseOf(status);
  expect(failureOf(read, fate, status, 'x')).toMatchObject({ service: 'box', kind: ofRead, status });
  expect(failureOf(write, fate, status, 'x')).toMatchObject({ service: 'slack', kind: ofWrite, status });
});

const withCode = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('inside'), { code }) });

it.each([
  ['a refused connection', withCode('ECONNREFUSED'), 'ECONNREFUSED', 'retry'],
  ['an unknown name', withCode('ENOTFOUND'), 'ENOTFOUND', 'retry'],
  ['a resolver that is busy', withCode('EAI_AGAIN'), 'EAI_AGAIN', 'retry'],
  ['a connection that broke off', withCode('ECONNRESET'), 'ECONNRESET', 'unknown'],
  ['silence', new DOMException('late', 'TimeoutError'), 'timeout', 'unknown'],
  ['an answer that is cut off', new AnswerTooLong(200), 'answer_too_long', 'unknown'],
  ['a page', new SyntaxError('no JSON'), 'unreadable_answer', 'unknown'],
  ['a code with words', withCode('ana@acme.com'), 'network', 'unknown'],
  ['what is no error', 'thrown', 'network', 'unknown'],
])('%s is %s', (_what, error, reason, ofWrite) => {
  expect(failureWithoutAnswer(read, error)).toMatchObject({ reason, kind: 'retry' });
  expect(failureWithoutAnswer(write, error)).toMatchObject({ reason, kind: ofWrite });
});

it('the time that Retry-After asks for is kept when nothing was done', () => {
  const lost = failureOf(write, 'lost', 503, 'http_error', { retryAfterSeconds: 7, requestId: 'r1' });
  expect(asNotSent(lost)).toMatchObject({
    kind: 'retry',
    status: 503,
    reason: 'http_error',
    retryAfterSeconds: 7,
    requestId: 'r1',
  });
});

it.each([
  ['7', 7],
  ['1.2', 2],
  ['soon', null],
  ['-5', null],
  // A date that has passed asks for no wait.
  ['Sun, 22 Nov 2020 10:00:00 GMT', 0],
  [null, null],
  [undefined, null],
])('Retry-After: %s is %s seconds', (header, seconds) => {
  expect(retryAfterSeconds(header)).toBe(seconds);
});

it('Retry-After: a date asks for the seconds until then', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 17, 9, 0) });
  expect(retryAfterSeconds('Tue, 17 Nov 2026 09:00:07 GMT')).toBe(7);
  expect(retryAfterSeconds('Tue, 17 Nov 2026 09:00:00 GMT')).toBe(0);
  vi.setSystemTime(Date.UTC(2026, 10, 17, 8, 59, 59, 999));
  expect(retryAfterSeconds('Tue, 17 Nov 2026 09:00:00 GMT')).toBe(1);
  vi.setSystemTime(Date.UTC(2026, 10, 17, 9, 0, 0, 1));
  expect(retryAfterSeconds('Tue, 17 Nov 2026 09:01:00 GMT')).toBe(60);
});
afterEach(() => {
  vi.useRealTimers();
});
