/** What the form for a new sign request holds, and its fields: types, and two forms in which nothing was filled in. */

import { initialOptions, noOptions } from './option-values.ts';
import type { OptionId, OptionValues } from './options.ts';
import type { FieldRefusal } from './refusals.ts';
import type { TemplateChoice } from './template.ts';

/** The roles, groups and checks that individual signers can be marked for; `signer-choices.ts` has a row for each. */
export type SignerRowId = 'approvers' | 'readers' | 'group' | 'login' | 'phone' | 'smartCard' | 'inPerson';

/**
 * What was chosen for individual signers. `who` and the marks name a signer: by Slack user id if picked from the
 * workspace, else by address.
 */
export interface SignerChoices {
  readonly marked: Readonly<Record<SignerRowId, readonly string[]>>;
  /** The places in the requester's own signing order; signers with equal places are asked together. */
  readonly places: readonly { readonly who: string; readonly place: number }[];
}

/**
 * A signer's phone number, like `+491701234567`; `who` names the signer as in `SignerChoices`. Stored apart from the
 * form.
 */
export interface Phone {
  readonly who: string;
  readonly number: string;
}

/** No choices: nobody has a special role, group or check, or a place in the requester's own signing order. */
export const noSignerChoices: SignerChoices = {
  marked: { approvers: [], readers: [], group: [], login: [], phone: [], smartCard: [], inPerson: [] },
  places: [],
};

/** The ways to give the document, in the order of the menu. */
export const documentWays = ['link', 'search', 'upload', 'template'] as const;

/** A way to give the document: a value of `documentWays`. */
export type DocumentWay = (typeof documentWays)[number];

/** A file that was chosen in the search of the form. */
export interface FoundDocument {
  readonly link: string;
  readonly name: string;
}

/** A file that is in Slack: chosen in the form, or in the message that the shortcut was used on. */
export interface UploadedFile {
  /** Slack's id of the file. */
  readonly slackId: string;
  readonly name: string;
  /** The file's size in bytes, as Slack reports it. */
  readonly size?: number | null;
  /** Slack's field `mode` of the file: whether and how Slack stores its content. */
  readonly mode?: string | null;
  /** The file's id in Box, once it was uploaded there. */
  readonly boxId?: string;
}

/** The values of the form, as typed. Stored with the request so that Fix and send… can fill the form again. */
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

/** The form's fields for a template's roles and tags, numbered by position. */
export type TemplateField = `role_${number}` | `role_${number}_phone` | `tag_${number}`;

/** Refusals at form fields, keyed by field. */
export type FieldRefusals = Partial<Record<FormField, FieldRefusal>> & {
  readonly [field: TemplateField]: FieldRefusal;
};

/** The fields besides the options, empty. */
const emptyFields: Omit<FormValues, OptionId> = {
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

/** The form of a request that was created in Box: nothing was filled in, and no option has a default. */
export const noForm: FormValues = { ...emptyFields, ...noOptions };

/** A new form: nothing was filled in, and each option has its default. */
export const emptyForm: FormValues = { ...emptyFields, ...initialOptions };
