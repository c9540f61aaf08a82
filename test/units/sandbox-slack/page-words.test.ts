import { describe, expect, it } from 'vitest';
import type { Person } from '../../../sandbox/page/client/slack/answers.ts';
import { commandOf, completionsAt } from '../../../sandbox/page/client/slack/completion.ts';
import { addressOf, nameInAddress } from '../../../sandbox/page/client/slack/places.ts';
import { dayTitle, formatHour, formatShortTime } from '../../../sandbox/page/client/slack/times.ts';

const commands = [
  { command: '/sign', description: 'Get a Box document signed', hint: '[Box link]' },
  { command: '/signal', description: 'Another', hint: '' },
];
const person = (handle: string, name: string): Person => ({
  id: handle.toUpperCase(),
  handle,
  name,
  kind: 'member',
  title: '',
  tz: 'UTC',
  locale: 'en-US',
});
const people = [person('bo', 'Bo Lee'), person('zed', 'Élodie <b>Ng</b>')];
const offered = (text: string, caret = text.length) =>
  completionsAt(text, caret, commands, people)?.offers.map(({ insert }) => insert) ?? null;

describe('what a composer completes', () => {
  it.each([
    ['/', ['/sign ', '/signal ']],
    ['/SIGN', ['/sign ', '/signal ']],
    ['/signa', ['/signal ']],
    ['/x', null],
    ['/sign list', null],
    ['please /sign', null],
    ['', null],
  ])('the composer completes a command only at the beginning: %j', (text, wanted) => {
    expect(offered(text)).toEqual(wanted);
  });

  it.each([
    ['@', ['@bo ', '@zed ']],
    ['hello @le', ['@bo ']],
    ['/sign https://x.io @él', ['@zed ']],
    ['/sign bo@client.com', null],
    ['@nobody', null],
  ])('the composer completes people behind an @ of its own: %j', (text, wanted) => {
    expect(offered(text)).toEqual(wanted);
  });

  it('the composer completes what stands before the caret, and nothing behind it', () => {
    expect(offered('@b and more', 2)).toEqual(['@bo ']);
    expect(completionsAt('say @b', 6, commands, people)?.from).toBe(4);
  });

  it('the composer shows the hint of the typed command, and of no other with the same beginning', () => {
    expect(commandOf('/sign https://x.io', commands)?.command).toBe('/sign');
    expect(commandOf('/signal', commands)?.command).toBe('/signal');
    expect(commandOf('/si', commands)).toBeNull();
  });
});

describe('times', () => {
  const berlin = { tz: 'Europe/Berlin', locale: 'en-GB' };
  const newYork = { tz: 'America/New_York', locale: 'en-US' };
  const lateEvening = Date.UTC(2026, 10, 22, 23, 30);

  it('times are in the reader’s zone', () => {
    expect(formatHour(lateEvening, berlin)).toBe('00:30');
    expect(formatHour(lateEvening, newYork)).toMatch(/^6:30\sPM$/);
  });

  it('a day is named by the reader’s zone', () => {
    const now = Date.UTC(2026, 10, 23, 12);
    expect(dayTitle(lateEvening, now, berlin)).toBe('Today');
    expect(dayTitle(lateEvening, now, newYork)).toBe('Yesterday');
    expect(dayTitle(Date.UTC(2026, 10, 17, 12), now, newYork)).toBe('Tuesday, November 17');
    expect(dayTitle(Date.UTC(2025, 10, 17, 12), now, newYork)).toBe('Monday, November 17, 2025');
    expect(formatShortTime(lateEvening, now, berlin)).toBe('today at 00:30');
  });
});

describe('addresses', () => {
  it('an address can hold any conversation name', () => {
    expect(addressOf('ana', { place: 'dm:bo' })).toBe('/slack/ana/dm-bo');
    expect(addressOf('ana', { place: 'a/b <i>' }, '17.1')).toBe('/slack/ana/a%2Fb%20%3Ci%3E/thread/17.1');
    expect(nameInAddress({ place: 'app' })).toBe('app');
  });
});
