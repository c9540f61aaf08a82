/** What the form for a new sign request holds, and its fields. Types and the two forms that nobody has filled in. */
import { initialOptions, noOptions, type OptionId, type OptionValues } from './options.ts';
import type { FieldRefusal } from './refusals.ts';

/** As typed. Kept with the request so that Fix and send… can fill the form again. */
export interface FormValues extends OptionValues {
  /** A Box link, shared link or file id, as typed. */
  readonly document: string;
  /** Slack user ids of the colleagues who were picked. */
  readonly colleagues: readonly string[];
  /** Addresses of other people, as typed. */
  readonly others: string;
  readonly iSignToo: boolean;
}

/** Fields of the form at which a refusal can be shown. */
export type FormField = 'document' | 'colleagues' | 'others' | OptionId;

/** Refusals at form fields, keyed by field. */
export type FieldRefusals = Partial<Record<FormField, FieldRefusal>>;

const nobody = { document: '', colleagues: [], others: '', iSignToo: false };

/** A form in which nothing was filled in: of a request that was not created here. */
export const noForm: FormValues = { ...nobody, ...noOptions };

/** An untouched form. */
export const emptyForm: FormValues = { ...nobody, ...initialOptions };
