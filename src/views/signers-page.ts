/**
 * The page on top of the form on which the requester chooses roles, a group, identity checks (with phone numbers), and
 * their own signing order.
 */
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { Phone, SignerChoices, SignerRowId } from '../signing/form.ts';
import { phoneOf, readPhone } from '../signing/phones.ts';
import type { FieldRefusal } from '../signing/refusals.ts';
import type { SettingValues } from '../signing/settings.ts';
import type { Signer } from '../signing/sign-request.ts';
import { isMarked, markedBy, refersTo, signerRef, signerRowList } from '../signing/signer-choices.ts';
import { callbacks } from './actions.ts';
import { menuOption, section } from './blocks.ts';
import { truncate } from './clean.ts';
import { choiceInput, multiSelectInput, textInput, withChangesReported } from './inputs.ts';
import { type FormBelow, pageOnForm } from './pages.ts';
import type { Texts } from './texts/index.ts';

/** A signer of the form, with the name to show. */
export interface NamedSigner {
  readonly signer: Signer;
  readonly name: string;
}

const placeId = (index: number): string => `place_${index}`;
const phoneId = (index: number): string => `phone_${index}`;

/**
 * The row of signers who get a code by text message. Slack reports its changes, so that a field for each phone number
 * can appear.
 */
export const phoneRow: SignerRowId = 'phone';

/** Our own limit for the label of a phone number's field, in UTF-16 units (Slack allows 2,000). */
const maxLabel = 75;
/** Longest text of a phone number, in characters. */
const maxPhone = 50;

/** What was chosen for single signers. */
export interface ChosenForSigners {
  readonly choices: SignerChoices;
  /** Phone numbers of signers who get a code by text message. */
  readonly phones: readonly Phone[];
}

/**
 * The page, filled in with what was chosen before.
 *
 * @param signers the signers of the form below, in its order
 * @param shown `isOwnOrder`: each signer has a field for the place in the requester's own order. `settings` decide
 * which choices are offered; a choice that was made already is always shown, so that it can be undone
 */
export function signersPage(
  signers: readonly NamedSigner[],
  { choices, phones }: ChosenForSigners,
  { isOwnOrder, settings }: { readonly isOwnOrder: boolean; readonly settings: SettingValues },
  form: FormBelow,
  t: Texts,
): ModalView {
  const entries = signers.map(({ name }, index) => entry(name, String(index)));
  const chosenIn = (id: SignerRowId): PlainTextOption[] =>
    entries.filter((_entry, index) => {
      const { signer } = signers[index] ?? {};
      return signer !== undefined && isMarked(choices, id, signer);
    });
  const offered = signerRowList.filter(
    ([id, row]) => (row.isOffered?.(settings) ?? true) || choices.marked[id].length > 0,
  );
  const blocks = [
    section(t.signersPage.intro),
    ...offered.flatMap(([id]) => {
      const select = multiSelectInput(id, t.signersPage.rows[id].label, entries, chosenIn(id), {
        hint: t.signersPage.rows[id].hint,
        placeholder: t.form.colleaguesPlaceholder,
      });
      return id === phoneRow
        ? [withChangesReported(select), ...phoneInputs(signers, choices, phones, t)]
        : [select];
    }),
    ...(isOwnOrder ? placeInputs(signers, choices, t) : []),
  ];
  return pageOnForm({ callback: callbacks.signers, title: t.signersPage.title, blocks }, form, t);
}

/** A field for the phone number of each signer who gets a code; the page is drawn again when one is chosen. */
function phoneInputs(
  signers: readonly NamedSigner[],
  choices: SignerChoices,
  phones: readonly Phone[],
  t: Texts,
): InputBlock[] {
  return signers.flatMap(({ signer, name }, index) =>
    isMarked(choices, phoneRow, signer)
      ? [
          textInput(
            phoneId(index),
            truncate(t.signersPage.phoneOf(name), maxLabel),
            phoneOf(phones, signer) ?? '',
            { most: maxPhone, isRequired: true, hint: t.signersPage.phoneHint },
          ),
        ]
      : [],
  );
}

function placeInputs(signers: readonly NamedSigner[], choices: SignerChoices, t: Texts): InputBlock[] {
  const entries = signers.map((_signer, index) => entry(t.signersPage.place(index + 1), String(index + 1)));
  return signers.map(({ signer, name }, index) => {
    const place = choices.places.find(({ who }) => refersTo(who, signer))?.place ?? index + 1;
    const chosen = entries[Math.min(place, entries.length) - 1] ?? entry(t.signersPage.place(1), '1');
    return choiceInput('static_select', placeId(index), t.signersPage.placeOf(name), entries, chosen);
  });
}

function entry(name: string, value: string): PlainTextOption {
  return menuOption(name, value);
}

/** Reads what was chosen on the page. @param signers the signers that the page was drawn with */
export function readSignersPage(
  state: ViewState,
  signers: readonly Signer[],
  before: SignerChoices,
): SignerChoices {
  const keyAt = (value: string | undefined): string[] => {
    const signer = signers[Number(value)];
    return signer ? [signerRef(signer)] : [];
  };
  const places = signers.flatMap((signer, index) => {
    const place = Number(state[placeId(index)]?.[placeId(index)]?.selected_option?.value);
    return Number.isInteger(place) ? [{ who: signerRef(signer), place }] : [];
  });
  const marked = markedBy((id) =>
    (state[id]?.[id]?.selected_options ?? []).flatMap(({ value }) => keyAt(value)),
  );
  return {
    marked,
    // The page has fields for places only when the requester sets their own order.
    places: places.length > 0 ? places : before.places,
  };
}

/** The phone numbers that were typed on the page for marked signers, and what is wrong with them, by block id. */
export function readPhones(
  state: ViewState,
  signers: readonly Signer[],
  choices: SignerChoices,
): { readonly phones: readonly Phone[]; readonly refusals: Readonly<Record<string, FieldRefusal>> } {
  const phones: Phone[] = [];
  const refusals: Record<string, FieldRefusal> = {};
  for (const [index, signer] of signers.entries()) {
    if (!isMarked(choices, phoneRow, signer)) continue;
    const field = state[phoneId(index)]?.[phoneId(index)];
    const read = readPhone(field?.value ?? '');
    if ('number' in read) phones.push({ who: signerRef(signer), number: read.number });
    // The page may not have been drawn again with this signer's field yet.
    else refusals[field ? phoneId(index) : phoneRow] = read.refusal;
  }
  return { phones, refusals };
}
