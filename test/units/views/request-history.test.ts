/** The history of a request: what its record says, and what people did about it from Slack. */
import { expect, it } from 'vitest';
import { phraseText } from '../../../src/views/blocks.ts';
import { type DeedShown, historyOf } from '../../../src/views/request-history.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { ana, aRequest, aSigner, bo, cy, hours, tuesday } from './records.ts';

const t = texts('en-GB', 'Europe/Berlin', () => tuesday + hours(24 * 30));
const linesOf = (changes: Parameters<typeof aRequest>[0], deeds: readonly DeedShown[] = []) =>
  historyOf(aRequest(changes), t, deeds).map((line) => phraseText(line, t));

const deeds = (
  [
    ['create', 'U0ANA', 'done'],
    ['send', 'U0ANA', 'done'],
    ['remind', 'U0BO', 'done'],
    ['remind', 'U0ANA', 'unknown'],
    ['cancel', 'U0STRANGER', 'refused'],
    ['share', 'U0STRANGER', 'unknown'],
    ['send_again', 'U0ANA', 'done'],
    ['discard', 'U0ANA', 'done'],
    ['withdraw_card', 'U0BO', 'done'],
  ] as const
).map(
  ([deed, by, result], index): DeedShown => ({
    deed,
    by,
    result,
    at: tuesday + hours(index),
    reference: null,
  }),
);

it('it says who did what from Slack, and how that ended, in place of what the record says', () => {
  expect(linesOf({ lastSentAt: tuesday + hours(2) + 59_999, confirmedAt: tuesday }, deeds)).toEqual([
    '17 Nov 2026 at 10:10 — Submitted to Box',
    '17 Nov 2026 at 10:10 — Sent',
    '17 Nov 2026 at 10:10 — You created it in Slack',
    '17 Nov 2026 at 11:10 — You pressed Send now',
    '17 Nov 2026 at 12:10 — Bo Lee sent a reminder',
    '17 Nov 2026 at 13:10 — You tried to send a reminder; Box did not answer',
    '17 Nov 2026 at 14:10 — A colleague tried to cancel it; it did not work',
    '17 Nov 2026 at 15:10 — A colleague shared it in a channel',
    '17 Nov 2026 at 16:10 — You had it sent again',
    '17 Nov 2026 at 17:10 — You discarded it',
    '17 Nov 2026 at 18:10 — Bo Lee withdrew it from a channel',
  ]);
});

it('it has an email of Box that is a minute away from every reminder', () => {
  expect(linesOf({ lastSentAt: tuesday + hours(2) + 60_000 }, deeds)).toContain(
    '17 Nov 2026 at 12:11 — Last email we know of',
  );
});

it('without deeds it says what the record says, in order of time', () => {
  const signed = { decision: 'signed' as const, decidedAt: tuesday + hours(26), hasViewed: true };
  const signers = [
    { ...bo, ...signed, viewedSeenAt: tuesday + hours(1) },
    { ...cy, ...signed, viewedSeenAt: tuesday + hours(26) },
    { ...ana, decision: 'declined' as const, decidedAt: tuesday + hours(30) },
    aSigner({ hasViewed: true, viewedSeenAt: tuesday + hours(3) }),
    aSigner({ email: 'eve@client.com', viewedSeenAt: tuesday }),
  ];
  const at = tuesday + hours(49);
  const details = { cancelled: { by: 'U0ANA', at, reason: null }, finishedAt: at };
  expect(
    linesOf({ signers, details, lastSentAt: tuesday + hours(2), confirmedAt: tuesday + 60_000 }),
  ).toEqual([
    '17 Nov 2026 at 10:10 — Created',
    '17 Nov 2026 at 10:10 — Submitted to Box',
    '17 Nov 2026 at 10:10 — Sent',
    '17 Nov 2026 at 10:11 — Send now pressed',
    '17 Nov 2026 at 11:10 — Bo Lee had opened it by then',
    '17 Nov 2026 at 12:10 — Last email we know of',
    '17 Nov 2026 at 13:10 — bo@client.com had opened it by then',
    '18 Nov 2026 at 12:10 — Bo Lee signed',
    '18 Nov 2026 at 12:10 — Cy Ng signed',
    '18 Nov 2026 at 16:10 — You declined',
    '19 Nov 2026 at 11:10 — Cancelled in Slack',
  ]);
});

it('of a request that was created in Box, and of one that Box never had, it says what is known', () => {
  const finishedAt = tuesday + hours(49);
  expect(linesOf({ lastSentAt: tuesday + hours(2), details: { madeIn: 'box', finishedAt } })).toEqual([
    '17 Nov 2026 at 10:10 — Created in Box',
    '17 Nov 2026 at 10:10 — Submitted to Box',
    '17 Nov 2026 at 12:10 — Last email we know of',
    '19 Nov 2026 at 11:10 — Closed',
  ]);
  expect(linesOf({ boxId: null, sentAt: null, lastSentAt: null })).toEqual([
    '17 Nov 2026 at 10:10 — Created',
  ]);
});
