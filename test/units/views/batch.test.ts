/** Actions on several requests: what is offered, said before and afterwards, and read back. */
import { describe, expect, it } from 'vitest';
import type { Batch, BatchEntry } from '../../../src/signing/batch.ts';
import { batchMessage, batchView, checkBatchView, readBatchReason } from '../../../src/views/batch.ts';
import { readSeveral, severalView } from '../../../src/views/several.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aRequest, bo, cy, hours, tuesday } from './records.ts';
import { shown } from './shown.ts';

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => now);

const named = (index: number, changes: Parameters<typeof aRequest>[0] = {}) =>
  aRequest({ id: `r${index}`, form: { ...aRequest().form, name: `N${index}` }, ...changes });
const all = Array.from({ length: 12 }, (_, index) => named(index));
const half = [{ ...bo, decision: 'signed' as const, decidedAt: tuesday }, cy];
const closed = all.map((record) => ({ ...record, state: 'signed' as const }));
const firstTen = (said: string) => all.slice(0, 10).map((_, index) => `N${index}${said}`);

describe('the page before a batch', () => {
  const check = (verb: 'resend' | 'cancel', records: readonly ReturnType<typeof aRequest>[]) =>
    checkBatchView({ id: 'b1', verb }, records, t, now);

  it('says what is left out and why, and what a cancel would lose', () => {
    const records = [named(0, { state: 'signed', signers: half }), named(1, { signers: half }), named(2)];
    const cancel = check('cancel', records);
    expect(shown(cancel?.blocks ?? []).slice(0, -1)).toEqual([
      '2 of 3 can be cancelled.',
      '1 cannot be cancelled now: N0 (closed).',
      '1 request already has signatures, and cancelling loses them: N1.',
      'Nobody can sign a cancelled request any longer.',
    ]);
    expect([cancel?.title.text, cancel?.submit?.text]).toEqual(['Cancel requests?', 'Cancel requests']);
    const resend = check('resend', records);
    expect(shown(resend?.blocks ?? [])).toEqual([
      '2 of 3 can be reminded.',
      '1 cannot be reminded now: N0 (closed).',
      expect.stringContaining('Box emails everyone whose turn it is.'),
    ]);
    expect([resend?.title.text, resend?.submit?.text]).toEqual(['Send reminders?', 'Send reminders']);
  });

  it('is not shown when the action is possible for none', () => {
    expect(check('cancel', closed)).toBeNull();
    expect(check('cancel', all)).not.toBeNull();
  });

  it('names ten requests and counts the rest', () => {
    const lines = shown(check('cancel', [named(12), ...closed])?.blocks ?? []);
    expect(lines[1]).toBe(`12 cannot be cancelled now: ${firstTen(' (closed)').join(', ')} and 2 more.`);
    const signed = all.map((record) => ({ ...record, signers: half }));
    expect(shown(check('cancel', signed)?.blocks ?? [])[1]).toBe(
      `12 requests already have signatures, and cancelling loses them: ${firstTen('').join(', ')} and 2 more.`,
    );
  });

  it('a typed reason is read without spaces around it, and an empty one is none', () => {
    const read = (value: string | null) => readBatchReason({ reason: { reason: { value } } });
    expect([read(' Typo '), read('  '), read(null), readBatchReason({})]).toEqual(['Typo', null, null, null]);
  });
});

