/** Sends requests to the app that only a test or an attacker sends: forged, stale, replayed, of odd content types. */
import { deliver, FORM_TYPE, JSON_TYPE } from './deliver.ts';
import type { JsonObject } from './json.ts';
import type { World } from './world.ts';

/** A request that the sandbox sends to the app exactly as a test built it. */
export interface RawRequest {
  /**
   * The payload: an object becomes `payload=…` (or JSON, with a JSON content type); a string is sent as it
   * is.
   */
  readonly payload: JsonObject | string;
  /** Whether the request is signed, or `wrong`: with another secret; absent: signed. */
  readonly sign?: boolean | 'wrong';
  /** Timestamp of the request (seconds since the epoch); absent: now. */
  readonly timestamp?: number;
  readonly contentType?: string;
}

/** The app's answer to a raw request. */
export interface RawAnswer {
  /** HTTP status; null when the app did not answer in time or could not be reached. */
  readonly status: number | null;
  readonly body: string;
}

/** Sends a request exactly as the test built it. */
export async function sendRaw(world: World, request: RawRequest): Promise<RawAnswer> {
  const contentType = request.contentType ?? FORM_TYPE;
  const { payload, sign = true } = request;
  const json = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const isForm = typeof payload !== 'string' && !contentType.startsWith(JSON_TYPE);
  const delivered = await deliver(world, {
    label: 'raw',
    body: isForm ? new URLSearchParams({ payload: json }).toString() : json,
    contentType,
    sign: sign === 'wrong' ? 'wrong' : sign ? 'right' : 'none',
    ...(request.timestamp === undefined ? {} : { timestamp: request.timestamp }),
  });
  return rawAnswer(delivered);
}

/** Sends the last request with this label again, headers and all. */
export async function replay(world: World, label: string): Promise<RawAnswer> {
  const last = world.lastSent.get(label);
  if (!last) throw new Error(`Nothing called ${label} has been sent yet`);
  const contentType = last.headers['content-type'] ?? FORM_TYPE;
  return rawAnswer(await deliver(world, { label, body: last.body, contentType, exactHeaders: last.headers }));
}

function rawAnswer(delivered: Awaited<ReturnType<typeof deliver>>): RawAnswer {
  return delivered.outcome === 'answered'
    ? { status: delivered.status, body: delivered.body }
    : { status: null, body: '' };
}
