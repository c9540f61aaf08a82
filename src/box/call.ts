/**
 * Calls Box through the SDK, without retries except for a refused token, and reads Box's JSON itself. The SDK rejects a
 * whole answer because of one unknown value, even the answer to a create that Box has carried out. So the answer that
 * arrived is used, whether or not the SDK could map it to its own types.
 */
import type { BoxClient } from 'box-typescript-sdk-gen';
import { failureKind, type OutsideFailure } from '../failure.ts';
import { measureCall } from '../telemetry.ts';
import { boxFailure, unreadableAnswer } from './errors.ts';
import type { BoxSession } from './session.ts';

/** One call to Box, and how its answer is read. */
export interface BoxCall<T> {
  /** Name of the gateway call, e.g. `createSignRequest`, by which a failure is logged. */
  readonly operation: string;
  /** Whether the call must not be repeated after a lost answer, because it could do the same thing twice. */
  readonly mustNotRepeat: boolean;
  /** Sends the request to Box, with the given client. */
  readonly send: (client: BoxClient) => Promise<unknown>;
  /** Turns Box's JSON into the result; null when it has nothing usable. */
  readonly read: (raw: unknown) => T | null;
  /** Turns a refusal with status 409 into a result. If it returns null, or is absent, the call has failed. */
  readonly readConflict?: (raw: unknown) => T | null;
}

const conflict = 409;

interface Answer {
  readonly status: number;
  readonly raw: unknown;
}

/**
 * Makes a call and reads its answer.
 * @throws OutsideFailure; the store's error when the session cannot read its token there
 */
export function callBox<T>(session: BoxSession, call: BoxCall<T>): Promise<T> {
  return measureCall('box', call.operation, failureKind, () => callAndRead(session, call));
}

async function callAndRead<T>(session: BoxSession, call: BoxCall<T>): Promise<T> {
  const answer = await answerOf(session, call);
  const result = answer.status === conflict ? call.readConflict?.(answer.raw) : call.read(answer.raw);
  if (result == null) throw unreadableAnswer(call.operation, call.mustNotRepeat, answer.status);
  return result;
}

async function answerOf(session: BoxSession, call: BoxCall<unknown>): Promise<Answer> {
  const client = await session.client();
  const first = await sendOnce(client, call);
  if ('raw' in first) return first;
  // A call refused for its token has done nothing, so it may be sent again, once, with a fresh one.
  const other = first.status === 401 ? await session.clientAfter(client) : null;
  const last = other === null ? first : await sendOnce(other, call);
  if ('raw' in last) return last;
  throw last;
}

/** Makes the call with this client. Returns the answer, or how the call failed. */
async function sendOnce(caller: BoxClient, call: BoxCall<unknown>): Promise<Answer | OutsideFailure> {
  const answers: Answer[] = [];
  const client = caller.withInterceptors([
    {
      beforeRequest: (options) => options,
      afterRequest: (response) => {
        answers.push({ status: response.status, raw: response.data });
        return response;
      },
    },
  ]);
  let thrown: unknown = null;
  try {
    await call.send(client);
  } catch (error) {
    thrown = error;
  }
  // A redirect is a good answer too: it arrives here only for a call that wants the address that Box redirects to.
  const good = answers.find(
    ({ status, raw }) =>
      (status >= 200 && status < 400) || (status === conflict && (call.readConflict?.(raw) ?? null) !== null),
  );
  if (good) return good;
  return boxFailure(thrown, call.operation, call.mustNotRepeat);
}

/** The URL of a call that is sent without the SDK's function for it. `path` begins with a slash. */
export function addressOf(client: BoxClient, path: string): string {
  return `${client.networkSession.baseUrls.baseUrl}/2.0${path}`;
}

/** An id as one segment of a path, escaped so that it cannot lead to another address. */
export function pathSegment(id: string): string {
  return id === '.' || id === '..' ? '_' : encodeURIComponent(id);
}
