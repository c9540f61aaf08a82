import { describe, expect, it } from 'vitest';
import { observe } from '../../../src/signing/observe.ts';
import type { Observation, SignRequest, State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import { work } from '../../../src/signing/work.ts';
import { anObservation } from '../../builders/observations.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const states = Object.keys(statusTable) as State[];
const later = tuesday + 60_000;
const bo = 'bo@client.com';
const redraw = [work.redraw({ requestId: aSignRequest().build().id })];

/** The record after these observations, a second apart. */
function knownAfter(record: SignRequest, ...seen: readonly Observation[]): SignRequest {
  return seen.reduce((known, one, index) => observe(known, one, later + index * 1000).record, record);
}

const sent = anObservation().build();
const viewed = anObservation().saying('viewed').viewedBy(bo);
const created = anObservation().saying('created');
const signed = anObservation().saying('signed').signedBy(bo);

describe('the first answer of Box', () => {
  it('the answer becomes part of the record', () => {
    const before = aSignRequest().callMayHaveLeft().build();
    const { record, steps } = observe(before, anObservation().with({ expiresAt: 99 }).build(), later);
    expect(record).toMatchObject({ state: 'sent', boxId: 'box-1', shortId: 'SR-1', observedAt: later });
    expect(record).toMatchObject({ sentAt: later, lastSentAt: later, refusal: null });
    expect(record.details).toMatchObject({
      file: { id: '111', name: 'NDA.pdf' },
      name: 'NDA.pdf',
      folder: { id: '222', name: '' },
      files: [{ id: '333', name: 'NDA.pdf' }],
      expiresAt: 99,
      senderEmail: 'ana@acme.com',
    });
    expect(steps).toEqual(redraw);
  });

  it.each(states.filter((state) => !statusTable[state].isAtBox))('ends our own state %s', (state) => {
    const before = aSignRequest()
      .inState(state)
      .with({ refusal: { code: 'outcome_unknown' } })
      .build();
    for (const word of ['converting', 'sent', 'expired']) {
      const seen = anObservation().saying(word).build();
      expect(knownAfter(before, seen)).toMatchObject({ state: word, refusal: null, boxId: 'box-1' });
    }
    expect(knownAfter(before, anObservation().saying('paused').build()).state).toBe('unknown');
  });
});

describe('a repeated answer of Box', () => {
  it('only `as of` changes, and nothing is redrawn', () => {
    const once = knownAfter(aSignRequest().build(), signed.with({ finishedAt: 7 }).build());
    const { record, steps } = observe(once, signed.with({ finishedAt: 7 }).build(), later + 5000);
    expect(record).toEqual({ ...once, observedAt: later + 5000 });
    expect(steps).toEqual([]);
  });

  it('fields in another order are no news', () => {
    const once = knownAfter(aSignRequest().build(), sent);
    const turned = once.signers.map(
      (signer) => Object.fromEntries(Object.entries(signer).reverse()) as unknown as typeof signer,
    );
    expect(observe({ ...once, signers: turned }, sent, later + 1).steps).toEqual([]);
  });

  it('`as of` never goes back', () => {
    const once = knownAfter(aSignRequest().build(), sent);
    expect(observe(once, sent, later - 5000).record.observedAt).toBe(later);
  });

  it('cards are redrawn when anything but `as of` changes', () => {
    const once = knownAfter(aSignRequest().build(), sent);
    for (const seen of [viewed, anObservation().viewedBy(bo), anObservation().with({ expiresAt: 1 })]) {
      expect(observe(once, seen.build(), later).steps).toEqual(redraw);
    }
  });
});

describe('the state of a record', () => {
  const words = states.filter((state) => statusTable[state].isAtBox && state !== 'unknown');
  const ends = words.filter((state) => statusTable[state].isFinal);

  it.each(ends)('%s is final', (end) => {
    const over = knownAfter(aSignRequest().build(), anObservation().saying(end).build());
    for (const word of [...words, 'paused']) {
      const next = knownAfter(over, anObservation().saying(word).build());
      expect(next.state).toBe(end);
      expect(next.details.finishedAt).toBe(over.details.finishedAt);
      expect(next.prepareUrl).toBeNull();
    }
  });

  it('the state only goes forward', () => {
    for (const before of words) {
      for (const word of words) {
        const next = knownAfter(
          aSignRequest().build(),
          ...[before, word].map((one) => anObservation().saying(one).build()),
        );
        const isFurther = statusTable[word].rank > statusTable[before].rank;
        expect(next.state).toBe(isFurther ? word : before);
      }
    }
  });

  it('the state is unknown for an unknown word, until a known one comes', () => {
    const odd = knownAfter(aSignRequest().build(), anObservation().saying('paused').build());
    expect(odd).toMatchObject({ state: 'unknown', sentAt: null, details: { unknownStatus: 'paused' } });
    expect(knownAfter(odd, anObservation().saying('halted').build()).details.unknownStatus).toBe('halted');
    const known = knownAfter(odd, created.build());
    expect(known).toMatchObject({ state: 'created', details: { unknownStatus: null } });
  });

  it('an unknown word does not unset the state', () => {
    const known = knownAfter(
      aSignRequest().build(),
      sent,
      anObservation().saying('paused').viewedBy(bo).build(),
    );
    expect(known).toMatchObject({ state: 'sent', details: { unknownStatus: null } });
    expect(known.signers[0]).toMatchObject({ hasViewed: true });
  });
});

describe('the notice that a request was sent', () => {
  it.each(['sent', 'viewed', 'finalizing', 'signed', 'declined', 'error_finalizing'])(
    'the notice is due when %s is the first state seen',
    (word) => {
      const record = knownAfter(aSignRequest().beingPrepared().build(), anObservation().saying(word).build());
      expect(record).toMatchObject({ sentAt: later, lastSentAt: later });
    },
  );

  it.each([
    'converting',
    'created',
    'paused',
    'cancelled',
    'expired',
    'error',
    'error_converting',
    'error_sending',
  ])('the notice is not due when the request may never have been sent: %s', (word) => {
    const record = knownAfter(aSignRequest().build(), anObservation().saying(word).build());
    expect(record).toMatchObject({ sentAt: null, lastSentAt: null });
  });

  it('the notice is due for a cancelled request that somebody had opened', () => {
    const seen = anObservation().saying('cancelled').viewedBy(bo).build();
    expect(knownAfter(aSignRequest().build(), seen).sentAt).toBe(later);
  });

  it('the notice is due when Box said so before the end, even if we learn it later', () => {
    const record = knownAfter(aSignRequest().build(), anObservation().saying('error_sending').build(), sent);
    expect(record).toMatchObject({ state: 'error_sending', sentAt: later + 1000 });
  });

  it('the time of sending, and that of the last reminder, are kept', () => {
    const resent = aSignRequest()
      .sentTo(bo)
      .with({ lastSentAt: tuesday + 9 })
      .build();
    expect(knownAfter(resent, viewed.build())).toMatchObject({ sentAt: tuesday, lastSentAt: tuesday + 9 });
  });
});

describe('the prepare URL', () => {
  const one = 'https://app.box.com/sign/prepare/1';
  const two = 'https://app.box.com/sign/prepare/2';
  const preparing = knownAfter(
    aSignRequest().build(),
    anObservation().saying('converting').toPrepareAt(one).build(),
  );

  it('the prepare URL is kept while fields are placed, and the newer one counts', () => {
    expect(preparing.prepareUrl).toBe(one);
    expect(knownAfter(preparing, created.build()).prepareUrl).toBe(one);
    expect(knownAfter(preparing, created.toPrepareAt(two).build()).prepareUrl).toBe(two);
  });

  it('the prepare URL of a late answer does not replace a newer one', () => {
    const late = anObservation().saying('converting').toPrepareAt(one).build();
    expect(knownAfter(preparing, created.toPrepareAt(two).build(), late).prepareUrl).toBe(two);
  });

  it.each(['sent', 'viewed', 'finalizing', 'signed', 'cancelled', 'error_converting'])(
    'the prepare URL is dropped at %s, and does not come back',
    (word) => {
      const gone = knownAfter(preparing, anObservation().saying(word).toPrepareAt(two).build());
      expect(gone.prepareUrl).toBeNull();
      expect(knownAfter(gone, created.toPrepareAt(two).build()).prepareUrl).toBeNull();
    },
  );
});

describe('what cards show besides the state', () => {
  const known = knownAfter(
    aSignRequest().build(),
    anObservation()
      .with({ folder: { id: '222', name: 'Contracts' } })
      .build(),
  );

  it('the name of a folder stays when Box gives only its id', () => {
    expect(knownAfter(known, sent).details.folder).toEqual({ id: '222', name: 'Contracts' });
    const moved = anObservation()
      .with({ folder: { id: '5', name: null } })
      .build();
    expect(knownAfter(known, moved).details.folder).toEqual({ id: '5', name: '' });
    expect(knownAfter(known, anObservation().with({ folder: null }).build()).details.folder?.id).toBe('222');
  });

  it('the name of the folder is taken from a late answer, another folder is not', () => {
    const late = (id: string) => created.with({ folder: { id, name: 'Named' } }).build();
    expect(knownAfter(aSignRequest().build(), sent, late('222')).details.folder).toEqual({
      id: '222',
      name: 'Named',
    });
    expect(knownAfter(known, late('222')).details.folder).toEqual({ id: '222', name: 'Contracts' });
    expect(knownAfter(known, late('9')).details.folder).toEqual({ id: '222', name: 'Contracts' });
  });

  it('what Box leaves out is not emptied', () => {
    const full = anObservation().with({ signingLogId: '9', expiresAt: 1, errorCode: 'e' }).build();
    const empty = { ...full, shortId: null, name: null, files: [], signingLogId: null, expiresAt: null };
    const record = knownAfter(known, full, { ...empty, errorCode: null, senderEmail: null, folder: null });
    expect(record).toMatchObject({
      shortId: 'SR-1',
      details: { name: 'NDA.pdf', signingLogId: '9', expiresAt: 1 },
    });
    expect(record.details).toMatchObject({ errorCode: 'e', senderEmail: 'ana@acme.com', files: full.files });
  });

  it('a request has signed files once Box says so of a signed one', () => {
    const ready = { filesReady: true };
    expect(knownAfter(known, anObservation().with(ready).build()).details.filesReady).toBe(false);
    const over = knownAfter(known, signed.build());
    expect(knownAfter(over, created.with(ready).build()).details.filesReady).toBe(false);
    const done = knownAfter(over, signed.with(ready).build());
    expect(done.details.filesReady).toBe(true);
    expect(knownAfter(done, signed.build()).details.filesReady).toBe(true);
    const declined = anObservation().saying('declined').with(ready).build();
    expect(knownAfter(known, declined, signed.with(ready).build()).details.filesReady).toBe(false);
  });

  it('the time of the end is Box’s, else when we saw it', () => {
    const seen = knownAfter(known, signed.build());
    expect(seen.details.finishedAt).toBe(later);
    expect(knownAfter(seen, signed.build()).details.finishedAt).toBe(later);
    expect(knownAfter(seen, signed.with({ finishedAt: 5 }).build(), signed.build()).details.finishedAt).toBe(
      5,
    );
    expect(knownAfter(known, viewed.with({ finishedAt: 5 }).build()).details.finishedAt).toBeNull();
  });
});

describe('a duplicate: a second request in Box with our id', () => {
  const record = aSignRequest().sentTo(bo).build();
  const second = anObservation().of('box-2').viewedBy(bo).build();

  it('the duplicate is recorded and changes nothing else, not even `as of`', () => {
    expect(observe(record, second, later)).toEqual({
      record: {
        ...record,
        details: { ...record.details, duplicateBoxId: 'box-2', duplicateFileId: '333' },
      },
      steps: redraw,
    });
  });

  it('the duplicate is recorded once', () => {
    const noticed = knownAfter(record, second);
    expect(observe(noticed, second, later)).toEqual({ record: noticed, steps: [] });
  });

  it('an ended duplicate is dropped, or never recorded', () => {
    const over = anObservation().of('box-2').saying('cancelled').build();
    expect(observe(record, over, later)).toEqual({ record, steps: [] });
    const noticed = knownAfter(record, second);
    expect(observe(noticed, over, later)).toEqual({
      record: { ...record, details: { ...record.details, duplicateFileId: null } },
      steps: redraw,
    });
    const third = anObservation().of('box-3');
    expect(knownAfter(noticed, third.saying('signed').build(), third.build())).toEqual(noticed);
  });

  it('the duplicate stays while the first request goes on', () => {
    const next = knownAfter(record, second, viewed.build());
    expect(next).toMatchObject({ state: 'viewed', boxId: 'box-1', details: { duplicateBoxId: 'box-2' } });
  });
});
