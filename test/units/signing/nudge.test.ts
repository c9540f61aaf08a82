/** Which colleagues a reminder reaches in Slack: each at most once a day. */
import { expect, it } from 'vitest';
import { nudgesDue, recentlyNudged, skippedSigners, withNudges } from '../../../src/signing/nudge.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const day = 24 * 60 * 60_000;
const now = tuesday + 3 * day;
const bo = aSigner('bo@acme.com', { slackUserId: 'U_BO', signsHere: true });
const cy = aSigner('cy@acme.com', { slackUserId: 'U_CY' });
const sent = aSignRequest().sentTo().toSigners(bo, cy);
const nudged = (...at: readonly (readonly [user: string, at: number])[]) =>
  sent.withDetails({ nudged: at.map(([user, when]) => ({ user, at: when })) }).build();

it('a colleague is reminded in Slack again after a day', () => {
  const reminded = nudged(['U_BO', now - day + 1], ['U_CY', now - day]);
  expect(recentlyNudged(reminded, now)).toEqual(['U_BO']);
  expect(nudgesDue(reminded, now)).toEqual(['U_CY']);
  expect(nudgesDue(sent.build(), now)).toEqual(['U_BO', 'U_CY']);
  expect(withNudges(reminded, now)).toEqual({
    nudged: [
      { user: 'U_BO', at: now - day + 1 },
      { user: 'U_CY', at: now },
    ],
  });
});

it('a signer from Slack whom a reminder skips was reminded before it, within a day', () => {
  const skipped = (at: number) => skippedSigners(nudged(['U_BO', at], ['U_CY', at]), now);
  expect(skipped(now - 1)).toEqual([bo]);
  expect(skipped(now - day + 1)).toEqual([bo]);
  expect(skipped(now - day)).toEqual([]);
  expect(skipped(now)).toEqual([]);
  expect(skippedSigners(nudged(['U_DI', now - 1]), now)).toEqual([]);
});
