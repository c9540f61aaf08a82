/** English: why something was refused, and what to do about it. */
import type { ColleagueRefusal, FieldRefusal, Refusal } from '../../signing/refusals.ts';
import { shownAddress } from '../address.ts';
import { clean } from '../clean.ts';
import { refusalCode } from './codes.ts';
import { boxAccountReasons } from './en-box-account.ts';
import { rulesAtFields, rulesForbid } from './en-rules.ts';
import { enTemplate } from './en-template.ts';
import { failedUploads, refusedUploads } from './en-uploads.ts';

type Of<T extends { readonly code: string }, C extends T['code']> = Extract<T, { readonly code: C }>;
type Sentences<T extends { readonly code: string }> = {
  readonly [C in T['code']]: (refusal: Of<T, C>) => string;
};

const quoted = (text: string) => `"${clean(text, 80)}"`;
const named = (name: string) => clean(name, 60) || 'One of the people you chose';

const examplePhone = '+49 170 1234567';

const colleagues: Sentences<ColleagueRefusal> = {
  colleague_without_address: ({ name }) =>
    `Slack does not show us an email address for ${named(name)}. Remove them and enter their email address instead.`,
  colleague_is_bot: ({ name }) => `${named(name)} is an app and cannot sign. Remove it from the signers.`,
  colleague_deactivated: ({ name }) =>
    `${named(name)} no longer has an active Slack account. Remove them. If they should still sign, enter their email address instead.`,
};

const severalColleagues: Readonly<Record<ColleagueRefusal['code'], (names: string) => string>> = {
  colleague_is_bot: (names) => `${names} are apps and cannot sign. Remove them from the signers.`,
  colleague_deactivated: (names) =>
    `${names} no longer have active Slack accounts. Remove them. If they should still sign, enter their email addresses instead.`,
  colleague_without_address: (names) =>
    `Slack does not show us email addresses for ${names}. Remove them and enter their email addresses instead.`,
};

/** What happened, and what to do. Where it is known whether anything was sent, a sentence before this one says so. */
const reasons: Sentences<Refusal> = {
  not_connected: () => 'Your Box account was not connected. Connect it, then try again.',
  on_trial: () =>
    'You are not connected to Box here. The app is on trial, and only the person who set it up can send. Ask the person who runs this app.',
  ...boxAccountReasons,
  document_not_found: () =>
    'Box cannot find that file: it was deleted, or you do not have access. Check the link, or ask its owner for access.',
  document_deleted: () => 'That file is in the trash in Box. Restore it there, or paste another link.',
  document_no_download: () =>
    'You can see this file but not download it. Ask its owner, or paste another link.',
  document_wrong_type: ({ extension }) =>
    `Box Sign does not accept ${extension === '' ? 'this kind of file' : `.${clean(extension, 20)} files`}. Save it as a PDF in Box, or paste another link.`,
  ...refusedUploads,
  ...failedUploads,
  document_link_is_folder: () => 'That link leads to a folder. Open the file and copy its link.',
  document_link_is_web_link: () =>
    'That link leads to a bookmark, not to a file. Open the file and copy its link.',
  document_link_password: () =>
    'That link is protected by a password, which we cannot enter. Open the file in Box and copy the link from your browser.',
  template_not_found: () =>
    'Box cannot find that template: it was deleted, or it belongs to someone else. Choose another one.',
  template_file_gone: () =>
    'The document of this template was deleted in Box, or you no longer have access to it. Choose another template, or open this one in Box.',
  template_changed: () =>
    'This template was changed in Box after you opened the form. Check what it asks for and brings along now, then press Continue.',
  template_unread: () => 'Box has not told us what this template asks for. Press Ask again in a moment.',
  document_twice: ({ text }) => sameFile(text),
  document_only_by_link: () =>
    'You have access to this file only through its shared link. That works for a file on its own. Ask its owner to invite you, or send it separately.',
  folder_not_found: () =>
    'Box cannot find the folder for the signed copy, or you do not have access. Choose another one under More options.',
  folder_not_writable: () =>
    'You cannot add files to the folder for the signed copy. Choose another one under More options, or ask its owner.',
  ...colleagues,
  ...rulesForbid,
  colleague_unknown: ({ name }) =>
    `Slack does not tell us who ${named(name)} is. Remove them and enter their email address instead.`,
  signer_twice: ({ text }) => `"${shownAddress(text, 80)}" is here twice. Remove one of them.`,
  signers_too_many: ({ count, most }) => tooMany(count, most),
  phone_forgotten: () =>
    'A phone number for a code by text message is missing. We keep these for one day only. Enter it again: for a template in the form itself, otherwise under More options, Roles of signers….',
  in_person_off: () =>
    'People can sign in person only after you, and only where you sign from Slack, which is off for you or for this workspace. Open Roles of signers… to change this.',
  sign_not_enabled: () => 'Your Box plan does not include Box Sign. Ask your Box admin.',
  storage_full: () => 'Your Box account is full. Make room there or ask your Box admin, then try again.',
  policy_forbids: () =>
    "Your company's Box settings do not allow this for this file. Ask your Box admin, or choose another file.",
  box_refused: ({ reason }) =>
    `Box did not accept the request. Its reason was ${quoted(reason)}. Check the file and the signers; if it happens again, show this to your Box admin.`,
  box_unreachable: () => 'We tried for 15 minutes, but Box or Slack did not answer. Try again later.',
  outcome_unknown: () =>
    "We couldn't confirm with Box whether this was sent. It may have been. Ask a signer whether an email from Box arrived. If not, press Send again; if so, press Don't send again.",
  internal: ({ reference }) =>
    `Something went wrong on our side. Try again; if it happens again, tell the person who runs this app: ${clean(reference, 60)}.`,
};

