import { describe, expect, it } from 'vitest';
import { observe, observeBounce } from '../../../src/signing/observe.ts';
import type { Observation, SignRequest } from '../../../src/signing/sign-request.ts';
import { anObservation, anObservedSigner } from '../../builders/observations.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const later = tuesday + 60_000;
const bo = 'bo@client.com';
const cy = 'cy@acme.com';

/** The record after these observations, a second apart. */
function knownAfter(record: SignRequest, ...seen: readonly Observation[]): SignRequest {
  return seen.reduce((known, one, index) => observe(known, one, later + index * 1000).record, record);
}

const emails = (record: SignRequest) => record.signers.map((signer) => signer.email);
const sent = anObservation().build();
const created = anObservation().saying('created');

describe('signers', () => {
  const ours = aSignRequest().toSigners(
    aSigner(bo, { slackUserId: 'U_BO', name: 'Bo Lee' }),
    aSigner(cy, { slackUserId: 'U_CY', name: 'Cy Ng' }),
  );

  it('signers keep their Slack names, and take role and order from Box', () => {
    const seen = anObservation()
      .withSigners(anObservedSigner(bo, { role: 'approver', order: 2 }), cy)
      .build();
    expect(knownAfter(ours.build(), seen).signers).toEqual([
      aSigner(bo, { slackUserId: 'U_BO', name: 'Bo Lee', role: 'approver', order: 2 }),
      aSigner(cy, { slackUserId: 'U_CY', name: 'Cy Ng' }),
    ]);
  });

  it('signers changed during preparation are those of Box', () => {
    const changed = created.withSigners(bo, 'di@x.org').build();
    const record = knownAfter(ours.build(), created.withSigners(bo, cy).build(), changed);
    expect(emails(record)).toEqual([bo, 'di@x.org']);
    expect(record.signers[1]).toEqual(aSigner('di@x.org'));
    expect(emails(knownAfter(record, anObservation().withSigners(bo, 'di@x.org').build()))).toEqual([
      bo,
      'di@x.org',
    ]);
  });

  it('a late answer does not restore earlier signers', () => {
    const record = knownAfter(
      ours.build(),
      anObservation().withSigners(bo, 'di@x.org').build(),
      created.withSigners(bo, cy).build(),
      anObservation().saying('paused').withSigners(bo, cy).build(),
    );
    expect(emails(record)).toEqual([bo, 'di@x.org']);
  });

  it('signers stay when Box names none, or only the sender', () => {
    expect(emails(knownAfter(ours.build(), anObservation().with({ signers: [] }).build()))).toEqual([bo, cy]);
    expect(emails(knownAfter(ours.build(), anObservation().withSigners().build()))).toEqual([bo, cy]);
  });

  it('signers who viewed or decided stay, even if Box no longer names them', () => {
    const seen = anObservation().saying('viewed').withSigners(bo, cy).declinedBy(cy, 'Clause 4').build();
    const record = knownAfter(ours.build(), seen, anObservation().saying('viewed').withSigners(bo).build());
    expect(record.signers).toMatchObject([
      { email: bo },
      { email: cy, decision: 'declined', reason: 'Clause 4' },
    ]);
  });

  it('repeated answers add no signer twice', () => {
    const odd = anObservation()
      .saying('viewed')
      .withSigners(anObservedSigner(null, { hasViewed: true }), bo)
      .build();
    const late = { ...odd, status: 'sent' };
    expect(knownAfter(ours.build(), odd, odd, late, late, odd).signers).toHaveLength(2);
  });

  it('a view, and a decision with its time and reason, stay once seen', () => {
    const seen = anObservation()
      .saying('viewed')
      .withSigners(bo, cy)
      .viewedBy(cy)
      .declinedBy(bo, 'Clause 4')
      .build();
    const record = knownAfter(
      ours.build(),
      seen,
      anObservation().saying('viewed').withSigners(bo, cy).build(),
      sent,
    );
    expect(record.signers[0]).toMatchObject({ hasViewed: true, viewedSeenAt: later, decision: 'declined' });
    expect(record.signers[0]).toMatchObject({ decidedAt: seen.signers[1]?.decidedAt, reason: 'Clause 4' });
    expect(record.signers[1]).toMatchObject({ hasViewed: true, viewedSeenAt: later, decision: null });
  });

  it('time and reason of a decision are added when Box reports them late', () => {
    const bare = anObservation()
      .withSigners(anObservedSigner(bo, { hasViewed: true, decision: 'declined' }))
      .build();
    const full = anObservation().declinedBy(bo, 'Clause 4').build();
    expect(knownAfter(ours.build(), bare, full).signers[0]).toMatchObject({
      decision: 'declined',
      decidedAt: full.signers[1]?.decidedAt,
      reason: 'Clause 4',
    });
  });

  it('signers without an address are not taken for each other', () => {
    const looked = aSignRequest()
      .toSigners(aSigner(null, { slackUserId: 'U_BO' }))
      .build();
    const seen = anObservation().withSigners(anObservedSigner(null)).build();
    expect(knownAfter(looked, seen).signers[0]?.slackUserId).toBeNull();
  });
});

describe('the sender whom Box adds as a reader', () => {
  const reader = (email: string | null) => anObservedSigner(email, { role: 'final_copy_reader' });
  const seenWith = (signer: ReturnType<typeof reader>, senderEmail: string | null) =>
    anObservation()
      .with({ signers: [signer, anObservedSigner(bo)], senderEmail })
      .build();
  const shown = (seen: Observation, record = aSignRequest().build()) => emails(knownAfter(record, seen));

  it.each([
    ['by address', 'ana@acme.com', 'ana@acme.com'],
    ['by address in capitals', 'ana@acme.com', 'Ana@Acme.com'],
    ['without an address', null, 'ana@acme.com'],
    ['when Box does not name the sender', 'ana@acme.com', null],
  ])('the sender is left out: %s', (_, email, sender) =>
    expect(shown(seenWith(reader(email), sender))).toEqual([bo]),
  );

  it('another reader is kept', () => {
    expect(shown(seenWith(reader('cy@acme.com'), 'ana@acme.com'))).toEqual([cy, bo]);
  });

  it('the sender is shown as a signer', () => {
    expect(shown(seenWith(anObservedSigner('ana@acme.com'), 'ana@acme.com'))).toEqual(['ana@acme.com', bo]);
  });

  it('the sender is shown as a reader if that was requested', () => {
    const asked = aSignRequest()
      .toSigners(aSigner('ana@acme.com', { role: 'final_copy_reader' }))
      .build();
    expect(shown(seenWith(reader('ana@acme.com'), 'ana@acme.com'), asked)).toEqual(['ana@acme.com', bo]);
  });
});

it.each([
  ['names none', []],
  ['names all', [cy, bo, 'dee@client.com']],
])('a bounce that %s is not that of a signer whom Box does not mail', (_, named) => {
  const record = aSignRequest()
    .inState('sent')
    .toSigners(
      aSigner(cy, { slackUserId: 'U_CY', signsHere: true }),
      aSigner(bo),
      aSigner('dee@client.com', { isInPerson: true }),
    )
    .build();
  expect(observeBounce(record, named, later)).toMatchObject({
    record: { details: { bounced: { emails: [bo] } } },
  });
});
