/**
 * Choose several: a page on top of the list, on which a person chooses requests and an action, and a second page that
 * asks for confirmation. `batch.ts` in this folder carries the action out.
 */
import { randomUUID } from 'node:crypto';
import { type BatchEntry, mostInBatch } from '../../signing/batch.ts';
import { idsInGroup, pageOfList } from '../../signing/request-list.ts';
import { work } from '../../signing/work.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../../slack/payloads.ts';
import { batchView, checkBatchView, readBatchReason } from '../../views/batch.ts';
import { sentenceView } from '../../views/sentence.ts';
import { noneChosenErrors, readBatchId, readSeveral, severalView } from '../../views/several.ts';
import { forMember, type Member, submittedByMember } from '../rights/members.ts';
import { isGranted, type Services, textsFor } from '../services.ts';
import { drawListsSoon } from '../surfaces/list-views.ts';
import { showModal } from '../surfaces/show-modal.ts';
import { tellPrivately } from '../tell.ts';
import { openListState } from './choose.ts';
import { permittedRecords } from './permitted.ts';

/** The button Choose several in the list. */
export function pressChooseSeveral(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async ({ tenant, person, t }) => {
    const { view, triggerId } = payload;
    const chosen = await openListState(services, tenant, person, view);
    if (!view || !triggerId || !chosen)
      return tellPrivately(services, payload, t.list.tooOld, textsFor(person));
    const { signRequests, batches } = services.store;
    const list = await signRequests.listAll(tenant, person.userId);
    const all = idsInGroup(list, pageOfList(list, chosen).group, chosen.query);
    const shown = all.slice(0, mostInBatch);
    // The button was drawn before the group's last request moved to another group.
    if (shown.length === 0) {
      await showModal(services, tenant, { triggerId, view }, sentenceView(t.batch.empty, t, t.batch.title));
      return drawListsSoon(services, tenant, person.userId);
    }
    const batchId = randomUUID();
    // Stored now, so that "all" means the requests that the page shows. The verb is a placeholder until one is chosen.
    const entries = shown.map(entryOf);
    await batches.add(tenant, { id: batchId, user: person.userId, verb: 'export', entries });
    const page = severalView({
      batchId,
      records: await signRequests.getMany(tenant, person.userId, shown),
      count: all.length,
      canExport: isGranted(services.identity, 'files:write'),
      t,
      now: services.now(),
    });
    await showModal(services, tenant, { triggerId, view }, page);
  });
}

/**
 * The button Continue in the modal for several requests: the next page says what will happen. Only an export needs no
 * confirmation.
 */
export function submitSeveral(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, async (member) => {
    const { tenant, person, t } = member;
    const { store, now } = services;
    const { view } = payload;
    const batch = await store.batches.get(tenant, person.userId, readBatchId(view.privateMetadata) ?? '');
    const { isAll, ids, verb } = readSeveral(view.state);
    if (!batch || verb === null) return updateAnswer(sentenceView(t.batch.tooOld, t, t.batch.title));
    if (batch.confirmedAt !== null) return updateAnswer(batchView(batch, [], t));
    // Only requests that the page showed to this person can be chosen, whatever ids arrive. All shown requests stay
    // stored: if Slack loses this answer, the person is still on the page and may choose others.
    const shown = batch.entries.map(({ id }) => ({ ...entryOf(id), isLeftOut: !isAll && !ids.includes(id) }));
    const chosen = { ...batch, verb, entries: chosenOf(shown) };
    if (chosen.entries.length === 0)
      return { ack: { response_action: 'errors', errors: noneChosenErrors(t) } };
    await store.batches.choose(tenant, { ...chosen, entries: shown });
    if (verb === 'export') return confirm(services, member, { ...chosen, viewId: view.id });
    const records = await permittedRecords(services, tenant, chosen);
    const confirmPage = checkBatchView({ id: batch.id, verb }, records, t, now());
    return updateAnswer(confirmPage ?? sentenceView(t.batch.nonePossible[verb], t, t.batch.title));
  });
}

/** The second page is submitted: the batch starts, once. */
export function submitBatch(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, async (member) => {
    const { tenant, person, t } = member;
    const { view } = payload;
    const id = readBatchId(view.privateMetadata) ?? '';
    const batch = await services.store.batches.get(tenant, person.userId, id);
    if (!batch) return updateAnswer(sentenceView(t.batch.tooOld, t, t.batch.title));
    const entries = chosenOf(batch.entries);
    const reason = readBatchReason(view.state);
    return confirm(services, member, { ...batch, entries, reason, viewId: view.id });
  });
}

async function confirm(
  services: Services,
  { tenant, person, t }: Member,
  batch: Parameters<typeof batchView>[0],
): Promise<Answer> {
  const { batches, jobs } = services.store;
  const next = work.runBatch({ user: person.userId, batchId: batch.id });
  const isFirst = await batches.confirm(tenant, batch, next);
  const known = isFirst ? batch : await batches.get(tenant, person.userId, batch.id);
  return { ...updateAnswer(batchView(known ?? batch, [], t)), after: async () => jobs.wake() };
}

function updateAnswer(view: ReturnType<typeof sentenceView>): Answer {
  return { ack: { response_action: 'update', view } };
}

function chosenOf(entries: readonly BatchEntry[]): BatchEntry[] {
  return entries.flatMap(({ id, isLeftOut }) => (isLeftOut ? [] : [entryOf(id)]));
}

function entryOf(id: string): BatchEntry {
  return { id, askedAt: null, result: null };
}
