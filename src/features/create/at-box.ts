/**
 * The job that creates a request in Box. It looks up files and people, waits for the person's check where one is
 * needed, commits that the call is about to be sent, calls Box and merges the answer. It can be killed at any point and
 * resumes: a run that finds the commit without an answer first searches Box's list for our id.
 */

import type { BoxSession } from '../../box/session.ts';
import { createSignRequest, findByExternalId } from '../../box/sign-requests.ts';
import { OutsideFailure, RetryLater } from '../../failure.ts';
import {
  aboutToCreate,
  created,
  giveUp,
  giveUpAt,
  needsCheck,
  nextSearchAt,
  notCreated,
  type Resolved,
  refuseCreation,
  searchMissed,
  showCheck,
} from '../../signing/creation.ts';
import type { FormValues } from '../../signing/form.ts';
import { isPhoneMissing } from '../../signing/phones.ts';
import type { Refusal } from '../../signing/refusals.ts';
import type { Decision, Observation, SignRequest } from '../../signing/sign-request.ts';
import { isBeingMade, isOfTemplate } from '../../signing/status.ts';
import type { StepArgs } from '../../signing/work.ts';
import type { ChangeResult } from '../../store/database.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';
import { createInput } from './create-input.ts';
import { refusalOrThrow } from './refusal.ts';
import { resolveRequest } from './resolve.ts';
import { resolveTemplate } from './resolve-template.ts';
import { creationRefusal, uploadRefusal } from './rules.ts';
import { placeUploads } from './upload.ts';

interface CreationRun {
  readonly services: Services;
  readonly session: BoxSession;
  readonly record: SignRequest;
  readonly change: Change;
}

/** Changes the request's record, but only while this run still holds its job's lease. */
type Change = (decide: (record: SignRequest) => Decision | null) => Promise<ChangeResult | null>;

/** The step `create`: creates the request in Box, refuses it, shows the check, or throws so that it is run again. */
export async function createAtBox(
  services: Services,
  { requestId: id }: StepArgs['create'],
  { tenant, lease }: Run,
): Promise<void> {
  const record = await services.store.signRequests.get(tenant, id);
  if (!record || !isBeingMade(record)) return;
  const change: Change = async (decide) =>
    (await services.store.signRequests.change(tenant, id, decide, { lease })) ?? null;
  if (services.now() >= giveUpAt(record)) {
    await change((now) => giveUp(now, { code: 'box_unreachable' }));
    return;
  }
  const session = await services.box.sessionFor(record.tenant, record.requester);
  if (!session) {
    await change((now) => giveUp(now, { code: 'not_connected' }));
    return;
  }
  const run: CreationRun = { services, session, record, change };
  const isFirst = record.createSentAt === null || needsCheck(record);
  await (isFirst ? prepareAndCreate(run) : searchAgain(run));
}

async function prepareAndCreate(run: CreationRun): Promise<void> {
  const { services, session, change } = run;
  // After a restore, a request that may have been confirmed and sent since the backup gets its check first.
  const isPerhapsSent = run.record.createSentAt !== null && needsCheck(run.record);
  const refuse = isPerhapsSent ? giveUp : refuseCreation;
  const refused = await uploadRefusal(services, session, run.record);
  if (refused) {
    await change((now) => refuse(now, refused));
    return;
  }
  const placed = await placeUploads(run, run.record);
  if (placed === null) return;
  if ('refusal' in placed) {
    await change((now) => refuse(now, placed.refusal));
    return;
  }
  const { record } = placed;
  const resolved = await resolve({ ...run, record });
  if (resolved && 'refusal' in resolved) {
    await change((now) => refuse({ ...now, form: resolved.form }, resolved.refusal));
    return;
  }
  const notAllowed = await creationRefusal(services, session, record, resolved);
  if (notAllowed) {
    await change((now) => refuse(now, notAllowed));
    return;
  }
  if (resolved && needsCheck(record)) {
    await change((now) => showCheck(now, resolved));
    return;
  }
  if (isPhoneMissing(resolved?.signers ?? record.signers, record.phones ?? [])) {
    await change((now) => refuse(now, { code: 'phone_forgotten' }));
    return;
  }
  const ready = await change((now) => aboutToCreate(now, resolved, services.now()));
  if (ready?.isChanged) await callCreate({ ...run, record: ready.record });
}

/**
 * Looks up what the create call needs; null: the record has it already. When a template has changed, a refusal comes
 * with the form as it now has to be filled in. Files are not looked up again after the check or on a second attempt,
 * templates are.
 */
async function resolve({
  services,
  session,
  record,
}: CreationRun): Promise<Resolved | { readonly refusal: Refusal; readonly form: FormValues } | null> {
  if (!isOfTemplate(record) && record.details.file) return null;
  const resolved = isOfTemplate(record)
    ? await resolveTemplate(services, session, record)
    : await resolveRequest(services, session, record);
  return 'refusal' in resolved ? { form: record.form, ...resolved } : resolved;
}

async function callCreate(run: CreationRun): Promise<void> {
  const { services, session, record, change } = run;
  try {
    const seen = await createSignRequest(session, createInput(services, record));
    await change((now) => created(now, [seen], services.now()));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ request: record.id, failure: error.message }, 'create at Box failed');
    if (error.kind === 'final') {
      const about = isOfTemplate(record) ? 'createFromTemplate' : 'create';
      const { refusal } = refusalOrThrow(services, error, about);
      await change((now) => refuseCreation(now, refusal));
    } else if (error.kind === 'retry') {
      await change(notCreated);
      throw error;
    } else {
      await searchAgain(run);
    }
  }
}

/**
 * After an unknown outcome: searches the person's requests in Box for our id. If it is not there, the job runs again
 * for another search or a second create call, or the person has to decide.
 */
async function searchAgain(run: CreationRun): Promise<void> {
  const { services, change } = run;
  const found = await searchForOurId(run);
  if (found === null) return;
  if (found.length > 0) {
    await change((now) => created(now, found, services.now()));
    return;
  }
  const missed = (await change((now) => searchMissed(now, services.now())))?.record;
  if (missed?.state !== 'creating') return;
  throw new RetryLater(Math.max(0, nextSearchAt(missed) - services.now()));
}

/** Searches for our id; null: Box has refused the search, and the person is told why. */
async function searchForOurId(run: CreationRun): Promise<Observation[] | null> {
  const { services, session, record, change } = run;
  try {
    return await findByExternalId(session, record.id);
  } catch (error) {
    const { refusal } = refusalOrThrow(services, error, 'create');
    await change((now) => giveUp(now, refusal));
    return null;
  }
}
