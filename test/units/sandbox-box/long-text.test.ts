/** Text files of four million letters and of odd shapes are converted, and words that are too wide are broken. */
import { expect, it } from 'vitest';
import { readPdf } from '../../../sandbox/box/drawing.ts';
import { isConvertible, render } from '../../../sandbox/box/pdf.ts';

it.each([
  ['one word', 'x'.repeat(4_000_000)],
  ['empty lines', '\n'.repeat(4_000_000)],
  ['short words', 'a '.repeat(2_000_000)],
])('%s of four million letters is converted', { timeout: 20_000 }, async (_what, text) => {
  expect(await isConvertible('long.txt', Buffer.from(text))).toBe(true);
});

it('a word wider than the page continues on the next line', async () => {
  const base64 = Buffer.from('w'.repeat(200)).toString('base64');
  const { text } = await readPdf(await render({ kind: 'converted', name: 'a.txt', base64 }));
  expect(text.replaceAll('\n', '')).toBe('w'.repeat(200));
});
