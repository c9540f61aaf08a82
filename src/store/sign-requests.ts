/**
 * The sign requests. The app writes single records by `createUnlessDuplicate` and `change` only. Both take a lock, call
 * a decision of `signing/`, write the record and enqueue its jobs, in one transaction. They decide nothing themselves
 * and call neither Slack nor Box.
 */

import type { Transaction } from 'kysely';
import { Fault } from '../failure.ts';
import { draftIdOf, type SameReason } from '../signing/decide.ts';
import { deedsOf } from '../signing/history.ts';
import type { Refusal } from '../signing/refusals.ts';
import type { Decision, SignRequest } from '../signing/sign-request.ts';
import type { Work } from '../signing/work.ts';
import { moveCards } from './cards.ts';
import { type ChangeTools, storeConsequences } from './changes.ts';
import { holdLease, type Lease } from './claims.ts';
import type { Engine } from './engine.ts';
import { addHistory } from './history.ts';
import { wipePhonesOfDrafts } from './phones-column.ts';
import type { Secrets } from './secrets.ts';
import { createRequestListStore, type RequestListStore } from './sign-request-lists.ts';
import { createSignRequestRows, type SignRequestRows } from './sign-request-rows.ts';
import type { Tables } from './tables.ts';
import type { Transact, TransactOptions, UnitOfWork } from './transaction.ts';

/** Which earlier requests count as duplicates of a new one. */
export interface CreateKey {
  readonly requester: string;
  readonly nonce: string;
  readonly fingerprint: string;
  /** A request for the same document and people counts as a duplicate if it was accepted at or after this time (ms). */
  readonly since: number;
  /** The request that this one corrects, if any. */
  readonly replaces?: string | undefined;
  /** The open request that this one will replace once it was sent, if any. */
  readonly changes?: string | undefined;
}

/** The earlier requests of which a new one may be a duplicate; all belong to the requester. */
export interface ExistingRequests {
  /** The request from the same rendering of the form. */
  readonly sameNonce: SignRequest | null;
  /** The latest request with the same fingerprint: the same document to the same people. */
  readonly same: SignRequest | null;
  /** Another open request that is to replace the same request as the new one. */
  readonly otherChange: SignRequest | null;
}

/** The answer to a submitted form: a new record, or the existing one that is shown instead. */
export type CreateDecision =
  | {
      readonly record: SignRequest;
      readonly steps: readonly Work[];
      /** The new content of the request that is replaced; null leaves it, and its cards, as they are. */
      readonly replace?: (old: SignRequest) => SignRequest | null;
    }
  | { readonly existing: SignRequest; readonly why: SameReason };

/** The result of a decision: the record as it is now, and whether the decision changed it. */
export interface ChangeResult {
  readonly record: SignRequest;
  readonly isChanged: boolean;
  readonly refusal?: Refusal;
}

