/** One request in full: as a modal, as the answer to the status command, and as a colleague sees it. */
import { describe, expect, it } from 'vitest';
import type { Details } from '../../../src/signing/sign-request.ts';
import { colleagueDetailsView, detailsView, statusMessage } from '../../../src/views/request-details.ts';
import type { DeedShown } from '../../../src/views/request-history.ts';
import { requestName, requestTitle } from '../../../src/views/sign-request-card.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aRequest, aSigner, bo, cy, hours, tuesday } from './records.ts';
import { shown } from './shown.ts';

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => now);
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => aSigner({ email: `p${index}@x.com` }));
const deedAt = (at: number): DeedShown => ({
  deed: 'remind',
  by: 'U0BO',
  result: 'done',
  at,
  reference: '1a2b3c4d',
});

describe('the details say', () => {
  it('that an email may not have arrived, as the card does, also in the answer to a command', () => {
    const record = aRequest({ details: { bounced: { at: tuesday, emails: ['bo@client.com'] } } });
    for (const { blocks } of [detailsView(record, t, now), statusMessage(record, t, now)])
      expect(shown(blocks ?? [])[2]).toMatch(/^⚠️ .*bo@client\.com/);
  });

  it('all that is known of a request, in this order', () => {
    const record = aRequest({
      form: { ...aRequest().form, name: 'Deal' },
      signers: [
        {
          ...bo,
          hasViewed: true,
          viewedSeenAt: tuesday + hours(2),
          order: 2,
          role: 'approver',
          check: 'phone',
        },
        {
          ...cy,
          decision: 'declined',
          reason: 'No',
          order: 0,
          attachments: [
            { id: '5', name: 'Id.pdf' },
            { id: '6', name: '' },
          ],
        },
      ],
      details: {
        moreFiles: [{ id: '4', name: 'Annex.pdf' }],
        duplicateBoxId: 'b2',
        trouble: { verb: 'resend', code: 'refused', at: tuesday, status: 400 },
      },
    });
    expect(shown(detailsView(record, t, now, null, [deedAt(tuesday + hours(1))]).blocks)).toEqual([
      'Deal',
      '👀 Sent 17 Nov 2026 at 10:10. Opened by Bo Lee, not signed yet.',
      '⚠️ Box has a second request for the same document (b2). Open it in Box and cancel it there, so nobody signs twice.',
      "⚠️ No reminder was sent: Box does not allow this at the request's current stage. (BX-400)",
      'People',
      '🛑 Cy Ng (cy@acme.com) — declined, 2 files attached: "No"',
      '👀 Bo Lee (bo@client.com, approver, gets a code by text message, signing order 2) — opened, not signed, first seen 17 Nov 2026 at 12:10',
      'Attached by signers',
      'Cy Ng: Id.pdf',
      'Cy Ng: 6',
      'Details',
      'Documents: 1. NDA Acme.pdf · 2. Annex.pdf',
      'Folder for the signed copy: Contracts',
      'Name: Deal',
      'Expires: 30 Nov 2026 at 13:00',
      'Reminders: on days 3, 8, 13 and 18',
      'Sent by: ana@acme.com',
      'Created: in Slack, 17 Nov 2026 at 10:10',
      'As of: 17 Nov 2026 at 15:10',
      'History',
      '17 Nov 2026 at 10:10 — Created',
      '17 Nov 2026 at 10:10 — Submitted to Box',
      '17 Nov 2026 at 10:10 — Sent',
      '17 Nov 2026 at 11:10 — Bo Lee sent a reminder',
      '17 Nov 2026 at 12:10 — Bo Lee had opened it by then',
      'Text to copy',
      'Deal: waiting for Bo Lee. https://app.box.com/file/111',
      '[Resend reminder] [Change…] [Cancel request] [Refresh]',
      'IDs: SR-1234 · b0c1 · 8d1a5c9e-0000-4000-8000-000000000001 · Reference: 1a2b3c4d',
    ]);
  });

  it('no folder of a request that ended unsigned, and no time when Box never answered', () => {
    const facts = (changes: Parameters<typeof aRequest>[0]) =>
      shown(detailsView(aRequest(changes), t, now).blocks).filter((line) => /^(Folder|As of)/.test(line));
    expect(facts({ state: 'cancelled', observedAt: null })).toEqual([]);
    expect(facts({ state: 'signed' })).toEqual([
      'Folder for the signed copy: Contracts',
      'As of: 17 Nov 2026 at 15:10',
    ]);
  });

  it('forty people in the modal, and eight people and six events in the message', () => {
    const people = (blocks: readonly unknown[]) =>
      shown(blocks).filter((line) => line.startsWith('✉️')).length;
    const modal = (count: number) => detailsView(aRequest({ signers: many(count) }), t, now).blocks;
    expect([people(modal(40)), people(modal(41))]).toEqual([40, 40]);
    expect(shown(modal(40)).join()).not.toContain('more');
    expect(shown(modal(41))).toContain('1 more');
    const deeds = Array.from({ length: 7 }, (_, index) => deedAt(tuesday + hours(index + 1)));
    const status = statusMessage(aRequest({ signers: many(9) }), t, now, null, deeds);
    expect(people(status.blocks)).toBe(8);
    expect(shown(status.blocks)).toContain('1 more');
    expect(shown(status.blocks).filter((line) => line.includes('sent a reminder'))).toHaveLength(6);
  });

  it('the newest sixty events and the first twenty attached files in the modal', () => {
    const lines = (changes: Parameters<typeof aRequest>[0], events = 0) =>
      shown(detailsView(aRequest(changes), t, now, null, Array(events).fill(deedAt(now))).blocks);
    const history = (events: number) => {
      const all = lines({}, events);
      return all.slice(all.indexOf('History') + 1, all.indexOf('Text to copy'));
    };
    const other = history(1).length - 1;
    expect([60 - other, 61 - other].map((events) => history(events).length)).toEqual([60, 60]);
    const files = Array.from({ length: 21 }, (_, index) => ({ id: `${index}`, name: `Id ${index}.pdf` }));
    const attached = lines({ signers: [{ ...cy, attachments: files }] }).filter((line) =>
      /: Id \d/.test(line),
    );
    expect([attached.length, attached.at(-1)]).toEqual([20, 'Cy Ng: Id 19.pdf']);
  });

  it('in the message, the line to copy last, also for a screen reader', () => {
    const { blocks, text } = statusMessage(aRequest(), t, now, null, [deedAt(now)]);
    const copy = 'NDA Acme.pdf: waiting for Bo Lee and Cy Ng. https://app.box.com/file/111';
    expect(shown(blocks).slice(-4)).toEqual([
      '[Resend reminder] [Change…] [Cancel request] [Refresh] [Details] [All my requests]',
      expect.stringContaining('IDs: SR-1234'),
      'Text to copy',
      copy,
    ]);
    expect(shown(blocks)[0]).toBe('NDA Acme.pdf');
    const first = 'NDA Acme.pdf: Sent 17 Nov 2026 at 10:10. Nobody has opened it.';
    expect(text.split('\n')).toEqual([first, copy]);
  });

  it('to a colleague nothing that can be pressed, and no id of ours', () => {
    const record = aRequest({ details: { madeIn: 'box', name: 'In Box', isFollowed: false } });
    const lines = shown(colleagueDetailsView(record, t, now).blocks);
    expect(lines).toContain('Name: In Box');
    expect(lines).toContain('Created: in Box, 17 Nov 2026 at 10:10');
    expect(lines.join()).not.toContain('[');
    expect(lines.at(-1)).toBe('IDs: SR-1234 · b0c1');
  });
});

