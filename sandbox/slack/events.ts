/**
 * The Events API: how events are sent, and Slack's three retries of events that were not acknowledged (immediately,
 * after one minute, after five). Retries wait in the state, so they follow the sandbox's clock and survive a restart.
 * https://docs.slack.dev/apis/events-api
 */

import { parseJson } from '../http.ts';
import type { DeliveryResult } from './deliver.ts';
import { deliver, JSON_TYPE } from './deliver.ts';
import type { JsonObject } from './json.ts';
import { isObject, textAt } from './json.ts';
import type { PendingEvent } from './state.ts';
import { nextId, secret } from './state.ts';
import type { World } from './world.ts';

/** Time (ms) after the previous attempt, for the first, second and third retry. */
const RETRY_DELAYS_MS = [0, 60_000, 300_000];

/**
 * Sends an event, `copies` times with the same id (Slack now and then repeats one without cause). Resolves when the
 * first attempt of each copy has ended; `retryDueEvents` makes the retries.
 */
export async function sendEvent(world: World, event: JsonObject, copies = 1): Promise<void> {
  const { team, app, enterprise } = world.state;
  const isOrganisation = Boolean(app.isOrganisationInstalled && enterprise);
  const body: JsonObject = {
    token: app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: enterprise?.id ?? null,
    ...(enterprise ? { enterprise_id: enterprise.id } : {}),
    api_app_id: app.appId,
    event: { event_ts: (world.now() / 1000).toFixed(6), ...event },
    type: 'event_callback',
    event_id: nextId(world.state, 'Ev'),
    event_time: Math.floor(world.now() / 1000),
    authorizations: [
      {
        enterprise_id: enterprise?.id ?? null,
        team_id: isOrganisation ? null : team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: isOrganisation,
      },
    ],
    is_ext_shared_channel: false,
  };
  const sent = Array.from({ length: copies }, () =>
    attempt(world, { body, attempts: 0, nextAt: world.now(), reason: null }),
  );
  await Promise.all(sent);
}

/** Sends an event once. Plans a retry, unless the event was acknowledged, the app wants none, or three were made. */
async function attempt(world: World, pending: PendingEvent): Promise<void> {
  const retry: Record<string, string> =
    pending.attempts === 0
      ? {}
      : {
          'x-slack-retry-num': String(pending.attempts),
          'x-slack-retry-reason': pending.reason ?? 'unknown_error',
        };
  const delivered = await deliver(world, {
    label: 'event_callback',
    body: JSON.stringify(pending.body),
    contentType: JSON_TYPE,
    headers: retry,
  });
  const reason = retryReason(delivered);
  const waitMs = RETRY_DELAYS_MS[pending.attempts];
  const wantsNoMore = delivered.outcome === 'answered' && delivered.noRetry;
  if (reason === null || waitMs === undefined || wantsNoMore) return;
  world.state.pendingEvents.push({
    body: pending.body,
    attempts: pending.attempts + 1,
    nextAt: world.now() + waitMs,
    reason,
  });
}

/** Slack's reason for a retry (`x-slack-retry-reason`); null: the event was acknowledged. */
function retryReason(delivered: DeliveryResult): string | null {
  if (delivered.outcome === 'timeout') return 'http_timeout';
  if (delivered.outcome === 'unreachable') return 'connection_failed';
  if (delivered.status >= 300 && delivered.status < 400) return 'too_many_redirects';
  return delivered.status >= 200 && delivered.status < 300 ? null : 'http_error';
}

/** Sends again the events whose retry is due. */
export async function retryDueEvents(world: World): Promise<void> {
  const due = world.state.pendingEvents.filter((pending) => pending.nextAt <= world.now());
  world.state.pendingEvents = world.state.pendingEvents.filter((pending) => !due.includes(pending));
  await Promise.all(due.map((pending) => attempt(world, pending)));
}

/** Slack's check of a request URL when it is entered; false when the app does not echo the challenge. */
export async function verifyRequestUrl(world: World): Promise<boolean> {
  const challenge = secret(16);
  const body = JSON.stringify({
    token: world.state.app.verificationToken,
    challenge,
    type: 'url_verification',
  });
  const delivered = await deliver(world, { label: 'url_verification', body, contentType: JSON_TYPE });
  if (delivered.outcome !== 'answered' || delivered.status !== 200) return false;
  const answer = parseJson(delivered.body);
  return delivered.body === challenge || (isObject(answer) && textAt(answer, 'challenge') === challenge);
}
