/** Redraws the open modals of a sign request, and finds out which of them the person has closed. */
import type { SignRequest } from '../../signing/sign-request.ts';
import { canPlaceFields } from '../../signing/status.ts';
import { work } from '../../signing/work.ts';
import type { Card, Person } from '../../store/database.ts';
import { detailsView } from '../../views/request-details.ts';
import { whyNotFollowed } from '../connect/connection.ts';
import { formAgain } from '../create/form.ts';
import { type Services, textsFor } from '../services.ts';
import { drawnHash } from './drawn-hash.ts';
import { recordDrawing } from './record-drawing.ts';
import { resultView } from './result-view.ts';
import type { Redraw, ViewsDrawn } from './surface.ts';

/** The result when no modal shows the request. */
export const noViews: ViewsDrawn = { isOpen: false, wasClosed: false, forget: async () => undefined };

/** Draws the open modals. If the person closed one before it showed that the fields can be placed, a note says so. */
export async function showModals(redraw: Redraw): Promise<Redraw> {
  const { services, record, person, rows } = redraw;
  const views = await drawViews(services, record, person, rows);
  if (views.wasClosed && canPlaceFields(record)) await enqueueNote(services, record);
  return { ...redraw, views };
}

async function enqueueNote(services: Services, record: SignRequest): Promise<void> {
  const { tenant, id } = record;
  await services.store.jobs.enqueue(tenant, work.note({ requestId: id }));
}

/** Redraws the modals. @throws OutsideFailure, but not for a modal that was closed */
export async function drawViews(
  services: Services,
  record: SignRequest,
  person: Person,
  rows: readonly Card[],
): Promise<ViewsDrawn> {
  const gone: Card[] = [];
  let isOpen = false;
  let wasClosed = false;
  for (const row of rows.filter(({ kind }) => kind === 'view')) {
    const shown = await drawView(services, record, person, row);
    if (shown === 'closed') wasClosed = true;
    else isOpen = true;
    if (shown === 'closed') gone.push(row);
    // Redrawing the form would overwrite the person's corrections.
    if (shown === 'form') await forgetView(services, record, row);
  }
  for (const row of rows.filter(({ kind }) => kind === 'details')) {
    if (!(await drawDetails(services, record, person, row))) gone.push(row);
  }
  const forget = async (): Promise<void> => {
    for (const row of gone) await forgetView(services, record, row);
  };
  return { isOpen, wasClosed, forget };
}

/**
 * Deletes the row of a modal that was closed or has become the form again. The row stays if the modal shows another
 * request by now, because the form was submitted.
 */
function forgetView(services: Services, record: SignRequest, row: Card): Promise<void> {
  return services.store.cards.remove(record.tenant, row.id, record.id);
}

/** Redraws a modal that shows the request in full. Returns false once it was closed. */
async function drawDetails(
  services: Services,
  record: SignRequest,
  person: Person,
  row: Card,
): Promise<boolean> {
  const lost = await whyNotFollowed(services, record);
  const deeds = await services.store.history.of(record.tenant, record.id);
  const view = detailsView(record, textsFor(person), services.now(), lost, deeds);
  const hash = drawnHash(view);
  if (row.message === null || hash === row.drawnHash) return row.message !== null;
  if (!(await services.slack.updateView(row.message, view))) return false;
  await recordDrawing(services, record, row.id, { message: row.message, hash });
  return true;
}

/** Redraws a result view. Returns `form` when the modal has become the form again and no longer shows a request. */
async function drawView(
  services: Services,
  record: SignRequest,
  person: Person,
  row: Card,
): Promise<'shown' | 'form' | 'closed'> {
  if (row.message === null || record.state === 'discarded') return 'closed';
  const result = await resultView(services, record, person);
  const hash = result ? drawnHash(result) : null;
  if (hash !== null && hash === row.drawnHash) return 'shown';
  const view = result ?? (await formAgain(services, record, person));
  if (!(await services.slack.updateView(row.message, view))) return 'closed';
  if (!result) return 'form';
  if (hash !== null) await recordDrawing(services, record, row.id, { message: row.message, hash });
  return 'shown';
}
