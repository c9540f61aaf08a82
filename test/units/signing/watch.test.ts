/** Which folder has a webhook for a request, and which changes it should have reported. */
import { describe, expect, it } from 'vitest';
import { missedNews, watchedFolder } from '../../../src/signing/watch.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const minute = 60_000;
const signed = (decidedAt: number | null) => aSigner('bo@client.com', { decision: 'signed', decidedAt });
const sent = aSignRequest().sentTo('bo@client.com');

it('an open request is watched in its folder, which cannot be the root', () => {
  const folderOf = (id: string, request = sent) =>
    watchedFolder(request.withDetails({ folder: { id, name: 'Signed' } }).build());
  expect(folderOf('7')).toBe('7');
  expect(folderOf('0')).toBeNull();
  expect(folderOf('7', sent.inState('declined'))).toBeNull();
  expect(watchedFolder(sent.build())).toBeNull();
});

describe('a change that was not reported', () => {
  const heard = { from: tuesday, to: tuesday + 10 * minute };
  const missed = (after: typeof sent, before = sent) => missedNews(before.build(), after.build(), heard);
  const signedAt = (at: number | null) => missed(sent.toSigners(signed(at)));

  it('a signature counts from when webhooks could be received until a minute before Box was asked', () => {
    expect(signedAt(heard.from)).toBe(heard.from);
    expect(signedAt(heard.from - 1)).toBeNull();
    expect(signedAt(heard.to - minute - 1)).toBe(heard.to - minute - 1);
    expect(signedAt(heard.to - minute)).toBeNull();
    expect(signedAt(null)).toBeNull();
    expect(missed(sent.toSigners(signed(tuesday)), sent.toSigners(signed(tuesday)))).toBeNull();
  });

  it('an end counts if Box reports it by webhook', () => {
    const ended = (state: 'signed' | 'declined' | 'expired' | 'cancelled') =>
      sent.inState(state).withDetails({ finishedAt: tuesday + 1 });
    for (const state of ['signed', 'declined', 'expired'] as const)
      expect(missed(ended(state))).toBe(tuesday + 1);
    expect(missed(ended('cancelled'))).toBeNull();
    expect(missed(ended('signed'), ended('signed'))).toBeNull();
  });

  it('the latest of several counts', () => {
    const ended = sent.inState('signed').withDetails({ finishedAt: tuesday + 2 });
    expect(missed(ended.toSigners(signed(tuesday + 1)))).toBe(tuesday + 2);
  });
});