describe('the name of a request', () => {
  it('is that of its first file with the number of others, of its template, or in Box', () => {
    const nameOf = (details: Partial<Details>, form = aRequest().form) =>
      requestName(aRequest({ form, details }), t);
    const more = { id: '4', name: 'Annex.pdf' };
    expect(nameOf({ moreFiles: [more] })).toBe('NDA Acme.pdf and 1 more file');
    expect(nameOf({ moreFiles: [more, more] })).toBe('NDA Acme.pdf and 2 more files');
    expect(nameOf({ file: null, template: { id: 't1', name: 'Order' }, name: 'In Box' })).toBe('Order');
    expect(nameOf({ file: null, name: 'In Box' })).toBe('In Box');
    expect(nameOf({ file: null })).toBe('NDA Acme.pdf');
    const empty = { ...aRequest().form, document: '' };
    expect(nameOf({ file: null, files: [] }, empty)).toBe('Your document');
  });

  it('links to the signed file, to the source, or to what Box made of a template', () => {
    const linkOf = (changes: Parameters<typeof aRequest>[0]) => {
      const title = requestTitle(aRequest(changes), t);
      return 'url' in title ? title.url : null;
    };
    expect(linkOf({ state: 'signed', details: { filesReady: true } })).toMatch(/\/333$/);
    expect(linkOf({ state: 'signed' })).toMatch(/\/111$/);
    expect(linkOf({ details: { file: null } })).toBeNull();
    expect(linkOf({ details: { file: null, template: { id: 't1', name: 'Order' } } })).toMatch(/\/333$/);
  });
});
