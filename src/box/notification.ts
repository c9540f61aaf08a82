/**
 * Reads notifications that Box sends to a webhook. Box's guides and its published definition name some triggers
 * differently. That hardly matters: after every trigger about a request but bounced mail, the app only reads the
 * request from Box.
 */
import type { WebhookNews } from '../signing/work.ts';
import { asId, asList, asRecord, asText } from './raw.ts';

/** The fields of a notification that are used (an allow-list). */
export interface Notification {
  /** Box's id of the notification, the same in every attempt to deliver it. */
  readonly id: string;
  /** Box's id of the webhook. */
  readonly webhookId: string;
  /** What the webhook reports; null: a trigger that this app does not use. */
  readonly what: WebhookNews | null;
  /** Box's id of the sign request. */
  readonly signRequestId: string | null;
  /** Addresses that the notification names. */
  readonly emails: readonly string[];
}

/** At most this many addresses are read: far more than any request has signers. */
const maxEmails = 100;

/** Reads a notification; null when the body is not one. */
export function readNotification(raw: unknown): Notification | null {
  const fields = asRecord(raw);
  const id = asId(fields?.['id']);
  const webhookId = asId(asRecord(fields?.['webhook'])?.['id']);
  const trigger = asText(fields?.['trigger']);
  if (fields?.['type'] !== 'webhook_event' || id === null || webhookId === null || trigger === null)
    return null;
  const info = asRecord(fields['additional_info']);
  return {
    id,
    webhookId,
    what: readTrigger(trigger),
    signRequestId: asId(info?.['sign_request_id']),
    emails: asList(info?.['signer_emails'])
      .slice(0, maxEmails)
      .flatMap((one) => asId(one) ?? []),
  };
}

function readTrigger(trigger: string): WebhookNews | null {
  if (trigger === 'SIGN_REQUEST.SIGNER_EMAIL_BOUNCED') return 'bounced';
  if (trigger.startsWith('SIGN_REQUEST.')) return 'news';
  if (trigger === 'NO_ACTIVE_SESSION') return 'no_session';
  return trigger === 'WEBHOOK.DELETED' ? 'deleted' : null;
}
