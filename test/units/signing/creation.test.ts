import { describe, expect, it } from 'vitest';
import {
  aboutToCreate,
  created,
  giveUp,
  giveUpAfterMs,
  giveUpAt,
  needsCheck,
  nextSearchAt,
  notCreated,
  type ResolvedFiles,
  refuseCreation,
  searchMissed,
  showCheck,
} from '../../../src/signing/creation.ts';
import { confirmSend, retryUnsure } from '../../../src/signing/decide.ts';
import type { Decision, SignRequest, State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import { work } from '../../../src/signing/work.ts';
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

function decided(decision: Decision | null) {
  if (!decision || 'refusal' in decision) throw new Error('nothing was decided');
  return decision;
}

/** The states in which a decision changes anything, with and without a call that may have been sent. */
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
  it('is needed without fields until Send now', () => {
    expect(needsCheck(direct.build())).toBe(true);
    expect(needsCheck(direct.with({ confirmedAt: tuesday }).build())).toBe(false);
    expect(needsCheck(aSignRequest().build())).toBe(false);
  });

  it('shows what was found', () => {
    const { record, steps } = decided(showCheck(direct.build(), resolved));
    expect(record).toMatchObject({ state: 'to_check', signers, details: found });
    expect(record).toMatchObject(fresh);
    expect(steps).toEqual(redraw);
  });

  it('comes once, before anything else', () => {
    expect(statesIn((record) => showCheck(record, resolved))).toEqual(['requested']);
  });
});

describe('about to create', () => {
  it('commits that a call may leave, with what was found', () => {
    const { record, steps } = decided(aboutToCreate(aSignRequest().build(), resolved, later));
    expect(record).toMatchObject({ state: 'creating', createSentAt: later, looks: 0, firstLookAt: null });
    expect(record).toMatchObject({ signers, details: found });
    expect(steps).toEqual([]);
  });

  it('keeps what was found before', () => {
    const record = direct.toCheck().build();
    const confirmed = decided(confirmSend(record, later)).record;
    const next = decided(aboutToCreate(confirmed, null, later + 1)).record;
    expect(next).toEqual({ ...confirmed, createSentAt: later + 1 });
  });

  it('is for what is requested or being created', () => {
    expect(statesIn((record) => aboutToCreate(record, resolved, later))).toEqual(['creating', 'requested']);
  });

  it('is never done twice while a call may have left', () => {
    expect(statesIn((record) => aboutToCreate(record, resolved, later), tuesday)).toEqual([]);
    const { record } = decided(aboutToCreate(aSignRequest().build(), resolved, later));
    expect(aboutToCreate(record, resolved, later)).toBeNull();
  });

  it('waits for Send now without fields', () => {
    expect(aboutToCreate(direct.build(), resolved, later)).toBeNull();
    expect(aboutToCreate(direct.toCheck().build(), resolved, later)).toBeNull();
  });
});

describe('created', () => {
  const first = anObservation().saying('created').with({ createdAt: 1 }).build();
  const second = anObservation().saying('sent').of('box-2').with({ createdAt: 2 }).build();

  it('takes over what Box says', () => {
    const { record, steps } = decided(created(called, [first], later));
    expect(record).toMatchObject({ state: 'created', boxId: 'box-1', observedAt: later });
    expect(steps).toEqual(redraw);
  });

  it('takes the eldest of several, whatever their order; the other is the duplicate', () => {
    for (const seen of [
      [first, second],
      [second, first],
      [second, first, second],
    ]) {
      const { record } = decided(created(called, seen, later));
      expect(record).toMatchObject({
        state: 'created',
        boxId: 'box-1',
        details: { duplicateBoxId: 'box-2' },
      });
    }
  });

  it('stays with the one that is known already', () => {
    const known = decided(created(called, [second], later)).record;
    const { record } = decided(created(known, [first, second], later));
    expect(record).toMatchObject({ state: 'sent', boxId: 'box-2', details: { duplicateBoxId: 'box-1' } });
  });

  it('asks again soon while Box has not mailed what it should mail by itself', () => {
    const again = [...redraw, work.refresh({ requestId }, 5_000)];
    for (const status of ['converting', 'created']) {
      const seen = anObservation().saying(status).build();
      expect(decided(created(directCalled, [seen], later)).steps).toEqual(again);
      expect(decided(created(called, [seen], later)).steps).toEqual(redraw);
    }
    expect(decided(created(directCalled, [anObservation().build()], later)).steps).toEqual(redraw);
  });

  it('is nothing when nothing was found', () => {
    expect(created(called, [], later)).toEqual({ record: called, steps: [] });
  });

  it('holds in every state: what is at Box is at Box', () => {
    for (const state of states.filter((one) => !statusTable[one].isAtBox)) {
      const { record } = decided(created(aSignRequest().inState(state).build(), [second], later));
      expect(record).toMatchObject({ state: 'sent', boxId: 'box-2', refusal: null });
    }
  });
});

