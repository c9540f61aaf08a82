/**
 * The page on top of the form where roles, a group, checks of identity with their phone numbers, and an order of one's own are
 * chosen.
 */
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { Phone, SignerChoices, SignerRowId } from '../signing/form.ts';
import { phoneOf, readPhone } from '../signing/phones.ts';
import type { FieldRefusal } from '../signing/refusals.ts';
import type { SettingValues } from '../signing/settings.ts';
import type { Signer } from '../signing/sign-request.ts';
import { isMarked, isMeant, keyOf, markedBy, signerRowList } from '../signing/signer-choices.ts';
import { callbacks } from './actions.ts';
import { menuOption, section } from './blocks.ts';
import { truncate } from './clean.ts';
import { choiceInput, multiSelectInput, reportsChanges, textInput } from './inputs.ts';
import { type FormBelow, pageOnForm } from './pages.ts';
import type { Texts } from './texts/index.ts';

/** A signer of the form, with the name to show. */
export interface NamedSigner {
  readonly signer: Signer;
  readonly name: string;
}

const placeId = (index: number): string => `place_${index}`;
const phoneId = (index: number): string => `phone_${index}`;

/** Reports its changes, so that a field for each number can appear. */
export const phoneRow: SignerRowId = 'phone';

/** Slack's limit for a label, in characters. */
const maxLabel = 75;
/** Longest text of a phone number, in characters. */
const maxPhone = 50;

/** What was chosen for single signers. */
export interface ChosenForSigners {
  readonly choices: SignerChoices;
  /** For checks by text message. */
  readonly phones: readonly Phone[];
}

/**
 * @param signers those of the form below, in its order; Slack limits an entry's text to 75 characters
 * @param shown `isOwnOrder`: each gets a field for its place. `settings`: what is offered depends on them; what is
 * marked already is shown in any case, so that it can be taken back
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
        ? [reportsChanges(select), ...phoneInputs(signers, choices, phones, t)]
        : [select];
    }),
    ...(isOwnOrder ? placeInputs(signers, choices, t) : []),
  ];
  return pageOnForm({ callback: callbacks.signers, title: t.signersPage.title, blocks }, form, t);
}

/** A field for each signer who gets a code; the page is drawn again when one is chosen. */
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
    const place = choices.places.find(({ who }) => isMeant(who, signer))?.place ?? index + 1;
    const chosen = entries[Math.min(place, entries.length) - 1] ?? entry(t.signersPage.place(1), '1');
    return choiceInput('static_select', placeId(index), t.signersPage.placeOf(name), entries, chosen);
  });
}

function entry(name: string, value: string): PlainTextOption {
  return menuOption(name, value);
}

/** What was chosen there, for the signers that the page was drawn with. */
export function readSignersPage(
  state: ViewState,
  signers: readonly Signer[],
  before: SignerChoices,
): SignerChoices {
  const keyAt = (value: string | undefined): string[] => {
    const signer = signers[Number(value)];
    return signer ? [keyOf(signer)] : [];
  };
  const places = signers.flatMap((signer, index) => {
    const place = Number(state[placeId(index)]?.[placeId(index)]?.selected_option?.value);
    return Number.isInteger(place) ? [{ who: keyOf(signer), place }] : [];
  });
  const marked = markedBy((id) =>
    (state[id]?.[id]?.selected_options ?? []).flatMap(({ value }) => keyAt(value)),
  );
  return {
    marked,
    // Without an order of one's own the page does not ask for places.
    places: places.length > 0 ? places : before.places,
  };
}

/** The phone numbers that were typed there for marked signers, and what is wrong with them, by block id. */
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
    if ('number' in read) phones.push({ who: keyOf(signer), number: read.number });
    // The page may not have been drawn again with the field yet.
    else refusals[field ? phoneId(index) : phoneRow] = read.refusal;
  }
  return { phones, refusals };
}