describe('a batch', () => {
  const aBatch = (
    verb: Batch['verb'],
    results: readonly BatchEntry['result'][],
    finishedAt: number | null,
  ): Batch => ({
    id: 'b1',
    user: 'U0ANA',
    verb,
    reason: null,
    entries: results.map((result, index) => ({ id: `r${index}`, askedAt: now, result })),
    viewId: null,
    confirmedAt: now,
    shareSentAt: null,
    finishedAt,
  });
  const ended = (verb: Batch['verb'], results: readonly BatchEntry['result'][], records = all) =>
    batchMessage(aBatch(verb, results, now), records, t).text;

  it('that has ended says how many are done, and which are not and why', () => {
    expect(ended('resend', ['done', 'too_early', 'not_found'], all.slice(0, 2))).toBe(
      '1 reminder sent. 2 could not be reminded: N1 (emailed less than 10 minutes ago), a request (not found).',
    );
    expect(ended('resend', ['done', 'done'])).toBe('2 reminders sent.');
    expect(ended('cancel', ['done'])).toBe('1 request cancelled.');
    expect(
      ended(
        'cancel',
        closed.map(() => 'over' as const),
      ),
    ).toBe(
      `0 requests cancelled. 12 could not be cancelled: ${firstTen(' (closed)').join(', ')} and 2 more.`,
    );
  });

  it('that exports says where the file is, or that it may be there, or is not', () => {
    expect(ended('export', ['done'])).toBe('✅ The file is in your messages with Sign.');
    expect(ended('export', ['unknown'])).toContain('⚠️ Slack did not answer.');
    expect(ended('export', ['refused'])).toContain('⚠️ The file could not be put into Slack.');
  });

  it('shows its progress until it has ended', () => {
    const lines = (verb: Batch['verb'], finishedAt: number | null) =>
      shown(batchView(aBatch(verb, ['done', null, 'over'], finishedAt), all, t).blocks);
    expect(lines('resend', null)[0]).toBe('⏳ Sending reminders: 2 of 3…');
    expect(lines('cancel', null)[0]).toBe('⏳ Cancelling: 2 of 3…');
    expect(lines('export', null)[0]).toBe('⏳ Making a file of 3 requests…');
    expect(lines('cancel', now)).toEqual(['1 request cancelled.', '1 could not be cancelled: N2 (closed).']);
  });
});

describe('the page for choosing several', () => {
  const page = (
    records: readonly ReturnType<typeof aRequest>[],
    more: Partial<Parameters<typeof severalView>[0]> = {},
  ) => severalView({ batchId: 'b1', records, count: records.length, canExport: true, t, now, ...more });

  it('says how many requests there are, and for how many each action is possible', () => {
    const view = JSON.stringify(page([...all, ...closed.slice(0, 1)], { count: 20 }));
    expect(view).toContain('These are the newest 13 of 20. To see others, search in the list first.');
    expect(view).toContain('"All 13 in this list"');
    expect(view.match(/Possible now for 12 of 13/g)).toHaveLength(2);
    expect(JSON.stringify(page(all))).not.toMatch(/These are the newest|can be chosen one by one/);
    expect(JSON.stringify(page(all.slice(0, 1)))).toContain('"The one in this list"');
  });

  it('offers nothing to submit when nothing is possible', () => {
    const view = page(closed, { canExport: false });
    expect(shown(view.blocks)).toEqual([
      'None of these requests can be reminded or cancelled now.',
      'Exporting a CSV file needs the permission files:write, which an admin of this workspace can grant.',
    ]);
    expect(view.submit).toBeUndefined();
    expect(page(all).submit?.text).toBe('Continue');
  });

  it('has its requests in groups of a hundred once one group is too small', () => {
    const many = (count: number) =>
      JSON.stringify(page(Array.from({ length: count }, (_, index) => named(index))));
    expect(many(100)).not.toContain('option_groups');
    expect(many(101)).toMatch(/"label":\{[^}]*"1 to 100"[^}]*\}.*"label":\{[^}]*"101 to 101"/);
  });

  it('is read back: all, or those that were chosen, and only an action that exists', () => {
    const some = { some: { selected_options: [{ value: 'r1' }, { value: 'r2' }] } };
    const act = (value: string) => ({ act: { act: { selected_option: { value } } } });
    expect(readSeveral({ some, ...act('cancel') })).toEqual({
      isAll: false,
      ids: ['r1', 'r2'],
      verb: 'cancel',
    });
    const ticked = { all: { all: { selected_options: [{ value: 'yes' }] } } };
    expect(readSeveral({ ...ticked, ...act('toString') })).toEqual({ isAll: true, ids: [], verb: null });
    const unticked = { all: { all: { selected_options: [] } } };
    expect(readSeveral(unticked)).toEqual({ isAll: false, ids: [], verb: null });
  });
});
