/** Every view and message with a second catalogue of texts: nothing stays English, and longer texts still fit. */
// runs: ci
import { describe, expect, it } from 'vitest';
import { blockErrors, isTextTooLong, viewErrors } from '../../../sandbox/slack/block-kit/check.ts';
import { connectedView } from '../../../src/views/connect-views.ts';
import { typescriptFiles } from '../../shape/tree.ts';
import { now, shownRecords } from './every-record.ts';
import { builders, givenTexts, missingBuilders } from './every-view.ts';
import { strings } from './limits.ts';
import { outsideMarks, pseudoTexts, textsShownIn } from './pseudo-locale.ts';

const t = pseudoTexts('de-DE', 'Europe/Berlin', now);

const names = Object.keys(builders);
const given = [...new Set([...givenTexts, ...strings(shownRecords)])]
  .filter((text) => /\p{L}/u.test(text))
  .sort((one, other) => other.length - one.length);

/** The letters and punctuation of a text that are neither from the catalogue nor from given texts. */
function foreignIn(text: string): string {
  const rest = given.reduce((left, one) => left.replaceAll(one, ''), outsideMarks(text));
  return rest.replace(/\s|\p{N}|\p{Extended_Pictographic}|\p{M}|[·@]/gu, '');
}

function errorsOf(drawn: unknown): string[] {
  if (typeof drawn !== 'object' || drawn === null) return [];
  if ('type' in drawn) return viewErrors(drawn, drawn.type === 'home' ? 'home' : 'modal', true);
  if (!('blocks' in drawn) || !Array.isArray(drawn.blocks)) return [];
  const isLong = isTextTooLong(drawn.blocks) ? ['msg_blocks_too_long'] : [];
  return [...blockErrors(drawn.blocks, 'message', '/blocks', true), ...isLong];
}

it('every view, message, menu entry and page is tested', () => {
  expect(missingBuilders()).toEqual([]);
});

describe('a second catalogue', () => {
  it.each(names)('every text of %s comes from the catalogue', (name) => {
    const seen = builders[name]?.(t).flatMap(textsShownIn) ?? [];
    expect(seen.length).toBeGreaterThan(0);
    const foreign = seen.filter((text) => foreignIn(text) !== '');
    expect([...new Set(foreign)].map((text) => `${foreignIn(text)} in ${text}`)).toEqual([]);
  });

  it.each(names)('longer texts fit into %s', (name) => {
    expect([...new Set(builders[name]?.(t).flatMap(errorsOf))]).toEqual([]);
  });
});

describe('plural forms', () => {
  it('a text can have as many plural forms as its language', () => {
    const forms = new Intl.PluralRules('pl');
    const polish = { ...t, connect: { ...t.connect, otherAccount: (count: number) => forms.select(count) } };
    for (const [others, form] of [
      [1, 'one'],
      [2, 'few'],
      [5, 'many'],
    ] as const) {
      expect(textsShownIn(connectedView('ana@acme.com', others, polish)).join()).toContain(form);
    }
  });

  it('only the catalogue chooses a plural form', () => {
    const chosenByCount = /[=!]== 1\s*\?\s*['"`]/;
    expect(chosenByCount.test("count === 1 ? '' : 's'")).toBe(true);
    const outside = typescriptFiles(process.cwd(), 'src/views', 'src/features', 'src/slack').filter(
      ({ path }) => !path.startsWith('src/views/texts/'),
    );
    expect(outside.length).toBeGreaterThan(50);
    expect(outside.filter(({ text }) => chosenByCount.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
