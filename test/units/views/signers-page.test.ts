/** The page for roles, checks, phone numbers and places: what it offers, and how it is read back. */
import type { InputBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { noSignerChoices, type SignerChoices } from '../../../src/signing/form.ts';
import { settingValues } from '../../../src/signing/settings.ts';
import { readPhones, readSignersPage, signersPage } from '../../../src/views/signers-page.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSigner, bo, openForm } from './records.ts';

const t = texts('en-GB', 'Europe/Berlin');
const dee = aSigner({ email: 'dee@client.com' });
const signers = [bo, dee];
const marked = { ...noSignerChoices.marked, phone: ['U0BO'], approvers: ['dee@client.com'] };

/** The page's fields. */
function fieldsOf(
  choices: SignerChoices,
  { number = '', isOwnOrder = false, signFromSlack = false } = {},
): readonly InputBlock[] {
  const named = signers.map((signer) => ({ signer, name: signer.name ?? 'Dee' }));
  const phones = number === '' ? [] : [{ who: 'U0BO', number }];
  const settings = settingValues({ signFromSlack }, {});
  const view = signersPage(named, { choices, phones }, { isOwnOrder, settings }, openForm, t);
  return view.blocks.filter((block): block is InputBlock => block.type === 'input');
}
const idsOf = (...given: Parameters<typeof fieldsOf>) => fieldsOf(...given).map(({ block_id }) => block_id);
const rows = ['approvers', 'readers', 'group', 'login', 'phone', 'smartCard'];

describe('the page offers', () => {
  it('each choice, and signing in person only where that is possible or was chosen', () => {
    expect(idsOf(noSignerChoices)).toEqual(rows);
    expect(idsOf(noSignerChoices, { signFromSlack: true })).toEqual([...rows, 'inPerson']);
    const inPerson = { ...noSignerChoices.marked, inPerson: ['dee@client.com'] };
    expect(idsOf({ ...noSignerChoices, marked: inPerson })).toEqual([...rows, 'inPerson']);
  });

  it('a field for the number of each signer who gets a code, once that choice was reported', () => {
    const fields = fieldsOf({ ...noSignerChoices, marked }, { number: '+4930123456' });
    expect(fields.map(({ block_id }) => block_id)).toEqual([
      ...rows.slice(0, 5),
      'phone_0',
      ...rows.slice(5),
    ]);
    const shown = JSON.stringify(fields);
    expect(shown).toContain('"Phone number of Bo Lee"');
    expect(shown).toContain('"initial_value":"+4930123456"');
    expect(fields.flatMap(({ block_id, dispatch_action }) => (dispatch_action ? [block_id] : []))).toEqual([
      'phone',
    ]);
    const required = fields.filter(({ optional }) => optional === false);
    expect(required.map(({ block_id }) => block_id)).toEqual(['phone_0']);
  });

  it('what was chosen before', () => {
    const chosenIn = (choices: SignerChoices) =>
      fieldsOf(choices, { isOwnOrder: true }).map(({ block_id, element }) => [
        block_id,
        /"initial_options?":.*?"value":"(\d)"/.exec(JSON.stringify(element))?.[1],
      ]);
    const chosen = chosenIn({
      marked,
      places: [
        { who: 'U0BO', place: 2 },
        { who: 'dee@client.com', place: 9 },
      ],
    });
    expect(chosen).toContainEqual(['approvers', '1']);
    expect(chosen).toContainEqual(['phone', '0']);
    expect(chosen).toContainEqual(['readers', undefined]);
    // A place beyond the last one, from before somebody was removed, is the last one.
    expect(chosen.slice(-2)).toEqual([
      ['place_0', '2'],
      ['place_1', '2'],
    ]);
    expect(chosenIn(noSignerChoices).slice(-2)).toEqual([
      ['place_0', '1'],
      ['place_1', '2'],
    ]);
  });
});

describe('the page is read back', () => {
  const option = (value: string) => ({ value });

  it('signers by their own names, and nobody for an entry that the page does not have', () => {
    const state = {
      phone: { phone: { selected_options: ['0', '7', 'x'].map(option) } },
      group: { group: { selected_options: ['0', '1'].map(option) } },
    };
    expect(readSignersPage(state, signers, noSignerChoices).marked).toEqual({
      ...noSignerChoices.marked,
      phone: ['U0BO'],
      group: ['U0BO', 'dee@client.com'],
    });
  });

  it('places, which are kept where the page has no fields for them', () => {
    const before = { ...noSignerChoices, places: [{ who: 'U0BO', place: 1 }] };
    const state = { place_1: { place_1: { selected_option: option('2') } } };
    expect(readSignersPage(state, signers, before).places).toEqual([{ who: 'dee@client.com', place: 2 }]);
    expect(readSignersPage({}, signers, before).places).toEqual(before.places);
  });

  it('the number of each marked signer, or what is wrong with it at its field', () => {
    const choices = { ...noSignerChoices, marked };
    const typed = (value: string) => ({ phone_0: { phone_0: { value } }, phone_1: { phone_1: { value } } });
    expect(readPhones(typed('+49 30 123456'), signers, choices)).toEqual({
      phones: [{ who: 'U0BO', number: '+4930123456' }],
      refusals: {},
    });
    expect(Object.keys(readPhones(typed('x'), signers, choices).refusals)).toEqual(['phone_0']);
    // The page was not drawn again with the field yet.
    expect(readPhones({}, signers, choices)).toEqual({
      phones: [],
      refusals: { phone: { code: 'phone_missing_here' } },
    });
  });
});
