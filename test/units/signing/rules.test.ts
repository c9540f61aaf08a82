import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/signing/csv.ts';
import { forecastOf } from '../../../src/signing/forecast.ts';
import { quietForMs } from '../../../src/signing/quiet-hours.ts';
import { expiryRefusal, folderRefusal } from '../../../src/signing/rules.ts';
import { settingRefusals } from '../../../src/signing/setting-refusals.ts';
import { offeredSettings, settingValues, signsFromSlack } from '../../../src/signing/settings.ts';

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
    ['06:30:30', 0],
    ['12:00:00', 0],
  ])('quiet hours at %s UTC end after %d minutes in Berlin', (time, minutes) => {
    expect(quietForMs(at(time), overnight, 'Europe/Berlin')).toBe(minutes * 60_000);
  });

  it('quiet hours may lie within a day; without both times, or in an unknown zone, there are none', () => {
    const noon = { quietFrom: '12:00', quietUntil: '13:00' };
    expect(quietForMs(at('12:15:00'), noon, null)).toBe(45 * 60_000);
    expect(quietForMs(at('12:00:00'), noon, null)).toBe(60 * 60_000);
    expect(quietForMs(at('11:59:59'), noon, null)).toBe(0);
    expect(quietForMs(at('13:00:00'), noon, null)).toBe(0);
    expect(quietForMs(at('13:00:30'), noon, null)).toBe(0);
    expect(quietForMs(at('12:15:00'), { quietFrom: '', quietUntil: '13:00' }, null)).toBe(0);
    expect(quietForMs(at('12:15:00'), { quietFrom: '12:00', quietUntil: '12:00' }, null)).toBe(0);
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
  expect(forecastOf(100, Date.parse('2026-11-02T00:00:00Z'))).toBe(3_000);
  expect(forecastOf(100, Date.parse('2026-11-01T23:59:59Z'))).toBe(null);
  expect(forecastOf(310, Date.parse('2026-12-11T00:00:00Z'))).toBe(961);
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

it('settings that nobody has set have their initial values, and each is read from where it is set', () => {
  const initial = {
    ...{ senders: [], allowedFolders: [], longestDays: '', copiesInSlack: true, signFromSlack: false },
    ...{ ownFolder: [], ownDays: '30', ownReminders: true, ownDelivery: 'last', signHere: true },
    ...{ notices: ['signed', 'completed', 'expiring', 'unsent'], quietFrom: '', quietUntil: '' },
  };
  const picked = [{ id: '7', name: 'Legal' }];
  const ofWorkspace = {
    ...{ senders: picked, allowedFolders: picked, longestDays: '9', copiesInSlack: false },
    signFromSlack: true,
  };
  const ofPerson = {
    ...{ ownFolder: picked, ownDays: '8', ownReminders: false, ownDelivery: 'direct', signHere: false },
    ...{ notices: ['signed'], quietFrom: '22:00', quietUntil: '07:00' },
  };
  const all = { ...ofWorkspace, ...ofPerson };
  expect(settingValues({}, {})).toEqual(initial);
  expect(settingValues(all, {})).toEqual({ ...initial, ...ofWorkspace });
  expect(settingValues({}, all)).toEqual({ ...initial, ...ofPerson });
});

it('people sign from Slack where their workspace lets them and they want it', () => {
  const signs = (signFromSlack: boolean, signHere: boolean) =>
    signsFromSlack(settingValues({ signFromSlack }, { signHere }));
  expect([signs(true, true), signs(true, false), signs(false, true)]).toEqual([true, false, false]);
});

describe('what is wrong with settings', () => {
  const refusals = (person: Readonly<Record<string, string>>, longestDays = '') =>
    settingRefusals('person', settingValues({ longestDays }, person));

  it('quiet hours need two times that differ, or none', () => {
    const hours = (quietFrom: string, quietUntil: string) => refusals({ quietFrom, quietUntil });
    expect(hours('', '')).toEqual({});
    expect(hours('22:00', '07:00')).toEqual({});
    expect(hours('', '07:00')).toEqual({ quietFrom: { code: 'quiet_half' } });
    expect(hours('22:00', '')).toEqual({ quietUntil: { code: 'quiet_half' } });
    expect(hours('22:00', '22:00')).toEqual({ quietUntil: { code: 'quiet_all_day' } });
  });

  it('a person’s own days are within what Box and the workspace allow', () => {
    expect(refusals({ ownDays: '20' }, '20')).toEqual({});
    expect(refusals({ ownDays: '21' }, '20')).toEqual({ ownDays: { code: 'expiry_too_long', most: 20 } });
    expect(refusals({ ownDays: '' }, '20')).toEqual({ ownDays: { code: 'expiry_required', most: 20 } });
    expect(refusals({ ownDays: '731' })).toMatchObject({ ownDays: { code: 'expiry_out_of_range' } });
  });

  it('the workspace’s own settings are checked apart from a person’s', () => {
    const values = settingValues({ longestDays: '731' }, { ownDays: '731', quietFrom: '22:00' });
    expect(Object.keys(settingRefusals('workspace', values))).toEqual(['longestDays']);
    expect(Object.keys(settingRefusals('person', values)).sort()).toEqual(['ownDays', 'quietUntil']);
  });
});

it('a setting is offered where it has an effect, or can be reset', () => {
  const offered = (whose: 'workspace' | 'person', workspace: object, hasScopes: boolean) =>
    offeredSettings(whose, settingValues({ ...workspace }, {}), () => hasScopes).map(([id]) => id);
  const unscoped = ['allowedFolders', 'longestDays', 'signFromSlack'];
  const senders = [{ id: 'S1', name: 'Legal' }];
  expect(offered('workspace', {}, false)).toEqual(unscoped);
  expect(offered('workspace', { senders }, false)).toEqual(['senders', ...unscoped]);
  expect(offered('workspace', { copiesInSlack: false }, false)).toContain('copiesInSlack');
  expect(offered('workspace', {}, true).sort()).toEqual(['senders', 'copiesInSlack', ...unscoped].sort());
  expect(offered('person', {}, true)).not.toContain('signHere');
  expect(offered('person', { signFromSlack: true }, false)).toContain('signHere');
});
