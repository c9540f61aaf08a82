import { describe, expect, it } from 'vitest';
import type { ColleagueRefusal, FieldRefusal, Refusal } from '../../../src/signing/refusals.ts';
import { refusalNumbers } from '../../../src/views/texts/codes.ts';
import { en } from '../../../src/views/texts/en.ts';
import { catalogueFor, texts, textsOf } from '../../../src/views/texts/index.ts';
import { refusalOf, tuesday } from './records.ts';

const codes = Object.keys(refusalNumbers) as Refusal['code'][];

describe('times in texts', () => {
  const written = (locale: string | null, zone: string | null) =>
    texts(locale, zone).clock.words({ shownAs: 'time', at: tuesday });

  it('times are in the reader’s zone', () => {
    expect(written('en-GB', 'Europe/Berlin')).toBe('17 Nov 2026 at 10:10');
    expect(written('en-GB', 'Asia/Tokyo')).toBe('17 Nov 2026 at 18:10');
    expect(written('en-US', 'America/New_York')).toMatch(/^Nov 17, 2026 at 4:10\sAM$/);
  });

  it.each([
    ['yesterday at 10:10', 24],
    ['today at 10:10', 13],
    ['tomorrow at 10:10', -13],
    ['17 Nov 2026 at 10:10', 48],
  ])('are %s where they are shown for a while, seen %i hours later', (shown, hours) => {
    const t = texts('en-GB', 'Europe/Berlin', () => tuesday + hours * 3_600_000);
    expect(t.clock.nearWords({ shownAs: 'time', at: tuesday })).toBe(shown);
    expect(t.clock.nearWords({ shownAs: 'day', at: tuesday })).toBe('17 Nov 2026');
    expect(t.clock.words({ shownAs: 'time', at: tuesday })).toBe('17 Nov 2026 at 10:10');
  });

  it('the text says so when the reader’s zone is unknown', () => {
    for (const zone of [null, '', 'Mars/Olympus'])
      expect(written(null, zone)).toBe('17 Nov 2026 at 09:10 UTC');
  });
});

describe('the catalogue', () => {
  const second = { ...en, locale: 'de', moments: { ...en.moments, dated: '{date_short} um {time}' } };
  const all = { en, de: second };

  it.each([
    ['de-DE', second],
    ['DE', second],
    ['en-US', en],
    ['fr-FR', en],
    ['constructor', en],
    ['', en],
    [null, en],
  ])('for %s is that of its language, else English', (locale, catalogue) => {
    expect(catalogueFor(locale, all)).toBe(catalogue);
  });

  it.each([
    ['de-AT', second, '17. Nov. 2026 um 10:10'],
    ['fr-FR', second, '17. Nov. 2026 um 10:10'],
    ['en-CA', en, 'Nov 17, 2026 at 10:10 a.m.'],
    ['de-DE', en, '17 Nov 2026 at 10:10'],
    ['en_US', en, '17 Nov 2026 at 10:10'],
  ])('of a reader with %s writes times in its own language', (locale, catalogue, written) => {
    const t = textsOf(catalogue, locale, 'Europe/Berlin', () => tuesday);
    expect(t.clock.words({ shownAs: 'time', at: tuesday }).replace(/\s/g, ' ')).toBe(written);
  });
});

