/** The English texts of the document in the form, when it is searched for or uploaded. */
export const enDocument = {
  heading: '*Document*',
  ways: { link: 'Box link', search: 'Search Box', upload: 'Upload', template: 'Template' },
  upload: 'Upload',
  uploadHint: 'Up to 10 MB each. Put a larger file in Box and paste its link.',
  replace: 'Replace',
  placeholder: 'First letters of its name',
  hint: 'Box finds a new file after about 10 minutes. Until then, use its link.',
  unnamed: 'A file without a name',
  /** Notes that are shown as the only entry of the menu. Each has at most 75 characters. */
  notes: {
    slow: 'Box has not answered yet. Keep typing, or use the link.',
    refused: 'Box refused the search. Use the link instead.',
    badLink: 'No file to sign behind this link. Paste it as a Box link to see why.',
    notConnected: 'Not connected to Box, so there is nothing to search.',
  },
};
