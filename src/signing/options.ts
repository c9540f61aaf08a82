/**
 * The table of options: everything that may be chosen for a sign request besides its document and signers. A row is
 * all that a further option needs, with its words in `views/texts`: the form, its reader, the check, Details, the call
 * that creates the request, and what is kept are drawn from it. Box's fields and limits:
 * https://developer.box.com/reference/post-sign-requests/.
 */
import { readFolder } from './document.ts';
import { quoted, visibleText } from './quote.ts';
import type { FieldRefusal } from './refusals.ts';

/** Fields of Box's create call, by Box's names. */
export type BoxFields = Readonly<Record<string, string | number | boolean>>;

interface Row<Value> {
  /** Where it is asked for: always on the form, under More options, or on the page Rarely needed. */
  readonly stands: 'first' | 'more' | 'rare';
  /** In a new form; absent: nothing typed, not ticked, the first choice. */
  readonly initial?: Value;
  /** What Box gets; absent: it goes out in another way, as the folder and the order of the signers do. */
  readonly toBox?: (value: Value) => BoxFields;
  /** Details says it in a way of its own, or it shows by itself. */
  readonly isShownElsewhere?: boolean;
  /** It has no meaning once the request is over. */
  readonly endsWithRequest?: boolean;
}

/** Something typed. */
export interface TextOption extends Row<string> {
  readonly kind: 'text';
  /** Longest text, in characters. */
  readonly most: number;
  readonly isLong?: boolean;
  /** People write what they like here, so a person who is forgotten may be named in it. */
  readonly isProse?: boolean;
  /** What is wrong with the text, which is not empty; null: nothing. */
  readonly refusalOf?: (text: string) => FieldRefusal | null;
}

/** Something ticked or not. */
export interface CheckOption extends Row<boolean> {
  readonly kind: 'check';
}

/** One of several. */
export interface ChoiceOption<Value extends string = string> extends Row<Value> {
  readonly kind: 'choice';
  /** The first applies to requests that were not made with a form. */
  readonly values: readonly Value[];
}

export type Option = TextOption | CheckOption | ChoiceOption;

/** The value of a search's entry that only says something: choosing it chooses nothing. */
export const noChoice = 'nothing';

/** Box's limit for `days_valid`. */
const maxDaysValid = 730;

/** Ours: Box documents no limit for a mail's subject or message, nor for landing pages; its file names end at 255. */
const most = { line: 200, message: 2000, link: 1000 } as const;

const text = (row: Omit<TextOption, 'kind'>): TextOption => ({ kind: 'text', ...row });
const check = (row: Omit<CheckOption, 'kind'>): CheckOption => ({ kind: 'check', ...row });
const choice = <Value extends string>(
  values: readonly Value[],
  row: Omit<ChoiceOption<Value>, 'kind' | 'values'>,
): ChoiceOption<Value> => ({ kind: 'choice', values, ...row });

/** A text that Box gets as it is, unless it is empty. */
const as =
  (field: string) =>
  (value: string): BoxFields =>
    value === '' ? {} : { [field]: value };

/** In the order in which the form asks for them. */
export const options = {
  /** Whether the requester places fields in Box first (`prepare`), or Box emails immediately (`direct`). */
  delivery: choice(['prepare', 'direct'], {
    stands: 'first',
    isShownElsewhere: true,
    toBox: (value) => ({ is_document_preparation_needed: value === 'prepare' }),
  }),
  message: text({
    stands: 'first',
    most: most.message,
    isLong: true,
    isProse: true,
    // Box reads the message as HTML; what was typed is plain text, and `a < b` must not swallow the rest.
    toBox: (value) => as('email_message')(value.replaceAll('<', '&lt;')),
  }),
  name: text({
    stands: 'more',
    most: most.line,
    isProse: true,
    isShownElsewhere: true,
    toBox: (value) => as('name')(fileName(value)),
  }),
  /** Who is asked when; the requester who signs too comes last. */
  order: choice(['together', 'others_first', 'colleagues_first', 'own'], { stands: 'more' }),
  /** A link to the destination folder, or its id; sent once Box has shown that it exists. */
  folder: text({
    stands: 'more',
    most: 500,
    isShownElsewhere: true,
    refusalOf: (value) => {
      if (value === noChoice) return { code: 'folder_not_chosen' };
      const folder = readFolder(value);
      return folder && 'code' in folder ? folder : null;
    },
  }),
  /** Days until it expires; empty: never. */
  daysValid: text({
    stands: 'more',
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
    stands: 'more',
    initial: true,
    endsWithRequest: true,
    toBox: (isChecked) => ({ are_reminders_enabled: isChecked }),
  }),
  subject: text({ stands: 'more', most: most.line, isProse: true, toBox: as('email_subject') }),
  redirect: text({
    stands: 'rare',
    most: most.link,
    refusalOf: refusalOfAddress,
    toBox: as('redirect_url'),
  }),
  redirectDeclined: text({
    stands: 'rare',
    most: most.link,
    refusalOf: refusalOfAddress,
    toBox: as('declined_redirect_url'),
  }),
  noTypedSignatures: check({
    stands: 'rare',
    toBox: (isChecked) => (isChecked ? { are_text_signatures_enabled: false } : {}),
  }),
  color: choice(['any', 'blue', 'black', 'red'], {
    stands: 'rare',
    toBox: (value) => (value === 'any' ? {} : { signature_color: value }),
  }),
  /** Of Box's emails and pages, for all signers; by Box's names. */
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
      stands: 'rare',
    },
  ),
  systemName: text({ stands: 'rare', most: most.line, isProse: true, toBox: as('external_system_name') }),
} satisfies Record<string, unknown>;

type Table = typeof options;

export type OptionId = keyof Table;

/** The value of each option. */
export type OptionValues = {
  readonly [Id in OptionId]: Table[Id] extends ChoiceOption<infer Value>
    ? Value
    : Table[Id] extends CheckOption
      ? boolean
      : string;
};

/** The rows, in order. */
export function optionRows(): readonly (readonly [OptionId, Option])[] {
  return Object.entries(options) as unknown as readonly (readonly [OptionId, Option])[];
}

/** Which days until expiry were typed, for sentences; null: none. */
export function readDays(typed: string): number | null {
  const digits = visibleText(typed);
  const days = /^\d{1,6}$/.test(digits) ? Number(digits) : 0;
  return days >= 1 && days <= maxDaysValid ? days : null;
}

/** Box sends the signer's browser there; an address without TLS would show whoever listens that somebody signed. */
function refusalOfAddress(typed: string): FieldRefusal | null {
  const isAddress = /^https:\/\/[^\s/]+\.[^\s/]/i.test(typed) && URL.canParse(typed);
  return isAddress ? null : { code: 'not_a_secure_address', text: quoted(typed) };
}

/** The name becomes that of the signed file, and Box allows no slash in a file name: "NDA 2026/11" is "NDA 2026-11". */
function fileName(name: string): string {
  return name
    .replace(/[/\\]/g, '-')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}
