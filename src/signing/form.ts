/** What the form for a new sign request holds, and its fields. Types and the two forms that nobody has filled in. */

import { initialOptions, noOptions } from './option-values.ts';
import type { OptionId, OptionValues } from './options.ts';
import type { FieldRefusal } from './refusals.ts';
import type { TemplateChoice } from './template.ts';

/** What a single signer can be marked for; `signer-choices.ts` says what each means. */
export type SignerRowId = 'approvers' | 'readers' | 'group' | 'login' | 'phone' | 'smartCard' | 'inPerson';

/** What was chosen for single signers. Who is meant: the Slack user id of a colleague, else the address as it was read. */
export interface SignerChoices {
  readonly marked: Readonly<Record<SignerRowId, readonly string[]>>;
  /** In an order of one's own; equal places are asked together. */
  readonly places: readonly { readonly who: string; readonly place: number }[];
}

/** Whose number it is, as in the choices, and the number in the form `+491701234567`. It is kept apart from the form. */
export interface Phone {
  readonly who: string;
  readonly number: string;
}

/** Everybody signs, and at the same time. */
export const noSignerChoices: SignerChoices = {
  marked: { approvers: [], readers: [], group: [], login: [], phone: [], smartCard: [], inPerson: [] },
  places: [],
};

/** The ways to give the document, in the order of the menu. */
export const documentWays = ['link', 'search', 'upload', 'template'] as const;

export type DocumentWay = (typeof documentWays)[number];

/** A file that was chosen in the search of the form. */
export interface FoundDocument {
  readonly link: string;
  readonly name: string;
}

/** A file that is in Slack: chosen in the form, or in the message that the shortcut was used on. */
export interface UploadedFile {
  /** Slack's id of it. */
  readonly slackId: string;
  readonly name: string;
  /** In bytes, as Slack says. */
  readonly size?: number | null;
  /** Slack's `mode`. */
  readonly mode?: string | null;
  /** Its id in Box, once it is there. */
  readonly boxId?: string;
}

/** As typed. Kept with the request so that Fix and send… can fill the form again. */
export interface FormValues extends OptionValues {
  /** How the document is given. What was given in the other ways is kept, and not sent. */
  readonly way: DocumentWay;
  /** A Box link, shared link or file id, as typed. */
  readonly document: string;
  readonly found: readonly FoundDocument[];
  readonly uploads: readonly UploadedFile[];
  /** The template that was chosen, with its people and values. */
  readonly template: TemplateChoice | null;
  /** The name of the folder when it was found by searching; empty when it was typed, or there is none. */
  readonly folderName: string;
  /** Slack user ids of the colleagues who were picked. */
  readonly colleagues: readonly string[];
  /** Addresses of other people, as typed. */
  readonly others: string;
  readonly iSignToo: boolean;
  readonly signerChoices: SignerChoices;
}

/** Fields of the form at which a refusal can be shown. */
export type FormField = 'document' | 'colleagues' | 'others' | OptionId;

/** Those of a template's roles and tags, by their places. */
export type TemplateField = `role_${number}` | `role_${number}_phone` | `tag_${number}`;

/** Refusals at form fields, keyed by field. */
export type FieldRefusals = Partial<Record<FormField, FieldRefusal>> & {
  readonly [field: TemplateField]: FieldRefusal;
};

const nobody: Omit<FormValues, OptionId> = {
  way: 'link',
  document: '',
  found: [],
  uploads: [],
  template: null,
  folderName: '',
  colleagues: [],
  others: '',
  iSignToo: false,
  signerChoices: noSignerChoices,
};

/** A form in which nothing was filled in: of a request that was not created here. */
export const noForm: FormValues = { ...nobody, ...noOptions };

/** An untouched form. */
export const emptyForm: FormValues = { ...nobody, ...initialOptions };
