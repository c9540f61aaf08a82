/**
 * Answers through `response_url`: five posts in thirty minutes, no token needed, so the address itself is a
 * secret and is only ever called where Slack lives.
 */
import { OutsideFailure } from '../failure.ts';
import type { Message } from '../shapes.ts';
import { networkReason } from './errors.ts';
import { AnswerTooLong, fetchFromSlack } from './network.ts';

const respondTimeoutMs = 3_000;

export interface Responder {
  /**
   * Shows a message to the person alone, or puts it in the place of the message whose button was pressed.
   *
   * @throws OutsideFailure `final` when the address is used up (30 minutes, five posts), `unknown` when the
   * answer is lost.
   */
  respond(responseUrl: string, message: Message, how: 'ephemeral' | 'replace'): Promise<void>;
}

/** @param apiUrl where Slack's API is; its origin may be responded to, as well as Slack's own hosts. */
export function createResponder(apiUrl: string): Responder {
  const apiOrigin = new URL(apiUrl).origin;
  return {
    respond: async (responseUrl, message, how) => {
      const fail = (
        kind: 'final' | 'unknown' | 'retry',
        status: number | null,
        reason: string,
      ): OutsideFailure =>
        new OutsideFailure({ service: 'slack', operation: 'response_url', kind, status, reason });
      if (!isSlacks(responseUrl, apiOrigin)) throw fail('final', null, 'not_slack');
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
        throw error instanceof AnswerTooLong
          ? fail('unknown', 200, 'answer_too_long')
          : fail('unknown', null, networkReason(error));
      });
      if (response.status >= 500) throw fail('unknown', response.status, 'http_error');
      // A used or expired address answers 404, or 200 with an error in its body.
      const refusal = /"error"\s*:\s*"([a-z_]+)"/.exec(await response.text())?.[1];
      if (!response.ok || refusal) throw fail('final', response.status, refusal ?? 'http_error');
    },
  };
}

function isSlacks(responseUrl: string, apiOrigin: string): boolean {
  if (!URL.canParse(responseUrl)) return false;
  const url = new URL(responseUrl);
  const isSlackHost = /(^|\.)slack(-gov)?\.com$/.test(url.hostname);
  return url.origin === apiOrigin || (url.protocol === 'https:' && isSlackHost);
}
