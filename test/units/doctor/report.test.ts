import { expect, it } from 'vitest';
import { ok } from '../../../src/operate/doctor/check.ts';
import { linesOf } from '../../../src/operate/doctor/report.ts';

it('the doctor prints only the letters of a name to the terminal', () => {
  const name = '\u001b[2J\u001b]0;owned\u0007Zoë\r\n  ✓ Box: all is well';
  const line = linesOf('Person', { finding: ok(`${name} is a full member`) });
  expect(line).not.toMatch(/\p{Cc}/u);
  expect(line).toContain('Zoë');
});
