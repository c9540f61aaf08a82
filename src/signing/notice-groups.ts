/**
 * The groups of notices that a person can turn off. Notices that a request ended unsigned, that something failed, or
 * that it is the reader's turn cannot be turned off. Pure.
 */
import type { NoticeKind } from './notices.ts';

/** The groups, in the order of the settings. */
export const noticeGroups = ['signed', 'completed', 'expiring', 'unsent'] as const;

/** A group of notices that a person can turn on or off. */
export type NoticeGroup = (typeof noticeGroups)[number];

const groupOf: Readonly<Record<NoticeKind, NoticeGroup | 'always'>> = {
  signed: 'signed',
  forwarded: 'signed',
  completed: 'completed',
  expiring: 'expiring',
  unsent: 'unsent',
  unsent_next_day: 'unsent',
  declined: 'always',
  bounced: 'always',
  expired: 'always',
  cancelled: 'always',
  replaced: 'always',
  failed: 'always',
  not_withdrawn: 'always',
  reminded: 'always',
  own_turn: 'always',
  not_reached: 'always',
};

/** Whether a person who has these groups turned on gets this kind of notice. */
export function isNoticeOn(kind: NoticeKind, on: readonly NoticeGroup[]): boolean {
  const group = groupOf[kind];
  return group === 'always' || on.includes(group);
}
