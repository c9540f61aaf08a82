import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/signing/csv.ts';
import { forecastOf } from '../../../src/signing/forecast.ts';
import { quietForMs } from '../../../src/signing/quiet-hours.ts';
import { expiryRefusal, folderRefusal } from '../../../src/signing/rules.ts';
import { settingValues } from '../../../src/signing/settings.ts';

describe('quiet hours', () => {
  const overnight = { quietFrom: '22:00', quietUntil: '07:30' };
  const at = (utc: string) => Date.parse(`2026-11-30T${utc}Z`);

  it.each([
    // 22:00 in Berlin is 21:00 UTC.
    ['20:59:59', 0],
    ['21:00:00', 9.5 * 60],
    ['23:30:00', 7 * 60],
    ['06:29:00', 1],
    ['06:29:30', 0.5],
    ['06:30:00', 0],
    ['12:00:00', 0],
  ])('quiet hours at %s UTC end after %d minutes in Berlin', (time, minutes) => {
    expect(quietForMs(at(time), overnight, 'Europe/Berlin')).toBe(minutes * 60_000);
  });

  it('quiet hours may lie within a day; without both times, or in an unknown zone, there are none', () => {
    const noon = { quietFrom: '12:00', quietUntil: '13:00' };
    expect(quietForMs(at('12:15:00'), noon, null)).toBe(45 * 60_000);
    expect(quietForMs(at('13:00:00'), noon, null)).toBe(0);
    expect(quietForMs(at('12:15:00'), { quietFrom: '12:00', quietUntil: '' }, null)).toBe(0);
    expect(quietForMs(at('12:15:00'), noon, 'Mars/Olympus')).toBe(0);
  });
});

it('a CSV quotes what it must, and has no cell that a spreadsheet would run', () => {
  expect(
    csv([
      ['a', 'b "c"'],
      ['x,y', '=1+1'],
      ['+1', '-1'],
      ['@cmd', 'two\nlines'],
    ]),
  ).toBe(`a,"b ""c"""\r\n"x,y",'=1+1\r\n'+1,'-1\r\n'@cmd,"two\nlines"\r\n`);
});

it('an expiry up to the longest one is allowed, and required', () => {
  const rules = { longestDays: '10' };
  expect(expiryRefusal('10', rules)).toBe(null);
  expect(expiryRefusal('11', rules)).toEqual({ code: 'expiry_too_long', most: 10 });
  expect(expiryRefusal('', rules)).toEqual({ code: 'expiry_required', most: 10 });
  expect(expiryRefusal('', { longestDays: '' })).toBe(null);
});

it('a folder is allowed when it, or one above it, was chosen', () => {
  const allowed = [{ id: '7', name: 'Signed' }];
  expect(folderRefusal(['0', '7', '8'], allowed)).toBe(null);
  expect(folderRefusal(['0', '8'], allowed)).toEqual({ code: 'folder_not_allowed', names: ['Signed'] });
  expect(folderRefusal([], allowed)).not.toBe(null);
  expect(folderRefusal(['0'], [])).toBe(null);
});

it('the forecast continues the month’s pace so far', () => {
  expect(forecastOf(100, Date.parse('2026-11-11T00:00:00Z'))).toBe(300);
  expect(forecastOf(100, Date.parse('2026-11-01T20:00:00Z'))).toBe(null);
});

it('settings of a later version that cannot be read have their defaults', () => {
  const values = settingValues(
    { senders: [{ id: 1 }], longestDays: 5, copiesInSlack: 'no' },
    { ownDelivery: 'fax', notices: ['signed', 'sung'], ownFolder: 'x', quietFrom: 8 },
  );
  expect(values).toMatchObject({
    senders: [],
    longestDays: '',
    copiesInSlack: true,
    ownDelivery: 'last',
    notices: ['signed'],
    ownFolder: [],
    quietFrom: '',
  });
});
