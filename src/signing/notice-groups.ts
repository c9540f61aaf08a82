/** Which notices a person may turn off, in groups. What needs somebody to act, or ends a request unsigned, is always told. Pure. */
import type { NoticeKind } from './notices.ts';

/** In the order in which the settings list them. */
export const noticeGroups = ['signed', 'completed', 'expiring', 'unsent'] as const;

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

/** Whether a person with these groups turned on is told. */
export function isNoticeOn(kind: NoticeKind, on: readonly NoticeGroup[]): boolean {
  const group = groupOf[kind];
  return group === 'always' || on.includes(group);
}
