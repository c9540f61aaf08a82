import { expect, it } from 'vitest';
import { ok, runChecks, wrong } from '../../../src/operate/doctor/check.ts';
import { linesOf, summaryOf } from '../../../src/operate/doctor/report.ts';

it('the doctor prints only the letters of a name to the terminal', () => {
  const name = '\u001b[2J\u001b]0;owned\u0007Zoë\r\n  ✓ Box: all is well';
  const line = linesOf('Person', { finding: ok(`${name} is a full member`) });
  expect(line).not.toMatch(/\p{Cc}/u);
  expect(line).toContain('Zoë');
});

it('a check waits for what it needs, and one that throws is a fault and quotes nothing', async () => {
  const failing = async () => {
    throw new Error('planted');
  };
  const running = runChecks([
    { name: 'last', needs: ['middle'], run: async () => ok('never run') },
    { name: 'middle', needs: ['first', 'not listed'], run: async () => ok('never run') },
    { name: 'first', run: failing },
    { name: 'other', needs: ['not listed'], run: async () => ok('run') },
  ]);
  const outcomes = await Promise.all(['first', 'middle', 'last', 'other'].map((name) => running.get(name)));
  expect(outcomes).toEqual([
    { finding: wrong('This could not be checked: Error') },
    { waitedFor: 'first' },
    { waitedFor: 'first' },
    { finding: ok('run') },
  ]);
  expect(linesOf('middle', { waitedFor: 'first' })).toContain('not checked until “first” is right');
});

it('the last line counts what is wrong, and what could not be checked', () => {
  const [fault, right] = [{ finding: wrong('no') }, { finding: ok('yes') }];
  expect(summaryOf([right])).toContain('Nothing is wrong');
  expect(summaryOf([right, fault])).toBe('One thing is wrong.');
  expect(summaryOf([fault, { waitedFor: 'a' }, fault])).toMatch(/^2 things are wrong, and 1 could not be /);
});
