/**
 * Whether an answer still reached Slack. A receiver's `ack` resolves with it. Nothing is thrown for a lost answer,
 * because what the person asked for was done, and what has to follow the answer is still needed.
 */
import type { AckFn } from '@slack/bolt';

/**
 * Slack shows people an error after this time (ms) and ignores later answers
 * (https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response).
 */
export const slackWaitsMs = 3_000;

/**
 * Makes a receiver's `ack` of a function that sends the answer and returns whether the connection was still open. Bolt
 * hands `ack` to the listeners as it is, although its type has no result.
 */
export function reportingAck(send: (answer: unknown) => boolean): AckFn<unknown> {
  return async (answer) => send(answer) as unknown as undefined;
}

/** Waits for a receiver's `ack`, which was called; returns whether the answer reached Slack. */
export async function isDelivered(acknowledging: Promise<void>): Promise<boolean> {
  const sent: unknown = await acknowledging;
  return sent !== false;
}
