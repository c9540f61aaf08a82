/**
 * The table of options: everything that may be chosen for a sign request besides its document and signers. A new option
 * needs only a row here and its words in `views/texts`: the form and its reader, the check, Details, the create call
 * and the stored record all use the table. Box's fields and limits:
 * https://developer.box.com/reference/post-sign-requests/.
 */
import { readFolder } from './document.ts';
import { quoted, visibleText } from './quote.ts';
import type { FieldRefusal } from './refusals.ts';

/** Fields of Box's create call, by Box's names. */
export type BoxFields = Readonly<Record<string, string | number | boolean>>;

interface Row<Value> {
  /** Where the form has the option: always visible, under More options, or on the page Rarely needed. */
  readonly formPart: 'first' | 'more' | 'rare';
  /** The value in a new form; absent: empty, not ticked, or the first choice. */
  readonly initial?: Value;
  /**
   * The fields of Box's create call for a value; absent: set elsewhere, as the folder and the signing order
   * are.
   */
  readonly toBox?: (value: Value) => BoxFields;
  /** Whether Details shows the option in another way, or need not show it. */
  readonly isShownElsewhere?: boolean;
  /** Whether the option has no meaning once the request has ended. */
  readonly endsWithRequest?: boolean;
}

/** A text field. */
export interface TextOption extends Row<string> {
  readonly kind: 'text';
  /** The longest text that can be typed, in characters. */
  readonly most: number;
  readonly isLong?: boolean;
  /** Whether the text is free, so that it may name a person whose data is to be deleted. */
  readonly isProse?: boolean;
  /** What is wrong with the text, which is not empty; null: nothing. */
  readonly refusalOf?: (text: string) => FieldRefusal | null;
}

/** A checkbox. */
export interface CheckOption extends Row<boolean> {
  readonly kind: 'check';
}

/** A choice of one among several values. */
export interface ChoiceOption<Value extends string = string> extends Row<Value> {
  readonly kind: 'choice';
  /** The possible values. The first one applies to requests that were not made with a form. */
  readonly values: readonly Value[];
}

/** A row of the table of options. */
export type Option = TextOption | CheckOption | ChoiceOption;

/** The value of an entry of a search menu that only shows a message. Choosing it chooses nothing. */
export const noChoice = 'nothing';

/** Box's limit for `days_valid`. */
const maxDaysValid = 730;

/**
 * Our own limits, in characters: Box documents none for an email's subject or message, nor for landing pages, and
 * allows 255 for file names.
 */
const most = { line: 200, message: 2000, link: 1000 } as const;

const text = (row: Omit<TextOption, 'kind'>): TextOption => ({ kind: 'text', ...row });
const check = (row: Omit<CheckOption, 'kind'>): CheckOption => ({ kind: 'check', ...row });
const choice = <Value extends string>(
  values: readonly Value[],
  row: Omit<ChoiceOption<Value>, 'kind' | 'values'>,
): ChoiceOption<Value> => ({ kind: 'choice', values, ...row });

/** Makes `toBox` for a text: the text becomes this field of Box's, unchanged. An empty text becomes no field. */
const as =
  (field: string) =>
  (value: string): BoxFields =>
    value === '' ? {} : { [field]: value };