export interface SignRequestStore extends RequestListStore {
  /**
   * Creates a request, unless `decide` finds that it duplicates an existing one. Looks for duplicates, calls `decide`,
   * inserts the record with its jobs, changes the request that it replaces and moves that request's cards to the new
   * one. Each requester's calls run one after another. When one rendering of the form is submitted twice at the same
   * time, its unique nonce lets the first one win, and the second gets that record as `existing`. Throws when another
   * requester's request has the nonce.
   */
  createUnlessDuplicate(
    tenant: string,
    key: CreateKey,
    decide: (found: ExistingRequests) => CreateDecision,
    options?: TransactOptions,
  ): Promise<CreateDecision>;
  /**
   * Changes a request as `decide` says: null or a refusal changes nothing. Returns null when there is no
   * request with this id. With `lease`, throws LeaseLost and writes nothing unless the job is still leased.
   */
  change(
    tenant: string,
    id: string,
    decide: (record: SignRequest) => Decision | null,
    options?: TransactOptions & { readonly lease?: Lease | undefined },
  ): Promise<ChangeResult | null>;
  get(tenant: string, id: string): Promise<SignRequest | null>;
  getByNonce(tenant: string, nonce: string): Promise<SignRequest | null>;
  getByBoxId(tenant: string, boxId: string): Promise<SignRequest | null>;
  /** The requester's requests, newest first; with `before`, only those accepted before that time (ms). */
  listByRequester(
    tenant: string,
    requester: string,
    options: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<SignRequest[]>;
}

interface Tools extends ChangeTools {
  readonly transact: Transact;
  readonly secrets: Secrets;
}

/** Creates the sign request store. */
export function createSignRequestStore(engine: Engine, tools: Tools): SignRequestStore {
  const { transact, secrets } = tools;
  const rows = createSignRequestRows(engine, secrets);
  const { db } = engine;
  return {
    ...createRequestListStore(engine, tools),
    createUnlessDuplicate: (tenant, key, decide, options) =>
      transact(
        (unit) => createUnlessDuplicate({ engine, rows, now: tools.now }, unit, tenant, key, decide),
        options,
      ),
    change: (tenant, id, decide, options = {}) =>
      transact(async (unit) => {
        // The record first and the job second, in every transaction, so that no two can deadlock.
        const record = await rows.lock(unit.tx, tenant, id);
        if (options.lease !== undefined) await holdLease(unit.tx, engine, options.lease);
        if (record === null) return null;
        const decision = decide(record);
        if (decision === null) return { record, isChanged: false };
        if ('refusal' in decision) return { record, isChanged: false, refusal: decision.refusal };
        await rows.update(unit.tx, record, decision.record);
        await enqueueAll(unit, tenant, decision.steps);
        await storeConsequences(unit, tools, record, decision.record);
        return { record: decision.record, isChanged: true };
      }, options),
    get: (tenant, id) => rows.get(db, tenant, id),
    getByNonce: (tenant, nonce) => rows.getByNonce(db, tenant, nonce),
    getByBoxId: (tenant, boxId) => rows.getByBoxId(db, tenant, boxId),
    listByRequester: (tenant, requester, options) => rows.list(db, tenant, requester, options),
  };
}

async function createUnlessDuplicate(
  {
    engine,
    rows,
    now,
  }: { readonly engine: Engine; readonly rows: SignRequestRows; readonly now: () => number },
  unit: UnitOfWork,
  tenant: string,
  key: CreateKey,
  decide: (found: ExistingRequests) => CreateDecision,
): Promise<CreateDecision> {
  const { tx } = unit;
  await engine.holdNamedLock(tx, `begin ${tenant} ${key.requester}`);
  const sameNonce = requireOwner(key.requester, await rows.getByNonce(tx, tenant, key.nonce));
  const decision = decide({
    sameNonce,
    same: await rows.findSame(tx, tenant, key),
    otherChange: await rows.findOtherChange(tx, tenant, key),
  });
  if ('existing' in decision) return decision;
  const { record } = decision;
  if (record.tenant !== tenant || record.nonce !== key.nonce || record.requester !== key.requester) {
    throw new Fault('createUnlessDuplicate: the record is not the one of the key');
  }
  if (!(await rows.insert(tx, record))) {
    const winner = requireOwner(key.requester, await rows.getByNonce(tx, tenant, key.nonce));
    if (winner === null) throw new Fault('createUnlessDuplicate: neither inserted nor found');
    return { existing: winner, why: 'same_nonce' };
  }
  await enqueueAll(unit, tenant, decision.steps);
  await addHistory(tx, record, deedsOf(null, record), now());
  if (key.replaces !== undefined && decision.replace !== undefined) {
    await replaceEarlier(rows, tx, key.replaces, record, decision.replace);
  }
  return decision;
}

/** Changes the old request and gives its cards to the new one. Another person's request is treated as missing. */
async function replaceEarlier(
  rows: SignRequestRows,
  tx: Transaction<Tables>,
  oldId: string,
  record: SignRequest,
  change: (old: SignRequest) => SignRequest | null,
): Promise<void> {
  const old = await rows.lock(tx, record.tenant, oldId);
  if (old === null || old.requester !== record.requester) return;
  const changed = change(old);
  if (changed === null) return;
  await rows.update(tx, old, changed);
  await wipePhonesOfDrafts(tx, old, changed, draftIdOf(record.nonce));
  await moveCards(tx, record.tenant, old.id, record.id);
}

/**
 * Returns the record. Throws when it belongs to another person: a nonce is a secret between one person and the app,
 * and must not give anyone else access to the record.
 */
function requireOwner(requester: string, record: SignRequest | null): SignRequest | null {
  if (record !== null && record.requester !== requester) {
    throw new Fault('createUnlessDuplicate: the nonce belongs to another requester');
  }
  return record;
}

async function enqueueAll(unit: UnitOfWork, tenant: string, steps: readonly Work[]): Promise<void> {
  for (const step of steps) await unit.enqueue(tenant, step);
}
