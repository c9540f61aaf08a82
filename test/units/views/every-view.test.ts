/** What holds for the fields, buttons and texts of every view and message. */
import { expect, it } from 'vitest';
import { closeHandlers } from '../../../src/features/table.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { now } from './every-record.ts';
import { builders } from './every-view.ts';

type Part = Readonly<Record<string, unknown>>;

const t = texts('en-GB', 'Europe/Berlin', () => now);

/** All objects in a value, at any depth. */
function partsIn(value: unknown): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(partsIn);
  return Array.isArray(value) ? inner : [value as Part, ...inner];
}

/** What each builder draws, with the builder's name. */
const parts = Object.entries(builders).flatMap(([builder, draw]) =>
  partsIn(draw(t)).map((part) => ({ builder, part })),
);

const ofType = (type: string) => parts.filter(({ part }) => part['type'] === type);
const sorted = (names: readonly unknown[]): string[] => [...new Set(names.map(String))].sort();

/** The ids of the parts of this type that fulfil the condition, each behind the name of what draws it. */
const placesOf = (type: string, id: string, isMeant: (part: Part) => boolean): string[] =>
  sorted(
    ofType(type).flatMap(({ builder, part }) => (isMeant(part) ? [`${builder}: ${String(part[id])}`] : [])),
  );

it('Slack reports that a view was closed only where the app does something then', () => {
  const reported = ofType('modal').flatMap(({ part }) =>
    part['notify_on_close'] === true ? [part['callback_id']] : [],
  );
  expect(sorted(reported)).toEqual(Object.keys(closeHandlers).sort());
});

it('several lines can be typed where people write to others or paste addresses, and nowhere else', () => {
  const isLong = ({ element }: Part): boolean => (element as Part)['multiline'] === true;
  expect(placesOf('input', 'block_id', isLong)).toEqual([
    'cancelModal: reason',
    'checkBatchView: reason',
    'createModal: message',
    'createModal: others',
    'sharedCancelModal: reason',
  ]);
});

it('a field must be filled in only where nothing can be done without it', () => {
  expect(placesOf('input', 'block_id', ({ optional }) => optional !== true)).toEqual([
    'codeView: code',
    'correctModal: address_0',
    'createModal: delivery',
    'createModal: document',
    'createModal: document_found',
    'createModal: document_upload',
    'createModal: order',
    'createModal: role_0_phone@tpl-1',
    'createModal: template',
    'personSettingsView: ownDelivery',
    'rareOptionsView: color',
    'rareOptionsView: language',
    'severalView: act',
    'shareModal: channel',
    'signersPage: place_0',
    'signersPage: place_1',
  ]);
});

it('the button for the next step stands out', () => {
  const isPrimary = ({ style }: Part): boolean => style === 'primary';
  const actionsWhere = (isMeant: (part: Part) => boolean): string[] =>
    sorted(ofType('button').flatMap(({ part }) => (isMeant(part) ? [part['action_id']] : [])));
  const plain = actionsWhere((part) => !isPrimary(part));
  // These stand out in some places or states, and are one button among several in others.
  const atTimes = [
    'check_and_send',
    'connect',
    'fix_and_send',
    'go_to_box',
    'list_group_waiting',
    'others_list',
  ].concat(['place_fields', 'resend', 'review_and_sign', 'send_like_this']);
  const always = ['correct', 'open_form', 'open_form_again', 'open_signed', 'open_signing_page'].concat([
    'send_again',
    'show_that_one',
    'type_code',
  ]);
  expect(actionsWhere(isPrimary)).toEqual([...atTimes, ...always].sort());
  expect(plain.filter((action) => always.includes(action))).toEqual([]);
  expect(placesOf('button', 'action_id', isPrimary).filter((place) => place.endsWith(': connect'))).toEqual([
    'connectMessage: connect',
    'detailsView: connect',
    'notConnectedView: connect',
    'signRequestCard: connect',
  ]);
});

it('Slack turns nothing in a text into an emoji, a link or a mention', () => {
  expect(placesOf('plain_text', 'text', ({ emoji }) => emoji !== false)).toEqual([]);
  expect(placesOf('mrkdwn', 'text', ({ verbatim }) => verbatim !== true)).toEqual([]);
});
