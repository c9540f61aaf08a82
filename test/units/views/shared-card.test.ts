/** The card in a channel: Slack accepts it, it has no address, link or reason, and says what it should. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareModal } from '../../../src/views/share-modal.ts';
import { notConnectedView, sharedCard } from '../../../src/views/shared-card.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { faultsOfMessage, faultsOfModal } from './limits.ts';
import * as records from './records.ts';
import {
  allStates,
  ana,
  aRequest,
  aSigner,
  bo,
  cy,
  fullRecord,
  hours,
  longNastyTexts,
  tuesday,
} from './records.ts';
import { buttons, shown } from './shown.ts';

const t = texts('en-GB', 'Europe/Berlin');
const drawn = { t, now: tuesday, by: 'Ana Ruiz', isLost: false };
const shownIn = Array.from({ length: 20 }, (_, index) => ({ channel: `C0${index}`, isConfirmed: index > 0 }));
const parts = { ...drawn, channel: 'C00', says: 'Said.', shownIn, kinds: ['public' as const] };

it('Slack accepts the card of any record, and the modal with it', () => {
  fc.assert(
    fc.property(records.generated, fc.boolean(), (record, showsNames) => {
      expect(faultsOfMessage(sharedCard(record, { ...drawn, showsNames }))).toEqual([]);
      expect(faultsOfModal(shareModal(record, { ...parts, showsNames }))).toEqual([]);
    }),
  );
  for (const state of allStates) {
    for (const said of longNastyTexts) {
      const record = fullRecord(state, said);
      expect(faultsOfMessage(sharedCard(record, { ...drawn, showsNames: true }))).toEqual([]);
      expect(faultsOfModal(shareModal(record, { ...parts, showsNames: true }))).toEqual([]);
    }
  }
});

it.each(allStates)('the card in state %s has no address, link or reason', (state) => {
  const named = fullRecord(state, 'Zebrafinch');
  const record = {
    ...named,
    form: { ...named.form, name: 'Offer for dee@client.com.pdf' },
    signers: named.signers.map((signer) => ({ ...signer, name: 'dee@client.com', email: 'dee@client.com' })),
  };
  for (const showsNames of [true, false]) {
    const { text, blocks } = sharedCard(record, { ...drawn, showsNames });
    const all = `${text}${JSON.stringify(blocks)}`;
    expect(all).not.toMatch(/@(?!")|https?:|"link"|"url"/);
    expect(all).not.toContain('Zebrafinch');
  }
});

describe('the card in a channel says', () => {
  const boSigned = { ...bo, decision: 'signed' as const };
  const draw = (
    changes: Parameters<typeof aRequest>[0],
    more: Partial<Parameters<typeof sharedCard>[1]> = {},
  ) => sharedCard(aRequest({ signers: [boSigned, cy], ...changes }), { ...drawn, showsNames: true, ...more });
  const seen = (...given: Parameters<typeof draw>) => shown(draw(...given).blocks);
  const finishedAt = tuesday + hours(49);

  it.each([
    ['created', '✏️ Not sent yet.'],
    ['sent', '📨 Sent 17 Nov 2026 at 10:10. 1 of 2 signed.'],
    ['viewed', '📨 Sent 17 Nov 2026 at 10:10. 1 of 2 signed.'],
    ['finalizing', '⏳ 1 of 2 signed. Box is finishing the document.'],
    ['signed', '✅ Completed 19 Nov 2026 at 11:10. 1 of 2 signed.'],
    ['declined', '🛑 Declined 19 Nov 2026 at 11:10. 1 of 2 signed.'],
    ['cancelled', '🚫 Cancelled 19 Nov 2026 at 11:10. 1 of 2 signed.'],
    ['expired', '⌛ Expired 19 Nov 2026 at 11:10. 1 of 2 signed.'],
    ['error', '❌ Stopped by a problem in Box.'],
    ['error_sending', '❌ Stopped by a problem in Box.'],
    ['unknown', '❔ Its status is not known.'],
  ] as const)('how a request in state %s stands', (state, sentence) => {
    expect(seen({ state, details: { finishedAt } })[1]).toBe(sentence);
  });

  it('that the request is gone, past its expiry or no longer followed', () => {
    const gone = { details: { goneAt: tuesday } };
    expect(seen(gone, { isLost: true })[1]).toBe('🗑 Box no longer has this request.');
    const expiresAt = Date.UTC(2026, 10, 30, 12);
    expect(seen({}, { now: expiresAt - 1 })[1]).toContain('Sent');
    expect(seen({}, { now: expiresAt })[1]).toBe('⌛ Expired 30 Nov 2026 at 13:00. 1 of 2 signed.');
    expect(seen({}, { isLost: true })[1]).toBe(
      '🔌 Sent 17 Nov 2026 at 10:10. 1 of 2 signed. Not updating right now.',
    );
  });

  it('when Box last answered, unless it never has', () => {
    expect(seen({})).toContain('as of 17 Nov 2026 at 15:10');
    expect(seen({ observedAt: null }).join()).not.toContain('as of');
  });

  it('what each signer has done, calls nobody "you", and counts those without a name', () => {
    const signers = [
      boSigned,
      { ...cy, role: 'approver', decision: 'signed' as const },
      { ...ana, decision: 'declined' as const },
      aSigner({ name: 'Di' }),
      aSigner(),
      aSigner({ name: 'dee@client.com' }),
    ];
    expect(draw({ signers }, { by: '' }).text.split('\n')).toEqual([
      'NDA Acme.pdf: Sent 17 Nov 2026 at 10:10. 2 of 6 signed.',
      '✅ Bo Lee — signed',
      '✅ Cy Ng — approved',
      '🛑 Ana Diaz — declined',
      '▫️ Di — not signed',
      '2 more signers',
      'Shared by Someone without an email address',
    ]);
    expect(seen({ signers }).slice(2, 7)).toEqual(draw({ signers }).text.split('\n').slice(1, 6));
    expect(draw({ signers }, { showsNames: false }).text.split('\n')).toHaveLength(2);
  });

  it('the names of ten signers at most', () => {
    const named = (count: number) =>
      seen({ signers: Array.from({ length: count }, (_, index) => aSigner({ name: `P${index}` })) });
    expect(named(10).slice(11, 13)).toEqual(['▫️ P9 — not signed', 'Shared by ']);
    expect(named(11).slice(11, 14)).toEqual(['▫️ P9 — not signed', '1 more signer', 'Shared by ']);
    expect(seen({ signers: [aSigner()] })[2]).toBe('1 signer');
    expect(seen({ signers: [aSigner(), aSigner()] })[2]).toBe('2 signers');
  });

  it('to colleagues without a Box account how to see more, where they can connect one', () => {
    const { blocks } = notConnectedView(true, t);
    expect(shown(blocks)[0]).toContain('connect your Box account');
    expect(buttons(blocks)).toEqual(['Connect Box']);
    expect(shown(notConnectedView(false, t).blocks)).toEqual([
      'You have no Box account connected here, so the card is all that you can see.',
    ]);
  });
});
