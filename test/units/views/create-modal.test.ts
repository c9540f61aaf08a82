import type { InputBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyForm, type FormValues, noForm } from '../../../src/signing/form.ts';
import type { Refusal } from '../../../src/signing/refusals.ts';

import { actions } from '../../../src/views/actions.ts';
import { fieldErrors, filledInMessageBlock, ids, readCreateModal } from '../../../src/views/create-form.ts';
import { readCreateMetadata } from '../../../src/views/create-metadata.ts';
import { createModal } from '../../../src/views/create-modal.ts';
import { withRecent } from '../../../src/views/recent-signers.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { every } from './limits.ts';
import { aRequest, bo, refusalOf, tuesday } from './records.ts';
import { buttons, shown } from './shown.ts';

const t = texts(null, null);

const filled: FormValues = {
  ...noForm,
  document: 'https://app.box.com/file/111',
  colleagues: ['U0BO', 'U0CY'],
  others: 'bo@client.com, cy@client.com',
  iSignToo: true,
  delivery: 'direct',
  message: 'Please sign.\nThank you.',
  name: 'NDA',
  folder: 'https://app.box.com/folder/222',
  folderName: 'Signed',
  daysValid: '12',
  reminders: false,
  subject: 'NDA',
};

function form(values: FormValues, more: Partial<Parameters<typeof createModal>[0]> = {}) {
  return createModal({
    draftId: 'draft-1',
    values,
    connection: { state: 'connected', login: 'ana@acme.com' },
    expanded: false,
    problem: null,
    defaultFolder: null,
    canUpload: true,
    t,
    ...more,
  });
}

/** The state that Slack sends when a person submits a view unchanged. */
function stateOf(view: ReturnType<typeof createModal>) {
  const values: Record<string, Record<string, object>> = {};
  for (const block of view.blocks) {
    if (block.type !== 'input' || !('element' in block) || block.block_id === undefined) continue;
    const element = block.element as unknown as Record<string, unknown>;
    values[block.block_id] = {
      [String(element['action_id'])]: {
        type: element['type'],
        value: element['initial_value'] ?? null,
        selected_users: element['initial_users'] ?? [],
        selected_options: element['initial_options'] ?? [],
        selected_option: element['initial_option'] ?? null,
      },
    };
  }
  return values;
}