describe('refuse', () => {
  it('ends what is not yet at Box, and says why', () => {
    const { record, steps } = decided(refuseCreation(called, { code: 'policy_forbids', status: 403 }));
    expect(record).toEqual({
      ...called,
      ...fresh,
      state: 'not_sent',
      refusal: { code: 'policy_forbids', status: 403 },
    });
    expect(steps).toEqual(redraw);
  });

  it('changes nothing that is elsewhere', () => {
    expect(statesIn((record) => refuseCreation(record, { code: 'terms_of_service' }))).toEqual([
      'creating',
      'requested',
    ]);
  });
});

describe('not created', () => {
  it('lets the call be made again', () => {
    const looked = { ...directCalled, looks: 2, firstLookAt: tuesday };
    const { record, steps } = decided(notCreated(looked));
    expect(record).toEqual({ ...directCalled, ...fresh });
    expect(steps).toEqual([]);
    expect(aboutToCreate({ ...record, confirmedAt: tuesday }, null, later)).not.toBeNull();
  });

  it('is for what is being created', () => expect(statesIn(notCreated, tuesday)).toEqual(['creating']));
});

describe('looks for our id', () => {
  /** Lets the searches at their due times find nothing; returns the times of all but the first, and the record then. */
  function findsNothing(record: SignRequest) {
    let known = record;
    const lookedAfterMs: number[] = [];
    for (let now = later; known.state === 'creating' && known.createSentAt !== null; ) {
      now = Math.max(now, nextSearchAt(known));
      lookedAfterMs.push(now - later);
      known = decided(searchMissed(known, now)).record;
    }
    return { record: known, lookedAfterMs };
  }

  it('are due at once, and 5, 15 and 45 s after the first', () => {
    expect(findsNothing(called).lookedAfterMs).toEqual([0, 5_000, 15_000, 45_000]);
    expect(findsNothing(directCalled).lookedAfterMs).toEqual([0, 5_000, 15_000, 45_000]);
    expect(nextSearchAt(called)).toBeLessThanOrEqual(tuesday);
  });

  it('are counted from the first, though a later one was late', () => {
    const first = decided(searchMissed(called, later)).record;
    expect(first).toEqual({ ...called, looks: 1, firstLookAt: later });
    const second = decided(searchMissed(first, later + 12_000)).record;
    expect(second).toEqual({ ...called, looks: 2, firstLookAt: later });
    expect(nextSearchAt(second)).toBe(later + 15_000);
  });

  it('do not count before their time', () => {
    const first = decided(searchMissed(called, later)).record;
    expect(searchMissed(first, later + 4_999)).toBeNull();
    expect(searchMissed(first, later + 5_000)).not.toBeNull();
  });

  it('all missed: what is prepared may be created again', () => {
    const { record } = findsNothing(called);
    const details = { ...called.details, mayBeTwice: true };
    expect(record).toEqual({ ...called, ...fresh, details });
    expect(aboutToCreate(record, null, later)).not.toBeNull();
  });

  it('all missed a second time: it is not made a third time, only looked for every minute', () => {
    const again = decided(aboutToCreate(findsNothing(called).record, null, later + 60_000)).record;
    let record = again;
    for (const dueMs of [0, 5_000, 15_000, 45_000, 105_000, 165_000]) {
      const at = later + 60_000 + dueMs;
      expect(searchMissed(record, at - 1)?.valueOf() ?? null, `${dueMs}`).toSatisfy(
        (early: unknown) => early === null || dueMs === 0,
      );
      record = decided(searchMissed(record, at)).record;
      expect(record).toMatchObject({ state: 'creating', createSentAt: later + 60_000 });
      expect(aboutToCreate(record, null, at)).toBeNull();
    }
    expect(giveUp(record, unreachable)).toMatchObject({ record: { state: 'not_sent' } });
  });

  it('all missed: what may have been mailed is for the person to decide', () => {
    const { record } = findsNothing(directCalled);
    expect(record).toMatchObject({ state: 'unsure', refusal: { code: 'outcome_unknown' } });
    expect(aboutToCreate(record, null, later)).toBeNull();
    const again = decided(retryUnsure(record, later + 45_000)).record;
    expect(aboutToCreate(again, null, later + 45_000)).toBeNull();
    const missedAgain = decided(searchMissed(again, later + 45_000)).record;
    expect(aboutToCreate(missedAgain, null, later + 45_000)).not.toBeNull();
  });

  it('start over with the next call', () => {
    const again = decided(aboutToCreate(findsNothing(called).record, null, later + 60_000)).record;
    expect(again).toMatchObject({ createSentAt: later + 60_000, looks: 0, firstLookAt: null });
    expect(nextSearchAt(again)).toBeLessThanOrEqual(later + 60_000);
  });

  it('miss only what is being created and may have left', () => {
    expect(statesIn((record) => searchMissed(record, later), tuesday)).toEqual(['creating']);
    expect(statesIn((record) => searchMissed(record, later))).toEqual([]);
  });
});

