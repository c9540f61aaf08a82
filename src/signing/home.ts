/**
 * What App Home shows of a person's sign requests: those that need the person, those that wait for others, and those
 * that have ended lately. Pure.
 */
import { canSignHere } from './asking.ts';
import { bouncedSigners } from './correct.ts';
import type { SignRequest } from './sign-request.ts';
import { canPlaceFields, isGone, isOfTemplate, signersOnTurn, statusTable, waitingSince } from './status.ts';
import { isSamePerson } from './template-people.ts';

/** How long a request that has ended is shown in Home (ms). */
export const endedShownMs = 7 * 24 * 60 * 60_000;

/** Whether a request needs its requester for this reason. @param all all requests that Home shows */
type Applies = (record: SignRequest, all: readonly SignRequest[], now: number) => boolean;

/** One row for each reason why a request needs its requester; the first that applies is shown. */
const needs = {
  gone: isGone,
  unsure: ({ state }) => state === 'unsure',
  fix: ({ state }) => state === 'not_sent',
  check: ({ state }) => state === 'to_check',
  prepare: canPlaceFields,
  bounced: (record) => bouncedSigners(record).length > 0,
  declined: (record, all) => record.state === 'declined' && !isSentAgain(record, all),
  ownTurn: (record, _all, now) =>
    canSignHere(record, record.requester, now) || waitsForRequesterAlone(record),
} as const satisfies Readonly<Record<string, Applies>>;

/** Why a request needs its requester. */
export type Need = keyof typeof needs;

/** The groups of requests that Home shows. */
export interface HomeGroups {
  /** Requests that need something from their requester, the oldest first. */
  readonly needed: readonly { readonly record: SignRequest; readonly need: Need }[];
  /** Open requests that need nothing from their requester, the longest wait first. */
  readonly waiting: readonly SignRequest[];
  /** Requests that have ended, the latest end first. */
  readonly ended: readonly SignRequest[];
}

/** Sorts the requests that Home may show into its groups. @param now the time (ms) */
export function groupForHome(records: readonly SignRequest[], now: number): HomeGroups {
  const shown = records.filter(
    (record) =>
      record.state !== 'discarded' &&
      !(statusTable[record.state].isFinal && endedAt(record) < now - endedShownMs),
  );
  const needOfEach = shown.map((record) => ({ record, need: needOf(record, shown, now) }));
  const needed = needOfEach.flatMap(({ record, need }) => (need === null ? [] : [{ record, need }]));
  const rest = needOfEach.flatMap(({ record, need }) => (need === null ? [record] : []));
  return {
    needed: needed.sort((a, b) => neededSince(a) - neededSince(b)),
    waiting: rest
      .filter(({ state }) => !statusTable[state].isFinal)
      .sort((a, b) => (waitingSince(a) ?? a.createdAt) - (waitingSince(b) ?? b.createdAt)),
    ended: rest.filter(({ state }) => statusTable[state].isFinal).sort((a, b) => endedAt(b) - endedAt(a)),
  };
}

function needOf(record: SignRequest, all: readonly SignRequest[], now: number): Need | null {
  const rows: readonly (readonly [string, Applies])[] = Object.entries(needs);
  return (rows.find(([, applies]) => applies(record, all, now))?.[0] ?? null) as Need | null;
}

function neededSince({ record, need }: HomeGroups['needed'][number]): number {
  if (need === 'bounced') return record.details.bounced?.at ?? record.createdAt;
  return need === 'declined' ? endedAt(record) : record.createdAt;
}

function endedAt({ details, createdAt }: SignRequest): number {
  return details.finishedAt ?? createdAt;
}

/** Whether the same document was sent again after the decline, so that there is nothing left to do. */
function isSentAgain(record: SignRequest, all: readonly SignRequest[]): boolean {
  return all.some(
    (other) =>
      other.createdAt > endedAt(record) && other.state !== 'not_sent' && isOfSameDocument(record, other),
  );
}

/**
 * Whether both are about the same file, or about the same template and the people who declined the first: a template
 * alone is sent to many people.
 */
function isOfSameDocument(one: SignRequest, other: SignRequest): boolean {
  if (isOfTemplate(one)) {
    const declined = one.signers.filter(({ decision }) => decision === 'declined');
    const areAskedAgain = declined.every((signer) =>
      other.signers.some((each) => isSamePerson(signer, each)),
    );
    const isSameTemplate = isOfTemplate(other) && one.form.template?.id === other.form.template?.id;
    return isSameTemplate && declined.length > 0 && areAskedAgain;
  }
  return one.details.file !== null && other.details.file?.id === one.details.file.id;
}

/** Whether Box waits for the requester's own signature, and for nobody else's. */
function waitsForRequesterAlone(record: SignRequest): boolean {
  if (record.state !== 'sent' && record.state !== 'viewed') return false;
  const onTurn = signersOnTurn(record.signers);
  return onTurn.length > 0 && onTurn.every(({ slackUserId }) => slackUserId === record.requester);
}
