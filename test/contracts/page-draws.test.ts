/**
 * The sandbox's page can draw everything that the app shows: the types written in the app's views, and the cards of
 * requests of every kind. `stories/sent-blocks.ts` checks what stories send.
 */
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { signRequestCard } from '../../src/views/sign-request-card.ts';
import { texts } from '../../src/views/texts/index.ts';
import { projectRoot, type SourceFile, typescriptFiles } from '../shape/tree.ts';
import * as records from '../units/views/records.ts';
import { drawnNames, undrawn } from './page-draws.ts';

/** Values of `type` that belong to a view and not to a block or an element in it. */
const viewTypes: readonly string[] = ['modal', 'home'];

/** Every `type: '…'` that is written as a value in a file. */
function writtenTypes({ path, text }: SourceFile): { readonly path: string; readonly type: string }[] {
  const found: { path: string; type: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'type') {
      const strings = ts.isStringLiteralLike(node.initializer)
        ? [node.initializer]
        : node.initializer.getChildren().filter(ts.isStringLiteralLike);
      found.push(...strings.map((literal) => ({ path, type: literal.text })));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

const views = typescriptFiles(projectRoot, 'src').filter(({ path }) => path.startsWith('src/views/'));

describe('the page draws', () => {
  it('every type that is written in a view', () => {
    const written = views.flatMap(writtenTypes).filter(({ type }) => !viewTypes.includes(type));
    expect(new Set(written.map(({ type }) => type)).size).toBeGreaterThan(10);
    expect(written.filter(({ type }) => !drawnNames.has(type))).toEqual([]);
  });

  it('the card of any sign request', () => {
    const t = texts('en-GB', 'Europe/Berlin');
    fc.assert(
      fc.property(records.generated, (record) => {
        expect(undrawn(signRequestCard(record, { t, now: records.tuesday }).blocks)).toEqual([]);
      }),
    );
  });
});

describe('what the page cannot draw is noticed', () => {
  const text = { type: 'plain_text', text: 'x' };
  it.each([
    ['a block', [{ type: 'sparkle' }], 'sparkle'],
    ['a name that every object has', [{ type: 'constructor' }], 'constructor'],
    ['an element', [{ type: 'actions', elements: [{ type: 'slider' }] }], 'slider'],
    ['an accessory', [{ type: 'section', text, accessory: { type: 'divider' } }], 'divider'],
    ['an input', [{ type: 'input', label: text, element: { type: 'slider' } }], 'slider'],
    [
      'a leaf of rich text',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'emojis' }] }] }],
      'emojis',
    ],
    ['a text', [{ type: 'header', text: { type: 'html', text: 'x' } }], 'html'],
  ])('%s', (_what, blocks, type) => {
    expect(undrawn(blocks).join()).toContain(`the page draws no ${type} here`);
  });

  it('what is written in the source of a view', () => {
    const source = {
      path: 'src/views/new.ts',
      text: "export const x = () => ({ type: 'sparkle' as const });",
    };
    expect(writtenTypes(source)).toEqual([{ path: 'src/views/new.ts', type: 'sparkle' }]);
  });
});
