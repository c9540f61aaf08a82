import { describe, expect, it } from 'vitest';
import {
  blockErrors,
  isTextTooLong,
  isViewTooLarge,
  viewErrors,
} from '../../../sandbox/slack/block-kit/check.ts';
import { modal, plain } from './bench.ts';

const inMessage = (...blocks: unknown[]) => blockErrors(blocks, 'message', '/blocks', false);
const inModal = (...blocks: unknown[]) => blockErrors(blocks, 'modal', '/view/blocks', false);
const md = (text: string) => ({ type: 'mrkdwn', text });
const section = (more: object = {}) => ({ type: 'section', text: md('x'), ...more });
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const option = (value: string, more: object = {}) => ({ text: plain(value), value, ...more });
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
const rich = (...elements: unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const select = (more: object) => section({ accessory: { type: 'static_select', action_id: 's', ...more } });
const long = (count: number) => 'x'.repeat(count);
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

describe('valid blocks pass', () => {
  it.each<[string, unknown]>([
    ['section with fields', { type: 'section', fields: many(10, () => md(long(2000))) }],
    ['section at the limit', section({ text: md(long(3000)) })],
    ['header at the limit', { type: 'header', text: plain(long(150)) }],
    ['25 buttons', actions(...many(25, (index) => button({ action_id: `a${index}` })))],
    ['button at all limits', actions(button({ text: plain(long(75)), value: long(2000), style: 'danger' }))],
    [
      'overflow of five',
      actions({ type: 'overflow', action_id: 'o', options: many(5, (index) => option(`${index}`)) }),
    ],
    [
      'context',
      {
        type: 'context',
        elements: [md('x'), { type: 'image', alt_text: 'i', image_url: 'https://x.org/i.png' }],
      },
    ],
    [
      'rich text',
      rich(
        { type: 'text', text: 'x', style: { bold: true } },
        { type: 'date', timestamp: 1, format: '{date}', fallback: 'd' },
      ),
    ],
    ['select with a chosen option', select({ options: [option('a')], initial_option: option('a') })],
    [
      'people',
      input({ type: 'multi_users_select', action_id: 'u', max_selected_items: 35, initial_users: ['U1'] }),
    ],
    ['divider', { type: 'divider', block_id: long(255) }],
    [
      'confirm',
      actions(
        button({ confirm: { title: plain('t'), text: md('x'), confirm: plain('y'), deny: plain('n') } }),
      ),
    ],
    [
      'table',
      { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }, rich({ type: 'text', text: 'y' })]] },
    ],
    ['card', { type: 'card', title: md('t'), body: md('b'), actions: [button()] }],
    ['markdown', { type: 'markdown', text: '**x**' }],
  ])('%s', (_name, block) => {
    expect(inMessage(block)).toEqual([]);
  });

  it('fifty blocks pass in a message, a hundred in a modal', () => {
    expect(inMessage(...many(50, () => section()))).toEqual([]);
    expect(inModal(...many(100, () => section()))).toEqual([]);
  });
});

