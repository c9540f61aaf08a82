/** Screen readers can read every message and view. */
import { describe, expect, it } from 'vitest';
import { texts } from '../../src/views/texts/index.ts';
import { now } from '../units/views/every-record.ts';
import { builders } from '../units/views/every-view.ts';
import { barriersIn, type Surface } from './accessible.ts';

const t = texts('en-GB', 'Europe/Berlin', () => now);

/** The surface that people see of what was drawn; a menu entry is seen in a menu. */
function surfaceOf(drawn: unknown): Surface {
  if (typeof drawn !== 'object' || drawn === null) throw new Error(`nothing to check: ${String(drawn)}`);
  if ('value' in drawn) return { text: null, blocks: [{ type: 'static_select', options: [drawn] }] };
  if (!('blocks' in drawn)) throw new Error(`no blocks in ${JSON.stringify(drawn)}`);
  return { text: 'text' in drawn ? String(drawn.text) : null, blocks: drawn.blocks as unknown[] };
}

const drawn = Object.entries(builders).map(([name, draw]) => ({
  name,
  // Some builders draw nothing of some records.
  surfaces: draw(t).filter((one) => one !== undefined && one !== null),
}));

/** Pages are HTML; test/browser looks at them in a browser. */
const isPage = (surface: unknown): boolean => typeof surface === 'string';

it.each(drawn.filter(({ surfaces }) => !surfaces.every(isPage)))('$name has no barrier', ({ surfaces }) => {
  expect([...new Set(surfaces.map(surfaceOf).flatMap(barriersIn))]).toEqual([]);
});

describe('each kind of barrier is noticed', () => {
  const text = (words: string) => ({ type: 'plain_text', text: words });
  const section = (words: string, more = {}) => ({ type: 'section', text: text(words), ...more });
  const press = (label: string, value: string, accessibility_label?: string) => ({
    type: 'button',
    action_id: 'a',
    text: text(label),
    value,
    ...(accessibility_label !== undefined && { accessibility_label }),
  });
  const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
  const menu = { type: 'overflow', action_id: 'm', options: [{ text: text('⋯'), value: '1' }] };
  const line = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '✅' }] }],
  };

  it.each([
    ['an empty text', '', [section('Sent.')], 'a message has no text'],
    ['a text that says something else', 'News', [section('Sent.')], 'the text of a message leaves out: sent'],
    ['a picture', null, [{ type: 'image', image_url: 'x', alt_text: '' }], 'an image without alt_text'],
    ['an emoji', null, [line], 'says something by emoji alone: ✅'],
    ['a button', null, [actions(press('✅', '1'))], 'has no words on it'],
    ['an option', null, [section('x', { accessory: menu })], 'has no words on it'],
    ['two buttons', null, [actions(press('Open', '1'), press('Open', '2'))], 'two buttons sound alike: Open'],
    [
      'another name',
      null,
      [actions(press('Open', '1', 'Show it'))],
      'a button is seen as Open and heard as Show it',
    ],
    [
      'a heading',
      null,
      [{ type: 'header', text: text('Waiting') }],
      'nothing stands below the heading Waiting',
    ],
  ])('a barrier in %s', (_what, said, blocks, barrier) => {
    expect(barriersIn({ text: said, blocks }).join()).toContain(barrier);
  });

  it('a message without barriers passes', () => {
    const blocks = [section('✅ Sent.'), actions(press('Open', '1', 'Open A'), press('Open', '2', 'Open B'))];
    expect(barriersIn({ text: 'Sent.', blocks })).toEqual([]);
  });
});
