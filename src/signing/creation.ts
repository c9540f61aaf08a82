/**
 * Creation in Box in steps, so that it resumes after the process was killed at any point: what is committed before the
 * call is sent, what an answer or its loss means, and when a call may be made again. Pure.
 */
import { observe } from './observe.ts';
import type { Refusal } from './refusals.ts';
import type { Decision, Details, NamedItem, Observation, Signer, SignRequest } from './sign-request.ts';
import { goesOutDirectly, isBeingMade, mayBeMailed } from './status.ts';
import { type Work, work } from './work.ts';

/** Delays (ms) of the searches for our id after an unknown outcome, counted from the first search. */
export const searchAfterMs = [0, 5_000, 15_000, 45_000] as const;

/** This long (ms) after the press, people are told that Box is slow, if it has not answered. */
export const slowAfterMs = 8_000;

/** When people are told that Box is slow with this request (ms): counted from the person's last press. */
export function slowAt(record: SignRequest): number {
  return (record.confirmedAt ?? record.createdAt) + slowAfterMs;
}

/**
 * After a second create call without an answer, Box's list is searched at this interval (ms) until creation is given
 * up.
 */
const slowSearchEveryMs = 60_000;

/** How long creation is retried while Box cannot be reached (ms). */
export const giveUpAfterMs = 15 * 60_000;

/** Without fields to place, Box sends the emails itself; after this time (ms) we check whether it has. */
const followUpMs = 5_000;

/** What was looked up before the request can be created in Box: its files or template, its folder and its people. */
export type Resolved = ResolvedFiles | ResolvedTemplate;

interface ResolvedPeople {
  readonly folder: NamedItem | null;
  readonly signers: readonly Signer[];
  /**
   * The subject that the app writes for Box's email; null: there is one already, or the requester's name is not known.
   */
  readonly subject: string | null;
}

/** Resolved people, and the template that they sign. */
export interface ResolvedTemplate extends ResolvedPeople {
  readonly kind: 'template';
  readonly template: NamedItem;
}

/** Resolved people, and the files that they sign. */
export interface ResolvedFiles extends ResolvedPeople {
  readonly kind: 'files';
  /** The source files, in order; at least one. */
  readonly files: readonly NamedItem[];
  /** When the first file last changed (ms); shown when the person checks the request before sending. */
  readonly modifiedAt: number | null;
  /** Name of the folder that the first file is in; shown when the person checks the request before sending. */
  readonly fileFolder: string | null;
  /** Whether the first file is in the root folder, where Box Sign cannot put the signed copy. */
  readonly isFileInRoot: boolean;
  /**
   * The shared link that is sent along with file calls when a file is reachable only through it; null: none.
   */
  readonly sharedLink: string | null;
}

/** When creation is given up (ms): counted from the person's last press. */
export function giveUpAt(record: SignRequest): number {
  return (record.confirmedAt ?? record.createdAt) + giveUpAfterMs;
}

/** Whether the request waits for the press on Send now before anything is created in Box. */
export function needsCheck(record: SignRequest): boolean {
  return goesOutDirectly(record) && record.confirmedAt === null;
}

/**
 * Files and people, or the template, are known: the person checks them here before anything is sent. Only for requests
 * that go out without placing fields first. Null: this was done before.
 */
export function showCheck(record: SignRequest, resolved: Resolved): Decision | null {
  // A restored backup leaves a request that may have been confirmed since in the state `creating`.
  if (!isBeingMade(record) || !needsCheck(record)) return null;
  return {
    record: { ...withResolved(record, resolved), state: 'to_check' },
    steps: [work.redraw({ requestId: record.id })],
  };
}

/**
 * Committed before the create call is sent: from now on a request of ours may exist in Box. Null: the call must not be
 * made, or may have been made already.
 */
export function aboutToCreate(record: SignRequest, resolved: Resolved | null, now: number): Decision | null {
  const mayCreate = record.state === 'creating' || (record.state === 'requested' && !needsCheck(record));
  if (!mayCreate || record.createSentAt !== null) return null;
  const known = resolved ? withResolved(record, resolved) : record;
  return {
    record: { ...known, state: 'creating', createSentAt: now, looks: 0, firstLookAt: null },
    steps: [],
  };
}

function withResolved(record: SignRequest, resolved: Resolved): SignRequest {
  const details = {
    ...record.details,
    ...(resolved.kind === 'template' ? { template: resolved.template } : filesIn(resolved)),
    folder: resolved.folder,
    ...(resolved.subject === null ? {} : { subject: resolved.subject }),
  };
  return { ...record, signers: resolved.signers, details };
}

function filesIn(resolved: ResolvedFiles): Partial<Details> {
  const [file = null, ...moreFiles] = resolved.files;
  return {
    file,
    ...(moreFiles.length === 0 ? {} : { moreFiles }),
    fileModifiedAt: resolved.modifiedAt,
    fileFolder: resolved.fileFolder,
    isFileInRoot: resolved.isFileInRoot,
    sharedLink: resolved.sharedLink,
  };
}

