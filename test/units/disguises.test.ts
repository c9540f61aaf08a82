/** The search for secrets that stories leave behind: it finds every one, and nothing else. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { disguisesOf, leaks } from '../stories/disguises.ts';

const aSecret = fc.string({ minLength: 8, maxLength: 40, unit: 'binary-ascii' });

it('a secret is found in each encoding, anywhere in a text', () => {
  fc.assert(
    fc.property(aSecret, fc.string(), fc.string(), fc.nat(), (secret, before, after, which) => {
      const disguises = disguisesOf(secret);
      const text = before + (disguises[which % disguises.length] ?? '') + after;
      expect(leaks(text, { other: 'not in there: ☃☃☃', secret })).toEqual(['secret']);
    }),
  );
});

it('of thousands of secrets, exactly those in the text are found', () => {
  const secrets = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [`${index}`, `token-${index}-x`]),
  );
  expect(leaks('token-7-x token-71-y token-2999-x token-', secrets)).toEqual(['7', '2999']);
  expect(leaks('', secrets)).toEqual([]);
});
