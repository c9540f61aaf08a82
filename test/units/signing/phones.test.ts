import { expect, it } from 'vitest';
import { readPhone } from '../../../src/signing/phones.ts';

it.each([
  ['+49 170 1234567', '+491701234567'],
  ['0049 (0)170/12 34 567', '+491701234567'],
  ['(+1) 415-555‑2671', '+14155552671'],
  ['tel:+1.415.555.2671', '+14155552671'],
  [' \u201c+44 20 7946 0958\u201d\u200b', '+442079460958'],
  ['\uff0b\uff14\uff19 170 1234567', '+491701234567'],
])('the phone number %s is read', (typed, number) => {
  expect(readPhone(typed)).toEqual({ number });
});

it.each([
  '0170 1234567',
  '+0 170 1234567',
  '+49 170',
  '+49 170 1234567 or 8',
  `+${'1'.repeat(16)}`,
  'bo@client.com',
])('the phone number %s, without a country code or invalid, is refused and quoted', (typed) => {
  expect(readPhone(typed)).toEqual({ refusal: { code: 'phone_not_international', text: typed } });
});
