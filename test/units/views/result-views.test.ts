import { describe, expect, it } from 'vitest';
import { actions, callbacks } from '../../../src/views/actions.ts';
import { helpMessage, unknownCommandMessage } from '../../../src/views/help.ts';
import { apologyMessage, readyNote } from '../../../src/views/note.ts';
import { choiceMessage, stateBelow } from '../../../src/views/request-choice.ts';
import {
  checkView,
  readResultMetadata,
  readyView,
  sentView,
  slowView,
  unsureView,
  workingView,
} from '../../../src/views/result-views.ts';
import { sameAgainView } from '../../../src/views/same-again.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { every } from './limits.ts';
import { ana, aRequest, aSigner, cy, tuesday } from './records.ts';
import { buttons, shown } from './shown.ts';

const t = texts('en-GB', 'Europe/Berlin', () => tuesday + 30 * 24 * 3_600_000);
const prepareUrl = 'https://app.box.com/sign/document/x/prepare_doc';
const preparing = aRequest({ state: 'created', prepareUrl, sentAt: null });

describe('callback ids', () => {
  it('callback ids are unique', () => {
    for (const ids of [Object.values(actions), Object.values(callbacks)] as string[][]) {
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe('result views', () => {
  it('result views have the request’s id, and nothing else of it', () => {
    const record = aRequest();
    for (const draw of [workingView, slowView, readyView, sentView, checkView, unsureView]) {
      expect(draw(record, t).private_metadata).toBe(JSON.stringify({ requestId: record.id }));
      expect(readResultMetadata(draw(record, t).private_metadata ?? '')).toEqual({ requestId: record.id });
    }
    expect(readResultMetadata('{"requestId":3}')).toBeNull();
  });

  it('a result view is reported as closed only while something is still to come', () => {
    const telling = [workingView, slowView, checkView].map((draw) => draw(preparing, t).notify_on_close);
    const silent = [readyView, sentView, unsureView].map((draw) => draw(preparing, t).notify_on_close);
    expect([telling, silent]).toEqual([
      [true, true, true],
      [false, false, false],
    ]);
  });

  it('the result has the link to place the fields', () => {
    const { blocks } = readyView(preparing, t);
    expect(shown(blocks)[0]).toBe(
      'Nobody has been emailed yet. Place the fields in Box, then press Send there.',
    );
    expect(buttons(blocks)).toEqual(['Place the fields', 'All my requests']);
    expect(every(blocks, 'url')).toContain(prepareUrl);
  });

  it('the result says to how many it was sent, or else how it stands', () => {
    expect(shown(sentView(aRequest(), t).blocks)[0]).toBe('✅ Sent to 2 people.');
    const inTurn = aRequest({ signers: [aSigner(), { ...cy, order: 2 }] });
    expect(shown(sentView(inTurn, t).blocks)[0]).toBe('✅ Sent to 1 person. Goes to 1 more later, in turn.');
    expect(shown(sentView(aRequest({ state: 'declined' }), t).blocks)[0]).toContain('Declined');
    expect(shown(sentView(aRequest({ state: 'created' }), t).blocks)[0]).toContain(
      'Nobody has been emailed yet',
    );
  });
});

describe('the check', () => {
  const record = aRequest({ state: 'to_check', signers: [aSigner(), cy, ana] });

  it('the check names file, folder, last change and every recipient with address', () => {
    const view = checkView(record, t, { folder: 'Drafts', changedAt: tuesday });
    expect(shown(view.blocks)).toEqual([
      'NDA Acme.pdf',
      'File is in Drafts · Signed copy goes to Contracts · file last changed 17 Nov 2026 at 10:10',
      'Goes to bo@client.com, Cy Ng (cy@acme.com) and you (ana@acme.com) when you press Send now.',
      'Expires: 30 Nov 2026 at 13:00',
      'Reminders: on days 3, 8, 13 and 18',
      '[Change something]',
    ]);
    expect(view.submit?.text).toBe('Send now');
  });

  it.each([
    ['on turn', {}, 'Goes to these 35 people when you press Send now:'],
    ['later', { order: 2 }, 'Goes to these 35 people later, in turn:'],
    ['with a copy', { role: 'final_copy_reader' }, 'Only a copy, at the end, to these 35 people:'],
  ] as const)('the check lists more than three recipients %s completely', (_, more, heading) => {
    const signers = Array.from({ length: 35 }, (_, index) => aSigner({ email: `p${index}@x.com`, ...more }));
    const first = 'role' in more || 'order' in more ? [cy] : [];
    const lines = shown(checkView({ ...record, signers: [...first, ...signers] }, t).blocks);
    expect(lines).toContain(heading);
    expect(lines).toEqual(expect.arrayContaining(signers.map(({ email }) => email)));
  });
});

describe('the check also says', () => {
  const lines = (changes: Parameters<typeof aRequest>[0], about?: Parameters<typeof checkView>[2]) =>
    shown(checkView(aRequest({ state: 'to_check', signers: [aSigner()], ...changes }), t, about).blocks);
  const noFacts = { folder: null, changedAt: null };

  it('where the signed copy goes, and where the file is if that is elsewhere', () => {
    const byDefault = 'Signed copy is saved next to the original (or in My Sign Requests)';
    expect(lines({ details: { folder: null } })[1]).toBe(byDefault);
    const inRoot = { folder: null, isFileInRoot: true };
    expect(lines({ details: inRoot }, { ...noFacts, folder: 'Drafts' })[1]).toBe(
      'File is in Drafts · Signed copy goes to My Sign Requests, a folder that Box creates for you',
    );
    expect(lines({ details: { fileModifiedAt: tuesday } }, { ...noFacts, folder: 'Contracts' })[1]).toBe(
      'Signed copy goes to Contracts · file last changed 17 Nov 2026 at 10:10',
    );
  });

  it('what happens to the request that it replaces, and who would have to sign again', () => {
    const replaced = (signers: Parameters<typeof aRequest>[0]) =>
      lines({}, { ...noFacts, replaced: aRequest(signers) })[1];
    expect(replaced({ signers: [aSigner()] })).toBe(
      'The old request is cancelled when the new one has gone out.',
    );
    expect(replaced({ signers: [aSigner(), { ...cy, decision: 'signed' }] })).toBe(
      'Cy Ng would have to sign again: the old request is cancelled when the new one has gone out.',
    );
  });

  it('a long address in full, once', () => {
    const email = `${'eve.longname'.repeat(4)}@subsidiary.client-company.example.com`;
    expect(lines({ signers: [aSigner({ email, name: '' })] })).toContain(
      `Goes to ${email} when you press Send now.`,
    );
  });

  it('from which account it is sent, with a warning if that is not the person’s own address', () => {
    const sentAs = (login: string, isOwnAddress: boolean) =>
      lines({}, { ...noFacts, sender: { login, isOwnAddress } }).at(-2);
    expect(sentAs('ana@acme.com', true)).toBe('Sending as ana@acme.com.');
    expect(sentAs('dee@acme.com', false)).toBe(
      '⚠️ Sending as dee@acme.com: that Box account does not use your Slack email address.',
    );
    expect(sentAs('', true)).toBe('Reminders: on days 3, 8, 13 and 18');
  });

  it('who comes later or gets only a copy, a chosen name, and the files', () => {
    const reader = aSigner({ role: 'final_copy_reader', email: 'eve@x.com' });
    const signers = [aSigner(), { ...cy, order: 2 }, reader];
    const form = { ...aRequest().form, name: 'Deal' };
    expect(lines({ form, signers }).slice(2, 7)).toEqual([
      'Goes to bo@client.com when you press Send now.',
      'Goes to Cy Ng (cy@acme.com) later, in turn.',
      'Only a copy, at the end: eve@x.com.',
      'Name: Deal',
      'Document: NDA Acme.pdf',
    ]);
    const moreFiles = [{ id: '4', name: 'Annex.pdf' }];
    expect(lines({ details: { moreFiles } })[3]).toBe('Documents: 1. NDA Acme.pdf · 2. Annex.pdf');
  });

  it('that Box has given no link for the fields yet', () => {
    const { blocks } = readyView(aRequest({ state: 'created', sentAt: null }), t);
    expect(shown(blocks).slice(2)).toEqual([
      'Bo Lee, Cy Ng',
      '[All my requests]',
      'Box has not given us the link yet. It will appear on the card in your messages with Sign.',
    ]);
  });
});

describe('the view of a repeated request', () => {
  it.each([
    [-1, 'a moment ago'],
    [59_999, 'a moment ago'],
    [60_000, 'a minute ago'],
    [120_000, '2 minutes ago'],
  ])('the view counts whole minutes: after %i ms', (later, said) => {
    const again = { draftId: 'draft-2', now: tuesday + later };
    expect(shown(sameAgainView(aRequest(), again, t).blocks)[0]).toContain(` ${said}.`);
  });

  it('the view says that the first may have been sent, was changed since, or is being changed', () => {
    const seen = (changes: Parameters<typeof aRequest>[0], why?: 'being_changed' | 'changed_since') =>
      shown(sameAgainView(aRequest(changes), { draftId: 'd', now: tuesday, ...(why && { why }) }, t).blocks);
    const direct = { ...aRequest().form, delivery: 'direct' as const };
    expect(seen({ state: 'creating', form: direct })[0]).toContain('It may have been sent.');
    expect(seen({}, 'changed_since')).toEqual([
      expect.stringContaining('without your later changes'),
      '[Show that request] [Send another request]',
    ]);
    expect(seen({}, 'being_changed')).toEqual([
      expect.stringContaining('You are already changing this request'),
      '[Show that request]',
    ]);
  });

  it('the view says whether the first request was sent', () => {
    const again = { draftId: 'draft-2', now: tuesday + 119_000 };
    expect(shown(sameAgainView(aRequest(), again, t).blocks)).toEqual([
      'You sent the same document to the same people a minute ago.',
      '[Show that request] [Send another request]',
    ]);
    expect(shown(sameAgainView(preparing, again, t).blocks)[0]).toContain('Nobody has been emailed yet');
    expect(every(sameAgainView(aRequest(), again, t).blocks, 'value')).toEqual([aRequest().id, 'draft-2']);
  });
});

describe('small messages', () => {
  it('a choice says which request is past its expiry', () => {
    const parts = { sentences: [], records: [aRequest()], line: stateBelow(t), action: 'details', label: '' };
    expect(choiceMessage(parts, t, tuesday).text).toContain('Nobody has opened it');
    expect(choiceMessage(parts, t, tuesday + 30 * 24 * 3_600_000).text).toContain('⌛ Expired 30 Nov 2026');
  });

  it('the note has the link; without fields to place there is no note', () => {
    const note = readyNote(preparing, t);
    expect(shown(note?.blocks ?? [])).toEqual(['NDA Acme.pdf is ready. [Place the fields]']);
    expect(readyNote(aRequest({ prepareUrl }), t)).toBeNull();
  });

  it('the error message names the request and the reference', () => {
    expect(apologyMessage(preparing, 'r-77', t).text).toMatch(/NDA Acme\.pdf.*r-77\.$/);
  });

  it('help has a row for each command', () => {
    const rows = [
      { command: '/sign', usage: '', does: 'opens the form', actionId: 'open' },
      { command: '/sign', usage: 'help', does: 'shows this list' },
    ];
    const { blocks, text } = helpMessage(rows, t);
    expect(shown(blocks).slice(1)).toEqual([
      '/sign — opens the form [Open]',
      '/sign help — shows this list',
      t.help.shortcut,
    ]);
    expect(text).toContain('/sign help — shows this list');
  });

  it('what was typed is quoted with the command', () => {
    const { text, blocks } = unknownCommandMessage('/unterschrift <!here>', '/unterschrift list', t);
    expect(text).toContain('"/unterschrift &lt;!here&gt;". Did you mean "/unterschrift list"?');
    expect(text).toContain('Type "/unterschrift help" to see');
    expect(shown(blocks)[0]).toContain('<!here>');
    expect(every(blocks, 'type')).toEqual(['section', 'plain_text']);
  });
});
