/** The card in a channel, for any record: Slack accepts it, and it has no address, link or reason. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareModal } from '../../../src/views/share-modal.ts';
import { sharedCard } from '../../../src/views/shared-card.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { faultsOfMessage, faultsOfModal } from './limits.ts';
import * as records from './records.ts';
import { allStates, fullRecord, longNastyTexts, tuesday } from './records.ts';

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
