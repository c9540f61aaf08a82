/** Which jobs follow from a change of a request, and which do not follow once more. */
import { describe, expect, it } from 'vitest';
import { afterChange } from '../../../src/features/following/changed.ts';
import type { Pending } from '../../../src/signing/pending.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import type { Step, Work } from '../../../src/signing/work.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const minute = 60_000;
const now = tuesday + 60 * minute;
const sent = aSignRequest()
  .sentTo('bo@client.com')
  .with({ observedAt: now - minute });
const before = sent.build();

/** The jobs of this step that follow from the change. */
const jobs = (step: Step, from: SignRequest | null, to: SignRequest): readonly Work[] =>
  afterChange(from, to, now).next.filter((one) => one.step === step);

describe('the next poll', () => {
  const polls = (from: SignRequest | null, to: SignRequest) => jobs('poll', from, to).length;

  it('stays as it is planned when Box has answered without news', () => {
    expect(polls(before, sent.with({ observedAt: now }).build())).toBe(0);
  });

  it.each([
    ['the state has changed', sent.inState('viewed')],
    ['Box has reported something new', sent.withDetails({ newsAt: now })],
    ['the requester has gone to Box', sent.withDetails({ interestUntil: now + minute })],
  ])('comes sooner when %s', (_, after) => expect(polls(before, after.build())).toBe(1));

  it('is planned for a request that is new in Box, and not for one that has ended', () => {
    expect(polls(null, before)).toBe(1);
    expect(polls(aSignRequest().callMayHaveLeft().build(), before)).toBe(1);
    expect(polls(before, sent.inState('declined').build())).toBe(0);
  });
});

describe('a redraw at the expiry', () => {
  const at = now + minute;
  const expiring = (expiresAt: number) => sent.withDetails({ expiresAt }).build();
  const redraws = (from: SignRequest | null, expiresAt: number) =>
    jobs('redraw', from, expiring(expiresAt)).map(({ delayMs }) => delayMs);

  it('is planned once for each time, unless that has passed', () => {
    expect(redraws(null, at)).toEqual([minute + 1_000]);
    expect(redraws(before, at)).toEqual([minute + 1_000]);
    expect(redraws(expiring(at + 1), at)).toEqual([minute + 1_000]);
    expect(redraws(expiring(at), at)).toEqual([]);
    expect(redraws(before, now)).toEqual([]);
  });
});

describe('after a reminder', () => {
  const pending: Pending = { verb: 'resend', by: 'U_ANA', at: now, callSentAt: null, reason: null };
  const asked = { ...pending, askedFrom: { draftId: 'draft-1', how: 'command' as const }, batch: 'batch-1' };
  const waiting = sent.withDetails({ pending: asked });

  it('the requester is told where she asked, and its batch goes on, once it has ended', () => {
    expect(jobs('tellAskedFrom', waiting.build(), before)).toMatchObject([{ args: { draftId: 'draft-1' } }]);
    expect(jobs('runBatch', waiting.build(), before)).toMatchObject([{ args: { batchId: 'batch-1' } }]);
  });

  it('neither happens before that, or for a reminder that was asked for on the card', () => {
    const called = sent.withDetails({ pending: { ...asked, callSentAt: now } }).build();
    const onCard = sent.withDetails({ pending }).build();
    for (const step of ['tellAskedFrom', 'runBatch'] as const) {
      expect(jobs(step, waiting.build(), called)).toEqual([]);
      expect(jobs(step, onCard, before)).toEqual([]);
    }
  });
});

it('the replaced request is cancelled when the new one goes out, and only then', () => {
  const changing = sent.withDetails({ changes: 'old' });
  const unsent = changing.inState('created').with({ sentAt: null });
  expect(jobs('withdraw', unsent.build(), changing.build())).toMatchObject([{ args: { requestId: 'old' } }]);
  expect(jobs('withdraw', null, changing.build())).toHaveLength(1);
  expect(jobs('withdraw', null, unsent.build())).toEqual([]);
  expect(jobs('withdraw', changing.build(), changing.inState('viewed').build())).toEqual([]);
  expect(jobs('withdraw', null, before)).toEqual([]);
});

it('a folder is watched from the first open request in it, and for ten minutes after its end', () => {
  const inFolder = (id: string) => sent.withDetails({ folder: { id, name: 'Contracts' } });
  const watched = (from: SignRequest | null, to: SignRequest) =>
    jobs('watchFolder', from, to).map(({ args, delayMs }) => [args, delayMs]);
  const [one, other] = [inFolder('1').build(), inFolder('2').build()];
  expect(watched(null, one)).toEqual([[{ user: 'U_ANA', folderId: '1' }, undefined]]);
  expect(watched(one, inFolder('1').inState('viewed').build())).toEqual([]);
  expect(watched(one, other)).toEqual([
    [{ user: 'U_ANA', folderId: '2' }, undefined],
    [{ user: 'U_ANA', folderId: '1' }, 10 * minute],
  ]);
  expect(watched(one, inFolder('1').inState('declined').build())).toEqual([
    [{ user: 'U_ANA', folderId: '1' }, 10 * minute],
  ]);
});