/** Box has the request: merges the answer to create, or what a search found. All but the oldest are duplicates. */
export function created(record: SignRequest, seen: readonly Observation[], now: number): Decision {
  const [first, ...others] = [...seen].sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
  if (!first) return { record, steps: [] };
  let merged = observe(record, first, now).record;
  for (const other of others) merged = observe(merged, other, now).record;
  return { record: merged, steps: [work.redraw({ requestId: record.id }), ...followUp(merged)] };
}

function followUp(record: SignRequest): Work[] {
  const isUnderWay = record.state === 'converting' || record.state === 'created';
  return goesOutDirectly(record) && isUnderWay ? [work.refresh({ requestId: record.id }, followUpMs)] : [];
}

/** Box or Slack refused, so this call created nothing. An earlier call of unknown outcome may have. */
export function refuseCreation(record: SignRequest, refusal: Refusal): Decision | null {
  return giveUp({ ...record, createSentAt: null, looks: 0, firstLookAt: null }, refusal);
}

/**
 * Ends the creation without success. Where signers may have been mailed, the state is `unsure` and the person decides;
 * the refusal is then kept only if the last call certainly did nothing. Where nobody can have been mailed, the state is
 * `not_sent`, with the refusal.
 */
export function giveUp(record: SignRequest, refusal: Refusal): Decision | null {
  if (!isBeingMade(record)) return null;
  const unknown: Refusal = { code: 'outcome_unknown' };
  const ended: SignRequest = mayBeMailed(record)
    ? { ...record, state: 'unsure', refusal: record.createSentAt === null ? refusal : unknown }
    : { ...record, state: 'not_sent', refusal, createSentAt: null, looks: 0, firstLookAt: null };
  const searches = ended.state === 'unsure' ? laterSearches(record.id) : [];
  return { record: ended, steps: [work.redraw({ requestId: record.id }), ...searches] };
}

/** Searches after the person was asked to decide, because Box may list the request only now. */
function laterSearches(requestId: string): readonly Work[] {
  return laterSearchesMs.map((delayMs, index) =>
    work.refresh({ requestId, round: lateRound + index }, delayMs),
  );
}

const laterSearchesMs: readonly number[] = [5 * 60_000, 60 * 60_000];
/**
 * The `round` of the first of the `laterSearches`: higher than that of any automatic refresh after an answered
 * creation.
 */
const lateRound = 10;

/** How long after it was planned (ms) the refresh of this round is due, if it is one of the `laterSearches`; else 0. */
export function laterSearchAfterMs(round: number): number {
  return laterSearchesMs[round - lateRound] ?? 0;
}

/**
 * The create call may be made again: it did nothing, because Box asked us to wait or was never reached; or, from
 * `searchMissed`, our id was not found.
 */
export function notCreated(record: SignRequest): Decision | null {
  if (record.state !== 'creating') return null;
  return { record: { ...record, createSentAt: null, looks: 0, firstLookAt: null }, steps: [] };
}

/** When the next search for our id is due (ms); in the past when none was made yet. */
export function nextSearchAt(record: SignRequest): number {
  const first = record.firstLookAt ?? 0;
  const known = searchAfterMs[record.looks];
  if (known !== undefined) return first + known;
  const beyond = record.looks - searchAfterMs.length + 1;
  return first + searchAfterMs[3] + beyond * slowSearchEveryMs;
}

/**
 * A search did not find our id. The list may lag, so it is searched again. After the last search, the request may be
 * created again if nothing can have been mailed, or if the person has pressed Send again since; else the person
 * decides. A create call is repeated by itself only once; after that, only searches follow. A search that came before
 * its time (a restart) does not count.
 */
export function searchMissed(record: SignRequest, now: number): Decision | null {
  if (record.state !== 'creating' || record.createSentAt === null) return null;
  if (now < nextSearchAt(record)) return null;
  const looks = record.looks + 1;
  if (looks < searchAfterMs.length || wasMadeTwice(record)) {
    return { record: { ...record, looks, firstLookAt: record.firstLookAt ?? now }, steps: [] };
  }
  if (mayBeMailed(record) && !isSentAgain(record)) return giveUp(record, { code: 'outcome_unknown' });
  return notCreated({ ...record, details: { ...record.details, mayBeTwice: true } });
}

/**
 * Whether the create call was already repeated once without a press. It is not repeated again, so that a long outage of
 * Box leaves no copies behind.
 */
function wasMadeTwice(record: SignRequest): boolean {
  return !goesOutDirectly(record) && record.details.mayBeTwice;
}

/** Whether the person has pressed Send again since the last create call may have been sent. */
function isSentAgain(record: SignRequest): boolean {
  return (record.confirmedAt ?? 0) > (record.createSentAt ?? 0);
}
