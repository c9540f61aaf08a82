/** The next working morning in a person's own time zone. */
import { expect, it } from 'vitest';
import { nextWorkingMorning } from '../../../src/signing/working-hours.ts';

const at = (utc: string) => Date.parse(`${utc}Z`);

// 18 November 2026 is a Wednesday; nine o'clock in Berlin is 08:00 UTC in winter.
it.each([
  ['is the next day after an evening', '2026-11-18T19:00', '2026-11-18T09:00', '2026-11-19T08:00'],
  ['begins at nine', '2026-11-19T07:30', '2026-11-18T09:00', '2026-11-19T08:00'],
  ['is now until ten', '2026-11-19T08:59', '2026-11-18T09:00', '2026-11-19T08:59'],
  ['is over at ten', '2026-11-19T09:00', '2026-11-18T09:00', '2026-11-20T08:00'],
  ['is not on the same day', '2026-11-18T07:00', '2026-11-18T06:00', '2026-11-19T08:00'],
  ['is not on a weekend', '2026-11-20T12:00', '2026-11-20T10:00', '2026-11-23T08:00'],
  ['is not on a Sunday', '2026-11-22T01:00', '2026-11-21T10:00', '2026-11-23T08:00'],
])('the next working morning %s', (_what, from, notOn, expected) => {
  expect(nextWorkingMorning(at(from), at(notOn), 'Europe/Berlin')).toBe(at(expected));
});

it('the next working morning is in UTC without a zone, and now in a zone that is not known', () => {
  const from = at('2026-11-18T19:10');
  expect(nextWorkingMorning(from, from, null)).toBe(at('2026-11-19T09:10'));
  expect(nextWorkingMorning(from, from, 'Mars/Olympus')).toBe(from);
});
