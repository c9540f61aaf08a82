/**
 * The table of settings: what a workspace's admins and each person may set. A new setting needs only a row here and its
 * words in `views/texts/en-settings.ts`: the modals, their reader and the stored values all use the table.
 */
import { noticeGroups } from './notice-groups.ts';
import { type CheckOption, type ChoiceOption, options, type TextOption } from './options.ts';

/** A folder or user group that was chosen in a menu, with its name at that time. */
export interface Picked {
  readonly id: string;
  readonly name: string;
}

interface Row<Value> {
  /** Who sets the setting: admins for everyone, or each person for themselves. */
  readonly whose: 'workspace' | 'person';
  /** The value of the setting until it is set. */
  readonly initial: Value;
  /** Whether the workspace's settings let a person set this one; absent: always. */
  readonly isOffered?: (workspace: Readonly<Record<string, unknown>>) => boolean;
  /** The optional scope that the setting needs; without it, the setting can only be reset. */
  readonly scope?: string;
}

/** Items that are found by typing into a menu. */
export interface PicksSetting extends Row<readonly Picked[]> {
  readonly kind: 'picks';
  readonly of: 'folder' | 'group';
  /** At most this many items can be chosen. */
  readonly most: number;
}

/** A setting of which any number of values can be chosen, each with a checkbox. */
export interface SeveralSetting<Value extends string = string> extends Row<readonly Value[]> {
  readonly kind: 'several';
  readonly values: readonly Value[];
}

/** A setting whose value is a time of day as Slack writes it, `22:00`; empty: none. */
export interface TimeSetting extends Row<string> {
  readonly kind: 'time';
}

/** A row of the table of settings. */
export type Setting =
  | (Pick<TextOption, 'kind' | 'most' | 'isLong' | 'refusalOf'> & Row<string>)
  | (Pick<CheckOption, 'kind'> & Row<boolean>)
  | (Pick<ChoiceOption, 'kind' | 'values'> & Row<string>)
  | PicksSetting
  | SeveralSetting
  | TimeSetting;

/** The value of any setting. */
export type SettingValue = string | boolean | readonly string[] | readonly Picked[];

type OfKind<Kind> = Extract<Setting, { readonly kind: Kind }>;

const check = (row: Omit<OfKind<'check'>, 'kind'>): OfKind<'check'> => ({ kind: 'check', ...row });
const text = (row: Omit<OfKind<'text'>, 'kind'>): OfKind<'text'> => ({ kind: 'text', ...row });
const picks = (row: Omit<PicksSetting, 'kind'>): PicksSetting => ({ kind: 'picks', ...row });
const time = (row: Omit<TimeSetting, 'kind'>): TimeSetting => ({ kind: 'time', ...row });
const choice = <Value extends string>(values: readonly Value[], row: Row<Value>) => ({
  kind: 'choice' as const,
  values,
  ...row,
});
const several = <Value extends string>(
  values: readonly Value[],
  row: Row<readonly Value[]>,
): SeveralSetting<Value> => ({ kind: 'several', values, ...row });

const { most, refusalOf } = options.daysValid;

