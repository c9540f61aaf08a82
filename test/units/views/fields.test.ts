/** What is read from fields, buttons and messages that come from Slack, and the entries of menus. */
import { describe, expect, it } from 'vitest';
import { shownAddress } from '../../../src/views/address.ts';
import { button, fileUrl, folderUrl, section, usableUrl } from '../../../src/views/blocks.ts';
import { cardIdOf, markedCard } from '../../../src/views/card-mark.ts';
import { uploadedFile } from '../../../src/views/create-form.ts';
import { fileEntry, templateEntry } from '../../../src/views/document-blocks.ts';
import { folderEntry, readFolderField } from '../../../src/views/folder-field.ts';
import { groupEntry } from '../../../src/views/group-field.ts';
import { helpSentences } from '../../../src/views/help.ts';
import { readShareModal, readWithdrawal } from '../../../src/views/share-modal.ts';
import { signRequestCard } from '../../../src/views/sign-request-card.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { withoutButtons } from '../../../src/views/without-buttons.ts';
import { aRequest, hours, tuesday } from './records.ts';
import { buttons, shown } from './shown.ts';

const t = texts('en-GB', 'Europe/Berlin');

describe('what Slack sends is read', () => {
  it('a file: by its name, else its title, else its id, and only with facts of the right kind', () => {
    expect(uploadedFile({ id: 'F1', name: 'a.pdf', title: 'A', size: 3, mode: 'hosted' })).toEqual({
      slackId: 'F1',
      name: 'a.pdf',
      size: 3,
      mode: 'hosted',
    });
    expect(uploadedFile({ id: 'F1', name: '', title: 'A', is_external: true, mode: 'hosted' })).toEqual({
      slackId: 'F1',
      name: 'A',
      size: null,
      mode: 'external',
    });
    expect(uploadedFile({ id: 'F1', name: 3, size: '3' })).toEqual({
      slackId: 'F1',
      name: 'F1',
      size: null,
      mode: null,
    });
  });

  it('a folder: the chosen one, none, the one before, or the text of an older form', () => {
    const before = { folder: 'https://app.box.com/folder/9', folderName: 'Before' };
    const chosen = { value: 'https://app.box.com/folder/8', text: { text: 'Chosen' } };
    expect(readFolderField(undefined, before)).toEqual(before);
    expect(readFolderField({ selected_options: [] }, before)).toEqual({ folder: '', folderName: '' });
    expect(readFolderField({}, before)).toEqual({ folder: '', folderName: '' });
    expect(readFolderField({ selected_options: [chosen] }, before)).toEqual({
      folder: chosen.value,
      folderName: 'Chosen',
    });
    expect(readFolderField({ value: ' 123 ' }, before)).toEqual({ folder: '123', folderName: '' });
  });

  it('a channel: only one that can be shared in, and names only if that was ticked', () => {
    const read = (selected_conversation: string, value: string) =>
      readShareModal({
        channel: { channel: { selected_conversation } },
        share_names: { share_names: { selected_options: [{ value }] } },
      });
    expect(readShareModal({})).toEqual({ channel: null, showsNames: false });
    expect(read('G01', 'no')).toEqual({ channel: 'G01', showsNames: false });
    expect(read('D01', 'yes')).toEqual({ channel: null, showsNames: true });
    expect(readWithdrawal('r1:C012')).toEqual({ requestId: 'r1', channel: 'C012' });
    expect(['r1:C012:x', 'r1', 'r1:U012', null].map(readWithdrawal)).toEqual([null, null, null, null]);
  });

  it('a message: the card it belongs to, if it is marked', () => {
    const card = { text: 'x', blocks: [section('x'), section('y')] };
    expect(cardIdOf(markedCard(card, 'card:1').blocks)).toBe('card:1');
    expect(cardIdOf(markedCard(card, 'other:1').blocks)).toBeNull();
    expect([cardIdOf(card.blocks), cardIdOf([])]).toEqual([null, null]);
    expect(markedCard({ text: 'x', blocks: [] }, 'card:1')).toEqual({ text: 'x', blocks: [] });
  });

  it('a message without its buttons keeps its text', () => {
    const press = button({ action: 'a', label: 'A' });
    const card = signRequestCard(aRequest(), { t, now: tuesday + hours(1) });
    const all = { text: card.text, blocks: [...card.blocks, section('Said', press)] };
    const left = withoutButtons(all);
    expect(left?.text).toBe(card.text);
    expect(buttons(left?.blocks ?? [])).toEqual([]);
    expect(shown(left?.blocks ?? [])).toEqual([...shown(card.blocks).slice(0, -1), 'Said']);
    expect(withoutButtons({ text: 'x', blocks: card.blocks.slice(-1) })).toBeNull();
  });
});

