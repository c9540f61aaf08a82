/**
 * Send a copy here: the signed files go from Box into the requester's messages, where Slack keeps them. Offered where the
 * optional scope `files:write` was granted.
 */

import { downloadFile } from '../box/downloads.ts';
import type { BoxSession } from '../box/session.ts';
import { OutsideFailure } from '../failure.ts';
import { chaseForMs } from '../signing/chase.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { hasSignedFiles } from '../signing/status.ts';
import { type StepArgs, work } from '../signing/work.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { sentenceMessage } from '../views/sentence.ts';
import { requestName } from '../views/sign-request-card.ts';
import { noConnection } from './ask-box.ts';
import { personOf } from './rights/admit.ts';
import { pressedOnRequest, tooOld } from './rights/requests.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';
import { tell } from './tell.ts';

/** A second press so soon after a copy came asks for the same copy. */
const sameCopyMs = 60_000;

/** Larger ones are opened in Box: all bytes pass through this process. */
const mostBytes = 100 * 1024 * 1024;

/** Send a copy here. */
export function pressCopy(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedOnRequest(services, payload, 'copy', async (on) => {
    const { tenant, t, record } = on;
    if (!hasSignedFiles(record)) return tooOld(services, payload, on);
    await services.store.jobs.enqueue(tenant, work.copySigned({ requestId: record.id }));
    return { after: () => tell(services, payload, t.copy.underWay(requestName(record, t)), t) };
  });
}

/** The step `copySigned`. */
export async function copySigned(
  services: Services,
  { requestId }: StepArgs['copySigned'],
  { tenant, createdAt, lease }: Run,
): Promise<void> {
  const { store, box, log, now } = services;
  const record = await store.signRequests.get(tenant, requestId);
  if (!record || !hasSignedFiles(record)) return;
  if (now() - (record.details.copiedAt ?? 0) < sameCopyMs) return;
  try {
    const session = await box.sessionFor(tenant, record.requester);
    if (!session) throw noConnection;
    await copy(services, session, record);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.kind === 'retry' && now() < createdAt + chaseForMs) throw error;
    log.warn({ request: requestId, failure: error.message }, 'no signed copy was put into Slack');
    return tellFailure(services, record, error);
  }
  const at = now();
  await store.signRequests.change(
    tenant,
    requestId,
    (known) => ({ record: { ...known, details: { ...known.details, copiedAt: at } }, steps: [] }),
    { lease },
  );
}

async function copy(services: Services, session: BoxSession, record: SignRequest): Promise<void> {
  const { slack } = services;
  const t = textsFor(await personOf(services, record.tenant, record.requester));
  const ids: string[] = [];
  for (const { id, name } of record.details.files) {
    const { bytes, body } = await downloadFile(session, id);
    if (bytes > mostBytes) {
      body.destroy();
      throw new OutsideFailure({
        service: 'box',
        operation: 'downloadFile',
        kind: 'final',
        status: null,
        reason: tooLarge,
      });
    }
    ids.push(await slack.upload({ name, bytes, body }));
  }
  const channel = await slack.openDirect(record.requester);
  await slack.show(channel, ids, sentenceMessage(t.copy.here(requestName(record, t)), t).text);
}

const tooLarge = 'too_large';

async function tellFailure(services: Services, record: SignRequest, failure: OutsideFailure): Promise<void> {
  const { slack } = services;
  const t = textsFor(await personOf(services, record.tenant, record.requester));
  const why =
    failure.reason === tooLarge
      ? t.copy.tooLarge
      : failure.kind === 'unknown'
        ? t.copy.unknown
        : failure.service === 'slack'
          ? t.copy.slackRefuses
          : failure.kind === 'final'
            ? t.copy.boxRefuses
            : t.copy.unreachable;
  const channel = await slack.openDirect(record.requester);
  await slack.postEphemeral(channel, record.requester, sentenceMessage(why(requestName(record, t)), t));
}