describe('texts of refusals', () => {
  const t = texts(null, null);

  it('no two refusals share a code', () => {
    expect(new Set(Object.values(refusalNumbers)).size).toBe(codes.length);
  });

  it.each(codes)('%s says whether anything was sent, what happened, and ends with its code', (code) => {
    const onForm = t.refusal.onForm(refusalOf(code, 'Bo Lee'));
    const onCard = t.refusal.onCard(refusalOf(code, 'Bo Lee', 418));
    expect(onForm).toMatch(
      new RegExp(`^⚠️ (Nothing was sent\\. |We couldn't confirm).{20,}\\(BX-${refusalNumbers[code]}\\)$`),
    );
    expect(onCard).toMatch(/^(Not sent; nobody was emailed\. |We couldn't confirm).{20,}\(BX-418\)$/);
  });

  it('a refusal never says that nothing was sent when that is unknown', () => {
    const unknown = refusalOf('outcome_unknown', '');
    for (const sentence of [
      t.refusal.onForm(unknown),
      t.refusal.onCard(unknown),
      t.refusal.unsure(unknown),
    ]) {
      expect(sentence).not.toMatch(/nothing was sent|nobody was emailed/i);
    }
  });

  it.each([
    [3, 'F1, F2 and F3'],
    [5, 'F1, F2, F3, F4 and F5'],
    [8, 'F1, F2, F3, F4 and 4 more'],
  ])('the rule about folders names %i of them, or counts the rest', (count, named) => {
    const names = Array.from({ length: count }, (_, index) => `F${index + 1}`);
    expect(t.rules.sentence({ code: 'folder_not_allowed', names })).toContain(`only to ${named}, or`);
  });

  it('what was typed is quoted and cut', () => {
    const long = t.refusal.atField({
      code: 'signer_not_an_address',
      texts: Array(50).fill('x'.repeat(5000)),
    });
    expect(long.length).toBeLessThan(400);
  });
});

describe('sentences at a field', () => {
  const t = texts(null, null);
  const said = 'Zebrafinch';
  const bot = { code: 'colleague_is_bot', name: said } as const;

  /** A refusal with each code, and what its sentence says. */
  const sentences: {
    readonly [C in FieldRefusal['code']]: readonly [Omit<Extract<FieldRefusal, { code: C }>, 'code'>, string];
  } = {
    colleagues_cannot_sign: [{ refused: [bot] }, `${said} is an app and cannot sign.`],
    document_missing: [{}, 'Paste a link to a file in Box.'],
    documents_too_many: [{ count: 12, most: 10 }, '12 files are too many. One request can have at most 10'],
    document_not_uploaded: [{}, 'Upload a file.'],
    upload_external: [{}, 'This file is stored outside Slack, which has only a link to it.'],
    upload_gone: [{}, 'This file is no longer in Slack. Upload it again.'],
    upload_not_a_file: [{}, 'This is a Slack snippet, post or canvas, which cannot be signed.'],
    upload_empty: [{}, 'empty'],
    upload_too_large: [{ most: 100 }, '100 MB'],
    upload_wrong_type: [{ extension: 'mp3' }, '.mp3 files'],
    document_twice: [{ text: said }, `"${said}" is here twice. Remove one of them.`],
    document_not_chosen: [{}, 'That is not a file. Choose one from the list, or give its Box link.'],
    template_not_chosen: [{}, 'Choose one of your templates from the list.'],
    template_not_read: [{}, 'Wait a moment, or press Ask again.'],
    template_not_here: [{ why: 'password' }, 'password'],
    role_missing: [{}, 'Say who this is'],
    role_taken_twice: [{}, 'Only one person can take this role.'],
    not_a_date: [{ text: said }, `"${said}" is not a date.`],
    value_emptied: [{ text: said }, `The template has "${said}" here, which cannot be emptied from Slack.`],
    not_a_tick: [{}, 'This can only be ticked or left blank.'],
    document_not_a_link: [{ text: said }, `"${said}" is neither a Box link nor a file ID.`],
    document_other_service: [{ host: 'example.com' }, 'That link leads to example.com, not to Box.'],
    document_other_box_link: [{}, 'Open the file in Box and copy its link.'],
    document_is_folder: [{}, 'That is a folder. Open the file and copy its link.'],
    document_is_note: [{}, 'That is a Box Note, which cannot be signed.'],
    document_is_signing_link: [{}, 'That is a link to sign something.'],
    signers_missing: [{}, 'Name at least one signer.'],
    signer_not_an_address: [{ texts: [said] }, `"${said}" is not an email address.`],
    signer_holds_invisible: [{ text: said }, `"${said}" has a character in it that cannot be seen.`],
    signer_twice: [{ text: 'bo@acme.com' }, 'bo@acme.com is here twice.'],
    signers_too_many: [{ count: 40, most: 35 }, '40 people are too many. One request can have at most 35'],
    colleagues_cut: [
      { count: 40, most: 35 },
      '40 people are named, and a request takes at most 35. The first 35 are chosen.',
    ],
    folder_not_a_link: [{ text: said }, `"${said}" is neither a link to a Box folder nor a folder ID.`],
    folder_not_chosen: [{}, 'That is not a folder. Choose one from the list.'],
    folder_is_root: [{}, 'Box cannot save signed copies in All Files itself. Choose a folder inside it.'],
    folder_is_file: [{}, 'That is a file. Open the folder and copy its link.'],
    marked_twice: [{}, 'Someone here is already chosen above.'],
    nobody_signs: [{}, 'At least one person has to sign or approve.'],
    group_of_one: [{}, 'Choose at least two people here, or nobody.'],
    smart_card_alone: [{}, 'Box allows a smart card only when one person signs.'],
    phone_missing_here: [{}, 'Enter a phone number, such as +49 170 1234567.'],
    phones_missing: [{}, 'their phone number is missing'],
    phone_not_international: [
      { text: '0170' },
      '"0170" has no country code. Begin with + and the code, as in +49 170 1234567.',
    ],
    in_person_without_you: [{}, 'They sign on your screen, after you. Tick "I sign too" in the form'],
    in_person_without_link: [{}, 'So you cannot get a copy only, or have an extra check.'],
    roles_do_not_fit: [{}, 'no longer fits these people'],
    order_missing: [{}, 'say when each person signs'],
    not_a_secure_address: [{ text: 'acme' }, '"acme" is not a complete address that begins with https://.'],
    expiry_out_of_range: [
      { text: '900', most: 730 },
      '"900" does not work here. Enter a number of days from 1 to 730',
    ],
    expiry_required: [{ most: 1 }, 'In your workspace every request has to expire. Enter 1 day.'],
    expiry_too_long: [{ most: 1 }, 'Your workspace lets requests expire after at most 1 day.'],
    quiet_half: [{}, 'Enter both times, or leave both blank.'],
    quiet_all_day: [{}, 'Enter two different times.'],
    text_too_long: [{ most: 255 }, 'This is too long. Use at most 255 characters.'],
  };
  const refusals = Object.entries(sentences).map(
    ([code, [facts, words]]) => [code, { code, ...facts } as FieldRefusal, words] as const,
  );

  it.each(refusals)('%s says in whole sentences what is wrong', (_, refusal, words) => {
    const sentence = t.refusal.atField(refusal);
    expect(sentence).toContain(words);
    expect(sentence).toMatch(/^(\p{Lu}|"|bo@|\d).+\.$/su);
    expect(t.refusal.atField({ ...refusal, file: 'NDA.pdf' })).toBe(`"NDA.pdf": ${sentence}`);
  });

  it.each<[ColleagueRefusal['code'], string]>([
    ['colleague_is_bot', 'Bo and Cy are apps and cannot sign.'],
    ['colleague_deactivated', 'Bo and Cy no longer have active Slack accounts.'],
    ['colleague_without_address', 'Slack does not show us email addresses for Bo and Cy.'],
  ])('several colleagues are named together: %s', (code, words) => {
    const refused = ['Bo', 'Cy'].map((name) => ({ code, name }));
    expect(t.refusal.atField({ code: 'colleagues_cannot_sign', refused })).toContain(words);
  });
});
