/** Why there is no signing link: colleagues are referred to the requester, and the requester to Box. */
import { expect, it } from 'vitest';
import { viewErrors } from '../../../sandbox/slack/block-kit/check.ts';
import { signingTroubleView } from '../../../src/views/signing-trouble.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { tuesday } from './records.ts';

const t = texts('en-GB', 'Europe/Berlin', () => tuesday);

it.each([
  ['cut', true],
  ['other_account', true],
  ['noLink', false],
  ['boxRefuses', false],
] as const)('speaks to the requester about %s, with Connect Box where it helps', (trouble, hasButton) => {
  const own = signingTroubleView(trouble, null, t);
  expect(viewErrors(own, 'modal', false)).toEqual([]);
  expect(JSON.stringify(own).includes('"action_id":"connect"')).toBe(hasButton);
  const colleagues = JSON.stringify(signingTroubleView(trouble, 'Ana', t));
  expect(colleagues).toContain('Ask Ana');
  expect(colleagues).not.toContain('"action_id":"connect"');
});
