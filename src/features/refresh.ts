/**
 * Reads one sign request from Box and merges the answer into its record: when a person presses Refresh, and
 * automatically, for example when its details are opened. Changes nothing in Box.
 */
import { OutsideFailure } from '../failure.ts';
import { laterSearchAfterMs } from '../signing/creation.ts';
import { isAwaitingFiles } from '../signing/polling.ts';
import { retryForMs } from '../signing/resend-cancel.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canRefresh, mayHaveDuplicate } from '../signing/status.ts';
import { type StepArgs, work } from '../signing/work.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { callbacks } from '../views/actions.ts';
import { sentenceMessage } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { askBox, notConnected } from './ask-box.ts';
import { refreshInList } from './list/refresh.ts';
import { personOf } from './rights/admit.ts';
import { answerOutdatedRequest, pressedForRequest } from './rights/requests.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';
import { showBusy } from './surfaces/busy.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';

/** Delays (ms) after which a request that Box still processes is read again; the person can press Refresh sooner. */
const followUpsMs = [15_000, 60_000] as const;

/**
 * The button Refresh on a card: the buttons disappear immediately, and the redraw brings them back with Box's answer. In
 * the list, the list shows the answer.
 */
export function pressRefresh(services: Services, payload: ActionPayload): Promise<Answer> {
  const pressedAt = services.now();
  return pressedForRequest(services, payload, 'refresh', async (on) => {
    const { tenant, person, record } = on;
    if (!canRefresh(record)) return answerOutdatedRequest(services, payload, on);
    const job = work.refresh({ requestId: record.id, asked: person.userId, pressedAt });
    if (payload.view?.callbackId === callbacks.list) return refreshInList(services, payload, on, job);
    await services.store.jobs.enqueue(tenant, job, { wake: false });
    return { after: () => showBusy(services, payload, record) };
  });
}

/** The step `refresh`. When a person pressed Refresh, a failure is shown to them; the next press tries again. */
export async function refresh(
  services: Services,
  { requestId, asked, pressedAt = Number.POSITIVE_INFINITY, round = 0 }: StepArgs['refresh'],
  { tenant, createdAt, lease }: Run,
): Promise<void> {
  const record = await services.store.signRequests.get(tenant, requestId);
  if (!record || !canRefresh(record)) return;
  // Box has answered since the press, for instance because the button was pressed several times. If Box may hold a
  // second request, Box is asked all the same, because only a search finds the second one.
  const answeredAt = record.observedAt ?? 0;
  const isAnswered = pressedAt < answeredAt && answeredAt <= services.now();
  if (isAnswered && !mayHaveDuplicate(record)) {
    return redrawSoon(services, record.tenant, record.id);
  }
  const session = await services.box.sessionFor(record.tenant, record.requester);
  try {
    if (!session) throw notConnected;
    await askBox(services, session, record, lease);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    // Nobody waits for an automatic refresh: when Box refuses it, or does not answer for a long time, it ends without
    // a message. Each retry would be a call, and the calls of a month are limited.
    const dueAt = createdAt + laterSearchAfterMs(round);
    const isOver = error.kind === 'final' || services.now() >= dueAt + retryForMs;
    if (asked === undefined && !isOver) throw error;
    services.log.warn({ request: record.id, failure: error.message }, 'refresh failed');
    // Enqueued first, so that the card gets its buttons back even if the person cannot be told.
    await redrawSoon(services, record.tenant, record.id);
    return asked === undefined ? undefined : tellFailure(services, record, error);
  }
  await redrawSoon(services, record.tenant, record.id);
  if (asked === undefined) await refreshAgainLater(services, record.tenant, record.id, round);
}

/** Tells the requester, in an ephemeral message, why Refresh failed. Their card says when Box last answered. */
async function tellFailure(services: Services, record: SignRequest, failure: OutsideFailure): Promise<void> {
  const person = await personOf(services, record.tenant, record.requester);
  const t = textsFor(person);
  const channel = await services.slack.openDirect(record.requester);
  const sentence = refreshFailureText(failure, t);
  await services.slack.postEphemeral(channel, record.requester, sentenceMessage(sentence, t));
}

/** The sentence that says why asking Box about a request failed. */
export function refreshFailureText({ kind, status }: OutsideFailure, t: Texts): string {
  if (kind === 'final') return t.boxRefusesRefresh(status);
  return status === 429 ? t.boxBusy : t.boxSilent;
}

async function refreshAgainLater(
  services: Services,
  tenant: string,
  requestId: string,
  round: number,
): Promise<void> {
  const record = await services.store.signRequests.get(tenant, requestId);
  if (record === null) return;
  const isComing = record.state === 'converting' || record.state === 'created';
  // Box's event stream reports every change, but not that the signed files can now be downloaded.
  const isUnderWay = record.details.isTold ? isAwaitingFiles(record) : isComing;
  const delayMs = followUpsMs[round];
  if (!isUnderWay || delayMs === undefined) return;
  await services.store.jobs.enqueue(tenant, work.refresh({ requestId, round: round + 1 }, delayMs));
}
