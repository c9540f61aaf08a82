import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readObservation } from '../../../src/box/observation.ts';
import { runs } from '../../builders/runs.ts';
import { aSignRequest } from './sign-request-json.ts';

describe('an observation', () => {
  it('an observation has what Box said, and no signing link, input or password', () => {
    const observation = readObservation(aSignRequest());
    expect(observation).toEqual({
      boxId: 'b-1',
      shortId: 'SR-1',
      externalId: 'our-id',
      status: 'viewed',
      name: 'NDA.pdf',
      prepareUrl: 'https://app.box.com/sign/prepare/1',
      signers: [
        {
          email: 'ana@acme.com',
          role: 'final_copy_reader',
          order: 0,
          hasViewed: false,
          decision: null,
          decidedAt: null,
          groupId: null,
          reason: null,
          attachments: [],
        },
        {
          email: 'bo@client.com',
          role: 'signer',
          order: 1,
          hasViewed: true,
          groupId: null,
          decision: 'declined',
          decidedAt: Date.parse('2026-11-20T10:00:00-08:00'),
          reason: 'Clause 4',
          attachments: [],
        },
      ],
      folder: { id: '45', name: 'Contracts' },
      files: [{ id: '46', name: 'NDA.pdf' }],
      filesReady: true,
      signingLogId: '47',
      expiresAt: Date.parse('2026-12-20T10:00:00Z'),
      createdAt: Date.parse('2026-11-20T09:00:00Z'),
      finishedAt: null,
      errorCode: null,
      senderEmail: 'ana@acme.com',
    });
    expect(JSON.stringify(observation)).not.toContain('SECRET');
  });

  it('an id is enough for an observation', () => {
    expect(readObservation({ id: 'b-1' })).toMatchObject({
      boxId: 'b-1',
      status: 'unknown',
      signers: [],
      files: [],
      filesReady: false,
      folder: null,
      prepareUrl: null,
    });
    for (const raw of [null, undefined, 'b-1', [], [{ id: 'x' }], {}, { id: 7 }, { id: '' }]) {
      expect(readObservation(raw)).toBeNull();
    }
  });

  it('an observation leaves out unknown decisions, and reasons of anything but a decline', () => {
    const of = (signer_decision: unknown) =>
      readObservation({ id: 'b', signers: [{ signer_decision }] })?.signers[0];
    expect(
      of({ type: 'postponed', finalized_at: '2026-11-20T10:00:00Z', additional_info: 'x' }),
    ).toMatchObject({
      decision: null,
      decidedAt: null,
      reason: null,
    });
    expect(of({ type: 'signed', additional_info: 'x' })).toMatchObject({ decision: 'signed', reason: null });
  });

  it('a prepare URL that a browser cannot open is left out', () => {
    for (const prepare_url of ['javascript:alert(1)', 'x', '', 7, null, 'file:///etc/passwd']) {
      expect(readObservation({ id: 'b', prepare_url })?.prepareUrl).toBeNull();
    }
  });

  it('any JSON with an id is an observation', () => {
    const names = Object.keys(aSignRequest());
    const inner = [
      'type',
      'id',
      'name',
      'files',
      'email',
      'order',
      'signer_decision',
      'is_ready_for_download',
    ];
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.array(fc.dictionary(fc.constantFrom(...inner), fc.jsonValue(), { noNullPrototype: true })),
      fc.dictionary(fc.constantFrom(...inner), fc.jsonValue(), { noNullPrototype: true }),
    );
    const json = fc.dictionary(fc.constantFrom(...names), value);
    fc.assert(
      fc.property(json, fc.string({ minLength: 1 }), (fields, id) => {
        const observation = readObservation({ ...fields, id });
        expect(observation?.boxId).toBe(id);
        expect(typeof observation?.status).toBe('string');
        for (const at of [observation?.createdAt, observation?.expiresAt, observation?.finishedAt]) {
          expect(at === null || Number.isFinite(at)).toBe(true);
        }
      }),
      { numRuns: runs(400) },
    );
  });
});