describe('the form', () => {
  it('the fields are in this order', () => {
    const { blocks } = form(emptyForm);
    expect(every(blocks, 'block_id')).toEqual([
      'document_way',
      'document',
      'colleagues',
      'others',
      'i_sign_too',
      'delivery',
      'message',
      'buttons',
    ]);
    expect(shown(blocks)[0]).toBe('Sending as ana@acme.com in Box');
    expect(shown(blocks)).toContain(
      'Expires after 30 days · Box reminds on days 3, 8, 13, 18 · Signed copy is saved next to the original (or in My Sign Requests). Anyone with access to that folder can see it.',
    );
    expect(buttons(blocks.slice(-1))).toEqual(['More options']);
  });

  it('name, folder, expiry, reminders and subject replace the button when wanted', () => {
    const { blocks } = form(emptyForm, { expanded: true });
    expect(every(blocks, 'block_id').slice(7)).toEqual([
      'name',
      'order',
      'folder',
      'daysValid',
      'reminders',
      'subject',
      'buttons',
    ]);
    expect(buttons(blocks.slice(-1))).toEqual(['Roles of signers…', 'Rarely needed…']);
  });

  it('the form reads back the values it was drawn with', () => {
    for (const values of [emptyForm, filled]) {
      expect(
        readCreateModal(stateOf(form(values, { expanded: true })), emptyForm, {
          way: values.way,
          templateId: null,
        }),
      ).toEqual(values);
    }
  });

  it('folded fields keep their earlier values', () => {
    const read = readCreateModal(stateOf(form({ ...filled, message: 'New' })), filled, {
      way: 'link',
      templateId: null,
    });
    expect(read).toEqual({ ...filled, message: 'New' });
  });

  it('an emptied field is read as empty', () => {
    const read = readCreateModal(stateOf(form(emptyForm, { expanded: true })), filled, {
      way: 'link',
      templateId: null,
    });
    expect(read).toEqual(emptyForm);
  });

  it('typed text is trimmed', () => {
    const state = { document: { document: { value: '  123 \n' } } };
    expect(readCreateModal(state, emptyForm, { way: 'link', templateId: null }).document).toBe('123');
  });

  it('a form that comes back begins with the reason, and keeps everything', () => {
    const { blocks } = form(filled, { problem: refusalOf('document_no_download', '', 403) });
    expect(shown(blocks)[0]).toBe(
      '⚠️ Nothing was sent. You can see this file but not download it. Ask its owner, or paste another link. (BX-403)',
    );
    expect(
      readCreateModal(stateOf({ ...form(filled), blocks }), filled, { way: 'link', templateId: null }),
    ).toEqual(filled);
  });

  it('the form says when there is no connection', () => {
    const first = (canConnect: boolean) =>
      shown(form(emptyForm, { connection: { state: 'none', canConnect } }).blocks)[0];
    expect(first(false)).toBe(
      'Not connected to Box, so nothing can be sent from here. Ask the person who runs this app.',
    );
    expect(first(true)).toBe(
      'Not connected to Box. Fill this in; you connect when you press Continue. [Connect Box]',
    );
  });

  it('the form names the configured folder for signed copies', () => {
    const summary = (defaultFolder: string) => shown(form(emptyForm, { defaultFolder }).blocks).join();
    expect(summary('Contracts / Signed')).toContain('Signed copy is saved in Contracts / Signed. Anyone');
    expect(summary('\u200b')).toContain('Signed copy is saved in the folder your admin chose. Anyone');
  });
});

describe('the form’s top', () => {
  const top = (more: Partial<Parameters<typeof createModal>[0]>, values = emptyForm) =>
    shown(form(values, more).blocks);
  const sending = 'Sending as ana@acme.com in Box';

  it('says what happens to the request that is changed, and to its signatures', () => {
    const signed = { ...bo, decision: 'signed' as const, decidedAt: tuesday };
    expect(top({ changing: aRequest() }).slice(0, 2)).toEqual([
      'The old request is cancelled when the new one has gone out.',
      sending,
    ]);
    const changing = aRequest({ signers: [signed] });
    expect(top({ changing }).slice(0, 2)).toEqual([
      'Bo Lee would have to sign again. To keep what was signed, edit the request in Box. Otherwise the old request is cancelled when the new one has gone out.',
      '[Edit in Box]',
    ]);
    expect(top({ changing: aRequest({ signers: [signed], details: { files: [] } }) })[1]).toBe(sending);
  });

  it('says what of a message was not used, and that it has no document while there is none', () => {
    const notUsed = { words: 'hello', groups: ['@legal'], isLinkLeftOut: true, missing: 'link' } as const;
    expect(top({ notUsed }).slice(0, 5)).toEqual([
      'That message has no Box link. Paste one here.',
      '@legal is a group, and a group cannot sign. Choose its members instead.',
      'Not used: hello [Use as message]',
      'A signing link was left out, because anyone who has it can open the document.',
      sending,
    ]);
    const nothing = { words: '', groups: [], isLinkLeftOut: false };
    expect(top({ notUsed: { ...nothing, missing: 'file' } }, filled)[0]).toBe(sending);
    const readBack = (given: object) =>
      readCreateMetadata(JSON.stringify({ draftId: 'd', notUsed: given }))?.notUsed;
    expect(readBack({ words: 'a', groups: [1], isLinkLeftOut: 'x', missing: 'zz' })).toEqual({
      words: 'a',
      groups: ['1'],
      isLinkLeftOut: false,
      missing: null,
    });
    expect([readBack({ words: 1, groups: [] }), readBack({ words: '' })]).toEqual([null, null]);
  });

  it('has the operator’s reference below a refusal, unless the sentence has it', () => {
    const refused = (code: 'box_unreachable' | 'internal') =>
      top({ problem: { ...refusalOf(code, ''), reference: '1a2b3c4d' } as Refusal }).slice(0, 2);
    expect(refused('box_unreachable')[1]).toBe('Reference: 1a2b3c4d');
    expect(refused('internal')).toEqual([expect.stringContaining('1a2b3c4d'), sending]);
  });

  it('says with the missing connection that the form was refused for it', () => {
    const connection = { state: 'none', canConnect: true } as const;
    const [first, second] = top({ connection, problem: { code: 'not_connected' } });
    expect(first).toMatch(/Your Box account was not connected\. .* \[Connect Box\]$/);
    expect(second).not.toContain('not connected');
  });
});

