/** The search for secrets in what stories leave behind: it finds what is there, and nothing else. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { disguisesOf, leaks } from '../stories/disguises.ts';

const aSecret = fc.string({ minLength: 8, maxLength: 40, unit: 'binary-ascii' });

it('finds a secret in each of its disguises, wherever it stands', () => {
  fc.assert(
    fc.property(aSecret, fc.string(), fc.string(), fc.nat(), (secret, before, after, which) => {
      const disguises = disguisesOf(secret);
      const text = before + (disguises[which % disguises.length] ?? '') + after;
      expect(leaks(text, { other: 'not in there: ☃☃☃', secret })).toEqual(['secret']);
    }),
  );
});

it('finds of thousands exactly those that are there', () => {
  const secrets = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [`${index}`, `token-${index}-x`]),
  );
  expect(leaks('token-7-x token-71-y token-2999-x token-', secrets)).toEqual(['7', '2999']);
  expect(leaks('', secrets)).toEqual([]);
});