const atFields: Sentences<FieldRefusal> = {
  colleagues_cannot_sign: ({ refused }) => notSigners(refused),
  ...refusedUploads,
  document_not_uploaded: () => 'Upload a file.',
  document_missing: () => 'Paste a link to a file in Box.',
  documents_too_many: ({ count, most }) =>
    `${count} files are too many. One request can have at most ${most}; remove some.`,
  document_twice: ({ text }) => sameFile(text),
  document_not_chosen: () => 'That is not a file. Choose one from the list, or give its Box link.',
  template_not_chosen: () => 'Choose one of your templates from the list.',
  template_not_read: () =>
    'The form does not show yet what this template asks for. Wait a moment, or press Ask again.',
  template_not_here: ({ why }) => enTemplate.barrier[why],
  role_missing: () => 'Say who this is: choose someone from your workspace, or enter an email address.',
  role_taken_twice: () => 'Only one person can take this role. Leave the other one out.',
  not_a_date: ({ text }) => `${quoted(text)} is not a date.`,
  value_emptied: ({ text }) =>
    `The template has ${quoted(text)} here, which cannot be emptied from Slack. Enter it again, or another value.`,
  not_a_tick: () => 'This can only be ticked or left blank.',
  document_not_a_link: ({ text }) => `${quoted(text)} is neither a Box link nor a file ID.`,
  document_other_service: ({ host }) =>
    `That link leads to ${clean(host, 60)}, not to Box. Paste a link to a file in Box.`,
  document_other_box_link: () =>
    'This is a Box link of a kind we cannot read. Open the file in Box and copy its link.',
  document_is_folder: () => 'That is a folder. Open the file and copy its link.',
  document_is_note: () => 'That is a Box Note, which cannot be signed. Save it as a PDF in Box first.',
  document_is_signing_link: () => 'That is a link to sign something. Open the file in Box and copy its link.',
  signers_missing: () => 'Name at least one signer.',
  signer_not_an_address: ({ texts }) => notAddresses(texts),
  signer_holds_invisible: ({ text }) =>
    `${quoted(text)} has a character in it that cannot be seen. Type the address again.`,
  signer_twice: ({ text }) => `${shownAddress(text, 80)} is here twice.`,
  signers_too_many: ({ count, most }) => tooMany(count, most),
  colleagues_cut: ({ count, most }) =>
    `${count} people are named, and a request takes at most ${most}. The first ${most} are chosen.`,
  folder_not_a_link: ({ text }) => `${quoted(text)} is neither a link to a Box folder nor a folder ID.`,
  folder_not_chosen: () => 'That is not a folder. Choose one from the list.',
  folder_is_root: () => 'Box cannot save signed copies in All Files itself. Choose a folder inside it.',
  folder_is_file: () => 'That is a file. Open the folder and copy its link.',
  expiry_out_of_range: ({ text, most }) =>
    `${quoted(text)} does not work here. Enter a number of days from 1 to ${most}, or leave it blank.`,
  marked_twice: () => 'Someone here is already chosen above. Choose one of the two.',
  nobody_signs: () => 'At least one person has to sign or approve.',
  group_of_one: () => 'Choose at least two people here, or nobody.',
  smart_card_alone: () => 'Box allows a smart card only when one person signs.',
  phone_missing_here: () => `Enter a phone number, such as ${examplePhone}.`,
  phones_missing: () =>
    'Someone here gets a code by text message, and their phone number is missing. Enter it under More options, Roles of signers….',
  phone_not_international: ({ text }) =>
    `${quoted(text)} has no country code. Begin with + and the code, as in ${examplePhone}.`,
  in_person_without_you: () =>
    'They sign on your screen, after you. Tick "I sign too" in the form, and do not choose yourself here.',
  in_person_without_link: () =>
    'They sign on your screen, after you. So you cannot get a copy only, or have an extra check.',
  roles_do_not_fit: () =>
    'What you chose under Roles of signers… no longer fits these people. Open it again, under More options.',
  order_missing: () => 'Press Roles of signers… and say when each person signs, or choose another order.',
  not_a_secure_address: ({ text }) => `"${text}" is not a complete address that begins with https://.`,
  ...rulesAtFields,
  text_too_long: ({ most }) => `This is too long. Use at most ${most} characters.`,
};

