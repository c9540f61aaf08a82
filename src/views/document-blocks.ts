/** The document in the form: the choice of how it is given, the field for it, and the entries of the search menus. */
import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { DocumentWay, FormValues } from '../signing/form.ts';
import { noChoice } from '../signing/options.ts';
import { maxSources } from '../signing/sources.ts';
import { actions } from './actions.ts';
import { button, menuOption, nameOr, plainText, usableUrl } from './blocks.ts';
import { ids } from './create-form.ts';
import { fileInput, searchInput, searchOneInput, textInput, withChangesReported } from './inputs.ts';
import type { Texts } from './texts/index.ts';

/** Longest text of the document field: room for ten Box links. */
const longestDocument = 3000;
/** Longest file name that is shown, in UTF-16 units, so that ten names fit into one block. */
const longestShownName = 200;
/** Slack's limit for an entry's text, description and value. */
const entryLimit = 75;

/** The choice of how the document is given, and the field for the chosen way. */
export function documentBlocks(values: FormValues, offered: readonly DocumentWay[], t: Texts): KnownBlock[] {
  const ways = offered.map((way) => menuOption(t.document.ways[way], way));
  const chosen = ways.find(({ value }) => value === values.way);
  return [
    {
      type: 'section',
      block_id: actions.documentWay,
      text: { type: 'mrkdwn', text: t.document.heading, verbatim: true },
      accessory: {
        type: 'static_select',
        action_id: actions.documentWay,
        options: ways,
        ...(chosen && { initial_option: chosen }),
      },
    },
    fieldFor[values.way](values, t),
  ];
}

/** Draws the field for each way to give the document. */
const fieldFor: Readonly<Record<DocumentWay, (values: FormValues, t: Texts) => KnownBlock>> = {
  link: ({ document }, t) =>
    textInput(ids.document, t.form.document, document, {
      most: longestDocument,
      isRequired: true,
      placeholder: t.form.documentPlaceholder,
    }),
  search: ({ found }, t) =>
    searchInput(ids.found, t.document.ways.search, {
      // Slack accepts no two entries with the same value.
      chosen: [...new Map(found.map((file) => [file.link, file])).values()].flatMap(
        (file) => fileEntry({ ...file, folder: null }, t) ?? [],
      ),
      most: maxSources,
      placeholder: t.document.placeholder,
      hint: t.document.hint,
    }),
  upload: uploadBlock,
  // Reports its changes, because the fields below depend on the template.
  template: ({ template }, t) =>
    withChangesReported(
      searchOneInput(ids.template, t.document.ways.template, {
        chosen: template ? templateEntry(template, t) : null,
        placeholder: t.template.placeholder,
        hint: t.template.hint,
      }),
    ),
};

/**
 * The field for files. Slack cannot fill it in again, so once files were chosen, their names and the button Replace are
 * shown instead of it.
 */
function uploadBlock({ uploads }: FormValues, t: Texts): KnownBlock {
  if (uploads.length === 0)
    return fileInput(ids.upload, t.document.upload, maxSources, t.document.uploadHint);
  const names = uploads.map(({ name }) => nameOr(name, t.document.unnamed, longestShownName));
  return {
    type: 'section',
    block_id: actions.replaceUpload,
    text: plainText(names.length === 1 ? names.join('') : t.details.numbered(names)),
    accessory: button({ action: actions.replaceUpload, label: t.document.replace }),
  };
}

/** An entry for a template; null when its id is too long for Slack. */
export function templateEntry(
  { id, name }: { readonly id: string; readonly name: string },
  t: Texts,
): PlainTextOption | null {
  if (id.length > entryLimit) return null;
  return { text: plainText(nameOr(name, t.template.unnamed, entryLimit)), value: id };
}

/** An entry for a file; null when its link is unusable or too long for Slack. */
export function fileEntry(
  file: { readonly name: string; readonly folder: string | null; readonly link: string },
  t: Texts,
): PlainTextOption | null {
  // Links without `https://` are read as well, so a long one is stored without it.
  const value = file.link.length > entryLimit ? file.link.replace(/^https:\/\//, '') : file.link;
  if (usableUrl(file.link) === null || value.length > entryLimit) return null;
  const folder = nameOr(file.folder, '', entryLimit);
  return {
    text: plainText(nameOr(file.name, t.document.unnamed, entryLimit)),
    value,
    ...(folder !== '' && { description: plainText(folder) }),
  };
}

/** A menu entry that says why nothing is listed. Slack lets people choose it; the form then refuses it. */
export function searchNote(sentence: string): PlainTextOption {
  return { text: plainText(sentence, entryLimit), value: noChoice };
}
