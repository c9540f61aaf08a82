/**
 * The message to a signer who was picked from the workspace: posted when it is their turn, once for each request, and
 * changed when nothing is left for them to do. Guests and people outside the workspace get only Box's email.
 */
import { OutsideFailure } from '../../failure.ts';
import { colleaguesAsked, signerOf } from '../../signing/asking.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import { type Card, signerCardPrefix } from '../../store/database.ts';
import { nameOr } from '../../views/blocks.ts';
import { signerMessage } from '../../views/signer-message.ts';
import { whyNotFollowed } from '../connect/connection.ts';
import { isFullMember, personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { drawHomeSoon } from './home.ts';
import { drawMessage } from './post-message.ts';
import type { Redraw } from './surface.ts';

/**
 * Enqueues a job for each message to a signer of the request, so that a signer who cannot be reached does not delay the
 * others.
 */
export async function showSigners(redraw: Redraw): Promise<Redraw> {
  const { services, record, rows } = redraw;
  const { tenant, id: requestId } = record;
  const told = rows.flatMap(({ kind, id }) => (kind === 'signer' ? [signerOfRow(id)] : []));
  for (const user of new Set([...told, ...colleaguesAsked(record, services.now())])) {
    await services.store.jobs.enqueue(tenant, work.showSigner({ requestId, user }));
  }
  return redraw;
}

/** The step `showSigner`: posts or changes the message to one signer. */
export async function showSigner(services: Services, args: StepArgs['showSigner'], run: Run): Promise<void> {
  const record = await services.store.signRequests.get(run.tenant, args.requestId);
  if (!record) return;
  try {
    await drawSignerMessage(services, record, args.user, run);
  } catch (error) {
    // A final refusal by Slack: the signer has left, or accepts no messages from apps.
    if (!(error instanceof OutsideFailure) || error.service !== 'slack' || error.kind !== 'final')
      throw error;
    services.log.warn({ request: record.id, failure: error.message }, 'a signer could not be told');
    await reportUnreachedSigner(services, args, run);
  }
}

async function drawSignerMessage(
  services: Services,
  record: SignRequest,
  user: string,
  run: Run,
): Promise<void> {
  const { tenant } = record;
  const id = rowId(record.id, user);
  const row = await services.store.cards.get(tenant, id);
  const person = await personOf(services, tenant, user);
  const requester = await personOf(services, tenant, record.requester);
  const isMember = isFullMember(services, person);
  const t = textsFor(person);
  const drawn = signerMessage(record, {
    reader: user,
    who: nameOr(requester.name, t.workspace.somebody),
    now: services.now(),
    lost: await whyNotFollowed(services, record),
    isMember,
    t,
  });
  // A signer gets no message about a request that ended before it was their turn.
  if (drawn === null || (row === null && !drawn.isAsking)) return;
  if (drawn.isAsking && !isMember) {
    // The requester is told also when the message was posted before, because this signer can no longer press its
    // button.
    await addNotReachedNotice(services, record, user);
    if (row === null) return;
  }
  const newRow = async (): Promise<Card> => ({
    id,
    requestId: record.id,
    kind: 'signer',
    channel: await services.slack.openDirect(user),
    message: null,
    drawnHash: null,
    postSentAt: services.now(),
    createdAt: services.now(),
  });
  await drawMessage(services, record, { row, newRow, drawn: drawn.message, lease: run.lease });
  await drawHomeSoon(services, tenant, user);
}

/** The id of the row of a signer's message: a person has one message for each request. */
function rowId(requestId: string, user: string): string {
  return `${signerCardPrefix(user)}${requestId}`;
}

/** The Slack user id in the id of such a row. */
const signerOfRow = (id: string): string => id.split(':')[1] ?? '';

/**
 * Notifies the requester that the message to a signer could not be posted. Does nothing if it was posted and only a
 * change of it failed.
 */
export async function reportUnreachedSigner(
  services: Services,
  { requestId, user }: StepArgs['showSigner'],
  { tenant }: Pick<Run, 'tenant'>,
): Promise<void> {
  const { signRequests, cards } = services.store;
  const record = await signRequests.get(tenant, requestId);
  const row = await cards.get(tenant, rowId(requestId, user));
  if (record && !row?.message) await addNotReachedNotice(services, record, user);
}

/**
 * Stores a notice to the requester that this signer was not reached in Slack, if Box sends the signer no email either.
 */
export async function addNotReachedNotice(
  services: Services,
  record: SignRequest,
  user: string,
): Promise<void> {
  const signer = signerOf(record, user);
  if (!signer?.signsHere || signer.decision !== null) return;
  const { tenant, id, requester: to } = record;
  const notice = { kind: 'not_reached' as const, about: signer.email ?? '', to };
  await services.store.notices.owe(tenant, id, [notice], work.tellNotices({ user: to }));
}