describe('an entry of a menu', () => {
  it('for a folder has its name, or its id, and the folder above it', () => {
    expect(folderEntry({ id: '9', name: '', parent: 'Above' }, t)).toMatchObject({
      text: { text: 'Folder 9' },
      value: 'https://app.box.com/folder/9',
      description: { text: 'Above' },
    });
    expect(folderEntry({ id: '9', name: 'A', parent: null }, t)).not.toHaveProperty('description');
    expect(folderEntry({ id: '../9', name: 'A', parent: null }, t)).toBeNull();
  });

  it('for a group has its name, or its id, and what people type for it', () => {
    expect(groupEntry({ id: 'S1', name: '', handle: 'legal' })).toMatchObject({
      text: { text: 'S1' },
      description: { text: '@legal' },
    });
    expect(groupEntry({ id: 'S1', name: 'Legal' })).not.toHaveProperty('description');
    expect(groupEntry({ id: 'S/1', name: 'Legal' })).toBeNull();
  });

  it('for a file or template is left out only when its link or id is too long for Slack', () => {
    const linkOf = (length: number) => 'https://app.box.com/s/'.padEnd(length, 'x');
    const value = (length: number) => fileEntry({ name: 'A', folder: null, link: linkOf(length) }, t)?.value;
    expect([75, 76, 83].map(value)).toEqual([linkOf(75), linkOf(76).slice(8), linkOf(83).slice(8)]);
    expect(value(84)).toBeUndefined();
    expect(fileEntry({ name: 'A', folder: 'In', link: linkOf(30) }, t)?.description?.text).toBe('In');
    expect(fileEntry({ name: 'A', folder: null, link: 'ftp://a' }, t)).toBeNull();
    expect(templateEntry({ id: 'x'.repeat(75), name: 'A' }, t)?.text.text).toBe('A');
    expect(templateEntry({ id: 'x'.repeat(76), name: 'A' }, t)).toBeNull();
  });
});

describe('what can be opened', () => {
  it('is a page of the web, within the length that we allow', () => {
    const urlOf = (length: number) => 'https://a.example/'.padEnd(length, 'x');
    expect(usableUrl(urlOf(2000))).toBe(urlOf(2000));
    expect([urlOf(2001), 'ftp://a', 'https://a b', 'https://', null].map(usableUrl)).toEqual(
      Array(5).fill(null),
    );
  });

  it('is a file or folder whose id can be one', () => {
    expect(fileUrl('x'.repeat(64))).toContain('/file/');
    expect(folderUrl('x'.repeat(48))).toContain('/folder/');
    expect([fileUrl('x'.repeat(65)), fileUrl(''), folderUrl('x'.repeat(49)), folderUrl('a/b')]).toEqual(
      Array(4).fill(null),
    );
  });
});

describe('small texts', () => {
  it('an address with foreign letters in its domain is shown in both forms', () => {
    expect(shownAddress('bo@bücher.example', 60)).toBe('bo@bücher.example (xn--bcher-kva.example)');
    expect([shownAddress('bo@client.com', 60), shownAddress(null, 60)]).toEqual(['bo@client.com', '']);
  });

  it('help is named once', () => {
    const help = 'Type "/sign help" to see what you can do.';
    expect(helpSentences('/sign', null, t)).toEqual([help]);
    expect(helpSentences('/sign', '/sign list', t)).toEqual(['Did you mean "/sign list"?', help]);
    expect(helpSentences('/sign', '/sign help', t)).toEqual(['Did you mean "/sign help"?']);
  });
});
