/**
 * Where Box delivers webhooks: reads a request within limits, checks the signature over its exact bytes, and queues the
 * notification before answering 200. Logs why a request was refused, never its content.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { webhookPath } from '../config/box.ts';
import type { Config } from '../config/config.ts';
import type { SharedServices } from '../features/services.ts';
import { queueNotification } from '../features/webhooks/notification.ts';
import { createBodyReader, type NoBody } from '../slack/body.ts';
import type { StrangersLog } from '../slack/token-bucket.ts';
import { emitMeasured, withNewCause } from '../telemetry.ts';
import type { Route } from './server.ts';
import { isSignedWith, readSignature } from './webhook-signature.ts';

/** The largest notification that is accepted (bytes); Box sends a few kilobytes. */
export const maxNotificationBytes = 64 * 1024;

/** At most this many bytes are read of a request whose signature headers are missing or cannot be Box's. */
export const maxUnsignedWebhookBytes = 4 * 1024;

/** Limits for reading the bodies of notifications. */
export const notificationLimits = {
  smallBytes: 16 * 1024,
  maxSharedBytes: 1024 * 1024,
  maxPieces: 1_024,
  withinMs: 3_000,
};

/** The HTTP status of the answer when the body could not be read. */
const refusalStatus: Readonly<Record<Exclude<NoBody, 'gone'>, number>> = {
  'too large': 413,
  'too slow': 408,
  crowded: 503,
};

/** The route for webhooks, by path; none without signature keys. */
export function webhookRouteOf(
  { box }: Pick<Config, 'box'>,
  { store, now }: Pick<SharedServices, 'store' | 'now'>,
  log: StrangersLog,
): Readonly<Record<string, Route>> {
  const { webhookKeys: keys } = box;
  if (keys.length === 0) return {};
  const readBody = createBodyReader(notificationLimits);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const report = (result: 'accepted' | 'refused'): void =>
      emitMeasured('notified', { result, ms: performance.now() - startedAt });
    const refuse = (status: number, why: string): void => {
      report('refused');
      log.warn({ status, why }, 'a request to the address of webhooks was refused');
      respondWith(response, status);
    };
    const signed = readSignature(request.headers, now());
    const bytes = await readBody(request, signed ? maxNotificationBytes : maxUnsignedWebhookBytes);
    if (bytes === 'gone') return;
    if (typeof bytes === 'string') {
      // The connection is closed, because keeping it would require reading the rest of the body.
      response.setHeader('connection', 'close');
      return refuse(refusalStatus[bytes], bytes);
    }
    if (!signed || !isSignedWith(keys, bytes, signed)) return refuse(401, 'signature or time');
    if (!(await queueNotification({ store }, jsonOrNull(bytes)))) return refuse(400, 'body');
    report('accepted');
    respondWith(response, 200);
  };
  return {
    [webhookPath]: {
      methods: ['POST'],
      answer: (request, response) => withNewCause('notification', () => answer(request, response)),
    },
  };
}

function jsonOrNull(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // The caller refuses a body that cannot be parsed. The parser's error is dropped, because it quotes the body.
    return null;
  }
}

function respondWith(response: ServerResponse, status: number): void {
  if (!response.destroyed) response.writeHead(status).end();
}
