/**
 * Posts to response URLs. Each accepts five posts within thirty minutes and needs no token. So the URL itself is a
 * secret, and is called only if it is on one of Slack's own hosts.
 */
import { failureCaseOf, failureOf, failureWithoutAnswer, retryAfterSeconds } from '../classify.ts';
import type { Message } from '../shapes.ts';
import { fetchFromSlack } from './network.ts';

const respondTimeoutMs = 3_000;

const call = { service: 'slack', operation: 'response_url', mustNotRepeat: true } as const;

/** The call that posts to a response URL. */
export interface Responder {
  /**
   * Shows an ephemeral message to the person, or replaces the message whose button was pressed.
   *
   * @throws OutsideFailure `final` when the URL is used up (30 minutes, five posts), `unknown` when the answer is
   * lost.
   */
  respond(responseUrl: string, message: Message, how: 'ephemeral' | 'replace'): Promise<void>;
}

/** Creates a responder. @param apiUrl Slack's API: response URLs on its origin and on Slack's own hosts are accepted */
export function createResponder(apiUrl: string): Responder {
  const apiOrigin = new URL(apiUrl).origin;
  return {
    respond: async (responseUrl, message, how) => {
      if (!isSlacks(responseUrl, apiOrigin)) throw failureOf(call, 'refused', null, 'not_slack');
      const response = await fetchFromSlack(responseUrl, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(respondTimeoutMs),
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({
          text: message.text,
          blocks: message.blocks,
          ...(how === 'replace'
            ? { replace_original: true }
            : { response_type: 'ephemeral', replace_original: false }),
        }),
      }).catch((error: unknown) => {
        throw failureWithoutAnswer(call, error);
      });
      // A used or expired URL answers 404, or 200 with an error in its body.
      const refusal = /"error"\s*:\s*"([a-z_]+)"/.exec(await response.text())?.[1];
      if (response.ok && !refusal) return;
      throw failureOf(
        call,
        response.ok ? 'refused' : failureCaseOf(response.status),
        response.status,
        refusal ?? 'http_error',
        { retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after')) },
      );
    },
  };
}

function isSlacks(responseUrl: string, apiOrigin: string): boolean {
  if (!URL.canParse(responseUrl)) return false;
  const url = new URL(responseUrl);
  const isSlackHost = /(^|\.)slack(-gov)?\.com$/.test(url.hostname);
  return url.origin === apiOrigin || (url.protocol === 'https:' && isSlackHost);
}
