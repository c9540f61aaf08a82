/** English: why a file from Slack cannot be signed, and what to do about it. */
import { clean } from '../clean.ts';

/** Sentences for refusals that follow from what Slack says about the file. */
export const refusedUploads = {
  upload_external: () =>
    'This file is stored outside Slack, which has only a link to it. Download it, then upload it here.',
  upload_gone: () => 'This file is no longer in Slack. Upload it again.',
  upload_not_a_file: () =>
    'This is a Slack snippet, post or canvas, which cannot be signed. Save it as a PDF, then upload it here.',
  upload_empty: () => 'This file is empty. Upload one that has something in it.',
  upload_too_large: ({ most }: { readonly most: number }) =>
    `This file is larger than ${most} MB, which is too large to come from Slack. Put it in Box and paste its link.`,
  upload_wrong_type: ({ extension }: { readonly extension: string }) =>
    `Box Sign does not accept .${clean(extension, 20)} files. Save it as a PDF, then upload it here.`,
};

/** Sentences for refusals that are known only once the file is read or uploaded. */
export const failedUploads = {
  upload_not_readable: () =>
    'Slack does not let us read this file. It may belong to another company, or to a conversation without this app. Download it, then upload it here.',
  upload_not_allowed: () =>
    'This app may not read files in Slack. Put the file in Box and paste its link, or ask the person who runs this app for the permission files:read.',
  upload_over_plan: () =>
    'Your Box plan does not take files of this size. Make it smaller, or ask your Box admin.',
};