/** The table, in the order of the form. */
export const options = {
  /** Whether the requester places fields in Box first (`prepare`), or Box emails immediately (`direct`). */
  delivery: choice(['prepare', 'direct'], {
    formPart: 'first',
    isShownElsewhere: true,
    toBox: (value) => ({ is_document_preparation_needed: value === 'prepare' }),
  }),
  message: text({
    formPart: 'first',
    most: most.message,
    isLong: true,
    isProse: true,
    // Box reads the message as HTML; what was typed is plain text, and `a < b` must not swallow the rest.
    toBox: (value) => as('email_message')(value.replaceAll('<', '&lt;')),
  }),
  name: text({
    formPart: 'more',
    most: most.line,
    isProse: true,
    isShownElsewhere: true,
    toBox: (value) => as('name')(fileName(value)),
  }),
  /** The order in which people are asked to sign. A requester who signs too comes last, except in `own`. */
  order: choice(['together', 'others_first', 'colleagues_first', 'own'], { formPart: 'more' }),
  /** A link to the destination folder, or its id; sent once Box has shown that it exists. */
  folder: text({
    formPart: 'more',
    most: 500,
    isShownElsewhere: true,
    refusalOf: (value) => {
      if (value === noChoice) return { code: 'folder_not_chosen' };
      const folder = readFolder(value);
      return folder && 'code' in folder ? folder : null;
    },
  }),
  /** Days until the request expires; empty: never. */
  daysValid: text({
    formPart: 'more',
    most: 5,
    initial: '30',
    isShownElsewhere: true,
    refusalOf: (value) =>
      readDays(value) === null
        ? { code: 'expiry_out_of_range', text: quoted(value), most: maxDaysValid }
        : null,
    toBox: (value) => {
      const days = readDays(value);
      return days === null ? {} : { days_valid: days };
    },
  }),
  reminders: check({
    formPart: 'more',
    initial: true,
    endsWithRequest: true,
    toBox: (isChecked) => ({ are_reminders_enabled: isChecked }),
  }),
  subject: text({ formPart: 'more', most: most.line, isProse: true, toBox: as('email_subject') }),
  redirect: text({
    formPart: 'rare',
    most: most.link,
    refusalOf: refusalOfRedirect,
    toBox: as('redirect_url'),
  }),
  redirectDeclined: text({
    formPart: 'rare',
    most: most.link,
    refusalOf: refusalOfRedirect,
    toBox: as('declined_redirect_url'),
  }),
  noTypedSignatures: check({
    formPart: 'rare',
    toBox: (isChecked) => (isChecked ? { are_text_signatures_enabled: false } : {}),
  }),
  color: choice(['any', 'blue', 'black', 'red'], {
    formPart: 'rare',
    toBox: (value) => (value === 'any' ? {} : { signature_color: value }),
  }),
  /** The language of Box's emails and pages for all signers, by Box's codes. */
  language: choice(
    [
      'any',
      'da',
      'de',
      'en',
      'en_GB',
      'es',
      'fi',
      'fr',
      'fr_CA',
      'it',
      'ja',
      'ko',
      'nb',
      'nl',
      'pl',
      'pt',
      'sv',
      'tr',
      'zh',
      'zh_TW',
    ],
    {
      formPart: 'rare',
    },
  ),
  systemName: text({ formPart: 'rare', most: most.line, isProse: true, toBox: as('external_system_name') }),
} satisfies Record<string, unknown>;

type Table = typeof options;

/** The name of an option in the table. */
export type OptionId = keyof Table;

/** The value of each option. */
export type OptionValues = {
  readonly [Id in OptionId]: Table[Id] extends ChoiceOption<infer Value>
    ? Value
    : Table[Id] extends CheckOption
      ? boolean
      : string;
};

/** The rows of the table, in order, with their ids. */
export function optionRows(): readonly (readonly [OptionId, Option])[] {
  return Object.entries(options) as unknown as readonly (readonly [OptionId, Option])[];
}

/** The typed number of days until expiry; null: none was typed, or not a whole number that Box allows. */
export function readDays(typed: string): number | null {
  const digits = visibleText(typed);
  const days = /^\d{1,6}$/.test(digits) ? Number(digits) : 0;
  return days >= 1 && days <= maxDaysValid ? days : null;
}

/**
 * What is wrong with the address to which Box sends the signer's browser; null: nothing. It must have TLS, because
 * otherwise it would show eavesdroppers that somebody signed.
 */
function refusalOfRedirect(typed: string): FieldRefusal | null {
  const isAddress = /^https:\/\/[^\s/]+\.[^\s/]/i.test(typed) && URL.canParse(typed);
  return isAddress ? null : { code: 'not_a_secure_address', text: quoted(typed) };
}

/**
 * The name without slashes ("NDA 2026/11" → "NDA 2026-11") and control characters: it becomes the name of the signed
 * file, and Box allows none there.
 */
function fileName(name: string): string {
  return name
    .replace(/[/\\]/g, '-')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}