/** The table, in the order of the modals. */
export const settings = {
  /** The user groups whose members may send; none: everyone may. */
  senders: picks({ whose: 'workspace', initial: [], of: 'group', most: 100, scope: 'usergroups:read' }),
  /** The folders in Box that signed copies may go to, with the folders in them; none: any folder. */
  allowedFolders: picks({ whose: 'workspace', initial: [], of: 'folder', most: 20 }),
  /** The most days until a request expires; when it is set, every request must expire. Empty: no limit. */
  longestDays: text({ whose: 'workspace', initial: '', most, ...(refusalOf && { refusalOf }) }),
  /** People may put signed copies into their messages in Slack. */
  copiesInSlack: check({ whose: 'workspace', initial: true, scope: 'files:write' }),
  /**
   * Signers from the workspace open the signing page from Slack and get no email from Box, unless they turn that off
   * for themselves (`signHere`).
   */
  signFromSlack: check({ whose: 'workspace', initial: false }),
  /** The folder that a new form opens with. */
  ownFolder: picks({ whose: 'person', initial: [], of: 'folder', most: 1 }),
  /** The days until expiry that a new form opens with; empty: never. */
  ownDays: text({
    whose: 'person',
    initial: options.daysValid.initial ?? '',
    most,
    ...(refusalOf && { refusalOf }),
  }),
  ownReminders: check({ whose: 'person', initial: true }),
  /** How a new form sends: as the last request did, or always the same way. */
  ownDelivery: choice(['last', 'prepare', 'direct'], { whose: 'person', initial: 'last' }),
  /** Whether the person signs from Slack, where the workspace's setting `signFromSlack` allows it. */
  signHere: check({
    whose: 'person',
    initial: true,
    isOffered: ({ signFromSlack }) => signFromSlack === true,
  }),
  notices: several(noticeGroups, { whose: 'person', initial: noticeGroups }),
  quietFrom: time({ whose: 'person', initial: '' }),
  quietUntil: time({ whose: 'person', initial: '' }),
} satisfies Readonly<Record<string, unknown>>;

/** The name of a setting in the table. */
export type SettingId = keyof typeof settings;

/** The value of each setting, by the kind of its row. */
export type SettingValues = { readonly [Id in SettingId]: ValueOf<(typeof settings)[Id]> };

type ValueOf<Of> =
  Of extends SeveralSetting<infer Value>
    ? readonly Value[]
    : Of extends PicksSetting
      ? readonly Picked[]
      : Of extends { readonly kind: 'choice'; readonly values: readonly (infer Value)[] }
        ? Value
        : Of extends { readonly kind: 'check' }
          ? boolean
          : string;

/** The rows of the table, in order, with their ids. */
export const settingRows = Object.entries(settings) as unknown as readonly (readonly [SettingId, Setting])[];

/**
 * The settings from what was stored for a workspace and for a person; a setting that nobody has set has its initial
 * value.
 */
export function settingValues(
  workspace: Readonly<Record<string, unknown>>,
  person: Readonly<Record<string, unknown>>,
): SettingValues {
  const values = settingRows.map(([id, row]) => [
    id,
    valueIn(row, (row.whose === 'workspace' ? workspace : person)[id]),
  ]);
  return Object.fromEntries(values) as SettingValues;
}

/** The stored value, or the initial one when this version does not know it: a later version may have stored it. */
function valueIn(row: Setting, stored: unknown): SettingValue {
  if (row.kind === 'several' && Array.isArray(stored))
    return row.values.filter((one) => stored.includes(one));
  return isValueOf(row, stored) ? (stored as SettingValue) : row.initial;
}

function isValueOf(row: Setting, stored: unknown): boolean {
  if (row.kind === 'choice') return row.values.some((value) => value === stored);
  if (row.kind === 'picks') return Array.isArray(stored) && stored.every(isPicked);
  return typeof stored === (row.kind === 'check' ? 'boolean' : 'string');
}

function isPicked(stored: unknown): stored is Picked {
  const one = stored as Picked | null;
  return typeof one === 'object' && typeof one?.id === 'string' && typeof one.name === 'string';
}

/** Returns whether the app has this optional scope. */
export type HasScope = (scope: string) => boolean;

/**
 * The settings that one modal asks for. A setting whose scope is missing is shown only where it is set, so that it can
 * be reset.
 */
export function offeredSettings(
  whose: Setting['whose'],
  values: SettingValues,
  hasScope: HasScope,
): readonly (readonly [SettingId, Setting])[] {
  return settingRows.filter(([id, row]) => {
    const isUsable = row.scope === undefined || hasScope(row.scope) || !isInitial(row, values[id]);
    return row.whose === whose && isUsable && (row.isOffered?.(values) ?? true);
  });
}

function isInitial(row: Setting, value: SettingValue): boolean {
  return JSON.stringify(value) === JSON.stringify(row.initial);
}

/** Whether this person signs from Slack where they are picked as a signer. */
export function signsFromSlack({ signFromSlack, signHere }: SettingValues): boolean {
  return signFromSlack && signHere;
}
