/**
 * The table of settings: what a workspace's admins and each person may set. A row and its value's type are all that a
 * further setting needs, with its words in `views/texts/en-settings.ts`: the modals, their reader, and what is stored are drawn from it.
 */
import { refusalOfText } from './option-values.ts';
import type { CheckOption, ChoiceOption, TextOption } from './options.ts';
import type { FieldRefusal } from './refusals.ts';

interface Row<Value> {
  /** Whose it is: set by admins for everyone, or by each person for themselves. */
  readonly whose: 'workspace' | 'person';
  /** While nobody has set it. */
  readonly initial: Value;
  /** Whether a person is asked for it, by what the workspace allows; absent: always. */
  readonly isOffered?: (workspace: SettingValues) => boolean;
}

export type Setting =
  | (Pick<TextOption, 'kind' | 'most' | 'isLong' | 'refusalOf'> & Row<string>)
  | (Pick<CheckOption, 'kind'> & Row<boolean>)
  | (Pick<ChoiceOption, 'kind' | 'values'> & Row<string>);

type OfKind<Kind> = Extract<Setting, { readonly kind: Kind }>;

const check = (row: Omit<OfKind<'check'>, 'kind'>): OfKind<'check'> => ({ kind: 'check', ...row });

/** In the order in which the modals ask for them. */
export const settings = {
  /** Signers from the workspace open the signing page from Slack, and Box sends them no email. */
  signFromSlack: check({ whose: 'workspace', initial: false }),
  /** The same for oneself, where the workspace has it. */
  signHere: check({ whose: 'person', initial: true, isOffered: ({ signFromSlack }) => signFromSlack }),
} satisfies Readonly<Record<string, unknown>>;

export type SettingId = keyof typeof settings;

/** The value of each setting. */
export interface SettingValues {
  readonly signFromSlack: boolean;
  readonly signHere: boolean;
}

/** The rows, in order. */
export const settingRows = Object.entries(settings) as unknown as readonly (readonly [SettingId, Setting])[];

/** What was stored for a workspace and for a person, as values; what nobody has set has its initial value. */
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

/** A value of a later version of the app may not be one of this version's. */
function valueIn(row: Setting, stored: unknown): string | boolean {
  const isValid =
    row.kind === 'choice'
      ? row.values.some((value) => value === stored)
      : typeof stored === (row.kind === 'check' ? 'boolean' : 'string');
  return isValid ? (stored as string | boolean) : row.initial;
}

/** The settings that one modal asks for. */
export function offeredSettings(
  whose: Setting['whose'],
  values: SettingValues,
): readonly (readonly [SettingId, Setting])[] {
  return settingRows.filter(([, row]) => row.whose === whose && (row.isOffered?.(values) ?? true));
}

/** What is wrong with these values, by setting; empty when nothing is. */
export function settingRefusals(
  values: Readonly<Partial<Record<SettingId, string | boolean>>>,
): Readonly<Record<string, FieldRefusal>> {
  return Object.fromEntries(
    settingRows.flatMap(([id, row]) => {
      const refusal = row.kind === 'text' ? refusalOfText(row, String(values[id] ?? '')) : null;
      return refusal === null ? [] : [[id, refusal]];
    }),
  );
}

/** Whether this person signs from Slack where they are picked as a signer. */
export function signsFromSlack({ signFromSlack, signHere }: SettingValues): boolean {
  return signFromSlack && signHere;
}
