/** Checks the values of settings, without asking Slack or Box. Pure. */
import { refusalOfText } from './option-values.ts';
import type { FieldRefusal } from './refusals.ts';
import { expiryRefusal } from './rules.ts';
import { type Setting, type SettingId, type SettingValues, settingRows } from './settings.ts';

/** What is wrong with the settings of a workspace or of a person, by setting; empty when nothing is. */
export function settingRefusals(
  whose: Setting['whose'],
  values: SettingValues,
): Readonly<Partial<Record<SettingId, FieldRefusal>>> {
  const ofTexts = settingRows.flatMap(([id, row]) => {
    if (row.whose !== whose || row.kind !== 'text') return [];
    const refusal = refusalOfText(row, String(values[id]));
    return refusal === null ? [] : [[id, refusal] as const];
  });
  return { ...(whose === 'person' ? refusalsOfPerson(values) : {}), ...Object.fromEntries(ofTexts) };
}

function refusalsOfPerson(values: SettingValues): Partial<Record<SettingId, FieldRefusal>> {
  const { quietFrom, quietUntil, ownDays } = values;
  const days = expiryRefusal(ownDays, values);
  const quiet = quietRefusal(quietFrom, quietUntil);
  return {
    ...(days && { ownDays: days }),
    ...(quiet && { [quietFrom === '' ? 'quietFrom' : 'quietUntil']: quiet }),
  };
}

function quietRefusal(from: string, until: string): FieldRefusal | null {
  if (from === '' && until === '') return null;
  if (from === '' || until === '') return { code: 'quiet_half' };
  return from === until ? { code: 'quiet_all_day' } : null;
}