const unreachable = { code: 'box_unreachable' } as const;

describe('giving up', () => {
  it('is due 15 minutes after the last press', () => {
    expect(giveUpAfterMs).toBe(900_000);
    expect(giveUpAt(aSignRequest().build())).toBe(tuesday + giveUpAfterMs);
    expect(giveUpAt(direct.with({ confirmedAt: later }).build())).toBe(later + giveUpAfterMs);
  });

  it('says that nothing was sent where nothing can have been', () => {
    for (const record of [
      aSignRequest().build(),
      called,
      direct.build(),
      direct.inState('creating').build(),
    ]) {
      const next = decided(giveUp(record, unreachable)).record;
      expect(next).toEqual({ ...record, ...fresh, state: 'not_sent', refusal: unreachable });
    }
  });

  it('asks the person where signers may have been mailed', () => {
    const { record, steps } = decided(giveUp(directCalled, unreachable));
    expect(record).toEqual({ ...directCalled, state: 'unsure', refusal: { code: 'outcome_unknown' } });
    // Box may list it later after all.
    const looks = steps.filter(({ step }) => step === 'refresh').map(({ delayMs }) => delayMs);
    expect(looks).toEqual([5 * 60_000, 60 * 60_000]);
    expect(steps.filter(({ step }) => step !== 'refresh')).toEqual(redraw);
  });

  it('asks the person as well when only an earlier call may have mailed, and says why the last one did not', () => {
    const details = { ...directCalled.details, mayBeTwice: true };
    const refused = decided(refuseCreation({ ...directCalled, details }, { code: 'policy_forbids' })).record;
    expect(refused).toMatchObject({
      state: 'unsure',
      createSentAt: null,
      refusal: { code: 'policy_forbids' },
    });
    const ended = decided(giveUp({ ...directCalled, details, createSentAt: null }, unreachable)).record;
    expect(ended).toMatchObject({ state: 'unsure', refusal: unreachable });
    const again = decided(retryUnsure(ended, later)).record;
    expect(aboutToCreate(again, null, later)).toBeNull();
  });

  it('changes nothing that is elsewhere, whether a call may have left or not', () => {
    const end = (record: SignRequest) => giveUp(record, unreachable);
    expect(statesIn(end)).toEqual(['creating', 'requested']);
    expect(statesIn(end, tuesday)).toEqual(['creating', 'requested']);
  });
});
