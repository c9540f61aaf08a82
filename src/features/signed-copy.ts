/**
 * Send a copy here: the signed files are copied from Box into the requester's messages in Slack. Offered where the
 * optional scope `files:write` was granted and the admins allow it.
 */

import { downloadFile } from '../box/downloads.ts';
import type { BoxSession } from '../box/session.ts';
import { OutsideFailure } from '../failure.ts';
import { retryForMs } from '../signing/resend-cancel.ts';
import type { Decision, SignRequest } from '../signing/sign-request.ts';
import { hasSignedFiles } from '../signing/status.ts';
import { type StepArgs, work } from '../signing/work.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { sentenceMessage } from '../views/sentence.ts';
import { requestName } from '../views/sign-request-card.ts';
import type { Texts } from '../views/texts/index.ts';
import { notConnected } from './ask-box.ts';
import { personOf } from './rights/admit.ts';
import { answerOutdatedRequest, pressedForRequest } from './rights/requests.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';
import { areCopiesAllowed } from './settings/read.ts';
import { tellPrivately } from './tell.ts';

/** A second press within this time after a copy was sent (ms) sends no second copy. */
const repeatWithinMs = 60_000;

/** Larger files are not copied, because all bytes pass through this process; they can be opened in Box. */
const maxBytes = 100 * 1024 * 1024;

/** The button Send a copy here. */
export function pressCopy(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedForRequest(services, payload, 'copy', async (on) => {
    const { tenant, t, record } = on;
    if (!hasSignedFiles(record)) return answerOutdatedRequest(services, payload, on);
    if (!(await areCopiesAllowed(services, tenant))) {
      return { after: () => tellPrivately(services, payload, t.copy.notAllowed, t) };
    }
    await services.store.jobs.enqueue(tenant, work.copySigned({ requestId: record.id }));
    return { after: () => tellPrivately(services, payload, t.copy.underWay(requestName(record, t)), t) };
  });
}

/** The step `copySigned`: copies the signed files into the requester's messages, at most once for each press. */
export async function copySigned(
  services: Services,
  { requestId }: StepArgs['copySigned'],
  { tenant, createdAt, lease }: Run,
): Promise<void> {
  const { store, box, log, now } = services;
  const record = await store.signRequests.get(tenant, requestId);
  if (!record || !hasSignedFiles(record)) return;
  const known = record.details.copy;
  if (known?.isConfirmed && now() - known.at < repeatWithinMs) return;
  const note = async (copy: Copy | undefined): Promise<void> => {
    await store.signRequests.change(tenant, requestId, (at) => withCopy(at, copy), { lease });
  };
  try {
    // An earlier run died while it shared the files, so the copy may already be in Slack.
    if (known && !known.isConfirmed) throw notConfirmed;
    if (!(await areCopiesAllowed(services, tenant))) throw notAllowed;
    const session = await box.sessionFor(tenant, record.requester);
    if (!session) throw notConnected;
    const files = await uploadFiles(services, session, record);
    await note({ at: now(), isConfirmed: false });
    await shareFiles(services, record, files);
    await note({ at: now(), isConfirmed: true });
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    await note(undefined);
    if (error.kind === 'retry' && now() < createdAt + retryForMs) throw error;
    log.warn({ request: requestId, failure: error.message }, 'no signed copy was put into Slack');
    await tellFailure(services, record, error);
  }
}

type Copy = NonNullable<SignRequest['details']['copy']>;

function withCopy({ details: { copy: _, ...details }, ...record }: SignRequest, copy?: Copy): Decision {
  return { record: { ...record, details: copy ? { ...details, copy } : details }, steps: [] };
}

/** Uploads the files to Slack, where nobody sees them yet. Returns their ids. */
async function uploadFiles(
  { slack }: Services,
  session: BoxSession,
  { details: { files } }: SignRequest,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { id, name } of files) {
    const { bytes, body } = await downloadFile(session, id);
    try {
      if (bytes > maxBytes) throw tooLarge;
      ids.push(await slack.uploadFile({ name, bytes, body }));
    } finally {
      body.destroy();
    }
  }
  return ids;
}

async function shareFiles(
  services: Services,
  record: SignRequest,
  fileIds: readonly string[],
): Promise<void> {
  const { slack } = services;
  const t = textsFor(await personOf(services, record.tenant, record.requester));
  const channel = await slack.openDirect(record.requester);
  await slack.shareFiles(channel, fileIds, sentenceMessage(t.copy.here(requestName(record, t)), t).text);
}

const operation = 'copySigned';
const notAllowed = new OutsideFailure({
  service: 'slack',
  operation,
  kind: 'final',
  status: null,
  reason: 'not_allowed',
});
const tooLarge = new OutsideFailure({
  service: 'box',
  operation,
  kind: 'final',
  status: null,
  reason: 'too_large',
});
const notConfirmed = new OutsideFailure({
  service: 'slack',
  operation,
  kind: 'unknown',
  status: null,
  reason: 'not_confirmed',
});

/** Tells the requester why there is no copy. When this message fails as well, the job is not retried. */
async function tellFailure(services: Services, record: SignRequest, failure: OutsideFailure): Promise<void> {
  const { slack, log } = services;
  try {
    const t = textsFor(await personOf(services, record.tenant, record.requester));
    const sentence = sentenceMessage(copyFailureText(failure, t)(requestName(record, t)), t);
    await slack.postEphemeral(await slack.openDirect(record.requester), record.requester, sentence);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    log.warn(
      { request: record.id, failure: error.message },
      'the person could not be told that a copy failed',
    );
  }
}

function copyFailureText(failure: OutsideFailure, { copy }: Texts): (name: string) => string {
  if (failure === tooLarge) return copy.tooLarge;
  if (failure === notAllowed) return () => copy.notAllowed;
  if (failure.kind === 'unknown') return copy.unknown;
  if (failure.kind === 'retry') return copy.unreachable;
  return failure.service === 'slack' ? copy.slackRefuses : copy.boxRefuses;
}
