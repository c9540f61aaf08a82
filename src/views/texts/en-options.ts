/**
 * The words of each option: beside its field, and in the views Check and send and Details, which show what was chosen.
 */

import type { SignerRowId } from '../../signing/form.ts';
import type { CheckOption, ChoiceOption, options } from '../../signing/options.ts';

interface Words {
  /** The option's name, beside its field and before its value in Details. */
  readonly label: string;
  readonly hint?: string;
}

/** The words of an option with a text field. */
export interface TextWords extends Words {
  readonly placeholder?: string;
}

/** The words of an option with a checkbox. */
export interface CheckWords extends Words {
  readonly tick: string;
  readonly tickHint?: string;
  /** The words in Details when the checkbox is ticked. */
  readonly on: string;
  /** The words in Details when the checkbox is not ticked; absent: Details does not mention the option. */
  readonly off?: string;
}

/** The words of an option with several values to choose from. */
export interface ChoiceWords<Value extends string = string> extends Words {
  readonly values: Readonly<Record<Value, string>>;
  readonly valueHints?: Partial<Readonly<Record<Value, string>>>;
}

/** The words of each row of a table, by the row's kind. */
export type WordsOf<Table> = {
  readonly [Id in keyof Table]: Table[Id] extends Pick<ChoiceOption<infer Value>, 'kind' | 'values'>
    ? ChoiceWords<Value>
    : Table[Id] extends Pick<CheckOption, 'kind'>
      ? CheckWords
      : TextWords;
};

/** The words of all options. */
export type OptionWords = WordsOf<typeof options>;

export const enOptions: OptionWords = {
  delivery: {
    label: 'How to send',
    values: { prepare: 'Place fields in Box, then send', direct: 'Send now, without fields' },
    valueHints: { direct: 'Signers choose where to sign, or the file already has Box tags' },
  },
  message: { label: 'Message', hint: 'Box includes it in its email to the signers.' },
  name: { label: 'Request name', hint: 'Leave blank to use the file name.' },
  order: {
    label: 'Who signs when',
    values: {
      together: 'Everyone at the same time',
      others_first: 'Other signers first, then colleagues',
      colleagues_first: 'Colleagues first, then other signers',
      own: 'In a custom order',
    },
  },
  folder: { label: 'Folder for the signed copy', placeholder: 'Link to a Box folder' },
  daysValid: { label: 'Expires after (days)', hint: 'From 1 to 730. Leave blank for no expiry.' },
  reminders: {
    label: 'Reminders',
    tick: "Box reminds everyone who hasn't signed",
    tickHint: 'On days 3, 8, 13 and 18',
    on: 'on days 3, 8, 13 and 18',
    off: 'none',
  },
  subject: { label: 'Email subject', hint: 'Leave blank for "(your name) asks you to sign (document)".' },
  redirect: {
    label: 'Page after signing',
    placeholder: 'https://acme.com/thanks',
    hint: 'Signers see this page in place of the one where Box promises them a copy.',
  },
  redirectDeclined: {
    label: 'Page after declining',
    placeholder: 'https://acme.com/declined',
    hint: 'Leave blank to use the page after signing.',
  },
  noTypedSignatures: {
    label: 'Typed signatures',
    tick: 'Signers must draw or upload their signature',
    on: 'not allowed',
  },
  color: {
    label: 'Signature color',
    values: { any: 'Signers choose', blue: 'Blue', black: 'Black', red: 'Red' },
  },
  language: {
    label: "Language of Box's emails and pages",
    values: {
      any: 'As each signer has it in Box',
      da: 'Danish',
      de: 'German',
      en: 'English',
      en_GB: 'English (UK)',
      es: 'Spanish',
      fi: 'Finnish',
      fr: 'French',
      fr_CA: 'French (Canada)',
      it: 'Italian',
      ja: 'Japanese',
      ko: 'Korean',
      nb: 'Norwegian',
      nl: 'Dutch',
      pl: 'Polish',
      pt: 'Portuguese',
      sv: 'Swedish',
      tr: 'Turkish',
      zh: 'Chinese (Simplified)',
      zh_TW: 'Chinese (Traditional)',
    },
  },
  systemName: {
    label: 'Name of your system',
    hint: 'Box writes it in the signing log when people sign inside another system.',
  },
};

interface SignerRowWords extends Words {
  readonly hint: string;
  /** The words on the form that say how many signers are chosen. */
  readonly counted: (count: number) => string;
}

const places = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth'];

export const enSignersPage = {
  title: 'Roles of signers',
  intro: 'Everyone signs, unless you choose something else here.',
  rows: {
    approvers: {
      label: 'Approve instead of signing',
      hint: 'Box asks them before the signers.',
      counted: (count) => (count === 1 ? '1 approver' : `${count} approvers`),
    },
    readers: {
      label: 'Only get a copy',
      hint: 'They receive the document once everyone has signed.',
      counted: (count) => (count === 1 ? '1 person gets a copy' : `${count} people get a copy`),
    },
    group: {
      label: 'One of these is enough',
      hint: 'The first to sign signs for all of them.',
      counted: (count) => `one of ${count} is enough`,
    },
    login: {
      label: 'Must sign in to Box',
      hint: 'Box offers a free account to those who have none.',
      counted: (count) => `${count} must sign in to Box`,
    },
    phone: {
      label: 'Get a code by text message',
      hint: 'They enter it before they see the document. Once you choose someone, a field for their number appears.',
      counted: (count) =>
        count === 1 ? '1 gets a code by text message' : `${count} get a code by text message`,
    },
    smartCard: {
      label: 'Must use a smart card',
      hint: 'A CAC or PIV card. Box allows it only when one person signs.',
      counted: () => 'smart card',
    },
    inPerson: {
      label: 'Sign in person',
      hint: 'They sign on your screen: you sign first, and Box goes on to them.',
      counted: (count) => `${count} in person`,
    },
  } satisfies Record<SignerRowId, SignerRowWords>,
  /** Stands for a colleague whose name has no visible characters, or did not arrive from Slack in time. */
  colleague: (number: number) => `Colleague ${number}`,
  phoneOf: (name: string) => `Phone number of ${name}`,
  phoneHint: 'With country code. We delete it once Box has the request.',
  placeOf: (name: string) => `When is ${name} asked?`,
  place: (place: number) => places[place - 1] ?? `Number ${place}`,
};