/** At most this many texts are quoted, because an error below a field has to be short. */
const mostQuoted = 3;
const mostNames = 8;

/** A sentence for each reason, with the names of the people whom it concerns. */
function notSigners(refused: readonly ColleagueRefusal[]): string {
  const said = Object.entries(severalColleagues).flatMap(([code, sentence]) => {
    const those = refused.filter((one) => one.code === code);
    const [only] = those;
    if (only && those.length === 1) return [sentenceFor(colleagues, only)];
    return those.length === 0
      ? []
      : [
          sentence(
            listed(
              those.map(({ name }) => named(name)),
              mostNames,
            ),
          ),
        ];
  });
  return said.join(' ');
}

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function notAddresses(texts: readonly string[]): string {
  if (texts.length === 1) return `${texts.map(quoted).join('')} is not an email address.`;
  return `${listed(texts.map(quoted), mostQuoted)} are not email addresses.`;
}

function tooMany(count: number, most: number): string {
  return `${count} people are too many. One request can have at most ${most}; remove some.`;
}

function sameFile(text: string): string {
  return `${quoted(text)} is here twice. Remove one of them.`;
}

/** Names the file before a sentence about it, as in `"a.pdf": `; empty when there is only one file. */
function filePrefix({ file }: { readonly file?: string }): string {
  return file === undefined ? '' : `${quoted(file)}: `;
}

/** The sentence for a refusal, from a table that has one for each code. */
function sentenceFor<T extends { readonly code: string }>(table: Sentences<T>, refusal: T): string {
  const sentence = table[refusal.code as T['code']] as (refusal: T) => string;
  return sentence(refusal);
}

const withCode = (opening: string, refusal: Refusal) =>
  `${opening} ${filePrefix(refusal)}${sentenceFor(reasons, refusal)} (${refusalCode(refusal)})`;

/** The sentence for an unknown outcome. A code other than `outcome_unknown` says why the latest try sent nothing. */
function unsure(refusal: Refusal): string {
  if (refusal.code === 'outcome_unknown') return `${sentenceFor(reasons, refusal)} (${refusalCode(refusal)})`;
  return `${withCode('Not sent again.', refusal)} The first one may have gone out all the same: ask a signer whether a mail from Box arrived.`;
}

export const enRefusals = {
  /** The sentence at the top of a form that is shown again. */
  onForm: (refusal: Refusal) =>
    refusal.code === 'outcome_unknown' ? `⚠️ ${unsure(refusal)}` : withCode('⚠️ Nothing was sent.', refusal),
  /** The state of a card that says Not sent; null: the reason for the refusal was not kept. */
  onCard: (refusal: Refusal | null) => {
    if (refusal === null) return 'Not sent; nobody was emailed.';
    return refusal.code === 'outcome_unknown'
      ? unsure(refusal)
      : withCode('Not sent; nobody was emailed.', refusal);
  },
  /** The state of a card on which it is not known whether the request was sent. */
  unsure,
  /** The sentence at a field of the form. */
  atField: (refusal: FieldRefusal) => `${filePrefix(refusal)}${sentenceFor(atFields, refusal)}`,
  /** The sentences at the top of the form about fields that are collapsed. */
  atFoldedField: (sentences: readonly string[]) => `⚠️ Nothing was sent. ${sentences.join(' ')}`,
};
