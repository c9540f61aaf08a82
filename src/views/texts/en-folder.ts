/** The English texts of the field for the folder of the signed copy. */
export const enFolderField = {
  placeholder: 'First letters of its name, or a link',
  unnamed: (id: string) => `Folder ${id}`,
  /** Notes that are shown as the only entry of the menu. Each has at most 75 characters. */
  notes: {
    slow: 'Box has not answered yet. Keep typing, or paste the link of a folder.',
    refused: 'Box refused the search. Paste the link of a folder instead.',
    badLink: 'This link leads to no folder that you can add files to.',
    notConnected: 'Not connected to Box. Paste the link of a folder.',
  },
};
