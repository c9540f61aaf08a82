import { expect, it } from 'vitest';
import { isPhoneMissing, mayNeedPhones, phonesNeeded, readPhone } from '../../../src/signing/phones.ts';
import type { State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import { aSigner } from '../../builders/sign-requests.ts';

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

it('a phone number that is blank is missing', () => {
  for (const typed of ['', ' ', '\u200b'])
    expect(readPhone(typed)).toEqual({ refusal: { code: 'phone_missing_here' } });
});

it('a code by text message needs the phone number of its signer, and no other number', () => {
  const bo = { who: 'Bo@client.com', number: '+491701234567' };
  const cy = { who: 'U_CY', number: '+14155552671' };
  const coded = aSigner('bo@client.com', { check: 'phone' });
  const plain = aSigner('cy@acme.com', { slackUserId: 'U_CY', check: 'login' });
  expect(phonesNeeded([coded, plain], [bo, cy])).toEqual([bo]);
  expect(phonesNeeded([{ ...plain, check: 'phone' }], [bo, cy])).toEqual([cy]);
  expect(isPhoneMissing([coded, plain], [bo])).toBe(false);
  expect(isPhoneMissing([coded, plain], [cy])).toBe(true);
  expect(isPhoneMissing([plain], [])).toBe(false);
});

it('phone numbers are kept until Box has the request, or it is discarded', () => {
  const states = Object.keys(statusTable) as State[];
  const kept = states.filter((state) => mayNeedPhones({ state }));
  expect(kept.sort()).toEqual(['creating', 'not_sent', 'requested', 'to_check', 'unsure']);
});