describe('the form offers', () => {
  it('uploads only where the app may read them, and to replace those that were chosen', () => {
    const ways = (canUpload: boolean) => JSON.stringify(form(emptyForm, { canUpload }).blocks);
    expect(ways(true)).toContain('"value":"upload"');
    expect(ways(false)).not.toContain('"value":"upload"');
    const upload = { ...emptyForm, way: 'upload' as const };
    expect(every(form(upload, { canUpload: false }).blocks, 'block_id')).toContain('document');
    const uploads = ['a.pdf', ''].map((name, index) => ({ slackId: `F${index}`, name }));
    const shownOf = (count: number) => shown(form({ ...upload, uploads: uploads.slice(0, count) }).blocks);
    expect(shownOf(1)).toContain('a.pdf [Replace]');
    expect(shownOf(2)).toContain('1. a.pdf · 2. A file without a name [Replace]');
  });

  it('recent signers by a button, and in a menu once it was pressed, but not for a template', () => {
    const recent = [{ who: 'U0BO', name: 'Bo Lee' }];
    const last = (more: object, values = emptyForm) => shown(form(values, { recent, ...more }).blocks).at(-1);
    expect(last({})).toBe('[More options] [Recent signers…]');
    expect(last({ isRecentShown: true })).toBe('[More options]');
    expect(last({}, { ...emptyForm, way: 'template' })).toBe('[More options]');
    expect(last({ expanded: true })).toContain('[Recent signers…]');
    const tooLong = [
      { who: 'x'.repeat(76), name: 'Bo Lee' },
      { who: 'U0BO', name: '' },
    ];
    expect(last({ recent: tooLong })).toBe('[More options]');
    expect(last({ recent: [{ who: 'x'.repeat(75), name: 'Bo Lee' }] })).toContain('Recent signers');
  });

  it('each recent signer who was chosen once, beside those who were picked or typed', () => {
    const selected_options = ['U1', 'U2', 'BO@client.com', 'dee@client.com'].map((value) => ({ value }));
    const both = withRecent({ colleagues: ['U1'], others: 'bo@client.com' }, { selected_options });
    expect(both).toEqual({ colleagues: ['U1', 'U2'], others: 'bo@client.com, dee@client.com' });
    const typed = { colleagues: [], others: 'bo@client.com' };
    expect(withRecent(typed, undefined)).toEqual(typed);
    expect(withRecent({ ...typed, others: '' }, { selected_options }).others).toBe(
      'BO@client.com, dee@client.com',
    );
  });

  it('a line that sums up what is folded', () => {
    const values = { ...emptyForm, daysValid: '1', reminders: false, folder: '9', folderName: '' };
    expect(shown(form(values).blocks).at(-2)).toBe(
      'Expires after 1 day · no reminders · Signed copy is saved in the folder you chose. Anyone with access to that folder can see it.',
    );
  });
});

