/**
 * What people read and see, compared with a record of it. After an intended change, `npx vitest run -u --project units
 * test/units/views/recorded.test.ts` makes a new record: the difference is what people will see.
 */
import { expect, it } from 'vitest';
import { texts } from '../../../src/views/texts/index.ts';
import { everyBlock } from './every-block.ts';
import { now } from './every-record.ts';
import { everySentence } from './every-sentence.ts';

const t = texts('en-GB', 'Europe/Berlin', () => now);
const sentences = [...everySentence(t)];

it('every text of the catalogue is said by a view or an example', () => {
  expect(sentences.filter(([, said]) => said.length === 0).map(([name]) => name)).toEqual([]);
});

it('the catalogue says what it said before', async () => {
  const lines = sentences.map(([name, said]) => [name, ...said.map((text) => `  ${text}`)].join('\n'));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('every-sentence.txt');
});

it('views, messages and pages show what they showed before', async () => {
  await expect(everyBlock(t)).toMatchFileSnapshot('every-view.txt');
});
