import { describe, expect, it } from 'vitest';
import {
  aboutToCreate,
  created,
  giveUp,
  giveUpAfterMs,
  giveUpAt,
  laterSearchAfterMs,
  needsCheck,
  nextSearchAt,
  notCreated,
  type ResolvedFiles,
  refuseCreation,
  searchMissed,
  showCheck,
  slowAt,
} from '../../../src/signing/creation.ts';
import { confirmSend, retryUnsure } from '../../../src/signing/decide.ts';
import type { Decision, SignRequest, State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import { work } from '../../../src/signing/work.ts';
import { expectDecision } from '../../builders/decisions.ts';
import { anObservation } from '../../builders/observations.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const states = Object.keys(statusTable) as State[];
const later = tuesday + 60_000;
const { id: requestId } = aSignRequest().build();
const redraw = [work.redraw({ requestId })];
const fresh = { createSentAt: null, looks: 0, firstLookAt: null };

const resolved: ResolvedFiles = {
  kind: 'files',
  files: [
    { id: '111', name: 'NDA.pdf' },
    { id: '112', name: 'Annex.pdf' },
  ],
  modifiedAt: tuesday - 1,
  fileFolder: null,
  isFileInRoot: false,
  subject: 'Ana asks you to sign NDA',
  sharedLink: 'https://app.box.com/s/x',
  folder: { id: '222', name: 'Contracts' },
  signers: [aSigner('bo@client.com', { slackUserId: 'U_BO', name: 'Bo Lee' })],
};
const { kind: _kind, modifiedAt: fileModifiedAt, files, signers, ...rest } = resolved;
const found = { ...rest, fileModifiedAt, file: files[0], moreFiles: [files[1]] };

/**
 * The states in which this decision changes the record. @param createSentAt when a create call may have been sent;
 * null: none was
 */
function statesIn(
  decide: (record: SignRequest) => Decision | null,
  createSentAt: number | null = null,
): State[] {
  return states
    .filter((state) => decide(aSignRequest().inState(state).with({ createSentAt }).build()))
    .sort();
}

const direct = aSignRequest().withoutFields();
const called = aSignRequest().callMayHaveLeft().build();
const directCalled = direct.callMayHaveLeft().build();

describe('the check', () => {
  it('a request without fields must be checked until Send now', () => {
    expect(needsCheck(direct.build())).toBe(true);
    expect(needsCheck(direct.with({ confirmedAt: tuesday }).build())).toBe(false);
    expect(needsCheck(aSignRequest().build())).toBe(false);
  });

  it('the check shows the files and signers that were found', () => {
    const { record, steps } = expectDecision(showCheck(direct.build(), resolved));
    expect(record).toMatchObject({ state: 'to_check', signers, details: found });
    expect(record).toMatchObject(fresh);
    expect(steps).toEqual(redraw);
  });

  it('the check comes once, before anything else', () => {
    const unchecked = states.filter((state) => showCheck(direct.inState(state).build(), resolved));
    expect(unchecked.sort()).toEqual(['creating', 'requested']);
    expect(statesIn((record) => showCheck({ ...record, confirmedAt: tuesday }, resolved))).toEqual([]);
    expect(statesIn((record) => showCheck(record, resolved))).toEqual([]);
  });
});

describe('before the create call', () => {
  it('the record says that a call may be sent, with the files and signers', () => {
    const { record, steps } = expectDecision(aboutToCreate(aSignRequest().build(), resolved, later));
    expect(record).toMatchObject({ state: 'creating', createSentAt: later, looks: 0, firstLookAt: null });
    expect(record).toMatchObject({ signers, details: found });
    expect(steps).toEqual([]);
  });

  it('files and signers that are known stay', () => {
    const record = direct.toCheck().build();
    const confirmed = expectDecision(confirmSend(record, later)).record;
    const next = expectDecision(aboutToCreate(confirmed, null, later + 1)).record;
    expect(next).toEqual({ ...confirmed, createSentAt: later + 1 });
  });

  it('only a requested or creating request can be created', () => {
    expect(statesIn((record) => aboutToCreate(record, resolved, later))).toEqual(['creating', 'requested']);
  });

  it('no second call is sent while one may have been', () => {
    expect(statesIn((record) => aboutToCreate(record, resolved, later), tuesday)).toEqual([]);
    const { record } = expectDecision(aboutToCreate(aSignRequest().build(), resolved, later));
    expect(aboutToCreate(record, resolved, later)).toBeNull();
  });

  it('without fields the call waits for Send now', () => {
    expect(aboutToCreate(direct.build(), resolved, later)).toBeNull();
    expect(aboutToCreate(direct.toCheck().build(), resolved, later)).toBeNull();
  });
});

describe('after the create call', () => {
  const first = anObservation().saying('created').with({ createdAt: 1 }).build();
  const second = anObservation().saying('sent').of('box-2').with({ createdAt: 2 }).build();

  it('the record takes what Box says', () => {
    const { record, steps } = expectDecision(created(called, [first], later));
    expect(record).toMatchObject({ state: 'created', boxId: 'box-1', observedAt: later });
    expect(steps).toEqual(redraw);
  });

  it('of several requests in Box the oldest counts, in any order; the other is the duplicate', () => {
    for (const seen of [
      [first, second],
      [second, first],
      [second, first, second],
    ]) {
      const { record } = expectDecision(created(called, seen, later));
      expect(record).toMatchObject({
        state: 'created',
        boxId: 'box-1',
        details: { duplicateBoxId: 'box-2' },
      });
    }
  });

  it('a known request stays', () => {
    const known = expectDecision(created(called, [second], later)).record;
    const { record } = expectDecision(created(known, [first, second], later));
    expect(record).toMatchObject({ state: 'sent', boxId: 'box-2', details: { duplicateBoxId: 'box-1' } });
  });

  it('Box is asked again soon while it has not mailed what it should mail by itself', () => {
    const again = [...redraw, work.refresh({ requestId }, 5_000)];
    for (const status of ['converting', 'created']) {
      const seen = anObservation().saying(status).build();
      expect(expectDecision(created(directCalled, [seen], later)).steps).toEqual(again);
      expect(expectDecision(created(called, [seen], later)).steps).toEqual(redraw);
    }
    expect(expectDecision(created(directCalled, [anObservation().build()], later)).steps).toEqual(redraw);
  });

  it('without a request found, nothing changes', () => {
    expect(created(called, [], later)).toEqual({ record: called, steps: [] });
  });

  it('a request in Box counts in every state', () => {
    for (const state of states.filter((one) => !statusTable[one].isAtBox)) {
      const { record } = expectDecision(created(aSignRequest().inState(state).build(), [second], later));
      expect(record).toMatchObject({ state: 'sent', boxId: 'box-2', refusal: null });
    }
  });
});

describe('a refusal before Box has the request', () => {
  it('the request ends, with the reason', () => {
    const { record, steps } = expectDecision(refuseCreation(called, { code: 'policy_forbids', status: 403 }));
    expect(record).toEqual({
      ...called,
      ...fresh,
      state: 'not_sent',
      refusal: { code: 'policy_forbids', status: 403 },
    });
    expect(steps).toEqual(redraw);
  });

  it('a request in any other state stays unchanged', () => {
    expect(statesIn((record) => refuseCreation(record, { code: 'terms_of_service' }))).toEqual([
      'creating',
      'requested',
    ]);
  });
});

describe('a create call without an effect', () => {
  it('the call can be made again', () => {
    const looked = { ...directCalled, looks: 2, firstLookAt: tuesday };
    const { record, steps } = expectDecision(notCreated(looked));
    expect(record).toEqual({ ...directCalled, ...fresh });
    expect(steps).toEqual([]);
    expect(aboutToCreate({ ...record, confirmedAt: tuesday }, null, later)).not.toBeNull();
  });

  it('only a request that is being created changes', () =>
    expect(statesIn(notCreated, tuesday)).toEqual(['creating']));
});

describe('searches for our id in Box', () => {
  /**
   * Makes each search when it is due, without finding anything, until no more follow. Returns how long after the first
   * each was made (ms), and the record after the last.
   */
  function missAllSearches(record: SignRequest) {
    let known = record;
    const lookedAfterMs: number[] = [];
    for (let now = later; known.state === 'creating' && known.createSentAt !== null; ) {
      now = Math.max(now, nextSearchAt(known));
      lookedAfterMs.push(now - later);
      known = expectDecision(searchMissed(known, now)).record;
    }
    return { record: known, lookedAfterMs };
  }

  it('searches are due immediately and 5, 15 and 45 s after the first', () => {
    expect(missAllSearches(called).lookedAfterMs).toEqual([0, 5_000, 15_000, 45_000]);
    expect(missAllSearches(directCalled).lookedAfterMs).toEqual([0, 5_000, 15_000, 45_000]);
    expect(nextSearchAt(called)).toBeLessThanOrEqual(tuesday);
  });

  it('the times count from the first search, even if a later one was late', () => {
    const first = expectDecision(searchMissed(called, later)).record;
    expect(first).toEqual({ ...called, looks: 1, firstLookAt: later });
    const second = expectDecision(searchMissed(first, later + 12_000)).record;
    expect(second).toEqual({ ...called, looks: 2, firstLookAt: later });
    expect(nextSearchAt(second)).toBe(later + 15_000);
  });

  it('a search before its time does not count', () => {
    const first = expectDecision(searchMissed(called, later)).record;
    expect(searchMissed(first, later + 4_999)).toBeNull();
    expect(searchMissed(first, later + 5_000)).not.toBeNull();
  });

  it('after the last search, a request with fields may be created again', () => {
    const { record } = missAllSearches(called);
    const details = { ...called.details, mayBeTwice: true };
    expect(record).toEqual({ ...called, ...fresh, details });
    expect(aboutToCreate(record, null, later)).not.toBeNull();
  });

  it('after the second round of searches it is not created again, only searched for every minute', () => {
    const again = expectDecision(aboutToCreate(missAllSearches(called).record, null, later + 60_000)).record;
    let record = again;
    for (const dueMs of [0, 5_000, 15_000, 45_000, 105_000, 165_000]) {
      const at = later + 60_000 + dueMs;
      expect(searchMissed(record, at - 1)?.valueOf() ?? null, `${dueMs}`).toSatisfy(
        (early: unknown) => early === null || dueMs === 0,
      );
      record = expectDecision(searchMissed(record, at)).record;
      expect(record).toMatchObject({ state: 'creating', createSentAt: later + 60_000 });
      expect(aboutToCreate(record, null, at)).toBeNull();
    }
    expect(giveUp(record, unreachable)).toMatchObject({ record: { state: 'not_sent' } });
  });

  it('after the last search, the person decides about a request that may have been mailed', () => {
    const { record } = missAllSearches(directCalled);
    expect(record).toMatchObject({ state: 'unsure', refusal: { code: 'outcome_unknown' } });
    expect(aboutToCreate(record, null, later)).toBeNull();
    const again = expectDecision(retryUnsure(record, later + 45_000)).record;
    expect(aboutToCreate(again, null, later + 45_000)).toBeNull();
    const missedAgain = expectDecision(searchMissed(again, later + 45_000)).record;
    expect(aboutToCreate(missedAgain, null, later + 45_000)).not.toBeNull();
  });

  it('a press on Send now that came with the call is no press on Send again', () => {
    const confirmed = { ...directCalled, confirmedAt: directCalled.createSentAt };
    expect(missAllSearches(confirmed).record.state).toBe('unsure');
    const later = { ...directCalled, confirmedAt: (directCalled.createSentAt ?? 0) + 1 };
    expect(missAllSearches(later).record).toMatchObject({ state: 'creating', createSentAt: null });
  });

  it('searches start over with the next create call', () => {
    const again = expectDecision(aboutToCreate(missAllSearches(called).record, null, later + 60_000)).record;
    expect(again).toMatchObject({ createSentAt: later + 60_000, looks: 0, firstLookAt: null });
    expect(nextSearchAt(again)).toBeLessThanOrEqual(later + 60_000);
  });

  it('only a request with a call that may have been sent is searched for', () => {
    expect(statesIn((record) => searchMissed(record, later), tuesday)).toEqual(['creating']);
    expect(statesIn((record) => searchMissed(record, later))).toEqual([]);
  });
});

const unreachable = { code: 'box_unreachable' } as const;

describe('giving up after a service was unreachable', () => {
  it('the end is 15 minutes after the last press', () => {
    expect(giveUpAfterMs).toBe(900_000);
    expect(giveUpAt(aSignRequest().build())).toBe(tuesday + giveUpAfterMs);
    expect(giveUpAt(direct.with({ confirmedAt: later }).build())).toBe(later + giveUpAfterMs);
  });

  it('Box is called slow eight seconds after the last press', () => {
    expect(slowAt(aSignRequest().build())).toBe(tuesday + 8_000);
    expect(slowAt(direct.with({ confirmedAt: later }).build())).toBe(later + 8_000);
  });

  it('the card says that nothing was sent, if nothing can have been', () => {
    for (const record of [
      aSignRequest().build(),
      called,
      direct.build(),
      direct.inState('creating').build(),
    ]) {
      const next = expectDecision(giveUp(record, unreachable)).record;
      expect(next).toEqual({ ...record, ...fresh, state: 'not_sent', refusal: unreachable });
    }
  });

  it('the person is asked if signers may have been mailed', () => {
    const { record, steps } = expectDecision(giveUp(directCalled, unreachable));
    expect(record).toEqual({ ...directCalled, state: 'unsure', refusal: { code: 'outcome_unknown' } });
    // The app looks again later, because Box may list the request after all.
    const looks = steps.filter(({ step }) => step === 'refresh').map(({ delayMs }) => delayMs);
    expect(looks).toEqual([5 * 60_000, 60 * 60_000]);
    expect(steps.filter(({ step }) => step !== 'refresh')).toEqual(redraw);
    // Each of these searches knows when it was to come, and no other refresh is taken for one of them.
    const rounds = steps.flatMap((one) => (one.step === 'refresh' ? [one.args.round ?? -1] : []));
    expect(rounds.map(laterSearchAfterMs)).toEqual(looks);
    expect([0, 1, 2, 9, Math.max(...rounds) + 1].map(laterSearchAfterMs)).toEqual([0, 0, 0, 0, 0]);
  });

  it('the person is also asked when an earlier call may have mailed, with the reason of the last call', () => {
    const details = { ...directCalled.details, mayBeTwice: true };
    const refused = expectDecision(
      refuseCreation({ ...directCalled, details }, { code: 'policy_forbids' }),
    ).record;
    expect(refused).toMatchObject({
      state: 'unsure',
      createSentAt: null,
      refusal: { code: 'policy_forbids' },
    });
    const ended = expectDecision(
      giveUp({ ...directCalled, details, createSentAt: null }, unreachable),
    ).record;
    expect(ended).toMatchObject({ state: 'unsure', refusal: unreachable });
    const again = expectDecision(retryUnsure(ended, later)).record;
    expect(aboutToCreate(again, null, later)).toBeNull();
  });

  it('a request in any other state stays unchanged', () => {
    const end = (record: SignRequest) => giveUp(record, unreachable);
    expect(statesIn(end)).toEqual(['creating', 'requested']);
    expect(statesIn(end, tuesday)).toEqual(['creating', 'requested']);
  });
});