describe('a refusal at the top of the form', () => {
  const inputsOf = (view: ReturnType<typeof form>) =>
    view.blocks.filter((block): block is InputBlock => block.type === 'input');
  const inputs = (view: ReturnType<typeof form>) => inputsOf(view).map(({ block_id }) => block_id);
  const reporting = (view: ReturnType<typeof form>) =>
    inputsOf(view).flatMap(({ block_id, dispatch_action }) => (dispatch_action ? [block_id] : []));

  it.each<[Refusal, readonly string[]]>([
    [{ code: 'document_not_found' }, ['document']],
    [{ code: 'policy_forbids' }, ['document']],
    [{ code: 'folder_not_writable' }, ['folder']],
    [{ code: 'signer_twice', text: 'bo@client.com' }, ['colleagues', 'others', 'i_sign_too']],
    [{ code: 'sign_not_enabled' }, []],
  ])('has the fields that can mend it report their changes, and no others: %o', (problem, fields) => {
    expect(reporting(form(emptyForm, { expanded: true, problem }))).toEqual(fields);
    expect(reporting(form(emptyForm, { expanded: true, problem, isCorrected: true }))).toEqual([]);
  });

  it('the refusal is gone if it was a missing connection and there is one now', () => {
    const problem = { code: 'not_connected' } as const;
    expect(shown(form(emptyForm, { problem }).blocks).join()).not.toContain('not connected');
    const connection = { state: 'none', canConnect: false } as const;
    expect(shown(form(emptyForm, { problem, connection }).blocks).join()).toContain('was not connected');
  });

  it('all fields report changes if Box does not say which one is wrong', () => {
    const view = form(emptyForm, { expanded: true, problem: { code: 'box_refused', reason: 'x' } });
    expect(reporting(view)).toEqual(inputs(view));
  });

  it('the message field reports changes under the new id that a filled value gives it', () => {
    const fields = { message: { code: 'text_too_long', most: 5 } } as const;
    expect(reporting(form(emptyForm, { fields, isMessageFilledIn: true }))).toEqual(['message_filled_in']);
  });

  it('the reporting ids are ids of no button', () => {
    const buttons: readonly string[] = Object.values(actions);
    expect([...Object.values(ids), filledInMessageBlock].filter((id) => buttons.includes(id))).toEqual([]);
  });
});

describe('the form’s metadata', () => {
  it('metadata is read back as it was written', () => {
    for (const expanded of [true, false]) {
      const view = form(emptyForm, { expanded });
      expect(readCreateMetadata(view.private_metadata ?? '')).toEqual({
        draftId: 'draft-1',
        expanded,
        isMessageFilledIn: false,
        isRecentShown: false,
        way: 'link',
        templateId: null,
        isCorrected: false,
        notUsed: null,
      });
      expect(view.notify_on_close).toBe(true);
    }
  });

  it('metadata that is not ours reads as null', () => {
    for (const odd of ['', '{', 'null', '[]', '"x"', '{"draftId":1}'])
      expect(readCreateMetadata(odd)).toBeNull();
    fc.assert(
      fc.property(fc.json(), (json) => {
        readCreateMetadata(json);
      }),
    );
  });
});

describe('refusals at fields', () => {
  it('a refusal is at the block of its field', () => {
    const { errors, needsExpanded } = fieldErrors(
      {
        others: { code: 'signer_not_an_address', texts: ['bo@client'] },
        document: { code: 'document_is_folder' },
      },
      { isMessageFilledIn: false, way: 'link', templateId: null },
      t,
    );
    expect(errors).toEqual({
      others: '"bo@client" is not an email address.',
      document: 'That is a folder. Open the file and copy its link.',
    });
    expect(needsExpanded).toBe(false);
    const drawn = every(form(emptyForm).blocks, 'block_id');
    expect(Object.keys(errors).every((id) => drawn.includes(id))).toBe(true);
  });

  it('a refusal of a folded field opens the form and is at the top', () => {
    const fields = { daysValid: { code: 'expiry_out_of_range', text: '900', most: 730 } } as const;
    expect(
      fieldErrors(fields, { isMessageFilledIn: false, way: 'link', templateId: null }, t).needsExpanded,
    ).toBe(true);
    const { blocks } = form(filled, { expanded: true, fields });
    expect(shown(blocks)[0]).toContain('"900" does not work here. Enter a number of days from 1 to 730');
    expect(every(blocks, 'block_id')).toContain('daysValid');
  });
});