describe('invalid blocks are refused in Slack’s words, with a pointer', () => {
  it.each<[string, unknown, string]>([
    [
      'long section',
      section({ text: md(long(3001)) }),
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'empty text',
      section({ text: md('') }),
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'eleven fields',
      { type: 'section', fields: many(11, () => md('x')) },
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'long field',
      { type: 'section', fields: [md(long(2001))] },
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    ['section of nothing', { type: 'section' }, 'missing required field: text [json-pointer:/blocks/0]'],
    ['unknown block', { type: 'banner' }, 'unsupported type: banner [json-pointer:/blocks/0]'],
    ['no type', { text: md('x') }, 'missing required field: type [json-pointer:/blocks/0]'],
    ['no object', 'text', 'must provide an object [json-pointer:/blocks/0]'],
    [
      'unknown property',
      section({ colour: 'red' }),
      'invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    [
      'unknown property of a button',
      actions(button({ icon: 'x' })),
      'invalid additional property: icon [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'emoji flag on mrkdwn',
      section({ text: { ...md('x'), emoji: true } }),
      'invalid additional property: emoji [json-pointer:/blocks/0/text]',
    ],
    [
      'number as text',
      section({ text: { type: 'mrkdwn', text: 5 } }),
      'must provide a string [json-pointer:/blocks/0/text/text]',
    ],
    [
      'long header',
      { type: 'header', text: plain(long(151)) },
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'mrkdwn header',
      { type: 'header', text: md('x') },
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    ],
    [
      '26 buttons',
      actions(...many(26, (index) => button({ action_id: `a${index}` }))),
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['empty actions', actions(), 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]'],
    [
      '11 context elements',
      { type: 'context', elements: many(11, () => md('x')) },
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'long button',
      actions(button({ text: plain(long(76)) })),
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'long button value',
      actions(button({ value: long(2001) })),
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'button without text',
      actions({ type: 'button', action_id: 'x' }),
      'missing required field: text [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'bad style',
      actions(button({ style: 'green' })),
      'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'bad link',
      actions(button({ url: 'javascript:alert(1)' })),
      'must be a valid URL [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'input element in actions',
      actions({ type: 'plain_text_input', action_id: 'x' }),
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'overflow of six',
      actions({ type: 'overflow', action_id: 'o', options: many(6, (index) => option(`${index}`)) }),
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      '101 options',
      select({ options: many(101, (index) => option(`${index}`)) }),
      'no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]',
    ],
    [
      'long option',
      select({ options: [option(long(76))] }),
      'must be less than 76 characters [json-pointer:/blocks/0/accessory/options/0/text/text]',
    ],
    [
      'options and groups',
      select({ options: [option('a')], option_groups: [{ label: plain('g'), options: [option('a')] }] }),
      'must provide exactly one of options and option_groups [json-pointer:/blocks/0/accessory]',
    ],
    [
      'foreign initial option',
      select({ options: [option('a')], initial_option: option('b') }),
      'initial option must match exactly one of the provided options [json-pointer:/blocks/0/accessory]',
    ],
    [
      'foreign initial options',
      input({
        type: 'checkboxes',
        options: [option('a')],
        initial_options: [option('a', { description: plain('d') })],
      }),
      'initial option must match exactly one of the provided options [json-pointer:/blocks/0/element]',
    ],
    [
      'eleven checkboxes',
      input({ type: 'checkboxes', options: many(11, (index) => option(`${index}`)) }),
      'no more than 10 items allowed [json-pointer:/blocks/0/element/options]',
    ],
    [
      'long confirm',
      actions(button({ confirm: { title: plain(long(101)), text: md('x') } })),
      'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
    ],
    [
      'long confirm button',
      actions(button({ confirm: { text: md('x'), deny: plain(long(31)) } })),
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
    ],
    [
      'long placeholder',
      input({ type: 'plain_text_input', placeholder: plain(long(151)) }),
      'must be less than 151 characters [json-pointer:/blocks/0/element/placeholder/text]',
    ],
    [
      'long initial value',
      input({ type: 'plain_text_input', initial_value: long(3001) }),
      'must be less than 3001 characters [json-pointer:/blocks/0/element/initial_value]',
    ],
    [
      'max_length',
      input({ type: 'plain_text_input', max_length: 3001 }),
      'must be less than 3001 [json-pointer:/blocks/0/element/max_length]',
    ],
    ['button as input', input(button()), 'unsupported type: button [json-pointer:/blocks/0/element]'],
    [
      'number input',
      input({ type: 'number_input' }),
      'missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]',
    ],
    [
      'date',
      input({ type: 'datepicker', initial_date: '1 May' }),
      'failed to match the required format [json-pointer:/blocks/0/element/initial_date]',
    ],
    [
      'mrkdwn label',
      input({ type: 'plain_text_input' }, { label: md('x') }),
      'unsupported type: mrkdwn [json-pointer:/blocks/0/label/type]',
    ],
    [
      'image without alt',
      { type: 'image', image_url: 'https://x.org/i.png' },
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    [
      'image without source',
      { type: 'image', alt_text: 'x' },
      'must provide exactly one of image_url and slack_file [json-pointer:/blocks/0]',
    ],
    [
      'empty rich text leaf',
      rich({ type: 'text', text: '' }),
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
    ],
    [
      'unknown leaf',
      rich({ type: 'blink', text: 'x' }),
      'unsupported type: blink [json-pointer:/blocks/0/elements/0/elements/0]',
    ],
    [
      'unknown style',
      rich({ type: 'text', text: 'x', style: { loud: true } }),
      'invalid additional property: loud [json-pointer:/blocks/0/elements/0/elements/0/style]',
    ],
    [
      'rich text link',
      rich({ type: 'link', url: 'box' }),
      'must be a valid URL [json-pointer:/blocks/0/elements/0/elements/0/url]',
    ],
    [
      'long block_id',
      section({ block_id: long(256) }),
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    [
      'alert outside a modal',
      { type: 'alert', text: plain('x') },
      'unsupported type: alert [json-pointer:/blocks/0]',
    ],
    [
      '21 columns',
      { type: 'table', rows: [many(21, () => ({ type: 'raw_text', text: 'x' }))] },
      'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
    ],
    [
      'file input',
      input({ type: 'file_input' }),
      'file_input requires the files:read scope [json-pointer:/blocks/0/element]',
    ],
    [
      'same action twice',
      actions(button(), button()),
      '`action_id` "go" already exists in the block [json-pointer:/blocks/0]',
    ],
  ])('%s', (_name, block, sentence) => {
    expect(inMessage(block)).toContain(sentence);
  });

  it('too many blocks, and the same block id twice, are refused', () => {
    expect(inMessage(...many(51, () => section()))).toContain(
      'no more than 50 items allowed [json-pointer:/blocks]',
    );
    expect(inModal(...many(101, () => section()))).toContain(
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    );
    expect(inMessage(section({ block_id: 'b' }), section({ block_id: 'b' }))).toEqual([
      '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ]);
    expect(blockErrors('x', 'message', '/blocks', false)).toEqual([
      'must provide an array [json-pointer:/blocks]',
    ]);
  });

  it('the same action id in two blocks passes', () => {
    expect(inMessage(actions(button()), actions(button()))).toEqual([]);
  });

  it('blocks of other surfaces are refused', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };
    expect(inModal(table)).toEqual(['unsupported type: table [json-pointer:/view/blocks/0]']);
    expect(inModal({ type: 'alert', text: plain('x') })).toEqual([]);
    expect(viewErrors({ type: 'home', blocks: [table] }, 'home', false)).toEqual([
      'unsupported type: table [json-pointer:/view/blocks/0]',
    ]);
  });

  it('the text of all blocks counts together', () => {
    expect(isTextTooLong(many(4, () => section({ text: md(long(3000)) })))).toBe(false);
    expect(isTextTooLong([...many(4, () => section({ text: md(long(3000)) })), section()])).toBe(true);
  });
});

describe('views', () => {
  const errors = (more: object) => viewErrors(modal(more as never), 'modal', false);

  it.each<[string, object, string]>([
    [
      'long title',
      { title: plain(long(25)) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['no title', { title: undefined }, 'missing required field: title [json-pointer:/view]'],
    [
      'long submit',
      { submit: plain(long(25)) },
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'long close',
      { close: plain(long(25)) },
      'must be less than 25 characters [json-pointer:/view/close/text]',
    ],
    [
      'long metadata',
      { private_metadata: long(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'metadata as object',
      { private_metadata: {} },
      'must provide a string [json-pointer:/view/private_metadata]',
    ],
    [
      'long callback',
      { callback_id: long(256) },
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    ['unknown property', { size: 'large' }, 'invalid additional property: size [json-pointer:/view]'],
    ['input without submit', { submit: undefined }, 'missing required field: submit [json-pointer:/view]'],
    ['a home view', { type: 'home' }, 'unsupported type: home [json-pointer:/view/type]'],
    [
      'error in a block',
      { blocks: [section({ text: md('') })] },
      'must be more than 0 characters [json-pointer:/view/blocks/0/text/text]',
    ],
  ])('%s', (_name, more, sentence) => {
    expect(errors(more)).toContain(sentence);
  });

  it('valid views pass, and a file input with its scope', () => {
    expect(errors({})).toEqual([]);
    const file = modal({ blocks: [input({ type: 'file_input' })] });
    expect(viewErrors(file, 'modal', true)).toEqual([]);
    expect(viewErrors(file, 'modal', false)).toHaveLength(1);
  });

  it('the size of the whole view is limited', () => {
    const big = modal({ blocks: many(100, () => section({ text: md(long(3000)) })) });
    expect(isViewTooLarge(big)).toBe(true);
    expect(isViewTooLarge(modal())).toBe(false);
  });
});
